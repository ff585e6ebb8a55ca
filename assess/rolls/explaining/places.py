"""Where the rows of a finished check stand, by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.language.dates import iso
from assess.language.functions import resident_id_valid
from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.identity import ResidentIds
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.reporting.rejects import NOBODYS
from assess.rolls.roll import Part
from assess.rolls.running.written import Written

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT = re.compile(r"(?P<place>.+?)(?:[:：](?P<colon>[0-9]+)| ?第 ?(?P<zh>[0-9]+) ?行|,? row (?P<en>[0-9]+))", re.DOTALL)
"""A colon may be the wide one of Chinese text; findings and explanations say `湖塘镇第6行` and `湖塘镇, row 6`."""
_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")
_PERSON_DIGITS = 17
"""By so many digits of an ID number `people.parquet` tells people apart; the last one follows from them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, what it is called, and the month it was decided for, if any."""

    source: str
    row: int
    case: str
    month: str | None
    name: str | None = None
    district: str | None = None

    @property
    def in_words(self) -> str:
        return f"{self.source}:{self.row}"


@dataclass(frozen=True, slots=True)
class Places:
    """The rows of a finished check. `has_month`, `has_names`: has the roll a column for it?"""

    folder: RunFolder
    written: Written
    parts: Sequence[Part]
    has_month: bool
    has_names: bool

    @property
    def months(self) -> Sequence[str]:
        """The months that a row may be for."""
        return self.written.months or [iso(self.written.days[0])[:7]]

    def called(self, connection: DuckDBPyConnection, name: str, month: str | None) -> list[Place]:
        """The rows that the name may mean: as a place; else as a case or an ID number; else as a person's name.

        `month`: only this one of several. Raises Refused where there are none: R651, or why there can be none (R656 to
        R658).
        """
        self._refuse_month(month)
        of_place = self._at(name)
        if of_place is not None:
            sources, row = of_place
            given = ", ".join("?" * len(sources))
            found = self._rows(connection, f'source IN ({given}) AND "row" = ?', [*sources, row])
            if not found:
                self._refuse_no_row(name, sources, row)
        else:
            found = self._rows(connection, '"case" = ?', [name])
            found += [one for one in self._of_person(connection, name) if one not in found]
            found.sort(key=lambda one: (one.source, one.row, one.month or ""))
        if not found and self.has_names:
            found = self._rows(connection, '"name" = ?', [name])
        found = [one for one in found if month is None or self._is_for(one, month)]
        if not found:
            arguments = {"case": name if month is None else f"{name} {month}", "example": self._example(connection)}
            raise Refused([self._told("R651", arguments)])
        return found

    def _at(self, name: str) -> tuple[list[str], int] | None:
        """The sources and the row that `FILE:ROW` or `SHEET:ROW` names, or the words for it that results use."""
        found = _AT.fullmatch(name)
        if found is None:
            return None
        sources = [part.source for part in self.parts if is_called(part.source, found["place"])]
        return (sources, int(found["colon"] or found["zh"] or found["en"])) if sources else None

    def _rows(self, connection: DuckDBPyConnection, where: str, arguments: Sequence[Any]) -> list[Place]:
        columns = {row[0] for row in connection.execute(f"DESCRIBE FROM {self._decisions}").fetchall()}
        others = (f'"{one}"' if one in columns else "NULL" for one in ("month", "name", "district"))
        query = (
            f'SELECT source, "row", "case", {", ".join(others)} FROM {self._decisions} WHERE {where} ORDER BY 1, 2, 4'
        )
        unread = {(part.source, one.row) for part in self.parts for one in part.unreadable}
        found = [Place(*found) for found in connection.execute(query, list(arguments)).fetchall()]
        return [one for one in found if (one.source, one.row) not in unread]

    def _of_person(self, connection: DuckDBPyConnection, name: str) -> list[Place]:
        """The rows of the person with this ID number."""
        if not _NUMBER.fullmatch(name) or not self.folder.people.is_file():
            return []
        try:
            number = ResidentIds().read(name)
        except CellFault:
            return []
        if not resident_id_valid(number):
            return []
        people = f'SELECT source, "row" FROM {parquet_sql(self.folder.people)} WHERE person = ?'
        return self._rows(connection, f'(source, "row") IN ({people})', [int(number[:_PERSON_DIGITS])])

    @property
    def _decisions(self) -> str:
        return parquet_sql(self.folder.decisions)

    def _is_for(self, place: Place, month: str) -> bool:
        """Is the row for the month? Where one day was checked, all are for its month that say no other."""
        return place.month == month or (place.month is None and not self.has_month and self.written.months is None)

    def _example(self, connection: DuckDBPyConnection) -> str:
        """How a row may be named: the first one."""
        found = connection.execute(f'SELECT source, "row" FROM {self._decisions} LIMIT 1').fetchone()
        return f"{self.parts[0].source}:2" if found is None else f"{found[0]}:{found[1]}"

    def _told(self, code: str, arguments: dict[str, str]) -> Diagnostic:
        return Diagnostic(code, Position(str(self.folder.folder)), arguments)

    def _refuse_month(self, month: str | None) -> None:
        """R658: a month that was not checked at all."""
        if month is None or month in self.months:
            return
        first, last = self.months[0], self.months[-1]
        if self.written.months is None:
            checked = iso(self.written.days[0])
        else:
            checked = first if first == last else f"{first} – {last}"
        raise Refused([self._told("R658", {"month": month, "checked": checked})])

    def _refuse_no_row(self, name: str, sources: Sequence[str], row: int) -> None:
        """Why a row that stands in the source is none of the check's: it is nobody's (R656), or unreadable (R657)."""
        for part in self.parts:
            if part.source not in sources:
                continue
            for one in part.set_aside:
                if one.row == row:
                    kind = NOBODYS[one.problem.code]
                    arguments = {"case": name, "found": one.found, "kind_zh": kind.zh, "kind_en": kind.en}
                    raise Refused([self._told("R656", arguments)])
            for one in part.unreadable:
                if one.row == row:
                    raise Refused([self._told("R657", {"case": name, "code": one.problem.code})])


def is_called(source: str, place: str) -> bool:
    """Is the source (`roll.xlsx:Sheet`) meant: in full, by its sheet or table, or by its file?"""
    return source == place or source.endswith(f":{place}") or source.startswith(f"{place}:")


def several(places: Sequence[Place]) -> Iterator[str]:
    """The rows, each once."""
    yield from dict.fromkeys(one.in_words for one in places)
