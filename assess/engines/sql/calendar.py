"""The built-in functions in SQL: dates held as `YYYYMMDD`, and what stands inside a resident identity number.

Each is the counterpart of the function of the same name in `assess.language.functions`, and NULL where an operand is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from sqlglot import exp

from assess.engines.sql.nodes import (
    among,
    between,
    cast,
    choice,
    compared,
    every,
    is_unknown,
    minus,
    number,
    plus,
    rest,
    some,
    text,
    times,
    unknown,
    whole,
)
from assess.language.types import EARLIEST_DATE, LATEST_DATE

Held = Callable[[exp.Expr], exp.Expr]
"""What makes an expression fit to be written more than once."""

CHECK_CHARACTERS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""What a resident identity number ends in, by the weighted sum of its seventeen digits modulo 11 (GB 11643-1999)."""

_LONGEST = 12 * (LATEST_DATE - EARLIEST_DATE) // 10000


# days; what takes a day takes it as a column or a constant, since it may read it more than once


def year(day: exp.Expr) -> exp.Expr:
    return whole(day, number(10000))


def month(day: exp.Expr) -> exp.Expr:
    return rest(whole(day, number(100)), number(100))


def day_of_month(day: exp.Expr) -> exp.Expr:
    return rest(day, number(100))


def years_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Completed years. Cutting off towards zero is what both directions of time ask for."""
    return whole(minus(end, start), number(10000))


def months_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Completed months, by the day of the month."""
    years = minus(year(end.copy()), year(start.copy()))
    months = plus(times(years, number(12)), minus(month(end.copy()), month(start.copy())))
    first, last = day_of_month(start.copy()), day_of_month(end.copy())
    unfinished = choice((compared("<", last, first), number(1)), otherwise=number(0))
    ahead = choice((compared("<", first.copy(), last.copy()), number(1)), otherwise=number(0))
    return choice(
        (compared(">=", end, start), minus(months, unfinished)),
        (compared("<", end.copy(), start.copy()), plus(months.copy(), ahead)),
    )


def add_months(day: exp.Expr, months: exp.Expr, held: Held) -> exp.Expr:
    """The same day so many months on, or the month's last; unknown outside the years that rules are written for."""
    near = between(months, number(-_LONGEST), number(_LONGEST))
    counted = plus(times(year(day), number(12)), minus(month(day.copy()), number(1)))
    total = held(plus(counted, cast(choice((near, months.copy())), "INT")))
    year_, month_ = held(whole(total, number(12))), held(plus(rest(total.copy(), number(12)), number(1)))
    last = held(days_in(year_, month_))
    day_ = choice((compared("<", day_of_month(day.copy()), last), day_of_month(day.copy())), otherwise=last.copy())
    found = held(plus(plus(times(year_.copy(), number(10000)), times(month_.copy(), number(100))), day_))
    return choice((between(found, number(EARLIEST_DATE), number(LATEST_DATE)), found.copy()))


def is_leap(year_: exp.Expr) -> exp.Expr:
    by_four = compared("=", rest(year_, number(4)), number(0))
    not_by_hundred = compared("!=", rest(year_.copy(), number(100)), number(0))
    by_four_hundred = compared("=", rest(year_.copy(), number(400)), number(0))
    return some([every([by_four, not_by_hundred]), by_four_hundred])


def days_in(year_: exp.Expr, month_: exp.Expr) -> exp.Expr:
    """How many days the month has."""
    february = choice((is_leap(year_.copy()), number(29)), otherwise=number(28))
    short = among(month_.copy(), [number(one) for one in (4, 6, 9, 11)])
    return choice((compared("=", month_.copy(), number(2)), february), (short, number(30)), otherwise=number(31))


def is_day(year_: exp.Expr, month_: exp.Expr, day_: exp.Expr) -> exp.Expr:
    """Is it a day of the calendar?"""
    return every(
        [
            compared(">=", year_.copy(), number(1)),
            between(month_.copy(), number(1), number(12)),
            between(day_.copy(), number(1), days_in(year_, month_)),
        ]
    )


