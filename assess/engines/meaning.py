"""What expressions and decisions mean, with facts missing or not: the one definition that every engine must agree with.

`evaluate` walks a typed expression and yields its value, or None for unknown. `decide` does the same for a decision's
body and also tells which row hit. Values are the integers and booleans of `assess.language.types`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from assess.language import expression as e
from assess.language.edition import Edition, Reading
from assess.language.functions import FUNCTIONS
from assess.language.program import Amount, Body, Formula, Table
from assess.language.types import Number

Value = bool | int | str | None


class Outcome(NamedTuple):
    """What a decision came to. `row` is the index of the one row that hit, None where several still could (or none).

    `eligible` is None for anything but an amount, or where it is unknown.
    """

    value: Value
    row: int | None = None
    eligible: bool | None = None


@dataclass(slots=True)
class Surroundings:
    """What an expression may read."""

    facts: Mapping[str, Value]
    results: dict[str, Value]
    readings: Mapping[tuple[str, str], Reading]
    as_of: int

    @classmethod
    def of(cls, edition: Edition, facts: Mapping[str, Value]) -> Surroundings:
        return cls(facts, {}, edition.readings, edition.as_of)


def evaluate(node: e.Expression, around: Surroundings) -> Any:
    """The expression's value; None where a missing fact leaves it unknown."""
    return _EVALUATE[type(node)](node, around)


def decide(body: Body, around: Surroundings) -> Outcome:
    """The value, row and eligibility that a body comes to."""
    if isinstance(body, Formula):
        return Outcome(evaluate(body.expression, around))
    if isinstance(body, Amount):
        return _amount(body, around)
    if body.hit == "collect":
        return _collect(body, around)
    return _table(body, around)


def _amount(body: Amount, around: Surroundings) -> Outcome:
    eligible = True if body.eligibility is None else evaluate(body.eligibility, around)
    if eligible is False:
        return Outcome(0, None, False)
    if eligible is None:
        return Outcome(None)
    return Outcome(evaluate(body.rounded, around), None, True)


def _table(body: Table, around: Surroundings) -> Outcome:
    """A value only where every row that could still hit gives the same one."""
    candidates: list[int] = []
    settled = False
    for index, row in enumerate(body.rows):
        holds = True if row.condition is None else evaluate(row.condition, around)
        if row.condition is None and settled:
            continue
        if holds is False:
            continue
        candidates.append(index)
        if holds is True:
            settled = True
            if body.hit == "first":
                break
    return settle(body, candidates, settled, lambda index: _result(body, index, around))


def settle(body: Table, candidates: list[int], settled: bool, result: Callable[[int], Value]) -> Outcome:
    """The outcome, given the rows that hit or still could, and whether one is certain to."""
    if not candidates or not (settled or body.complete):
        return Outcome(None)
    row = candidates[0] if len(candidates) == 1 else None
    values = {result(index) for index in candidates}
    if len(values) != 1:
        return Outcome(None)
    return Outcome(values.pop(), row)


def _result(body: Table, index: int, around: Surroundings) -> Value:
    result = body.rows[index].result
    found: Value = None if result is None else evaluate(result, around)
    return found


def _collect(body: Table, around: Surroundings) -> Outcome:
    values = []
    for row in body.rows:
        holds = True if row.condition is None else evaluate(row.condition, around)
        if holds is None:
            return Outcome(None)
        if holds:
            value = None if row.result is None else evaluate(row.result, around)
            if value is None and body.aggregate != "count":
                return Outcome(None)
            values.append(value)
    if body.aggregate == "count":
        return Outcome(len(values))
    if body.aggregate == "sum":
        return Outcome(sum(values))
    if not values:
        return Outcome(None)
    return Outcome(min(values) if body.aggregate == "min" else max(values))


def _fact(node: e.Fact, around: Surroundings) -> Value:
    return around.facts.get(node.name)


def _parameter(node: e.ParameterValue, around: Surroundings) -> Value:
    value = around.readings[(node.name, node.shift)].value
    if node.key is None:
        return value  # type: ignore[return-value]
    key = evaluate(node.key, around)
    return None if key is None or not isinstance(value, dict) else value.get(key)


def _add(node: e.Add, around: Surroundings) -> int | None:
    total = 0
    for operand, sign in zip(node.operands, node.signs, strict=True):
        value = evaluate(operand, around)
        if value is None:
            return None
        total += sign * value
    return total


def _multiply(node: e.Multiply, around: Surroundings) -> int | None:
    left, right = evaluate(node.left, around), evaluate(node.right, around)
    return None if left is None or right is None else left * right


def _rescale(node: e.Rescale, around: Surroundings) -> int | None:
    value = evaluate(node.operand, around)
    return None if value is None else value * node.factor


def _round(node: e.RoundTo, around: Surroundings) -> int | None:
    value = evaluate(node.operand, around)
    if value is None:
        return None
    assert isinstance(node.operand.type, Number)
    divisor = node.operand.type.denominator * node.step_numerator
    return divided(value * node.step_denominator, divisor, node.mode) * node.step_numerator


