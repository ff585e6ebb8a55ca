"""Months: of the period checked, of days, and in words. In SQL a month is the number of months since the year 0."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice
from assess.rolls.finding_rows import Texts, concatenated

TWELFTHS = 12
"""The parts of what is paid by the year: each of its months is paid one."""
FOREVER = 12 * 10_000
"""Later than any month there is."""


@dataclass(frozen=True, slots=True)
class Months:
    """The months that a check is about, both ends included, as `YYYYMM`."""

    first: int
    last: int

    @property
    def is_one(self) -> bool:
        return self.first == self.last


def index_of(month: int) -> int:
    """The number of a month given as `YYYYMM`."""
    return month // 100 * 12 + month % 100 - 1


def months_of_year(month: exp.Expr) -> exp.Expr:
    """The months of the year in which the month lies, a row for each."""
    january = month.copy() // TWELFTHS * TWELFTHS
    return exp.Explode(this=exp.func("RANGE", january, january.copy() + TWELFTHS, dialect="duckdb"))


def month_of_day(day: exp.Expr) -> exp.Expr:
    """Of a day held as `YYYYMMDD`. The day of the month is not looked at, so it may be 00."""
    return day.copy() // 10000 * 12 + day.copy() // 100 % 100 - 1


def month_of_text(month: exp.Expr) -> exp.Expr:
    """Of a month written `YYYY-MM`."""
    year = cast(exp.Left(this=month.copy(), expression=exp.Literal.number(4)), "INTEGER")
    within = cast(exp.Right(this=month.copy(), expression=exp.Literal.number(2)), "INTEGER")
    return year * 12 + within - 1


def text_of_month(month: exp.Expr) -> exp.Expr:
    """`2023-06`."""
    within = cast(month.copy() % 12 + 1, "VARCHAR")
    padded = exp.func("LPAD", within, exp.Literal.number(2), exp.Literal.string("0"), dialect="duckdb")
    return concatenated(_year(month), "-", padded)


def listed_months(month: exp.Expr) -> exp.Expr:
    """Those of a group, each once, one after the other: `2023-06, 2023-08`."""
    each = text_of_month(month)
    once = exp.Order(this=exp.Distinct(expressions=[each]), expressions=[exp.Ordered(this=each.copy())])
    return exp.GroupConcat(this=once, separator=exp.Literal.string(", "))


def which_months(first: exp.Expr, last: exp.Expr, months: exp.Expr, listed: exp.Expr) -> dict[str, exp.Expr]:
    """The columns of a finding that say for which months it is, so many of those from the first to the last; `listed`:
    see `listed_months`."""
    is_one = first.copy().eq(last.copy())
    whole = months.copy().eq(last.copy() - first.copy() + 1)
    span = concatenated(text_of_month(first), "/", text_of_month(last))
    return {
        "month": choice((is_one, text_of_month(first))),
        "months": months.copy(),
        "which_months": choice((is_one.copy(), exp.null()), (whole, span), otherwise=listed.copy()),
    }


def month_in_words(month: exp.Expr) -> Texts:
    """`2023年6月`, in English `2023-06`."""
    return concatenated(_year(month), "年", _within(month), "月"), text_of_month(month)


def span_in_words(first: exp.Expr, last: exp.Expr) -> Texts:
    """`2023年6月`, `2023年6月至12月`, `2022年11月至2023年2月`; in English `2023-06 to 2023-12`."""
    zh, en = month_in_words(first)
    last_zh, last_en = month_in_words(last)
    same_year = (first.copy() // 12).eq(last.copy() // 12)
    until_zh = choice(
        (first.copy().eq(last.copy()), exp.Literal.string("")),
        (same_year, concatenated("至", _within(last), "月")),
        otherwise=concatenated("至", last_zh),
    )
    until_en = choice((first.copy().eq(last.copy()), exp.Literal.string("")), otherwise=concatenated(" to ", last_en))
    return concatenated(zh, until_zh), concatenated(en, until_en)


def _year(month: exp.Expr) -> exp.Expr:
    return cast(month.copy() // 12, "VARCHAR")


def _within(month: exp.Expr) -> exp.Expr:
    return cast(month.copy() % 12 + 1, "VARCHAR")
