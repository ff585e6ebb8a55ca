"""Arithmetic on figures by a key: worked out when the query is written, so that the database only looks it up."""

from __future__ import annotations

from assess.engines.sql.expressions import Translator
from assess.engines.sql.figures import ByKey, of_figures
from assess.engines.sql.stages import Stages
from assess.language import expression as e
from assess.language.edition import Reading
from tests.engines.handmade import (
    AS_OF,
    LEVEL,
    NUMBER,
    TRUE,
    add,
    choose,
    compare,
    either,
    fact,
    multiply,
    parameter,
    reading,
    result,
    rounded,
    whole,
)
from tests.engines.sql.asking import found_in
from tests.engines.sql.databases import Database

LEVEL_OF = fact("l", LEVEL)
RATE = parameter("rate", key=LEVEL_OF)
WAGE = parameter("wage")
RATES = reading("rate", {0: 5, 1: None, 2: 30})
WAGES = reading("wage", 249)
SHARE = rounded(multiply(RATE, WAGE), "up", step_numerator=100)
"""A share of the wage by level, rounded up to hundreds."""


def known(node: e.Expression, *readings: Reading) -> ByKey | None:
    return of_figures(node, {(one.parameter.name, ""): one for one in readings}, AS_OF)


def sql(node: e.Expression, *readings: Reading) -> str:
    translator = Translator("it", {(one.parameter.name, ""): one for one in readings}, AS_OF, Stages(["l", "x"]))
    return translator.sql(node).sql("duckdb")


def test_a_share_by_level() -> None:
    assert known(SHARE, RATES, WAGES) == ByKey(LEVEL_OF, {0: 1300, 1: None, 2: 7500})


def test_what_is_not_known_is_not_looked_up(database: Database) -> None:
    assert sql(SHARE, RATES, WAGES) == 'CAST(CASE "l" WHEN 0 THEN 1300 WHEN 2 THEN 7500 END AS INT)'
    levels = [{"l": 0}, {"l": 1}, {"l": 2}, {"l": None}]
    assert found_in(database, SHARE, levels, RATES, WAGES) == [1300, None, 7500, None]


def test_an_unknown_figure_leaves_nothing_known() -> None:
    missing = reading("wage", None)
    assert known(SHARE, RATES, missing) == ByKey(LEVEL_OF, {0: None, 1: None, 2: None})
    assert sql(SHARE, RATES, missing) == "CAST(NULL AS INT)"


def test_two_figures_by_one_key_have_the_entries_of_both() -> None:
    other = reading("other", {2: 1, 3: 2})
    assert known(add(RATE, parameter("other", key=LEVEL_OF)), RATES, other) == ByKey(
        LEVEL_OF, {0: None, 1: None, 2: 31, 3: None}
    )


def test_a_result_is_a_key_as_well() -> None:
    key = result("l", LEVEL)
    assert known(multiply(parameter("rate", key=key), whole(2)), RATES) == ByKey(key, {0: 10, 1: None, 2: 60})


def test_whatever_else_it_rests_on_is_left_to_the_database() -> None:
    assert known(multiply(RATE, fact("x", NUMBER)), RATES) is None
    assert known(add(RATE, parameter("other", key=fact("m", LEVEL))), RATES, reading("other", {0: 1})) is None
    assert known(add(RATE, parameter("other", key=result("l", LEVEL))), RATES, reading("other", {0: 1})) is None


def test_a_choice_that_does_not_need_the_figure_is_known_without_it(database: Database) -> None:
    """For a key that has no entry, or that nobody knows."""
    chosen = add(choose(either(compare(RATE, ">", whole(7)), TRUE), whole(1), whole(2)), whole(3))
    assert known(chosen, RATES) is None
    assert found_in(database, chosen, [{"l": 0}, {"l": 1}, {"l": None}], RATES) == [4, 4, 4]
    of_two = multiply(choose(compare(RATE, ">", whole(7)), whole(6), whole(6)), whole(3))
    assert found_in(database, of_two, [{"l": 0}, {"l": 1}, {"l": None}], RATES) == [18, 18, 18]


def test_without_a_key_or_arithmetic_there_is_nothing_to_gain() -> None:
    assert known(multiply(WAGE, whole(2)), WAGES) is None
    assert known(RATE, RATES) is None
