"""Chance in SQL: numbers that depend on nothing but the seed, the name of the draw, and the index of a person or row.

The mixing is spelled out in 32-bit steps (multiply, fold, twice over) and does not use the database's own `hash()`,
which may change from one release to the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import accumulate

from assess.rolls.making.rates import WHOLE
from assess.rolls.making.stages import Stage, literal, quoted

_MASK = 2**32 - 1
_SPREAD = 2654435769  # 2**32 over the golden ratio: neighbouring indices land far apart
_MIX = 73244475  # 0x45d9f3b: of the known multipliers for this mixing one of the best


class Draws:
    """The draws of one seed. `of` is the SQL of an index below 2³¹, of type BIGINT; by default the person's.

    Each draw becomes a column of `columns`, which belong on a stage before the one that uses them: the database works
    out twice what stands twice inside a CASE. With `inline` the draws stand in the expressions themselves.
    """

    def __init__(self, seed: int, *, inline: bool = False) -> None:
        self._seed = seed
        self._inline = inline
        self.columns: Stage = {}

    def key(self, name: str) -> int:
        """A number below 2³² that stands for the draw of this name."""
        return int.from_bytes(hashlib.blake2b(f"{self._seed}/{name}".encode(), digest_size=4).digest(), "big")

    def bits(self, name: str, of: str = "person") -> str:
        """32 random bits, as a BIGINT."""
        mixed = f"(({of} * {_SPREAD} + {self.key(name)}) & {_MASK})"
        for _ in range(2):
            mixed = f"((xor({mixed} >> 16, {mixed}) * {_MIX}) & {_MASK})"
        drawn = f"xor({mixed} >> 16, {mixed})"
        if self._inline:
            return drawn
        column = f"draw.{name}"
        assert self.columns.setdefault(column, drawn) == drawn, f"{name} is drawn of two things"
        return quoted(column)

    def below(self, name: str, bound: int | str, of: str = "person") -> str:
        """A whole number from 0 up to but without `bound` (at most 2³¹; SQL is taken as it stands)."""
        return f"(({self.bits(name, of)} * {bound}) >> 32)::INTEGER"

    def between(self, name: str, low: int, high: int, of: str = "person") -> str:
        """A whole number from `low` to `high`, both included."""
        return f"({low} + {self.below(name, high - low + 1, of)})"

    def chance(self, name: str, share: int | str, of: str = "person") -> str:
        """Whether something happens that has this share (in ten thousand; SQL is taken as it stands)."""
        return f"({self.below(name, WHOLE, of)} < {share})"

    def among(self, name: str, shares: Mapping[str, int], of: str = "person") -> str:
        """One of the SQL values by its share; the last takes what is left over."""
        draw = self.below(name, WHOLE, of)
        *first, last = shares
        bounds = accumulate(shares[value] for value in first)
        branches = [f"WHEN {draw} < {bound} THEN {value}" for value, bound in zip(first, bounds, strict=True)]
        return f"CASE {' '.join(branches)} ELSE {last} END"

    def one_of(self, name: str, values: Sequence[str], of: str = "person") -> str:
        """One of the texts, each with the same chance."""
        return f"[{', '.join(literal(value) for value in values)}][1 + {self.below(name, len(values), of)}]"
