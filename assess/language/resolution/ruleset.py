"""Third pass: parses every expression, binds every name, finds every citation of a ruleset and those it builds on."""

from __future__ import annotations

from assess.diagnostics.diagnostic import Diagnostics
from assess.language import surface as text
from assess.language.resolution.decisions import Decisions
from assess.language.resolution.names import check_names
from assess.language.resolution.parameters import Parameters
from assess.language.resolution.reader import FormInputs
from assess.language.resolved import (
    Resolved,
)
from assess.language.source import Node


def resolve(
    surface: text.RulesetText, tree: Node, base: Resolved | None, form_inputs: FormInputs, diagnostics: Diagnostics
) -> Resolved:
    """The ruleset bound to its base and its forms. Faults are reported; what is faulty is left out of the result."""
    resolved = _Resolver(surface, tree, base, form_inputs, diagnostics).resolve()
    check_names(resolved, diagnostics)
    return resolved


class _Resolver(Parameters, Decisions):
    """Reads a whole ruleset."""

    def resolve(self) -> Resolved:
        result, base, surface = self.resolved, self.base, self.surface
        if base is not None:
            result.lineage = (*base.lineage, surface.ruleset)
            result.forms = base.forms
            for name in ("sources", "types", "type_positions", "inputs", "parameters", "decisions"):
                getattr(result, name).update(getattr(base, name))
            result.not_decided = base.not_decided
            result.cited = {citation: list(users) for citation, users in base.cited.items()}
        result.declared = {*surface.inputs, *surface.parameters, *surface.decisions}
        if base is not None:
            result.declared |= base.declared
        self._sources()
        self._types()
        self._forms_and_inputs()
        for name in surface.parameters:
            self._parameter(name)
        for name in surface.decisions:
            self._decision(name)
        self._goals()
        self._not_decided()
        result.examples = tuple(
            (example, self._place("examples", index)) for index, example in enumerate(surface.examples)
        )
        return result
