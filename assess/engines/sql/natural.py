"""Between columns as offices keep them (codes, truth values, whole numbers, decimals, dates) and the engines' own form.

Only what is in order is brought over; everything else is *unusual*. What an unusual value is worth, and what is wrong
with it, says `assess.cases.facts`, not this module.

`quick` stands for DuckDB: its own functions may be used, which work the entries of a dictionary out once, and what
can only be told at some cost may be called unusual. Without it the SQL is that of any database, and unusual is exactly
what `assess.cases.facts.fact_value` refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from assess.engines.sql.calendar import WEIGHTS, check_character, is_day, resident_id_valid
from assess.engines.sql.nodes import (
    among,
    between,
    binary,
    cast,
    choice,
    coalesced,
    column,
    compared,
    every,
    integer_type,
    is_known,
    is_unknown,
    negated,
    number,
    plus,
    rest,
    some,
    sql_type,
    switch,
    text,
    times,
    whole,
)
from assess.engines.sql.stages import Stages
from assess.language.law import Input
from assess.language.types import (
    EARLIEST_DATE,
    LATEST_DATE,
    Boolean,
    Choices,
    Date,
    Enumeration,
    Number,
    Persons,
    Text,
    Type,
)

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_PLAINLY_READABLE = r"[!-~\x{4e00}-\x{9fff}]+( [!-~\x{4e00}-\x{9fff}]+)*"
"""Text of plain Latin and Chinese characters, one blank between words: it needs no tidying."""

_BLANKS = r"\x{0009}-\x{000d}\x{001c}-\x{0020}\x{0085}\x{00a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}"
_NOT_BLANK = rf"[^{_BLANKS}\x{{3000}}]"
_CANNOT_BE_SHOWN = r"[\x{0001}-\x{0008}\x{000b}\x{000c}\x{000e}-\x{001f}\x{007f}-\x{009f}\x{2028}\x{2029}]"
"""What moves the cursor (A122); the character of number 0 is no text in most databases."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A column in the engines' form. `unusual`: true where a value is there and not in order; None: that never is.

    Where `unusual` is true, nothing is said about `value`, but that working it out is no error.
    """

    value: exp.Expr
    unusual: exp.Expr | None = None


def natural_type(type_: Type) -> str:
    """The SQL type in which a table of facts, or of decisions, holds such values."""
    if isinstance(type_, Number):
        places = decimal_places(type_)
        if places is None:
            return "TEXT"
        return f"DECIMAL(18, {places})" if places else integer_type(type_.minimum, type_.maximum)
    if isinstance(type_, Date):
        return "DATE"
    return "BOOLEAN" if isinstance(type_, Boolean) else "TEXT"


def decimal_places(type_: Number) -> int | None:
    """How many places write the type's numbers exactly; None where no number of places does."""
    places = len(str(type_.denominator)) - 1
    return places if 10**places == type_.denominator else None


def taken_in(known: Input, source: str, type_: str, stages: Stages, *, quick: bool = True) -> TakenIn | None:
    """The column `source` of this SQL type in the engines' own form; None where it has to be read cell by cell.

    What is needed more than once becomes a column of `stages`.
    """
    held = column(source)
    type_ = type_.upper()
    wanted = known.type
    if isinstance(wanted, Boolean):
        return TakenIn(held) if type_ == "BOOLEAN" else None
    if isinstance(wanted, Number):
        return _number(known, wanted, held, type_)
    if isinstance(wanted, Date):
        return _date(held, quick=quick) if type_ == "DATE" else None
    if type_ not in ("VARCHAR", "TEXT") or isinstance(wanted, Choices | Persons):
        return None
    if isinstance(wanted, Enumeration):
        return _quick_enumeration(wanted, source, stages) if quick else _enumeration(wanted, held)
    if wanted.form == "resident_id":
        return _quick_resident_id(source, stages) if quick else _resident_id(source, stages)
    return _text(wanted, held, quick=quick)


# numbers and dates


