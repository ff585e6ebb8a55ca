"""The people of a roll in portions, so that what is kept of each person while adding up stays in memory."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.nodes import number


@dataclass(frozen=True, slots=True)
class Portion:
    """Those people whose number, divided by `count`, leaves `index`."""

    count: int
    index: int

    def of(self, person: exp.Expr) -> exp.Expr:
        """Is the person one of them?"""
        return exp.true() if self.count == 1 else (person % self.count).eq(number(self.index))


EVERYBODY = Portion(1, 0)
