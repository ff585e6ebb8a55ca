"""The examples inside a ruleset, run as its tests: expected values and expected reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assess.cases.reading import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.explanation import Explanation, Reason
from assess.decisions.result import REJECTED, CaseResult, DecisionResult
from assess.decisions.values import for_program
from assess.diagnostics.diagnostic import Diagnostics
from assess.diagnostics.position import Position
from assess.engines.selection import Engine
from assess.language.dates import iso, number_of
from assess.language.elaboration import elaborate
from assess.language.expression import Fact, Result
from assess.language.program import Program, Table
from assess.language.resolved import Resolved
from assess.language.supplied import supplied_of, with_supplied
from assess.language.surface import ExampleText
from assess.language.types import Label, Number
from assess.language.typing import exact_number


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that an example expects and does not get. `kind`: value, because, rejected."""

    kind: str
    decision: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ExampleResult:
    name: Label
    position: Position
    failures: tuple[Failure, ...]
    result: CaseResult

    @property
    def passed(self) -> bool:
        return not self.failures


def run_examples(program: Program, resolved: Resolved, engine: Engine) -> Iterator[ExampleResult]:
    """Every example of the ruleset, in order, with what failed. `resolved` is needed for those that supply figures."""
    for example, position in program.examples:
        yield run_example(program, resolved, engine, example, position)


def run_example(
    program: Program, resolved: Resolved, engine: Engine, example: ExampleText, position: Position
) -> ExampleResult:
    """One example: evaluated for the decisions that it expects, then compared."""
    name = Label(example.name.zh, example.name.en)
    used = program
    if example.parameters:
        used = _with_parameters(program, resolved, example.parameters, position)
    wanted = tuple(dict.fromkeys([*example.expect, *example.because]))
    unknown = [one for one in wanted if one not in program.decisions]
    if unknown:
        failures = tuple(Failure("value", one, "a decision of the ruleset", "no such decision") for one in unknown)
        empty = CaseResult(name.en, None, None, REJECTED)
        return ExampleResult(name, position, failures, empty)
    case = RawCase(name.en, position, dict(example.facts), number_of(example.as_of))
    case.known_at = None if example.known_at is None else number_of(example.known_at)
    result = Evaluator(used, engine, only=wanted, ranked=False).evaluate(case)
    return ExampleResult(name, position, tuple(_failures(example, result)), result)


def _with_parameters(program: Program, resolved: Resolved, values: dict[str, Any], position: Position) -> Program:
    from dataclasses import replace

    diagnostics = Diagnostics()
    found = elaborate(with_supplied(resolved, supplied_of(values, "example", position), diagnostics), diagnostics)
    if found is None or diagnostics.has_errors:
        from assess.diagnostics.diagnostic import Refused

        raise Refused(diagnostics)
    return replace(found, hash=program.hash)


def _failures(example: ExampleText, result: CaseResult) -> Iterator[Failure]:
    for name, expected in example.expect.items():
        one = result.decisions.get(name)
        if one is None:
            if expected != "rejected":
                yield Failure("rejected", name, str(expected), ", ".join(problem.code for problem in result.problems))
            continue
        found = _shown(one)
        if not _equal(expected, one):
            yield Failure("value", name, str(expected), found)
    for name, reasons in example.because.items():
        one = result.decisions.get(name)
        known = set() if one is None or one.explanation is None else reasons_of(one.explanation)
        for reason in reasons:
            if reason not in known:
                yield Failure("because", name, reason, ", ".join(sorted(known)))


def _shown(one: DecisionResult) -> str:
    if one.status == REJECTED:
        return "rejected"
    value = for_program(one.outcome.value, one.decision.type)
    return "unknown" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _equal(expected: object, one: DecisionResult) -> bool:
    if expected in ("unknown", "rejected"):
        return _shown(one) == expected
    value = one.outcome.value
    if value is None:
        return False
    if isinstance(expected, bool) or isinstance(value, bool):
        return expected is value
    if isinstance(one.decision.type, Number):
        number = exact_number(expected)
        return number is not None and number * one.decision.type.denominator == int(value)
    return str(expected) == str(for_program(value, one.decision.type))


def reasons_of(explanation: Explanation) -> set[str]:
    """What an explanation rests on, as an example names it: citations, `parameter day`, facts, decisions, `row n`."""
    found = {str(citation) for citation in explanation.cite}
    found.update(f"{use.reading.parameter.name} {iso(use.reading.day)}" for use in explanation.parameters)
    for use in explanation.parameters:
        if use.reading.entry is not None:
            found.update(str(citation) for citation in use.reading.entry.cite)
    if isinstance(explanation.active.version.body, Table) and explanation.outcome.row is not None:
        found.add(f"row {explanation.outcome.row + 1}")
    roots = [explanation.formula, explanation.eligibility, explanation.result]
    roots += [row.condition for row in (*explanation.rows, *explanation.passed)]
    for root in roots:
        if root is not None:
            found.update(_names(root))
    combination = explanation.active.version.combination
    if combination is not None:
        found.update(str(citation) for rule in combination.rules for citation in rule.cite)
    found.update(str(citation) for tie in explanation.active.version.ties for citation in tie.cite)
    return found


def _names(reason: Reason) -> set[str]:
    found = {reason.node.name} if isinstance(reason.node, Fact | Result) else set()
    cite = getattr(reason.node, "cite", ())
    found.update(cite)
    for part in reason.parts:
        found |= _names(part)
    return found
