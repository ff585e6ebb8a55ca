"""Runs that kill themselves: in processes of their own, at the n-th thing that they do to the files of the run.

The processes are forked off one that has imported everything and opened nothing, so that each begins at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path
from typing import Any

import duckdb  # noqa: F401  what is imported only when it is needed, imported before the first fork
import xlsxwriter  # noqa: F401

from assess.diagnostics.diagnostic import Refused
from assess.rolls.running.call import Call
from assess.rolls.running.run import Check
from tests.library import FICTIONAL

FINISHED, REFUSED = 0, 3
_TOUCHING = {
    "open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.scandir", "shutil.rmtree",
    "shutil.copyfile", "tempfile.mkdtemp", "duckdb.connect",
}  # fmt: skip
"""Events of Python's audit hooks (PEP 578) that touch files."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


class Counted:
    """A progress that counts, with the things done to files: every one, told or done, is a moment to be killed at."""

    def __init__(self, folder: Path, kill_at: int | None) -> None:
        self.count = 0
        self._folder = str(folder)
        self._kill_at = kill_at

    def stage(self, name: str) -> None:
        self._moment()

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        self._moment()

    def audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _TOUCHING and arguments and str(arguments[0]).startswith(self._folder):
            self._moment()

    def _moment(self) -> None:
        self.count += 1
        if self.count == self._kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def run_until(call: Call, kill_at: int | None = None) -> tuple[int, int]:
    """Makes the call in a process of its own: its exit code, which is -9 where it was killed, and how many moments it
    had, which is 0 then."""
    receiving, sending = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_run, args=(call, kill_at, sending))
    process.start()
    sending.close()
    try:
        count = receiving.recv()
    except EOFError:
        count = 0
    process.join()
    assert process.exitcode is not None
    return process.exitcode, count


def _run(call: Call, kill_at: int | None, sending: Any) -> None:
    counted = Counted(call.out, kill_at)
    sys.addaudithook(counted.audited)
    code = FINISHED
    try:
        Check(call, FICTIONAL, counted).run()
    except Refused as refusal:
        code = REFUSED
        print([one.code for one in refusal.diagnostics], file=sys.stderr)
    sending.send(counted.count)
    os._exit(code)
