"""An executor of several processes, of which this is one. The others are started before there is anything to do: they
load their libraries while this process still plans.

Threads hold one another up where data frames decide: between two calls of a library only one of them is in Python.
`docs/decisions/0014-worker-processes.md` says what was weighed.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Timer
from typing import Any, TypeVar

from assess.engines.frames import LEAST_MEMORY, may_have_frames
from assess.rolls.running.worker import identity

_TO_END = 5.0
"""Seconds that a process is given to end by itself."""
_TO_GREET = 60.0
"""Seconds that a process which is waited for is given to say what it is: a program of which Python is a part may have
been started in Python's place, and says nothing."""
_LONG = 2**23
"""Bytes of a Parquet file; a roll of 500,000 rows has twice as many, one of few columns less."""

_Found = TypeVar("_Found")


class Processes(Executor):
    """So many calls at a time. What one of the other processes cannot do, this one does: where it ends on the way, for
    want of memory for instance, or does not even start, a thread of this process takes its place.

    Functions, arguments and results have to be such that they can be pickled, and calls such that they may be begun
    twice.
    """

    def __init__(self, count: int) -> None:
        started = [_started() for _ in range(count - 1)]
        self._others = [process for process in started if process is not None]
        self._free: SimpleQueue[_Other | None] = SimpleQueue()
        for process in (None, *started):
            self._free.put(None if process is None else _Other(process))
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="share")
        self._given_up = False

    def submit(self, fn: Callable[..., _Found], /, *args: Any, **kwargs: Any) -> Future[_Found]:
        assert not kwargs
        return self._threads.submit(self._done, fn, args)

    def _done(self, function: Callable[..., _Found], arguments: tuple[Any, ...]) -> _Found:
        other = self._free.get()
        try:
            if other is not None:
                with suppress(_Lost):
                    found: _Found = other.done(function, arguments)
                    return found
                if self._given_up:
                    raise CancelledError
            return function(*arguments)
        finally:
            self._free.put(other if other is not None and other.is_there else None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Whoever interrupts the waiting (Ctrl-C once more) does not want to wait: neither here nor where this is
        called again on the way out."""
        try:
            self._threads.shutdown(wait and not self._given_up, cancel_futures=cancel_futures)
            if not self._given_up:
                _end(self._others)
        except BaseException:
            self._given_up = True
            raise
        finally:
            if self._given_up:  # the pipes stay open: to close one, a thread that reads from it would be waited for
                for process in self._others:
                    process.kill()


def framed_within(memory: int, threads: int) -> int:
    """So many of the threads, or processes, as have the memory for data frames. At least one, whatever it has."""
    return max(min(threads, memory // LEAST_MEMORY), 1)


@contextmanager
def processes_beforehand(
    sources: Iterable[str], memory: int, threads: int, cluster: str | None
) -> Iterator[Processes | None]:
    """Processes for a roll that looks as if it were long, before anything of it is read; None for any other."""
    count = framed_within(memory, threads)
    looks_long = cluster is None and sum(map(_size, sources)) >= _LONG
    if count < 2 or not looks_long or not may_have_frames():
        yield None
        return
    with Processes(count) as processes:
        yield processes


def _size(source: str) -> int:
    """Bytes of a Parquet file; 0 of anything else, which has to be brought into one first."""
    try:
        return os.path.getsize(source) if source.lower().endswith(".parquet") else 0
    except (OSError, ValueError):
        return 0


class _Lost(Exception):
    """The process is not there any more, or has something to say that it cannot send."""


class _Other:
    """Another process. `is_there`: it has done all that it was asked."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._known = False
        self.is_there = True

    def done(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Raises _Lost, or what the function raises."""
        self.is_there = False  # until all is heard: an answer that is left over would be taken for that of another call
        try:
            if not self._known:
                self._greet()
            assert self._process.stdin is not None
            self._process.stdin.write(pickle.dumps((function, arguments)))
            self._process.stdin.flush()
            worked, found = self._answer()
        except Exception as error:  # what reads as no answer may fail in any way
            raise _Lost from error
        self.is_there = True
        if worked:
            return found
        if found is None:
            raise _Lost
        raise found

    def _greet(self) -> None:
        """Raises _Lost."""
        patience = Timer(_TO_GREET, self._process.kill)
        patience.daemon = True
        patience.start()
        try:
            if self._answer() != identity():
                raise _Lost
        finally:
            patience.cancel()
        self._known = True

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return pickle.load(self._process.stdout)


def _started() -> subprocess.Popen[bytes] | None:
    """None where there can be none: in a program that is not run by Python's own, or if the system lets none start."""
    if not sys.executable or hasattr(sys, "frozen"):
        return None
    try:
        places = [path or os.getcwd() for path in sys.path if isinstance(path, str)]  # Python passes over any others
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
        environment |= {"POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "assess.rolls.running.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            # Ctrl-C is this process's affair, which lets shares that are begun be finished
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # on Windows, where there are no sessions
        )
    except (OSError, ValueError):
        return None


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
    until = time.monotonic() + _TO_END
    for process in processes:
        try:
            process.wait(max(until - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
