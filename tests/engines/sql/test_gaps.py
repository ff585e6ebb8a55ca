"""What a decision lacks, in columns, is what `missing` says of the same case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from assess.engines.columns import ColumnQuery
from assess.engines.meaning import Value
from assess.engines.missing import missing
from assess.engines.sql.gaps import MOST_GAPS, Gap, Gaps, gaps_of
from assess.engines.sql.nodes import column
from assess.engines.sql.stages import named
from assess.language.edition import Edition
from assess.language.program import Amount, Formula
from assess.library import Library
from tests.databases import database
from tests.engines.handmade import LEVEL, both, edition, fact, parameter
from tests.engines.random_rules import READINGS, random_body, random_facts
from tests.engines.test_columns import DEFINITION, THE_SAME_EVERY_TIME, made_up

LIBRARY = Library.default()


HOLED: set[Gap] = {("figure", "by_level")}
"""A figure that has a value for some levels only. `missing` does not name it; here it is."""


def lacking(
    there: Edition, decisions: Sequence[str], cases: Sequence[Mapping[str, Value]]
) -> list[dict[str, set[Gap]]]:
    """Of each case, what the decisions lack."""
    gaps = gaps_of(there, decisions)
    query = ColumnQuery.of(there, {"__row": "INT"})
    builder = Gaps(query, {gap: place for place, gap in enumerate(gaps[:MOST_GAPS])})
    wanted = [named("__row", column("__row")), *(named(name, builder.of(name)) for name in decisions)]
    sql = query.stages.query(exp.to_table("cases"), wanted).order_by(column("__row"), copy=False).sql("duckdb")
    with database(1) as connection:
        definition = ", ".join(['"__row" INT', *(f'"{name}" {type_}' for name, type_ in query.facts.items())])
        connection.execute(f"CREATE TABLE cases ({definition})")
        lists = ", ".join(["unnest(?::INT[])", *(f"unnest(?::{type_}[])" for type_ in query.facts.values())])
        held = [list(range(len(cases))), *([case.get(name) for case in cases] for name in query.facts)]
        connection.execute(f"INSERT INTO cases SELECT {lists}", held)
        found = connection.execute(sql).fetchall()
    return [
        {
            name: {gap for place, gap in enumerate(gaps) if bits >> min(place, MOST_GAPS) & 1}
            for name, bits in zip(decisions, row[1:], strict=True)
        }
        for row in found
    ]


def expected(there: Edition, facts: Mapping[str, Value]) -> dict[str, set[Gap]]:
    """By decision, of those that lack anything."""
    found = missing(there, facts, DEFINITION.outcomes(there, facts))
    return {
        name: {("fact", one) for one in lacks.facts} | {("figure", one) for one, _ in lacks.parameters}
        for name, lacks in found.items()
    }


def agrees(there: Edition, decisions: Sequence[str], cases: Sequence[Mapping[str, Value]]) -> None:
    """A query for each two decisions, since no more gaps than `MOST_GAPS` have bits."""
    wanted = [expected(there, facts) for facts in cases]
    for start in range(0, len(decisions), 2):
        those = decisions[start : start + 2]
        assert len(gaps_of(there, those)) <= MOST_GAPS
        for one, found in zip(wanted, lacking(there, those, cases), strict=True):
            for name in those:
                assert found[name] - HOLED == one.get(name, set()), name


def amounts(there: Edition) -> list[str]:
    """Every amount, and what is drawn of it."""
    return [name for name, one in there.active.items() if isinstance(one.version.body, Amount) or one.decision.hidden]


@pytest.mark.parametrize("figures", ["shipped", "supplied", "stated"])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@THE_SAME_EVERY_TIME
@given(data=st.data())
def test_what_amounts_lack_is_what_is_missing(ruleset: str, figures: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset, figures)
    cases = data.draw(strategy)
    there = editions.on(cases[0].as_of)
    those = [name for name in amounts(there) if len(gaps_of(there, [name])) <= MOST_GAPS]
    agrees(there, those, [case.facts for case in cases])


@THE_SAME_EVERY_TIME
@given(random=st.randoms(use_true_random=True), depth=st.integers(0, 3))
def test_what_rules_made_at_random_lack_is_what_is_missing(random: Random, depth: int) -> None:
    before = Formula(both(fact("a"), fact("c")))
    bodies = {f"it_{index}": random_body(random, depth) for index in range(8)}
    there = edition(*READINGS, before=before, **bodies)
    agrees(there, list(bodies), [random_facts(random) for _ in range(60)])


def test_figure_that_has_a_value_for_some_levels_only() -> None:
    """It is lacking for whoever has a level without one; where the level is unknown, that is what lacks."""
    there = edition(*READINGS, it=Formula(parameter("by_level", key=fact("l", LEVEL))))
    found = lacking(there, ["it"], [{"l": 0}, {"l": 1}, {"l": 2}, {"l": None}])
    assert [one["it"] for one in found] == [set(), {("figure", "by_level")}, set(), {("fact", "l")}]


def test_what_has_no_bit_of_its_own_has_the_one_for_all_others() -> None:
    there = edition(*READINGS, it=Formula(both(fact("a"), fact("c"))))
    query = ColumnQuery.of(there)
    builder = Gaps(query, {("fact", "a"): 0})
    sql = query.stages.query(
        exp.select(*(exp.alias_(exp.cast(exp.null(), type_), name) for name, type_ in query.facts.items())).subquery(),
        [builder.of("it")],
    )
    assert duckdb.sql(sql.sql("duckdb")).fetchall() == [(1 + 2**MOST_GAPS,)]
