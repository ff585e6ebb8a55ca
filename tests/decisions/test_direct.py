"""Values alone, and explanations by generated code: both the same as the ordinary way, which is slower."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from assess.cases.facts import taken
from assess.cases.frame import RawCase
from assess.decisions.direct import Direct
from assess.decisions.evaluation import Evaluator
from assess.decisions.explainers import Explainers
from assess.decisions.explanation import Explanation, Reason
from assess.decisions.result import DecisionResult
from assess.decisions.values import for_program
from assess.diagnostics import Refused
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Value
from assess.language.edition import edition_of
from assess.language.functions import resident_id_valid
from assess.language.law import Input
from assess.language.types import Enumeration, Number, Text
from tests.library import CASE, SHIPPED, day, program_of
from tests.library.herders import HERDER, herder
from tests.strategies import Case, Editions, cases, with_every_figure

THE_SAME_EVERY_TIME = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)
RULESETS = ["meadowland", "meadowland/north", *SHIPPED.ruleset_ids()]
INTERPRETER = Interpreter()


@cache
def made_up(ruleset: str, figures: str) -> tuple[Editions, st.SearchStrategy[Case]]:
    program = program_of(ruleset)
    editions = Editions(program if figures == "shipped" else with_every_figure(program))
    return editions, cases(editions)


# values alone


def as_written(inputs: Mapping[str, Input], facts: Mapping[str, Value]) -> dict[str, Any]:
    """The facts as a file would have them; a mark that the form does not give becomes the nearest that it does."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        known = inputs[name]
        if known.options and isinstance(known.type, Number):
            value = min((option for option, _ in known.options), key=lambda option: abs(option - int(value or 0)))
        written = for_program(value, known.type)
        if known.type == Text("division_code"):
            written = written.ljust(6, "0")
        found[name] = Decimal(written) if isinstance(known.type, Number) and isinstance(written, str) else written
    return found


def in_force(ruleset: str, as_of: int) -> tuple[str, ...]:
    """All visible decisions that can be made on the day."""
    program = program_of(ruleset)
    whole = edition_of(program, as_of, strict=False, only=tuple(program.decisions))
    return tuple(name for name, active in whole.active.items() if not active.decision.hidden)


@cache
def direct(ruleset: str, as_of: int) -> Direct:
    return Direct(edition_of(program_of(ruleset), as_of, strict=False, only=in_force(ruleset, as_of)))


@cache
def evaluator(ruleset: str, as_of: int) -> Evaluator:
    return Evaluator(program_of(ruleset), INTERPRETER, only=in_force(ruleset, as_of), strict=False, ranked=False)


def as_told(one: DecisionResult) -> Value:
    """A decision's value as `Direct` gives it: a code as text, everything else as the engines hold it."""
    value, type_ = one.outcome.value, one.decision.type
    return type_.codes[int(value)] if isinstance(type_, Enumeration) and value is not None else value


@pytest.mark.parametrize("ruleset", RULESETS)
@THE_SAME_EVERY_TIME
@given(data=st.data())
def test_values_alone_are_those_of_the_ordinary_way(ruleset: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset, "shipped")
    case = data.draw(strategy)
    program = editions.program
    raw = as_written(program.inputs, case.facts)
    assume(all(resident_id_valid(raw[name]) for name in ("id_number", "herder_id") if name in raw))
    result = evaluator(ruleset, case.as_of).evaluate(RawCase("case", CASE, raw, case.as_of))
    if result.edition is None:  # a fact is faulty
        with pytest.raises(Refused) as refused:
            direct(ruleset, case.as_of).values(raw)
        assert {one.code for one in refused.value.diagnostics} == {one.code for one in result.problems}
        return
    expected = {one.decision.name: as_told(one) for one in result.visible()}
    found = direct(ruleset, case.as_of).values(raw)
    assert found == expected
    assert {name: type(value) for name, value in found.items()} == {
        name: type(value) for name, value in expected.items()
    }


def test_values_as_programs_read_them() -> None:
    edition = edition_of(program_of("meadowland"), day("2023-06-30"))
    assert Direct(edition).values(HERDER) == {
        "herding_years": 23, "wool_points": 7, "wool_grade": "good", "herder_grade": "good", "old_herder": True,
        "hay": 4550, "care": 8330, "dog_food": 1000, "shelter_grant": 0, "total": 9330,
    }  # fmt: skip


