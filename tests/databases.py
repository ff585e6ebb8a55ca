"""A DuckDB to work in. To start one takes ten milliseconds, so that all tests of a process share one, where each has a
database of its own."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import duckdb

_NUMBERS = count()


@contextmanager
def database(threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to an empty database, which is gone at the end of the `with` block."""
    name = f"its_own_{next(_NUMBERS)}"
    with _started(threads).cursor() as connection:
        connection.execute(f"ATTACH ':memory:' AS {name}")
        connection.execute(f"USE {name}")
        try:
            yield connection
        finally:
            connection.execute("USE memory")
            connection.execute(f"DETACH {name}")


@cache
def _started(threads: int | None) -> duckdb.DuckDBPyConnection:
    return duckdb.connect() if threads is None else duckdb.connect(config={"threads": threads})


atexit.register(_started.cache_clear)  # DuckDB complains of what is left at the end
