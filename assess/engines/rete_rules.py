"""The conditions of a table's rows, written as rules of durable-rules.

A row's condition becomes one rule for every way in which it can hold: *a and (b or c)* are the two rules *a, b* and
*a, c*. A rule is then a plain chain of comparisons, which is the form that the rules engine's network has, and the
number of rules bounds the work and the stack that one event can take.

What is compared stands in the event as an integer: numbers over their denominator, booleans as 0 and 1, codes of an
enumeration by their place, dates as `YYYYMMDD`. Arithmetic, functions and comparisons of texts are worked out before
the event is made, by `assess.engines.meaning.evaluator`.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any

from assess.language import expression as e
from assess.language.types import Boolean, Number, Text

MAXIMUM_RULES = 64
"""The engine fails (error 303) where more rules than this are candidates for one event. Measured with 2.0.28."""

MAXIMUM_VALUES = 240
"""The engine fails (error 302) where an event has 255 properties."""

LARGEST_INTEGER = 2 ** (8 * ctypes.sizeof(ctypes.c_long) - 1) - 1
"""The engine compares integers exactly, as C's `long`: 64 bits, but 32 on Windows."""

BEFORE_ANY_ROW = -1


class Unfit(Exception):
    """The rules engine cannot express it. `reason` is a code: `too_many_rows`, `too_many_values`, `large_numbers` …"""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of a value of the event with an integer, or with another value, by its name."""

    operator: str
    left: str
    right: int | str

    def written(self) -> dict[str, Any]:
        right: Any = {"$m": self.right} if isinstance(self.right, str) else self.right
        return {_WRITTEN[self.operator]: {self.left: right}} if self.operator != "=" else {self.left: right}


_WRITTEN = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_ALWAYS = {"$ex": {"after": 1}}
"""Every event has it; the session's own state, which the engine also matches, has not."""

Way = tuple[Test, ...]
"""Comparisons that make a condition hold when they all do."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules as durable-rules reads them, named `<row>.<way>`; first rows first.

    `event` is the text of an event, to be filled with the number of the row after which to look, then with `values`.
    """

    rules: dict[str, Any]
    values: tuple[e.Expression, ...]
    event: str


def rules_of(conditions: Sequence[e.Expression | None], hit: str = "first") -> Rules:
    """The rules for a table's rows; None stands for the «otherwise» row. Raises Unfit.

    Where several rows may hit (any table but a *first* one), the rules heed the row after which to look.
    """
    if None in conditions[:-1] and hit != "collect":
        raise Unfit("construct")
    writer = _Writer()
    rules: dict[str, Any] = {}
    for row, condition in enumerate(conditions):
        ways: list[Way] = [()] if condition is None else writer.ways(condition)
        if hit != "first":
            # In a unique table «otherwise» is no row beside others, so it must not be found after one of them.
            only_first = condition is None and hit == "unique"
            guard = Test("=", "after", BEFORE_ANY_ROW) if only_first else Test("<", "after", row)
            ways = [(*way, guard) for way in ways]
        for number, way in enumerate(ways):
            tests = [test.written() for test in way] or [_ALWAYS]
            rules[f"{row}.{number}"] = {"all": [{"m": {"$and": tests}}], "pri": len(rules)}
    if len(rules) > MAXIMUM_RULES:
        raise Unfit("too_many_rows")
    event = "".join(f',"{name}":%d' for name in ("after", *writer.names.values()))
    return Rules(rules, tuple(writer.values), f'{{"id":"case"{event}}}')


