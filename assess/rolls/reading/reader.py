"""Reads a roll: from whatever it is kept in to parts of one header each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from assess.rolls.reading.faults import refused
from assess.rolls.reading.kinds import Found, file_itself, found_sources
from assess.rolls.reading.own_parquet import read_own_parquet
from assess.rolls.reading.postgresql import read_postgresql
from assess.rolls.reading.staging import Staging
from assess.rolls.roll import Part

_WORKBOOKS = ("xlsx", "xls", "ods")
DATABASES = ("duckdb", "sqlite", "postgresql")


def read_roll(
    sources: Sequence[str],
    workdir: Path,
    *,
    table: str | None = None,
    sheets: Sequence[str] = (),
    progress: Callable[[str, int], None] | None = None,
    threads: int | None = None,
    memory: str | None = None,
    pass_over: bool = False,
    by_path: bool = False,
) -> tuple[Part, ...]:
    """The parts of the roll that `sources` hold together, in their order; staged ones have their files in `workdir`.

    A source is a path (CSV, TSV or text, XLSX, XLS, ODS, Parquet, DuckDB, SQLite), a folder or pattern of files, or a
    URL `postgresql://…?table=schema.name`. `FILE?table=NAME` and `FILE?sheet=NAME` choose within one file, `table` and
    `sheets` within all that have tables or sheets. The same sources give the same bytes.

    `progress` is told a source and how many of its rows have been read. `threads`, `memory` (`"2GB"`): DuckDB's limits.
    `pass_over`: a sheet that nobody asked for and that has no header is noted (R161), where another one has, and does
    not refuse the workbook. `by_path`: files are called by their whole path, since others of the same name are read
    apart from them.

    Raises Refused where a source is not there, not readable, empty, without a header, damaged or of no known kind,
    where the choice of a table or sheet does not fit, and where the disk is full; nothing half written is left.
    """
    found = [one for given in sources for one in found_sources(given)]
    _refuse_the_same_twice(found)
    _refuse_pointless_choices(found, table, sheets)
    found = _told_apart(found, by_path)
    staging = Staging(workdir, progress, threads, memory)
    staging.open(found[0].shown if found else "")
    try:
        parts: list[Part] = []
        for one in found:
            parts += _parts(one, staging, table, sheets, pass_over)
            _refuse_a_table_twice(parts)
        return tuple(parts)
    finally:
        staging.close()


def _parts(one: Found, staging: Staging, table: str | None, sheets: Sequence[str], pass_over: bool) -> list[Part]:
    """Of what reads workbooks, other databases and delimited files, only what is needed is loaded."""
    if one.kind == "postgresql":
        return [read_postgresql(one.given, staging, table)]
    assert one.path is not None
    if one.kind == "duckdb":
        from assess.rolls.reading.duckdb_file import read_duckdb

        return [read_duckdb(one.path, one.shown, staging, one.within or table)]
    if one.kind == "sqlite":
        from assess.rolls.reading.sqlite_file import read_sqlite

        return [read_sqlite(one.path, one.shown, staging, one.within or table)]
    if one.kind in _WORKBOOKS:
        from assess.rolls.reading.workbook import read_workbook

        sheets = [one.within] if one.within else sheets
        return read_workbook(one.path, one.kind, one.shown, staging, sheets, pass_over=pass_over)
    if one.kind == "parquet":
        return [read_own_parquet(one.path, one.shown, staging)]
    from assess.rolls.reading.delimited import read_delimited

    return [read_delimited(one.path, one.shown, staging)]


def _refuse_the_same_twice(found: Sequence[Found]) -> None:
    """Everybody on it would be on the roll twice."""
    seen: dict[tuple[object, str | None], str] = {}
    for one in found:
        name = one.shown if one.path is None else str(one.path)
        key = (one.given if one.path is None else file_itself(one.path), one.within)
        if key in seen:
            raise refused("R118", name, other=seen[key])
        seen[key] = name


def _refuse_a_table_twice(parts: Sequence[Part]) -> None:
    """One that is named, and the only one of a database; a sheet that is named, and one of all."""
    seen = set()
    for one in parts:
        key = None if one.origin is None else (file_itself(one.origin), one.source)
        if key is not None and key in seen:
            raise refused("R118", one.source, other=one.source)
        seen.add(key)


def _refuse_pointless_choices(found: Sequence[Found], table: str | None, sheets: Sequence[str]) -> None:
    """A table or sheet asked for where nothing has any was meant for something that is not there."""
    kinds = {one.kind for one in found}
    if table is not None and not kinds.intersection(DATABASES):
        raise refused("R107", found[0].shown if found else "", table=table, known="-")
    if sheets and not kinds.intersection(_WORKBOOKS):
        raise refused("R109", found[0].shown if found else "", sheet=sheets[0], known="-")
    for one in found:
        if one.within is not None and one.kind not in (*DATABASES, *_WORKBOOKS):
            raise refused("R107", one.shown, table=one.within, known="-")


def _told_apart(found: Sequence[Found], by_path: bool) -> list[Found]:
    """Files of the same name in several folders are called by their whole path, if not all are."""
    counts = Counter((one.shown, one.within) for one in found)
    return [
        replace(one, shown=str(one.path))
        if one.path is not None and (by_path or counts[one.shown, one.within] > 1)
        else one
        for one in found
    ]
