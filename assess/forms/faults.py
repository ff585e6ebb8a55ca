"""What a form file may get wrong beyond its structure: sections and scales, and keys that say nothing of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.language.source import Node, find

if TYPE_CHECKING:
    from assess.forms.definition import FormText, QuestionText

_FITTING = {
    "minimum": ("integer", "decimal"),
    "maximum": ("integer", "decimal"),
    "unit": ("integer", "decimal"),
    "options": ("integer", "choice", "choices"),
    "ordered": ("choice",),
    "exactly": ("persons",),
    "ends_interview": ("boolean",),
}
"""The types of question that each key says something of; on any other it would have no effect."""


def report_faults(text: FormText, tree: Node, diagnostics: Diagnostics) -> None:
    """Sections of one id, scales that nothing uses, and keys without effect."""
    _report_sections(text, tree, diagnostics)
    questions = [question for section in text.sections for question in section.questions]
    used = {question.options for question in questions if isinstance(question.options, str)}
    for scale in text.scales:
        if scale not in used:
            diagnostics.report("Q109", find(tree, ("scales", scale))[1], scale=scale)
    for section_index, section in enumerate(text.sections):
        for index, question in enumerate(section.questions):
            where, _ = find(tree, ("sections", section_index, "questions", index))
            _report_keys(question, where, diagnostics)


def _report_sections(text: FormText, tree: Node, diagnostics: Diagnostics) -> None:
    first: dict[str, Position] = {}
    for index, section in enumerate(text.sections):
        position = find(tree, ("sections", index, "id"))[1]
        if section.id in first:
            diagnostics.report("Q110", position, section=section.id, first=first[section.id])
        first.setdefault(section.id, position)


def _report_keys(question: QuestionText, where: Node, diagnostics: Diagnostics) -> None:
    for key, types in _FITTING.items():
        if key in question.model_fields_set and question.type not in types:
            position = find(where, (key,))[1]
            diagnostics.report(
                "Q108", position, name=question.id, key=key, type=question.type, expected=", ".join(types)
            )
