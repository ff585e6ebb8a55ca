"""Takes rows of text one by one and makes a staged part of them; never holds more than one row."""

from __future__ import annotations

import contextlib
import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reading.asides import LISTED, Asides, set_aside_notes, unnamed_notes, unreadable_of
from assess.rolls.reading.faults import not_written, note, refused, unreadable, writing
from assess.rolls.reading.header import Header
from assess.rolls.reading.naming import naming_of
from assess.rolls.reading.staging import LONGEST_ROW, Staging, as_names, csv_scan
from assess.rolls.reading.text import is_blank
from assess.rolls.roll import ROW, Column, Part, Unreadable

MOST_UNREADABLE = 1_000_000
"""More rows than this are not kept as unreadable or set aside: the source is then refused."""
_TOLD_EVERY = 20_000
_UNDECODED = re.compile("[\ud800-\udfff]")
_UNSHOWN = re.compile("[\0\ud800-\udfff]")


class _Unwritable(Exception):
    pass


class _Rows:
    """Where the CSV writer puts its rows. It ends them with CR LF, so that it quotes cells with either; here the end
    becomes LF, which is what DuckDB is told."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=1 << 20)

    def write(self, row: str) -> int:
        if "\0" in row:
            raise _Unwritable("R136")
        try:
            content = row[:-2].encode() + b"\n"
        except UnicodeEncodeError:
            raise _Unwritable("R135") from None
        if len(content) > LONGEST_ROW:
            raise _Unwritable("R137")
        return self._file.write(content)

    def close(self) -> None:
        self._file.close()


class Sink:
    """One part in the making. `rows` so far do not count those that are blank, unreadable or nobody's."""

    def __init__(
        self, staging: Staging, source: str, header: Header, *, origin: Path | None, ragged: bool, first: int = 1
    ) -> None:
        """`ragged`: rows may lack cells at the end or have some too many, which is a fault then. `first`: the number of
        the leftmost column. Raises Refused where the scratch file cannot be opened.
        """
        self.source, self.header = source, header
        self._staging, self._origin, self._ragged, self._first = staging, origin, ragged, first
        self._asides = Asides(header)
        self._width = len(header.names)
        self._named = max((index + 1 for index, name in enumerate(header.names) if name), default=0)
        self._unnamed = [index for index, name in enumerate(header.names) if not name]
        self._filled: set[int] = set()
        self._rows = 0
        self._naming_nobody: list[int] = []
        self._names_nobody = 0
        self._unreadable: list[Unreadable] = []
        self._set_aside: list[Unreadable] = []
        self._scratch = staging.scratch_file(".rows.csv")
        with writing(source):
            self._target = _Rows(self._scratch)
        self._writer = csv.writer(self._target, lineterminator="\r\n")

    def add(self, row: int, cells: Sequence[str]) -> bool:
        """A row under the header: is it somebody's? Raises Refused on a full disk and on too many rows that cannot be
        read."""
        self._filled.update(index for index in self._unnamed if index < len(cells) and cells[index])
        if all(map(is_blank, cells)):
            return False
        aside = self._asides.of(cells)
        if aside is not None:
            self._keep(unreadable_of(aside, self.source, row, self.header.names), self._set_aside)
            return False
        if self._ragged and not self.fits(cells):
            self._reject_ragged(row, cells)
            return True
        cells = cells[: self._width]
        try:
            self._writer.writerow([row, *cells, *[""] * (self._width - len(cells))])
        except _Unwritable as fault:
            self._reject_unwritable(str(fault), row, cells)
            return True
        except OSError as error:
            raise not_written(error, self.source) from None
        self._rows += 1
        if self._asides.names_nobody(cells):
            self._names_nobody += 1
            if len(self._naming_nobody) < LISTED:  # there may be as many as rows
                self._naming_nobody.append(row)
        if self._rows % _TOLD_EVERY == 0:
            self._staging.progress(self.source, self._rows)
        return True

    def reject(self, found: Unreadable) -> None:
        """A row that somebody has and that cannot be read. Raises Refused where there are too many."""
        self._keep(found, self._unreadable)

    def _keep(self, found: Unreadable, among: list[Unreadable]) -> None:
        among.append(found)
        if len(among) > MOST_UNREADABLE:
            raise refused("R119", self.source, most=MOST_UNREADABLE, last=found.problem.code)

    def finish(self, notes: Iterable[Diagnostic]) -> Part:
        """The part, its Parquet file written. Raises Refused on a full disk."""
        naming = naming_of(self.source, self.header.last_row, self.header.names, self._filled, self._first)
        with writing(self.source):
            self._target.close()
        columns = [(ROW, "BIGINT"), *((f"c{index}", "VARCHAR") for index in range(self._width))]
        chosen = as_names([(ROW, ROW), *((f"c{index}", name) for index, name in naming.kept)])
        scan = csv_scan(self._scratch, columns, delimiter=",", skip=0, newline="\n")
        path = self._staging.path_for(self.source)
        rows = self._staging.write(self.source, f"SELECT {chosen} FROM {scan}", path)
        self._scratch.unlink()
        if rows != self._rows:
            raise refused("R111", self.source, reason=f"{self._rows} rows became {rows}")
        self._staging.finished()
        self._staging.progress(self.source, rows)
        empty = () if rows else (note("R158", self.source, line=self.header.last_row),)
        return Part(
            source=self.source,
            path=path,
            rows=rows,
            columns=tuple(Column(name, "VARCHAR") for _, name in naming.kept),
            staged=True,
            origin=self._origin,
            unreadable=tuple(self._unreadable),
            set_aside=tuple(self._set_aside),
            notes=(
                *(*notes, *naming.notes, *empty, *set_aside_notes(self.source, self._set_aside)),
                *unnamed_notes(self.source, self._naming_nobody, self._names_nobody, rows),
            ),
        )

    def close(self) -> None:
        """Lets go of the scratch file; what it could not take any more no longer matters."""
        with contextlib.suppress(OSError):
            self._target.close()

    def fits(self, cells: Sequence[str]) -> bool:
        """Has the row a cell for every named column, and nothing beyond the header?"""
        return len(cells) >= self._named and all(map(is_blank, cells[self._width :]))

    def _reject_ragged(self, row: int, cells: Sequence[str]) -> None:
        code, expected = ("R131", self._named) if len(cells) < self._named else ("R132", self._width)
        self.reject(unreadable(code, self.source, row, shown(" | ".join(cells)), expected=expected, count=len(cells)))

    def _reject_unwritable(self, code: str, row: int, cells: Sequence[str]) -> None:
        guilty = re.compile("\0") if code == "R136" else _UNDECODED
        index = next((index for index, cell in enumerate(cells) if guilty.search(cell)), None)
        if code == "R137" or index is None:
            self.reject(unreadable(code, self.source, row, shown(" | ".join(cells)), most=LONGEST_ROW))
            return
        column = self.header.names[index]
        self.reject(unreadable(code, self.source, row, shown(cells[index]), column=column, index=index + 1))


def shown(text: str) -> str:
    """With a replacement character for what cannot be shown."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text)
