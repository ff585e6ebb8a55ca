"""Rows of a sheet that look otherwise than they are read: hidden ones, which nobody sees who opens it, and those in
which something is struck out. They are read like all others, and it is told which they are."""

from __future__ import annotations

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reading.faults import note
from assess.rolls.reading.header import Header
from assess.rolls.reading.worksheet_xml import Seen

_LISTED = 10
"""So many rows or columns are told by their numbers or names."""


class Looks:
    """`first`: the number of the sheet's leftmost column that is read."""

    def __init__(self, seen: Seen, header: Header, first: int) -> None:
        self._seen = seen
        self._line = header.last_row
        self._hidden_columns = [
            name for number, name in enumerate(header.names, start=first) if name and number in seen.hidden_columns
        ]
        self._hidden: list[int] = []
        self._struck_out: list[int] = []

    def read(self, row: int) -> None:
        """A row, by its number, in which somebody stands was read."""
        if row in self._seen.hidden_rows:
            self._hidden.append(row)
        if row in self._seen.struck_out:
            self._struck_out.append(row)

    def notes(self, source: str) -> list[Diagnostic]:
        """Tells of them, once the rows have been read."""
        notes = []
        for code, rows in (("R164", self._hidden), ("R166", self._struck_out)):
            if rows:
                listed = ", ".join(map(str, rows[:_LISTED])) + (" …" if len(rows) > _LISTED else "")
                notes.append(note(code, source, line=rows[0], count=len(rows), rows=listed))
        if names := self._hidden_columns:
            more = len(names) > _LISTED
            listed_zh = "、".join(names[:_LISTED]) + ("……" if more else "")
            listed_en = ", ".join(names[:_LISTED]) + (" …" if more else "")
            notes.append(note("R165", source, line=self._line, columns_zh=listed_zh, columns_en=listed_en))
        return notes
