"""The rete engine: what it decides by rules, what it hands over and says so, and where durable-rules has its limits."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from assess.engines import rete_rules
from assess.engines.meaning import Outcome, Value
from assess.engines.rete import Rete
from assess.engines.rete_rules import LARGEST_INTEGER, MAXIMUM_RULES, MAXIMUM_VALUES, Unfit, rules_of
from assess.language import expression as e
from assess.language.edition import Reading
from assess.language.program import Amount, Body, Formula
from assess.language.types import Number
from tests.engines.conftest import WITHOUT_DURABLE_RULES
from tests.engines.handmade import (
    BOOLEAN,
    FALSE,
    HERE,
    LEVEL,
    NUMBER,
    TEXT,
    TRUE,
    Definition,
    add,
    alike,
    at_least,
    both,
    choose,
    compare,
    count_true,
    edition,
    either,
    fact,
    negation,
    one_of,
    parameter,
    reading,
    result,
    row,
    table,
    whole,
    within,
)

core = pytest.importorskip("durable_rules_engine", reason=WITHOUT_DURABLE_RULES, exc_type=ImportError)

A, B, C = fact("a"), fact("b"), fact("c")
X, Y = fact("x", NUMBER), fact("y", NUMBER)
KNOWN: dict[str, Value] = {"a": True, "b": False, "c": True, "x": 5, "y": -5, "l": 1, "t": "3204"}


def decided(body: Body, facts: dict[str, Value], *readings: Reading) -> tuple[Outcome, str | None]:
    """What rete says, which must be what the definition says, and why it handed the decision over, if it did."""
    there = edition(*readings, it=body)
    engine = Rete()
    found = engine.outcomes(there, facts)["it"]
    expected = Definition().outcomes(there, facts)["it"]
    assert alike(found, expected), f"rete: {found}, by definition: {expected}"
    return found, engine.handed_over.get("it")


# what rules decide


@pytest.mark.parametrize("facts", [KNOWN, {**KNOWN, "a": False, "x": -5, "y": 5}, {**KNOWN, "b": True, "c": False}])
@pytest.mark.parametrize(
    "condition",
    [
        A,
        TRUE,
        FALSE,
        negation(both(A, either(B, negation(C)))),
        either(both(A, B), both(A, C), both(negation(A), negation(B))),
        at_least(2, A, B, C),
        negation(at_least(2, A, B, C)),
        at_least(0, A),
        at_least(3, A, B),
        compare(X, ">", Y),
        negation(compare(X, ">=", Y)),
        compare(whole(5), "<=", X),
        compare(X, "!=", whole(-5)),
        compare(A, "=", B),
        compare(either(A, B), "!=", both(B, C)),
        within(X, whole(-4), whole(5)),
        negation(within(X, whole(-4), whole(5), high_closed=False)),
        within(X, Y, None),
        one_of(X, whole(1), whole(5)),
        negation(one_of(X, whole(1), Y)),
        compare(fact("l", LEVEL), ">=", whole(1, LEVEL)),
        compare(count_true(A, B, C), "=", whole(2)),
        compare(add(X, Y, signs=(1, -1)), ">", whole(9)),
        compare(X, "<", parameter("p")),
        choose(A, B, C),
        negation(choose(B, A, compare(X, "=", whole(5)))),
        e.Named(type=BOOLEAN, position=HERE, operand=A, label_zh="某条件", label_en="a condition"),
        compare(fact("t", TEXT), "=", e.Constant(type=TEXT, position=HERE, value="3204")),
        one_of(fact("t", TEXT), e.Constant(type=TEXT, position=HERE, value="3205")),
    ],
)
def test_rules_decide_every_kind_of_condition(condition: e.Expression, facts: dict[str, Value]) -> None:
    found, handed_over = decided(Formula(condition), facts, reading("p", 6))
    assert handed_over is None
    assert isinstance(found.value, bool)


def test_rules_decide_tables_amounts_and_choices() -> None:
    grades = (row(compare(X, ">=", whole(80)), whole(2)), row(compare(X, ">=", whole(50)), whole(1)))
    for x in (90, 80, 79, 50, 49):
        assert decided(table(*grades, row(None, whole(0))), {"x": x})[1] is None
        assert decided(table(*grades, complete=False), {"x": x})[1] is None
        assert decided(table(*grades, hit="collect", aggregate="sum"), {"x": x})[1] is None
        assert decided(Formula(choose(grades[0].condition or TRUE, X, choose(A, Y, X))), {"x": x, "y": 1, "a": True})
    for a in (True, False):
        assert decided(Amount(X, X, A, None), {"a": a, "x": 3}) == (Outcome(3 if a else 0, None, a), None)


@pytest.mark.parametrize(("a", "b"), [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("otherwise", [True, False])
def test_two_rows_of_a_unique_table_that_both_hit(a: bool, b: bool, same: bool, otherwise: bool) -> None:
    rows = [row(A, whole(1)), row(B, whole(1 if same else 2))] + ([row(None, whole(3))] if otherwise else [])
    found, handed_over = decided(table(*rows, hit="unique", complete=otherwise), {"a": a, "b": b})
    assert handed_over is None
    if a and b:
        assert found == (1 if same else None, None, None)


def test_a_row_that_can_hit_in_several_ways_hits_once() -> None:
    both_ways = row(either(A, C, compare(X, ">", Y)), whole(1))
    assert decided(table(both_ways, both_ways, hit="collect", aggregate="count"), KNOWN) == (Outcome(2), None)


def test_one_session_serves_case_after_case() -> None:
    there = edition(it=table(row(A, whole(1)), row(B, whole(2)), row(None, whole(3))))
    engine = Rete()
    for a, b, expected in [(True, True, 0), (False, False, 2), (False, True, 1), (True, True, 0)]:
        assert engine.outcomes(there, {"a": a, "b": b})["it"].row == expected


def test_no_thread_is_started() -> None:
    before = threading.active_count()
    Rete().outcomes(edition(it=Formula(A)), {"a": True})
    assert threading.active_count() == before


# what is handed over


def test_a_decision_that_reads_something_unknown_is_handed_over() -> None:
    grades = table(row(A, whole(1)), row(B, whole(1)), row(None, whole(2)))
    assert decided(grades, {"b": True}) == (Outcome(1), "unknown_facts")
    assert decided(grades, {"a": True}) == (Outcome(1, 0), "unknown_facts")
    assert decided(grades, {"a": False, "b": True}) == (Outcome(1, 1), None)


def test_a_figure_that_nobody_knows_is_unknown_too() -> None:
    assert decided(Formula(compare(X, ">", parameter("p"))), {"x": 1}, reading("p", None))[1] == "unknown_facts"


def test_only_what_conditions_compare_must_be_known() -> None:
    assert decided(table(row(A, X), row(None, Y)), {"a": True}) == (Outcome(None, 0), None)
    assert decided(Amount(X, X, A, None), {"a": True}) == (Outcome(None, None, True), None)


def test_handing_over_is_told_per_decision_and_per_case() -> None:
    there = edition(one=Formula(A), two=Formula(both(B, result("one"))), three=Formula(X))
    engine = Rete()
    engine.outcomes(there, {"b": True})
    assert engine.handed_over == {"one": "unknown_facts", "two": "unknown_facts"}
    engine.outcomes(there, {"a": True})
    assert engine.handed_over == {"two": "unknown_facts"}
    engine.outcomes(there, {"a": True, "b": True})
    assert engine.handed_over == {}


def many(count: int) -> Body:
    """A table of so many rows, all of which hit where x is large."""
    return table(*(row(compare(X, ">=", whole(low)), whole(low)) for low in range(count)), complete=False)


def test_as_many_rows_as_the_engine_bears() -> None:
    assert decided(many(MAXIMUM_RULES), {"x": 500}) == (Outcome(0, 0), None)
    assert decided(many(MAXIMUM_RULES + 1), {"x": 500}) == (Outcome(0, 0), "too_many_rows")


def test_too_many_ways_to_hit_are_seen_before_they_are_written_out() -> None:
    pairs = both(*(either(fact(f"p{n}"), fact(f"q{n}")) for n in range(40)))
    assert decided(Formula(pairs), {f"{side}{n}": True for n in range(40) for side in "pq"})[1] == "too_many_rows"
    half = at_least(20, *(fact(f"p{n}") for n in range(40)))
    assert decided(Formula(half), {f"p{n}": True for n in range(40)})[1] == "too_many_rows"


@pytest.mark.parametrize(("count", "reason"), [(MAXIMUM_VALUES, None), (MAXIMUM_VALUES + 1, "too_many_values")])
def test_as_many_values_as_an_event_bears(count: int, reason: str | None) -> None:
    every = both(*(fact(f"p{n}") for n in range(count)))
    assert decided(Formula(every), {f"p{n}": True for n in range(count)}) == (Outcome(True), reason)


@pytest.mark.parametrize("limit", [LARGEST_INTEGER, -LARGEST_INTEGER])
@pytest.mark.parametrize("operator", ["=", "!=", "<", "<=", ">", ">="])
def test_numbers_compare_exactly_up_to_the_limit(limit: int, operator: str) -> None:
    large = fact("x", Number(1, -LARGEST_INTEGER, LARGEST_INTEGER))
    other = fact("y", Number(1, -LARGEST_INTEGER, LARGEST_INTEGER))
    inwards = -1 if limit > 0 else 1
    for threshold in (limit, limit + inwards, limit // 1000):
        for step in (0, inwards, 2 * inwards):
            facts: dict[str, Value] = {"x": threshold + step, "y": threshold}
            assert decided(Formula(compare(large, operator, whole(threshold))), facts)[1] is None
            assert decided(Formula(compare(large, operator, other)), facts)[1] is None


def test_larger_numbers_are_handed_over() -> None:
    larger = fact("x", Number(1, 0, LARGEST_INTEGER + 1))
    too_large: dict[str, Value] = {"x": LARGEST_INTEGER + 1}
    assert decided(Formula(compare(larger, ">", whole(3))), too_large) == (Outcome(True), "large_numbers")
    beyond = compare(X, "<", whole(LARGEST_INTEGER + 1))
    assert decided(Formula(beyond), {"x": 3}) == (Outcome(True), "large_numbers")


def test_an_otherwise_row_before_others_is_handed_over() -> None:
    odd = table(row(A, whole(1)), row(None, whole(2)), row(B, whole(3)))
    assert decided(odd, {"a": False, "b": False})[1] == "construct"
    collected = table(row(None, whole(2)), row(B, whole(3)), hit="collect", aggregate="sum")
    assert decided(collected, {"b": True}) == (Outcome(5), None)


# failures of the rules engine


def failing(engine: Rete, monkeypatch: pytest.MonkeyPatch, function: str, answer: Callable[..., Any]) -> None:
    class Core:
        error = core.error

        def __getattr__(self, name: str) -> Any:
            return answer if name == function else getattr(core, name)

    monkeypatch.setattr(engine, "_core", Core())


def raising(*_: object) -> None:
    raise core.error("Could not assert event, error code: 303")


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("create_ruleset", raising),
        ("assert_event", raising),
        ("assert_event", lambda *_: (2, 1)),  # observed: an event like it is still there
        ("start_action_for_state", lambda *_: None),
        ("complete_and_start_action", lambda *_: '{"0.0":{}}'),
    ],
)
def test_a_failure_is_told_and_those_rules_are_not_used_again(
    function: str, answer: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = edition(it=table(row(A, whole(1)), row(None, whole(2))), other=Formula(X))
    engine = Rete()
    failing(engine, monkeypatch, function, answer)
    for a, value in ((True, 1), (False, 2), (True, 1)):
        assert engine.outcomes(there, {"a": a, "x": 1})["it"].value == value
        assert engine.handed_over == {"it": "engine_error"}


def test_the_engine_fails_beyond_the_limit_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is durable-rules' own; were it lifted, the failure would still be told."""
    monkeypatch.setattr(rete_rules, "MAXIMUM_RULES", 1000)
    assert decided(many(MAXIMUM_RULES + 1), {"x": 500}) == (Outcome(0, 0), "engine_error")


