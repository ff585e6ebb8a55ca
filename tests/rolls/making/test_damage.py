"""A share of the rows is damaged in every way, each is listed, and a check can be held to what the list expects."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from assess.rolls.cells import Target, cell_reader
from assess.rolls.making.columns import STYLES
from assess.rolls.making.damage import LEFT_OUT, READ, REJECTED, SET_ASIDE
from assess.rolls.making.recipe import Recipe
from assess.rolls.reading import read_roll
from tests.rolls.making.rolls import Row, changzhou, made, roll, rows_of

ROWS, EVERY = 2_000, 25
OPTIONS = {"damage": 1 / EVERY}
"""Of two thousand rows eighty are damaged, as many as there are ways."""
TARGETS = {
    "姓名": "name", "身份证号": "id_number", "出生日期": "birth_date", "出生年月": "birth_date", "性别": "sex",
    "生活自理能力": "stated.self_care_ability", "供养方式": "tekun_support", "残疾等级": "disability_grade",
    "残疾类别": "disability_type", "基本生活标准（元）": "paid.tekun_base_standard",
    "补贴标准（元/月）": "paid.old_age_allowance",
}  # fmt: skip


def listed(path: Path) -> list[Row]:
    return rows_of(path.with_name(f"{path.name}.damage.csv"))


@pytest.mark.parametrize("name", ["damaged.parquet", "damaged.csv", "damaged.xlsx"])
@pytest.mark.parametrize("headers", ["canonical", "tekun", "old-age"])
def test_share_and_every_kind(name: str, headers: str) -> None:
    """One row in so many, spread over the roll, every kind about as often as any other."""
    path, result = made(name, ROWS, headers=headers, **OPTIONS)
    rows = listed(path)
    assert len(rows) == result.damaged == 80
    kinds = [row["kind"] for row in rows]
    assert all(kinds.count(kind) in (1, 2, 3, 4) for kind in kinds)
    first = {".parquet": 1, ".csv": 2, ".xlsx": 2}[path.suffix]
    assert [(int(row["row"]) - first) // EVERY for row in rows] == list(range(80))


def test_kinds_of_a_roll_in_the_programs_words() -> None:
    recipe = Recipe(changzhou(), STYLES["canonical"], 1, date(2025, 12, 31), suffix=".csv", damage_rate=1)
    kinds = [one.kind for one in recipe.ways]
    assert len(kinds) == len(set(kinds)) == 80
    assert {kind.split("_")[0] for kind in kinds} == {
        "id", "date", "name", "sex", "eating", "grooming", "yes", "word", "amount", "line",
    }  # fmt: skip


@pytest.mark.parametrize("headers", ["canonical", "tekun", "old-age"])
def test_cells_are_read_as_the_list_expects(headers: str) -> None:
    rows = listed(made("damaged.parquet", ROWS, headers=headers, **OPTIONS)[0])
    for row in rows:
        target = Target.parse(TARGETS.get(row["column"], row["column"]))
        cell = cell_reader(target, changzhou()).read(row["found"])
        late = row["kind"] == "date_to_come"  # in order by itself, and after the day decided on
        assert (cell.fault is None or late) == (row["expected"] == READ or late), row


def test_cells_that_are_read_mean_what_they_meant() -> None:
    """Identity numbers and dates written oddly are those of the same row without damage."""
    path = made("damaged.parquet", ROWS, **OPTIONS)[0]
    whole = {row["case"]: row for row in roll()}
    for row in listed(path):
        if row["expected"] == READ and row["column"] in ("id_number", "birth_date") and row["found"]:
            cell = cell_reader(Target.parse(row["column"]), changzhou()).read(row["found"])
            assert str(cell.value) == str(whole[f"P{int(row['row']):08}"][row["column"]]), row


def test_damaged_cells_stand_where_the_list_says() -> None:
    path = made("damaged.parquet", ROWS, **OPTIONS)[0]
    damaged, rows = rows_of(path), listed(path)
    assert all((damaged[int(row["row"]) - 1][row["column"]] or "") == (row["found"] or "") for row in rows)
    plain = {key: None if value is None else str(value) for key, value in roll()[0].items()}
    assert {
        key: value and value.replace("true", "True").replace("false", "False") for key, value in damaged[0].items()
    } == plain


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_damaged_lines_are_reported_where_the_list_says(encoding: str) -> None:
    """By the reader of rolls: it reports each with its row, and reads all others."""
    path = made("damaged.csv", ROWS, encoding=encoding, **OPTIONS)[0]
    lines = {int(row["row"]): row for row in listed(path) if row["kind"].startswith("line_")}
    with tempfile.TemporaryDirectory() as folder:
        (part,) = read_roll([str(path)], Path(folder))
    for expected, found in ((REJECTED, part.unreadable), (SET_ASIDE, part.set_aside)):
        assert {one.row: one.problem.code for one in found} == {
            row: CODES[one["kind"]] for row, one in lines.items() if one["expected"] == expected
        }
    left_out = sum(one["expected"] == LEFT_OUT for one in lines.values())
    assert part.rows == ROWS - len(part.unreadable) - len(part.set_aside) - left_out


CODES = {
    "line_too_few_cells": "R131", "line_too_many_cells": "R132", "line_unclosed_quote": "R133",
    "line_text_after_quote": "R134", "line_invalid_bytes": "R135", "line_nul_byte": "R136", "line_header_again": "R139",
}  # fmt: skip


def test_a_workbook_keeps_the_number_of_a_damaged_row_as_a_number() -> None:
    path = made("damaged.xlsx", ROWS, headers="tekun", **OPTIONS)[0]
    sheet = openpyxl.load_workbook(path, read_only=True).active
    (row,) = [row for row in listed(path) if row["kind"] == "id_kept_as_number"][:1]
    value = sheet.cell(int(row["row"]), 3).value
    assert isinstance(value, int | float)
    assert f"{value:.0f}"[:15] == row["found"][:15]


def test_no_mistake_is_planted_in_a_damaged_row() -> None:
    path = made("damaged.parquet", ROWS, registers=True, **OPTIONS)[0]
    truth = rows_of(path.parent / "registers" / "truth.parquet")
    touched = {one["row"] for one in truth} | {one["of_row"] for one in truth}
    assert not touched & {int(row["row"]) for row in listed(path)}


def test_other_rows_are_those_of_the_roll_without_damage() -> None:
    path = made("damaged.parquet", ROWS, **OPTIONS)[0]
    damaged = {int(row["row"]) for row in listed(path)}
    same = ("name", "id_number", "birth_date", "household_status")
    for place, row in enumerate(rows_of(path), start=1):
        if place not in damaged:
            assert [row[name] for name in same] == [
                None if (v := roll()[place - 1][name]) is None else str(v) for name in same
            ]
