"""The expression language: what a text means, parsed, typed and evaluated over a few facts of a made-up flock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.diagnostics import Diagnostics, Position
from assess.language.feel import tree as syntax
from assess.language.feel.parser import parse_expression, parse_unary_tests
from assess.language.feel.tree import names_in
from tests.language.flock import FLOCK, codes_of, evaluated

HERE = Position("flock.yaml", 3, 10)
DETERMINED = settings(derandomize=True, database=None, max_examples=300, deadline=None)


# what an expression comes to


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("7 - 2 - 1", 4), ("7 - (2 - 1)", 6), ("-2 * -3", 6), ("- sheep", -12),
        ("10 / 4", Decimal("2.5")), ("10 / 4 / 5", Decimal("0.5")), ("sheep / 30%", 40), ("30% * 50", 15),
        ("0.1 + 0.2", Decimal("0.3")), ("1.10 * 1.10", Decimal("1.21")), ("sheep / -4", -3),
        ("min(3, sheep, 1.5)", Decimal("1.5")), ("max(3, sheep)", 12), ("sum(1, 2, 3)", 6), ("abs(3 - sheep)", 9),
        ("floor(7.9)", 7), ("floor(-7.1)", -8), ("ceiling(7.1)", 8), ("ceiling(-7.9)", -7),
        ("decimal(2.345, 2)", Decimal("2.34")), ("decimal(2.355, 2)", Decimal("2.36")), ("decimal(-0.5, 0)", 0),
        ("decimal(sheep / dogs, 3)", Decimal("6")), ("decimal(10 / sheep, 3)", Decimal("0.833")),
        ("decimal(sheep / lambs, 1)", None), ("decimal(5 / -dogs, 0)", -2),
        ("count(sheep > 1, dogs > 9, bell)", 2),
        ("if bell then sheep else dogs", 12), ("if sheep > 20 then 1 else if dogs = 2 then 2 else 3", 2),
        ("wage * 12", 12000), ("annual(wage)", 12000), ("monthly(annual(wage))", 1000),
        ("year(born_on)", 2020), ("month(born_on)", 2), ("years between(born_on, as_of)", 3),
        ("months between(born_on, as_of)", 40), ("years between(as_of, born_on)", -3),
    ],
)  # fmt: skip
def test_number(text: str, value: Any) -> None:
    assert evaluated(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sheep = 12", True), ("sheep != 12", False), ("sheep < 12", False), ("sheep <= 12", True),
        ("sheep > 11.99", True),
        ("sheep >= 12.01", False), ("1 + 1 = 2 and 2 + 2 = 4", True), ("bell or dogs > 5 and lambs > 5", True),
        ("(bell or dogs > 5) and lambs > 5", False), ("not(bell) or not(lambs > 0)", True), ("not(not(bell))", True),
        ("sheep in [10..12]", True), ("sheep in [10..12)", False), ("sheep in ]12..20]", False),
        ("sheep in (11..13)", True),
        ("sheep in (1, 5, 12)", True), ("sheep in (1, [5..11])", False), ("sheep in (> 20, < 13)", True),
        ("sheep in >= 12", True), ("sheep in 12", True), ("sheep between 12 and 12", True),
        ("sheep between 1 and 5 + 5", False),
        ('wool = "good"', True), ('wool in ("fine", "good")', True), ('wool < "plain"', True),
        ('"plain" > wool', True),
        ('wool >= "good"', True), ('one worse than wool = "plain"', True),
        ('one better than one better than wool = "fine"', True),
        ('one worse than one worse than wool = "plain"', True),
        ("at least 2 of (bell, sheep > 1, dogs > 9)", True), ("at least 3 of (bell, sheep > 1, dogs > 9)", False),
        ('born_on = date("2020-02-29")', True), ('born_on < date("2020-03-01")', True), ("born_on <= as_of", True),
        ('add months(born_on, 12) = date("2021-02-28")', True),
        ('add months(born_on, -1) = date("2020-01-29")', True),
        ('starts with(division, "99")', True), ('division = "990000"', True), ('division != "990000"', False),
        ("resident id valid(herder_id)", True), ('resident id sex(herder_id) = "female"', True),
        ('resident id birth date(herder_id) = date("1939-10-15")', True),
        ("if bell then sheep > 20 else true", False), ("bell", True), ("bell = true", True), ("true", True),
    ],
)  # fmt: skip
def test_condition(text: str, value: bool) -> None:
    assert evaluated(text) is value


@pytest.mark.parametrize(
    ("text", "left_out", "value"),
    [
        ("sheep > 1 and bell", {"sheep"}, None),
        ("sheep > 1 and not(bell)", {"sheep"}, False),
        ("sheep > 1 or bell", {"sheep"}, True),
        ("not(sheep > 1)", {"sheep"}, None),
        ("sheep = sheep", {"sheep"}, None),
        ("sheep != 3", {"sheep"}, None),
        ("sheep in [0..200]", {"sheep"}, None),
        ("sheep + 0 * dogs", {"dogs"}, None),
        ("max(sheep, dogs)", {"dogs"}, None),
        ("count(bell, dogs > 1)", {"dogs"}, None),
        ("at least 1 of (bell, dogs > 1)", {"dogs"}, True),
        ("at least 2 of (bell, dogs > 1)", {"dogs"}, None),
        ("at least 2 of (not(bell), dogs > 1)", {"dogs"}, False),
        ("if dogs > 1 then sheep else lambs", {"dogs"}, None),
        ("if dogs > 1 then 5 else 5", {"dogs"}, 5),
        ("if bell then sheep else dogs", {"dogs"}, 12),
        ("one worse than wool", {"wool"}, None),
        ("years between(born_on, as_of)", {"born_on"}, None),
        ("resident id valid(herder_id)", {"herder_id"}, None),
    ],
)
def test_missing_answers(text: str, left_out: set[str], value: Any) -> None:
    facts = {name: answer for name, answer in FLOCK.items() if name not in left_out}
    assert evaluated(text, facts) == value


@pytest.mark.parametrize(
    ("tests", "value"),
    [
        ("12", True), (">= 12", True), ("< 12", False), ("[10..12]", True), ("(10..12)", False), ("10,11,12", True),
        ("not(10,12)", False), ("not(>= 20)", True), ("-", True), ("[0..5],[10..20]", True), ("> dogs", True),
        ("dogs * 6", True),
    ],
)  # fmt: skip
def test_unary_tests_of_a_cell(tests: str, value: bool) -> None:
    assert evaluated(tests, cell_of="sheep") is value


@pytest.mark.parametrize(("tests", "value"), [("true", True), ("false", False), ("not(true)", False), ("-", True)])
def test_unary_tests_of_a_yes_or_no(tests: str, value: bool) -> None:
    assert evaluated(tests, cell_of="bell") is value


def test_a_cell_for_anything_holds_though_the_answer_is_missing() -> None:
    assert evaluated("-", {}, cell_of="sheep") is True


# names that look like words of the language


@pytest.mark.parametrize(
    "name",
    ["order", "android", "inside", "iffy", "nothing", "between_us", "at", "attic", "often", "of", "one", "years",
    "least",
     "truest", "elsewhere", "thenceforth", "resident", "minimum", "datetime"],
)  # fmt: skip
def test_names_may_begin_like_words_of_the_language(name: str) -> None:
    diagnostics = Diagnostics()
    found = parse_expression(f"{name} > 1 and not({name} = 2)", HERE, diagnostics)
    assert list(diagnostics) == []
    assert [one.name for one in names_in(found)] == [name, name]


@pytest.mark.parametrize("shift", ["start of year", "end of previous year", "start of previous month", "end of month"])
def test_shifted_figure(shift: str) -> None:
    spread = shift.replace(" ", "  ")
    found = parse_expression(f"2 * wage at {spread} + 1", HERE, Diagnostics())
    (name,) = names_in(found)
    assert isinstance(name, syntax.Shifted)
    assert (name.name, name.shift) == ("wage", shift)


# places and faults


def test_every_node_stands_where_its_text_does() -> None:
    text = "sheep > 10 and  at least 1 of (bell, dogs in [1..3])"
    found = parse_expression(text, HERE, Diagnostics())
    assert found is not None
    for name in names_in(found):
        offset = name.position.column - HERE.column
        assert text[offset:].startswith(name.name)
        assert name.source == name.name
    assert isinstance(found, syntax.Operation)
    assert [part.source for part in found.operands] == ["sheep > 10", "at least 1 of (bell, dogs in [1..3])"]


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("sheep > ", "F102", 10),
        ("", "F102", 10),
        ("(sheep", "F102", 10),
        ("sheep > 1 )", "F101", 20),
        ("sheep == 1", "F104", 17),
        ("sheep ＞ 1", "F103", 16),
        ("1 < sheep < 5", "F101", 20),
        ("sheep > 'a'", "F101", 18),
        ("Sheep > 1", "F101", 10),
        ("sheep | 1", "F101", 16),
        ("at least 0 of (bell)", "F101", 19),
        ("min sheep", "F101", 14),
        ("sheep at noon", "F101", 16),
        ("x" + " + 1" * 3 + " +", "F102", 10),
        ("not(" * 100 + "bell" + ")" * 100, "F113", 10),
    ],
)
def test_fault_and_where_it_stands(text: str, code: str, column: int) -> None:
    diagnostics = Diagnostics()
    assert parse_expression(text, HERE, diagnostics) is None
    assert [(one.code, one.position.line, one.position.column) for one in diagnostics] == [(code, 3, column)]


WORDS = st.sampled_from(
    ["sheep", "bell", "1", "2.5", "30%", '"good"', "true", "null", "and", "or", "not(", "if", "then", "else", "in",
    "between",
     "(", ")", "[", "]", "..", ",", "+", "-", "*", "/", "=", "!=", "<", ">=", "at least", "of", "one worse than",
     "min(",
     "years between(", "at end of year", " ", "\n", "（", "≥", "é", "\\", '"', "\u0000", "😀"]
)  # fmt: skip


@DETERMINED
@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=25))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    for parsed in (
        lambda found: parse_expression(text, HERE, found),
        lambda found: parse_unary_tests(text, syntax.Name(HERE, "sheep", "sheep"), HERE, found),
    ):
        diagnostics = Diagnostics()
        result = parsed(diagnostics)
        assert (result is None) == diagnostics.has_errors
        for one in diagnostics:
            assert one.code.startswith("F")
            assert HERE.column <= one.position.column <= HERE.column + len(text)


@DETERMINED
@given(st.lists(WORDS, max_size=10).map(" ".join))
def test_any_text_that_is_read_is_typed_or_refused(text: str) -> None:
    found = codes_of(text)
    assert all(code[0] in "FTN" for code in found), found
