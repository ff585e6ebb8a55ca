"""What every kind of expression and decision means, with facts known and unknown, on small ones made by hand.

`decided` also runs the interpreter, which must say the same.
"""

from __future__ import annotations

from typing import Any

import pytest

from assess.engines.meaning import Value
from assess.language import expression as e
from assess.language.program import Amount, Formula
from assess.language.rounding import divided
from assess.language.types import Date, Number
from tests.engines.handmade import (
    AS_OF,
    BOOLEAN,
    CENTS,
    FALSE,
    HERE,
    LEVEL,
    NUMBER,
    TEXT,
    TRUE,
    add,
    at_least,
    both,
    call,
    choose,
    compare,
    count_true,
    decided,
    edition,
    either,
    fact,
    multiply,
    negation,
    one_of,
    parameter,
    reading,
    result,
    rounded,
    row,
    table,
    whole,
    within,
)

A, B, C = fact("a"), fact("b"), fact("c")
X, Y = fact("x", NUMBER), fact("y", NUMBER)
UNKNOWN = None


def value_of(node: e.Expression, **facts: Any) -> Value:
    return decided(Formula(node), facts).value


def extreme(which: str, *operands: e.Expression) -> e.Extreme:
    return e.Extreme(type=NUMBER, position=HERE, which=which, operands=operands)


def quotient(left: e.Expression, right: e.Expression, places: int) -> e.Quotient:
    return e.Quotient(type=Number(10**places, -(10**9), 10**9), position=HERE, left=left, right=right, places=places)


# logic


@pytest.mark.parametrize(
    ("a", "b", "conjunction", "disjunction"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, UNKNOWN, UNKNOWN, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, UNKNOWN, False, UNKNOWN),
        (UNKNOWN, True, UNKNOWN, True),
        (UNKNOWN, False, False, UNKNOWN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_and_or_not_are_kleenes(
    a: bool | None, b: bool | None, conjunction: bool | None, disjunction: bool | None
) -> None:
    assert value_of(both(A, B), a=a, b=b) is conjunction
    assert value_of(either(A, B), a=a, b=b) is disjunction
    assert value_of(negation(A), a=a) is (UNKNOWN if a is UNKNOWN else not a)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((True, True, UNKNOWN), True),
        ((True, False, UNKNOWN), UNKNOWN),
        ((False, False, UNKNOWN), False),
        ((True, False, False), False),
        ((UNKNOWN, UNKNOWN, UNKNOWN), UNKNOWN),
        ((True, UNKNOWN, UNKNOWN), UNKNOWN),
    ],
)
def test_at_least_is_decided_as_soon_as_the_unknown_no_longer_matter(
    facts: tuple[bool | None, ...], expected: bool | None
) -> None:
    assert value_of(at_least(2, A, B, C), **dict(zip("abc", facts, strict=True))) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [((True, False, True), 2), ((False, False, False), 0), ((True, UNKNOWN, True), UNKNOWN)],
)
def test_count_is_unknown_while_any_condition_is(facts: tuple[bool | None, ...], expected: int | None) -> None:
    assert value_of(count_true(A, B, C), **dict(zip("abc", facts, strict=True))) == expected


def test_a_named_condition_is_its_operand() -> None:
    named = e.Named(type=BOOLEAN, position=HERE, operand=A, label_zh="某条件", label_en="a condition")
    assert value_of(named, a=True) is True
    assert value_of(named) is UNKNOWN


@pytest.mark.parametrize(
    ("condition", "then", "otherwise", "expected"),
    [
        (True, 1, 2, 1),
        (False, 1, 2, 2),
        (True, 1, UNKNOWN, 1),
        (False, 1, UNKNOWN, UNKNOWN),
        (UNKNOWN, 1, 2, UNKNOWN),
        (UNKNOWN, 3, 3, 3),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    ],
)
def test_a_choice_with_its_condition_unknown_is_what_both_branches_give(
    condition: bool | None, then: int | None, otherwise: int | None, expected: int | None
) -> None:
    assert value_of(choose(A, X, Y), a=condition, x=then, y=otherwise) == expected


