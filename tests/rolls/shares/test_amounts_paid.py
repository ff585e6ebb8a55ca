"""An amount paid: an empty cell says that nothing is paid; what is said to be unknown is not nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.rolls.running.herds import Row, check, herders, write_csv, write_parquet

NOTHING = Decimal("0.00")


def rows(amounts: list[object]) -> list[Row]:
    return [row | {"paid.hay": amount} for row, amount in zip(herders(len(amounts)), amounts, strict=True)]


def paid(folder: Path) -> list[Decimal | None]:
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT \"paid.hay\" FROM '{folder}/decisions.parquet' ORDER BY row").fetchall()
    return [amount for (amount,) in found]


def codes(folder: Path) -> dict[int, str]:
    """The findings on hay, by the row from 1."""
    with duckdb.connect() as connection:
        query = f"SELECT row - 1, code FROM '{folder}/findings.parquet' WHERE benefit = 'hay'"
        return dict(connection.execute(query).fetchall())


def test_cells_of_a_file_of_text(tmp_path: Path) -> None:
    written = ["", "-", "—", "￥ -", "45.50", "不详", "未知", "0"]
    roll = write_csv(rows([*written]), tmp_path / "roll.csv")
    check(roll, tmp_path / "out")
    assert paid(tmp_path / "out") == [NOTHING] * 4 + [Decimal("45.50"), None, None, NOTHING]
    found = codes(tmp_path / "out")
    assert {found.get(row) for row in (6, 7)} == {"paid_unknown"}
    assert "paid_unknown" not in {found.get(row) for row in (1, 2, 3, 4, 5, 8)}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_numbers_of_another_kind(tmp_path: Path, form: str) -> None:
    """In rows whose cells have moved: these are rejected, and the others are decided."""
    amounts = ["10000000000.00", "320402400101000", "13800000000", "45.50"]
    roll = write_csv(rows([*amounts]), tmp_path / "roll.csv")
    if form == "parquet":
        given = 'SELECT * REPLACE (CAST("paid.hay" AS DECIMAL(18,2)) AS "paid.hay")'
        with duckdb.connect() as connection:
            query = f"{given} FROM read_csv('{roll}', all_varchar=true)"
            connection.execute(f"COPY ({query}) TO '{tmp_path}/roll.parquet'")
    manifest = check(tmp_path / f"roll.{form}", tmp_path / "out")
    assert [(one.code, one.rejects) for one in manifest.rejects] == [("R308", 2)]
    assert paid(tmp_path / "out") == [Decimal("10000000000.00"), None, None, Decimal("45.50")]


@pytest.mark.parametrize("unusual", [False, True])
def test_typed_columns(tmp_path: Path, unusual: bool) -> None:
    """An unusual cell, and the share is read cell by cell."""
    written = rows([None, 45.5, 0, None])
    written[3]["division"] = "?" if unusual else "990101"
    check(write_parquet(written, tmp_path / "roll.parquet"), tmp_path / "out")
    assert paid(tmp_path / "out") == [NOTHING, Decimal("45.50"), NOTHING, NOTHING]


@pytest.mark.parametrize("type_", ["DOUBLE", "FLOAT", "VARCHAR"])
def test_the_same_number_from_everywhere(tmp_path: Path, type_: str) -> None:
    """Whether it is a binary one or its text: the tail that arithmetic leaves is no part of a fen."""
    amounts: list[float | str] = [373.55, 12345.67, 100.0]
    if type_ == "DOUBLE":
        amounts += [0.1 + 0.2, 123.44999999999999]
    elif type_ == "VARCHAR":
        amounts = ["373.55", "12345.67", "100", "0.30000000000000004", "123.44999999999999"]
    read = [Decimal(one) for one in ("373.55", "12345.67", "100.00", "0.30", "123.45")][: len(amounts)]
    written = herders(len(amounts))
    with duckdb.connect() as connection:
        columns = "? AS herder_id, CAST(? AS " + type_ + ') AS "paid.hay"'
        connection.execute(f"CREATE TABLE roll AS SELECT {columns}", [written[0]["herder_id"], amounts[0]])
        for row, amount in list(zip(written, amounts, strict=True))[1:]:
            connection.execute("INSERT INTO roll VALUES (?, ?)", [row["herder_id"], amount])
        for copied in ("roll.parquet' (FORMAT parquet)", "roll.csv' (FORMAT csv)"):
            connection.execute(f"COPY roll TO '{tmp_path}/{copied}")
        connection.execute(f"ATTACH '{tmp_path}/roll.duckdb' AS other")
        connection.execute("CREATE TABLE other.roll AS FROM roll")
    for form in ("parquet", "csv", "duckdb"):
        check(tmp_path / f"roll.{form}", tmp_path / form)
        assert paid(tmp_path / form) == read, form


def test_many_different_texts(tmp_path: Path) -> None:
    """So many that they are looked up in a table."""
    amounts = [f"{number}元" for number in range(1, 300)]
    roll = write_csv(rows([*amounts, "", "不详"]), tmp_path / "roll.csv")
    check(roll, tmp_path / "out")
    assert paid(tmp_path / "out") == [*(Decimal(number) for number in range(1, 300)), NOTHING, None]
