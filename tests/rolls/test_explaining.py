"""Rows of a finished check that cannot be explained, or only by other rules."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.library import Library
from assess.rolls.explaining import Explaining
from assess.rolls.explaining.found import RowFinding, found_at
from assess.rolls.explaining.places import Place
from assess.rolls.reporting.folder import RunFolder
from assess.rolls.running.period import Period
from assess.rolls.running.rules_kept import RULES, keep_rules, kept_program
from assess.rolls.running.run import Check
from tests.databases import database
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


def test_findings_of_an_earlier_version(tmp_path: Path) -> None:
    """They do not say for which months they stand: there was one for each month."""
    roll = write_parquet(herders(30), tmp_path / "roll.parquet")
    period = Period.of_months("2023-05", "2023-06")
    Check(call(roll, tmp_path / "out", period=period), FICTIONAL).run()
    folder = RunFolder(tmp_path / "out")
    with database() as connection:
        connection.execute(
            f"""CREATE TABLE earlier AS SELECT * EXCLUDE (which_months) REPLACE (coalesce(month, '2023-05') AS month)
                FROM '{folder.findings}'"""
        )
        connection.execute(f"COPY earlier TO '{folder.findings}' (FORMAT parquet)")
        counted = "SELECT source, row, count(*) FROM earlier WHERE month = '2023-05' GROUP BY ALL LIMIT 1"
        ((source, row, count),) = connection.execute(counted).fetchall()
        found = found_at(connection, folder, Place(source, row, str(row), "2023-05"))
    assert len(found.findings) == count
    assert {one.which_months for one in found.findings} == {None}


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


@pytest.mark.parametrize(("code", "expected"), [("paid_undetermined", False), ("paid_after_move", True)])
def test_what_a_register_says_stands_beside_every_month(code: str, expected: bool) -> None:
    """That somebody moved away in January matters in January too, though nothing is to recover for it."""
    nothing = Decimal(0)
    found = RowFinding(code, None, None, None, None, nothing, "check", 5, "2025-02/2025-06", "", "")
    assert found.may_be_of("2025-01") is expected
    assert found.may_be_of("2025-02")
