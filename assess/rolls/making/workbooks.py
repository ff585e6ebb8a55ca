"""A made-up roll as a workbook: what an office gets when it exports, on as many sheets as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.rolls.making.columns import Column
from assess.rolls.making.damage import ID_AS_NUMBER, Damage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST_SHEET = 1_048_576
"""Rows that a sheet can hold."""
SHEET = "名册"
_AT_ONCE = 5_000
_WIDTH = 12


def sheet_name(index: int) -> str:
    """The name of a sheet, counted from 0."""
    return SHEET if index == 0 else f"{SHEET}{index + 1}"


def rows_a_sheet(above: int) -> int:
    """How many people fit on a sheet, under the header and `above` rows over it, with one row left for the totals."""
    return LONGEST_SHEET - 2 - above


def write_workbook(
    connection: DuckDBPyConnection,
    query: str,
    path: Path,
    columns: Sequence[Column],
    ways: Sequence[Damage],
    above: Sequence[Sequence[str]],
    below: Sequence[str],
) -> None:
    """`query` gives the columns, typed, then the place of the kind of damage and the damaged text (or NULLs)."""
    import xlsxwriter

    # A fixed day of creation: the same call makes the same bytes.
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": datetime(2025, 1, 1)})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "header": book.add_format({"bold": True, "border": 1, "text_wrap": True}),
        "DATE": book.add_format({"num_format": "yyyy-mm-dd"}),
        "DECIMAL(18,2)": book.add_format({"num_format": "0.00"}),
    }
    rows = _fetched(connection, query)
    pending = next(rows, None)
    index = 0
    while pending is not None or index == 0:
        sheet = book.add_worksheet(sheet_name(index))
        sheet.set_column(0, len(columns) - 1, _WIDTH)
        line = _write_head(sheet, columns, above, formats)
        for _ in range(rows_a_sheet(len(above))):
            if pending is None:
                break
            _write_row(sheet, line, pending, columns, ways, formats)
            line += 1
            pending = next(rows, None)
        if pending is None:
            for place, text in enumerate(below):
                if text:
                    _write_cell(sheet, line, place, text if place == 0 else Decimal(text), formats["DECIMAL(18,2)"])
        index += 1
    book.close()


def _fetched(connection: DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    result = connection.execute(query)
    while rows := result.fetchmany(_AT_ONCE):
        yield from rows


def _write_head(sheet: Any, columns: Sequence[Column], above: Sequence[Sequence[str]], formats: dict[str, Any]) -> int:
    """The rows over the header (the first one merged over all columns) and the header; returns the line after it."""
    line = 0
    for cells in above:
        if line == 0 and len(columns) > 1:
            sheet.merge_range(0, 0, 0, len(columns) - 1, cells[0], formats["title"])
        else:
            for place, text in enumerate(cells):
                sheet.write_string(line, place, text)
        line += 1
    for place, column in enumerate(columns):
        sheet.write_string(line, place, column.header, formats["header"])
    return line + 1


def _write_row(
    sheet: Any,
    line: int,
    row: tuple[Any, ...],
    columns: Sequence[Column],
    ways: Sequence[Damage],
    formats: dict[str, Any],
) -> None:
    *cells, damage, text = row
    for place, (column, value) in enumerate(zip(columns, cells, strict=True)):
        if damage is not None and ways[damage].column == place:
            value = float(text) if ways[damage].kind == ID_AS_NUMBER else text
        _write_cell(sheet, line, place, value, formats.get(column.type))


def _write_cell(sheet: Any, line: int, place: int, value: Any, format_: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(line, place, value)
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, format_)
    else:
        sheet.write_number(line, place, value, format_ if isinstance(value, Decimal) else None)
