"""Facts taken in quickly: one generated check for each set of questions answered; anything unusual goes the slow way.

The quick way accepts only plain whole numbers, truth values and codes, and only where all of them are in order. All
else, and every fault, is left to `assess.cases.facts.taken`, which alone says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assess.cases.facts import Place, Value, taken
from assess.diagnostics.diagnostic import Diagnostic
from assess.language.law import Input
from assess.language.types import Boolean, Enumeration, Number

_MOST_PLANS = 256
Plan = Callable[[Mapping[str, Any]], "dict[str, Value] | None"]


class Intake:
    """Takes in the facts of case after case for one set of inputs."""

    def __init__(self, inputs: Mapping[str, Input]) -> None:
        self._inputs = inputs
        self._plans: dict[tuple[str, ...], Plan | None] = {}

    def facts(self, raw: Mapping[str, Any], place: Place) -> tuple[dict[str, Value], list[Diagnostic]]:
        """The same as `taken`."""
        plan = self._plan(raw)
        if plan is not None:
            found = plan(raw)
            if found is not None:
                return found, []
        return taken(self._inputs, raw, place)

    def _plan(self, raw: Mapping[str, Any]) -> Plan | None:
        shape = tuple(raw)
        if shape in self._plans:
            return self._plans[shape]
        if len(self._plans) >= _MOST_PLANS:  # answers left out at random make new sets without end
            return None
        plan = self._plans[shape] = _plan_for(self._inputs, shape)
        return plan


@dataclass(frozen=True, slots=True)
class QuickCheck:
    """Code that unpacks `raw` and returns None from its function where anything is unusual.

    `values` gives, per fact, the local that holds its value afterwards; `scope` the names that the code reads.
    """

    lines: tuple[str, ...]
    values: dict[str, str]
    scope: dict[str, Any]


def quick_check(inputs: Mapping[str, Input], shape: tuple[str, ...]) -> QuickCheck | None:
    """The check for these facts in this order; None where one of them needs more than a look."""
    scope: dict[str, Any] = {}
    checks: list[str] = []
    values: dict[str, str] = {}
    coded: list[str] = []
    for index, name in enumerate(shape):
        known = inputs.get(name)
        local = f"v{index}"
        if known is None:
            return None
        type_ = known.type
        values[name] = local
        if isinstance(type_, Number) and type_.denominator == 1:
            allowed = {value for value, _ in known.options} or None
            if allowed is None and type_.maximum - type_.minimum >= 1000:
                checks.append(f"type({local}) is int and {type_.minimum} <= {local} <= {type_.maximum}")
                continue
            members = frozenset(allowed or range(type_.minimum, type_.maximum + 1))
            group = next((key for key, value in scope.items() if value == members), f"s{index}")
            scope[group] = members
            checks.append(f"type({local}) is int and {local} in {group}")
        elif isinstance(type_, Boolean):
            checks.append(f"({local} is True or {local} is False)")
        elif isinstance(type_, Enumeration):
            scope[f"e{index}"] = {code: place for place, code in enumerate(type_.codes)}
            checks.append(f"type({local}) is str and {local} in e{index}")
            coded.append(f"    {local} = e{index}[{local}]")
        else:
            return None
    unpacked = "".join(f"v{index}, " for index in range(len(shape)))
    lines = [f"    ({unpacked}) = raw.values()"] if shape else []
    if checks:
        lines.append(f"    if not ({' and '.join(checks)}): return None")
    return QuickCheck((*lines, *coded), values, scope)


def _plan_for(inputs: Mapping[str, Input], shape: tuple[str, ...]) -> Plan | None:
    check = quick_check(inputs, shape)
    if check is None:
        return None
    pairs = ", ".join(f"{name!r}: {value}" for name, value in check.values.items())
    scope = dict(check.scope)
    exec(compile("\n".join(["def plan(raw):", *check.lines, f"    return {{{pairs}}}"]), "<intake>", "exec"), scope)
    plan: Plan = scope["plan"]
    return plan
