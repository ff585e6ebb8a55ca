"""What is still possible while facts are missing.

Every expression is evaluated over sets: a fact that is known is the set of its one value, a missing one the set of all
its answers. Numbers with many values become intervals. The result always holds every value that full answers could
lead to; it may hold more, since two uses of one missing fact are taken as independent.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from assess.engines.meaning import Value, combined
from assess.language import expression as e
from assess.language.edition import Edition
from assess.language.program import Amount, Body, Formula, Table
from assess.language.types import Boolean, Enumeration, Number, Type


@dataclass(frozen=True, slots=True)
class Interval:
    """Every integer from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Anything:
    """No bound is known: it rests on a figure that nobody has published, or on a text."""


Possible = frozenset[Any] | Interval | Anything
ANYTHING = Anything()
_BOTH: frozenset[Any] = frozenset((True, False))
_ALWAYS: frozenset[Any] = frozenset((True,))
_UNSETTLED: frozenset[Any] = frozenset((None,))
"""What rests on a row without a result, or on a division by nought, stays unknown whatever the answers."""
_LARGEST_SET = 64


def size(possible: Possible) -> int:
    """How many values are still possible."""
    if isinstance(possible, Anything):
        return 10**12
    return len(possible) if isinstance(possible, frozenset) else possible.high - possible.low + 1


def all_of(type_: Type) -> Possible:
    """Every value of a type."""
    if isinstance(type_, Boolean):
        return _BOTH
    if isinstance(type_, Enumeration):
        return frozenset(range(len(type_.codes)))
    if isinstance(type_, Number):
        return _narrow(Interval(type_.minimum, type_.maximum))
    return ANYTHING


def _narrow(interval: Interval) -> Possible:
    if interval.high - interval.low < _LARGEST_SET:
        return frozenset(range(interval.low, interval.high + 1))
    return interval


def union(many: Iterable[Possible]) -> Possible:
    """Everything that is possible in any of them."""
    found: Possible = frozenset()
    for one in many:
        if isinstance(found, Anything) or isinstance(one, Anything):
            return ANYTHING
        if isinstance(found, frozenset) and isinstance(one, frozenset):
            found = found | one
        else:
            ends = [value for part in (found, one) for value in _ends(part)]
            if None in ends:
                return ANYTHING
            found = Interval(min(ends), max(ends)) if ends else frozenset()
    return found


def _ends(possible: Possible) -> list[Any]:
    if isinstance(possible, Interval):
        return [possible.low, possible.high]
    assert isinstance(possible, frozenset)
    return list(possible)


@dataclass(slots=True)
class Prospects:
    """What an expression may come to read: known facts, and what is possible of the decisions before it."""

    edition: Edition
    facts: Mapping[str, Value]
    results: dict[str, Possible]


def prospects(
    edition: Edition, facts: Mapping[str, Value], known: Mapping[str, Possible] | None = None
) -> dict[str, Possible]:
    """For every active decision, all values that it could still come to; `known`: those worked out already."""
    around = Prospects(edition, facts, dict(known or {}))
    for name, active in edition.active.items():
        if name not in around.results:
            around.results[name] = body_possible(active.version.body, around)
    return around.results


def body_possible(body: Body, around: Prospects) -> Possible:
    """All values that a decision's body could still come to. None among them: a row that leaves it unknown."""
    if isinstance(body, Formula):
        return possible(body.expression, around)
    if isinstance(body, Amount):
        eligible = _ALWAYS if body.eligibility is None else _truths(possible(body.eligibility, around))
        found = []
        if True in eligible:
            found.append(possible(body.rounded, around))
        if False in eligible:
            found.append(frozenset((0,)))
        if None in eligible:
            found.append(_UNSETTLED)
        return union(found)
    return _collected(body, around) if body.hit == "collect" else _rows(body, around)


