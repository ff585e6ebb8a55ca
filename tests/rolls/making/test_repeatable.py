"""The same call makes the same rows, with any number of threads, and every row by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from assess.rolls.making.columns import STYLES
from assess.rolls.making.making import make_roll
from assess.rolls.making.order import Order
from assess.rolls.making.recipe import Recipe
from assess.rolls.making.tables import selected
from tests.rolls.making.rolls import changzhou, made, roll


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("name", "registers"), [("roll.parquet", False), ("roll.csv", True), ("roll.xlsx", False)])
def test_same_seed_same_bytes_with_any_number_of_threads(name: str, registers: bool, tmp_path: Path) -> None:
    for threads in (1, 3):
        folder = tmp_path / str(threads)
        folder.mkdir()
        beside = folder / "registers" if registers else None
        order = Order(2_000, folder / name, registers=beside, damage=0.05, threads=threads)
        make_roll(changzhou(), order)
    assert files_of(tmp_path / "1") == files_of(tmp_path / "3")


def test_another_seed_makes_other_people() -> None:
    first, second = (made("roll.parquet", 200, seed=seed)[0].read_bytes() for seed in (1, 2))
    assert first != second


def test_any_stretch_of_rows_can_be_made_by_itself() -> None:
    recipe = Recipe(changzhou(), STYLES["canonical"], 1, date(2025, 12, 31), suffix=".parquet")
    people = recipe.people("(SELECT row FROM (VALUES (19999), (7), (12345)) AS numbers(row))")
    connection = duckdb.connect()
    query = f"SELECT {selected(recipe.columns, ())} FROM ({recipe.rows(f'({people})')})"
    assert connection.execute(query).fetchall() == [tuple(roll()[row].values()) for row in (19999, 7, 12345)]


def test_a_shorter_roll_is_the_beginning_of_a_longer_one() -> None:
    path = made("roll.parquet", 500)[0]
    found = duckdb.execute(f"SELECT * FROM read_parquet('{path}')").fetchall()
    assert found == [tuple(row.values()) for row in roll()[:500]]


def test_the_first_rows_of_seed_1() -> None:
    """These change only with the recipe; no release of the database may change them."""
    assert [(row["name"], row["id_number"], row["household_status"]) for row in roll()[:3]] == [
        ("癸厥浮", "296357196104270007", "none"),
        ("甲恭光", "570268196210300009", "none"),
        ("卯漠谦", "264179195606180007", "none"),
    ]


def test_parquet_has_groups_that_shares_can_be_cut_along() -> None:
    path = made("roll.parquet", 300_000)[0]
    groups = duckdb.execute(f"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('{path}')")
    assert sorted(groups.fetchall()) == [(0, 122_880), (1, 122_880), (2, 54_240)]
