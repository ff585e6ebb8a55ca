"""Names, texts and paths inside DuckDB's SQL, quoted so that whatever they hold stays what it is; columns as text."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.parquet_files import literally
from assess.rolls.reading.text import LONGEST_EXACT


def quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def quoted_path(path: Path) -> str:
    """For `read_parquet` and its like, which would take `名册[2023].parquet` for a pattern."""
    return quoted_text(literally(path))


def text_of_column(name: str, type_: str) -> str:
    """SQL for the text of a column, null where it is empty: what `assess.rolls.reading.text.text_of` gives where types
    are told by value."""
    column = quoted_name(name)
    if type_ == "BLOB":
        text = f"'<' || octet_length({column}) || ' bytes>'"
    elif type_ in ("FLOAT", "DOUBLE"):
        whole = f"{column} = trunc({column}) AND abs({column}) < {LONGEST_EXACT}"
        # a FLOAT holds fewer than fifteen digits: 373.55 would read 373.549987792969
        other = f"format('{{:.15g}}', {column})" if type_ == "DOUBLE" else f"CAST({column} AS VARCHAR)"
        text = f"CASE WHEN {whole} THEN CAST(CAST({column} AS BIGINT) AS VARCHAR) ELSE {other} END"
    else:
        text = f"CAST({column} AS VARCHAR)"
    return f"nullif({text}, '')"
