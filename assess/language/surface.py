"""Second pass: what a ruleset file may say, as pydantic models; nothing is bound to anything yet.

The JSON Schema that editors complete from (`assess rules schema`) is generated from these models.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, Discriminator, Field, Strict, Tag

from assess.language.models import Model

Confidence = Literal["published", "assumed", "placeholder"]
Status = Literal["draft", "in_force", "repealed"]
ScalarValue = bool | int | Decimal | date | str
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Cites = str | Annotated[list[str], Field(min_length=1)]


class LabelText(Model):
    """A name in Chinese and in English."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class ClauseText(LabelText):
    """A clause, paraphrased."""

    id: str | None = None
    place: str | None = None


class SourceText(Model):
    """An instrument of law that a ruleset rests on."""

    title: LabelText
    issuer: LabelText
    number: str | None = None
    issued: date | None = None
    in_force: date | None = None
    until: date | None = None
    status: Status
    confidence: Confidence = "published"
    note: LabelText | None = None
    clauses: dict[str, ClauseText]


class TypeText(Model):
    """An enumeration."""

    label: LabelText
    ordered: bool = False
    values: dict[Name, LabelText] = Field(min_length=1)


class ParameterEntryText(Model):
    """A parameter's value from a day on."""

    valid_from: date = Field(alias="from")
    until: date | None = None
    value: ScalarValue | dict[str, ScalarValue | None] | None
    cite: Cites | None = None
    confidence: Confidence | None = None
    published: date | None = None
    note: LabelText | None = None


class ParameterText(Model):
    """A dated figure."""

    label: LabelText
    unit: str | None = None
    type: str | None = None
    by: str | None = None
    range: Annotated[tuple[Decimal | int, Decimal | int], Strict(False)] | None = None
    reviewed_until: date | None = None
    overrides: str | None = None
    note: LabelText | None = None
    values: list[ParameterEntryText]


class InputText(Model):
    """A fact that no form asks."""

    label: LabelText
    type: str
    unit: str | None = None
    range: Annotated[tuple[int, int], Strict(False)] | None = None
    places: int | None = Field(default=None, ge=0, le=6)
    note: LabelText | None = None


class AllOf(Model):
    all: list[ConditionText] = Field(min_length=1)


class AnyOf(Model):
    any: list[ConditionText] = Field(min_length=1)


class NoneOf(Model):
    none: list[ConditionText] = Field(min_length=1)


class AtLeastBody(Model):
    n: int = Field(ge=1)
    of: list[ConditionText] = Field(min_length=1)


class AtLeastOf(Model):
    at_least: AtLeastBody


class NamedCondition(Model):
    """A condition with words and a citation of its own."""

    holds: ConditionText = Field(alias="is")
    label: LabelText
    cite: Cites | None = None


Cells = Annotated[dict[str, ScalarValue | Annotated[list[ScalarValue], Field(min_length=1)]], Field(min_length=1)]


def _condition_kind(value: Any) -> str:
    """The tag of the condition's kind; in angle brackets, which no key has, so that a place can be told from it."""
    if isinstance(value, Model):
        names = {AllOf: "all", AnyOf: "any", NoneOf: "none", AtLeastOf: "at_least", NamedCondition: "is"}
        return f"<{names[type(value)]}>"
    if isinstance(value, dict):
        for key in ("all", "any", "none", "at_least", "is"):
            if key in value:
                return f"<{key}>"
        return "<cells>"
    return "<expression>"


ConditionText = Annotated[
    Union[  # noqa: UP007 - forward references inside Annotated need the old spelling
        Annotated[AllOf, Tag("<all>")],
        Annotated[AnyOf, Tag("<any>")],
        Annotated[NoneOf, Tag("<none>")],
        Annotated[AtLeastOf, Tag("<at_least>")],
        Annotated[NamedCondition, Tag("<is>")],
        Annotated[Cells, Tag("<cells>")],
        Annotated[ScalarValue, Tag("<expression>")],
    ],
    Discriminator(_condition_kind),
]


class ScoreText(Model):
    sum: list[Name] = Field(min_length=1)
    maximum: int | None = None


class WhenRow(Model):
    when: ConditionText
    then: ScalarValue | None
    cite: Cites | None = None
    because: LabelText | None = None


class OtherwiseRow(Model):
    otherwise: ScalarValue | None
    cite: Cites | None = None
    because: LabelText | None = None


def _row_kind(value: Any) -> str:
    if isinstance(value, OtherwiseRow) or (isinstance(value, dict) and "otherwise" in value):
        return "<otherwise>"
    return "<when>"


RowText = Annotated[
    Union[Annotated[WhenRow, Tag("<when>")], Annotated[OtherwiseRow, Tag("<otherwise>")]],  # noqa: UP007
    Discriminator(_row_kind),
]


