"""The summary on the console, from the manifest alone, and the command that prints it again."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.output import Settings
from assess.cli.roll.summary import summary as command
from assess.diagnostics.diagnostic import Refused
from assess.rolls.reporting.console import Table, summary
from assess.rolls.reporting.manifest import Findings, Manifest
from assess.rolls.reporting.sheets import SheetLimits
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import MANIFEST, made_run

ENGLISH = """\
Care for the herders of Meadowland  [meadowland 3]  as of 2023-06-30
input 7 rows = decided 4 + undetermined 1 + rejected 2

code                finding                findings  to recover  to pay  otherwise
not_entitled        paid and not entitled         1       45.50       –          –
overpaid            paid too much                 2       23.40       –          –
unpaid              entitled and not paid         1           –   83.30          –
assessment_missing  assessment missing            1           –       –          –
paid_after_death    paid after death              1      136.50       –          –
total                                             6      205.40   83.30          –
5 rows have findings; to recover, each payment counted once: 159.90 yuan.

code  rejected (the first one)                     cells
A106  no number                                        2
A105  the ID number “320402********001X” is wrong      1

Of 17 results, at most 3 (17.6%) rest on assumed values or placeholders.

report: DIR/report.html
findings to work through: DIR/findings.xlsx
findings: DIR/findings.csv
rejected rows: DIR/rejects.csv
decisions, row by row: DIR/decisions.parquet
"""


def finished(path: Path, **settings: SheetLimits) -> Manifest:
    run = made_run(path)
    return write_reports(run.folder, run.manifest, rejects=[run.rejects], **settings)  # type: ignore[arg-type]


def printed(path: Path, *arguments: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(command, [str(path), *arguments], obj=Settings())
    assert result.exit_code == exit_code, result.output
    return result.output


def test_the_summary_is_printed_again_from_the_folder(tmp_path: Path) -> None:
    finished(tmp_path / "run")
    assert printed(tmp_path / "run", "--lang", "en").replace(str(tmp_path / "run"), "DIR") == ENGLISH


def test_chinese(tmp_path: Path) -> None:
    finished(tmp_path)
    lines = printed(tmp_path).splitlines()
    assert lines[:2] == [
        "草原国牧人保障  [meadowland 3]  基准日 2023-06-30",
        "输入 7 行 = 已作出决定 4 + 待定 1 + 未能处理 2",
    ]
    assert "overpaid            多发                           2         23.40             –           –" in lines
    assert "有问题的 5 行；同一笔发放只计一次，应追回 159.90 元。" in lines


def test_several_workbooks_are_told(tmp_path: Path) -> None:
    finished(tmp_path, sheets=SheetLimits(workbook_rows=2))
    assert "findings.xlsx 等 4 个文件" in printed(tmp_path)
    assert "findings.xlsx and 3 more" in printed(tmp_path, "--lang", "en")


def test_a_run_without_findings_or_rejects() -> None:
    blocks = list(summary(MANIFEST.model_copy(update={"findings": Findings()}), Path("out"), "zh"))
    assert "没有发现问题。" in blocks
    assert not [block for block in blocks if isinstance(block, Table)]


def test_reports_that_somebody_worked_in_are_a_warning(tmp_path: Path) -> None:
    finished(tmp_path)
    (tmp_path / "findings.xlsx").write_bytes(b"saved again")
    result = CliRunner().invoke(command, [str(tmp_path)], obj=Settings())
    assert result.exit_code == 0
    assert "R606" in result.stderr
    assert "输入 7 行" in result.stdout


def test_changed_data_are_refused(tmp_path: Path) -> None:
    finished(tmp_path)
    (tmp_path / "decisions.parquet").write_bytes(b"")
    result = CliRunner().invoke(command, [str(tmp_path)], obj=Settings())
    assert isinstance(result.exception, Refused)
    assert [one.code for one in result.exception.diagnostics] == ["R605"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_needs_nothing_but_the_manifest(tmp_path: Path, language: str) -> None:
    manifest = finished(tmp_path)
    again = Manifest.model_validate_json(manifest.as_text())
    assert list(summary(again, tmp_path, language)) == list(summary(manifest, tmp_path, language))
