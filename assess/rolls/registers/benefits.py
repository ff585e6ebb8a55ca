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
)
from assess.language.law import Citation
from assess.language.program import Program, Table, Version, closure
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
    """A benefit with a `paid.` column. `period`: what paid and due are by. `grounds`: by kind of register."""

    name: str
    label: Label
    period: Period = "month"
    grounds: Mapping[str, tuple[Ground, ...]] = field(default_factory=dict)


def paid_benefits(program: Program, periods: Mapping[str, Period]) -> tuple[PaidBenefit, ...]:
    """The benefits paid, by name what they are paid by, as the program speaks of them."""
    return tuple(
        PaidBenefit(
            name, program.decisions[name].label, period, {kind: _grounds(program, name, KINDS[kind]) for kind in KINDS}
        )
        for name, period in periods.items()
    )


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
    """The clauses of the decisions that the benefit rests on, that look at the fact themselves, and by which it may
    exclude the benefit or lower it: a clause by which the fact only ever helps is none to recover by."""
    cited: dict[Citation, None] = {}
    for version, leanings in _leanings(program, benefit, fact):
        if leanings - {1}:
            cited.update((citation, None) for citation in version.cite)
    return tuple(cited)


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
