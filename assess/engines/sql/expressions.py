"""Typed expressions as SQL, NULL standing for unknown: the counterpart of `assess.engines.meaning` in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from hashlib import sha256
from typing import Any

from sqlglot import exp

from assess.engines.sql.calendar import call
from assess.engines.sql.figures import of_figures
from assess.engines.sql.nodes import (
    FALSE,
    TRUE,
    among,
    cast,
    choice,
    coalesced,
    column,
    compared,
    every,
    integer_type,
    is_known,
    is_unknown,
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
from assess.engines.sql.rounding import divided, is_simple, quotient, simply_divided
from assess.engines.sql.stages import Stages
from assess.engines.sql.truth import (
    Truth,
    all_of,
    any_of,
    at_least,
    certain_name,
    certainly,
    chosen,
    constant_truth,
    neither,
    nullable,
    possible_name,
    settled,
    truth_in,
)
from assess.language import expression as e
from assess.language.edition import Reading
from assess.language.types import Boolean, Date, Enumeration, Number, Type

_SMALL = 6
"""Nodes of an expression that may be written twice: a column, a comparison with a constant. Anything larger becomes a
column of its own, or conditions inside conditions would double with every level."""

_LONGEST_NAME = 40
"""Characters. A database may cut longer names off, PostgreSQL from 63 on, and more is put behind them."""


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
        figures = of_figures(node, self._readings, self._as_of)
        if figures is not None:
            return self._looked_up(figures.key, figures.values, node.type)
        writer = _WRITERS.get(type(node))
        if writer is None:
            raise Inexpressible(type(node).__name__)
        return writer(self, node)

    def held(self, expression: exp.Expr) -> exp.Expr:
        """The expression, fit to be written more than once: a column of an earlier stage, unless it is small."""
        if sum(1 for _ in expression.walk()) <= _SMALL:
            return expression
        name = self._next_part()
        self._stages.add(name, expression)
        return column(name)

    def _next_part(self) -> str:
        self._parts += 1
        return f"{self._owner}.part.{self._parts - 1}"

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
        return self._looked_up(node.key, value if isinstance(value, dict) else {}, node.type)

    def _looked_up(self, key: e.Expression, values: Mapping[Any, Any], type_: Type) -> exp.Expr:
        known = [
            (constant(entry, key.type), constant(found, type_)) for entry, found in values.items() if found is not None
        ]
        return cast(switch(self.sql(key), known), sql_type(type_)) if known else unknown(sql_type(type_))

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
        least, most = (bound * node.step_denominator for bound in _bounds(node.operand.type))
        if is_simple(divisor, node.mode, least, most):
            found = simply_divided(numerator, divisor, node.mode)
        else:
            found = divided(self.held(numerator), divisor, node.mode, never_negative=least >= 0)
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

    def truth(self, node: e.Expression) -> Truth:
        """Whether a condition holds, and whether it may. Raises Inexpressible."""
        writer = _TRUTHS.get(type(node))
        if writer is not None:
            return writer(self, node)
        if isinstance(node, e.Fact | e.Result):
            return self._named_truth(node.name)
        found = self.sql(node)
        if isinstance(found, exp.Boolean):
            return settled(found)
        return self._truth_of(found)

    def _named_truth(self, name: str) -> Truth:
        """That of a fact or decision, in two columns that are made when they are first asked for."""
        if certain_name(name) not in self._stages:
            certain, unknown_ = column(certain_name(name)), is_unknown(column(name))
            self._stages.add(certain_name(name), certainly(column(name)))
            self._stages.add(possible_name(name), some([certain, unknown_]))
        return truth_in(name)

    def _truth_of(self, condition: exp.Expr) -> Truth:
        """That of a condition that is NULL where it is unknown."""
        if isinstance(condition, exp.Column):
            return self._named_truth(condition.name)
        return self._named_truth(self._stages.shared(self._next_part(), condition))

    def held_truth(self, truth: Truth) -> Truth:
        """The truth, fit to be written more than once."""
        return Truth(self.held(truth.certain), self.held(truth.possible))

    def _condition(self, node: e.Expression) -> exp.Expr:
        """A condition as a value, NULL where it is unknown."""
        truth = self.truth(node)
        return nullable(truth if truth.settled else self.held_truth(truth))

    def _tested(self, value: exp.Expr, test: Callable[[exp.Expr], exp.Expr]) -> Truth:
        """A test of a number, date or level against constants: of what stands there instead of NULL, which is 0, so
        that no NULL comes into it. All who ask for the same test share it."""
        if is_constant(value):
            return settled(test(value))
        about = value.name if isinstance(value, exp.Column) else self._stages.shared(self._next_part(), value)
        name = test(exp.column(exp.to_identifier(about))).sql().replace('"', "")
        if len(name) > _LONGEST_NAME:
            name = f"test.{sha256(name.encode()).hexdigest()[:12]}"
        if certain_name(name) not in self._stages:
            unknown_, instead = f"{about}.unknown", f"{about}.value"
            if unknown_ not in self._stages:
                self._stages.add(unknown_, is_unknown(column(about)))
                self._stages.add(instead, coalesced(column(about), number(0)))
            met = test(column(instead))
            self._stages.add(certain_name(name), every([met, negated(column(unknown_))]))
            self._stages.add(possible_name(name), some([met.copy(), column(unknown_)]))
        return truth_in(name)

    def _compare(self, node: e.Compare) -> Truth:
        return self._compared(node.operator, node.left, node.right)

    def _compared(self, operator: str, left: e.Expression, right: e.Expression) -> Truth:
        above, below = self.sql(left), self.sql(right)
        if is_constant(below) and _is_counted(left.type):
            return self._tested(above, lambda value: compared(operator, value, below))
        if is_constant(above) and _is_counted(right.type):
            return self._tested(below, lambda value: compared(operator, above, value))
        return self._truth_of(compared(operator, above, below))

    def _within(self, node: e.Within) -> Truth:
        bounds = []
        if node.low is not None:
            bounds.append((">=" if node.low_closed else ">", node.low))
        if node.high is not None:
            bounds.append(("<=" if node.high_closed else "<", node.high))
        return all_of(self._compared(operator, node.operand, bound) for operator, bound in bounds)

    def _one_of(self, node: e.OneOf) -> Truth:
        choices = [self.sql(one) for one in node.choices]
        if choices and all(is_constant(one) for one in choices) and _is_counted(node.operand.type):
            return self._tested(self.sql(node.operand), lambda value: among(value, choices))
        return any_of(self._compared("=", node.operand, one) for one in node.choices)

    def _not(self, node: e.Not) -> Truth:
        return neither(self.truth(node.operand))

    def _and(self, node: e.And) -> Truth:
        return all_of(self.truth(operand) for operand in node.operands)

    def _or(self, node: e.Or) -> Truth:
        return any_of(self.truth(operand) for operand in node.operands)

    def _at_least(self, node: e.AtLeast) -> Truth:
        """So many are certain; or so many can still come."""
        return at_least(node.count, [self.truth(operand) for operand in node.operands])

    def _named_condition(self, node: e.Named) -> Truth:
        return self.truth(node.operand)

    def _constant_truth(self, node: e.Constant) -> Truth:
        assert isinstance(node.value, bool)
        return constant_truth(node.value)

    def _named(self, node: e.Named) -> exp.Expr:
        return self.sql(node.operand)

    # the rest

    def _choose(self, node: e.Choose) -> exp.Expr:
        if isinstance(node.type, Boolean):
            return self._condition(node)
        condition = self.held_truth(self.truth(node.condition))
        then, otherwise = self.held(self.sql(node.then)), self.held(self.sql(node.otherwise))
        return choice(
            (condition.certain, then),
            (negated(condition.possible), otherwise),
            (compared("=", then.copy(), otherwise.copy()), then.copy()),
        )

    def _chosen(self, node: e.Choose) -> Truth:
        return chosen(*(self.held_truth(self.truth(one)) for one in (node.condition, node.then, node.otherwise)))

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
    e.Compare: Translator._condition,
    e.Within: Translator._condition,
    e.OneOf: Translator._condition,
    e.Not: Translator._condition,
    e.And: Translator._condition,
    e.Or: Translator._condition,
    e.AtLeast: Translator._condition,
    e.Named: Translator._named,
    e.Choose: Translator._choose,
    e.Call: Translator._call,
    e.StepLevel: Translator._step,
}
_TRUTHS: dict[type[e.Expression], Callable[[Translator, Any], Truth]] = {
    e.Constant: Translator._constant_truth,
    e.Compare: Translator._compare,
    e.Within: Translator._within,
    e.OneOf: Translator._one_of,
    e.Not: Translator._not,
    e.And: Translator._and,
    e.Or: Translator._or,
    e.AtLeast: Translator._at_least,
    e.Named: Translator._named_condition,
    e.Choose: Translator._chosen,
}


def constant(value: object, type_: Type) -> exp.Expr:
    """A value in the engines' own form."""
    if value is None:
        return unknown(sql_type(type_))
    if isinstance(value, bool):
        return (TRUE if value else FALSE).copy()
    return number(value) if isinstance(value, int) else text(str(value))


def is_constant(node: exp.Expr) -> bool:
    """Is it a value that is written out, and known?"""
    if isinstance(node, exp.Paren):
        return isinstance(node.this, exp.Neg)
    return isinstance(node, exp.Literal)


def _is_counted(type_: Type) -> bool:
    """Do whole numbers stand for its values?"""
    return isinstance(type_, Number | Date | Enumeration)


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
