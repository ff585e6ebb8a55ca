"""The rows of long sheets: put together by the database, and laid into a workbook that is finished but for them.

The library that writes workbooks calls Python for every cell, some 90 µs for a finding, so that a million findings took
a minute and a half. It still writes everything else of a long sheet, and in the place of its rows one of empty cells:
the pattern, which carries the number of each column's format. The database makes a text of each finding, `row` and `c`
of SpreadsheetML (ECMA-376, part 1, 18.3.1), and the workbook is copied with these in the place of the pattern.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

LONGEST = 32_767
"""The characters that a cell of Excel can hold."""
_CHANGED = "[\\x00-\\x08\\x0b-\\x1f]|\ufffe|\uffff|_x[0-9A-Fa-f]{4}_"
"""What the library writes in another way: control characters as `_x0001_`, and what looks like that already."""
_PATTERN = re.compile(rb'<row r="2"[^>]*>(.*?)</row>')
_FORMAT = re.compile(rb'<c r="([A-Z]+)2" s="([0-9]+)"/>')
_REACH = re.compile(rb'(<dimension ref="A1:[A-Z]+)2"/>')
_BATCH = 10_000
_COPIED = 1 << 20


@dataclass(frozen=True, slots=True)
class LongSheet:
    """`number`: the place of the sheet in its workbook, from 1 on. `relation`: its rows in order, to stand after FROM,
    with the columns of the sheet as `c0`, `c1` and so on. `are_text`: which of them hold text, and not numbers."""

    number: int
    rows: int
    relation: str
    are_text: tuple[bool, ...]


def is_plain(value: str) -> bool:
    """Is the text written as it stands, but for `& < >`?"""
    return len(value) <= LONGEST and re.search(_CHANGED, value) is None


def are_plain(store: Store, relation: str, columns: Sequence[str]) -> bool:
    """Are all texts of the columns written as they stand, and far from too long, so that masked ones are, too?"""
    changed = [f"regexp_matches({one}, '{_CHANGED}') OR strlen({one}) > {LONGEST // 2}" for one in columns]
    return not changed or not store.one(f"SELECT coalesce(bool_or({' OR '.join(changed)}), false) FROM {relation}")[0]


def fill(workbook: Path, sheets: Sequence[LongSheet], store: Store, written: Callable[[int], None]) -> None:
    """Puts the rows of the sheets in the place of their patterns; tells `written` how many more there are.

    Raises OSError; the workbook is then as it was.
    """
    parts = {f"xl/worksheets/sheet{sheet.number}.xml": sheet for sheet in sheets}
    filled = workbook.with_name(f".{workbook.name}")
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(filled, "w") as target:
        for made in source.infolist():
            info = zipfile.ZipInfo(made.filename, made.date_time)
            info.compress_type = made.compress_type
            info.external_attr = made.external_attr
            info.file_size = made.file_size
            sheet = parts.get(made.filename)
            if sheet is None:
                with source.open(made) as content, target.open(info, "w") as part:
                    copyfileobj(content, part)
            else:
                _write(source.read(made), sheet, store, target, info, written)
    filled.replace(workbook)


def _write(
    empty: bytes,
    sheet: LongSheet,
    store: Store,
    target: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    written: Callable[[int], None],
) -> None:
    """The part goes into a file of its own first: beyond two gigabytes it needs longer headers in the workbook, which
    Excel takes for damage where they need not be."""
    pattern = _PATTERN.search(empty)
    assert pattern is not None, info.filename
    formats = [(letters.decode(), int(number)) for letters, number in _FORMAT.findall(pattern[1])]
    with TemporaryFile(dir=Path(target.filename or "").parent) as content:
        content.write(_REACH.sub(rb'\g<1>%d"/>' % (sheet.rows + 1), empty[: pattern.start()]))
        for texts in _batches(store.rows(_rows_query(sheet, formats))):
            content.write("".join(texts).encode())
            written(len(texts))
        content.write(empty[pattern.end() :])
        info.file_size = content.tell()
        content.seek(0)
        with target.open(info, "w") as part:
            copyfileobj(content, part, _COPIED)


def _rows_query(sheet: LongSheet, formats: Sequence[tuple[str, int]]) -> str:
    """A text for each row; an empty cell has none."""
    cells = []
    for index, (is_text, (letters, number)) in enumerate(zip(sheet.are_text, formats, strict=True)):
        column = f"c{index}"
        start = f"""'<c r="{letters}' || place || '" s="{number}"'"""
        if is_text:
            shown = f"replace(replace(replace({column}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
            cell = f"""{start} || ' t="inlineStr"><is><t xml:space="preserve">' || {shown} || '</t></is></c>'"""
        else:
            cell = f"""{start} || '><v>' || {column} || '</v></c>'"""
        cells.append(f"coalesce({cell}, '')")
    placed = f"(SELECT *, row_number() OVER () + 1 AS place FROM {sheet.relation} AS rows)"
    return f"""SELECT concat('<row r="', place, '">', {", ".join(cells)}, '</row>') FROM {placed} AS placed"""


def _batches(rows: Iterator[tuple[str]]) -> Iterator[list[str]]:
    batch: list[str] = []
    for (text,) in rows:
        batch.append(text)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
