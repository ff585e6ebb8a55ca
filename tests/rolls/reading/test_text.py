"""Cells of spreadsheets and databases become the text that a person sees."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from assess.rolls.reading.text import is_blank, is_long_number, is_number, text_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-3.0, "-3"),
        (-0.0, "0"),
        (684.5, "684.5"),
        (0.1 + 0.2, "0.3"),
        (684.0000000000001, "684"),
        (1e-7, "0.0000001"),
        (123456789012345.0, "123456789012345"),
        (320402194001010000.0, "320402194001010000.0"),
        (1.5e22, "15000000000000000000000.0"),
        (float("nan"), "nan"),
        (7, "7"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        (" x ", " x "),
        (date(1939, 10, 15), "1939-10-15"),
        (datetime(2023, 5, 1), "2023-05-01"),
        (datetime(2023, 5, 1, 8, 30), "2023-05-01 08:30:00"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (-timedelta(minutes=5), "-0:05:00"),
        (b"\x89PNG", "<4 bytes>"),
    ],
)
def test_text_of_a_value(value: object, text: str) -> None:
    assert text_of(value) == text


def test_what_shows_as_nothing_is_blank() -> None:
    assert is_blank(" \t\u3000\u00a0\r\n")
    assert not is_blank(" 0 ")


@pytest.mark.parametrize("text", ["1", "-1,200.50", "30%", "2023-05", "2023/5/1", "2023年5月", "2023年5月1日"])
def test_figures_and_days_are_numbers(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize("text", ["姓名", "2023年度", "1档", "", "1-2岁"])
def test_words_are_not(text: str) -> None:
    assert not is_number(text)


def test_identity_numbers_are_long() -> None:
    assert is_long_number("32040219391015000X")
    assert is_long_number("320402391015000")
    assert not is_long_number("20230501")