# the rules as written


def test_the_rules_of_a_table() -> None:
    written = rules_of([both(A, either(B, compare(X, ">", Y))), None])
    assert [one.name for one in written.values if isinstance(one, e.Fact)] == ["a", "b", "x", "y"]
    assert written.rules == {
        "0.0": {"all": [{"m": {"$and": [{"v0": 1}, {"v1": 1}]}}], "pri": 0},
        "0.1": {"all": [{"m": {"$and": [{"v0": 1}, {"$gt": {"v2": {"$m": "v3"}}}]}}], "pri": 1},
        "1.0": {"all": [{"m": {"$and": [{"$ex": {"after": 1}}]}}], "pri": 2},
    }
    assert json.loads(written.event % (-1, True, False, 3, -4)) == {
        "id": "case", "after": -1, "v0": 1, "v1": 0, "v2": 3, "v3": -4,
    }  # fmt: skip


def test_the_same_value_is_carried_once() -> None:
    total = add(X, Y)
    again = add(X, Y)
    assert len(rules_of([compare(total, ">", whole(1)), compare(again, ">", whole(2))]).values) == 1
    assert len(rules_of([compare(total, ">", whole(1)), compare(add(Y, X), ">", whole(2))]).values) == 2


def test_comparisons_of_texts_are_worked_out_before() -> None:
    same = compare(fact("t", TEXT), "=", fact("s", TEXT))
    assert rules_of([same]).values == (same,)
    with pytest.raises(Unfit, match="construct"):
        rules_of([one_of(X, fact("t", TEXT))])


def test_the_names_of_values_are_told_apart() -> None:
    """durable-rules knows a property by the 32-bit hash of its name alone."""
    names = ["id", "sid", "after", *(f"v{number}" for number in range(MAXIMUM_VALUES + 1))]
    assert len({fnv1a(name) for name in names}) == len(names)


def fnv1a(text: str) -> int:
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 % 2**32
    return found
