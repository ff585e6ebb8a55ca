"""Bars are drawn to one scale, and whatever is not nothing can be seen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assess.rolls.reporting.charts import WIDTH, Given, bars, proportions
from assess.rolls.reporting.page import percent


def test_bars_are_to_one_scale() -> None:
    chart = bars(
        "amounts",
        [
            Given("north", (("recover", Decimal("30"), "30"), ("pay", Decimal("10"), "10")), "40"),
            Given("south", (("recover", Decimal("0"), "0"), ("pay", Decimal("20"), "20")), "20"),
        ],
    )
    north, south = chart.bars
    assert north.segments[0].width == 3 * north.segments[1].width == pytest.approx(1.5 * south.segments[0].width)
    assert north.segments[1].x == north.segments[0].x + north.segments[0].width
    assert [segment.tone for segment in south.segments] == ["pay"]
    assert chart.says == "north 40; south 20"


def test_a_small_amount_can_be_seen() -> None:
    chart = bars("counts", [Given("all", (("plain", 1_000_000, ""),), ""), Given("one", (("plain", 1, ""),), "")])
    assert chart.bars[1].segments[0].width == 1.5


def test_bars_of_nothing() -> None:
    assert bars("counts", [Given("none", (("plain", 0, ""),), "0")]).bars[0].segments == ()
    assert bars("counts", []).height == 0


def test_long_labels_are_cut() -> None:
    (bar,) = bars("counts", [Given("可以申请入住公办养老机构的老年人", (("plain", 1, ""),), "1")]).bars
    assert bar.label == "可以申请入住公办养老机构的…"


def test_proportions_fill_the_width() -> None:
    parts = proportions([("yes", 3, ""), ("open", 0, ""), ("no", 1, "")])
    assert [(part.tone, part.x, part.width) for part in parts] == [
        ("yes", 0, 0.75 * WIDTH), ("no", 0.75 * WIDTH, 0.25 * WIDTH),
    ]  # fmt: skip
    assert proportions([("yes", 0, "")]) == ()


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 0, "0%"), (0, 7, "0%"), (1, 100_000, "0.1%"), (1, 3, "33.3%"), (99_999, 100_000, "99.9%"), (7, 7, "100%")],
)
def test_percent(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text
