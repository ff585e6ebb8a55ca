"""Names, texts and paths inside DuckDB's SQL, quoted so that whatever they hold stays what it is."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.parquet_files import literally


def quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quoted_path(path: Path) -> str:
    """For `read_parquet` and its like, which would take `名册[2023].parquet` for a pattern."""
    return quoted_text(literally(path))
