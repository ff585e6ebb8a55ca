"""A program as it stands on one date: the versions in force, and every parameter looked up.

`as_of` is the date decided on; `known_at` leaves out what could not be known by then. What has no version or no value
on the date is `unavailable`, with a diagnostic that says so; nothing falls back to another date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from assess.diagnostics.diagnostic import Diagnostic
from assess.language.dates import iso, shifted
from assess.language.program import (
    Decision,
    Needs,
    Parameter,
    ParameterContent,
    ParameterEntry,
    Program,
    Version,
    closure,
)
from assess.language.types import EARLIEST_DATE


@dataclass(frozen=True, slots=True)
class Reading:
    """A parameter looked up. `entry` None: no value is shipped at all. `fault`: why nothing can be read on that day."""

    parameter: Parameter
    shift: str
    day: int
    entry: ParameterEntry | None
    fault: Diagnostic | None = None
    warning: Diagnostic | None = None

    @property
    def value(self) -> ParameterContent | dict[bool | int | str, ParameterContent]:
        return None if self.entry is None else self.entry.value

    @property
    def provisional(self) -> bool:
        return self.entry is None or self.entry.confidence != "published"


@dataclass(frozen=True, slots=True)
class Active:
    """A decision and its version in force."""

    decision: Decision
    version: Version
    needs: Needs


@dataclass(frozen=True, eq=False)
class Edition:
    """`active` holds the decisions that can be made on the date, in order; `unavailable` the others, and why: the first
    of their `faults`."""

    program: Program
    as_of: int
    known_at: int | None
    strict: bool
    wanted: tuple[str, ...]
    active: dict[str, Active]
    readings: dict[tuple[str, str], Reading]
    faults: dict[str, tuple[Diagnostic, ...]]
    warnings: tuple[Diagnostic, ...] = ()
    signature: tuple[object, ...] = field(default=())
    """Equal for editions of a program that differ only in the date: the same code runs them."""

    @property
    def facts_read(self) -> frozenset[str]:
        """The facts that the decisions made on the date go by."""
        return frozenset(fact for active in self.active.values() for fact in active.needs.facts)

    @property
    def unavailable(self) -> dict[str, Diagnostic]:
        return {name: faults[0] for name, faults in self.faults.items()}


def edition_of(
    program: Program,
    as_of: int,
    known_at: int | None = None,
    strict: bool = True,
    only: tuple[str, ...] | None = None,
) -> Edition:
    """The program on a date, cut down to the decisions asked for (the goals, when None) and what they need."""
    wanted = only if only is not None else program.goals
    active: dict[str, Active] = {}
    readings: dict[tuple[str, str], Reading] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    for name in _closure(program, wanted):
        decision = program.decisions[name]
        version = _version_in_force(decision, as_of, known_at)
        if version is None:
            faults[name] = (_not_in_force(decision, as_of, known_at),)
            continue
        needs = _needs(version)
        found = [fault for other in needs.decisions for fault in faults.get(other, ())]
        for key in needs.parameters:
            reading = readings.get(key)
            if reading is None:
                reading = readings[key] = _read(program.parameters[key[0]], key[1], as_of, known_at, strict)
            if reading.fault is not None:
                found.append(reading.fault)
        if found:
            faults[name] = tuple(fault for place, fault in enumerate(found) if fault not in found[:place])
        else:
            active[name] = Active(decision, version, needs)
    warnings = tuple(reading.warning for reading in readings.values() if reading.warning is not None)
    signature = (
        tuple((name, one.version.valid_from) for name, one in active.items()),
        tuple((key, id(reading.entry)) for key, reading in readings.items()),
    )
    return Edition(program, as_of, known_at, strict, wanted, active, readings, faults, warnings, signature)


@lru_cache(maxsize=64)
def _closure(program: Program, wanted: tuple[str, ...]) -> tuple[str, ...]:
    return closure(program, wanted)


def _version_in_force(decision: Decision, as_of: int, known_at: int | None) -> Version | None:
    found = None
    for version in decision.versions:
        if known_at is not None and version.known_from > known_at:
            continue
        if version.valid_from <= as_of and (version.valid_until is None or as_of <= version.valid_until):
            found = version
    return found


def _not_in_force(decision: Decision, as_of: int, known_at: int | None) -> Diagnostic:
    first = decision.versions[0]
    arguments = {"name": decision.part_of or decision.name, "zh": decision.label.zh, "en": decision.label.en}
    arguments |= {"day": iso(as_of), "from": iso(first.valid_from)}
    if as_of < first.valid_from:
        return Diagnostic("D201", decision.position, arguments)
    unknown = _version_in_force(decision, as_of, None)
    if unknown is not None:  # there is one on the day, but it came out after `known_at`
        return Diagnostic("D203", decision.position, arguments | {"known": iso(unknown.known_from)})
    ended = [version.valid_until for version in decision.versions if version.valid_until is not None]
    until = max(day for day in ended if day < as_of)
    return Diagnostic("D202", decision.position, arguments | {"until": iso(until)})


def _read(parameter: Parameter, shift: str, as_of: int, known_at: int | None, strict: bool) -> Reading:
    day = shifted(as_of, shift)
    if not parameter.entries:
        return Reading(parameter, shift, day, None)
    known = [entry for entry in parameter.entries if known_at is None or entry.known_from <= known_at]
    begun = [entry for entry in known if entry.valid_from <= day]
    arguments = {"name": parameter.name, "zh": parameter.label.zh, "en": parameter.label.en, "day": iso(day)}
    if not begun:
        first = parameter.entries[0]
        code = "P202" if known_at is not None and first.valid_from <= day else "P201"
        fault = Diagnostic(code, parameter.position, arguments | {"from": iso(first.valid_from)})
        return Reading(parameter, shift, day, None, fault)
    entry = begun[-1]
    if entry.valid_until is not None and day > entry.valid_until:
        fault = Diagnostic("P203", entry.position, arguments | {"until": iso(entry.valid_until)})
        return Reading(parameter, shift, day, None, fault)
    reviewed = parameter.reviewed_until
    if reviewed is not None and day > reviewed and entry.supplied:
        if entry.value is not None and entry.valid_until is None and EARLIEST_DATE < entry.valid_from <= reviewed:
            arguments["until"] = iso(reviewed)
            return Reading(parameter, shift, day, entry, None, Diagnostic("P205", entry.position, arguments))
    elif reviewed is not None and day > reviewed:
        arguments["until"] = iso(reviewed)
        if strict:
            return Reading(parameter, shift, day, None, Diagnostic("P204", parameter.position, arguments))
        return Reading(parameter, shift, day, entry, None, Diagnostic("P205", parameter.position, arguments))
    return Reading(parameter, shift, day, entry)


@lru_cache(maxsize=4096)
def _needs(version: Version) -> Needs:
    """What the version reads; worked out once, since a stream of cases asks for every date anew."""
    return Needs.of(version)
