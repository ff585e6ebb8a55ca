"""Rolls that call themselves those of one month, and are taken for every month of a period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.months_named import month_of
from assess.rolls.roll import Part
from assess.rolls.shares.plan import CheckPlan


def of_one_month(plan: CheckPlan, parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """A warning for each part whose name or title tells one month, where each of its rows is taken for several: what
    was due then need not have been before, and what is found of the others is of no payment that was made."""
    if plan.by_month_column or len(plan.editions) < 2:
        return
    first, last = (str(plan.editions[place].month) for place in (0, -1))
    for part in parts:
        month = month_of(part)
        if month is not None:
            arguments = {"month": month, "first": first, "last": last, "line": f"{{month: {month}}}"}
            yield Diagnostic("R441", Position(part.source), arguments)
