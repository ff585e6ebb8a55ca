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


def is_held(folder: Path) -> bool:
    """Does a process, be it another one or this, work in the folder? False also where nobody can tell: where the system
    or the file system knows no locks, or the folder is closed to whoever asks."""
    if fcntl is None:
        return False
    try:
        with (folder / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    return False


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