def _rows(body: Table, around: Prospects) -> Possible:
    found: list[Possible] = []
    certain = False
    for row in body.rows:
        truths = _ALWAYS if row.condition is None else _truths(possible(row.condition, around))
        if truths == {False}:
            continue
        found.append(_UNSETTLED if row.result is None else possible(row.result, around))
        if None in truths:
            found.append(_UNSETTLED)
        if truths == {True}:
            certain = True
            break
    if not certain and not body.complete:
        found.append(_UNSETTLED)
    return union(found)


def _collected(body: Table, around: Prospects) -> Possible:
    low = high = 0
    unsettled: Possible = frozenset()
    for row in body.rows:
        truths = _ALWAYS if row.condition is None else _truths(possible(row.condition, around))
        if None in truths:
            unsettled = _UNSETTLED
        if True not in truths:
            continue
        if body.aggregate == "count":
            ends: list[Any] = [1, 1]
        else:
            if body.aggregate != "sum" or row.result is None:
                return ANYTHING
            result = possible(row.result, around)
            if isinstance(result, Anything) or None in _ends(result):
                return ANYTHING
            ends = [min(_ends(result)), max(_ends(result))]
        if False in truths:
            ends = [min(0, ends[0]), max(0, ends[1])]
        low, high = low + ends[0], high + ends[1]
    return union([_narrow(Interval(low, high)), unsettled])


def _truths(value: Possible) -> frozenset[Any]:
    """The truth values possible. None among them: whatever the answers, the condition may stay unknown."""
    return value if isinstance(value, frozenset) else _BOTH


def possible(node: e.Expression, around: Prospects) -> Possible:
    """Every value that the expression could still come to."""
    if isinstance(node, e.Constant):
        return frozenset((node.value,))
    if isinstance(node, e.Fact):
        known = around.facts.get(node.name)
        return all_of(node.type) if known is None else frozenset((known,))
    if isinstance(node, e.Result):
        return around.results.get(node.name, ANYTHING)
    if isinstance(node, e.AsOf):
        return frozenset((around.edition.as_of,))
    if isinstance(node, e.ParameterValue):
        return _parameter(node, around)
    operands = [possible(child, around) for child in node.children()]
    if isinstance(node, e.And | e.Or | e.Not | e.Named | e.AtLeast | e.CountTrue):
        return _logical(node, [_truths(operand) for operand in operands])
    if isinstance(node, e.Choose):
        truths = _truths(operands[0])
        branches = zip((True, False), operands[1:], strict=True)
        reached = [operand for truth, operand in branches if truth in truths or None in truths]
        return union([*reached, _UNSETTLED] if None in truths else reached)
    return _arithmetic(node, operands)


def _parameter(node: e.ParameterValue, around: Prospects) -> Possible:
    value = around.edition.readings[(node.name, node.shift)].value
    if node.key is None:
        return ANYTHING if value is None else frozenset((value,))
    keys = possible(node.key, around)
    if value is None or not isinstance(keys, frozenset) or not isinstance(value, dict):
        return ANYTHING
    found = frozenset(value.get(key) for key in keys if key is not None)
    return ANYTHING if None in found else found | (keys & _UNSETTLED)


def _logical(node: e.Expression, truths: list[frozenset[Any]]) -> Possible:
    """Exact where the operands are independent: how few and how many can be true, and how many may stay unknown."""
    if isinstance(node, e.Named):
        return truths[0]
    if isinstance(node, e.Not):
        return frozenset(None if one is None else not one for one in truths[0])
    fewest = sum(False not in one for one in truths)
    most = sum(True in one for one in truths)
    settled = [one for one in truths if None not in one]
    unknown = len(truths) - len(settled)
    if isinstance(node, e.CountTrue):
        return union([_narrow(Interval(fewest, most)), _UNSETTLED] if unknown else [_narrow(Interval(fewest, most))])
    need = len(truths) if isinstance(node, e.And) else 1 if isinstance(node, e.Or) else node.count  # type: ignore[attr-defined]
    found: set[bool | None] = set()
    if most >= need:
        found.add(True)
    if fewest < need:
        found.add(False)
    # unknown where those that can be settled are too few by themselves, and enough with those that cannot
    if unknown and sum(False not in one for one in settled) < need <= sum(True in one for one in settled) + unknown:
        found.add(None)
    return frozenset(found)


