"""What is still possible while answers are missing, and which answers matter, most decisive first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from assess.cases.facts import taken
from assess.engines.bounds import ANYTHING, Anything, Interval, Possible, all_of, prospects, size, union
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Outcome, Value
from assess.engines.missing import Missing, by_decisiveness, missing
from assess.language.edition import Edition, edition_of
from assess.language.functions import resident_id_birth_date
from assess.language.types import Boolean, Date, Enumeration, Number, Text
from tests.library import CASE, SHIPPED, day, program_of
from tests.library.herders import herder
from tests.strategies import Case, Editions, cases, with_every_figure

THE_SAME_EVERY_TIME = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much),
)
INTERPRETER = Interpreter()
RULESETS = ["meadowland", "meadowland/north", *SHIPPED.ruleset_ids()]


# of any case under any ruleset


@dataclass(frozen=True)
class Unfinished:
    """A case with answers left out, and the same case finished."""

    edition: Edition
    given: dict[str, Value]
    finished: dict[str, Value]

    def outcomes(self) -> dict[str, Outcome]:
        return INTERPRETER.outcomes(self.edition, self.given)

    def finished_outcomes(self) -> dict[str, Outcome]:
        return INTERPRETER.outcomes(self.edition, self.finished)


@cache
def made_up(ruleset: str, figures: str) -> tuple[Editions, st.SearchStrategy[Case]]:
    program = program_of(ruleset)
    editions = Editions(program if figures == "shipped" else with_every_figure(program))
    return editions, cases(editions)


def unfinished(data: st.DataObject, ruleset: str, figures: str) -> Unfinished:
    editions, strategy = made_up(ruleset, figures)
    case = data.draw(strategy)
    edition = editions.on(case.as_of)
    needed = {name for active in edition.active.values() for name in active.needs.facts}
    assume(needed <= case.facts.keys())
    identities = [case.facts[name] for name in needed if edition.program.inputs[name].type == Text("resident_id")]
    assume(all(resident_id_birth_date(str(one)) for one in identities))  # others are refused before they are decided on
    share = data.draw(st.sampled_from((0.05, 0.2, 0.6, 1)))
    random = data.draw(st.randoms(use_true_random=True))
    kept = {name: value for name, value in case.facts.items() if random.random() >= share}
    return Unfinished(edition, kept, case.facts)


def holds(possible: Possible, value: Value) -> bool:
    if isinstance(possible, Anything):
        return True
    if isinstance(possible, Interval):
        return isinstance(value, int) and possible.low <= value <= possible.high
    return value in possible


@pytest.mark.parametrize("figures", ["shipped", "supplied"])
@pytest.mark.parametrize("ruleset", RULESETS)
@settings(THE_SAME_EVERY_TIME, max_examples=20)
@given(data=st.data())
def test_the_finished_case_comes_to_what_was_possible(ruleset: str, figures: str, data: st.DataObject) -> None:
    """Where even full answers and figures leave a decision open, that is among what is possible too."""
    case = unfinished(data, ruleset, figures)
    still = prospects(case.edition, case.given)
    found = case.finished_outcomes()
    without_figure = {name for name, gap in missing(case.edition, case.finished, found).items() if gap.parameters}
    for name, outcome in found.items():
        if name not in without_figure:
            assert holds(still[name], outcome.value), f"{name}: {outcome.value} not in {still[name]}"


@pytest.mark.parametrize("figures", ["shipped", "supplied"])
@pytest.mark.parametrize("ruleset", RULESETS)
@settings(THE_SAME_EVERY_TIME, max_examples=20)
@given(data=st.data())
def test_the_answers_called_missing_are_enough(ruleset: str, figures: str, data: st.DataObject) -> None:
    """With them, a decision comes to what it comes to with all answers."""
    case = unfinished(data, ruleset, figures)
    gaps = missing(case.edition, case.given, case.outcomes())
    finished = case.finished_outcomes()
    filled_in: dict[frozenset[str], dict[str, Outcome]] = {}
    for name, gap in gaps.items():
        answers = frozenset(gap.facts)
        if answers not in filled_in:
            facts = case.given | {fact: case.finished[fact] for fact in answers}
            filled_in[answers] = INTERPRETER.outcomes(case.edition, facts)
        found = filled_in[answers][name].value
        assert found == finished[name].value, f"{name}, given {gap.facts}"


@pytest.mark.parametrize("ruleset", RULESETS)
@settings(THE_SAME_EVERY_TIME, max_examples=20)
@given(data=st.data())
def test_what_is_called_missing_is_missing_and_ranking_only_reorders(ruleset: str, data: st.DataObject) -> None:
    case = unfinished(data, ruleset, "shipped")
    found = case.outcomes()
    gaps = missing(case.edition, case.given, found)
    assert gaps.keys() == {name for name, outcome in found.items() if outcome.value is None}
    for gap in gaps.values():
        assert not set(gap.facts) & case.given.keys()
        assert len(set(gap.facts)) == len(gap.facts)
        assert all(case.edition.readings[key].value is None or key[0] for key in gap.parameters)
    chosen = dict(list(gaps.items())[:3])
    ranked = by_decisiveness(case.edition, case.given, chosen)
    assert {name: sorted(facts) for name, facts in ranked.items()} == {
        name: sorted(gap.facts) for name, gap in chosen.items()
    }


# sets of values


def test_every_value_of_a_type() -> None:
    assert all_of(Boolean()) == {True, False}
    assert all_of(Enumeration("grade", ("a", "b", "c"))) == {0, 1, 2}
    assert all_of(Number(1, 2, 5)) == {2, 3, 4, 5}
    assert all_of(Number(100, 0, 100_000)) == Interval(0, 100_000)
    assert all_of(Date()) is ANYTHING
    assert all_of(Text()) is ANYTHING


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], frozenset()),
        ([frozenset({1}), frozenset({5, None})], frozenset({1, 5, None})),
        ([frozenset({1}), Interval(100, 200)], Interval(1, 200)),
        ([Interval(5, 9), Interval(0, 3)], Interval(0, 9)),
        ([frozenset({None}), Interval(0, 3)], ANYTHING),
        ([frozenset({1}), ANYTHING], ANYTHING),
    ],
)
def test_union(parts: list[Possible], whole: Possible) -> None:
    assert union(parts) == whole


def test_size() -> None:
    assert size(frozenset({1, 2, None})) == 3
    assert size(Interval(10, 19)) == 10
    assert size(ANYTHING) > 10**9


# Meadowland


def unanswered(*left_out: str, **changed: Any) -> tuple[Edition, dict[str, Value]]:
    """The herder's case in the middle of 2023, with some answers left out."""
    program = program_of("meadowland")
    facts, problems = taken(program.inputs, herder(*left_out, **changed), lambda fact: CASE)
    assert not problems
    return edition_of(program, day("2023-06-30"), only=tuple(program.decisions)), facts


