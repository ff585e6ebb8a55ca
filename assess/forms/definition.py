"""What a form file says: its sections, questions and options, as pydantic models, and the inputs they supply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from assess.language.law import Input
from assess.language.models import Model
from assess.language.surface import Confidence, LabelText, Name

QuestionType = Literal[
    "integer", "decimal", "boolean", "date", "choice", "choices", "text", "resident_id", "division_code", "person",
    "persons",
]  # fmt: skip


class OptionText(LabelText):
    """One answer: its value (a score, or a code) and its words."""

    value: int | str


AnsweredBy = Literal["person", "assessor", "office"]


class QuestionText(Model):
    """One question of a form."""

    id: Name
    code: str | None = None
    label: LabelText
    ask: LabelText | None = None
    help: LabelText | None = None
    type: QuestionType
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    unit: str | None = None
    options: str | list[OptionText] | None = None
    ordered: bool = False
    exactly: int | None = Field(default=None, ge=1)
    latest: Literal["as_of"] | None = None
    required: bool = False
    confidence: Confidence | None = None
    ends_interview: bool = False
    only_if: str | None = None
    answered_by: AnsweredBy | None = None


class SectionText(Model):
    """A group of questions; where `scored`, its integer questions add up to a sub-total.

    `answered_by`: who can tell the answers, unless a question says otherwise: the person or the family, the assessor,
    or the office, which looks them up or judges.
    """

    id: Name
    code: str | None = None
    label: LabelText
    scored: bool = False
    note: LabelText | None = None
    answered_by: AnsweredBy = "person"
    questions: list[QuestionText] = Field(min_length=1)


class FormSourceText(Model):
    """The instrument that the form comes from."""

    id: str
    title: LabelText
    issuer: LabelText
    number: str | None = None
    issued: date | None = None


class FormText(Model):
    """A form file."""

    form: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: str
    label: LabelText
    confidence: Confidence
    note: LabelText | None = None
    source: FormSourceText
    scales: dict[str, list[OptionText]] = Field(default_factory=dict)
    sections: list[SectionText] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that has been read and checked, with the inputs its questions supply, by question id."""

    text: FormText
    inputs: dict[str, Input]
    hash: str = ""

    @property
    def id(self) -> str:
        return self.text.form

    def questions(self) -> Iterator[QuestionText]:
        """Every question, in the order asked."""
        for section in self.text.sections:
            yield from section.questions

    def options_of(self, question: QuestionText) -> list[OptionText]:
        """The options of a question, its scale looked up."""
        if isinstance(question.options, str):
            return self.text.scales.get(question.options, [])
        return question.options or []


def form_schema() -> dict[str, Any]:
    """The JSON Schema of a form file."""
    return {"$id": "https://assess.example/schema/form-1.json", **FormText.model_json_schema(by_alias=True)}
