"""Division that rounds, in SQL: the counterpart of `assess.language.rounding`, all in whole numbers.

Where a numerator is large, whole and rest are taken apart first: nothing is added to it, so nothing can leave 64 bits
on the way.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, compared, every, minus, number, plus, rest, some, times, whole
from assess.language.types import INT64_MAXIMUM

_ADDED: dict[str, Callable[[int], int]] = {
    "down": lambda divisor: 0,
    "floor": lambda divisor: 0,
    "up": lambda divisor: divisor - 1,
    "ceiling": lambda divisor: divisor - 1,
    "half_up": lambda divisor: divisor // 2,
}
"""What to add to a numerator that is not negative, so that cutting off rounds it. With an odd divisor nothing lies in
the middle, so half of it, cut off, serves too."""


def is_simple(divisor: int, mode: str, least: int, most: int) -> bool:
    """May `simply_divided` be taken for numerators from `least` to `most`? Half to even needs more than an addition."""
    return mode in _ADDED and least >= 0 and most + divisor <= INT64_MAXIMUM


def simply_divided(numerator: exp.Expr, divisor: int, mode: str) -> exp.Expr:
    """As `divided`, but the numerator is written once only."""
    added = _ADDED[mode](divisor)
    if divisor == 1:
        return numerator
    return whole(plus(numerator, number(added)) if added else numerator, number(divisor))


def divided(numerator: exp.Expr, divisor: int, mode: str, *, never_negative: bool) -> exp.Expr:
    """`numerator / divisor` (divisor > 0) as a whole number, rounded by the mode; NULL where the numerator is.

    `never_negative`: the numerator is known to be at least 0, which makes for a shorter expression.
    """
    if divisor == 1:
        return numerator
    by = number(divisor)
    quotient, left = whole(numerator, by), rest(numerator.copy(), by.copy())
    if mode == "down" or (mode == "floor" and never_negative):
        return quotient
    if mode == "floor":
        return minus(quotient, _one_where(compared("<", left, number(0))))
    if mode == "ceiling" or (mode == "up" and never_negative):
        return plus(quotient, _one_where(compared(">", left, number(0))))
    away = number(1) if never_negative else cast(exp.Sign(this=numerator.copy()), "BIGINT")
    if mode == "up":
        return plus(quotient, choice((compared("!=", left, number(0)), away), otherwise=number(0)))
    size = left if never_negative else exp.Abs(this=left)
    to_go = minus(by.copy(), size.copy())
    up = compared(">=", size, to_go) if mode == "half_up" else _to_even(quotient, size, to_go)
    return plus(quotient, choice((up, away), otherwise=number(0)))


def quotient(above: exp.Expr, below: exp.Expr) -> exp.Expr:
    """`above / below` rounded half to even; NULL where `below` is 0.

    Half even is the same on both sides of zero, so the signs are taken off and put back.
    """
    size, divisor = exp.Abs(this=above), exp.Nullif(this=exp.Abs(this=below), expression=number(0))
    found, left = whole(size, divisor), rest(size.copy(), divisor.copy())
    up = _to_even(found, left, minus(divisor.copy(), left.copy()))
    sign = times(exp.Sign(this=above.copy()), exp.Sign(this=below.copy()))
    return times(cast(sign, "BIGINT"), plus(found, _one_where(up)))


def _to_even(quotient: exp.Expr, size: exp.Expr, to_go: exp.Expr) -> exp.Expr:
    """Is the rest of this size nearer to the next whole number, or as near, and the quotient odd?"""
    odd = compared("!=", rest(quotient.copy(), number(2)), number(0))
    half = compared("=", size.copy(), to_go.copy())
    return some([compared(">", size, to_go), every([half, odd])])


def _one_where(condition: exp.Expr) -> exp.Expr:
    return choice((condition, number(1)), otherwise=number(0))
