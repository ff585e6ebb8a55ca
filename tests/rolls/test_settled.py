"""What is drawn though another benefit that it is held against is not known: as the interpreter's bounds have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from assess.engines.bounds import prospects
from assess.engines.columns import ColumnQuery
from assess.engines.meaning import Value
from assess.engines.sql.stages import named
from assess.language.edition import Edition, edition_of
from assess.library import Library
from assess.rolls.drawn import drawn_of
from assess.rolls.settled import settled
from tests.databases import database
from tests.engines.test_columns import DEFINITION, THE_SAME_EVERY_TIME, made_up
from tests.library import day, program_of
from tests.rolls.making.rolls import CHANGZHOU, FIGURES

LIBRARY = Library.default()
NURSING = ("nursing_subsidy", "disability_nursing_subsidy")
LEVEL_NOT_KNOWN: dict[str, Value] = {
    "birth_date": 1950_01_01, "household_status": 2, "disability_grade": 1, "work_injury_nursing_benefit": False,
}  # fmt: skip


def drawn(there: Edition, cases: Sequence[Mapping[str, Value]], benefits: Sequence[str]) -> list[dict[str, int | None]]:
    """What the columns have of each case."""
    query = ColumnQuery.of(there, {"__row": "INT"})
    wanted: list[exp.Expr] = [named("__row")]
    for name in benefits:
        step = drawn_of(there, name)
        assert step is not None
        wanted.append(named(f"drawn.{name}", settled(query, step)))
    sql = query.stages.query(exp.to_table("cases"), wanted).sql("duckdb")
    names, types = ["__row", *query.facts], ["INT", *query.facts.values()]
    with database(1) as connection:
        definition = ", ".join(f'"{name}" {type_}' for name, type_ in zip(names, types, strict=True))
        connection.execute(f"CREATE TABLE cases ({definition})")
        held = [list(range(len(cases))), *([case.get(name) for case in cases] for name in query.facts)]
        connection.execute(f"INSERT INTO cases SELECT {', '.join(f'unnest(?::{type_}[])' for type_ in types)}", held)
        found = sorted(connection.execute(sql).fetchall())
    return [dict(zip(benefits, row[1:], strict=True)) for row in found]


def combined(there: Edition) -> list[str]:
    found = {
        benefit
        for one in there.active.values()
        if one.version.combination is not None
        for benefit in one.version.combination.benefits
    }
    return sorted(found)


def agrees(there: Edition, cases: Sequence[Mapping[str, Value]]) -> int:
    """Is what is drawn what the interpreter has, or all that it leaves? How often the latter."""
    benefits = combined(there)
    by_bounds = 0
    for facts, found in zip(cases, drawn(there, cases, benefits), strict=True):
        outcomes, left = DEFINITION.outcomes(there, facts), prospects(there, facts)
        for name in benefits:
            step = drawn_of(there, name)
            assert step is not None
            if outcomes[step].value is not None:
                assert found[name] == outcomes[step].value
            elif found[name] is not None:
                assert left[step] == frozenset((found[name],))
                by_bounds += 1
    return by_bounds


@pytest.mark.parametrize("figures", ["shipped", "supplied"])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@settings(THE_SAME_EVERY_TIME, max_examples=2)
@given(data=st.data())
def test_only_what_the_interpreter_leaves(ruleset: str, figures: str, data: st.DataObject) -> None:
    editions, strategy = made_up(ruleset, figures)
    cases = data.draw(strategy)
    there = editions.on(cases[0].as_of)
    if combined(there):
        agrees(there, [case.facts for case in cases])


def test_every_case_of_one_benefit_excluded_after_the_highest() -> None:
    program = Library((Path(__file__).parent,)).program("held")
    facts = ("ill", "worse", "herder", "north")
    given_ = [dict(zip(facts, values, strict=True)) for values in product((True, False, None), repeat=len(facts))]
    cases = [{name: value for name, value in one.items() if value is not None} for one in given_]
    there = edition_of(program, day("2023-06-30"), strict=False)
    assert agrees(there, cases) > 0
    worse = {"ill": True, "worse": True}
    assert drawn(there, [worse, worse | {"north": False}], ("nursing", "grazing")) == [
        {"nursing": None, "grazing": 0},
        {"nursing": 130_00, "grazing": 0},
    ]


@pytest.mark.parametrize(
    ("nursing", "disability", "found"),
    [(110, 130, (0, 130_00)), (130, 130, (None, None)), (150, 130, (None, None))],
)
def test_the_higher_is_drawn_whatever_the_other_comes_to(
    nursing: int, disability: int, found: tuple[int | None, int | None]
) -> None:
    """Of two that are alike the one named first is drawn, if it is due."""
    program = program_of(CHANGZHOU, FIGURES | {"nursing_rate": nursing, "disability_nursing_rate": disability})
    there = edition_of(program, day("2025-12-31"), strict=False)
    assert drawn(there, [LEVEL_NOT_KNOWN], NURSING) == [dict(zip(NURSING, found, strict=True))]


def test_a_figure_that_nobody_supplied_has_no_bound() -> None:
    there = edition_of(program_of(CHANGZHOU, {"disability_nursing_rate": 130}), day("2025-12-31"), strict=False)
    assert drawn(there, [LEVEL_NOT_KNOWN], NURSING) == [dict.fromkeys(NURSING)]
