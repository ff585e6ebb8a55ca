"""Types, units, denominators and ranges, settled before anything runs; and arithmetic that is always exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assess.diagnostics import Diagnostics
from assess.engines.meaning import Value
from assess.language import expression as e
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Unit
from assess.language.typing import exact_number, same_kind
from tests.language.flock import TYPES, codes_of, node_of, raw_value, typed

DETERMINED = settings(derandomize=True, database=None, max_examples=300, deadline=None)


def number(text: str) -> Number:
    type_ = node_of(text).type
    assert isinstance(type_, Number)
    return type_


@pytest.mark.parametrize(
    ("text", "denominator", "low", "high"),
    [
        ("12", 1, 12, 12),
        ("0.25", 4, 1, 1),
        ("30%", 10, 3, 3),
        ("sheep + dogs", 1, 0, 209),
        ("sheep - dogs", 1, -9, 200),
        ("sheep + weight", 100, -1000, 21000),
        ("sheep * weight", 100, -200_000, 200_000),
        ("weight * weight", 10_000, -1_000_000, 1_000_000),
        ("-weight", 100, -1000, 1000),
        ("sheep / 3", 3, 0, 200),
        ("sheep / -3", 3, -200, 0),
        ("sheep / 0.4", 2, 0, 1000),
        ("floor(weight)", 1, -10, 10),
        ("decimal(weight / 3, 1)", 10, -33, 33),
        ("abs(weight)", 100, 0, 1000),
        ("min(sheep, dogs)", 1, 0, 9),
        ("max(sheep, dogs)", 1, 0, 200),
        ("count(bell, bell)", 1, 0, 2),
        ("if bell then dogs else 50", 1, 0, 50),
        ("annual(income)", 100, 0, 12_000_000),
        ("monthly(annual(income))", 1200, 0, 12_000_000),
    ],
)
def test_denominator_and_range(text: str, denominator: int, low: int, high: int) -> None:
    found = number(text)
    assert (found.denominator, found.minimum, found.maximum) == (denominator, low, high)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("points + 1", "points"),
        ("2 * points", "points"),
        ("income * 30%", "CNY/month"),
        ("income / 2", "CNY/month"),
        ("annual(income)", "CNY/year"),
        ("monthly(annual(income))", "CNY/month"),
        ("max(income, 0)", "CNY/month"),
        ("if bell then income else 0", "CNY/month"),
        ("points * income", "CNY·points/month"),
        ("decimal(income / points, 2)", "CNY/month/points"),
        ("abs(-income)", "CNY/month"),
        ("year(born_on)", "years"),
        ("years between(born_on, as_of)", "years"),
        ("sheep", "ratio"),
    ],
)
def test_unit(text: str, unit: str) -> None:
    assert str(number(text).unit) == unit


def test_a_bare_number_has_no_unit_until_it_meets_one() -> None:
    assert number("1 + 2").unit is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("points + income", ["T104"]),
        ("income + annual(income)", ["T105"]),
        ("income > annual(income)", ["T105"]),
        ("if bell then points else income", ["T104"]),
        ("annual(points)", ["T115"]),
        ("monthly(income)", ["T115"]),
        ("sheep / dogs", ["T106"]),
        ("sheep / 0", ["T107"]),
        ("sheep / (1 - 1)", ["T106"]),
        ("bell + 1", ["T101"]),
        ("sheep and bell", ["T101"]),
        ("not(sheep)", ["T101"]),
        ("if sheep then 1 else 2", ["T101"]),
        ("if bell then 1 else wool", ["T114"]),
        ("sheep = bell", ["T114"]),
        ("wool = village", ["T114"]),
        ('wool = "coarse"', ["T102"]),
        ("wool < village", ["T114"]),
        ('village < "south"', ["T108"]),
        ("bell < true", ["T109"]),
        ('division < "99"', ["T109"]),
        ("one worse than village", ["T103"]),
        ("one worse than sheep", ["T103"]),
        ('born_on = "2020-02-29"', ["T114"]),
        ("born_on > 2020", ["T114"]),
        ('date("2023-02-29")', ["F112"]),
        ("date(born_on)", ["F112"]),
        ("add months(born_on, 0.5)", ["T116"]),
        ("starts with(sheep, division)", ["T101"]),
        ("resident id valid(sheep)", ["T101"]),
        ("year(sheep)", ["T101"]),
        ("minn(1, 2)", ["F109"]),
        ("min()", ["F110"]),
        ("abs(1, 2)", ["F110"]),
        ("decimal(weight, 0.5)", ["F111"]),
        ("decimal(weight, 7)", ["F111"]),
        ("sheep in [5..1]", ["F108"]),
        ("sheep in (5..5)", ["F108"]),
        ("at least 3 of (bell, bell)", ["F106"]),
        ("sheep = null", ["F107"]),
        ("income * 1000000000000000", ["T112"]),
        ("weight * weight * weight * weight * weight * weight * weight", ["T112"]),
    ],
)
def test_fault(text: str, codes: list[str]) -> None:
    assert codes_of(text) == codes


def test_faults_name_the_smallest_expression_at_fault() -> None:
    diagnostics = Diagnostics()
    assert typed("sheep > 1 and (points + income > 3 or bell)", diagnostics) is None
    (fault,) = diagnostics
    assert (fault.code, fault.arguments["text"], fault.position.column) == ("T104", "points + income", 16)


def test_a_code_takes_its_meaning_from_what_it_is_held_against() -> None:
    for text in ('wool = "plain"', '"plain" = wool', 'wool in ("fine", "plain")', 'wool in ["fine".."plain"]'):
        constants = [node for node in e.walk(node_of(text)) if isinstance(node, e.Constant)]
        assert constants[-1].type == TYPES["wool"]
    assert codes_of('wool in ["plain".."fine"]') == ["F108"]


def test_kinds() -> None:
    assert same_kind(Number(1, 0, 1), Number(100, 0, 5, Unit.parse("CNY")))
    assert same_kind(Enumeration("a", ("x", "y")), Enumeration("a", ("x", "y")))
    assert not same_kind(Enumeration("a", ("x", "y")), Enumeration("b", ("x", "y")))
    assert not same_kind(Enumeration("a", ("x", "y")), Enumeration("a", ("x", "y"), ordered=True))
    assert not same_kind(Enumeration("a", ("x", "y")), Enumeration("a", ("y", "x")))
    assert same_kind(Text(), Text("resident_id"))
    assert not same_kind(Date(), Number(1, 0, 1))
    assert not same_kind(Boolean(), Number(1, 0, 1))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, Fraction(3)), ("30%", Fraction(3, 10)), ("7.5 %", Fraction(3, 40)), ("-5%", Fraction(-1, 20)), (True, None),
     ("30", None), ("30％", None), ("%", None), (None, None), ("１0%", None)],
)  # fmt: skip
def test_exact_number(value: object, expected: Fraction | None) -> None:
    assert exact_number(value) == expected


# any expression, against the arithmetic of fractions

Facts = Mapping[str, Fraction | bool]
Meaning = Callable[[Facts], Any]


@dataclass(frozen=True)
class Written:
    """An expression as text, and what it means by Python's own exact fractions."""

    text: str
    means: Meaning


