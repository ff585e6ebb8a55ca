"""What a run says it looked for and rests on: not what the roll has no columns for, nor what no figure decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.library import Library
from assess.rolls.explaining import Explaining
from assess.rolls.reporting.folder import load_manifest
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.reporting.wording import Wording
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.running.village import VILLAGE

ROLLS = {
    "bare": "case,household_status,stated.self_care_ability,paid.tekun_care_standard\n1,tekun,lost,747\n",
    "known": (
        "id_number,name,birth_date,assessed_on,paid.tekun_care_standard\n"
        "999999194001010005,甲乙,1940-01-01,2024-01-01,0\n"
    ),
}


def looked_for(roll: str, folder: Path, parameters: str = "") -> tuple[set[str], dict[str, str]]:
    """Codes looked for; and what was not, in Chinese, with the reason."""
    (folder / "roll.csv").write_text(ROLLS[roll], encoding="utf-8")
    figures = None
    if parameters:
        figures = folder / "figures.yaml"
        figures.write_text(parameters, encoding="utf-8")
    call = Call(
        (str(folder / "roll.csv"),), "jiangsu/changzhou", Period.on(20251231), folder / "out", parameters=figures
    )
    manifest = Check(call, Library.default()).run()
    return set(manifest.checked), {one.subject.zh: one.reason.zh for one in manifest.not_checked}


def test_roll_without_numbers_and_dates_is_not_screened(tmp_path: Path) -> None:
    checked, not_checked = looked_for("bare", tmp_path)
    assert not checked & {"duplicate_id", "namesake", "birth_date_differs", "sex_differs", "implausible_age"}
    assert {"身份证号重复", "出生日期与身份证号不符", "年龄异常", "评估已过期"} <= set(not_checked)
    assert {"above_floor", "unpaid"} <= checked
    assert "多发" in not_checked, "what is paid on it has floors only"


def test_clauses_of_the_screening_are_in_words(tmp_path: Path) -> None:
    looked_for("known", tmp_path)
    manifest = load_manifest(tmp_path / "out")
    cited = [cite for cite in manifest.clauses if cite.startswith("gb11643")]
    assert cited
    for cite in cited:
        assert manifest.clauses_in_words(cite, "zh").startswith("GB 11643")
    assert manifest.clauses_in_words(f"{cited[0]}; {cited[0]}", "zh").count("11643") == 1


def test_roll_without_a_column_of_assessments_is_not_asked_for_them(tmp_path: Path) -> None:
    checked, not_checked = looked_for("bare", tmp_path)
    assert "assessment_missing" not in checked
    assert "缺少评估" in not_checked


def test_age_of_an_assessment_needs_its_date_and_a_figure(tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    checked, not_checked = looked_for("known", tmp_path / "without")
    assert {"duplicate_id", "namesake", "birth_date_differs", "implausible_age"} <= checked
    assert "sex_differs" not in checked
    assert "assessment_out_of_date" not in checked
    assert "评估已过期" in not_checked
    (tmp_path / "with").mkdir()
    figures = "parameters:\n  assessment_valid_months:\n    - {from: 2020-01-01, value: 24, confidence: assumed}\n"
    checked, not_checked = looked_for("known", tmp_path / "with", figures)
    assert "assessment_out_of_date" in checked
    assert "评估已过期" not in not_checked


def test_why_old_assessments_are_not_looked_for(tmp_path: Path) -> None:
    """The columns that the roll lacks, the figure that nobody has given, or both."""
    for folder in ("both", "figure", "column"):
        (tmp_path / folder).mkdir()
    months = "parameters:\n  assessment_valid_months:\n    - {from: 2020-01-01, value: 24, confidence: assumed}\n"
    column, figure = "名册没有“评估基准日期”的列", "没有“能力评估结果的有效月数”的数值，可用 --parameters 文件提供"
    told = {
        folder: looked_for(roll, tmp_path / folder, parameters)[1]["评估已过期"]
        for folder, roll, parameters in (("both", "bare", ""), ("figure", "known", ""), ("column", "bare", months))
    }
    assert told == {"both": f"{column}；{figure}", "figure": figure, "column": column}


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2022-11", "2023-01", ("2022-11", "2022-12")), ("2022-11", "2022-12", ()), ("2023-01", "2023-02", None)],
)
def test_months_in_which_nobody_s_amount_can_be_told(
    tmp_path: Path, first: str, last: str, months: tuple[str, ...] | None
) -> None:
    """None are named where it is so in all of them."""
    (tmp_path / "roll.csv").write_text("case,poor,paid.allowance\na,true,50\n", encoding="utf-8")
    call = Call((str(tmp_path / "roll.csv"),), "review", Period.of_months(first, last), tmp_path / "out")
    manifest = Check(call, VILLAGE).run()
    assert [(one.decision, one.figures[0].zh, one.months) for one in manifest.no_figure] == (
        [] if months is None else [("allowance", "原标准", months)]
    )


def test_figure_that_nothing_asked_for_goes_by_need_not_be_in_force(tmp_path: Path) -> None:
    """How long an assessment holds is known from February on: January is checked all the same, but for that."""
    (tmp_path / "roll.csv").write_text(ROLLS["known"], encoding="utf-8")
    figures = tmp_path / "figures.yaml"
    figures.write_text(
        "parameters:\n  assessment_valid_months:\n    - {from: 2025-02-01, value: 12, confidence: assumed}\n"
    )
    period = Period.of_months("2025-01", "2025-02")
    call = Call((str(tmp_path / "roll.csv"),), "jiangsu/changzhou", period, tmp_path / "out", parameters=figures)
    manifest = Check(call, Library.default()).run()
    found = (tmp_path / "out" / "findings.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [line.split(",")[7] for line in found if line.startswith("assessment_out_of_date")] == ["2025-02"]
    assert "assessment_out_of_date" in manifest.checked


def test_old_assessments_are_looked_for_where_a_later_month_has_the_figure(tmp_path: Path) -> None:
    """Not known of December, known since January: there is a finding, and the record says that it was looked for."""
    (tmp_path / "roll.csv").write_text("case,arrived_on\na,2021-06-01\n", encoding="utf-8")
    call = Call((str(tmp_path / "roll.csv"),), "review", Period.of_months("2022-12", "2023-01"), tmp_path / "out")
    manifest = Check(call, VILLAGE).run()
    found = (tmp_path / "out" / "findings.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert [line.split(",")[0] for line in found] == ["assessment_out_of_date"]
    assert "assessment_out_of_date" in manifest.checked
    assert "评估已过期" not in {one.subject.zh for one in manifest.not_checked}


def test_rows_of_nobody_are_counted_apart(tmp_path: Path) -> None:
    """The header again, and a total: neither decided nor rejected."""
    roll = tmp_path / "roll.csv"
    lines = ["case,birth_date,household_status", "a,1940-01-01,tekun", "case,birth_date,household_status", "合计,,"]
    roll.write_text("\n".join([*lines, ""]), encoding="utf-8")
    call = Call((str(roll),), "jiangsu/changzhou", Period.on(20251231), tmp_path / "out")
    counts = Check(call, Library.default()).run().counts
    assert (counts.input, counts.rejected, counts.set_aside) == (1, 0, 2)


WHAT_THE_ROLL_SAYS = """\
case,birth_date,household_status,disability_grade,work_injury_nursing_benefit,ltci_beneficiary,stated.ability_level,\
stated.self_care_ability,paid.tekun_care_standard
a,1940-01-01,none,0,false,false,intact,able,0
b,1944-01-01,tekun,0,false,false,severe,lost,747
c,,dibao,1,false,false,moderate,partial,0
d,1970-01-01,none,0,false,false,,,0
"""


def check_of_four(folder: Path, only: tuple[str, ...] | None = None) -> Manifest:
    (folder / "roll.csv").write_text(WHAT_THE_ROLL_SAYS, encoding="utf-8")
    call = Call((str(folder / "roll.csv"),), "jiangsu/changzhou", Period.on(20251231), folder / "out", only=only)
    return Check(call, Library.default()).run()


@pytest.mark.parametrize("only", [None, ("visit_due", "old_age_allowance", "nursing_subsidy")])
def test_results_that_are_provisional_are_never_more_than_the_report_says(
    tmp_path: Path, only: tuple[str, ...] | None
) -> None:
    """Whom a reading keeps from a benefit rests on that reading, too."""
    manifest = check_of_four(tmp_path, only)
    provisional = dict.fromkeys((one.decision for one in manifest.resting), 0)
    refused = 0
    for one in Explaining(tmp_path / "out", Library.default()).results(["a", "b", "c", "d"], only=tuple(provisional)):
        for name, decided in one.result.decisions.items():
            if name in provisional and decided.provisional and decided.status == "decided":
                provisional[name] += 1
                refused += decided.outcome.eligible is False
    assert refused, "nobody is refused by a reading: the test tests nothing"
    assert {one.decision for one in manifest.resting if one.resting < provisional[one.decision]} == set()
    assert {one.decision for one in manifest.resting if one.resting > one.decided} == set()


def test_reports_keep_to_the_decisions_asked_for_and_what_is_paid(tmp_path: Path) -> None:
    manifest = check_of_four(tmp_path, ("age", "nursing_subsidy"))
    assert manifest.only == ("age", "nursing_subsidy")
    asked_or_paid = {"age", "nursing_subsidy", "tekun_care_standard"}
    assert {one.decision for one in manifest.resting} == asked_or_paid
    assert {one.name for one in manifest.decisions if one.goal} == asked_or_paid
    said = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "周岁年龄、护理补贴" in said
    assert '<th scope="row">尊老金</th>' not in said


def test_a_benefit_that_is_not_asked_for_leaves_no_row_undetermined(tmp_path: Path) -> None:
    manifest = check_of_four(tmp_path, ("tekun_care_standard", "self_care_ability"))
    assert manifest.counts.undetermined
    assert Wording(manifest, "zh").before_benefits == "一行只要有一项所要的决定还缺事实或标准就是待定；名册发放的各项："
    other = manifest.model_copy(update={"only": ()})
    assert Wording(other, "en").why_undetermined == "a row is undetermined as soon as one decision is"
