"""Typed expressions as SQL, NULL standing for unknown: the counterpart of `assess.engines.meaning` in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlglot import exp

from assess.engines.sql.calendar import call
from assess.engines.sql.nodes import (
    FALSE,
    TRUE,
    among,
    cast,
    choice,
    column,
    compared,
    every,
    integer_type,
    is_known,
    minus,
    negated,
    number,
    plus,
    some,
    sql_type,
    switch,
    text,
    times,
    unknown,
)
from assess.engines.sql.rounding import divided, quotient
from assess.engines.sql.stages import Stages
from assess.language import expression as e
from assess.language.edition import Reading
from assess.language.types import Boolean, Enumeration, Number, Type

_SMALL = 6
"""Nodes of an expression that may be written twice: a column, a comparison with a constant. Anything larger becomes a
column of its own, or conditions inside conditions would double with every level."""


class Inexpressible(Exception):
    """A construct that has no counterpart in SQL; `construct` names it."""

    def __init__(self, construct: str) -> None:
        self.construct = construct
        super().__init__(construct)


class Translator:
    """Expressions of one decision as SQL over columns named like the facts and decisions they read.

    What an expression needs more than once is added to `stages`, under names that begin with `owner`.
    """

    def __init__(self, owner: str, readings: Mapping[tuple[str, str], Reading], as_of: int, stages: Stages) -> None:
        self._owner = owner
        self._readings = readings
        self._as_of = as_of
        self._stages = stages
        self._parts = 0

    def sql(self, node: e.Expression) -> exp.Expr:
        """The node's value. Whole numbers stand in a type that holds the range of the node's type.

        Raises Inexpressible where a construct has no counterpart.
        """
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise Inexpressible(type(node).__name__)
        return writer(self, node)

    def held(self, expression: exp.Expr) -> exp.Expr:
        """The expression, fit to be written more than once: a column of an earlier stage, unless it is small."""
        if sum(1 for _ in expression.walk()) <= _SMALL:
            return expression
        name = f"{self._owner}.part.{self._parts}"
        self._parts += 1
        self._stages.add(name, expression)
        return column(name)

    # leaves

    def _constant(self, node: e.Constant) -> exp.Expr:
        return constant(node.value, node.type)

    def _named_column(self, node: e.Fact | e.Result) -> exp.Expr:
        return column(node.name)

    def _parameter(self, node: e.ParameterValue) -> exp.Expr:
        value = self._readings[(node.name, node.shift)].value
        if node.key is None:
            assert not isinstance(value, dict)
            return constant(value, node.type)
        key_type = node.key.type
        entries = value.items() if isinstance(value, dict) else ()
        known = [
            (constant(entry, key_type), constant(found, node.type)) for entry, found in entries if found is not None
        ]
        type_ = sql_type(node.type)
        return cast(switch(self.sql(node.key), known), type_) if known else unknown(type_)

    def _as_of_date(self, node: e.AsOf) -> exp.Expr:
        return number(self._as_of)

    # numbers

    def _in(self, node: e.Expression, type_: str) -> exp.Expr:
        """The node's value in an integer type that is wide enough for it."""
        found = self.sql(node)
        if isinstance(found, exp.Literal) or (isinstance(found, exp.Paren) and isinstance(found.this, exp.Neg)):
            return cast(found, type_)
        return found if sql_type(node.type) == type_ else cast(found, type_)

    def _rescale(self, node: e.Rescale) -> exp.Expr:
        if node.factor == 1:
            return self.sql(node.operand)
        return times(self._in(node.operand, sql_type(node.type)), number(node.factor))

    def _add(self, node: e.Add) -> exp.Expr:
        """Worked out in a type that holds every operand and every sum on the way."""
        low = high = lowest = highest = 0
        for operand, sign in zip(node.operands, node.signs, strict=True):
            least, most = _bounds(operand.type)
            low, high = (low + least, high + most) if sign > 0 else (low - most, high - least)
            lowest, highest = min(lowest, low, least), max(highest, high, most)
        type_ = integer_type(lowest, highest)
        total: exp.Expr | None = None
        for operand, sign in zip(node.operands, node.signs, strict=True):
            one = self._in(operand, type_)
            if total is None:
                total = one if sign > 0 else minus(cast(number(0), type_), one)
            else:
                total = plus(total, one) if sign > 0 else minus(total, one)
        assert total is not None
        return _narrowed(total, type_, node.type)

    def _multiply(self, node: e.Multiply) -> exp.Expr:
        type_ = _holding(node.type, node.left.type, node.right.type)
        return _narrowed(times(self._in(node.left, type_), self._in(node.right, type_)), type_, node.type)

    def _round(self, node: e.RoundTo) -> exp.Expr:
        assert isinstance(node.operand.type, Number)
        divisor = node.operand.type.denominator * node.step_numerator
        numerator = self._in(node.operand, "BIGINT")
        if node.step_denominator != 1:
            numerator = times(numerator, number(node.step_denominator))
        found = divided(self.held(numerator), divisor, node.mode, never_negative=node.operand.type.minimum >= 0)
        if node.step_numerator != 1:
            found = times(found, number(node.step_numerator))
        return cast(found, sql_type(node.type))

    def _quotient(self, node: e.Quotient) -> exp.Expr:
        assert isinstance(node.left.type, Number)
        assert isinstance(node.right.type, Number)
        above = times(self._in(node.left, "BIGINT"), number(node.right.type.denominator * 10**node.places))
        below = times(self._in(node.right, "BIGINT"), number(node.left.type.denominator))
        return cast(quotient(self.held(above), self.held(below)), sql_type(node.type))

    def _absolute(self, node: e.Absolute) -> exp.Expr:
        return exp.Abs(this=self._in(node.operand, _holding(node.operand.type, node.type)))

    def _extreme(self, node: e.Extreme) -> exp.Expr:
        """SQL's LEAST and GREATEST pass over NULLs, in some databases at least; so they get to see none."""
        operands = [self.held(self.sql(operand)) for operand in node.operands]
        if len(operands) == 1:
            return operands[0]
        doubtful = [
            is_known(found.copy())
            for found, operand in zip(operands, node.operands, strict=True)
            if not isinstance(operand, e.Constant)
        ]
        kind = exp.Least if node.which == "min" else exp.Greatest
        extreme = kind(this=operands[0], expressions=operands[1:], ignore_nulls=True)
        return choice((every(doubtful), extreme)) if doubtful else extreme

    def _count_true(self, node: e.CountTrue) -> exp.Expr:
        return cast(_total([cast(self.sql(operand), "INT") for operand in node.operands]), sql_type(node.type))

    # conditions

    def _compare(self, node: e.Compare) -> exp.Expr:
        return compared(node.operator, self.sql(node.left), self.sql(node.right))

    def _within(self, node: e.Within) -> exp.Expr:
        value = self.held(self.sql(node.operand))
        parts = []
        if node.low is not None:
            parts.append(compared(">=" if node.low_closed else ">", value, self.sql(node.low)))
        if node.high is not None:
            parts.append(compared("<=" if node.high_closed else "<", value.copy(), self.sql(node.high)))
        return every(parts)

    def _one_of(self, node: e.OneOf) -> exp.Expr:
        if node.choices and all(isinstance(one, e.Constant) for one in node.choices):
            return among(self.sql(node.operand), [self.sql(one) for one in node.choices])
        value = self.held(self.sql(node.operand))
        return some(compared("=", value.copy(), self.sql(one)) for one in node.choices)

    def _not(self, node: e.Not) -> exp.Expr:
        return negated(self.sql(node.operand))

    def _and(self, node: e.And) -> exp.Expr:
        return every(self.sql(operand) for operand in node.operands)

    def _or(self, node: e.Or) -> exp.Expr:
        return some(self.sql(operand) for operand in node.operands)

    def _at_least(self, node: e.AtLeast) -> exp.Expr:
        """So many are certain; or so many can no longer come."""
        conditions = [self.held(self.sql(operand)) for operand in node.operands]
        certain = [counted(one, unknown_as=False) for one in conditions]
        possible = [counted(one.copy(), unknown_as=True) for one in conditions]
        return choice(
            (compared(">=", _total(certain), number(node.count)), TRUE.copy()),
            (compared("<", _total(possible), number(node.count)), FALSE.copy()),
        )

    def _named(self, node: e.Named) -> exp.Expr:
        return self.sql(node.operand)

    # the rest

    def _choose(self, node: e.Choose) -> exp.Expr:
        condition = self.held(self.sql(node.condition))
        then, otherwise = self.held(self.sql(node.then)), self.held(self.sql(node.otherwise))
        return choice(
            (condition, then),
            (negated(condition.copy()), otherwise),
            (compared("=", then.copy(), otherwise.copy()), then.copy()),
        )

    def _call(self, node: e.Call) -> exp.Expr:
        found = call(node.function, [self.held(self.sql(one)) for one in node.arguments], self.held)
        if found is None:
            raise Inexpressible(node.function)
        return found if isinstance(node.type, Boolean) else cast(found, sql_type(node.type))

    def _step(self, node: e.StepLevel) -> exp.Expr:
        assert isinstance(node.type, Enumeration)
        last = len(node.type.codes) - 1
        level = self.held(self.sql(node.operand))
        if node.steps >= 0:
            beyond, end = compared(">", level, number(last - node.steps)), number(last)
            moved = plus(level.copy(), number(node.steps))
        else:
            beyond, end = compared("<", level, number(-node.steps)), number(0)
            moved = minus(level.copy(), number(-node.steps))
        return cast(choice((beyond, end), otherwise=moved), sql_type(node.type))


