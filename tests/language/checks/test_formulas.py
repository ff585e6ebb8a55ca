"""Regions and formulas, on which the proofs rest, simplify themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assess.language.checks.proof.formulas import FALSE, TRUE, Formulas
from assess.language.checks.proof.regions import NOWHERE, Region

BIT = Region.between(0, 1)
YES, NO = Region.of([1]), Region.of([0])
NUMBERS = st.sets(st.integers(0, 30))


def test_touching_spans_become_one() -> None:
    assert Region.joined([(5, 7), (1, 2), (3, 4), (9, 8)]) == Region(((1, 7),))
    assert Region.of([4, 1, 2]).spans == ((1, 2), (4, 4))
    assert Region.between(3, 2) == NOWHERE


@given(first=NUMBERS, second=NUMBERS, low=st.integers(0, 30), high=st.integers(0, 30))
def test_regions_are_sets(first: set[int], second: set[int], low: int, high: int) -> None:
    a, b = Region.of(first), Region.of(second)
    span = set(range(low, high + 1))
    assert a.common(b) == Region.of(first & second)
    assert a.within(low, high) == Region.of(first & span)
    assert a.size == len(first)
    assert [value for value in range(31) if value in a] == sorted(first)
    if low <= high:
        assert a.meets((low, high)) == bool(first & span)
        assert a.covers((low, high)) == (span <= first)


def test_halves_are_both_there_and_together_the_whole() -> None:
    for region in (Region.between(1, 2), Region.of([1, 9]), Region.of([1, 5, 9]), Region.between(0, 100)):
        left, right = region.halves()
        assert left
        assert right
        assert Region.joined([*left.spans, *right.spans]) == region


class TestFormulas:
    def test_what_is_always_or_never_so(self) -> None:
        make = Formulas()
        assert make.lies(0, BIT, BIT) is TRUE
        assert make.lies(0, Region.of([7]), BIT) is FALSE
        assert make.all_of([]) is TRUE
        assert make.any_of([]) is FALSE

    def test_equal_formulas_are_one(self) -> None:
        make = Formulas()
        a, b, c = (make.lies(number, YES, BIT) for number in range(3))
        assert make.all_of([a, make.all_of([b, c])]) is make.all_of([c, b, a, a])
        assert make.any_of([make.any_of([a, b]), FALSE]) is make.any_of([b, a])
        assert make.any_of([a, TRUE]) is TRUE
        assert make.all_of([a, FALSE]) is FALSE

    @pytest.mark.parametrize(("count", "expected"), [(1, True), (2, True), (3, False)])
    def test_at_least(self, count: int, expected: bool) -> None:
        make = Formulas()
        parts = tuple(make.lies(number, YES, BIT) for number in range(3))
        formula = make.at_least(count, parts)
        for quantity, value in ((0, 1), (1, 0), (2, 1)):
            formula = make.given(formula, quantity, value)
        assert formula is (TRUE if expected else FALSE)

    def test_the_same_condition_counts_as_often_as_it_is_named(self) -> None:
        make = Formulas()
        a, b, c = (make.lies(number, YES, BIT) for number in range(3))
        twice = make.at_least(2, (a, a, b, c))
        assert make.given(twice, 0, 1) is TRUE
        assert make.given(twice, 0, 0) is make.all_of([b, c])
