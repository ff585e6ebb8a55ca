"""The few SQL nodes that everything is built from: quoted columns, whole numbers, casts and arithmetic in parentheses."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from assess.language.types import Boolean, Date, Enumeration, Number, Type

WIDTHS = (("TINYINT", 7), ("SMALLINT", 15), ("INT", 31), ("BIGINT", 63))
"""The integer types, narrowest first, and the bits that a magnitude may take in them."""

_LOOSE = (exp.Binary, exp.Unary, exp.In, exp.Between)
TRUE, FALSE = exp.true(), exp.false()


def integer_type(minimum: int, maximum: int) -> str:
    """The narrowest integer type that holds both; they lie within 64 bits, which is checked when a ruleset is loaded."""
    for name, bits in WIDTHS:
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
    return exp.column(exp.to_identifier(name, quoted=True))


def number(value: int) -> exp.Expression:
    """A whole number, in parentheses where it is negative."""
    literal = exp.Literal.number(abs(value))
    return exp.Paren(this=exp.Neg(this=literal)) if value < 0 else literal


def closed(node: exp.Expression) -> exp.Expression:
    """The node in parentheses, unless nothing around it could take it apart."""
    return exp.Paren(this=node) if isinstance(node, _LOOSE) and not isinstance(node, exp.Paren) else node


def cast(node: exp.Expression, to: str) -> exp.Expression:
    return exp.Cast(this=node, to=exp.DataType.build(to))


def unknown(to: str) -> exp.Expression:
    return cast(exp.Null(), to)


def binary(kind: type[exp.Binary], left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return kind(this=closed(left), expression=closed(right))


def plus(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return binary(exp.Add, left, right)


def minus(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return binary(exp.Sub, left, right)


def times(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return binary(exp.Mul, left, right)


def whole(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """The quotient of whole numbers, cut off towards zero."""
    return binary(exp.IntDiv, left, right)


def rest(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    """What `whole` leaves, with the sign of the left operand."""
    return binary(exp.Mod, left, right)


def compared(operator: str, left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return binary(_COMPARISONS[operator], left, right)


_COMPARISONS: dict[str, type[exp.Binary]] = {
    "=": exp.EQ, "!=": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip


def negated(node: exp.Expression) -> exp.Expression:
    return exp.Not(this=closed(node))


def every(conditions: Iterable[exp.Expression]) -> exp.Expression:
    """All of them hold; true where there are none."""
    found = list(conditions)
    return exp.and_(*(closed(one) for one in found)) if found else TRUE.copy()


def some(conditions: Iterable[exp.Expression]) -> exp.Expression:
    """One of them holds; false where there are none."""
    found = list(conditions)
    return exp.or_(*(closed(one) for one in found)) if found else FALSE.copy()


def choice(*branches: tuple[exp.Expression, exp.Expression], otherwise: exp.Expression | None = None) -> exp.Case:
    """`CASE WHEN … THEN … [ELSE …] END`. A branch is taken only where its condition is true, never where it is unknown."""
    case = exp.Case(ifs=[exp.If(this=condition, true=value) for condition, value in branches])
    if otherwise is not None:
        case.set("default", otherwise)
    return case


def switch(
    subject: exp.Expression,
    branches: Iterable[tuple[exp.Expression, exp.Expression]],
    otherwise: exp.Expression | None = None,
) -> exp.Case:
    """`CASE subject WHEN … THEN … END`: NULL where nothing matches or the subject is NULL."""
    case = exp.Case(this=subject, ifs=[exp.If(this=key, true=value) for key, value in branches])
    if otherwise is not None:
        case.set("default", otherwise)
    return case


def is_known(node: exp.Expression) -> exp.Expression:
    return negated(exp.Is(this=closed(node), expression=exp.Null()))


def is_unknown(node: exp.Expression) -> exp.Expression:
    return exp.Is(this=closed(node), expression=exp.Null())
