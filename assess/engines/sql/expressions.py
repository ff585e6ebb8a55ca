"""Typed expressions as SQL, NULL standing for unknown: the counterpart of `assess.engines.meaning` in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlglot import exp

from assess.engines.sql.calendar import call
from assess.engines.sql.nodes import (
    FALSE,
    TRUE,
    binary,
    cast,
    choice,
    closed,
    column,
    compared,
    every,
    integer_type,
    is_known,
    minus,
    negated,
    number,
    plus,
    rest,
    some,
    sql_type,
    switch,
    times,
    unknown,
    whole,
)
from assess.language import expression as e
from assess.language.edition import Reading
from assess.language.types import Boolean, Enumeration, Number, Type


class Inexpressible(Exception):
    """A construct that has no counterpart in SQL; `construct` names it."""

    def __init__(self, construct: str) -> None:
        self.construct = construct
        super().__init__(construct)


class Translator:
    """Expressions of one edition as SQL over columns named like the facts and decisions they read."""

    def __init__(self, readings: Mapping[tuple[str, str], Reading], as_of: int) -> None:
        self._readings = readings
        self._as_of = as_of

    def sql(self, node: e.Expression) -> exp.Expression:
        """The node's value. Whole numbers stand in a type that holds the range of the node's type."""
        writer: Callable[[Any], exp.Expression] | None = _WRITERS.get(type(node))
        if writer is None:
            raise Inexpressible(type(node).__name__)
        return writer(self, node)  # type: ignore[call-arg,arg-type]

    def value(self, value: object, type_: Type) -> exp.Expression:
        """A constant in the engines' own form."""
        if value is None:
            return unknown(sql_type(type_))
        if isinstance(value, bool):
            return (TRUE if value else FALSE).copy()
        if isinstance(value, int):
            return number(value)
        return exp.Literal.string(str(value))

    # leaves

    def _constant(self, node: e.Constant) -> exp.Expression:
        return self.value(node.value, node.type)

    def _named_column(self, node: e.Fact | e.Result) -> exp.Expression:
        return column(node.name)

    def _parameter(self, node: e.ParameterValue) -> exp.Expression:
        value = self._readings[(node.name, node.shift)].value
        if node.key is None:
            assert not isinstance(value, dict)
            return self.value(value, node.type)
        if not isinstance(value, dict):
            return unknown(sql_type(node.type))
        key = node.key
        known = [(self.value(entry, key.type), found) for entry, found in value.items() if found is not None]
        if not known:
            return unknown(sql_type(node.type))
        type_ = sql_type(node.type)
        return cast(switch(self.sql(key), [(entry, self.value(found, node.type)) for entry, found in known]), type_)

    def _as_of_date(self, node: e.AsOf) -> exp.Expression:
        return number(self._as_of)

    # numbers

    def _in(self, node: e.Expression, type_: str) -> exp.Expression:
        """The node's value in an integer type that is wide enough for it."""
        found = self.sql(node)
        if isinstance(found, exp.Literal) or (isinstance(found, exp.Paren) and isinstance(found.this, exp.Neg)):
            return cast(found, type_)
        return found if sql_type(node.type) == type_ else cast(found, type_)

    def _rescale(self, node: e.Rescale) -> exp.Expression:
        if node.factor == 1:
            return self.sql(node.operand)
        return times(self._in(node.operand, sql_type(node.type)), number(node.factor))

    def _add(self, node: e.Add) -> exp.Expression:
        low = high = lowest = highest = 0
        for operand, sign in zip(node.operands, node.signs, strict=True):
            least, most = _bounds(operand.type)
            low, high = (low + least, high + most) if sign > 0 else (low - most, high - least)
            lowest, highest = min(lowest, low, least, -most), max(highest, high, most, -least)
        type_ = integer_type(lowest, highest)
        total: exp.Expression | None = None
        for operand, sign in zip(node.operands, node.signs, strict=True):
            one = self._in(operand, type_)
            if total is None:
                total = one if sign > 0 else minus(cast(number(0), type_), one)
            else:
                total = (plus if sign > 0 else minus)(total, one)
        assert total is not None
        return _narrowed(total, type_, node.type)

    def _multiply(self, node: e.Multiply) -> exp.Expression:
        type_ = _widest(sql_type(node.type), sql_type(node.left.type), sql_type(node.right.type))
        return _narrowed(times(self._in(node.left, type_), self._in(node.right, type_)), type_, node.type)

    def _round(self, node: e.RoundTo) -> exp.Expression:
        assert isinstance(node.operand.type, Number)
        divisor = node.operand.type.denominator * node.step_numerator
        numerator = self._in(node.operand, "BIGINT")
        if node.step_denominator != 1:
            numerator = times(numerator, number(node.step_denominator))
        found = divided(numerator, divisor, node.mode, never_negative=node.operand.type.minimum >= 0)
        if node.step_numerator != 1:
            found = times(found, number(node.step_numerator))
        return cast(found, sql_type(node.type))

    def _quotient(self, node: e.Quotient) -> exp.Expression:
        """Half even is the same on both sides of zero, so the signs are taken off and put back."""
        assert isinstance(node.left.type, Number)
        assert isinstance(node.right.type, Number)
        above = times(self._in(node.left, "BIGINT"), number(node.right.type.denominator * 10**node.places))
        below = times(self._in(node.right, "BIGINT"), number(node.left.type.denominator))
        size, divisor = exp.Abs(this=above), exp.Nullif(this=exp.Abs(this=below), expression=number(0))
        found = _half_even(size, divisor)
        sign = times(exp.Sign(this=above.copy()), exp.Sign(this=below.copy()))
        return cast(times(cast(sign, "BIGINT"), found), sql_type(node.type))

    def _absolute(self, node: e.Absolute) -> exp.Expression:
        return exp.Abs(this=self._in(node.operand, _widest(sql_type(node.operand.type), sql_type(node.type))))

    def _extreme(self, node: e.Extreme) -> exp.Expression:
        operands = [self.sql(operand) for operand in node.operands]
        if len(operands) == 1:
            return operands[0]
        kind = exp.Least if node.which == "min" else exp.Greatest
        found = kind(this=operands[0], expressions=operands[1:], ignore_nulls=True)
        doubtful = [
            is_known(self.sql(operand)) for operand in node.operands if not isinstance(operand, e.Constant)
        ]  # SQL passes over NULLs here
        return choice((every(doubtful), found)) if doubtful else found

    def _count_true(self, node: e.CountTrue) -> exp.Expression:
        total: exp.Expression = cast(number(0), "INT")
        for operand in node.operands:
            total = plus(total, cast(closed(self.sql(operand)), "INT"))
        return cast(total, sql_type(node.type))

    # conditions

    def _compare(self, node: e.Compare) -> exp.Expression:
        return compared(node.operator, self.sql(node.left), self.sql(node.right))

    def _within(self, node: e.Within) -> exp.Expression:
        parts = []
        if node.low is not None:
            parts.append(compared(">=" if node.low_closed else ">", self.sql(node.operand), self.sql(node.low)))
        if node.high is not None:
            parts.append(compared("<=" if node.high_closed else "<", self.sql(node.operand), self.sql(node.high)))
        return every(parts)

    def _one_of(self, node: e.OneOf) -> exp.Expression:
        if node.choices and all(isinstance(one, e.Constant) for one in node.choices):
            return exp.In(this=closed(self.sql(node.operand)), expressions=[self.sql(one) for one in node.choices])
        return some(compared("=", self.sql(node.operand), self.sql(one)) for one in node.choices)

    def _not(self, node: e.Not) -> exp.Expression:
        return negated(self.sql(node.operand))

    def _and(self, node: e.And) -> exp.Expression:
        return every(self.sql(operand) for operand in node.operands)

    def _or(self, node: e.Or) -> exp.Expression:
        return some(self.sql(operand) for operand in node.operands)

    def _at_least(self, node: e.AtLeast) -> exp.Expression:
        """So many are certain; or so many can no longer come."""
        certain: exp.Expression = cast(number(0), "INT")
        possible: exp.Expression = cast(number(0), "INT")
        for operand in node.operands:
            condition = self.sql(operand)
            certain = plus(certain, counted(condition, unknown_as=False))
            possible = plus(possible, counted(condition.copy(), unknown_as=True))
        return choice(
            (compared(">=", certain, number(node.count)), TRUE.copy()),
            (compared("<", possible, number(node.count)), FALSE.copy()),
        )

    def _named(self, node: e.Named) -> exp.Expression:
        return self.sql(node.operand)

    # the rest

    def _choose(self, node: e.Choose) -> exp.Expression:
        condition, then, otherwise = self.sql(node.condition), self.sql(node.then), self.sql(node.otherwise)
        return choice(
            (condition, then),
            (negated(condition.copy()), otherwise),
            (compared("=", then.copy(), otherwise.copy()), then.copy()),
        )

    def _call(self, node: e.Call) -> exp.Expression:
        arguments = [
            self._in(argument, "INT") if isinstance(argument.type, Number) else self.sql(argument)
            for argument in node.arguments
        ]
        found = call(node.function, arguments)
        if found is None:
            raise Inexpressible(node.function)
        return found if isinstance(node.type, Boolean) else cast(found, sql_type(node.type))

    def _step(self, node: e.StepLevel) -> exp.Expression:
        assert isinstance(node.type, Enumeration)
        last = len(node.type.codes) - 1
        level = self.sql(node.operand)
        moved = plus(level, number(node.steps)) if node.steps >= 0 else minus(level, number(-node.steps))
        if node.steps >= 0:
            beyond, end = compared(">", level.copy(), number(last - node.steps)), number(last)
        else:
            beyond, end = compared("<", level.copy(), number(-node.steps)), number(0)
        return cast(choice((beyond, end), otherwise=moved), sql_type(node.type))


