"""A row whose payments could not be held against what is due is not told as one of which nothing was found."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from assess.decisions.result import CaseResult
from assess.library import Library
from assess.rolls.explaining.found import Found, Payment
from assess.rolls.explaining.places import Place
from assess.rolls.explaining.unchecked import open_benefits, to_decide, unchecked
from assess.rolls.reconciling.words import OPEN_RULES
from tests.cli.test_roll_explain_findings import DAY, HEADERS, beside, row, run

OPEN = "有的待遇没有与应发核对"
NO_CARE_RATE = "parameters: {care_rate: [{from: 2025-01-01, value: null}]}\n"


def checked(folder: Path, rows: list[str], *more: str, ruleset: str = "harbour", headers: str = HEADERS) -> Path:
    (folder / "roll.csv").write_text("\n".join([headers, *rows, ""]), "utf-8")
    given = ["roll", "check", folder / "roll.csv", "--ruleset", ruleset, "--out", folder / "out", *more]
    assert run(*given, "--as-of", DAY).exit_code in (0, 1, 2)
    return folder / "out"


@pytest.fixture(scope="module")
def without_figure(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody knows what care comes to: the check says so once, and of no row."""
    folder = tmp_path_factory.mktemp("unchecked")
    (folder / "figures.yaml").write_text(NO_CARE_RATE, "utf-8")
    open_fact = row(2, 0, 0).replace(",false,false,", ",,false,")
    rows = [row(1, 300, 60), open_fact, row(3, 0, 50), "P4,人4,,1990-01-04,0,false,false,0,0,0", row(5, 0, 60) + "x"]
    return checked(folder, rows, "--parameters", str(folder / "figures.yaml"))


def test_figure_that_nobody_knows(without_figure: Path) -> None:
    said, found = beside(without_figure, 1)
    assert "这次核对没有发现这一行有问题。" not in said
    assert OPEN in said
    said = said.replace("\n    ", "")
    assert "没有与应发核对\n  照料补贴：没有“照料补贴标准”（care_rate）的数值（港〔2024〕1号 二）；" in said
    assert "用 --parameters 文件提供后再核对" in said
    assert [one["decision"] for one in found["payments"] if one["not_checked"]] == ["care"]
    english = " ".join(beside(without_figure, 1, "en")[0].split())
    assert "not to be taken for being in order" in english
    assert (
        "care grant: there is no value for “rate for care” (care_rate) (港〔2024〕1号 II); "
        "supply it in a --parameters file and check again" in english
    )


def test_facts_that_lack_and_nothing_paid(without_figure: Path) -> None:
    said = beside(without_figure, 2)[0].replace("\n    ", "")
    assert OPEN in said
    assert "照料补贴：缺少作出决定所需的事实（“享受长期护理保险待遇”）；没有“照料补贴标准”（care_rate）的数值" in said
    assert "补齐事实，标准用 --parameters 文件提供，再核对" in said


def test_beside_findings(without_figure: Path) -> None:
    said, found = beside(without_figure, 3)
    assert [one["code"] for one in found["findings"]] == ["underpaid"]
    assert "没有与应发核对\n  照料补贴：" in said


def test_rows_checked_or_rejected(without_figure: Path) -> None:
    said, _ = beside(without_figure, 4)
    assert "这次核对没有发现这一行有问题。" in said
    assert "没有与应发核对" not in said
    rejected = run("roll", "explain", without_figure, "P5").stdout
    assert "这一行未能处理，没有核对；原因见下。" in rejected
    assert "没有与应发核对" not in rejected


def test_on_a_page_whichever_decision_is_asked_for(without_figure: Path) -> None:
    page = run("roll", "explain", without_figure, "P1", "--only", "meals", "--format", "html").stdout
    assert "<li><b>照料补贴</b> 没有“照料补贴标准”（care_rate）的数值" in page


def test_finding_says_it_already(tmp_path: Path) -> None:
    said, found = beside(checked(tmp_path, [row(1, 300, 60).replace(",false,false,", ",,false,")]), 1)
    assert {one["code"] for one in found["findings"]} == {"paid_undetermined"}
    assert "没有与应发核对" not in said
    assert found["payments"][0]["not_checked"].startswith("缺少作出决定所需的事实（“享受长期护理保险待遇”）")


def test_rules_that_have_it_no_more() -> None:
    """The folder was made by other rules, which are not kept."""
    found = Found(Place("roll.csv", 2, "P1", None), (), (Payment("care", Decimal(300), None),))
    program = Library.default().program("national")
    assert to_decide(open_benefits(found), program) == ()
    (one,) = unchecked(found, CaseResult("P1", 20251231, None, "decided"), program)
    assert (one.benefit, one.why) == ("care", OPEN_RULES)


def test_known_by_itself_and_not_beside_others(tmp_path: Path) -> None:
    headers = (
        "case,birth_date,household_status,disability_grade,coma,work_injury_nursing_benefit,ltci_beneficiary,"
        "paid.nursing_subsidy"
    )
    (tmp_path / "figures.yaml").write_text("parameters: {nursing_rate: 120}\n", "utf-8")
    rows = ["P1,1950-01-01,dibao,1,true,false,false,0"]
    figures = ("--parameters", str(tmp_path / "figures.yaml"))
    out = checked(tmp_path, rows, *figures, ruleset="jiangsu/changzhou", headers=headers)
    said = run("roll", "explain", out, "P1", "--only", "age", "--format", "json").stdout
    (payment,) = json.loads(said)["roll"]["payments"]
    assert payment["due"] is None
    assert payment["not_checked"].startswith(
        "它与别的待遇一起能领多少还不能认定：没有“重度残疾人护理补贴标准”（disability_nursing_rate）的数值"
    )
