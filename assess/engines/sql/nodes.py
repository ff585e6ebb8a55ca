"""The few SQL nodes that everything is built from: quoted columns, whole numbers, casts, arithmetic, conditions.

A node belongs to one tree only: whoever uses one twice copies it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlglot import exp

from assess.language.types import Boolean, Date, Enumeration, Number, Type

_WIDTHS = (("TINYINT", 7), ("SMALLINT", 15), ("INT", 31), ("BIGINT", 63))
"""The integer types, narrowest first, and the bits that a magnitude may take in them."""

_LOOSE = (exp.Binary, exp.Unary, exp.In, exp.Between)
_SUMS, _PRODUCTS = (exp.Add, exp.Sub), (exp.Mul, exp.IntDiv, exp.Mod)
TRUE, FALSE = exp.true(), exp.false()


def integer_type(minimum: int, maximum: int) -> str:
    """The narrowest integer type that holds both. They lie within 64 bits: loading a ruleset sees to it."""
    for name, bits in _WIDTHS:
        if -(2**bits) <= minimum and maximum < 2**bits:
            return name
    raise OverflowError(f"{minimum}..{maximum} does not fit 64 bits")


def sql_type(type_: Type) -> str:
    """The SQL type of a value in the engines' own form."""
    if isinstance(type_, Number):
        return integer_type(type_.minimum, type_.maximum)
    if isinstance(type_, Enumeration):
        return integer_type(0, len(type_.codes))
    if isinstance(type_, Date):
        return "INT"
    return "BOOLEAN" if isinstance(type_, Boolean) else "TEXT"


def column(name: str) -> exp.Column:
    """A column by its name, quoted."""
    return exp.column(exp.to_identifier(name, quoted=True), copy=False)


def number(value: int) -> exp.Expr:
    """A whole number, in parentheses where it is negative."""
    literal = exp.Literal.number(abs(value))
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def text(value: str) -> exp.Literal:
    """A text in quotes."""
    return exp.Literal.string(value)


def closed(node: exp.Expr) -> exp.Expr:
    """The node in parentheses, unless nothing around it could take it apart."""
    return exp.Paren(this=node) if isinstance(node, _LOOSE) and not isinstance(node, exp.Paren) else node


def cast(node: exp.Expr, to: str) -> exp.Expr:
    """The node as this type."""
    return exp.Cast(this=node, to=_type(to).copy())


@cache
def _type(name: str) -> exp.DataType:
    """A type by its name, read once: sqlglot parses it."""
    return exp.DataType.build(name)


def unknown(to: str) -> exp.Expr:
    """NULL of this type."""
    return cast(exp.Null(), to)


# arithmetic


def binary(kind: type[exp.Binary], left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The operation on two operands, each in parentheses where it needs them."""
    return kind(this=closed(left), expression=closed(right))


def plus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The sum."""
    return exp.Add(this=_in_sum(left), expression=_after_sign(right))


def minus(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The difference."""
    return exp.Sub(this=_in_sum(left), expression=_after_sign(right))


def times(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The product."""
    return binary(exp.Mul, left, right)


def whole(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """The quotient of whole numbers, cut off towards zero."""
    return binary(exp.IntDiv, left, right)


def rest(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """What `whole` leaves, with the sign of the left operand."""
    return binary(exp.Mod, left, right)


def _in_sum(node: exp.Expr) -> exp.Expr:
    return node if isinstance(node, _SUMS + _PRODUCTS) else closed(node)


def _after_sign(node: exp.Expr) -> exp.Expr:
    return node if isinstance(node, _PRODUCTS) else closed(node)


# conditions

_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip


def compared(operator: str, left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """A comparison, by its sign in FEEL; NULL where a side is."""
    return _COMPARISONS[operator](this=_in_sum(left), expression=_in_sum(right))


def between(node: exp.Expr, low: exp.Expr, high: exp.Expr) -> exp.Expr:
    """Does the value lie between the bounds, both included? NULL where a side is, unless another says no."""
    return exp.Between(this=closed(node), low=low, high=high)


def among(node: exp.Expr, choices: Iterable[exp.Expr]) -> exp.Expr:
    """Is the value one of these? There has to be one, and none may be NULL."""
    return exp.In(this=closed(node), expressions=list(choices))


def negated(node: exp.Expr) -> exp.Expr:
    """The condition does not hold."""
    return exp.Not(this=closed(node))


def every(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """All of them hold; true where there are none."""
    found = list(conditions)
    return exp.and_(*found, copy=False) if found else TRUE.copy()


def some(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """One of them holds; false where there are none."""
    found = list(conditions)
    return exp.or_(*found, copy=False) if found else FALSE.copy()


def is_known(node: exp.Expr) -> exp.Expr:
    """There is a value."""
    return exp.Not(this=is_unknown(node))


def is_unknown(node: exp.Expr) -> exp.Expr:
    """There is no value."""
    return exp.Is(this=closed(node), expression=exp.Null())


# choices


def choice(*branches: tuple[exp.Expr, exp.Expr], otherwise: exp.Expr | None = None) -> exp.Case:
    """`CASE WHEN … THEN … [ELSE …] END`. A branch is taken where its condition is true, not where it is unknown."""
    case = exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in branches])
    if otherwise is not None:
        case.set("default", otherwise)
    return case


def switch(
    subject: exp.Expr,
    branches: Iterable[tuple[exp.Expr, exp.Expr]],
    otherwise: exp.Expr | None = None,
) -> exp.Case:
    """`CASE subject WHEN … THEN … END`: NULL where nothing matches or the subject is NULL."""
    case = exp.Case(this=subject, ifs=[exp.If(this=key, true=value) for key, value in branches])
    if otherwise is not None:
        case.set("default", otherwise)
    return case


def coalesced(node: exp.Expr, instead: exp.Expr) -> exp.Expr:
    """The value, or this one where there is none."""
    return exp.Coalesce(this=node, expressions=[instead])
