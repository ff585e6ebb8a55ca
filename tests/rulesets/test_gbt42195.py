"""GB/T 42195-2022: the level of every total under every adjustment, written by hand and not read from the ruleset."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from tests.library import decide, value_of
from tests.rulesets.people import EVENTS, GB_ITEMS, UNCHANGED, Facts, gb_form, gb_spread, possible

LEVELS = ["intact", "mild", "moderate", "severe", "complete"]
AS_OF = "2024-06-01"
UP_TO_DATE = "assessment_up_to_date"


def level_by_total(total: int) -> int:
    """90 intact, 66-89 mild, 46-65 moderate, 30-45 severe, 0-29 complete; as a place in LEVELS."""
    if total == 90:
        return 0
    if total >= 66:
        return 1
    if total >= 46:
        return 2
    return 3 if total >= 30 else 4


ONE_WORSE: dict[str, Facts] = {
    "dementia": {"dementia_diagnosed": True},
    "another mental disorder": {"psychiatric_diagnosed": True},
    **{f"two of {kind}": {kind: 2} for kind in EVENTS},
    "three or more falls": {"falls_30d": 3},
    **{f"one of {one} and one of {other}": {one: 1, other: 1} for one, other in combinations(EVENTS, 2)},
    "both diagnoses": {"dementia_diagnosed": True, "psychiatric_diagnosed": True},
    "both diagnoses and events of every kind": {
        "dementia_diagnosed": True,
        "psychiatric_diagnosed": True,
        **dict.fromkeys(EVENTS, 3),
    },
}
UNCHANGED_BY: dict[str, Facts] = {"nothing": {}, **{f"one of {kind}": {kind: 1} for kind in EVENTS}}
COMA: dict[str, Facts] = {
    "coma": {"coma": True},
    "coma beside all else": {"coma": True, "dementia_diagnosed": True, **dict.fromkeys(EVENTS, 3)},
}

Fill = Callable[[int], Facts]


def from_the_last(total: int) -> Facts:
    return gb_form(total, reversed(GB_ITEMS))


def levels(fill: Fill, changed: Facts, decision: str = "ability_level") -> dict[int, str]:
    """The level found for every total that a form can reach."""
    found = {}
    for total in range(91):
        result = decide("national", AS_OF, fill(total) | UNCHANGED | changed, "ability_level")
        assert value_of(result, "ability_score") == total
        found[total] = value_of(result, decision)
    return found


@pytest.mark.parametrize("fill", [gb_form, from_the_last, gb_spread])
def test_initial_level_of_every_total(fill: Fill) -> None:
    expected = {total: LEVELS[level_by_total(total)] for total in range(91)}
    assert levels(fill, {}, "ability_level_initial") == expected


@pytest.mark.parametrize("changed", UNCHANGED_BY.values(), ids=UNCHANGED_BY)
def test_level_that_nothing_changes(changed: Facts) -> None:
    assert levels(gb_spread, changed) == {total: LEVELS[level_by_total(total)] for total in range(91)}


@pytest.mark.parametrize("changed", ONE_WORSE.values(), ids=ONE_WORSE)
def test_one_level_worse_once_and_never_beyond_the_last(changed: Facts) -> None:
    assert levels(gb_spread, changed) == {total: LEVELS[min(level_by_total(total) + 1, 4)] for total in range(91)}


@pytest.mark.parametrize("changed", COMA.values(), ids=COMA)
def test_coma_is_complete_loss_whatever_the_total(changed: Facts) -> None:
    assert levels(gb_form, changed) == dict.fromkeys(range(91), "complete")


@pytest.mark.parametrize(
    ("total", "initial"),
    [(90, "intact"), (89, "mild"), (66, "mild"), (65, "moderate"), (46, "moderate"), (45, "severe"), (30, "severe"),
     (29, "complete"), (0, "complete")],
)  # fmt: skip
def test_boundary_form(total: int, initial: str) -> None:
    result = decide("national", AS_OF, gb_form(total) | UNCHANGED, "ability_level")
    assert value_of(result, "ability_level_initial") == initial
    assert result.decisions["ability_level_initial"].outcome.row == LEVELS.index(initial)


def test_subtotals_of_a_full_form() -> None:
    result = decide("national", AS_OF, gb_form(90) | UNCHANGED, "ability_level")
    subtotals = ("self_care_score", "mobility_score", "mental_score", "sensory_social_score", "ability_score")
    assert [value_of(result, name) for name in subtotals] == [32, 15, 28, 15, 90]


def test_each_item_counts_in_its_own_subtotal_alone() -> None:
    subtotals = ["self_care_score", "mobility_score", "mental_score", "sensory_social_score"]
    sizes = [8, 4, 9, 5]
    owner = [name for name, size in zip(subtotals, sizes, strict=True) for _ in range(size)]
    for item, expected in zip(GB_ITEMS, owner, strict=True):
        marks = dict.fromkeys(GB_ITEMS, 0) | {item: GB_ITEMS[item]}
        result = decide("national", AS_OF, marks, *subtotals)
        assert {name: value_of(result, name) for name in subtotals if value_of(result, name)} == {
            expected: GB_ITEMS[item]
        }


# not filled in altogether


def test_coma_needs_no_other_answer() -> None:
    result = decide("national", AS_OF, {"coma": True}, "ability_level", "ability_level_initial")
    assert value_of(result, "ability_level") == "complete"
    assert value_of(result, "ability_level_initial") is None


def test_coma_not_answered_leaves_the_level_open() -> None:
    facts = gb_form(60) | UNCHANGED
    del facts["coma"]
    assert value_of(decide("national", AS_OF, facts, "ability_level"), "ability_level") is None
    assert possible("national", AS_OF, facts, "ability_level") == {"moderate", "complete"}


@pytest.mark.parametrize("item", GB_ITEMS)
@pytest.mark.parametrize("total", [90, 68, 64, 47, 30, 29])
def test_one_answer_missing_leaves_the_levels_of_all_its_marks(item: str, total: int) -> None:
    facts = gb_spread(total) | UNCHANGED
    others = total - facts.pop(item)
    expected = {LEVELS[level_by_total(others + mark)] for mark in range(GB_ITEMS[item] + 1)}
    assert possible("national", AS_OF, facts, "ability_level") == expected
    result = decide("national", AS_OF, facts, "ability_level")
    level = result.decisions["ability_level"]
    assert level.outcome.value is None, "a score with an answer missing is unknown, whatever the answer"
    assert level.missing is not None
    assert level.missing.facts == (item,)


def test_event_count_missing_matters_only_where_two_can_be_reached() -> None:
    facts = gb_form(60) | UNCHANGED
    del facts["falls_30d"]
    assert possible("national", AS_OF, facts, "ability_level") == {"moderate", "severe"}
    assert value_of(decide("national", AS_OF, facts, "ability_level"), "ability_level") is None
    worse = facts | {"choking_30d": 2}
    del worse["wandering_30d"]
    assert possible("national", AS_OF, worse, "ability_level") == {"severe"}


def test_diagnosis_settles_the_change_though_events_are_not_counted() -> None:
    facts = gb_form(60) | UNCHANGED | {"dementia_diagnosed": True}
    for kind in EVENTS:
        del facts[kind]
    assert value_of(decide("national", AS_OF, facts, "ability_level"), "ability_level") == "severe"


# until when an assessment holds


@pytest.mark.parametrize(
    ("as_of", "holds"),
    [
        ("2024-02-29", True),  # on the day itself
        ("2024-08-28", True),
        ("2024-08-29", False),
        ("2024-02-28", False),  # not made yet
    ],
)
def test_assessment_holds_for_the_months_that_the_office_supplies(as_of: str, holds: bool) -> None:
    facts = {"assessed_on": "2024-02-29"}
    result = decide("national", as_of, facts, UP_TO_DATE, parameters={"assessment_valid_months": 6})
    assert value_of(result, UP_TO_DATE) is holds


def test_nothing_is_said_of_how_long_an_assessment_holds() -> None:
    found = decide("national", "2024-03-15", {"assessed_on": "2024-02-29"}, UP_TO_DATE).decisions[UP_TO_DATE]
    assert (found.status, found.outcome.value) == ("undetermined", None)
    assert found.missing is not None
    assert (found.missing.facts, found.missing.parameters) == ((), (("assessment_valid_months", ""),))
