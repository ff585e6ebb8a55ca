"""Typed expressions: what a FEEL text becomes once its names, types, units and denominators are settled.

Every node knows its type. Operands of `Compare`, `Within`, `Add` and `Extreme` already stand over the same denominator
(`Rescale` was inserted where they did not), so an engine works on plain integers.

Missing values follow Kleene: every node's docstring says what an unknown operand does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from assess.diagnostics.position import Position
from assess.language.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    type: Type
    position: Position
    source: str = ""
    """The FEEL text that this node was written as."""
    _children: tuple[Expression, ...] | None = field(default=None, init=False, repr=False, compare=False)
    """What `children` found: engines ask again and again."""

    def children(self) -> tuple[Expression, ...]:
        """The operands, in the order written."""
        if self._children is None:
            object.__setattr__(self, "_children", self._operands())
        assert self._children is not None
        return self._children

    def _operands(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        for name in _own_fields(type(self).__name__):
            value = getattr(self, name)
            if isinstance(value, Expression):
                found.append(value)
            elif isinstance(value, tuple):
                found.extend(item for item in value if isinstance(item, Expression))
        return tuple(found)


@cache
def _own_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind of node beside those that every node has."""
    node: type[Expression] = globals()[kind]
    return tuple(one.name for one in fields(node) if one.name not in ("type", "position", "source") and one.compare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant(Expression):
    value: bool | int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Expression):
    """The value of an input; unknown when the case does not say."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Expression):
    """The value of another decision."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue(Expression):
    """The parameter's value in force on the shifted date; `key` picks the entry where it goes `by` something.

    `shift` is one of `assess.language.dates.SHIFTS`. Unknown when the value is unknown or the key is.
    """

    name: str
    shift: str
    key: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf(Expression):
    """The date the case is decided on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescale(Expression):
    """The operand's numerator times `factor`; the denominator of the type grew by as much, or a division did it."""

    operand: Expression
    factor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Expression):
    """The sum; `signs` holds 1 or -1 per operand. Unknown when any operand is."""

    operands: tuple[Expression, ...]
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiply(Expression):
    """The product of numerators. Unknown when either operand is."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTo(Expression):
    """The operand rounded to a multiple of step = `step_numerator / step_denominator`, over `step_denominator`.

    mode: `up` and `down` are away from and towards zero; `half_up` away from zero; `half_even`; `floor`, `ceiling`.
    """

    operand: Expression
    step_numerator: int
    step_denominator: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient(Expression):
    """`left / right` rounded at `places` decimals (half even): `decimal(a / b, places)`. Unknown where `right` is 0."""

    left: Expression
    right: Expression
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Absolute(Expression):
    operand: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme(Expression):
    """The least (`min`) or greatest (`max`) operand. Unknown when any operand is."""

    which: str
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTrue(Expression):
    """How many conditions are true. Unknown when any is."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Expression):
    """`=`, `!=`, `<`, `<=`, `>`, `>=`. Unknown when either side is."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Expression):
    """Is the operand in the interval? `low` or `high` may be None (open). Kleene: the `and` of its two comparisons."""

    operand: Expression
    low: Expression | None
    high: Expression | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Expression):
    """Does the operand equal one of the choices? Kleene: the `or` of the equalities."""

    operand: Expression
    choices: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Expression):
    operand: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class And(Expression):
    """False when any operand is false; else unknown when any is unknown."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Or(Expression):
    """True when any operand is true; else unknown when any is unknown."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast(Expression):
    """True when at least `count` operands are true, false when so many can no longer become true, else unknown."""

    count: int
    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Expression):
    """A condition that the ruleset puts into words of its own: the operand's value, with a label and citations."""

    operand: Expression
    label_zh: str
    label_en: str
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Expression):
    """`if … then … else …`. With the condition unknown: the common value where both branches are known and equal."""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Expression):
    """A built-in function of `assess.language.functions`; unknown when any argument is unknown."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLevel(Expression):
    """An ordered enumeration's value moved by `steps` (worse is later), staying at its ends. Unknown stays unknown."""

    operand: Expression
    steps: int


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything below it, outermost first."""
    yield expression
    for child in expression.children():
        yield from walk(child)


def supposing(expression: Expression, decision: str, value: bool) -> Expression:
    """The expression, were this the value of the decision."""
    if isinstance(expression, Result) and expression.name == decision:
        return Constant(type=expression.type, position=expression.position, source=expression.source, value=value)
    changed: dict[str, Any] = {}
    for name in _own_fields(type(expression).__name__):
        own = getattr(expression, name)
        if isinstance(own, Expression):
            changed[name] = supposing(own, decision, value)
        elif isinstance(own, tuple):
            changed[name] = tuple(_supposing_in(one, decision, value) for one in own)
    return replace(expression, **changed)


def _supposing_in(item: object, decision: str, value: bool) -> object:
    return supposing(item, decision, value) if isinstance(item, Expression) else item
