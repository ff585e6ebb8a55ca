"""The rulesets that the tests decide by: those that ship, and that of Meadowland, a country that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.result import CaseResult
from assess.decisions.values import for_program
from assess.diagnostics import Diagnostics, Position
from assess.engines.interpreter import Interpreter
from assess.language.dates import number_of
from assess.language.elaboration import elaborate
from assess.language.program import Program
from assess.language.supplied import supplied_of, with_supplied
from assess.library import Library, shipped

FOLDER = Path(__file__).parent
SHIPPED = Library((shipped(),))
FICTIONAL = Library((FOLDER,))
CASE = Position("case.yaml", 1, 1)

Figures = Mapping[str, Any]
_Key = tuple[str, tuple[tuple[str, Any], ...]]


def library_of(ruleset: str) -> Library:
    return FICTIONAL if ruleset.startswith("meadowland") else SHIPPED


def program_of(ruleset: str, parameters: Figures | None = None) -> Program:
    """The checked program; `parameters` are undated figures that an office supplies."""
    return _program(_key(ruleset, parameters))


def decide(
    ruleset: str,
    as_of: str,
    facts: Mapping[str, Any],
    *only: str,
    known_at: str | None = None,
    strict: bool = True,
    parameters: Figures | None = None,
    stated: Mapping[str, Any] | None = None,
) -> CaseResult:
    """The case's result. Facts are written as in a file; `only` names the decisions asked for (otherwise the goals).

    `stated`: results found elsewhere, by decision.
    """
    case = RawCase("case", CASE, dict(facts), day(as_of))
    case.known_at = None if known_at is None else day(known_at)
    case.stated = dict(stated or {})
    return _evaluator(_key(ruleset, parameters), only or None, strict).evaluate(case)


def day(text: str) -> int:
    """`2025-12-31` as the engines hold it."""
    return number_of(date.fromisoformat(text))


def value_of(result: CaseResult, decision: str) -> Any:
    """A decision's value as JSON has it: a code, an exact decimal as text, a whole number, true, false or None."""
    one = result.decisions[decision]
    return for_program(one.outcome.value, one.decision.type)


def _key(ruleset: str, parameters: Figures | None) -> _Key:
    given = (parameters or {}).items()
    return ruleset, tuple((name, tuple(one.items()) if isinstance(one, dict) else one) for name, one in given)


@cache
def _program(key: _Key) -> Program:
    ruleset, figures = key
    library = library_of(ruleset)
    if not figures:
        return library.program(ruleset)
    resolved = library.load(ruleset).resolved
    assert resolved is not None
    diagnostics = Diagnostics()
    values = {name: dict(one) if isinstance(one, tuple) else one for name, one in figures}
    supplied = supplied_of(values, "office.yaml", Position("office.yaml"))
    program = elaborate(with_supplied(resolved, supplied, diagnostics), diagnostics)
    assert program is not None
    assert not diagnostics.has_errors, list(diagnostics)
    return program


@cache
def _evaluator(key: _Key, only: tuple[str, ...] | None, strict: bool) -> Evaluator:
    return Evaluator(_program(key), Interpreter(), only=only, strict=strict)
