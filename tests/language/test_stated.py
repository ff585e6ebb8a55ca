"""A program in which results are stated: what becomes of the decisions, and of what they needed."""

from __future__ import annotations

import pytest

from assess.language.edition import edition_of
from assess.language.program import closure
from assess.language.stated import can_be_stated, decision_stated_by, stated_input_name, with_stated
from assess.language.types import Label
from tests.library import day, program_of

MEADOWLAND = program_of("meadowland")


def facts_of(program_name: str, *stated: str) -> set[str]:
    """The facts that a decision rests on in the end, in the middle of 2023."""
    edition = edition_of(with_stated(MEADOWLAND, stated), day("2023-06-30"), only=(program_name,))
    return {fact for active in edition.active.values() for fact in active.needs.facts}


def test_findings_can_be_stated_and_amounts_sums_and_places_cannot() -> None:
    visible = [one for one in MEADOWLAND.decisions.values() if not one.hidden]
    assert [one.name for one in visible if not can_be_stated(one)] == [
        "hay", "care", "dog_food", "shelter_grant", "winter_grant", "total", "hill_fee", "place_at_fair",
    ]  # fmt: skip
    assert not any(can_be_stated(one) for one in MEADOWLAND.decisions.values() if one.hidden)


def test_decision_needs_nothing_but_what_is_stated() -> None:
    assert facts_of("care", "herder_grade") == {"stated.herder_grade"}
    assert facts_of("care", "wool_points") == {"stated.wool_points", "flock_lost", "wolves", "storms"}
    assert closure(with_stated(MEADOWLAND, ["old_herder"]), ("hay",)) == ("old_herder", "hay")


def test_nothing_else_of_the_program_changes() -> None:
    program = with_stated(MEADOWLAND, ["herder_grade"])
    before, after = MEADOWLAND.decisions["herder_grade"], program.decisions["herder_grade"]
    assert (after.label, after.type, after.unit, after.kind) == (before.label, before.type, before.unit, before.kind)
    assert program.hash == MEADOWLAND.hash
    assert list(program.decisions) == list(MEADOWLAND.decisions)
    assert all(program.decisions[name] is one for name, one in MEADOWLAND.decisions.items() if name != "herder_grade")
    assert set(program.inputs) - set(MEADOWLAND.inputs) == {"stated.herder_grade"}


def test_question_that_is_answered() -> None:
    known = with_stated(MEADOWLAND, ["herder_grade"]).inputs["stated.herder_grade"]
    assert known.label == Label("认定的牧人等级", "grade of the herder as found elsewhere")
    assert known.type == MEADOWLAND.decisions["herder_grade"].type
    assert stated_input_name("herder_grade") == known.name
    assert decision_stated_by(known.name) == "herder_grade"


@pytest.mark.parametrize("known_at", [None, "2019-01-01"])
@pytest.mark.parametrize("as_of", ["1950-01-01", "2021-06-30", "2023-06-30", "2199-12-31"])
def test_what_is_stated_holds_on_any_day(as_of: str, known_at: str | None) -> None:
    known = None if known_at is None else day(known_at)
    program = with_stated(MEADOWLAND, ["herder_grade", "lantern_due"])
    edition = edition_of(program, day(as_of), known, only=("herder_grade", "lantern_due"))
    assert list(edition.active) == ["herder_grade", "lantern_due"]


def test_the_same_results_in_any_order_give_the_same_program() -> None:
    one = with_stated(MEADOWLAND, ["herder_grade", "old_herder"])
    assert with_stated(MEADOWLAND, frozenset({"old_herder", "herder_grade"})) is one
    assert with_stated(MEADOWLAND, ["old_herder"]) is not one
    assert with_stated(MEADOWLAND, []) is MEADOWLAND


@pytest.mark.parametrize("name", ["hay", "total", "place_at_fair", "wool", "calm", "total.hay", "stated.herder_grade"])
def test_what_cannot_be_stated_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        with_stated(MEADOWLAND, ["herder_grade", name])
