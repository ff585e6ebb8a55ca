"""What is still possible while a form is being filled."""

from __future__ import annotations

from typing import Any

import pytest

from assess.decisions.values import possible_for_person
from assess.forms.definition import Form
from assess.forms.outlook import Outlook, Standing, decisions_fed
from assess.language.program import Program
from assess.library import Library

DAY = 20240115


def words(standing: Standing) -> str:
    return possible_for_person(standing.possible, standing.decision.type, "en")


def stand(program: Program, form: Form, facts: dict[str, Any]) -> tuple[Standing, Standing]:
    outlook = Outlook.of(program, form, DAY)
    score, level = outlook.standings((*outlook.scores, *outlook.levels), facts)
    return score, level


def test_the_last_level_and_the_last_score_are_shown(program: Program, form: Form) -> None:
    levels, scores = decisions_fed(program, form)
    assert [one.name for one in levels] == ["grade"]
    assert [one.name for one in scores] == ["strength"]


@pytest.mark.parametrize(
    ("facts", "strength", "grade", "settled"),
    [
        ({}, "0 to 6 points", "fit or weary or spent", False),
        ({"snowed_in": True}, "0 to 6 points", "spent", True),
        ({"snowed_in": False, "climbing": 2, "carrying": 2}, "4 to 6 points", "fit or weary or spent", False),
        (
            {"snowed_in": False, "lost_sheep": 0, "climbing": 2, "carrying": 2},
            "4 to 6 points", "fit or weary", False,
        ),
        ({"snowed_in": False, "lost_sheep": 0, "climbing": 1, "carrying": 2}, "3 to 5 points", "weary", True),
        ({"climbing": 0, "carrying": 0}, "0 to 2 points", "spent", True),
        ({"snowed_in": False, "lost_sheep": 2, "climbing": 2, "carrying": 2, "eyesight": 2}, "6 points", "weary", True),
    ],
)  # fmt: skip
def test_what_is_still_possible(
    program: Program, form: Form, facts: dict[str, Any], strength: str, grade: str, settled: bool
) -> None:
    score, level = stand(program, form, facts)
    assert (words(score), words(level), level.settled) == (strength, grade, settled)


def test_a_score_has_begun_with_the_first_of_its_answers(program: Program, form: Form) -> None:
    outlook = Outlook.of(program, form, DAY)
    [strength] = outlook.scores
    assert not outlook.begun(strength, {"lost_sheep": 1})
    assert outlook.begun(strength, {"eyesight": 1})


def test_before_there_were_rules_nothing_is_promised(program: Program, form: Form) -> None:
    outlook = Outlook.of(program, form, 20190101)
    [level] = outlook.standings(outlook.levels, {"snowed_in": True})
    assert level.unavailable is not None
    assert (level.unavailable.code, level.settled) == ("D201", False)


@pytest.mark.parametrize(
    ("form_id", "levels", "scores"),
    [
        ("gbt42195-2022", ["ability_level"], ["care_risk_events", "ability_score"]),
        ("self-care-six", ["self_care_ability"], []),
        ("mzt039-2013", ["mzt_level"], ["mzt_adl_score", "mzt_mental_score", "mzt_participation_score"]),
        ("tekun-2021", ["tekun_eligible"], []),
    ],
)
def test_shipped_forms(form_id: str, levels: list[str], scores: list[str]) -> None:
    library = Library.default()
    shipped = library.form(form_id)
    assert shipped is not None
    found = decisions_fed(library.program("national"), shipped)
    assert tuple([one.name for one in group] for group in found) == (levels, scores)
