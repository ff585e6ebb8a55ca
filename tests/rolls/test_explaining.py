"""Rows of a finished check that cannot be explained, or only by other rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.library import Library
from assess.rolls.explaining import Explaining
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.running.rules_kept import RULES, keep_rules, kept_program
from assess.rolls.running.run import Check
from tests.library import FICTIONAL
from tests.rolls.running.herds import call, herders, write_parquet


def opened(sha256: str) -> Any:
    explaining = Explaining.__new__(Explaining)
    made: Any = explaining
    made._folder = RunFolder(Path("out"))
    made._written = SimpleNamespace(has_parameters=False, ruleset="national")
    made._library = Library.default()
    made.manifest = SimpleNamespace(ruleset=SimpleNamespace(sha256=sha256))
    made.warnings = Diagnostics()
    return made


def test_rules_that_have_changed_and_are_not_kept() -> None:
    same = opened(Library.default().program("national").hash)
    assert same.program.id == "national"
    assert list(same.warnings) == []
    other = opened("0" * 64)
    assert other.program.id == "national"
    assert [one.code for one in other.warnings] == ["R650"]


def _rewritten(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "# of today\n", encoding="utf-8")


@pytest.mark.parametrize("change", [_rewritten, Path.unlink])
def test_row_is_explained_by_the_rules_of_the_check(change: Callable[[Path], None], tmp_path: Path) -> None:
    """The folder keeps them, as it keeps the roll: whatever the program brings along by then."""
    out, today = tmp_path / "out", tmp_path / "today"
    Check(call(write_parquet(herders(5), tmp_path / "roll.parquet"), out), FICTIONAL).run()
    shutil.copytree(out / RULES, today)
    before = Explaining(out, Library((today,)))
    assert before.program.hash == before.manifest.ruleset.sha256
    assert not before.warnings
    (first,) = before.results(["roll.parquet:1"])
    change(today / "rulesets" / "meadowland.yaml")
    after = Explaining(out, Library((today,)))
    (again,) = after.results(["roll.parquet:1"])
    assert again.result.under(after.program).hash == first.result.under(before.program).hash
    assert after.program.hash == before.program.hash
    assert [one.code for one in after.warnings] == ["R660"]
    _rewritten(out / RULES / "rulesets" / "meadowland.yaml")
    neither = Explaining(out, Library((today,)))
    if change is _rewritten:
        assert neither.program.hash not in ("", before.program.hash)
        assert [one.code for one in neither.warnings] == ["R650"]
    else:
        with pytest.raises(Refused):
            neither.program  # noqa: B018


@pytest.mark.parametrize("ruleset", Library.default().ruleset_ids())
def test_all_that_a_ruleset_was_read_from_is_kept(ruleset: str, tmp_path: Path) -> None:
    program = Library.default().program(ruleset)
    keep_rules(Library.default(), program, tmp_path)
    kept = kept_program(tmp_path, ruleset, program.hash, None)
    assert kept is not None
    assert kept.hash == program.hash
