"""MZ/T 039-2013: bands of the four dimensions, and the level of all 256 combinations of their grades."""

from __future__ import annotations

from itertools import product

import pytest

from tests.library import decide, value_of
from tests.rulesets.people import Facts, possible

AS_OF = "2020-06-01"
GRADES = ("intact", "mild", "moderate", "severe")
INTACT, MILD, MODERATE, SEVERE = range(4)

ADL = {
    "mzt_eating": 10, "mzt_bathing": 5, "mzt_grooming": 5, "mzt_dressing": 10, "mzt_bowel": 10, "mzt_bladder": 10,
    "mzt_toileting": 10, "mzt_transfer": 15, "mzt_walking": 15, "mzt_stairs": 10,
}  # fmt: skip
MENTAL = ("mzt_cognition", "mzt_aggression", "mzt_depression")
PARTICIPATION = (
    "mzt_living", "mzt_working", "mzt_time_place_orientation", "mzt_person_orientation", "mzt_social_contact"
)  # fmt: skip
UNCHANGED: Facts = {
    "coma": False, "dementia_diagnosed": False, "psychiatric_diagnosed": False, "falls_30d": 0, "choking_30d": 0,
    "self_harm_30d": 0, "wandering_30d": 0,
}  # fmt: skip

UNDECIDED = {  # adl, mental, senses, participation
    (0, 0, 0, 3), (2, 0, 0, 0), (2, 1, 1, 1), (2, 1, 1, 2), (2, 1, 2, 1), (2, 1, 2, 2), (2, 2, 1, 1), (2, 2, 1, 2),
    (2, 2, 2, 1),
}  # fmt: skip
"""The combinations for which the words of the standard give no level, as counted over all of them."""


def adl(score: int) -> Facts:
    """Answers of daily living that add up to the score, a multiple of five."""
    found = {}
    for item, highest in ADL.items():
        found[item] = min(highest, score)
        score -= found[item]
    return found


def shared(names: tuple[str, ...], score: int, highest: int) -> Facts:
    found = {}
    for name in names:
        found[name] = min(highest, score)
        score -= found[name]
    return found


def senses(consciousness: int = 0, vision: int = 0, hearing: int = 0, communication: int = 0) -> Facts:
    return {
        "mzt_consciousness": consciousness, "mzt_vision": vision, "mzt_hearing": hearing,
        "mzt_communication": communication,
    }  # fmt: skip


def form(grades: tuple[int, int, int, int]) -> Facts:
    """Answers that lead to these grades."""
    daily, mental, sensory, participation = grades
    return {
        **adl((100, 80, 50, 20)[daily]),
        **shared(MENTAL, (0, 1, 2, 5)[mental], 2),
        **senses(vision=(1, 2, 3, 4)[sensory]),
        **shared(PARTICIPATION, (1, 5, 10, 16)[participation], 4),
    }


def levels_by_the_words(grades: tuple[int, int, int, int]) -> set[int]:
    """Every level whose wording fits the combination."""
    daily, *others = grades
    mental, sensory, participation = others
    fits = set()
    if daily == mental == sensory == INTACT and participation in (INTACT, MILD):
        fits.add(INTACT)
    if daily == INTACT and (mental >= MILD or sensory >= MILD or participation == MODERATE):
        fits.add(MILD)
    if daily == MILD and any(other in (INTACT, MILD) for other in others):
        fits.add(MILD)
    if daily == MILD and (mental == sensory == participation == MODERATE or SEVERE in others):
        fits.add(MODERATE)
    if daily == MODERATE and sum(other in (MILD, MODERATE) for other in others) in (1, 2):
        fits.add(MODERATE)
    if daily == SEVERE or grades == (MODERATE,) * 4 or (daily == MODERATE and SEVERE in others):
        fits.add(SEVERE)
    return fits


def test_the_words_leave_nine_holes_and_sixty_overlaps() -> None:
    fits = {grades: levels_by_the_words(grades) for grades in product(range(4), repeat=4)}
    assert {grades for grades, found in fits.items() if not found} == UNDECIDED
    assert sum(len(found) == 2 for found in fits.values()) == 60
    assert max(len(found) for found in fits.values()) == 2


