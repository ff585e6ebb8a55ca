"""The month that a name tells."""

from __future__ import annotations

import pytest

from assess.rolls.months_named import by_file, month_named


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("月报-2025年7月.xlsx:湖塘镇", "2025-07"),
        ("武进区2025年10月养老服务补贴发放花名册", "2025-10"),
        ("花名册202507.xlsx", "2025-07"),
        ("roll-2025-12.csv", "2025-12"),
        ("2025年花名册.xlsx:7月", "2025-07"),
        ("2025年7-12月花名册.xlsx", None),
        ("2025年1月至6月.xlsx", None),
        ("2025年7月、8月.xlsx", None),
        ("2025年花名册.xlsx", None),
        ("7月.xlsx", None),
        ("特困名册.csv", None),
        ("99202507.csv", None),
    ],
)
def test_month_that_a_name_tells(text: str, month: str | None) -> None:
    assert month_named([text]) == month


def test_first_text_that_tells_one() -> None:
    assert month_named(["名册.xlsx", "二〇二五年", "2025年3月发放表"]) == "2025-03"


def test_months_file_by_file_where_its_sheets_agree() -> None:
    months = {"a.xlsx:甲镇": "2025-07", "a.xlsx:乙镇": "2025-07", "b.xlsx:1": "2025-08", "b.xlsx:2": "2025-09"}
    assert by_file(months) == '{"a.xlsx": 2025-07, "b.xlsx:1": 2025-08, "b.xlsx:2": 2025-09}'
