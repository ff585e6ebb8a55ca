"""What a comparison makes: findings, written in an order of their own, and what they have at stake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.rolls import finding_rows
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import copied, run, union, written
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Made:
    """Findings, and what they have at stake in single payments (see `assess.rolls.stakes`); None: nothing."""

    findings: exp.Query
    stakes: exp.Query | None = None


def findings_written(
    connection: DuckDBPyConnection,
    made: Sequence[Sequence[Made]],
    path: Path,
    stakes: Stakes | None = None,
    sources: Sequence[str] = (),
) -> int:
    """Writes findings that are made portion by portion, in an order of their own, and keeps their stakes; how many
    findings there are. `sources`: in the order of the roll."""
    if stakes is not None:
        for one in (one for portion in made for one in portion):
            if one.stakes is not None:
                stakes.keep(connection, one.stakes)
    portions = [[one.findings for one in portion] for portion in made]
    if len(portions) == 1:
        return written(connection, _ordered(portions[0], sources), path)
    parts = [path.with_name(f"{path.name}.{index}.part") for index in range(len(portions))]
    try:
        for queries, part in zip(portions, parts, strict=True):
            run(connection, copied(union(queries), part))
        return written(connection, _ordered([exp.select("*").from_(parquet(*parts))], sources), path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _ordered(queries: Sequence[exp.Query], sources: Sequence[str]) -> exp.Query:
    """The sentence decides between findings on the same row from two registers of a kind."""
    return finding_rows.in_fixed_order(queries, sources).order_by(finding_rows.column("sentence_zh"), copy=False)
