"""Rows that could not be brought out of their source at all, in the columns of rejects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assess.diagnostics.catalogue import CATALOGUE
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES
from assess.rolls.roll import Part

_AT_ONCE = 10_000


def unreadable_rejects(parts: Sequence[Part], place: Path) -> list[Path]:
    """Writes them to a Parquet file in `place`; none where every row was read."""
    import duckdb

    if not any(part.unreadable for part in parts):
        return []
    path = place / "unreadable.parquet"
    columns = ", ".join(f'"{name}" {type_}' for name, type_ in zip(REJECT_COLUMNS, REJECT_TYPES, strict=True))
    lists = ", ".join(f"unnest(?::{type_}[])" for type_ in REJECT_TYPES)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rejects ({columns})")
        for part in parts:
            for start in range(0, len(part.unreadable), _AT_ONCE):
                rows = []
                for one in part.unreadable[start : start + _AT_ONCE]:
                    entry, arguments = CATALOGUE[one.problem.code], one.problem.arguments
                    texts = [entry.message(language, arguments) for language in ("zh", "en")]
                    texts += [entry.remedy(language, arguments) for language in ("zh", "en")]
                    rows.append([part.source, one.row, one.column or None, one.problem.code, one.found, *texts])
                connection.execute(
                    f"INSERT INTO rejects SELECT {lists}", [list(held) for held in zip(*rows, strict=True)]
                )
        connection.sql("SELECT * FROM rejects").write_parquet(str(path))
    return [path]
