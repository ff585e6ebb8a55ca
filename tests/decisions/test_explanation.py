"""What an explanation holds: rows that hit or did not, conditions with their values, figures, clauses; also as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assess.decisions.as_json import SCHEMA, case_as_json
from assess.decisions.explanation import Explanation, Reason
from assess.decisions.result import CaseResult
from assess.decisions.values import for_program
from assess.engines.meaning import Value
from assess.language.expression import Fact, ParameterValue, Result
from tests.library import SHIPPED, decide, program_of
from tests.library.herders import Facts, herder

AS_OF = "2023-06-30"


def explained(decision: str, facts: Facts, as_of: str = AS_OF, ruleset: str = "meadowland") -> Explanation:
    found = decide(ruleset, as_of, facts, decision).decisions[decision].explanation
    assert found is not None
    return found


def leaves(reason: Reason | None) -> dict[str, Value]:
    """The facts, decisions and figures that a reason names, each with the value found."""
    if reason is None:
        return {}
    found: dict[str, Value] = {}
    if isinstance(reason.node, Fact | Result | ParameterValue):
        found[reason.node.name] = reason.value
    for part in reason.parts:
        found |= leaves(part)
    return found


def cited(explanation: Explanation) -> list[str]:
    return [str(citation) for citation in explanation.cite]


# tables


def test_row_that_hit_and_rows_before_it() -> None:
    grade = explained("herder_grade", herder(storms=2))
    assert [(row.place, row.holds) for row in grade.rows] == [(1, True)]
    assert [(row.place, row.holds) for row in grade.passed] == [(0, False)]
    assert leaves(grade.rows[0].condition) == {"wolves": False, "storms": 2}
    assert leaves(grade.result) == {"wool_grade": 1}
    assert cited(grade) == ["herding-act §2-worse", "herding-act §2-grade"]


def test_otherwise_row() -> None:
    grade = explained("herder_grade", herder())
    assert [(row.place, row.condition, row.holds) for row in grade.rows] == [(2, None, True)]
    assert [row.place for row in grade.passed] == [0, 1]
    assert cited(grade) == ["herding-act §2-grade"]


def test_rows_that_could_still_hit() -> None:
    grade = explained("herder_grade", herder("storms"))
    assert [(row.place, row.holds) for row in grade.rows] == [(1, None), (2, None)]
    assert grade.result is None
    certain = explained("herder_grade", herder("flock_lost", storms=2))
    assert [(row.place, row.holds) for row in certain.rows] == [(0, None), (1, True)], "no row after a certain one"


def test_unique_table() -> None:
    grade = explained("wool_grade", herder())
    assert [(row.place, leaves(row.condition)) for row in grade.rows] == [(1, {"wool_points": 7})]
    assert [row.place for row in grade.passed] == [0]


def test_collect_table_names_every_row_that_hit() -> None:
    load = explained("load", herder(sheep=60, dogs=0))
    assert [row.place for row in load.rows] == [0, 2]
    assert [row.place for row in load.passed] == [1]


def test_row_without_a_result_gives_its_reason() -> None:
    pasture = explained("pasture", herder(home="east"))
    assert pasture.rows[0].row.because is not None
    assert pasture.rows[0].row.because.en == "nothing is said of the east, the elders decide"
    assert pasture.result is None


# amounts


def test_amount_with_its_figures() -> None:
    care = explained("care", herder())
    assert leaves(care.eligibility) == {"herder_grade": 1}
    assert care.formula is not None
    assert for_program(care.formula.value, care.formula.node.type) == "83.325"
    found = [(use.reading.parameter, use.reading.day, use.value) for use in care.parameters]
    assert [(one.name, looked_up, for_program(value, one.type)) for one, looked_up, value in found] == [
        ("care_share", 2023_06_30, "0.075"),
        ("wage", 2022_12_31, "1111.00"),
    ]
    wage = care.parameters[1].reading.entry
    assert wage is not None
    assert (wage.valid_from, wage.confidence, [str(one) for one in wage.cite]) == (
        2022_07_01, "published", ["wage-list §all"]
    )  # fmt: skip


def test_not_eligible_reads_no_figures() -> None:
    hay = explained("hay", herder(herding_since="2015-01-01"))
    assert hay.formula is None
    assert hay.parameters == ()
    assert leaves(hay.eligibility) == {"old_herder": False}


def test_eligibility_still_open_shows_the_sum_all_the_same() -> None:
    hay = explained("hay", herder("income", shelter=False))
    assert hay.outcome.eligible is None
    assert leaves(hay.formula) == {"hay_rate": 4550, "animals": 1}


def test_figure_with_a_key_unknown() -> None:
    hay = explained("hay", herder("animals"))
    assert [use.value for use in hay.parameters] == [None]
    assert hay.parameters[0].reading.entry is not None


def test_every_part_of_a_condition_has_its_value() -> None:
    condition = explained("old_herder", herder("income", dogs=0)).formula
    assert condition is not None
    assert [part.value for part in condition.parts] == [True, True, True, None]
    assert leaves(condition) == {
        "herding_years": 23, "home": 0, "animals": 1, "sheep": 0, "by_night": False, "dogs": 0, "shelter": True,
        "income": None,
    }  # fmt: skip


# JSON


def as_json(result: CaseResult, ruleset: str = "meadowland", language: str = "en", **figures: Any) -> dict[str, Any]:
    """What the program writes, after a round through text."""
    data = case_as_json(result, program_of(ruleset, figures), language)
    found: dict[str, Any] = json.loads(json.dumps(data, ensure_ascii=False, allow_nan=False))
    return found


def test_frame_of_a_case() -> None:
    data = as_json(decide("meadowland", AS_OF, herder(), known_at="2023-06-30"))
    program = program_of("meadowland")
    assert list(data) == [
        "schema", "case", "ruleset", "parameters_file", "as_of", "known_at", "language", "status", "decisions",
        "problems",
    ]  # fmt: skip
    assert data["schema"] == SCHEMA
    assert data["ruleset"] == {"id": "meadowland", "version": "3", "hash": program.hash}
    assert len(program.hash) == 64
    assert (data["case"], data["as_of"], data["known_at"], data["status"]) == ("case", AS_OF, AS_OF, "decided")
    assert data["parameters_file"] is None
    assert data["problems"] == []


KEYS = [
    "label", "value", "unit", "status", "goal", "eligible", "floor", "provisional", "doubts", "stated",
    "rests_on_stated", "rule", "cite", "because", "parameters", "possible", "missing", "overrides",
]  # fmt: skip


def test_decision_as_json() -> None:
    care = as_json(decide("meadowland", AS_OF, herder()))["decisions"]["care"]
    assert list(care) == KEYS
    assert {key: care[key] for key in KEYS if key not in ("because", "parameters")} == {
        "label": {"zh": "照料补贴", "en": "care grant"}, "value": "83.30", "unit": "CNY/month", "status": "decided",
        "goal": True, "eligible": True, "floor": False, "provisional": False, "doubts": [], "stated": False,
        "rests_on_stated": [], "rule": "amount", "cite": ["herding-act §4-care"], "possible": None,
        "missing": [], "overrides": None,
    }  # fmt: skip
    eligibility, formula = care["because"]
    assert (eligibility["kind"], eligibility["holds"], eligibility["would_need"]) == ("eligibility", True, [])
    assert eligibility["condition"]["found"] == [{"kind": "decision", "name": "herder_grade", "value": "good"}]
    assert (formula["kind"], formula["value"]) == ("formula", "83.325")
    assert [(part["name"], part["value"]) for part in formula["parts"]] == [
        ("care_share", "0.075"), ("herder_grade", "good"), ("wage", "1111.00")
    ]  # fmt: skip
    assert formula["rounding"] == {"to": "0.1", "mode": "half_up", "at": "month", "cite": ["herding-act §4-care"]}


def test_figure_as_json() -> None:
    care = as_json(decide("meadowland", AS_OF, herder()))["decisions"]["care"]
    wage = care["parameters"][1]
    expected = {
        "name": "wage", "label": {"zh": "牧羊人工资", "en": "shepherd's wage"}, "value": "1111.00", "unit": "CNY/month",
        "day": "2022-12-31", "from": "2022-07-01", "cite": ["wage-list §all"], "confidence": "published",
        "origin": "meadowland",
    }  # fmt: skip
    assert {key: wage[key] for key in expected} == expected


def test_table_as_json() -> None:
    grade = as_json(decide("meadowland", AS_OF, herder()))["decisions"]["wool_grade"]
    assert (grade["value"], grade["rule"]) == ("good", "row 2")
    assert [(one["kind"], one.get("row"), one.get("holds")) for one in grade["because"]] == [
        ("row", 2, True), ("row", 1, False), ("neighbour", 3, None), ("neighbour", 1, None)
    ]  # fmt: skip
    assert [one["distance"] for one in grade["because"][2:]] == [-2, 2]


def test_undetermined_as_json() -> None:
    result = decide("meadowland", AS_OF, herder("calm", "storms", shelter=False), "herder_grade", "total")
    data = as_json(result)["decisions"]
    grade = data["herder_grade"]
    assert (grade["value"], grade["status"], grade["rule"]) == (None, "undetermined", "table")
    assert grade["possible"] == ["good", "plain", "coarse"]
    assert [(one["kind"], one["name"]) for one in grade["missing"]] == [("fact", "storms"), ("fact", "calm")]
    missing = data["total"]["missing"]
    assert [(one["kind"], one["name"]) for one in missing][-1] == ("parameter", "shelter_rate")
    assert missing[-1]["day"] == AS_OF
    assert data["wool_points"]["possible"] == {"minimum": 4, "maximum": 7}


def test_refusal_as_json_says_what_would_be_needed() -> None:
    hay = as_json(decide("meadowland", AS_OF, herder(herding_since="2015-01-01")))["decisions"]["hay"]
    assert (hay["value"], hay["eligible"], hay["status"]) == ("0.00", False, "decided")
    (way,) = hay["because"][0]["would_need"]
    (change,) = way
    assert (change["says"], change["expression"], change["want"]) == (
        "has herded for twenty years", "herding_years >= 20", True
    )  # fmt: skip
    assert change["found"] == [{"kind": "decision", "name": "herding_years", "value": 8}]


def test_combination_as_json() -> None:
    total = as_json(decide("meadowland", AS_OF, herder()))["decisions"]["total"]
    drawn = {one["benefit"]: (one["due"], one["drawn"]) for one in total["because"] if one["kind"] == "benefit"}
    assert drawn == {
        "hay": ("45.50", "0.00"), "care": ("83.30", "83.30"), "dog_food": ("10.00", "10.00"),
        "shelter_grant": ("0.00", "0.00"),
    }  # fmt: skip
    rules = [(one["kind"], one["benefits"]) for one in total["because"] if one["kind"] not in ("benefit", "formula")]
    assert rules == [
        ("highest_of", ["hay", "care"]), ("excludes", ["dog_food"]), ("together", ["hay", "shelter_grant"])
    ]  # fmt: skip


def test_ties_as_json() -> None:
    facts = herder(applied_on="2023-05-01")
    place = as_json(decide("meadowland", AS_OF, facts, "place_at_fair"))["decisions"]["place_at_fair"]
    ties = [(one["direction"], one["value"]) for one in place["because"] if one["kind"] == "tie"]
    assert ties == [("first", True), ("lowest", "2023-05-01"), ("highest", 0)]


def test_doubts_as_json() -> None:
    data = as_json(decide("meadowland", AS_OF, herder(), "total", "winter_grant"))["decisions"]
    assert [(one["kind"], one["name"], one["confidence"]) for one in data["total"]["doubts"]] == [
        ("parameter", "dog_rate", "assumed")
    ]  # fmt: skip
    assert [(one["kind"], one["name"]) for one in data["winter_grant"]["doubts"]] == [
        ("parameter", "winter_rate"), ("source", "winter-draft")
    ]  # fmt: skip


def test_override_as_json() -> None:
    hay = as_json(decide("meadowland/north", "2024-06-30", herder()), "meadowland/north")["decisions"]["hay"]
    assert hay["overrides"] == {"ruleset": "meadowland", "by": "meadowland/north"}


def test_rejected_as_json() -> None:
    data = as_json(decide("meadowland", AS_OF, herder(storms=99)))
    assert (data["status"], data["decisions"]) == ("rejected", {})
    (problem,) = data["problems"]
    assert (problem["code"], problem["file"], problem["severity"]) == ("A103", "case.yaml", "error")
    assert set(problem["message"]) == set(problem["remedy"]) == {"zh", "en"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_sentences_depend_on_the_language(language: str) -> None:
    def without_sentences(data: Any) -> Any:
        if isinstance(data, dict):
            return {
                key: without_sentences(value) for key, value in data.items() if key not in ("says", "language", "when")
            }
        return [without_sentences(one) for one in data] if isinstance(data, list) else data

    result = decide("meadowland", AS_OF, herder("calm"))
    assert without_sentences(as_json(result, language=language)) == without_sentences(as_json(result, language="zh"))


def test_hidden_steps_are_never_named() -> None:
    """The steps of a combination are the engine's; JSON speaks of the benefit."""
    figures = {"shelter_rate": 100}
    result = decide("meadowland", AS_OF, herder(shelter=False, dogs=2), "total", "place_at_fair", parameters=figures)
    text = json.dumps(as_json(result, **figures))
    assert "rule1" not in text
    assert "tie1" not in text


@pytest.mark.parametrize("ruleset", SHIPPED.ruleset_ids())
def test_nothing_asked_but_what_is_known_is_the_same_every_time(ruleset: str) -> None:
    facts = {"coma": True, "household_status": "tekun"}
    once = as_json(decide(ruleset, "2022-12-31", facts), ruleset)
    again = as_json(decide(ruleset, "2022-12-31", dict(reversed(facts.items()))), ruleset)
    assert json.dumps(once) == json.dumps(again)
