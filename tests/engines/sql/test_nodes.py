"""Nodes: types narrow and wide enough, and parentheses where the meaning needs them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from assess.engines.sql import nodes
from assess.engines.sql.nodes import column, number
from assess.language.types import Boolean, Date, Enumeration, Number, Text
from tests.engines.sql.databases import Database, values


@pytest.mark.parametrize(
    ("minimum", "maximum", "type_"),
    [
        (0, 127, "TINYINT"),
        (-128, 0, "TINYINT"),
        (0, 128, "SMALLINT"),
        (-129, 0, "SMALLINT"),
        (0, 2**31 - 1, "INT"),
        (0, 2**31, "BIGINT"),
        (-(2**63), 2**63 - 1, "BIGINT"),
    ],
)
def test_a_whole_number_takes_the_narrowest_type_that_holds_it(minimum: int, maximum: int, type_: str) -> None:
    assert nodes.integer_type(minimum, maximum) == type_


def test_beyond_64_bits_there_is_no_type() -> None:
    with pytest.raises(OverflowError):
        nodes.integer_type(0, 2**63)


def test_every_value_of_the_engines_has_a_type() -> None:
    levels = Enumeration("level", ("none", "mild", "severe"))
    types = [Boolean(), Number(100, 0, 100_000), Date(), levels, Text(), Text("resident_id")]
    assert [nodes.sql_type(type_) for type_ in types] == ["BOOLEAN", "INT", "INT", "TINYINT", "TEXT", "TEXT"]


# arithmetic: a tree, and what it comes to

Tree = tuple[exp.Expr, Callable[[dict[str, int]], int | None]]


def whole(left: int | None, right: int | None) -> int | None:
    if left is None or right is None or right == 0:
        return None
    return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)


def rest(left: int | None, right: int | None) -> int | None:
    found = whole(left, right)
    return None if left is None or right is None or found is None else left - found * right


def both(of: Callable[[int, int], int]) -> Callable[[int | None, int | None], int | None]:
    return lambda left, right: None if left is None or right is None else of(left, right)


OPERATIONS = {
    nodes.plus: both(lambda left, right: left + right),
    nodes.minus: both(lambda left, right: left - right),
    nodes.times: both(lambda left, right: left * right),
    nodes.whole: whole,
    nodes.rest: rest,
}


def leaves() -> st.SearchStrategy[Tree]:
    columns: list[Tree] = [(column(name), lambda row, name=name: row[name]) for name in "abc"]  # type: ignore[misc]
    numbers: list[Tree] = [(number(value), lambda row, value=value: value) for value in (-3, 0, 2)]  # type: ignore[misc]
    return st.sampled_from(columns + numbers)


def combined(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def of(operation: Callable[[exp.Expr, exp.Expr], exp.Expr], left: Tree, right: Tree) -> Tree:
        divides = operation in (nodes.whole, nodes.rest)
        by = exp.Nullif(this=right[0].copy(), expression=number(0)) if divides else right[0].copy()
        return operation(left[0].copy(), by), lambda row: OPERATIONS[operation](left[1](row), right[1](row))

    return st.builds(of, st.sampled_from(list(OPERATIONS)), trees, trees)


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(trees=st.lists(st.recursive(leaves(), combined, max_leaves=6), min_size=4, max_size=8))
def test_arithmetic_means_what_it_was_built_as(database: Database, trees: list[Tree]) -> None:
    rows = [dict(zip("abc", row, strict=True)) for row in product((-7, 0, 4), repeat=3)]
    held = {name: ("BIGINT", [row[name] for row in rows]) for name in "abc"}

    found = values(database, [tree for tree, _ in trees], held)

    assert found == [tuple(of(row) for _, of in trees) for row in rows]


# conditions

ANSWERS = (True, False, None)


def test_and_or_and_not_are_kleenes(database: Database) -> None:
    a, b = column("a"), column("b")
    pairs = list(product(ANSWERS, repeat=2))
    held = {"a": ("BOOLEAN", [one for one, _ in pairs]), "b": ("BOOLEAN", [other for _, other in pairs])}

    found = values(
        database,
        [
            nodes.every([a.copy(), b.copy()]),
            nodes.some([a.copy(), b.copy()]),
            nodes.negated(nodes.some([a.copy(), b.copy()])),
            nodes.every([nodes.some([a.copy(), b.copy()]), nodes.negated(nodes.every([a.copy(), b.copy()]))]),
            nodes.compared("=", nodes.negated(a.copy()), nodes.every([a.copy(), b.copy()])),
        ],
        held,
    )

    for (one, other), (conjunction, disjunction, neither, either, same) in zip(pairs, found, strict=True):
        known = None not in (one, other)
        assert conjunction == (False if False in (one, other) else True if known else None)
        assert disjunction == (True if True in (one, other) else False if known else None)
        assert neither == (None if disjunction is None else not disjunction)
        assert either == (one != other if known else None)
        assert same == (None if one is None or conjunction is None else (not one) == conjunction)


def test_of_no_conditions_every_one_holds_and_none_does(database: Database) -> None:
    assert values(database, [nodes.every([]), nodes.some([])], {"a": ("BOOLEAN", [None])}) == [(True, False)]


def test_a_branch_is_taken_only_where_its_condition_is_true(database: Database) -> None:
    taken = nodes.choice((column("a"), number(1)), (nodes.negated(column("a")), number(2)), otherwise=number(3))
    matched = nodes.switch(column("a"), [(exp.true(), number(1)), (exp.false(), number(2))])

    assert values(database, [taken, matched], {"a": ("BOOLEAN", ANSWERS)}) == [(1, 1), (2, 2), (3, None)]


def test_known_and_unknown(database: Database) -> None:
    found = [nodes.is_known(column("a")), nodes.is_unknown(column("a")), nodes.coalesced(column("a"), exp.true())]
    expected = [(True, False, True), (True, False, False), (False, True, True)]
    assert values(database, found, {"a": ("BOOLEAN", ANSWERS)}) == expected


def test_a_number_among_others_and_between_bounds(database: Database) -> None:
    found = [
        nodes.among(nodes.plus(column("a"), number(1)), [number(3), number(-4)]),
        nodes.between(nodes.minus(column("a"), number(1)), number(-1), number(1)),
    ]
    expected = [(False, True), (True, True), (False, False), (True, False), (None, None)]
    assert values(database, found, {"a": ("INT", [0, 2, 3, -5, None])}) == expected


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (nodes.plus(nodes.plus(column("a"), column("b")), nodes.times(column("c"), number(2))), '"a" + "b" + "c" * 2'),
        (nodes.minus(column("a"), nodes.minus(column("b"), column("c"))), '"a" - ("b" - "c")'),
        (nodes.times(nodes.plus(column("a"), number(-1)), number(2)), '("a" + (-1)) * 2'),
        (nodes.compared(">=", nodes.plus(column("a"), column("b")), number(5)), '"a" + "b" >= 5'),
        (nodes.negated(nodes.compared("=", column("a"), number(1))), 'NOT ("a" = 1)'),
        (nodes.text("it's"), "'it''s'"),
        (nodes.unknown("INT"), "CAST(NULL AS INT)"),
        (column('a"b'), '"a""b"'),
    ],
)
def test_what_is_written(node: exp.Expr, text: str) -> None:
    assert node.sql("duckdb") == text
