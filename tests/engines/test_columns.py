"""The column engine: a batch of cases as one query comes to what the definition says of each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import tests.library
from assess.diagnostics.diagnostic import Refused
from assess.engines.columns import ColumnEngine, ColumnQuery
from assess.engines.meaning import Value
from assess.engines.sql.nodes import sql_type
from assess.language.edition import Edition, edition_of
from assess.language.program import Formula, Program
from assess.language.stated import can_be_stated, with_stated
from assess.library import Library
from tests.engines.handmade import Definition, alike, both, edition, fact
from tests.engines.random_rules import READINGS, random_body, random_facts
from tests.strategies import Case, Editions, batches, with_every_figure

LIBRARY = Library.default()
THE_SAME_EVERY_TIME = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example),
)
DEFINITION = Definition()


@pytest.fixture(scope="module")
def engines() -> list[ColumnEngine]:
    """The column query, run by DuckDB and by Polars: to make a case up takes longer than to decide it."""
    return [ColumnEngine(frames=frames) for frames in (False, True)]


def agree(engines: Sequence[ColumnEngine], there: Edition, cases: Sequence[Mapping[str, Value]]) -> None:
    """Value, row and eligibility of every decision, hidden steps too, are those of the definition."""
    all_expected = [DEFINITION.outcomes(there, facts) for facts in cases]
    for columns in engines:
        for expected, found in zip(all_expected, columns.many(there, list(cases)), strict=True):
            assert list(found) == list(expected), columns.name
            for decision, outcome in expected.items():
                told = f"{decision}: {found[decision]} by {columns.name}, by definition {outcome}"
                assert alike(found[decision], outcome), told


# the shipped rulesets


def program_of(ruleset: str, figures: str) -> Program:
    """`figures`: as shipped; supplied where none is; or every second finding is stated as found elsewhere."""
    program = LIBRARY.program(ruleset)
    if figures == "supplied":
        return with_every_figure(program)
    if figures == "shipped":
        return program
    findings = [name for name, one in program.decisions.items() if can_be_stated(one)]
    return with_stated(program, findings[figures == "others stated" :: 2])


@cache
def made_up(ruleset: str, figures: str) -> tuple[Editions, st.SearchStrategy[list[Case]]]:
    editions = Editions(program_of(ruleset, figures))
    return editions, batches(editions, 90, 120)


@pytest.mark.parametrize("figures", ["shipped", "supplied", "stated", "others stated"])
@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@THE_SAME_EVERY_TIME
@given(data=st.data())
def test_columns_agree_with_the_definition(
    engines: list[ColumnEngine], ruleset: str, figures: str, data: st.DataObject
) -> None:
    editions, strategy = made_up(ruleset, figures)
    cases = data.draw(strategy)
    agree(engines, editions.on(cases[0].as_of), [case.facts for case in cases])


@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
@settings(THE_SAME_EVERY_TIME, max_examples=2)
@given(data=st.data(), random=st.randoms(use_true_random=True))
def test_neither_order_nor_cuts_matter(
    engines: list[ColumnEngine], ruleset: str, data: st.DataObject, random: Random
) -> None:
    """A case comes to the same whatever stands before and after it."""
    editions, strategy = made_up(ruleset, "supplied")
    cases = data.draw(strategy)
    there = editions.on(cases[0].as_of)
    places = random.sample(range(len(cases)), len(cases))
    cut = random.randrange(1, len(cases))

    for columns in engines:
        at_once = columns.many(there, [case.facts for case in cases])
        for part in (places[:cut], places[cut:]):
            found = columns.many(there, [cases[place].facts for place in part])
            assert found == [at_once[place] for place in part], columns.name


@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
def test_what_is_read_is_what_the_inputs_are(ruleset: str) -> None:
    program = LIBRARY.program(ruleset)
    query = ColumnQuery.of(edition_of(program, 2025_12_31, strict=False, only=tuple(program.decisions)))
    assert query.facts == {name: sql_type(program.inputs[name].type) for name in query.facts}


# rules made at random


@settings(THE_SAME_EVERY_TIME, max_examples=60)
@given(random=st.randoms(use_true_random=True), depth=st.integers(0, 3))
def test_columns_agree_on_rules_made_at_random(engines: list[ColumnEngine], random: Random, depth: int) -> None:
    """A batch of cases, and several decisions, since each query takes its time to plan."""
    before = Formula(both(fact("a"), fact("c")))
    bodies = {f"it_{index}": random_body(random, depth) for index in range(8)}
    agree(engines, edition(*READINGS, before=before, **bodies), [random_facts(random) for _ in range(60)])


# what comes out


def meadowland() -> Edition:
    program = Library.default((Path(tests.library.__file__).parent,)).program("meadowland")
    return edition_of(program, 2023_06_30)


def test_a_decision_comes_with_its_row_its_eligibility_and_its_conditions() -> None:
    query = ColumnQuery.of(meadowland())

    assert query.outcome_columns("herder_grade") == ("herder_grade", "herder_grade.row")
    assert query.outcome_columns("herder_grade", conditions=True) == (
        "herder_grade", "herder_grade.row", "herder_grade.condition.0", "herder_grade.condition.1",
    )  # fmt: skip
    assert query.outcome_columns("hay", conditions=True) == ("hay", "hay.eligible")
    assert query.outcome_columns("herding_years") == ("herding_years",)
    assert set(query.decisions()) >= {"herder_grade", "hay", "herding_years"}


def test_no_cases_are_no_rows(engines: list[ColumnEngine]) -> None:
    assert [columns.many(meadowland(), []) for columns in engines] == [[], []]


def test_one_case_alone(engines: list[ColumnEngine]) -> None:
    expected = DEFINITION.outcomes(meadowland(), {})
    assert [columns.outcomes(meadowland(), {}) for columns in engines] == [expected, expected]


# what cannot be expressed


def ruleset_of(rows: int) -> str:
    whens = "\n".join(f"        - {{when: sheep = {row}, then: {row % 7}, cite: act §1}}" for row in range(rows - 1))
    return f"""
ruleset: many
version: "1"
label: {{zh: 多, en: many}}
sources:
  act:
    title: {{zh: 法, en: Act}}
    issuer: {{zh: 国, en: State}}
    status: in_force
    in_force: 2020-01-01
    clauses: {{"1": {{zh: 一, en: one}}}}
inputs:
  sheep: {{label: {{zh: 羊, en: sheep}}, type: integer, range: [0, 200]}}
decisions:
  pens:
    label: {{zh: 圈, en: pens}}
    cite: act §1
    from: 2020-01-01
    table:
      hit: first
      rows:
{whens}
        - {{otherwise: 9, cite: act §1}}
"""


def test_a_table_with_more_rows_than_bits_refuses_the_ruleset(tmp_path: Path) -> None:
    """R401 names the decision and what about it is too much; 62 rows are none."""
    (tmp_path / "rulesets").mkdir()
    found = {}
    for rows in (62, 63):
        (tmp_path / "rulesets" / "many.yaml").write_text(ruleset_of(rows), encoding="utf-8")
        found[rows] = edition_of(Library((tmp_path,)).program("many"), 2023_06_30, only=("pens",))

    agree([ColumnEngine()], found[62], [{"sheep": sheep} for sheep in (0, 5, 60, 61, 200)] + [{}])
    with pytest.raises(Refused) as refused:
        ColumnQuery.of(found[63])
    assert [(one.code, one.arguments["name"], one.arguments["construct"]) for one in refused.value.diagnostics] == [
        ("R401", "pens", "63 rows")
    ]
