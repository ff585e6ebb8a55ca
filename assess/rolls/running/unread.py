"""Rows of which nothing could be read, among the decisions: every row of the roll has one there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assess.rolls.parquet_files import parquet_sql
from assess.rolls.roll import Part
from assess.rolls.shares.copying import copy_sql
from assess.rolls.shares.deciding import REJECTED_STATUS


def unread_rows(parts: Sequence[Part], months: Sequence[str | None]) -> list[tuple[str, int, str | None]]:
    """Source, row and month of each decision there is to be of a row that could not be read: one for every month."""
    return [(part.source, one.row, month) for part in parts for month in months for one in part.unreadable]


def write_unread(rows: Sequence[tuple[str, int, str | None]], like: Path, out: Path) -> Path:
    """Writes them to `out` as rejected ones, with the columns of the decisions in `like`, in which nothing is known."""
    import duckdb

    sources, numbers, months = zip(*rows, strict=True)
    with duckdb.connect(config={"threads": 1}) as connection:
        empty = f"SELECT * FROM {parquet_sql(like)} LIMIT 0"
        connection.execute(f"CREATE TABLE decisions AS {empty}")
        given = {"source": ("TEXT", sources), "row": ("BIGINT", numbers)}
        if "month" in [name for name, *_ in connection.execute("DESCRIBE decisions").fetchall()]:
            given["month"] = ("TEXT", months)
        unread = ", ".join(f"unnest(?::{type_}[]) AS {name}" for name, (type_, _) in given.items())
        connection.execute(
            f"""INSERT INTO decisions BY NAME SELECT *, row::TEXT AS "case", ? AS status FROM (SELECT {unread})""",
            [REJECTED_STATUS, *(list(values) for _, values in given.values())],
        )
        connection.execute(copy_sql("FROM decisions", out))
    return out
