"""Where a program cites a clause: versions, rows, roundings, conditions, rules of combinations, parameter values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assess.language.expression import Named, walk
from assess.language.law import Citation
from assess.language.program import Amount, Program, Table, Version


@dataclass(frozen=True, slots=True)
class Use:
    """What cites a clause.

    kind: `decision`, `row`, `rounding`, `condition`, `rule` (of a combination), `tie`, `parameter`, or `overridden`
    where only what another ruleset has replaced cites it. `number`: that of the row, rule or tie, counted from 1, or
    the day (`YYYYMMDD`) from which a decision's version or a parameter's value holds.
    """

    kind: str
    name: str
    number: int | None = None


def uses(program: Program) -> dict[Citation, tuple[Use, ...]]:
    """Every clause cited by a decision or a parameter, with what cites it."""
    found: dict[Citation, dict[Use, None]] = {}
    for name, decision in program.decisions.items():
        if decision.hidden:
            continue
        for version in decision.versions:
            for citation, use in version_uses(name, version):
                found.setdefault(citation, {})[use] = None
    for name, parameter in program.parameters.items():
        for entry in parameter.entries:
            for citation in entry.cite:
                found.setdefault(citation, {})[Use("parameter", name, entry.valid_from)] = None
    for citation, users in program.cited.items():
        for _, what in users:
            if what != "not_decided" and not any(use.name == what for use in found.get(citation, ())):
                found.setdefault(citation, {})[Use("overridden", what)] = None
    return {citation: tuple(users) for citation, users in found.items()}


def version_uses(name: str, version: Version) -> Iterator[tuple[Citation, Use]]:
    """Every clause that a decision's version cites anywhere, with the place in it that does."""
    for citation in version.cite:
        yield citation, Use("decision", name, version.valid_from)
    body = version.body
    if isinstance(body, Table):
        for number, row in enumerate(body.rows, start=1):
            for citation in row.cite:
                yield citation, Use("row", name, number)
    elif isinstance(body, Amount) and body.rounding is not None:
        for citation in body.rounding.cite:
            yield citation, Use("rounding", name)
    for expression in version.expressions():
        for node in walk(expression):
            if isinstance(node, Named):
                for text in node.cite:
                    named = Citation.parse(text)
                    if named is not None:
                        yield named, Use("condition", name)
    for number, rule in enumerate(version.combination.rules if version.combination else (), start=1):
        for citation in rule.cite:
            yield citation, Use("rule", name, number)
    for number, tie in enumerate(version.ties, start=1):
        for citation in tie.cite:
            yield citation, Use("tie", name, number)
