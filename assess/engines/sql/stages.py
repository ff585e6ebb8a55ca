"""A query grown in stages: every expression in the earliest projection after those that make the columns it reads.

An expression that is read twice is a column of an earlier stage, so that the database works it out once; and no
expression grows with the length of the chain of decisions behind it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from assess.engines.sql.nodes import column


class Stages:
    """Columns by name, each on the stage that it needs; those of the source stand on stage 0."""

    def __init__(self, source: Iterable[str]) -> None:
        self._level: dict[str, int] = dict.fromkeys(source, 0)
        self._stages: list[dict[str, exp.Expression]] = []

    def add(self, name: str, expression: exp.Expression) -> None:
        """Raises KeyError where the expression reads a column that is not there."""
        level = max((self._level[read.name] for read in expression.find_all(exp.Column)), default=0) + 1
        while len(self._stages) < level:
            self._stages.append({})
        self._stages[level - 1][name] = expression
        self._level[name] = level

    def __contains__(self, name: str) -> bool:
        return name in self._level

    def query(self, source: exp.Expression, wanted: Iterable[exp.Expression]) -> exp.Select:
        """The last projection, over those before it, over the source (a table or a subquery)."""
        relation = source
        for number_, stage in enumerate(self._stages, start=1):
            made = (exp.alias_(expression, name, quoted=True, copy=False) for name, expression in stage.items())
            step = exp.select(exp.Star(), *made, copy=False).from_(relation, copy=False)
            relation = step.subquery(f"stage_{number_}", copy=False)
        return exp.select(*wanted, copy=False).from_(relation, copy=False)


def named(name: str, expression: exp.Expression | None = None) -> exp.Expression:
    """A column of the last projection: the one of that name, or an expression under it."""
    return column(name) if expression is None else exp.alias_(expression, name, quoted=True)
