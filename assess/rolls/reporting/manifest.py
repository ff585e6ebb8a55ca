"""What a run rests on and what came of it: `manifest.json`. Two runs over the same input give the same bytes.

Times are kept apart, in `timings.json`. The manifest is written last: a folder that holds one holds a finished run.
Everything that reports say about rules (labels, clauses, figures) stands in it, so that they need no ruleset.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from assess.language.types import Label

SCHEMA: Literal[1] = 1
"""The version of the manifest that this program writes, and the newest that it reads."""

Confidence = Literal["published", "assumed", "placeholder", "missing"]
ValueKind = Literal["enumeration", "boolean", "money", "number", "date", "text"]


def _cents(value: object) -> Decimal:
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise ValueError("an amount") from error


Yuan = Annotated[Decimal, BeforeValidator(_cents), PlainSerializer(str, return_type=str)]
"""An amount in yuan with two places, a text in JSON."""


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(Record):
    zh: str
    en: str

    @classmethod
    def of(cls, label: Label) -> Words:
        return cls(zh=label.zh, en=label.en)

    def in_language(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class InputUsed(Record):
    """A source that was read, as the person calls it; `rows` counts those that could not be read, too."""

    name: str
    sha256: str
    rows: int
    encoding: str | None = None


class FileUsed(Record):
    name: str
    sha256: str


class RegisterUsed(Record):
    """A register compared with: `deaths`, `roll:NAME` …; `matched`: people of the roll who are in it.

    Of its `rows`, those `rejected` are not compared, and those `incomplete` without a name or an amount. `columns`: by
    what they tell, the headers used; `ignored`: those of which nothing is used.
    """

    kind: str
    file: str
    sha256: str
    rows: int
    matched: int
    rejected: int = 0
    incomplete: int = 0
    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ignored: tuple[str, ...] = ()


class Period(Record):
    """Either a day decided as of, or the first and the last month (`YYYY-MM`) of several."""

    as_of: str | None = None
    first_month: str | None = None
    last_month: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Period:
        months = (self.first_month, self.last_month)
        if (self.as_of is None) == (None in months) or (self.as_of is not None and months != (None, None)):
            raise ValueError("either as_of or first_month and last_month")
        return self


class Option(Record):
    code: str
    label: Words


class DecisionWords(Record):
    """A column of `decisions.parquet` in words. `goal`: it was to be decided, or the roll pays it."""

    name: str
    label: Words
    kind: ValueKind
    role: str | None = None
    unit: Words | None = None
    goal: bool = False
    options: tuple[Option, ...] = ()


class ClauseWords(Record):
    """A clause as people cite it (`常政办发〔2023〕37号 二(二)4`), and what it says in short."""

    short: Words
    says: Words


class RulesetUsed(Record):
    id: str
    version: str
    label: Words
    sha256: str
    lineage: tuple[str, ...]


class Reading(Record):
    """A figure that was read: the day it was looked up for, its value, since when it holds, its source, how sure it is.

    `decisions`: the goals that may rest on it; `refusals`: those of them that may also where the person does not
    qualify, since the conditions rest on it. `value` None: nobody knows one.
    """

    name: str
    label: Words
    shift: str
    day: str
    value: Words | None
    since: str | None
    cite: Words
    confidence: Confidence
    supplied: bool = False
    note: Words | None = None
    decisions: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()


class Versions(Record):
    """`polars`: where it decided long shares."""

    assess: str
    duckdb: str
    sqlglot: str
    python: str
    polars: str | None = None

    @property
    def shown(self) -> str:
        """Each by its name, in a line."""
        frames = () if self.polars is None else (f"Polars {self.polars}",)
        own, database = f"assess {self.assess}", f"DuckDB {self.duckdb}"
        return " · ".join((own, database, *frames, f"SQLGlot {self.sqlglot}", f"Python {self.python}"))


class Counts(Record):
    """Input rows by what became of them. With several months a row is undetermined where one of its months is.

    `decisions`: rows of `decisions.parquet`, one per input row, or per input row and month. `set_aside`: rows that are
    nobody's (totals, headers again, feet of pages, rows kept free); they are none of the input rows.
    """

    input: int
    decided: int
    undetermined: int
    rejected: int
    decisions: int
    set_aside: int = 0

    @model_validator(mode="after")
    def _nothing_is_lost(self) -> Counts:
        if self.input != self.decided + self.undetermined + self.rejected:
            raise ValueError("input is not decided + undetermined + rejected")
        return self


class FindingCount(Record):
    """`findings` of a code on `rows` rows; the amounts at stake by where they go (`other`: neither way).

    `people`: as in `Findings`.
    """

    code: str
    findings: int
    rows: int
    recover: Yuan
    pay: Yuan
    other: Yuan
    people: int | None = None


class RejectCount(Record):
    """Rejects of a code, with the message of the first of them; an ID number in it is masked."""

    code: str
    rejects: int
    message: Words


class Findings(Record):
    """`rows`: how many rows of the roll have findings. `recover_once`: what is to be recovered with each payment
    counted once, however many findings speak of it. `people`: how many people with an ID number the findings are of,
    counted where several months are checked and one person is found month after month; else None."""

    by_code: tuple[FindingCount, ...] = ()
    rows: int = 0
    recover_once: Yuan = Decimal("0.00")
    people: int | None = None


class Resting(Record):
    """How many results of a goal were decided, and how many of them at most rest on values that nobody published."""

    decision: str
    decided: int
    resting: int
    readings: tuple[str, ...]


class BenefitCount(Record):
    """A benefit that the roll pays: of how many rows it is decided what is due of it, and of how many it is not. With
    several months each month of a row counts. `paid_open`: what is paid on rows where it is not decided, those rejected
    among them."""

    decision: str
    decided: int
    undetermined: int
    paid_open: Yuan


class NoFigure(Record):
    """A benefit that cannot be decided for anybody, since nobody has given its `figures` a value; in the `months`, or
    whenever. `rows`: on how many it is paid, and `amount`: how much."""

    decision: str
    figures: tuple[Words, ...]
    months: tuple[str, ...] = ()
    rows: int = 0
    amount: Yuan = Decimal("0.00")


class NotChecked(Record):
    """Something that was not looked at, and why."""

    subject: Words
    reason: Words


class Warned(Record):
    """A warning or note that the run told on the way, and where: a file, with a line where it has one. ID numbers in it
    are masked, unless the reports are to show them."""

    code: str
    severity: Literal["warning", "note"]
    place: str
    message: Words
    remedy: Words


class Output(Record):
    """A file of the run's folder. `rows` None: it has none that could be counted."""

    name: str
    sha256: str
    bytes: int
    rows: int | None = None


