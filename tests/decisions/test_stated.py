"""Cases that state results found elsewhere: how they are decided, and that every explanation says so."""

from __future__ import annotations

from typing import Any

import pytest

from assess.cases.frame import RawCase
from assess.decisions.as_json import case_as_json
from assess.decisions.evaluation import Evaluator
from assess.decisions.html import render_html
from assess.decisions.notice import render_notice, render_notice_text
from assess.decisions.result import CaseResult
from assess.decisions.schema import DecidedCase
from assess.decisions.text import render_text
from assess.engines.interpreter import Interpreter
from assess.engines.selection import engine
from tests.decisions.rendered import Page
from tests.library import CASE, day, decide, program_of, value_of
from tests.library.herders import Facts, herder

AS_OF = "2023-06-30"
CHANGZHOU = "jiangsu/changzhou"


def decided(stated: dict[str, Any], *only: str, facts: Facts | None = None, as_of: str = AS_OF) -> CaseResult:
    return decide("meadowland", as_of, {} if facts is None else facts, *only, stated=stated)


def as_json(result: CaseResult, language: str = "en") -> dict[str, Any]:
    """The result as JSON; it must keep to the schema."""
    data = case_as_json(result, program_of("meadowland"), language)
    DecidedCase.model_validate(data)
    return data


def text(result: CaseResult, language: str = "zh", **settings: Any) -> str:
    return render_text(result, program_of("meadowland"), language, **settings)


# how it is decided


def test_result_is_taken_as_given_and_not_worked_out() -> None:
    result = decided({"herder_grade": "coarse"}, "herder_grade", "care", facts=herder())
    assert value_of(result, "herder_grade") == "coarse"
    assert value_of(result, "care") == "138.90"  # 12.5 % of 1111, rounded to a tenth; the marks would make it good wool
    assert set(result.decisions) == {"herder_grade", "care"}
    assert result.status == "decided"


def test_whatever_does_not_rest_on_it_is_worked_out_as_ever() -> None:
    without = decided({}, facts=herder())
    result = decided({"herder_grade": "good"}, facts=herder())
    assert value_of(result, "hay") == value_of(without, "hay") == "45.50"
    assert value_of(result, "total") == value_of(without, "total") == "93.30"


def test_result_that_is_not_known() -> None:
    result = decided({"herder_grade": None}, "care", facts=herder())
    care, grade = result.decisions["care"], result.decisions["herder_grade"]
    assert (care.status, grade.status) == ("undetermined", "undetermined")
    assert care.missing is not None
    assert care.missing.facts == ("stated.herder_grade",)
    assert grade.possible == frozenset(range(4))
    assert "还缺      认定的牧人等级" in text(result)
    assert as_json(result)["decisions"]["care"]["missing"] == [
        {
            "kind": "fact",
            "name": "stated.herder_grade",
            "label": {"zh": "认定的牧人等级", "en": "grade of the herder as found elsewhere"},
        }
    ]


def test_result_holds_on_a_day_and_as_known_on_a_day_without_the_rule() -> None:
    assert value_of(decided({"lantern_due": True}, "lantern_due"), "lantern_due") is True
    assert decide("meadowland", AS_OF, {"by_night": True}, "lantern_due").status == "rejected"
    early = decide(
        "meadowland", "2023-06-30", {}, "herder_grade", known_at="2019-01-01", stated={"herder_grade": "fine"}
    )
    assert value_of(early, "herder_grade") == "fine"


def test_version_and_figures_are_still_those_of_the_day() -> None:
    stated = {"herder_grade": "good"}
    assert value_of(decided(stated, "care"), "care") == "83.30"
    assert value_of(decided(stated, "care", as_of="2025-06-30"), "care") == "92.60"


def test_case_without_results_beside_one_with_them() -> None:
    evaluator = Evaluator(program_of("meadowland"), Interpreter(), only=("herder_grade",))
    cases = [RawCase("a", CASE, herder(), day(AS_OF)) for _ in range(4)]
    cases[1].stated = {"herder_grade": "fine"}
    cases[3].stated = {"wool_points": 0}
    values = [value_of(evaluator.evaluate(case), "herder_grade") for case in cases]
    assert values == ["good", "fine", "good", "coarse"]


def test_both_engines_agree() -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    evaluators = [Evaluator(program_of("meadowland"), engine(name)) for name in ("interpreter", "rete")]
    for stated in ({"old_herder": True}, {"old_herder": False, "herder_grade": "plain"}, {"old_herder": None}):
        found = []
        for evaluator in evaluators:
            case = RawCase("a", CASE, herder("calm"), day(AS_OF))
            case.stated = stated
            found.append(as_json(evaluator.evaluate(case)))
        assert found[0] == found[1]


def test_faults_of_facts_and_of_results_are_said_together() -> None:
    result = decided({"herder_grade": "lost", "hay": 45}, facts={"calm": 9, "stated.herder_grade": "fine"})
    assert result.status == "rejected"
    assert sorted(problem.code for problem in result.problems) == ["A101", "A103", "A105", "A128"]


# provisional or not


def test_resting_on_a_result_alone_makes_nothing_provisional() -> None:
    result = decided({"herder_grade": "good"}, "care")
    assert [one.provisional for one in result.decisions.values()] == [False, False]


def test_doubts_about_the_rule_go_with_the_rule() -> None:
    stated = decided({"bell_due": True}, "bell_due")
    worked_out = decided({}, "bell_due", facts={"sheep": 3, "by_night": False})
    assert (value_of(stated, "bell_due"), value_of(worked_out, "bell_due")) == (True, True)
    assert not stated.decisions["bell_due"].provisional
    assert worked_out.decisions["bell_due"].provisional