def _number(known: Input, wanted: Number, held: exp.Expr, type_: str) -> TakenIn | None:
    if wanted.denominator != 1:
        return _decimal_number(wanted, held, type_)
    if type_ not in _INTEGERS:
        return None
    allowed = sorted(value for value, _ in known.options)
    if allowed and allowed != list(range(allowed[0], allowed[-1] + 1)):
        fits = among(held, [number(one) for one in allowed])
    else:
        low, high = (allowed[0], allowed[-1]) if allowed else (wanted.minimum, wanted.maximum)
        fits = between(held, number(max(low, wanted.minimum)), number(min(high, wanted.maximum)))
    storage = sql_type(wanted)
    value = held.copy() if type_ == storage else cast(choice((fits.copy(), held.copy())), storage)
    return TakenIn(value, negated(fits))


def _decimal_number(wanted: Number, held: exp.Expr, type_: str) -> TakenIn | None:
    decimal, places = _DECIMAL.fullmatch(type_), decimal_places(wanted)
    if places is None or (decimal is None and type_ not in _INTEGERS):
        return None
    if decimal is not None and int(decimal[2]) > places:
        return None  # it may hold parts that the type has no place for
    # within this many digits, the product below fits its type
    numerator = times(cast(held, "DECIMAL(28, 8)" if decimal else "BIGINT"), number(wanted.denominator))
    fits = between(held.copy(), _decimal_literal(wanted.minimum, places), _decimal_literal(wanted.maximum, places))
    return TakenIn(cast(choice((fits, numerator)), sql_type(wanted)), negated(fits.copy()))


def _decimal_literal(numerator: int, places: int) -> exp.Expr:
    size = f"{abs(numerator):0{places + 1}}"
    literal = exp.Literal.number(f"{size[:-places]}.{size[-places:]}" if places else size)
    return exp.Paren(this=exp.Neg(this=literal)) if numerator < 0 else literal


def _date(held: exp.Expr, *, quick: bool) -> TakenIn:
    fits = between(held, _day(EARLIEST_DATE), _day(LATEST_DATE))
    value = day_number(held)
    # in some databases a date may be infinite, and its year is no number
    return TakenIn(value if quick else choice((fits.copy(), value)), negated(fits))


def day_number(held: exp.Expr) -> exp.Expr:
    """A date as the engines hold it, `YYYYMMDD`."""
    year, month, day = (
        cast(exp.Extract(this=exp.var(part), expression=held.copy()), "INT") for part in ("YEAR", "MONTH", "DAY")
    )
    return plus(plus(times(year, number(10000)), times(month, number(100))), day)


