"""Arithmetic by Polars comes to what DuckDB makes of it, up to the ends of each type."""

from __future__ import annotations

import pytest

from assess.engines.frames.query import Stopped
from tests.engines.frames.running import by_both, by_duckdb, by_frames

ENDS = {"TINYINT": 7, "SMALLINT": 15, "INT": 31, "BIGINT": 63}


def ends(type_: str) -> list[int | None]:
    bits = ENDS[type_]
    return [-(2**bits), 1 - 2**bits, -11, -10, -1, 0, 1, 9, 10, 2**bits - 1, None]


@pytest.mark.parametrize("type_", ENDS)
@pytest.mark.parametrize("sql", ["x // 10", "x % 10", "x // NULLIF(x, x)", "x % 7", "SIGN(x)", "x & 3", "x | 4"])
def test_the_ends_of_each_type(type_: str, sql: str) -> None:
    by_both(sql, {"x": (type_, ends(type_))})


def test_quotients_are_cut_off() -> None:
    assert by_both("x // 10", {"x": ("INT", [-19, -10, -9, 9, 10, 19, None])}) == [-1, -1, 0, 0, 1, 1, None]
    given = {"x": ("INT", [-19, 19, -19, 19, 5]), "y": ("INT", [10, -10, -10, 10, None])}
    assert by_both("x // y", given) == [-1, -1, 1, 1, None]
    assert by_both("x % y", given) == [-9, 9, -9, 9, None]


@pytest.mark.parametrize("type_", ENDS)
def test_a_number_nobody_has_checked_is_found_out_of_its_range(type_: str) -> None:
    """Its sign is lost where a difference leaves 64 bits, and then the other difference has one."""
    held = [one for one in ends(type_) if one is not None]
    for low, high in ((0, 3), (-5, 7), (5, 9), (-9, -5)):
        sql = f"(({high} - x) | (x - {low if low >= 0 else f'({low})'})) < 0"
        sql = sql.replace(f"({high} -", f"(({high}) -")
        assert by_frames(sql, {"x": (type_, held)}, unchecked=True) == [not low <= one <= high for one in held]


def test_an_unchecked_sum_is_reckoned_in_64_bits() -> None:
    given = {"x": ("TINYINT", [127, -128])}
    assert by_frames("x + 1", given, unchecked=True) == [128, -127]
    assert by_frames("x * 100", given, unchecked=True) == [12_700, -12_800]


def test_conditions_are_counted() -> None:
    given = {"a": ("BOOLEAN", [True, True, False, None]), "b": ("BOOLEAN", [True, False, False, True])}
    assert by_both("CAST(a AS INT) * 4 + CAST(b AS INT)", given) == [5, 4, 0, None]
    assert by_both("CAST(a AS INT) * 100 + CAST(b AS INT) * 100", given) == [200, 100, 0, None]
    assert by_both("CAST(a AS INT) + CAST(b AS INT) + CAST(1 AS INT) >= 2", given) == [True, True, False, None]


MOST = 10**15


@pytest.mark.parametrize("value", [MOST, -MOST, 2**63 - 1, -(2**63)])
def test_a_whole_number_with_too_many_digits_for_a_decimal(value: int) -> None:
    sql = "CAST(x AS DECIMAL(15, 0))"
    assert by_both(sql, {"x": ("BIGINT", [MOST - 1, 1 - MOST, None])}) == [MOST - 1, 1 - MOST, None]
    with pytest.raises(Stopped):
        by_frames(sql, {"x": ("BIGINT", [0, value])})


def test_an_integer_of_32_bits_may_have_too_many_digits_too() -> None:
    assert by_both("CAST(x AS DECIMAL(8, 0))", {"x": ("INT", [10**8 - 1])}) == [10**8 - 1]
    with pytest.raises(Stopped):
        by_frames("CAST(x AS DECIMAL(8, 0))", {"x": ("INT", [10**8])})


def test_fen_as_yuan() -> None:
    sql = "CAST(CAST(x AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(18, 2))"
    found = by_both(sql, {"x": ("BIGINT", [0, 1, 12_345, -99, 10**16 - 1, None])})
    assert [None if one is None else str(one) for one in found] == [
        "0.00", "0.01", "123.45", "-0.99", "99999999999999.99", None,
    ]  # fmt: skip


@pytest.mark.parametrize("held", ["12.34", "-0.01", "9999999.99"])
def test_yuan_as_fen(held: str) -> None:
    given = {"x": ("DECIMAL(9, 2)", [held, None])}
    assert by_both("CAST(x * 100 AS BIGINT)", given) == by_duckdb("CAST(x * 100 AS BIGINT)", given)
