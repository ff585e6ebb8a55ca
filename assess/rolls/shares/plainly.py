"""The plain way from the cells of a share to its facts: SQL brings over what is in order, and stops at what is not.

To stop is an error of the database. What was written until then is of no use, so the sooner it stops, the better: of a
million rows with an unusual cell in each share, it is a quarter less work than to mark what is unusual and look at the
end. To take only the unusual rows carefully would save the rest of it, but these would have to be put back among the
others, in the order of rows and under the types that the others are written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.natural import digits_name, taken_in
from assess.engines.sql.nodes import (
    FALSE,
    between,
    binary,
    cast,
    choice,
    coalesced,
    column,
    compared,
    minus,
    negated,
    number,
    some,
    text,
    times,
)
from assess.engines.sql.stages import Stages
from assess.engines.sql.truth import certainly
from assess.language.types import Number, Text
from assess.rolls.cells.numbers import MOST_FEN
from assess.rolls.roll import ROW
from assess.rolls.shares.facts import REJECTED, FactColumns, facts_query
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from assess.rolls.shares.plain_text import plain_text_pattern

_FEN = re.compile(r"DECIMAL\(([1-9]|1[0-8]), ?[0-2]\)")
_FREE_TEXT = ("case", "name", "district")
_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT")


@dataclass(frozen=True)
class Plain:
    """How one column is taken plainly. `value` None: nothing reads it, it is only checked."""

    value: exp.Expr | None
    unusual: exp.Expr | None


def plain_columns(part: PlannedPart, stages: Stages) -> dict[int, Plain | None]:
    """By column number; None for columns that have to be read cell by cell."""
    return {one.number: _plain(one, stages) for one in part.columns}


def _plain(planned: PlannedColumn, stages: Stages) -> Plain | None:
    raw, type_ = planned.raw, planned.type.upper()
    if planned.reader.options.values:
        return None  # words of the office's own may mean something else than they say
    if planned.target in _FREE_TEXT or (planned.known is not None and planned.known.type == Text()):
        return _plain_text(raw, type_)
    if planned.known is not None:
        taken = taken_in(planned.known, raw, type_, stages)
        return None if taken is None else Plain(taken.value, taken.unusual)
    if planned.target.startswith("paid.") and _FEN.fullmatch(type_):
        fen = cast(times(column(raw), number(100)), "BIGINT")
        allowed = between(column(raw), number(0), number(MOST_FEN // 100))
        return Plain(fen, negated(allowed))
    return None


def _plain_text(raw: str, type_: str) -> Plain | None:
    """Text that is written plainly, or whole numbers and days, whose text always is."""
    if type_ in ("VARCHAR", "TEXT"):
        fits = exp.Anonymous(this="REGEXP_FULL_MATCH", expressions=[column(raw), text(plain_text_pattern())])
        return Plain(column(raw), negated(fits))
    return Plain(cast(column(raw), "TEXT"), None) if type_ in (*_SIGNED, "DATE") else None


def plain_query(columns: FactColumns, part: PlannedPart) -> exp.Select | None:
    """The facts of `source`; None where some column has to be read cell by cell.

    To run it raises duckdb.InvalidInputException where a cell is unusual; where a number leaves its type on the way,
    ConversionException or OutOfRangeException.
    """
    stages = Stages([ROW, *(one.raw for one in part.columns)])
    plain = plain_columns(part, stages)
    if any(one is None for one in plain.values()):
        return None
    ranged = {one.number: bounds for one in part.columns if (bounds := _bounds(one)) is not None}
    unusual = [
        one.unusual
        for place, one in plain.items()
        if one is not None and one.unusual is not None and place not in ranged
    ]
    unusual += _out_of_range(part, ranged)
    values = {
        one.target: _paid(found.value) if one.target.startswith("paid.") else found.value
        for one in part.columns
        if (found := plain[one.number]) is not None and found.value is not None
    }
    identity = part.column("id_number")
    person = None if identity is None or "id_number" not in values else column(digits_name(identity.raw))
    return facts_query(columns, part, stages, values, person, {REJECTED: _none_of(unusual)})


def _none_of(unusual: Sequence[exp.Expr]) -> exp.Expr:
    """False; an error of the database in the first row that has anything unusual."""
    if not unusual:
        return FALSE.copy()
    stop = exp.Anonymous(this="ERROR", expressions=[text("unusual")])
    return choice((some(certainly(one) for one in unusual), cast(stop, "BOOLEAN")), otherwise=FALSE.copy())


def _paid(fen: exp.Expr) -> exp.Expr:
    """Where the cell is empty, nothing is paid."""
    return coalesced(fen, number(0))


def _bounds(planned: PlannedColumn) -> tuple[int, int] | None:
    """Least and greatest value of a column of whole numbers that is taken plainly; None for any other column, and for
    one in which some values between are no answers."""
    known = planned.known
    if known is None or not isinstance(known.type, Number) or known.type.denominator != 1:
        return None
    if planned.reader.options.values or planned.type.upper() not in _SIGNED:
        return None
    allowed = sorted(value for value, _ in known.options)
    if not allowed:
        return known.type.minimum, known.type.maximum
    return (allowed[0], allowed[-1]) if allowed == list(range(allowed[0], allowed[-1] + 1)) else None


def _out_of_range(part: PlannedPart, ranged: Mapping[int, tuple[int, int]]) -> Iterator[exp.Expr]:
    """Is any of the columns out of its range? One test for all columns of a type.

    `(high - x) | (x - low)` has its sign bit set just where x is out of range; so has the bitwise or of all of them.
    A difference that leaves the type ends in an error of the database, and the share is taken carefully.
    """
    by_type: dict[str, exp.Expr] = {}
    for planned in part.columns:
        if planned.number not in ranged:
            continue
        low, high = ranged[planned.number]
        if planned.span is not None and low <= planned.span[0] and planned.span[1] <= high:
            continue
        value = coalesced(column(planned.raw), number(low))
        above = minus(number(high), value)
        below = value.copy() if low == 0 else minus(value.copy(), number(low))
        signs = binary(exp.BitwiseOr, above, below)
        type_ = planned.type.upper()
        before = by_type.get(type_)
        by_type[type_] = signs if before is None else exp.BitwiseOr(this=before, expression=exp.Paren(this=signs))
    for signs in by_type.values():
        yield compared("<", signs, number(0))
