"""The built-in functions in SQL: dates held as `YYYYMMDD`, and what stands inside a resident identity number.

Each is the counterpart of the function of the same name in `assess.language.functions`, and NULL where an operand is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from assess.engines.sql.nodes import (
    cast,
    choice,
    closed,
    compared,
    every,
    minus,
    number,
    plus,
    rest,
    some,
    times,
    whole,
)
from assess.language.types import EARLIEST_DATE, LATEST_DATE

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LONGEST = 12 * (LATEST_DATE - EARLIEST_DATE) // 10000


def year(day: exp.Expression) -> exp.Expression:
    return whole(day, number(10000))


def month(day: exp.Expression) -> exp.Expression:
    return rest(whole(day, number(100)), number(100))


def day_of_month(day: exp.Expression) -> exp.Expression:
    return rest(day, number(100))


def years_between(start: exp.Expression, end: exp.Expression) -> exp.Expression:
    """Cutting off towards zero is what both directions of time ask for."""
    return whole(minus(end, start), number(10000))


def months_between(start: exp.Expression, end: exp.Expression) -> exp.Expression:
    months = plus(times(minus(year(end), year(start)), number(12)), minus(month(end), month(start)))
    unfinished = choice((compared("<", day_of_month(end), day_of_month(start)), number(1)), otherwise=number(0))
    ahead = choice((compared("<", day_of_month(start), day_of_month(end)), number(1)), otherwise=number(0))
    return choice(
        (compared(">=", end, start), minus(months, unfinished)),
        (compared("<", end, start), plus(months.copy(), ahead)),
    )


def is_leap(year_: exp.Expression) -> exp.Expression:
    by_four = compared("=", rest(year_, number(4)), number(0))
    not_by_hundred = compared("!=", rest(year_, number(100)), number(0))
    return some(
        [every([by_four, not_by_hundred]), compared("=", rest(year_, number(400)), number(0))],
    )


def days_in(year_: exp.Expression, month_: exp.Expression) -> exp.Expression:
    """How many days the month has."""
    short = exp.In(this=closed(month_), expressions=[number(one) for one in (4, 6, 9, 11)])
    february = choice((is_leap(year_), number(29)), otherwise=number(28))
    return choice((compared("=", month_, number(2)), february), (short, number(30)), otherwise=number(31))


def add_months(day: exp.Expression, months: exp.Expression) -> exp.Expression:
    """The same day so many months on, or the month's last; unknown outside the years that rules are written for."""
    total = plus(plus(times(year(day), number(12)), minus(month(day), number(1))), months)
    year_ = whole(total, number(12))
    month_ = plus(rest(total, number(12)), number(1))
    last = days_in(year_, month_)
    day_ = choice((compared("<", day_of_month(day), last), day_of_month(day)), otherwise=last.copy())
    found = plus(plus(times(year_, number(10000)), times(month_, number(100))), day_)
    near = exp.Between(this=closed(months), low=number(-_LONGEST), high=number(_LONGEST))
    within = exp.Between(this=closed(found), low=number(EARLIEST_DATE), high=number(LATEST_DATE))
    return choice((every([near, within]), found.copy()))


def is_day(year_: exp.Expression, month_: exp.Expression, day_: exp.Expression) -> exp.Expression:
    """Is it a day of the calendar?"""
    return every(
        [
            compared(">=", year_, number(1)),
            exp.Between(this=closed(month_), low=number(1), high=number(12)),
            exp.Between(this=closed(day_), low=number(1), high=days_in(year_, month_)),
        ]
    )


def starts_with(text: exp.Expression, prefix: exp.Expression) -> exp.Expression:
    if isinstance(prefix, exp.Literal):
        return compared("=", exp.Left(this=text, expression=number(len(prefix.this))), prefix)
    return exp.StartsWith(this=text, expression=prefix)


# resident identity numbers (GB 11643-1999)


def _digit(text: exp.Expression, place: int) -> exp.Expression:
    """The digit at a place, from 1. No error where it is none: the caller looks at the form too."""
    character = exp.Substring(this=text, start=number(place), length=number(1))
    return minus(exp.Unicode(this=character), number(48))


def _part(text: exp.Expression, first: int, last: int) -> exp.Expression:
    """The number written at these places."""
    sum_: exp.Expression = times(_digit(text, first), number(10 ** (last - first)))
    for place in range(first + 1, last + 1):
        factor = 10 ** (last - place)
        one = _digit(text, place) if factor == 1 else times(_digit(text, place), number(factor))
        sum_ = plus(sum_, one)
    return sum_


def _is_formed(text: exp.Expression) -> exp.Expression:
    return exp.RegexpLike(this=text, expression=exp.Literal.string("^[0-9]{17}[0-9X]$"))


def _holds_a_day(text: exp.Expression) -> exp.Expression:
    return is_day(_part(text, 7, 10), _part(text, 11, 12), _part(text, 13, 14))


def resident_id_valid(text: exp.Expression) -> exp.Expression:
    total: exp.Expression = times(_digit(text, 1), number(_WEIGHTS[0]))
    for place, weight in enumerate(_WEIGHTS[1:], start=2):
        total = plus(total, times(_digit(text, place), number(weight)))
    check = exp.Substring(
        this=exp.Literal.string("10X98765432"), start=plus(rest(total, number(11)), number(1)), length=number(1)
    )
    last = exp.Substring(this=text, start=number(18), length=number(1))
    # the check is looked at only where the rest is in order, since anything may stand in the text
    return choice(
        (every([_is_formed(text), _holds_a_day(text)]), compared("=", last, check)),
        (exp.Is(this=text, expression=exp.Null()), cast(exp.Null(), "BOOLEAN")),
        otherwise=exp.false(),
    )


def resident_id_birth_date(text: exp.Expression) -> exp.Expression:
    return choice((every([_is_formed(text), _holds_a_day(text)]), _part(text, 7, 14)))


def resident_id_sex(text: exp.Expression) -> exp.Expression:
    return choice((_is_formed(text), rest(plus(_digit(text, 17), number(1)), number(2))))


FUNCTIONS: dict[str, Callable[..., exp.Expression]] = {
    "year": year,
    "month": month,
    "years between": years_between,
    "months between": months_between,
    "add months": add_months,
    "starts with": starts_with,
    "resident id valid": resident_id_valid,
    "resident id birth date": resident_id_birth_date,
    "resident id sex": resident_id_sex,
}


def call(function: str, arguments: Sequence[exp.Expression]) -> exp.Expression | None:
    """None for a function that has no counterpart here."""
    made = FUNCTIONS.get(function)
    return None if made is None else made(*(argument.copy() for argument in arguments))
