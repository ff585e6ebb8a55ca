"""Databases that SQL is tried in: the one inside this process, and a throw-away server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlglot import exp

from assess.engines.sql.dialects import fenced, type_in, written
from assess.engines.sql.nodes import column
from assess.engines.sql.stages import Stages, named, projection

Given = Mapping[str, tuple[str, Sequence[Any]]]
"""Columns of a table: the SQL type of each, and its values."""


class Database(Protocol):
    """`dialect`: one of `assess.engines.sql.dialects.DIALECTS`."""

    dialect: str

    def rows(self, query: exp.Select, given: Given) -> list[tuple[Any, ...]]:
        """What the query gives over the table `given`, in the order of its rows; both have a column `nr`."""


def values(
    database: Database, expressions: Iterable[exp.Expr], given: Given, stages: Stages | None = None
) -> list[Any]:
    """What each row comes to: a tuple of the expressions' values, or the value of the only one."""
    wanted = [named(f"value.{index}", one) for index, one in enumerate(expressions)]
    relation: exp.Expr = exp.to_table("given")
    for number, made in enumerate((stages or Stages(given)).projections):
        relation = fenced(projection(made, relation), database.dialect).subquery(f"stage_{number}")
    rows = [row[:-1] for row in database.rows(exp.select(*wanted, column("nr")).from_(relation), given)]
    return [row[0] for row in rows] if len(wanted) == 1 else rows


class Duck:
    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self._connection = duckdb.connect(config={"threads": 1})

    def rows(self, query: exp.Select, given: Given) -> list[tuple[Any, ...]]:
        _fill(self._connection, given, self.dialect, "?")
        return self._connection.execute(written(query.order_by(column("nr")), self.dialect)).fetchall()


class Postgres:
    dialect = "postgres"

    def __init__(self, url: str) -> None:
        import psycopg

        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)

    def rows(self, query: exp.Select, given: Given) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        _fill(cursor, given, self.dialect, "%s")
        return cursor.execute(written(query.order_by(column("nr")), self.dialect)).fetchall()


def _fill(connection: Any, given: Given, dialect: str, mark: str) -> None:
    types = [f'"{name}" {type_in(dialect, type_)}' for name, (type_, _) in given.items()]
    connection.execute("DROP TABLE IF EXISTS given")
    connection.execute(f"CREATE TEMP TABLE given (nr INT, {', '.join(types)})")
    held = zip(*(values for _, values in given.values()), strict=True)
    marks = ", ".join([mark] * (len(types) + 1))
    connection.executemany(f"INSERT INTO given VALUES ({marks})", [(nr, *row) for nr, row in enumerate(held)])
