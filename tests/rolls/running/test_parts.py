"""Rolls of several files: each row keeps its own place, and what the files say must go together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.running.run import Check
from tests.library import FICTIONAL
from tests.rolls.running.herds import Row, call, check, herders, rows_of, write_csv, write_parquet, write_workbook


def check_all(out: Path, *rolls: Path, **options: Any) -> None:
    asked = replace(call("", out, **options), sources=tuple(map(str, rolls)))
    Check(asked, FICTIONAL).run()


def without(rows: list[Row], column: str) -> list[Row]:
    return [{name: value for name, value in row.items() if name != column} for row in rows]


def test_every_file_is_decided_as_if_alone(tmp_path: Path) -> None:
    rows = herders(90)
    rolls = [
        write_csv(rows[:30], tmp_path / "north.csv"),
        write_workbook(rows[30:50], tmp_path / "south.xlsx"),
        write_parquet(rows[50:], tmp_path / "east.parquet"),
    ]
    check_all(tmp_path / "all", *rolls, share_rows=25)
    alone = []
    for roll in rolls:
        check(roll, tmp_path / roll.stem)
        alone.append({name: rows_of(tmp_path / roll.stem / f"{name}.parquet") for name in ("decisions", "findings")})
    for name in ("decisions", "findings"):
        assert rows_of(tmp_path / "all" / f"{name}.parquet") == [row for each in alone for row in each[name]]


def test_column_that_only_one_file_has(tmp_path: Path) -> None:
    """A fact may be missing in one of them: it is unknown there."""
    rows = herders(20)
    rolls = [write_csv(rows, tmp_path / "a.csv"), write_csv(without(rows, "name"), tmp_path / "b.csv")]
    check_all(tmp_path / "out", *rolls)
    names = {row["source"]: row["name"] for row in rows_of(tmp_path / "out" / "decisions.parquet", "source, name")}
    assert names["a.csv"] is not None
    assert names["b.csv"] is None


def test_amounts_that_only_one_file_has(tmp_path: Path) -> None:
    """Nothing paid in one file would look as if all of it were owed."""
    rows = herders(20)
    rolls = [write_csv(rows, tmp_path / "a.csv"), write_csv(without(rows, "paid.hay"), tmp_path / "b.csv")]
    with pytest.raises(Refused) as refused:
        check_all(tmp_path / "out", *rolls)
    (found,) = refused.value.diagnostics
    assert (found.code, found.arguments["sources"]) == ("R404", "a.csv, b.csv")
    assert "paid.hay" in found.arguments["what"]


def test_months_that_only_one_file_has(tmp_path: Path) -> None:
    """The rows of the other one would be for no month, and nobody would be told why they are rejected."""
    rows = herders(20, months=["2023-06"])
    rolls = [write_csv(rows, tmp_path / "a.csv"), write_csv(without(rows, "month"), tmp_path / "b.csv")]
    with pytest.raises(Refused) as refused:
        check_all(tmp_path / "out", *rolls)
    (found,) = refused.value.diagnostics
    assert (found.code, found.arguments["what"]) == ("R404", "month")


def test_empty_roll(tmp_path: Path) -> None:
    roll = write_csv(herders(3), tmp_path / "roll.csv")
    roll.write_text(roll.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    manifest = check(roll, tmp_path / "out")
    assert (manifest.counts.input, manifest.counts.decisions) == (0, 0)
    assert rows_of(tmp_path / "out" / "decisions.parquet") == []