class _Writer:
    """Collects the values that the comparisons read."""

    def __init__(self) -> None:
        self.values: list[e.Expression] = []
        self.names: dict[object, str] = {}

    def value(self, node: e.Expression) -> str:
        """The name of a value in the event."""
        if isinstance(node.type, Text):
            raise Unfit("construct")
        if isinstance(node.type, Number) and max(-node.type.minimum, node.type.maximum) > LARGEST_INTEGER:
            raise Unfit("large_numbers")
        key = _identity(node)
        name = self.names.get(key)
        if name is None:
            name = self.names[key] = f"v{len(self.values)}"
            self.values.append(node)
            if len(self.values) > MAXIMUM_VALUES:
                raise Unfit("too_many_values")
        return name

    def ways(self, node: e.Expression, holds: bool = True) -> list[Way]:
        """Every way in which the condition holds (or, with `holds` false, does not), all its values being known."""
        match node:
            case e.Named():
                return self.ways(node.operand, holds)
            case e.Not():
                return self.ways(node.operand, not holds)
            case e.And() | e.Or():
                parts = [self.ways(operand, holds) for operand in node.operands]
                return _every(parts) if isinstance(node, e.And) == holds else _any(parts)
            case e.AtLeast():
                return self._at_least(node, holds)
            case e.Choose():
                then = [self.ways(node.condition), self.ways(node.then, holds)]
                otherwise = [self.ways(node.condition, False), self.ways(node.otherwise, holds)]
                return _any([_every(then), _every(otherwise)])
            case e.Constant():
                return [()] if node.value is holds else []
            case e.Compare() if isinstance(node.left.type, Boolean):
                return self._equal(node, holds)
            case e.Compare() if not isinstance(node.left.type, Text):
                return [(self._compared(node.operator if holds else _OPPOSITE[node.operator], node.left, node.right),)]
            case e.Within():
                return self._within(node, holds)
            case e.OneOf() if not isinstance(node.operand.type, Text):
                tests = [self._compared("=" if holds else "!=", node.operand, choice) for choice in node.choices]
                return [(test,) for test in tests] if holds else [tuple(tests)]
            case _:
                return [(Test("=", self.value(node), int(holds)),)]

    def _compared(self, operator: str, left: e.Expression, right: e.Expression) -> Test:
        if isinstance(left, e.Constant) and not isinstance(right, e.Constant):
            operator, left, right = _MIRRORED[operator], right, left
        if isinstance(right, e.Constant) and isinstance(right.value, int) and abs(right.value) <= LARGEST_INTEGER:
            return Test(operator, self.value(left), int(right.value))
        return Test(operator, self.value(left), self.value(right))

    def _equal(self, node: e.Compare, holds: bool) -> list[Way]:
        """Two conditions that are alike, or unlike."""
        if node.operator not in ("=", "!="):
            raise Unfit("construct")
        alike = (node.operator == "=") == holds
        either = [self.ways(node.left), self.ways(node.right, alike)]
        neither = [self.ways(node.left, False), self.ways(node.right, not alike)]
        return _any([_every(either), _every(neither)])

    def _within(self, node: e.Within, holds: bool) -> list[Way]:
        tests = []
        if node.low is not None:
            operator = ">=" if node.low_closed else ">"
            tests.append(self._compared(operator if holds else _OPPOSITE[operator], node.operand, node.low))
        if node.high is not None:
            operator = "<=" if node.high_closed else "<"
            tests.append(self._compared(operator if holds else _OPPOSITE[operator], node.operand, node.high))
        return [tuple(tests)] if holds else [(test,) for test in tests]

    def _at_least(self, node: e.AtLeast, holds: bool) -> list[Way]:
        """*Not at least n of k* is: at least k - n + 1 do not hold."""
        count = max(node.count if holds else len(node.operands) - node.count + 1, 0)
        if math.comb(len(node.operands), count) > MAXIMUM_RULES:
            raise Unfit("too_many_rows")
        parts = [self.ways(operand, holds) for operand in node.operands]
        return _any([_every(chosen) for chosen in combinations(parts, count)])


def _any(parts: Sequence[list[Way]]) -> list[Way]:
    return list(dict.fromkeys(way for part in parts for way in part))


def _every(parts: Sequence[list[Way]]) -> list[Way]:
    found: list[Way] = [()]
    for part in parts:
        if len(found) * len(part) > MAXIMUM_RULES:
            raise Unfit("too_many_rows")
        found = [tuple(dict.fromkeys((*before, *way))) for before in found for way in part]
    return found


def _identity(node: e.Expression) -> object:
    """Equal for expressions that say the same, wherever they stand."""
    parts: list[object] = [type(node)]
    for field in fields(node):
        if not field.compare:
            continue
        value = getattr(node, field.name)
        if isinstance(value, e.Expression):
            parts.append(_identity(value))
        elif isinstance(value, tuple):
            parts.append(tuple(_identity(item) if isinstance(item, e.Expression) else item for item in value))
        elif field.name not in ("position", "source"):
            parts.append((type(value), value))
    return tuple(parts)
