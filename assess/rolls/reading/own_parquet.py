"""The office's own Parquet files: they stay where they are, and are read by their columns' names and types."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.faults import note, reason_of, refused
from assess.rolls.reading.sql import quoted_path
from assess.rolls.reading.staging import Staging
from assess.rolls.roll import Column, Part

if TYPE_CHECKING:
    import duckdb

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


def read_own_parquet(path: Path, source: str, staging: Staging) -> Part:
    """A part that points to the file. Nothing but its footer is read. Raises Refused where it is damaged."""
    import duckdb

    try:
        connection = staging.connection
        columns = connection.execute(f"DESCRIBE SELECT * FROM {parquet_sql(path)}").fetchall()
        spans = _spans(connection, path)
        counted = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({quoted_path(path)})").fetchone()
    except duckdb.Error as error:
        raise refused("R106", source, reason=reason_of(error)) from None
    rows = int(counted[0]) if counted else 0
    staging.progress(source, rows)
    return Part(
        source=source,
        path=path,
        rows=rows,
        columns=tuple(Column(name, type_, spans.get(name) if type_ in _WHOLE else None) for name, type_, *_ in columns),
        staged=False,
        origin=path,
        notes=() if rows else (note("R158", source),),
    )


def _spans(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, tuple[int, int]]:
    """The least and the greatest of each column of whole numbers, by the statistics that every row group has of it.

    A column without them in some row group has none. What they say holds of every value: the database itself leaves
    row groups out by them.
    """
    least, greatest = (f"TRY_CAST(stats_{which}_value AS BIGINT)" for which in ("min", "max"))
    known = f"({least} IS NOT NULL AND {greatest} IS NOT NULL) OR coalesce(stats_null_count = num_values, FALSE)"
    rows = connection.execute(
        f"SELECT path_in_schema, min({least}), max({greatest}) FROM parquet_metadata({quoted_path(path)}) "
        f"WHERE type IN ('INT32', 'INT64') GROUP BY path_in_schema HAVING bool_and({known})"
    ).fetchall()
    return {name: (low, high) for name, low, high in rows if low is not None and high is not None}


def parquet_files_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder and its folders, by name; not those that Spark and its like keep for themselves."""
    return sorted(
        path
        for path in folder.rglob("*.parquet")
        if path.is_file() and not any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
    )
