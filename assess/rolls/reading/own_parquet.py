"""The office's own Parquet files: they stay where they are, and are read by their columns' names and types."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.faults import note, reason_of, refused
from assess.rolls.reading.sql import quoted_path
from assess.rolls.reading.staging import Staging
from assess.rolls.roll import Column, Part


def read_own_parquet(path: Path, source: str, staging: Staging) -> Part:
    """A part that points to the file. Nothing but its footer is read. Raises Refused where it is damaged."""
    import duckdb

    try:
        connection = staging.connection
        columns = connection.execute(f"DESCRIBE SELECT * FROM {parquet_sql(path)}").fetchall()
        counted = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({quoted_path(path)})").fetchone()
    except duckdb.Error as error:
        raise refused("R106", source, reason=reason_of(error)) from None
    rows = int(counted[0]) if counted else 0
    staging.progress(source, rows)
    return Part(
        source=source,
        path=path,
        rows=rows,
        columns=tuple(Column(name, type_) for name, type_, *_ in columns),
        staged=False,
        origin=path,
        notes=() if rows else (note("R158", source),),
    )


def parquet_files_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder and its folders, by name; not those that Spark and its like keep for themselves."""
    return sorted(
        path
        for path in folder.rglob("*.parquet")
        if path.is_file() and not any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
    )
