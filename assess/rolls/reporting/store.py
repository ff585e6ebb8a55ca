"""One DuckDB connection over the files of a run, with a view for each; nothing of them is held in memory."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assess.rolls.finding_columns import create_table
from assess.rolls.parquet_files import by_one_thread, parquet_sql
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FETCHED = 4096
_ERRNO = re.compile(r'"errno":"([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Limits:
    """What DuckDB may take, in its own words (`1GB`); None: what it takes by itself."""

    memory: str | None = None
    threads: int | None = None


class Store:
    """Views `decisions`, `findings` and `rejects`, each empty where there is no such file.

    Faults of the file system come out as OSError, so that they are told as such.
    """

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._counts: dict[str, int] = {}
        self._columns: dict[str, list[str]] = {}
        self._kept: set[str] = set()

    def rows(self, query: str, arguments: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, fetched as they are asked for. One query at a time: the next one ends this one."""
        with _told():
            cursor = self._connection.execute(query, list(arguments))
        while True:
            with _told():
                fetched = cursor.fetchmany(_FETCHED)
            if not fetched:
                return
            yield from fetched

    def all(self, query: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return list(self.rows(query, arguments))

    def one(self, query: str, arguments: Sequence[object] = ()) -> tuple[Any, ...]:
        """The only row of an aggregate."""
        return self.all(query, arguments)[0]

    def run(self, statement: str, arguments: Sequence[object] = ()) -> None:
        with _told():
            self._connection.execute(statement, list(arguments))

    def write_csv(self, path: Path, query: str) -> int:
        """Writes the rows of the query under the names of its columns; returns how many there are."""
        with _told(), by_one_thread(self._connection):
            row = self._connection.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT csv, HEADER true)").fetchone()
        return 0 if row is None else int(row[0])

    def parquet_rows(self, path: Path) -> int:
        """How many rows a Parquet file has, by what it says itself."""
        return int(self.one(f"SELECT count(*) FROM {parquet_sql(path)}")[0])

    def columns(self, view: str) -> list[str]:
        if view not in self._columns:
            self._columns[view] = [str(row[0]) for row in self.rows(f"DESCRIBE {view}")]
        return self._columns[view]

    def count(self, view: str) -> int:
        """How many rows a view has."""
        if view not in self._counts:
            self._counts[view] = int(self.one(f"SELECT count(*) FROM {view}")[0])
        return self._counts[view]

    def keep(self, name: str, query: str) -> None:
        """Keeps the rows of the query as a table, in their order; those kept under the name already stay."""
        if name not in self._kept:
            self.run(f"CREATE TEMP TABLE {name} AS {query}")
            self._kept.add(name)


@contextmanager
def opened(
    decisions: Path, findings: Path, rejects: Sequence[Path], temporary: Path, limits: Limits | None = None
) -> Iterator[Store]:
    """A store over the Parquet files of a run; what does not fit into memory goes to `temporary`."""
    import duckdb

    limits = limits or Limits()
    settings: dict[str, str | bool | int | float | list[str]] = {"temp_directory": str(temporary)}
    if limits.memory is not None:
        settings["memory_limit"] = limits.memory
    if limits.threads is not None:
        settings["threads"] = limits.threads
    with _told(), duckdb.connect(config=settings) as connection:
        store = Store(connection)
        store.run("SET preserve_insertion_order = true")
        if findings.exists():
            store.run(f"CREATE VIEW findings AS FROM {parquet_sql(findings)}")
        else:
            store.run(create_table("findings"))
        if decisions.exists():
            store.run(f"CREATE VIEW decisions AS FROM {parquet_sql(decisions)}")
        else:
            store.run('CREATE TABLE decisions ("status" VARCHAR)')
        there = [path for path in rejects if path.exists()]
        if there:
            store.run(f"CREATE VIEW rejects AS FROM {parquet_sql(*there)}")
        else:
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in zip(REJECT_COLUMNS, REJECT_TYPES, strict=True))
            store.run(f"CREATE TABLE rejects ({columns})")
        yield store


@contextmanager
def _told() -> Iterator[None]:
    """Turns DuckDB's faults of input and output into OSError."""
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        text = str(error)
        number = _ERRNO.search(text)
        if number is not None:
            code = int(number[1])
        elif "No space left" in text:
            code = errno.ENOSPC
        elif "No such file" in text:
            code = errno.ENOENT
        else:
            code = errno.EACCES if "Permission denied" in text else errno.EIO
        raise OSError(code, text if code == errno.EIO else os.strerror(code)) from error


def quoted(name: str) -> str:
    """An identifier of DuckDB, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text of DuckDB."""
    return "'" + value.replace("'", "''") + "'"