# comparison


@pytest.mark.parametrize(
    ("operator", "below", "same", "above"),
    [
        ("=", False, True, False),
        ("!=", True, False, True),
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
    ],
)
def test_comparisons(operator: str, below: bool, same: bool, above: bool) -> None:
    node = compare(X, operator, whole(3))
    assert [value_of(node, x=x) for x in (2, 3, 4)] == [below, same, above]
    assert value_of(node) is UNKNOWN
    assert value_of(compare(X, operator, Y), x=3) is UNKNOWN


def test_levels_compare_by_their_order() -> None:
    node = compare(fact("l", LEVEL), ">=", whole(1, LEVEL))
    assert [value_of(node, l=level) for level in range(3)] == [False, True, True]


@pytest.mark.parametrize(
    ("low_closed", "high_closed", "inside"),
    [(True, True, (1, 2, 3)), (False, True, (2, 3)), (True, False, (1, 2)), (False, False, (2,))],
)
def test_intervals(low_closed: bool, high_closed: bool, inside: tuple[int, ...]) -> None:
    node = within(X, whole(1), whole(3), low_closed, high_closed)
    assert tuple(x for x in range(6) if value_of(node, x=x)) == inside


def test_an_interval_open_to_one_side() -> None:
    assert [value_of(within(X, whole(1), None), x=x) for x in (0, 1, 9)] == [False, True, True]
    assert [value_of(within(X, None, whole(1)), x=x) for x in (0, 1, 9)] == [True, True, False]


def test_an_interval_with_an_unknown_end_may_still_be_missed() -> None:
    node = within(X, whole(1), Y)
    assert value_of(node, x=0) is False
    assert value_of(node, x=5) is UNKNOWN
    assert value_of(node, y=5) is UNKNOWN


def test_one_of_is_true_as_soon_as_one_choice_is_met() -> None:
    assert value_of(one_of(X, whole(1), whole(5)), x=5) is True
    assert value_of(one_of(X, whole(1), whole(5)), x=3) is False
    assert value_of(one_of(X, whole(1))) is UNKNOWN
    assert value_of(one_of(X, Y, whole(5)), x=5) is True
    assert value_of(one_of(X, Y, whole(5)), x=3) is UNKNOWN


# arithmetic


def test_sums_and_products() -> None:
    assert value_of(add(X, Y, whole(1), signs=(1, -1, 1)), x=5, y=7) == -1
    assert value_of(add(X, signs=(-1,)), x=5) == -5
    assert value_of(multiply(X, add(Y, whole(1))), x=-3, y=4) == -15
    assert value_of(add(X, add(Y, X), signs=(1, -1)), x=5, y=7) == -7
    assert value_of(add(X, Y), x=5) is UNKNOWN
    assert value_of(multiply(X, Y), x=0) is UNKNOWN


def test_rescaling_multiplies_the_numerator() -> None:
    node = e.Rescale(type=CENTS, position=HERE, operand=X, factor=100)
    assert value_of(node, x=-3) == -300
    assert value_of(node) is UNKNOWN
    assert value_of(e.Rescale(type=CENTS, position=HERE, operand=add(X, Y), factor=100), x=1, y=2) == 300


def test_absolute_value_and_extremes() -> None:
    absolute = e.Absolute(type=NUMBER, position=HERE, operand=X)
    assert value_of(absolute, x=-3) == 3
    assert value_of(absolute) is UNKNOWN
    assert value_of(extreme("min", X, Y, whole(2)), x=5, y=-7) == -7
    assert value_of(extreme("max", X, Y, whole(2)), x=1, y=-7) == 2
    assert value_of(extreme("max", X), x=1) == 1
    assert value_of(extreme("min", X, Y), x=-1000) is UNKNOWN


