"""Filled cases checked against the forms they answer, without deciding anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assess.cases.facts import Value, taken
from assess.cases.frame import RawCase
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics
from assess.diagnostics.position import Position
from assess.forms.conditions import condition_in_words, conditions_of, holds
from assess.forms.definition import Form
from assess.language.expression import Expression
from assess.language.law import Input

NOWHERE = Position("")
"""The place of the conditions of a form that has been checked already."""


@dataclass(frozen=True, slots=True)
class FormFilled:
    """How far a case answers a form: of the questions to be asked by its answers, how many it answers."""

    form: Form
    answered: int
    asked: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about one case: faults and warnings in the order of the file, and the forms it answers."""

    case: RawCase
    problems: tuple[Diagnostic, ...]
    filled: tuple[FormFilled, ...]

    @property
    def accepted(self) -> bool:
        return all(problem.severity != "error" for problem in self.problems)


def check_case(case: RawCase, forms: Sequence[Form], others: Mapping[str, Input] | None = None) -> Checked:
    """One case against the forms; see `Checker.check`."""
    return Checker(forms).check(case, others)


class Checker:
    """Checks case after case against the same forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        self._conditions = {form.id: conditions_of(form, lambda question: NOWHERE, Diagnostics()) for form in forms}

    def check(self, case: RawCase, others: Mapping[str, Input] | None = None) -> Checked:
        """The case against the forms, and against `others`: facts that no form asks for but a ruleset reads.

        Of two forms that ask the same question, the one counts that the case answers more of.
        """
        used = forms_answered(case, self._forms)
        inputs: dict[str, Input] = dict(others or {})
        for form in (*[form for form in self._forms if form not in used], *reversed(used)):
            inputs.update(form.inputs)
        facts, faults = taken(inputs, case.facts, case.place)
        problems = [*case.problems, *faults]
        filled = []
        for form in used:
            asked, idle = self._asked(form, case, facts)
            problems += [one for one in idle if one not in problems]
            answered = sum(case.facts.get(name) is not None for name in asked)
            filled.append(FormFilled(form, answered, len(asked)))
        problems.sort(key=lambda found: (found.position, found.code))
        return Checked(case, tuple(problems), tuple(filled))

    def _asked(self, form: Form, case: RawCase, facts: Mapping[str, Value]) -> tuple[list[str], list[Diagnostic]]:
        """The questions to be asked by the answers, and a warning for each other one that has an answer."""
        asked: list[str] = []
        idle: list[Diagnostic] = []
        for question in form.questions():
            condition = self._conditions[form.id].get(question.id)
            met = condition is None or holds(condition, facts)
            if met:
                asked.append(question.id)
            elif condition is not None and met is False and case.facts.get(question.id) is not None:
                idle.append(_idle(form, question.id, condition, case.place(question.id)))
            if question.ends_interview and facts.get(question.id) is True:
                break
        return asked, idle


def _idle(form: Form, name: str, condition: Expression, position: Position) -> Diagnostic:
    label = form.inputs[name].label
    arguments = {
        "fact": name,
        "zh": label.zh,
        "en": label.en,
        "condition_zh": condition_in_words(form, condition, "zh"),
        "condition_en": condition_in_words(form, condition, "en"),
    }
    return Diagnostic("A124", position, arguments)


def forms_answered(case: RawCase, forms: Sequence[Form]) -> list[Form]:
    """The forms that the case answers, the one it answers most of first; each asks what none before it asks."""
    open_facts = {name for name, answer in case.facts.items() if answer is not None}
    found: list[Form] = []
    while forms and open_facts:
        best = max(forms, key=lambda form: len(open_facts & form.inputs.keys()))
        if not open_facts & best.inputs.keys():
            break
        found.append(best)
        open_facts -= best.inputs.keys()
    return found
