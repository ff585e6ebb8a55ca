"""What a form file says: its sections, questions and options, as pydantic models, and the inputs they supply."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.forms.conditions import conditions_of
from assess.forms.faults import report_faults
from assess.language.law import Input
from assess.language.source import Node, Scalar, find
from assess.language.surface import Confidence, LabelText, Model, Name, surface_of
from assess.language.types import PLAIN, Boolean, Date, Enumeration, Label, Number, Text, Type, Unit

QuestionType = Literal[
    "integer", "decimal", "boolean", "date", "choice", "choices", "text", "resident_id", "division_code", "person",
    "persons",
]  # fmt: skip
DECIMAL_PLACES = 2


@dataclass(frozen=True, slots=True)
class Choices(Text):
    """Several codes at once, in a list. Rules do not read them."""

    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Persons(Text):
    """A list of people; `exactly` so many, where that is said. Rules do not read them."""

    exactly: int | None = None


class OptionText(LabelText):
    """One answer: its value (a score, or a code) and its words."""

    value: int | str


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
    required: bool = False
    confidence: Confidence | None = None
    ends_interview: bool = False
    only_if: str | None = None


class SectionText(Model):
    """A group of questions; where `scored`, its integer questions add up to a sub-total."""

    id: Name
    code: str | None = None
    label: LabelText
    scored: bool = False
    note: LabelText | None = None
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


def form_of(tree: Node, diagnostics: Diagnostics) -> Form | None:
    """The form that a YAML tree states; None, with diagnostics, where it is not one."""
    text = surface_of(FormText, tree, diagnostics)
    if text is None:
        return None
    form = Form(text, {})
    before = len(diagnostics)
    for section_index, section in enumerate(text.sections):
        for index, question in enumerate(section.questions):
            path = ("sections", section_index, "questions", index)
            position = find(tree, path)[1]
            if question.id in form.inputs:
                diagnostics.report("Q101", position, name=question.id, first=form.inputs[question.id].position)
                continue
            found = _input_of(form, question, position, diagnostics)
            if found is not None:
                form.inputs[question.id] = found
    report_faults(text, tree, diagnostics)
    conditions_of(form, lambda question: _place_of_condition(form, tree, question), diagnostics)
    return form if len(diagnostics) == before else None


def _place_of_condition(form: Form, tree: Node, question: QuestionText) -> Position:
    for section_index, section in enumerate(form.text.sections):
        for index, one in enumerate(section.questions):
            if one is question:
                node, position = find(tree, ("sections", section_index, "questions", index, "only_if"))
                return node.text_position if isinstance(node, Scalar) else position
    return tree.position


def _input_of(form: Form, question: QuestionText, position: Position, diagnostics: Diagnostics) -> Input | None:
    options = form.options_of(question)
    if isinstance(question.options, str) and question.options not in form.text.scales:
        near = nearest(question.options, form.text.scales)
        diagnostics.report("Q102", position, name=question.id, scale=question.options, near=near)
        return None
    type_ = _type_of(question, options, position, diagnostics)
    if type_ is None:
        return None
    worded: list[tuple[int, Label]] = []
    for index, option in enumerate(options):
        value = index if isinstance(type_, Enumeration) or not isinstance(option.value, int) else option.value
        worded.append((value, Label(option.zh, option.en)))
    return Input(
        question.id,
        Label(question.label.zh, question.label.en),
        type_,
        position,
        form.text.form,
        question.code,
        tuple(worded),
        question.required,
        question.confidence or form.text.confidence,
        question.type,
    )


def _type_of(
    question: QuestionText, options: list[OptionText], position: Position, diagnostics: Diagnostics
) -> Type | None:
    if question.type in ("integer", "decimal"):
        return _number_type(question, options, position, diagnostics)
    if question.type in ("choice", "choices"):
        codes = tuple(str(option.value) for option in options)
        if not codes or len(set(codes)) != len(codes):
            diagnostics.report("Q103", position, name=question.id)
            return None
        if question.type == "choices":
            return Choices("choices", codes)
        labels = tuple(Label(option.zh, option.en) for option in options)
        return Enumeration(question.id, codes, question.ordered, labels)
    if question.type == "persons":
        return Persons("persons", question.exactly)
    simple: dict[str, Type] = {"boolean": Boolean(), "date": Date(), "text": Text()}
    return simple.get(question.type, Text(question.type))


def _number_type(
    question: QuestionText, options: list[OptionText], position: Position, diagnostics: Diagnostics
) -> Type | None:
    if question.minimum is None or question.maximum is None or question.minimum > question.maximum:
        diagnostics.report("Q104", position, name=question.id)
        return None
    values: list[Any] = [option.value for option in options]
    if values and (
        set(values) != set(range(int(question.minimum), int(question.maximum) + 1)) or question.type != "integer"
    ):
        # scores may leave steps out (0, 5, 10), but their ends must be the question's own
        whole = all(isinstance(value, int) for value in values) and len(set(values)) == len(values)
        if not whole or min(values) != question.minimum or max(values) != question.maximum:
            diagnostics.report("Q105", position, name=question.id)
            return None
    try:
        unit = Unit.parse(question.unit) if question.unit else PLAIN
    except ValueError:
        diagnostics.report("T110", position, unit=question.unit)
        return None
    scale = 10**DECIMAL_PLACES if question.type == "decimal" else 1
    return Number(scale, int(question.minimum * scale), int(question.maximum * scale), unit)


def form_schema() -> dict[str, Any]:
    """The JSON Schema of a form file."""
    return {"$id": "https://assess.example/schema/form-1.json", **FormText.model_json_schema(by_alias=True)}
