"""Findings of single months put together into arrears and recoveries."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb

from assess.rolls.findings import COLUMN_NAMES, create_table
from assess.rolls.reconciling import periods_query
from assess.rolls.reconciling.periods import PERIOD_COLUMNS


def overpaid(number: int, month: str | None, amount: str, **others: Any) -> dict[str, Any]:
    return {
        "code": "overpaid", "source": "roll.csv", "row": number, "case": str(number), "name": "张三",
        "id_number": "320402193910150001", "month": month, "benefit": "hay", "amount": Decimal(amount),
        "direction": "recover", "months": 1, "cite": "act §1", "sentence_zh": "多发。", "sentence_en": "Too much.",
    } | others  # fmt: skip


def periods(*findings: dict[str, Any]) -> list[dict[str, Any]]:
    connection = duckdb.connect()
    connection.execute(create_table("findings"))
    for one in findings:
        places = ", ".join("?" * len(COLUMN_NAMES))
        connection.execute(f"INSERT INTO findings VALUES ({places})", [one.get(name) for name in COLUMN_NAMES])
    found = connection.execute(periods_query("findings").sql("duckdb"))
    assert tuple(column[0] for column in found.description) == PERIOD_COLUMNS
    return [dict(zip(PERIOD_COLUMNS, one, strict=True)) for one in found.fetchall()]


def shown(*findings: dict[str, Any]) -> list[tuple[Any, ...]]:
    columns = ("row", "first_month", "last_month", "months", "amount")
    return [tuple(one[name] for name in columns) for one in periods(*findings)]


def test_months_in_a_row_are_one_period() -> None:
    (period,) = periods(overpaid(3, "2023-01", "1.10"), overpaid(2, "2022-12", "2.20"), overpaid(1, "2022-11", "3.30"))
    assert period == {
        "code": "overpaid", "source": "roll.csv", "row": 1, "case": "1", "name": "张三",
        "id_number": "320402193910150001", "district": None, "benefit": "hay", "direction": "recover",
        "first_month": "2022-11", "last_month": "2023-01", "months": 3, "amount": Decimal("6.60"), "cite": "act §1",
    }  # fmt: skip


def test_a_month_left_out_begins_another_period() -> None:
    assert shown(overpaid(1, "2023-01", "1"), overpaid(2, "2023-02", "1"), overpaid(4, "2023-04", "1")) == [
        (1, "2023-01", "2023-02", 2, Decimal(2)),
        (4, "2023-04", "2023-04", 1, Decimal(1)),
    ]


def test_two_rows_of_one_month_are_one_month() -> None:
    found = shown(overpaid(1, "2023-01", "1"), overpaid(2, "2023-01", "2"), overpaid(3, "2023-02", "4"))
    assert found == [(1, "2023-01", "2023-02", 2, Decimal(7))]


def test_benefits_codes_and_people_are_kept_apart() -> None:
    found = shown(
        overpaid(1, "2023-01", "1"),
        overpaid(2, "2023-02", "2", benefit="care"),
        overpaid(3, "2023-02", "3", code="underpaid", direction="pay"),
        overpaid(4, "2023-02", "4", id_number="320402193910150028"),
    )
    assert [row for row, *_ in found] == [1, 2, 3, 4]


def test_without_a_number_only_the_same_case_of_the_same_source_is_one_person() -> None:
    nobody = {"id_number": None, "case": "A7"}
    assert shown(overpaid(1, "2023-01", "1", **nobody), overpaid(2, "2023-02", "1", **nobody)) == [
        (1, "2023-01", "2023-02", 2, Decimal(2))
    ]
    other = {"source": "february.csv"}
    assert len(shown(overpaid(1, "2023-01", "1", **nobody), overpaid(2, "2023-02", "1", **nobody | other))) == 2


def test_findings_of_no_month_or_of_several_are_left_out() -> None:
    assert shown(overpaid(1, None, "1", months=None), overpaid(2, "2023-02", "1", months=4)) == []
