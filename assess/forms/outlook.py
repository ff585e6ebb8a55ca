"""What a form leads to under a ruleset while it is being filled: the scores and the levels still possible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.bounds import ANYTHING, Possible, prospects, size
from assess.engines.meaning import Value
from assess.forms.definition import Form
from assess.language.edition import Edition, edition_of
from assess.language.program import Decision, Needs, Program
from assess.language.types import Enumeration, Number

FEW = 4
"""A level that rests on fewer than one in so many of the questions that another rests on is not what a form is for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision and every value that it can still come to. `unavailable`: why it cannot be made on the day at all."""

    decision: Decision
    possible: Possible
    unavailable: Diagnostic | None = None

    @property
    def settled(self) -> bool:
        """Only one value is left, whatever the answers to come."""
        return self.unavailable is None and size(self.possible) == 1 and self.possible != frozenset((None,))


@dataclass(frozen=True, slots=True)
class Outlook:
    """The decisions that a form feeds, on one day. `levels`: what it is filled in for; `scores`: the sums behind."""

    levels: tuple[Decision, ...]
    scores: tuple[Decision, ...]
    edition: Edition

    @classmethod
    def of(cls, program: Program, form: Form, as_of: int) -> Outlook:
        levels, scores = decisions_fed(program, form)
        names = tuple(decision.name for decision in (*scores, *levels))
        return cls(levels, scores, edition_of(program, as_of, only=names))

    def standings(self, decisions: Iterable[Decision], facts: Mapping[str, Value]) -> tuple[Standing, ...]:
        """Where each of the decisions stands with these facts."""
        found = prospects(self.edition, facts)
        return tuple(
            Standing(one, found.get(one.name, ANYTHING), self.edition.unavailable.get(one.name)) for one in decisions
        )

    def begun(self, decision: Decision, facts: Mapping[str, Value]) -> bool:
        """Whether any fact that the decision rests on is known."""
        return any(name in facts for name in facts_behind(self.edition.program, decision.name))


def decisions_fed(program: Program, form: Form) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """The levels and scores that rest on the form's questions: on these alone or, where none does, among others.

    Those that only lead to another of the same kind (a sub-total, an initial level) are left out, and so are levels
    that rest on few of the form's questions beside one that rests on many. Where the form feeds no level, the decisions
    with a role (benefits, services, screenings) take their place.
    """
    behind = {one.name: facts_behind(program, one.name) for one in program.decisions.values() if not one.hidden}
    asked = {name: len(facts & form.inputs.keys()) for name, facts in behind.items()}
    touched = [name for name, count in asked.items() if count]
    alone = [name for name in touched if asked[name] == len(behind[name])]
    scores = _last(program, [name for name in alone if _is_score(program.decisions[name])])
    levels = [name for name in touched if isinstance(program.decisions[name].type, Enumeration)]
    if not levels:
        levels = [name for name in touched if program.decisions[name].role is not None]
    most = max((asked[name] for name in levels), default=0)
    levels = [name for name in levels if asked[name] * FEW >= most]
    return _last(program, [name for name in levels if name in alone] or levels), scores


def _is_score(decision: Decision) -> bool:
    return decision.kind == "score" and isinstance(decision.type, Number)


def _last(program: Program, names: list[str]) -> tuple[Decision, ...]:
    """Those that no other of them rests on."""
    used = {other for name in names for other in _decisions_behind(program, name)}
    return tuple(program.decisions[name] for name in names if name not in used)


def _decisions_behind(program: Program, name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for version in program.decisions[waiting.pop()].versions:
            new = set(Needs.of(version).decisions) - found
            found |= new
            waiting.extend(new)
    return found


def facts_behind(program: Program, name: str) -> set[str]:
    """Every fact that the decision rests on, through all others, in any version."""
    return {
        fact
        for one in (name, *_decisions_behind(program, name))
        for version in program.decisions[one].versions
        for fact in Needs.of(version).facts
    }
