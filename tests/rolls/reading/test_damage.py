"""A file with a few bytes changed or its end missing is read or refused: it never ends in anything else."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from assess.diagnostics.diagnostic import Refused
from assess.rolls.reading import read_roll

QUERY = "SELECT '张' || range AS 姓名, range AS 年龄 FROM range(300)"
WORKBOOKS = Path(__file__).parent / "workbooks"


def csv(path: Path) -> None:
    path.write_text("姓名,年龄\n" + "".join(f"张{number},{number}\n" for number in range(300)), "utf-8")


def gb18030(path: Path) -> None:
    csv(path)
    path.write_text(path.read_text("utf-8"), "gb18030")


def parquet(path: Path) -> None:
    duckdb.connect().execute(f"COPY ({QUERY}) TO '{path}' (FORMAT parquet)")


def duckdb_file(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE roll AS {QUERY}")


def sqlite_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE roll (姓名 TEXT, 年龄 INTEGER)")
        connection.executemany("INSERT INTO roll VALUES (?, ?)", [(f"张{number}", number) for number in range(300)])
        connection.commit()


def xlsx(path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet()
    for number in range(300):
        sheet.write_row(number, 0, ["姓名", "年龄"] if number == 0 else [f"张{number}", number])
    workbook.close()


def xls(path: Path) -> None:
    shutil.copy(WORKBOOKS / "roll.xls", path)


def ods(path: Path) -> None:
    shutil.copy(WORKBOOKS / "roll.ods", path)


@pytest.mark.parametrize("make", [csv, gb18030, parquet, duckdb_file, sqlite_file, xlsx, xls, ods])
def test_damaged_anywhere(tmp_path: Path, make: Callable[[Path], None]) -> None:
    suffix = {csv: "csv", gb18030: "csv"}.get(make, make.__name__.removesuffix("_file"))
    path = tmp_path / f"roll.{suffix}"
    make(path)
    whole = path.read_bytes()
    assert read_roll([str(path)], tmp_path / "staged")[0].rows
    chance = random.Random(1939)
    for _ in range(40):
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 30])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if chance.random() < 0.2:
            del content[chance.randrange(1, len(content)) :]
        path.write_bytes(content)
        with contextlib.suppress(Refused):
            read_roll([str(path)], tmp_path / "staged")
