"""Values in words and for programs: exact decimals, codes, dates, units, and ranges of what is still possible."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.decisions.values import (
    decimal_text,
    for_person,
    for_program,
    number_for_person,
    possible_for_person,
    possible_for_program,
    unit_for_person,
)
from assess.engines.bounds import ANYTHING, Interval, Possible
from assess.engines.meaning import Value
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Label, Number, Text, Type, Unit

MONTHLY = Number(100, -1_000_000, 1_000_000, Unit.parse("CNY/month"))
FINER = Number(4000, -1_000_000, 1_000_000, Unit.parse("CNY/month"))
SHARE = Number(1000, 0, 1000, PLAIN)
POINTS = Number(1, 0, 90, Unit.parse("points"))
BARE = Number(1, 0, 90)
THIRDS = Number(3, 0, 90, None)
GRADE = Enumeration("wool", ("fine", "good"), True, (Label("细毛", "fine wool"), Label("好毛", "good wool")))


@pytest.mark.parametrize(
    ("value", "type_", "text"),
    [
        (74700, MONTHLY, "747.00"),
        (37350, MONTHLY, "373.50"),
        (5, MONTHLY, "0.05"),
        (0, MONTHLY, "0.00"),
        (-5, MONTHLY, "-0.05"),
        (-12345, MONTHLY, "-123.45"),
        (333300, FINER, "83.325"),
        (-333300, FINER, "-83.325"),
        (75, SHARE, "0.075"),
        (1000, SHARE, "1"),
        (90, POINTS, "90"),
        (1, THIRDS, "1/3"),
        (3, THIRDS, "1"),
    ],
)
def test_number_in_full(value: int, type_: Number, text: str) -> None:
    assert decimal_text(value, type_) == text


@settings(derandomize=True, database=None, max_examples=200)
@given(st.integers(-(10**12), 10**12), st.sampled_from([1, 2, 4, 5, 8, 10, 100, 1000, 2500, 10**6]))
def test_decimal_text_is_exact(numerator: int, denominator: int) -> None:
    text = decimal_text(numerator, Number(denominator, -(10**12), 10**12))
    assert Fraction(text) == Fraction(numerator, denominator)
    money = decimal_text(numerator, Number(denominator, -(10**12), 10**12, Unit.parse("CNY")))
    assert Fraction(money) == Fraction(numerator, denominator)
    assert "-0.00" not in (text, money)


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        (None, MONTHLY, None), (True, Boolean(), True), (1, GRADE, "good"), (2025_06_30, Date(), "2025-06-30"),
        (74700, MONTHLY, "747.00"), (90, POINTS, 90), (75, SHARE, "0.075"), ("320402", Text(), "320402"),
    ],
)  # fmt: skip
def test_value_for_a_program(value: Value, type_: Type, expected: Any) -> None:
    assert for_program(value, type_) == expected


@pytest.mark.parametrize(
    ("value", "type_", "zh", "en"),
    [
        (None, GRADE, "未知", "not known"),
        (True, Boolean(), "是", "yes"),
        (False, Boolean(), "否", "no"),
        (0, GRADE, "细毛", "fine wool"),
        (0, Enumeration("sex", ("male", "female")), "male", "male"),
        (2025_06_03, Date(), "2025年6月3日", "2025-06-03"),
        (74700, MONTHLY, "747.00 元/月", "747.00 yuan/month"),
        (75, SHARE, "7.5%", "7.5%"),
        (300, SHARE, "30%", "30%"),
        (66, POINTS, "66分", "66 points"),
        (1, POINTS, "1分", "1 point"),
        (86, Number(1, 0, 200, Unit.parse("years")), "86岁", "86 years"),
        (1, Number(1, 0, 200, Unit.parse("years")), "1岁", "1 year"),
        (2, Number(1, 0, 4, Unit.parse("grade")), "2级", "2"),
        (40, BARE, "40", "40"),
        ("320402", Text("division_code"), "320402", "320402"),
    ],
)
def test_value_for_a_person(value: Value, type_: Type, zh: str, en: str) -> None:
    assert for_person(value, type_, "zh") == zh
    assert for_person(value, type_, "en") == en


def test_negative_amounts_keep_their_sign() -> None:
    assert number_for_person(-150, MONTHLY, "en") == "-1.50 yuan/month"


def test_unit_by_itself() -> None:
    assert unit_for_person("CNY/month", "zh") == "元/月"
    assert unit_for_person("CNY/year", "en") == "yuan/year"
    assert unit_for_person(None, "zh") == ""
    assert unit_for_person("sheep", "en") == "sheep"


@pytest.mark.parametrize(
    ("possible", "type_", "expected"),
    [
        (frozenset({1, 0}), GRADE, ["fine", "good"]),
        (frozenset({1, None}), GRADE, ["good", None]),
        (frozenset({4, 7, 5}), POINTS, {"minimum": 4, "maximum": 7}),
        (frozenset({4, None}), POINTS, None),
        (Interval(11400, 68400), MONTHLY, {"minimum": "114.00", "maximum": "684.00"}),
        (frozenset({2025_01_01, 2025_12_31}), Date(), {"minimum": "2025-01-01", "maximum": "2025-12-31"}),
        (ANYTHING, POINTS, None),
    ],
)
def test_possible_for_a_program(possible: Possible, type_: Type, expected: Any) -> None:
    assert possible_for_program(possible, type_) == expected


def test_possible_truth_values_for_a_program() -> None:
    assert sorted(possible_for_program(frozenset({True, False}), Boolean())) == [False, True]


@pytest.mark.parametrize(
    ("possible", "type_", "zh", "en"),
    [
        (frozenset({0, 1}), GRADE, "细毛或好毛", "fine wool or good wool"),
        (frozenset({1, None}), GRADE, "好毛或不能确定", "good wool or cannot be settled"),
        (frozenset({None}), GRADE, "", ""),
        (frozenset({4, 5, 7}), POINTS, "4到7分", "4 to 7 points"),
        (frozenset({5}), POINTS, "5分", "5 points"),
        (Interval(0, 90), POINTS, "0到90分", "0 to 90 points"),
        (Interval(11400, 68400), MONTHLY, "114.00到684.00 元/月", "114.00 to 684.00 yuan/month"),
        (ANYTHING, POINTS, "", ""),
    ],
)
def test_possible_for_a_person(possible: Possible, type_: Type, zh: str, en: str) -> None:
    assert possible_for_person(possible, type_, "zh") == zh
    assert possible_for_person(possible, type_, "en") == en
