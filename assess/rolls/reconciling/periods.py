"""Findings of single months put together: from which month to which, how many months, how much."""

from __future__ import annotations

from sqlglot import exp

from assess.engines.sql.nodes import cast, is_known, minus, number, plus, times
from assess.rolls.finding_rows import MONEY, Relation, call, column, named, relation, text

PERIOD_COLUMNS = (
    "code", "source", "row", "case", "name", "id_number", "district", "benefit", "direction", "first_month",
    "last_month", "months", "amount", "cite",
)  # fmt: skip
"""The columns of `periods_query`. `source` to `district`, and `cite`, are those of the first month that tells them."""

_PERSON, _CALENDAR, _STRETCH = "person_or_case", "month_on_calendar", "stretch"


def periods_query(findings: Relation) -> exp.Query:
    """The arrears and recoveries: a row for each person, benefit and code, and each stretch of months in a row.

    The same identity number is the same person, wherever it stands; where there is none, the same case of the same
    source is. Findings without a month are left out, and those that already cover several. In a fixed order.
    """
    by = [column(name) for name in (_PERSON, "code", "benefit", "direction")]
    months = _months(findings)
    rank = exp.Window(
        this=exp.DenseRank(),
        partition_by=[one.copy() for one in by],
        order=exp.Order(expressions=[exp.Ordered(this=column(_CALENDAR))]),
    )
    stretch = named(minus(column(_CALENDAR), rank), _STRETCH)  # the same as long as no month is left out
    stretches = exp.select(exp.Star(), stretch).from_(months.subquery("months"))
    values: dict[str, exp.Expr] = {
        **{name: _first(name) for name in PERIOD_COLUMNS},
        **{name: column(name) for name in ("code", "benefit", "direction")},
        "first_month": exp.Min(this=column("month")),
        "last_month": exp.Max(this=column("month")),
        "months": cast(exp.Count(this=exp.Distinct(expressions=[column("month")])), "INTEGER"),
        "amount": cast(exp.Sum(this=column("amount")), MONEY),
    }
    query = exp.select(*(named(values[name], name) for name in PERIOD_COLUMNS)).from_(stretches.subquery("stretches"))
    return query.group_by(*by, column(_STRETCH)).order_by(
        *(exp.Ordered(this=exp.column(name, quoted=True), nulls_first=True) for name in _ORDER)
    )


_ORDER = ("source", "row", "code", "benefit", "first_month", "direction")


def _months(findings: Relation) -> exp.Select:
    """The findings of one month each, with whose they are and the month's number on the calendar."""
    case = call("CONCAT_WS", text("\x1f"), column("source"), column("case"))
    person = exp.Coalesce(this=column("id_number"), expressions=[case])
    year = cast(exp.Left(this=column("month"), expression=number(4)), "INTEGER")
    within = cast(exp.Substring(this=column("month"), start=number(6), length=number(2)), "INTEGER")
    calendar = plus(times(year, number(12)), within)
    single = exp.select(exp.Star(), named(person, _PERSON), named(calendar, _CALENDAR))
    return single.from_(relation(findings, "findings")).where(
        is_known(column("month")), exp.EQ(this=column("months"), expression=number(1))
    )


def _first(name: str) -> exp.Expr:
    """The column's value in the first month; of several rows of that month, in the first row."""
    parts = [exp.PropertyEQ(this=exp.to_identifier(key), expression=column(key)) for key in ("month", "source", "row")]
    return exp.ArgMin(this=column(name), expression=exp.Struct(expressions=parts))
