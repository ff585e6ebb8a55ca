"""Expressions of SQL run by Polars and by DuckDB, over the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.engines.sql.databases import Duck, Frames

Given = Mapping[str, tuple[str, Sequence[Any]]]


def by_frames(sql: str, given: Given, *, unchecked: bool = False) -> list[Any]:
    """What the expression comes to in each row. Raises Inexpressible, Stopped."""
    frames = Frames()
    _make(frames, given)
    return [row[0] for row in frames.run(f"SELECT {sql} AS it FROM given", unchecked=unchecked).rows]


def by_duckdb(sql: str, given: Given) -> list[Any]:
    duck = Duck()
    _make(duck, given)
    return [row[0] for row in duck.run(f"SELECT {sql} AS it FROM given").rows]


def by_both(sql: str, given: Given) -> list[Any]:
    found = by_frames(sql, given)
    assert found == by_duckdb(sql, given)
    return found


def _make(database: Duck | Frames, given: Given) -> None:
    rows = list(zip(*(held for _, held in given.values()), strict=True))
    database.make("given", {name: type_ for name, (type_, _) in given.items()}, rows)
