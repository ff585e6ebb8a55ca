"""A DuckDB that is taken again is as one that was just started: tests may not tell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

CONFIGURED: list[dict[str, Any]] = [  # without a limit, it is so much of what memory there is at the moment
    {"memory_limit": "1GiB"},
    {"memory_limit": "1GiB", "threads": 3},
    {"threads": "2", "memory_limit": "512MiB", "temp_directory": "spill", "preserve_insertion_order": "true"},
]
ASKED = ("memory_limit", "preserve_insertion_order", "temp_directory", "threads")
SETTINGS = f"SELECT name, value FROM duckdb_settings() WHERE name IN {ASKED}"


def test_settings_are_those_asked_for_whoever_had_it_before() -> None:
    program = (
        f"import duckdb\nfor config in {CONFIGURED!r}:\n"
        f"    print(dict(duckdb.connect(config=config).execute({SETTINGS!r}).fetchall()))"
    )
    new = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    for _ in range(2):
        again = []
        for config in CONFIGURED:
            with duckdb.connect(config=config) as connection:
                again.append(str(dict(connection.execute(SETTINGS).fetchall())))
                connection.execute("SET threads = 4; SET memory_limit = '300MiB'; SET preserve_insertion_order = false")
        assert again == new.splitlines()


def test_nothing_is_left_of_the_one_before(tmp_path: Path) -> None:
    for _ in range(2):
        with duckdb.connect() as connection:
            connection.execute("CREATE TABLE held AS SELECT 1 AS one")
            connection.execute("CREATE TEMP VIEW seen AS FROM held")
            connection.execute(f"ATTACH '{tmp_path}/file.duckdb' AS other")
            assert connection.cursor().execute("FROM held").fetchall() == [(1,)]


def test_two_at_a_time_do_not_see_each_other() -> None:
    with duckdb.connect() as one, duckdb.connect() as other:
        one.execute("CREATE TABLE held AS SELECT 1 AS one")
        with pytest.raises(duckdb.CatalogException):
            other.execute("FROM held")


def test_closed_is_closed() -> None:
    with duckdb.connect() as connection:
        pass
    with pytest.raises(duckdb.ConnectionException):
        connection.execute("SELECT 1")


def test_what_was_spilled_is_cleared_away(tmp_path: Path) -> None:
    spill = tmp_path / "spill"
    with duckdb.connect(config={"memory_limit": "60MiB", "temp_directory": str(spill), "threads": 1}) as connection:
        connection.execute("CREATE TABLE held AS SELECT hash(range) AS hashed, range FROM range(6_000_000)")
        assert list(spill.iterdir())
    assert not spill.exists()