def _day(day: int) -> exp.Expr:
    return cast(text(f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"), "DATE")


# codes and texts


def _quick_enumeration(wanted: Enumeration, source: str, stages: Stages) -> TakenIn:
    place, codes = f"{source}.place", exp.Array(expressions=[text(code) for code in wanted.codes])
    stages.add(place, exp.Anonymous(this="LIST_POSITION", expressions=[codes, column(source)]))
    value = cast(exp.Sub(this=column(place), expression=number(1)), sql_type(wanted))
    return TakenIn(value, every([is_known(column(source)), is_unknown(column(place))]))


def _enumeration(wanted: Enumeration, held: exp.Expr) -> TakenIn:
    codes = [text(code) for code in wanted.codes]
    value = cast(switch(held, [(code, number(index)) for index, code in enumerate(codes)]), sql_type(wanted))
    return TakenIn(value, negated(among(held.copy(), [code.copy() for code in codes])))


def _text(wanted: Text, held: exp.Expr, *, quick: bool) -> TakenIn | None:
    if wanted.form not in ("division_code", "plain"):
        return None
    if quick:
        pattern = text("[0-9]{6}" if wanted.form == "division_code" else _PLAINLY_READABLE)
        fits: exp.Expr = exp.Anonymous(this="REGEXP_FULL_MATCH", expressions=[held.copy(), pattern])
        return TakenIn(held, negated(fits))
    if wanted.form == "plain":
        faults = [negated(_holds(held, _NOT_BLANK)), _holds(held, _CANNOT_BE_SHOWN)]
        return TakenIn(held, some(faults))
    # the length is asked for too: in some databases `$` stands before a last newline
    length = compared("=", exp.Length(this=held.copy()), number(6))
    return TakenIn(held, negated(every([length, _holds(held, "^[0-9]{6}$")])))


def _holds(held: exp.Expr, pattern: str) -> exp.Expr:
    return exp.RegexpLike(this=held.copy(), expression=text(pattern))


# resident identity numbers (GB 11643-1999)


def _resident_id(source: str, stages: Stages) -> TakenIn:
    """A small x counts as X."""
    upper = f"{source}.upper"
    stages.add(upper, exp.Upper(this=column(source)))
    return TakenIn(column(upper), negated(resident_id_valid(column(upper))))


def person_of(held: exp.Expr) -> exp.Expr:
    """The first 17 digits of a resident identity number as a whole number; NULL where they are none.

    It stands for the person: the eighteenth character follows from it.
    """
    return exp.TryCast(this=exp.Left(this=held, expression=number(17)), to=exp.DataType.build("BIGINT"))


def digits_name(source: str) -> str:
    """The column that holds the first 17 digits of the numbers in a column, once that has been taken in quickly."""
    return f"{source}.digits"


def _quick_resident_id(source: str, stages: Stages) -> TakenIn:
    """Works on the 17 digits as one number; what ends in a small x is unusual.

    What DuckDB takes for a whole number of 17 digits in 17 characters, the first of them a digit other than 0, has no
    sign, blank, point, low line or `0x` in it; an exponent is looked for.
    """
    digits, day = digits_name(source), f"{source}.day"
    stages.add(digits, person_of(column(source)))
    stages.add(day, cast(rest(whole(column(digits), number(1000)), number(10**8)), "INT"))
    weighted = [
        times(rest(whole(column(digits), number(10 ** (16 - place))), number(10)), number(weight))
        for place, weight in enumerate(WEIGHTS)
    ]
    last = exp.Substring(this=column(source), start=number(18), length=number(1))
    year, month = whole(column(day), number(10000)), rest(whole(column(day), number(100)), number(100))
    in_order = every(
        [
            compared("=", exp.Length(this=column(source)), number(18)),
            between(column(source), text("1"), text(":")),  # the character after 9
            between(column(digits), number(10**16), number(10**17 - 1)),
            is_day(year, month, rest(column(day), number(100))),
            compared("=", last, check_character(reduce(plus, weighted))),
            *(negated(exp.Contains(this=column(source), expression=text(one))) for one in ("e", "E")),
        ]
    )
    return TakenIn(column(source), negated(coalesced(in_order, is_unknown(column(source)))))


# out again


def given_out(value: exp.Expr, type_: Type, *, quick: bool = True) -> exp.Expr:
    """A value of the engines as a table of decisions holds it: a code, a date, a decimal, a whole number.

    `quick`: codes as DuckDB's enumeration, which costs a byte a row.
    """
    if isinstance(type_, Enumeration):
        return _code(value, type_, quick=quick)
    if isinstance(type_, Date):
        year, month = whole(value, number(10000)), rest(whole(value.copy(), number(100)), number(100))
        return exp.DateFromParts(year=year, month=month, day=rest(value.copy(), number(100)))
    return _decimal(value, type_) if isinstance(type_, Number) else value


def _code(value: exp.Expr, type_: Enumeration, *, quick: bool) -> exp.Expr:
    codes = [text(code) for code in type_.codes]
    if not quick:
        return switch(value, [(number(index), code) for index, code in enumerate(codes)])
    list_ = cast(exp.Array(expressions=codes), f"ENUM({', '.join(one.sql() for one in codes)})[]")
    return exp.Anonymous(this="LIST_EXTRACT", expressions=[list_, plus(value, number(1))])


def _decimal(value: exp.Expr, type_: Number) -> exp.Expr:
    is_money = type_.unit is not None and any(name == "CNY" for name, _ in type_.unit.powers)
    if type_.denominator == 1:
        return cast(value, "DECIMAL(18, 2)") if is_money else value
    places = decimal_places(type_)
    if places is None:  # a third is written as it is
        return exp.DPipe(this=cast(value, "TEXT"), expression=text(f"/{type_.denominator}"))
    step = cast(_decimal_literal(1, places), f"DECIMAL({places + 1}, {places})")
    exact = binary(exp.Mul, cast(value, f"DECIMAL({17 - places}, 0)"), step)
    return cast(exact, f"DECIMAL(18, {max(places, 2) if is_money else places})")
