"""Names that a table of cases has for something else already, and that rules may give to a fact or a decision.

Of two columns of one name a database drops one, or takes one for the other, without a word.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.language.edition import Edition


def refuse_names_taken(editions: Iterable[Edition], *, facts: Container[str], decisions: Container[str]) -> None:
    """Raises Refused (R426) where a fact that is read, or a decision that is shown, has one of these names."""
    found = {one.arguments["name"]: one for edition in editions for one in _taken(edition, facts, decisions)}
    if found:
        raise Refused(found.values())


def _taken(edition: Edition, facts: Container[str], decisions: Container[str]) -> Iterator[Diagnostic]:
    program = edition.program
    for active in edition.active.values():
        if active.decision.name in decisions and not active.decision.hidden:
            yield _refusal(active.decision.name, active.version.position, program.id)
        for name in active.needs.facts:
            if name in facts:
                yield _refusal(name, program.inputs[name].position, program.id)


def _refusal(name: str, position: Position, ruleset: str) -> Diagnostic:
    return Diagnostic("R426", position, {"name": name, "ruleset": ruleset})
