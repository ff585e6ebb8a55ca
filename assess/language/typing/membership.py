"""Unary tests and membership."""

from __future__ import annotations

from assess.language import expression as typed
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import Boolean, Enumeration, Text
from assess.language.typing.numbers import Place
from assess.language.typing.operands import Operands


class Membership(Operands):
    """Types `in`, `between` and the cells of tables."""

    def _matches(self, node: syntax.Matches) -> Expression:
        place: Place = {"position": node.position, "source": node.source}
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
        place: Place = {"position": node.position, "source": node.source}
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


def _is_test(node: syntax.Syntax) -> bool:
    return isinstance(node, syntax.Interval | syntax.AnyValue | syntax.NotIn | syntax.Comparison)
