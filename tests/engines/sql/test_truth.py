"""Conditions as two columns without NULLs: the same as Kleene's three values, in every combination."""

from __future__ import annotations

from itertools import product

import pytest
from sqlglot import exp

from assess.engines.sql.nodes import column
from assess.engines.sql.truth import (
    Truth,
    all_of,
    any_of,
    at_least,
    bits,
    certainly,
    chosen,
    constant_truth,
    neither,
    nullable,
)
from tests.engines.sql.databases import Database, values

ANSWERS = (True, False, None)
PAIRS = list(product(ANSWERS, repeat=2))
TRIPLES = list(product(ANSWERS, repeat=3))


def truth(name: str) -> Truth:
    """That of a column with NULLs."""
    possible = exp.Or(this=certainly(column(name)), expression=exp.Is(this=column(name), expression=exp.Null()))
    return Truth(certainly(column(name)), exp.Paren(this=possible))


def came_of(database: Database, found: Truth, rows: list[tuple[bool | None, ...]]) -> list[bool | None]:
    given = {name: ("BOOLEAN", [row[place] for row in rows]) for place, name in enumerate("abc"[: len(rows[0])])}
    return values(database, [nullable(found)], given)


def test_both_and_either_and_not(database: Database) -> None:
    assert came_of(database, all_of([truth("a"), truth("b")]), PAIRS) == [
        True, False, None,  # with a true: as b is
        False, False, False,
        None, False, None,
    ]  # fmt: skip
    assert came_of(database, any_of([truth("a"), truth("b")]), PAIRS) == [
        True, True, True,
        True, False, None,  # with a false: as b is
        True, None, None,
    ]  # fmt: skip
    assert came_of(database, neither(truth("a")), [(one,) for one in ANSWERS]) == [False, True, None]


def test_so_many_of_them(database: Database) -> None:
    expected = [
        True if row.count(True) >= 2 else None if row.count(True) + row.count(None) >= 2 else False for row in TRIPLES
    ]
    assert came_of(database, at_least(2, [truth(name) for name in "abc"]), TRIPLES) == expected


def test_one_or_the_other(database: Database) -> None:
    """With the condition unknown, what both branches say; nothing where they differ or one is unknown."""
    found = came_of(database, chosen(truth("a"), truth("b"), truth("c")), TRIPLES)
    for (condition, then, otherwise), one in zip(TRIPLES, found, strict=True):
        expected = {True: then, False: otherwise, None: then if then == otherwise else None}[condition]
        assert one is expected, (condition, then, otherwise)


@pytest.mark.parametrize("value", ANSWERS)
def test_the_same_for_all_rows(database: Database, value: bool | None) -> None:
    assert came_of(database, constant_truth(value), [(True,)]) == [value]


def test_conditions_that_hold_as_bits(database: Database) -> None:
    given = {name: ("BOOLEAN", [row[place] for row in PAIRS[:2]]) for place, name in enumerate("ab")}
    for places in ((0, 1), (2, 5), (40, 61)):
        whole = bits([(place, column(name)) for place, name in zip(places, "ab", strict=True)])
        first, second = (2**place for place in places)
        assert values(database, [whole], given) == [first + second, first]
