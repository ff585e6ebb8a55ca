"""The shape of a decided case in JSON, as pydantic models and as JSON Schema.

`assess.decisions.as_json` writes plain data, since streams of cases pass through it; these models say what it writes.
Nothing is converted: a number stands as an exact decimal string wherever a float could spoil it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field

from assess.cases.schema import DIALECT
from assess.decisions.as_json import SCHEMA
from assess.decisions.roll_schema import RollRow

Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", json_schema_extra={"format": "date"})]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Cite = Annotated[str, Field(pattern=r"^\S+ §\S+$", description="One clause of one source: `cz-2023-37 §4-care`.")]
Value = Annotated[
    bool | int | str | None,
    Field(
        description="A whole number, true or false; as text: a code, a date, or an exact decimal (money always has two "
        "places, a fraction that no decimal can state is written `1/3`). Null: unknown."
    ),
]
Truth = Annotated[bool | None, Field(description="Does it hold? Null: unknown, since something is missing.")]
Confidence = Literal["published", "assumed", "placeholder"]
Status = Annotated[
    Literal["decided", "undetermined", "rejected"],
    Field(description="undetermined: something is missing; rejected: nothing can be decided, see `problems`."),
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Label(Strict):
    """A name, in Chinese and in English."""

    zh: str
    en: str


# what an expression reads


class FactLeaf(Strict):
    """An answer of the case."""

    kind: Literal["fact"]
    name: str
    value: Value


class DecisionLeaf(Strict):
    """Another decision; it stands among the case's `decisions`."""

    kind: Literal["decision"]
    name: str
    value: Value


class ParameterLeaf(Strict):
    """A parameter; where it comes from stands under the decision's `parameters`."""

    kind: Literal["parameter"]
    name: str
    value: Value


class DrawnLeaf(Strict):
    """What is left to be drawn of the benefit named, once others have been set against it."""

    kind: Literal["drawn"]
    name: str
    value: Value


Leaf = Annotated[Union[FactLeaf, DecisionLeaf, ParameterLeaf, DrawnLeaf], Field(discriminator="kind")]  # noqa: UP007


# conditions


class _Condition(Strict):
    says: Annotated[str, Field(description="What is asked, in the case's `language`.")]
    expression: Annotated[str, Field(description="As the ruleset writes it; empty for a list of conditions.")]
    holds: Truth


class Test(_Condition):
    """A condition without conditions inside: a comparison, an interval, a yes-or-no answer."""

    operator: Literal["test"]
    found: Annotated[list[Leaf], Field(description="What was found of all that it reads.")]


class AllOf(_Condition):
    operator: Literal["all"]
    parts: list[Condition]


class AnyOf(_Condition):
    operator: Literal["any"]
    parts: list[Condition]


class AtLeast(_Condition):
    operator: Literal["at_least"]
    count: Annotated[int, Field(description="How many parts must hold.")]
    parts: list[Condition]


class Not(_Condition):
    operator: Literal["not"]
    parts: Annotated[list[Condition], Field(min_length=1, max_length=1)]


class Named(_Condition):
    """A condition that the ruleset gives a name of its own, and maybe clauses."""

    operator: Literal["named"]
    cite: list[Cite]
    parts: Annotated[list[Condition], Field(min_length=1, max_length=1)]


Condition = Annotated[
    Union[Test, AllOf, AnyOf, AtLeast, Not, Named],  # noqa: UP007
    Field(discriminator="operator"),
]


class Change(Strict):
    """One condition that would have to come out as `want`, and what was found instead."""

    says: str
    expression: str
    want: bool
    found: list[Leaf]


WouldNeed = Annotated[
    list[list[Change]],
    Field(
        description="Where it does not hold: ways in which it would. Each is a smallest set of conditions that would "
        "all have to change. Not every way is listed."
    ),
]


# reasons


class Eligibility(Strict):
    """The condition of an amount."""

    kind: Literal["eligibility"]
    holds: Truth
    condition: Condition
    would_need: WouldNeed


class ConditionReason(Strict):
    """The condition that a yes-or-no decision is."""

    kind: Literal["condition"]
    holds: Truth
    condition: Condition
    would_need: WouldNeed