FACTS = {"sheep": 1, "dogs": 1, "lambs": 1, "weight": 100}


def leaf(name: str) -> Written:
    return Written(name, lambda facts: facts[name])


def literal(text: str, value: Fraction) -> Written:
    return Written(text, lambda facts: value)


LEAVES = st.sampled_from(
    [leaf(name) for name in FACTS]
    + [
        literal("3", Fraction(3)),
        literal("0.25", Fraction(1, 4)),
        literal("30%", Fraction(3, 10)),
        literal("0", Fraction(0)),
    ]
)
CONSTANTS = st.sampled_from(
    [("4", Fraction(4)), ("0.5", Fraction(1, 2)), ("30%", Fraction(3, 10)), ("-3", Fraction(-3))]
)


def two(symbol: str, operation: Callable[[Any, Any], Any]) -> Callable[[Written, Written], Written]:
    return lambda a, b: Written(
        f"({a.text} {symbol} {b.text})", lambda facts: operation(a.means(facts), b.means(facts))
    )


def called(name: str, function: Callable[..., Any]) -> Callable[..., Written]:
    return lambda *parts: Written(
        f"{name}({', '.join(part.text for part in parts)})",
        lambda facts: function(*(part.means(facts) for part in parts)),
    )


def divided(a: Written, by: tuple[str, Fraction]) -> Written:
    return Written(f"{a.text} / {by[0]}", lambda facts: a.means(facts) / by[1])


