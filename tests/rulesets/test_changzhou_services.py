"""Changzhou: visits under both readings, admission, care beds and the other services, each rule written out here."""

from __future__ import annotations

from itertools import product

import pytest

from tests.library import decide, value_of
from tests.rulesets.people import ABLE_BODIED, Facts, gb_form

CHANGZHOU = "jiangsu/changzhou"
AS_OF = "2024-06-01"
SEVENTY, EIGHTY = "1954-06-01", "1944-06-01"
STATUSES = ("none", "low_income", "dibao", "tekun")
LIVING = ("with_family", "alone", "empty_nest", "left_behind")
DISABLED: Facts = ABLE_BODIED | {"coma": True}
UNCHANGED = {name: value for name, value in ABLE_BODIED.items() if name not in gb_form(90)}


# age


@pytest.mark.parametrize(
    ("birth_date", "as_of", "age"),
    [
        ("1943-12-31", "2023-12-30", 79),
        ("1943-12-31", "2023-12-31", 80),
        ("1944-01-01", "2023-12-31", 79),
        ("1944-02-29", "2024-02-28", 79),
        ("1944-02-29", "2024-02-29", 80),
        ("1945-02-28", "2025-02-28", 80),
        ("1948-02-29", "2025-02-28", 76),  # in other years the year is complete on 1 March
        ("1948-02-29", "2025-03-01", 77),
    ],
)
def test_age_is_complete_on_the_birthday(birth_date: str, as_of: str, age: int) -> None:
    result = decide(CHANGZHOU, as_of, {"birth_date": birth_date}, "age")
    assert value_of(result, "age") == age


@pytest.mark.parametrize(("as_of", "eighty"), [("2024-05-31", False), ("2024-06-01", True)])
def test_what_begins_on_the_eightieth_birthday(as_of: str, eighty: bool) -> None:
    facts = ABLE_BODIED | {
        "birth_date": EIGHTY, "household_status": "none", "living_arrangement": "with_family", "no_children": False,
        "family_planning_special": False, "outstanding_contribution": False, "wants_institution": False,
    }  # fmt: skip
    names = ("visit_due", "assessment_required", "caregiver_training", "old_age_band", "admission_tier")
    result = decide(CHANGZHOU, as_of, facts, *names)
    assert [value_of(result, name) for name in names] == (
        ["weekly", True, True, "from_80", "priority"] if eighty else ["none", False, False, "under_80", "ordinary"]
    )


@pytest.mark.parametrize(
    ("birth_date", "band"),
    [
        ("1944-06-02", "under_80"), ("1944-06-01", "from_80"), ("1934-06-02", "from_80"), ("1934-06-01", "from_90"),
        ("1924-06-02", "from_90"), ("1924-06-01", "from_100"), ("1910-01-01", "from_100"),
    ],
)  # fmt: skip
def test_bands_of_the_old_age_allowance(birth_date: str, band: str) -> None:
    result = decide(CHANGZHOU, AS_OF, {"birth_date": birth_date}, "old_age_band")
    assert value_of(result, "old_age_band") == band
    assert result.decisions["old_age_band"].provisional


# visits


def circumstances() -> list[tuple[Facts, bool, bool, bool, bool]]:
    """Every mix of age, status, special family, ability and living arrangement, with what the clause asks about."""
    found = []
    for birth_date, status, special, disabled, living in product(
        (SEVENTY, EIGHTY), STATUSES, (True, False), (True, False), LIVING
    ):
        facts = (DISABLED if disabled else ABLE_BODIED) | {
            "birth_date": birth_date, "household_status": status, "family_planning_special": special,
            "living_arrangement": living,
        }  # fmt: skip
        found.append((facts, birth_date == EIGHTY, status != "none" or special, disabled, living in LIVING[1:3]))
    return found


def test_visits_under_the_broad_reading() -> None:
    for facts, eighty, in_group, disabled, alone in circumstances():
        weekly = eighty or (in_group and disabled and alone)
        result = decide(CHANGZHOU, AS_OF, facts, "visit_due")
        assert value_of(result, "visit_due") == ("weekly" if weekly else "none"), facts
        assert result.decisions["visit_due"].provisional


