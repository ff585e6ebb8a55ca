"""Several months at once: each under the rules and figures then in force, and what is amiss month by month."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest

from assess.rolls.reporting.console import summary
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.running.herds import Row, identity_number, rows_of
from tests.rolls.running.village import VILLAGE

HALF_A_YEAR = Period.of_months("2023-01", "2023-06")
PENSION = {"01": 50, "02": 50, "03": 60, "04": 60, "05": 60, "06": 60}
"""By month of 2023, for whoever is eighty, and from May on seventy-five."""


def write(folder: Path, header: str, *lines: str) -> Path:
    path = folder / "roll.csv"
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def check(roll: Path, period: Period = HALF_A_YEAR, **options: Any) -> Manifest:
    return Check(Call((str(roll),), "village", period, roll.parent / "out", **options), VILLAGE).run()


def decisions(roll: Path, *columns: str) -> list[tuple[Any, ...]]:
    """Of each row and month."""
    rows = rows_of(roll.parent / "out" / "decisions.parquet")
    found = [tuple(row[name] for name in ("row", "month", *columns)) for row in rows]
    return sorted(found, key=lambda each: (each[0], each[1] or ""))


def findings(roll: Path) -> list[Row]:
    rows = rows_of(roll.parent / "out" / "findings.parquet")
    return sorted(rows, key=lambda row: (row["row"], row["code"], row["month"] or ""))


def rejects(roll: Path) -> list[tuple[str, str, str, str]]:
    with (roll.parent / "out" / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(line["row"], line["column"], line["code"], line["found"]) for line in csv.DictReader(file)]


def test_each_month_under_the_rules_then_in_force(tmp_path: Path) -> None:
    """Somebody of ninety, somebody who comes of eighty in February, and somebody of seventy-six."""
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,true", "1943-02-28,false", "1947-01-01,")
    manifest = check(roll)
    due = {(row, month[5:]): (pension, grain) for row, month, pension, grain in decisions(roll, "pension", "grain")}
    assert [due[2, month] for month in PENSION] == [(50, 20), (50, 20), (60, 20), (60, 20), (60, 0), (60, 0)]
    assert [due[3, month][0] for month in PENSION] == [0, 50, 60, 60, 60, 60]
    assert [due[4, month][0] for month in PENSION] == [0, 0, 0, 0, 60, 60]
    assert (manifest.counts.input, manifest.counts.decisions) == (3, 18)
    assert (manifest.period.first_month, manifest.period.last_month) == ("2023-01", "2023-06")


def test_row_that_cannot_be_read_is_rejected_in_every_month(tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,true", "1943-02-28,false,more")
    manifest = check(roll)
    assert (manifest.counts.input, manifest.counts.rejected, manifest.counts.decisions) == (2, 1, 12)
    found = [each for each in decisions(roll, "status", "pension") if each[0] == 3]
    assert found == [(3, f"2023-{month}", "rejected", None) for month in PENSION]


def test_row_that_cannot_be_read_is_rejected_for_no_month_where_rows_say_theirs(tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor,month", "1933-01-01,true,2023-02", "1943-02-28,false,2023-02,more")
    manifest = check(roll)
    assert (manifest.counts.rejected, manifest.counts.decisions) == (1, 2)
    assert decisions(roll, "status") == [(2, "2023-02", "decided"), (3, None, "rejected")]


def test_arrears_month_by_month(tmp_path: Path) -> None:
    """Fifty are paid each month; from March on it should have been sixty."""
    roll = write(tmp_path, "birth_date,poor,paid.pension", "1933-01-01,false,50", "1990-01-01,false,50")
    check(roll)
    late = [row for row in findings(roll) if row["row"] == 2]
    assert [(row["code"], row["month"], row["amount"], row["direction"]) for row in late] == [
        ("underpaid", f"2023-{month}", Decimal(10), "pay") for month in ("03", "04", "05", "06")
    ]
    undue = [row for row in findings(roll) if row["row"] == 3]
    assert {(row["code"], row["amount"], row["direction"]) for row in undue} == {
        ("not_entitled", Decimal(50), "recover")
    }
    assert [row["month"] for row in undue] == [f"2023-{month}" for month in PENSION]


def test_number_twice_on_a_roll_without_months(tmp_path: Path) -> None:
    """What is paid again is to be recovered month by month; that the first row has its number twice is said once."""
    person = identity_number(date(1933, 1, 1))
    rows = [f"{person},1933-01-01,false,{paid}" for paid in (60, 60, "")]
    check(write(tmp_path, "id_number,birth_date,poor,paid.pension", *rows), Period.of_months("2023-03", "2023-05"))
    found = [row for row in findings(tmp_path / "roll.csv") if row["code"] == "duplicate_id"]
    assert [(row["row"], row["month"], row["which_months"], row["direction"], row["paid"]) for row in found] == [
        (2, None, "2023-03/2023-05", "none", 180),
        *((3, f"2023-{month}", None, "recover", 60) for month in ("03", "04", "05")),
        (4, None, "2023-03/2023-05", "none", 0),
    ]
    assert found[0]["sentence_zh"] == "2023年3月至5月：身份证号与第3行、第4行重复。"
    assert found[0]["sentence_en"] == "2023-03 to 2023-05: The person: the same ID number also stands on row 3, row 4."
    assert found[1]["sentence_zh"].startswith("身份证号2023年3月与第2行、第4行重复，重复发放60.00元")


def test_amounts_by_the_year_are_held_against_twelve_months(tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor,paid.pension", "1933-01-01,false,600")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "columns: {birth_date: birth_date, poor: poor, paid.pension: {target: paid.pension, period: year}}",
        encoding="utf-8",
    )
    check(roll, Period.on(2023_02_28), mapping=mapping)
    ((row, paid, due),) = (
        (row["row"], row["paid.pension"], row["due.pension"]) for row in rows_of(tmp_path / "out" / "decisions.parquet")
    )
    assert (row, paid, due) == (2, Decimal(600), Decimal(600))
    assert findings(roll) == []


def test_row_counts_by_the_worst_of_its_months(tmp_path: Path) -> None:
    """The first is decided for all months; of the second nothing is known; the third arrives in March."""
    lines = ("1933-01-01,false,2020-01-01", "?,,", "1933-01-01,false,2023-03-15")
    roll = write(tmp_path, "birth_date,poor,arrived_on", *lines)
    manifest = check(roll)
    counts = manifest.counts
    assert (counts.input, counts.decided, counts.undetermined, counts.rejected) == (3, 1, 1, 1)
    assert counts.decisions == 18
    statuses = {row: [status for each, _, status in decisions(roll, "status") if each == row] for row in (2, 3, 4)}
    assert statuses == {2: ["decided"] * 6, 3: ["undetermined"] * 6, 4: ["rejected"] * 2 + ["decided"] * 4}
    assert rejects(roll) == [("4", "arrived_on", "A126", "2023-03-15")]


# a roll that says which month each row is for


def test_column_of_months(tmp_path: Path) -> None:
    """A line for each payment: each is held against the rules of its own month only."""
    lines = [f"P1,2023-{month},1933-01-01,false,50" for month in ("01", "03")]
    roll = write(tmp_path, "case,month,birth_date,poor,paid.pension", *lines, "P2,2023年5月,1947-01-01,false,60")
    manifest = check(roll)
    assert decisions(roll, "case", "due.pension") == [
        (2, "2023-01", "P1", Decimal(50)), (3, "2023-03", "P1", Decimal(60)), (4, "2023-05", "P2", Decimal(60)),
    ]  # fmt: skip
    assert [(row["code"], row["row"], row["month"]) for row in findings(roll)] == [("underpaid", 3, "2023-03")]
    assert (manifest.counts.input, manifest.counts.decided, manifest.counts.decisions) == (3, 3, 3)


def test_months_that_are_not_asked_for_or_not_told(tmp_path: Path) -> None:
    lines = [f"{month},1933-01-01,false" for month in ("2022-12", "", "2023-13", "2023-07", "2023-02")]
    roll = write(tmp_path, "month,birth_date,poor", *lines)
    counts = check(roll).counts
    assert rejects(roll) == [
        ("2", "month", "R402", "2022-12"), ("3", "month", "R403", ""), ("4", "month", "R311", "2023-13"),
        ("5", "month", "R402", "2023-07"),
    ]  # fmt: skip
    assert [(month, status) for _, month, status in decisions(roll, "status")] == [
        *[(None, "rejected")] * 4, ("2023-02", "decided"),
    ]  # fmt: skip
    assert (counts.input, counts.decided, counts.rejected, counts.decisions) == (5, 1, 4, 5)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "未能处理的行里，2 行不属于所核对的月份，没有核对"),
        ("en", "of the rejected rows, 2 are not of the months checked, and not looked at"),
    ],
)
def test_rows_of_other_months_are_told_apart_from_faults(
    tmp_path: Path, language: Literal["zh", "en"], said: str
) -> None:
    lines = [f"{month},1933-01-01,false" for month in ("2022-12", "", "2023-07", "2023-02")]
    manifest = check(write(tmp_path, "month,birth_date,poor", *lines), language=language)
    out = tmp_path / "out"
    assert said in list(summary(manifest, out, language))
    assert f"{said[0].upper()}{said[1:]}" in (out / "report.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "findings.xlsx") as book:
        assert said in book.read("xl/worksheets/sheet1.xml").decode()
    with (out / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file))
    assert first["message_zh"] == "不属于所核对的月份：“month”列写的是“2022-12”，核对的是 2023-01 至 2023-06"
    assert manifest.counts.input == manifest.counts.decided + manifest.counts.rejected


def test_month_that_no_row_is_for(tmp_path: Path) -> None:
    """A month of which all rows are rejected is no month without rows."""
    lines = [f"{month},1933-01-01,{poor}" for month, poor in (("2023-01", "false"), ("2023-02", "?!"), ("2022-12", ""))]
    roll = write(tmp_path, "month,birth_date,poor", *lines)
    run = Check(Call((str(roll),), "village", HALF_A_YEAR, tmp_path / "out"), VILLAGE)
    run.run()
    (found,) = [one for one in run.warnings if one.code == "R424"]
    assert (found.position.file, found.arguments["months"]) == ("roll.csv", "2023-03, 2023-04, 2023-05, 2023-06")


def test_roll_without_months_lacks_none(tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,false")
    run = Check(Call((str(roll),), "village", HALF_A_YEAR, tmp_path / "out"), VILLAGE)
    run.run()
    assert "R424" not in [one.code for one in run.warnings]


def test_date_is_held_against_the_month_of_its_own_row(tmp_path: Path) -> None:
    """Who arrives on the last of March is paid rightly in March; in February not yet."""
    lines = [f"{month},1933-01-01,false,2023-03-31" for month in ("2023-02", "2023-03", "2023-04")]
    roll = write(tmp_path, "month,birth_date,poor,arrived_on", *lines)
    check(roll)
    assert [status for _, _, status in decisions(roll, "status")] == ["rejected", "decided", "decided"]
    assert rejects(roll) == [("2", "arrived_on", "A126", "2023-03-31")]


def test_column_of_months_on_one_day(tmp_path: Path) -> None:
    """The day says the month."""
    lines = [f"{month},1933-01-01,false" for month in ("2023-03", "2023-04")]
    roll = write(tmp_path, "month,birth_date,poor", *lines)
    check(roll, Period.on(2023_03_31))
    assert [(month, status) for _, month, status in decisions(roll, "status")] == [
        ("2023-03", "decided"), (None, "rejected"),
    ]  # fmt: skip
    assert rejects(roll) == [("3", "month", "R402", "2023-04")]
    told = (roll.parent / "out" / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "写的是“2023-04”，核对的是 2023-03," in told


# what a mapping adds


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """The birth date comes out of the identity number; nobody is poor; everybody arrived long ago."""
    path = tmp_path / "mapping.yaml"
    path.write_text(
        "columns: {编号: case, 身份证号: id_number, 养老金: paid.pension}\n"
        "derived: {birth_date: {from: id_number}}\n"
        "constants: {poor: false, arrived_on: 2000-01-01}\n",
        encoding="utf-8",
    )
    return path


def of_birth(year: int) -> str:
    return identity_number(date(year, 1, 1))


def test_constants_and_facts_that_come_out_of_others(tmp_path: Path, mapping: Path) -> None:
    """Identity numbers of the village; the second one is unknown, the third wrong, the fourth of somebody yet to be
    born, as rolls have them by a slip of the pen."""
    lines = [f"A,{of_birth(1933)},50", "B,,50", "C,999999193301010009,50", f"D,{of_birth(2024)},50"]
    roll = write(tmp_path, "编号,身份证号,养老金", *lines)
    counts = check(roll, Period.on(2023_01_31), mapping=mapping, unmask=True).counts
    found = {
        row["case"]: (row["status"], row["age"], row["pension"], row["grain"])
        for row in rows_of(tmp_path / "out" / "decisions.parquet")
    }
    assert found == {
        "A": ("decided", 90, Decimal(50), Decimal(0)),
        "B": ("undetermined", None, None, Decimal(0)),
        "C": ("rejected", None, None, None),
        "D": ("rejected", None, None, None),
    }
    assert rejects(roll) == [("4", "身份证号", "A118", "999999193301010009"), ("5", "身份证号", "A126", "2024-01-01")]
    assert (counts.input, counts.decided, counts.undetermined, counts.rejected) == (4, 1, 1, 2)


def test_constant_date_after_the_day(tmp_path: Path, mapping: Path) -> None:
    mapping.write_text(mapping.read_text(encoding="utf-8").replace("2000-01-01", "2023-02-15"), encoding="utf-8")
    roll = write(tmp_path, "编号,身份证号,养老金", f"A,{of_birth(1933)},50")
    check(roll, Period.on(2023_01_31), mapping=mapping)
    assert rejects(roll) == [("2", "", "A126", "2023-02-15")]


PAID_LATE = {
    "once": {"03": "0", "04": "120"},
    "before it was lacking": {"03": "120", "04": "0"},
    "of another amount": {"03": "0", "04": "110"},
    "lacking twice": {"03": "0", "04": "0", "05": "120"},
}
"""What somebody of ninety is paid of the pension in other months than the right 50 or 60."""


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """The findings on the pension, in the order of months."""
    lines = []
    for place, months in enumerate(PAID_LATE.values(), start=1):
        number = identity_number(date(1933, 1, place))
        for month, right in PENSION.items():
            lines.append(f"{number},2023-{month},1933-01-0{place},false,{months.get(month, right)}")
    folder = tmp_path_factory.mktemp("late")
    roll = write(folder, "id_number,month,birth_date,poor,paid.pension", *lines)
    check(roll)
    numbers = {identity_number(date(1933, 1, place)): who for place, who in enumerate(PAID_LATE, start=1)}
    found: dict[str, list[Row]] = {who: [] for who in PAID_LATE}
    for one in findings(roll):
        found[numbers[one["id_number"]]].append(one)
    return {who: sorted(rows, key=lambda one: str(one["month"])) for who, rows in found.items()}


def test_what_a_later_month_pays_up_is_to_be_verified_in_both(late: dict[str, list[Row]]) -> None:
    lacking, too_much = late["once"]
    assert [(one["month"], one["amount"], one["direction"]) for one in (lacking, too_much)] == [
        ("2023-03", 60, "check"),
        ("2023-04", 60, "check"),
    ]
    assert lacking["sentence_zh"].endswith("但2023年4月多发的金额与此相同，可能已经补发，核实之前不补发。")
    assert too_much["sentence_zh"].endswith("但2023年3月少发的金额与此相同，可能就是补发，核实之前不追回。")
    assert "as much was lacking for 2023-03" in too_much["sentence_en"]


@pytest.mark.parametrize("who", [who for who in PAID_LATE if who != "once"])
def test_nothing_else_is_taken_for_paid_late(late: dict[str, list[Row]], who: str) -> None:
    assert {one["direction"] for one in late[who]} == {"pay", "recover"}


def test_nothing_is_paid_late_where_the_roll_does_not_say_which_month_it_pays(tmp_path: Path) -> None:
    """Its amount is taken for every month: where less is due from March on, March has not paid up February."""
    figures = tmp_path / "figures.yaml"
    rates = [
        f"{{from: 2023-{month}-01, value: {value}, confidence: published}}" for month, value in (("01", 60), ("03", 50))
    ]
    figures.write_text(f"parameters:\n  pension_rate: [{', '.join(rates)}]\n", encoding="utf-8")
    person = identity_number(date(1933, 1, 1))
    for header, lines in (
        ("id_number,birth_date,paid.pension", [f"{person},1933-01-01,55"]),
        ("id_number,birth_date,paid.pension,month", [f"{person},1933-01-01,55,2023-{month}" for month in ("02", "03")]),
    ):
        roll = write(tmp_path, header, *lines)
        check(roll, Period.of_months("2023-02", "2023-03"), parameters=figures, force=True)
        found = sorted((one["month"], one["code"], one["amount"], one["direction"]) for one in findings(roll))
        says_months = header.endswith("month")
        assert found == [
            ("2023-02", "underpaid", 5, "check" if says_months else "pay"),
            ("2023-03", "overpaid", 5, "check" if says_months else "recover"),
        ]
