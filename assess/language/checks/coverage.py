"""Accounts for every clause of every source: something rests on it, or it is listed as not decided, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.checks.citations import Use, uses
from assess.language.law import Citation, Clause, NotDecided, Source
from assess.language.program import Program

IMPLEMENTED, NOT_DECIDED, OPEN = "implemented", "not_decided", "open"


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One clause and what became of it.

    status: `implemented` where anything rests on the clause (it may be listed as not decided too, for the part that no
    rule decides), `not_decided` where it is only listed, `open` where it is neither.
    """

    source: Source
    clause: Clause
    status: str
    uses: tuple[Use, ...]
    not_decided: NotDecided | None

    @property
    def citation(self) -> Citation:
        return Citation(self.source.id, self.clause.key)

    @property
    def accounted(self) -> bool:
        return self.status != OPEN


@dataclass(frozen=True, slots=True)
class Provision:
    """The clauses that carry one id (`S2-10`): a provision of the source, taken apart. Without an id: one clause."""

    id: str
    clauses: tuple[ClauseCoverage, ...]

    @property
    def accounted(self) -> bool:
        return all(one.accounted for one in self.clauses)

    @property
    def status(self) -> str:
        """`open` where any clause is, else `implemented` where any is, else `not_decided`."""
        found = {one.status for one in self.clauses}
        return next(status for status in (OPEN, IMPLEMENTED, NOT_DECIDED) if status in found)


def clause_coverage(program: Program, ruleset_id: str | None = None) -> list[ClauseCoverage]:
    """Every clause of the sources that the ruleset declares (the program's own, when None), in the order declared."""
    cited = uses(program)
    listed: dict[Citation, NotDecided] = {}
    for given in program.not_decided:
        for citation in given.cite:
            listed.setdefault(citation, given)
    found = []
    for source in program.sources.values():
        if source.ruleset != (ruleset_id or program.id):
            continue
        for clause in source.clauses.values():
            citation = Citation(source.id, clause.key)
            resting, reason = cited.get(citation, ()), listed.get(citation)
            status = IMPLEMENTED if resting else OPEN if reason is None else NOT_DECIDED
            found.append(ClauseCoverage(source, clause, status, resting, reason))
    return found


def provisions(coverage: Iterable[ClauseCoverage]) -> list[Provision]:
    """The clauses put together by their ids, in the order of the first of each."""
    grouped: dict[tuple[str, str], list[ClauseCoverage]] = {}
    for one in coverage:
        grouped.setdefault((one.source.id, one.clause.id or str(one.citation)), []).append(one)
    return [Provision(id_, tuple(clauses)) for (_, id_), clauses in grouped.items()]


def check_coverage(program: Program, diagnostics: Diagnostics) -> None:
    """Reports clauses left open (K201), listed twice (K202), and sources of which nothing is cited (K203)."""
    cited = {one.source.id for one in clause_coverage(program) if one.accounted}
    for one in clause_coverage(program):
        if not one.accounted and Citation.parse(str(one.citation)) is not None:  # what cannot be cited is reported so
            diagnostics.report("K201", one.clause.position, source=one.source.id, clause=one.clause.key)
    for source in program.sources.values():
        if source.ruleset == program.id and source.id not in cited:
            diagnostics.report("K203", source.position, source=source.id)
    _check_listed_twice(program, diagnostics)


def _check_listed_twice(program: Program, diagnostics: Diagnostics) -> None:
    first: dict[Citation, NotDecided] = {}
    for given in program.not_decided:
        if given.ruleset != program.id:
            continue
        seen: set[Citation] = set()
        for citation in given.cite:
            other = given if citation in seen else first.setdefault(citation, given)
            if other is not given or citation in seen:
                diagnostics.report("K202", given.position, cite=citation, other=other.position)
            seen.add(citation)
