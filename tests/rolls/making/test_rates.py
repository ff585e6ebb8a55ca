"""What there is on a roll of 20,000 made from seed 1, counted: the shares of `docs/roll-make.md`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assess.rolls.making.ability import ASSESSMENT, INDICATORS
from tests.rolls.checking import check_changzhou
from tests.rolls.making.rolls import made, mistakes, roll

ITEMS = ASSESSMENT[:26]


def counted(column: str) -> dict[Any, int]:
    return dict(Counter(row[column] for row in roll()))


def level(row: dict[str, Any]) -> str:
    if row["eating"] is None:
        return "not assessed"
    points = sum(row[item] for item in ITEMS)
    bounds = {"intact": 90, "mild": 66, "moderate": 46, "severe": 30, "complete": 0}
    return next(name for name, least in bounds.items() if points >= least)


def test_a_third_is_not_assessed_at_all() -> None:
    """All 26 items, coma, diagnoses, events and the date: every one, or none."""
    for row in roll():
        assert len({row[name] is None for name in ASSESSMENT}) == 1
    assert sum(row["assessed_on"] is None for row in roll()) == 6_723


def test_one_in_ten_lacks_some_other_fact() -> None:
    often = ("tekun_support", "disability_type")  # empty where they do not apply
    facts = [
        name for name in roll()[0] if name not in (*ASSESSMENT, *INDICATORS, *often) and not name.startswith("paid.")
    ]
    lacking = [sum(row[name] is None for name in facts) for row in roll()]
    assert Counter(lacking) == {0: 17_995, 1: 2_005}


def test_levels() -> None:
    assert Counter(level(row) for row in roll()) == {
        "not assessed": 6_723, "intact": 4_141, "mild": 5_463, "moderate": 1_597, "severe": 1_070, "complete": 1_006,
    }  # fmt: skip


def test_answers_of_one_person_hang_together() -> None:
    """Whoever cannot walk cannot climb stairs either, as a rule."""
    lame = [row for row in roll() if row["walking"] == 0]
    fit = [row for row in roll() if row["walking"] == 4]
    assert sum(row["stairs"] == 0 for row in lame) / len(lame) > 0.95
    assert sum(row["stairs"] == 0 for row in fit) / len(fit) < 0.05


def test_statuses() -> None:
    assert counted("household_status") == {"none": 17_619, "dibao": 1_031, "low_income": 815, "tekun": 383, None: 152}


def test_six_indicators_are_asked_of_the_assessed_and_of_people_in_extreme_hardship() -> None:
    """All six, or none; whose status is left out may be either."""
    for row in roll():
        asked = {row[name] is not None for name in INDICATORS}
        if row["household_status"] is not None:
            assert asked == {row["eating"] is not None or row["household_status"] == "tekun"}
        assert len(asked) == 1
    assert sum(row["self_feeding"] is not None for row in roll()) == 13_399


def test_places_of_registration() -> None:
    assert counted("district") == {
        "武进区": 5_897, "新北区": 3_282, "溧阳市": 3_200, "金坛区": 2_625, "天宁区": 2_594, "钟楼区": 2_402,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("overpaid", 52), ("above_floor", 4), ("underpaid", 15), ("unpaid", 30), ("not_entitled", 145),
        ("not_drawn_together", 5), ("paid_undetermined", 7), ("paid_after_death", 21), ("paid_in_prison", 8),
        ("paid_after_move", 7), ("on_two_rolls", 23), ("registered_otherwise", 100), ("beside_work_injury", 5),
    ],
)  # fmt: skip
def test_mistakes_planted(kind: str, count: int) -> None:
    assert sum(mistake["kind"] == kind for mistake in mistakes()) == count


def test_most_of_those_assessed_can_be_decided(tmp_path: Path) -> None:
    """All figures given: what stays open is what a third (nobody assessed them) or one in ten (some fact) lacks."""
    counts = check_changzhou(made(registers=True)[0], tmp_path / "out").counts
    assert (counts.input, counts.decided, counts.undetermined, counts.rejected) == (20_000, 12_546, 7_454, 0)


def test_as_many_are_said_to_be_planted_as_are_listed() -> None:
    assert made(registers=True)[1].mistakes == len(mistakes())
