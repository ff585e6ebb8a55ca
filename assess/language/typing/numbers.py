"""Numbers over denominators: bringing them together, rounding them, reading them from text."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypedDict

from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language.expression import Expression
from assess.language.rounding import divided
from assess.language.types import Number, Unit


class Place(TypedDict):
    """Where an expression stands and how it was written: what every node is made with."""

    position: Position
    source: str


def over(operand: Expression, denominator: int) -> Expression:
    """The same number over a denominator that is a multiple of its own."""
    type_ = operand.type
    assert isinstance(type_, Number)
    if type_.denominator == denominator:
        return operand
    factor, rest = divmod(denominator, type_.denominator)
    assert rest == 0
    wider = Number(denominator, type_.minimum * factor, type_.maximum * factor, type_.unit)
    if isinstance(operand, typed.Constant):
        assert isinstance(operand.value, int)
        return typed.Constant(
            type=wider, value=operand.value * factor, position=operand.position, source=operand.source
        )
    return typed.Rescale(type=wider, operand=operand, factor=factor, position=operand.position, source=operand.source)


def rounded(operand: Expression, step: Fraction, mode: str, *, position: Position, source: str) -> Expression:
    """The operand rounded to a multiple of the step, over the step's denominator."""
    type_ = operand.type
    assert isinstance(type_, Number)
    divisor = type_.denominator * step.numerator
    low, high = (  # rounding keeps the order of numbers, so that the ends stay the ends
        divided(end * step.denominator, divisor, mode) * step.numerator for end in (type_.minimum, type_.maximum)
    )
    return typed.RoundTo(
        type=Number(step.denominator, low, high, type_.unit), operand=operand,
        step_numerator=step.numerator, step_denominator=step.denominator, mode=mode, position=position, source=source,
    )  # fmt: skip


def number_types(operands: list[Expression]) -> list[Number]:
    found = []
    for operand in operands:
        assert isinstance(operand.type, Number)
        found.append(operand.type)
    return found


def differ_by_period(left: Unit, right: Unit) -> bool:
    periods = {"month", "year"}
    return [p for p in left.powers if p[0] not in periods] == [
        p for p in right.powers if p[0] not in periods
    ] and left != right


def exact_number(value: object) -> Fraction | None:
    """The number that a plain value states: an int, a Decimal, or text such as `30%`; None where it states none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Fraction(value)
    if isinstance(value, str):
        match = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?) *%", value.strip(" "))
        if match:
            return Fraction(match.group(1)) / 100
    return None


def decimal_or_fraction(number: Fraction) -> str:
    """`-1.3`, or `1/3` where no decimal is exact: for messages."""
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{decimal:f}" if Fraction(decimal) == number else str(number)