def test_visits_under_the_narrow_reading() -> None:
    for facts, eighty, in_group, disabled, alone in circumstances():
        weekly = (eighty or in_group) and disabled and alone
        result = decide(CHANGZHOU, AS_OF, facts, "visit_due", parameters={"visit_reading": "narrow"})
        assert value_of(result, "visit_due") == ("weekly" if weekly else "none"), facts


@pytest.mark.parametrize(
    ("total", "counts_from", "due"),
    [(89, "mild", "weekly"), (89, "moderate", "none"), (65, "moderate", "weekly"), (90, "mild", "none")],
)
def test_from_which_level_a_person_counts_as_disabled(total: int, counts_from: str, due: str) -> None:
    facts = gb_form(total) | UNCHANGED | {
        "birth_date": SEVENTY, "household_status": "dibao", "living_arrangement": "alone"
    }  # fmt: skip
    result = decide(CHANGZHOU, AS_OF, facts, "visit_due", parameters={"half_disabled_from": counts_from})
    assert value_of(result, "visit_due") == due


# admission


def test_admission_tier() -> None:
    for birth_date, status, special, disabled, living, card, merit in product(
        (SEVENTY, EIGHTY), STATUSES, (True, False), (True, False), LIVING[:2], (0, 4), (True, False)
    ):
        facts = (DISABLED if disabled else ABLE_BODIED) | {
            "birth_date": birth_date, "household_status": status, "family_planning_special": special,
            "living_arrangement": living, "disability_grade": card, "outstanding_contribution": merit,
            "active_service_family": False, "martyr_survivor": False, "applied_on": "2024-05-20",
        }  # fmt: skip
        poor = status != "none"
        first = birth_date == EIGHTY or special or merit or (poor and (disabled or card > 0 or living == "alone"))
        for reading, bottom in (("all_difficult", poor), ("tekun_only", status == "tekun")):
            expected = "bottom_line" if bottom else "priority" if first else "ordinary"
            result = decide(CHANGZHOU, AS_OF, facts, "admission_tier", parameters={"low_income_reading": reading})
            assert value_of(result, "admission_tier") == expected, (reading, facts)


@pytest.mark.parametrize("serving", [True, False, None])
@pytest.mark.parametrize("survivor", [True, False, None])
def test_tie_break(serving: bool | None, survivor: bool | None) -> None:
    facts = {"active_service_family": serving, "martyr_survivor": survivor}
    expected = True if True in (serving, survivor) else None if None in (serving, survivor) else False
    result = decide(CHANGZHOU, AS_OF, facts, "admission_tie_break")
    assert value_of(result, "admission_tie_break") is expected


def test_order_within_a_tier() -> None:
    """First by the tie-break, then by the date of application."""
    facts = {
        "birth_date": EIGHTY, "household_status": "none", "active_service_family": True, "martyr_survivor": False,
        "applied_on": "2024-05-20",
    }  # fmt: skip
    result = decide(CHANGZHOU, AS_OF, facts, "admission_tier")
    explanation = result.decisions["admission_tier"].explanation
    assert explanation is not None
    ties = explanation.active.version.ties
    assert [(tie.direction, result.decisions[tie.decision].outcome.value) for tie in ties] == [
        ("first", True), ("lowest", 2024_05_20)
    ]  # fmt: skip
    assert [str(citation) for citation in ties[0].cite] == ["cz-2023-37 §5-tie"]


@pytest.mark.parametrize(
    ("birth_date", "wants", "expected"),
    [
        ("1964-06-01", True, True), ("1964-06-02", True, False), ("1954-06-01", False, False),
        ("1954-06-01", None, None), ("1974-06-01", None, False),
    ],
)  # fmt: skip
def test_who_may_apply(birth_date: str, wants: bool | None, expected: bool | None) -> None:
    facts = {"birth_date": birth_date, "wants_institution": wants}
    result = decide(CHANGZHOU, AS_OF, facts, "admission_eligible")
    assert value_of(result, "admission_eligible") is expected


# the rest


