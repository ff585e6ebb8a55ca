"""A case's result as plain data for JSON, in the shape of `assess.decisions.schema`.

Every key of an object is always there; what does not apply is null or empty. What comes in several shapes says which in
`kind` (reasons, leaves) or `operator` (conditions).
"""

from __future__ import annotations

from typing import Any

from assess.decisions.doubts import doubts
from assess.decisions.explanation import Explanation, ParameterUse, Reason, RowReason
from assess.decisions.phrases import Phrases
from assess.decisions.resting import stated_behind
from assess.decisions.result import CaseResult, DecisionResult
from assess.decisions.values import decimal_text, for_program, possible_for_program
from assess.decisions.whynot import changes, neighbours
from assess.diagnostics.rendering import as_json as diagnostics_as_json
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.law import Citation
from assess.language.program import Amount, Formula, Program, Rounding, Table
from assess.language.types import Label, Number

SCHEMA = "https://assess.example/schema/decision-1.json"
_TREES = ("and", "or", "not", "none", "at_least")  # conditions written as a tree, which have no text of their own


def case_as_json(result: CaseResult, program: Program, language: str) -> dict[str, Any]:
    """The whole result; the same for every engine. `language` is that of the sentences in `says`."""
    program = result.under(program)
    phrases = Phrases.of(program, language)
    supplied = program.supplied_by
    return {
        "schema": SCHEMA,
        "case": result.case,
        "ruleset": {"id": program.id, "version": program.version, "hash": program.hash},
        "parameters_file": None if supplied is None else {"name": supplied[0], "hash": supplied[1]},
        "as_of": None if result.as_of is None else iso(result.as_of),
        "known_at": None if result.known_at is None else iso(result.known_at),
        "language": language,
        "status": result.status,
        "decisions": {one.decision.name: _decision(one, result, phrases) for one in result.visible()},
        "problems": diagnostics_as_json(result.problems),
    }


def _decision(one: DecisionResult, result: CaseResult, phrases: Phrases) -> dict[str, Any]:
    decision, explanation = one.decision, one.explanation
    overrides = decision.overrides
    data: dict[str, Any] = {
        "label": _label(decision.label),
        "value": for_program(one.outcome.value, decision.type),
        "unit": decision.unit,
        "status": one.status,
        "goal": one.goal,
        "eligible": one.outcome.eligible,
        "floor": one.floor is not None,
        "provisional": one.provisional,
        "doubts": _doubts(one, result) if one.provisional else [],
        "stated": decision.name in result.stated,
        "rests_on_stated": [other.decision.name for other in stated_behind(one, result)],
        "rule": None,
        "cite": [],
        "because": [],
        "parameters": [],
        "possible": None if one.possible is None else possible_for_program(one.possible, decision.type),
        "missing": _missing(one, result),
        "overrides": None if overrides is None else {"ruleset": overrides.ruleset, "by": decision.ruleset},
    }
    if explanation is not None:
        data["rule"] = "stated" if data["stated"] else _rule(explanation)
        data["cite"] = _cited(explanation.cite)
        data["because"] = because(explanation, result, phrases)
        data["parameters"] = [parameter_as_json(use) for use in explanation.parameters]
    return data


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _cited(cite: tuple[Citation, ...]) -> list[str]:
    return [str(citation) for citation in cite]


def _doubts(one: DecisionResult, result: CaseResult) -> list[dict[str, Any]]:
    found = doubts(one.decision.name, result)
    return [
        {
            "kind": "parameter",
            "name": use.reading.parameter.name,
            "day": iso(use.reading.day),
            "confidence": None if use.reading.entry is None else use.reading.entry.confidence,
        }
        for use in found.uses
    ] + [
        {"kind": "source", "name": source.id, "status": source.status, "confidence": source.confidence}
        for source in found.sources
    ]


def _missing(one: DecisionResult, result: CaseResult) -> list[dict[str, Any]]:
    if one.missing is None or result.edition is None:
        return []
    inputs = result.edition.program.inputs
    found: list[dict[str, Any]] = [
        {"kind": "fact", "name": name, "label": _label(inputs[name].label)} for name in one.missing.facts
    ]
    for key in one.missing.parameters:
        reading = result.edition.readings[key]
        label = _label(reading.parameter.label)
        found.append({"kind": "parameter", "name": key[0], "label": label, "day": iso(reading.day)})
    return found


def _rule(explanation: Explanation) -> str:
    body = explanation.active.version.body
    if isinstance(body, Table):
        row = explanation.outcome.row
        return explanation.active.decision.kind if row is None else f"row {row + 1}"
    return explanation.active.decision.kind


def parameter_as_json(use: ParameterUse) -> dict[str, Any]:
    reading = use.reading
    entry, parameter = reading.entry, reading.parameter
    overrides = parameter.overrides
    return {
        "name": reading.parameter.name,
        "label": _label(reading.parameter.label),
        "value": for_program(use.value, reading.parameter.type),
        "unit": reading.parameter.unit,
        "day": iso(reading.day),
        "from": None if entry is None else iso(entry.valid_from),
        "cite": [] if entry is None else _cited(entry.cite),
        "confidence": None if entry is None else entry.confidence,
        "origin": None if entry is None else entry.origin,
        "overrides": None if overrides is None else {"ruleset": overrides, "by": parameter.ruleset},
    }


