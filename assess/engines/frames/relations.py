"""A query over relations, as findings are one over decisions: projections, conditions, tables made on the way (WITH),
rows put together (UNION ALL) and in order, run over data frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
import sqlglot
from sqlglot import exp

from assess.engines.frames.expressions import FrameTranslator
from assess.engines.frames.projections import Projection, Projections, all_alike
from assess.engines.frames.reading import read_once
from assess.engines.frames.values import BOOLEAN, Kind
from assess.engines.sql.expressions import Inexpressible

Columns = Mapping[str, Kind]
_Frames = Mapping[str, pl.DataFrame]
_Rows = Callable[[_Frames], pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class FrameRelations:
    """`columns`: what the query gives, with the SQL types, in order. Decimals are whole numbers of their last place."""

    columns: Columns
    _made: Mapping[str, _Relation]
    """The tables of the query's WITH, each from those before."""
    _relation: _Relation

    def run(self, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
        """The rows, of tables with these names; a text may come as the code of an enumeration.

        Raises pl.exceptions.PolarsError where a number leaves its type.
        """
        frames = dict(tables)
        for name, relation in self._made.items():
            frames[name] = relation.run(frames).collect()
        if not self._relation.has_any(frames):
            return self._relation.nothing().collect()
        return self._relation.projections.by_kinds_of_rows(self._relation.rows(frames).collect())


@dataclass(frozen=True, slots=True)
class _Relation:
    """`rows`, and what is then made of each by itself. `tables`: where none of these has any, there are none."""

    columns: Columns
    tables: frozenset[str]
    rows: _Rows
    projections: Projections

    def run(self, frames: _Frames) -> pl.LazyFrame:
        return self.projections.of(self.rows(frames)) if self.has_any(frames) else self.nothing()

    def has_any(self, frames: _Frames) -> bool:
        """May there be a row? To find none with a query takes a while."""
        return any(len(frames[name]) for name in self.tables)

    def nothing(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema={name: kind.polars for name, kind in self.columns.items()})


def frame_relations(sql: str, tables: Mapping[str, Columns]) -> FrameRelations:
    """The query, over tables of columns with these types; codes of enumerations are texts to it, as in a file.

    Raises Inexpressible where it holds anything that has no counterpart.
    """
    return read_once(_frame_relations, sql, tuple((name, tuple(columns.items())) for name, columns in tables.items()))


def _frame_relations(sql: str, tables: tuple[tuple[str, tuple[tuple[str, Kind], ...]], ...]) -> FrameRelations:
    query = sqlglot.parse_one(sql, dialect="duckdb")
    given = query.args.pop("with_", None)
    relations = {name: _table(name, dict(columns)) for name, columns in tables}
    made = {}
    for table in () if given is None else given.expressions:
        _nothing_but(table, "this", "alias", "materialized")
        if table.alias in relations:
            raise Inexpressible("two tables of a name")
        made[table.alias] = _Reading(relations).relation(table.this)
        relations[table.alias] = _table(table.alias, made[table.alias].columns)
    relation = _Reading(relations).relation(query)
    return FrameRelations(relation.columns, made, relation)


def _table(name: str, columns: Columns) -> _Relation:
    return _Relation(columns, frozenset({name}), lambda frames: frames[name].lazy(), Projections(()))


class _Reading:
    def __init__(self, tables: Mapping[str, _Relation]) -> None:
        self._tables = dict(tables)

    def relation(self, node: exp.Expr) -> _Relation:
        """Raises Inexpressible."""
        reader = _READERS.get(type(node))
        if reader is None:
            raise Inexpressible(type(node).__name__)
        return reader(self, node)

    def _named(self, node: exp.Table) -> _Relation:
        _nothing_but(node, "this", "alias")
        if node.name not in self._tables:
            raise Inexpressible(node.sql("duckdb"))
        return self._tables[node.name]

    def _subquery(self, node: exp.Subquery) -> _Relation:
        _nothing_but(node, "this", "alias")
        return self.relation(node.this)

    def _select(self, node: exp.Select) -> _Relation:
        _nothing_but(node, "expressions", "from_", "joins", "where", "order")
        relation = first = self.relation(node.args["from_"].this)
        for join in node.args.get("joins") or ():
            relation = self._joined(relation, node.args["from_"].this, join)
        codes = {name for name, kind in relation.columns.items() if kind.name == "ENUM"}
        translator = FrameTranslator(relation.columns, unchecked=False, as_texts=codes)
        condition = node.args.get("where")
        where = None if condition is None else translator.value(condition.this, BOOLEAN)
        projection, columns = _projection(node, first.columns, translator)
        if translator.stops:
            raise Inexpressible("an error in a row")
        if where is None:
            of_each = Projections((*relation.projections.stages, projection))
            return _ordered(node, _Relation(columns, relation.tables, relation.rows, of_each))

        def rows(frames: _Frames) -> pl.LazyFrame:
            return relation.run(frames).filter(where)

        return _ordered(node, _Relation(columns, relation.tables, rows, Projections((projection,))))

    def _joined(self, relation: _Relation, first: exp.Expr, join: exp.Join) -> _Relation:
        """With the columns of another that the first has not, where those of one name that are held against each other
        are the same."""
        _nothing_but(join, "this", "on", "side", "kind")
        how = _JOINS.get((join.side, join.kind))
        other = self.relation(join.this)
        keys = []
        for one in join.args["on"].flatten() if isinstance(join.args.get("on"), exp.And) else ():
            sides = {column.table for column in (one.this, one.expression)} if isinstance(one, exp.EQ) else set()
            if sides != {first.alias_or_name, join.this.alias_or_name} or one.this.name != one.expression.name:
                raise Inexpressible("JOIN")
            keys.append(one.this.name)
        if how is None or not keys or any(relation.columns.get(key) != other.columns.get(key) for key in keys):
            raise Inexpressible("JOIN")
        ambiguous = relation.columns.keys() & other.columns.keys() - set(keys)
        held = {name: kind for name, kind in relation.columns.items() if name not in ambiguous}
        further = {name: kind for name, kind in other.columns.items() if name not in relation.columns}

        def rows(frames: _Frames) -> pl.LazyFrame:
            left, right = relation.run(frames).select(*held), other.run(frames).select(*keys, *further)
            return left.join(right, on=keys, how=how)

        return _Relation(held | further, relation.tables, rows, Projections(()))

    def _together(self, node: exp.Union) -> _Relation:
        _nothing_but(node, "this", "expression", "distinct", "order")
        if node.args.get("distinct") is not False:
            raise Inexpressible("UNION")
        both = [self.relation(node.this), self.relation(node.expression)]
        if list(both[0].columns.items()) != list(both[1].columns.items()):
            raise Inexpressible("UNION ALL of other columns")

        def rows(frames: _Frames) -> pl.LazyFrame:
            return pl.concat([one.run(frames) for one in both])

        return _ordered(node, _Relation(both[0].columns, both[0].tables | both[1].tables, rows, Projections(())))


def _projection(node: exp.Select, first: Columns, translator: FrameTranslator) -> tuple[Projection, Columns]:
    columns: dict[str, Kind] = {}
    made: list[pl.Expr] = []
    for one in node.expressions:
        if one.is_star:
            if columns or (isinstance(one, exp.Star) and any(one.args.values())):
                raise Inexpressible("*")
            if any(kind.name == "ENUM" for kind in first.values()):
                raise Inexpressible("codes passed on")
            if node.args.get("joins") and one.table != node.args["from_"].this.alias_or_name:
                raise Inexpressible("*")
            columns |= first
            continue
        if one.alias_or_name in columns:
            raise Inexpressible("two columns of a name")
        held = translator.held(one.this if isinstance(one, exp.Alias) else one)
        if held.is_number or held.kind.name == "NULL":
            raise Inexpressible("a column without a type")
        columns[one.alias_or_name] = held.kind
        made.append(held.expression.alias(one.alias_or_name))
    return Projection(tuple(made), tuple(columns)), columns


def _ordered(node: exp.Expr, relation: _Relation) -> _Relation:
    order = node.args.get("order")
    if order is None:
        return relation
    names = []
    for one in order.expressions:
        if one.args.get("desc") or not one.args.get("nulls_first") or not isinstance(one.this, exp.Column):
            raise Inexpressible("ORDER BY")
        names.append(one.this.name)
    if not relation.columns.keys() >= set(names):
        raise Inexpressible("ORDER BY")

    def rows(frames: _Frames) -> pl.LazyFrame:
        found = relation.run(frames).collect()
        told_apart = [name for name in names if not all_alike(found[name])]  # most are of one source, many of one code
        return (found.sort(told_apart, nulls_last=False) if told_apart else found).lazy()

    return _Relation(relation.columns, relation.tables, rows, Projections(()))


def _nothing_but(node: exp.Expr, *known: str) -> None:
    others = {name for name, value in node.args.items() if value} - set(known)
    if others:
        raise Inexpressible(f"{type(node).__name__}: {', '.join(sorted(others))}")


_JOINS: dict[tuple[str, str], Literal["inner", "left"]] = {("", ""): "inner", ("LEFT", ""): "left"}
_READERS: dict[type[exp.Expr], Callable[[_Reading, Any], _Relation]] = {
    exp.Table: _Reading._named,
    exp.Subquery: _Reading._subquery,
    exp.Select: _Reading._select,
    exp.Union: _Reading._together,
}
