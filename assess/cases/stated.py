"""Results that a case states in place of what would lead to them, checked and brought to the engines' own values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assess.cases.facts import Place, Value, taken
from assess.diagnostics.diagnostic import Diagnostic, nearest
from assess.language.program import Program
from assess.language.stated import can_be_stated, decision_stated_by, stated_input_name, with_stated


def taken_as_stated(
    program: Program, raw: Mapping[str, Any], place: Place
) -> tuple[Program, dict[str, Value], list[Diagnostic]]:
    """The program in which the results are facts, these facts as the engines hold them, and every fault found.

    `raw` and `place` go by decision. A result that is null is unknown, and is not worked out either.
    """
    fit: dict[str, Any] = {}
    problems: list[Diagnostic] = []
    for name, value in raw.items():
        decision = program.decisions.get(name)
        if decision is None or decision.hidden:
            known = [one.name for one in program.decisions.values() if can_be_stated(one)]
            arguments = {"name": str(name), "near": nearest(str(name), known), "ruleset": program.id}
            problems.append(Diagnostic("A127", place(str(name)), arguments))
        elif can_be_stated(decision):
            fit[name] = value
        else:
            arguments = {"name": name, "zh": decision.label.zh, "en": decision.label.en}
            problems.append(Diagnostic("A128", place(name), arguments))
    under = with_stated(program, fit)
    answers = {stated_input_name(name): value for name, value in fit.items()}
    facts, faults = taken(under.inputs, answers, lambda fact: place(decision_stated_by(fact)))
    return under, facts, problems + faults
