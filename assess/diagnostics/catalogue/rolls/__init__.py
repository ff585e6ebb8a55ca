"""R: rolls. One module per stage; the hundreds of a code tell which."""

from __future__ import annotations

from assess.diagnostics.catalogue.entry import Entry
from assess.diagnostics.catalogue.rolls import (
    cells,
    comparing,
    explaining,
    findings,
    joining,
    making,
    mapping,
    outputs,
    reading,
    registers,
    running,
)

ENTRIES: tuple[Entry, ...] = (
    *reading.ENTRIES,
    *mapping.ENTRIES,
    *cells.ENTRIES,
    *running.ENTRIES,
    *registers.ENTRIES,
    *joining.ENTRIES,
    *comparing.ENTRIES,
    *findings.ENTRIES,
    *outputs.ENTRIES,
    *explaining.ENTRIES,
    *making.ENTRIES,
)
