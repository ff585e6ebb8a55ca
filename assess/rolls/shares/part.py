"""A part of a roll as it is to be read, and the shares that it is cut into: plain data that goes to any worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.language.law import Input
from assess.rolls.cells import CellReader
from assess.rolls.mapping.binding import Constant, Derived


@dataclass(frozen=True)
class PlannedColumn:
    """A column of a part that is read. `type`: DuckDB's; `span`: least and greatest of its whole numbers, where the
    file tells; `known`: the question of a fact or of a result stated."""

    header: str
    number: int
    type: str
    reader: CellReader
    span: tuple[int, int] | None = None

    @property
    def raw(self) -> str:
        """What the column is called in `source`."""
        return f"c{self.number}"

    @property
    def target(self) -> str:
        return self.reader.target.id

    @property
    def known(self) -> Input | None:
        """What a fact is checked by; None for amounts and for what a row is known by."""
        return self.reader.known if self.reader.target.kind in ("fact", "stated") else None


@dataclass(frozen=True)
class PlannedPart:
    """A part with the columns that are read. `path` as it stands in the run's folder."""

    source: str
    path: Path
    rows: int
    staged: bool
    columns: tuple[PlannedColumn, ...]
    derived: tuple[Derived, ...] = ()
    constants: tuple[Constant, ...] = ()

    def column(self, target: str) -> PlannedColumn | None:
        return next((column for column in self.columns if column.target == target), None)


@dataclass(frozen=True, slots=True)
class Share:
    """Rows `first` (from 0) up to but not including `last` of a part."""

    number: int
    part: int
    first: int
    last: int

    @property
    def rows(self) -> int:
        return self.last - self.first

    @property
    def name(self) -> str:
        return f"{self.number:06}"
