"""How reading refuses: the whole of a source (`Refused`), or one row of it (`Unreadable`)."""

from __future__ import annotations

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.reading.header import Header
from assess.rolls.roll import Unreadable

if TYPE_CHECKING:
    import duckdb

LONGEST_SHOWN = 80
"""How many characters of a row or cell that could not be read are kept."""
DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ExpatError, ParseError),
    *(KeyError, ValueError, IndexError, EOFError, NotImplementedError, RuntimeError, OverflowError),
)
"""What Python's readers of archives and XML raise over a damaged file."""
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_NO_SPACE_IN_WORDS = ("No space left on device", "Disk quota exceeded", "max_temp_directory_size")


def refused(code: str, source: str, *, line: int = 0, **arguments: object) -> Refused:
    """The refusal of a whole source, to be raised. `line` is a row, where one is to blame."""
    position = Position(source, line, 1 if line else 0)
    return Refused([Diagnostic(code, position, {name: str(value) for name, value in arguments.items()})])


def note(code: str, source: str, *, line: int = 0, **arguments: object) -> Diagnostic:
    """Something worth telling about a source that was read."""
    position = Position(source, line, 1 if line else 0)
    return Diagnostic(code, position, {name: str(value) for name, value in arguments.items()})


def titles_note(source: str, header: Header) -> list[Diagnostic]:
    """Tells of a header that is not simply the first row."""
    if header.rows == (1,):
        return []
    titles = "; ".join(" ".join(cell for cell in cells if cell.strip()).strip() for _, cells in header.titles)
    rows = "–".join(str(row) for row in header.rows)
    return [note("R152", source, line=header.rows[0], rows=rows, titles=titles[:200] or "-")]


def unreadable(
    code: str, source: str, row: int, found: str, *, column: str = "", index: int = 1, **arguments: object
) -> Unreadable:
    """A row that stays out. `column` and `index` (from 1) name the cell; without them the row as a whole is meant."""
    found = found if len(found) <= LONGEST_SHOWN else found[: LONGEST_SHOWN - 1] + "…"
    given = {name: str(value) for name, value in arguments.items()} | {"column": column, "found": found}
    return Unreadable(row, column, found, Diagnostic(code, Position(source, row, index), given))


def reason_of(error: BaseException) -> str:
    """The first line of what a library says, without its own headings."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


def is_of_a_file(error: duckdb.Error) -> bool:
    """Is it what DuckDB says of a file that it cannot read? Of a damaged Parquet file it says so by errors of many
    kinds, some of no kind at all. A query that it does not understand, want of memory and of disk are no such thing.
    """
    import duckdb

    if any(sign in str(error) for sign in _NO_SPACE_IN_WORDS):
        return False
    others = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException, duckdb.NotImplementedException)
    return not isinstance(error, (*others, duckdb.OutOfMemoryException))


@contextmanager
def writing(source: str) -> Iterator[None]:
    """Turns what goes wrong while something is written into a refusal: a full disk above all."""
    import duckdb

    try:
        yield
    except OSError as error:
        raise not_written(error, source) from None
    except duckdb.Error as error:
        text = str(error)
        if any(sign in text for sign in _NO_SPACE_IN_WORDS):
            raise refused("R112", source) from None
        raise refused("R111", source, reason=reason_of(error)) from None


def not_written(error: OSError, source: str) -> Refused:
    """The refusal that a failed writing ends in, to be raised."""
    if error.errno in _NO_SPACE:
        return refused("R112", source)
    return refused("R113", source, reason=error.strerror or str(error))
