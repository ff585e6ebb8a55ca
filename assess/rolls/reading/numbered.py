"""Makes a staged part of whatever DuckDB can read as one column of text after the other: rows get their numbers, blank
rows go, and rows that are nobody are found and taken out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.asides import LISTED, Asides, set_aside_notes, unnamed_notes, unreadable_of
from assess.rolls.reading.faults import note, writing
from assess.rolls.reading.header import Header
from assess.rolls.reading.naming import Naming
from assess.rolls.reading.sql import quoted_name, quoted_text
from assess.rolls.reading.staging import Staging, as_names
from assess.rolls.reading.text import BLANKS
from assess.rolls.roll import ROW, Column, Part, Unreadable

_FEW = 50
"""DuckDB turns a longer list into a join, which promises no order; the rows are then sorted."""
_FETCHED = 1000


def numbered_part(
    relation: str,
    columns: Sequence[str],
    source: str,
    header: Header,
    naming: Naming,
    staging: Staging,
    notes: Iterable[Diagnostic],
    *,
    origin: Path | None,
) -> Part:
    """The staged part of `relation`, a table expression in SQL.

    `columns`: SQL that gives the text of each column of the header, null where it is empty. The rows stand in the order
    in which DuckDB reads them, and count on from the header.

    Raises Refused on a full disk, and what DuckDB raises where the relation turns out not to be readable.
    """
    path = staging.path_for(source)
    values = as_names(
        [(f"row_number() OVER () + {header.last_row}", ROW), *((columns[i], name) for i, name in naming.kept)]
    )
    blanks = quoted_text(BLANKS)
    somebody = " OR ".join(f"trim({quoted_name(name)}, {blanks}) <> ''" for _, name in naming.kept) or "false"
    rows = staging.write(source, f"SELECT * FROM (SELECT {values} FROM {relation}) WHERE {somebody}", path)
    set_aside = _set_aside(path, source, header, naming, staging)
    if set_aside:
        listed = ", ".join(str(found.row) for found in set_aside)
        order = f" ORDER BY {quoted_name(ROW)}" if len(set_aside) > _FEW else ""
        query = f"SELECT * FROM {parquet_sql(path)} WHERE {quoted_name(ROW)} NOT IN ({listed}){order}"
        rows = staging.write(source, query, path)
    unnamed, count = _unnamed(path, source, header, naming, staging)
    staging.finished()
    staging.progress(source, rows)
    empty = () if rows else (note("R158", source, line=header.last_row),)
    return Part(
        source=source,
        path=path,
        rows=rows,
        columns=tuple(Column(name, "VARCHAR") for _, name in naming.kept),
        staged=True,
        origin=origin,
        set_aside=tuple(set_aside),
        notes=(
            *(*notes, *naming.notes, *empty, *set_aside_notes(source, set_aside)),
            *unnamed_notes(source, unnamed, count, rows),
        ),
    )


def _places(header: Header, naming: Naming) -> list[str]:
    """The column of each place of the header, as SQL; the empty text for one that is not kept."""
    places = [""] * len(header.names)
    for index, name in naming.kept:
        places[index] = quoted_name(name)
    return places


def _unnamed(path: Path, source: str, header: Header, naming: Naming, staging: Staging) -> tuple[list[int], int]:
    """The first rows of the part that name nobody, and how many such there are."""
    condition = Asides(header).names_nobody_in_sql(_places(header, naming))
    if not condition:
        return [], 0
    row = quoted_name(ROW)
    query = f"SELECT list({row} ORDER BY {row})[:{LISTED}], count(*) FROM {parquet_sql(path)} WHERE {condition}"
    with writing(source):
        found = staging.connection.execute(query).fetchone()
    return (found[0] or [], found[1]) if found else ([], 0)


def _set_aside(path: Path, source: str, header: Header, naming: Naming, staging: Staging) -> list[Unreadable]:
    """The rows of the part that are nobody, in order."""
    asides = Asides(header)
    query = f"SELECT * FROM {parquet_sql(path)} WHERE {asides.candidates(_places(header, naming))}"
    found = []
    with writing(source):
        result = staging.connection.execute(query)
        while rows := result.fetchmany(_FETCHED):
            for row, *texts in rows:
                cells = [""] * len(header.names)
                for (index, _), text in zip(naming.kept, texts, strict=True):
                    cells[index] = text or ""
                aside = asides.of(cells)
                if aside is not None:
                    found.append(unreadable_of(aside, source, row, header.names))
    return sorted(found, key=lambda one: one.row)