class TableText(Model):
    hit: Literal["unique", "first", "collect"]
    aggregate: Literal["sum", "min", "max", "count"] | None = None
    gaps: Literal["undetermined"] | None = None
    rows: list[RowText] = Field(min_length=1)


class RoundingText(Model):
    """How an amount is rounded, and where it happens."""

    to: Decimal | int
    mode: Literal["up", "down", "half_up", "half_even"]
    at: Literal["month", "year"] | None = None
    cite: Cites | None = None


class FloorText(Model):
    """An amount that is the least due: by when it must be reached, and the parameter that holds the published one."""

    reached_by: date | None = None
    published_as: Name | None = None


class HighestOf(Model):
    highest_of: list[Name] = Field(min_length=2)
    cite: Cites | None = None


class Excludes(Model):
    when: ConditionText = Field(alias="if")
    excludes: list[Name] = Field(min_length=1)
    cite: Cites | None = None


class Together(Model):
    all: list[Name] = Field(min_length=2)
    cite: Cites | None = None


def _combination_rule_kind(value: Any) -> str:
    keys = value if isinstance(value, dict) else {"if": 0} if isinstance(value, Excludes) else value.model_dump()
    if "highest_of" in keys:
        return "<highest_of>"
    return "<all>" if "all" in keys else "<if>"


CombinationRule = Annotated[
    Union[  # noqa: UP007
        Annotated[HighestOf, Tag("<highest_of>")], Annotated[Excludes, Tag("<if>")], Annotated[Together, Tag("<all>")]
    ],
    Discriminator(_combination_rule_kind),
]


class CombinationText(Model):
    of: list[Name] = Field(min_length=1)
    rules: list[CombinationRule] = Field(default_factory=list)


class TieText(Model):
    """One tie-break; exactly one of its keys."""

    first: ConditionText | None = None
    earliest: str | None = None
    lowest: str | None = None
    highest: str | None = None
    cite: Cites | None = None


class RankingText(Model):
    tiers: list[RowText] = Field(min_length=1)
    ties: list[TieText] = Field(default_factory=list)


KINDS = ("value", "score", "table", "condition", "amount", "combination", "ranking")


class VersionText(Model):
    """One version of a decision: its validity and exactly one of the kinds."""

    valid_from: date | None = Field(default=None, alias="from")
    until: date | None = None
    published: date | None = None
    cite: Cites | None = None
    value: ScalarValue | None = None
    score: ScoreText | None = None
    table: TableText | None = None
    condition: ConditionText | None = None
    amount: ScalarValue | None = None
    applies: ConditionText | None = Field(default=None, alias="for")
    round: RoundingText | None = None
    floor: bool | FloorText | None = None
    combination: CombinationText | None = None
    ranking: RankingText | None = None


class DecisionText(VersionText):
    """A named value."""

    label: LabelText
    type: str | None = None
    unit: str | None = None
    overrides: str | None = None
    role: Literal["benefit", "service", "duty", "screening"] | None = None
    note: LabelText | None = None
    judged_by: LabelText | None = None
    versions: list[VersionText] | None = Field(default=None, min_length=1)


class NotDecidedText(Model):
    """A clause that no rule can decide, and why."""

    cite: Cites
    why: Literal[
        "indicator", "institution_duty", "planning", "judgement", "funding", "aim", "not_in_scope", "unknown_figures"
    ]
    reason: LabelText
    signed_by: LabelText | None = None


class ExampleText(Model):
    """A case with the values and the reasons it must have."""

    name: LabelText
    as_of: date
    known_at: date | None = None
    facts: dict[str, Any]
    parameters: dict[str, Any] | None = None
    expect: dict[str, ScalarValue]
    because: dict[str, list[str]] = Field(default_factory=dict)


class RulesetText(Model):
    """A ruleset file, or a folder of them read as one."""

    ruleset: Annotated[str, Field(pattern=r"^[a-z0-9]+([-/][a-z0-9]+)*$")]
    version: str
    label: LabelText
    builds_on: str | None = None
    forms: list[str] = Field(default_factory=list)
    sources: dict[str, SourceText] = Field(default_factory=dict)
    types: dict[Name, TypeText] = Field(default_factory=dict)
    parameters: dict[Name, ParameterText] = Field(default_factory=dict)
    inputs: dict[Name, InputText] = Field(default_factory=dict)
    decisions: dict[Name, DecisionText] = Field(default_factory=dict)
    goals: list[Name] | None = Field(default=None, min_length=1)
    not_decided: list[NotDecidedText] = Field(default_factory=list)
    examples: list[ExampleText] = Field(default_factory=list)


def ruleset_schema() -> dict[str, Any]:
    """The JSON Schema of a ruleset file."""
    return {"$id": "https://assess.example/schema/ruleset-1.json", **RulesetText.model_json_schema(by_alias=True)}


def render(surface: BaseModel) -> str:
    """The surface as JSON text, for a person."""
    data = surface.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, indent=2)
