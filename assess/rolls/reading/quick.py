"""The quick way into a delimited file: DuckDB reads it as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.reading.header import Header
from assess.rolls.reading.naming import naming_of
from assess.rolls.reading.numbered import numbered_part
from assess.rolls.reading.staging import LONGEST_ROW, Staging, csv_scan
from assess.rolls.roll import Part


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written, and how many lines it has; `blank_end` of them are blank ones at its end."""

    delimiter: str
    crlf: bool
    lines: int
    blank_end: int


def read_quickly(
    path: Path,
    source: str,
    header: Header,
    dialect: Dialect,
    staging: Staging,
    notes: Iterable[Diagnostic],
    *,
    origin: Path,
) -> Part | None:
    """The part of a file in UTF-8, or None where DuckDB does not read it line by line without complaint: then another
    way has to. Raises Refused on a full disk.
    """
    import duckdb

    columns = [f"c{index}" for index in range(len(header.names))]
    relation = csv_scan(
        path,
        [(column, "VARCHAR") for column in columns],
        delimiter=dialect.delimiter,
        skip=header.last_row,
        newline="\r\n" if dialect.crlf else "\n",
        longest=LONGEST_ROW,
    )
    unnamed = [index for index, name in enumerate(header.names) if not name]
    counts = ", ".join(["count(*)", *(f"count({columns[index]})" for index in unnamed)])
    try:
        counted = staging.connection.execute(f"SELECT {counts} FROM {relation}").fetchone()
    except duckdb.Error:
        return None
    assert counted is not None
    # of a table with one column, a blank line is a row
    expected = dialect.lines - (dialect.blank_end if len(columns) > 1 else 0) - header.last_row
    if counted[0] != expected:
        return None
    filled = {index for index, count in zip(unnamed, counted[1:], strict=True) if count}
    naming = naming_of(source, header.last_row, header.names, filled)
    try:
        return numbered_part(relation, columns, source, header, naming, staging, notes, origin=origin)
    except Refused as refusal:
        if any(found.code == "R111" for found in refusal.diagnostics):
            return None  # it is the file after all that DuckDB stumbled over
        raise