# what is said


def test_text_in_chinese() -> None:
    assert (
        text(decided({"herder_grade": "good"}, "herder_grade", "care"))
        == """\
草原国牧人保障  [meadowland 3]
个案 case · 基准日 2023-06-30 · 结果：已决定

■ 照料补贴：83.30 元/月
    依据      草议〔2019〕7号 四2：照料补贴按上年工资的比例计算
    条件      ✓ 牧人等级达到或超过“好毛”（实为“好毛”）
    计算      照料补贴比例 7.5% × 上年年末牧羊人工资 1111.00 元/月 = 83.325 元/月，四舍五入到 0.10
              元/月，为 83.30 元/月
    认定      “牧人等级”按认定结果：好毛（不由本次评估得出）
    标准      照料补贴比例 7.5%（2023-06-30 时有效，自 2020-01-01 起，草议〔2019〕7号 四2）
    标准      牧羊人工资 1111.00 元/月（2022-12-31 时有效，自 2022-07-01 起，牧羊人工资表）

■ 牧人等级：好毛
    认定      按认定结果：好毛（不由本次评估得出）"""
    )


def test_text_in_english() -> None:
    said = text(decided({"old_herder": False}, "hay", facts={"animals": "goats"}), "en")
    assert (
        said
        == """\
Care for the herders of Meadowland  [meadowland 3]
case case · as of 2023-06-30 · result: decided

■ hay: not eligible
    law             草议〔2019〕7号 IV1: old herders draw hay by the kind of animal
    condition       ✗ old herder: yes (found: no)
    stated          old herder, as found elsewhere: no (not worked out here)
    would need      old herder as found elsewhere: yes
    note            Paid by the month.

What these rest on
  old herder: no (as found elsewhere, not worked out here)"""
    )


def test_json_of_a_result_and_of_what_rests_on_it() -> None:
    decisions = as_json(decided({"herder_grade": "good"}, "herder_grade", "care"))["decisions"]
    grade, care = decisions["herder_grade"], decisions["care"]
    assert (grade["stated"], grade["rests_on_stated"], grade["rule"], grade["cite"]) == (True, [], "stated", [])
    assert grade["because"] == [
        {"kind": "stated", "says": "as found elsewhere: good (not worked out here)", "value": "good"}
    ]
    assert (care["stated"], care["rests_on_stated"], care["rule"]) == (False, ["herder_grade"], "amount")
    assert (grade["provisional"], grade["doubts"], care["provisional"]) == (False, [], False)


@pytest.mark.parametrize(
    ("name", "value", "decision", "rests"),
    [
        ("wool_points", 7, "total", ["wool_points"]),  # through levels, an amount and the steps of a combination
        ("old_herder", True, "place_at_fair", ["old_herder"]),
        ("old_herder", True, "care", []),
    ],
)
def test_what_rests_on_a_result_through_others(name: str, value: object, decision: str, rests: list[str]) -> None:
    data = as_json(decided({name: value}, decision, facts=herder(applied_on="2023-05-01")))
    assert data["decisions"][decision]["rests_on_stated"] == rests


@pytest.mark.parametrize(
    ("language", "own", "behind"),
    [
        ("zh", "按认定结果：好毛（不由本次评估得出）", "“牧人等级”按认定结果：好毛（不由本次评估得出）"),
        ("en", "as found elsewhere: good (not worked out here)", "grade of the herder, as found elsewhere: good"),
    ],
)
def test_page_and_notice_say_so(language: str, own: str, behind: str) -> None:
    result = decided({"herder_grade": "good"}, "herder_grade", "care")
    program = program_of("meadowland")
    for said in (
        Page(render_html([result], program, language)).words,
        Page(render_notice(result, program, language)).words,
        " ".join(render_notice_text(result, program, language).split()),
    ):
        assert own.casefold() in said.casefold()
        assert behind.casefold() in said.casefold()


def test_page_lists_the_result_among_the_facts_stated() -> None:
    result = decided({"herder_grade": "good"}, "care")
    words = Page(render_html([result], program_of("meadowland"), "zh")).words
    assert "所填的事实 认定的牧人等级 好毛" in words


def test_notice_gives_no_grounds_for_what_it_does_not_know() -> None:
    said = render_notice_text(decided({"bell_due": True}, "bell_due"), program_of("meadowland"), "zh")
    assert "须挂铃\n    按认定结果：是（不由本次评估得出）。\n" in said
    refused = render_notice_text(decided({"bell_due": False}, "bell_due"), program_of("meadowland"), "zh")
    assert "须挂铃\n    按认定结果：否（不由本次评估得出）。\n" in refused
    assert "您符合条件" not in said + refused


def test_result_of_a_local_rule_names_no_rule_that_was_not_used() -> None:
    result = decide("meadowland/north", "2025-06-30", {}, "care", stated={"herder_grade": "good"})
    data = case_as_json(result, program_of("meadowland/north"), "zh")
    assert data["decisions"]["herder_grade"]["overrides"] is None
    assert data["decisions"]["care"]["value"] == "112.50"


# a real case


def test_care_standard_of_a_person_found_to_have_lost_self_care() -> None:
    facts = {"household_status": "tekun", "birth_date": "1939-10-15"}
    result = decide(CHANGZHOU, "2025-12-31", facts, "tekun_care_standard", stated={"self_care_ability": "lost"})
    assert (result.status, value_of(result, "tekun_care_standard")) == ("decided", "747.00")
    assert not result.decisions["tekun_care_standard"].provisional
    said = render_text(result, program_of(CHANGZHOU), "zh")
    assert "“生活自理能力”按认定结果：完全丧失生活自理能力（不由本次评估得出）" in said
