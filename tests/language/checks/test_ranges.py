"""The range of an expression is its value where the facts are known, and holds every value where they are not."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.engines.meaning import Surroundings, divided, evaluator
from assess.language.checks.proof.ranges import ROUNDING, range_of
from assess.language.checks.proof.regions import Region
from assess.language.checks.proof.variables import Variables, ordinal
from assess.language.expression import Fact
from assess.language.program import Formula
from assess.language.types import Date
from tests.language.checks.conftest import ACT, Load

FACTS = """\
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [-5, 100]}
  lambs: {label: {zh: 羔羊的只数, en: lambs}, type: integer, range: [0, 100]}
  hay: {label: {zh: 干草, en: hay}, type: decimal, places: 2, range: [0, 100]}
  dog: {label: {zh: 有牧羊犬, en: has a dog}, type: boolean}
  born_on: {label: {zh: 出生日期, en: date of birth}, type: date}
  settled_on: {label: {zh: 定居日期, en: settled on}, type: date}
"""
VALUES: dict[str, tuple[int, ...]] = {
    "sheep": (-5, 0, 7, 100),
    "lambs": (0, 3, 100),
    "hay": (0, 333, 4_999, 10_000),
    "dog": (False, True),
    "born_on": (1800_01_01, 1960_02_29, 1999_12_31, 2000_01_01),
    "settled_on": (1960_03_01, 2000_01_01, 2020_02_29, 2200_12_31),
}
EXPRESSIONS = {
    "years": "years between(born_on, settled_on)",
    "months": "months between(settled_on, born_on)",
    "year": "year(born_on)",
    "month": "month(settled_on)",
    "choice": "if settled_on < add months(born_on, 720) then sheep else lambs",
    "distance": "abs(sheep - lambs) * 3 - min(sheep, lambs)",
    "product": "sheep * (lambs - 50)",
    "share": "decimal(sheep / lambs, 2)",
    "seventh": "decimal(hay / 7, 1)",
    "loose": "ceiling(hay) - floor(hay)",
    "count": "count(sheep in [3..10], not(lambs > 3), sheep in (7, 100))",
    "most": "at least 2 of (dog, sheep >= lambs, hay in [1..50[)",
    "named": "dog and sheep != 7 or lambs between 1 and 5",
}


@given(numerator=st.integers(-10_000, 10_000), divisor=st.integers(1, 60), mode=st.sampled_from(sorted(ROUNDING)))
def test_rounding_is_that_of_the_engines(numerator: int, divisor: int, mode: str) -> None:
    assert ROUNDING[mode](Fraction(numerator, divisor)) == divided(numerator, divisor, mode)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_known_facts_give_the_value_and_unknown_ones_its_bounds(name: str, load: Load) -> None:
    unit = {"years": "years", "year": "years", "months": "months", "month": "months"}.get(name)
    kind = "condition" if name in ("most", "named") else "value"
    program = load(f"""{ACT}{FACTS}decisions:
  number:
    label: {{zh: 数, en: number}}
    cite: herding-act §1{"" if unit is None else f"{chr(10)}    unit: {unit}"}
    {kind}: '{EXPRESSIONS[name]}'
""").program
    assert program is not None
    body = program.decisions["number"].versions[0].body
    assert isinstance(body, Formula)
    variables, value_at = Variables(program.inputs, [body.expression]), evaluator(body.expression)
    names = [variable.name for variable in variables.all.values()]
    bounds = range_of(body.expression, {}, variables)
    assert bounds is not None
    for values in itertools.product(*(VALUES[one] for one in names)):
        facts = dict(zip(names, values, strict=True))
        box = {
            key: Region.of([ordinal(facts[one.name]) if isinstance(one.type, Date) else facts[one.name]])
            for key, one in variables.all.items()
        }
        value = value_at(Surroundings(facts, {}, {}, 2024_01_01))
        span = range_of(body.expression, box, variables)
        assert span == (None if value is None else (value, value)), facts
        assert value is None or bounds[0] <= value <= bounds[1]


def test_names_of_the_facts_are_those_read(load: Load) -> None:
    program = load(f"""{ACT}{FACTS}decisions:
  number: {{label: {{zh: 数, en: number}}, cite: herding-act §1, value: sheep + lambs}}
""").program
    assert program is not None
    body = program.decisions["number"].versions[0].body
    assert isinstance(body, Formula)
    variables = Variables(program.inputs, [body.expression])
    sheep = next(node for node in body.expression.children() if isinstance(node, Fact))
    assert variables.of(sheep).name == "sheep"
    assert variables.of(sheep).domain == Region.between(-5, 100)
    assert variables.shown({variables.key(sheep): 7}) == "sheep = 7"