_WRITERS: dict[type, Callable[..., exp.Expression]] = {
    e.Constant: Translator._constant,
    e.Fact: Translator._named_column,
    e.Result: Translator._named_column,
    e.ParameterValue: Translator._parameter,
    e.AsOf: Translator._as_of_date,
    e.Rescale: Translator._rescale,
    e.Add: Translator._add,
    e.Multiply: Translator._multiply,
    e.RoundTo: Translator._round,
    e.Quotient: Translator._quotient,
    e.Absolute: Translator._absolute,
    e.Extreme: Translator._extreme,
    e.CountTrue: Translator._count_true,
    e.Compare: Translator._compare,
    e.Within: Translator._within,
    e.OneOf: Translator._one_of,
    e.Not: Translator._not,
    e.And: Translator._and,
    e.Or: Translator._or,
    e.AtLeast: Translator._at_least,
    e.Named: Translator._named,
    e.Choose: Translator._choose,
    e.Call: Translator._call,
    e.StepLevel: Translator._step,
}


def counted(condition: exp.Expression, *, unknown_as: bool) -> exp.Expression:
    """1 where the condition is true, 0 where it is not, an unknown one counted as said."""
    standing = (TRUE if unknown_as else FALSE).copy()
    return cast(exp.Coalesce(this=closed(condition), expressions=[standing]), "INT")


