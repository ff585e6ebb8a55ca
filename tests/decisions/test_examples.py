"""The examples inside a ruleset are its tests: what they expect, and what is said where it does not come out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assess.decisions.testing import ExampleResult, Failure, reasons_of, run_example, run_examples
from assess.diagnostics import Diagnostics, Position, Refused
from assess.engines.interpreter import Interpreter
from assess.language.source import plain, read_text
from assess.language.surface import ExampleText
from tests.library import FICTIONAL, decide, program_of
from tests.library.herders import HERDER, herder

HERE = Position("meadowland.yaml", 1, 1)


def run(**example: Any) -> ExampleResult:
    resolved = FICTIONAL.load("meadowland").resolved
    assert resolved is not None
    given = {"name": {"zh": "例", "en": "example"}, "as_of": "2023-06-30", "facts": HERDER} | example
    text = ExampleText.model_validate(given, strict=False)
    return run_example(program_of("meadowland"), resolved, Interpreter(), text, HERE)


@pytest.mark.parametrize("ruleset", ["meadowland", "meadowland/north"])
def test_examples_of_the_file_come_out(ruleset: str) -> None:
    resolved = FICTIONAL.load(ruleset).resolved
    assert resolved is not None
    found = list(run_examples(program_of(ruleset), resolved, Interpreter()))
    assert found
    assert [one.failures for one in found if not one.passed] == []
    assert all(one.position.file.endswith(".yaml") and one.position.line for one in found)


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ({"hay": 45.5}, None),
        ({"hay": "unknown"}, Failure("value", "hay", "unknown", "45.50")),
        ({"herder_grade": "plain"}, Failure("value", "herder_grade", "plain", "good")),
        ({"old_herder": False}, Failure("value", "old_herder", "False", "true")),
        ({"old_herder": 1}, Failure("value", "old_herder", "1", "true")),
        ({"wool_points": 8}, Failure("value", "wool_points", "8", "7")),
        ({"lantern_due": "rejected"}, None),
        ({"lantern_due": False}, Failure("value", "lantern_due", "False", "rejected")),
        ({"shelter_grant": "rejected"}, Failure("value", "shelter_grant", "rejected", "0.00")),
        ({"hai": 1}, Failure("value", "hai", "a decision of the ruleset", "no such decision")),
    ],
)
def test_value_that_does_not_come_out(expect: dict[str, Any], failure: Failure | None) -> None:
    exact = {name: Decimal(str(one)) if isinstance(one, float) else one for name, one in expect.items()}
    assert run(expect=exact).failures == (() if failure is None else (failure,))


def test_reason_that_is_not_given() -> None:
    result = run(expect={}, because={"hay": ["herding-act §4-hay", "herding-act §9-feast", "old_herder"]})
    (failure,) = result.failures
    assert (failure.kind, failure.decision, failure.expected) == ("because", "hay", "herding-act §9-feast")
    assert "hay_rate 2023-06-30" in failure.found


def test_faulty_facts_fail_all_that_is_expected() -> None:
    result = run(facts=herder(storms=99), expect={"hay": 45, "care": "rejected"})
    assert result.failures == (Failure("rejected", "hay", "45", "A103"),)


def test_figures_of_an_example_are_supplied() -> None:
    expect = {"shelter_grant": 120, "total": 203}
    found = run(facts=herder(shelter=False), parameters={"shelter_rate": 120}, expect=expect)
    assert [one.found for one in found.failures] == ["203.30"]


def test_unknown_figure_of_an_example_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        run(parameters={"shelter_rat": 120}, expect={"hay": 0})
    assert [found.code for found in refused.value.diagnostics] == ["P111"]


def test_example_as_known_at_a_date() -> None:
    assert run(known_at="2022-06-09", expect={"care": Decimal("75.00")}).passed


def test_what_an_explanation_rests_on() -> None:
    result = decide("meadowland", "2023-06-30", herder(shelter=False), "herder_grade", "care", "total", "place_at_fair")
    reasons = {}
    for name in ("herder_grade", "care", "total", "place_at_fair", "old_herder"):
        explanation = result.decisions[name].explanation
        assert explanation is not None
        reasons[name] = reasons_of(explanation)
    assert reasons["herder_grade"] == {
        "herding-act §2-grade", "row 3", "wool_grade", "flock_lost", "wolves", "storms"
    }  # fmt: skip
    assert reasons["care"] == {
        "herding-act §4-care", "wage-list §all", "care_share 2023-06-30", "wage 2022-12-31", "herder_grade"
    }  # fmt: skip
    assert {"herding-act §5-higher", "herding-act §5-excludes", "herding-act §5-together"} <= reasons["total"]
    assert {"herding-act §6-tie", "row 1", "old_herder"} <= reasons["place_at_fair"]
    assert {"herding-act §1", "herding_years", "income", "dogs"} <= reasons["old_herder"]


def test_examples_are_read_with_exact_numbers() -> None:
    tree = read_text("{hay: 45.50}", "x.yaml", Diagnostics())
    assert tree is not None
    value = plain(tree)
    assert isinstance(value, dict)
    assert str(value["hay"]) == "45.50"
