"""Operands: one kind, one unit, one denominator."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from math import lcm

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import Boolean, Date, Enumeration, Number, Type, Unit
from assess.language.typing.numbers import differ_by_period, number_types, over

Lookup = Callable[[str, Position, str], Expression]
"""Gives the typed node of a name (with a shift, for parameters). Raises Untypable where the name itself is faulty."""


class Untypable(Exception):
    """The expression has a fault, which is already reported."""


def same_kind(left: Type, right: Type) -> bool:
    if isinstance(left, Enumeration) and isinstance(right, Enumeration):
        return (left.name, left.codes, left.ordered) == (right.name, right.codes, right.ordered)
    return type(left) is type(right)


class Operands(ABC):
    """Types operands; `expression` is given by the whole."""

    def __init__(self, lookup: Lookup, diagnostics: Diagnostics) -> None:
        self._lookup = lookup
        self._diagnostics = diagnostics

    def _refuse(self, code: str, node: syntax.Syntax, **arguments: object) -> Untypable:
        self._diagnostics.report(code, node.position, text=node.source, **arguments)
        return Untypable()

    @abstractmethod
    def expression(self, node: syntax.Syntax, expected: Type | None = None) -> Expression:
        """The typed expression. `expected` gives meaning to a quoted code; it is not itself enforced."""

    def condition(self, node: syntax.Syntax) -> Expression:
        """The expression, which must be boolean."""
        found = self.expression(node, Boolean())
        if not isinstance(found.type, Boolean):
            raise self._refuse("T101", node, expected="boolean", found=found.type)
        return found

    def number(self, node: syntax.Syntax) -> Expression:
        found = self.expression(node)
        if not isinstance(found.type, Number):
            raise self._refuse("T101", node, expected="number", found=found.type)
        return found

    def day(self, node: syntax.Syntax) -> Expression:
        found = self.expression(node, Date())
        if not isinstance(found.type, Date):
            raise self._refuse("T101", node, expected="date", found=found.type)
        return found

    def _conditions(self, nodes: tuple[syntax.Syntax, ...]) -> tuple[Expression, ...]:
        return tuple(self.condition(node) for node in nodes)

    def add(self, node: syntax.Syntax, operands: list[Expression], signs: list[int]) -> Expression:
        """The sum of numbers with the given signs, over their common denominator."""
        unit, scaled = self.aligned(node, operands)
        ranges = [
            (t.minimum, t.maximum) if sign > 0 else (-t.maximum, -t.minimum)
            for t, sign in zip(number_types(scaled), signs, strict=True)
        ]
        type_ = Number(
            number_types(scaled)[0].denominator, sum(low for low, _ in ranges), sum(high for _, high in ranges), unit
        )
        return typed.Add(
            type=type_, operands=tuple(scaled), signs=tuple(signs), position=node.position, source=node.source
        )

    def aligned(self, node: syntax.Syntax, operands: list[Expression]) -> tuple[Unit | None, list[Expression]]:
        """One unit, one denominator."""
        types = number_types(operands)
        unit: Unit | None = None
        for type_ in types:
            if type_.unit is None:
                continue
            if unit is not None and type_.unit != unit:
                code = "T105" if differ_by_period(unit, type_.unit) else "T104"
                raise self._refuse(code, node, left=unit, right=type_.unit)
            unit = type_.unit
        denominator = lcm(*(type_.denominator for type_ in types))
        return unit, [over(operand, denominator) for operand in operands]

    def alike(self, nodes: list[syntax.Syntax], expected: Type | None, whole: syntax.Syntax) -> list[Expression]:
        """The nodes as expressions of one kind (a quoted code takes its meaning from the others), numbers aligned."""
        found: list[Expression | None] = [None] * len(nodes)
        for index, node in enumerate(nodes):
            if not isinstance(node, syntax.TextLiteral):
                found[index] = self.expression(node, expected)
                if expected is None or not isinstance(expected, Enumeration):
                    expected = found[index].type  # type: ignore[union-attr]
        done = [
            one if one is not None else self.expression(node, expected) for one, node in zip(found, nodes, strict=True)
        ]
        first = done[0].type
        for one in done[1:]:
            if not same_kind(first, one.type):
                raise self._refuse("T114", whole, left=first, right=one.type)
        if isinstance(first, Number):
            return self.aligned(whole, done)[1]
        return done

    def _union(self, left: Type, right: Type) -> Type:
        if isinstance(left, Number) and isinstance(right, Number):
            unit = left.unit if left.unit is not None else right.unit
            return Number(left.denominator, min(left.minimum, right.minimum), max(left.maximum, right.maximum), unit)
        return left

    def united(self, types: list[Type]) -> Type:
        """The one type of several results of one kind (numbers over one denominator)."""
        whole = types[0]
        for type_ in types[1:]:
            whole = self._union(whole, type_)
        return whole
