"""Is a target one that the program has, and one that a column can give?"""

from __future__ import annotations

from collections.abc import Iterator

from assess.diagnostics.diagnostic import Diagnostic, nearest
from assess.diagnostics.position import Position
from assess.language.law import Input
from assess.language.program import Decision, Program
from assess.language.stated import can_be_stated
from assess.language.types import Choices, Number, Persons, Text
from assess.rolls.cells import ROW_TARGETS, Target

_OF_SEVERAL = ("person", "persons")


def fits_in_a_cell(known: Input) -> bool:
    """Can one cell hold the answer? Lists of answers and people with their particulars cannot."""
    type_ = known.type
    return not (isinstance(type_, Choices | Persons) or (isinstance(type_, Text) and type_.form in _OF_SEVERAL))


def is_benefit(decision: Decision) -> bool:
    """Is it an amount that is paid to somebody?"""
    return decision.role == "benefit" and isinstance(decision.type, Number) and not decision.hidden


WORKED_OUT = frozenset({"stated.age"})
"""What can be stated, and never should be only because a roll has such a column: the age follows from the ID number or
the birth date, and one stated would go before both."""


def all_targets(program: Program) -> Iterator[str]:
    """Everything that a column of a roll can be mapped to."""
    yield from ROW_TARGETS
    yield from (name for name, known in program.inputs.items() if fits_in_a_cell(known) and name not in ROW_TARGETS)
    yield from (f"stated.{name}" for name, decision in program.decisions.items() if can_be_stated(decision))
    yield from (f"paid.{name}" for name, decision in program.decisions.items() if is_benefit(decision))


def fault_of(target: Target, program: Program, position: Position) -> Diagnostic | None:
    """What keeps the program from taking the target; None where nothing does."""
    decision = program.decisions.get(target.name)
    if target.kind == "row":
        return None
    if target.kind == "fact":
        known = program.inputs.get(target.name)
        if known is None:
            return _unknown(target, program, position)
        return None if fits_in_a_cell(known) else Diagnostic("R207", position, _labelled(target, known))
    if decision is None or decision.hidden:
        return _unknown(target, program, position)
    if target.kind == "stated":
        return None if can_be_stated(decision) else Diagnostic("R205", position, _labelled(target, decision))
    if is_benefit(decision):
        return None
    benefits = [name for name, one in program.decisions.items() if is_benefit(one)]
    listed = {
        "benefits_zh": "、".join(f"{name}（{program.decisions[name].label.zh}）" for name in benefits),
        "benefits_en": ", ".join(f"{name} ({program.decisions[name].label.en})" for name in benefits),
    }
    return Diagnostic("R206", position, _labelled(target, decision) | listed)


def _unknown(target: Target, program: Program, position: Position) -> Diagnostic:
    known = list(all_targets(program))
    under_other_heads = (f"{head}{target.name}" for head in ("stated.", "paid.", ""))
    near = next((other for other in under_other_heads if other in known), "") or nearest(target.id, known)
    if near in WORKED_OUT:
        near = ""
    return Diagnostic("R204", position, {"target": target.id, "ruleset": program.id, "near": near})


def _labelled(target: Target, of: Input | Decision) -> dict[str, str]:
    return {"target": target.id, "zh": of.label.zh, "en": of.label.en}
