"""Decision tables: with conditions unknown, in a database as by the definition, over every combination there is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pytest

from assess.engines.meaning import Outcome, Surroundings, decider, evaluate
from assess.engines.sql.expressions import Inexpressible, Translator
from assess.engines.sql.nodes import column, sql_type
from assess.engines.sql.stages import Stages
from assess.engines.sql.tables import MOST_ROWS, add_table, condition_name, row_name
from assess.language import expression as e
from assess.language.program import Decision, Row, Table, Version
from assess.language.types import Type
from tests.engines.handmade import (
    AS_OF,
    BOOLEAN,
    HERE,
    LEVEL,
    NAME,
    NUMBER,
    TEXT,
    TRUE,
    both,
    choose,
    compare,
    either,
    fact,
    negation,
    row,
    table,
    whole,
)
from tests.engines.sql.asking import Facts
from tests.engines.sql.databases import Database, values

A, B, C, D = (fact(name) for name in "abcd")
X, Y = fact("x", NUMBER), fact("y", NUMBER)
ANSWERS = (True, False, None)
EVERY_ANSWER: list[Facts] = [dict(zip("abcd", answers, strict=True)) for answers in product(ANSWERS, repeat=4)]
UNKNOWN = Outcome(None)


def found_in(database: Database, body: Table, cases: Sequence[Facts], type_: Type = NUMBER) -> list[Outcome]:
    """What the table comes to for each of the cases. It must be what the definition says; so must its conditions."""
    version = Version(1900_01_01, None, 1900_01_01, body, (), HERE)
    decision = Decision("it", NAME, type_, None, "table", (version,), "handmade", HERE)
    types = {one.name: one.type for node in version.expressions() for one in e.walk(node) if isinstance(one, e.Fact)}
    given = {name: (sql_type(type_), [case.get(name) for case in cases]) for name, type_ in types.items()}
    given = given or {"no fact": ("INT", [None] * len(cases))}
    stages = Stages(given)
    add_table(stages, Translator("it", {}, AS_OF, stages), decision, body)
    names = [condition_name("it", index) for index, one in enumerate(body.rows) if one.condition is not None]
    rows = values(database, [column(name) for name in ("it", row_name("it"), *names)], given, stages)
    outcomes = []
    for case, (value, hit, *conditions) in zip(cases, rows, strict=True):
        around = Surroundings(case, {}, {}, AS_OF)
        expected = decider(body)(around)
        assert Outcome(value, hit) == expected, case
        assert type(value) is type(expected.value), case
        held = [evaluate(one.condition, around) for one in body.rows if one.condition is not None]
        assert conditions == [None if one is None else int(one) for one in held]
        assert not any(isinstance(one, bool) for one in conditions)
        outcomes.append(expected)
    return outcomes


def exclusive(*conditions: e.Expression) -> list[e.Expression]:
    """The conditions made such that one at most holds, as loading a ruleset demands of a *unique* table."""
    return [both(one, *map(negation, conditions[:index])) if index else one for index, one in enumerate(conditions)]


# what unknown conditions do


def test_a_row_before_that_may_hit_keeps_the_value_back(database: Database) -> None:
    """SQL's CASE would say 2: it takes what is unknown for false."""
    body = table(row(A, whole(1)), row(B, whole(2)), row(None, whole(3)))
    cases: list[Facts] = [{"a": None, "b": True}, {"a": False, "b": True}, {"a": True}, {"a": False, "b": None}]

    assert found_in(database, body, cases) == [UNKNOWN, Outcome(2, 1), Outcome(1, 0), UNKNOWN]


def test_rows_that_agree_give_a_value_and_no_row(database: Database) -> None:
    body = table(row(A, whole(1)), row(B, whole(1)), row(None, whole(3)))
    cases: list[Facts] = [{"a": None, "b": True}, {"a": None, "b": False}, {"a": True, "b": True}]

    assert found_in(database, body, cases) == [Outcome(1, None), UNKNOWN, Outcome(1, 0)]


def test_where_the_law_leaves_a_hole_a_row_that_may_hit_is_not_enough(database: Database) -> None:
    rows = (row(A, whole(1)), row(both(B, negation(A)), whole(1)))
    cases: list[Facts] = [{"a": None, "b": False}, {"a": None, "b": True}, {"a": False, "b": False}]

    with_hole = found_in(database, table(*rows, hit="unique", complete=False), cases)
    without = found_in(database, table(*rows, hit="unique", complete=True), cases)

    assert with_hole == [UNKNOWN, UNKNOWN, UNKNOWN]
    assert without == [Outcome(1, 0), Outcome(1, None), UNKNOWN]


def test_a_row_without_a_result_hits_and_says_nothing(database: Database) -> None:
    body = table(row(A, None), row(B, whole(2)), row(None, None))
    cases: list[Facts] = [{"a": True}, {"a": False, "b": True}, {"a": None, "b": True}, {"a": None, "b": False}]

    assert found_in(database, body, cases) == [Outcome(None, 0), Outcome(2, 1), UNKNOWN, UNKNOWN]