def divided(numerator: exp.Expression, divisor: int, mode: str, *, never_negative: bool) -> exp.Expression:
    """`assess.language.rounding.divided` in SQL, by a divisor above 0.

    Whole and rest are taken apart first: nothing is added to the numerator, so nothing can leave 64 bits on the way.
    """
    if divisor == 1:
        return numerator
    by = number(divisor)
    quotient, left = whole(numerator, by), rest(numerator.copy(), by.copy())
    if mode == "down" or (mode == "floor" and never_negative):
        return quotient
    zero, one = number(0), number(1)
    if mode == "floor":
        return minus(quotient, choice((compared("<", left, zero), one), otherwise=zero))
    if mode == "ceiling" or (mode == "up" and never_negative):
        return plus(quotient, choice((compared(">", left, zero), one), otherwise=zero))
    away = one if never_negative else cast(exp.Sign(this=numerator.copy()), "BIGINT")
    if mode == "up":
        return plus(quotient, choice((compared("!=", left, zero), away), otherwise=zero))
    size = left if never_negative else exp.Abs(this=left)
    to_go = minus(by.copy(), size.copy())
    beyond = compared(">", size, to_go)
    half = compared("=", size.copy(), to_go.copy())
    if mode == "half_even":
        half = every([half, compared("!=", rest(quotient.copy(), number(2)), zero)])
    return plus(quotient, choice((some([beyond, half]), away), otherwise=zero.copy()))


def _half_even(size: exp.Expression, divisor: exp.Expression) -> exp.Expression:
    """Both at least 0; NULL where the divisor is."""
    quotient, left = whole(size, divisor), rest(size.copy(), divisor.copy())
    to_go = minus(divisor.copy(), left.copy())
    odd = compared("!=", rest(quotient.copy(), number(2)), number(0))
    up = some([compared(">", left, to_go), every([compared("=", left.copy(), to_go.copy()), odd])])
    return plus(quotient, choice((up, number(1)), otherwise=number(0)))


def _bounds(type_: Type) -> tuple[int, int]:
    assert isinstance(type_, Number)
    return type_.minimum, type_.maximum


def _widest(*types: str) -> str:
    order = [name for name, _ in _ORDER]
    return max(types, key=order.index)


_ORDER = (("TINYINT", 0), ("SMALLINT", 1), ("INT", 2), ("BIGINT", 3))


def _narrowed(node: exp.Expression, type_: str, wanted: Type) -> exp.Expression:
    return node if sql_type(wanted) == type_ else cast(node, sql_type(wanted))


__all__ = ["Inexpressible", "Translator", "binary", "counted", "divided"]
