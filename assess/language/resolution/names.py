"""Every name is that of a fact, a parameter or a decision, and of one only."""

from __future__ import annotations

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.language.feel import tree as syntax
from assess.language.resolved import (
    Resolved,
    ResolvedAmount,
    ResolvedRanking,
    ResolvedTable,
    result_codes,
    syntax_of,
)


def check_names(resolved: Resolved, diagnostics: Diagnostics) -> None:
    """Every name is that of a fact, a parameter or a decision, and of one only."""
    for name, decision in resolved.decisions.items():
        for kind, others in (("input", resolved.inputs), ("parameter", resolved.parameters)):
            if name in others:
                diagnostics.report("N104", decision.position, name=name, other=kind)
    for name, parameter in resolved.parameters.items():
        if name in resolved.inputs:
            diagnostics.report("N104", parameter.position, name=name, other="input")
    # what is declared but faulty is left out above, and must not be called unknown for that
    known = {"as_of", *resolved.declared, *resolved.inputs, *resolved.parameters, *resolved.decisions}

    def check(node: syntax.Syntax, codes: frozenset[str]) -> None:
        for found in syntax.names_in(node):
            if isinstance(found, syntax.Shifted) and found.name not in resolved.parameters:
                code = "N111" if found.name in known else "N101"
                diagnostics.report(code, found.position, name=found.name, near=nearest(found.name, resolved.parameters))
            elif found.name not in known and not (found.name in codes and found is node):
                diagnostics.report("N101", found.position, name=found.name, near=nearest(found.name, [*known, *codes]))
            elif found.name in known and found.name in codes and found is node:
                diagnostics.report("N112", found.position, name=found.name)

    for decision in resolved.decisions.values():
        codes = result_codes(resolved, decision)
        for version in decision.versions:
            body = version.body
            outputs: set[int] = set()
            table = body.table if isinstance(body, ResolvedRanking) else body
            if isinstance(table, ResolvedTable):
                outputs = {id(row.then) for row in table.rows}
            for part in syntax_of(body):
                check(part, codes if id(part) in outputs else frozenset())
            floor = body.floor if isinstance(body, ResolvedAmount) else None
            published = None if floor is None else floor.published_as
            if isinstance(published, syntax.Name) and published.name in known - resolved.parameters.keys():
                near = nearest(published.name, resolved.parameters)
                diagnostics.report("N115", published.position, name=published.name, near=near)
    for parameter in resolved.parameters.values():
        if parameter.by is not None:
            check(parameter.by, frozenset())
