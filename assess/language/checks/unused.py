"""Finds parameters, types and inputs that a ruleset declares and that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.expression import Expression, Fact, ParameterValue, walk
from assess.language.program import Program
from assess.language.types import Enumeration, Type


def check_unused(program: Program, diagnostics: Diagnostics) -> None:
    """Reports what the ruleset itself (not one that it builds on) declares in vain (N201).

    Not where there are errors: a faulty decision is left out of the program, and what it reads would seem unused.
    """
    if diagnostics.has_errors:
        return
    nodes = [node for expression in _expressions(program) for node in walk(expression)]
    facts = {node.name for node in nodes if isinstance(node, Fact)}
    parameters = {node.name for node in nodes if isinstance(node, ParameterValue)}
    floors = [version.floor for decision in program.decisions.values() for version in decision.versions]
    parameters |= {floor.published_as for floor in floors if floor is not None and floor.published_as is not None}
    types = {type_.name for type_ in _types(program) if isinstance(type_, Enumeration)}
    for name, fact in program.inputs.items():
        if fact.ruleset == program.id and name not in facts:
            diagnostics.report("N201", fact.position, name=name)
    for name, parameter in program.parameters.items():
        if parameter.ruleset == program.id and name not in parameters:
            diagnostics.report("N201", parameter.position, name=name)
    for name, (ruleset, position) in program.type_positions.items():
        if ruleset == program.id and name not in types:
            diagnostics.report("N201", position, name=name)


def _expressions(program: Program) -> Iterator[Expression]:
    """Every expression that the program holds; what goes by a key holds it too."""
    for decision in program.decisions.values():
        for version in decision.versions:
            yield from version.expressions()
    for parameter in program.parameters.values():
        if parameter.key is not None:
            yield parameter.key


def _types(program: Program) -> Iterator[Type]:
    for fact in program.inputs.values():
        yield fact.type
    for parameter in program.parameters.values():
        yield parameter.type
    for decision in program.decisions.values():
        yield decision.type
