"""What is counted agrees with its number."""

from __future__ import annotations

import pytest

from assess.rolls.english import count_of


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("row",), "0 rows"),
        (1, ("row",), "1 row"),
        (3000, ("row",), "3,000 rows"),
        (1, ("person", "people"), "1 person"),
        (2, ("row has", "rows have"), "2 rows have"),
    ],
)
def test_count(number: int, words: tuple[str, ...], said: str) -> None:
    assert count_of(number, *words) == said
