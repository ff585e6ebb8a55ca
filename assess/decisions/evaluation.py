"""One case to one result: facts checked, the edition found, the engine run, the outcome explained."""

from __future__ import annotations

from collections.abc import Mapping

from assess.cases.facts import too_late
from assess.cases.intake import Intake
from assess.cases.reading import RawCase
from assess.cases.stated import taken_as_stated
from assess.decisions.explainers import Explainers
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult, DecisionResult
from assess.diagnostics.diagnostic import Diagnostic, Refused, nearest
from assess.diagnostics.position import Position
from assess.engines.bounds import prospects
from assess.engines.meaning import Outcome, Value
from assess.engines.missing import Missing, by_decisiveness, missing
from assess.engines.selection import Engine
from assess.language.edition import Edition, edition_of
from assess.language.program import Program

_MOST_EDITIONS = 200
"""How many dates are kept at once: each holds its explainers, some hundred kilobytes for a large ruleset."""
_NOTHING: Mapping[str, Value] = {}


class Evaluator:
    """Decides cases under one program; those that state results, under what these make of it.

    Editions and explainers are made once per date (and set of decisions whose results are stated), and kept.
    """

    def __init__(
        self,
        program: Program,
        engine: Engine,
        *,
        only: tuple[str, ...] | None = None,
        strict: bool = True,
        ranked: bool = True,
    ) -> None:
        self.program = program
        self._engine = engine
        self._only = only
        self._strict = strict
        self._ranked = ranked
        self._intake = Intake(program.inputs)
        self._bounded_dates = {name for name, known in program.inputs.items() if known.not_after_as_of}
        self._editions: dict[tuple[Program, int, int | None], Edition] = {}
        self._explainers: dict[tuple[Program, int, int | None], Explainers] = {}
        for name in only or ():
            if name not in program.decisions or program.decisions[name].hidden:
                visible = [one.name for one in program.decisions.values() if not one.hidden]
                arguments = {"name": name, "ruleset": program.id, "near": nearest(name, visible)}
                raise Refused([Diagnostic("X103", Position("--only"), arguments)])

    def edition(self, as_of: int, known_at: int | None, program: Program | None = None) -> Edition:
        """The edition of the dates; `program`: that in which results are stated, where it is not the evaluator's."""
        key = (program or self.program, as_of, known_at)
        if key not in self._editions:
            if len(self._editions) >= _MOST_EDITIONS:  # a stream over many dates must not grow without end
                self._editions.clear()
                self._explainers.clear()
            self._editions[key] = edition_of(key[0], as_of, known_at, self._strict, self._only)
        return self._editions[key]

    def evaluate(self, case: RawCase) -> CaseResult:
        """The case's result. Nothing about the case raises; what is wrong with it makes it rejected."""
        problems = list(case.problems)
        facts, faults = self._intake.facts(case.facts, case.place)
        problems.extend(faults)
        if case.as_of is not None and self._bounded_dates & facts.keys():
            problems.extend(too_late(self.program.inputs, facts, case.as_of, case.place))
        program, stated = self.program, _NOTHING
        if case.stated:
            program, stated, faults = taken_as_stated(program, case.stated, lambda name: case.place_of("stated", name))
            problems.extend(faults)
        if case.as_of is None and not case.problems:
            problems.append(Diagnostic("A207", case.position))
        if problems or case.as_of is None:
            return CaseResult(case.id, case.as_of, case.known_at, REJECTED, problems=problems + case.notes)
        edition = self.edition(case.as_of, case.known_at, program)
        facts.update(stated)
        outcomes = self._engine.outcomes(edition, facts)
        result = CaseResult(case.id, case.as_of, case.known_at, DECIDED, edition, facts)
        result.stated = frozenset(case.stated)
        result.handed_over = dict(getattr(self._engine, "handed_over", {}))
        result.problems.extend(case.notes)
        self._fill(result, edition, facts, outcomes)
        return result

    def _fill(
        self, result: CaseResult, edition: Edition, facts: Mapping[str, Value], outcomes: Mapping[str, Outcome]
    ) -> None:
        key = (edition.program, edition.as_of, edition.known_at)
        explainers = self._explainers.get(key)
        if explainers is None:
            explainers = self._explainers[key] = Explainers(edition)
        explanations = explainers.explain(facts, outcomes, edition.as_of)
        provisional = explainers.provisional(explanations)
        for name, explanation in explanations.items():
            outcome = outcomes[name]
            status = UNDETERMINED if outcome.value is None else DECIDED
            result.decisions[name] = DecisionResult(
                explanation.active.decision, status, outcome, explanation, provisional[name],
                goal=name in edition.wanted,
            )  # fmt: skip
        if any(one.status == UNDETERMINED for one in result.decisions.values()):
            self._open(result, edition, facts, outcomes)
        for name, problem in edition.unavailable.items():
            result.decisions[name] = DecisionResult(
                edition.program.decisions[name], REJECTED, Outcome(None), problem=problem, goal=name in edition.wanted
            )
            result.problems.extend(one for one in edition.faults[name] if one not in result.problems)
        result.problems.extend(edition.warnings)
        goals = [one.status for one in result.decisions.values() if one.goal]
        result.status = REJECTED if REJECTED in goals else UNDETERMINED if UNDETERMINED in goals else DECIDED

    def _open(
        self, result: CaseResult, edition: Edition, facts: Mapping[str, Value], outcomes: Mapping[str, Outcome]
    ) -> None:
        """What is still possible of the undetermined decisions, and what is missing."""
        still = prospects(edition, facts)
        gaps = missing(edition, facts, outcomes)
        shown = {name: gap for name, gap in gaps.items() if not edition.program.decisions[name].hidden}
        order = by_decisiveness(edition, facts, shown) if self._ranked else {}
        for name, gap in gaps.items():
            decision = result.decisions[name]
            decision.possible = still[name]
            decision.missing = Missing(order.get(name, gap.facts), gap.parameters)
        for name, active in edition.active.items():
            open_ties = [gaps[tie.decision] for tie in active.version.ties if tie.decision in gaps]
            if open_ties and result.decisions[name].missing is None:  # the tier is certain, the place in it is not
                facts_missing = dict.fromkeys(fact for gap in open_ties for fact in gap.facts)
                figures_missing = dict.fromkeys(key for gap in open_ties for key in gap.parameters)
                result.decisions[name].missing = Missing(tuple(facts_missing), tuple(figures_missing))
