"""How the cells of a column read as what its header says: what was not understood, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic
from assess.language.program import Program
from assess.language.types import Boolean, Enumeration, Label, Number
from assess.rolls.cells import ColumnOptions, Period, Target, cell_reader
from assess.rolls.cells.tidy import tidied
from assess.rolls.cells.words import is_left_empty
from assess.rolls.mapping.samples import Sample

_MOST = 0.8
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that was not understood, how often it was seen, and the code of the fault. `day`: what it would be as a
    spreadsheet's number of a day. `place`: a source and row where it stands. `why`: the fault in words."""

    text: str
    count: int
    code: str
    day: str = ""
    place: tuple[str, int] | None = None
    why: Label | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """`read`, `blank`: cells understood, and marks of nothing known. `unread`: the most frequent ones that were not.
    `of_words`: the answers are words, so that those not understood can be given a meaning in the mapping."""

    read: int
    blank: int
    failed: int
    unread: tuple[Unread, ...]
    of_words: bool
    repeated: bool
    lacks_days: bool

    @property
    def mostly_read(self) -> bool:
        return self.read >= max(1, _MOST * (self.read + self.failed))

    @property
    def mostly_unreadable(self) -> bool:
        return self.failed >= max(1, _MOST * (self.read + self.failed))

    @property
    def spreadsheet_days(self) -> Unread | None:
        """A cell that looks like a spreadsheet's number of a day, where most cells do."""
        numbers = [one for one in self.unread if one.day]
        enough = max(1, _MOST * (self.read + self.failed))
        return numbers[0] if sum(one.count for one in numbers) >= enough else None


def _unread(text: str, count: int, fault: Diagnostic, sample: Sample) -> Unread:
    known = CATALOGUE[fault.code]
    why = Label(known.message("zh", fault.arguments), known.message("en", fault.arguments))
    return Unread(text, count, fault.code, fault.arguments.get("day", ""), sample.places.get(text), why)


def seen_in(
    sample: Sample,
    target: Target,
    header: str,
    period: Period | None,
    program: Program,
    day_from_id: bool = False,
    options: ColumnOptions | None = None,
) -> Seen:
    """How the cells of a sample read as a target. `options`: what a mapping says of the column already."""
    plain = options or ColumnOptions(header=header, period=period or "month")
    reader = cell_reader(target, program, replace(plain, day_from_id=day_from_id))
    read = blank = failed = 0
    unread = []
    for text, count in sample.values:
        cell = reader.read(text)
        if cell.fault is not None:
            failed += count
            unread.append(_unread(text, count, cell.fault, sample))
        elif cell.value is None or is_left_empty(tidied(text)):
            blank += count
        else:
            read += count
    type_ = None if reader.known is None else reader.known.type
    of_words = isinstance(type_, Boolean | Enumeration) or (isinstance(type_, Number) and bool(reader.words))
    return Seen(
        read, blank, failed, tuple(unread[:_SHOWN]), of_words,
        repeated=any(count > 1 for _, count in sample.values),
        lacks_days=any(one.code == "R305" for one in unread),
    )  # fmt: skip
