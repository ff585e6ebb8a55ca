"""How much memory a process and those that it starts hold at once. Needs Linux."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Thread

_SECONDS = 0.02
"""Between two looks."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watched(Thread):
    """Adds up resident pages again and again. What processes share, the code of libraries for one, counts for each."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._over = Event()
        self._peak = 0

    def run(self) -> None:
        while not self._over.wait(_SECONDS):
            self._peak = max(self._peak, sum(map(_resident, _with_children(self._process))))

    def ended(self) -> int:
        """The most bytes that were seen."""
        self._over.set()
        self.join()
        return self._peak


def _with_children(process: int) -> list[int]:
    found = [process]
    for one in found:
        try:
            tasks = list(Path(f"/proc/{one}/task").iterdir())
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
