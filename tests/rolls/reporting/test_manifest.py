"""The manifest of a run: what it refuses, that it reads back, and folders that are no finished run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assess.diagnostics.diagnostic import Refused
from assess.rolls.alone import alone
from assess.rolls.reporting.folder import PLAN, changed_outputs, load_manifest
from assess.rolls.reporting.manifest import Counts, FindingCount, Manifest, Period, Timings
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import MANIFEST, made_run


def finished(path: Path) -> Manifest:
    run = made_run(path)
    return write_reports(run.folder, run.manifest, rejects=[run.rejects])


def code_of(folder: Path) -> str:
    with pytest.raises(Refused) as refused:
        load_manifest(folder)
    (found,) = refused.value.diagnostics
    return found.code


def test_it_reads_back_as_it_was_written(tmp_path: Path) -> None:
    written = finished(tmp_path / "run")
    assert load_manifest(tmp_path / "run") == written


def test_the_version_stands_first_and_amounts_are_exact(tmp_path: Path) -> None:
    finished(tmp_path / "run")
    content = json.loads((tmp_path / "run/manifest.json").read_text("utf-8"))
    assert next(iter(content.items())) == ("schema", 1)
    assert content["findings"]["by_code"][0]["recover"] == "45.50"
    assert content["findings"]["recover_once"] == "159.90"
    assert "草原国牧人保障" in (tmp_path / "run/manifest.json").read_text("utf-8")


def test_no_row_is_lost() -> None:
    with pytest.raises(ValidationError, match="input is not decided"):
        Counts(input=8, decided=4, undetermined=1, rejected=2, decisions=8)


@pytest.mark.parametrize(
    "given",
    [{}, {"first_month": "2023-01"}, {"as_of": "2023-06-30", "first_month": "2023-01", "last_month": "2023-02"}],
)
def test_a_period_is_a_day_or_two_months(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="either as_of"):
        Period(**given)
    assert Period(first_month="2023-01", last_month="2023-12").as_of is None


def test_amounts_have_two_places() -> None:
    count = FindingCount.model_validate({"code": "x", "findings": 1, "rows": 1, "recover": "5", "pay": 0, "other": 1.5})
    assert json.loads(count.model_dump_json())["recover"] == "5.00"
    assert str(count.other) == "1.50"


def test_times_stand_apart() -> None:
    timings = Timings(started="2026-01-02T03:04:05+08:00", seconds={"reading": 0.5, "shares": 1.25})
    assert json.loads(timings.as_text()) == {
        "schema": 1, "started": "2026-01-02T03:04:05+08:00", "seconds": {"reading": 0.5, "shares": 1.25},
        "rows_per_second": None,
        "rows_by_frames": 0,
    }  # fmt: skip
    assert "started" not in MANIFEST.as_text()


def test_folder_that_is_no_run(tmp_path: Path) -> None:
    assert code_of(tmp_path) == code_of(tmp_path / "missing") == "R601"


def test_run_that_was_not_finished(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / ".work").mkdir()
    (tmp_path / PLAN).touch()
    assert code_of(tmp_path) == "R602"


def test_run_that_is_going_on(tmp_path: Path) -> None:
    """Nothing can be resumed of it, whether or not it has got far enough for that."""
    work = tmp_path / ".work"
    work.mkdir()
    for begun in (False, True):
        if begun:
            (tmp_path / PLAN).touch()
        with alone(work, tmp_path):
            assert code_of(tmp_path) == "R611"
    assert code_of(tmp_path) == "R602"
    with alone(work, tmp_path):  # whoever asked has let go of it
        pass


def test_run_that_never_got_under_way(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    (tmp_path / ".work").mkdir()
    assert code_of(tmp_path) == "R612"


@pytest.mark.parametrize("there", ["decisions.parquet", "findings.parquet", "input"])
def test_results_without_their_manifest(tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir()
    assert code_of(tmp_path) == "R613"


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"schema": "1"}', '{"schema": 1}'])
def test_manifest_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert code_of(tmp_path) == "R603"


def test_manifest_with_counts_that_do_not_add_up(tmp_path: Path) -> None:
    finished(tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"decided": 4,', '"decided": 5,'), "utf-8")
    assert code_of(tmp_path) == "R603"


def test_manifest_of_a_later_program(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"schema": 2, "planets": []}')
    assert code_of(tmp_path) == "R604"


def test_an_untouched_run_has_not_changed(tmp_path: Path) -> None:
    assert not list(changed_outputs(tmp_path, finished(tmp_path)))


def test_data_that_were_changed_or_removed(tmp_path: Path) -> None:
    manifest = finished(tmp_path)
    decisions = tmp_path / "decisions.parquet"
    content = bytearray(decisions.read_bytes())
    content[20] ^= 1  # of the same size
    decisions.write_bytes(content)
    (tmp_path / "findings.parquet").unlink()
    found = changed_outputs(tmp_path, manifest)
    assert [(one.code, one.arguments["file"]) for one in found] == [
        ("R605", "decisions.parquet"), ("R605", "findings.parquet"),
    ]  # fmt: skip
    assert found.has_errors


def test_report_that_somebody_works_in(tmp_path: Path) -> None:
    manifest = finished(tmp_path)
    (tmp_path / "findings.xlsx").write_bytes(b"saved again")
    found = changed_outputs(tmp_path, manifest)
    assert [(one.code, one.severity) for one in found] == [("R606", "warning")]
