"""What is told of a comparison with registers by `assess roll check`: who was compared with nothing, and why."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from assess.rolls.findings import FINDINGS
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of

ROLL = [
    # case, name, id number, care, nursing
    ("P1", "甲", id_number(1), "300", "0"),
    ("P2", "乙", id_number(2), "300", "0"),
    ("P3", "丙", "", "300", "0"),
    ("P4", "丁", id_number(4), "0", "0"),
    ("P5", "戊", id_number(5), "三百", "0"),
    ("P6", "己", id_number(6), "0", "0"),
]
WRONG = id_number(7)[:-1] + ("1" if id_number(7)[-1] != "1" else "2")
DEATHS = [
    ("甲", id_number(1), "2025-08-01"),
    ("乙", id_number(2), ""),
    ("庚", WRONG, "2025-08-01"),
    ("辛", "", "2025-01-01"),
    ("壬", id_number(8), "2025-13-45"),
    ("丁", id_number(4), "2025-08-01"),
    ("王五", id_number(6), "2025-08-01"),
]
OTHER = [("甲", id_number(1), "六百"), ("丙", id_number(3), "600")]
HEADERS = (
    "case", "name", "id_number", "birth_date", "disability_grade", "ltci_beneficiary", "work_injury_nursing_benefit",
    "paid.care", "paid.meals", "paid.nursing",
)  # fmt: skip


def write(path: Path, headers: tuple[str, ...], rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The folder of a check as of the end of 2025, and what was said."""
    folder = tmp_path_factory.mktemp("told")
    people = [
        (case, name, number, f"1930-01-0{int(case[1]) + 1}", "1", "false", "false", care, "60", nursing)
        for case, name, number, care, nursing in ROLL
    ]
    roll = write(folder / "roll.csv", HEADERS, people)
    deaths = write(folder / "deaths.csv", ("姓名", "身份证号", "死亡日期"), DEATHS)
    other = write(folder / "other.csv", ("姓名", "身份证号", "发放金额"), OTHER)
    result = CliRunner().invoke(
        cli,
        [
            "--library", str(Path(__file__).parent), "roll", "check", str(roll), "--ruleset", "harbour",
            "--as-of", "2025-12-31", "--register", f"deaths={deaths}", "--register", f"roll:低保={other}",
            "--out", str(folder / "out"),
        ],
    )  # fmt: skip
    assert result.exit_code == 2, result.stderr  # a row of the roll is rejected; those of registers are none of it
    return folder / "out", result


def manifest(out: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return content


def test_rows_of_registers_that_cannot_be_read_are_rejects(checked: tuple[Path, Result]) -> None:
    with (checked[0] / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        rejects = list(csv.DictReader(file))
    assert [(one["source"], one["row"], one["column"], one["code"]) for one in rejects] == [
        ("roll.csv", "6", "paid.care", "R308"),
        ("deaths=deaths.csv", "3", "死亡日期", "R506"),
        ("deaths=deaths.csv", "4", "身份证号", "A118"),
        ("deaths=deaths.csv", "5", "身份证号", "R505"),
        ("deaths=deaths.csv", "6", "死亡日期", "A108"),
        ("roll:低保=other.csv", "2", "发放金额", "R308"),
    ]
    assert all(one["remedy_zh"] and one["message_zh"] for one in rejects)
    assert id_number(7)[:17] not in rejects[2]["found"]  # masked


def test_they_are_no_rows_of_the_roll(checked: tuple[Path, Result]) -> None:
    counts = manifest(checked[0])["counts"]
    assert (counts["input"], counts["rejected"]) == (6, 1)
    assert counts["decided"] + counts["undetermined"] == 5


def test_they_are_counted_for_each_register(checked: tuple[Path, Result]) -> None:
    """R531, R532: in the manifest, on the console and in the report."""
    out, result = checked
    assert [(one["kind"], one["rows"], one["rejected"], one["incomplete"]) for one in manifest(out)["registers"]] == [
        ("deaths", 7, 4, 0), ("roll:低保", 2, 0, 1),
    ]  # fmt: skip
    assert "死亡登记：4 行没有比对，见 rejects.csv" in result.stderr
    assert "名册“低保”：1 行的姓名或金额读不出" in result.stderr
    report = (out / "report.html").read_text(encoding="utf-8")
    assert "死亡登记：4 行" in report


def test_they_are_told_among_what_was_not_checked(checked: tuple[Path, Result]) -> None:
    told = {one["subject"]["zh"]: one["reason"] for one in manifest(checked[0])["not_checked"]}
    assert told["死亡登记：4 行"] == {"zh": "读不出，没有比对，见 rejects.csv", "en": "cannot be read, see rejects.csv"}
    assert [subject for subject in told if subject.startswith("名册“低保”")] == []


def test_what_registers_are_asked_for_is_what_was_looked_for(checked: tuple[Path, Result]) -> None:
    by_registers = [code for code in manifest(checked[0])["checked"] if FINDINGS[code].stage == "registers"]
    assert by_registers == ["paid_after_death", "on_two_rolls"]


def test_rows_without_a_number_are_counted(checked: tuple[Path, Result]) -> None:
    """R533."""
    out, result = checked
    assert manifest(out)["without_id_number"] == 1
    assert "名册有 1 行没有能用的身份证号，没有与登记比对" in result.stderr
    assert "与登记比对：名册的 1 行" in (out / "report.html").read_text(encoding="utf-8")


def test_nothing_is_to_be_paid_to_the_dead(checked: tuple[Path, Result]) -> None:
    """R534: of 丁 nothing is said, of 己 it is to be seen first whether it is the same person."""
    out, result = checked
    unpaid = [one for one in rows_of(out / "findings.parquet") if one["code"] == "unpaid" and one["benefit"] == "care"]
    assert {(one["row"], one["direction"]) for one in unpaid} == {(7, "check")}
    assert "但死亡登记中有此身份证号：2025年8月去世（登记的姓名是王五），核实之前不补发。" in unpaid[0]["sentence_zh"]
    assert "条是去世、服刑、迁出之后的月份，没有列入" in result.stderr
    pay = {one["code"]: one["pay"] for one in manifest(out)["findings"]["by_code"]}
    assert pay["unpaid"] == str(sum(one["amount"] for one in rows_of(out / "findings.parquet")
                                    if one["code"] == "unpaid" and one["direction"] == "pay"))  # fmt: skip
