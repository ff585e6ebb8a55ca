"""What is to be recovered, payment by payment: no yuan of a payment is asked back twice, whatever findings claim it.

A payment is what a row of the roll pays of a benefit in a month. A finding to recover claims a stretch of it, in yuan
counted from the first: what is overpaid are the yuan from what is due up to what is paid; a payment after death, all of
them; a payment made again, those up to what is due, since the others are overpaid whoever stands on the row, but for
the first of them that the rows before leave of what is due. Counted once, what is to be recovered of a payment is all
that any of the stretches covers.

Of what is held against what is due, each finding speaks of one payment, and each payment is in one such finding at
most. Findings on people (who stand on the roll twice, or on a register) speak of several payments at once: whoever
makes them keeps their stakes here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import (
    among,
    cast,
    choice,
    coalesced,
    every,
    minus,
    negated,
    number,
    plus,
    times,
    whole,
)
from assess.rolls.finding_rows import MONEY, Relation, column, named, relation, text
from assess.rolls.findings import FINDINGS, RECOVER
from assess.rolls.queries import any_rows, forget, run, table, without_rows
from assess.rolls.registers.months import TWELFTHS, Months, index_of, month_of_text, months_of_year

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE = "stakes"
_CLAIMS = "stakes_claimed"
_TYPES = {
    "finding": "VARCHAR", "person": "BIGINT", "source": "VARCHAR", "row": "BIGINT", "benefit": "VARCHAR",
    "month": "INTEGER", "parts": "TINYINT", "low": MONEY, "high": MONEY,
}  # fmt: skip
_OF_ONE_PAYMENT = tuple(kind.code for kind in FINDINGS.values() if kind.stage == "reconciling")
_ROW = ("source", "row", "benefit")


@dataclass(frozen=True, slots=True)
class Stakes:
    """The stakes kept in a table of the connection.

    Its columns: `finding`, what claims it (of a person and benefit, all of the name are rounded together); the payment,
    by `person`, `source`, `row`, `benefit` and `month` (as a number, see `registers.months`); the stretch claimed, from
    `low` to `high`, which is below it where something was taken back; and `parts`: 1, or 12 where the stretch is that
    of a year, of which the month's share is a twelfth. `months`: those of the check. A row that states no month is
    about the one that is checked. `by_year`: benefits paid by the year.
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
        """Keeps the stakes out of a query that has the columns, in whatever order."""
        wanted = [named(cast(column(name), type_), name) for name, type_ in _TYPES.items()]
        query = exp.select(*wanted).from_(payments.subquery("payments", copy=False))
        query = query.where(column("high").neq(column("low")), copy=False)
        run(connection, exp.insert(query, TABLE, copy=False))

    def stretch(self, benefit: str, month: exp.Expr, low: exp.Expr, high: exp.Expr) -> list[exp.Expr]:
        """The columns, but for `finding`, `person`, `source` and `row`, to be selected: the yuan from the one to the
        other; what is paid by the year stakes all its months."""
        by_year = benefit in self.by_year
        values = {
            "benefit": text(benefit), "month": months_of_year(month.copy()) if by_year else month,
            "parts": number(TWELFTHS if by_year else 1), "low": low, "high": high,
        }  # fmt: skip
        return [named(value, name) for name, value in values.items()]

    def recovered_once(self, connection: DuckDBPyConnection, findings: Relation) -> Decimal:
        """What is to be recovered in all.

        It is rounded down, as findings are, but by person and benefit; and it is never more than the findings on them
        come to, each rounded by itself. The stakes that are kept are few beside the findings of a long roll, which are
        read and held nowhere, but for those on the same payments.
        """
        found = self._found(findings)
        if not any_rows(connection, TABLE):
            ((total,),) = run(connection, _sum(_of_each(found))).fetchall()
            return Decimal(int(total)).scaleb(-2)
        run(connection, table(_CLAIMS, _claims(found)))
        try:
            fen = plus(_sum(_of_others(found)).subquery(), _sum(_of_people()).subquery())
            ((total,),) = run(connection, exp.select(fen)).fetchall()
        finally:
            forget(connection, _CLAIMS)
        return Decimal(int(total)).scaleb(-2)

    def _found(self, findings: Relation) -> exp.Select:
        """The findings that speak of one payment each, with the stretches that they claim, in fen."""
        parts: exp.Expr = number(1)
        if self.by_year:
            by_year = among(column("benefit"), [text(benefit) for benefit in sorted(self.by_year)])
            parts = choice((by_year, number(TWELFTHS)), otherwise=number(1))
        found = exp.select(
            named(column("code"), "finding"), *(column(name) for name in _ROW),
            named(self.month(column("month")), "month"), named(parts, "parts"),
            named(minus(_fen(column("paid")), _fen(column("amount"))), "low"), named(_fen(column("paid")), "high"),
        ).from_(relation(findings, "findings"))  # fmt: skip
        codes = [text(code) for code in _OF_ONE_PAYMENT]
        return found.where(every([column("direction").eq(text(RECOVER)), among(column("code"), codes)]))


