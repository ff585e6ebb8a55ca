"""What the FEEL parser yields: untyped syntax, every node with the place it stands at."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal

from assess.diagnostics.position import Position


@dataclass(frozen=True, slots=True)
class Syntax:
    position: Position
    source: str


@dataclass(frozen=True, slots=True)
class NumberLiteral(Syntax):
    value: Decimal


@dataclass(frozen=True, slots=True)
class BooleanLiteral(Syntax):
    value: bool


@dataclass(frozen=True, slots=True)
class TextLiteral(Syntax):
    value: str


@dataclass(frozen=True, slots=True)
class NullLiteral(Syntax):
    pass


@dataclass(frozen=True, slots=True)
class Name(Syntax):
    name: str


@dataclass(frozen=True, slots=True)
class Shifted(Syntax):
    """`name at end of previous year`."""

    name: str
    shift: str


@dataclass(frozen=True, slots=True)
class Operation(Syntax):
    """`+ - * /` and the comparisons, and `negate`, `and`, `or`, `not`, `if`, `better`, `worse`, by their operator."""

    operator: str
    operands: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class AtLeast(Syntax):
    count: int
    operands: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class FunctionCall(Syntax):
    function: str
    arguments: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Interval(Syntax):
    low: Syntax | None
    high: Syntax | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class AnyValue(Syntax):
    """The unary test `-`."""


@dataclass(frozen=True, slots=True)
class NotIn(Syntax):
    """The unary test `not(…)`."""

    tests: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Matches(Syntax):
    """`operand in (tests…)`: a test is an Interval, AnyValue, NotIn, a comparison with no left side, or a value."""

    operand: Syntax
    tests: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Syntax):
    """The unary test `>= 80`."""

    operator: str
    value: Syntax


@dataclass(frozen=True, slots=True)
class Labelled(Syntax):
    """A condition that the ruleset puts into words of its own (`{is: …, label: …}`)."""

    operand: Syntax
    zh: str
    en: str
    cite: tuple[str, ...]


def names_in(node: object) -> list[Name | Shifted]:
    """Every name that the syntax speaks of, in the order written."""
    found: list[Name | Shifted] = []
    if isinstance(node, Name | Shifted):
        found.append(node)
    elif isinstance(node, tuple):
        for item in node:
            found.extend(names_in(item))
    elif isinstance(node, Syntax):
        for slot in fields(node):
            value = getattr(node, slot.name)
            if isinstance(value, Syntax | tuple):
                found.extend(names_in(value))
    return found
