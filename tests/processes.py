"""Processes that begin at once: forked off one that has imported everything and holds nothing open."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.rolls.running.killing", "tests.rolls.running.warm"])


def called(arguments: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Calls `assess` in a folder, with nothing on its standard input: its exit code, and what it prints, standard
    output and standard error together."""
    with tempfile.TemporaryDirectory() as name:
        said = Path(name) / "said"
        process = FORKED.Process(target=_call, args=(arguments, folder, dict(environment), said))
        process.start()
        process.join()
        assert process.exitcode is not None
        return process.exitcode, said.read_text(encoding="utf-8")


def _call(arguments: Sequence[str], folder: Path, environment: Mapping[str, str], said: Path) -> None:
    from assess.cli.main import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    both = os.open(said, os.O_WRONLY | os.O_CREAT)
    for handle in (1, 2):
        os.dup2(both, handle)
    sys.stdout, sys.stderr = (
        os.fdopen(handle, "w", buffering=size, encoding="utf-8", closefd=False) for handle, size in ((1, -1), (2, 1))
    )
    sys.argv = ["assess", *arguments]
    main()
