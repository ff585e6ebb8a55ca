"""Databases that SQL is tried in: the one inside this process, and a throw-away server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import polars as pl
import sqlglot
from sqlglot import exp

from assess.engines.frames.query import frame_query
from assess.engines.frames.values import Kind, kind_of
from assess.engines.sql.dialects import fenced, type_in, written
from assess.engines.sql.nodes import column
from assess.engines.sql.stages import Stages, named, projection

Given = Mapping[str, tuple[str, Sequence[Any]]]
"""Columns of a table: the SQL type of each, and its values."""


class Answer(NamedTuple):
    """What a query gives: the names of its columns, and its rows."""

    names: list[str]
    rows: list[tuple[Any, ...]]


class Database:
    """`dialect`: one of `assess.engines.sql.dialects.DIALECTS`."""

    dialect: str
    cursor: Any

    def make(self, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """A table of that name with columns of these types, in the place of the one before."""
        columns = ", ".join(f'"{name}" {type_in(self.dialect, type_)}' for name, type_ in types.items())
        self.cursor.execute(f"DROP TABLE IF EXISTS {table}")
        self.cursor.execute(f"CREATE TEMP TABLE {table} ({columns})")
        if rows:
            self.fill(table, types, rows)

    def fill(self, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        raise NotImplementedError

    def run(self, sql: str) -> Answer:
        self.cursor.execute(sql)
        return Answer([one[0] for one in self.cursor.description], self.cursor.fetchall())


class Duck(Database):
    dialect = "duckdb"

    def __init__(self) -> None:
        import duckdb

        self.cursor = duckdb.connect(config={"threads": 1})

    def fill(self, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        lists = ", ".join(f"unnest(?::{type_}[])" for type_ in types.values())
        self.cursor.execute(f"INSERT INTO {table} SELECT {lists}", [list(held) for held in zip(*rows, strict=True)])


class Postgres(Database):
    dialect = "postgres"

    def __init__(self, url: str) -> None:
        import psycopg

        self.cursor = psycopg.connect(url, autocommit=True, prepare_threshold=None).cursor()

    def fill(self, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join(["%s"] * len(types))
        self.cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


class Frames(Database):
    """No database, but the data frames that long rolls are decided by: the same SQL, run by Polars."""

    dialect = "duckdb"

    def make(self, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        kinds = {name: kind_of(type_.upper()) for name, type_ in types.items()}
        columns = zip(*rows, strict=True) if rows else [()] * len(types)
        self._types = tuple((name, kind.sql) for name, kind in kinds.items())
        self._frame = pl.DataFrame(
            {name: stored(held, kind) for (name, kind), held in zip(kinds.items(), columns, strict=True)}
        )

    def run(self, sql: str, *, unchecked: bool = False) -> Answer:
        query = sqlglot.parse_one(sql, dialect="duckdb")
        query.set("order", None)  # frames keep the order of rows
        found = frame_query(query.sql("duckdb"), self._types, unchecked=unchecked)
        frame = found.run(self._frame)
        rows = [
            tuple(given_back(value, kind) for value, kind in zip(row, found.columns.values(), strict=True))
            for row in frame.rows()
        ]
        return Answer(frame.columns, rows)


def stored(held: Sequence[Any], kind: Kind) -> pl.Series:
    if kind.name == "DECIMAL":
        held = [None if value is None else int(Decimal(value).scaleb(kind.places)) for value in held]
    return pl.Series(list(held), dtype=kind.polars)


def given_back(value: Any, kind: Kind) -> Any:
    return Decimal(value).scaleb(-kind.places) if kind.name == "DECIMAL" and value is not None else value


def values(
    database: Database, expressions: Iterable[exp.Expr], given: Given, stages: Stages | None = None
) -> list[Any]:
    """What each row comes to: a tuple of the expressions' values, or the value of the only one."""
    types = {"nr": "INT", **{name: type_ for name, (type_, _) in given.items()}}
    held = zip(*(column for _, column in given.values()), strict=True)
    database.make("given", types, [(nr, *row) for nr, row in enumerate(held)])
    relation: exp.Expr = exp.to_table("given")
    for number, made in enumerate((stages or Stages(given)).projections):
        relation = fenced(projection(made, relation), database.dialect).subquery(f"stage_{number}", copy=False)
    wanted = [named(f"value.{index}", one) for index, one in enumerate(expressions)]
    query = exp.select(*wanted, copy=False).from_(relation, copy=False).order_by(column("nr"), copy=False)
    rows = database.run(written(query, database.dialect)).rows
    return [row[0] for row in rows] if len(wanted) == 1 else rows
