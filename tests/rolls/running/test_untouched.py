"""What a finished run's folder keeps is held against the manifest: what of it was changed or is gone."""

from __future__ import annotations

from pathlib import Path

from assess.library import Library
from assess.rolls.running.call import Call
from assess.rolls.running.inputs import PARAMETERS
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from assess.rolls.running.untouched import changed_kept


def test_figures_of_a_run_by_a_program_that_listed_no_files(tmp_path: Path) -> None:
    """Its manifest has the hash of the figures alone."""
    roll, figures, out = tmp_path / "roll.csv", tmp_path / "figures.yaml", tmp_path / "out"
    roll.write_text("case,birth_date\na,1940-01-01\n", encoding="utf-8")
    figures.write_text("parameters: {old_age_rate: {under_80: 0, from_80: 50, from_90: 80, from_100: 300}}\n")
    call = Call((str(roll),), "jiangsu/changzhou", Period.on(20251231), out, parameters=figures)
    manifest = Check(call, Library.default()).run().model_copy(update={"kept": ()})
    assert list(changed_kept(out, manifest)) == []
    kept = out / PARAMETERS
    kept.write_text(kept.read_text(encoding="utf-8").replace("50", "60"), encoding="utf-8")
    assert [(one.code, one.arguments) for one in changed_kept(out, manifest)] == [("R605", {"file": PARAMETERS})]
    kept.unlink()
    assert [(one.code, one.arguments) for one in changed_kept(out, manifest)] == [("R605", {"file": PARAMETERS})]
    assert list(changed_kept(out, manifest.model_copy(update={"parameters_file": None}))) == []
