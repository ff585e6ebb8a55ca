"""Texts, the codes of enumerations, and the parts of days."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl
from sqlglot import exp

from assess.engines.frames.values import (
    BIGINT,
    BOOLEAN,
    DATE,
    INT,
    TEXT,
    Held,
    Kind,
    Translating,
    Writer,
    in_kind,
    whole,
)
from assess.engines.sql.expressions import Inexpressible
from assess.engines.sql.natural import day_number

_FIRST_DAY, _LAST_DAY = datetime.date(1800, 1, 1), datetime.date(2200, 12, 31)
"""The days whose parts are looked up. No rule is about others, and a roll that has one is taken another way."""


def _length(it: Translating, node: exp.Length) -> Held:
    return Held(BIGINT, it.value(node.this, TEXT).str.len_chars().cast(pl.Int64))


def _left(it: Translating, node: exp.Left) -> Held:
    return Held(TEXT, it.value(node.this, TEXT).str.slice(0, whole(it.held(node.expression))))


def _substring(it: Translating, node: exp.Substring) -> Held:
    text, start, length = (it.held(node.args[part]) for part in ("this", "start", "length"))
    if text.kind != TEXT:
        raise Inexpressible("SUBSTRING")
    if isinstance(text.written, str) and not start.is_number and whole(length) == 1:
        letters = pl.Series(list(text.written), dtype=pl.String)
        place = in_kind(start, start.kind).cast(pl.Int64) - 1
        return Held(TEXT, pl.lit(letters).gather(place, null_on_oob=True))
    return Held(TEXT, text.expression.str.slice(whole(start) - 1, whole(length)))


def _code_point(it: Translating, node: exp.Unicode) -> Held:
    """Of a digit, which is what is asked for of an identity number; at anything else Polars leaves off."""
    text = it.value(node.this, TEXT)
    digit = text.cast(pl.Int32, strict=False)
    it.stop(text.is_not_null() & ~digit.is_between(0, 9).fill_null(False))
    return Held(INT, digit + ord("0"))


def _contains(it: Translating, node: exp.Contains) -> Held:
    return Held(BOOLEAN, it.value(node.this, TEXT).str.contains(_written_text(it, node.expression), literal=True))


def _starts_with(it: Translating, node: exp.StartsWith) -> Held:
    return Held(BOOLEAN, it.value(node.this, TEXT).str.starts_with(it.value(node.expression, TEXT)))


def _matches(it: Translating, node: exp.RegexpFullMatch | exp.RegexpLike) -> Held:
    pattern = _written_text(it, node.expression)
    if isinstance(node, exp.RegexpFullMatch):
        pattern = f"^(?:{pattern})$"
    return Held(BOOLEAN, it.value(node.this, TEXT).str.contains(pattern))


def _joined(it: Translating, node: exp.DPipe) -> Held:
    both = [it.value(one, TEXT) for one in (node.this, node.expression)]
    return Held(TEXT, pl.concat_str(both))


def _put_together(it: Translating, node: exp.Concat) -> Held:
    """As one text; what is not there adds nothing."""
    if not node.args.get("coalesce"):
        raise Inexpressible("CONCAT")
    return Held(TEXT, pl.concat_str([it.value(one, TEXT) for one in node.expressions], ignore_nulls=True))


def _padded(it: Translating, node: exp.Pad) -> Held:
    length, filler = whole(it.held(node.expression)), _written_text(it, node.args["fill_pattern"])
    if not node.args.get("is_left") or len(filler) != 1:
        raise Inexpressible("PAD")
    return Held(TEXT, it.value(node.this, TEXT).str.pad_start(length, filler).str.slice(0, length))


def decimal_as_text(units: pl.Expr, places: int) -> pl.Expr:
    """A decimal, of which this is the number of its last place, as SQL writes it: `-0.50`."""
    digits = units.abs().cast(pl.String).str.zfill(places + 1)
    sign = pl.when(units < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str([sign, digits.str.head(-places), pl.lit("."), digits.str.tail(places)])


def _written_text(it: Translating, node: exp.Expr) -> str:
    found = it.held(node)
    if not isinstance(found.written, str):
        raise Inexpressible("a text that is not written out")
    return found.written


def _place_in_list(it: Translating, codes: exp.Expr, sought: exp.Expr) -> Held:
    value = it.value(sought, TEXT)
    chain: Any = None
    for place, code in enumerate(codes.expressions, start=1):
        found = pl.lit(place, dtype=pl.Int32)
        condition = value == _written_text(it, code)
        chain = pl.when(condition).then(found) if chain is None else chain.when(condition).then(found)
    if chain is None:
        raise Inexpressible("an empty list")
    return Held(INT, chain.otherwise(None))


def _in_list(it: Translating, codes: exp.Expr, place: exp.Expr) -> Held:
    """A code of an enumeration by its place, which is `x + 1`."""
    if not isinstance(codes, exp.Cast) or not isinstance(codes.this, exp.Array):
        raise Inexpressible("LIST_EXTRACT")
    names = tuple(_written_text(it, one) for one in codes.this.expressions)
    if not isinstance(place, exp.Add) or whole(it.held(place.expression)) != 1:
        raise Inexpressible("LIST_EXTRACT")
    found = it.held(place.this)
    if not found.kind.is_whole:
        raise Inexpressible("LIST_EXTRACT")
    kind = Kind("ENUM", names=names)
    chain: Any = None
    for index, name in enumerate(names):
        condition, code = found.expression == index, pl.lit(name, dtype=kind.polars)
        chain = pl.when(condition).then(code) if chain is None else chain.when(condition).then(code)
    if chain is None:
        raise Inexpressible("LIST_EXTRACT")
    return Held(kind, chain.otherwise(None))


def _part_of_day(it: Translating, node: exp.Extract) -> Held:
    return _looked_up(it, node.expression, node.this.name.upper())


def _looked_up(it: Translating, node: exp.Expr, part: str) -> Held:
    """A part of a day, or its `NUMBER`. Raises Inexpressible."""
    if part not in _PARTS:
        raise Inexpressible(part)
    place = it.value(node, DATE).to_physical() - _days(_FIRST_DAY)
    there = pl.when(place >= 0).then(place)  # Polars counts what is below 0 from the end
    return Held(INT, pl.lit(_looked_up_in(part)).gather(there, null_on_oob=True))


def _day_of_parts(it: Translating, node: exp.DateFromParts) -> Held:
    year, month, day = (it.value(node.args[part], INT) for part in ("year", "month", "day"))
    return Held(DATE, pl.date(year, month, day))


def day_as_one(it: Translating, node: exp.Expr) -> Held | None:
    """The day as the engines hold it, looked up as one; None if that is not what is added up here."""
    day = next(node.find_all(exp.Extract), None)
    if day is None or not isinstance(day.expression, exp.Column) or node != day_number(day.expression):
        return None
    return _looked_up(it, day.expression, "NUMBER")


def _days(day: datetime.date) -> int:
    return (day - datetime.date(1970, 1, 1)).days


@cache
def _looked_up_in(part: str) -> pl.Series:
    """Of every day from the first to the last, in their order."""
    days = pl.DataFrame({"day": pl.date_range(_FIRST_DAY, _LAST_DAY, eager=True)})
    return days.select(_PARTS[part](pl.col("day").dt).cast(pl.Int32)).to_series()


_PARTS: dict[str, Callable[[Any], pl.Expr]] = {
    "YEAR": lambda day: day.year(),
    "MONTH": lambda day: day.month(),
    "DAY": lambda day: day.day(),
    "NUMBER": lambda day: day.year() * 10000 + day.month().cast(pl.Int32) * 100 + day.day(),
}
_FUNCTIONS: dict[str, Callable[..., Held]] = {"LIST_POSITION": _place_in_list, "LIST_EXTRACT": _in_list}


def _called(it: Translating, node: exp.Anonymous) -> Held:
    """A function of DuckDB's own."""
    writer = _FUNCTIONS.get(str(node.this).upper())
    if writer is None:
        raise Inexpressible(str(node.this))
    return writer(it, *node.expressions)


TEXTS: dict[type[exp.Expr], Writer] = {
    exp.Extract: _part_of_day,
    exp.DateFromParts: _day_of_parts,
    exp.Length: _length,
    exp.Left: _left,
    exp.Substring: _substring,
    exp.Unicode: _code_point,
    exp.Contains: _contains,
    exp.StartsWith: _starts_with,
    exp.RegexpFullMatch: _matches,
    exp.RegexpLike: _matches,
    exp.DPipe: _joined,
    exp.Concat: _put_together,
    exp.Pad: _padded,
    exp.Anonymous: _called,
}
