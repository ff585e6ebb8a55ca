"""All reports of a run at once: whole or not at all, and the same from run to run."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.reporting import writing
from assess.rolls.reporting.sheets import SheetLimits
from assess.rolls.reporting.store import Limits, opened
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import FINDINGS, ID, MadeRun, made_run

REPORTS = ["findings.csv", "findings.xlsx", "manifest.json", "rejects.csv", "report.html"]


def write(run: MadeRun, **settings: Any) -> Any:
    return write_reports(run.folder, run.manifest, rejects=[run.rejects], **settings)


def reports(run: MadeRun) -> list[str]:
    return sorted(path.name for path in run.folder.folder.iterdir() if path.suffix != ".parquet")


def fault_of(run: MadeRun, **settings: Any) -> Diagnostic:
    with pytest.raises(Refused) as refused:
        write(run, **settings)
    (found,) = refused.value.diagnostics
    return found


def test_every_report_is_written_and_told_in_the_manifest(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    manifest = write(run)
    assert reports(run) == REPORTS
    assert {one.name: one.rows for one in manifest.outputs} == {
        "decisions.parquet": 7, "findings.csv": 6, "findings.parquet": 6, "findings.xlsx": 6, "rejects.csv": 3,
        "report.html": None,
    }  # fmt: skip
    for one in manifest.outputs:
        content = (run.folder.folder / one.name).read_bytes()
        assert (one.bytes, one.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_counts_are_filled_in(tmp_path: Path) -> None:
    manifest = write(made_run(tmp_path / "run"), language="en", unmask=True)
    assert [one.code for one in manifest.findings.by_code][:2] == ["not_entitled", "overpaid"]
    assert [(one.code, one.rejects) for one in manifest.rejects] == [("A106", 2), ("A105", 1)]
    assert {one.decision: one.resting for one in manifest.resting} == {"wool": 0, "fair": 0, "hay": 0, "care": 3}
    assert (manifest.language, manifest.unmasked) == ("en", True)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (made_run(tmp_path / name) for name in ("a", "b"))
    write(first, limits=Limits(memory="200MB", threads=1))
    write(second, limits=Limits(memory="400MB", threads=2))
    for name in REPORTS:
        assert (first.folder.folder / name).read_bytes() == (second.folder.folder / name).read_bytes(), name


def test_id_numbers_are_nowhere_unless_asked_for(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write(run)
    for name in ("findings.csv", "rejects.csv", "report.html", "manifest.json"):
        assert ID not in (run.folder.folder / name).read_text("utf-8"), name


def test_workbooks_of_an_earlier_run_go(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    write(run, sheets=SheetLimits(workbook_rows=2))
    assert "findings-3.xlsx" in reports(run)
    own = run.folder.folder / "findings-mine.xlsx"
    own.write_bytes(b"mine")
    write(run)
    assert reports(run) == sorted([*REPORTS, own.name])


def test_spread_over_workbooks_nothing_is_lost(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run", rejects=())
    manifest = write(run, sheets=SheetLimits(sheet_rows=2, workbook_rows=3))
    books = run.folder.workbooks()
    sheets = [sheet for path in books for sheet in openpyxl.load_workbook(path).worksheets if sheet.title != "汇总"]
    rows = sum(sheet.max_row - 1 for sheet in sheets)
    assert rows == len(FINDINGS) == sum(one.rows for one in manifest.outputs if one.name.endswith(".xlsx"))
    assert [path.name for path in books] == ["findings.xlsx", "findings-2.xlsx"]


def test_a_fault_leaves_the_reports_that_were_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = made_run(tmp_path / "run")
    write(run)
    before = {path.name: path.read_bytes() for path in run.folder.folder.iterdir()}

    def broken(*_: object, **__: object) -> str:
        raise OSError(errno.EIO, "the disk is broken", "report.html")

    monkeypatch.setattr(writing, "render_report", broken)
    found = fault_of(run, language="en")
    assert (found.code, found.arguments) == ("R608", {"file": "report.html", "reason": "the disk is broken"})
    assert {path.name: path.read_bytes() for path in run.folder.folder.iterdir()} == before


def _full(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "findings.xlsx")


@pytest.mark.parametrize(
    "breaks",
    [
        lambda patch: patch.setattr(writing, "write_workbooks", _full),
        lambda patch: patch.setattr(xlsxwriter.Workbook, "_store_workbook", _full),
        lambda patch: patch.setattr(writing, "put_in_place", _full),
    ],
    ids=["while writing", "while packing", "while renaming"],
)
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: Callable[[Any], None]) -> None:
    run = made_run(tmp_path / "run")
    breaks(monkeypatch)
    assert fault_of(run).code == "R607"
    assert reports(run) == []


def test_full_disk_under_duckdb(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    with (
        pytest.raises(OSError, match="No space left") as full,
        opened(run.folder.decisions, run.folder.findings, [], tmp_path) as store,
    ):
        store.write_csv(Path("/dev/full"), "SELECT * FROM findings")
    assert full.value.errno == errno.ENOSPC


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run")
    gone = type(run.folder)(tmp_path / "gone")
    with pytest.raises(Refused) as refused:
        write_reports(gone, run.manifest)
    assert [one.code for one in refused.value.diagnostics] == ["R608"]
