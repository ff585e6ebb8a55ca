"""Rules made up at random: the engines agree on what they mean, also where no shipped ruleset says the like."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.engines.selection import Engine
from assess.language.program import Formula
from tests.engines.handmade import Definition, alike, both, edition, fact
from tests.engines.random_rules import READINGS, random_body, random_facts

BEFORE = Formula(both(fact("a"), fact("c")))


@settings(
    max_examples=500, deadline=None, derandomize=True, database=None, suppress_health_check=(HealthCheck.too_slow,)
)
@given(random=st.randoms(use_true_random=True), depth=st.integers(0, 3))
def test_the_engines_agree_on_rules_made_at_random(any_engine: Engine, random: Random, depth: int) -> None:
    there = edition(*READINGS, before=BEFORE, it=random_body(random, depth))
    definition = Definition()
    for _ in range(8):
        facts = random_facts(random)
        expected = definition.outcomes(there, facts)
        found = any_engine.outcomes(there, facts)
        for name, outcome in expected.items():
            assert alike(found[name], outcome), f"{name}: {found[name]}, by definition {outcome}, with {facts}"
