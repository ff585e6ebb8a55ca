"""Every kind of expression, with facts missing or not: in a database as by the definition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest

from assess.engines.sql.expressions import Inexpressible, Translator
from assess.engines.sql.stages import Stages
from assess.language import expression as e
from assess.language.types import INT64_MAXIMUM, Date, Number
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
    at_least,
    both,
    call,
    choose,
    compare,
    count_true,
    either,
    fact,
    multiply,
    negation,
    one_of,
    parameter,
    reading,
    rounded,
    whole,
    within,
)
from tests.engines.sql.asking import Facts, found_in
from tests.engines.sql.databases import Database

A, B, C = fact("a"), fact("b"), fact("c")
X, Y = fact("x", NUMBER), fact("y", NUMBER)
L = fact("l", LEVEL)
ANSWERS = (True, False, None)


def every_answer(*names: str) -> list[Facts]:
    """Each of the conditions true, false and unknown, in every combination."""
    return [dict(zip(names, row, strict=True)) for row in product(ANSWERS, repeat=len(names))]


def every_number(*names: str) -> list[Facts]:
    return [dict(zip(names, row, strict=True)) for row in product((-2, 0, 1, 2, None), repeat=len(names))]


LEVELS: list[Facts] = [{"l": 0}, {"l": 1}, {"l": 2}, {"l": None}]


@pytest.mark.parametrize(
    "condition",
    [
        both(A, B, C),
        either(A, B, C),
        negation(both(A, negation(B))),
        either(both(A, B), both(B, C)),
        compare(A, "=", both(B, C)),
        compare(either(A, B), "!=", C),
        e.Named(type=BOOLEAN, position=HERE, operand=A, label_zh="甲", label_en="a"),
        TRUE,
        both(A, FALSE),
        *(at_least(count, A, B, C) for count in range(5)),
        at_least(2, either(A, B), both(A, at_least(1, B, C)), negation(C)),
        choose(A, B, C),
        choose(both(A, B), choose(C, A, B), negation(C)),
        choose(A, TRUE, TRUE),
    ],
)
def test_conditions_of_conditions(database: Database, condition: e.Expression) -> None:
    found_in(database, condition, every_answer("a", "b", "c"))


@pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
def test_comparisons(database: Database, operator: str) -> None:
    found_in(database, compare(X, operator, Y), every_number("x", "y"))


@pytest.mark.parametrize(
    "condition",
    [
        within(X, whole(0), whole(2)),
        within(X, whole(0), whole(2), low_closed=False, high_closed=False),
        within(X, None, Y),
        within(X, whole(0), None, low_closed=False),
        within(e.Absolute(type=NUMBER, position=HERE, operand=X), Y, whole(2)),
        one_of(X, whole(1), whole(-2)),
        one_of(X, Y, whole(1)),
        one_of(X),
    ],
)
def test_intervals_and_choices(database: Database, condition: e.Expression) -> None:
    """Unknown bounds, too: an interval is the `and` of its comparisons, a choice the `or` of its equalities."""
    found_in(database, condition, every_number("x", "y"))


def test_of_texts_case_and_blanks_count(database: Database) -> None:
    text = fact("t", TEXT)
    choices = (e.Constant(type=TEXT, position=HERE, value=value) for value in ("甲", "it's"))
    cases: list[Facts] = [{"t": one} for one in ("甲", "it's", "It's", "甲 ", "", None)]
    assert found_in(database, one_of(text, *choices), cases) == [True, True, False, False, False, None]


# numbers


def add(*operands: e.Expression, signs: tuple[int, ...], minimum: int = -9000, maximum: int = 9000) -> e.Add:
    return e.Add(type=Number(1, minimum, maximum), position=HERE, operands=operands, signs=signs)


def extreme(which: str, *operands: e.Expression) -> e.Extreme:
    return e.Extreme(type=NUMBER, position=HERE, which=which, operands=operands)


def quotient(left: e.Expression, right: e.Expression, places: int) -> e.Quotient:
    return e.Quotient(type=Number(10**places, -(10**9), 10**9), position=HERE, left=left, right=right, places=places)


@pytest.mark.parametrize(
    "number",
    [
        add(X, Y, signs=(1, 1)),
        add(X, Y, whole(5), signs=(-1, 1, -1)),
        add(Y, add(X, Y, signs=(1, -1)), signs=(1, -1)),
        multiply(X, add(X, Y, signs=(1, 1))),
        e.Rescale(type=CENTS, position=HERE, operand=X, factor=100),
        e.Rescale(type=NUMBER, position=HERE, operand=X, factor=1),
        e.Absolute(type=NUMBER, position=HERE, operand=add(X, Y, signs=(1, -1))),
        extreme("min", X, Y),
        extreme("max", X, whole(1), multiply(Y, Y)),
        extreme("min", X),
        extreme("max", whole(1), whole(2)),
        quotient(X, Y, 0),
        quotient(X, add(X, Y, signs=(1, 1)), 2),
        quotient(quotient(X, Y, 1), whole(3), 3),
        rounded(X, "half_up", 2),
        rounded(quotient(X, Y, 2), "up", 1, 10),
        choose(compare(X, ">", Y), X, Y),
        choose(compare(X, "=", whole(1)), choose(compare(Y, "=", whole(1)), X, whole(7)), multiply(X, Y)),
        e.AsOf(type=Date(), position=HERE),
    ],
)
def test_numbers(database: Database, number: e.Expression) -> None:
    found_in(database, number, every_number("x", "y"))


def test_how_many_conditions_hold(database: Database) -> None:
    found_in(database, count_true(A, both(A, B), C), every_answer("a", "b", "c"))
    assert found_in(database, count_true(), [{}]) == [0]


@pytest.mark.parametrize("steps", [-3, -1, 0, 1, 3])
def test_levels_moved_stay_within_the_scale(database: Database, steps: int) -> None:
    moved = e.StepLevel(type=LEVEL, position=HERE, operand=L, steps=steps)
    found_in(database, moved, LEVELS)
    chosen = choose(A, moved, L)
    found_in(
        database,
        e.StepLevel(type=LEVEL, position=HERE, operand=chosen, steps=1),
        [{"l": 1, "a": one} for one in ANSWERS],
    )


def test_arithmetic_reaches_the_ends_of_64_bits(database: Database) -> None:
    """What a ruleset may ask for at most goes through; and on the way nothing is larger than what it comes to."""
    most = Number(1, -INT64_MAXIMUM, INT64_MAXIMUM)
    small, large = Number(1, -100, 100), Number(1, -(INT64_MAXIMUM // 100), INT64_MAXIMUM // 100)
    cases: list[Facts] = [
        {"small": sign * 100, "large": other * (INT64_MAXIMUM // 100)} for sign in (-1, 1) for other in (-1, 1)
    ]
    product_ = e.Multiply(type=most, position=HERE, left=fact("small", small), right=fact("large", large))
    found_in(database, product_, cases)
    found_in(database, e.Rescale(type=most, position=HERE, operand=fact("large", large), factor=100), cases)
    found_in(database, e.Absolute(type=most, position=HERE, operand=product_), cases)
    half = Number(1, -(INT64_MAXIMUM // 2), INT64_MAXIMUM // 2)
    halves: list[Facts] = [{"one": sign * (INT64_MAXIMUM // 2), "other": INT64_MAXIMUM // 2} for sign in (-1, 1)]
    for signs in ((1, 1), (-1, -1)):
        total = e.Add(type=most, position=HERE, operands=(fact("one", half), fact("other", half)), signs=signs)
        found_in(database, total, halves)


def test_sums_of_small_numbers_may_be_large(database: Database) -> None:
    """127 + 127 is no whole number of eight bits any more, nor is 0 - (-128)."""
    byte = Number(1, -128, 127)
    cases: list[Facts] = [{"x": one, "y": other} for one in (-128, 127) for other in (-128, 127)]
    for signs in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
        found_in(database, add(fact("x", byte), fact("y", byte), signs=signs), cases)


# parameters


def test_parameters(database: Database) -> None:
    rates = reading("rate", {0: 10, 1: None, 2: 30})
    plain, missing = reading("plain", 7), reading("missing", None)
    assert found_in(database, parameter("rate", key=L), LEVELS, rates) == [10, None, 30, None]
    assert found_in(database, parameter("missing", key=L), LEVELS, missing) == [None] * 4
    assert found_in(database, parameter("plain"), [{}], plain) == [7]
    assert found_in(database, parameter("missing"), [{}], missing) == [None]
    nothing = reading("rate", {0: None, 1: None, 2: None})
    assert found_in(database, parameter("rate", key=L), LEVELS, nothing) == [None] * 4


def test_parameters_by_a_condition(database: Database) -> None:
    by_condition = parameter("rate", key=either(A, B))
    found_in(database, by_condition, every_answer("a", "b"), reading("rate", {True: 1, False: 0}))


def test_a_condition_may_be_a_parameter(database: Database) -> None:
    for held in ANSWERS:
        found_in(
            database,
            both(A, parameter("reading_of_the_law", BOOLEAN)),
            every_answer("a"),
            reading("reading_of_the_law", held),
        )


# what it is built of


class Unheard(e.Expression):
    """A construct that nobody has written a counterpart for."""


@pytest.mark.parametrize(
    ("node", "named"),
    [
        (Unheard(type=BOOLEAN, position=HERE), "Unheard"),
        (call("phase of the moon", NUMBER, A), "phase of the moon"),
    ],
)
def test_what_has_no_counterpart_is_refused_by_name(node: e.Expression, named: str) -> None:
    with pytest.raises(Inexpressible) as refused:
        Translator("it", {}, AS_OF, Stages(["a"])).sql(negation(node))
    assert refused.value.construct == named


@pytest.mark.parametrize("around", [lambda inner: choose(inner, B, A), lambda inner: at_least(2, inner, A, B)])
def test_conditions_inside_one_another_do_not_double(around: Callable[[e.Expression], e.Expression]) -> None:
    """`if` and `at least` read an operand more than once; what it is worked out by is written once."""

    def size(depth: int) -> int:
        condition: e.Expression = C
        for _ in range(depth):
            condition = around(condition)
        stages = Stages(["a", "b", "c"])
        stages.add("it", Translator("it", {}, AS_OF, stages).sql(condition))
        return sum(1 for made in stages.projections for one in made.values() for _ in one.walk())

    assert size(40) < 5 * size(10)


@pytest.mark.parametrize("choices", [(1, 2), range(1_000, 1_040)], ids=["short", "longer than a name may be"])
def test_decisions_that_ask_the_same_share_it(choices: Sequence[int]) -> None:
    stages = Stages(["x"])
    asked = one_of(X, *(whole(one) for one in choices))

    first = Translator("first", {}, AS_OF, stages).truth(asked)
    second = Translator("second", {}, AS_OF, stages).truth(asked)
    other = Translator("third", {}, AS_OF, stages).truth(one_of(X, *(whole(one) for one in (*choices, 7))))

    assert first == second != other