MODES = {
    # tenths:       -25  -21  -20  -15  -11   -5    0    5   11   15   20   21   25
    "up":        (   -3,  -3,  -2,  -2,  -2,  -1,   0,   1,   2,   2,   2,   3,   3),
    "down":      (   -2,  -2,  -2,  -1,  -1,   0,   0,   0,   1,   1,   2,   2,   2),
    "half_up":   (   -3,  -2,  -2,  -2,  -1,  -1,   0,   1,   1,   2,   2,   2,   3),
    "half_even": (   -2,  -2,  -2,  -2,  -1,   0,   0,   0,   1,   2,   2,   2,   2),
    "floor":     (   -3,  -3,  -2,  -2,  -2,  -1,   0,   0,   1,   1,   2,   2,   2),
    "ceiling":   (   -2,  -2,  -2,  -1,  -1,   0,   0,   1,   2,   2,   2,   3,   3),
}  # fmt: skip
TENTHS = (-25, -21, -20, -15, -11, -5, 0, 5, 11, 15, 20, 21, 25)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("lowest", [-1000, 0])
def test_rounding(mode: str, lowest: int) -> None:
    """Where the type says that nothing is negative, the interpreter takes a shorter way."""
    operand = fact("x", Number(10, lowest, 1000))
    for tenths, expected in zip(TENTHS, MODES[mode], strict=True):
        if tenths >= lowest:
            assert value_of(rounded(operand, mode), x=tenths) == expected, tenths
            assert divided(tenths, 10, mode) == expected
    assert value_of(rounded(operand, mode)) is UNKNOWN


@pytest.mark.parametrize(
    ("step", "mode", "cents", "expected"),
    [
        ((1, 10), "up", 1234, 124),  # 12.34 to 0.1
        ((1, 10), "down", -1234, -123),
        ((5, 1), "half_up", 1249, 10),  # 12.49 to 5
        ((5, 1), "half_up", 1250, 15),
        ((5, 1), "half_even", -1250, -10),
        ((1, 2), "up", 1201, 25),  # 12.01 to 0.5, over 2
        ((1, 100), "up", 1201, 1201),
    ],
)
def test_rounding_to_a_step(step: tuple[int, int], mode: str, cents: int, expected: int) -> None:
    assert value_of(rounded(fact("x", CENTS), mode, *step), x=cents) == expected


@pytest.mark.parametrize(
    ("left", "right", "places", "expected"),
    [
        (1, 3, 2, 33),
        (2, 3, 2, 67),
        (-2, 3, 2, -67),
        (1, -8, 2, -12),  # half to even
        (3, -8, 2, -38),
        (-3, -8, 2, 38),
        (1, 0, 2, UNKNOWN),
        (UNKNOWN, 2, 2, UNKNOWN),
        (1, UNKNOWN, 2, UNKNOWN),
    ],
)
def test_a_quotient_is_rounded_half_even_and_unknown_over_zero(
    left: int | None, right: int | None, places: int, expected: int | None
) -> None:
    assert value_of(quotient(X, Y, places), x=left, y=right) == expected


def test_a_quotient_of_cents_by_whole_numbers() -> None:
    assert value_of(quotient(fact("x", CENTS), Y, 1), x=1000, y=3) == 33
    assert value_of(quotient(Y, fact("x", CENTS), 1), x=150, y=3) == 20


# facts, results, parameters, functions


def test_a_fact_left_out_is_unknown() -> None:
    assert value_of(X) is UNKNOWN
    assert value_of(A, a=False) is False
    assert value_of(whole(7)) == 7


def test_a_decision_reads_what_an_earlier_one_came_to(any_engine: Any) -> None:
    there = edition(first=Formula(add(X, whole(1))), second=Formula(multiply(result("first", NUMBER), whole(2))))
    assert [outcome.value for outcome in any_engine.outcomes(there, {"x": 3}).values()] == [4, 8]
    assert [outcome.value for outcome in any_engine.outcomes(there, {}).values()] == [UNKNOWN, UNKNOWN]