def divided(numerator: int, divisor: int, mode: str) -> int:
    """`numerator / divisor` (divisor > 0) as a whole number, rounded by the mode."""
    if mode == "floor":
        return numerator // divisor
    if mode == "ceiling":
        return -(-numerator // divisor)
    sign, size = (-1, -numerator) if numerator < 0 else (1, numerator)
    if mode == "up":
        return sign * -(-size // divisor)
    whole, rest = divmod(size, divisor)
    if mode == "half_up" and 2 * rest >= divisor:
        whole += 1
    elif mode == "half_even" and (2 * rest > divisor or (2 * rest == divisor and whole % 2)):
        whole += 1
    return sign * whole


def _quotient(node: e.Quotient, around: Surroundings) -> int | None:
    left, right = evaluate(node.left, around), evaluate(node.right, around)
    if left is None or right is None or right == 0:
        return None
    assert isinstance(node.left.type, Number) and isinstance(node.right.type, Number)
    numerator = left * node.right.type.denominator * 10**node.places
    divisor = right * node.left.type.denominator
    return divided(-numerator, -divisor, "half_even") if divisor < 0 else divided(numerator, divisor, "half_even")


def _absolute(node: e.Absolute, around: Surroundings) -> int | None:
    value = evaluate(node.operand, around)
    return None if value is None else abs(value)


def _extreme(node: e.Extreme, around: Surroundings) -> int | None:
    values = [evaluate(operand, around) for operand in node.operands]
    if None in values:
        return None
    found: int = min(values) if node.which == "min" else max(values)
    return found


def _count(node: e.CountTrue, around: Surroundings) -> int | None:
    values = [evaluate(operand, around) for operand in node.operands]
    return None if None in values else sum(values)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare(node: e.Compare, around: Surroundings) -> bool | None:
    left, right = evaluate(node.left, around), evaluate(node.right, around)
    return None if left is None or right is None else _OPERATORS[node.operator](left, right)


def _within(node: e.Within, around: Surroundings) -> bool | None:
    value = evaluate(node.operand, around)
    low = None if node.low is None else evaluate(node.low, around)
    high = None if node.high is None else evaluate(node.high, around)
    parts: list[bool | None] = []
    if node.low is not None:
        parts.append(None if value is None or low is None else (value >= low if node.low_closed else value > low))
    if node.high is not None:
        parts.append(None if value is None or high is None else (value <= high if node.high_closed else value < high))
    return conjunction(parts)


def _one_of(node: e.OneOf, around: Surroundings) -> bool | None:
    value = evaluate(node.operand, around)
    choices = [evaluate(choice, around) for choice in node.choices]
    return disjunction([None if value is None or choice is None else value == choice for choice in choices])


def conjunction(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def disjunction(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _not(node: e.Not, around: Surroundings) -> bool | None:
    value = evaluate(node.operand, around)
    return None if value is None else not value


def _and(node: e.And, around: Surroundings) -> bool | None:
    return conjunction([evaluate(operand, around) for operand in node.operands])


def _or(node: e.Or, around: Surroundings) -> bool | None:
    return disjunction([evaluate(operand, around) for operand in node.operands])


def _at_least(node: e.AtLeast, around: Surroundings) -> bool | None:
    values = [evaluate(operand, around) for operand in node.operands]
    if values.count(True) >= node.count:
        return True
    return False if values.count(True) + values.count(None) < node.count else None


def _choose(node: e.Choose, around: Surroundings) -> Value:
    condition = evaluate(node.condition, around)
    if condition is None:
        then, otherwise = evaluate(node.then, around), evaluate(node.otherwise, around)
        same: Value = then if then is not None and then == otherwise else None
        return same
    found: Value = evaluate(node.then if condition else node.otherwise, around)
    return found


def _call(node: e.Call, around: Surroundings) -> Value:
    values = [evaluate(argument, around) for argument in node.arguments]
    return None if None in values else FUNCTIONS[node.function](*values)


def moved(value: int, steps: int, count: int) -> int:
    """The index of a level moved by so many steps, staying within the enumeration."""
    return min(max(value + steps, 0), count - 1)


def _step(node: e.StepLevel, around: Surroundings) -> int | None:
    value = evaluate(node.operand, around)
    return None if value is None else moved(value, node.steps, len(node.type.codes))  # type: ignore[union-attr]


_EVALUATE: dict[type, Callable[[Any, Surroundings], Any]] = {
    e.Constant: lambda node, around: node.value,
    e.Fact: _fact,
    e.Result: lambda node, around: around.results.get(node.name),
    e.ParameterValue: _parameter,
    e.AsOf: lambda node, around: around.as_of,
    e.Rescale: _rescale,
    e.Add: _add,
    e.Multiply: _multiply,
    e.RoundTo: _round,
    e.Quotient: _quotient,
    e.Absolute: _absolute,
    e.Extreme: _extreme,
    e.CountTrue: _count,
    e.Compare: _compare,
    e.Within: _within,
    e.OneOf: _one_of,
    e.Not: _not,
    e.And: _and,
    e.Or: _or,
    e.AtLeast: _at_least,
    e.Named: lambda node, around: evaluate(node.operand, around),
    e.Choose: _choose,
    e.Call: _call,
    e.StepLevel: _step,
}
