"""One run at a time in a folder: two would undo each other's work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position

try:
    import fcntl
except ImportError:  # where the system has no such locks
    fcntl = None  # type: ignore[assignment]


LOCK = ".lock"


@contextmanager
def alone(folder: Path, shown: Path) -> Iterator[None]:
    """Holds the folder as long as this process works in it; the system lets go of it when the process ends, however it
    ends. Raises Refused (R418) where another process holds it; `shown`: what that names.

    Where the file system knows no locks, nothing is held.
    """
    if fcntl is None:
        yield
        return
    with (folder / LOCK).open("wb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused([Diagnostic("R418", Position(str(shown)), {"folder": str(shown)})]) from None
        except OSError:
            pass
        yield
