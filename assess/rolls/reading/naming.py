"""Names for the columns of a staged part: as the header has them, each once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reading.faults import note
from assess.rolls.roll import ROW


@dataclass(frozen=True, slots=True)
class Naming:
    """Which columns of the source are kept (their index from 0), under which name, and what had to be changed."""

    kept: tuple[tuple[int, str], ...]
    notes: tuple[Diagnostic, ...]


def naming_of(source: str, line: int, names: Sequence[str], filled: Collection[int], first: int = 1) -> Naming:
    """Names every column. One without a header is dropped, unless it has content (is among `filled`): then it is named
    after its place, `first` being the number of the leftmost one. A name that was there before is numbered.

    Letters that differ in case alone are no difference, as in DuckDB's own names.
    """
    taken = {ROW.casefold()}
    kept: list[tuple[int, str]] = []
    notes = []
    for index, name in enumerate(names):
        if not name and index not in filled:
            continue
        chosen = wanted = name or f"column {index + first}"
        number = 1
        while chosen.casefold() in taken:
            number += 1
            chosen = f"{wanted} ({number})"
        taken.add(chosen.casefold())
        kept.append((index, chosen))
        if not name:
            notes.append(note("R153", source, line=line, column=chosen))
        elif chosen != name:
            notes.append(note("R154", source, line=line, name=name, column=chosen))
    return Naming(tuple(kept), tuple(notes))
