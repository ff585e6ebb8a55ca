"""The conversation of an interview: a question, an answer checked at once and kept, what is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from assess.cases.facts import taken
from assess.cli.lines import Lines
from assess.cli.output import Settings
from assess.cli.screen import Screen
from assess.diagnostics.diagnostic import Refused
from assess.forms.answers import typed_answer
from assess.forms.interview import ANSWER
from assess.forms.outlook import Outlook, Standing
from assess.forms.sheet import title

if TYPE_CHECKING:
    from assess.forms.decided_on import Days
    from assess.forms.definition import QuestionText
    from assess.forms.interview import Interview
    from assess.forms.keeping import CaseFile
    from assess.language.program import Program


class Conversation:
    """Takes an interview from where it stands to its end, or to where it is left."""

    def __init__(self, settings: Settings, program: Program, file: CaseFile, days: Days, start: Interview) -> None:
        self._settings = settings
        self._program = program
        self._file = file
        self._days = days
        self._interview = start
        self._decided_on = days.decided_on(start.assessed_on())
        self._outlook = Outlook.of(program, start.form, self._decided_on.day)
        self._other_facts = taken(program.inputs, file.others, lambda name: ANSWER)[0]
        self._shown: tuple[Standing, ...] = ()
        self._settled: tuple[Standing, ...] = ()
        self._unsaved: str | None = None
        self._lines = Lines()
        self._screen = Screen(settings, start.form)

    def run(self) -> bool:
        """Asks until nothing is left, or until it is ended or left. Whether it came to an end."""
        self._file.save(self._text("尚未问完", "not finished yet"))  # fails before the first answer, if at all
        self._introduce()
        try:
            finished = self._ask()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            finished = False
        self._take_leave(finished)
        return finished

    def _introduce(self) -> None:
        program, language = self._program, self._settings.language
        click.echo(click.style(title(self._interview.form, language), bold=True))
        self._screen.say(f"规则：{program.label.zh}（{program.id}）。", f"Rules: {program.label.en} ({program.id}).")
        self._screen.day(self._decided_on)
        if not self._outlook.levels and not self._outlook.scores:
            self._screen.say(
                "这套规则不用这张表的答案，不显示等级。", "These rules do not use this form, so no levels are shown."
            )
        self._screen.say(f"每答一题即存入 {self._file.path}。", f"Every answer is saved in {self._file.path}.")
        self._screen.commands()

    # the course of it

    def _ask(self) -> bool:
        """True where it came to an end, False where it was left by `q`."""
        self._show_outlook()
        while True:
            question = self._interview.question
            if question is None:
                if self._at_the_end():
                    return True
                continue
            self._screen.question(self._interview, question)
            command = self._step(question)
            if command is not None:
                return command == "e"
            self._moved()

    def _step(self, question: QuestionText) -> str | None:
        """Reads until the interview moves; the command that ends it, where one is given instead."""
        while True:
            text = self._lines.read(self._screen.prompt(self._interview, question))
            if text == "q" or (text == "e" and self._settled):
                return text
            if text == "?":
                self._screen.help(question)
                continue
            before = self._interview
            self._interview = self._after(text, question)
            if self._interview is not before:
                return None

    def _after(self, text: str, question: QuestionText) -> Interview:
        """The interview after what was typed; the same one, and the reason on the screen, where it cannot move."""
        interview = self._interview
        if text == "":
            if interview.kept() is interview:
                self._screen.say("没有输入。不知道的输入 s。", "Nothing entered. Enter s where it is not known.")
            return interview.kept()
        if text == "b":
            if interview.back() is interview:
                self._screen.say("这已是第一题。", "This is the first question.")
            return interview.back()
        if text == "s":
            return interview.skipped()
        try:
            return interview.answered(typed_answer(interview.form, question, text))
        except Refused as refused:
            self._screen.faults(refused.diagnostics)
            return interview

    def _moved(self) -> None:
        """After an answer or a step: the answers are kept, and what is still possible is shown."""
        decided_on = self._days.decided_on(self._interview.assessed_on())
        if decided_on != self._decided_on:
            self._decided_on = decided_on
            self._outlook = Outlook.of(self._program, self._interview.form, decided_on.day)
            self._screen.day(decided_on)
        self._keep("尚未问完", "not finished yet")
        if self._interview.at is not None:
            self._show_outlook()

    def _at_the_end(self) -> bool:
        """Says what came of it; False where a question is to be asked again."""
        progress = self._interview.progress()
        ended_by = self._interview.ended_by
        click.echo()
        if ended_by is not None:
            self._screen.say(
                f"“{ended_by.label.zh}”答“是”：评估到此结束，其余各题可以不问。",
                f"“{ended_by.label.en}” is answered yes: the assessment ends here, and the rest may be left.",
            )
        else:
            self._screen.say(
                f"已全部问完：答了 {progress.answered} 题，不详 {progress.unknown} 题。",
                f"All questions have been asked: {progress.answered} answered, {progress.unknown} not known.",
            )
        scores, levels = self._standings()
        self._screen.standings((*scores, *levels))
        revisits = progress.unknown > 0 and ended_by is None
        zh = "，r 再问不详的题" if revisits else ""
        en = ", r to ask again what is not known" if revisits else ""
        prompt = self._settings.choose(f"回车结束，b 回上一题{zh}：", f"Enter to end, b to go back{en}: ")
        while True:
            try:
                text = self._lines.read(prompt)
            except EOFError:
                click.echo()
                return True
            if text in ("", "q", "e"):
                return True
            if text == "b" or (text == "r" and revisits):
                self._interview = self._interview.back() if text == "b" else self._interview.revisited()
                return False

    # what is still possible

    def _standings(self) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
        """The scores that have begun, and the levels."""
        facts = {**self._other_facts, **self._interview.facts()}
        begun = [one for one in self._outlook.scores if self._outlook.begun(one, facts)]
        found = self._outlook.standings((*begun, *self._outlook.levels), facts)
        return found[: len(begun)], found[len(begun) :]

    def _show_outlook(self) -> None:
        """The scores and levels that have changed; once, where all levels are settled, the offer to stop."""
        scores, levels = self._standings()
        self._screen.standings(one for one in (*scores, *levels) if one not in self._shown)
        self._shown = (*scores, *levels)
        if not levels or not all(one.settled for one in levels):
            self._settled = ()
        elif levels != self._settled:
            self._settled = levels
            left = self._interview.progress().to_come
            self._screen.offer_to_stop(left, [one for one in scores if not one.settled])

    # keeping

    def _keep(self, zh: str, en: str) -> None:
        """Saves the answers, under a remark on how far they go; where that fails, says so and keeps them in mind."""
        text = self._text(zh, en)
        try:
            self._file.save(text)
        except OSError as error:
            if self._unsaved is None:
                from assess.diagnostics.words import reason_in_words

                reason = reason_in_words(error.strerror or str(error), self._settings.language)
                self._screen.say(f"存不进 {self._file.path}：{reason}", f"cannot save {self._file.path}: {reason}")
            self._unsaved = text
        else:
            self._unsaved = None

    def _text(self, zh: str, en: str) -> str:
        progress = self._interview.progress()
        remark = self._settings.choose(
            f"{zh}，已答 {progress.answered}/{progress.total} 题",
            f"{en}; {progress.answered} of {progress.total} questions answered",
        )
        return self._file.text(self._interview, self._decided_on.day, remark)

    def _take_leave(self, finished: bool) -> None:
        left = self._interview.progress().to_come
        if not finished:
            self._keep("尚未问完", "not finished yet")
        elif left:
            self._keep("提前结束", "ended early")
        else:
            self._keep("已问完", "finished")
        click.echo()
        if self._unsaved is not None:
            self._screen.say("答案没有存成文件，全文如下：", "The answers could not be saved; here they are:")
            click.echo(self._unsaved)
            return
        self._screen.say(f"答案在 {self._file.path}。", f"The answers are in {self._file.path}.")
        if finished:
            self._screen.say("评定：", "To decide it:")
            click.echo(f"  assess evaluate {self._file.path}")
        if left:
            self._screen.say(f"还有 {left} 题没有问。接着答：", f"Questions not asked yet: {left}. To go on:")
            click.echo(f"  assess interview {self._interview.form.id} --resume {self._file.path}")