def test_a_parameter_that_nobody_knows_is_unknown() -> None:
    above = Formula(compare(X, ">", parameter("p")))
    assert decided(above, {"x": 5}, reading("p", 3)).value is True
    assert decided(above, {"x": 5}, reading("p", None)).value is UNKNOWN


def test_a_parameter_by_level_needs_the_level_and_its_entry() -> None:
    by_level = Formula(parameter("p", key=fact("l", LEVEL)))
    entries = reading("p", {0: 10, 1: 20, 2: None})
    assert [decided(by_level, {"l": level}, entries).value for level in (0, 1, 2, UNKNOWN)] == [
        10,
        20,
        UNKNOWN,
        UNKNOWN,
    ]
    assert decided(by_level, {"l": 1}, reading("p", None)).value is UNKNOWN


def test_the_date_decided_on() -> None:
    as_of = e.AsOf(type=Date(), position=HERE)
    assert value_of(as_of) == AS_OF
    birth = fact("birth", Date())
    age = call("years between", NUMBER, birth, as_of)
    assert value_of(age, birth=1945_06_30) == 80
    assert value_of(age, birth=1945_07_01) == 79
    assert value_of(age) is UNKNOWN


def test_a_function_may_find_nothing_in_what_is_known() -> None:
    birth = call("resident id birth date", Date(), fact("id", TEXT))
    assert value_of(birth, id="320402195001010000") == 1950_01_01
    assert value_of(birth, id="320402195013450000") is UNKNOWN
    assert value_of(call("starts with", BOOLEAN, fact("t", TEXT), whole_text("3204")), t="320411") is True


def whole_text(value: str) -> e.Constant:
    return e.Constant(type=TEXT, position=HERE, value=value)


def test_texts_compare_as_they_are() -> None:
    assert value_of(compare(fact("t", TEXT), "=", whole_text("甲")), t="甲") is True
    assert value_of(one_of(fact("t", TEXT), whole_text("甲"), whole_text("乙")), t="丙") is False


def test_a_level_moved_stays_at_the_ends() -> None:
    def moved(steps: int) -> list[Value]:
        node = e.StepLevel(type=LEVEL, position=HERE, operand=fact("l", LEVEL), steps=steps)
        return [value_of(node, l=level) for level in (0, 1, 2, UNKNOWN)]

    assert moved(1) == [1, 2, 2, UNKNOWN]
    assert moved(-1) == [0, 0, 1, UNKNOWN]
    assert moved(-9) == [0, 0, 0, UNKNOWN]


# tables

AT_LEAST_80, AT_LEAST_50 = compare(X, ">=", whole(80)), compare(X, ">=", whole(50))


def test_first_takes_the_first_row_that_hits() -> None:
    grades = table(row(AT_LEAST_80, whole(2)), row(AT_LEAST_50, whole(1)), row(None, whole(0)))
    assert decided(grades, {"x": 90}) == (2, 0, None)
    assert decided(grades, {"x": 60}) == (1, 1, None)
    assert decided(grades, {"x": 10}) == (0, 2, None)
    assert decided(grades, {}) == (UNKNOWN, None, None)


def test_a_table_has_a_result_only_where_every_row_that_could_hit_gives_the_same() -> None:
    same = table(row(A, whole(1)), row(B, whole(1)), row(None, whole(0)))
    assert decided(same, {"b": True}) == (1, None, None)  # whichever of two rows hits
    assert decided(same, {"a": False, "b": True}) == (1, 1, None)
    assert decided(same, {"b": False}) == (UNKNOWN, None, None)
    assert decided(same, {"a": True}) == (1, 0, None)  # b no longer matters


def test_first_does_not_look_past_a_row_that_is_certain_to_hit() -> None:
    certain = table(row(A, whole(1)), row(B, whole(1)), row(C, whole(2)), row(None, whole(3)))
    assert decided(certain, {"b": True}) == (1, None, None)


