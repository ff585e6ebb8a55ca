"""The benefits that a roll pays, with the clauses on which a finding from a register can rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from assess.language.expression import (
    And,
    AtLeast,
    CountTrue,
    Expression,
    Extreme,
    Fact,
    Named,
    Not,
    Or,
    Rescale,
    Result,
    RoundTo,
    walk,
)
from assess.language.law import Citation
from assess.language.program import CombinationRule, Program, Table, Version, closure
from assess.language.types import Label
from assess.rolls.registers.kinds import KINDS, Kind

Period = Literal["month", "year"]

_FILE = Path(__file__).with_name("clauses.yaml")


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause that a finding rests on, for months from `since` (`YYYYMM`; None: always)."""

    cite: str
    since: int | None = None


@dataclass(frozen=True, slots=True)
class PaidBenefit:
    """A benefit with a `paid.` column. `period`: what paid and due are by. `grounds`: by kind of register.
    `lowered_by`: the kinds of registers by whose fact less of it may be due."""

    name: str
    label: Label
    period: Period = "month"
    grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)
    lowered_by: frozenset[str] = frozenset(KINDS)


def paid_benefits(program: Program, periods: Mapping[str, Period]) -> tuple[PaidBenefit, ...]:
    """The benefits paid, by name what they are paid by, as the program speaks of them."""
    found = []
    for name, period in periods.items():
        grounds = {kind: _grounds(program, name, KINDS[kind]) for kind in KINDS}
        lowered_by = frozenset(kind.id for kind in KINDS.values() if kind.fact and _lowering(program, name, kind.fact))
        found.append(PaidBenefit(name, program.decisions[name].label, period, grounds, lowered_by))
    return tuple(found)


def _grounds(program: Program, benefit: str, kind: Kind) -> tuple[Ground, ...]:
    cited = _listed(benefit, kind.id) if kind.fact is None else _reading(program, benefit, kind.fact)
    found = []
    for citation in cited:
        source = program.sources.get(citation.source)
        if source is not None and citation.clause in source.clauses:
            since = None if source.in_force is None else source.in_force // 100
            found.append(Ground(str(citation), since))
    return tuple(found)


def _listed(benefit: str, kind: str) -> tuple[Citation, ...]:
    return tuple(citation for citation, kinds, benefits in _clauses() if kind in kinds and benefit in benefits)


@cache
def _clauses() -> tuple[tuple[Citation, frozenset[str], frozenset[str]], ...]:
    listed: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (citation, frozenset(each["registers"]), frozenset(each["benefits"]))
        for each in listed
        if (citation := Citation.parse(each["clause"])) is not None
    )


def _reading(program: Program, benefit: str, fact: str) -> tuple[Citation, ...]:
    """The clauses by which the fact may exclude the benefit or lower it."""
    return tuple(dict.fromkeys(citation for cited in _lowering(program, benefit, fact) for citation in cited))


def _lowering(program: Program, benefit: str, fact: str) -> list[tuple[Citation, ...]]:
    """What is cited by each decision that the benefit rests on, that looks at the fact itself, and by which the fact
    may lower what is due: one by which it only ever helps is none to recover by. Then by each rule on what may be drawn
    together by which it gives way to another benefit that may grow with the fact."""
    found = [version.cite for version, leanings in _leanings(program, benefit, fact) if leanings - {1}]
    for decision in program.decisions.values():
        for version in decision.versions:
            rules = () if version.combination is None else version.combination.rules
            found += [rule.cite for rule in rules if _gives_way(program, benefit, rule, fact)]
    return found


def _gives_way(program: Program, benefit: str, rule: CombinationRule, fact: str) -> bool:
    """May the benefit give way to another one by the rule, since the fact holds?"""
    if benefit not in rule.benefits:
        return False
    if rule.kind == "highest_of":
        others = (one for one in rule.benefits if one != benefit)
        return any(leanings - {-1} for other in others for _, leanings in _leanings(program, other, fact))
    asked = () if rule.when is None else tuple(walk(rule.when))
    names = (node.name for node in asked if isinstance(node, Result))
    return any(isinstance(node, Fact) and node.name == fact for node in asked) or any(
        True for name in names for _ in _leanings(program, name, fact)
    )


def _leanings(program: Program, benefit: str, fact: str) -> Iterator[tuple[Version, set[int]]]:
    """The versions that look at the fact, each with how it bears on the benefit there: 1, what is due can only grow
    with it; -1, only shrink; 0, either way."""
    of: dict[str, set[int]] = {benefit: {1}}
    for name in reversed(closure(program, (benefit,))):
        decision = program.decisions[name]
        own = of.get(name, {0})
        for version in decision.versions:
            found: set[int] = set()
            for expression, sign in _parts(version):
                for node, leaning in _leaning(expression, sign):
                    if isinstance(node, Result):
                        of.setdefault(node.name, set()).update(leaning * one for one in own)
                    elif node.name == fact:
                        found |= {leaning * one for one in own}
            if found:
                yield version, found


def _parts(version: Version) -> Iterator[tuple[Expression, int]]:
    """The expressions of the body; which row of a table is hit may do anything."""
    body = version.body
    if isinstance(body, Table):
        yield from ((row.condition, 0) for row in body.rows if row.condition is not None)
        yield from ((row.result, 1) for row in body.rows if row.result is not None)
    else:
        yield from ((expression, 1) for expression in version.expressions())


def _leaning(expression: Expression, sign: int) -> Iterator[tuple[Fact | Result, int]]:
    """The facts and results below, with what becomes of the expression as they grow (from no to yes)."""
    if isinstance(expression, Fact | Result):
        yield expression, sign
    elif isinstance(expression, Not):
        yield from _leaning(expression.operand, -sign)
    else:
        grows = isinstance(expression, And | Or | AtLeast | Named | Rescale | RoundTo | Extreme | CountTrue)
        for child in expression.children():
            yield from _leaning(child, sign if grows else 0)
