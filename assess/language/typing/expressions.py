"""Expressions: literals, names and operators; calls and membership go to the modules of those names."""

from __future__ import annotations

from fractions import Fraction

from assess.diagnostics.diagnostic import nearest
from assess.language import expression as typed
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import INT64_MAXIMUM, PLAIN, Boolean, Enumeration, Number, Text, Type
from assess.language.typing.functions import Functions
from assess.language.typing.membership import Membership
from assess.language.typing.numbers import Place, number_types


class Typing(Functions, Membership):
    """Types syntax; faults are reported to `diagnostics` and raised as Untypable."""

    def expression(self, node: syntax.Syntax, expected: Type | None = None) -> Expression:
        """The typed expression. `expected` gives meaning to a quoted code; it is not itself enforced."""
        found = self._expression(node, expected)
        if isinstance(found.type, Number) and max(abs(found.type.minimum), abs(found.type.maximum)) > INT64_MAXIMUM:
            raise self._refuse("T112", node, found=found.type)
        return found

    def _expression(self, node: syntax.Syntax, expected: Type | None) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        if isinstance(node, syntax.NumberLiteral):
            fraction = Fraction(node.value)
            type_ = Number(fraction.denominator, fraction.numerator, fraction.numerator, None)
            return typed.Constant(type=type_, value=fraction.numerator, **place)
        if isinstance(node, syntax.BooleanLiteral):
            return typed.Constant(type=Boolean(), value=node.value, **place)
        if isinstance(node, syntax.TextLiteral):
            return self._text(node, expected)
        if isinstance(node, syntax.NullLiteral):
            raise self._refuse("F107", node)
        if isinstance(node, syntax.Name):
            return self._lookup(node.name, node.position, "")
        if isinstance(node, syntax.Shifted):
            return self._lookup(node.name, node.position, node.shift)
        if isinstance(node, syntax.Labelled):
            operand = self.condition(node.operand)
            return typed.Named(
                type=Boolean(), operand=operand, label_zh=node.zh, label_en=node.en, cite=node.cite, **place
            )
        if isinstance(node, syntax.AtLeast):
            if node.count > len(node.operands):
                raise self._refuse("F106", node, count=node.count, of=len(node.operands))
            operands = self._conditions(node.operands)
            return typed.AtLeast(type=Boolean(), count=node.count, operands=operands, **place)
        if isinstance(node, syntax.Matches):
            return self._matches(node)
        if isinstance(node, syntax.FunctionCall):
            return self._call(node)
        assert isinstance(node, syntax.Operation), node
        return self._operation(node, expected)

    def _text(self, node: syntax.TextLiteral, expected: Type | None) -> Expression:
        if isinstance(expected, Enumeration):
            if node.value not in expected.codes:
                raise self._refuse(
                    "T102", node, found=node.value, type=expected.name, near=nearest(node.value, expected.codes),
                    codes=", ".join(expected.codes),
                )  # fmt: skip
            value: int | str = expected.index(node.value)
            return typed.Constant(type=expected, value=value, position=node.position, source=node.source)
        return typed.Constant(type=Text(), value=node.value, position=node.position, source=node.source)

    def _operation(self, node: syntax.Operation, expected: Type | None) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        operator, operands = node.operator, node.operands
        if operator in ("and", "or"):
            kind = typed.And if operator == "and" else typed.Or
            return kind(type=Boolean(), operands=self._conditions(operands), **place)
        if operator == "not":
            return typed.Not(type=Boolean(), operand=self.condition(operands[0]), **place)
        if operator == "if":
            condition = self.condition(operands[0])
            then, otherwise = self.alike([operands[1], operands[2]], expected, node)
            return typed.Choose(
                type=self._union(then.type, otherwise.type),
                condition=condition,
                then=then,
                otherwise=otherwise,
                **place,
            )
        if operator in ("worse", "better"):
            operand = self.expression(operands[0], expected)
            if not (isinstance(operand.type, Enumeration) and operand.type.ordered):
                raise self._refuse("T103", node, found=operand.type)
            return typed.StepLevel(type=operand.type, operand=operand, steps=1 if operator == "worse" else -1, **place)
        if operator == "negate":
            operand = self.number(operands[0])
            assert isinstance(operand.type, Number)
            type_ = Number(operand.type.denominator, -operand.type.maximum, -operand.type.minimum, operand.type.unit)
            if isinstance(operand, typed.Constant):
                assert isinstance(operand.value, int)
                return typed.Constant(type=type_, value=-operand.value, **place)
            return typed.Add(type=type_, operands=(operand,), signs=(-1,), **place)
        if operator in ("+", "-"):
            terms, signs = self._terms(node)
            return self.add(node, [self.number(term) for term in terms], signs)
        if operator == "*":
            return self._multiply(node)
        if operator == "/":
            return self._divide(node)
        return self._compare(node)

    def _terms(self, node: syntax.Syntax) -> tuple[list[syntax.Syntax], list[int]]:
        """`a + b - c` flattened to its terms and their signs."""
        if isinstance(node, syntax.Operation) and node.operator in ("+", "-"):
            terms, signs = self._terms(node.operands[0])
            return [*terms, node.operands[1]], [*signs, 1 if node.operator == "+" else -1]
        return [node], [1]

    def _multiply(self, node: syntax.Operation) -> Expression:
        left, right = (self.number(operand) for operand in node.operands)
        lt, rt = number_types([left, right])
        corners = [a * b for a in (lt.minimum, lt.maximum) for b in (rt.minimum, rt.maximum)]
        unit = None if lt.unit is None and rt.unit is None else (lt.unit or PLAIN).times(rt.unit or PLAIN)
        type_ = Number(lt.denominator * rt.denominator, min(corners), max(corners), unit)
        return typed.Multiply(type=type_, left=left, right=right, position=node.position, source=node.source)

    def _divide(self, node: syntax.Operation) -> Expression:
        left, right = (self.number(operand) for operand in node.operands)
        lt, rt = number_types([left, right])
        if not isinstance(right, typed.Constant):
            raise self._refuse("T106", node)
        value = Fraction(int(right.value), rt.denominator)
        if value == 0:
            raise self._refuse("T107", node)
        factor = value.denominator if value > 0 else -value.denominator
        ends = sorted((lt.minimum * factor, lt.maximum * factor))
        type_ = Number(lt.denominator * abs(value.numerator), ends[0], ends[1], lt.unit)
        return typed.Rescale(type=type_, operand=left, factor=factor, position=node.position, source=node.source)

    def _compare(self, node: syntax.Operation) -> Expression:
        left, right = self.alike(list(node.operands), None, node)
        return self._comparison(node, node.operator, left, right)
