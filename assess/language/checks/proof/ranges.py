"""The range of an expression where its variables lie in given regions: interval arithmetic over typed expressions.

The range holds every value that the expression can come to there, and is exact where every region is a single number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from assess.language import expression as e
from assess.language.checks.proof.regions import Region, Span
from assess.language.checks.proof.variables import Key, Variables, is_variable
from assess.language.dates import add_months, months_between, number_of, years_between
from assess.language.types import Enumeration, Number

Box = Mapping[Key, Region]
"""The region of each variable."""

_FALSE, _TRUE, _EITHER = (0, 0), (1, 1), (0, 1)

ROUNDING: dict[str, Callable[[Fraction], int]] = {
    "floor": math.floor,
    "ceiling": math.ceil,
    "down": math.trunc,
    "up": lambda value: math.ceil(value) if value > 0 else math.floor(value),
    "half_up": lambda value: math.floor(value + Fraction(1, 2)) if value > 0 else math.ceil(value - Fraction(1, 2)),
    "half_even": round,
}


def range_of(node: e.Expression, box: Box, variables: Variables) -> Span | None:
    """Least and greatest value; None where the expression has no value anywhere in the box (a division by zero)."""
    if is_variable(node):
        key = variables.key(node)
        region = box.get(key) or variables.all[key].domain
        return region.low, region.high
    if isinstance(node, e.Constant):
        value = variables.number(node)
        return value, value
    if isinstance(node, e.Choose):
        return _choose(node, box, variables)
    if isinstance(node, e.Call) and node.function == "starts with":
        return _starts_with(node, box, variables)
    operands: list[Span] = []
    for child in node.children():
        found = range_of(child, box, variables)
        if found is None:
            return None
        operands.append(found)
    return _COMBINE[type(node)](node, operands)


def _choose(node: e.Choose, box: Box, variables: Variables) -> Span | None:
    condition = range_of(node.condition, box, variables)
    if condition is None:
        return None
    low, high = condition
    branches = [branch for value, branch in ((1, node.then), (0, node.otherwise)) if low <= value <= high]
    found = [span for span in (range_of(branch, box, variables) for branch in branches) if span is not None]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None


def _starts_with(node: e.Call, box: Box, variables: Variables) -> Span | None:
    spans = [range_of(argument, box, variables) for argument in node.arguments]
    if spans[0] is None or spans[1] is None:
        return None
    texts = variables.texts.all
    (low, high), (first, last) = spans[0], spans[1]
    results = {
        texts[text].startswith(texts[start]) for text in range(low, high + 1) for start in range(first, last + 1)
    }
    return _truth(results)


def _truth(results: set[bool]) -> Span:
    return _EITHER if len(results) == 2 else _TRUE if True in results else _FALSE


def _add(node: e.Add, operands: list[Span]) -> Span:
    ends = [span if sign > 0 else (-span[1], -span[0]) for span, sign in zip(operands, node.signs, strict=True)]
    return sum(low for low, _ in ends), sum(high for _, high in ends)


def _multiply(node: e.Multiply, operands: list[Span]) -> Span:
    corners = [a * b for a in operands[0] for b in operands[1]]
    return min(corners), max(corners)


def _rescale(node: e.Rescale, operands: list[Span]) -> Span:
    low, high = operands[0]
    return min(low * node.factor, high * node.factor), max(low * node.factor, high * node.factor)


def _round(node: e.RoundTo, operands: list[Span]) -> Span:
    assert isinstance(node.operand.type, Number)
    divisor = node.operand.type.denominator * node.step_numerator
    low, high = (
        ROUNDING[node.mode](Fraction(end * node.step_denominator, divisor)) * node.step_numerator for end in operands[0]
    )
    return low, high


def _quotient(node: e.Quotient, operands: list[Span]) -> Span | None:
    assert isinstance(node.left.type, Number)
    assert isinstance(node.right.type, Number)
    low, high = operands[1]
    if (low, high) == (0, 0):
        return None
    if low <= 0 <= high and operands[1] != (low, low):
        assert isinstance(node.type, Number)
        return node.type.minimum, node.type.maximum
    scale = Fraction(node.right.type.denominator * 10**node.places, node.left.type.denominator)
    corners = [ROUNDING["half_even"](scale * left / right) for left in operands[0] for right in operands[1]]
    return min(corners), max(corners)


def _absolute(node: e.Absolute, operands: list[Span]) -> Span:
    low, high = operands[0]
    return (0 if low <= 0 <= high else min(abs(low), abs(high))), max(abs(low), abs(high))


def _extreme(node: e.Extreme, operands: list[Span]) -> Span:
    pick = min if node.which == "min" else max
    return pick(low for low, _ in operands), pick(high for _, high in operands)


def _sum(node: e.Expression, operands: list[Span]) -> Span:
    return sum(low for low, _ in operands), sum(high for _, high in operands)


def compared(operator: str, left: Span, right: Span) -> Span:
    """Can the comparison be false, can it be true, with the sides anywhere in their spans?"""
    if operator in (">", ">=", "!="):
        low, high = compared({">": "<=", ">=": "<", "!=": "="}[operator], left, right)
        return 1 - high, 1 - low
    if operator == "=":
        if left[1] < right[0] or right[1] < left[0]:
            return _FALSE
        return _TRUE if left == right and left[0] == left[1] else _EITHER
    gap = 1 if operator == "<" else 0
    if left[1] + gap <= right[0]:
        return _TRUE
    return _EITHER if left[0] + gap <= right[1] else _FALSE


def _within(node: e.Within, operands: list[Span]) -> Span:
    operand, *ends = operands
    parts = []
    if node.low is not None:
        parts.append(compared(">=" if node.low_closed else ">", operand, ends.pop(0)))
    if node.high is not None:
        parts.append(compared("<=" if node.high_closed else "<", operand, ends.pop(0)))
    return min(low for low, _ in parts), min(high for _, high in parts)


def _one_of(node: e.OneOf, operands: list[Span]) -> Span:
    parts = [compared("=", operands[0], choice) for choice in operands[1:]]
    return max(low for low, _ in parts), max(high for _, high in parts)


def _at_least(node: e.AtLeast, operands: list[Span]) -> Span:
    low, high = _sum(node, operands)
    return int(low >= node.count), int(high >= node.count)


def _step(node: e.StepLevel, operands: list[Span]) -> Span:
    assert isinstance(node.type, Enumeration)
    last = len(node.type.codes) - 1
    low, high = (min(max(end + node.steps, 0), last) for end in operands[0])
    return low, high


def _call(node: e.Call, operands: list[Span]) -> Span:
    if node.function == "add months":
        (first, last), (fewest, most) = operands
        return _months_on(first, fewest), _months_on(last, most)
    days = [(_number(low), _number(high)) for low, high in operands]
    if node.function == "year":
        return days[0][0] // 10000, days[0][1] // 10000
    if node.function == "month":
        low, high = (day // 100 for day in days[0])
        return (low % 100, high % 100) if low // 100 == high // 100 else (1, 12)
    between = years_between if node.function == "years between" else months_between
    return between(days[0][1], days[1][0]), between(days[0][0], days[1][1])


def _number(day: int) -> int:
    return number_of(date.fromordinal(day))


def _months_on(day: int, months: int) -> int:
    number = _number(day)
    start = number // 10000 * 12
    kept = min(max(months, 12 - start), 9998 * 12 - start)  # no further than the calendar goes
    moved = add_months(number, kept)
    return date(moved // 10000, moved // 100 % 100, moved % 100).toordinal()


_COMBINE: dict[type, Callable[[Any, list[Span]], Span | None]] = {
    e.Rescale: _rescale,
    e.Add: _add,
    e.Multiply: _multiply,
    e.RoundTo: _round,
    e.Quotient: _quotient,
    e.Absolute: _absolute,
    e.Extreme: _extreme,
    e.CountTrue: _sum,
    e.Compare: lambda node, operands: compared(node.operator, operands[0], operands[1]),
    e.Within: _within,
    e.OneOf: _one_of,
    e.Not: lambda node, operands: (1 - operands[0][1], 1 - operands[0][0]),
    e.And: lambda node, operands: (min(low for low, _ in operands), min(high for _, high in operands)),
    e.Or: lambda node, operands: (max(low for low, _ in operands), max(high for _, high in operands)),
    e.AtLeast: _at_least,
    e.Named: lambda node, operands: operands[0],
    e.StepLevel: _step,
    e.Call: _call,
}
