"""The JSON of a decided case keeps to its models and to its JSON Schema, whatever the case."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from assess.cases.frame import KEYS
from assess.cases.schema import CASE_SCHEMA, case_schema
from assess.decisions.as_json import SCHEMA, case_as_json
from assess.decisions.schema import DecidedCase, decision_schema
from tests.decisions.rendered import LANGUAGES, cases_of_examples, made_up, shipped_cases
from tests.library import SHIPPED, decide, program_of
from tests.library.herders import herder

VALIDATOR = jsonschema.Draft202012Validator(decision_schema())
RULESETS = ["meadowland", *SHIPPED.ruleset_ids()]
KEYS_OF_A_DECISION = set(
    "value unit status eligible provisional rule cite because parameters possible missing".split()  # noqa: SIM905
)


def checked(data: dict[str, Any]) -> dict[str, Any]:
    """The data as a reader gets it back from text. Raises where it has another shape than it says."""
    DecidedCase.model_validate(data)
    read: dict[str, Any] = json.loads(json.dumps(data, ensure_ascii=False))
    VALIDATOR.validate(read)
    assert read == data, "nothing may change on the way through text"
    return read


def decided(as_of: str = "2023-06-30", *only: str, language: str = "en", **changed: Any) -> dict[str, Any]:
    result = decide("meadowland", as_of, herder(**changed), *only)
    return checked(case_as_json(result, program_of("meadowland"), language))


def reasons(data: dict[str, Any], decision: str, kind: str) -> list[dict[str, Any]]:
    return [one for one in data["decisions"][decision]["because"] if one["kind"] == kind]


# every case


def test_shipped_cases_keep_to_the_schema() -> None:
    for result, program in shipped_cases():
        data = checked(case_as_json(result, program, "zh"))
        assert data["schema"] == SCHEMA
        assert all(set(one) >= KEYS_OF_A_DECISION for one in data["decisions"].values())
        DecidedCase.model_validate(case_as_json(result, program, "en"))


@pytest.mark.parametrize("ruleset", RULESETS)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_made_up_cases_keep_to_the_schema(ruleset: str, data: st.DataObject) -> None:
    result, program = data.draw(made_up(ruleset))
    checked(case_as_json(result, program, data.draw(st.sampled_from(LANGUAGES))))


# the schema itself


def test_schema_is_a_schema_and_names_itself() -> None:
    schema = decision_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == SCHEMA
    assert schema["title"] == "Decided case"


def test_whatever_is_not_in_the_schema_is_refused() -> None:
    data = decided()
    with pytest.raises(ValidationError):
        DecidedCase.model_validate(data | {"extra": 1})
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data | {"extra": 1})
    with pytest.raises(ValidationError):
        DecidedCase.model_validate({key: value for key, value in data.items() if key != "ruleset"})


def test_every_name_has_a_description_or_a_model() -> None:
    """A reader of the schema alone can tell what each model is for."""
    anonymous = {"Label", "Change", "Rounding", "Range", "Overrides", "Ruleset", "AllOf", "AnyOf", "AtLeast", "Not"}
    for name, model in decision_schema()["$defs"].items():
        assert model.get("description") or name in anonymous, name


# what stands where


def test_amount_with_its_condition_formula_and_rounding() -> None:
    data = decided()
    care = data["decisions"]["care"]
    assert (care["value"], care["unit"], care["eligible"], care["rule"]) == ("83.30", "CNY/month", True, "amount")
    (eligibility,) = reasons(data, "care", "eligibility")
    assert eligibility["holds"] is True
    assert eligibility["would_need"] == []
    assert eligibility["condition"]["operator"] == "test"
    assert eligibility["condition"]["found"] == [{"kind": "decision", "name": "herder_grade", "value": "good"}]
    (formula,) = reasons(data, "care", "formula")
    assert formula["value"] == "83.325"
    assert formula["rounding"] == {"to": "0.1", "mode": "half_up", "at": "month", "cite": ["herding-act §4-care"]}
    wage = next(one for one in care["parameters"] if one["name"] == "wage")
    assert (wage["day"], wage["from"], wage["value"]) == ("2022-12-31", "2022-07-01", "1111.00")


def test_conditions_say_how_their_parts_count() -> None:
    data = decided("2023-06-30", "old_herder")
    (reason,) = reasons(data, "old_herder", "condition")
    parts = reason["condition"]["parts"]
    assert reason["condition"]["operator"] == "all"
    assert [part["operator"] for part in parts] == ["named", "any", "not", "at_least"]
    assert parts[0]["cite"] == ["herding-act §1"]
    assert parts[3]["count"] == 2


def test_why_not_for_amounts_and_for_conditions() -> None:
    data = decided("2023-06-30", "hay", "old_herder", herding_since="2010-06-30")
    for name, kind in (("hay", "eligibility"), ("old_herder", "condition")):
        (reason,) = reasons(data, name, kind)
        assert [[change["says"] for change in way] for way in reason["would_need"]] == [["has herded for twenty years"]]
        assert reason["would_need"][0][0]["want"] is True
    assert data["decisions"]["hay"]["eligible"] is False
    assert data["decisions"]["hay"]["value"] == "0.00"


def test_combination_due_and_drawn_without_hidden_steps() -> None:
    data = decided()
    shares = {one["benefit"]: (one["due"], one["drawn"]) for one in reasons(data, "total", "benefit")}
    assert shares["hay"] == ("45.50", "0.00")
    assert shares["care"] == ("83.30", "83.30")
    (formula,) = reasons(data, "total", "formula")
    parts = {part["name"]: part["kind"] for part in formula["parts"]}
    assert parts == {"hay": "drawn", "care": "drawn", "dog_food": "drawn", "shelter_grant": "decision"}
    (excludes,) = reasons(data, "total", "excludes")
    assert excludes["when"]


def test_ties_and_neighbours() -> None:
    data = decided("2023-06-30", "place_at_fair", "wool_grade", applied_on="2023-05-01")
    ties = reasons(data, "place_at_fair", "tie")
    assert [(one["direction"], one["value"]) for one in ties] == [
        ("first", True), ("lowest", "2023-05-01"), ("highest", 0),
    ]  # fmt: skip
    near = {one["value"]: one["distance"] for one in reasons(data, "wool_grade", "neighbour")}
    assert near == {"fine": 2, "plain": -2}


def test_what_is_missing_is_named_in_both_languages() -> None:
    result = decide("meadowland", "2026-06-30", herder("clean"))
    data = checked(case_as_json(result, program_of("meadowland"), "en"))
    missing = data["decisions"]["herder_grade"]["missing"]
    assert missing == [{"kind": "fact", "name": "clean", "label": {"zh": "干净", "en": "clean"}}]
    assert data["decisions"]["herder_grade"]["possible"] == ["good", "plain"]
    assert data["decisions"]["care"]["possible"] == {"minimum": "92.60", "maximum": "123.50"}


def test_missing_parameter_with_its_day() -> None:
    data = decided("2023-06-30", "shelter_grant", shelter=False)
    grant = data["decisions"]["shelter_grant"]
    label = {"zh": "羊圈标准", "en": "rate for a shelter"}
    assert grant["missing"] == [{"kind": "parameter", "name": "shelter_rate", "label": label, "day": "2023-06-30"}]
    assert (grant["value"], grant["eligible"], grant["possible"]) == (None, True, None)


def test_doubts_say_why_it_is_provisional() -> None:
    data = decided("2023-06-30", "winter_grant", "dog_food", "care")
    assert data["decisions"]["care"]["doubts"] == []
    assert data["decisions"]["winter_grant"]["doubts"] == [
        {"kind": "parameter", "name": "winter_rate", "day": "2023-06-30", "confidence": "placeholder"},
        {"kind": "source", "name": "winter-draft", "status": "draft", "confidence": "published"},
    ]
    (doubt,) = data["decisions"]["dog_food"]["doubts"]
    assert (doubt["name"], doubt["confidence"]) == ("dog_rate", "assumed")


def test_rejected_case_and_rejected_decision() -> None:
    faulty = checked(case_as_json(decide("meadowland", "2023-06-30", {"calm": 9}), program_of("meadowland"), "zh"))
    assert (faulty["status"], faulty["decisions"]) == ("rejected", {})
    assert [problem["code"] for problem in faulty["problems"]] == ["A103"]
    early = decided("2019-06-30")
    assert early["status"] == "rejected"
    assert {one["status"] for one in early["decisions"].values()} == {"rejected"}
    assert all(one["value"] is None and one["because"] == [] for one in early["decisions"].values())


def test_supplied_file_and_overrides_are_named() -> None:
    result = decide("meadowland", "2023-06-30", herder(shelter=False), "shelter_grant", parameters={"shelter_rate": 70})
    program = program_of("meadowland", {"shelter_rate": 70})
    data = case_as_json(result, program, "en")
    (figure,) = data["decisions"]["shelter_grant"]["parameters"]
    assert figure["origin"] == "office.yaml"
    local = decide("meadowland/north", "2025-06-30", herder())
    decisions = checked(case_as_json(local, program_of("meadowland/north"), "en"))["decisions"]
    both = {"ruleset": "meadowland", "by": "meadowland/north"}
    assert decisions["hay"]["overrides"] == both
    (wage,) = (one for one in decisions["care"]["parameters"] if one["name"] == "wage")
    assert wage["overrides"] == both


# a case to decide


def test_case_schema_names_the_keys_that_are_read() -> None:
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == CASE_SCHEMA
    assert tuple(schema["properties"]) == KEYS


@pytest.mark.parametrize("ruleset", RULESETS)
def test_case_schema_of_a_ruleset_knows_its_facts(ruleset: str) -> None:
    program = program_of(ruleset)
    schema = case_schema(program)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(schema["properties"]["facts"]["properties"]) == set(program.inputs)


def test_example_cases_keep_to_the_case_schema() -> None:
    """The rejected one among them does not; what is wrong with it is just what the schema says."""
    for case in cases_of_examples():
        ruleset = case.ruleset or "jiangsu/changzhou"
        if ruleset not in SHIPPED.ruleset_ids() or case.problems:
            continue
        facts = {name: one.isoformat() if isinstance(one, date) else one for name, one in case.facts.items()}
        validator = jsonschema.Draft202012Validator(case_schema(program_of(ruleset)))
        whole = {"case": case.id, "facts": facts, "stated": case.stated}
        wrong = sorted(str(error.path[1]) for error in validator.iter_errors(whole))
        assert wrong == (["eating", "self_feeding"] if "wrong" in case.id else []), case.id


@pytest.mark.parametrize(
    ("facts", "fine"),
    [
        ({"calm": 3, "home": "north", "shelter": None, "income": 500.25, "herding_since": "2000-06-30"}, True),
        ({"calm": 4}, False),
        ({"calm": "3"}, False),
        ({"home": "west"}, False),
        ({"shelter": "yes"}, False),
        ({"income": 10001}, False),
        ({"division": "32040"}, False),
        ({"unknown": 1}, False),
    ],
)
def test_facts_in_the_case_schema(facts: dict[str, Any], fine: bool) -> None:
    validator = jsonschema.Draft202012Validator(case_schema(program_of("meadowland")))
    assert validator.is_valid({"facts": facts}) is fine


@pytest.mark.parametrize(
    ("stated", "fine"),
    [
        ({"herder_grade": "good", "old_herder": False, "wool_points": 9, "fair_on": "2024-03-01"}, True),
        ({"herder_grade": None}, True),
        ({"herder_grade": "lost"}, False),
        ({"wool_points": 10}, False),
        ({"hay": 45}, False),
        ({"calm": 3}, False),
    ],
)
def test_results_stated_in_the_case_schema(stated: dict[str, Any], fine: bool) -> None:
    validator = jsonschema.Draft202012Validator(case_schema(program_of("meadowland")))
    assert validator.is_valid({"facts": {}, "stated": stated}) is fine
