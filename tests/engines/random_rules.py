"""Conditions, numbers and decisions put together at random, and facts for them. Fast, but without shrinking."""

from __future__ import annotations

from random import Random

from assess.engines.meaning import Value
from assess.language import expression as e
from assess.language.program import Amount, Body, Formula, Row
from assess.language.types import Number
from tests.engines.handmade import (
    FALSE,
    HERE,
    LEVEL,
    NUMBER,
    TEXT,
    TRUE,
    add,
    at_least,
    both,
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
    result,
    rounded,
    row,
    table,
    whole,
    within,
)

READINGS = (reading("known", 1), reading("unknown", None), reading("by_level", {0: -1, 1: None, 2: 2}))
"""What the parameters hold that random rules read. They also read a decision `before`."""

_ANSWERS: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys("abc", (True, False)),
    **dict.fromkeys("xy", (-3, -2, -1, 0, 1, 2, 3)),
    "l": (0, 1, 2),
    "t": ("甲", "乙"),
}
_MODES = ("up", "down", "half_up", "half_even", "floor", "ceiling")
_OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
_KINDS = ("condition", "number", "amount", "first", "unique", "collect")


def random_facts(random: Random) -> dict[str, Value]:
    missing = random.choice((0, 0, 0.2, 0.6))
    return {name: random.choice(answers) for name, answers in _ANSWERS.items() if random.random() >= missing}


def random_body(random: Random, depth: int) -> Body:
    kind = random.choice(_KINDS)
    if kind == "condition":
        return Formula(random_condition(random, depth))
    if kind == "number":
        return Formula(random_number(random, depth))
    if kind == "amount":
        due = random_number(random, depth)
        return Amount(due, due, random.choice((None, random_condition(random, depth))), None)
    rows: list[Row] = []
    for _ in range(random.randint(1, 4)):
        condition = random_condition(random, depth)
        # Of a unique table's rows one at most may hit: the checks see to it when a ruleset is loaded.
        earlier = [negation(one.condition) for one in rows if one.condition is not None and kind == "unique"]
        rows.append(row(both(condition, *earlier) if earlier else condition, _result(random)))
    otherwise = random.random() < 0.5
    if otherwise:
        rows.append(row(None, _result(random)))
    aggregate = random.choice(("sum", "count", "min", "max")) if kind == "collect" else None
    return table(*rows, hit=kind, complete=otherwise, aggregate=aggregate)


def _result(random: Random) -> e.Expression | None:
    return random.choice((None, whole(random.randint(0, 1)), random_number(random, 1)))


def random_condition(random: Random, depth: int) -> e.Expression:
    if depth == 0:
        return _plain_condition(random)
    some = [random_condition(random, random.randrange(depth)) for _ in range(3)]
    match random.randrange(8):
        case 0:
            return both(*some[: random.randint(1, 3)])
        case 1:
            return either(*some[: random.randint(1, 3)])
        case 2:
            return negation(some[0])
        case 3:
            return at_least(random.randint(0, 4), *some)
        case 4:
            return choose(*some)
        case 5:
            return compare(some[0], random.choice(("=", "!=")), some[1])
        case 6:
            return compare(random_number(random, depth), random.choice(_OPERATORS), random_number(random, depth - 1))
        case _:
            return _plain_condition(random)


def _plain_condition(random: Random) -> e.Expression:
    match random.randrange(5):
        case 0:
            return random.choice((fact("a"), fact("b"), fact("c"), TRUE, FALSE, result("before")))
        case 1:
            return compare(_plain_number(random), random.choice(_OPERATORS), _plain_number(random))
        case 2:
            low, high = (random.choice((None, _plain_number(random))) for _ in range(2))
            low = _plain_number(random) if high is None else low
            return within(_plain_number(random), low, high, random.random() < 0.5, random.random() < 0.5)
        case 3:
            return one_of(fact("l", LEVEL), *(whole(level, LEVEL) for level in random.sample(range(3), 2)))
        case _:
            text = e.Constant(type=TEXT, position=HERE, value=random.choice(("甲", "乙")))
            return compare(fact("t", TEXT), random.choice(("=", "!=")), text)


def random_number(random: Random, depth: int) -> e.Expression:
    if depth == 0:
        return _plain_number(random)
    one, other = (random_number(random, random.randrange(depth)) for _ in range(2))
    match random.randrange(7):
        case 0:
            return add(one, other, signs=random.choice(((1, 1), (1, -1), (-1, 1), (-1, -1))))
        case 1:
            return multiply(one, other)
        case 2:
            return rounded(one, random.choice(_MODES), random.randint(1, 3))
        case 3:
            return e.Extreme(type=NUMBER, position=HERE, which=random.choice(("min", "max")), operands=(one, other))
        case 4:
            return e.Quotient(type=Number(1, -1000, 1000), position=HERE, left=one, right=other, places=0)
        case 5:
            return count_true(*(random_condition(random, depth - 1) for _ in range(random.randint(1, 3))))
        case _:
            return choose(random_condition(random, depth - 1), one, other)


def _plain_number(random: Random) -> e.Expression:
    parameters = (parameter("known"), parameter("by_level", key=fact("l", LEVEL)), parameter("unknown"))
    weights = (4, 4, 1, 1, 0.3, 3)
    choices = (fact("x", NUMBER), fact("y", NUMBER), *parameters, whole(random.randint(-3, 3)))
    return random.choices(choices, weights)[0]
