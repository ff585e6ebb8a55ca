"""Nothing is to be paid up for months in which, by a register, nothing was due."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assess.rolls.finding_columns import COLUMN_NAMES, create_table
from assess.rolls.registers.arrears import Settled, settled
from assess.rolls.registers.months import Months
from assess.rolls.registers.register import Register
from tests.databases import database
from tests.rolls.registers.registering import (
    ROLL,
    YEAR_2023,
    Row,
    as_dicts,
    id_number,
    made_roll,
    person,
    register,
)

MAY_2023 = Months(202305, 202305)
Found = tuple[int, str | None, str, str]
"""Row, month, code and direction of a finding."""


def unpaid(*months: int, row: int = 2) -> list[Found]:
    return [(row, f"2023-{month:02}", "unpaid", "pay") for month in months]


def settle(
    folder: Path,
    registers: Sequence[Register],
    findings: Sequence[Found],
    months: Months = YEAR_2023,
    by_year: Sequence[str] = (),
) -> tuple[list[dict[str, Any]], Settled]:
    """What becomes of these findings on care, 60.00 each; the first two persons stand on rows 2 and 3."""
    path = folder / "findings.parquet"
    listed = sorted({month for _, month, _, _ in findings if month})
    rows = [Row(row, person(row - 1), {"care": "0"}, month=month) for row in (2, 3) for month in listed or [None]]
    with database() as connection:
        roll = made_roll(connection, rows, months)
        connection.execute(create_table("findings"))
        for row, month, code, direction in findings:
            values = {
                "code": code, "source": ROLL, "row": row, "case": f"A{row}", "month": month, "benefit": "care",
                "amount": "60.00", "direction": direction, "sentence_zh": "没有发放。", "sentence_en": "Nothing paid.",
            }  # fmt: skip
            given = [values.get(name) for name in COLUMN_NAMES]
            connection.execute(f"INSERT INTO findings VALUES ({', '.join('?' * len(given))})", given)
        connection.table("findings").write_parquet(str(path))
        found = settled(connection, registers, roll, by_year, [path], folder)
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
    (file,) = found.files
    return as_dicts(file), found


def deaths(folder: Path, *days: str, name: str | None = None) -> Register:
    rows = [(id_number(1), name, day) for day in days]
    return register(folder, "deaths", ["身份证号", "姓名", "死亡日期"], rows)


def months_of(findings: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(finding["month"], finding["direction"]) for finding in findings]


def test_nothing_is_to_be_paid_after_death(tmp_path: Path) -> None:
    """What was due in the month of death, and to others, is still to be paid."""
    found, counts = settle(tmp_path, [deaths(tmp_path, "2023-05-20")], [*unpaid(4, 5, 6, 7), *unpaid(6, row=3)])
    assert [(one["row"], one["month"]) for one in found] == [(2, "2023-04"), (2, "2023-05"), (3, "2023-06")]
    assert {one["sentence_zh"] for one in found} == {"没有发放。"}
    assert (counts.taken_out, counts.to_verify) == (2, 0)


def test_too_little_after_death_is_no_matter_either(tmp_path: Path) -> None:
    found, _ = settle(tmp_path, [deaths(tmp_path, "2023-05-20")], [(2, "2023-06", "underpaid", "pay")])
    assert found == []


def test_what_is_to_be_recovered_stays(tmp_path: Path) -> None:
    findings: list[Found] = [
        (2, "2023-06", "overpaid", "recover"), (2, "2023-06", "paid_undetermined", "none"), *unpaid(6),
    ]  # fmt: skip
    found, _ = settle(tmp_path, [deaths(tmp_path, "2023-05-20")], findings)
    assert [one["code"] for one in found] == ["overpaid", "paid_undetermined"]


def test_nobody_has_to_be_assessed_after_death(tmp_path: Path) -> None:
    """In the month of death, and where the register has another name, it is told."""
    codes = ("assessment_missing", "assessment_out_of_date")
    findings: list[Found] = [(2, f"2023-{month:02}", code, "none") for code in codes for month in (5, 6)]
    found, counts = settle(tmp_path, [deaths(tmp_path, "2023-05-20")], findings)
    assert [(one["code"], one["month"]) for one in found] == [(code, "2023-05") for code in codes]
    assert counts == Settled(counts.files, not_assessed=2)
    found, counts = settle(tmp_path, [deaths(tmp_path, "2023-05-20", name="李四")], findings)
    assert (len(found), counts.not_assessed) == (4, 0)
    assert {one["sentence_zh"] for one in found} == {"没有发放。"}


def test_whoever_is_in_prison_may_have_to_be_assessed(tmp_path: Path) -> None:
    prison = register(tmp_path, "imprisoned", ["身份证号", "收监日期"], [(id_number(1), "2023-03-02")])
    assert len(settle(tmp_path, [prison], [(2, "2023-06", "assessment_missing", "none")])[0]) == 1


def test_files_in_which_nothing_changes_stay_as_they_are(tmp_path: Path) -> None:
    found, counts = settle(tmp_path, [deaths(tmp_path, "2023-05-20")], unpaid(4, 5))
    assert len(found) == 2
    assert counts.files == (tmp_path / "findings.parquet",)
    assert settle(tmp_path, [], unpaid(6))[1].files == (tmp_path / "findings.parquet",)


def test_in_prison_and_after_release(tmp_path: Path) -> None:
    prison = register(
        tmp_path, "imprisoned", ["身份证号", "收监日期", "释放日期"], [(id_number(1), "2023-03-02", "2023-05-30")]
    )
    found, _ = settle(tmp_path, [prison], unpaid(2, 3, 4, 5, 6))
    assert months_of(found) == [("2023-02", "pay"), ("2023-03", "pay"), ("2023-06", "pay")]


def test_after_moving_away(tmp_path: Path) -> None:
    moved = register(tmp_path, "moved", ["身份证号", "迁出日期"], [(id_number(1), "2023-03-02")])
    assert months_of(settle(tmp_path, [moved], unpaid(3, 4))[0]) == [("2023-03", "pay")]


def test_another_name_in_the_register_is_to_be_verified_first(tmp_path: Path) -> None:
    (finding,), counts = settle(tmp_path, [deaths(tmp_path, "2023-05-20", name="李四")], unpaid(6))
    assert (finding["direction"], str(finding["amount"])) == ("check", "60.00")
    assert finding["sentence_zh"] == (
        "没有发放。但死亡登记中有此身份证号：2023年5月去世（登记的姓名是李四），核实之前不补发。"
    )
    assert finding["sentence_en"] == (
        "Nothing paid. But the register of deaths has the number: died in 2023-05 (under the name 李四); nothing is to "
        "be paid before that is verified."
    )
    assert (counts.taken_out, counts.to_verify) == (0, 1)


def test_between_two_days_of_death_it_is_to_be_verified_first(tmp_path: Path) -> None:
    found, _ = settle(tmp_path, [deaths(tmp_path, "2023-03-01", "2023-05-01")], unpaid(3, 4, 5, 6))
    assert months_of(found) == [("2023-03", "pay"), ("2023-04", "check"), ("2023-05", "check")]


def test_on_another_roll_it_is_to_be_verified_first(tmp_path: Path) -> None:
    """Both may be drawn, or not: that is for a person to see. An entry that pays nothing does not count."""
    other = register(
        tmp_path, "roll:低保", ["身份证号", "发放月份", "发放金额"],
        [(id_number(1), "2023-05", "600"), (id_number(1), "2023-06", "0")],
    )  # fmt: skip
    found, _ = settle(tmp_path, [other], unpaid(4, 5, 6))
    assert months_of(found) == [("2023-04", "pay"), ("2023-05", "check"), ("2023-06", "pay")]
    assert found[1]["sentence_zh"] == ("没有发放。但此身份证号也在“低保”名册上（第2行），核实能否同时享受之前不补发。")


def test_a_register_that_is_certain_goes_before_one_that_is_not(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:低保", ["身份证号"], [(id_number(1),)], "低保.csv")
    assert settle(tmp_path, [other, deaths(tmp_path, "2023-05-20")], unpaid(6))[0] == []


@pytest.mark.parametrize(("day", "count"), [("2023-04-30", 0), ("2023-05-01", 1)])
def test_check_of_a_single_day(tmp_path: Path, day: str, count: int) -> None:
    found, _ = settle(tmp_path, [deaths(tmp_path, day)], [(2, None, "unpaid", "pay")], MAY_2023)
    assert len(found) == count


@pytest.mark.parametrize("before", ["pay", "check"])
@pytest.mark.parametrize(("day", "after"), [("2022-12-31", None), ("2023-01-01", "check"), ("2023-12-01", "as before")])
def test_what_is_paid_by_the_year(tmp_path: Path, day: str, after: str | None, before: str) -> None:
    """Nothing where no month of the year was due; where some were, somebody has to see how much. Nothing else holds of
    what had to be verified anyway, since it goes by one day of the year."""
    findings: list[Found] = [(2, None, "unpaid", before), (2, None, "overpaid", "check")]
    found, counts = settle(tmp_path, [deaths(tmp_path, day)], findings, MAY_2023, ["care"])
    *unpaid_, overpaid = [(one["direction"], one["sentence_zh"]) for one in found]
    assert overpaid == ("check", "没有发放。")
    told = "没有发放。但死亡登记中有此身份证号：2023年1月去世，核实之前不补发。"
    expected = {None: [], "check": [("check", told)], "as before": [(before, "没有发放。")]}
    assert unpaid_ == expected[after]
    assert (counts.taken_out, counts.to_verify) == (after is None, after == "check")
