"""One case to one result: values, statuses, dates and what is wrong, worked out by hand for Meadowland."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.diagnostics import Refused
from assess.engines.interpreter import Interpreter
from tests.library import CASE, day, decide, program_of, value_of
from tests.library.herders import Facts, herder

AS_OF = "2023-06-30"


def value(decision: str, facts: Facts, as_of: str = AS_OF, **settings: Any) -> Any:
    return value_of(decide("meadowland", as_of, facts, decision, **settings), decision)


# each kind of decision


def test_value_of_an_expression() -> None:
    assert value("herding_years", herder()) == 23
    assert value("herding_years", herder(herding_since="2000-07-01")) == 22
    assert value("fair_on", {"born_on": "2020-02-29"}) == "2021-02-28"


def test_score() -> None:
    assert value("wool_points", herder()) == 7
    assert value("wool_points", herder("clean")) is None


@pytest.mark.parametrize(
    ("marks", "grade"),
    [((3, 3, 3), "fine"), ((3, 3, 2), "good"), ((3, 3, 0), "good"), ((3, 2, 0), "plain"), ((3, 0, 0), "plain"),
     ((2, 0, 0), "coarse"), ((0, 0, 0), "coarse")],
)  # fmt: skip
def test_unique_table(marks: tuple[int, int, int], grade: str) -> None:
    assert value("wool_grade", dict(zip(("calm", "clean", "quick"), marks, strict=True))) == grade


@pytest.mark.parametrize(
    ("changed", "grade"),
    [
        ({}, "good"),
        ({"wolves": True}, "plain"),
        ({"storms": 2}, "plain"),
        ({"wolves": True, "storms": 9}, "plain"),
        ({"flock_lost": True}, "coarse"),
        ({"calm": 0, "clean": 0, "wolves": True}, "coarse"),
    ],
)
def test_first_row_that_hits(changed: Facts, grade: str) -> None:
    assert value("herder_grade", herder(**changed)) == grade


def test_first_table_with_answers_missing() -> None:
    assert value("herder_grade", {"flock_lost": True}) == "coarse"
    assert value("herder_grade", herder("wolves", storms=2)) == "plain"
    assert value("herder_grade", herder("wolves")) is None
    assert value("herder_grade", herder("wolves", calm=0, clean=0)) == "coarse", "both rows give the same"


def test_collected_rows() -> None:
    assert value("load", herder(sheep=50, by_night=True, dogs=0)) == 10
    assert value("load", herder(sheep=49, by_night=True, dogs=1)) == 3
    assert value("load", herder(sheep=49)) == 0
    assert value("burdens", herder(sheep=50, storms=4)) == 2
    assert value("burdens", herder()) == 0
    assert value("load", herder("dogs")) is None


def test_row_that_leaves_the_value_unknown() -> None:
    assert [value("pasture", {"home": home}) for home in ("north", "south", "east")] == ["hill", "river", None]
    assert value("night_pasture", {"home": "north", "by_night": False}) is None
    assert value("night_pasture", {"home": "south"}) == "river"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"herding_since": "2003-06-30"}, True),
        ({"herding_since": "2003-07-01"}, False),
        ({"home": "south"}, True),  # goats
        ({"home": "south", "animals": "sheep"}, False),
        ({"home": "south", "animals": "sheep", "sheep": 10}, True),
        ({"home": "south", "animals": "sheep", "sheep": 50}, True),
        ({"home": "south", "animals": "sheep", "sheep": 51}, False),
        ({"by_night": True}, True),
        ({"by_night": True, "dogs": 0}, False),
        ({"shelter": False}, True),  # a dog and little income
        ({"shelter": False, "income": 800}, False),
        ({"dogs": 0, "income": Decimal("799.99")}, True),
    ],
)
def test_condition(changed: Facts, expected: bool) -> None:
    assert value("old_herder", herder(**changed)) is expected


def test_condition_with_answers_missing() -> None:
    assert value("old_herder", herder("income")) is True, "shelter and a dog are two"
    assert value("old_herder", herder("income", shelter=False)) is None
    assert value("old_herder", herder("home", "income", "shelter", herding_since="2010-01-01")) is False


@pytest.mark.parametrize(
    ("animals", "as_of", "amount"),
    [("sheep", "2024-12-31", "60.00"), ("goats", "2024-12-31", "45.50"), ("both", "2024-12-31", "105.50"),
     ("sheep", "2025-01-01", "70.00"), ("goats", "2025-01-01", "55.00"), ("both", "2025-01-01", None)],
)  # fmt: skip
def test_amount_by_a_key(animals: str, as_of: str, amount: str | None) -> None:
    assert value("hay", herder(animals=animals), as_of) == amount


def test_amount_for_those_who_are_not_eligible() -> None:
    result = decide("meadowland", AS_OF, herder(herding_since="2010-01-01"), "hay")
    hay = result.decisions["hay"]
    assert value_of(result, "hay") == "0.00"
    assert (hay.status, hay.outcome.eligible) == ("decided", False)
    assert decide("meadowland", AS_OF, herder("animals", home="south"), "hay").decisions["hay"].outcome.eligible is None


@pytest.mark.parametrize(
    ("changed", "as_of", "amount"),
    [
        ({}, "2022-12-30", "75.00"),  # 7.5 % of 1000
        ({}, AS_OF, "83.30"),  # 7.5 % of 1111 are 83.325
        ({"storms": 2}, AS_OF, "111.10"),  # 10 % of 1111
        ({"flock_lost": True}, AS_OF, "138.90"),  # 12.5 % of 1111 are 138.875
        ({}, "2024-12-31", "83.30"),  # the wage of the end of 2023
        ({}, "2025-01-01", "92.60"),  # 7.5 % of 1234.56 are 92.592
        ({"calm": 3, "clean": 3, "quick": 3}, AS_OF, "0.00"),  # fine wool needs no care
    ],
)
def test_amount_rounded_half_up_at_the_month(changed: Facts, as_of: str, amount: str) -> None:
    assert value("care", herder(**changed), as_of) == amount


def test_amount_rounded_up_at_the_year() -> None:
    assert value("winter_grant", {}) == "400.00", "twelve times 33.30 are 399.60"


@pytest.mark.parametrize(
    ("changed", "total"),
    [
        ({}, "93.30"),  # care above hay, and 10 for the dog
        ({"calm": 3, "clean": 3, "quick": 3}, "55.50"),  # fine wool: hay, and 10 for the dog
        ({"dogs": 3, "animals": "both"}, "129.50"),  # hay above care, and 24 for three dogs
        ({"shelter": False}, "183.30"),  # the shelter grant of 100 excludes dog food
        ({"shelter": False, "herding_since": "2015-01-01", "flock_lost": True}, "238.90"),
        ({"dogs": 0}, "83.30"),
    ],
)
def test_combination(changed: Facts, total: str) -> None:
    assert value("total", herder(**changed), parameters={"shelter_rate": 100}) == total


def test_highest_of_two_equal_benefits_is_drawn_once() -> None:
    facts = herder(animals="sheep", dogs=0, storms=2)
    figures = {"hay_rate": {"sheep": Decimal("111.10"), "goats": 1, "both": 1}}
    result = decide("meadowland", AS_OF, facts, "total", parameters=figures)
    assert [value_of(result, name) for name in ("hay", "care", "total")] == ["111.10", "111.10", "111.10"]
    assert result.decisions["total.rule1.hay"].outcome.value == 11110, "the first named is the one drawn"
    assert result.decisions["total.rule1.care"].outcome.value == 0


def test_ranking_with_its_ties() -> None:
    facts = herder(home="south", applied_on="2023-05-01", sheep=7)
    result = decide("meadowland", AS_OF, facts, "place_at_fair")
    assert value_of(result, "place_at_fair") == "front"
    assert [result.decisions[f"place_at_fair.tie{number}"].outcome.value for number in (1, 2, 3)] == [
        False, 2023_05_01, 7
    ]  # fmt: skip
    assert not any("." in one.decision.name for one in result.visible())


def test_division_is_open_where_the_divisor_is_nought() -> None:
    assert value("sheep_per_dog", herder(sheep=50, dogs=3)) == "16.7"
    assert value("sheep_per_dog", herder(sheep=5, dogs=2)) == "2.5"
    result = decide("meadowland", AS_OF, herder(dogs=0), "sheep_per_dog")
    assert result.status == "undetermined"
    assert result.decisions["sheep_per_dog"].missing is not None
    assert result.decisions["sheep_per_dog"].missing.facts == ()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"herder_id": "320402193910150001", "born_on": "1939-10-15", "division": "990000"}, True),
        ({"herder_id": "320402193910150001", "born_on": "1939-10-14", "division": "990000"}, False),
        ({"herder_id": "320402193910150001", "born_on": "1939-10-15", "division": "110000"}, False),
        ({"division": "110000"}, False),
        ({"division": "990000"}, None),
    ],
)
def test_texts_and_identity_numbers(facts: Facts, expected: bool | None) -> None:
    assert value("numbers_agree", facts) is expected


@pytest.mark.parametrize(
    ("reading", "sheep", "by_night", "due"),
    [("wide", 1, False, True), ("wide", 0, True, False), ("narrow", 101, True, True), ("narrow", 101, False, False)],
)
def test_a_reading_chosen_by_name(reading: str, sheep: int, by_night: bool, due: bool) -> None:
    facts = {"sheep": sheep, "by_night": by_night}
    assert value("bell_due", facts, parameters={"bell_reading": reading}) is due


# status of the case


def test_case_is_decided_when_its_goals_are() -> None:
    result = decide("meadowland", AS_OF, herder())
    assert result.status == "decided"
    assert [name for name, one in result.decisions.items() if one.goal] == ["herder_grade", "hay", "care", "total"]
    assert [one.decision.name for one in result.visible()] == [
        "herder_grade", "hay", "care", "total",
        "herding_years", "wool_points", "wool_grade", "old_herder", "dog_food", "shelter_grant",
    ]  # fmt: skip


def test_case_is_undetermined_when_a_goal_is() -> None:
    result = decide("meadowland", AS_OF, herder("calm"), "hay", "herder_grade")
    assert result.status == "undetermined"
    assert {name: one.status for name, one in result.decisions.items() if one.goal} == {
        "hay": "decided", "herder_grade": "undetermined"
    }  # fmt: skip
    assert result.problems == []


def test_what_only_helps_does_not_make_the_case_undetermined() -> None:
    """The way to a goal that is settled may stay open."""
    result = decide("meadowland", AS_OF, herder("calm", flock_lost=True), "herder_grade")
    assert result.status == "decided"
    assert result.decisions["wool_points"].status == "undetermined"


def test_undetermined_decision_tells_what_is_possible_and_missing() -> None:
    grade = decide("meadowland", AS_OF, herder("calm", "storms", "flock_lost"), "herder_grade").decisions[
        "herder_grade"
    ]
    assert grade.possible == frozenset({1, 2, 3})
    assert grade.missing is not None
    assert grade.missing.facts == ("flock_lost", "storms", "calm")


def test_unranked_evaluation_leaves_the_answers_in_the_order_of_the_rules() -> None:
    evaluator = Evaluator(program_of("meadowland"), Interpreter(), only=("herder_grade",), ranked=False)
    case = RawCase("case", CASE, herder("calm", "storms", "flock_lost"), day(AS_OF))
    missing = evaluator.evaluate(case).decisions["herder_grade"].missing
    assert missing is not None
    assert missing.facts == ("flock_lost", "storms", "calm")


# provisional


@pytest.mark.parametrize(
    ("decision", "provisional"),
    [
        ("hay", False),
        ("dog_food", True),  # an assumed figure
        ("total", True),  # through dog food
        ("winter_grant", True),  # a draft
        ("bell_due", True),  # a custom nobody wrote down
        ("herder_grade", False),
    ],
)
def test_what_is_provisional(decision: str, provisional: bool) -> None:
    assert decide("meadowland", AS_OF, herder(), decision).decisions[decision].provisional is provisional


def test_not_eligible_is_not_provisional_for_a_figure_that_was_not_read() -> None:
    result = decide("meadowland", AS_OF, herder(dogs=0), "dog_food", "total")
    assert not result.decisions["dog_food"].provisional
    assert not result.decisions["total"].provisional


# dates


def test_version_in_force_on_the_day() -> None:
    assert value("herder_grade", herder(wolves=True), "2022-12-31") == "good", "until 2022 wolves did not count"
    assert value("herder_grade", herder(wolves=True), "2023-01-01") == "plain"


@pytest.mark.parametrize(
    ("as_of", "decision", "code"),
    [
        ("2019-12-31", "hay", "D201"),
        ("2022-01-01", "lantern_due", "D202"),  # ended with its source
        ("2025-07-01", "winter_grant", "P203"),
        ("2027-01-01", "hay", "P204"),
    ],
)
def test_nothing_in_force_is_said_and_nothing_else_used(as_of: str, decision: str, code: str) -> None:
    result = decide("meadowland", as_of, herder(), decision)
    assert result.status == "rejected"
    assert result.decisions[decision].status == "rejected"
    assert result.decisions[decision].outcome.value is None
    assert code in [problem.code for problem in result.problems]


def test_steps_of_a_decision_are_not_named_apart_from_it() -> None:
    result = decide("meadowland", "2019-12-31", herder(), "place_at_fair", "total")
    names = [problem.arguments["name"] for problem in result.problems]
    assert not [name for name in names if "." in name]
    assert len(set(names)) == len(names)


def test_a_fault_of_one_goal_leaves_the_others_decided() -> None:
    result = decide("meadowland", AS_OF, herder(), "lantern_due", "hay")
    assert result.status == "rejected"
    assert value_of(result, "hay") == "45.50"
    assert [problem.code for problem in result.problems] == ["D202"]


def test_lenient_beyond_the_last_review() -> None:
    result = decide("meadowland", "2027-06-30", herder(), "hay", strict=False)
    assert value_of(result, "hay") == "55.00"
    assert [(problem.code, problem.severity) for problem in result.problems] == [("P205", "warning")]


def test_figure_that_is_known_to_be_unknown() -> None:
    """The wage from 2026 is on the list without a value."""
    result = decide("meadowland", "2027-06-30", herder(), "care", strict=False)
    care = result.decisions["care"]
    assert care.status == "undetermined"
    assert care.missing is not None
    assert care.missing.parameters == (("wage", "end of previous year"),)


@pytest.mark.parametrize(
    ("known_at", "amount"),
    [("2022-06-09", "75.00"), ("2022-06-10", "83.30"), ("2023-06-30", "83.30")],
)
def test_what_was_known_at_a_date(known_at: str, amount: str) -> None:
    """The wage of July 2022 was made public on 10 June, the rule of 2023 on 1 May."""
    result = decide("meadowland", AS_OF, herder(), "care", known_at=known_at)
    assert value_of(result, "care") == amount
    assert result.known_at == day(known_at)


def test_rule_that_was_not_known_yet() -> None:
    result = decide("meadowland", AS_OF, herder(), "care", known_at="2022-04-30")
    assert [problem.code for problem in result.problems] == ["D203"]


# overrides


def test_override_of_a_decision_and_of_a_figure() -> None:
    result = decide("meadowland/north", "2024-06-30", herder())
    assert value_of(result, "hay") == "88.88"
    assert value_of(result, "care") == "112.50", "7.5 % of 1500"
    hay = result.decisions["hay"].decision
    assert hay.overrides is not None
    assert (hay.ruleset, hay.overrides.ruleset) == ("meadowland/north", "meadowland")
    assert result.decisions["care"].decision.overrides is None


def test_override_holds_from_its_own_day() -> None:
    result = decide("meadowland/north", "2024-02-29", herder(), "hay")
    assert [problem.code for problem in result.problems] == ["D201"]


# faulty cases and calls


def test_faulty_fact_rejects_the_whole_case() -> None:
    result = decide("meadowland", AS_OF, herder(storms=10, dog=True, home="nort"))
    assert result.status == "rejected"
    assert result.decisions == {}
    assert [problem.code for problem in result.problems] == ["A105", "A103", "A101"]
    assert {problem.arguments.get("near") for problem in result.problems} >= {"north", "dogs"}


def test_case_without_a_date() -> None:
    evaluator = Evaluator(program_of("meadowland"), Interpreter())
    result = evaluator.evaluate(RawCase("case", CASE, herder()))
    assert (result.status, result.as_of) == ("rejected", None)
    assert [problem.code for problem in result.problems] == ["A207"]


@pytest.mark.parametrize("name", ["hai", "total.rule1.hay"])
def test_unknown_or_hidden_decision_cannot_be_asked_for(name: str) -> None:
    with pytest.raises(Refused) as refused:
        Evaluator(program_of("meadowland"), Interpreter(), only=(name,))
    assert [(found.code, found.arguments["name"]) for found in refused.value.diagnostics] == [("X103", name)]


def test_null_is_the_same_as_left_out() -> None:
    assert decide("meadowland", AS_OF, herder(calm=None)).facts == decide("meadowland", AS_OF, herder("calm")).facts


def test_same_case_same_result_in_any_order_of_the_answers() -> None:
    forwards = decide("meadowland", AS_OF, herder())
    backwards = decide("meadowland", AS_OF, dict(reversed(herder().items())))
    assert [one.outcome for one in forwards.decisions.values()] == [one.outcome for one in backwards.decisions.values()]
