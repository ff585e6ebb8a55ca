"""A case file for people: the questions of a form in order, each with its answer and, as a comment, its words."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assess.forms.answers import Raw, in_words
from assess.forms.definition import Form, QuestionText, SectionText
from assess.language.dates import iso
from assess.language.law import Input

_PLAIN = re.compile(r"[a-z][a-z0-9_]*")
_NOT_TEXT = {"true", "false", "null"}
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_COMMENT_COLUMN = 28


@dataclass(frozen=True, slots=True)
class CaseFrame:
    """What stands above the facts. Dates are `YYYYMMDD`. `stated`: results found elsewhere, by decision."""

    case: str | None = None
    ruleset: str | None = None
    as_of: int | None = None
    known_at: int | None = None
    stated: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """Answers to be written: those asked so far, and those among them that need not be asked by the other answers."""

    answers: Mapping[str, Raw]
    not_asked: Collection[str] = ()
    others: Mapping[str, Raw] = field(default_factory=dict)
    """Facts of the case that the forms do not ask for."""


def filled_sheet(
    form: Form, frame: CaseFrame, filled: Filled, inputs: Mapping[str, Input], remark: str, language: str
) -> str:
    """A case with the form's answers, one a line, in words beside it. What was not asked yet stands as a comment.

    `inputs` gives labels to facts of the case that the form does not ask for; they are kept as they are.
    """
    lines = [f"# {title(form, language)}", f"# {remark}"]
    lines += frame_lines(frame, language, explained=False)
    written = [name for name in filled.answers if name not in filled.not_asked]
    if not written and not filled.others:
        lines += ["facts: {}", ""]
    else:
        lines.append("facts:")
    for section in form.text.sections:
        lines.append(f"  # {heading(section, language)}")
        lines += [_answer_line(form, question, filled, language) for question in section.questions]
    if filled.others:
        lines.append("  # 其他表的答案" if language == "zh" else "  # answers to other forms")
        for name, answer in filled.others.items():
            label = f"  # {inputs[name].label.in_language(language)}" if name in inputs else ""
            lines.append(f"  {name}: {written_value(answer)}{label}")
    return "\n".join(lines) + "\n"


def title(form: Form, language: str) -> str:
    """`老年人能力评估（GB/T 42195-2022）`."""
    label = form.text.label.zh if language == "zh" else form.text.label.en
    number = form.text.source.number or form.id
    return f"{label}（{number}）" if language == "zh" else f"{label} ({number})"


def frame_lines(frame: CaseFrame, language: str, explained: bool) -> list[str]:
    chinese = language == "zh"
    words = {
        "case": ("编号，自己定", "an id of your own"),
        "ruleset": ("按哪里的规则；assess rules list 列出全部", "whose rules; `assess rules list` lists them all"),
        "as_of": ("按哪一天的规则，如 2024-06-01", "the day decided on, such as 2024-06-01"),
    }
    content = {
        "case": written_value(frame.case),
        "ruleset": written_value(frame.ruleset),
        "as_of": written_value(None if frame.as_of is None else _date(frame.as_of)),
    }
    lines = [
        _with_comment(f"{key}: {value}", words[key][0 if chinese else 1] if explained else "")
        for key, value in content.items()
        if explained or value != "null"
    ]
    if frame.known_at is not None:
        lines.append(f"known_at: {iso(frame.known_at)}")
    if frame.stated:
        lines.append("stated:")
        lines += [f"  {name}: {written_value(value)}" for name, value in frame.stated.items()]
    return lines


def _date(day: int) -> date:
    return date(day // 10000, day // 100 % 100, day % 100)


def heading(section: SectionText, language: str) -> str:
    label = section.label.zh if language == "zh" else section.label.en
    return f"{section.code} {label}" if section.code else label


def _answer_line(form: Form, question: QuestionText, filled: Filled, language: str) -> str:
    chinese = language == "zh"
    label = question.label.zh if chinese else question.label.en
    separator = "：" if chinese else ": "
    if question.id not in filled.answers:
        return _with_comment(f"  # {question.id}: null", f"{label}{separator}{'未问' if chinese else 'not asked yet'}")
    answer = filled.answers[question.id]
    line = f"{question.id}: {written_value(answer)}"
    if question.id in filled.not_asked:
        why = "按其他答案不必填" if chinese else "not needed by the other answers"
        return _with_comment(f"  # {line}", f"{label}{separator}{why}")
    words = in_words(form, question, answer, language)
    return _with_comment(f"  {line}", label if words == str(answer) else f"{label}{separator}{words}")


def _with_comment(line: str, comment: str) -> str:
    if not comment:
        return line
    return f"{line.ljust(_COMMENT_COLUMN)}  # {' '.join(comment.split())}"


def written_value(answer: Raw) -> str:
    """The answer as YAML that reads back as itself."""
    if answer is None:
        return "null"
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, int):
        return str(answer)
    if isinstance(answer, Decimal):
        return f"{answer:f}"
    if isinstance(answer, date):
        return answer.isoformat()
    if isinstance(answer, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {written_value(value)}" for key, value in answer.items()) + "}"
    if isinstance(answer, list | tuple):
        return "[" + ", ".join(written_value(one) for one in answer) + "]"
    return _key(str(answer))


def _key(text: str) -> str:
    if _PLAIN.fullmatch(text) and text not in _NOT_TEXT:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
