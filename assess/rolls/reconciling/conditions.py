"""The conditions that a benefit asks for one by one, in words: those that are not met say why somebody is not entitled.

`for: {all: [age >= 60, in_need, none: [barred]]}` asks for an age, for whatever `in_need` asks for, and for none of
what makes somebody `barred`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assess.decisions.phrases import Phrases
from assess.language.edition import Edition
from assess.language.expression import And, AsOf, Compare, Expression, Fact, Named, Not, Or, Result
from assess.language.program import Amount, Formula
from assess.language.types import Boolean, Label

MOST_CONDITIONS = 30
"""As many as fit the bits of a small number. A benefit with more is asked as a whole."""


@dataclass(frozen=True)
class Condition:
    """`node` has to come out as `wanted`. `bar`: the decision that else holds, where it bars people."""

    node: Expression
    wanted: bool
    bar: str | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """A condition in words, for those who do not meet it. `stands`: it says what is so, and not what is asked for."""

    words: Label
    stands: bool


@dataclass(frozen=True)
class Asked:
    """What is said of a condition that is not met, and the conditions (several only if they read the same)."""

    unmet: Unmet
    conditions: tuple[Condition, ...]


def asked_of(benefit: str, edition: Edition) -> tuple[Asked, ...]:
    """What a benefit asks for: first what may stand in the way, then what may be lacking."""
    active = edition.active.get(benefit)
    body = None if active is None else active.version.body
    if not isinstance(body, Amount) or body.eligibility is None:
        return ()
    conditions = tuple(_apart(body.eligibility, True, None, edition))
    if len(conditions) > MOST_CONDITIONS:
        conditions = (Condition(body.eligibility, True),)
    phrases = Phrases.of(edition.program, "zh"), Phrases.of(edition.program, "en")
    found: dict[Unmet, list[Condition]] = {}
    for condition in conditions:
        found.setdefault(_in_words(condition, phrases), []).append(condition)
    asked = [Asked(unmet, tuple(those)) for unmet, those in found.items()]
    return tuple(sorted(asked, key=lambda one: not one.unmet.stands))


def made_by_then(decision: str, edition: Edition) -> Condition | None:
    """Of what a decision asks for, the condition that some date does not lie after the day decided on."""
    active = edition.active.get(decision)
    body = None if active is None else active.version.body
    if not isinstance(body, Formula):
        return None
    for condition in _apart(body.expression, True, None, edition):
        node = condition.node.operand if isinstance(condition.node, Named) else condition.node
        is_date = isinstance(node, Compare) and isinstance(node.left, Fact) and isinstance(node.right, AsOf)
        if is_date and condition.wanted and node.operator in ("<=", "<"):  # type: ignore[attr-defined]
            return condition
    return None


def _apart(node: Expression, wanted: bool, bar: str | None, edition: Edition) -> Iterator[Condition]:
    """What has to be as wanted, each by itself, for the condition to come out as wanted."""
    if isinstance(node, Not):
        yield from _apart(node.operand, not wanted, bar, edition)
    elif isinstance(node, And if wanted else Or):
        for operand in node.operands:
            yield from _apart(operand, wanted, bar, edition)
    else:
        inner = _condition_of(node, edition)
        if inner is None:
            yield Condition(node, wanted, bar)
        else:
            assert isinstance(node, Result)
            yield from _apart(inner, wanted, bar if wanted else bar or node.name, edition)


def _condition_of(node: Expression, edition: Edition) -> Expression | None:
    """The condition that a yes-or-no decision is."""
    if not isinstance(node, Result) or not isinstance(node.type, Boolean) or node.name not in edition.active:
        return None
    body = edition.active[node.name].version.body
    return body.expression if isinstance(body, Formula) else None


def _in_words(condition: Condition, phrases: tuple[Phrases, Phrases]) -> Unmet:
    node, wanted = condition.node, condition.wanted
    excludes = isinstance(node, Compare) and node.operator == "!="
    stands = not wanted or excludes
    zh, en = (one.requirement(node, not wanted if stands else wanted) for one in phrases)
    if condition.bar is not None and not wanted:
        label = phrases[0].program.decisions[condition.bar].label
        zh, en = f"{zh}，{label.zh}", f"{en}: {label.en}"
    return Unmet(Label(zh, en), stands)
