"""Bars for the page: widths and places worked out here, drawn by the template as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH = 560
"""The width of a chart in its own units; the page scales it."""
BAR = 18
STEP, STEP_OF_TWO = 30, 38
"""From bar to bar, where one line of words stands after each, and where two do."""
_LABELS = 185
_VALUES = 115
"""The room for what stands after a bar, at least."""

Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar; `tone` is its class in the style sheet, `says` what a pointer over it shows."""

    x: float
    width: float
    tone: str
    says: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    y: int
    segments: tuple[Segment, ...]
    value: str
    value_x: float
    lines: tuple[tuple[int, str], ...]
    """What stands after it, one below the other: how far down, and the words."""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    bars: tuple[Bar, ...]
    legend: tuple[tuple[str, str], ...] = ()
    """Tone and words."""
    step: int = STEP

    @property
    def height(self) -> int:
        return self.step * len(self.bars)

    @property
    def says(self) -> str:
        """The chart as text, for whoever cannot see it."""
        return "; ".join(f"{bar.label} {bar.value}" for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Given:
    """What a bar shows: its label, the amounts of its tones with their words, and the text after it; `lines`: that text
    on one or two lines, where it is not on one."""

    label: str
    amounts: tuple[tuple[str, Number, str], ...]
    value: str
    lines: tuple[str, ...] = ()


def bars(title: str, given: Sequence[Given], legend: Sequence[tuple[str, str]] = ()) -> Chart:
    """Horizontal bars to one scale, the longest over the whole width; whatever is not nothing can be seen."""
    room = WIDTH - _LABELS - max([_VALUES, *(_width(line) for one in given for line in one.lines or (one.value,))])
    longest = max((sum((amount for _, amount, _ in one.amounts), Decimal(0)) for one in given), default=Decimal(0))
    drawn = []
    two = any(len(one.lines) > 1 for one in given)
    step, above = (STEP_OF_TWO, 6) if two else (STEP, 0)
    for index, one in enumerate(given):
        x, segments = float(_LABELS), []
        for tone, amount, says in one.amounts:
            if amount <= 0:
                continue
            width = round(max(1.5, float(room * Decimal(amount) / longest)), 1)
            segments.append(Segment(round(x, 1), width, tone, says))
            x += width
        downs = (14,) if len(one.lines) < 2 else (6, 21)
        lines = tuple(zip(downs, one.lines or (one.value,), strict=True))
        drawn.append(Bar(_short(one.label), step * index + above, tuple(segments), one.value, round(x + 6, 1), lines))
    return Chart(title, tuple(drawn), tuple(legend), step)


def _width(text: str) -> int:
    """How much room a text takes, about."""
    return 10 + sum(13 if ord(character) > 0x2E7F else 7 for character in text)


def _short(label: str) -> str:
    """A label that fits before the bars: fourteen Chinese characters, twice as many others."""
    taken = 0
    for index, character in enumerate(label):
        taken += 2 if ord(character) > 0x2E7F else 1
        if taken > 26:
            return f"{label[:index]}…"
    return label


def proportions(parts: Sequence[tuple[str, int, str]]) -> tuple[Segment, ...]:
    """One bar over the whole width, cut by how many there are of each: tone, number, words."""
    total = sum(number for _, number, _ in parts)
    x, segments = 0.0, []
    for tone, number, says in parts:
        if number and total:
            width = WIDTH * number / total
            segments.append(Segment(round(x, 1), round(width, 1), tone, says))
            x += width
    return tuple(segments)
