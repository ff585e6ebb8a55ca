"""Division that rounds: every mode gives what `assess.language.rounding` gives, up to the last of 64 bits."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assess.engines.sql.nodes import cast, column
from assess.engines.sql.rounding import divided, is_simple, quotient, simply_divided
from assess.language.rounding import divided as by_definition
from assess.language.types import INT64_MAXIMUM
from tests.engines.sql.databases import Database, values

MODES = ("up", "down", "half_up", "half_even", "floor", "ceiling")
SOME = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DIVISORS = st.one_of(st.sampled_from((1, 2, 3, 10, 100, 2000)), st.integers(1, INT64_MAXIMUM // 2))
"""Twice a divisor fits 64 bits: loading a ruleset sees to it (T112)."""


@st.composite
def numerators(draw: st.DrawFn, divisor: int) -> list[int]:
    """Some near a half, some near a whole, some near the ends."""
    anywhere = draw(st.lists(st.integers(-INT64_MAXIMUM, INT64_MAXIMUM), max_size=10))
    near = [
        times * divisor + part
        for times in draw(st.lists(st.integers(-3, 3), max_size=5))
        for part in (-1, 0, 1, divisor // 2, divisor // 2 + 1, -(divisor // 2))
    ]
    ends = [-INT64_MAXIMUM, -INT64_MAXIMUM + 1, 0, INT64_MAXIMUM - 1, INT64_MAXIMUM]
    return [one for one in (*anywhere, *near, *ends) if abs(one) <= INT64_MAXIMUM]


@pytest.mark.parametrize(
    ("mode", "rounded"),
    [
        ("up", [-2, -1, -1, 0, 1, 1, 2]),
        ("down", [-1, 0, 0, 0, 0, 0, 1]),
        ("half_up", [-2, -1, 0, 0, 0, 1, 2]),
        ("half_even", [-2, 0, 0, 0, 0, 0, 2]),
        ("floor", [-2, -1, -1, 0, 0, 0, 1]),
        ("ceiling", [-1, 0, 0, 0, 1, 1, 2]),
    ],
)
def test_modes_on_both_sides_of_zero(database: Database, mode: str, rounded: list[int]) -> None:
    tenths = [-15, -5, -4, 0, 4, 5, 15]

    found = values(database, [divided(column("n"), 10, mode, never_negative=False)], {"n": ("BIGINT", tenths)})

    assert found == rounded


@SOME
@given(data=st.data())
def test_every_mode_is_that_of_the_definition(database: Database, data: st.DataObject) -> None:
    divisor = data.draw(DIVISORS)
    held = data.draw(numerators(divisor))

    expressions = [divided(column("n"), divisor, mode, never_negative=False) for mode in MODES]
    found = values(database, expressions, {"n": ("BIGINT", held)})

    assert found == [tuple(by_definition(one, divisor, mode) for mode in MODES) for one in held]


@SOME
@given(data=st.data())
def test_the_short_form_for_what_is_never_negative(database: Database, data: st.DataObject) -> None:
    divisor = data.draw(DIVISORS)
    held = [abs(one) for one in data.draw(numerators(divisor))]

    expressions = [divided(column("n"), divisor, mode, never_negative=True) for mode in MODES]
    found = values(database, expressions, {"n": ("BIGINT", held)})

    assert found == [tuple(by_definition(one, divisor, mode) for mode in MODES) for one in held]


@pytest.mark.parametrize("divisor", [1, 2, 3, 10])
def test_the_form_that_adds_before_it_divides(database: Database, divisor: int) -> None:
    """Most amounts are rounded so: what is not negative and has room above it."""
    most = INT64_MAXIMUM - divisor
    held = [*range(3 * divisor + 1), *range(most - divisor, most + 1)]
    modes = [mode for mode in MODES if is_simple(divisor, mode, 0, most)]

    found = values(database, [simply_divided(column("n"), divisor, mode) for mode in modes], {"n": ("BIGINT", held)})

    assert modes == ["up", "down", "half_up", "floor", "ceiling"]
    assert found == [tuple(by_definition(one, divisor, mode) for mode in modes) for one in held]


@pytest.mark.parametrize(
    ("mode", "least", "most"), [("half_even", 0, 100), ("up", -1, 100), ("up", 0, INT64_MAXIMUM - 9)]
)
def test_where_nothing_may_be_added_before(mode: str, least: int, most: int) -> None:
    assert is_simple(10, "up", 0, INT64_MAXIMUM - 10)
    assert not is_simple(10, mode, least, most)


@pytest.mark.parametrize("mode", MODES)
def test_unknown_stays_unknown(database: Database, mode: str) -> None:
    assert values(database, [divided(column("n"), 10, mode, never_negative=False)], {"n": ("BIGINT", [None])}) == [None]


PAIRS = st.tuples(
    st.one_of(st.integers(-30, 30), st.integers(-INT64_MAXIMUM, INT64_MAXIMUM)),
    st.one_of(st.integers(-6, 6), st.integers(-(INT64_MAXIMUM // 2), INT64_MAXIMUM // 2)),
)


@SOME
@example(pairs=[(INT64_MAXIMUM, INT64_MAXIMUM // 2), (-INT64_MAXIMUM, 1), (5, -2), (-5, 2), (15, 10), (25, -10)])
@given(pairs=st.lists(PAIRS, min_size=1, max_size=40))
def test_a_quotient_is_rounded_half_to_even(database: Database, pairs: list[tuple[int, int]]) -> None:
    above, below = zip(*pairs, strict=True)
    held = {"above": ("BIGINT", above), "below": ("BIGINT", below)}

    found = values(database, [cast(quotient(column("above"), column("below")), "BIGINT")], held)

    assert found == [
        None if under == 0 else by_definition(over if under > 0 else -over, abs(under), "half_even")
        for over, under in pairs
    ]
