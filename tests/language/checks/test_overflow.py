"""Arithmetic that could leave 64 bits is refused, also where only the way to the value does."""

from __future__ import annotations

from tests.language.checks.conftest import ACT, Load

HUGE = 10**16


def refused(load: Load, *decisions: str) -> list[tuple[str, str]]:
    text = f"""{ACT}inputs:
  sheep: {{label: {{zh: 羊的只数, en: sheep}}, type: integer, range: [0, {HUGE}]}}
  goats: {{label: {{zh: 山羊的只数, en: goats}}, type: integer, range: [1, {HUGE}]}}
decisions:
"""
    for number, decision in enumerate(decisions):
        text += f"  d{number}:\n    label: {{zh: 数, en: number}}\n    cite: herding-act §1\n    {decision}\n"
    return [(one.code, one.arguments["text"]) for one in load(text).diagnostics if one.code == "T112"]


def test_what_fits(load: Load) -> None:
    assert refused(load, "value: 300 * sheep + 300 * goats", "value: decimal(sheep / goats, 2)") == []


def test_value(load: Load) -> None:
    assert refused(load, "value: sheep * goats") == [("T112", "sheep * goats")]


def test_numerator_before_it_is_divided(load: Load) -> None:
    assert refused(load, "value: decimal(sheep / goats, 4)") == [("T112", "decimal(sheep / goats, 4)")]
    assert refused(load, "value: decimal(sheep / 7, 4)") == [("T112", "decimal(sheep / 7, 4)")]


def test_sum_of_a_score(load: Load) -> None:
    wide = ["value: 900 * sheep", "value: 900 * goats"]
    assert refused(load, *wide, "score: {sum: [d0, d1]}") == [("T112", "d0 + d1")]
