"""The decisions of a long share by data frames: the same SQL, run by Polars, at half of DuckDB's time.

Where it cannot be, or anything goes wrong, nothing is written and the database does it: it has the last word on what
is an error, and says it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

import polars as pl
from sqlglot import exp

from assess.engines.frames.query import FrameQuery, Stopped, frame_query
from assess.engines.frames.values import BIGINT, Kind, kind_of
from assess.engines.sql.expressions import Inexpressible
from assess.engines.sql.stages import named
from assess.rolls.parquet_frames import ParquetFrames
from assess.rolls.roll import ROW
from assess.rolls.shares.part import PlannedPart, Share

_AT_ONCE = 245_760
"""Rows that are held in memory together: two row groups."""
_PLACE = "__place"

Copy = Callable[[str, Path], None]
"""Writes what a query gives to a file."""


def written_by_frames(
    part: PlannedPart, share: Share, facts_sql: str, queries: Mapping[Path, str], copy: Copy
) -> frozenset[Path]:
    """Writes what the queries give of the share, each to its file; which have been written: the others are left to the
    database, all of them where anything goes wrong.

    `facts_sql`, over the cells, and the queries, over the facts, are DuckDB's. Raises Stopped where a cell is unusual.
    """
    try:
        framed = _Framed(part, share, facts_sql, queries)
        framed.write(copy)
    except Stopped:
        raise
    except (Exception, pl.exceptions.PanicException):
        # whatever it is: the database comes to the same, or says what is wrong; half a file would pass for a whole one
        for target in queries:
            target.unlink(missing_ok=True)
        return frozenset()
    finally:
        for target in queries:
            target.with_name(f"{target.stem}.declared.part").unlink(missing_ok=True)
    return frozenset(framed.queries)


class _Framed:
    def __init__(self, part: PlannedPart, share: Share, facts_sql: str, queries: Mapping[Path, str]) -> None:
        self._share = share
        kinds = {one.raw: kind_of(one.type.upper()) for one in part.columns}
        self._cells = _cells(part, kinds)
        source = ((ROW, BIGINT.sql), *((raw, kind.sql) for raw, kind in kinds.items()))
        self._facts = frame_query(facts_sql, source, unchecked=True)
        held = tuple((name, kind.sql) for name, kind in self._facts.columns.items())
        self.queries: dict[Path, FrameQuery] = {}
        for target, sql in queries.items():
            with suppress(Inexpressible):
                self.queries[target] = frame_query(sql, held)

    def write(self, copy: Copy) -> None:
        """Raises Stopped, PolarsError, OSError."""
        with ExitStack() as opened:
            files = {target: opened.enter_context(self._file(target, copy)) for target in self.queries}
            for first in range(self._share.first, self._share.last, _AT_ONCE):
                cells = self._cells.slice(first, min(_AT_ONCE, self._share.last - first)).collect()
                facts = self._facts.run(cells)
                for target, query in self.queries.items():
                    files[target].add(query.run(facts))
            for file in files.values():
                file.finish()

    def _file(self, target: Path, copy: Copy) -> ParquetFrames:
        declared = target.with_name(f"{target.stem}.declared.part")
        copy(_nothing(self.queries[target]), declared)
        return ParquetFrames(declared, target)


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


def _nothing(query: FrameQuery) -> str:
    """No row, with the columns that the query gives, as DuckDB declares them."""
    columns = [named(name, exp.cast(exp.Null(), kind.sql, dialect="duckdb")) for name, kind in query.columns.items()]
    return exp.select(*columns).where(exp.false()).sql("duckdb")
