"""A query grown in stages: every expression in the earliest projection after those that make the columns it reads.

An expression that is read twice is a column of an earlier stage, so that the database works it out once; and no
expression grows with the length of the chain of decisions behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlglot import exp

from assess.engines.sql.nodes import column


class Stages:
    """Columns by name, each on the stage that it needs; those of the source stand on stage 0."""

    def __init__(self, source: Iterable[str]) -> None:
        self._level: dict[str, int] = dict.fromkeys(source, 0)
        self._stages: list[dict[str, exp.Expr]] = []
        self._reads: dict[str, set[str]] = {}
        self._shared: dict[str, str] = {}

    def add(self, name: str, expression: exp.Expr) -> None:
        """Makes a column. Raises KeyError where the expression reads one that is not there."""
        reads = _read_by(expression)
        level = max((self._level[read] for read in reads), default=0) + 1
        while len(self._stages) < level:
            self._stages.append({})
        self._stages[level - 1][name] = expression
        self._level[name], self._reads[name] = level, reads

    def shared(self, name: str, expression: exp.Expr) -> str:
        """The name of the column that holds the expression, whoever asked for it first; made under `name`, which is no
        other's, if there is none."""
        key = expression.sql()
        if key not in self._shared:
            if name in self:
                raise ValueError(f"two columns {name}")
            self.add(name, expression)
            self._shared[key] = name
        return self._shared[key]

    def __contains__(self, name: str) -> bool:
        return name in self._level

    @property
    def projections(self) -> tuple[Mapping[str, exp.Expr], ...]:
        """The columns that each stage makes, in the order in which the stages follow one another."""
        return tuple(self._stages)

    def needed(self, wanted: Iterable[exp.Expr]) -> tuple[Mapping[str, exp.Expr], ...]:
        """The `projections`, of each only the columns that these expressions rest on."""
        read = set[str]().union(*map(_read_by, wanted))
        found: list[dict[str, exp.Expr]] = []
        for stage in reversed(self._stages):
            kept = {name: expression for name, expression in stage.items() if name in read}
            read.update(*(self._reads[name] for name in kept))
            found.append(kept)
        return tuple(stage for stage in reversed(found) if stage)

    def query(self, source: exp.Expr, wanted: Sequence[exp.Expr], where: exp.Expr | None = None) -> exp.Select:
        """The last projection, of the rows that fulfil the condition, over those before it, over the source (a table
        or a subquery). Its stages hold the same nodes as those of other queries: to be written, not to be changed."""
        relation = self.relation(source, wanted if where is None else [*wanted, where])
        found = exp.select(*wanted, copy=False).from_(relation, copy=False)
        return found if where is None else found.where(where, copy=False)

    def relation(self, source: exp.Expr, wanted: Iterable[exp.Expr]) -> exp.Expr:
        """What such a query selects from: the source, under the stages that make the columns that are wanted."""
        relation = source
        for number, stage in enumerate(self.needed(wanted), start=1):
            relation = projection(stage, relation).subquery(f"stage_{number}", copy=False)
        return relation


def _read_by(expression: exp.Expr) -> set[str]:
    return {read.name for read in expression.find_all(exp.Column)}


def projection(made: Mapping[str, exp.Expr], relation: exp.Expr) -> exp.Select:
    """Every column of the relation, and those made."""
    columns = [named(name, expression) for name, expression in made.items()]
    return exp.select(exp.Star(), *columns, copy=False).from_(relation, copy=False)


def named(name: str, expression: exp.Expr | None = None) -> exp.Expr:
    """A column of a projection: the one of that name, or an expression under it."""
    return column(name) if expression is None else exp.alias_(expression, name, quoted=True, copy=False)
