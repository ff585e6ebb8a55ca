"""Every column of the Parquet files stands in the pages that list them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.rolls.running.planning import people_columns

DOCS = Path(__file__).parents[3] / "docs"
OF_DECISIONS = ("source", "row", "case", "name", "district", "month", "status", ".row", ".eligible", "paid.", "due.",
                "grounds.…")  # fmt: skip


@pytest.mark.parametrize("page", ["rolls.md", "rolls.zh.md"])
def test_columns_are_listed(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    listed = text[text.index("| `decisions.parquet` | |") :]
    for name in {*OF_DECISIONS, *people_columns(by_month_column=True)}:
        assert f"`{name}`" in listed, name
