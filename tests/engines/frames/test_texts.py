"""Texts and days, as DuckDB takes them."""

from __future__ import annotations

from datetime import date

import pytest

from assess.engines.frames.query import Stopped
from tests.engines.frames.running import by_both, by_frames

ODD = ["", "\n", "张三", "张三\n", "a张\U0001f600三", "1", ":", "９", "e\u0301", None]


@pytest.mark.parametrize(
    "sql",
    [
        "LENGTH(x)", "LEFT(x, 2)", "SUBSTRING(x, 2, 1)", "CONTAINS(x, '张')", "STARTS_WITH(x, 'a')", "x || '/3'",
        "x BETWEEN '1' AND ':'", "REGEXP_MATCHES(x, '^[0-9]$')", "REGEXP_FULL_MATCH(x, '[!-~]|张.')",
        r"REGEXP_FULL_MATCH(x, '[!-~\x{4e00}-\x{9fff}]+')", "LIST_POSITION(['张三', 'it''s'], x)",
    ],
)  # fmt: skip
def test_odd_texts(sql: str) -> None:
    by_both(sql, {"x": ("TEXT", ODD)})


def test_a_code_by_its_place() -> None:
    sql = "LIST_EXTRACT(CAST(['甲', 'it''s'] AS ENUM('甲', 'it''s')[]), x + 1)"
    assert by_both(sql, {"x": ("TINYINT", [0, 1, 5, None])}) == ["甲", "it's", None, None]


def test_days_as_text() -> None:
    days = [date(1, 1, 1), date(1799, 12, 31), date(2024, 2, 29), date(9999, 12, 31), None]
    assert by_both("CAST(x AS TEXT)", {"x": ("DATE", days)})[0] == "0001-01-01"


@pytest.mark.parametrize("days", [-719_163, 2_932_897, 2**31 - 1, -(2**31) + 2])
def test_days_that_the_two_write_differently(days: int, capfd: pytest.CaptureFixture[str]) -> None:
    """The year before the first, the year after 9999, and days that no calendar has, for which Polars would panic."""
    import polars as pl

    from assess.engines.frames.query import frame_query

    query = frame_query("SELECT CAST(x AS TEXT) AS it FROM given", (("x", "DATE"),))
    frame = pl.DataFrame({"x": pl.Series([0, days], dtype=pl.Int32).cast(pl.Date)})
    with pytest.raises(Stopped):
        query.run(frame)
    assert capfd.readouterr().err == ""


def test_parts_of_days() -> None:
    held = [date(1800, 1, 1), date(1900, 2, 28), date(2000, 2, 29), date(2200, 12, 31), None]
    for part in ("YEAR", "MONTH", "DAY"):
        by_both(f"CAST(EXTRACT({part} FROM x) AS INT)", {"x": ("DATE", held)})


def test_days_that_no_rule_is_about_have_no_parts() -> None:
    """The check of a roll's days stops at them before anybody asks."""
    assert by_frames("EXTRACT(YEAR FROM x)", {"x": ("DATE", [date(1799, 12, 31), date(2201, 1, 1)])}) == [None, None]


def test_a_character_that_is_no_digit_is_no_number() -> None:
    assert by_frames("UNICODE(x)", {"x": ("TEXT", ["0", "9", None])}) == [48, 57, None]
    for other in ("", "x", "-1", "12", "９"):
        with pytest.raises(Stopped):
            by_frames("UNICODE(x)", {"x": ("TEXT", ["0", other])})
