"""Ctrl-C: a sentence on how to go on, and everything finished so far kept."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assess.rolls.running.run import Check
from tests.library import FICTIONAL
from tests.rolls.running.herds import call, check, files_of, herders, write_parquet
from tests.rolls.running.killing import Ended, interrupted


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Ended]:
    """Checks a roll of three shares, and is interrupted at a moment."""
    roll = write_parquet(herders(100), tmp_path / "roll.parquet")
    check(roll, tmp_path / "whole", share_rows=34, language="en")

    def run(*options: str, at: str | None = None) -> Ended:
        out = tmp_path / "out"
        arguments = ["roll", "check", str(roll), "--ruleset", "meadowland", "--as-of", "2023-06-30", "--out", str(out)]
        return interrupted([*arguments, "--share-rows", "34", "--threads", "2", *options], out, at)

    return run


@pytest.mark.parametrize("moment", ["input", "shares/.000001-", "decisions.parquet", ".reports"])
def test_interrupted_and_resumed(command: Callable[..., Ended], tmp_path: Path, moment: str) -> None:
    """While the roll is read, while shares are done, while they are put together, while reports are written."""
    ended = command(at=moment)
    assert (ended.code, ended.out) == (130, "")
    assert "the same command with --resume goes on with it" in ended.err
    assert "Traceback" not in ended.err
    ended = command("--resume")
    assert ended.code == 1
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_every_share_that_was_begun_is_finished(command: Callable[..., Ended], tmp_path: Path) -> None:
    command(at="shares/.000001-")
    shares = tmp_path / "out" / ".work" / "shares"
    assert list(shares.iterdir())
    assert all((share / "done.json").exists() for share in shares.iterdir())


def test_interrupt_within_the_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """DuckDB makes a RuntimeError of it."""

    def stopped(*_: object) -> None:
        raise RuntimeError("Query interrupted")

    monkeypatch.setattr("assess.rolls.running.comparing.whole_roll_findings", stopped)
    roll = write_parquet(herders(10), tmp_path / "roll.parquet")
    with pytest.raises(KeyboardInterrupt):
        Check(call(roll, tmp_path / "out"), FICTIONAL).run()


def test_interrupted_again_while_threads_are_waited_for() -> None:
    """The process ends at once: Python would wait for the threads, and make a traceback of each further Ctrl-C."""
    program = """
import threading
import click
from assess.cli import main

@click.command()
def work():
    threading.Thread(target=threading.Event().wait).start()
    raise KeyboardInterrupt

main.cli.commands["work"] = work
main.main()
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, "work"], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (130, "")
    assert "Traceback" not in ended.stderr
