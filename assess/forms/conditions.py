"""`only_if`: the condition on earlier answers under which a question is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.engines.meaning import Surroundings, Value, evaluate
from assess.language.expression import Compare, Constant, Expression, Fact
from assess.language.feel.parser import parse_expression
from assess.language.law import Input
from assess.language.types import Boolean, Number, Text
from assess.language.typing import Typing, Untypable

if TYPE_CHECKING:
    from assess.forms.definition import Form, QuestionText

Place = Callable[["QuestionText"], Position]
_UNREADABLE = ("choices", "person", "persons")


def conditions_of(form: Form, place: Place, diagnostics: Diagnostics) -> dict[str, Expression]:
    """The typed condition of every question that has one; faults are reported at `place`.

    A condition may read the questions before it, whose answers are known when it is asked, and nothing else.
    """
    found: dict[str, Expression] = {}
    earlier: dict[str, Input | None] = {}
    for question in form.questions():
        if question.only_if is not None:
            condition = _condition(question, earlier, place(question), diagnostics)
            if condition is not None:
                found[question.id] = condition
        earlier[question.id] = form.inputs.get(question.id)
    return found


def _condition(
    question: QuestionText, earlier: Mapping[str, Input | None], position: Position, diagnostics: Diagnostics
) -> Expression | None:
    def lookup(name: str, place: Position, shift: str) -> Expression:
        if name not in earlier or shift:
            diagnostics.report("Q106", place, name=question.id, fact=name, near=nearest(name, earlier))
            raise Untypable
        known = earlier[name]
        if known is None:  # itself at fault, which is reported already
            raise Untypable
        if isinstance(known.type, Text) and known.type.form in _UNREADABLE:
            diagnostics.report("Q107", place, name=question.id, fact=name)
            raise Untypable
        return Fact(type=known.type, name=name, position=place, source=name)

    syntax = parse_expression(question.only_if or "", position, diagnostics)
    if syntax is None:
        return None
    try:
        return Typing(lookup, diagnostics).condition(syntax)
    except Untypable:
        return None


def holds(condition: Expression, facts: Mapping[str, Value]) -> bool | None:
    """Whether the condition is met by these answers; None where one that it reads is not known."""
    found: bool | None = evaluate(condition, Surroundings(facts, {}, {}, 0))
    return found


def condition_in_words(form: Form, condition: Expression, language: str) -> str:
    """The condition in the words of the form, «社会救助类别为“特困人员”»; as it is written where it is less simple."""
    chinese = language == "zh"
    if isinstance(condition, Fact) and isinstance(condition.type, Boolean):
        label = form.inputs[condition.name].label.in_language(language)
        return f"{label}：是" if chinese else f"{label}: yes"
    if isinstance(condition, Compare) and isinstance(condition.left, Fact) and isinstance(condition.right, Constant):
        known = form.inputs[condition.left.name]
        value = condition.right.value
        words = {option: text.in_language(language) for option, text in known.options}
        shown = words.get(value) if isinstance(value, int) and condition.operator == "=" else None
        if shown is not None:
            label = known.label.in_language(language)
            return f"{label}为“{shown}”" if chinese else f"{label} is “{shown}”"
        if isinstance(condition.left.type, Number) and condition.left.type.denominator == 1:
            return f"{known.label.in_language(language)} {condition.operator} {value}"
    return condition.source
