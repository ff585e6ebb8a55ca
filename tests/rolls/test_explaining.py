"""Rows of a finished check that cannot be explained, or only by other rules."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assess.diagnostics.diagnostic import Diagnostics
from assess.library import Library
from assess.rolls.explaining import Explaining
from assess.rolls.reporting.folder import RunFolder


def opened(sha256: str) -> Any:
    explaining = Explaining.__new__(Explaining)
    made: Any = explaining
    made._folder = RunFolder(Path("out"))
    made._written = SimpleNamespace(has_parameters=False, ruleset="national")
    made._library = Library.default()
    made.manifest = SimpleNamespace(ruleset=SimpleNamespace(sha256=sha256))
    made.warnings = Diagnostics()
    return made


def test_rules_that_have_changed() -> None:
    same = opened(Library.default().program("national").hash)
    assert same.program.id == "national"
    assert list(same.warnings) == []
    other = opened("0" * 64)
    assert other.program.id == "national"
    assert [one.code for one in other.warnings] == ["R650"]