def to_places(a: Written, places: int) -> Written:
    return Written(f"decimal({a.text}, {places})", lambda facts: round(a.means(facts), places))


def chosen(if_: Written, then: Written, otherwise: Written) -> Written:
    return Written(
        f"(if {if_.text} then {then.text} else {otherwise.text})",
        lambda facts: then.means(facts) if if_.means(facts) else otherwise.means(facts),
    )


def numbers(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.builds(two("+", lambda a, b: a + b), inner, inner),
        st.builds(two("-", lambda a, b: a - b), inner, inner),
        st.builds(two("*", lambda a, b: a * b), inner, inner),
        st.builds(divided, inner, CONSTANTS),
        st.builds(called("min", min), inner, inner),
        st.builds(called("max", max), inner, inner),
        st.builds(called("abs", abs), inner),
        st.builds(called("floor", lambda a: Fraction(floor(a))), inner),
        st.builds(called("ceiling", lambda a: Fraction(ceil(a))), inner),
        st.builds(to_places, inner, st.integers(0, 2)),
        st.builds(lambda a: Written(f"-{a.text}", lambda facts: -a.means(facts)), inner),
        st.builds(chosen, comparisons(inner), inner, inner),
    )


def comparisons(inner: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    return st.one_of(
        st.builds(two("<", lambda a, b: a < b), inner, inner),
        st.builds(two(">=", lambda a, b: a >= b), inner, inner),
        st.builds(two("=", lambda a, b: a == b), inner, inner),
        st.builds(two("!=", lambda a, b: a != b), inner, inner),
    )


ARITHMETIC = st.recursive(LEAVES, numbers, max_leaves=8)
ANSWERS = st.fixed_dictionaries(
    {
        "sheep": st.integers(0, 200),
        "dogs": st.integers(0, 9),
        "lambs": st.integers(0, 9),
        "weight": st.integers(-1000, 1000),
    }
)


@DETERMINED
@given(ARITHMETIC, ANSWERS)
def test_arithmetic_is_exact_and_within_its_range(written: Written, answers: dict[str, int]) -> None:
    diagnostics = Diagnostics()
    node = typed(written.text, diagnostics)
    assume([one.code for one in diagnostics] != ["T112"])
    assert node is not None, [one.code for one in diagnostics]
    assert isinstance(node.type, Number)
    exact = {name: Fraction(value, FACTS[name]) for name, value in answers.items()}
    found = raw_value(node, answers)
    assert isinstance(found, int)
    assert Fraction(found, node.type.denominator) == written.means(exact)
    for part in e.walk(node):
        if isinstance(part.type, Number):
            assert part.type.minimum <= int(raw_value(part, answers) or 0) <= part.type.maximum


@DETERMINED
@given(comparisons(ARITHMETIC), ANSWERS, st.sets(st.sampled_from(sorted(FACTS))))
def test_what_is_known_of_an_unfinished_case_stays_so(
    written: Written, answers: dict[str, int], left_out: set[str]
) -> None:
    """A value found with answers missing is the value found with all of them."""
    diagnostics = Diagnostics()
    node = typed(written.text, diagnostics)
    assume(node is not None)
    assert node is not None
    partial: dict[str, Value] = {name: value for name, value in answers.items() if name not in left_out}
    known = raw_value(node, partial)
    assert known is None or known == raw_value(node, answers)
    if not left_out:
        assert known is not None