class Rounding(Strict):
    to: Annotated[str, Field(description="The step, in the decision's unit: `0.01`, `1`.")]
    mode: Annotated[
        Literal["up", "down", "half_up", "half_even"],
        Field(description="up and down are away from and towards zero."),
    ]
    at: Annotated[Literal["month", "year"] | None, Field(description="The period at which it happens.")]
    cite: list[Cite]


class FormulaReason(Strict):
    """A calculation with its figures; of an amount, the value before rounding."""

    kind: Literal["formula"]
    says: str
    value: Value
    parts: list[Leaf]
    rounding: Rounding | None


class RowReason(Strict):
    """A row of a table: one that hit or may still hit (first), or one looked at before that did not."""

    kind: Literal["row"]
    row: Annotated[int, Field(ge=1)]
    holds: Truth
    cite: list[Cite]
    condition: Annotated[Condition | None, Field(description="Null: the row for all other cases.")]
    says: Annotated[str | None, Field(description="Why the row leaves the value unknown, where it does.")]


class Neighbour(Strict):
    """In a table of bands, the nearest other band: how far the figure of `of` is from it, and what it would give."""

    kind: Literal["neighbour"]
    value: Value
    row: Annotated[int, Field(ge=1)]
    distance: Annotated[int | str, Field(description="Above zero: the figure would have to be greater.")]
    of: list[Leaf]


class Benefit(Strict):
    """A benefit of a combination: what is due of it by itself, and what is drawn beside the others."""

    kind: Literal["benefit"]
    benefit: str
    due: Value
    drawn: Value


class CombinationRule(Strict):
    """How benefits stand together.

    Of `highest_of` only the highest is drawn, `together` all of them; where `when` holds, none of `excludes`.
    """

    kind: Literal["highest_of", "excludes", "together"]
    benefits: list[str]
    when: Annotated[str | None, Field(description="The condition in words, where the rule has one.")]
    cite: list[Cite]


class Tie(Strict):
    """A tie-break of a ranking, in order: who comes `first`, or whose value is `lowest` or `highest`."""

    kind: Literal["tie"]
    direction: Literal["first", "lowest", "highest"]
    value: Value
    cite: list[Cite]


class Stated(Strict):
    """The result was found elsewhere and is taken as the case states it; null: not known."""

    kind: Literal["stated"]
    says: str
    value: Value


Reason = Annotated[
    Union[  # noqa: UP007
        Eligibility, ConditionReason, FormulaReason, RowReason, Neighbour, Benefit, CombinationRule, Tie, Stated
    ],
    Field(discriminator="kind"),
]


# what a decision rests on, and what it lacks


class Overrides(Strict):
    ruleset: Annotated[str, Field(description="Whose decision or parameter it takes the place of.")]
    by: Annotated[str, Field(description="Which ruleset does so.")]


