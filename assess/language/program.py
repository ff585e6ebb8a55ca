"""Fourth pass's result: the checked program that every engine runs. Immutable; holds no text that still needs reading.

A decision's body is one of three shapes, whatever kind it was written as:

- `Formula`: the value of an expression (kinds value, score, condition, combination, and the hidden steps of the last);
- `Table`: rows with conditions and results (kinds table, ranking);
- `Amount`: an amount for those who meet a condition, and 0, not eligible, for those who do not.

What a body means with facts missing is written down once, in `assess.engines.meaning`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assess.diagnostics.position import Position
from assess.language.expression import Expression, Fact, ParameterValue, Result, walk
from assess.language.law import Citation, Input, NotDecided, Source
from assess.language.resolved import ResolvedDecision
from assess.language.surface import ExampleText
from assess.language.types import Enumeration, Label, Type

ParameterContent = bool | int | str | None


@dataclass(frozen=True, slots=True)
class ParameterEntry:
    """One value of a parameter, in the engines' own form, and the days it holds.

    `value` is a dict (by the key's value) where the parameter goes `by` something. None: nobody knows.
    """

    valid_from: int
    valid_until: int | None
    value: ParameterContent | dict[bool | int | str, ParameterContent]
    cite: tuple[Citation, ...]
    confidence: str
    known_from: int
    origin: str
    position: Position
    note: Label | None = None
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    label: Label
    type: Type
    unit: str | None
    entries: tuple[ParameterEntry, ...]
    reviewed_until: int | None
    ruleset: str
    position: Position
    key: Expression | None = None
    overrides: str | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Step as a fraction of the unit, direction, where it happens, and the clause that says so."""

    step_numerator: int
    step_denominator: int
    mode: str
    at: str | None
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    expression: Expression


@dataclass(frozen=True, slots=True)
class Row:
    """`condition` None: an «otherwise» row. `result` None: the value stays unknown, for the reason in `because`."""

    condition: Expression | None
    result: Expression | None
    cite: tuple[Citation, ...]
    because: Label | None
    position: Position


@dataclass(frozen=True, slots=True)
class Table:
    """`complete`: one of the rows always hits. `hit`: unique, first or collect (with `aggregate`).

    `gaps_declared`: the ruleset says that the instrument itself leaves holes (`gaps: undetermined`).
    """

    hit: str
    rows: tuple[Row, ...]
    complete: bool
    aggregate: str | None = None
    gaps_declared: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """`rounded` is what is due to those who meet `eligibility` (everybody, when None), `formula` the same unrounded."""

    formula: Expression
    rounded: Expression
    eligibility: Expression | None
    rounding: Rounding | None


Body = Formula | Table | Amount


@dataclass(frozen=True, slots=True)
class CombinationRule:
    """kind: `highest_of`, `excludes` or `together`. `drawn`: each benefit touched, and the hidden decision after it."""

    kind: str
    benefits: tuple[str, ...]
    when: Expression | None
    cite: tuple[Citation, ...]
    drawn: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """What a combination was written as; `drawn` names, per benefit, the decision that holds what is drawn of it."""

    benefits: tuple[str, ...]
    rules: tuple[CombinationRule, ...]
    drawn: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Floor:
    """The amount is the least due: a higher one may be published, and then that one is due.

    `reached_by`: the day from which no less may be paid; None: always. `published_as`: the parameter that holds the
    published amount; from the day of its first value a version of its own reads it, and is no floor.
    """

    reached_by: int | None = None
    published_as: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """direction: `first` (true before false), `lowest`, `highest`; `decision`: the hidden one that holds the key."""

    direction: str
    decision: str
    cite: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One version of a decision; its days, both ends included, are `YYYYMMDD`."""

    valid_from: int
    valid_until: int | None
    known_from: int
    body: Body
    cite: tuple[Citation, ...]
    position: Position
    combination: Combination | None = None
    ties: tuple[Tie, ...] = ()
    floor: Floor | None = None

    def expressions(self) -> tuple[Expression, ...]:
        """Every expression of the body, in the order an engine meets them."""
        body = self.body
        if isinstance(body, Formula):
            return (body.expression,)
        if isinstance(body, Amount):
            return tuple(part for part in (body.eligibility, body.rounded) if part is not None)
        return tuple(part for row in body.rows for part in (row.condition, row.result) if part is not None)


@dataclass(frozen=True, slots=True)
class Decision:
    """A named value. `hidden` decisions are steps of the one named in `part_of` and are never shown by themselves."""

    name: str
    label: Label
    type: Type
    unit: str | None
    kind: str
    versions: tuple[Version, ...]
    ruleset: str
    position: Position
    role: str | None = None
    note: Label | None = None
    judged_by: Label | None = None
    overrides: ResolvedDecision | None = None
    hidden: bool = False
    part_of: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """All rules of a ruleset and of those it builds on. Each of `decisions` needs only those before it."""

    id: str
    version: str
    label: Label
    lineage: tuple[str, ...]
    sources: dict[str, Source]
    types: dict[str, Enumeration]
    inputs: dict[str, Input]
    parameters: dict[str, Parameter]
    decisions: dict[str, Decision]
    goals: tuple[str, ...]
    not_decided: tuple[NotDecided, ...]
    examples: tuple[tuple[ExampleText, Position], ...]
    cited: dict[Citation, list[tuple[str, str]]]
    forms: tuple[str, ...]
    hash: str = ""
    supplied_by: tuple[str, str] | None = None
    """The name and hash of the file an office supplied parameter values with."""
    type_positions: dict[str, tuple[str, Position]] = field(default_factory=dict)
    """For each type that a ruleset declares, which one does, and where."""


@dataclass(frozen=True)
class Needs:
    """What a decision's version reads directly."""

    facts: tuple[str, ...]
    decisions: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of(cls, version: Version) -> Needs:
        facts: dict[str, None] = {}
        decisions: dict[str, None] = {}
        parameters: dict[tuple[str, str], None] = {}
        for expression in version.expressions():
            for node in walk(expression):
                if isinstance(node, Fact):
                    facts[node.name] = None
                elif isinstance(node, Result):
                    decisions[node.name] = None
                elif isinstance(node, ParameterValue):
                    parameters[(node.name, node.shift)] = None
        return cls(tuple(facts), tuple(decisions), tuple(parameters))


def closure(program: Program, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted decisions and all that they need, in the program's order."""
    needed = set(wanted)
    for decision in reversed(program.decisions.values()):
        if decision.name in needed or (decision.part_of in needed):
            needed.add(decision.name)
            for version in decision.versions:
                needed.update(Needs.of(version).decisions)
                needed.update(tie.decision for tie in version.ties)
                if version.combination is not None:
                    needed.update(name for _, name in version.combination.drawn)
    return tuple(name for name in program.decisions if name in needed)
