"""Values alone, as quickly as they can be had: facts checked and decisions made in one generated function.

For programs that ask in great numbers and want no reasons. There is one function for each edition and each set of
facts stated; whatever it will not take (a fact missing or unusual) goes through the ordinary evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assess.cases.facts import taken, too_late
from assess.cases.intake import quick_check
from assess.diagnostics.diagnostic import Refused
from assess.diagnostics.position import Position
from assess.engines.compiled import Compiled, Generator
from assess.language.edition import Edition
from assess.language.types import Enumeration

Values = dict[str, Any]
_MOST_PLANS = 256
_CASE = Position("case")


class Direct:
    """Decides case after case under one edition. Refuses nothing silently: a faulty fact raises Refused."""

    def __init__(self, edition: Edition) -> None:
        if edition.unavailable:
            raise Refused(edition.unavailable.values())
        self._edition = edition
        self._compiled = Compiled(edition)
        self._shown = {
            name: active.decision.type for name, active in edition.active.items() if not active.decision.hidden
        }
        self._plans: dict[tuple[str, ...], Callable[[Mapping[str, Any]], Values | None] | None] = {}

    def values(self, facts: Mapping[str, Any]) -> Values:
        """Every visible decision's value: codes as text, numbers over the type's denominator (money in fen),
        dates as `YYYYMMDD`, None for unknown. Raises Refused, with every fault, where a fact is faulty."""
        shape = tuple(facts)
        try:
            plan = self._plans[shape]
        except KeyError:
            plan = self._plan(shape)
        if plan is not None:
            found = plan(facts)
            if found is not None:
                return found
        return self._slowly(facts)

    def _slowly(self, raw: Mapping[str, Any]) -> Values:
        facts, problems = taken(self._edition.program.inputs, raw, lambda fact: _CASE)
        problems += too_late(self._edition.program.inputs, facts, self._edition.as_of, lambda fact: _CASE)
        if problems:
            raise Refused(problems)
        outcomes = self._compiled.outcomes(facts, self._edition.as_of)
        found: Values = {}
        for name, type_ in self._shown.items():
            value = outcomes[name].value
            coded = isinstance(type_, Enumeration) and value is not None
            found[name] = type_.codes[int(value)] if coded else value  # type: ignore[union-attr,arg-type]
        return found

    def _plan(self, shape: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Values | None] | None:
        if len(self._plans) >= _MOST_PLANS:
            return None
        plan = None
        check = quick_check(self._edition.program.inputs, shape)
        if check is not None and set(self._compiled.facts) <= set(shape):
            plan = self._generated(check.lines, check.values, check.scope)
        self._plans[shape] = plan
        return plan

    def _generated(
        self, lines: tuple[str, ...], values: Mapping[str, str], scope: Mapping[str, Any]
    ) -> Callable[[Mapping[str, Any]], Values | None]:
        generator = Generator(self._edition, values, complete=True)
        named = {name: generator.constant(value) for name, value in scope.items()}
        renamed = [f"    {name} = {given}" for name, given in named.items() if name != given]
        facts = ", ".join(f"{name!r}: {value}" for name, value in values.items())
        prelude = [*renamed, *lines, f"    as_of = {self._edition.as_of}"]
        if generator.reads_facts:
            prelude.append(f"    facts = {{{facts}}}")
        parts = []
        for name, type_ in self._shown.items():
            local = generator.local(name)
            if isinstance(type_, Enumeration):
                codes = generator.constant((*type_.codes, None))
                parts.append(f"{name!r}: {codes}[-1 if {local} is None else {local}]")
            else:
                parts.append(f"{name!r}: {local}")
        plan: Callable[[Mapping[str, Any]], Values | None] = generator.compiled(
            "def run(raw):", prelude, f"    return {{{', '.join(parts)}}}"
        )
        return plan
