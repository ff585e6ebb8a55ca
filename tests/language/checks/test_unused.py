"""What is declared and never read is named where it is declared."""

from __future__ import annotations

import pytest

from tests.language.checks.conftest import ACT, Load

DECISIONS = """\
decisions:
  grade:
    label: {zh: 等, en: grade}
    cite: herding-act §1
    condition: sheep >= 10
"""
SHEEP = """\
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [0, 100]}
"""


def unused(text: str, load: Load, base: str | None = None) -> list[tuple[str, int, int]]:
    found = [one for one in load(text, base).diagnostics if one.code == "N201"]
    assert {one.severity for one in found} <= {"warning"}
    return [(one.arguments["name"], one.position.line, one.position.column) for one in found]


def test_everything_is_used(load: Load) -> None:
    assert unused(ACT + SHEEP + DECISIONS, load) == []


def test_input(load: Load) -> None:
    goats = "  goats: {label: {zh: 山羊的只数, en: goats}, type: integer, range: [0, 20]}\n"
    assert unused(ACT + SHEEP + goats + DECISIONS, load) == [("goats", 14, 3)]


PARAMETER = """\
parameters:
  hay_rate:
    label: {zh: 干草标准, en: rate for hay}
    values:
      - {from: 2020-01-01, value: 120, cite: herding-act §1, confidence: published}
"""


def test_parameter(load: Load) -> None:
    assert unused(ACT + SHEEP + PARAMETER + DECISIONS, load) == [("hay_rate", 15, 3)]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("  meadow: {label: {zh: 所用牧场, en: pasture used}, type: pasture}\n", ["meadow"]),
        ("", ["pasture"]),
    ],
)
def test_type_is_used_by_an_input_even_where_that_is_not(where: str, expected: list[str], load: Load) -> None:
    pasture = """\
types:
  pasture:
    label: {zh: 牧场等级, en: grade of pasture}
    values:
      lush: {zh: 丰茂, en: lush}
"""
    assert [name for name, _, _ in unused(ACT + pasture + SHEEP + where + DECISIONS, load)] == expected


def test_key_of_a_parameter_is_a_use(load: Load) -> None:
    keyed = """\
types:
  pasture:
    label: {zh: 牧场等级, en: grade of pasture}
    values:
      lush: {zh: 丰茂, en: lush}
inputs:
  meadow: {label: {zh: 所用牧场, en: pasture used}, type: pasture}
parameters:
  hay_rate:
    label: {zh: 干草标准, en: rate for hay}
    by: meadow
    values:
      - {from: 2020-01-01, value: {lush: 120}, cite: herding-act §1, confidence: published}
decisions:
  hay:
    label: {zh: 干草, en: hay}
    cite: herding-act §1
    value: hay_rate
"""
    assert unused(ACT + keyed, load) == []


def test_what_a_ruleset_inherits_is_not_its_own(load: Load) -> None:
    own = """\
builds_on: highland
decisions:
  grade:
    overrides: highland
    label: {zh: 等, en: grade}
    cite: herding-act §1
    condition: "true"
"""
    assert unused(own, load, base=ACT + SHEEP + DECISIONS) == []


def test_nothing_is_called_unused_where_a_fault_may_be_the_reason(load: Load) -> None:
    faulty = DECISIONS.replace("sheep >= 10", "sheep >= dog")
    assert unused(ACT + SHEEP + faulty, load) == []
