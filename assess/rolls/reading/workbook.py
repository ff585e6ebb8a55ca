"""Workbooks (.xlsx, .xls, .ods) through calamine: every sheet with content is a part. One sheet is held at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostic, Refused, nearest
from assess.rolls.libraries import imported
from assess.rolls.reading.faults import DAMAGE, note, reason_of, refused, titles_note
from assess.rolls.reading.header import SAMPLE, Merged, header_of
from assess.rolls.reading.looks import Looks
from assess.rolls.reading.merged_cells import MergedCells
from assess.rolls.reading.sink import Sink
from assess.rolls.reading.staging import Staging
from assess.rolls.reading.text import is_blank, text_of
from assess.rolls.reading.worksheet_xml import MOST_COLUMNS, Seen, column_letters, look_into, worksheet_files
from assess.rolls.roll import Part

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

MOST_CELLS = 120_000_000
"""A sheet is held as a full rectangle of some 30 bytes a cell; a larger one is refused."""
_BLOCK = 1 << 20
_SUFFIXES = {"xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "ods": (".ods",)}


def read_workbook(
    path: Path, kind: str, source: str, staging: Staging, sheets: Sequence[str] = (), *, pass_over: bool = False
) -> list[Part]:
    """A part for every sheet with content, or for each of `sheets`. `kind`: xlsx, xls or ods.

    Raises Refused where the workbook is damaged or protected, has none of the sheets asked for or no content, or where
    a sheet that a person sees has no header; with `pass_over`, where no sheet has one.
    """
    calamine = imported(source, "python_calamine")
    try:
        with _opened(path, kind) as workbook:
            return _Workbook(workbook, path, kind, source, staging).parts(sheets, pass_over)
    except calamine.PasswordError:
        raise refused("R117", source) from None
    except calamine.CalamineError as error:
        if _is_encrypted(path):
            raise refused("R117", source) from None
        raise refused("R106", source, reason=reason_of(error)) from None
    except Exception:
        raise
    except BaseException as panic:  # calamine's own code gave up; pyo3 makes no Exception of that
        if type(panic).__name__ != "PanicException":
            raise
        raise refused("R106", source, reason=reason_of(panic)) from None


def _is_encrypted(path: Path) -> bool:
    """Is it what a workbook of today becomes by a password? calamine knows that only of a name that ends in .xlsx."""
    sought, rest = "EncryptedPackage".encode("utf-16-le"), b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if sought in rest + block:
                return True
            rest = block[-len(sought) :]
    return False


def _opened(path: Path, kind: str) -> CalamineWorkbook:
    """calamine goes by the name of a file, and by its content only where it is given no name."""
    import python_calamine

    try:
        return python_calamine.load_workbook(path)
    except python_calamine.PasswordError:
        raise
    except python_calamine.CalamineError:
        if path.suffix.lower() in _SUFFIXES[kind]:
            raise
        return python_calamine.load_workbook(path.open("rb"))


class _Workbook:
    def __init__(self, workbook: CalamineWorkbook, path: Path, kind: str, source: str, staging: Staging) -> None:
        self._workbook, self._path, self._kind, self._source, self._staging = workbook, path, kind, source, staging

    def parts(self, sheets: Sequence[str], pass_over: bool) -> list[Part]:
        names = self._workbook.sheet_names
        for name in sheets:
            if name not in names:
                known = ", ".join(names)
                raise refused("R109", self._source, sheet=name, known=known, near=nearest(name, names))
        files = self._worksheet_files()
        parts: list[Part] = []
        passed_over: list[Diagnostic] = []
        for about in self._workbook.sheets_metadata:
            if sheets and about.name not in sheets:
                continue
            seen = self._look_into(files[about.name], about.name) if about.name in files else Seen()
            part = self._part(about, seen, asked_for=bool(sheets))
            if isinstance(part, Part):
                parts.append(part)
            else:
                passed_over.append(part)
        without_header = next((one for one in passed_over if one.code == "R161"), None)
        if without_header is not None and (sheets or not pass_over or not parts):
            raise refused("R104", f"{self._source}:{without_header.arguments['sheet']}")
        if not parts:
            raise refused("R103", self._source)
        parts[0] = replace(parts[0], notes=(*parts[0].notes, *passed_over))
        return parts

    def _part(self, about: SheetMetadata, seen: Seen, *, asked_for: bool) -> Part | Diagnostic:
        """The part of one sheet, or the note that tells why it is passed over."""
        source = f"{self._source}:{about.name}"
        hidden = str(about.visible) != "SheetVisibleEnum.Visible"
        sheet = self._workbook.get_sheet_by_name(about.name)
        left = sheet.start[1] if sheet.start else 0
        rows = _rows(sheet, seen.errors, left)
        first_rows = list(islice(rows, SAMPLE))
        merged = _merged(sheet, left)
        header = header_of(first_rows, merged)
        if header is None:
            if all(is_blank(cell) for row in chain(first_rows, rows) for cell in row):
                return note("R155", self._source, sheet=about.name)
            if hidden and not asked_for:
                return note("R157", self._source, sheet=about.name)
            return note("R161", self._source, sheet=about.name)
        notes = titles_note(source, header)
        if hidden:
            notes.append(note("R156", source, sheet=about.name))
        if self._kind != "xlsx":
            notes.append(note("R159", source))
        if unsolved := seen.without_result:
            row, column = unsolved[0]
            cell = f"{column_letters(column + 1)}{row + 1}"
            notes.append(note("R163", source, line=row + 1, count=len(unsolved), cell=cell))
        sink = Sink(self._staging, source, header, origin=self._path, ragged=False, first=left + 1)
        below = MergedCells(merged or (), header.last_row, left + 1)
        looks = Looks(seen, header, left + 1)
        try:
            for row, cells in enumerate(below.read(chain(first_rows, rows)), start=1):
                if row > header.last_row and sink.add(row, cells):
                    looks.read(row)
            return sink.finish([*notes, *below.notes(source), *looks.notes(source)])
        finally:
            sink.close()

    def _worksheet_files(self) -> Mapping[str, str]:
        if self._kind != "xlsx":
            return {}
        try:
            return worksheet_files(self._path)
        except DAMAGE as error:
            raise refused("R106", self._source, reason=reason_of(error)) from None

    def _look_into(self, file: str, name: str) -> Seen:
        source = f"{self._source}:{name}"
        try:
            seen = look_into(self._path, file)
        except DAMAGE as error:
            raise refused("R106", source, reason=reason_of(error)) from None
        if seen.columns > MOST_COLUMNS or seen.rows * seen.columns > MOST_CELLS:
            raise _too_large(source, seen)
        return seen


def _too_large(source: str, seen: Seen) -> Refused:
    return refused("R116", source, cell=f"{column_letters(seen.columns)}{seen.rows}")


def _rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str], left: int) -> Iterator[list[str]]:
    """The rows of the sheet from the first one on, as text. Error cells get the text back that calamine takes away, and
    formulas without a result stand there themselves: as no value that anything is taken for."""
    rows_with_errors = {row for row, _ in errors}
    for index, values in enumerate(sheet.iter_rows()):
        cells = [value if type(value) is str else text_of(value) for value in values]
        if index in rows_with_errors:
            for place in range(len(cells)):
                cells[place] = errors.get((index, left + place), cells[place])
        yield cells


def _merged(sheet: CalamineSheet, left: int) -> list[Merged] | None:
    """Merged ranges in the columns that `_rows` gives; None where the kind of workbook does not tell them."""
    ranges = sheet.merged_cell_ranges
    if ranges is None:
        return None
    return [((top, first - left), (bottom, last - left)) for (top, first), (bottom, last) in ranges if first >= left]
