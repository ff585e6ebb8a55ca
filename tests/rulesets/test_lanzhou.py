"""Lanzhou 2022: the published figures, and the rounding that leads to them named in words."""

from __future__ import annotations

import pytest

from assess.decisions.text import render_text
from tests.library import decide, program_of, value_of
from tests.rulesets.people import ABLE, ABLE_BODIED, LOST, PARTIAL, Facts

LANZHOU = "gansu/lanzhou-anning"
AS_OF = "2022-06-30"
BASE, CARE, CARE_YEAR = "tekun_base_standard", "tekun_care_standard", "tekun_care_standard_year"


def person(area: str, ability: Facts) -> Facts:
    return {"household_status": "tekun", "residence_area": area} | ability


def text(facts: Facts, decision: str, language: str) -> str:
    found = render_text(decide(LANZHOU, AS_OF, facts, decision), program_of(LANZHOU), language)
    return "".join(found.split()) if language == "zh" else " ".join(found.split())


@pytest.mark.parametrize(
    ("area", "exact", "base"),
    [("five_districts", "1188.20", "1189.00"), ("three_counties", "893.10", "894.00"), ("rural", "570.70", "571.00")],
)
def test_base_standard_is_rounded_up_to_the_yuan_and_says_so(area: str, exact: str, base: str) -> None:
    facts = person(area, ABLE)
    assert value_of(decide(LANZHOU, AS_OF, facts, BASE), BASE) == base
    assert f"={exact}元/月，向上取到1.00元/月，为{base}元/月" in text(facts, BASE, "zh")
    assert f"= {exact} yuan/month, rounded up to 1.00 yuan/month: {base} yuan/month" in text(facts, BASE, "en")


@pytest.mark.parametrize(
    ("ability", "exact", "month", "year"),
    [
        (ABLE, "150.30", "150.00", "1800.00"),
        (PARTIAL, "300.60", "301.00", "3612.00"),
        (LOST, "450.90", "451.00", "5412.00"),
    ],
)
def test_care_standard_is_rounded_half_up_at_the_month(ability: Facts, exact: str, month: str, year: str) -> None:
    facts = person("rural", ability)
    result = decide(LANZHOU, AS_OF, facts, CARE, CARE_YEAR)
    assert value_of(result, CARE) == month
    assert value_of(result, CARE_YEAR) == year
    assert f"={exact}元/月，四舍五入到1.00元/月，为{month}元/月" in text(facts, CARE, "zh")
    assert f"= {exact} yuan/month, rounded half up to 1.00 yuan/month: {month}" in text(facts, CARE, "en")


def test_care_rests_on_the_class_4_wage_of_the_year_before() -> None:
    explanation = decide(LANZHOU, AS_OF, person("rural", LOST), CARE).decisions[CARE].explanation
    assert explanation is not None
    wage = explanation.parameters[1].reading
    assert (wage.parameter.name, wage.day, wage.value) == ("minimum_wage", 2021_12_31, 1670_00)


def test_dibao_of_the_city_overrides_the_empty_one_of_the_country() -> None:
    program = program_of(LANZHOU)
    assert program.parameters["dibao_standard"].ruleset == LANZHOU
    assert program.parameters["dibao_standard"].overrides == "national"


@pytest.mark.parametrize(("as_of", "codes"), [("2021-12-31", {"D201"}), ("2023-01-01", {"P204"})])
def test_figures_of_one_year_are_not_used_in_another(as_of: str, codes: set[str]) -> None:
    result = decide(LANZHOU, as_of, person("rural", LOST), BASE)
    assert result.status == "rejected"
    assert {problem.code for problem in result.problems} == codes


def test_all_figures_that_lack_are_told_at_once() -> None:
    result = decide(LANZHOU, "2025-01-01", person("rural", LOST), BASE, CARE)
    assert [(problem.arguments["name"], problem.arguments["day"]) for problem in result.problems] == [
        ("base_multiple", "2025-01-01"), ("dibao_standard", "2025-01-01"), ("care_rate", "2025-01-01"),
        ("minimum_wage", "2024-12-31"),
    ]  # fmt: skip


def test_visits_and_admission() -> None:
    facts = ABLE_BODIED | {
        "birth_date": "1942-12-31", "household_status": "none", "living_arrangement": "with_family",
        "disability_grade": 0, "family_planning_special": False, "wants_institution": True,
    }  # fmt: skip
    names = ("visit_due", "admission_tier", "assessment_required", "disability_file_due")
    result = decide(LANZHOU, "2022-12-31", facts, *names)
    assert [value_of(result, name) for name in names] == ["none", "ordinary", True, False]
    poor_and_alone = facts | {"household_status": "dibao", "living_arrangement": "left_behind"}
    result = decide(LANZHOU, "2022-12-31", poor_and_alone, *names)
    assert [value_of(result, name) for name in names] == ["monthly", "bottom_line", True, False]