class Manifest(Record):
    """`checked`: codes of findings that were looked for. `only`: the decisions asked for; empty: all of the
    ruleset's goals. `same_every_month`: several months were checked by a roll that does not say which month a row
    is for, so that each row is taken as paid in every month. `without_id_number`: input rows that could be compared
    with no register, since they have no ID number that can be used; None: no register was given. `warnings`: what
    was told on the way, but for what stands here anyway. `kept`: what the folder keeps under `input/` to explain
    rows by. Counts of findings, rejects and benefits and the outputs are filled in when the reports are written,
    but for `recover_once`."""

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    versions: Versions
    ruleset: RulesetUsed
    period: Period
    same_every_month: bool = False
    strict: bool
    only: tuple[str, ...] = ()
    inputs: tuple[InputUsed, ...]
    parameters_file: FileUsed | None = None
    mapping: FileUsed | None = None
    forms: tuple[FileUsed, ...] = ()
    registers: tuple[RegisterUsed, ...] = ()
    without_id_number: int | None = None
    language: Literal["zh", "en"] = "zh"
    unmasked: bool = False
    counts: Counts
    findings: Findings = Findings()
    rejects: tuple[RejectCount, ...] = ()
    benefits: tuple[BenefitCount, ...] = ()
    no_figure: tuple[NoFigure, ...] = ()
    checked: tuple[str, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    warnings: tuple[Warned, ...] = ()
    readings: tuple[Reading, ...] = ()
    resting: tuple[Resting, ...] = ()
    decisions: tuple[DecisionWords, ...] = ()
    clauses: dict[str, ClauseWords] = Field(default_factory=dict)
    kept: tuple[Output, ...] = ()
    outputs: tuple[Output, ...] = ()

    def as_text(self) -> str:
        """The bytes of `manifest.json`, as text."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    def decision(self, name: str) -> DecisionWords | None:
        return next((one for one in self.decisions if one.name == name), None)

    def clauses_in_words(self, cite: str, language: str) -> str:
        """The clauses that a finding cites (`cz-2023-37 §4-care; …`) by the names that people use."""
        short = [
            one if one not in self.clauses else self.clauses[one].short.in_language(language)
            for one in cite.split("; ")
        ]
        return ("；" if language == "zh" else "; ").join(dict.fromkeys(short))

    def benefit_label(self, name: str | None, language: str) -> str:
        """The label of a decision; its id where the manifest has no words for it."""
        if name is None:
            return ""
        known = self.decision(name)
        return name if known is None else known.label.in_language(language)


class Timings(Record):
    """`started` in ISO form with its zone; seconds by stage, in their order. `rows_by_frames`: those that data frames
    decided; the database decided the others, which takes longer."""

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    started: str
    seconds: dict[str, float]
    rows_per_second: float | None = None
    rows_by_frames: int = 0

    def as_text(self) -> str:
        return self.model_dump_json(by_alias=True, indent=2) + "\n"
