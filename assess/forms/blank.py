"""Blank case files: every question of one or more forms, ready to be filled in and decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.forms.answers import allowed
from assess.forms.conditions import condition_in_words, conditions_of
from assess.forms.definition import Form, QuestionText
from assess.forms.sheet import CaseFrame, frame_lines, heading, title
from assess.language.expression import Expression

_GUIDE = {
    "zh": ["在冒号后面写答案，不知道的留 null。写好后用 assess forms check 检查，用 assess evaluate 评定。"],
    "en": [
        "Write each answer after the colon; leave null where it is not known.",
        "Then check the file with `assess forms check`, and decide it with `assess evaluate`.",
    ],
}


def blank(forms: Sequence[Form], ruleset: str, language: str) -> str:
    """A case in YAML with all answers still unknown; a question that several of the forms ask stands once."""
    lines = [f"# {text}" for text in (*(title(form, language) for form in forms), *_GUIDE[language])]
    lines += [*frame_lines(CaseFrame(ruleset=ruleset), language, explained=True), "facts:"]
    seen: set[str] = set()
    for form in forms:
        conditions = conditions_of(form, lambda question: Position(""), Diagnostics())
        written_out: dict[str, str] = {}
        for section in form.text.sections:
            questions = [question for question in section.questions if question.id not in seen]
            if questions:
                lines += ["", f"  # ── {heading(section, language)} ──"]
            for question in questions:
                seen.add(question.id)
                comment = _comment(form, question, conditions, written_out, language)
                lines += ["", *(f"  # {line}" for line in comment), f"  {question.id}: null"]
    return "\n".join(lines) + "\n"


def _comment(
    form: Form, question: QuestionText, conditions: Mapping[str, Expression], written_out: dict[str, str], language: str
) -> list[str]:
    """What stands above a question. A scale written out for a question before it is only referred to."""
    chinese = language == "zh"
    label = question.label.zh if chinese else question.label.en
    asked = question.ask or question.label
    words = asked.zh if chinese else asked.en
    named = label if words == label else f"{label}：{words}" if chinese else f"{label}: {words}"
    lines = [f"{question.code} {named}" if question.code else named]
    if question.help is not None:
        lines.append(question.help.zh if chinese else question.help.en)
    if question.id in conditions:
        when = condition_in_words(form, conditions[question.id], language)
        lines.append(f"只在{when}时填写" if chinese else f"only if {when}")
    scale = question.options if isinstance(question.options, str) else None
    lines.append(f"  {allowed(question, language)}")
    if scale is not None and scale in written_out:
        lines[-1] += f"，各档同“{written_out[scale]}”" if chinese else f", as under “{written_out[scale]}”"
        return lines
    for option in form.options_of(question):
        lines.append(f"  {option.value}  {option.zh if chinese else option.en}")
    if scale is not None:
        written_out[scale] = label
    return lines
