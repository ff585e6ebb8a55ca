"""From a form file's tree to a form: its texts checked, and the input that each question supplies."""

from __future__ import annotations

from typing import Any

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.forms.conditions import conditions_of
from assess.forms.definition import Form, FormText, OptionText, QuestionText, SectionText
from assess.forms.faults import report_faults
from assess.language.law import Input
from assess.language.models import surface_of
from assess.language.source import Node, Scalar, find
from assess.language.types import (
    PLAIN,
    Boolean,
    Choices,
    Date,
    Enumeration,
    Label,
    Number,
    Persons,
    Text,
    Type,
    Unit,
)

DECIMAL_PLACES = 2


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
            found = _input_of(form, section, question, position, diagnostics)
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


def _input_of(
    form: Form, section: SectionText, question: QuestionText, position: Position, diagnostics: Diagnostics
) -> Input | None:
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
        not_after_as_of=question.latest == "as_of",
        answered_by=question.answered_by or section.answered_by,
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
