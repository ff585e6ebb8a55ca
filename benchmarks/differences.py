"""Do two results of one roll hold the same decisions, rows hit, and eligibility?

    python -m benchmarks.differences OURS THEIRS

Two folders.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.openfisca_model import facts


def differences(ours: Path, theirs: Path) -> dict[str, int]:
    """How many rows differ, by column; and under `rows` how many people stand in one result only."""
    import duckdb

    connection = duckdb.connect()
    names = [*facts.COLUMNS, "status"]
    counted = [f'count(*) FILTER (ours."{name}" IS DISTINCT FROM theirs."{name}")' for name in names]
    alone = 'count(*) FILTER (ours."case" IS NULL OR theirs."case" IS NULL)'
    query = f"""SELECT {alone}, {", ".join(counted)}
        FROM read_parquet('{ours / "decisions.parquet"}') AS ours
        FULL JOIN read_parquet('{theirs / "part-*.parquet"}') AS theirs USING ("case")"""
    row = connection.execute(query).fetchone()
    assert row is not None
    return {name: count for name, count in zip(["rows", *names], row, strict=True) if count}


if __name__ == "__main__":
    found = differences(*map(Path, sys.argv[1:]))
    if found:
        raise SystemExit(f"rows that differ: {found}")
