"""What an interview shows: a question with its answers, a fault with its remedy, the levels still possible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from assess.cli.output import Settings
from assess.cli.wrapping import wrapped
from assess.decisions.values import for_person, possible_for_person
from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic
from assess.forms.answers import in_words
from assess.forms.outlook import Standing
from assess.forms.sheet import heading
from assess.language.dates import iso
from assess.language.types import Enumeration

if TYPE_CHECKING:
    from assess.forms.decided_on import DecidedOn
    from assess.forms.definition import Form, QuestionText, SectionText
    from assess.forms.interview import Interview

_HINTS = {
    "boolean": ("y/n", "y/n"),
    "date": ("如 1939-10-15", "such as 1939-10-15"),
    "choices": ("可多选，如 1 3", "one or more, such as 1 3"),
    "person": (
        "姓名，资质，单位，日期；姓名以外可不写",
        "name, qualification, organisation, date; only the name is needed",
    ),
    "persons": (
        "每人写姓名，资质，单位，日期；两人之间用分号",
        "each: name, qualification, organisation, date; a semicolon between people",
    ),
    "resident_id": ("18 位", "18 characters"),
    "division_code": ("六位代码", "six digits"),
}
_AT_A_TERMINAL = (
    ("不知道的留空", "不知道的输入 s"),
    ("整题留空", "整题输入 s 跳过"),
    ("填 true 或 false，不加引号", "输入 y 或 n"),
    ("Write true or false, without quotes", "Enter y or n"),
    ("leave it empty where it is not known", "enter s where it is not known"),
    ("leave the whole question empty", "enter s"),
)
"""What a remedy says for a file, and what it means here."""


class Screen:
    """Writes to the terminal in the language of the call."""

    def __init__(self, settings: Settings, form: Form) -> None:
        self._language = settings.language
        self._choose = settings.choose
        self._form = form
        self._section: str | None = None

    def say(self, zh: str, en: str) -> None:
        for line in wrapped(self._choose(zh, en)):
            click.echo(line)

    def commands(self) -> None:
        click.echo(
            self._choose(
                "?  说明    b  上一题    s  不详，跳过    q  离开，以后再答",
                "?  help    b  back    s  not known, skip    q  leave, go on later",
            )
        )

    # a question

    def question(self, interview: Interview, question: QuestionText) -> None:
        """The question with its number among those to be asked, and the answers offered."""
        click.echo()
        self._heading(question)
        asked = [one.id for one in interview.relevant()]
        number = asked.index(question.id) + 1
        code = f"{question.code} " if question.code else ""
        label = self._choose(question.label.zh, question.label.en)
        for line in wrapped(f"{code}{label}", f"[{number}/{len(asked)}] "):
            click.echo(click.style(line, bold=True))
        if question.ask is not None:
            self.say(question.ask.zh, question.ask.en)
        for key, words in self._options(question):
            for line in wrapped(words, f"  {key}  "):
                click.echo(line)

    def _heading(self, question: QuestionText) -> None:
        section = self._section_of(question)
        if section.id == self._section:
            return
        self._section = section.id
        click.echo(click.style(f"── {heading(section, self._language)} ──", bold=True))
        if section.note is not None:
            self.say(section.note.zh, section.note.en)

    def _section_of(self, question: QuestionText) -> SectionText:
        return next(section for section in self._form.text.sections if question in section.questions)

    def _options(self, question: QuestionText) -> list[tuple[str, str]]:
        """What is typed for each answer offered (a score, or a number counted from 1), and its words."""
        if question.type == "boolean":
            return [("y", self._choose("是", "yes")), ("n", self._choose("否", "no"))]
        options = self._form.options_of(question)
        scored = question.type in ("integer", "decimal")
        width = max((len(str(option.value)) for option in options), default=1) if scored else len(str(len(options)))
        return [
            (f"{option.value if scored else index:>{width}}", self._choose(option.zh, option.en))
            for index, option in enumerate(options, start=1)
        ]

    def prompt(self, interview: Interview, question: QuestionText) -> str:
        """What stands before the answer: its kind, and the answer that there is already."""
        options = self._form.options_of(question)
        hint = self._choose(*_HINTS.get(question.type, ("", "")))
        if question.type == "choice":
            hint = f"1–{len(options)}"
        elif question.type in ("integer", "decimal") and not options:
            hint = f"{question.minimum}–{question.maximum}"
        current = ""
        if question.id in interview.answers:
            words = in_words(self._form, question, interview.answers[question.id], self._language)
            current = self._choose(f"现为“{words}”，回车保留", f"now “{words}”, Enter keeps it")
        noted = self._choose("；", "; ").join(part for part in (hint, current) if part)
        if not noted:
            return self._choose("答：", "Answer: ")
        return self._choose(f"答（{noted}）：", f"Answer ({noted}): ")

    def help(self, question: QuestionText) -> None:
        if question.help is not None:
            self.say(question.help.zh, question.help.en)
        else:
            self.say("这一题没有另外的说明。", "There is no further note on this question.")
        self.commands()

    def faults(self, diagnostics: Iterable[Diagnostic]) -> None:
        """What is wrong with an answer, and what to enter instead."""
        for found in diagnostics:
            entry = CATALOGUE[found.code]
            remedy = entry.remedy(self._language, found.arguments)
            for in_a_file, here in _AT_A_TERMINAL:
                remedy = remedy.replace(in_a_file, here)
            message = entry.message(self._language, found.arguments)
            for line in wrapped(self._choose(f"{message}。{remedy}", f"{message}. {remedy}"), "  ✗ "):
                click.echo(click.style(line, fg="red"))

    # what the answers lead to

    def standings(self, standings: Iterable[Standing]) -> None:
        for one in standings:
            label = one.decision.label.in_language(self._language)
            for line in wrapped(self._in_words(one), self._choose(f"  {label}：", f"  {label}: ")):
                click.echo(click.style(line, fg="cyan"))

    def _in_words(self, standing: Standing) -> str:
        if standing.unavailable is not None:
            found = standing.unavailable
            return CATALOGUE[found.code].message(self._language, found.arguments)
        type_, possible = standing.decision.type, standing.possible
        if isinstance(type_, Enumeration) and isinstance(possible, frozenset) and len(possible) > 1:
            words = [for_person(value, type_, self._language) for value in sorted(possible - {None})]
            words += [self._choose("不能确定", "none that can be told")] if None in possible else []
            return self._choose(f"可能是{'、'.join(words)}", f"may be {', '.join(words[:-1])} or {words[-1]}")
        return possible_for_person(possible, type_, self._language) or self._choose("还不能确定", "cannot be told yet")

    def offer_to_stop(self, left: int, open_scores: Iterable[Standing]) -> None:
        """The levels are settled: the rest may be left, at the price of an incomplete form."""
        labels = [one.decision.label.in_language(self._language) for one in open_scores]
        zh, en = f"表不完整，还有 {left} 题没有答", f"the form stays incomplete, with {left} unanswered"
        if labels:
            zh += f"，{'、'.join(labels)}也不能确定"
            en += f" and without a {', '.join(labels)}"
        self.say(
            f"其余各题怎么答都不再改变等级。输入 e 可以就此结束，但{zh}。",
            f"No answer to come can change the level. Enter e to end here; {en}.",
        )

    def day(self, decided_on: DecidedOn) -> None:
        """Which day's rules are looked at, and why."""
        day = iso(decided_on.day)
        asks = any(one.id == "assessed_on" or one.id.endswith("_assessed_on") for one in self._form.questions())
        zh = {
            "given": f"按 {day} 的规则。",
            "assessment": f"按评估日期 {day} 的规则。",
            "file": f"按文件所记 {day} 的规则。",
            "today": f"按今天（{day}）的规则" + ("；答了评估日期以后，以它为准。" if asks else "。"),
        }
        en = {
            "given": f"Decided as of {day}.",
            "assessment": f"Decided as of {day}, the day of the assessment.",
            "file": f"Decided as of {day}, as the file says.",
            "today": f"Decided as of today, {day}"
            + (", until the day of the assessment is answered." if asks else "."),
        }
        self.say(zh[decided_on.origin], en[decided_on.origin])
