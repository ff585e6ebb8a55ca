"""The folder that parts are staged in: their file names, the DuckDB connection that writes them, and the writing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.libraries import imported
from assess.rolls.parquet_files import by_chinese_clocks
from assess.rolls.reading.faults import writing
from assess.rolls.reading.sql import quoted_name, quoted_text

if TYPE_CHECKING:
    import duckdb

Progress = Callable[[str, int], None]
"""Told the source and how many of its rows have been read so far."""

LONGEST_ROW = 1_000_000
"""Bytes that a row may take."""
LONGEST_LINE = 2_000_000
"""Bytes that DuckDB takes for a line; more than any row here has, once number and quotation marks are added."""
ROW_GROUP = 122880
"""Rows to a row group: DuckDB's own vector size times 60, and the unit in which shares are cut."""


class Staging:
    """Where parts are written. Every file appears under its name when it is whole, and not before."""

    def __init__(
        self, workdir: Path, progress: Progress | None, threads: int | None = None, memory: str | None = None
    ) -> None:
        self.workdir = workdir
        self.scratch = workdir / ".reading"
        self.progress: Progress = progress or (lambda source, rows: None)
        self._threads = threads
        self._memory = memory
        self._count = 0
        self._connection: duckdb.DuckDBPyConnection | None = None

    def open(self, source: str) -> None:
        """Makes the folders, clears away what an interrupted call left behind, and starts DuckDB.

        Raises Refused where DuckDB is not installed or the folder cannot be written to.
        """
        imported(source, "duckdb")
        with writing(source):
            shutil.rmtree(self.scratch, ignore_errors=True)
            self.scratch.mkdir(parents=True)
            self._connection = self._connected()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        shutil.rmtree(self.scratch, ignore_errors=True)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        assert self._connection is not None
        return self._connection

    def _connected(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB in memory, which spills into the scratch folder and never looks for extensions outside."""
        import duckdb

        settings: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(self.scratch / "spill"),
            "preserve_insertion_order": "true",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if self._threads is not None:
            settings["threads"] = str(self._threads)
        if self._memory is not None:
            settings["memory_limit"] = self._memory
        return by_chinese_clocks(duckdb.connect(":memory:", config=settings))

    def path_for(self, source: str) -> Path:
        """The file of the next part: numbered, so that the same call names its files the same."""
        plain = re.sub(r"[^\w.-]+", "_", source)[-80:]
        return self.workdir / f"{self._count + 1:03}-{plain}.parquet"

    def finished(self) -> None:
        """The next part's file is there; the one after it gets the next number."""
        self._count += 1

    def scratch_file(self, suffix: str) -> Path:
        return self.scratch / f"{self._count + 1:03}{suffix}"

    def write(self, source: str, query: str, path: Path) -> int:
        """Writes what the query gives to a Parquet file, in order; how many rows that were. The caller has checked
        that the query itself can be run.
        """
        aside = self.scratch / path.name
        with writing(source):
            copied = self.connection.execute(
                f"COPY ({query}) TO {quoted_text(str(aside))} "
                f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
            ).fetchone()
            aside.replace(path)
        assert copied is not None
        return int(copied[0])


def csv_scan(
    path: Path,
    columns: Sequence[tuple[str, str]],
    *,
    delimiter: str,
    skip: int,
    newline: str,
    longest: int = LONGEST_LINE,
) -> str:
    """DuckDB's reading of a delimited file with nothing left to its guesses; names and types of the columns are given.

    The end of a line is told where it is a bare line feed. Where it is CR LF, DuckDB 2.0 has to find that out itself:
    told so in strict mode, it reads no row at all.
    """
    from assess.rolls.reading.sql import quoted_path

    types = ", ".join(f"{quoted_text(name)}: {quoted_text(type_)}" for name, type_ in columns)
    newline_given = r", new_line = '\n'" if newline == "\n" else ""
    return (
        f"read_csv({quoted_path(path)}, auto_detect = false, header = false, skip = {skip}, "
        f"columns = {{{types}}}, delim = {quoted_text(delimiter)}, quote = '\"', escape = '\"', comment = '', "
        f"nullstr = '', allow_quoted_nulls = true, strict_mode = true, null_padding = false, "
        f"ignore_errors = false, max_line_size = {longest}{newline_given})"
    )


def as_names(pairs: Sequence[tuple[str, str]]) -> str:
    """A list for SELECT: expressions with the names they are to have."""
    return ", ".join(f"{expression} AS {quoted_name(name)}" for expression, name in pairs)
