"""Days and months as people and programs write them; what leaves the day open is a fault."""

from __future__ import annotations

import pytest

from assess.diagnostics.catalogue import CATALOGUE
from assess.rolls.cells.dates import Dates, OnlyMonth
from tests.rolls.cells.reading import fault, reader, value


@pytest.mark.parametrize(
    "text",
    [
        "1940-01-02", "1940-1-2", "1940/1/2", "1940/01/02", "1940.1.2", "1940.01.02", "19400102", "19400102.0",
        "1940年1月2日", "1940年01月02日", "1940 年 1 月 2 号", "1940-01-02 00:00:00", "1940-01-02T08:30",
        "1940-01-02 00:00:00 +0800", "1940年1月2日8:30",
        "1940-01-02T00:00:00Z", "1940-01-02 00:00:00+09", "1940-01-02 13:30:00+08:00",
        "1940/1/2 0:00", "1940 01 02", "1940 0102", "1940-01-02 00:00:00.000", "1940-01-02 00:00:00+08",
        "  1940-01-02\n", "１９４０．１．２",
    ],
)  # fmt: skip
def test_one_day_in_many_ways(text: str) -> None:
    assert value("born_on", text) == "1940-01-02"
    assert reader("born_on").read(text).internal == 1940_01_02


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1940-01", "R305"),
        ("194001", "R305"),
        ("1940年1月", "R305"),
        ("1940.01", "R305"),
        ("1940-01-15:30", "A109"),
        ("1940-01-25:30", "A109"),
        ("1940/1/215:30", "A109"),
        ("1940.1.2 5 : 30", "A109"),
        ("1940-1-1 2", "A109"),
        ("1940年1月1 2日", "A109"),
        ("1940-1 1-2", "A109"),
        ("1940 1 2", "A109"),
        ("1940 1 02 3", "A109"),
        ("1940-01-01T16:00:00Z", "R314"),
        ("1940-01-01T16:00:00.000Z", "R314"),
        ("1940-01-01 11:00:00-05", "R314"),
        ("1940-06-01 15:00 +0000", "R314"),
        ("1940年1月1日16:00Z", "R314"),
        ("40-1-2", "R306"),
        ("40年1月2日", "R306"),
        ("40.1.2", "R306"),
        ("14612", "R307"),
        ("14612.0", "R307"),
        ("1940-02-30", "A108"),
        ("19401301", "A108"),
        ("1640-01-02", "A110"),
        ("01/02/1940", "A109"),
        ("1940-1/2", "A109"),
        ("2月1日", "A109"),
        ("1940", "A109"),
        ("1940.5", "R305"),
        ("无", "A109"),
        ("属龙", "A109"),
    ],
)
def test_what_is_no_day(text: str, code: str) -> None:
    assert fault("born_on", text) == code


def test_day_of_a_spreadsheet_where_the_mapping_says_that_it_is_one() -> None:
    assert value("born_on", "14612", excel_serial=True) == "1940-01-02"
    assert value("born_on", "14612.75", excel_serial=True) == "1940-01-02"
    assert value("born_on", "2201", excel_serial=True) == "1906-01-09"
    assert value("born_on", "1940-01-02", excel_serial=True) == "1940-01-02"
    assert fault("born_on", "194001", excel_serial=True) == "R305"
    assert fault("born_on", "2200", excel_serial=True) == "A109"


@pytest.mark.parametrize(("written", "month"), [("1942.06", 194206), ("1942.6", 194206), ("2025.12", 202512)])
def test_month_among_serial_numbers_is_no_day_of_1905(written: str, month: int) -> None:
    assert fault("born_on", written, excel_serial=True) == "R305"
    with pytest.raises(OnlyMonth) as found:
        Dates(excel_serial=True, day_from_id=True).read(written)
    assert found.value.month == month
    assert fault("born_on", written[:4], excel_serial=True) == "A109"


def test_the_day_that_a_number_would_be_is_told() -> None:
    found = reader("born_on", header="出生日期").read("14612").fault
    assert found is not None
    assert found.arguments["day"] == "1940-01-02"


def test_month_of_birth_where_the_day_comes_out_of_the_identity_number() -> None:
    cell = reader("born_on", day_from_id=True).read("1940年1月")

    assert (cell.value, cell.fault, cell.month) == (None, None, 1940_01)
    assert fault("born_on", "194013", day_from_id=True) == "R305"


@pytest.mark.parametrize(
    "text",
    ["2023-05", "2023-5", "2023/5", "2023年5月", "2023年05月份", "202305", "202305.0", "2023.05", "2023-05-01",
     "2023-05-01 00:00:00", "20230501", "２０２３年５月", "2023 05", "2023 年 5 月"],
)  # fmt: skip
def test_month(text: str) -> None:
    assert value("month", text) == "2023-05"


@pytest.mark.parametrize(
    "text",
    ["2023.0", "2023-13", "2023-00", "5月", "2023-05-02", "23-05", "2023", "五月",
     "2023-1 2", "2023-1\n2", "2023 1 2", "2023年1 2月", "2023-13-01", "20230001", "1799-12-01", "2201-01-01",
     "1799-12", "2201-01"],
)  # fmt: skip
def test_what_is_no_month(text: str) -> None:
    assert fault("month", text) == "R311"


@pytest.mark.parametrize("text", ["2023.5", "2023.1", " ２０２３．１ "])
def test_month_that_may_be_another_one(text: str) -> None:
    found = reader("month", header="发放月份").read(text).fault
    assert found is not None
    assert found.code == "R313"
    assert "可能是 1 月，也可能是 10 月" in CATALOGUE["R313"].message("zh", found.arguments)
    assert "January, or October" in CATALOGUE["R313"].message("en", found.arguments)
