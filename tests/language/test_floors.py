"""An amount that is a floor: what the program holds of it, and which amount is due once one is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics import Diagnostics
from assess.engines.interpreter import Interpreter
from assess.language.edition import edition_of
from assess.language.printing import render
from assess.language.program import Floor, Program
from assess.language.supplied import read_supplied
from assess.library import Library
from tests.library import day

RULESET = """\
ruleset: east
version: "1"
label: {zh: 草原国东村, en: East village of Meadowland}
sources:
  east-order:
    title: {zh: 东村令, en: Order of the East}
    issuer: {zh: 东村, en: East village}
    issued: 2020-01-01
    status: in_force
    clauses:
      "1": {zh: 干草补贴每月不低于一百元，2023年底前达到, en: "hay: a hundred a month at least, by the end of 2023"}
types:
  pasture:
    label: {zh: 牧场等级, en: grade of pasture}
    values: {lush: {zh: 丰茂, en: lush}, bare: {zh: 贫瘠, en: bare}}
parameters:
  hay_least:
    label: {zh: 干草补贴下限, en: floor of hay}
    unit: CNY/month
    values: [{from: 2020-01-01, value: 100, cite: east-order §1, confidence: published}]
  hay_published:
    label: {zh: 公布的干草补贴, en: published hay}
    unit: CNY/month
    by: meadow
    range: [0, 500]
    values: []
inputs:
  old: {label: {zh: 老牧人, en: old herder}, type: boolean}
  meadow: {label: {zh: 所用牧场, en: pasture used}, type: pasture}
decisions:
  hay:
    label: {zh: 干草补贴, en: hay}
    cite: east-order §1
    role: benefit
    unit: CNY/month
    versions:
      - {from: 2020-01-01, until: 2020-12-31, amount: 0.5 * hay_least, for: old, round: {to: 0.01, mode: up}}
      - {from: 2021-01-01, amount: hay_least, for: old, floor: {reached_by: 2023-12-31, published_as: hay_published}}
"""
PUBLISHED = """\
parameters:
  hay_published:
    - {from: 2020-07-01, until: 2023-06-30, value: {lush: 120, bare: 150.5}}
    - {from: 2024-01-01, published: 2024-03-01, value: {lush: 130, bare: 90}}
"""


def program(folder: Path, supplied: str = "") -> Program:
    (folder / "rulesets").mkdir(exist_ok=True)
    (folder / "rulesets" / "east.yaml").write_text(RULESET, encoding="utf-8")
    if not supplied:
        return Library((folder,)).program("east")
    (folder / "office.yaml").write_text(supplied, encoding="utf-8")
    diagnostics = Diagnostics()
    found = read_supplied(folder / "office.yaml", diagnostics)
    assert found is not None
    return Library((folder,)).program("east", found)


def due(rules: Program, as_of: str, known_at: str | None = None, old: bool = True) -> tuple[object, bool]:
    """What is due on bare pasture, in fen, and whether it is a floor."""
    edition = edition_of(rules, day(as_of), None if known_at is None else day(known_at), only=("hay",))
    outcome = Interpreter().outcomes(edition, {"old": old, "meadow": 1})["hay"]
    return outcome.value, edition.active["hay"].version.floor is not None


def test_a_floor_belongs_to_its_version(tmp_path: Path) -> None:
    rules = program(tmp_path)
    assert [version.floor for version in rules.decisions["hay"].versions] == [
        None, Floor(reached_by=2023_12_31, published_as="hay_published"),
    ]  # fmt: skip
    assert due(rules, "2020-12-31") == (5_000, False)
    assert due(rules, "2021-01-01") == (10_000, True)
    assert "floor, reached by 2023-12-31, published as hay_published" in render(rules)


def test_a_figure_that_is_not_supplied_is_not_missed(tmp_path: Path) -> None:
    """Nor is it reported as declared in vain."""
    rules = program(tmp_path)
    assert not list(Library((tmp_path,)).load("east").diagnostics)
    edition = edition_of(rules, 2022_01_01, only=("hay",))
    assert list(edition.readings) == [("hay_least", "")]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-08-01", (5_000, False)),  # that version is no floor, so that nothing takes its place
        ("2021-01-01", (15_050, False)),
        ("2023-06-30", (15_050, False)),
        ("2023-07-01", (10_000, True)),  # published until the day before
        ("2024-01-01", (9_000, False)),  # less than the floor: what is published prevails
    ],
)
def test_the_published_amount_takes_the_place_of_the_floor(
    tmp_path: Path, as_of: str, expected: tuple[object, bool]
) -> None:
    assert due(program(tmp_path, PUBLISHED), as_of) == expected


def test_a_published_amount_that_was_not_known_yet_does_not_count(tmp_path: Path) -> None:
    rules = program(tmp_path, PUBLISHED)
    assert due(rules, "2024-01-31", known_at="2024-02-29") == (10_000, True)
    assert due(rules, "2024-01-31", known_at="2024-03-01") == (9_000, False)


def test_the_condition_holds_for_the_published_amount_too(tmp_path: Path) -> None:
    assert due(program(tmp_path, PUBLISHED), "2021-01-01", old=False) == (0, False)


def test_an_undated_figure_is_published_on_every_day(tmp_path: Path) -> None:
    rules = program(tmp_path, "parameters:\n  hay_published: {lush: 120, bare: 140}\n")
    assert due(rules, "2020-12-31") == (5_000, False)
    assert due(rules, "2021-01-01") == (14_000, False)
    assert due(rules, "2030-01-01") == (14_000, False)
