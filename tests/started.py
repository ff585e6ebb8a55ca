"""DuckDB, started once and taken again.

To start one takes fifteen milliseconds, and a check of a small roll starts four or five. So those that are closed are
kept, and who asks for one next gets a connection to one of them: with an empty database of its own, and the settings
that it asks for. Processes that tests start know nothing of it, and start their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

import duckdb
import pytest

Connection = duckdb.DuckDBPyConnection

_SETTABLE = ("memory_limit", "preserve_insertion_order", "temp_directory", "threads")
"""What may be set anew while a DuckDB runs. Those that differ otherwise are told apart."""
_ATTACHED = "SELECT database_name FROM duckdb_databases() WHERE NOT internal AND database_name <> 'memory'"
_MOST_KEPT = 12


class Started:
    """A DuckDB that serves one after the other. `others`: its settings beside those that may be set anew."""

    def __init__(self, connect: Callable[..., Connection], others: dict[str, Any]) -> None:
        self.others = others
        self._first = connect(config=others)
        self._served = 0
        self._as_started = {name: self._setting(name) for name in _SETTABLE}
        self._are: dict[str, Any] = {}

    def connection(self, settings: dict[str, Any]) -> Connection:
        self._set({name: settings.get(name, value) for name, value in self._as_started.items()})
        self._served += 1
        self._first.execute(f"ATTACH ':memory:' AS own_{self._served}")
        return self.at_home(self._first.cursor())

    def at_home(self, connection: Connection) -> Connection:
        """The connection, to the database of the one who is served."""
        return connection.execute(f"USE own_{self._served}")

    def emptied(self) -> None:
        """Raises an error of DuckDB where it cannot serve another: one that has spilled keeps to its folder."""
        for (name,) in self._first.execute(_ATTACHED).fetchall():
            self._first.execute(f'DETACH "{name}"')
        self._set({"temp_directory": ""})

    def end(self) -> None:
        self._first.close()

    def _set(self, settings: dict[str, Any]) -> None:
        for name, value in settings.items():
            self._first.execute(f"SET GLOBAL {name} = {_literal(value)}")

    def _setting(self, name: str) -> Any:
        return self._first.execute("SELECT current_setting(?)", [name]).fetchall()[0][0]


class Pool:
    """What stands in for the ways to connections, and to their end."""

    def __init__(self) -> None:
        self._connect = duckdb.connect
        self._cursor = Connection.cursor
        self._close = Connection.close
        self._lock = threading.Lock()
        self._idle: list[Started] = []
        self._serving: WeakKeyDictionary[Connection, Started] = WeakKeyDictionary()

    def connect(self, database: Any = ":memory:", read_only: bool = False, config: Any = None) -> Connection:
        config = dict(config or {})
        if database != ":memory:" or read_only:
            return self._connect(database, read_only, config)
        others = {name: value for name, value in config.items() if name not in _SETTABLE}
        started = self._taken(others) or Started(self._connect, others)
        try:
            connection = started.connection(config)
        except duckdb.Error:  # of settings that no DuckDB takes: as it tells of them itself
            started.end()
            return self._connect(database, read_only, config)
        with self._lock:
            self._serving[connection] = started
        return connection

    def cursor(self, connection: Connection) -> Connection:
        started = self._serving.get(connection)
        cursor = self._cursor(connection)
        return cursor if started is None else started.at_home(cursor)

    def close(self, connection: Connection) -> None:
        with self._lock:
            started = self._serving.pop(connection, None)
        self._close(connection)
        if started is not None:
            self._keep(started)

    def _taken(self, others: dict[str, Any]) -> Started | None:
        with self._lock:
            for place, one in enumerate(self._idle):
                if one.others == others:
                    return self._idle.pop(place)
        return None

    def _keep(self, started: Started) -> None:
        try:
            started.emptied()
        except duckdb.Error:
            started.end()
            return
        with self._lock:
            self._idle.append(started)
            ended = self._idle.pop(0) if len(self._idle) > _MOST_KEPT else None
        if ended is not None:
            ended.end()

    def end(self) -> None:
        for one in self._idle:
            one.end()
        self._idle.clear()


@contextmanager
def started_once() -> Iterator[None]:
    """Within the `with` block, what is connected to a DuckDB in memory is connected to one that runs already."""
    pool = Pool()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duckdb, "connect", pool.connect)
        patched.setattr(Connection, "cursor", lambda connection: pool.cursor(connection))
        patched.setattr(Connection, "close", lambda connection: pool.close(connection))
        patched.setattr(Connection, "__exit__", lambda connection, *_: pool.close(connection))
        yield
    pool.end()


def _literal(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "'" + str(value).replace("'", "''") + "'"
