"""Answers as people type and read them: text to a plain value, a value to words, the answers a question allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assess.forms.definition import Form, OptionText, QuestionText

Raw = Any
"""An answer as a case states it: true, 4, "tekun", a date, a list of codes, a person … None: not known."""

_TRUTHS = {
    "y": True, "yes": True, "true": True, "是": True, "n": False, "no": False, "false": False, "否": False,
}  # fmt: skip
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,30})\.[0-9]{1,30}", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def typed_answer(form: Form, question: QuestionText, text: str) -> Raw:
    """What was typed, as a case would state it. What cannot be read stays text, for the check to refuse."""
    text = text.strip()
    if question.type == "boolean":
        return _TRUTHS.get(text.lower(), text)
    if question.type in ("integer", "decimal"):
        return _number(text)
    if question.type == "date":
        return _day(text)
    if question.type == "choice":
        return _code(form.options_of(question), text)
    if question.type == "choices":
        return [_code(form.options_of(question), part) for part in re.split(r"[\s,，、;；]+", text) if part]
    if question.type == "person":
        return _person(text)
    if question.type == "persons":
        return [_person(part) for part in re.split(r"[;；]", text) if part.strip()]
    return text


def _number(text: str) -> int | Decimal | str:
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else text
    except ValueError:
        return text


def _code(options: list[OptionText], text: str) -> str:
    """The code of the option with that number, counted from 1; anything else as it stands."""
    if re.fullmatch(r"[1-9][0-9]?", text, re.ASCII) and int(text) <= len(options):
        return str(options[int(text) - 1].value)
    return text


def _person(text: str) -> dict[str, Raw]:
    """`name, qualification, organisation, 2024-06-01`; all but the name may be left out."""
    parts = [part.strip() for part in re.split(r"[,，]", text) if part.strip()]
    dates = [part for part in parts if _DATE.fullmatch(part)]
    words = [part for part in parts if part not in dates]
    keys = ("name", "qualification", "organisation")
    person: dict[str, Raw] = dict(
        zip(keys, [*words[:2], "，".join(words[2:])] if len(words) > 2 else words, strict=False)
    )
    if dates:
        person["signed_on"] = _day(dates[0])
    return person


def in_words(form: Form, question: QuestionText, answer: Raw, language: str) -> str:
    """The answer as a person reads it."""
    if answer is None:
        return "不详" if language == "zh" else "not known"
    if isinstance(answer, bool):
        return {True: ("是", "yes"), False: ("否", "no")}[answer][0 if language == "zh" else 1]
    if isinstance(answer, list):
        joined = [in_words(form, question, one, language) for one in answer]
        return ("、" if language == "zh" else ", ").join(joined)
    if isinstance(answer, Mapping):
        return ("，" if language == "zh" else ", ").join(str(part) for part in answer.values() if part is not None)
    for option in form.options_of(question):
        if option.value == answer:
            return option.zh if language == "zh" else option.en
    return f"{answer:f}" if isinstance(answer, Decimal) else str(answer)


def allowed(question: QuestionText, language: str) -> str:
    """What may be written for the question in a case file; options are listed apart."""
    chinese = language == "zh"
    if question.type in ("integer", "decimal"):
        unit = {"points": "分", "times": "次", "cm": "厘米", "kg": "千克", "CNY/month": "元/月", "grade": "级"}
        shown = unit.get(question.unit or "", question.unit or "") if chinese else question.unit or ""
        kind = "" if question.type == "integer" else "，最多两位小数" if chinese else ", two decimal places at most"
        return f"{question.minimum}–{question.maximum} {shown}".rstrip() + kind
    words = {
        "boolean": ("true 是，false 否", "true or false"),
        "date": ("日期，如 1939-10-15", "a date, such as 1939-10-15"),
        "choice": ("选一项，写前面的代码", "one of these, by its code"),
        "choices": ("可选多项，写成 [代码, 代码]", "one or more, as [code, code]"),
        "text": ("文字", "text"),
        "resident_id": ("18 位号码，加引号", "18 characters, in quotes"),
        "division_code": ("六位代码，加引号，如 \"320402\"", "six digits in quotes, such as \"320402\""),
        "person": (
            "{name: 姓名, qualification: 资质, organisation: 单位, signed_on: 2024-06-01}，姓名以外可不写",
            "{name: …, qualification: …, organisation: …, signed_on: 2024-06-01}, all but the name optional",
        ),
        "persons": (
            "[{name: 姓名, signed_on: 2024-06-01}, …]",
            "[{name: …, signed_on: 2024-06-01}, …]",
        ),
    }  # fmt: skip
    zh, en = words[question.type]
    if question.exactly is not None:
        zh, en = f"{zh}，共 {question.exactly} 人", f"{en}, {question.exactly} people"
    return zh if chinese else en
