"""Rows that reading left out, in the columns of rejects: those that it could not read, and those that are nobody's.

What could not be read of registers comes after them, under the names of the registers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assess.diagnostics.catalogue import CATALOGUE
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.registers.register import Register
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES
from assess.rolls.roll import Part, Unreadable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_AT_ONCE = 10_000


def all_rejects(
    connection: DuckDBPyConnection, parts: Sequence[Part], of_shares: Sequence[Path], place: Path
) -> list[Path]:
    """The files of all rejects, in the order of the roll: those of its shares, and where reading left rows out, one
    file in `place` that has both."""
    if not any(part.unreadable or part.set_aside for part in parts):
        return list(of_shares)
    files = parquet_sql(_left_out(parts, place), *of_shares, numbered=True)
    columns = ", ".join(f'"{name}"' for name in REJECT_COLUMNS)
    query = f"SELECT {columns} FROM {files} ORDER BY list_position(?, source), row, file_row_number"
    path = place / "rejects.parquet"
    connection.execute(
        f"COPY ({query}) TO '{str(path).replace(chr(39), chr(39) * 2)}' (FORMAT parquet)",
        [[part.source for part in parts]],
    )
    return [path]


def register_rejects(registers: Sequence[Register], place: Path) -> list[Path]:
    """The cells of registers that could not be read, in a file in `place`; none where there are none.

    The source is the register as the call names it, `deaths=死亡登记.csv`. Rows of registers are none of the roll's.
    """
    at_fault = [one for one in registers if one.rejected or one.incomplete]
    if not at_fault:
        return []
    found = ((f"{one.id}={cell.problem.position.file}", cell) for one in at_fault for cell in one.unreadable())
    return [_written(found, place / "register-rejects.parquet")]


def _left_out(parts: Sequence[Part], place: Path) -> Path:
    """Writes the rows that reading left out to a Parquet file in `place`."""
    found = ((part.source, one) for part in parts for one in (*part.unreadable, *part.set_aside))
    return _written(found, place / "left-out.parquet")


def _written(rejects: Iterable[tuple[str, Unreadable]], path: Path) -> Path:
    """Writes each with its source."""
    import duckdb

    columns = ", ".join(f'"{name}" {type_}' for name, type_ in zip(REJECT_COLUMNS, REJECT_TYPES, strict=True))
    lists = ", ".join(f"unnest(?::{type_}[])" for type_ in REJECT_TYPES)
    waiting = iter(rejects)
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE rejects ({columns})")
        while batch := list(islice(waiting, _AT_ONCE)):
            rows = []
            for source, one in batch:
                entry, arguments = CATALOGUE[one.problem.code], one.problem.arguments
                texts = [entry.message(language, arguments) for language in ("zh", "en")]
                texts += [entry.remedy(language, arguments) for language in ("zh", "en")]
                rows.append([source, one.row, one.column or None, one.problem.code, one.found, *texts])
            connection.execute(f"INSERT INTO rejects SELECT {lists}", [list(held) for held in zip(*rows, strict=True)])
        connection.sql("SELECT * FROM rejects").write_parquet(str(path))
    return path
