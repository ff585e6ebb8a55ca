"""Extreme hardship under 民发〔2021〕43号, the two disability subsidies, and what the identity number says."""

from __future__ import annotations

import pytest

from tests.library import decide, value_of
from tests.rulesets.people import Facts

AS_OF = "2024-06-01"
KINDS = ("vision", "hearing", "speech", "physical", "intellectual", "mental")
GRAVE_ENOUGH = {"intellectual": 3, "mental": 3, "physical": 2, "vision": 1}
OBLIGORS = (
    "obligor_is_tekun", "obligor_dibao_60", "obligor_70_low_means", "obligor_disabled_low_means",
    "obligor_incapable_or_absent", "obligor_provincial_case",
)  # fmt: skip


@pytest.mark.parametrize("grade", range(1, 5))
@pytest.mark.parametrize("kind", KINDS)
def test_no_work_capacity_by_disability(kind: str, grade: int) -> None:
    facts = {
        "birth_date": "1974-06-01", "disability_type": kind, "disability_grade": grade, "other_no_work_capacity": False
    }  # fmt: skip
    result = decide("national", AS_OF, facts, "tekun_no_work_capacity")
    assert value_of(result, "tekun_no_work_capacity") is (grade <= GRAVE_ENOUGH.get(kind, 0))


@pytest.mark.parametrize(
    ("birth_date", "without"),
    [("1964-06-01", True), ("1964-06-02", False), ("2008-06-01", False), ("2008-06-02", True)],
)
def test_no_work_capacity_by_age(birth_date: str, without: bool) -> None:
    facts = {"birth_date": birth_date, "disability_grade": 0, "other_no_work_capacity": False}
    assert value_of(decide("national", AS_OF, facts, "tekun_no_work_capacity"), "tekun_no_work_capacity") is without


@pytest.mark.parametrize("case", OBLIGORS)
def test_one_case_of_inability_is_enough_where_all_are_unable(case: str) -> None:
    facts = dict.fromkeys(OBLIGORS, False) | {case: True}
    for status, expected in (("all_unable", True), ("none", True), ("some_able", False)):
        result = decide("national", AS_OF, facts | {"obligor_status": status}, "tekun_no_obligor")
        assert value_of(result, "tekun_no_obligor") is expected


def test_all_unable_for_no_reason_of_the_list() -> None:
    facts = dict.fromkeys(OBLIGORS, False) | {"obligor_status": "all_unable"}
    assert value_of(decide("national", AS_OF, facts, "tekun_no_obligor"), "tekun_no_obligor") is False


QUALIFIED: Facts = {
    "birth_date": "1954-06-01", "monthly_income": 500, "property_within_limit": True, "obligor_status": "none"
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"monthly_income": 999}, True),
        ({"monthly_income": 1000}, False),
        ({"property_within_limit": False}, False),
        ({"obligor_status": "some_able"}, False),
        ({"birth_date": "1974-06-01", "disability_grade": 0, "other_no_work_capacity": False}, False),
        ({"birth_date": "2010-06-01", "chose_orphan_support": True}, False),
        ({"birth_date": "2010-06-01", "chose_orphan_support": False}, True),
        ({"birth_date": "2010-06-01"}, None),
    ],
)
def test_all_three_conditions_together(changed: Facts, expected: bool | None) -> None:
    result = decide("national", AS_OF, QUALIFIED | changed, "tekun_eligible", parameters={"dibao_standard": 1000})
    assert value_of(result, "tekun_eligible") is expected


def test_without_a_dibao_standard_the_figure_is_what_is_missing() -> None:
    missing = decide("national", AS_OF, QUALIFIED, "tekun_eligible").decisions["tekun_eligible"].missing
    assert missing is not None
    assert missing.facts == ()
    assert missing.parameters == (("dibao_standard", ""),)


@pytest.mark.parametrize(("filed_at", "agrees"), [("320402", True), ("320411", False)])
def test_filed_where_registered(filed_at: str, agrees: bool) -> None:
    facts = {"registration": "320402", "filed_at": filed_at}
    result = decide("national", AS_OF, facts, "tekun_filed_at_registration")
    assert value_of(result, "tekun_filed_at_registration") is agrees


@pytest.mark.parametrize("status", ["none", "low_income", "dibao", "tekun"])
@pytest.mark.parametrize("grade", range(5))
@pytest.mark.parametrize("injury", [True, False])
def test_disability_subsidies(status: str, grade: int, injury: bool) -> None:
    facts = {"household_status": status, "disability_grade": grade, "work_injury_nursing_benefit": injury}
    result = decide("national", AS_OF, facts, "disability_living_group", "disability_nursing_group")
    barred = status == "tekun" or injury
    assert value_of(result, "disability_living_group") is (grade >= 1 and status == "dibao" and not barred)
    assert value_of(result, "disability_nursing_group") is (grade in (1, 2) and not barred)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"id_number": "320402193910150001", "birth_date": "1939-10-15", "sex": "female"}, (True, True, True)),
        ({"id_number": "320402193910150001", "birth_date": "1939-10-16", "sex": "male"}, (True, False, False)),
        ({"id_number": "620105195010150009"}, (True, None, None)),
        ({"birth_date": "1939-10-15", "sex": "female"}, (None, None, None)),
    ],
)
def test_identity_number(facts: Facts, expected: tuple[bool | None, ...]) -> None:
    names = ("id_number_valid", "id_birth_date_agrees", "id_sex_agrees")
    result = decide("national", AS_OF, facts, *names)
    assert tuple(value_of(result, name) for name in names) == expected
