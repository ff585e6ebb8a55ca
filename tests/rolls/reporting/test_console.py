"""The summary on the console, from the manifest alone, and the command that prints it again."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.output import Settings
from assess.cli.roll.summary import summary as command
from assess.diagnostics.diagnostic import Refused
from assess.rolls.reporting.console import Table, summary
from assess.rolls.reporting.folder import digest
from assess.rolls.reporting.manifest import BenefitCount, Counts, FileUsed, Findings, Manifest, NoFigure, Period, Words
from assess.rolls.reporting.sheets import SheetLimits
from assess.rolls.reporting.wording import Wording
from assess.rolls.reporting.writing import write_reports
from tests.rolls.reporting.made import MANIFEST, REJECTS, TOTALS, made_run

ENGLISH = """\
Care for the herders of Meadowland  [meadowland 3]  as of 2023-06-30
input 7 rows = decided 4 + undetermined 1 + rejected 2
What is due, be it nothing, is decided in 5 of 5 cases (100%), one a row and benefit.
A row is undetermined as soon as one decision is, be it on a benefit that the roll does not pay; of those paid:
  hay: decided on 5 rows, undetermined on 0

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
SHA-256 of manifest.json, to write down: HASH
checked: assess 0.1 · DuckDB 2.0 · SQLGlot 27 · Python 3.11
"""


def finished(path: Path, **settings: SheetLimits) -> Manifest:
    run = made_run(path)
    return write_reports(run.folder, run.manifest, rejects=[run.rejects], **settings)  # type: ignore[arg-type]


def printed(path: Path, *arguments: str, exit_code: int = 2) -> str:
    result = CliRunner().invoke(command, [str(path), *arguments], obj=Settings())
    assert result.exit_code == exit_code, result.output
    return result.output


def test_the_summary_is_printed_again_from_the_folder(tmp_path: Path) -> None:
    finished(tmp_path / "run")
    manifest = digest(tmp_path / "run" / "manifest.json")
    said = printed(tmp_path / "run", "--lang", "en").replace(str(tmp_path / "run"), "DIR").replace(manifest, "HASH")
    assert said == ENGLISH


def test_when_it_was_checked(tmp_path: Path) -> None:
    finished(tmp_path)
    (tmp_path / "timings.json").write_text('{"schema": 1, "started": "2026-01-02T03:04:05+08:00", "seconds": {}}')
    last = printed(tmp_path).splitlines()[-1]
    assert last.startswith("核对于：2026-01-01 19:04 UTC（timings.json 所记，没有校验） · assess 0.1 · DuckDB 2.0 · ")
    (tmp_path / "timings.json").write_text("[]")
    assert "UTC" not in printed(tmp_path)


def test_chinese(tmp_path: Path) -> None:
    finished(tmp_path)
    lines = printed(tmp_path).splitlines()
    assert lines[:2] == [
        "草原国牧人保障  [meadowland 3]  基准日 2023-06-30",
        "输入 7 行 = 已作出决定 4 + 待定 1 + 未能处理 2",
    ]
    assert "overpaid            多发                           2         23.40             –           –" in lines
    assert "有问题的 5 行；同一笔发放只计一次，应追回 159.90 元。" in lines


def test_figures_that_the_office_supplied(tmp_path: Path) -> None:
    run = made_run(tmp_path)
    kept = tmp_path / "input" / "parameters.yaml"
    kept.parent.mkdir()
    kept.write_text("parameters: {}", encoding="utf-8")
    supplied = FileUsed(name="figures.yaml", sha256=digest(kept))
    write_reports(run.folder, run.manifest.model_copy(update={"parameters_file": supplied}), rejects=[run.rejects])
    assert printed(tmp_path).splitlines()[1] == "部分标准由文件 figures.yaml 提供"
    assert printed(tmp_path, "--lang", "en").splitlines()[1] == "some figures are supplied by figures.yaml"


def test_people_beside_findings_of_several_months(tmp_path: Path) -> None:
    run = made_run(tmp_path)
    months = run.manifest.model_copy(update={"period": Period(first_month="2023-05", last_month="2023-06")})
    write_reports(run.folder, months, rejects=[run.rejects])
    said = printed(tmp_path)
    assert "有问题的 5 行，按身份证号计 1 人；同一笔发放只计一次" in said
    assert "人数" in said
    assert "5 rows have findings, of 1 person by their ID numbers; to recover" in printed(tmp_path, "--lang", "en")


def test_where_every_row_was_rejected_nothing_is_said_to_be_found(tmp_path: Path) -> None:
    run = made_run(tmp_path, [])
    nothing = run.manifest.model_copy(
        update={"counts": Counts(input=7, decided=0, undetermined=0, rejected=7, decisions=7)}
    )
    write_reports(run.folder, nothing, rejects=[run.rejects])
    assert "没有一行能核对，所以无从发现问题；先改正未能处理的行。" in printed(tmp_path)
    assert "没有发现问题" not in printed(tmp_path) + (tmp_path / "report.html").read_text(encoding="utf-8")


def test_rows_that_are_nobodys_are_told_apart(tmp_path: Path) -> None:
    run = made_run(tmp_path, rejects=[*REJECTS, TOTALS])
    write_reports(run.folder, run.manifest, rejects=[run.rejects])
    said = printed(tmp_path)
    assert said.splitlines()[2] == "另有非人员行 1 行，没有算在内：合计 1"
    assert "R138" not in said
    assert "not counted: 1 row (totals 1)" in printed(tmp_path, "--lang", "en")


def test_months_alike_and_a_figure_that_nobody_has_given(tmp_path: Path) -> None:
    figures = (Words(zh="照料标准", en="rate for care"),)
    counts = {
        "period": Period(first_month="2023-01", last_month="2023-03"),
        "same_every_month": True,
        "benefits": (BenefitCount(decision="care", decided=0, undetermined=12, paid_open=Decimal(50)),),
        "no_figure": (
            NoFigure(decision="care", figures=figures, months=("2023-01", "2023-02"), rows=2, amount=Decimal(50)),
        ),
    }
    manifest = MANIFEST.model_copy(update=counts)
    assert list(summary(manifest, tmp_path, "zh"))[2:6] == [
        "名册没有月份列，按每月发放相同计算。",
        "应发多少逐行逐项认定（应发为零的也算）：共 12 项，已认定 0 项（0%）。",
        "一行只要有一项决定还缺事实或标准就是待定，名册没有发放的待遇也算；名册发放的各项：",
        "  照料补贴：0 行次已认定，12 行次待定；2023-01 至 2023-02 没有“照料标准”的数值，2 行次所发 50.00 元无法认定；"
        "用 --parameters 文件提供后再核对",
    ]
    assert list(summary(manifest, tmp_path, "en"))[2:6:3] == [
        "The roll does not say for which month a row is: each amount is taken as paid in every month.",
        "  care grant: decided on 0 row-months, undetermined on 12; there is no value for “rate for care” (2023-01 to "
        "2023-02): 50.00 yuan paid on 2 row-months cannot be decided; supply it in a --parameters file and check again",
    ]


def test_a_figure_that_nobody_has_given_for_what_nobody_is_paid() -> None:
    lacking = NoFigure(decision="care", figures=(Words(zh="照料标准", en="rate for care"),))
    said = Wording(MANIFEST.model_copy(update={"no_figure": (lacking,)}), "zh").no_figure(lacking)
    assert said == "没有“照料标准”的数值，符合条件的应发多少无法认定；用 --parameters 文件提供后再核对"
    assert "0.00" not in Wording(MANIFEST, "en").no_figure(lacking)


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
    assert result.exit_code == 2
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