def test_all_combinations_of_grades() -> None:
    for grades in product(range(4), repeat=4):
        result = decide("national", AS_OF, form(grades), "mzt_level_initial")
        found = tuple(
            GRADES.index(value_of(result, f"mzt_{name}_grade"))
            for name in ("adl", "mental", "sensory", "participation")
        )
        assert found == grades
        expected = None if grades in UNDECIDED else GRADES[max(levels_by_the_words(grades))]
        assert value_of(result, "mzt_level_initial") == expected, grades


def test_a_hole_says_so_and_asks_for_nothing() -> None:
    result = decide("national", AS_OF, form((2, 0, 0, 0)) | UNCHANGED, "mzt_level")
    for name in ("mzt_level_initial", "mzt_level"):
        one = result.decisions[name]
        assert one.status == "undetermined"
        assert one.missing is not None
        assert one.missing.facts == ()
        assert one.missing.parameters == ()
    because = result.decisions["mzt_level_initial"].explanation
    assert because is not None
    assert because.rows[0].row.because is not None
    assert possible("national", AS_OF, form((2, 0, 0, 0)), "mzt_level_initial") == {None}


@pytest.mark.parametrize("score", range(0, 101, 5))
def test_bands_of_daily_living(score: int) -> None:
    expected = "intact" if score == 100 else "mild" if score >= 65 else "moderate" if score >= 45 else "severe"
    assert value_of(decide("national", AS_OF, adl(score), "mzt_adl_grade"), "mzt_adl_grade") == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0, "intact"), (1, "mild"), (2, "moderate"), (3, "moderate"), (4, "severe"), (5, "severe"), (6, "severe")],
)
def test_bands_of_mental_state(score: int, expected: str) -> None:
    facts = shared(MENTAL, score, 2)
    assert value_of(decide("national", AS_OF, facts, "mzt_mental_grade"), "mzt_mental_grade") == expected


@pytest.mark.parametrize("score", range(21))
def test_bands_of_participation(score: int) -> None:
    expected = "intact" if score <= 2 else "mild" if score <= 7 else "moderate" if score <= 13 else "severe"
    facts = shared(PARTICIPATION, score, 4)
    found = decide("national", AS_OF, facts, "mzt_participation_grade")
    assert value_of(found, "mzt_participation_grade") == expected


def test_senses_are_graded_by_the_worst() -> None:
    for awake, sight, ears, speech in product(range(4), range(5), range(5), range(4)):
        if awake >= 2 or 4 in (sight, ears) or speech == 3:
            expected = "severe"
        elif awake == 1 or 3 in (sight, ears) or speech == 2:
            expected = "moderate"
        else:
            expected = "mild" if 2 in (sight, ears) or speech == 1 else "intact"
        result = decide("national", AS_OF, senses(awake, sight, ears, speech), "mzt_sensory_grade")
        assert value_of(result, "mzt_sensory_grade") == expected, (awake, sight, ears, speech)


@pytest.mark.parametrize(
    "changed",
    [
        {"dementia_diagnosed": True},
        {"psychiatric_diagnosed": True},
        {"falls_30d": 2},
        {"choking_30d": 1, "wandering_30d": 1},
        {"self_harm_30d": 3, "dementia_diagnosed": True, "psychiatric_diagnosed": True},
    ],
)
@pytest.mark.parametrize("grades", [(0, 0, 0, 0), (0, 1, 0, 0), (2, 1, 0, 0), (3, 0, 0, 0)])
def test_one_level_worse_and_severe_at_most(grades: tuple[int, int, int, int], changed: Facts) -> None:
    before = max(levels_by_the_words(grades))
    result = decide("national", AS_OF, form(grades) | UNCHANGED | changed, "mzt_level")
    assert value_of(result, "mzt_level") == GRADES[min(before + 1, SEVERE)]


def test_one_event_changes_nothing() -> None:
    result = decide("national", AS_OF, form((0, 1, 0, 0)) | UNCHANGED | {"falls_30d": 1}, "mzt_level")
    assert value_of(result, "mzt_level") == "mild"


@pytest.mark.parametrize("facts", [{"coma": True}, {"mzt_consciousness": 3}])
def test_coma_is_severe_loss_whatever_else(facts: Facts) -> None:
    assert value_of(decide("national", AS_OF, facts, "mzt_level"), "mzt_level") == "severe"
    everything_else_fine = form((0, 0, 0, 0)) | UNCHANGED | facts
    assert value_of(decide("national", AS_OF, everything_else_fine, "mzt_level"), "mzt_level") == "severe"
