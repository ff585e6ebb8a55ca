"""Masked once or in each query: the reports are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.rolls.reporting import shown
from assess.rolls.reporting.folder import digest
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import REJECTS, TOTALS, made_run


def reports(place: Path, *, unmask: bool) -> dict[str, str]:
    """The digests of all reports."""
    run = made_run(place, rejects=(*REJECTS, TOTALS))
    write_reports(run.folder, run.manifest, unmask=unmask, rejects=[run.rejects])
    return {path.name: digest(path) for path in sorted(place.iterdir()) if path.is_file()}


@pytest.mark.parametrize("unmask", [False, True])
def test_many_rows_are_shown_as_few_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unmask: bool) -> None:
    few = reports(tmp_path / "few", unmask=unmask)
    assert {"findings.csv", "findings.xlsx", "rejects.csv", "report.html"} <= set(few)
    monkeypatch.setattr(shown, "FEW", 0)
    assert reports(tmp_path / "many", unmask=unmask) == few
