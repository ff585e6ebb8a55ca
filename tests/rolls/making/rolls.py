"""Rolls made for the tests, each once, and their rows read back."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from assess.language.program import Program
from assess.rolls.making.making import Made, make_roll
from assess.rolls.making.order import Order
from tests import folders
from tests.library import program_of

ROWS = 20_000
CHANGZHOU = "jiangsu/changzhou"
FIGURES: dict[str, Any] = {
    "dibao_standard": 1000,
    "old_age_rate": {"under_80": 0, "from_80": 50, "from_90": 100, "from_100": 300},
    "service_subsidy_rate": {"none": 0, "dibao_disabled": 100, "bereaved": 60, "eighty": 60},
    "nursing_rate": 120,
    "disability_living_rate": 90,
    "disability_nursing_rate": 80,
}
"""Made-up figures for all that Changzhou has not published, so that every benefit can be decided."""

Row = dict[str, Any]


def changzhou() -> Program:
    return program_of(CHANGZHOU, FIGURES)


@cache
def made(name: str = "roll.parquet", rows: int = ROWS, *, registers: bool = False, **options: Any) -> tuple[Path, Made]:
    """A roll of Changzhou, and where it is; each is made once."""
    folder = Path(tempfile.mkdtemp(prefix="made-", dir=folders.of_this_run()))
    order = Order(rows, folder / name, registers=folder / "registers" if registers else None, **options)
    return order.out, make_roll(changzhou(), order)


def rows_of(path: Path, select: str = "*") -> list[Row]:
    """The rows of a Parquet or CSV file, in order; those of CSV as text."""
    source = f"read_csv('{path}', all_varchar = true)" if path.suffix == ".csv" else f"read_parquet('{path}')"
    found = duckdb.execute(f"SELECT {select} FROM {source}")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@cache
def roll() -> list[Row]:
    """The roll of 20,000 in the program's own words."""
    return rows_of(made(registers=True)[0])


@cache
def mistakes() -> list[Row]:
    """What was planted in it."""
    return rows_of(made(registers=True)[0].parent / "registers" / "truth.parquet")