# every combination


CONSTANT = [whole(1), whole(2), whole(1)]
IN_RUNS = [whole(2), whole(2), whole(1)]
WORKED_OUT = [choose(D, whole(1), whole(2)), whole(2), choose(negation(D), whole(1), whole(2))]
WITH_GAPS = [whole(1), None, choose(D, whole(1), whole(2))]


@pytest.mark.parametrize("results", [CONSTANT, IN_RUNS, WORKED_OUT, WITH_GAPS, [None, None, None]])
@pytest.mark.parametrize("otherwise", ["none", "constant", "worked out", "nothing"])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("hit", ["first", "unique"])
def test_every_combination(
    database: Database, hit: str, complete: bool, otherwise: str, results: list[e.Expression | None]
) -> None:
    conditions = [A, either(A, B), C]
    if hit == "unique":
        conditions = exclusive(*conditions)
    rows: list[Row] = [row(condition, result) for condition, result in zip(conditions, results, strict=True)]
    if otherwise != "none":
        last = {"constant": whole(1), "worked out": choose(D, whole(2), whole(1)), "nothing": None}[otherwise]
        rows.append(row(None, last))
    found_in(database, table(*rows, hit=hit, complete=complete), EVERY_ANSWER)


def test_several_rows_of_a_unique_table(database: Database) -> None:
    """A ruleset whose rows may hit together does not load; here it must not matter, as long as they agree."""
    rows = [row(A, whole(1)), row(B, whole(1)), row(C, whole(2))]
    found_in(database, table(*rows, hit="unique"), EVERY_ANSWER)


@pytest.mark.parametrize("aggregate", ["sum", "count", "min", "max"])
@pytest.mark.parametrize("results", [CONSTANT, WORKED_OUT, WITH_GAPS, [whole(-1000), whole(1000), None]])
def test_rows_collected(database: Database, aggregate: str, results: list[e.Expression | None]) -> None:
    rows = [row(condition, result) for condition, result in zip((A, either(A, B), C), results, strict=True)]
    body = table(*rows, hit="collect", aggregate=aggregate)
    found_in(database, body, EVERY_ANSWER)
    found_in(database, table(*rows[:1], hit="collect", aggregate=aggregate), EVERY_ANSWER)


def test_a_row_collected_always(database: Database) -> None:
    body = table(row(None, X), row(A, Y), hit="collect", aggregate="sum")
    cases: list[Facts] = [{"x": 1, "y": 2, "a": one} for one in ANSWERS] + [{"a": False, "x": 1}, {"a": False, "y": 1}]
    assert [one.value for one in found_in(database, body, cases)] == [3, 1, None, 1, None]


# results of every type


def test_results_are_levels_conditions_and_texts(database: Database) -> None:
    levels = table(row(A, whole(2, LEVEL)), row(B, whole(0, LEVEL)), row(None, fact("l", LEVEL)))
    found_in(database, levels, [{**case, "l": level} for case in EVERY_ANSWER for level in (0, 2, None)], LEVEL)
    conditions = table(row(A, TRUE), row(B, negation(C)), row(None, C))
    found_in(database, conditions, EVERY_ANSWER, BOOLEAN)
    texts = table(*(row(one, e.Constant(type=TEXT, position=HERE, value=word)) for one, word in ((A, "甲"), (B, "'"))))
    found_in(database, texts, EVERY_ANSWER, TEXT)


# size


@pytest.mark.parametrize("hit", ["first", "unique"])
@pytest.mark.parametrize("count", [6, 7, 8, 14, 15, 30, 31, 32, MOST_ROWS])
def test_as_many_rows_as_there_are_bits(database: Database, hit: str, count: int) -> None:
    last = row(compare(X, ">=", whole(count - 1)), whole(0))
    rows = [*(row(compare(X, "=", whole(index)), whole(index % 3)) for index in range(count - 1)), last]
    cases: list[Facts] = [{"x": value} for value in (-1, 0, 1, count - 2, count - 1, count, None)]

    found = found_in(database, table(*rows, hit=hit, complete=False), cases)

    assert [one.row for one in found] == [None, 0, 1, count - 2, count - 1, count - 1, None]


def test_more_rows_are_refused() -> None:
    rows = [row(compare(X, "=", whole(index)), whole(index)) for index in range(MOST_ROWS + 1)]
    version = Version(1900_01_01, None, 1900_01_01, table(*rows), (), HERE)
    decision = Decision("it", NAME, NUMBER, None, "table", (version,), "handmade", HERE)
    stages = Stages(["x"])

    with pytest.raises(Inexpressible, match="63 rows"):
        add_table(stages, Translator("it", {}, AS_OF, stages), decision, table(*rows))
