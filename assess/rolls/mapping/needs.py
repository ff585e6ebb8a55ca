"""What the goals of a ruleset read, and so what a roll should give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from assess.language.program import Decision, Needs, Program
from assess.language.stated import can_be_stated
from assess.rolls.drawn import ever_drawn_of

_RESULTS = ("score", "table")
_MANY = 4
"""So many facts of one form that are missing are told together."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Facts that goals read and nothing gives: one, or several of one form. `paid`: the benefits paid on the roll that
    cannot be compared without them. `instead`: a result that could be stated in their place."""

    facts: tuple[str, ...]
    goals: tuple[str, ...]
    paid: tuple[str, ...]
    form: str | None = None
    instead: str | None = None


def facts_read(program: Program, decisions: Iterable[str], stated: Collection[str] = ()) -> dict[str, None]:
    """The facts that decisions rest on, through any of their versions; `stated` ones are given and rest on nothing."""
    facts: dict[str, None] = {}
    waiting, seen = [name for name in decisions if name not in stated], set(stated)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for needs in _needs(program, program.decisions[name]):
            facts |= dict.fromkeys(needs.facts)
            waiting += needs.decisions
    return {name: None for name in program.inputs if name in facts}


def _needs(program: Program, decision: Decision) -> Iterator[Needs]:
    for version in decision.versions:
        yield Needs.of(version)
        yield Needs((), tuple(tie.decision for tie in version.ties))
        if version.combination is not None:
            yield Needs((), tuple(name for _, name in version.combination.drawn))


def missing(program: Program, given: Collection[str], stated: Collection[str], paid: Collection[str]) -> list[Missing]:
    """The facts that goals, or the benefits paid, read and that are not given: first those for what is paid, then those
    that most goals read. What is due of a benefit paid rests on the others that it may not be drawn beside too."""
    goals: dict[str, list[str]] = defaultdict(list)
    for goal in dict.fromkeys((*program.goals, *paid)):
        drawn = ever_drawn_of(program, goal) if goal in paid else ()
        for fact in facts_read(program, [goal, *drawn], stated):
            if fact not in given:
                goals[fact].append(goal)
    by_form: dict[str, list[str]] = defaultdict(list)
    for fact in goals:
        by_form[program.inputs[fact].form or ""].append(fact)
    found = []
    for form, facts in by_form.items():
        instead, together = _instead(program, facts, stated)
        if instead is not None:
            wanted = tuple(dict.fromkeys(goal for fact in together for goal in goals[fact]))
            found.append(Missing(tuple(together), wanted, _among(paid, wanted), form, f"stated.{instead}"))
        rest = [fact for fact in facts if fact not in together]
        found += [Missing((fact,), tuple(goals[fact]), _among(paid, goals[fact])) for fact in rest]
    order = list(program.inputs)
    return sorted(found, key=lambda one: (-len(one.paid), -len(one.goals), order.index(one.facts[0])))


def _among(paid: Collection[str], goals: Iterable[str]) -> tuple[str, ...]:
    return tuple(goal for goal in goals if goal in paid)


def _instead(program: Program, facts: list[str], stated: Collection[str]) -> tuple[str | None, list[str]]:
    """The result that could be stated in place of most of the facts, of those that rest on nothing else, and these
    facts. None, where there are few. A result is a score or a level: what somebody is owed is no assessment."""
    best, together = None, dict[str, None]()
    for name, decision in program.decisions.items():
        if decision.kind in _RESULTS and decision.role is None and can_be_stated(decision) and name not in stated:
            read = facts_read(program, [name], stated)
            if read.keys() <= set(facts) and len(read) > max(len(together), _MANY - 1):
                best, together = name, read
    return best, list(together)
