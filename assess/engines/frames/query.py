"""A query of stages, as `assess.engines.sql.stages` writes it, run over a data frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import polars as pl
import sqlglot
from sqlglot import exp

from assess.engines.frames.expressions import FrameTranslator
from assess.engines.frames.reading import read_once
from assess.engines.frames.values import BOOLEAN, Held, Kind, kind_of
from assess.engines.sql.expressions import Inexpressible

_STOP, _ANCHOR = "__stop", "__anchor"


class Stopped(Exception):
    """SQL would end in an error, which says that some row is not in order."""


@cache
def _plain() -> pl.QueryOptFlags:
    """Columns are made as they stand: what is shared has a stage of its own already."""
    return pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False, cluster_with_columns=False)


@dataclass(frozen=True)
class FrameQuery:
    """`columns`: what the query gives, with the SQL types, in order. Decimals are whole numbers of their last place."""

    columns: Mapping[str, Kind]
    _stages: tuple[tuple[pl.Expr, ...], ...]
    _where: pl.Expr | None
    _wanted: Mapping[str, pl.Expr]
    _given: Mapping[str, str]
    """Of what is wanted, that which is a column of the relation, or something else where this has no value."""
    _stops: tuple[pl.Expr, ...]

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows in their order. Raises Stopped; pl.exceptions.PolarsError where a number leaves its type."""
        lazy = frame.lazy()
        for stage in self._stages:
            lazy = lazy.with_columns(stage)
        if self._where is not None:
            lazy = lazy.filter(self._where)
        full = {name: column for name, column in self._given.items() if not frame[column].null_count()}
        wanted = [pl.col(full[name]).alias(name) if name in full else held for name, held in self._wanted.items()]
        anchor = pl.col(frame.columns[0]).alias(_ANCHOR)  # or constants alone would be one row
        found = lazy.select(*wanted, *self._stops, anchor).collect(optimizations=_plain())
        if any(found[one.meta.output_name()].any() for one in self._stops):
            raise Stopped
        return found.select(list(self.columns))


def frame_query(sql: str, source: tuple[tuple[str, str], ...], *, unchecked: bool = False) -> FrameQuery:
    """The query, over a relation of columns with these SQL types. `unchecked`: nobody has looked at the numbers yet.

    Raises Inexpressible where it holds anything that has no counterpart.
    """
    return read_once(_frame_query, sql, source, unchecked)


def _frame_query(sql: str, source: tuple[tuple[str, str], ...], unchecked: bool) -> FrameQuery:
    relation = columns = {name: kind_of(type_) for name, type_ in source}
    *inner, last = _selects(sql)
    stages: list[tuple[pl.Expr, ...]] = []
    stops: list[pl.Expr] = []
    there: set[str] = set()
    for select in inner:
        translator = FrameTranslator(columns, unchecked=unchecked, there=there)
        made = _made(select, translator)
        stopping = [one.alias(f"{_STOP}.{len(stops) + place}") for place, one in enumerate(translator.stops)]
        stops += [pl.col(one.meta.output_name()) for one in stopping]
        stages.append((*(held.expression.alias(name) for name, held in made.items()), *stopping))
        columns = columns | {name: held.kind for name, held in made.items()}
        there = there - made.keys() | {name for name, held in made.items() if held.there}
    translator = FrameTranslator(columns, unchecked=unchecked, there=there)
    condition = last.args.get("where")
    where = None if condition is None else translator.value(condition.this, BOOLEAN)
    wanted = _made(last, translator)
    stops += translator.stops
    found = {name: held.expression.alias(name) for name, held in wanted.items()}
    stop = (pl.any_horizontal(stops).any().alias(_STOP),) if stops else ()
    given = {
        one.alias: one.this.this.name
        for one in last.expressions
        if isinstance(one.this, exp.Coalesce) and isinstance(one.this.this, exp.Column)
    }
    given = {name: column for name, column in given.items() if relation.get(column) == wanted[name].kind}
    return FrameQuery({name: held.kind for name, held in wanted.items()}, tuple(stages), where, found, given, stop)


def _selects(sql: str) -> list[exp.Expr]:
    """The query, innermost projection first."""
    select = sqlglot.parse_one(sql, dialect="duckdb")
    found = [select]
    while True:
        others = {name for name, value in select.args.items() if value} - {"expressions", "from_", "where"}
        if not isinstance(select, exp.Select) or others:
            raise Inexpressible("a query of another form")
        relation = select.args["from_"].this
        if isinstance(relation, exp.Table):
            return found[::-1]
        select = relation.this
        found.append(select)


def _made(select: exp.Expr, translator: FrameTranslator) -> dict[str, Held]:
    """The columns that the projection makes; those that it only passes on are not among them if it passes on all."""
    return {
        one.alias_or_name: translator.held(one.this if isinstance(one, exp.Alias) else one)
        for one in select.expressions
        if not isinstance(one, exp.Star)
    }
