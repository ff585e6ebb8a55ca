"""Decisions in an order in which each needs only earlier ones."""

from __future__ import annotations

from collections.abc import Iterator

from assess.diagnostics.diagnostic import Diagnostics
from assess.language import resolved as bound
from assess.language.feel import tree as syntax
from assess.language.resolved import Resolved


def in_order(resolved: Resolved, diagnostics: Diagnostics) -> list[str] | None:
    """The decisions, each after those that it needs; otherwise in the order written."""
    needs = {name: _needed_decisions(resolved, decision) for name, decision in resolved.decisions.items()}
    order: dict[str, None] = {}
    for start in resolved.decisions:
        trail: dict[str, Iterator[str]] = {} if start in order else {start: iter(needs[start])}
        while trail:
            name, rest = next(reversed(trail.items()))
            other = next(rest, None)
            if other is None:
                order[name] = None
                del trail[name]
            elif other in trail:
                names = list(trail)
                circle = [*names[names.index(other) :], other]
                diagnostics.report("N105", resolved.decisions[other].position, circle=" → ".join(circle))
                return None
            elif other not in order:
                trail[other] = iter(needs[other])
    return list(order)


def _needed_decisions(resolved: Resolved, decision: bound.ResolvedDecision) -> list[str]:
    found: dict[str, None] = {}
    for version in decision.versions:
        for part in bound.syntax_of(version.body):
            for name in syntax.names_in(part):
                if name.name in resolved.decisions:
                    found[name.name] = None
                elif name.name in resolved.parameters:
                    by = resolved.parameters[name.name].by
                    for key in syntax.names_in(by) if by is not None else []:
                        if key.name in resolved.decisions:
                            found[key.name] = None
    return list(found)
