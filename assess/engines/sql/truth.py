"""Conditions in SQL as two columns each, neither ever NULL: does it certainly hold, and may it hold?

SQL's own AND and OR over NULLs mean the same, but cost a database that works on columns several times as much: without
NULLs a condition is one bit beside another. What is unknown is what may hold and does not certainly hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from sqlglot import exp

from assess.engines.sql.nodes import (
    FALSE,
    TRUE,
    cast,
    choice,
    closed,
    column,
    compared,
    every,
    integer_type,
    negated,
    number,
    plus,
    some,
    times,
    unknown,
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A condition: `certain` where it is true, `possible` where it is true or unknown. Both may be read once only;
    whoever reads them again copies them."""

    certain: exp.Expr
    possible: exp.Expr

    def copy(self) -> Truth:
        return Truth(self.certain.copy(), self.possible.copy())

    @property
    def settled(self) -> bool:
        """Is it never unknown, whatever the rows hold?"""
        return self.certain == self.possible


def settled(condition: exp.Expr) -> Truth:
    """A condition that is never NULL."""
    return Truth(condition, condition.copy())


def constant_truth(value: bool | None) -> Truth:
    """One that is the same for all rows."""
    return Truth(FALSE.copy(), TRUE.copy()) if value is None else settled((TRUE if value else FALSE).copy())


def certainly(nullable_condition: exp.Expr) -> exp.Expr:
    """Is a condition true that is NULL where it is unknown?"""
    return exp.Is(this=closed(nullable_condition), expression=TRUE.copy())


def certain_name(name: str) -> str:
    """The column that holds whether what a column says is certainly true."""
    return f"{name}.certain"


def possible_name(name: str) -> str:
    """The column that holds whether what a column says may be true."""
    return f"{name}.possible"


def truth_in(name: str) -> Truth:
    """The truth that stands in the two columns of a name."""
    return Truth(column(certain_name(name)), column(possible_name(name)))


def nullable(truth: Truth) -> exp.Expr:
    """The condition as one column, NULL where it is unknown."""
    if truth.settled:
        return truth.certain
    if truth.certain == FALSE and truth.possible == TRUE:
        return unknown("BOOLEAN")
    return choice((compared("=", _operand(truth.certain), _operand(truth.possible)), truth.certain.copy()))


def _operand(condition: exp.Expr) -> exp.Expr:
    return condition if isinstance(condition, exp.Column) else exp.Paren(this=condition)


# connectives


def neither(truth: Truth) -> Truth:
    """It does not hold."""
    return Truth(negated(truth.possible), negated(truth.certain))


def all_of(truths: Iterable[Truth]) -> Truth:
    """All of them hold; true where there are none."""
    found = list(truths)
    return Truth(every(one.certain for one in found), every(one.possible for one in found))


def any_of(truths: Iterable[Truth]) -> Truth:
    """One of them holds; false where there are none."""
    found = list(truths)
    return Truth(some(one.certain for one in found), some(one.possible for one in found))


def at_least(count: int, truths: Sequence[Truth]) -> Truth:
    """So many of them hold."""
    certain, possible = (
        compared(">=", _added([cast(one, "INT") for one in those]), number(count))
        for those in ([one.certain for one in truths], [one.possible for one in truths])
    )
    return Truth(certain, possible)


def chosen(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    """`if … then … else …`: with the condition unknown, what both branches say for certain. Each is written thrice."""
    both = every([then.certain.copy(), otherwise.certain.copy()])
    certain = some(
        [
            every([condition.certain.copy(), then.certain.copy()]),
            every([negated(condition.possible.copy()), otherwise.certain.copy()]),
            both,
        ]
    )
    possible = some(
        [
            every([condition.possible, then.possible]),
            every([negated(condition.certain), otherwise.possible]),
        ]
    )
    return Truth(certain, possible)


def bits(conditions: Sequence[tuple[int, exp.Expr]]) -> exp.Expr:
    """The places (from 0) of the conditions that hold as the bits of a whole number; none of them is NULL."""
    most = 2 ** (max((place for place, _ in conditions), default=0) + 1)
    type_ = "INT" if integer_type(0, most) != "BIGINT" else "BIGINT"
    return _added([_bit(condition, 2**place, type_) for place, condition in conditions])


def _bit(condition: exp.Expr, worth: int, type_: str) -> exp.Expr:
    if condition == TRUE:
        return cast(number(worth), type_)
    held = cast(condition, "INT")  # that of no other integer type is in every database
    held = held if type_ == "INT" else cast(held, type_)
    return times(held, number(worth)) if worth > 1 else held


def _added(numbers: Sequence[exp.Expr]) -> exp.Expr:
    """The sum; 0 of nothing."""
    return reduce(plus, numbers) if numbers else number(0)