def because(explanation: Explanation, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    """The reasons, each with a kind, what it says in words, and its parts with the values found."""
    body, decision = explanation.active.version.body, explanation.active.decision
    if decision.name in result.stated:
        value = for_program(explanation.outcome.value, decision.type)
        says = phrases.found_elsewhere(decision, explanation.outcome.value)
        return [{"kind": "stated", "says": says, "value": value}]
    if isinstance(body, Amount):
        found = _amount(explanation, body, result, phrases)
    elif isinstance(body, Table):
        found = _table(explanation, phrases)
    else:
        found = _formula(explanation, body, result, phrases)
    version = explanation.active.version
    if version.combination is not None:
        found.extend(_combination(explanation, result, phrases))
    for tie in version.ties:
        key = result.decisions.get(tie.decision)
        if key is not None:
            value = for_program(key.outcome.value, key.decision.type)
            found.append({"kind": "tie", "direction": tie.direction, "value": value, "cite": _cited(tie.cite)})
    return found


def _amount(explanation: Explanation, body: Amount, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if explanation.eligibility is not None:
        found.append(_condition("eligibility", explanation.eligibility, result, phrases))
    if explanation.formula is not None:
        found.append(_worked(explanation.formula, body.rounding, phrases))
    return found


def _formula(explanation: Explanation, body: Formula, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    reason = explanation.formula
    assert reason is not None
    if reason.value is True or reason.value is False or explanation.active.decision.kind == "condition":
        return [_condition("condition", reason, result, phrases)]
    return [_worked(reason, None, phrases)]


def _condition(kind: str, reason: Reason, result: CaseResult, phrases: Phrases) -> dict[str, Any]:
    ways = changes(reason, True, result) if reason.value is False else []
    return {
        "kind": kind,
        "holds": reason.value,
        "condition": reason_as_json(reason, phrases),
        "would_need": [
            [
                {
                    "says": phrases.requirement(change.reason.node, change.want),
                    "expression": change.reason.node.source,
                    "want": change.want,
                    "found": _leaves(change.reason),
                }
                for change in way
            ]
            for way in ways
        ],
    }


def _worked(reason: Reason, rounding: Rounding | None, phrases: Phrases) -> dict[str, Any]:
    return {
        "kind": "formula",
        "says": phrases.worked(reason),
        "value": for_program(reason.value, reason.node.type),
        "parts": _leaves(reason),
        "rounding": None
        if rounding is None
        else {
            "to": _step(rounding),
            "mode": rounding.mode,
            "at": rounding.at,
            "cite": _cited(rounding.cite),
        },
    }


def _step(rounding: Rounding) -> str:
    return decimal_text(
        rounding.step_numerator,
        Number(rounding.step_denominator, rounding.step_numerator, rounding.step_numerator, None),
    )


def _table(explanation: Explanation, phrases: Phrases) -> list[dict[str, Any]]:
    found = [row_as_json(row, phrases) for row in (*explanation.rows, *explanation.passed)]
    for near in neighbours(explanation):
        found.append(
            {
                "kind": "neighbour",
                "value": for_program(near.value, explanation.active.decision.type),
                "row": near.row + 1,
                "distance": for_program(near.distance, near.operand.node.type),
                "of": _leaves(near.operand),
            }
        )
    return found


def row_as_json(row: RowReason, phrases: Phrases) -> dict[str, Any]:
    because = row.row.because
    return {
        "kind": "row",
        "row": row.place + 1,
        "holds": row.holds,
        "cite": _cited(row.row.cite),
        "condition": None if row.condition is None else reason_as_json(row.condition, phrases),
        "says": None if because is None else because.in_language(phrases.language),
    }


def _leaves(reason: Reason) -> list[dict[str, Any]]:
    """The facts, decisions and parameters that an expression reads, each with the value found."""
    node = reason.node
    found = []
    if isinstance(node, e.Fact | e.Result | e.ParameterValue):
        found.append(_leaf(node, reason))
    for part in reason.parts:
        found.extend(_leaves(part))
    return found


def _leaf(node: e.Fact | e.Result | e.ParameterValue, reason: Reason) -> dict[str, Any]:
    kind, name = {e.Fact: "fact", e.Result: "decision", e.ParameterValue: "parameter"}[type(node)], node.name
    if kind == "decision" and "." in name:  # a step of a combination: what is left to be drawn of a benefit
        kind, name = "drawn", name.rsplit(".", 1)[1]
    return {"kind": kind, "name": name, "value": for_program(reason.value, node.type)}


def reason_as_json(reason: Reason, phrases: Phrases) -> dict[str, Any]:
    """A condition with what it asks, what was found, and its parts down to the facts."""
    node = reason.node
    data: dict[str, Any] = {
        "operator": "test",
        "says": phrases.requirement(node),
        "expression": "" if node.source in _TREES else node.source,
        "holds": reason.value,
    }
    if not isinstance(node, e.And | e.Or | e.AtLeast | e.Not | e.Named):
        data["found"] = _leaves(reason)
        return data
    data["operator"] = {e.And: "all", e.Or: "any", e.AtLeast: "at_least", e.Not: "not", e.Named: "named"}[type(node)]
    if isinstance(node, e.AtLeast):
        data["count"] = node.count
    if isinstance(node, e.Named):
        data["cite"] = list(node.cite)
    data["parts"] = [reason_as_json(part, phrases) for part in reason.parts]
    return data


def _combination(explanation: Explanation, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    combination = explanation.active.version.combination
    assert combination is not None
    found: list[dict[str, Any]] = []
    for benefit, drawn in combination.drawn:
        due, kept = result.decisions[benefit], result.decisions[drawn]
        found.append(
            {
                "kind": "benefit",
                "benefit": benefit,
                "due": for_program(due.outcome.value, due.decision.type),
                "drawn": for_program(kept.outcome.value, kept.decision.type),
            }
        )
    for rule in combination.rules:
        says = None if rule.when is None else phrases.requirement(rule.when)
        found.append({"kind": rule.kind, "benefits": list(rule.benefits), "when": says, "cite": _cited(rule.cite)})
    return found
