"""Third pass's result: a ruleset and those it builds on as one, expressions parsed, names bound, citations found."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from assess.diagnostics.position import Position
from assess.language import surface as text
from assess.language.feel import tree as syntax
from assess.language.law import Citation, Input, NotDecided, Source
from assess.language.source import Plain
from assess.language.types import Enumeration, Label


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """One value of a parameter and the days it holds. `value` is plain (or plain by key); None says nobody knows."""

    valid_from: int
    valid_until: int | None
    value: Plain | dict[str, Plain]
    cite: tuple[Citation, ...]
    confidence: str
    known_from: int
    origin: str
    """The ruleset, or the file an office supplied the value with."""
    position: Position
    note: Label | None = None
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedParameter:
    name: str
    label: Label
    unit: str | None
    type: str | None
    by: syntax.Syntax | None
    range: tuple[Fraction, Fraction] | None
    reviewed_until: int | None
    entries: tuple[ParameterEntry, ...]
    ruleset: str
    position: Position
    overrides: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedRow:
    when: syntax.Syntax | None
    then: syntax.Syntax
    cite: tuple[Citation, ...]
    because: Label | None
    position: Position


@dataclass(frozen=True, slots=True)
class ResolvedTable:
    hit: str
    aggregate: str | None
    gaps: bool
    rows: tuple[ResolvedRow, ...]


@dataclass(frozen=True, slots=True)
class ResolvedScore:
    items: tuple[syntax.Syntax, ...]
    maximum: int | None


@dataclass(frozen=True, slots=True)
class ResolvedRounding:
    step: Fraction
    mode: str
    at: str | None
    cite: tuple[Citation, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class ResolvedFloor:
    """`published_as`: the parameter whose value takes the place of the amount."""

    reached_by: int | None
    published_as: syntax.Syntax | None
    position: Position


@dataclass(frozen=True, slots=True)
class ResolvedAmount:
    formula: syntax.Syntax
    applies: syntax.Syntax | None
    rounding: ResolvedRounding | None
    floor: ResolvedFloor | None = None


@dataclass(frozen=True, slots=True)
class ResolvedCombinationRule:
    """kind: `highest_of`, `excludes` (with `when`) or `together`."""

    kind: str
    benefits: tuple[str, ...]
    when: syntax.Syntax | None
    cite: tuple[Citation, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class ResolvedCombination:
    benefits: tuple[syntax.Name, ...]
    rules: tuple[ResolvedCombinationRule, ...]


@dataclass(frozen=True, slots=True)
class ResolvedTie:
    """direction: `first` (true before false), `lowest` or `highest`."""

    direction: str
    expression: syntax.Syntax
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ResolvedRanking:
    table: ResolvedTable
    ties: tuple[ResolvedTie, ...]


ResolvedBody = syntax.Syntax | ResolvedScore | ResolvedTable | ResolvedAmount | ResolvedCombination | ResolvedRanking


@dataclass(frozen=True, slots=True)
class ResolvedVersion:
    valid_from: int
    valid_until: int | None
    known_from: int
    kind: str
    body: ResolvedBody
    cite: tuple[Citation, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class ResolvedDecision:
    name: str
    label: Label
    type: str | None
    unit: str | None
    role: str | None
    note: Label | None
    judged_by: Label | None
    versions: tuple[ResolvedVersion, ...]
    ruleset: str
    position: Position
    overrides: ResolvedDecision | None = None


@dataclass(slots=True)
class Resolved:
    """Everything that a ruleset and the rulesets it builds on declare, bound together."""

    id: str
    version: str
    label: Label
    lineage: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    types: dict[str, Enumeration] = field(default_factory=dict)
    type_positions: dict[str, tuple[str, Position]] = field(default_factory=dict)
    inputs: dict[str, Input] = field(default_factory=dict)
    parameters: dict[str, ResolvedParameter] = field(default_factory=dict)
    decisions: dict[str, ResolvedDecision] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    """Every name of a fact, parameter or decision that is written down, those left out for a fault included."""
    goals: tuple[str, ...] | None = None
    not_decided: tuple[NotDecided, ...] = ()
    examples: tuple[tuple[text.ExampleText, Position], ...] = ()
    cited: dict[Citation, list[tuple[str, str]]] = field(default_factory=dict)
    """Which (ruleset, what) cites a clause."""


def syntax_of(body: ResolvedBody) -> list[syntax.Syntax]:
    """Every expression that a decision's body holds."""
    if isinstance(body, syntax.Syntax):
        return [body]
    if isinstance(body, ResolvedScore):
        return list(body.items)
    if isinstance(body, ResolvedTable):
        return [part for row in body.rows for part in (row.when, row.then) if part is not None]
    if isinstance(body, ResolvedAmount):
        published = None if body.floor is None else body.floor.published_as
        return [part for part in (body.formula, body.applies, published) if part is not None]
    if isinstance(body, ResolvedCombination):
        return [*body.benefits, *(rule.when for rule in body.rules if rule.when is not None)]
    return [*syntax_of(body.table), *(tie.expression for tie in body.ties)]


def result_codes(resolved: Resolved, decision: ResolvedDecision) -> frozenset[str]:
    """The codes that a bare word in the decision's `then` may stand for."""
    enumeration = resolved.types.get(decision.type or "")
    if enumeration is None:
        fact = resolved.inputs.get(decision.type or "")
        enumeration = fact.type if fact is not None and isinstance(fact.type, Enumeration) else None
    return frozenset(enumeration.codes) if enumeration else frozenset()


def render(resolved: Resolved) -> str:
    """What every name is bound to, for a person: `assess rules show --stage resolved`."""
    lines = [f"ruleset {resolved.id} {resolved.version}  ({' <- '.join(resolved.lineage)})"]
    lines += [f"source {s.id} [{s.status}] {s.number or ''}  # {s.position}" for s in resolved.sources.values()]
    lines += [f"type {t}" for t in resolved.types.values()]
    lines += [
        f"input {i.name}: {i.type}  # {i.form or 'ruleset'} {i.code or ''}".rstrip() for i in resolved.inputs.values()
    ]
    for parameter in resolved.parameters.values():
        lines.append(f"parameter {parameter.name}: {parameter.unit or parameter.type}  # {parameter.position}")
        for entry in parameter.entries:
            cites = ", ".join(map(str, entry.cite))
            lines.append(f"  from {entry.valid_from}: {entry.value} [{entry.confidence}] {cites}")
    for decision in resolved.decisions.values():
        over = f" overrides {decision.overrides.ruleset}" if decision.overrides else ""
        lines.append(f"decision {decision.name}{over}  # {decision.position}")
        for version in decision.versions:
            until = version.valid_until or "…"
            lines.append(f"  {version.kind} {version.valid_from}–{until}  {', '.join(map(str, version.cite))}")
            bound = []
            for part in syntax_of(version.body):
                for found in syntax.names_in(part):
                    kind = (
                        "fact"
                        if found.name in resolved.inputs
                        else "parameter"
                        if found.name in resolved.parameters
                        else "decision"
                        if found.name in resolved.decisions
                        else "code"
                    )
                    if f"{kind} {found.name}" not in bound:
                        bound.append(f"{kind} {found.name}")
            lines.append(f"    reads {', '.join(bound) or '-'}")
    return "\n".join(lines)
