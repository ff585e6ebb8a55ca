"""The office's own Parquet files: they stay where they are, and are read by their columns' names and types.

But one with blank rows, totals or other rows that are nobody's, as a spreadsheet leaves them that was turned into
Parquet, is read like any other table. Such rows have no identity number; where every row has one, as the file's own
statistics tell, nothing is looked at. In a roll without numbers, the words of a total may stand in the place of a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.asides import HINT, Asides
from assess.rolls.reading.faults import is_of_a_file, note, reason_of, refused
from assess.rolls.reading.header import Header
from assess.rolls.reading.naming import naming_of
from assess.rolls.reading.numbered import numbered_part
from assess.rolls.reading.sql import quoted_path, quoted_text, text_of_column
from assess.rolls.reading.staging import Staging
from assess.rolls.reading.tables import header_of_table
from assess.rolls.reading.text import BLANKS, is_blank
from assess.rolls.roll import Column, Part

if TYPE_CHECKING:
    import duckdb

_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")


def read_own_parquet(path: Path, source: str, staging: Staging) -> Part:
    """A part that points to the file, of which nothing but the footer is read; with rows that are nobody's, a staged
    one. Raises Refused where it is damaged, and on a full disk."""
    import duckdb

    try:
        connection = staging.connection
        columns = connection.execute(f"DESCRIBE SELECT * FROM {parquet_sql(path)}").fetchall()
        spans = _spans(connection, path)
        counted = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({quoted_path(path)})").fetchone()
        names = [str(name) for name, *_ in columns]
        header = header_of_table(names)
        texts = [text_of_column(str(name), str(type_)) for name, type_, *_ in columns]
        if _has_nobodys(connection, path, header, texts):
            naming = naming_of(source, 0, names, range(len(names)))
            return numbered_part(parquet_sql(path), texts, source, header, naming, staging, (), origin=path)
    except duckdb.Error as error:
        raise refused("R106", source, reason=reason_of(error)) from None
    rows = int(counted[0]) if counted else 0
    staging.progress(source, rows)
    return Part(
        source=source,
        path=path,
        rows=rows,
        columns=tuple(Column(name, type_, spans.get(name) if type_ in _WHOLE else None) for name, type_, *_ in columns),
        staged=False,
        origin=path,
        notes=() if rows else (note("R158", source),),
    )


def _has_nobodys(connection: duckdb.DuckDBPyConnection, path: Path, header: Header, texts: Sequence[str]) -> bool:
    """Is any row blank, or nobody's? Only rows without an identity number are looked at, or where there is no column
    for it, those without a name, or with words for one that a total may begin with."""
    import duckdb

    asides = Asides(header)
    conditions = []
    if asides.telling and all(_may_be_empty(connection, path, header.names[index]) for index in asides.telling):
        bare = [f"trim(coalesce({texts[index]}, ''), {quoted_text(BLANKS)}) = ''" for index in asides.telling]
        conditions.append(" AND ".join(bare))
    if asides.by_names:
        conditions += [f"regexp_matches({texts[index]}, {quoted_text(HINT)})" for index in asides.telling]
    if not conditions:
        return False
    nobody = " OR ".join(conditions)
    rows = f"(SELECT {', '.join(f'{text} AS c{index}' for index, text in enumerate(texts))} FROM {parquet_sql(path)} "
    rows += f"WHERE {nobody})"
    columns = [f"c{index}" for index in range(len(texts))]
    blank = " AND ".join(f"trim(coalesce({column}, ''), {quoted_text(BLANKS)}) = ''" for column in columns)
    try:
        found = connection.execute(f"SELECT * FROM {rows} WHERE ({blank}) OR ({asides.candidates(columns)})")
        while cells := found.fetchone():
            given = [cell or "" for cell in cells]
            if all(map(is_blank, given)) or asides.of(given) is not None:
                return True
    except duckdb.Error as error:
        if not is_of_a_file(error):
            raise
        # the share that comes upon the damage says which rows cannot be read; the others are done
    return False


def _may_be_empty(connection: duckdb.DuckDBPyConnection, path: Path, column: str) -> bool:
    """May a cell of the column be empty, by the statistics of the row groups?"""
    filled = "stats_null_count = 0 AND coalesce(trim(stats_min_value) <> '', FALSE)"
    found = connection.execute(
        f"SELECT coalesce(bool_and({filled}), FALSE) FROM parquet_metadata({quoted_path(path)}) "
        "WHERE path_in_schema = ?",
        [column],
    ).fetchone()
    return found is None or not found[0]


def _spans(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, tuple[int, int]]:
    """The least and the greatest of each column of whole numbers, by the statistics that every row group has of it.

    A column without them in some row group has none. What they say holds of every value: the database itself leaves
    row groups out by them.
    """
    least, greatest = (f"TRY_CAST(stats_{which}_value AS BIGINT)" for which in ("min", "max"))
    known = f"({least} IS NOT NULL AND {greatest} IS NOT NULL) OR coalesce(stats_null_count = num_values, FALSE)"
    rows = connection.execute(
        f"SELECT path_in_schema, min({least}), max({greatest}) FROM parquet_metadata({quoted_path(path)}) "
        f"WHERE type IN ('INT32', 'INT64') GROUP BY path_in_schema HAVING bool_and({known})"
    ).fetchall()
    return {name: (low, high) for name, low, high in rows if low is not None and high is not None}


def parquet_files_in(folder: Path) -> list[Path]:
    """The Parquet files of a folder and its folders, by name; not those that Spark and its like keep for themselves."""
    return sorted(
        path
        for path in folder.rglob("*.parquet")
        if path.is_file() and not any(part.startswith(("_", ".")) for part in path.relative_to(folder).parts)
    )
