"""The decisions of a long share by data frames: the same SQL, run by Polars, at half of DuckDB's time.

Where it cannot be, or anything goes wrong, nothing is written and the database does it: it has the last word on what
is an error, and says it.
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import polars as pl
from sqlglot import exp

from assess.engines.frames.query import FrameQuery, Stopped, frame_query
from assess.engines.frames.relations import FrameRelations, frame_relations
from assess.engines.frames.values import BIGINT, Kind, kind_of
from assess.engines.sql.expressions import Inexpressible
from assess.engines.sql.stages import named
from assess.rolls.parquet_frames import ParquetFrames
from assess.rolls.parquet_parts import Schema, schema_of_file
from assess.rolls.roll import ROW
from assess.rolls.shares.by_frames import ByFrames, Queries
from assess.rolls.shares.part import PlannedPart, Share

_AT_ONCE = 245_760
"""Rows that are held in memory together: two row groups."""
_PLACE = "__place"
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
_DECLARED: dict[tuple[tuple[str, Kind], ...], Schema] = {}
"""By the columns, of the shares before."""

Copy = Callable[[str, Path], None]
"""Writes what a query gives to a file."""


def written_by_frames(part: PlannedPart, share: Share, queries: Queries, copy: Copy) -> ByFrames:
    """Writes what the queries give of the share. What is not written is left to the database, all of it where anything
    goes wrong.

    Raises Stopped where a cell is unusual, OSError where the disk is full: what the database writes is smaller, so that
    it might still find room, and the file would have other bytes than that of a run with room enough.
    """
    try:
        framed = _Framed(part, share, queries)
        framed.write(copy)
    except Stopped:
        raise
    except (Exception, pl.exceptions.PanicException) as error:
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            raise
        # whatever it is: the database comes to the same, or says what is wrong; half a file would pass for a whole one
        for target in (*queries.decisions, queries.people[0], *queries.findings):
            target.unlink(missing_ok=True)
        return ByFrames()
    return ByFrames(frozenset(framed.columns), framed.statuses)


class _Framed:
    """`columns`: those of each file. `statuses`: decisions by status, where all decisions are written."""

    def __init__(self, part: PlannedPart, share: Share, queries: Queries) -> None:
        self._share = share
        kinds = {one.raw: kind_of(one.type.upper()) for one in part.columns}
        self._cells = _cells(part, kinds)
        source = ((ROW, BIGINT.sql), *((raw, kind.sql) for raw, kind in kinds.items()))
        self._facts = frame_query(queries.facts, source, unchecked=True)
        held = tuple((name, kind.sql) for name, kind in self._facts.columns.items())
        self._of_facts: dict[Path, FrameQuery] = {}
        for target, sql in (*queries.decisions.items(), queries.people):
            with suppress(Inexpressible):
                self._of_facts[target] = frame_query(sql, held)
        self._tables = {"decisions": next(iter(queries.decisions)), "people": queries.people[0]}
        tables = {name: self._of_facts[file].columns for name, file in self._tables.items() if file in self._of_facts}
        self._findings: dict[Path, FrameRelations] = {}
        for target, sql in queries.findings.items():
            with suppress(Inexpressible):
                self._findings[target] = frame_relations(sql, tables)
        self.columns = {target: query.columns for target, query in self._of_facts.items()}
        self.columns |= {target: query.columns for target, query in self._findings.items()}
        self._decided = [target for target in queries.decisions if target in self._of_facts]
        self.statuses: Counter[str] | None = Counter() if len(self._decided) == len(queries.decisions) else None

    def write(self, copy: Copy) -> None:
        """Raises Stopped, PolarsError, OSError."""
        with ExitStack() as opened:
            files = {
                target: opened.enter_context(ParquetFrames(_declared(columns, target, copy), target))
                for target, columns in self.columns.items()
            }
            for first in range(self._share.first, self._share.last, _AT_ONCE):
                cells = self._cells.slice(first, min(_AT_ONCE, self._share.last - first)).collect()
                facts = self._facts.run(cells)
                tables: dict[Path, pl.DataFrame] = {}
                for target, query in self._of_facts.items():  # of many months, one after the other
                    found = query.run(facts)
                    files[target].add(found)
                    if self.statuses is not None and target in self._decided:
                        self.statuses.update(dict(found["status"].value_counts().iter_rows()))
                    if self._findings:
                        tables[target] = found
                for target, relations in self._findings.items():
                    held = {name: tables[file] for name, file in self._tables.items() if file in tables}
                    files[target].add(relations.run(held))
            for file in files.values():
                file.finish()


def _cells(part: PlannedPart, kinds: dict[str, Kind]) -> pl.LazyFrame:
    """The columns that are read, by their numbers. Raises Inexpressible where Polars holds one in another type."""
    file = pl.scan_parquet(part.path, glob=False, hive_partitioning=False, row_index_name=_PLACE)
    there = file.collect_schema()
    if len({name.casefold() for name in there}) < len(there):
        raise Inexpressible("columns that differ in capitals alone")  # the database calls the second otherwise
    row = pl.col(ROW) if part.staged else pl.col(_PLACE).cast(pl.Int64) + 1
    wanted = [row.alias(ROW)]
    for one in part.columns:
        kind, cell = kinds[one.raw], pl.col(one.header)
        if kind.name == "DECIMAL":
            if there[one.header] != pl.Decimal(kind.digits, kind.places):
                raise Inexpressible(f"{one.header}: {there[one.header]}")
            cell = cell.to_physical().cast(pl.Int64)
        elif there[one.header] != kind.polars:
            raise Inexpressible(f"{one.header}: {there[one.header]}")
        wanted.append(cell.alias(one.raw))
    return file.select(wanted)


def _declared(columns: Mapping[str, Kind], target: Path, copy: Copy) -> Schema:
    """What a file with these columns declares of them if DuckDB writes it."""
    key = tuple(columns.items())
    if key not in _DECLARED:
        held = [named(name, exp.cast(exp.Null(), kind.sql, dialect="duckdb")) for name, kind in columns.items()]
        file = target.with_name(f"{target.stem}.declared.part")
        try:
            copy(exp.select(*held).where(exp.false()).sql("duckdb"), file)
            _DECLARED[key] = schema_of_file(file)
        finally:
            file.unlink(missing_ok=True)
    return _DECLARED[key]
