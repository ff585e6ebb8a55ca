"""Drafts, repealed instruments and figures nobody reviewed are named where they are in use."""

from __future__ import annotations

import pytest

from tests.language.checks.conftest import Load

TEXT = """\
sources:
  herding-act:
    title: {zh: 牧人法, en: Herding Act}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2020-01-01
    status: %(act)s
    clauses:
      "1": {zh: 十只羊以上的为大牧人, en: ten sheep make a great herder}
  hay-notice:
    title: {zh: 干草通知, en: Hay notice}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2020-01-01
    status: %(notice)s
    clauses:
      "1": {zh: 干草标准, en: rate for hay}
inputs:
  sheep: {label: {zh: 羊的只数, en: sheep}, type: integer, range: [0, 100]}
parameters:
  hay_rate:
    label: {zh: 干草标准, en: rate for hay}
    unit: CNY/month
    reviewed_until: 2030-12-31
    values:
      - {from: 2020-01-01, value: 120, cite: %(cite)s, confidence: published}
%(more)s
decisions:
  great:
    label: {zh: 大牧人, en: great herder}
    cite: herding-act §1
%(until)s    condition: sheep >= 10
  hay:
    label: {zh: 干草, en: hay}
    cite: herding-act §1
    unit: CNY/month
    amount: hay_rate
    for: great
goals: [%(goals)s]
"""
STANDARD = {
    "act": "in_force",
    "notice": "in_force",
    "cite": "hay-notice §1",
    "more": "",
    "until": "",
    "goals": "hay",
}


def findings(load: Load, **changes: str) -> list[tuple[str, int, str, str]]:
    found = [one for one in load(TEXT % (STANDARD | changes)).diagnostics if one.code.startswith("D3")]
    assert {one.severity for one in found} <= {"warning"}
    told = [one.arguments.get("source", one.arguments.get("day", "")) for one in found]
    return [(one.code, one.position.line, one.arguments["name"], what) for one, what in zip(found, told, strict=True)]


def test_instruments_in_force(load: Load) -> None:
    assert findings(load) == []


@pytest.mark.parametrize("status", ["draft", "repealed"])
def test_decisions_under_a_draft_or_a_repealed_act(status: str, load: Load) -> None:
    assert findings(load, act=status) == [("D301", 30, "great", "herding-act"), ("D301", 34, "hay", "herding-act")]


@pytest.mark.parametrize("status", ["draft", "repealed"])
def test_figure_of_a_draft_or_a_repealed_notice(status: str, load: Load) -> None:
    assert findings(load, notice=status) == [("D301", 27, "hay_rate", "hay-notice")]


def test_what_no_goal_needs_may_be_a_draft(load: Load) -> None:
    assert findings(load, notice="draft", goals="great") == []


def test_version_that_has_ended_may_rest_on_what_was_repealed_since(load: Load) -> None:
    until = "    until: 2024-12-31\n"
    assert findings(load, act="repealed", until=until, goals="great") == []
    assert findings(load, act="draft", until=until, goals="great") == [("D301", 30, "great", "herding-act")]


def test_figure_that_another_follows_may_rest_on_what_was_repealed_since(load: Load) -> None:
    later = "      - {from: 2025-01-01, value: 150, cite: herding-act §1, confidence: published}"
    assert findings(load, notice="repealed", more=later) == []


def test_figure_that_begins_after_the_review(load: Load) -> None:
    later = "      - {from: 2031-01-01, value: 150, cite: hay-notice §1, confidence: assumed}"
    assert findings(load, more=later) == [("D302", 28, "hay_rate", "2031-01-01")]
