"""How a roll is cut: large shares for large rolls, and several of them for a roll that takes more than a moment."""

from __future__ import annotations

import pytest

from assess.rolls.shares.plan import share_rows_of


@pytest.mark.parametrize(
    ("rows", "groups"),
    [(0, 1), (1_000, 1), (500_000, 1), (1_000_000, 2), (2_000_000, 4), (10_000_000, 8), (30_000_000, 8)],
)
def test_rows_of_a_share_by_the_size_of_the_roll(rows: int, groups: int) -> None:
    assert share_rows_of(rows) == groups * 122_880
