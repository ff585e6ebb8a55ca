"""A table of an SQLite database file, through Python's own module; the file is opened for reading only."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from assess.rolls.reading.faults import reason_of, refused
from assess.rolls.reading.sink import Sink
from assess.rolls.reading.sql import quoted_name
from assess.rolls.reading.staging import Staging
from assess.rolls.reading.tables import chosen_table, header_of_table
from assess.rolls.reading.text import text_of
from assess.rolls.roll import Part


def read_sqlite(path: Path, source: str, staging: Staging, table: str | None) -> Part:
    """The part of one table or view, its rows in the order of their row ids. Raises Refused where the file is damaged
    or locked, and where the table is not there.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            # text that is not UTF-8 must not end the reading: its row is set aside
            connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")
            return _part(connection, path, source, staging, table)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise refused("R120", source) from None
        raise refused("R106", source, reason=reason_of(error)) from None
    except (sqlite3.Error, UnicodeError) as error:  # in a damaged file, what is wrong may not be text either
        raise refused("R106", source, reason=reason_of(error)) from None


def _part(connection: sqlite3.Connection, path: Path, source: str, staging: Staging, table: str | None) -> Part:
    known = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).fetchall()
    _, name = chosen_table([("", str(one)) for (one,) in known], table, source)
    place = f"{source}:{name}"
    cursor = _in_order(connection, quoted_name(name))
    header = header_of_table([str(column[0]) for column in cursor.description])
    sink = Sink(staging, place, header, origin=path, ragged=False)
    try:
        for row, values in enumerate(cursor, start=1):
            sink.add(row, [text_of(value) for value in values])
        return sink.finish(())
    finally:
        sink.close()


def _in_order(connection: sqlite3.Connection, name: str) -> sqlite3.Cursor:
    """All rows by row id; a view and a table without row ids have an order of their own."""
    try:
        return connection.execute(f"SELECT * FROM {name} ORDER BY rowid")
    except sqlite3.OperationalError as error:
        if "rowid" not in str(error):
            raise
        return connection.execute(f"SELECT * FROM {name}")
