"""Parquet files as the check reads and writes them."""

from __future__ import annotations

import duckdb
import pytest

from assess.rolls.parquet_files import by_one_thread


def threads(connection: duckdb.DuckDBPyConnection) -> object:
    return connection.execute("SELECT current_setting('threads')").fetchall()[0][0]


def test_one_thread_writes_and_then_there_are_as_many_as_before() -> None:
    with duckdb.connect(config={"threads": 3}) as connection:
        with by_one_thread(connection):
            assert threads(connection) == 1
        assert threads(connection) == 3
        with pytest.raises(duckdb.Error), by_one_thread(connection):
            connection.execute("SELECT nothing")
        assert threads(connection) == 3
