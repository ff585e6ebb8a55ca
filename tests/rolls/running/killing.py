"""Runs that kill or interrupt themselves: in processes of their own, at the n-th thing that they do to their files.

The processes are forked off one that is warm (`warm.py`) and holds nothing open, so that each begins at once.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assess.cli.main import cli
from assess.diagnostics.diagnostic import Refused
from assess.rolls.running.call import Call
from assess.rolls.running.run import Check
from tests.library import FICTIONAL, FOLDER
from tests.processes import FORKED

FINISHED, FINISHED_BEFORE, KILLED = 0, 3, -signal.SIGKILL
_TOUCHING = {
    "open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.scandir", "shutil.rmtree",
    "shutil.copyfile", "tempfile.mkdtemp", "duckdb.connect",
}  # fmt: skip
"""Events of Python's audit hooks (PEP 578) that touch files."""


class Moments:
    """Counts what is done to the files of a folder, and what a run tells of its progress; sends this process a signal
    at the n-th, or at the first that has to do with a file of a certain name."""

    def __init__(self, folder: Path, at: int | str | None, number: int) -> None:
        self.count = 0
        self._folder = str(folder)
        self._at = at
        self._number = number
        sys.addaudithook(self._audited)

    def stage(self, name: str) -> None:
        self._moment()

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        self._moment()

    def _audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _TOUCHING and arguments and str(arguments[0]).startswith(self._folder):
            self._moment(str(arguments[:2]))

    def _moment(self, names: str = "") -> None:
        self.count += 1
        if isinstance(self._at, str) and self._at in names:
            self._at = self.count
        if self.count == self._at:
            os.kill(os.getpid(), self._number)


def run_until(call: Call, at: int | None = None) -> tuple[int, int]:
    """Makes the call in a process of its own, which is killed at a moment: its exit code and how many moments it had,
    0 where it was killed. `FINISHED_BEFORE`: there was a finished run already (R405)."""
    receiving, sending = FORKED.Pipe(duplex=False)
    process = FORKED.Process(target=_run, args=(call, at, sending))
    process.start()
    sending.close()
    try:
        count = receiving.recv()
    except EOFError:
        count = 0
    process.join()
    assert process.exitcode is not None
    return process.exitcode, count


def _run(call: Call, at: int | None, sending: Any) -> None:
    moments = Moments(call.out, at, signal.SIGKILL)
    code = FINISHED
    try:
        Check(call, FICTIONAL, moments).run()
    except Refused as refused:
        if [one.code for one in refused.diagnostics] != ["R405"]:
            raise
        code = FINISHED_BEFORE
    sending.send(moments.count)
    os._exit(code)


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def interrupted(arguments: Sequence[str], folder: Path, at: int | str | None = None) -> Ended:
    """Runs `assess` in English over the rulesets of Meadowland in a process of its own, which gets a Ctrl-C at a moment
    of what it does in the folder."""
    with tempfile.TemporaryDirectory() as name:
        said = Path(name)
        process = FORKED.Process(target=_command, args=(arguments, folder, at, said))
        process.start()
        process.join()
        assert process.exitcode is not None
        out, err = ((said / stream).read_text(encoding="utf-8") for stream in ("out", "err"))
    return Ended(process.exitcode, out, err)


def _command(arguments: Sequence[str], folder: Path, at: int | str | None, said: Path) -> None:
    for stream, handle in (("out", 1), ("err", 2)):
        os.dup2(os.open(said / stream, os.O_WRONLY | os.O_CREAT), handle)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
    Moments(folder, at, signal.SIGINT)
    cli.main(["--lang", "en", "--library", str(FOLDER), *arguments])
