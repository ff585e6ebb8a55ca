"""What expressions and decisions mean, with facts missing or not: the one definition that every engine must agree with.

`combined` gives a node's value from those of its operands, None standing for unknown; everything else is built on it:
`evaluator` turns an expression into a function of its surroundings, `decider` a decision's body, which also tells the
row that hit. Values are the integers and booleans of `assess.language.types`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from assess.language import expression as e
from assess.language.edition import Edition, Reading
from assess.language.functions import FUNCTIONS
from assess.language.program import Amount, Body, Formula, Table
from assess.language.rounding import divided
from assess.language.types import Enumeration, Number

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


def combined(node: e.Expression, values: Sequence[Any]) -> Any:
    """The value of a node that has operands, from their values, in the order of `children()`."""
    return _COMBINE[type(node)](node, values)


Evaluator = Callable[[Surroundings], Any]


def evaluator(node: e.Expression) -> Evaluator:
    """The expression as a function of its surroundings."""
    leaf = _LEAVES.get(type(node))
    if leaf is not None and not node.children():
        return leaf(node)
    operands = tuple(evaluator(child) for child in node.children())
    if isinstance(node, e.ParameterValue):
        return _keyed(node, operands[0])
    combine = _COMBINE[type(node)]
    return lambda around: combine(node, [operand(around) for operand in operands])


def evaluate(node: e.Expression, around: Surroundings) -> Any:
    """The expression's value in these surroundings; None where a missing fact leaves it unknown."""
    return evaluator(node)(around)


# leaves


def _constant(node: e.Constant) -> Evaluator:
    value = node.value
    return lambda around: value


def _fact(node: e.Fact) -> Evaluator:
    name = node.name
    return lambda around: around.facts.get(name)


def _result(node: e.Result) -> Evaluator:
    name = node.name
    return lambda around: around.results.get(name)


def _parameter(node: e.ParameterValue) -> Evaluator:
    key = (node.name, node.shift)
    return lambda around: around.readings[key].value


def _keyed(node: e.ParameterValue, entry: Evaluator) -> Evaluator:
    name = (node.name, node.shift)

    def read(around: Surroundings) -> Value:
        key, value = entry(around), around.readings[name].value
        return None if key is None or not isinstance(value, dict) else value.get(key)

    return read


_LEAVES: dict[type, Callable[[Any], Evaluator]] = {
    e.Constant: _constant,
    e.Fact: _fact,
    e.Result: _result,
    e.ParameterValue: _parameter,
    e.AsOf: lambda node: lambda around: around.as_of,
}


# decisions


def decider(body: Body) -> Callable[[Surroundings], Outcome]:
    """The body as a function of its surroundings: its value, row and eligibility."""
    if isinstance(body, Formula):
        formula = evaluator(body.expression)
        return lambda around: Outcome(formula(around))
    if isinstance(body, Amount):
        return _amount(body)
    return _collect(body) if body.hit == "collect" else _table(body)


def _amount(body: Amount) -> Callable[[Surroundings], Outcome]:
    eligibility = None if body.eligibility is None else evaluator(body.eligibility)
    amount = evaluator(body.rounded)

    def decide(around: Surroundings) -> Outcome:
        eligible = True if eligibility is None else eligibility(around)
        if eligible is False:
            return Outcome(0, None, False)
        return Outcome(None) if eligible is None else Outcome(amount(around), None, True)

    return decide


def _rows(body: Table) -> tuple[tuple[Evaluator | None, Evaluator | None], ...]:
    return tuple(
        (
            None if row.condition is None else evaluator(row.condition),
            None if row.result is None else evaluator(row.result),
        )
        for row in body.rows
    )


def _table(body: Table) -> Callable[[Surroundings], Outcome]:
    rows = _rows(body)

    def decide(around: Surroundings) -> Outcome:
        candidates: list[int] = []
        settled = False
        for index, (condition, _) in enumerate(rows):
            if condition is None:
                if not settled:
                    candidates.append(index)
                    settled = True
                continue
            holds = condition(around)
            if holds is False:
                continue
            candidates.append(index)
            if holds is True:
                settled = True
                if body.hit == "first":
                    break
        values = []
        for index in candidates:
            result = rows[index][1]
            values.append(None if result is None else result(around))
        return settled_table(body, candidates, values, settled)

    return decide


def settled_table(body: Table, candidates: Sequence[int], values: Sequence[Value], settled: bool) -> Outcome:
    """The outcome of a table, given the rows that hit or still could, their values, and whether one is certain to hit.

    A value only where every row that could still hit gives the same one.
    """
    if not candidates or not (settled or body.complete) or len(set(values)) != 1:
        return Outcome(None)
    return Outcome(values[0], candidates[0] if len(candidates) == 1 else None)


