"""An interview as a state machine without input or output: the next question, what an answer does, the way back.

An `Interview` never changes; each step gives the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from assess.cases.facts import Value, taken
from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.diagnostics.position import Position
from assess.forms.answers import Raw
from assess.forms.conditions import conditions_of, holds
from assess.forms.definition import Form, QuestionText
from assess.language.dates import number_of
from assess.language.expression import Expression
from assess.language.types import Date

ANSWER = Position("")
"""Where an answer stands that nobody has written into a file yet."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How many questions are answered, were passed over as not known, and are still to come."""

    answered: int
    unknown: int
    to_come: int

    @property
    def total(self) -> int:
        return self.answered + self.unknown + self.to_come


@dataclass(frozen=True, slots=True)
class Interview:
    """`answers` holds what was said, as a case states it, with None for «not known»; `at` is the question asked now.

    `at` None: there is nothing left to ask.
    """

    form: Form
    answers: Mapping[str, Raw]
    at: str | None
    conditions: Mapping[str, Expression]

    @classmethod
    def begin(cls, form: Form, answers: Mapping[str, Raw] | None = None) -> Interview:
        """At the first question without an answer. Raises Refused where an answer given is none that the form allows.

        Questions answered with None count as asked, unless nothing else is left: then they are what is asked.
        """
        given = {name: answer for name, answer in (answers or {}).items() if name in form.inputs}
        _, problems = taken(form.inputs, given, lambda name: ANSWER)
        if problems:
            raise Refused(problems)
        started = cls(form, given, None, conditions_of(form, lambda question: ANSWER, Diagnostics()))._moved_on()
        return started.revisited() if started.at is None and started.ended_by is None else started

    # what is asked

    @property
    def question(self) -> QuestionText | None:
        """The question asked now; None at the end."""
        return next((one for one in self.form.questions() if one.id == self.at), None)

    def relevant(self) -> list[QuestionText]:
        """The questions to be asked by the answers so far: those whose condition is met, up to one that ends it all."""
        found: list[QuestionText] = []
        facts: dict[str, Value] = {}
        for question in self.form.questions():
            condition = self.conditions.get(question.id)
            if condition is not None and holds(condition, facts) is not True:
                continue
            found.append(question)
            if question.id in self.answers:
                facts.update(self._fact(question.id))
                if question.ends_interview and facts.get(question.id) is True:
                    break
        return found

    def _fact(self, name: str) -> dict[str, Value]:
        return taken(self.form.inputs, {name: self.answers[name]}, lambda _: ANSWER)[0]

    @property
    def ended_by(self) -> QuestionText | None:
        """The question whose answer ended the interview, such as the one about coma."""
        return next((one for one in self.relevant() if one.ends_interview and self.answers.get(one.id) is True), None)

    def facts(self) -> dict[str, Value]:
        """The answers in the engines' form; those to questions that need not be asked are left out."""
        relevant = {question.id for question in self.relevant()}
        kept = {name: answer for name, answer in self.answers.items() if name in relevant}
        return taken(self.form.inputs, kept, lambda name: ANSWER)[0]

    def assessed_on(self) -> int | None:
        """The day of the assessment, where the form asks for it and it is answered, as `YYYYMMDD`."""
        for question in self.relevant():
            named = question.id == "assessed_on" or question.id.endswith("_assessed_on")
            answer = self.answers.get(question.id)
            if named and answer is not None and isinstance(self.form.inputs[question.id].type, Date):
                return number_of(answer if isinstance(answer, date) else date.fromisoformat(answer))
        return None

    def progress(self) -> Progress:
        relevant = self.relevant()
        asked = [question for question in relevant if question.id in self.answers]
        unknown = sum(self.answers[question.id] is None for question in asked)
        return Progress(len(asked) - unknown, unknown, len(relevant) - len(asked))

    # steps

    def answered(self, answer: Raw) -> Interview:
        """With this answer to the question asked. Raises Refused, with the remedy, where the form does not allow it."""
        if self.at is None:
            return self
        _, problems = taken(self.form.inputs, {self.at: answer}, lambda name: ANSWER)
        if problems:
            raise Refused(problems)
        return replace(self, answers={**self.answers, self.at: answer})._moved_on()

    def skipped(self) -> Interview:
        """With «not known» for the question asked."""
        return self.answered(None)

    def kept(self) -> Interview:
        """Past the question asked, whose answer stands; the same interview where it has none yet."""
        return self._moved_on() if self.at in self.answers else self

    def back(self) -> Interview:
        """At the question before; the same interview at the first one. From the end: at the last one."""
        asked = [question.id for question in self.relevant()]
        before = asked[: asked.index(self.at)] if self.at in asked else asked
        return replace(self, at=before[-1]) if before else self

    def revisited(self) -> Interview:
        """At the first question that was passed over as not known; all of these are asked again."""
        return replace(
            self, answers={name: answer for name, answer in self.answers.items() if answer is not None}
        )._moved_on()

    def _moved_on(self) -> Interview:
        """At the first question that has not been asked."""
        return replace(self, at=next((one.id for one in self.relevant() if one.id not in self.answers), None))
