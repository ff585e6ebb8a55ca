"""A roll as it was read: parts of one header each, every part a Parquet file with a row per input row, in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic

ROW = "__row"
"""The column of a staged part that holds the number of the row as the person sees it in the source."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its source names it. `type` is DuckDB's name of the type; everything staged is `VARCHAR`. `span`: the
    least and the greatest of whole numbers, where the source tells without being read."""

    header: str
    type: str
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row of the source that is not in the Parquet file: what is wrong with it, and where."""

    row: int
    column: str
    found: str
    problem: Diagnostic


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a roll under one header: a file, a sheet, a table.

    `source`: what the person calls it (`roll.xlsx:Sheet1`). `path`: the Parquet file. `staged`: written by the reader,
    all columns text, the first one `ROW`; otherwise the office's own Parquet file, whose rows count from 1. `rows`: how
    many rows the Parquet file has. Neither those of `unreadable`, somebody's that could not be brought into it at all,
    are among them, nor those of `set_aside`, which are nobody's: totals, headers again, feet of pages, rows kept free.
    `origin`: the file as given. `address`: of a table of a server just read, the address as given, with the table and
    without the password.
    """

    source: str
    path: Path
    rows: int
    columns: tuple[Column, ...]
    staged: bool
    origin: Path | None = None
    unreadable: tuple[Unreadable, ...] = ()
    set_aside: tuple[Unreadable, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    address: str | None = None
