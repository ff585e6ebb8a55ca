"""Plans of checks, made once for rolls that are decided by the same queries.

Rolls of the same columns, checked by the same rules for the same period, differ in their parts alone. To write the
queries is a quarter of the work of checking a small roll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assess.language.program import Program
from assess.rolls.mapping import Binding
from assess.rolls.roll import Part
from assess.rolls.running.period import Period
from assess.rolls.running.planning import Planned, make_plan, planned_part


class Plans:
    """Stands in for `make_plan` where whole runs are tested."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Planned] = {}
        self._programs: dict[int, Program] = {}  # held, so that none takes the identity of one before

    def planned(
        self, program: Program, parts: Sequence[Part], bindings: Sequence[Binding], period: Period, **options: Any
    ) -> Planned:
        share_rows = options.pop("share_rows", None)
        named = bindings if len(parts) > 1 else [replace(one, source="") for one in bindings]
        key = id(program), repr(named), period, repr(options)
        if key not in self._made:
            self._made[key] = make_plan(program, parts, bindings, period, **options)
            self._programs[id(program)] = program
        found = self._made[key]
        own = (planned_part(*each, found.program) for each in zip(parts, bindings, strict=True))
        return replace(found, plan=replace(found.plan, parts=tuple(own), share_rows=share_rows))


PLANS = Plans()
