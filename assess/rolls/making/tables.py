"""A made-up roll as a Parquet or CSV file: written by the database, row by row in order."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from assess.rolls.making.columns import Column
from assess.rolls.making.damage import Damage
from assess.rolls.making.stages import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROW_GROUP = 122_880
"""Rows in a group of a Parquet file: DuckDB's own measure, and the unit in which a check takes a roll apart."""
_INVALID = b"\xff\xfe\x81"
"""Bytes that are text in no encoding here."""


def selected(columns: Sequence[Column], ways: Sequence[Damage]) -> str:
    """The columns as they are written: typed, or all text where rows are damaged."""
    if not ways:
        return ", ".join(f"({column.sql})::{column.type} AS {quoted(column.header)}" for column in columns)
    written = []
    for place, column in enumerate(columns):
        text = f"({column.sql})::{column.type}::VARCHAR"
        kinds = [str(kind) for kind, one in enumerate(ways) if one.column == place]
        if kinds:
            text = f"CASE WHEN damage IN ({', '.join(kinds)}) THEN damaged_text ELSE {text} END"
        written.append(f"{text} AS {quoted(column.header)}")
    return ", ".join(written)


def write_parquet(connection: DuckDBPyConnection, query: str, path: Path, compression: str) -> None:
    options = f"FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, COMPRESSION {compression}"
    connection.execute(f"COPY ({query}) TO {literal(str(path))} ({options})")


def write_csv(connection: DuckDBPyConnection, query: str, path: Path) -> None:
    """In UTF-8, with a header, lines ending in a line feed."""
    connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER, DELIMITER ',')")


def rewrite_csv(
    plain: Path,
    path: Path,
    encoding: str,
    lines: Mapping[int, str],
    above: Sequence[Sequence[str]],
    below: Sequence[str],
) -> None:
    """The CSV file again: in another encoding, with rows above the header and one at the end, and with some lines
    damaged. `lines`: the kind of damage by the number of the row, from 0."""
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    with plain.open(encoding="utf-8", newline="") as source, path.open("wb") as target:
        if encoding == "utf-8-sig":
            target.write(b"\xef\xbb\xbf")
        for row in above:
            target.write(_line(row).encode(codec))
        header = source.readline()
        target.write(header.encode(codec))
        if lines:
            for number, line in enumerate(source):
                kind = lines.get(number)
                target.write(line.encode(codec) if kind is None else _damaged(line, kind, header, codec))
        else:
            while chunk := source.read(1 << 20):
                target.write(chunk.encode(codec))
        _write_last(target, below, codec)


def _write_last(target: BinaryIO, below: Sequence[str], codec: str) -> None:
    if below:
        target.write(_line(below).encode(codec))


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _damaged(line: str, kind: str, header: str, codec: str) -> bytes:
    """The line as its kind of damage leaves it. No cell of it holds a comma or a quote."""
    cells = line.rstrip("\n").split(",")
    if kind == "line_invalid_bytes":
        return b",".join([cells[0].encode(codec), _INVALID, *(cell.encode(codec) for cell in cells[2:])]) + b"\n"
    if kind == "line_header_again":
        return header.encode(codec)
    changed = {
        "line_too_few_cells": cells[:-3],
        "line_too_many_cells": [*cells, "多余", "多余"],
        "line_unclosed_quote": [cells[0], '"' + cells[1], *cells[2:]],
        "line_text_after_quote": [cells[0], f'"{cells[1]}"某', *cells[2:]],
        "line_nul_byte": [cells[0], cells[1] + "\0", *cells[2:]],
        "line_blank": [],
    }[kind]
    return (",".join(changed) + "\n").encode(codec)