class Parameter(Strict):
    """A parameter read, and where its value comes from; null where it has no value."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)

    name: str
    label: Label
    value: Value
    unit: str | None
    day: Annotated[Day, Field(description="The day it was looked up for.")]
    valid_from: Annotated[Day | None, Field(alias="from", description="Since when the value holds.")]
    cite: list[Cite]
    confidence: Confidence | None
    origin: Annotated[str | None, Field(description="The ruleset that holds the value, or the file that supplied it.")]
    overrides: Overrides | None


class ParameterDoubt(Strict):
    """A value that is not published; `confidence` null: there is no value."""

    kind: Literal["parameter"]
    name: str
    day: Day
    confidence: Confidence | None


class SourceDoubt(Strict):
    """An instrument that is a draft, or whose text was not seen."""

    kind: Literal["source"]
    name: str
    status: Literal["draft", "in_force", "repealed"]
    confidence: Confidence


Doubt = Annotated[Union[ParameterDoubt, SourceDoubt], Field(discriminator="kind")]  # noqa: UP007


class MissingFact(Strict):
    """A question that the case does not answer."""

    kind: Literal["fact"]
    name: str
    label: Label


class MissingParameter(Strict):
    """A value that no ruleset and no file gives for the day."""

    kind: Literal["parameter"]
    name: str
    label: Label
    day: Day


Missing = Annotated[Union[MissingFact, MissingParameter], Field(discriminator="kind")]  # noqa: UP007


class Range(Strict):
    """Every value from the least to the greatest, both included."""

    minimum: int | str
    maximum: int | str


class Decision(Strict):
    """One decision of the case, with all it rests on."""

    label: Label
    value: Annotated[Value, Field(description="Null unless decided; 0 where not eligible.")]
    unit: str | None
    status: Status
    goal: Annotated[bool, Field(description="Was it asked for? False: a goal rests on it.")]
    eligible: Annotated[
        bool | None, Field(description="Of an amount: is it due to the person? Null: no amount, or unknown.")
    ]
    floor: Annotated[
        bool,
        Field(description="Is the value the least amount due, and not the exact one? A higher one may be published."),
    ]
    provisional: Annotated[
        bool,
        Field(description="Does it rest, by itself or through others, on what nobody has published?"),
    ]
    doubts: Annotated[list[Doubt], Field(description="What makes it provisional.")]
    stated: Annotated[bool, Field(description="Was it found elsewhere, and not worked out here?")]
    rests_on_stated: Annotated[
        list[str],
        Field(description="The decisions found elsewhere that it rests on, by itself or through others."),
    ]
    rule: Annotated[str | None, Field(description="`row 2` of a table, `stated`, else the kind of the decision.")]
    cite: Annotated[list[Cite], Field(description="The clauses it rests on; that of the row hit first.")]
    because: list[Reason]
    parameters: list[Parameter]
    possible: Annotated[
        list[bool | str | None] | Range | None,
        Field(
            description="While undetermined: the values still possible (null in the list: it stays open whatever the "
            "answers). Null: decided, or not bounded."
        ),
    ]
    missing: Annotated[list[Missing], Field(description="What would have to be known, the most decisive first.")]
    overrides: Overrides | None


class Ruleset(Strict):
    id: str
    version: str
    hash: Annotated[Hash, Field(description="SHA-256 over all files it was read from.")]


class ParametersFile(Strict):
    """The file an office supplied values with."""

    name: str
    hash: Hash


class Problem(Strict):
    """A fault or a warning, with its place and what to do about it; `code` has a page in the documentation."""

    code: str
    name: str
    severity: Literal["error", "warning", "note"]
    file: str
    line: int | None
    column: int | None
    message: Label
    remedy: Label
    arguments: dict[str, str]


class DecidedCase(Strict):
    """One case decided."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True, title="Decided case")

    schema_: Annotated[Literal["https://assess.example/schema/decision-1.json"], Field(alias="schema")]
    case: str
    ruleset: Ruleset
    parameters_file: ParametersFile | None
    as_of: Annotated[Day | None, Field(description="The day decided on; null where the case names none.")]
    known_at: Annotated[Day | None, Field(description="What was not known by this day is left out.")]
    language: Annotated[Literal["zh", "en"], Field(description="The language of everything called `says`.")]
    status: Status
    decisions: Annotated[dict[str, Decision], Field(description="By id: goals first, then what they rest on.")]
    problems: list[Problem]
    roll: Annotated[
        RollRow | None, Field(description="Only where the case is a row of a checked roll: what was found of it.")
    ] = None


def decision_schema() -> dict[str, Any]:
    """The JSON Schema of a decided case, as `case_as_json` writes it."""
    schema: dict[str, Any] = _told_apart(DecidedCase.model_json_schema(by_alias=True))
    return {"$schema": DIALECT, "$id": SCHEMA, **schema}


def _told_apart(schema: Any) -> Any:
    """The schema with each `oneOf` that has a discriminator as one `if … then` for each of its values.

    Conditions nest. A validator that tries every alternative of a `oneOf` takes time exponential in their depth, and
    where none fits it cannot say which was meant.
    """
    if isinstance(schema, list):
        return [_told_apart(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _told_apart(one) for key, one in schema.items() if key not in ("oneOf", "discriminator")}
    if "discriminator" not in schema:
        return found | {key: _told_apart(schema[key]) for key in ("oneOf",) if key in schema}
    name, mapping = schema["discriminator"]["propertyName"], schema["discriminator"]["mapping"]
    return found | {
        "type": "object",
        "required": [name],
        "properties": {name: {"enum": list(mapping)}},
        "allOf": [
            {"if": {"properties": {name: {"const": value}}}, "then": {"$ref": place}}
            for value, place in mapping.items()
        ],
    }
