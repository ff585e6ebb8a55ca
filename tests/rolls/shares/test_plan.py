"""How a roll is cut: large shares for large rolls, and several of them for a roll that takes more than a moment. And
what a plan of other parts is."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assess.rolls.shares.facts import FactColumns
from assess.rolls.shares.part import PlannedPart
from assess.rolls.shares.plan import CheckPlan, PlannedEdition

PARTS = tuple(PlannedPart(source, Path("part.parquet"), 1, True, ()) for source in ("north.csv", "south.csv"))
PLAN = CheckPlan(PARTS, (), FactColumns({}, (), ()), (), {}, False, "")


GROUP = 122_880


def plan_of(*rows: int) -> CheckPlan:
    return replace(PLAN, parts=tuple(PlannedPart(f"{one}.csv", Path("part.parquet"), one, True, ()) for one in rows))


@pytest.mark.parametrize(
    ("rows", "shares"),
    [(0, 1), (1_000, 1), (200_000, 2), (1_000_000, 4), (3_900_000, 8), (10_000_000, 8), (30_000_000, 32)],
)
def test_shares_by_the_size_of_the_roll(rows: int, shares: int) -> None:
    assert len(plan_of(rows).shares()) == shares


@given(st.lists(st.integers(0, 8_000_000), min_size=1, max_size=6))
@example([12 * GROUP + 1, 12 * GROUP + 1, 14 * GROUP, 14 * GROUP + 1, 14 * GROUP + 1])  # halves of shares go to none
def test_a_roll_is_cut_evenly_between_row_groups(rows: list[int]) -> None:
    """Every row is in one share, and none has much more to do than another of the same part."""
    plan = plan_of(*rows)
    for index, part in enumerate(plan.parts):
        shares = [share for share in plan.shares() if share.part == index]
        assert [share.first for share in shares] == [0, *(share.last for share in shares[:-1])]
        assert shares[-1].last == part.rows
        assert all(share.first % GROUP == 0 for share in shares)
        groups = [-(-share.rows // GROUP) for share in shares]
        assert max(groups) - min(groups) <= 1
        assert max(groups) <= 12
    assert [share.number for share in plan.shares()] == list(range(len(plan.shares())))


def in_months(months: int, *rows: int, **others: Any) -> CheckPlan:
    editions = tuple(PlannedEdition(f"2025-{month:02}", 20250101, "", "") for month in range(1, months + 1))
    return replace(plan_of(*rows), editions=editions, **others)


@pytest.mark.parametrize(
    ("months", "rows", "shares"),
    [(1, 300_000, 3), (2, 300_000, 3), (12, 20_000, 1), (12, 300_000, 10), (12, 0, 1), (12, 30_721, 2)],
)
def test_rows_that_are_checked_for_several_months_are_so_many_more(months: int, rows: int, shares: int) -> None:
    """Of 122,880 rows in twelve months 1.5 million findings may be sorted at once, beyond 256 MB."""
    found = in_months(months, rows).shares()
    assert len(found) == shares
    assert months == 1 or all(share.rows * months <= 3 * GROUP for share in found)


@given(st.integers(1, 24), st.lists(st.integers(0, 2_000_000), min_size=1, max_size=3), st.sampled_from([None, "one"]))
def test_a_roll_of_several_months_is_cut_to_the_last_row(months: int, rows: list[int], frames: str | None) -> None:
    plan = in_months(months, *rows, frames=frames)
    for index, part in enumerate(plan.parts):
        shares = [share for share in plan.shares() if share.part == index]
        assert [share.first for share in shares] == [0, *(share.last for share in shares[:-1])]
        assert shares[-1].last == part.rows
        assert frames is None or all(share.first % GROUP == 0 for share in shares)
        assert frames is None or max(share.rows for share in shares) <= max(12 // months, 1) * GROUP


def test_a_row_of_one_month_is_one() -> None:
    """Where rows say their own month, each is checked for that alone."""
    plan = in_months(12, 300_000, by_month_column=True)
    assert plan.shares() == plan_of(300_000).shares()
    assert plan.least_memory == plan_of(300_000).least_memory < in_months(12, 300_000).least_memory


def test_shares_of_so_many_rows() -> None:
    shares = replace(plan_of(25, 0, 10), share_rows=10).shares()
    assert [(one.part, one.first, one.last) for one in shares] == [
        (0, 0, 10), (0, 10, 20), (0, 20, 25), (1, 0, 0), (2, 0, 10),
    ]  # fmt: skip


def test_a_plan_of_other_parts_takes_those_plainly() -> None:
    _, south = PLAN.plain_sql
    assert replace(PLAN, parts=PARTS[1:]).plain_sql == (south,)
    assert "south.csv" in str(south)


def test_the_queries_go_to_the_workers() -> None:
    assert pickle.loads(pickle.dumps(PLAN)).plain_sql == PLAN.plain_sql