def _claims(found: exp.Select) -> exp.Query:
    """The stakes, and the findings on the same payments: stretches of them in twelfths of a fen."""
    who = ("finding", "person", *_ROW, "month")
    staked = exp.select(*(column(name) for name in who), *_in_twelfths(_fen)).from_(TABLE)
    also = exp.select("found.*", column("person", "staked")).from_(found.subquery("found"))
    also = also.join(_staked().subquery("staked"), on=_of_the_same_row())
    of_months = exp.select(*(column(name) for name in who), *_in_twelfths()).from_("also")
    of_years = exp.select(
        *(column(name) for name in who[:-1]), named(months_of_year(column("month")), "month"), *_in_twelfths()
    ).from_("also")  # fmt: skip
    is_of_year = column("parts").eq(number(TWELFTHS))
    both = exp.union(of_months.where(negated(is_of_year)), of_years.where(is_of_year.copy()), distinct=False)
    return exp.union(staked, both, distinct=False).with_("also", as_=also)


def _staked() -> exp.Select:
    """The payments, or years, of which anything is at stake, and whose they are."""
    keys = (column("person"), *(column(name) for name in _ROW), named(_payment(column("month"), column("parts")), "of"))
    return exp.select(*keys).distinct().from_(TABLE)


def _of_the_same_row() -> exp.Expr:
    """Is what is found about a payment, or a year, of which anything is at stake?"""
    same = [column(name, "found").eq(column(name, "staked")) for name in _ROW]
    payment = _payment(column("month", "found"), column("parts", "found"))
    return every([*same, exp.NullSafeEQ(this=payment, expression=column("of", "staked"))])


def _payment(month: exp.Expr, parts: exp.Expr) -> exp.Expr:
    """Of the payments of a row: that of the month; of a year there is but one."""
    return choice((parts.eq(number(TWELFTHS)), exp.null()), otherwise=month)


def _of_others(found: exp.Select) -> exp.Select:
    """The fen of findings on payments of which nothing is at stake besides."""
    return _of_each(found).join(_staked().subquery("staked"), on=_of_the_same_row(), join_type="anti")


def _of_each(found: exp.Select) -> exp.Select:
    """The fen of each of the findings."""
    fen = named(minus(column("high", "found"), column("low", "found")), "fen")
    return exp.select(fen).from_(found.subquery("found"))


def _of_people() -> exp.Select:
    """The fen of each person and benefit: of every payment what any stretch covers; never more than all findings."""
    payment = [column(name) for name in (*_ROW, "month")]
    order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in ("low", "high", "finding")])
    before = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="1", end_side="PRECEDING")
    reached = exp.Window(this=exp.Max(this=column("high")), partition_by=payment, order=order, spec=before)
    new = minus(column("high"), exp.Greatest(this=column("low"), expressions=[reached], ignore_nulls=True))
    claims = exp.select(
        *(column(name) for name in ("person", "benefit", "finding")),
        named(minus(column("high"), column("low")), "claimed"),
        named(exp.Greatest(this=new, expressions=[number(0)], ignore_nulls=True), "covered"),
    ).from_(_CLAIMS)  # fmt: skip
    keys = ("person", "benefit")
    findings = exp.select(
        *(column(name) for name in keys), named(whole(exp.Sum(this=column("claimed")), number(TWELFTHS)), "fen"),
        named(exp.Sum(this=column("covered")), "covered"),
    ).from_(claims.subquery("claims"))  # fmt: skip
    findings = findings.group_by(*(column(name) for name in (*keys, "finding")))
    covered = whole(exp.Sum(this=column("covered")), number(TWELFTHS))
    fen = exp.Least(this=covered, expressions=[exp.Sum(this=column("fen"))])
    people = exp.select(named(fen, "fen")).from_(findings.subquery("findings"))
    return people.group_by(*(column(name) for name in keys))


def _sum(fen: exp.Select) -> exp.Select:
    return exp.select(coalesced(exp.Sum(this=column("fen")), number(0))).from_(fen.subquery("each"))


def _in_twelfths(in_fen: Callable[[exp.Expr], exp.Expr] = lambda fen: fen) -> list[exp.Expr]:
    """The ends of a stretch: of a year's, a month's share is a twelfth."""
    count = whole(number(TWELFTHS), column("parts"))
    return [named(times(in_fen(column(name)), count.copy()), name) for name in ("low", "high")]


def _fen(yuan: exp.Expr) -> exp.Expr:
    return cast(times(yuan, number(100)), "HUGEINT")


def certain_of(payments: exp.Query, persons: exp.Select, keys: Sequence[str]) -> exp.Select:
    """The payments of which a finding speaks that is surely about this person: `persons` has the same keys."""
    same = every([column(key, "payments").eq(column(key, "certain")) for key in keys])
    return (
        exp.select("payments.*")
        .from_(payments.subquery("payments", copy=False))
        .join(persons.subquery("certain", copy=False), on=same, join_type="semi", copy=False)
    )