def test_values_with_answers_missing() -> None:
    found = Direct(edition_of(program_of("meadowland"), day("2023-06-30"))).values(herder("calm"))
    assert found["herder_grade"] is None
    assert found["hay"] == 4550


def test_faulty_facts_are_refused_all_at_once() -> None:
    with pytest.raises(Refused) as refused:
        Direct(edition_of(program_of("meadowland"), day("2023-06-30"))).values(herder(storms=99, home="west"))
    assert sorted(found.code for found in refused.value.diagnostics) == ["A103", "A105"]


def test_one_instance_takes_any_set_of_answers_in_any_order() -> None:
    quick = Direct(edition_of(program_of("meadowland"), day("2023-06-30"), only=("herder_grade",)))
    marks = {"calm": 3, "clean": 2, "quick": 2, "flock_lost": False, "wolves": False, "storms": 1}
    assert quick.values(marks)["herder_grade"] == "good"
    assert quick.values(dict(reversed(marks.items())))["herder_grade"] == "good"
    assert quick.values({"flock_lost": True})["herder_grade"] == "coarse"
    assert quick.values(marks | {"storms": 2})["herder_grade"] == "plain"
    assert quick.values(marks | {"dogs": 1})["herder_grade"] == "good"
    assert quick.values({})["herder_grade"] is None


def test_nothing_is_decided_where_a_rule_is_not_in_force() -> None:
    edition = edition_of(program_of("meadowland"), day("2023-06-30"), only=("lantern_due",))
    with pytest.raises(Refused) as refused:
        Direct(edition)
    assert [found.code for found in refused.value.diagnostics] == ["D202"]


# explanations


def reasons(root: Reason | None) -> list[tuple[int, type, Value, int]]:
    """Every node of a reason tree with the value found; true is not taken for 1."""
    if root is None:
        return []
    found = [(id(root.node), type(root.value), root.value, len(root.parts))]
    for part in root.parts:
        found.extend(reasons(part))
    return found


def laid_open(one: Explanation) -> tuple[Any, ...]:
    return (
        one.cite,
        [(use.reading, type(use.value), use.value) for use in one.parameters],
        reasons(one.formula),
        reasons(one.eligibility),
        reasons(one.result),
        [(row.place, row.holds, reasons(row.condition)) for row in one.rows],
        [(row.place, row.holds, reasons(row.condition)) for row in one.passed],
    )


@pytest.mark.parametrize("figures", ["shipped", "supplied"])
@pytest.mark.parametrize("ruleset", RULESETS)
@settings(THE_SAME_EVERY_TIME, max_examples=25)
@given(data=st.data())
def test_generated_explanations_are_those_of_the_ordinary_way(ruleset: str, figures: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset, figures)
    case = data.draw(strategy)
    edition = editions.on(case.as_of)
    assume({name for active in edition.active.values() for name in active.needs.facts} <= case.facts.keys())
    explainers = made_once(ruleset, figures, case.as_of)
    outcomes = INTERPRETER.outcomes(edition, case.facts)
    expected = explainers.explain_each(case.facts, outcomes, case.as_of)
    found = explainers.generated()(case.facts, outcomes, case.as_of)
    assert list(found) == list(expected)
    for name, explanation in expected.items():
        assert found[name].active is explanation.active
        assert found[name].outcome is explanation.outcome
        assert laid_open(found[name]) == laid_open(explanation), name


@cache
def made_once(ruleset: str, figures: str, as_of: int) -> Explainers:
    return Explainers(made_up(ruleset, figures)[0].on(as_of))


def test_generated_code_takes_over_without_a_difference() -> None:
    """After some cases on one date the explainers switch; whatever is missing is still explained the ordinary way."""
    edition = edition_of(program_of("meadowland"), day("2023-06-30"))
    explainers = Explainers(edition)
    for raw in [HERDER] * 40 + [herder("calm"), herder(wolves=True)]:
        facts, _ = taken(edition.program.inputs, raw, lambda fact: CASE)
        outcomes = INTERPRETER.outcomes(edition, facts)
        expected = explainers.explain_each(facts, outcomes, edition.as_of)
        found = explainers.explain(facts, outcomes, edition.as_of)
        assert {name: laid_open(one) for name, one in found.items()} == {
            name: laid_open(one) for name, one in expected.items()
        }
