"""Long-term care insurance: the gate of the self-assessment, and a matrix that stays provisional or open."""

from __future__ import annotations

import pytest

from tests.library import decide, value_of

AS_OF = "2024-06-01"
GATE = ("abbc", "bcde", "deef", "effg")
"""Rows: items of class a depended on, 0 to 3; columns: those of class b."""


@pytest.mark.parametrize("class_a", range(4))
@pytest.mark.parametrize("class_b", range(4))
def test_gate(class_a: int, class_b: int) -> None:
    facts = {"ltci_dependent_a": class_a, "ltci_dependent_b": class_b}
    result = decide("national", AS_OF, facts, "ltci_may_apply")
    assert value_of(result, "ltci_gate") == GATE[class_a][class_b]
    assert value_of(result, "ltci_may_apply") is (GATE[class_a][class_b] in "efg")
    assert not result.decisions["ltci_gate"].provisional


def grades(daily: int, cognition: int, senses: int) -> dict[str, int]:
    """A form with these sums, as far as the items can be filled by tens, fives and fours."""
    found = {}
    for item, highest in [
        ("eating", 10), ("dressing", 10), ("grooming", 5), ("bowel", 10), ("bladder", 10), ("toileting", 10),
        ("walking", 15), ("transfer", 15), ("stairs", 10), ("bathing", 5),
    ]:  # fmt: skip
        found[f"ltci_{item}"] = min(highest, daily)
        daily -= found[f"ltci_{item}"]
    for names, total in (
        (("time_orientation", "person_orientation", "place_orientation", "memory"), cognition),
        (("vision", "hearing", "communication"), senses),
    ):
        for name in names:
            found[f"ltci_{name}"] = min(4, total)
            total -= found[f"ltci_{name}"]
    return found


@pytest.mark.parametrize(
    ("daily", "cognition", "senses", "level"),
    [
        (100, 16, 12, "level_0"), (100, 15, 12, "level_0"), (100, 16, 3, "level_1"), (95, 16, 12, "level_1"),
        (65, 2, 12, "level_1"), (65, 1, 12, "level_2"), (60, 16, 12, None), (60, 15, 12, "level_2"),
        (45, 16, 0, "level_3"), (40, 16, 12, None), (40, 4, 12, "level_3"), (0, 3, 12, "level_4"), (0, 0, 0, "level_5"),
    ],
)  # fmt: skip
def test_matrix_not_verified(daily: int, cognition: int, senses: int, level: str | None) -> None:
    result = decide("national", AS_OF, grades(daily, cognition, senses), "ltci_level")
    assert value_of(result, "ltci_level") == level
    assert result.decisions["ltci_level"].provisional
    assert result.status == ("undetermined" if level is None else "decided")
