"""A process that does shares for another (`processes`): calls come in by its standard input, and what came of them goes
out by its standard output, until the input ends.

    python -P -m assess.rolls.running.worker
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

import assess

Call = tuple[Callable[..., Any], tuple[Any, ...]]


def main() -> None:
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _keep_to_itself()
    _send(answers, identity())
    waiting: SimpleQueue[Call] = SimpleQueue()
    Thread(target=_read, args=(calls, waiting), daemon=True).start()
    _load()
    while True:
        _send(answers, _answer(*waiting.get()))


def identity() -> tuple[str, str]:
    """Whose program this is: a share of another one might come to other bytes."""
    return assess.__version__, str(assess.__file__)


def _keep_to_itself() -> None:
    """What libraries print goes nowhere, and not between the answers."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):
        os.dup2(nowhere, handle)


def _read(calls: BinaryIO, waiting: SimpleQueue[Call]) -> None:
    """Takes in calls until there are no more to come. The process then ends at once, in the middle of a share too:
    whoever asked for it is gone, and may be doing it again already."""
    try:
        while True:
            waiting.put(pickle.load(calls))
    finally:
        os._exit(0)


def _load() -> None:
    """What shares are done with is loaded while the first of them is still being planned."""
    from assess.engines.frames import frames_version

    if frames_version() is not None:
        import duckdb  # noqa: F401

        import assess.rolls.shares.framed
    import assess.rolls.running.executing  # noqa: F401


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Whether it could be done, and what came of it, or the error; None for an error that cannot be sent, or that is of
    this process alone, such as a library that it does not find: it is no reason for the others to fail."""
    from assess.rolls.running.executing import OtherVersions

    try:
        found: tuple[bool, object] = True, function(*arguments)
    except Exception as error:
        found = False, None if isinstance(error, ImportError | OtherVersions) else error
    try:
        content = pickle.dumps(found)
        pickle.loads(content)
    except Exception:
        return pickle.dumps((False, None))
    return content


def _send(answers: BinaryIO, answer: object) -> None:
    answers.write(answer if isinstance(answer, bytes) else pickle.dumps(answer))
    answers.flush()


if __name__ == "__main__":
    main()
