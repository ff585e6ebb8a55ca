"""The files of a share as DuckDB writes them."""

from __future__ import annotations

from pathlib import Path

_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 1000"
"""A dictionary pays for codes, rows hit and amounts. Of names and numbers it would only be begun, and given up."""


def copy_sql(sql: str, target: Path) -> str:
    """Writes what the query gives to a file with the same columns as any other share's.

    DuckDB declares a column REQUIRED where it knows that nothing in it is NULL: the schema would depend on the rows. It
    cannot know so beside a row of NULLs that never comes.
    """
    never = "SELECT NULL AS row WHERE random() < 0"
    return f"COPY (FROM ({sql}) UNION ALL BY NAME {never}) TO '{_quoted(str(target))}' ({_PARQUET})"


def _quoted(text: str) -> str:
    return text.replace("'", "''")
