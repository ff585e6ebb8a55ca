"""Which sheets findings go to, and which workbooks the sheets: worked out from the counts, before a row is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.rolls.findings import FINDINGS
from assess.rolls.reporting.folder import workbook_name

SHEET_ROWS = 1_048_576
"""What a sheet of Excel can hold, its header among them."""


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """Rows of a sheet with its header; rows and sheets of findings in a workbook, without the summary.

    A workbook could hold more than the default; no office can work with one that does.
    """

    sheet_rows: int = SHEET_ROWS
    workbook_rows: int = 2_000_000
    workbook_sheets: int = 60

    def __post_init__(self) -> None:
        if not 2 <= self.sheet_rows <= SHEET_ROWS or self.workbook_rows < 1 or self.workbook_sheets < 1:
            raise ValueError("no finding fits into such a workbook")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet of findings: those of its code from `first` (counted from 0) on, `rows` of them."""

    code: str
    number: int
    first: int
    rows: int
    workbook: int

    def name(self, language: str) -> str:
        """`多发`, and `多发(2)` for what did not fit; no longer than the 31 characters that Excel allows."""
        kind = FINDINGS.get(self.code)
        base = self.code[:24] if kind is None else kind.sheet.in_language(language)
        return base if self.number == 1 else f"{base}({self.number})"

    @property
    def file(self) -> str:
        return workbook_name(self.workbook)


def sheets_of(counts: Iterable[tuple[str, int]], limits: SheetLimits) -> tuple[SheetPlan, ...]:
    """The sheets for so many findings of each code, in the order given; a code without findings has none."""
    plans: list[SheetPlan] = []
    workbook, rows_in_it, sheets_in_it = 1, 0, 0
    for code, count in counts:
        number, first = 1, 0
        while first < count:
            rows = min(count - first, limits.sheet_rows - 1, limits.workbook_rows)
            full = rows_in_it + rows > limits.workbook_rows or sheets_in_it == limits.workbook_sheets
            if full and sheets_in_it:
                workbook, rows_in_it, sheets_in_it = workbook + 1, 0, 0
            plans.append(SheetPlan(code, number, first, rows, workbook))
            number, first = number + 1, first + rows
            rows_in_it, sheets_in_it = rows_in_it + rows, sheets_in_it + 1
    return tuple(plans)


def workbooks(plans: tuple[SheetPlan, ...]) -> int:
    """How many workbooks there are: one at least, for the summary."""
    return max((plan.workbook for plan in plans), default=1)
