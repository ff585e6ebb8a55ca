"""Arithmetic: whole numbers in the type that SQL would take, decimals as whole numbers of their last place.

Polars rounds quotients down where SQL cuts them off, and lets a number run over its type where SQL stops. A number of a
table of facts is checked before it is reckoned with, and what is made of it is bounded when a ruleset is loaded; before
the check (`unchecked`), everything is reckoned in 64 bits.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any

import polars as pl
from sqlglot import exp

from assess.engines.frames.texts import day_as_one
from assess.engines.frames.values import (
    BIGINT,
    BOOLEAN,
    MOST_DIGITS,
    Held,
    Kind,
    Translating,
    Writer,
    common,
    in_kind,
    whole,
    worth_of,
)
from assess.engines.sql.expressions import Inexpressible


def _sum(it: Translating, node: exp.Add | exp.Sub) -> Held:
    reckon = operator.add if isinstance(node, exp.Add) else operator.sub
    (left, right), kind = it.alike(node.this, node.expression)
    if kind.name != "DECIMAL":
        return day_as_one(it, node) or _reckoned(it, node, reckon, keeps=isinstance(node, exp.Add))
    if kind.digits >= MOST_DIGITS:
        raise Inexpressible(f"a sum of {kind.digits + 1} digits")
    return Held(Kind("DECIMAL", kind.digits + 1, kind.places), reckon(left, right))


def _product(it: Translating, node: exp.Mul) -> Held:
    left, right = it.held(node.this), it.held(node.expression)
    if left.kind.name == "DECIMAL":
        return _decimal_product(it, left, right)
    return _reckoned(it, node, operator.mul)


def _decimal_product(it: Translating, left: Held, right: Held) -> Held:
    if right.is_number:
        return _decimal_times(it, left, whole(right))
    if right.kind.name != "DECIMAL":
        raise Inexpressible("a product of decimals")
    digits, places = left.kind.digits + right.kind.digits, left.kind.places + right.kind.places
    if isinstance(right.written, int):
        _stop_beyond(it, left, right.written)
    elif digits > MOST_DIGITS:
        raise Inexpressible("a product of decimals")
    return Held(Kind("DECIMAL", min(digits, MOST_DIGITS), places), left.expression * right.expression)


def _stop_beyond(it: Translating, held: Held, factor: int) -> None:
    """Where so many times the value is more than a decimal may have digits."""
    if factor > 1:
        most = (10**MOST_DIGITS - 1) // factor
        it.stop(~held.expression.is_between(-most, most))


def _decimal_times(it: Translating, left: Held, factor: int) -> Held:
    """By a power of ten, the point moves as far as there are places."""
    digits, places = left.kind.digits, left.kind.places
    tens = len(str(factor)) - 1
    if factor == 10**tens and tens >= places:
        factor, places = 10 ** (tens - places), 0
    _stop_beyond(it, left, factor)
    found = left.expression * pl.lit(factor, dtype=pl.Int64) if factor != 1 else left.expression
    return Held(Kind("DECIMAL", MOST_DIGITS if factor != 1 else digits, places), found)


def _quotient(it: Translating, node: exp.IntDiv) -> Held:
    return _reckoned(it, node, _cutting_off(it, node))


def _rest(it: Translating, node: exp.Mod) -> Held:
    cut_off = _cutting_off(it, node)
    return _reckoned(it, node, lambda left, right: left - cut_off(left, right) * right)


def _cutting_off(it: Translating, node: exp.Binary) -> Callable[[pl.Expr, pl.Expr], pl.Expr]:
    """The quotient cut off towards zero; nothing where the divisor is 0."""
    left, right = it.held(node.this), it.held(node.expression)
    if left.natural and right.natural:
        return operator.floordiv
    return _cut_off_above_zero if right.natural else _cut_off


def _bits(it: Translating, node: exp.Binary) -> Held:
    return _reckoned(it, node, _BITWISE[type(node)])


def _reckoned(it: Translating, node: exp.Binary, reckon: Callable[[Any, Any], Any], *, keeps: bool = True) -> Held:
    """What is made of two whole numbers, in the type that holds both. `keeps`: of what is never negative it makes
    what is not either."""
    left, right = it.held(node.this), it.held(node.expression)
    kind = common([left, right])
    if not kind.is_whole:
        raise Inexpressible(type(node).__name__)
    if it.unchecked:
        kind = BIGINT
    natural = keeps and left.natural and right.natural
    there = left.there and right.there and not isinstance(node, exp.IntDiv | exp.Mod)  # by 0 there is nothing
    return Held(kind, reckon(in_kind(left, kind), in_kind(right, kind)), natural=natural, there=there)


def _absolute(it: Translating, node: exp.Abs) -> Held:
    found = it.held(node.this)
    if not found.kind.is_whole:
        raise Inexpressible("ABS")
    return Held(found.kind, found.expression.abs(), natural=True)


def _sign(it: Translating, node: exp.Sign) -> Held:
    found = it.held(node.this)
    if not found.kind.is_whole:
        raise Inexpressible("SIGN")
    return Held(Kind("TINYINT"), found.expression.sign().cast(pl.Int8))


def _extreme(it: Translating, node: exp.Least | exp.Greatest) -> Held:
    those, kind = it.alike(node.this, *node.expressions)
    if not kind.is_whole and kind.name not in ("DECIMAL", "DATE"):
        raise Inexpressible(type(node).__name__)
    horizontal = pl.min_horizontal if isinstance(node, exp.Least) else pl.max_horizontal
    return Held(kind, horizontal(*those))


def counted(it: Translating, node: exp.Expr, kind: Kind) -> Held | None:
    """A sum of conditions, each worth a number or 0, in this type; None if it is another sum, or too large for it.
    SQL counts them in 32 bits, whatever comes of it."""
    if not isinstance(node, exp.Add):
        return None
    terms = [term for term in _terms(node) if term is not None]
    if len(terms) < sum(1 for _ in _terms(node)) or sum(worth for _, worth in terms) >= 2**7:
        return None
    found: list[pl.Expr] = []
    there = True
    for condition, worth in terms:
        if condition is None:
            found.append(pl.lit(worth, dtype=kind.polars))
            continue
        held = it.held(condition)
        if held.kind != BOOLEAN:
            return None
        found.append(worth_of(held, kind, worth))
        there = there and held.there
    return Held(kind, reduce(operator.add, found), natural=True, there=there)


def _terms(node: exp.Expr) -> Iterator[tuple[exp.Expr | None, int] | None]:
    """What is added up: a condition and its worth, a worth alone; None for anything else."""
    if isinstance(node, exp.Paren):
        yield from _terms(node.this)
    elif isinstance(node, exp.Add):
        yield from _terms(node.this)
        yield from _terms(node.expression)
    elif isinstance(node, exp.Mul) and isinstance(node.this, exp.Cast) and node.expression.is_int:
        yield node.this.this, int(node.expression.this)
    elif isinstance(node, exp.Cast) and node.to.is_type(*exp.DataType.INTEGER_TYPES):
        yield (None, int(node.this.this)) if node.this.is_int else (node.this, 1)
    else:
        yield None


def _cut_off_above_zero(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    # the least number of a type has no counterpart above zero
    return pl.when(left < 0).then((left + (right - 1)) // right).otherwise(left // right)


def _cut_off(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    quotient = left.abs() // right.abs()
    return pl.when((left < 0) ^ (right < 0)).then(-quotient).otherwise(quotient)


_BITWISE: dict[type[exp.Expr], Callable[[Any, Any], Any]] = {
    exp.BitwiseAnd: operator.and_,
    exp.BitwiseOr: operator.or_,
    exp.BitwiseXor: operator.xor,
}
NUMBERS: dict[type[exp.Expr], Writer] = {
    exp.Add: _sum,
    exp.Sub: _sum,
    exp.Mul: _product,
    exp.IntDiv: _quotient,
    exp.Mod: _rest,
    **dict.fromkeys(_BITWISE, _bits),
    exp.Abs: _absolute,
    exp.Sign: _sign,
    exp.Least: _extreme,
    exp.Greatest: _extreme,
}
