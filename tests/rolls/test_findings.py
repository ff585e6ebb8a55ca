"""The kinds of findings are complete, told in both languages, and fit the names of sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assess.rolls.finding_columns import COLUMNS, create_table
from assess.rolls.findings import FINDING_KINDS, FINDINGS, FindingKind, in_order
from tests.databases import database

KINDS = [pytest.param(kind, id=kind.code) for kind in FINDING_KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_kind_says_everything_in_both_languages(kind: FindingKind) -> None:
    for label in (kind.label, kind.sheet, kind.meaning, kind.advice):
        assert re.search("[一-鿿]", label.zh)
        assert label.en
        assert not re.search("[一-鿿]", label.en)


@pytest.mark.parametrize("kind", KINDS)
def test_kind_names_a_sheet_that_excel_takes(kind: FindingKind) -> None:
    for name in (kind.sheet.zh, kind.sheet.en):
        assert 0 < len(name) <= 24
        assert not re.search(r"[\[\]:*?/\\']", name)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_to_be_verified_first_is_to_recover_or_to_pay(kind: FindingKind) -> None:
    assert (kind.severity == "act") is (kind.direction in ("recover", "pay"))
    assert kind.nature("check") == ("note" if kind.severity == "note" else "check")


def test_codes_and_sheets_are_told_apart() -> None:
    assert len(FINDINGS) == len(FINDING_KINDS) == 23
    for language in ("zh", "en"):
        assert len({kind.sheet.in_language(language).casefold() for kind in FINDING_KINDS}) == 23


def test_codes_come_in_the_order_of_reports_and_unknown_ones_last() -> None:
    assert in_order(["zebra", "paid_after_death", "aardvark", "not_entitled", "duplicate_id"]) == [
        "not_entitled", "duplicate_id", "paid_after_death", "aardvark", "zebra",
    ]  # fmt: skip


def test_an_empty_table_has_the_columns() -> None:
    with database() as connection:
        connection.execute(create_table("findings"))
        described = connection.execute("DESCRIBE findings").fetchall()
    assert [(row[0], row[1]) for row in described] == [(column.name, column.type) for column in COLUMNS]
    assert [row[0] for row in described if row[2] == "NO"] == [one.name for one in COLUMNS if not one.nullable]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_what_each_kind_means(kind: FindingKind) -> None:
    page = (Path(__file__).parents[2] / "docs" / "roll-findings.md").read_text("utf-8")
    assert f"| `{kind.code}` | {kind.label.zh} · {kind.label.en} | {kind.meaning.en} | {kind.advice.en} |" in page
    chinese = (Path(__file__).parents[2] / "docs" / "roll-findings.zh.md").read_text("utf-8")
    assert f"| `{kind.code}` | {kind.label.zh} | {kind.meaning.zh} | {kind.advice.zh} |" in chinese