def codes(decision: str, edition: Edition, facts: dict[str, Value]) -> set[str | None]:
    type_ = edition.program.decisions[decision].type
    found = prospects(edition, facts)[decision]
    assert isinstance(type_, Enumeration)
    assert isinstance(found, frozenset)
    return {None if value is None else type_.codes[value] for value in found}


def gap(decision: str, edition: Edition, facts: dict[str, Value]) -> Missing:
    return missing(edition, facts, INTERPRETER.outcomes(edition, facts))[decision]


def test_score_with_an_answer_missing() -> None:
    edition, facts = unanswered("calm")
    assert prospects(edition, facts)["wool_points"] == {4, 5, 6, 7}
    assert codes("wool_grade", edition, facts) == {"good", "plain"}
    assert gap("wool_grade", edition, facts) == Missing(("calm",), ())


def test_score_is_open_though_every_answer_leads_to_one_level() -> None:
    edition, facts = unanswered("calm", clean=3, quick=3)
    assert codes("wool_grade", edition, facts) == {"good", "fine"}
    edition, facts = unanswered("storms", calm=0, clean=0, quick=0)
    assert codes("herder_grade", edition, facts) == {"coarse"}, "the lowest stays the lowest"


def test_row_that_is_certain_hides_those_after_it() -> None:
    edition, facts = unanswered("calm", "storms", flock_lost=True)
    assert codes("herder_grade", edition, facts) == {"coarse"}