def test_a_row_without_a_result_leaves_the_value_unknown() -> None:
    holes = table(row(A, None), row(None, whole(1)))
    assert decided(holes, {"a": True}) == (UNKNOWN, 0, None)
    assert decided(holes, {"a": False}) == (1, 1, None)
    assert decided(holes, {}) == (UNKNOWN, None, None)


def test_a_result_may_itself_be_unknown() -> None:
    grades = table(row(A, X), row(None, whole(0)))
    assert decided(grades, {"a": True}) == (UNKNOWN, 0, None)
    assert decided(grades, {"a": True, "x": 5}) == (5, 0, None)


def test_a_table_with_holes_has_no_result_in_them() -> None:
    holes = table(row(AT_LEAST_80, whole(2)), hit="unique", complete=False)
    assert decided(holes, {"x": 90}) == (2, 0, None)
    assert decided(holes, {"x": 60}) == (UNKNOWN, None, None)
    assert decided(holes, {}) == (UNKNOWN, None, None)


def test_unique_with_conditions_unknown() -> None:
    low, high = compare(X, "<", whole(50)), compare(X, ">=", whole(50))
    halves = table(
        row(both(low, A), whole(1)), row(both(low, negation(A)), whole(1)), row(high, whole(2)), hit="unique"
    )
    assert decided(halves, {"x": 10}) == (1, None, None)
    assert decided(halves, {"x": 60}) == (2, 2, None)
    assert decided(halves, {"a": True}) == (UNKNOWN, None, None)


def test_otherwise_of_a_unique_table_is_no_row_beside_others() -> None:
    either_way = table(row(A, whole(1)), row(None, whole(0)), hit="unique")
    assert decided(either_way, {"a": True}) == (1, 0, None)
    assert decided(either_way, {"a": False}) == (0, 1, None)
    assert decided(either_way, {}) == (UNKNOWN, None, None)


@pytest.mark.parametrize(
    ("aggregate", "none", "one", "two"),
    [("sum", 0, 5, 12), ("count", 0, 1, 2), ("min", UNKNOWN, 5, 5), ("max", UNKNOWN, 5, 7)],
)
def test_collect(aggregate: str, none: int | None, one: int | None, two: int | None) -> None:
    points = table(row(A, whole(5)), row(B, X), hit="collect", aggregate=aggregate)
    assert decided(points, {"a": False, "b": False}) == (none, None, None)
    assert decided(points, {"a": True, "b": False}) == (one, None, None)
    assert decided(points, {"a": True, "b": True, "x": 7}) == (two, None, None)
    assert decided(points, {"a": True}) == (UNKNOWN, None, None)
    unknown_result = {"a": True, "b": True}
    assert decided(points, unknown_result).value == (2 if aggregate == "count" else UNKNOWN)


# amounts


def test_an_amount_is_due_to_those_who_are_eligible() -> None:
    due = Amount(formula=X, rounded=X, eligibility=A, rounding=None)
    assert decided(due, {"a": True, "x": 7}) == (7, None, True)
    assert decided(due, {"a": False, "x": 7}) == (0, None, False)
    assert decided(due, {"a": False}) == (0, None, False)  # who is not eligible gets 0, whatever the amount
    assert decided(due, {"a": True}) == (UNKNOWN, None, True)
    assert decided(due, {"x": 7}) == (UNKNOWN, None, None)
    assert decided(due, {"x": 0}) == (UNKNOWN, None, None)


def test_an_amount_for_everybody() -> None:
    due = Amount(formula=X, rounded=X, eligibility=None, rounding=None)
    assert decided(due, {"x": 7}) == (7, None, True)
    assert decided(due, {}) == (UNKNOWN, None, True)


def test_constants_decide_too() -> None:
    assert decided(Formula(both(TRUE, TRUE)), {}).value is True
    assert decided(Formula(either(FALSE, FALSE)), {}).value is False
    assert decided(table(row(FALSE, whole(1)), row(TRUE, whole(2)), row(None, whole(3))), {}) == (2, 1, None)