_WRITERS: dict[type[e.Expression], Callable[[Translator, Any], exp.Expr]] = {
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


def constant(value: object, type_: Type) -> exp.Expr:
    """A value in the engines' own form."""
    if value is None:
        return unknown(sql_type(type_))
    if isinstance(value, bool):
        return (TRUE if value else FALSE).copy()
    return number(value) if isinstance(value, int) else text(str(value))


def counted(condition: exp.Expr, as_much: int = 1, *, unknown_as: bool) -> exp.Expr:
    """So much where the condition is true, 0 where it is not, an unknown one counted as said."""
    if unknown_as:
        return choice((negated(condition), number(0)), otherwise=number(as_much))
    return choice((condition, number(as_much)), otherwise=number(0))


def _total(numbers: Sequence[exp.Expr]) -> exp.Expr:
    """The sum; 0 of nothing."""
    return reduce(plus, numbers) if numbers else number(0)


def _bounds(type_: Type) -> tuple[int, int]:
    assert isinstance(type_, Number)
    return type_.minimum, type_.maximum


def _holding(*types: Type) -> str:
    """The narrowest integer type for the values of all of these."""
    bounds = [_bounds(one) for one in types]
    return integer_type(min(low for low, _ in bounds), max(high for _, high in bounds))


def _narrowed(node: exp.Expr, type_: str, wanted: Type) -> exp.Expr:
    return node if sql_type(wanted) == type_ else cast(node, sql_type(wanted))
