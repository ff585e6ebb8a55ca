"""The bound ruleset as a program: in order, typed, money in fen, every kind brought to three shapes."""

from __future__ import annotations

import pytest

from assess.engines.meaning import Value
from assess.language.expression import Choose, Result, walk
from assess.language.program import Amount, Body, Decision, Formula, Needs, Program, Table, closure
from assess.language.types import Boolean, Date, Enumeration, Number
from tests.library import SHIPPED, program_of

MEADOWLAND = program_of("meadowland")


def decision(name: str) -> Decision:
    return MEADOWLAND.decisions[name]


def body(name: str) -> Body:
    return decision(name).versions[-1].body


@pytest.mark.parametrize("ruleset", ["meadowland", "meadowland/north", *SHIPPED.ruleset_ids()])
def test_each_decision_needs_only_earlier_ones(ruleset: str) -> None:
    program = program_of(ruleset)
    seen: set[str] = set()
    for name, one in program.decisions.items():
        for version in one.versions:
            assert set(Needs.of(version).decisions) <= seen, name
        seen.add(name)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("herding_years", Formula), ("wool_points", Formula), ("old_herder", Formula), ("total", Formula),
        ("herder_grade", Table), ("load", Table), ("place_at_fair", Table), ("hay", Amount), ("winter_grant", Amount),
    ],
)  # fmt: skip
def test_three_shapes(name: str, shape: type) -> None:
    assert isinstance(body(name), shape)


@pytest.mark.parametrize(
    ("name", "denominator", "low", "high", "unit"),
    [
        ("wool_points", 1, 0, 9, "points"),
        ("herding_years", 1, -400, 400, "years"),
        ("hay", 100, 0, 10_550, "CNY/month"),
        ("care", 100, 0, 15_430, "CNY/month"),  # 12.5 % of 1234.56 are 154.32
        ("winter_grant", 100, 40_000, 40_000, "CNY/year"),
        ("load", 1, 0, 15, "points"),  # three rows of 5 at most
        ("sheep_per_dog", 10, 0, 2001, "sheep/dogs"),
    ],
)
def test_numbers_have_a_denominator_a_range_and_a_unit(
    name: str, denominator: int, low: int, high: int, unit: str
) -> None:
    type_ = decision(name).type
    assert isinstance(type_, Number)
    assert (type_.denominator, type_.minimum, type_.maximum, str(type_.unit)) == (denominator, low, high, unit)


def test_a_bare_number_takes_the_unit_that_its_decision_declares() -> None:
    """So that it cannot be added to something else further on."""
    type_ = decision("load").type
    assert isinstance(type_, Number)
    assert str(type_.unit) == "points"


@pytest.mark.parametrize(
    ("name", "kind"), [("old_herder", Boolean), ("fair_on", Date), ("herder_grade", Enumeration), ("burdens", Number)]
)
def test_types_of_decisions(name: str, kind: type) -> None:
    assert isinstance(decision(name).type, kind)


@pytest.mark.parametrize("ruleset", ["meadowland", *SHIPPED.ruleset_ids()])
def test_money_is_whole_fen_everywhere(ruleset: str) -> None:
    program = program_of(ruleset)
    kinds = [one.type for one in (*program.decisions.values(), *program.parameters.values())]
    money = [
        kind for kind in kinds if isinstance(kind, Number) and kind.unit is not None and ("CNY", 1) in kind.unit.powers
    ]
    assert money
    assert {kind.denominator for kind in money} == {100}


def test_table_is_complete_where_one_row_always_hits() -> None:
    completeness = {}
    for name in ("wool_grade", "herder_grade", "pasture", "night_pasture", "load"):
        found = body(name)
        assert isinstance(found, Table)
        completeness[name] = found.complete
    assert completeness == {
        "wool_grade": True, "herder_grade": True, "pasture": True, "night_pasture": False, "load": False
    }  # fmt: skip


def test_steps_of_a_combination_are_hidden_decisions() -> None:
    steps = [one for one in MEADOWLAND.decisions.values() if one.part_of == "total"]
    assert [one.name for one in steps] == ["total.rule1.hay", "total.rule1.care", "total.rule2.dog_food"]
    assert all(one.hidden and one.kind == "step" for one in steps)
    combination = decision("total").versions[0].combination
    assert combination is not None
    assert combination.drawn == (
        ("hay", "total.rule1.hay"), ("care", "total.rule1.care"), ("dog_food", "total.rule2.dog_food"),
        ("shelter_grant", "shelter_grant"),
    )  # fmt: skip
    first = steps[0].versions[0].body
    assert isinstance(first, Formula)
    assert isinstance(first.expression, Choose)


def test_ties_are_hidden_decisions() -> None:
    ties = decision("place_at_fair").versions[0].ties
    assert [(tie.direction, tie.decision) for tie in ties] == [
        ("first", "place_at_fair.tie1"), ("lowest", "place_at_fair.tie2"), ("highest", "place_at_fair.tie3")
    ]  # fmt: skip
    assert isinstance(MEADOWLAND.decisions["place_at_fair.tie2"].type, Date)


def test_keyed_figures_are_by_the_values_of_their_key() -> None:
    values: dict[str, Value | dict[bool | int | str, Value]] = {
        name: MEADOWLAND.parameters[name].entries[0].value
        for name in ("hay_rate", "care_share", "dog_rate", "bell_reading")
    }
    assert values == {
        "hay_rate": {0: 6000, 1: 4550, 2: 10550},
        "care_share": {0: 2, 1: 3, 2: 4, 3: 5},  # over 40
        "dog_rate": {0: 0, 1: 1000, 2: 1800, 3: 2400},
        "bell_reading": 0,
    }
    assert MEADOWLAND.parameters["wage"].entries[-1].value is None


def test_rounding_as_an_object() -> None:
    care = body("care")
    assert isinstance(care, Amount)
    assert care.rounding is not None
    assert (care.rounding.step_numerator, care.rounding.step_denominator, care.rounding.mode, care.rounding.at) == (
        1, 10, "half_up", "month"
    )  # fmt: skip


def test_goals_and_what_they_need() -> None:
    assert MEADOWLAND.goals == ("herder_grade", "hay", "care", "total")
    assert closure(MEADOWLAND, ("care",)) == ("wool_points", "wool_grade", "herder_grade", "care")
    assert closure(MEADOWLAND, ("place_at_fair",)) == (
        "herding_years", "old_herder", "place_at_fair.tie1", "place_at_fair.tie2", "place_at_fair.tie3",
        "place_at_fair"
    )  # fmt: skip


def test_without_goals_every_visible_decision_is_one() -> None:
    program: Program = SHIPPED.program("national")
    assert set(program.goals) <= {name for name, one in program.decisions.items() if not one.hidden}


def test_result_refers_to_a_decision_with_its_type() -> None:
    for one in MEADOWLAND.decisions.values():
        for version in one.versions:
            for expression in version.expressions():
                for node in walk(expression):
                    if isinstance(node, Result):
                        assert node.type == MEADOWLAND.decisions[node.name].type


def test_the_hash_speaks_for_the_files_of_all_rulesets_and_forms_used() -> None:
    hashes = {program_of(name).hash for name in ("meadowland", "meadowland/north")}
    assert len(hashes) == 2
    assert all(len(one) == 64 for one in hashes)
