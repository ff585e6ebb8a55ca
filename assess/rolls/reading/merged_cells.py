"""Merged cells below the header. A spreadsheet keeps their content in the first cell, and the others are empty.

Words count for the first row, as they stand. A number may be an amount, and an empty cell beside it would say that
nothing is paid: so each of the cells gets the number with the range behind it, which is read as nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.cells.tidy import tidied, without_blanks
from assess.rolls.reading.faults import note
from assess.rolls.reading.header import Merged
from assess.rolls.reading.text import is_blank
from assess.rolls.reading.worksheet_xml import column_letters

_AMOUNT = re.compile(r"[-+]?[0-9][0-9,]{0,11}(?:\.[0-9]*)?")
"""Longer numbers tell who somebody is, and are as good as words."""
_AROUND = "¥元圆/每人月年"


class MergedCells:
    """Those of a sheet below the header, which ends with the row `last`, from 1. `first`: the number of the leftmost
    column of the rows."""

    def __init__(self, ranges: Iterable[Merged], last: int, first: int) -> None:
        self._first = first
        self._by_row: dict[int, list[Merged]] = defaultdict(list)
        for one in ranges:
            (top, _), _ = one
            if top >= last:
                self._by_row[top].append(one)
        self._count = 0
        self._where = (0, "")

    def read(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The rows of the sheet, from its first one on."""
        if not self._by_row:
            yield from rows
            return
        marked: list[tuple[Merged, str]] = []
        for index, cells in enumerate(rows):
            for one in self._by_row.get(index, ()):
                text = self._mark(one, cells)
                if text:
                    marked.append((one, text))
            if marked:
                marked = [(one, text) for one, text in marked if one[1][0] >= index]
            for ((_, left), (_, right)), text in marked:
                cells[left : right + 1] = [text] * len(cells[left : right + 1])
            yield cells

    def _mark(self, merged: Merged, cells: list[str]) -> str:
        """What each of the cells gets; nothing where they stay as they are."""
        (top, left), (bottom, right) = merged
        text = cells[left] if left < len(cells) else ""
        is_amount = _AMOUNT.fullmatch(without_blanks(tidied(text)).strip(_AROUND)) is not None
        if is_blank(text) or (top == bottom and not is_amount):
            return ""  # in one row, words have no other row to be missing from
        name = f"{self._cell(top, left)}:{self._cell(bottom, right)}"
        if not self._count:
            self._where = (top + 1, name)
        self._count += 1
        return f"{text.strip()} [{name}]" if is_amount else ""

    def _cell(self, row: int, column: int) -> str:
        return f"{column_letters(column + self._first)}{row + 1}"

    def notes(self, source: str) -> list[Diagnostic]:
        """Tells of them, once the rows have been read."""
        if not self._count:
            return []
        row, cell = self._where
        return [note("R162", source, line=row, count=self._count, cell=cell)]
