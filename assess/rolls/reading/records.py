"""The careful way into a delimited file: record by record, with what cannot be read set aside and the rest kept.

A quotation mark that is never closed would swallow all that follows. Here it costs its own line only: reading goes on
with the next one.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

LONGEST_CELL = 4_000_000
"""Characters. The csv module refuses a longer cell; this is more than the quick way takes."""
MOST_LINES = 200
"""A cell in quotation marks that goes on for more lines was left open."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells, or the code of what is wrong with it and its text. `lines`: how many lines it takes."""

    cells: list[str]
    lines: int
    code: str = ""


class _LeftOpen(Exception):
    pass


class _Lines:
    """Lines with a way back: those that were taken for one record can be put back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while True:
            if len(self.taken) >= MOST_LINES:
                raise _LeftOpen
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self.taken.append(line)
            yield line

    def put_back_all_but_first(self) -> str:
        """The first line taken; the others will come again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.taken.clear()
        return first


def records(
    lines: Iterable[str], delimiter: str, fits: Callable[[list[str]], bool] = lambda cells: True
) -> Iterator[Record]:
    """Every record of the text, blank ones too (no cells). `lines` keep their ends.

    `fits`: have these cells their place in the table? Where they have not, a record over several lines comes from a
    quotation mark left open.
    """
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.taken.clear()
        try:
            cells = next(reader, None)
        except (csv.Error, _LeftOpen) as error:
            code = "R133" if len(source.taken) > 1 or _at_the_end(error) else "R134"
            if "field limit" in str(error):
                code = "R137"
            yield Record([source.put_back_all_but_first()], 1, code)
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        if cells is None:
            return
        if len(source.taken) > 1 and not fits(cells):
            yield Record([source.put_back_all_but_first()], 1, "R133")
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        yield Record(cells, len(source.taken))


def _at_the_end(error: Exception) -> bool:
    return isinstance(error, _LeftOpen) or "unexpected end of data" in str(error)
