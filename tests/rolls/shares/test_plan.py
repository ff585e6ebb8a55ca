"""How a roll is cut: large shares for large rolls, and several of them for a roll that takes more than a moment. And
what a plan of other parts is."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from assess.rolls.shares.facts import FactColumns
from assess.rolls.shares.part import PlannedPart
from assess.rolls.shares.plan import CheckPlan, share_rows_of

PARTS = tuple(PlannedPart(source, Path("part.parquet"), 1, True, ()) for source in ("north.csv", "south.csv"))
PLAN = CheckPlan(PARTS, (), FactColumns({}, (), ()), (), {}, False, "")


@pytest.mark.parametrize(
    ("rows", "groups"),
    [(0, 1), (1_000, 1), (500_000, 1), (1_000_000, 2), (2_000_000, 4), (10_000_000, 8), (30_000_000, 8)],
)
def test_rows_of_a_share_by_the_size_of_the_roll(rows: int, groups: int) -> None:
    assert share_rows_of(rows) == groups * 122_880


def test_a_plan_of_other_parts_takes_those_plainly() -> None:
    _, south = PLAN.plain_sql
    assert replace(PLAN, parts=PARTS[1:]).plain_sql == (south,)
    assert "south.csv" in str(south)


def test_the_queries_go_to_the_workers() -> None:
    assert pickle.loads(pickle.dumps(PLAN)).plain_sql == PLAN.plain_sql
