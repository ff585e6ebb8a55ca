"""A case's result as plain data for JSON, in the shape of `assess.decisions.schema`."""

from __future__ import annotations

from typing import Any

from assess.decisions.explanation import Explanation, ParameterUse, Reason, RowReason
from assess.decisions.phrases import Phrases
from assess.decisions.result import CaseResult, DecisionResult
from assess.decisions.values import for_program, possible_for_program
from assess.decisions.whynot import changes, neighbours
from assess.diagnostics.rendering import as_json as diagnostics_as_json
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.program import Amount, Formula, Program, Table

SCHEMA = "https://assess.example/schema/decision-1.json"


def case_as_json(result: CaseResult, program: Program, language: str) -> dict[str, Any]:
    """The whole result; the same for every engine."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "case": result.case,
        "ruleset": {"id": program.id, "version": program.version, "hash": program.hash},
        "as_of": None if result.as_of is None else iso(result.as_of),
        "status": result.status,
        "decisions": {},
        "problems": diagnostics_as_json(result.problems),
    }
    if result.known_at is not None:
        data["known_at"] = iso(result.known_at)
    if program.supplied_by is not None:
        data["parameters_file"] = {"name": program.supplied_by[0], "hash": program.supplied_by[1]}
    phrases = Phrases(program, language)
    for one in result.visible():
        data["decisions"][one.decision.name] = _decision(one, result, phrases)
    return data


def _decision(one: DecisionResult, result: CaseResult, phrases: Phrases) -> dict[str, Any]:
    decision, explanation = one.decision, one.explanation
    type_ = decision.type
    data: dict[str, Any] = {
        "label": {"zh": decision.label.zh, "en": decision.label.en},
        "value": for_program(one.outcome.value, type_),
        "unit": decision.unit,
        "status": one.status,
        "goal": one.goal,
        "eligible": one.outcome.eligible,
        "provisional": one.provisional,
        "rule": None,
        "cite": [],
        "because": [],
        "parameters": [],
        "possible": None if one.possible is None else possible_for_program(one.possible, type_),
        "missing": [],
    }
    if decision.overrides is not None:
        data["overrides"] = {"ruleset": decision.overrides.ruleset, "by": decision.ruleset}
    if one.missing is not None:
        data["missing"] = [{"fact": name} for name in one.missing.facts]
        assert result.edition is not None
        for key in one.missing.parameters:
            reading = result.edition.readings[key]
            data["missing"].append({"parameter": key[0], "day": iso(reading.day)})
    if explanation is not None:
        data["rule"] = _rule(explanation)
        data["cite"] = [str(citation) for citation in explanation.cite]
        data["because"] = because(explanation, result, phrases)
        data["parameters"] = [parameter_as_json(use) for use in explanation.parameters]
    return data


def _rule(explanation: Explanation) -> str:
    body = explanation.active.version.body
    if isinstance(body, Table):
        row = explanation.outcome.row
        return explanation.active.decision.kind if row is None else f"row {row + 1}"
    return explanation.active.decision.kind


def parameter_as_json(use: ParameterUse) -> dict[str, Any]:
    reading = use.reading
    entry = reading.entry
    return {
        "name": reading.parameter.name,
        "value": for_program(use.value, reading.parameter.type),
        "unit": reading.parameter.unit,
        "day": iso(reading.day),
        "from": None if entry is None else iso(entry.valid_from),
        "cite": [] if entry is None else [str(citation) for citation in entry.cite],
        "confidence": None if entry is None else entry.confidence,
        "origin": None if entry is None else entry.origin,
    }


def because(explanation: Explanation, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    """The reasons, each with a kind, what it says in words, and its parts with the values found."""
    body = explanation.active.version.body
    if isinstance(body, Amount):
        found = _amount(explanation, body, result, phrases)
    elif isinstance(body, Table):
        found = _table(explanation, phrases)
    else:
        found = _formula(explanation, body, phrases)
    version = explanation.active.version
    if version.combination is not None:
        found.extend(_combination(explanation, result))
    for tie in version.ties:
        key = result.decisions.get(tie.decision)
        if key is not None:
            found.append(
                {
                    "kind": "tie",
                    "direction": tie.direction,
                    "value": for_program(key.outcome.value, key.decision.type),
                    "cite": [str(citation) for citation in tie.cite],
                }
            )
    return found


def _amount(explanation: Explanation, body: Amount, result: CaseResult, phrases: Phrases) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if explanation.eligibility is not None:
        reason = explanation.eligibility
        entry: dict[str, Any] = {"kind": "eligibility", "holds": reason.value, "condition": reason_as_json(reason, phrases)}
        if reason.value is False:
            ways = changes(reason, True, result)
            entry["would_need"] = [
                [{"says": phrases.requirement(c.reason.node, c.want), "found": phrases.found(c.reason)} for c in way]
                for way in ways
            ]
        found.append(entry)
    if explanation.formula is not None:
        rounding = body.rounding
        found.append(
            {
                "kind": "formula",
                "says": phrases.worked(explanation.formula),
                "value": for_program(explanation.formula.value, explanation.formula.node.type),
                "parts": _leaves(explanation.formula, phrases),
                "rounding": None
                if rounding is None
                else {
                    "to": _step(rounding.step_numerator, rounding.step_denominator),
                    "mode": rounding.mode,
                    "at": rounding.at,
                    "cite": [str(citation) for citation in rounding.cite],
                },
            }
        )
    return found


def _step(numerator: int, denominator: int) -> str:
    from assess.decisions.values import decimal_text
    from assess.language.types import Number

    return decimal_text(numerator, Number(denominator, numerator, numerator, None))


def _table(explanation: Explanation, phrases: Phrases) -> list[dict[str, Any]]:
    found = [row_as_json(row, phrases) for row in explanation.rows]
    found += [row_as_json(row, phrases) for row in explanation.passed]
    for near in neighbours(explanation):
        found.append(
            {
                "kind": "neighbour",
                "value": for_program(near.value, explanation.active.decision.type),
                "row": near.row + 1,
                "distance": for_program(near.distance, near.operand.node.type),
            }
        )
    return found


def row_as_json(row: RowReason, phrases: Phrases) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": "row",
        "row": row.index + 1,
        "holds": row.holds,
        "cite": [str(citation) for citation in row.row.cite],
        "condition": None if row.condition is None else reason_as_json(row.condition, phrases),
    }
    if row.row.because is not None:
        data["says"] = row.row.because.in_language(phrases.language)
    return data


def _formula(explanation: Explanation, body: Formula, phrases: Phrases) -> list[dict[str, Any]]:
    reason = explanation.formula
    assert reason is not None
    if reason.value is True or reason.value is False or explanation.active.decision.kind == "condition":
        return [{"kind": "condition", "holds": reason.value, "condition": reason_as_json(reason, phrases)}]
    return [
        {
            "kind": "formula",
            "says": phrases.worked(reason),
            "value": for_program(reason.value, body.expression.type),
            "parts": _leaves(reason, phrases),
        }
    ]


def _leaves(reason: Reason, phrases: Phrases) -> list[dict[str, Any]]:
    found = []
    if isinstance(reason.node, e.Fact | e.Result | e.ParameterValue):
        found.append(_leaf(reason))
    for part in reason.parts:
        found.extend(_leaves(part, phrases))
    return found


def _leaf(reason: Reason) -> dict[str, Any]:
    kind = {e.Fact: "fact", e.Result: "decision", e.ParameterValue: "parameter"}[type(reason.node)]
    name = getattr(reason.node, "name", "")
    return {kind: name, "value": for_program(reason.value, reason.node.type)}


def reason_as_json(reason: Reason, phrases: Phrases) -> dict[str, Any]:
    """A condition with what it asks, what was found, and its parts down to the facts."""
    node = reason.node
    data: dict[str, Any] = {"expression": node.source, "holds": reason.value, "says": phrases.requirement(node)}
    if isinstance(node, e.And | e.Or | e.AtLeast | e.Not | e.Named):
        data["operator"] = {
            e.And: "all", e.Or: "any", e.AtLeast: "at_least", e.Not: "not", e.Named: "named",
        }[type(node)]  # fmt: skip
        if isinstance(node, e.Named):
            data["cite"] = list(node.cite)
        data["parts"] = [reason_as_json(part, phrases) for part in reason.parts]
    else:
        data["found"] = _leaves(reason, phrases)
    return data


def _combination(explanation: Explanation, result: CaseResult) -> list[dict[str, Any]]:
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
        found.append(
            {
                "kind": rule.kind,
                "benefits": list(rule.benefits),
                "cite": [str(citation) for citation in rule.cite],
            }
        )
    return found
