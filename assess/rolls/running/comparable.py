"""What the registers of a call can find on this roll. Where it lacks the columns, finding nothing means nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, LTCI, MOVED, ROLL, WORK_INJURY, Kind
from assess.rolls.registers.register import Register
from assess.rolls.reporting.manifest import Words
from assess.rolls.running.planning import Planned

_FOUND_WITH: dict[str, tuple[Kind, ...]] = {
    "paid_after_death": (DEATHS,),
    "paid_in_prison": (IMPRISONED,),
    "paid_after_move": (MOVED,),
    "on_two_rolls": (ROLL,),
    "beside_ltci": (LTCI,),
    "beside_work_injury": (WORK_INJURY,),
    "registered_otherwise": (LTCI, WORK_INJURY),
}
"""The registers that each such code is looked for with."""
IN_VAIN = Words(
    zh="名册没有身份证号或发放金额的列，或者规则不看登记的这件事，无从比对",
    en="the roll has no column of ID numbers or of what is paid, or the rules do not look at what is registered",
)
"""Why such a code was not looked for though its register was given."""
_OF_PAYMENTS = tuple(code for code in _FOUND_WITH if code != "registered_otherwise")


def wanted_codes(registers: Sequence[Register]) -> set[str]:
    """The codes that these registers are given for."""
    given = {one.kind for one in registers}
    return {code for code, kinds in _FOUND_WITH.items() if given & set(kinds)}


def looked_for(registers: Sequence[Register], planned: Planned) -> set[str]:
    """Those of them that are really looked for: people are matched by their numbers, payments need amounts, and what
    is decided has to go by the fact that a register stands for."""
    if not has_id_numbers(planned):
        return set()
    read = planned.facts_read
    asked = [one for one in registers if one.kind.fact is None or one.kind.fact in read]
    found = wanted_codes(asked)
    return found if planned.paid else found.difference(_OF_PAYMENTS)


def has_id_numbers(planned: Planned) -> bool:
    return any(part.column("id_number") is not None for part in planned.plan.parts)


def in_vain(registers: Sequence[Register], planned: Planned) -> Iterator[Diagnostic]:
    """Warnings that the registers cannot be compared with this roll."""
    if not registers:
        return
    if not has_id_numbers(planned):
        yield Diagnostic("R514", Position("--register"))
    elif not planned.paid and wanted_codes(registers).intersection(_OF_PAYMENTS):
        yield Diagnostic("R515", Position("--register"))
