"""What is to be recovered, payment by payment: a payment that several findings speak of counts once, by the largest.

A payment is what a row of the roll pays of a benefit in a month. Of what is held against what is due, each finding
speaks of one payment, and each payment is in one such finding at most. Findings on people (who stand on the roll twice,
or on a register) speak of several payments at once: whoever makes them keeps the stake in each of them here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import cast, every, number
from assess.rolls.finding_rows import MONEY, Relation, column, named, relation, text
from assess.rolls.findings import FINDINGS, RECOVER
from assess.rolls.registers.months import Months, index_of, month_of_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "stakes"
TWELFTHS = 12
_TYPES = {
    "source": "VARCHAR", "row": "BIGINT", "benefit": "VARCHAR", "month": "INTEGER", "parts": "TINYINT", "amount": MONEY,
}  # fmt: skip
_OF_ONE_PAYMENT = tuple(kind.code for kind in FINDINGS.values() if kind.stage == "reconciling")


@dataclass(frozen=True, slots=True)
class Stakes:
    """The stakes kept in a table of the connection.

    Its columns: `source`, `row`, `benefit`, `month` (as a number, see `registers.months`), `amount` and `parts`: 1, or
    12 where the amount is that of a year, of which the month's share is a twelfth. `months`: those of the check. A row
    that states no month is about the one that is checked. `by_year`: benefits paid by the year.
    """

    months: Months
    by_year: frozenset[str] = frozenset()

    def month(self, stated: exp.Expr | None) -> exp.Expr:
        """The number of the month that a row is about, out of what it states (`2023-06`); NULL where nobody knows."""
        known = cast(exp.null() if stated is None else month_of_text(stated), "INTEGER")
        if not self.months.is_one:
            return known
        return exp.Coalesce(this=known, expressions=[number(index_of(self.months.first))])

    def begin(self, connection: DuckDBPyConnection) -> None:
        columns = ", ".join(f'"{name}" {type_}' for name, type_ in _TYPES.items())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {TABLE} ({columns})")

    def end(self, connection: DuckDBPyConnection) -> None:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")

    def keep(self, connection: DuckDBPyConnection, payments: exp.Query) -> None:
        """Keeps the stakes above nothing out of a query that has the columns, in whatever order."""
        columns = ", ".join(f'"{name}"' for name in _TYPES)
        wanted = [named(cast(column(name), type_), name) for name, type_ in _TYPES.items()]
        query = exp.select(*wanted).from_(payments.subquery("payments")).where(column("amount") > 0)
        connection.execute(f"INSERT INTO {TABLE} ({columns}) {query.sql('duckdb', identify=True)}")

    def stake(self, benefit: str, month: exp.Expr, amount: exp.Expr) -> list[exp.Expr]:
        """The columns, but for `source` and `row`, to be selected; what is paid by the year stakes all its months."""
        by_year = benefit in self.by_year
        if by_year:
            january = month.copy() // TWELFTHS * TWELFTHS
            month = exp.Explode(this=exp.func("RANGE", january, january.copy() + TWELFTHS, dialect="duckdb"))
        parts = number(TWELFTHS if by_year else 1)
        values = {"benefit": text(benefit), "month": month, "parts": parts, "amount": amount}
        return [named(value, name) for name, value in values.items()]

    def recovered_once(self, connection: DuckDBPyConnection, findings: Relation) -> Decimal:
        """What is to be recovered in all, each payment counted once; a fraction of a fen is left out.

        The stakes that are kept are few beside the findings of a long roll, which are read once and held nowhere: of
        two stakes in a payment the larger is both together less the smaller.
        """
        found = exp.select(
            *(column(name) for name in ("source", "row", "benefit")),
            named(self.month(column("month")), "month"), named(cast(column("amount") * 100, "HUGEINT"), "fen"),
        ).from_(relation(findings, "findings"))  # fmt: skip
        found = found.where(
            every([
                column("direction").eq(text(RECOVER)),
                exp.In(this=column("code"), expressions=[text(code) for code in _OF_ONE_PAYMENT]),
            ])
        )  # fmt: skip
        listed = found.sql("duckdb", identify=True)
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE largest_{TABLE} AS
            SELECT source, "row", benefit, month, parts, max((amount * 100)::HUGEINT) * (12 // parts) AS twelfths
            FROM {TABLE} GROUP BY source, "row", benefit, month, parts
            """
        )
        try:
            ((fen,),) = connection.execute(
                f"""
                SELECT ((SELECT coalesce(sum(fen), 0) * 12 FROM ({listed}))
                    + (SELECT coalesce(sum(twelfths), 0) FROM largest_{TABLE})
                    - (SELECT coalesce(sum(least(twelfths, fen * (12 // parts))), 0)
                       FROM largest_{TABLE} stakes JOIN ({listed}) found
                       ON stakes.source = found.source AND stakes."row" = found."row"
                       AND stakes.benefit = found.benefit
                       AND (parts = 12 OR stakes.month IS NOT DISTINCT FROM found.month))) // 12
                """
            ).fetchall()
        finally:
            connection.execute(f"DROP TABLE largest_{TABLE}")
        return Decimal(int(fen)).scaleb(-2)


def certain_of(payments: exp.Query, persons: exp.Select, keys: Sequence[str]) -> exp.Select:
    """The payments of which a finding speaks that is surely about this person: `persons` has the same keys."""
    same = every([column(key, "payments").eq(column(key, "certain")) for key in keys])
    return (
        exp.select("payments.*")
        .from_(payments.subquery("payments"))
        .join(persons.subquery("certain"), on=same, join_type="semi")
    )
