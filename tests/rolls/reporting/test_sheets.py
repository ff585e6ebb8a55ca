"""Findings go on to further sheets and further workbooks; none is lost, and none is split without need."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.rolls.reporting.sheets import SHEET_ROWS, SheetLimits, SheetPlan, sheets_of, workbooks


def test_a_sheet_per_kind() -> None:
    plans = sheets_of([("overpaid", 3), ("unpaid", 0), ("namesake", 1)], SheetLimits())
    assert plans == (SheetPlan("overpaid", 1, 0, 3, 1), SheetPlan("namesake", 1, 0, 1, 1))
    assert [plan.name("zh") for plan in plans] == ["多发", "疑似重复"]
    assert workbooks(plans) == 1


def test_what_a_sheet_cannot_hold_goes_on_to_further_sheets() -> None:
    plans = sheets_of([("overpaid", 7)], SheetLimits(sheet_rows=4))
    assert [(plan.name("zh"), plan.first, plan.rows) for plan in plans] == [
        ("多发", 0, 3), ("多发(2)", 3, 3), ("多发(3)", 6, 1),
    ]  # fmt: skip


def test_a_sheet_of_excel_holds_its_header_and_1048575_findings() -> None:
    plans = sheets_of([("overpaid", 1_048_576)], SheetLimits())
    assert [plan.rows for plan in plans] == [1_048_575, 1]
    with pytest.raises(ValueError, match="no finding fits"):
        SheetLimits(sheet_rows=SHEET_ROWS + 1)


def test_what_a_workbook_cannot_hold_goes_on_to_further_workbooks() -> None:
    by_rows = sheets_of([("overpaid", 3), ("underpaid", 2), ("unpaid", 2)], SheetLimits(workbook_rows=5))
    assert [(plan.code, plan.file) for plan in by_rows] == [
        ("overpaid", "findings.xlsx"), ("underpaid", "findings.xlsx"), ("unpaid", "findings-2.xlsx"),
    ]  # fmt: skip
    by_sheets = sheets_of([("overpaid", 3), ("underpaid", 2), ("unpaid", 2)], SheetLimits(workbook_sheets=1))
    assert [plan.workbook for plan in by_sheets] == [1, 2, 3]


def test_a_workbook_is_there_for_the_summary_alone() -> None:
    assert workbooks(sheets_of([], SheetLimits())) == 1


@given(
    counts=st.lists(st.integers(0, 40), max_size=6),
    sheet_rows=st.integers(2, 12),
    workbook_rows=st.integers(1, 30),
    workbook_sheets=st.integers(1, 5),
)
def test_every_finding_has_one_place(
    counts: list[int], sheet_rows: int, workbook_rows: int, workbook_sheets: int
) -> None:
    plans = sheets_of(
        [(str(index), count) for index, count in enumerate(counts)],
        SheetLimits(sheet_rows, workbook_rows, workbook_sheets),
    )
    for index, count in enumerate(counts):
        own = [plan for plan in plans if plan.code == str(index)]
        assert [plan.first for plan in own] == [sum(one.rows for one in own[:at]) for at in range(len(own))]
        assert sum(plan.rows for plan in own) == count
    for number in range(1, workbooks(plans) + 1):
        within = [plan for plan in plans if plan.workbook == number]
        assert len(within) <= workbook_sheets
        assert sum(plan.rows for plan in within) <= workbook_rows
        assert all(1 <= plan.rows < sheet_rows for plan in within)
