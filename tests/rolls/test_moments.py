"""Days that a database keeps as moments with a time zone: midnight in China, wherever the machine stands."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from assess.cli.main import cli
from assess.rolls.parquet_files import by_chinese_clocks
from assess.rolls.registers.reading import read_register
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of

LIBRARY = Path(__file__).parent / "registers"
MOMENTS = ("TIMESTAMPTZ '1930-01-01 16:00:00+00'", "TIMESTAMPTZ '1930-01-02 00:00:00+00'")
"""Midnight of 2 January 1930 in China, and in universal time: either way the same day."""


@pytest.fixture(params=["Etc/UTC", "America/New_York", "Asia/Shanghai"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_zone")
def test_moments_are_shown_by_chinese_clocks() -> None:
    with by_chinese_clocks(duckdb.connect()) as connection:
        found = connection.execute(f"SELECT CAST({MOMENTS[0]} AS VARCHAR)").fetchall()
    assert found == [("1930-01-02 00:00:00+08",)]


@pytest.mark.usefixtures("_zone")
def test_birthday_kept_as_a_moment(tmp_path: Path) -> None:
    """In a Parquet file, and in a table of a database, which is brought into text as it is read."""
    columns = f"'甲' AS name, '{id_number(1)}' AS id_number, 0 AS disability_grade, false AS ltci_beneficiary"
    columns += ', false AS work_injury_nursing_benefit, 300 AS "paid.care", 60 AS "paid.meals", 0 AS "paid.nursing"'
    people = " UNION ALL ".join(f"SELECT {moment} AS birth_date, {columns}" for moment in MOMENTS)
    duckdb.connect().execute(f"COPY ({people}) TO '{tmp_path / 'roll.parquet'}' (FORMAT parquet)")
    with duckdb.connect(str(tmp_path / "roll.duckdb")) as database:
        database.execute(f"CREATE TABLE people AS {people}")
    for roll in ("roll.parquet", "roll.duckdb"):
        call = [
            "--lang",
            "en",
            "--library",
            str(LIBRARY),
            "roll",
            "check",
            str(tmp_path / roll),
            "--ruleset",
            "harbour",
        ]
        out = tmp_path / f"{roll}-out"
        result = CliRunner().invoke(cli, [*call, "--as-of", "2025-12-31", "--out", str(out)])
        assert result.exit_code == 0, result.output
        assert {one["code"] for one in rows_of(out / "findings.parquet")} == {"duplicate_id"}
        told = CliRunner().invoke(cli, ["--library", str(LIBRARY), "roll", "explain", str(out), "2"])
        assert told.exit_code == 0, told.output


@pytest.mark.usefixtures("_zone")
def test_day_of_death_kept_as_a_moment(tmp_path: Path) -> None:
    deaths = f"SELECT '{id_number(1)}' AS 身份证号, TIMESTAMPTZ '2024-02-29 16:00:00+00' AS 死亡日期"
    duckdb.connect().execute(f"COPY ({deaths}) TO '{tmp_path / 'deaths.parquet'}' (FORMAT parquet)")
    read = read_register("deaths", str(tmp_path / "deaths.parquet"), tmp_path)
    assert [row["start"] for row in rows_of(read.path)] == [2024_03_01]
