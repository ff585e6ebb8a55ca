"""Calls of the built-in functions."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from assess.diagnostics.diagnostic import nearest
from assess.language import expression as typed
from assess.language.dates import number_of
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Number, Text, Type, Unit
from assess.language.typing.numbers import Place, number_types, rounded
from assess.language.typing.operands import Operands

YEARS, MONTHS = Unit.parse("years"), Unit.parse("months")


SEX = Enumeration("sex", ("male", "female"))


_FUNCTIONS = (
    "min", "max", "sum", "count", "floor", "ceiling", "decimal", "abs", "date", "year", "month", "monthly", "annual",
    "years between", "months between", "add months", "starts with",
    "resident id valid", "resident id birth date", "resident id sex",
)  # fmt: skip


class Functions(Operands):
    """Types function calls."""

    def _call(self, node: syntax.FunctionCall) -> Expression:
        name = node.function
        if name not in _FUNCTIONS:
            raise self._refuse("F109", node, name=name, near=nearest(name, _FUNCTIONS))
        if name in ("min", "max", "sum", "count"):
            if not node.arguments:
                raise self._refuse("F110", node, name=name, expected="1…", found=0)
            return self._many(node)
        wanted = {"decimal": 2, "years between": 2, "months between": 2, "add months": 2, "starts with": 2}.get(name, 1)
        if len(node.arguments) != wanted:
            raise self._refuse("F110", node, name=name, expected=wanted, found=len(node.arguments))
        if name in ("floor", "ceiling", "abs", "decimal", "monthly", "annual"):
            return self._numeric(node)
        if name in ("date", "year", "month", "years between", "months between", "add months"):
            return self._dated(node)
        return self._textual(node)

    def _many(self, node: syntax.FunctionCall) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        if node.function == "count":
            operands = self._conditions(node.arguments)
            return typed.CountTrue(type=Number(1, 0, len(operands)), operands=operands, **place)
        numbers = [self.number(argument) for argument in node.arguments]
        if node.function == "sum":
            return self.add(node, numbers, [1] * len(numbers))
        unit, scaled = self.aligned(node, numbers)
        pick = min if node.function == "min" else max
        types = number_types(scaled)
        type_ = Number(types[0].denominator, pick(t.minimum for t in types), pick(t.maximum for t in types), unit)
        return typed.Extreme(type=type_, which=node.function, operands=tuple(scaled), **place)

    def _numeric(self, node: syntax.FunctionCall) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        name, first = node.function, node.arguments[0]
        if name == "decimal":
            return self._decimal(node)
        operand = self.number(first)
        type_ = number_types([operand])[0]
        if name in ("floor", "ceiling"):
            return rounded(operand, Fraction(1), name, **place)
        if name == "abs":
            ends = (abs(type_.minimum), abs(type_.maximum))
            low = 0 if type_.minimum <= 0 <= type_.maximum else min(ends)
            return typed.Absolute(type=Number(type_.denominator, low, max(ends), type_.unit), operand=operand, **place)
        below, above = ("year", "month") if name == "monthly" else ("month", "year")
        if type_.unit is None or dict(type_.unit.powers).get(below) != -1:
            raise self._refuse("T115", node, name=name, expected=f"…/{below}", found=type_.unit)
        unit = type_.unit.times(Unit.parse(below)).times(Unit.parse(above), -1)
        if name == "monthly":
            return typed.Rescale(
                type=Number(type_.denominator * 12, type_.minimum, type_.maximum, unit),
                operand=operand,
                factor=1,
                **place,
            )
        return typed.Rescale(
            type=Number(type_.denominator, type_.minimum * 12, type_.maximum * 12, unit),
            operand=operand,
            factor=12,
            **place,
        )

    def _decimal(self, node: syntax.FunctionCall) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        first, second = node.arguments
        if not isinstance(second, syntax.NumberLiteral) or second.value != int(second.value) or second.value > 6:
            raise self._refuse("F111", second)
        places = int(second.value)
        if isinstance(first, syntax.Operation) and first.operator == "/":
            left, right = (self.number(operand) for operand in first.operands)
            if not isinstance(right, typed.Constant):
                lt, rt = number_types([left, right])
                low, high = sorted((abs(lt.minimum), abs(lt.maximum)))
                bound = (max(low, high) * rt.denominator * 10**places) // lt.denominator + 1
                unit = (lt.unit or PLAIN).times(rt.unit or PLAIN, -1)
                least = 0 if lt.minimum >= 0 and rt.minimum >= 0 else -bound
                return typed.Quotient(
                    type=Number(10**places, least, bound, unit), left=left, right=right, places=places, **place
                )
        return rounded(self.number(first), Fraction(1, 10**places), "half_even", **place)

    def _dated(self, node: syntax.FunctionCall) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        name, arguments = node.function, node.arguments
        if name == "date":
            literal = arguments[0]
            if not isinstance(literal, syntax.TextLiteral) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", literal.value):
                raise self._refuse("F112", node)
            try:
                value = number_of(date.fromisoformat(literal.value))
            except ValueError:
                raise self._refuse("F112", node) from None
            return typed.Constant(type=Date(), value=value, **place)
        first = self.day(arguments[0])
        if name in ("year", "month"):
            type_ = Number(1, 1800, 2200, YEARS) if name == "year" else Number(1, 1, 12, MONTHS)
            return typed.Call(type=type_, function=name, arguments=(first,), **place)
        if name == "add months":
            months = self.number(arguments[1])
            if number_types([months])[0].denominator != 1:
                raise self._refuse("T116", node)
            return typed.Call(type=Date(), function=name, arguments=(first, months), **place)
        second = self.day(arguments[1])
        type_ = Number(1, -400, 400, YEARS) if name == "years between" else Number(1, -4800, 4800, MONTHS)
        return typed.Call(type=type_, function=name, arguments=(first, second), **place)

    def _textual(self, node: syntax.FunctionCall) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
        arguments = tuple(self.expression(argument) for argument in node.arguments)
        for argument, given in zip(arguments, node.arguments, strict=True):
            if not isinstance(argument.type, Text):
                raise self._refuse("T101", given, expected="text", found=argument.type)
        result: dict[str, Type] = {"resident id birth date": Date(), "resident id sex": SEX}
        return typed.Call(
            type=result.get(node.function, Boolean()), function=node.function, arguments=arguments, **place
        )
