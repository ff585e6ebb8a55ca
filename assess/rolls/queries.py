"""SQL as trees, run by DuckDB: reading Parquet, writing Parquet, and running a tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import number, unknown
from assess.rolls import finding_rows
from assess.rolls.parquet_files import parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Relation = Path | Sequence[Path] | str | exp.Expr
"""Parquet files, or a table, view or query of the connection."""

Keep = Callable[[exp.Query], exp.Select]
"""Works a query out, and gives what selects its rows."""


def table(name: str, query: exp.Query) -> exp.Expr:
    """The statement that keeps the rows of the query as a table, in place of the one before."""
    return exp.Create(this=exp.to_table(name), kind="TABLE", expression=query, replace=True)


@contextmanager
def kept(connection: DuckDBPyConnection, name: str) -> Iterator[Keep]:
    """Keeps the rows of queries that others read several times, each as a table `name_1`, `name_2` …, to the end of the
    `with` block: else each reader would hold the query in itself, and work it out again."""
    names: list[str] = []

    def keep(query: exp.Query) -> exp.Select:
        names.append(f"{name}_{len(names) + 1}")
        run(connection, table(names[-1], query))
        return exp.select(exp.Star()).from_(names[-1])

    try:
        yield keep
    finally:
        for one in names:
            forget(connection, one)


def without_rows(types: Mapping[str, str]) -> exp.Select:
    """No rows, in columns of these names and types."""
    return exp.select(*(finding_rows.named(unknown(type_), name) for name, type_ in types.items())).where(exp.false())


def copied(query: exp.Query, path: Path) -> exp.Expr:
    """The statement that writes the rows of the query to a Parquet file."""
    parameters = [
        exp.CopyParameter(this=exp.var(name), expression=exp.var(value))
        for name, value in (("FORMAT", "PARQUET"), ("COMPRESSION", "ZSTD"))
    ]
    return exp.Copy(
        this=query.subquery(copy=False), kind=False, files=[exp.Literal.string(str(path))], params=parameters
    )


def run(connection: DuckDBPyConnection, statement: exp.Expr) -> DuckDBPyConnection:
    """The statement is written as it stands, without the copy that SQLGlot would make first: that takes as long as to
    write it. What SQLGlot changes on the way (an aggregate of texts, for one) cannot be written a second time."""
    return connection.execute(statement.sql("duckdb", identify=True, copy=False))


def forget(connection: DuckDBPyConnection, name: str) -> None:
    """Drops a table, if it is there."""
    # as text: SQLGlot's node for it is not the same in all versions
    connection.execute(f"DROP TABLE IF EXISTS {exp.to_table(name).sql('duckdb', identify=True)}")


def any_rows(connection: DuckDBPyConnection, name: str) -> bool:
    """Has the table any rows?"""
    return run(connection, exp.select(number(1)).from_(name).limit(1)).fetchone() is not None


def relation(given: Relation, alias: str) -> exp.Expr:
    """What may stand after FROM, under the alias: Parquet files, or a table, view or query of the connection."""
    if isinstance(given, str | exp.Expr):
        return finding_rows.relation(given, alias)
    return finding_rows.relation(parquet(*([given] if isinstance(given, Path) else given)), alias)


def columns_of(connection: DuckDBPyConnection, given: Relation) -> tuple[str, ...]:
    """The names of its columns."""
    description = run(connection, exp.select("*").from_(relation(given, "given")).limit(0)).description
    return tuple(name for name, *_ in description or ())


def packed(**fields: exp.Expr) -> exp.Expr:
    """Several values as one; ordered by the first, then the second …"""
    return exp.Struct(
        expressions=[
            exp.PropertyEQ(this=exp.to_identifier(name, quoted=True), expression=value.copy())
            for name, value in fields.items()
        ]
    )


def part_of(packed_: exp.Expr, name: str) -> exp.Expr:
    """One of the values of `packed`."""
    return exp.StructExtract(this=packed_.copy(), expression=exp.Literal.string(name))


def only_where(aggregate: exp.Expr, condition: exp.Expr) -> exp.Expr:
    """The aggregate over those rows for which the condition holds."""
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))


def counted() -> exp.Expr:
    return exp.Count(this=exp.Star())


def union(queries: Sequence[exp.Query]) -> exp.Query:
    """The rows of all of them."""
    together, *others = queries
    for query in others:
        together = exp.union(together, query, distinct=False, copy=False)
    return together


def written(connection: DuckDBPyConnection, query: exp.Query, path: Path) -> int:
    """Writes the rows to a Parquet file, which appears only when it is whole; how many rows there are."""
    aside = path.with_name(f"{path.name}.part")
    found = run(connection, copied(query, aside)).fetchone()
    os.replace(aside, path)
    return int(found[0]) if found else 0
