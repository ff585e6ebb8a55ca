"""Proves of every decision table that its rows leave no gap, do not overlap, and can all be reached.

The facts and results that a table reads are taken as independent of one another, with every value of their types. Where
two of them hang together (one decision worked out from another), a table may have to speak of a combination that cannot
occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.checks.proof.formulas import FALSE, TRUE
from assess.language.checks.proof.search import Proof, Rows
from assess.language.checks.proof.variables import Undecidable
from assess.language.law import Input
from assess.language.program import Decision, Program, Row, Table, Version


def check_tables(program: Program, diagnostics: Diagnostics, below: Program | None = None) -> None:
    """Reports gaps (C101), overlaps (C102), rows that never hit (C103), and tables too large to tell (C104).

    Tables that stand just so in `below`, the program built on, are passed over: what is to be said of them was said
    of it.
    """
    proved = {} if below is None or not _has_inputs_of(below, program) else below.decisions
    for decision in program.decisions.values():
        same = proved.get(decision.name)
        tables = [] if same is None else [(version.position, version.body) for version in same.versions]
        for version in decision.versions:
            if isinstance(version.body, Table) and (version.position, version.body) not in tables:
                _TableCheck(decision, version, version.body, program.inputs, diagnostics).run()


def _has_inputs_of(below: Program, program: Program) -> bool:
    """Can what the tables of the program below read have the same values in this one?"""
    return all(program.inputs.get(name) == given for name, given in below.inputs.items())


class _TableCheck:
    def __init__(
        self,
        decision: Decision,
        version: Version,
        table: Table,
        inputs: Mapping[str, Input],
        diagnostics: Diagnostics,
    ) -> None:
        self.name = decision.name
        self.version = version
        self.table = table
        self.inputs = inputs
        self.diagnostics = diagnostics
        self.rows = [(number, row) for number, row in enumerate(table.rows, start=1) if row.condition is not None]
        self.otherwise = next(((n, row) for n, row in enumerate(table.rows, start=1) if row.condition is None), None)
        self.may_have_gaps = table.hit == "collect" or table.gaps_declared or self.otherwise is not None

    def run(self) -> None:
        try:
            self.proof = Proof(self.inputs, [row.condition for _, row in self.rows if row.condition is not None])
        except Undecidable:
            if self.table.hit == "unique" or not self.may_have_gaps:
                self._undecidable()
            return
        if self.table.hit == "unique":
            self._unique()
        elif self.table.hit == "first":
            self._first()
        else:
            self._collect()

    def _unique(self) -> None:
        """One walk settles gaps and overlaps: in every part of the space either one row hits, or there is a fault."""
        gap = False
        overlapping: set[tuple[int, int]] = set()
        reached: set[int] = set()
        try:
            for outcome, cells in self.proof.search(self.proof.rows, _settled_for_unique):
                hits = [index for index, row in enumerate(outcome) if row is TRUE]
                pair = (hits[0], hits[1]) if len(hits) > 1 else None
                if (pair in overlapping) if pair else (gap if not hits else hits[0] in reached):
                    continue
                values = self.proof.witness(cells)
                if values is None:
                    continue
                reached.update(hits)
                if pair:
                    overlapping.add(pair)
                    self._overlap(*pair, self.proof.variables.shown(values))
                elif not hits:
                    gap = True
                    if not self.may_have_gaps:
                        self._gap(self.proof.variables.shown(values))
            for index in range(len(self.rows)):
                if index not in reached:
                    self._reach(index, ())
        except Undecidable:
            self._undecidable()
            return
        if self.otherwise is not None and not gap:
            self._never(None)

    def _first(self) -> None:
        """First the gap, then row by row: is there anything that it hits and none before it does?"""
        try:
            values = self.proof.example((), self.proof.rows)
            if values is None and self.otherwise is not None:
                self._never(None)
            elif values is not None and not self.may_have_gaps:
                self._gap(self.proof.variables.shown(values))
        except Undecidable:
            if not self.may_have_gaps:
                self._undecidable()
        for index in range(len(self.rows)):
            self._reach(index, self.proof.rows[:index])

    def _collect(self) -> None:
        for index in range(len(self.rows)):
            self._reach(index, ())

    def _reach(self, index: int, before: Rows) -> None:
        """Reports a row that hits nothing of what those before it leave; where that is not known, it may be of use."""
        with suppress(Undecidable):
            if self.proof.example((self.proof.rows[index],), before) is None:
                self._never(index)

    # findings

    def _gap(self, witness: str) -> None:
        self.diagnostics.report("C101", self.version.position, name=self.name, witness=witness)

    def _overlap(self, first: int, second: int, witness: str) -> None:
        (number, row), (other, other_row) = self.rows[second], self.rows[first]
        self.diagnostics.report(
            "C102", row.position, name=self.name, row=number, other=other, place=other_row.position, witness=witness
        )

    def _never(self, index: int | None) -> None:
        number, row = self._row(index)
        self.diagnostics.report("C103", row.position, name=self.name, row=number)

    def _row(self, index: int | None) -> tuple[int, Row]:
        """The row of that number among those with a condition, or the «otherwise» row."""
        if index is not None:
            return self.rows[index]
        assert self.otherwise is not None
        return self.otherwise

    def _undecidable(self) -> None:
        self.diagnostics.report("C104", self.version.position, name=self.name, rows=len(self.table.rows))


def _settled_for_unique(rows: Rows) -> bool:
    """Two rows hit; or each row is known to hit or not to."""
    hits = sum(row is TRUE for row in rows)
    return hits > 1 or all(row is TRUE or row is FALSE for row in rows)
