"""The benefits that a roll pays, with the clauses on which a finding from a register can rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from assess.language.law import Citation
from assess.language.program import Needs, Program, closure
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
    """The clauses of the decisions that the benefit rests on and that look at the fact themselves."""
    cited: dict[Citation, None] = {}
    for name in closure(program, (benefit,)):
        for version in program.decisions[name].versions:
            if fact in Needs.of(version).facts:
                cited.update((citation, None) for citation in version.cite)
    return tuple(cited)