def _collect(body: Table) -> Callable[[Surroundings], Outcome]:
    rows = _rows(body)

    def decide(around: Surroundings) -> Outcome:
        values = []
        for condition, result in rows:
            holds = True if condition is None else condition(around)
            if holds is None:
                return Outcome(None)
            if holds:
                values.append(None if result is None else result(around))
        return collected(body, values)

    return decide


def collected(body: Table, values: Sequence[Any]) -> Outcome:
    """The outcome of a collect table, given the results of the rows that hit."""
    if body.aggregate == "count":
        return Outcome(len(values))
    if None in values:
        return Outcome(None)
    if body.aggregate == "sum":
        return Outcome(sum(values))
    if not values:
        return Outcome(None)
    return Outcome(min(values) if body.aggregate == "min" else max(values))


# operations


def _add(node: e.Add, values: Sequence[Any]) -> int | None:
    if None in values:
        return None
    total: int = sum(sign * value for sign, value in zip(node.signs, values, strict=True))
    return total


def _multiply(node: e.Multiply, values: Sequence[Any]) -> int | None:
    if None in values:
        return None
    product: int = values[0] * values[1]
    return product


def _rescale(node: e.Rescale, values: Sequence[Any]) -> int | None:
    return None if values[0] is None else values[0] * node.factor


def _round(node: e.RoundTo, values: Sequence[Any]) -> int | None:
    if values[0] is None:
        return None
    assert isinstance(node.operand.type, Number)
    divisor = node.operand.type.denominator * node.step_numerator
    return divided(values[0] * node.step_denominator, divisor, node.mode) * node.step_numerator


def _quotient(node: e.Quotient, values: Sequence[Any]) -> int | None:
    left, right = values
    if left is None or right is None or right == 0:
        return None
    assert isinstance(node.left.type, Number)
    assert isinstance(node.right.type, Number)
    numerator = left * node.right.type.denominator * 10**node.places
    divisor = right * node.left.type.denominator
    return divided(-numerator, -divisor, "half_even") if divisor < 0 else divided(numerator, divisor, "half_even")


def _extreme(node: e.Extreme, values: Sequence[Any]) -> int | None:
    if None in values:
        return None
    found: int = min(values) if node.which == "min" else max(values)
    return found


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _compare(node: e.Compare, values: Sequence[Any]) -> bool | None:
    left, right = values
    return None if left is None or right is None else OPERATORS[node.operator](left, right)


def _within(node: e.Within, values: Sequence[Any]) -> bool | None:
    value, *bounds = values
    parts: list[bool | None] = []
    if node.low is not None:
        low = bounds.pop(0)
        parts.append(None if value is None or low is None else (value >= low if node.low_closed else value > low))
    if node.high is not None:
        high = bounds.pop(0)
        parts.append(None if value is None or high is None else (value <= high if node.high_closed else value < high))
    return conjunction(parts)


def _one_of(node: e.OneOf, values: Sequence[Any]) -> bool | None:
    value, *choices = values
    return disjunction([None if value is None or choice is None else value == choice for choice in choices])


def conjunction(values: Sequence[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def disjunction(values: Sequence[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _at_least(node: e.AtLeast, values: Sequence[Any]) -> bool | None:
    if values.count(True) >= node.count:
        return True
    return False if values.count(True) + values.count(None) < node.count else None


def _choose(node: e.Choose, values: Sequence[Any]) -> Value:
    condition, then, otherwise = values
    found: Value = then if condition else otherwise
    if condition is None:
        return then if then is not None and then == otherwise else None
    return found


def _call(node: e.Call, values: Sequence[Any]) -> Value:
    return None if None in values else FUNCTIONS[node.function](*values)


def moved(value: int, steps: int, count: int) -> int:
    """The index of a level moved by so many steps, staying within the enumeration."""
    return min(max(value + steps, 0), count - 1)


def _step(node: e.StepLevel, values: Sequence[Any]) -> int | None:
    assert isinstance(node.type, Enumeration)
    return None if values[0] is None else moved(values[0], node.steps, len(node.type.codes))


_COMBINE: dict[type, Callable[[Any, Sequence[Any]], Any]] = {
    e.Rescale: _rescale,
    e.Add: _add,
    e.Multiply: _multiply,
    e.RoundTo: _round,
    e.Quotient: _quotient,
    e.Absolute: lambda node, values: None if values[0] is None else abs(values[0]),
    e.Extreme: _extreme,
    e.CountTrue: lambda node, values: None if None in values else sum(values),
    e.Compare: _compare,
    e.Within: _within,
    e.OneOf: _one_of,
    e.Not: lambda node, values: None if values[0] is None else not values[0],
    e.And: lambda node, values: conjunction(values),
    e.Or: lambda node, values: disjunction(values),
    e.AtLeast: _at_least,
    e.Named: lambda node, values: values[0],
    e.Choose: _choose,
    e.Call: _call,
    e.StepLevel: _step,
}
