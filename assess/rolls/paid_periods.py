"""What a benefit is paid by, month or year, against what the rules work it out by: the unit of its amount."""

from __future__ import annotations

from collections.abc import Mapping

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.language.types import Number, Type
from assess.rolls.cells import Period

MONTHS_OF_A_YEAR = 12


def period_of(type_: Type) -> Period | None:
    """What an amount is for by its unit: `CNY/month`, `CNY/year`. None: neither, as of a grant given once."""
    powers = dict(type_.unit.powers) if isinstance(type_, Number) and type_.unit is not None else {}
    if powers.get("year") == -1:
        return "year"
    return "month" if powers.get("month") == -1 else None


def usual_period(program: Program, benefit: str) -> Period:
    """What a column is taken to be paid by where neither mapping nor header says so."""
    return period_of(program.decisions[benefit].type) or "month"


def times_due(type_: Type, paid_by: Period) -> int:
    """How many times its amount is due in the period that it is paid by.

    Twelve months make a year. A year's amount paid by the month is refused before (`refuse_parts_of_years`).
    """
    return MONTHS_OF_A_YEAR if (period_of(type_), paid_by) == ("month", "year") else 1


def refuse_parts_of_years(program: Program, paid: Mapping[str, Period]) -> None:
    """Raises Refused (R552) where a benefit by the year is paid by the month: a twelfth of it need not be exact, and no
    rule says how it is spread."""
    problems = []
    for name, period in paid.items():
        decision = program.decisions[name]
        if (period_of(decision.type), period) == ("year", "month"):
            arguments = {"name": name, "zh": decision.label.zh, "en": decision.label.en}
            problems.append(Diagnostic("R552", Position(f"paid.{name}"), arguments))
    if problems:
        raise Refused(problems)
