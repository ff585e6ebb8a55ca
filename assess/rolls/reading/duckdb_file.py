"""A table of a DuckDB database file, which is opened for reading only."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.reading.faults import reason_of, refused
from assess.rolls.reading.naming import naming_of
from assess.rolls.reading.numbered import numbered_part
from assess.rolls.reading.sql import quoted_name, quoted_text, text_of_column
from assess.rolls.reading.staging import Staging
from assess.rolls.reading.tables import chosen_table, header_of_table
from assess.rolls.roll import Part

_ATTACHED = "source_of_the_roll"


def read_duckdb(path: Path, source: str, staging: Staging, table: str | None) -> Part:
    """The part of one table or view, its rows in the table's order. Raises Refused where the file is damaged or in use
    by another program, and where the table is not there.
    """
    import duckdb

    connection = staging.connection
    try:
        connection.execute(f"ATTACH {quoted_text(str(path))} AS {_ATTACHED} (READ_ONLY)")
    except duckdb.Error as error:
        if "could not set lock" in str(error).lower():
            raise refused("R120", source) from None
        raise refused("R106", source, reason=reason_of(error)) from None
    try:
        found = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = $1 AND NOT internal "
            "UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = $1 AND NOT internal",
            [_ATTACHED],
        ).fetchall()
        schema, name = chosen_table([(str(one), str(two)) for one, two in found], table, source, usual="main")
        place = f"{source}:{name}" if schema == "main" else f"{source}:{schema}.{name}"
        relation = f"{_ATTACHED}.{quoted_name(schema)}.{quoted_name(name)}"
        columns = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        names = [str(column[0]) for column in columns]
        header = header_of_table(names)
        texts = [text_of_column(str(name), str(type_)) for name, type_, *_ in columns]
        naming = naming_of(place, 0, names, range(len(names)))
        return numbered_part(relation, texts, place, header, naming, staging, (), origin=path)
    except duckdb.Error as error:
        raise refused("R106", source, reason=reason_of(error)) from None
    finally:
        connection.execute(f"DETACH {_ATTACHED}")
