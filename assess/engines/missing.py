"""Which facts and figures an undetermined decision lacks, and which of them matter most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.engines.bounds import all_of, prospects, size
from assess.engines.meaning import Outcome, Surroundings, Value, evaluate
from assess.language import expression as e
from assess.language.edition import Edition
from assess.language.program import Amount, Body, Formula
from assess.language.types import Number, Type


@dataclass(frozen=True, slots=True)
class Missing:
    """Facts and parameters (with their shift) whose absence leaves a decision open, in the order met."""

    facts: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...]


def missing(edition: Edition, facts: Mapping[str, Value], outcomes: Mapping[str, Outcome]) -> dict[str, Missing]:
    """For every undetermined decision, what would have to be known."""
    around = Surroundings(
        facts, {name: outcome.value for name, outcome in outcomes.items()}, edition.readings, edition.as_of
    )
    found: dict[str, Missing] = {}
    for name, active in edition.active.items():
        if outcomes[name].value is not None:
            continue
        gaps: dict[tuple[str, ...], None] = {}
        _gaps_of_body(active.version.body, around, found, gaps)
        found[name] = Missing(
            tuple(gap[1] for gap in gaps if gap[0] == "fact"),
            tuple((gap[1], gap[2]) for gap in gaps if gap[0] == "parameter"),
        )
    return found


_Gaps = dict[tuple[str, ...], None]


def _gaps_of_body(body: Body, around: Surroundings, before: Mapping[str, Missing], gaps: _Gaps) -> None:
    if isinstance(body, Formula):
        _gaps(body.expression, around, before, gaps)
        return
    if isinstance(body, Amount):
        if body.eligibility is not None:
            _gaps(body.eligibility, around, before, gaps)
        _gaps(body.rounded, around, before, gaps)
        return
    for row in body.rows:
        holds = True if row.condition is None else evaluate(row.condition, around)
        if holds is False:
            continue
        if row.condition is not None:
            _gaps(row.condition, around, before, gaps)
        if row.result is not None:
            _gaps(row.result, around, before, gaps)
        if holds is True and body.hit == "first":
            return


def _gaps(node: e.Expression, around: Surroundings, before: Mapping[str, Missing], gaps: _Gaps) -> None:
    """The unknown leaves under an unknown node; known nodes need nothing more."""
    if evaluate(node, around) is not None:
        return
    if isinstance(node, e.Fact):
        gaps[("fact", node.name)] = None
    elif isinstance(node, e.Result):
        inner = before.get(node.name)
        if inner is not None:
            gaps.update({("fact", name): None for name in inner.facts})
            gaps.update({("parameter", *key): None for key in inner.parameters})
    elif isinstance(node, e.ParameterValue):
        if node.key is not None and evaluate(node.key, around) is None:
            _gaps(node.key, around, before, gaps)
        if around.readings[(node.name, node.shift)].value is None or node.key is None:
            gaps[("parameter", node.name, node.shift)] = None
    elif isinstance(node, e.Choose):
        condition = evaluate(node.condition, around)
        _gaps(node.condition, around, before, gaps)
        for branch, truth in ((node.then, True), (node.otherwise, False)):
            if condition is None or condition is truth:
                _gaps(branch, around, before, gaps)
    else:
        for child in node.children():
            _gaps(child, around, before, gaps)


def by_decisiveness(
    edition: Edition, facts: Mapping[str, Value], wanted: Mapping[str, Missing]
) -> dict[str, tuple[str, ...]]:
    """Each decision's missing facts, those first whose answers leave the fewest values possible on average.

    Facts that narrow equally stay in the order met, which is that of the rules.
    """
    candidates = dict.fromkeys(name for one in wanted.values() for name in one.facts)
    left: dict[str, dict[str, float]] = {name: {} for name in wanted}
    before, resting = prospects(edition, facts), _resting_on(edition)
    for fact in candidates:
        answers = _answers(edition.program.inputs[fact].type)
        totals = dict.fromkeys(wanted, 0)
        known = {name: one for name, one in before.items() if fact not in resting[name]}
        for answer in answers:
            then = prospects(edition, {**facts, fact: answer}, known)
            for name in wanted:
                totals[name] += size(then[name])
        for name in wanted:
            left[name][fact] = totals[name] / len(answers) if answers else float("inf")
    return {name: tuple(sorted(one.facts, key=lambda fact: left[name][fact])) for name, one in wanted.items()}


def _resting_on(edition: Edition) -> dict[str, frozenset[str]]:
    """Of every active decision, the facts that it rests on, through others too."""
    found: dict[str, frozenset[str]] = {}
    for name, active in edition.active.items():
        nodes = [node for expression in active.version.expressions() for node in e.walk(expression)]
        own = {node.name for node in nodes if isinstance(node, e.Fact)}
        before = (found.get(node.name, frozenset()) for node in nodes if isinstance(node, e.Result))
        found[name] = frozenset(own).union(*before)
    return found


def _answers(type_: Type) -> list[Value]:
    """The answers tried: all of a few, the ends and the first steps of many."""
    whole = all_of(type_)
    if isinstance(whole, frozenset) and len(whole) <= 8:
        return sorted(whole)
    if isinstance(type_, Number):
        near = [type_.minimum + step for step in range(4)]
        return [*(value for value in near if value <= type_.maximum), type_.maximum]
    return []
