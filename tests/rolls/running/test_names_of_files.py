"""Files and folders may be called anything: a name is no pattern, and no folder adds columns to a roll."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.rolls.explaining import Explaining
from tests.library import FICTIONAL
from tests.rolls.running.herds import check, herders, rows_of, write_csv, write_parquet

NAMES = ["month=2023-01", "district=nowhere", "status=decided", "herders[2023]", "a*b?", "it's"]


@pytest.mark.parametrize("name", NAMES)
def test_folder_of_results(name: str, tmp_path: Path) -> None:
    roll = write_parquet(herders(40), tmp_path / "roll.parquet")
    check(roll, tmp_path / "plain")
    check(roll, tmp_path / name)
    for file in ("decisions", "people", "findings"):
        assert (tmp_path / name / f"{file}.parquet").read_bytes() == (
            tmp_path / "plain" / f"{file}.parquet"
        ).read_bytes()
    row = rows_of(tmp_path / name / "decisions.parquet")[6]
    [explained] = Explaining(tmp_path / name, FICTIONAL).results([row["case"]])
    assert (explained.case, explained.status) == (row["case"], row["status"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("write", [write_parquet, write_csv])
def test_file_of_a_roll(write: object, name: str, tmp_path: Path) -> None:
    rows = herders(40)
    (tmp_path / name).mkdir()
    suffix = ".parquet" if write is write_parquet else ".csv"
    roll = write(rows, tmp_path / name / f"{name}{suffix}")  # type: ignore[operator]
    plain = write(rows, tmp_path / f"plain{suffix}")  # type: ignore[operator]
    check(roll, tmp_path / "named")
    check(plain, tmp_path / "plain")
    found, expected = (rows_of(tmp_path / one / "decisions.parquet") for one in ("named", "plain"))
    assert len(found) == 40
    assert [row | {"source": "roll"} for row in found] == [row | {"source": "roll"} for row in expected]
