"""What is drawn of a benefit where the rules settle it though another benefit that it is held against is not known.

Of two benefits only the higher may be drawn: one of 130 yuan is drawn whatever the other comes to, if that can come to
no more than 110. The engines leave this open, since a comparison with what is unknown is unknown; beside their
decision they say what is still possible (`assess.engines.bounds`). Here the same bounds are taken once of an edition,
as they are for somebody of whom nothing is known: so they hold for every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.bounds import Anything, Interval, Possible, Prospects, possible, prospects
from assess.engines.columns import ColumnQuery
from assess.engines.sql.expressions import Translator
from assess.engines.sql.nodes import FALSE, choice, coalesced, column, compared, every, is_known, negated, number, some
from assess.language.edition import Edition
from assess.language.expression import And, Choose, Compare
from assess.language.program import CombinationRule, Formula, Program


def settled(query: ColumnQuery, drawn: str) -> exp.Expr:
    """The column of what is drawn, by the decision `drawn` or by bounds; NULL where neither settles it. It is added to
    the stages where bounds can settle more than the decision does."""
    name = f"{drawn}.settled"
    if name not in query.stages:
        found = _by_bounds(query, drawn)
        if found is None:
            return column(drawn)
        query.stages.add(name, found)
    return column(name)


def _by_bounds(query: ColumnQuery, drawn: str) -> exp.Expr | None:
    """None where bounds can settle no more than the decision does."""
    step = _step(query.edition, drawn)
    if step is None:
        return None
    translator = Translator(f"{drawn}.settled", query.edition.readings, query.edition.as_of, query.stages)
    before = _by_bounds(query, step.before)
    by_decision = (is_known(column(drawn)), column(drawn))
    if step.rule.kind == "excludes":
        untouched = negated(translator.held_truth(translator.truth(step.chosen.condition)).possible)
        return None if before is None else choice(by_decision, (untouched, before))
    around = Prospects(query.edition, {}, prospects(query.edition, {}))
    held = [_held(one, translator, around) for one in _compares(step.chosen)]
    kept = every(one.surely for one in held)
    gone = some(one.surely_not for one in held)
    return choice(by_decision, (kept, column(step.before) if before is None else before), (gone, number(0)))


@dataclass(frozen=True, slots=True)
class _Step:
    """A rule of a combination, what a benefit comes to after it, and the decision with what it came to before."""

    rule: CombinationRule
    chosen: Choose
    before: str


def _step(edition: Edition, drawn: str) -> _Step | None:
    active = edition.active.get(drawn)
    if active is None or not active.decision.hidden or not isinstance(active.version.body, Formula):
        return None
    chosen = active.version.body.expression
    if not isinstance(chosen, Choose):
        return None
    for rule in _rules(edition.program):
        for benefit, step in rule.drawn:
            if step == drawn:
                return _Step(rule, chosen, dict(rule.before)[benefit])
    return None


def _rules(program: Program) -> Iterator[CombinationRule]:
    for decision in program.decisions.values():
        for version in decision.versions:
            yield from () if version.combination is None else version.combination.rules


def _compares(chosen: Choose) -> list[Compare]:
    """What the benefit is held against to be the highest."""
    assert isinstance(chosen.condition, And)
    return [one for one in chosen.condition.operands if isinstance(one, Compare)]


@dataclass(frozen=True, slots=True)
class _Held:
    """A benefit held against another: is it the higher one whatever is unknown, or is it the lower one? Never NULL."""

    surely: exp.Expr
    surely_not: exp.Expr


def _held(node: Compare, translator: Translator, around: Prospects) -> _Held:
    left, right = (translator.held(translator.sql(one)) for one in (node.left, node.right))
    (least, most), (other_least, other_most) = (_ends(possible(one, around)) for one in (node.left, node.right))
    return _Held(
        _surely(compared(node.operator, _or(left, least), _or(right, other_most))),
        _surely(negated(compared(node.operator, _or(left, most), _or(right, other_least)))),
    )


def _ends(value: Possible) -> tuple[int | None, int | None]:
    """The least and the most that it can be; None: nobody can tell."""
    if isinstance(value, Interval):
        return value.low, value.high
    if isinstance(value, Anything) or not value or None in value:
        return None, None
    return min(value), max(value)


def _or(value: exp.Expr, bound: int | None) -> exp.Expr:
    return value.copy() if bound is None else coalesced(value.copy(), number(bound))


def _surely(condition: exp.Expr) -> exp.Expr:
    return coalesced(condition, FALSE.copy())
