"""Why not, and what would have to change: the conditions that stand in the way of a benefit or of another level."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from assess.decisions.explanation import Explanation, Reason
from assess.decisions.result import CaseResult
from assess.engines.meaning import combined
from assess.language import expression as e
from assess.language.program import Formula, Table
from assess.language.types import Number

_MOST_ALTERNATIVES = 4


class Change(NamedTuple):
    """One condition that is not as it would have to be: the condition, and the truth it would need."""

    reason: Reason
    want: bool


def changes(reason: Reason, want: bool, result: CaseResult) -> list[tuple[Change, ...]]:
    """The smallest sets of conditions whose change would make the reason's condition come out as wanted.

    Each set is one way; all of a set must change. Conditions of other decisions are followed to their own parts.
    An empty set among them: nothing needs to change.
    """
    if reason.value is want:
        return [()]
    node = reason.node
    if isinstance(node, e.Named):
        return [(Change(reason, want),)]
    if isinstance(node, e.Not):
        return changes(reason.parts[0], not want, result)
    if isinstance(node, e.And | e.Or | e.AtLeast):
        if isinstance(node, e.And):
            need = len(reason.parts) if want else 1
        elif isinstance(node, e.Or):
            need = 1 if want else len(reason.parts)
        else:
            need = node.count if want else len(reason.parts) - node.count + 1
        return _so_many(reason.parts, need, want, result)
    if isinstance(node, e.Constant):
        return []
    if isinstance(node, e.Choose) and reason.parts[0].value is not None:
        return changes(reason.parts[1 if reason.parts[0].value else 2], want, result)
    if isinstance(node, e.Result):
        inner = result.decisions.get(node.name)
        if inner is not None and inner.explanation is not None:
            body = inner.explanation.active.version.body
            if isinstance(body, Formula) and inner.explanation.formula is not None:
                return changes(inner.explanation.formula, want, result)
    if isinstance(node, e.Compare) and node.operator in ("=", "!="):  # a level is best told by its name
        ways = _through_rows(node, want, result)
        if ways:
            return ways
    return [(Change(reason, want),)]


def _through_rows(node: e.Compare, want: bool, result: CaseResult) -> list[tuple[Change, ...]]:
    """Ways to another row of the table compared, among the rows looked at, that would make the comparison as wanted."""
    if not isinstance(node.left, e.Result) or not isinstance(node.right, e.Constant):
        return []
    inner = result.decisions.get(node.left.name)
    if inner is None or inner.explanation is None:
        return []
    found: list[tuple[Change, ...]] = []
    for row in inner.explanation.passed:
        value = row.row.result
        if not isinstance(value, e.Constant) or row.condition is None:
            continue
        if combined(node, [value.value, node.right.value]) is want:
            found.extend(changes(row.condition, True, result))
    return sorted(found, key=len)[:_MOST_ALTERNATIVES]


def _so_many(parts: tuple[Reason, ...], need: int, want: bool, result: CaseResult) -> list[tuple[Change, ...]]:
    """Ways to bring `need` of the parts to `want`."""
    there = sum(part.value is want for part in parts)
    lacking = need - there
    options = [changes(part, want, result) for part in parts if part.value is not want]
    options = [[way for way in ways if way] for ways in options]
    options = [ways for ways in options if ways]
    if lacking <= 0:
        return [()]
    if len(options) < lacking:
        return []
    if lacking == len(options):
        found = [tuple(change for way in combination for change in way) for combination in _limited(options)]
    else:
        flat = sorted((way for ways in options for way in ways), key=len)
        found = (
            [tuple(way) for way in flat]
            if lacking == 1
            else [
                tuple(change for ways in options[start : start + lacking] for change in ways[0])
                for start in range(len(options) - lacking + 1)
            ]
        )
    return sorted(found, key=len)[:_MOST_ALTERNATIVES]


def _limited(options: list[list[tuple[Change, ...]]]) -> list[tuple[tuple[Change, ...], ...]]:
    shortened = [sorted(ways, key=len)[:2] for ways in options]
    return list(product(*shortened))[:16]


class Neighbour(NamedTuple):
    """Another value of a banded table, and how far its nearest bound is from the figure found."""

    value: int
    row: int
    distance: int
    operand: Reason


def neighbours(explanation: Explanation) -> list[Neighbour]:
    """For a table that reads bands of one number: the nearest band below and above the one hit, with the distance."""
    body = explanation.active.version.body
    if not isinstance(body, Table) or len(explanation.rows) != 1 or explanation.rows[0].condition is None:
        return []
    hit = explanation.rows[0].condition
    if not isinstance(hit.node, e.Within | e.Compare) or not hit.parts or hit.parts[0].value is None:
        return []
    operand = hit.parts[0]
    if not isinstance(operand.node.type, Number):
        return []
    name = getattr(operand.node, "name", None)
    found_value = int(operand.value or 0)
    below: Neighbour | None = None
    above: Neighbour | None = None
    for index, row in enumerate(body.rows):
        band = None if row.condition is None else _band(row.condition, name)
        if band is None or index == explanation.rows[0].place or not isinstance(row.result, e.Constant):
            continue
        low, high = band
        if high is not None and high < found_value:
            candidate = Neighbour(int(row.result.value), index, high - found_value, operand)
            if below is None or candidate.distance > below.distance:
                below = candidate
        if low is not None and low > found_value:
            candidate = Neighbour(int(row.result.value), index, low - found_value, operand)
            if above is None or candidate.distance < above.distance:
                above = candidate
    return [one for one in (below, above) if one is not None]


def _band(condition: e.Expression, name: str | None) -> tuple[int | None, int | None] | None:
    """The least and greatest whole value that the condition admits, where it is a band of the named number."""
    if isinstance(condition, e.Within) and getattr(condition.operand, "name", None) == name:
        low, high = condition.low, condition.high
        if isinstance(low, e.Constant) and isinstance(high, e.Constant):
            return (
                int(low.value) + (0 if condition.low_closed else 1),
                int(high.value) - (0 if condition.high_closed else 1),
            )
    if (
        isinstance(condition, e.Compare)
        and getattr(condition.left, "name", None) == name
        and isinstance(condition.right, e.Constant)
    ):
        value = int(condition.right.value)
        return {
            "=": (value, value), ">=": (value, None), ">": (value + 1, None),
            "<=": (None, value), "<": (None, value - 1),
        }.get(condition.operator)  # fmt: skip
    return None
