"""What the shares of a run have in common: plain data that can be sent to any worker, and be hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assess.language.law import Input
from assess.language.types import Label
from assess.rolls.cells import CellReader
from assess.rolls.mapping.binding import Constant, Derived

_GROUP = 122_880
"""Rows of the row groups that DuckDB writes."""
_MOST_GROUPS = 8
_FEWEST_SHARES = 4
"""Into so many shares a roll is cut, if they are whole row groups at least: so that several can work on it."""


def share_rows_of(rows: int) -> int:
    """How many rows a share has in a roll of so many. A share takes a moment, however small; so they are not smaller
    than they need be."""
    return _GROUP * min(max(rows // (_GROUP * _FEWEST_SHARES), 1), _MOST_GROUPS)


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


@dataclass(frozen=True)
class PlannedEdition:
    """One date to decide on. `sql` maps plain rows, `guarded_sql` all rows, of the relation `facts` to decisions."""

    month: str | None
    as_of: int
    sql: str
    guarded_sql: str


@dataclass(frozen=True)
class CheckPlan:
    """A run. `facts`: every fact that the rules, or the screening, read, with the SQL type of its column. `not_after`:
    those that must not lie after the day decided on, with `labels`.

    `plain_sql`, by part, takes the rows of `source` plainly to `facts`; None where they have to be read cell by cell.
    `people_sql`, over `facts`, and `findings_sql` and `screening_sql`, over `decisions` and `people`, each make a file
    of a share; None makes none.
    """

    parts: tuple[PlannedPart, ...]
    editions: tuple[PlannedEdition, ...]
    facts: Mapping[str, str]
    optional: tuple[str, ...]
    paid: tuple[str, ...]
    not_after: tuple[str, ...]
    labels: Mapping[str, Label]
    by_month_column: bool
    people_sql: str
    findings_sql: str | None = None
    screening_sql: str | None = None
    share_rows: int = _GROUP
    plain_sql: tuple[str | None, ...] = ()

    def shares(self) -> tuple[Share, ...]:
        """Every part cut into shares, in order. An empty part has one, so that each has its files."""
        found: list[Share] = []
        for index, part in enumerate(self.parts):
            for first in range(0, max(part.rows, 1), self.share_rows):
                found.append(Share(len(found), index, first, min(first + self.share_rows, part.rows)))
        return tuple(found)


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
