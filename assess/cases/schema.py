"""The shape of a case to decide as JSON Schema: of any case, or with the questions of a program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assess.cases.frame import KEYS
from assess.language.law import Input
from assess.language.program import Program
from assess.language.stated import can_be_stated, stated_input
from assess.language.types import Boolean, Date, Enumeration, Number, Text

CASE_SCHEMA = "https://assess.example/schema/case-1.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def case_schema(program: Program | None = None) -> dict[str, Any]:
    """The JSON Schema of a case to decide. With a program: also which facts it takes, and what each may be."""
    dates = "Written 2024-06-01; YAML dates need no quotes."
    properties: dict[str, Any] = {
        "case": {"type": ["string", "integer"], "description": "The case's id; without one, its place in the file."},
        "ruleset": {"type": "string", "description": "The ruleset to decide by, unless the call names one."},
        "as_of": {
            "type": "string", "format": "date",
            "description": f"The day to decide on, unless the call names one. {dates}",
        },
        "known_at": {
            "type": "string", "format": "date",
            "description": f"Leave out what was not known by this day. {dates}",
        },
        "facts": _answers_schema(
            "The answers, by the id of the question.", None if program is None else program.inputs
        ),
        "stated": _answers_schema(
            "Results found elsewhere, by the id of the decision: each is taken as it is, and the decision not worked "
            "out. Null: found elsewhere, but not known.",
            None if program is None else _statable(program),
        ),
    }  # fmt: skip
    assert set(properties) == set(KEYS)
    return {
        "$schema": DIALECT,
        "$id": CASE_SCHEMA,
        "title": "Case",
        "description": "One case to decide. What is unknown is left out, or null.",
        "type": "object",
        "properties": properties,
        "required": ["facts"],
        "additionalProperties": False,
    }


def _statable(program: Program) -> dict[str, Input]:
    """By decision, the question that a result stated of it answers."""
    return {name: stated_input(one) for name, one in program.decisions.items() if can_be_stated(one)}


def _answers_schema(description: str, inputs: Mapping[str, Input] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "object", "description": description}
    if inputs is not None:
        found["properties"] = {name: _fact_schema(one) for name, one in inputs.items()}
        found["additionalProperties"] = False
    return found


def _fact_schema(known: Input) -> dict[str, Any]:
    """What an answer may be; null says that it is unknown."""
    words = f"{known.label.zh} / {known.label.en}"
    if known.options:
        codes = known.type.codes if isinstance(known.type, Enumeration) else None
        options = [(value if codes is None else codes[value], label) for value, label in known.options]
        words += "".join(f"\n{value}: {label.zh} / {label.en}" for value, label in options)
        if not isinstance(known.type, Text):
            return {"enum": [*(value for value, _ in options), None], "description": words}
    return {**_answer_schema(known), "description": words}


def _answer_schema(known: Input) -> dict[str, Any]:
    type_ = known.type
    if isinstance(type_, Boolean):
        return {"type": ["boolean", "null"]}
    if isinstance(type_, Enumeration):
        return {"enum": [*type_.codes, None]}
    if isinstance(type_, Date):
        return {"type": ["string", "null"], "format": "date"}
    if isinstance(type_, Number):
        whole = type_.denominator == 1
        return {
            "type": ["integer" if whole else "number", "null"],
            "minimum": type_.minimum // type_.denominator if whole else type_.minimum / type_.denominator,
            "maximum": type_.maximum // type_.denominator if whole else type_.maximum / type_.denominator,
        }
    kinds = {"choices": "array", "persons": "array", "person": "object"}
    found: dict[str, Any] = {"type": [kinds.get(type_.form, "string"), "null"]}
    patterns = {"resident_id": "^[0-9]{17}[0-9Xx]$", "division_code": "^[0-9]{6}$"}
    if type_.form in patterns:
        found["pattern"] = patterns[type_.form]
    return found
