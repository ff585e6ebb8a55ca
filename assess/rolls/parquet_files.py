"""Parquet files as DuckDB is to read them: those named and no others, with their own columns and no others.

Left to itself DuckDB takes `名册[2023].parquet` for a pattern, and adds a column for every folder on the way that is
called like `month=2023-01`, in place of the file's own column of that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.rolls.roll import ROW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def literally(path: Path) -> str:
    """The path as a pattern that stands for this file alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))


def parquet(*paths: Path, numbered: bool = False) -> exp.Expr:
    """The rows of the files, one after the other, to stand after FROM; `numbered`: with `file_row_number`, from 0."""
    options = {"hive_partitioning": exp.false()} | ({"file_row_number": exp.true()} if numbered else {})
    files = exp.Array(expressions=[exp.Literal.string(literally(path)) for path in paths])
    given = [exp.Kwarg(this=exp.var(name), expression=value) for name, value in options.items()]
    return exp.Table(this=exp.Anonymous(this="READ_PARQUET", expressions=[files, *given]))


def parquet_sql(*paths: Path, numbered: bool = False) -> str:
    """The same as text, in DuckDB's SQL."""
    return parquet(*paths, numbered=numbered).sql("duckdb")


def part_rows(path: Path, *, staged: bool) -> tuple[exp.Expr, exp.Expr, exp.Expr]:
    """A part of a roll: its rows, to stand after FROM; a row's number as the person sees it; its place, from 0.

    A staged part brings the numbers along; in an office's own file they follow from the place.
    """
    place = exp.column("file_row_number")
    following = exp.Add(this=place, expression=exp.Literal.number(1))
    row = exp.column(exp.to_identifier(ROW, quoted=True)) if staged else following
    return parquet(path, numbered=True), row, place.copy()


def by_chinese_clocks(connection: DuckDBPyConnection) -> DuckDBPyConnection:
    """The connection; moments are brought into text by the clocks of China, wherever the machine stands. By those of
    another place, a birthday kept as midnight in China would be the day before."""
    import duckdb

    with suppress(duckdb.Error):  # a DuckDB without time zones keeps to universal time, which the reader of cells minds
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
    return connection


@contextmanager
def by_one_thread(connection: DuckDBPyConnection) -> Iterator[None]:
    """Files are written by one thread. Several, that keep the order of rows, hold in memory what they have to write
    until it is its turn: more and more, the longer the file."""
    found = connection.execute("SELECT current_setting('threads')").fetchall()
    connection.execute("SET threads = 1")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {int(found[0][0])}")
