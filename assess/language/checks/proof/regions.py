"""Sets of whole numbers, kept as the closed spans that they consist of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Region:
    """Whole numbers, as ascending closed spans with room between one and the next."""

    spans: tuple[Span, ...]

    @classmethod
    def between(cls, low: int, high: int) -> Region:
        return cls(((low, high),)) if low <= high else NOWHERE

    @classmethod
    def of(cls, values: Iterable[int]) -> Region:
        return cls.joined((value, value) for value in values)

    @classmethod
    def joined(cls, spans: Iterable[Span]) -> Region:
        """All numbers of the spans, which may come in any order and overlap."""
        found: list[Span] = []
        for low, high in sorted(span for span in spans if span[0] <= span[1]):
            if found and low <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(found[-1][1], high))
            else:
                found.append((low, high))
        return cls(tuple(found))

    @property
    def low(self) -> int:
        return self.spans[0][0]

    @property
    def high(self) -> int:
        return self.spans[-1][1]

    @property
    def size(self) -> int:
        return sum(high - low + 1 for low, high in self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __contains__(self, value: int) -> bool:
        return any(low <= value <= high for low, high in self.spans)

    def meets(self, span: Span) -> bool:
        """Has the region any number of the span?"""
        return any(low <= span[1] and span[0] <= high for low, high in self.spans)

    def covers(self, span: Span) -> bool:
        """Has it every number of the span?"""
        return any(low <= span[0] and span[1] <= high for low, high in self.spans)

    def within(self, low: int, high: int) -> Region:
        """The part that lies between the two numbers, both included; nothing, where low is above high."""
        if low > high:
            return NOWHERE
        return Region(tuple((max(a, low), min(b, high)) for a, b in self.spans if a <= high and low <= b))

    def common(self, other: Region) -> Region:
        """The numbers of both."""
        return Region.joined(span for low, high in other.spans for span in self.within(low, high).spans)

    def halves(self) -> tuple[Region, Region]:
        """The region in two parts, neither empty; it must hold two numbers at least."""
        if len(self.spans) > 1:
            middle = len(self.spans) // 2
            return Region(self.spans[:middle]), Region(self.spans[middle:])
        low, high = self.spans[0]
        middle = low + (high - low) // 2
        return Region(((low, middle),)), Region(((middle + 1, high),))


NOWHERE = Region(())
