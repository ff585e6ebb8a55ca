"""Rolls without a column of months: the mapping says which month a file is of; several months' files are no one's."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.reporting.folder import load_manifest
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of
from tests.rolls.running.village import VILLAGE

HEADER = "id_number,birth_date,poor,paid.pension"
COLUMNS = "columns: {id_number: id_number, birth_date: birth_date, poor: poor, paid.pension: paid.pension}\n"


def written(folder: Path, months: dict[str, int], people: int = 3) -> list[str]:
    """A file for each name; what its people are paid."""
    for name, paid in months.items():
        rows = [f"{id_number(number)},1930-01-{1 + number:02},false,{paid}" for number in range(people)]
        (folder / name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return [str(folder / name) for name in months]


def check(folder: Path, sources: list[str], constants: str = "", period: Period | None = None) -> Check:
    mapping = folder / "mapping.yaml"
    mapping.write_text(COLUMNS + (f"constants: {constants}\n" if constants else ""), encoding="utf-8")
    period = period or Period.of_months("2023-01", "2023-03")
    call = Call(
        tuple(sources), "village", period, folder / "out", mapping=mapping, threads=1, memory=2**29, force=True,
    )  # fmt: skip
    done = Check(call, VILLAGE)
    done.run()
    return done


def decided(folder: Path) -> set[tuple[str, str, Decimal]]:
    return {(row["source"], row["month"], row["paid.pension"]) for row in rows_of(folder / "out" / "decisions.parquet")}


def codes(done: Check) -> set[str]:
    return {one.code for one in done.warnings}


def test_month_for_all_rows(tmp_path: Path) -> None:
    """Nothing is said of the months that the file is not of, but that it has no row of them."""
    done = check(tmp_path, written(tmp_path, {"a.csv": 50}), "{month: 2023-02}")
    assert decided(tmp_path) == {("a.csv", "2023-02", Decimal(50))}
    assert "R424" in codes(done)


@pytest.mark.parametrize(
    ("name", "constants", "told"),
    [("2023年2月.csv", "", True), ("2023年2月.csv", "{month: 2023-02}", False), ("2023年1-3月.csv", "", False)],
)
def test_a_roll_of_one_month_taken_for_several(tmp_path: Path, name: str, constants: str, told: bool) -> None:
    """What is found of January and March is of no payment that anybody has stated."""
    done = check(tmp_path, written(tmp_path, {name: 50}), constants)
    said = [one for one in done.warnings if one.code == "R441"]
    assert [(one.position.file, one.arguments["month"]) for one in said] == [(name, "2023-02")] * told
    day = check(tmp_path, written(tmp_path, {name: 50}), constants, Period.on(2023_02_28))
    assert "R441" not in codes(day)


def test_month_of_each_file(tmp_path: Path) -> None:
    sources = written(tmp_path, {"2023年1月.csv": 50, "2023年2月.csv": 60})
    done = check(tmp_path, sources, "{month: {2023年1月.csv: 2023-01, 2023年2月.csv: 2023年2月}}")
    assert decided(tmp_path) == {("2023年1月.csv", "2023-01", Decimal(50)), ("2023年2月.csv", "2023-02", Decimal(60))}
    assert "R434" not in codes(done)
    assert {row["code"] for row in rows_of(tmp_path / "out" / "findings.parquet")}.isdisjoint({"duplicate_id"})


def test_district_of_each_file(tmp_path: Path) -> None:
    sources = written(tmp_path, {"a.csv": 50, "b.csv": 60}, people=1)
    check(tmp_path, sources, "{district: {a.csv: 湖塘镇, b.csv: 牛塘镇}}", Period.on(2023_01_31))
    rows = rows_of(tmp_path / "out" / "decisions.parquet")
    assert {(row["source"], row["district"]) for row in rows} == {("a.csv", "湖塘镇"), ("b.csv", "牛塘镇")}


@pytest.mark.parametrize(
    ("constants", "period", "code"),
    [
        ("{month: {a.csv: 2023-01}}", Period.of_months("2023-01", "2023-03"), "R222"),
        ("{month: 2022-12}", Period.of_months("2023-01", "2023-03"), "R223"),
        ("{month: 2023-02}", Period.on(2023_01_31), "R223"),
    ],
)
def test_month_that_is_not_told_or_not_checked(tmp_path: Path, constants: str, period: Period, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(tmp_path, written(tmp_path, {"a.csv": 50, "b.csv": 50}), constants, period)
    assert {one.code for one in refused.value.diagnostics} == {code}


def test_files_whose_names_tell_different_months(tmp_path: Path) -> None:
    sources = written(tmp_path, {"2023年1月.csv": 50, "2023年2月.csv": 60})
    with pytest.raises(Refused) as refused:
        check(tmp_path, sources)
    (problem,) = refused.value.diagnostics
    assert problem.code == "R433"
    assert problem.arguments["line"] == '{month: {"2023年1月.csv": 2023-01, "2023年2月.csv": 2023-02}}'
    check(tmp_path, sources, problem.arguments["line"])


def test_the_same_people_in_files_taken_for_all_months(tmp_path: Path) -> None:
    sources = written(tmp_path, {"甲.csv": 50, "乙.csv": 60})
    assert "R434" in codes(check(tmp_path, sources))
    (told,) = [one for one in load_manifest(tmp_path / "out").warnings if one.code == "R434"]
    assert (told.severity, told.place) == ("warning", "甲.csv")
    assert "R434" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "R434" not in codes(check(tmp_path, sources, period=Period.on(2023_01_31)))
    assert "R434" not in codes(check(tmp_path, sources[:1]))


def test_a_town_to_a_file(tmp_path: Path) -> None:
    sources = written(tmp_path, {"甲镇.csv": 50, "乙镇.csv": 60})
    lines = (tmp_path / "乙镇.csv").read_text(encoding="utf-8").splitlines()
    others = [line.replace(id_number(number), id_number(number + 5)) for number, line in enumerate(lines[1:])]
    (tmp_path / "乙镇.csv").write_text("\n".join([lines[0], *others, lines[1]]) + "\n", encoding="utf-8")
    assert "R434" not in codes(check(tmp_path, sources))
