"""Numbers and amounts: exact, nothing rounded but the tail of binary arithmetic, nothing made a number that is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assess.diagnostics.catalogue import CATALOGUE
from tests.rolls.cells.reading import fault, reader, value


@pytest.mark.parametrize(
    ("target", "text", "expected"),
    [
        ("sheep", "50", 50),
        ("sheep", "50.0", 50),
        ("sheep", "５０", 50),
        ("sheep", " 50 ", 50),
        ("storms", "2次", 2),
        ("calm", "3", 3),
        ("calm", "3分", 3),
        ("calm", "很好", 3),  # an answer of the form, in its words
        ("calm", "very good", 3),
        ("income", "500", Decimal(500)),
        ("income", "1,234.5", Decimal("1234.5")),
        ("income", "￥500.00", Decimal(500)),
        ("income", "500元/月", Decimal(500)),
        ("income", "0.30000000000000004", Decimal("0.3")),
        ("income", "1000.0000000000001", Decimal(1000)),
        ("sheep", "2.9999999999999996", 3),
        ("stated.wool_points", "7", 7),
        ("stated.winter_grant", "400元/年", 400),
    ],
)
def test_number(target: str, text: str, expected: object) -> None:
    assert value(target, text) == expected


@pytest.mark.parametrize(
    ("target", "text", "code"),
    [
        ("sheep", "五十", "A102"),
        ("sheep", "5²", "A102"),
        ("sheep", "①", "A102"),
        ("sheep", "2到3", "A102"),
        ("sheep", "5 0", "A102"),
        ("sheep", "1, 50", "A102"),
        ("calm", "1\n2", "R301"),
        ("sheep", "5e1", "A102"),
        ("sheep", "1,00", "A102"),
        ("sheep", "9" * 5000, "A102"),
        ("sheep", "201", "A103"),
        ("sheep", "-1", "A103"),
        ("sheep", "1.5", "A106"),
        ("income", "1.234", "A125"),
        ("calm", "很很好", "R301"),
        ("stated.wool_points", "10", "A103"),
    ],
)
def test_no_number(target: str, text: str, code: str) -> None:
    assert fault(target, text) == code


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("684", 68400),
        ("684.5", 68450),
        ("684.00", 68400),
        ("684.5000", 68450),
        ("0", 0),
        ("1,234.50", 123450),
        ("1，234.50", 123450),
        ("￥684", 68400),
        ("¥ 684.00", 68400),
        ("684元", 68400),
        ("684.00元整", 68400),
        ("６８４．００元／月", 68400),
        ("684元/人·月", 68400),
        ("684 CNY/month", 68400),
        ("0.30000000000000004", 30),
        ("0.7999999999999999", 80),
        ("123.44999999999999", 12345),
        ("1,234.5600000000001元", 123456),
        ("10000000000.00", 10**12),
    ],
)
def test_amount_by_the_month(text: str, fen: int) -> None:
    cell = reader("paid.hay").read(text)

    assert (cell.internal, cell.value) == (fen, Decimal(fen) / 100)
    assert str(cell.value) == f"{fen // 100}.{fen % 100:02}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("六百", "R308"),
        ("无", "R308"),
        ("684+50", "R308"),
        ("684²", "R308"),
        ("6.84E2", "R308"),
        ("1,23", "R308"),
        ("100 50", "R308"),
        ("100\n200", "R308"),  # two lines of a cell
        ("1 234.50", "R308"),  # or 1 and 234.50
        ("1, 234", "R308"),
        ("¥100 ¥200", "R308"),
        ("684 .00", "R308"),
        ("1.234,50", "R308"),
        ("0.2万元", "R308"),
        ("320402194001010006", "R308"),
        ("320402400101000", "R308"),  # an identity number of fifteen digits
        ("13800000000", "R308"),  # a telephone
        ("10000000000.01", "R308"),
        ("-684", "R309"),
        ("¥-684", "R309"),
        ("(684.00)", "R309"),
        ("373.505", "R310"),
        ("123.44999999999", "R310"),
        ("123.449999999999999999", "R310"),  # nobody's arithmetic writes so many digits
        ("12345678901.23999", "R310"),  # of so much, fifteen digits do not tell every fen
        ("8208元/年", "R312"),
    ],
)
def test_no_amount_by_the_month(text: str, code: str) -> None:
    assert fault("paid.hay", text) == code


def test_amount_by_the_year() -> None:
    assert value("paid.winter_grant", "8208元/年", period="year") == Decimal("8208.00")
    assert fault("paid.winter_grant", "684元/月", period="year") == "R312"


def test_period_that_a_column_is_by_and_the_one_that_a_cell_states() -> None:
    names = ("period_zh", "period_en", "stated_zh", "stated_en")
    by_year, by_month = (
        reader("paid.winter_grant", period="year").read("684元/月").fault,
        reader("paid.winter_grant").read("8208元/年").fault,
    )
    assert by_year is not None
    assert by_month is not None
    assert [by_year.arguments[name] for name in names] == ["年", "year", "月", "month"]
    assert [by_month.arguments[name] for name in names] == ["月", "month", "年", "year"]


@pytest.mark.parametrize("text", ["-", "—", "￥ -", " - ", ""])
def test_dash_of_accounts_is_nothing_paid(text: str) -> None:
    assert value("paid.hay", text) == Decimal("0.00")


def test_remedy_says_what_an_empty_cell_and_an_unknown_amount_are() -> None:
    arguments = {"zh": "干草", "en": "hay", "fact": "paid.hay", "column": "干草", "found": "无"}
    remedy, in_english = (CATALOGUE["R308"].remedy(language, arguments) for language in ("zh", "en"))
    cells = reader("paid.hay")

    assert "没有发放的写 0 或留空" in remedy
    assert cells.read("").internal == cells.read("0").internal == 0
    assert "不知道发了多少的写“不详”" in remedy
    assert "N/A where it is not known" in in_english
    assert cells.read("不详").internal is cells.read("N/A").internal is None
