"""The office's own Parquet files stay where they are."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from assess.rolls.reading import read_roll
from assess.rolls.reading.asides import Asides
from assess.rolls.roll import Column
from tests.rolls.reading.helpers import codes, headers, read, read_one, refusal, rows, set_aside, written


def made(path: Path, query: str, option: str = "COMPRESSION zstd") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, {option})")
    return path


PEOPLE = "SELECT '张三' AS 姓名, DATE '1939-10-15' AS birth_date, CAST(684 AS DECIMAL(18, 2)) AS paid, 84 AS age"


def test_one_file(tmp_path: Path) -> None:
    path = made(tmp_path / "roll.parquet", f"{PEOPLE} UNION ALL {PEOPLE}")
    part = read_one(path)
    assert (part.source, part.path, part.origin, part.rows, part.staged) == ("roll.parquet", path, path, 2, False)
    assert part.columns == (
        Column("姓名", "VARCHAR"),
        Column("birth_date", "DATE"),
        Column("paid", "DECIMAL(18,2)"),
        Column("age", "INTEGER", span=(84, 84)),
    )


def test_the_least_and_the_greatest_of_whole_numbers(tmp_path: Path) -> None:
    """By the statistics of all row groups; of a group in which nothing is known there are none, and need be none."""
    known = "CASE WHEN i >= 5000 THEN i - 7000 END"
    rows = f"SELECT i::SMALLINT AS n, {known} AS m, NULL::INT AS nothing FROM range(10000) AS people(i)"
    part = read_one(made(tmp_path / "roll.parquet", rows, "ROW_GROUP_SIZE 2048"))
    assert {one.header: one.span for one in part.columns} == {"n": (0, 9_999), "m": (-2_000, 2_999), "nothing": None}


def test_name_that_looks_like_a_pattern(tmp_path: Path) -> None:
    made(tmp_path / "roll1.parquet", "SELECT 1 AS 其他")
    assert "姓名" in headers(read_one(made(tmp_path / "roll[1].parquet", PEOPLE)))


def test_folder(tmp_path: Path) -> None:
    folder = tmp_path / "rolls"
    made(folder / "month=2023-02" / "part-1.parquet", PEOPLE)
    made(folder / "month=2023-01" / "part-1.parquet", PEOPLE)
    made(folder / "_temporary" / "part-2.parquet", PEOPLE)
    made(folder / "._part-3.parquet", PEOPLE)
    written(folder / "_SUCCESS", "")
    parts = read(folder)
    assert [part.source for part in parts] == [
        "rolls/month=2023-01/part-1.parquet",
        "rolls/month=2023-02/part-1.parquet",
    ]
    assert len(parts[0].columns) == 4  # what the folder's name says is no column of the file


def test_pattern(tmp_path: Path) -> None:
    for number in (2, 1, 3):
        made(tmp_path / f"roll-{number}.parquet", PEOPLE)
    assert [part.source for part in read(tmp_path / "roll-[12].parquet")] == ["roll-1.parquet", "roll-2.parquet"]


def test_folder_without_any(tmp_path: Path) -> None:
    (tmp_path / "rolls").mkdir()
    assert refusal(tmp_path / "rolls").code == "R105"


def test_nobody_in_it(tmp_path: Path) -> None:
    part = read_one(made(tmp_path / "roll.parquet", f"{PEOPLE} LIMIT 0"))
    assert (part.rows, codes(part.notes)) == (0, ["R158"])


@pytest.mark.parametrize("length", [4, 100, 300])
def test_damaged(tmp_path: Path, length: int) -> None:
    whole = made(tmp_path / "roll.parquet", PEOPLE).read_bytes()
    assert refusal(written(tmp_path / "half.parquet", whole[:length])).code == "R106"


def test_files_of_one_name_are_called_by_their_paths(tmp_path: Path) -> None:
    paths = [str(made(tmp_path / month / "roll.parquet", PEOPLE)) for month in ("01", "02")]
    assert [part.source for part in read_roll(paths, tmp_path / "staged")] == paths


NOBODYS = """
    SELECT * FROM (VALUES
        (1, '张三', '320402193910150001', 1300.0), (NULL, NULL, NULL, NULL), (2, '李四', NULL, 1200.5),
        (NULL, '东镇小计', NULL, 2500.5), (3, NULL, NULL, 0), (4, NULL, NULL, 7)
    ) AS people(序号, 姓名, 身份证号, 金额)
"""


def test_spreadsheet_turned_into_parquet(tmp_path: Path) -> None:
    """Its blank rows, totals and numbered rows kept free are nobody's here, too; the rows keep their numbers."""
    part = read_one(made(tmp_path / "roll.parquet", NOBODYS))
    assert part.staged
    assert part.origin == tmp_path / "roll.parquet"
    assert rows(part) == [
        (1, "1", "张三", "320402193910150001", "1300.0"), (3, "2", "李四", None, "1200.5"), (6, "4", None, None, "7.0"),
    ]  # fmt: skip
    assert set_aside(part) == [(4, "R138"), (5, "R141")]


def test_total_in_the_place_of_a_name_where_nobody_has_a_number(tmp_path: Path) -> None:
    query = "SELECT '张三' AS 姓名, 80.5 AS 金额 UNION ALL SELECT '李四', 20 UNION ALL SELECT '合计', 100.5"
    part = read_one(made(tmp_path / "roll.parquet", query))
    assert [name for _, name, _ in rows(part)] == ["张三", "李四"]
    assert set_aside(part) == [(3, "R138")]


@pytest.mark.parametrize(
    "query",
    [
        PEOPLE,
        "SELECT '张三' AS 姓名, 80.5 AS 金额 UNION ALL SELECT '计春华', 20",
        "SELECT 1 AS 序号, '张三' AS 姓名, NULL::VARCHAR AS 身份证号, 7 AS 金额",
        "SELECT '张三' AS 姓名, '320402193910150001' AS 身份证号 UNION ALL SELECT '小计', '320402194010100003'",
    ],
)
def test_file_without_such_rows_stays_where_it_is(tmp_path: Path, query: str) -> None:
    assert not read_one(made(tmp_path / "roll.parquet", query)).staged


def test_rows_are_not_looked_at_where_each_has_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the rows were looked at")

    monkeypatch.setattr(Asides, "candidates", refuse)
    query = "SELECT '张三' AS 姓名, '320402193910150001' AS 身份证号 FROM range(5000)"
    assert not read_one(made(tmp_path / "roll.parquet", query)).staged


def test_rows_that_cannot_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a damaged file the shares tell. Where the query itself is not understood, the roll is not taken as one without
    such rows."""
    path = made(tmp_path / "roll.parquet", "SELECT NULL::VARCHAR AS 身份证号, '张三' AS 姓名 FROM range(3)")
    monkeypatch.setattr(Asides, "candidates", lambda *_: "no_such_column")
    assert refusal(path).code == "R106"
    monkeypatch.setattr(Asides, "candidates", lambda *_: "error('a damaged page')")
    assert not read_one(path).staged
