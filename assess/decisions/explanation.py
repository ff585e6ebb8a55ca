"""Why a decision came out as it did: its expressions with the value of every part, and the rows that hit or did not.

An explanation is rebuilt from the program, the facts and the outcomes alone, so it is the same whichever engine found
the outcomes, and a row of a roll can be explained long after.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from assess.engines.meaning import Evaluator, Outcome, Surroundings, Value, combined, evaluator
from assess.language.edition import Active, Reading
from assess.language.expression import Expression, ParameterValue
from assess.language.law import Citation, Source
from assess.language.program import Amount, Formula, Row, Table, Version


class Reason(NamedTuple):
    """An expression, the value found for it (None: unknown), and the same for its operands."""

    node: Expression
    value: Value
    parts: tuple[Reason, ...] = ()


class RowReason(NamedTuple):
    """A table row, its place (from 0), and why it hit, may hit or did not hit. `condition` None: an «otherwise» row."""

    place: int
    row: Row
    condition: Reason | None
    holds: bool | None


class ParameterUse(NamedTuple):
    """A parameter look-up that a decision rests on, with the one value taken from it."""

    reading: Reading
    value: Value


@dataclass(slots=True)
class Explanation:
    """Everything that a decision rests on, in the order of the ruleset.

    `rows`: the row that hit, or those that still could; `passed`: the rows looked at before that did not hit.
    `formula` is a formula's expression, or an amount before rounding; `eligibility` an amount's condition.
    """

    active: Active
    outcome: Outcome
    cite: tuple[Citation, ...]
    parameters: tuple[ParameterUse, ...]
    formula: Reason | None = None
    eligibility: Reason | None = None
    result: Reason | None = None
    rows: tuple[RowReason, ...] = ()
    passed: tuple[RowReason, ...] = ()


Annotator = Callable[[Surroundings], Reason]
Explainer = Callable[[Surroundings, Outcome], Explanation]


def annotator(node: Expression) -> Annotator:
    """The expression as a function from its surroundings to the reason tree."""
    children = node.children()
    if not children:
        read = evaluator(node)
        return lambda around: Reason(node, read(around))
    operands = tuple(annotator(child) for child in children)
    if isinstance(node, ParameterValue):
        looked_up: Evaluator = evaluator(node)
        return lambda around: Reason(node, looked_up(around), tuple([operand(around) for operand in operands]))

    def annotate(around: Surroundings) -> Reason:
        parts = tuple([operand(around) for operand in operands])
        return Reason(node, combined(node, [part.value for part in parts]), parts)

    return annotate


def explainer(active: Active) -> Explainer:
    """The decision's version as a function from surroundings and outcome to its explanation."""
    body = active.version.body
    uses = _parameter_uses(active.version)
    cite = active.version.cite
    if isinstance(body, Formula):
        formula = annotator(body.expression)
        return lambda around, outcome: Explanation(
            active, outcome, cite, uses(around, outcome), formula=formula(around)
        )
    if isinstance(body, Amount):
        return _amount(active, body, uses)
    return _table(active, body, uses)


def _amount(
    active: Active, body: Amount, uses: Callable[[Surroundings, Outcome], tuple[ParameterUse, ...]]
) -> Explainer:
    formula = annotator(body.formula)
    eligibility = None if body.eligibility is None else annotator(body.eligibility)
    cite = active.version.cite
    if body.rounding is not None:
        cite = tuple(dict.fromkeys((*cite, *body.rounding.cite)))

    def explain(around: Surroundings, outcome: Outcome) -> Explanation:
        return Explanation(
            active,
            outcome,
            cite,
            uses(around, outcome),
            formula=None if outcome.eligible is False else formula(around),
            eligibility=None if eligibility is None else eligibility(around),
        )

    return explain


def _table(active: Active, body: Table, uses: Callable[[Surroundings, Outcome], tuple[ParameterUse, ...]]) -> Explainer:
    conditions = [None if row.condition is None else annotator(row.condition) for row in body.rows]
    results = [None if row.result is None else annotator(row.result) for row in body.rows]
    cite = active.version.cite

    def explain(around: Surroundings, outcome: Outcome) -> Explanation:
        rows: list[RowReason] = []
        passed: list[RowReason] = []
        settled = False
        for index, row in enumerate(body.rows):
            condition = conditions[index]
            if condition is None:
                if not settled:
                    rows.append(RowReason(index, row, None, True if not rows else None))
                break
            reason = condition(around)
            if reason.value is False:
                passed.append(RowReason(index, row, reason, False))
                continue
            rows.append(RowReason(index, row, reason, reason.value))  # type: ignore[arg-type]
            if reason.value is True:
                settled = True
                if body.hit != "collect":
                    break
        result = results[rows[0].place] if len(rows) == 1 else None
        cited = cite if len(rows) != 1 else tuple(dict.fromkeys((*rows[0].row.cite, *cite)))
        return Explanation(
            active,
            outcome,
            cited,
            uses(around, outcome),
            result=None if result is None else result(around),
            rows=tuple(rows),
            passed=tuple(passed),
        )

    return explain


def _parameter_uses(version: Version) -> Callable[[Surroundings, Outcome], tuple[ParameterUse, ...]]:
    """The parameters read; those of an amount alone where the person is not eligible are not read at all."""
    body = version.body
    everything = [(node, evaluator(node)) for part in version.expressions() for node in _parameters_in(part)]
    if isinstance(body, Amount):
        condition = [] if body.eligibility is None else _parameters_in(body.eligibility)
        barred = [(node, evaluator(node)) for node in condition]
    else:
        barred = everything
    if not everything:
        return lambda around, outcome: ()

    def uses(around: Surroundings, outcome: Outcome) -> tuple[ParameterUse, ...]:
        found: dict[tuple[str, str], ParameterUse] = {}
        for node, value in barred if outcome.eligible is False else everything:
            key = (node.name, node.shift)
            if key not in found:
                found[key] = ParameterUse(around.readings[key], value(around))
        return tuple(found.values())

    return uses


def _parameters_in(node: Expression) -> list[ParameterValue]:
    found = [node] if isinstance(node, ParameterValue) else []
    for child in node.children():
        found.extend(_parameters_in(child))
    return found


def read_by(explanation: Explanation) -> tuple[str, ...]:
    """The decisions that this one really looked at."""
    body = explanation.active.version.body
    if isinstance(body, Amount) and explanation.outcome.eligible is False and explanation.eligibility is not None:
        return tuple(_results_in(explanation.eligibility))
    return explanation.active.needs.decisions


def _results_in(reason: Reason) -> list[str]:
    from assess.language.expression import Result

    found = [reason.node.name] if isinstance(reason.node, Result) else []
    for part in reason.parts:
        found.extend(_results_in(part))
    return found


def is_doubtful_source(source: Source) -> bool:
    """Is the instrument a draft, or its content not seen as published?"""
    return source.status == "draft" or source.confidence != "published"
