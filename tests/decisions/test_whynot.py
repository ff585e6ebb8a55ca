"""Why not: which conditions would have to change, and how far the next level is."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from assess.decisions.explainers import Explainers
from assess.decisions.explanation import Explanation, Reason
from assess.decisions.phrases import Phrases
from assess.decisions.result import DECIDED, CaseResult, DecisionResult
from assess.decisions.whynot import Change, changes, neighbours
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Value, combined
from assess.language import expression as e
from assess.language.program import Amount, Formula
from assess.language.types import Boolean
from tests.library import SHIPPED, decide, program_of
from tests.library.herders import Facts, herder
from tests.rulesets.people import LOST, UNCHANGED, gb_form
from tests.strategies import Case, Editions, cases

AS_OF = "2023-06-30"
RULESETS = ["meadowland", *SHIPPED.ruleset_ids()]


def explanation_of(result: CaseResult, decision: str) -> Explanation:
    found = result.decisions[decision].explanation
    assert found is not None
    return found


def ways(ruleset: str, facts: Facts, decision: str, as_of: str = AS_OF) -> list[list[str]]:
    """What would have to change for the benefit, in English."""
    result = decide(ruleset, as_of, facts, decision)
    explanation = explanation_of(result, decision)
    reason = explanation.eligibility or explanation.formula
    assert reason is not None
    assert reason.value is False
    phrases = Phrases(program_of(ruleset), "en")
    return [
        [phrases.requirement(change.reason.node, change.want) for change in way]
        for way in changes(reason, True, result)
    ]


# Meadowland


def test_one_condition_stands_in_the_way() -> None:
    assert ways("meadowland", herder(herding_since="2010-01-01"), "hay") == [["has herded for twenty years"]]


def test_two_conditions_stand_in_the_way() -> None:
    found = ways("meadowland", herder(herding_since="2010-01-01", by_night=True, dogs=0), "hay")
    assert [len(way) for way in found] == [2, 2]
    assert all("has herded for twenty years" in way for way in found)
    assert {way[1] for way in found} == {"herds by night: no", "dogs does not equal 0 dogs"}


def test_one_of_several_would_do() -> None:
    found = ways("meadowland", herder(home="south", animals="sheep"), "hay")
    assert len(found) >= 2, "not every way need be named"
    assert {way[0] for way in found} <= {
        "animals kept is “goats” or “both”", "home village is “north”", "sheep is from 10 to 50 sheep"
    }  # fmt: skip
    assert all(len(way) == 1 for way in found)


def test_so_many_of_several() -> None:
    found = ways("meadowland", herder(shelter=False, income=900), "hay")
    assert found == [["has a shelter: yes"], ["monthly income is below 800.00 yuan/month"]]
    none_of_three = ways("meadowland", herder(shelter=False, income=900, dogs=0), "hay")
    assert [len(way) for way in none_of_three] == [2, 2]


def test_level_just_missed() -> None:
    assert ways("meadowland", herder(calm=3, clean=3, quick=3), "care") == [["grade of the herder is at least “good”"]]


def test_condition_of_another_decision_is_followed() -> None:
    assert ways("meadowland", herder(herding_since="2010-01-01"), "hay") == ways(
        "meadowland", herder(herding_since="2010-01-01"), "old_herder"
    )


def test_nothing_has_to_change() -> None:
    result = decide("meadowland", AS_OF, herder(), "hay")
    eligibility = explanation_of(result, "hay").eligibility
    assert eligibility is not None
    assert changes(eligibility, True, result) == [()]


def test_what_would_end_a_benefit() -> None:
    result = decide("meadowland", AS_OF, herder(), "dog_food")
    eligibility = explanation_of(result, "dog_food").eligibility
    assert eligibility is not None
    assert changes(eligibility, False, result) == [(Change(eligibility, False),)]


# shipped


def test_care_standard_refused() -> None:
    found = ways("jiangsu/changzhou", {"household_status": "dibao"} | LOST, "tekun_care_standard", "2025-12-31")
    assert found == [["social assistance status is “extreme hardship (tekun)”"]]


def test_care_bed_refused_for_two_reasons() -> None:
    facts = {"birth_date": "1944-06-02", "living_arrangement": "with_family", "no_children": False, "coma": True}
    found = ways("jiangsu/changzhou", facts, "family_care_bed", "2024-06-01")
    assert found == [["eighty and over", "childless"], ["eighty and over", "alone or in an empty nest"]]


# the ways lead where they say


def after(reason: Reason, changed: dict[int, bool], result: CaseResult) -> Value:
    """The value of a reason once the conditions named by their identity come out otherwise."""
    node = reason.node
    if id(reason) in changed:
        return changed[id(reason)]
    if isinstance(node, e.And | e.Or | e.AtLeast | e.Not | e.Named | e.Choose):
        return combined(node, [after(part, changed, result) for part in reason.parts])  # type: ignore[no-any-return]
    if isinstance(node, e.Result):
        return _after_decision(node.name, reason.value, changed, result)
    if isinstance(node, e.Compare) and isinstance(node.left, e.Result):
        left = _after_decision(node.left.name, reason.parts[0].value, changed, result)
        return combined(node, [left, reason.parts[1].value])  # type: ignore[no-any-return]
    return reason.value


def _after_decision(name: str, before: Value, changed: dict[int, bool], result: CaseResult) -> Value:
    inner = result.decisions[name].explanation
    assert inner is not None
    if inner.formula is not None and isinstance(inner.active.version.body, Formula):
        return after(inner.formula, changed, result)
    for row in sorted((*inner.passed, *inner.rows), key=lambda one: one.place):
        if row.condition is None or after(row.condition, changed, result) is True:
            return row.row.result.value if isinstance(row.row.result, e.Constant) else before
    return before


@cache
def made_up(ruleset: str) -> tuple[Editions, st.SearchStrategy[Case]]:
    editions = Editions(program_of(ruleset))
    return editions, cases(editions)


@pytest.mark.parametrize("ruleset", RULESETS)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)
@given(data=st.data())
def test_every_way_makes_the_condition_come_out_as_wanted(ruleset: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset)
    case = data.draw(strategy)
    edition = editions.on(case.as_of)
    assume({name for active in edition.active.values() for name in active.needs.facts} <= case.facts.keys())
    outcomes = Interpreter().outcomes(edition, case.facts)
    explained = Explainers(edition).explain_each(case.facts, outcomes, case.as_of)
    result = CaseResult("case", case.as_of, None, DECIDED, edition, case.facts)
    for name, one in explained.items():
        result.decisions[name] = DecisionResult(one.active.decision, DECIDED, outcomes[name], one)
    for name, one in explained.items():
        reason = one.eligibility if isinstance(one.active.version.body, Amount) else one.formula
        if reason is None or not isinstance(reason.node.type, Boolean) or reason.value is None:
            continue
        want = not reason.value
        found = changes(reason, want, result)
        assert found == sorted(found, key=len)
        for way in found:
            changed = {id(change.reason): change.want for change in way}
            assert way
            assert all(change.reason.value is not change.want for change in way), name
            assert after(reason, changed, result) is want, f"{name}: {[c.reason.node.source for c in way]}"
            for left_out in changed:
                fewer = {key: value for key, value in changed.items() if key != left_out}
                assert after(reason, fewer, result) is not want, f"{name}: one change too many"


# neighbours


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((3, 2, 2), [("plain", -2), ("fine", 2)]),
        ((3, 3, 2), [("plain", -3), ("fine", 1)]),
        ((3, 3, 3), [("good", -1)]),
        ((0, 0, 2), [("plain", 1)]),
        ((1, 1, 1), [("coarse", -1), ("good", 3)]),
    ],
)
def test_next_band_below_and_above(marks: tuple[int, int, int], expected: list[tuple[str, int]]) -> None:
    facts = dict(zip(("calm", "clean", "quick"), marks, strict=True))
    result = decide("meadowland", AS_OF, facts, "wool_grade")
    wool = program_of("meadowland").types["wool"]
    found = neighbours(explanation_of(result, "wool_grade"))
    assert [(wool.codes[near.value], near.distance) for near in found] == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (90, [("mild", -1)]),
        (89, [("moderate", -24), ("intact", 1)]),
        (66, [("moderate", -1), ("intact", 24)]),
        (45, [("complete", -16), ("moderate", 1)]),
        (0, [("severe", 30)]),
    ],
)
def test_next_level_of_ability(total: int, expected: list[tuple[str, int]]) -> None:
    result = decide("national", "2024-06-01", gb_form(total) | UNCHANGED, "ability_level_initial")
    levels = program_of("national").types["ability_level"]
    found = neighbours(explanation_of(result, "ability_level_initial"))
    assert [(levels.codes[near.value], near.distance) for near in found] == expected


@pytest.mark.parametrize("decision", ["herder_grade", "hay", "old_herder", "pasture", "herding_years"])
def test_only_bands_of_one_number_have_neighbours(decision: str) -> None:
    assert neighbours(explanation_of(decide("meadowland", AS_OF, herder(), decision), decision)) == []
