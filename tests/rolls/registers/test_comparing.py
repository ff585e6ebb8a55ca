"""All registers of a check together: one file, the same for the same rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.registers.comparing import register_findings
from assess.rolls.registers.months import Months
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.register import Register
from tests.databases import database
from tests.rolls.registers.registering import (
    AGE,
    CARE,
    YEAR_2023,
    Row,
    found,
    id_number,
    in_months,
    made_roll,
    person,
    register,
)


def some_registers(folder: Path) -> list[Register]:
    id_, dead, gone = "身份证号", "死亡日期", "迁出日期"
    return [
        register(folder, "deaths", [id_, dead], [(id_number(n), "2023-05-31") for n in (1, 2, 3)], "死亡.csv"),
        register(folder, "moved", [id_, gone], [(id_number(n), "2023-07-31") for n in (2, 3, 4)], "迁出.csv"),
        register(folder, "roll:低保", ["身份证号", "金额"], [(id_number(n), "600") for n in (1, 4)], "低保.csv"),
        register(folder, "ltci", ["身份证号"], [(id_number(n),) for n in (1, 2)], "长护险.csv"),
    ]  # fmt: skip


def test_findings_of_all_registers(tmp_path: Path) -> None:
    rows = [row for n in range(1, 6) for row in in_months(1, 12, n + 1, n, care="10")]
    findings = found(tmp_path, some_registers(tmp_path), rows)
    assert {each["code"]: each["which_months"] for each in findings} == {
        "on_two_rolls": "2023-01/2023-12", "paid_after_death": "2023-06/2023-12", "paid_after_move": "2023-08/2023-12",
    }  # fmt: skip
    assert [(each["row"], each["code"], each["months"]) for each in findings] == [
        (2, "on_two_rolls", 12), (2, "paid_after_death", 7), (3, "paid_after_death", 7), (3, "paid_after_move", 5),
        (4, "paid_after_death", 7), (4, "paid_after_move", 5), (5, "on_two_rolls", 12), (5, "paid_after_move", 5),
    ]  # fmt: skip


def test_which_months_of_several(tmp_path: Path) -> None:
    """Not those between in which nothing was paid. A month alone stands in a column of its own."""
    rows = [row for month in (3, 6, 8, 9) for row in in_months(month, month, 2, 1, care="10")]
    rows += in_months(6, 6, 3, 2, care="10")
    findings = found(tmp_path, some_registers(tmp_path)[:1], rows)
    assert [(one["month"], one["months"], one["which_months"]) for one in findings] == [
        (None, 3, "2023-06, 2023-08, 2023-09"), ("2023-06", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize("sources", [("城南", "城北"), ("城北", "城南")])
def test_findings_stand_in_the_order_of_the_roll(tmp_path: Path, sources: tuple[str, str]) -> None:
    """As those of paid against due do; not by the names of sheets."""
    first, second = sources
    rows = [
        Row(row, person(count), {"care": "10"}, month="2023-11", source=source)
        for row, count, source in ((3, 1, first), (2, 4, second))
    ]
    with database() as connection:
        roll = replace(made_roll(connection, rows, YEAR_2023), sources=sources)
        register_findings(connection, some_registers(tmp_path), roll, (CARE, AGE), tmp_path / "findings.parquet")
    found = duckdb.sql(f"SELECT DISTINCT source, row FROM '{tmp_path}/findings.parquet'").fetchall()
    in_order = duckdb.sql(f"SELECT source FROM '{tmp_path}/findings.parquet'").fetchall()
    assert sorted(found) == sorted([(first, 3), (second, 2)])
    assert in_order == [(first,)] * 2 + [(second,)] * 2


@pytest.mark.parametrize("only", [[], ["ltci"]])
def test_nothing_to_compare_with_gives_an_empty_file(tmp_path: Path, only: list[str]) -> None:
    registers = [each for each in some_registers(tmp_path) if each.kind.id in only]
    assert found(tmp_path, registers, in_months(1, 12, 2, 1, care="10")) == []


def test_roll_that_pays_nothing_of_the_benefits(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"other": "10"}, month="2023-06")]
    assert found(tmp_path, some_registers(tmp_path), rows) == []


def test_columns_are_those_of_findings(tmp_path: Path) -> None:
    found(tmp_path, some_registers(tmp_path), in_months(1, 12, 2, 1, care="10"))
    described = duckdb.sql(f"DESCRIBE FROM '{tmp_path}/findings.parquet'").fetchall()
    assert [(name, type_) for name, type_, *_ in described] == [(each.name, each.type) for each in COLUMNS]


def test_order_of_rows_threads_and_registers_make_no_difference(tmp_path: Path) -> None:
    registers = some_registers(tmp_path)
    rows = [row for n in range(1, 6) for row in in_months(1, 12, n + 1, n, care="10", age="3.33")]
    written = set()
    for turn, (given, threads) in enumerate(((rows, 1), (rows[::-1], 2), (rows[7:] + rows[:7], 2))):
        out = tmp_path / f"{turn}.parquet"
        with database(threads) as connection:
            roll = made_roll(connection, given, YEAR_2023)
            register_findings(connection, registers if turn else registers[::-1], roll, (CARE, AGE), out)
        written.add(out.read_bytes())
    assert len(written) == 1


def test_portions_of_the_people_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    registers = some_registers(tmp_path)
    rows = [row for n in range(1, 6) for row in in_months(1, 12, n + 1, n, care="10", age="3.33")]
    whole = found(tmp_path, registers, rows)
    monkeypatch.setattr("assess.rolls.registers.payments._ROWS_OF_A_PORTION", 7)
    assert found(tmp_path, registers, rows) == whole
    assert not list(tmp_path.glob("*.part"))


def test_roll_in_parquet_files(tmp_path: Path) -> None:
    with database() as connection:
        made_roll(connection, in_months(1, 12, 2, 1, care="10"), YEAR_2023)
        for name in ("people", "decisions"):
            connection.execute(f"COPY {name} TO '{tmp_path}/{name}.parquet' (FORMAT parquet)")
        half = "(SELECT * FROM decisions WHERE month {} '2023-06')"
        connection.execute(f"COPY {half.format('<=')} TO '{tmp_path}/first.parquet' (FORMAT parquet)")
        connection.execute(f"COPY {half.format('>')} TO '{tmp_path}/second.parquet' (FORMAT parquet)")
    with database() as connection:
        decisions = [tmp_path / "first.parquet", tmp_path / "second.parquet"]
        roll = Roll(tmp_path / "people.parquet", decisions, YEAR_2023)
        out = tmp_path / "findings.parquet"
        assert register_findings(connection, some_registers(tmp_path), roll, (CARE,), out) == 2
        assert connection.execute("SHOW TABLES").fetchall() == []


def test_row_of_another_month_than_the_one_checked_is_compared_with_nothing(tmp_path: Path) -> None:
    """Such rows are rejected, and have no month among the decisions; so are those that state none."""
    rows = [Row(2, person(1), {"care": "10"}, month="2023-06"), Row(3, person(1), {"care": "10"}, month=None)]
    findings = found(tmp_path, some_registers(tmp_path), rows, Months(202306, 202306))
    assert [(each["code"], each["row"], each["month"], str(each["amount"])) for each in findings] == [
        ("on_two_rolls", 2, "2023-06", "10.00"), ("paid_after_death", 2, "2023-06", "10.00"),
    ]  # fmt: skip


def test_roll_without_a_column_of_months_is_about_the_month_checked(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "10"})]
    findings = found(tmp_path, some_registers(tmp_path)[:1], rows, Months(202306, 202306))
    assert [(each["row"], each["month"]) for each in findings] == [(2, "2023-06")]
