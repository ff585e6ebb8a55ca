"""CSV, TSV and text files: what separates their cells, where the header is, and which of two ways reads them.

The quick way is DuckDB's own reader. It is taken where nothing in the file asks for care, and its result only where it
saw as many rows as there are lines. Everything else goes the careful way, which gives the same part, more slowly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.reading.faults import note, refused, titles_note, unreadable, writing
from assess.rolls.reading.header import SAMPLE, Header, header_of
from assess.rolls.reading.quick import Dialect, read_quickly
from assess.rolls.reading.records import Record, records
from assess.rolls.reading.sink import Sink, shown
from assess.rolls.reading.staging import LONGEST_ROW, Staging
from assess.rolls.reading.text_scan import Scan, scan
from assess.rolls.roll import Part

DELIMITERS = {",": ("逗号", "commas"), "\t": ("制表符", "tabs"), ";": ("分号", "semicolons"), "|": ("竖线", "bars")}
_ENCODINGS = {"utf-8": "UTF-8", "gb18030": "GB18030", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
_COPIED = 1 << 20
"""Characters copied at a time."""


def read_delimited(path: Path, source: str, staging: Staging, *, carefully: bool = False) -> Part:
    """The one part of a delimited file. `carefully`: without trying the quick way (for tests).

    Raises Refused where it is empty, has no header, or can be decoded neither as UTF-8 nor as GB18030.
    """
    seen = scan(path, source)
    sample = list(islice(_lines(path, seen), 4 * SAMPLE))
    if not any(line.strip() for line in sample):
        raise refused("R103", source)
    delimiter, header, first_records = _layout(sample)
    if header is None:
        raise refused("R104", source)
    _refuse_unreadable_header(header, first_records, source)
    notes = _notes(source, seen, delimiter, header)
    if not (carefully or seen.odd) and all(record.lines == 1 for record in first_records[: header.last_row]):
        dialect = Dialect(delimiter, seen.crlf, seen.lines, seen.blank_end)
        with _in_utf_8(path, source, seen, staging) as readable:
            part = read_quickly(readable, source, header, dialect, staging, notes, origin=path)
        if part is not None:
            return part
    return _read_carefully(path, source, seen, delimiter, header, staging, notes)


def _read_carefully(
    path: Path, source: str, seen: Scan, delimiter: str, header: Header, staging: Staging, notes: list[Diagnostic]
) -> Part:
    sink = Sink(staging, source, header, origin=path, ragged=True)
    try:
        for row, record in enumerate(records(_lines(path, seen), delimiter, sink.fits), start=1):
            if row <= header.last_row:
                continue
            if record.code:
                text = record.cells[0].rstrip("\r\n")
                sink.reject(unreadable(record.code, source, row, shown(text), most=LONGEST_ROW))
            else:
                sink.add(row, record.cells)
        return sink.finish(notes)
    finally:
        sink.close()


def _lines(path: Path, seen: Scan) -> Iterator[str]:
    """The lines with their ends. Bytes that cannot be decoded become halves of surrogate pairs, and so stand out."""
    with path.open(encoding=seen.encoding, errors="surrogateescape", newline="") as file:
        file.seek(seen.bom)
        yield from file


@contextmanager
def _in_utf_8(path: Path, source: str, seen: Scan, staging: Staging) -> Iterator[Path]:
    """The file itself where it is UTF-8, otherwise a copy that is, written as it is read."""
    if seen.encoding == "utf-8":
        yield path
        return
    copy = staging.scratch_file(".utf-8.csv")
    try:
        with writing(source), path.open(encoding=seen.encoding, newline="") as read, copy.open("wb") as written:
            while text := read.read(_COPIED):
                written.write(text.encode())
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def _layout(sample: list[str]) -> tuple[str, Header | None, list[Record]]:
    """The delimiter, the header and the first records under the delimiter that most rows agree on."""
    best: tuple[float, int, str, list[Record]] | None = None
    for delimiter in DELIMITERS:
        found = list(islice(records(sample, delimiter), SAMPLE))
        counts = Counter(len(record.cells) for record in found if not record.code and any(record.cells))
        width, agreeing = max(counts.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        share = agreeing / sum(counts.values()) if width > 1 else 0.0
        if best is None or (share, width) > best[:2]:
            best = (share, width, delimiter, found)
    assert best is not None
    _, _, delimiter, found = best
    return delimiter, header_of([[] if record.code else record.cells for record in found]), found


def _refuse_unreadable_header(header: Header, first_records: list[Record], source: str) -> None:
    """A header that was not decoded whole cannot be trusted to name the columns."""
    for row in range(header.rows[0], header.last_row + 1):
        for cell in first_records[row - 1].cells:
            for character in cell:
                if "\udc80" <= character <= "\udcff":
                    raise refused("R115", source, line=row, byte=f"0x{ord(character) - 0xDC00:02X}", line_number=row)


def _notes(source: str, seen: Scan, delimiter: str, header: Header) -> list[Diagnostic]:
    zh, en = DELIMITERS[delimiter]
    bom = "+BOM" if seen.bom == 3 else ""
    found = [note("R151", source, encoding=_ENCODINGS[seen.encoding] + bom, delimiter_zh=zh, delimiter_en=en)]
    return found + titles_note(source, header)
