"""Rounding of exact fractions, all in whole numbers: what `round:`, `decimal`, `floor` and `ceiling` do."""

from __future__ import annotations


def divided(numerator: int, divisor: int, mode: str) -> int:
    """`numerator / divisor` (divisor > 0) as a whole number, rounded by the mode."""
    if mode == "floor":
        return numerator // divisor
    if mode == "ceiling":
        return -(-numerator // divisor)
    sign, size = (-1, -numerator) if numerator < 0 else (1, numerator)
    if mode == "up":
        return sign * -(-size // divisor)
    whole, rest = divmod(size, divisor)
    to_even = mode == "half_even" and whole % 2 == 0
    if mode != "down" and (2 * rest > divisor or (2 * rest == divisor and not to_even)):
        whole += 1
    return sign * whole
