"""Finds rules and figures in use whose instrument is a draft or repealed, or that nobody has reviewed."""

from __future__ import annotations

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.checks.citations import version_uses
from assess.language.dates import iso
from assess.language.expression import ParameterValue, walk
from assess.language.program import Decision, Parameter, Program, closure


def check_standing(program: Program, diagnostics: Diagnostics) -> None:
    """Reports what goals rest on though its source is a draft or repealed (D301), and values past their review (D302).

    A version or value that ends, or that another follows, may well rest on a repealed source: it is kept for the days
    when that was law.
    """
    needed = closure(program, program.goals)
    for name in needed:
        if not program.decisions[name].hidden:
            _check_decision(program, program.decisions[name], diagnostics)
    for name in _parameters(program, needed):
        _check_parameter(program, program.parameters[name], diagnostics)
    for parameter in program.parameters.values():
        if parameter.ruleset == program.id:
            _check_review(parameter, diagnostics)


def _check_decision(program: Program, decision: Decision, diagnostics: Diagnostics) -> None:
    for version in decision.versions:
        lasting = version is decision.versions[-1] and version.valid_until is None
        for source in dict.fromkeys(citation.source for citation, _ in version_uses(decision.name, version)):
            status = program.sources[source].status
            if status == "draft" or (status == "repealed" and lasting):
                diagnostics.report("D301", version.position, name=decision.name, source=source, status=status)


def _check_parameter(program: Program, parameter: Parameter, diagnostics: Diagnostics) -> None:
    for entry in parameter.entries:
        lasting = entry is parameter.entries[-1] and entry.valid_until is None
        for source in dict.fromkeys(citation.source for citation in entry.cite):
            status = program.sources[source].status
            if status == "draft" or (status == "repealed" and lasting):
                diagnostics.report("D301", entry.position, name=parameter.name, source=source, status=status)


def _check_review(parameter: Parameter, diagnostics: Diagnostics) -> None:
    reviewed = parameter.reviewed_until
    for entry in parameter.entries:
        if reviewed is not None and entry.valid_from > reviewed and not entry.supplied:
            diagnostics.report(
                "D302", entry.position, name=parameter.name, day=iso(entry.valid_from), until=iso(reviewed)
            )


def _parameters(program: Program, decisions: tuple[str, ...]) -> list[str]:
    """The parameters that these decisions read."""
    found: dict[str, None] = {}
    for name in decisions:
        for version in program.decisions[name].versions:
            for expression in version.expressions():
                for node in walk(expression):
                    if isinstance(node, ParameterValue):
                        found[node.name] = None
    return list(found)