def starts_with(whole_text: exp.Expr, prefix: exp.Expr) -> exp.Expr:
    if isinstance(prefix, exp.Literal):
        return compared("=", exp.Left(this=whole_text, expression=number(len(prefix.this))), prefix)
    return exp.StartsWith(this=whole_text, expression=prefix)


# resident identity numbers (GB 11643-1999)


def resident_id_valid(id_number: exp.Expr) -> exp.Expr:
    """18 characters, a real date in the middle, and the right check character."""
    weighted = [times(_digit(id_number, place), number(weight)) for place, weight in enumerate(WEIGHTS, start=1)]
    right = compared("=", _character(id_number, 18), check_character(reduce(plus, weighted)))
    # the check is looked at only where the rest is in order, since anything may stand in the text
    return choice(
        (_is_formed_with_day(id_number), right),
        (is_unknown(id_number.copy()), unknown("BOOLEAN")),
        otherwise=exp.false(),
    )


def resident_id_birth_date(id_number: exp.Expr) -> exp.Expr:
    """The birth date inside the number; NULL where it holds no day of the calendar."""
    return choice((_is_formed_with_day(id_number), _part(id_number, 7, 14)))


def resident_id_sex(id_number: exp.Expr) -> exp.Expr:
    """0 male, 1 female, by the 17th digit (odd: male)."""
    return choice((_is_formed(id_number), rest(plus(_digit(id_number, 17), number(1)), number(2))))


def check_character(weighted: exp.Expr) -> exp.Expr:
    """The eighteenth character, from the weighted sum of the seventeen digits before it."""
    place = plus(rest(weighted, number(11)), number(1))
    return exp.Substring(this=text(CHECK_CHARACTERS), start=place, length=number(1))


def _is_formed(id_number: exp.Expr) -> exp.Expr:
    """17 digits, and a digit or X. The length is asked for too: in some databases `$` stands before a last newline."""
    length = compared("=", exp.Length(this=id_number.copy()), number(18))
    return every([length, exp.RegexpLike(this=id_number.copy(), expression=text("^[0-9]{17}[0-9X]$"))])


def _is_formed_with_day(id_number: exp.Expr) -> exp.Expr:
    year_, month_, day_ = (_part(id_number, first, last) for first, last in ((7, 10), (11, 12), (13, 14)))
    return every([_is_formed(id_number), is_day(year_, month_, day_)])


def _part(id_number: exp.Expr, first: int, last: int) -> exp.Expr:
    """The number written at these places, from 1. No error where there is none: the caller looks at the form too."""
    return reduce(
        plus,
        (
            times(_digit(id_number, place), number(10 ** (last - place))) if place < last else _digit(id_number, place)
            for place in range(first, last + 1)
        ),
    )


def _digit(id_number: exp.Expr, place: int) -> exp.Expr:
    return minus(exp.Unicode(this=_character(id_number, place)), number(48))


def _character(id_number: exp.Expr, place: int) -> exp.Expr:
    return exp.Substring(this=id_number.copy(), start=number(place), length=number(1))


FUNCTIONS: dict[str, Callable[..., exp.Expr]] = {
    "year": year,
    "month": month,
    "years between": years_between,
    "months between": months_between,
    "starts with": starts_with,
    "resident id valid": resident_id_valid,
    "resident id birth date": resident_id_birth_date,
    "resident id sex": resident_id_sex,
}


def call(function: str, arguments: Sequence[exp.Expr], held: Held) -> exp.Expr | None:
    """The function's value for these arguments, each a column or a constant; None for one that has no counterpart."""
    if function == "add months":
        day, months = arguments
        return add_months(day, months, held)
    made = FUNCTIONS.get(function)
    return None if made is None else made(*arguments)
