"""Faults in the answers, said to the person who gave them: which answer, what is wrong, what to write instead."""

from __future__ import annotations

from collections.abc import Iterable

from assess.diagnostics.diagnostic import Diagnostic
from assess.language.law import Input
from assess.language.program import Program
from assess.language.types import Enumeration

_WORDS = {
    "A102": ("这里应填数字，在 {expected} 之间", "a number within {expected} belongs here"),
    "A103": ("应在 {expected} 之间", "it must lie within {expected}"),
    "A104": ("用了全角字符，应写作“{instead}”", "it has full-width characters; write “{instead}”"),
    "A105": ("不是表上的选项，可选：{options}", "it is not among the answers of the form: {options}"),
    "A106": ("应填整数，在 {expected} 之间", "a whole number within {expected} belongs here"),
    "A107": ("应答“是”或“否”", "answer yes or no"),
    "A108": ("日历上没有这一天", "there is no such day in the calendar"),
    "A109": ("应填年、月、日", "a date belongs here: year, month and day"),
    "A110": ("年份不对", "the year cannot be right"),
    "A114": ("应填六位行政区划代码", "a division code of six digits belongs here"),
    "A115": ("没有填写内容", "nothing is written here"),
    "A116": ("号码的位数不对，请照身份证抄写", "the number of characters is wrong; copy it from the identity card"),
    "A117": (
        "号码里的出生日期不对，请照身份证核对",
        "the birth date in it cannot be right; compare it with the card",
    ),
    "A118": ("号码有一位或几位不对，请照身份证逐位核对", "one or more characters are wrong; compare it with the card"),
    "A119": ("有一项选了两次", "one answer is chosen twice"),
    "A120": ("选了“无”，又选了其他", "“none” is chosen beside other answers"),
    "A123": ("应有 {expected} 人", "{expected} people belong here"),
    "A125": ("小数最多 {places} 位", "it may have {places} decimal places at most"),
}
_OTHERWISE = ("不能采用，请核对后重填", "it cannot be used; check it and write it again")


def faults_in_words(problems: Iterable[Diagnostic], program: Program, language: str) -> list[tuple[str, str]]:
    """The faults in answers to questions; faults of files, dates and rules are not the person's and are left out."""
    found = []
    for problem in problems:
        known = program.inputs.get(problem.arguments.get("fact", ""))
        if known is None or problem.severity != "error":
            continue
        words = _WORDS.get(problem.code, _OTHERWISE)[0 if language == "zh" else 1]
        arguments = {**problem.arguments, "options": _options(known, language)}
        said = words.format_map(_Shown(arguments))
        answer = problem.arguments.get("found", "").strip()
        if answer:
            said = f"填的是“{answer}”，{said}" if language == "zh" else f"the answer is “{answer}”; {said}"
        found.append((known.label.in_language(language), said))
    return found


def _options(known: Input, language: str) -> str:
    labels = [label for _, label in known.options]
    if not labels and isinstance(known.type, Enumeration):
        labels = list(known.type.labels)
    words = [label.in_language(language) for label in labels]
    return ("、" if language == "zh" else ", ").join(words)


class _Shown(dict[str, str]):
    """An argument that is not given shows as «…»."""

    def __missing__(self, key: str) -> str:
        return "…"
