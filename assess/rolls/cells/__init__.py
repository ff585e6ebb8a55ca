"""Cells of a roll: one cell's text to the value that a case file would hold, or a fault."""

from __future__ import annotations

from assess.rolls.cells.reader import (
    NOTHING_PAID,
    NOWHERE,
    UNKNOWN,
    Canonical,
    Cell,
    CellReader,
    cell_reader,
    placed,
    text_of,
)
from assess.rolls.cells.target import ROW_TARGETS, ColumnOptions, Period, Target

__all__ = [
    "NOTHING_PAID",
    "NOWHERE",
    "ROW_TARGETS",
    "UNKNOWN",
    "Canonical",
    "Cell",
    "CellReader",
    "ColumnOptions",
    "Period",
    "Target",
    "cell_reader",
    "placed",
    "text_of",
]