def test_row_without_a_result_stays_possible() -> None:
    edition, facts = unanswered("home")
    assert codes("pasture", edition, facts) == {"hill", "river", None}
    assert codes("night_pasture", edition, facts) == {"river", None}, "by day nothing is said of the north"


def test_what_rests_on_a_row_without_a_result_may_stay_unsettled() -> None:
    edition, facts = unanswered("home")
    assert prospects(edition, facts)["hill_fee"] == {0, 500, None}


def test_division_by_what_may_be_nought_may_stay_unsettled() -> None:
    edition, facts = unanswered("dogs", sheep=60)
    assert prospects(edition, facts)["sheep_per_dog"] == {None, 600, 300, 200}
    edition, facts = unanswered("dogs", "sheep")
    assert prospects(edition, facts)["sheep_per_dog"] is ANYTHING
    edition, facts = unanswered("sheep", dogs=2)
    assert prospects(edition, facts)["sheep_per_dog"] == Interval(0, 1000)


def test_amount_by_a_level_still_open() -> None:
    edition, facts = unanswered("calm", "storms")
    assert codes("herder_grade", edition, facts) == {"good", "plain", "coarse"}
    assert prospects(edition, facts)["care"] == {8330, 11110, 13890}


def test_amount_for_whom_eligibility_is_open() -> None:
    edition, facts = unanswered("shelter", dogs=0)
    assert prospects(edition, facts)["hay"] == {0, 4550}
    edition, facts = unanswered("shelter", "income")
    assert gap("hay", edition, facts).facts == ("shelter", "income")


def test_figure_that_nobody_has_published() -> None:
    edition, facts = unanswered(shelter=False)
    assert prospects(edition, facts)["shelter_grant"] is ANYTHING
    assert gap("shelter_grant", edition, facts) == Missing((), (("shelter_rate", ""),))
    assert gap("total", edition, facts) == Missing((), (("shelter_rate", ""),))


def test_collected_sums() -> None:
    edition, facts = unanswered("sheep", "by_night", "dogs")
    assert prospects(edition, facts)["load"] == frozenset(range(11))
    assert prospects(edition, facts)["burdens"] == {0, 1}
    edition, facts = unanswered("storms", sheep=60, by_night=True, dogs=0)
    assert prospects(edition, facts)["load"] == {10}
    assert prospects(edition, facts)["burdens"] == {1, 2}


def test_most_decisive_answer_first() -> None:
    """Left open: points 4 to 7, storms, and the loss of the flock, which by itself may settle the grade.

    On average loss leaves (1 + 3) / 2 grades, a count of storms (3 + 3 + 2 + 2 + 2) / 5, a mark (2 + 2 + 3 + 3) / 4.
    """
    edition, facts = unanswered("calm", "storms", "flock_lost")
    gaps = {"herder_grade": gap("herder_grade", edition, facts)}
    assert by_decisiveness(edition, facts, gaps) == {"herder_grade": ("flock_lost", "storms", "calm")}


def test_answers_that_narrow_equally_stay_in_the_order_of_the_rules() -> None:
    edition, facts = unanswered("calm", "quick", "clean")
    gaps = {"wool_points": gap("wool_points", edition, facts)}
    assert by_decisiveness(edition, facts, gaps) == {"wool_points": ("calm", "clean", "quick")}
