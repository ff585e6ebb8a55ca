"""From syntax to typed expressions: types, units, denominators and ranges, all settled before anything runs.

Sums and comparisons bring both sides over one denominator; products multiply denominators; division is by constants
only. So every value is an integer over a known denominator, and its range shows that it fits 64 bits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language.dates import number_of
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import INT64_MAXIMUM, PLAIN, Boolean, Date, Enumeration, Number, Text, Type, Unit

SEX = Enumeration("sex", ("male", "female"))
YEARS, MONTHS = Unit.parse("years"), Unit.parse("months")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_FUNCTIONS = (
    "min", "max", "sum", "count", "floor", "ceiling", "decimal", "abs", "date", "year", "month", "monthly", "annual",
    "years between", "months between", "add months", "starts with",
    "resident id valid", "resident id birth date", "resident id sex",
)  # fmt: skip


class Untypable(Exception):
    """The expression has a fault, which is already reported."""


Lookup = Callable[[str, Position, str], Expression]
"""Gives the typed node of a name (with a shift, for parameters). Raises Untypable where the name itself is faulty."""


def same_kind(left: Type, right: Type) -> bool:
    if isinstance(left, Enumeration) and isinstance(right, Enumeration):
        return left.codes == right.codes
    return type(left) is type(right)


class Typing:
    """Types syntax; faults are reported to `diagnostics` and raised as Untypable."""

    def __init__(self, lookup: Lookup, diagnostics: Diagnostics) -> None:
        self._lookup = lookup
        self._diagnostics = diagnostics

    def _refuse(self, code: str, node: syntax.Syntax, **arguments: object) -> Untypable:
        self._diagnostics.report(code, node.position, text=node.source, **arguments)
        return Untypable()

    # whole expressions

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

    def expression(self, node: syntax.Syntax, expected: Type | None = None) -> Expression:
        """The typed expression. `expected` gives meaning to a quoted code; it is not itself enforced."""
        found = self._expression(node, expected)
        if isinstance(found.type, Number) and max(abs(found.type.minimum), abs(found.type.maximum)) > INT64_MAXIMUM:
            raise self._refuse("T112", node, found=found.type)
        return found

    def _expression(self, node: syntax.Syntax, expected: Type | None) -> Expression:
        place = {"position": node.position, "source": node.source}
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

    def _conditions(self, nodes: tuple[syntax.Syntax, ...]) -> tuple[Expression, ...]:
        return tuple(self.condition(node) for node in nodes)

    # operators

    def _operation(self, node: syntax.Operation, expected: Type | None) -> Expression:
        place = {"position": node.position, "source": node.source}
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
                type=self._union(then.type, otherwise.type), condition=condition, then=then, otherwise=otherwise, **place
            )
        if operator in ("worse", "better"):
            operand = self.expression(operands[0], expected)
            if not (isinstance(operand.type, Enumeration) and operand.type.ordered):
                raise self._refuse("T103", node, found=operand.type)
            return typed.StepLevel(type=operand.type, operand=operand, steps=1 if operator == "worse" else -1, **place)
        if operator == "negate":
            operand = self.number(operands[0])
            assert isinstance(operand.type, Number)
            type_ = Number(
                operand.type.denominator, -operand.type.maximum, -operand.type.minimum, operand.type.unit
            )
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

    def add(self, node: syntax.Syntax, operands: list[Expression], signs: list[int]) -> Expression:
        """The sum of numbers with the given signs, over their common denominator."""
        unit, scaled = self.aligned(node, operands)
        ranges = [
            (t.minimum, t.maximum) if sign > 0 else (-t.maximum, -t.minimum)
            for t, sign in zip(_number_types(scaled), signs, strict=True)
        ]
        type_ = Number(
            _number_types(scaled)[0].denominator, sum(low for low, _ in ranges), sum(high for _, high in ranges), unit
        )
        return typed.Add(
            type=type_, operands=tuple(scaled), signs=tuple(signs), position=node.position, source=node.source
        )

    def aligned(self, node: syntax.Syntax, operands: list[Expression]) -> tuple[Unit | None, list[Expression]]:
        """One unit, one denominator."""
        types = _number_types(operands)
        unit: Unit | None = None
        for type_ in types:
            if type_.unit is None:
                continue
            if unit is not None and type_.unit != unit:
                code = "T105" if _differ_by_period(unit, type_.unit) else "T104"
                raise self._refuse(code, node, left=unit, right=type_.unit)
            unit = type_.unit
        denominator = lcm(*(type_.denominator for type_ in types))
        return unit, [over(operand, denominator) for operand in operands]

    def _multiply(self, node: syntax.Operation) -> Expression:
        left, right = (self.number(operand) for operand in node.operands)
        lt, rt = _number_types([left, right])
        corners = [a * b for a in (lt.minimum, lt.maximum) for b in (rt.minimum, rt.maximum)]
        if lt.unit is None and rt.unit is None:
            unit = None
        else:
            unit = (lt.unit or PLAIN).times(rt.unit or PLAIN)
        type_ = Number(lt.denominator * rt.denominator, min(corners), max(corners), unit)
        return typed.Multiply(type=type_, left=left, right=right, position=node.position, source=node.source)

    def _divide(self, node: syntax.Operation) -> Expression:
        left, right = (self.number(operand) for operand in node.operands)
        lt, rt = _number_types([left, right])
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

    def _comparison(self, node: syntax.Syntax, operator: str, left: Expression, right: Expression) -> Expression:
        type_ = left.type
        if operator not in ("=", "!="):
            if isinstance(type_, Enumeration) and not type_.ordered:
                raise self._refuse("T108", node, type=type_.name)
            if isinstance(type_, Boolean | Text):
                raise self._refuse("T109", node, found=type_)
        return typed.Compare(
            type=Boolean(), operator=operator, left=left, right=right, position=node.position, source=node.source
        )

    def alike(
        self, nodes: list[syntax.Syntax], expected: Type | None, whole: syntax.Syntax
    ) -> list[Expression]:
        """The nodes as expressions of one kind (a quoted code takes its meaning from the others), numbers aligned."""
        found: list[Expression | None] = [None] * len(nodes)
        for index, node in enumerate(nodes):
            if not isinstance(node, syntax.TextLiteral):
                found[index] = self.expression(node, expected)
                if expected is None or not isinstance(expected, Enumeration):
                    expected = found[index].type  # type: ignore[union-attr]
        done = [
            one if one is not None else self.expression(node, expected)
            for one, node in zip(found, nodes, strict=True)
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
            return Number(
                left.denominator, min(left.minimum, right.minimum), max(left.maximum, right.maximum), unit
            )
        return left

    def united(self, types: list[Type]) -> Type:
        """The one type of several results of one kind (numbers over one denominator)."""
        whole = types[0]
        for type_ in types[1:]:
            whole = self._union(whole, type_)
        return whole

    # membership

    def _matches(self, node: syntax.Matches) -> Expression:
        place = {"position": node.position, "source": node.source}
        plain = [test for test in node.tests if not _is_test(test)]
        others = [test for test in node.tests if _is_test(test)]
        parts = [self._test(node, test) for test in others]
        if len(plain) == 1:
            parts.append(self._equals(node, plain[0]))
        elif plain:
            operand, *choices = self.alike([node.operand, *plain], None, node)
            parts.append(typed.OneOf(type=Boolean(), operand=operand, choices=tuple(choices), **place))
        return parts[0] if len(parts) == 1 else typed.Or(type=Boolean(), operands=tuple(parts), **place)

    def _equals(self, node: syntax.Matches, value: syntax.Syntax) -> Expression:
        if isinstance(value, syntax.BooleanLiteral):
            operand = self.condition(node.operand)
            if value.value:
                return operand
            return typed.Not(type=Boolean(), operand=operand, position=node.position, source=node.source)
        left, right = self.alike([node.operand, value], None, node)
        return self._comparison(node, "=", left, right)

    def _test(self, node: syntax.Matches, test: syntax.Syntax) -> Expression:
        place = {"position": node.position, "source": node.source}
        if isinstance(test, syntax.AnyValue):
            self.expression(node.operand)
            return typed.Constant(type=Boolean(), value=True, **place)
        if isinstance(test, syntax.NotIn):
            inner = self._matches(syntax.Matches(node.position, test.source, node.operand, test.tests))
            return typed.Not(type=Boolean(), operand=inner, **place)
        if isinstance(test, syntax.Comparison):
            left, right = self.alike([node.operand, test.value], None, node)
            return self._comparison(node, test.operator, left, right)
        assert isinstance(test, syntax.Interval)
        ends = [end for end in (test.low, test.high) if end is not None]
        operand, *bounds = self.alike([node.operand, *ends], None, node)
        self._comparison(node, "<", operand, operand)
        low = bounds.pop(0) if test.low is not None else None
        high = bounds.pop(0) if test.high is not None else None
        if (
            isinstance(low, typed.Constant)
            and isinstance(high, typed.Constant)
            and (low.value > high.value or (low.value == high.value and not (test.low_closed and test.high_closed)))  # type: ignore[operator]
        ):
            raise self._refuse("F108", node)
        return typed.Within(
            type=Boolean(), operand=operand, low=low, high=high,
            low_closed=test.low_closed, high_closed=test.high_closed, **place,
        )  # fmt: skip

    # functions

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
        place = {"position": node.position, "source": node.source}
        if node.function == "count":
            operands = self._conditions(node.arguments)
            return typed.CountTrue(type=Number(1, 0, len(operands)), operands=operands, **place)
        numbers = [self.number(argument) for argument in node.arguments]
        if node.function == "sum":
            return self.add(node, numbers, [1] * len(numbers))
        unit, scaled = self.aligned(node, numbers)
        pick = min if node.function == "min" else max
        types = _number_types(scaled)
        type_ = Number(
            types[0].denominator, pick(t.minimum for t in types), pick(t.maximum for t in types), unit
        )
        return typed.Extreme(type=type_, which=node.function, operands=tuple(scaled), **place)

    def _numeric(self, node: syntax.FunctionCall) -> Expression:
        place = {"position": node.position, "source": node.source}
        name, first = node.function, node.arguments[0]
        if name == "decimal":
            return self._decimal(node)
        operand = self.number(first)
        type_ = _number_types([operand])[0]
        if name in ("floor", "ceiling"):
            return rounded(operand, Fraction(1), name, **place)
        if name == "abs":
            ends = (abs(type_.minimum), abs(type_.maximum))
            low = 0 if type_.minimum <= 0 <= type_.maximum else min(ends)
            return typed.Absolute(
                type=Number(type_.denominator, low, max(ends), type_.unit), operand=operand, **place
            )
        below, above = ("year", "month") if name == "monthly" else ("month", "year")
        if type_.unit is None or dict(type_.unit.powers).get(below) != -1:
            raise self._refuse("T115", node, name=name, expected=f"…/{below}", found=type_.unit)
        unit = type_.unit.times(Unit.parse(below)).times(Unit.parse(above), -1)
        if name == "monthly":
            return typed.Rescale(
                type=Number(type_.denominator * 12, type_.minimum, type_.maximum, unit), operand=operand, factor=1, **place
            )
        return typed.Rescale(
            type=Number(type_.denominator, type_.minimum * 12, type_.maximum * 12, unit), operand=operand, factor=12, **place
        )

    def _decimal(self, node: syntax.FunctionCall) -> Expression:
        place = {"position": node.position, "source": node.source}
        first, second = node.arguments
        if not isinstance(second, syntax.NumberLiteral) or second.value != int(second.value) or second.value > 6:
            raise self._refuse("F111", second)
        places = int(second.value)
        if isinstance(first, syntax.Operation) and first.operator == "/":
            left, right = (self.number(operand) for operand in first.operands)
            if not isinstance(right, typed.Constant):
                lt, rt = _number_types([left, right])
                low, high = sorted((abs(lt.minimum), abs(lt.maximum)))
                bound = (max(low, high) * rt.denominator * 10**places) // lt.denominator + 1
                unit = (lt.unit or PLAIN).times(rt.unit or PLAIN, -1)
                least = 0 if lt.minimum >= 0 and rt.minimum >= 0 else -bound
                return typed.Quotient(
                    type=Number(10**places, least, bound, unit), left=left, right=right, places=places, **place
                )
        return rounded(self.number(first), Fraction(1, 10**places), "half_even", **place)

    def _dated(self, node: syntax.FunctionCall) -> Expression:
        place = {"position": node.position, "source": node.source}
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
            if _number_types([months])[0].denominator != 1:
                raise self._refuse("T116", node)
            return typed.Call(type=Date(), function=name, arguments=(first, months), **place)
        second = self.day(arguments[1])
        type_ = Number(1, -400, 400, YEARS) if name == "years between" else Number(1, -4800, 4800, MONTHS)
        return typed.Call(type=type_, function=name, arguments=(first, second), **place)

    def _textual(self, node: syntax.FunctionCall) -> Expression:
        place = {"position": node.position, "source": node.source}
        arguments = tuple(self.expression(argument) for argument in node.arguments)
        for argument, given in zip(arguments, node.arguments, strict=True):
            if not isinstance(argument.type, Text):
                raise self._refuse("T101", given, expected="text", found=argument.type)
        result: dict[str, Type] = {"resident id birth date": Date(), "resident id sex": SEX}
        return typed.Call(
            type=result.get(node.function, Boolean()), function=node.function, arguments=arguments, **place
        )


def rounded(operand: Expression, step: Fraction, mode: str, *, position: Position, source: str) -> Expression:
    """The operand rounded to a multiple of the step, over the step's denominator."""
    type_ = operand.type
    assert isinstance(type_, Number)
    ends = [
        (abs(end) * step.denominator // (type_.denominator * step.numerator) + 1) * step.numerator
        for end in (type_.minimum, type_.maximum)
    ]
    low = 0 if type_.minimum >= 0 else -ends[0]
    high = 0 if type_.maximum <= 0 else ends[1]
    return typed.RoundTo(
        type=Number(step.denominator, low, high, type_.unit), operand=operand,
        step_numerator=step.numerator, step_denominator=step.denominator, mode=mode, position=position, source=source,
    )  # fmt: skip


def over(operand: Expression, denominator: int) -> Expression:
    """The same number over a denominator that is a multiple of its own."""
    type_ = operand.type
    assert isinstance(type_, Number)
    if type_.denominator == denominator:
        return operand
    factor, rest = divmod(denominator, type_.denominator)
    assert rest == 0
    wider = Number(denominator, type_.minimum * factor, type_.maximum * factor, type_.unit)
    if isinstance(operand, typed.Constant):
        assert isinstance(operand.value, int)
        return typed.Constant(
            type=wider, value=operand.value * factor, position=operand.position, source=operand.source
        )
    return typed.Rescale(
        type=wider, operand=operand, factor=factor, position=operand.position, source=operand.source
    )


def _number_types(operands: list[Expression]) -> list[Number]:
    found = []
    for operand in operands:
        assert isinstance(operand.type, Number)
        found.append(operand.type)
    return found


def _is_test(node: syntax.Syntax) -> bool:
    return isinstance(node, syntax.Interval | syntax.AnyValue | syntax.NotIn | syntax.Comparison)


def _differ_by_period(left: Unit, right: Unit) -> bool:
    periods = {"month", "year"}
    return (
        [p for p in left.powers if p[0] not in periods] == [p for p in right.powers if p[0] not in periods]
        and left != right
    )


def exact_number(value: object) -> Fraction | None:
    """The number that a plain value states: an int, a Decimal, or text such as `30%`; None where it states none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Fraction(value)
    if isinstance(value, str):
        match = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*%", value.strip())
        if match:
            return Fraction(match.group(1)) / 100
    return None
