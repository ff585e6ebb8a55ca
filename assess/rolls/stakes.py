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

from assess.engines.sql.nodes import among, cast, coalesced, every, minus, number, plus, some, times, whole
from assess.rolls.finding_rows import MONEY, Relation, column, named, relation, text
from assess.rolls.findings import FINDINGS, RECOVER
from assess.rolls.queries import forget, run, table, without_rows
from assess.rolls.registers.months import Months, index_of, month_of_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "stakes"
_LARGEST = "largest_stakes"
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
        run(connection, table(TABLE, without_rows(_TYPES)))

    def end(self, connection: DuckDBPyConnection) -> None:
        forget(connection, TABLE)

    def keep(self, connection: DuckDBPyConnection, payments: exp.Query) -> None:
        """Keeps the stakes above nothing out of a query that has the columns, in whatever order."""
        wanted = [named(cast(column(name), type_), name) for name, type_ in _TYPES.items()]
        query = exp.select(*wanted).from_(payments.subquery("payments")).where(column("amount") > 0)
        run(connection, exp.insert(query, TABLE))

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

        The stakes that are kept are few beside the findings of a long roll, which are gone through and held nowhere: of
        two stakes in a payment the larger is both together less the smaller.
        """
        found = self._found(findings)
        run(connection, table(_LARGEST, _largest()))
        try:
            sums = (_sum(each) for each in (_twelfths_found(found), _twelfths_staked(), _twelfths_in_both(found)))
            of_findings, staked, in_both = (each.subquery() for each in sums)
            fen = whole(minus(plus(of_findings, staked), in_both), number(TWELFTHS))
            ((total,),) = run(connection, exp.select(fen)).fetchall()
        finally:
            forget(connection, _LARGEST)
        return Decimal(int(total)).scaleb(-2)

    def _found(self, findings: Relation) -> exp.Select:
        """The findings that speak of one payment each: which, and its `fen`."""
        found = exp.select(
            *(column(name) for name in ("source", "row", "benefit")),
            named(self.month(column("month")), "month"), named(_fen(column("amount")), "fen"),
        ).from_(relation(findings, "findings"))  # fmt: skip
        codes = [text(code) for code in _OF_ONE_PAYMENT]
        return found.where(every([column("direction").eq(text(RECOVER)), among(column("code"), codes)]))


def _largest() -> exp.Select:
    """Of each payment the largest stake, in `twelfths` of a fen."""
    keys = [column(name) for name in ("source", "row", "benefit", "month", "parts")]
    largest = times(exp.Max(this=_fen(column("amount"))), _twelfths(column("parts")))
    return exp.select(*keys, named(largest, "twelfths")).from_(TABLE).group_by(*(key.copy() for key in keys))


def _twelfths_found(found: exp.Select) -> exp.Select:
    return exp.select(named(times(column("fen"), number(TWELFTHS)), "twelfths")).from_(found.subquery("found"))


def _twelfths_staked() -> exp.Select:
    return exp.select(column("twelfths")).from_(_LARGEST)


def _twelfths_in_both(found: exp.Select) -> exp.Select:
    """Of payments that have a stake and a finding, the smaller of both."""
    parts, month = column("parts", "stakes"), column("month", "stakes")
    same_month = exp.NullSafeEQ(this=month, expression=column("month", "found"))
    same = [
        *(column(name, "stakes").eq(column(name, "found")) for name in ("source", "row", "benefit")),
        some([parts.eq(number(TWELFTHS)), same_month]),
    ]
    of_finding = times(column("fen", "found"), _twelfths(parts))
    smaller = exp.Least(this=column("twelfths", "stakes"), expressions=[of_finding])
    return (
        exp.select(named(smaller, "twelfths"))
        .from_(relation(_LARGEST, "stakes"))
        .join(found.subquery("found"), on=every(same))
    )


def _sum(twelfths: exp.Select) -> exp.Select:
    return exp.select(coalesced(exp.Sum(this=column("twelfths")), number(0))).from_(twelfths.subquery("each"))


def _fen(yuan: exp.Expr) -> exp.Expr:
    return cast(times(yuan, number(100)), "HUGEINT")


def _twelfths(parts: exp.Expr) -> exp.Expr:
    """What a fen counts for, in twelfths of one: of an amount of a year, a month's share is a twelfth."""
    return whole(number(TWELFTHS), parts.copy())


def certain_of(payments: exp.Query, persons: exp.Select, keys: Sequence[str]) -> exp.Select:
    """The payments of which a finding speaks that is surely about this person: `persons` has the same keys."""
    same = every([column(key, "payments").eq(column(key, "certain")) for key in keys])
    return (
        exp.select("payments.*")
        .from_(payments.subquery("payments"))
        .join(persons.subquery("certain"), on=same, join_type="semi")
    )