def test_family_care_bed() -> None:
    for birth_date, childless, disabled, living in product((SEVENTY, EIGHTY), (True, False), (True, False), LIVING):
        facts = (DISABLED if disabled else ABLE_BODIED) | {
            "birth_date": birth_date, "no_children": childless, "living_arrangement": living
        }  # fmt: skip
        result = decide(CHANGZHOU, AS_OF, facts, "family_care_bed")
        expected = birth_date == EIGHTY and disabled and (childless or living in ("alone", "empty_nest"))
        assert value_of(result, "family_care_bed") is expected, facts


def test_assessment_duty() -> None:
    for birth_date, wants, status in product(("1944-06-01", "1944-06-02", "1964-06-01", "1964-06-02"),
                                             (True, False), STATUSES):  # fmt: skip
        facts = {"birth_date": birth_date, "wants_institution": wants, "household_status": status}
        result = decide(CHANGZHOU, AS_OF, facts, "assessment_required")
        expected = birth_date == "1944-06-01" or wants or (status != "none" and birth_date != "1964-06-02")
        assert value_of(result, "assessment_required") is expected, facts


def test_priority_in_private_homes() -> None:
    for birth_date, status, special, disabled in product((SEVENTY, EIGHTY), STATUSES, (True, False), (True, False)):
        facts = (DISABLED if disabled else ABLE_BODIED) | {
            "birth_date": birth_date, "household_status": status, "family_planning_special": special
        }  # fmt: skip
        result = decide(CHANGZHOU, AS_OF, facts, "private_home_priority")
        expected = status != "none" and (birth_date == EIGHTY or special or disabled)
        assert value_of(result, "private_home_priority") is expected, facts


RATES = {
    "nursing_rate": 120,
    "disability_nursing_rate": 80,
    "disability_living_rate": 90,
    "dibao_standard": 1000,
    "old_age_rate": {"under_80": 0, "from_80": 50, "from_90": 100, "from_100": 300},
    "service_subsidy_rate": {"none": 0, "dibao_disabled": 100, "bereaved": 60, "eighty": 60},
}
"""All made up."""


@pytest.mark.parametrize(
    ("nursing", "disability_nursing", "drawn"), [(120, 80, "120.00"), (80, 120, "120.00"), (100, 100, "100.00")]
)
def test_of_the_two_nursing_subsidies_only_the_higher_is_drawn(
    nursing: int, disability_nursing: int, drawn: str
) -> None:
    facts = {
        "birth_date": SEVENTY, "household_status": "low_income", "coma": True, "disability_grade": 1,
        "work_injury_nursing_benefit": False, "family_planning_special": False,
    }  # fmt: skip
    rates = RATES | {"nursing_rate": nursing, "disability_nursing_rate": disability_nursing}
    result = decide(CHANGZHOU, AS_OF, facts, "total_monthly", parameters=rates)
    assert value_of(result, "nursing_subsidy") == f"{nursing}.00"
    assert value_of(result, "disability_nursing_subsidy") == f"{disability_nursing}.00"
    assert value_of(result, "total_monthly") == drawn


def test_total_of_an_old_person_on_dibao() -> None:
    facts = {
        "birth_date": "1930-06-01", "household_status": "dibao", "coma": True, "disability_grade": 1,
        "work_injury_nursing_benefit": False, "family_planning_special": False,
    }  # fmt: skip
    result = decide(CHANGZHOU, AS_OF, facts, "total_monthly", parameters=RATES)
    assert value_of(result, "total_monthly") == "410.00"  # 100 old age, 100 service, 120 nursing, 90 disability living


def test_extreme_hardship_excludes_the_disability_subsidies() -> None:
    facts = {"household_status": "tekun", "disability_grade": 1, "work_injury_nursing_benefit": False}
    result = decide(
        CHANGZHOU, AS_OF, facts, "disability_living_subsidy", "disability_nursing_subsidy", parameters=RATES
    )
    for name in ("disability_living_subsidy", "disability_nursing_subsidy"):
        assert value_of(result, name) == "0.00"
        assert result.decisions[name].outcome.eligible is False