def _arithmetic(node: e.Expression, operands: list[Possible]) -> Possible:
    if isinstance(node, e.Add):
        return _sum(node, operands)
    if any(isinstance(operand, Anything) for operand in operands):
        return _BOTH if isinstance(node.type, Boolean) else ANYTHING
    if all(isinstance(operand, frozenset) for operand in operands):
        combinations = 1
        for operand in operands:
            combinations *= max(1, len(_ends(operand)))
        if combinations <= _LARGEST_SET * 16:
            found = frozenset(combined(node, values) for values in product(*map(_ends, operands)))
            if len(found) <= _LARGEST_SET:
                return found
            if None not in found and isinstance(node.type, Number):
                return Interval(min(found), max(found))
    if any(None in _ends(operand) for operand in operands):
        return _BOTH | _UNSETTLED if isinstance(node.type, Boolean) else ANYTHING
    if isinstance(node, e.Quotient) and min(_ends(operands[1])) <= 0 <= max(_ends(operands[1])):
        return ANYTHING  # division by nought stays unknown
    if isinstance(node, e.Compare | e.Within | e.OneOf):
        return _compared(node, operands)
    if isinstance(node, e.Multiply | e.Rescale | e.RoundTo | e.Extreme | e.Quotient) and isinstance(node.type, Number):
        # each is monotone in every operand, or least and greatest at its corners
        corners = [
            combined(node, values)
            for values in product(*((min(_ends(operand)), max(_ends(operand))) for operand in operands))
        ]
        return _narrow(Interval(min(corners), max(corners)))
    return all_of(node.type)


def _sum(node: e.Add, operands: list[Possible]) -> Possible:
    low = high = 0
    for operand, sign in zip(operands, node.signs, strict=True):
        if isinstance(operand, Anything) or None in _ends(operand):
            return ANYTHING
        ends = [sign * min(_ends(operand)), sign * max(_ends(operand))]
        low, high = low + min(ends), high + max(ends)
    return _narrow(Interval(low, high))


_SWAPPED = {"<": operator.lt, "<=": operator.le}


def _compared(node: e.Compare | e.Within | e.OneOf, operands: list[Possible]) -> Possible:
    low, high = min(_ends(operands[0])), max(_ends(operands[0]))
    others = [(min(_ends(operand)), max(_ends(operand))) for operand in operands[1:]]
    if isinstance(node, e.Compare):
        return _ordered(node.operator, (low, high), others[0])
    if isinstance(node, e.Within):
        parts = []
        bounds = iter(others)
        if node.low is not None:
            parts.append(_ordered(">=" if node.low_closed else ">", (low, high), next(bounds)))
        if node.high is not None:
            parts.append(_ordered("<=" if node.high_closed else "<", (low, high), next(bounds)))
        return frozenset(all(truths) for truths in product(*map(_truths, parts)))
    overlap = any(not (other[1] < low or other[0] > high) for other in others)
    return _BOTH if overlap else frozenset((False,))


def _ordered(sign: str, left: tuple[int, int], right: tuple[int, int]) -> Possible:
    """The truth values that a comparison of two ranges can take."""
    if sign in (">", ">="):
        return _ordered({">": "<", ">=": "<="}[sign], right, left)
    if sign in ("<", "<="):
        test = _SWAPPED[sign]
        found = set()
        if test(left[0], right[1]):
            found.add(True)
        if not test(left[1], right[0]):
            found.add(False)
        return frozenset(found)
    equal = set()
    if not (left[1] < right[0] or right[1] < left[0]):
        equal.add(True)
    if not (left[0] == left[1] == right[0] == right[1]):
        equal.add(False)
    return frozenset(equal) if sign == "=" else frozenset(not one for one in equal)
