"""Every engine gives the same value, row and eligibility, for any case under any shipped ruleset."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assess.engines.selection import Engine
from assess.language.stated import can_be_stated, with_stated
from assess.library import Library
from tests.engines.handmade import Definition, alike
from tests.strategies import Case, Editions, cases, with_every_figure

LIBRARY = Library.default()
THE_SAME_EVERY_TIME = settings(
    max_examples=600,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow,),
)
DEFINITION = Definition()


@cache
def made_up(ruleset: str, figures: str) -> tuple[Editions, st.SearchStrategy[Case]]:
    program = LIBRARY.program(ruleset)
    if figures == "supplied":
        program = with_every_figure(program)
    editions = Editions(program)
    return editions, cases(editions)


@cache
def made_up_with_results(ruleset: str, first: int) -> tuple[Editions, st.SearchStrategy[Case]]:
    """The same, with every second finding stated as found elsewhere, from the first or the second on."""
    program = LIBRARY.program(ruleset)
    findings = [name for name, one in program.decisions.items() if can_be_stated(one)]
    editions = Editions(with_stated(program, findings[first::2]))
    return editions, cases(editions)


@pytest.mark.parametrize("figures", ["shipped", "supplied"])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@THE_SAME_EVERY_TIME
@given(data=st.data())
def test_every_engine_agrees_with_the_definition(
    engines: list[Engine], ruleset: str, figures: str, data: st.DataObject
) -> None:
    agree(engines, *made_up(ruleset, figures), data)


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@settings(THE_SAME_EVERY_TIME, max_examples=150)
@given(data=st.data())
def test_every_engine_agrees_where_results_are_stated(
    engines: list[Engine], ruleset: str, first: int, data: st.DataObject
) -> None:
    agree(engines, *made_up_with_results(ruleset, first), data)


def agree(
    engines: Sequence[Engine], editions: Editions, strategy: st.SearchStrategy[Case], data: st.DataObject
) -> None:
    case = data.draw(strategy)
    edition = editions.on(case.as_of)
    expected = DEFINITION.outcomes(edition, case.facts)
    for engine in engines:
        found = engine.outcomes(edition, case.facts)
        assert list(found) == list(expected), engine.name
        for decision, outcome in expected.items():
            told = f"{decision}: {found[decision]} by {engine.name}, by definition {outcome}"
            assert alike(found[decision], outcome), told
