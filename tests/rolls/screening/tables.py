"""Small tables of people and decisions, written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import duckdb

Row = dict[str, Any]
_TYPES = {
    "row": "BIGINT", "person": "BIGINT", "namesake": "UBIGINT", "flags": "TINYINT", "born": "INTEGER",
} | dict.fromkeys(("source", "case", "name", "district", "month", "status"), "VARCHAR")  # fmt: skip


def person(number: int, name: str | None = "张三", **others: Any) -> Row:
    """A row of the roll, with what decisions and people hold of it."""
    return {
        "source": "roll.csv", "row": number, "case": str(number), "name": name, "district": "北村",
        "status": "decided", "person": None, "namesake": None, "flags": 0, "born": None,
    } | others  # fmt: skip


def filled(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], columns: Sequence[str]) -> None:
    """The columns of the rows as a table."""
    declared = ", ".join(f'"{name}" {_TYPES.get(name, "DECIMAL(18,2)")}' for name in columns)
    connection.execute(f"CREATE TABLE {table} ({declared})")
    places = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({places})", [[one.get(name) for name in columns] for one in rows]
    )


def shown(findings: Sequence[Row], *columns: str) -> list[tuple[Any, ...]]:
    """Those columns of the findings; amounts as text."""
    return [
        tuple(str(value) if isinstance(value, Decimal) else value for value in (one[name] for name in columns))
        for one in findings
    ]
