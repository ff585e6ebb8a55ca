"""Why work on a roll could not be done, told from a fault of the program: the disk, the memory, a file."""

from __future__ import annotations

import errno
from enum import Enum

from assess.rolls.reading.faults import is_of_a_file


class Cause(Enum):
    """What a person can do something about."""

    DISK_FULL = "disk full"
    OUT_OF_MEMORY = "out of memory"
    FILE = "a file cannot be read or written"


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_NO_SPACE_IN_WORDS = ("No space left", "Disk quota exceeded", "max_temp_directory_size")


def cause_of(error: BaseException) -> Cause | None:
    """None: nothing of the kind, but a fault of the program, which must not be told as anything else."""
    import duckdb

    text = str(error)
    if isinstance(error, OSError):
        return Cause.DISK_FULL if error.errno in _NO_SPACE else Cause.FILE
    if isinstance(error, MemoryError):
        return Cause.OUT_OF_MEMORY
    if not isinstance(error, duckdb.Error):
        return None
    if any(words in text for words in _NO_SPACE_IN_WORDS):
        return Cause.DISK_FULL
    if isinstance(error, duckdb.OutOfMemoryException):
        return Cause.OUT_OF_MEMORY
    return Cause.FILE if is_of_a_file(error) else None


def reason_of(error: BaseException) -> str:
    """What the system or the library says, in one line."""
    said = str(error)
    if isinstance(error, OSError) and error.strerror:
        said = error.strerror if error.filename is None else f"{error.strerror}: {error.filename}"
    return " ".join(said.split())[:300] or type(error).__name__
