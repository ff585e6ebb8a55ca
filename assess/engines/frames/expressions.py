"""SQL expressions as expressions of Polars, each with its type. What is not known here is refused, never passed over.

The two agree by themselves in most of it: AND and OR are Kleene's, a branch of a choice is not taken where its
condition is unknown, arithmetic on nothing is nothing. Where they do not, `numbers` and `texts` make up for it.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Collection, Mapping
from functools import reduce
from typing import Any

import polars as pl
from sqlglot import exp

from assess.engines.frames.numbers import NUMBERS, counted
from assess.engines.frames.texts import TEXTS, decimal_as_text
from assess.engines.frames.values import (
    BIGINT,
    BOOLEAN,
    DATE,
    MOST_DIGITS,
    NULL,
    TEXT,
    Held,
    Kind,
    common,
    in_kind,
    kind_of,
    null,
    number,
    units,
    whole,
    worth_of,
)
from assess.engines.sql.expressions import Inexpressible

_FIRST_WRITTEN, _LAST_WRITTEN = datetime.date(1, 1, 1), datetime.date(9999, 12, 31)
"""The days that both write alike. Years before the first and after the last each writes in its own way."""


class FrameTranslator:
    """Expressions over columns of known types. `stops`: conditions on which SQL would end in an error; where one holds
    in any row, nothing of the rows is of use.

    `as_texts`: columns that hold codes of an enumeration and are texts to the query. `there`: columns that are known
    to have a value in every row.
    """

    def __init__(
        self,
        columns: Mapping[str, Kind],
        *,
        unchecked: bool,
        as_texts: Collection[str] = frozenset(),
        there: Collection[str] = frozenset(),
    ) -> None:
        self._columns = columns
        self._as_texts = as_texts
        self._there = there
        self.unchecked = unchecked
        self.stops: list[pl.Expr] = []
        self._known: dict[int, tuple[exp.Expr, Held]] = {}
        """What has been brought over, since some of it is asked for twice; with the nodes, that none takes the number
        of another."""

    def held(self, node: exp.Expr) -> Held:
        """Raises Inexpressible."""
        known = self._known.get(id(node))
        if known is None:
            writer = _WRITERS.get(type(node))
            if writer is None:
                raise Inexpressible(type(node).__name__)
            known = self._known[id(node)] = node, writer(self, node)
        return known[1]

    def value(self, node: exp.Expr, kind: Kind) -> pl.Expr:
        return in_kind(self.held(node), kind)

    def alike(self, *nodes: exp.Expr) -> tuple[list[pl.Expr], Kind]:
        """The nodes in the type that holds all of them."""
        those = [self.held(node) for node in nodes]
        kind = common(those)
        return [in_kind(one, kind) for one in those], kind

    def stop(self, condition: pl.Expr) -> None:
        self.stops.append(condition)

    # leaves

    def _column(self, node: exp.Column) -> Held:
        if node.name not in self._columns:
            raise Inexpressible(f"column {node.name}")
        if node.name in self._as_texts:
            return Held(TEXT, pl.col(node.name).cast(pl.String))
        return Held(self._columns[node.name], pl.col(node.name), there=node.name in self._there)

    def _literal(self, node: exp.Literal) -> Held:
        if node.is_string:
            return Held(TEXT, pl.lit(node.this, dtype=pl.String), node.this)
        digits, _, behind = str(node.this).partition(".")
        if not (digits + behind).isascii() or not (digits + behind).isdigit():
            raise Inexpressible(node.this)
        return number(int(digits + behind), len(behind))

    def _negative(self, node: exp.Neg) -> Held:
        found = self.held(node.this)
        if not found.is_number or not isinstance(found.written, int):
            raise Inexpressible("the negative of a column")
        return number(-found.written, found.kind.places)

    def _null(self, node: exp.Null) -> Held:
        return null()

    def _boolean(self, node: exp.Boolean) -> Held:
        return Held(BOOLEAN, pl.lit(bool(node.this)), bool(node.this), there=True)

    def _paren(self, node: exp.Paren) -> Held:
        return self.held(node.this)

    # conditions

    def _and(self, node: exp.And) -> Held:
        return self._condition(operator.and_, node.this, node.expression)

    def _or(self, node: exp.Or) -> Held:
        return self._condition(operator.or_, node.this, node.expression)

    def _not(self, node: exp.Not) -> Held:
        return self._condition(operator.invert, node.this)

    def _condition(self, made: Callable[..., pl.Expr], *nodes: exp.Expr) -> Held:
        """A condition made of conditions."""
        there = all(self.held(node).there for node in nodes)
        return Held(BOOLEAN, made(*(self.value(node, BOOLEAN) for node in nodes)), there=there)

    def _is(self, node: exp.Is) -> Held:
        if isinstance(node.expression, exp.Null):
            found = self.held(node.this).expression
            if isinstance(node.this, exp.Column):  # a code need not become a text for it
                found = pl.col(node.this.name)
            return Held(BOOLEAN, found.is_null(), there=True)
        if isinstance(node.expression, exp.Boolean) and node.expression.this is True:
            return Held(BOOLEAN, self.value(node.this, BOOLEAN).fill_null(False), there=True)
        raise Inexpressible("IS")

    def _compared(self, node: exp.Binary) -> Held:
        if (code := self._code(node)) is not None:
            return Held(BOOLEAN, _COMPARISONS[type(node)](pl.col(node.this.name), code))
        count = counted(self, node.this, Kind("TINYINT"))
        both = [count or self.held(node.this), self.held(node.expression)]
        kind = common(both)
        left, right = (in_kind(one, kind) for one in both)
        if kind.name == "ENUM":
            raise Inexpressible("a comparison of codes")
        return Held(BOOLEAN, _COMPARISONS[type(node)](left, right), there=all(one.there for one in both))

    def _code(self, node: exp.Binary) -> pl.Expr | None:
        """The code that a text written out is, where a column of codes is held against it; None for anything else."""
        if not isinstance(node, exp.EQ | exp.NEQ) or not isinstance(node.this, exp.Column):
            return None
        text, column = node.expression, node.this.name
        if column not in self._as_texts or not isinstance(text, exp.Literal) or not text.is_string:
            return None
        kind = self._columns[column]
        return pl.lit(text.this, dtype=kind.polars) if text.this in kind.names else None

    def _between(self, node: exp.Between) -> Held:
        (value, low, high), kind = self.alike(node.this, node.args["low"], node.args["high"])
        if kind.name == "ENUM":
            raise Inexpressible("a comparison of codes")
        return Held(BOOLEAN, (value >= low) & (value <= high))

    def _among(self, node: exp.In) -> Held:
        if not node.expressions or node.args.get("query") is not None:
            raise Inexpressible("IN")
        (value, *choices), _ = self.alike(node.this, *node.expressions)
        return Held(BOOLEAN, reduce(lambda some, one: some | (value == one), choices[1:], value == choices[0]))

    # choices

    def _case(self, node: exp.Case, wanted: Kind | None = None) -> Held:
        """`wanted`: what it is cast to: where all branches are written out, they are so in that type."""
        branches, default = node.args["ifs"], node.args.get("default")
        if node.this is None and len(branches) == 1 and _is_error(branches[0].args["true"]):
            self.stop(self.value(branches[0].this, BOOLEAN))
            return null() if default is None else self.held(default)
        values = [self.held(one.args["true"]) for one in branches]
        otherwise = null() if default is None else self.held(default)
        kind = common([*values, otherwise])
        if (
            wanted is not None
            and wanted.is_whole
            and all(one.is_number or one.kind == NULL for one in (*values, otherwise))
        ):
            kind = wanted
        if kind == NULL:
            return null()
        chain: Any = pl
        for one, value in zip(branches, values, strict=True):
            if node.this is None:
                condition = self.value(one.this, BOOLEAN)
            else:
                (subject, key), _ = self.alike(node.this, one.this)
                condition = subject == key
            chain = chain.when(condition).then(in_kind(value, kind))
        natural = all(one.natural for one in (*values, otherwise))
        there = all(one.there for one in (*values, otherwise))
        return Held(kind, chain.otherwise(in_kind(otherwise, kind)), natural=natural, there=there)

    def _coalesce(self, node: exp.Coalesce) -> Held:
        nodes = (node.this, *node.expressions)
        those, kind = self.alike(*nodes)
        return Held(kind, pl.coalesce(*those), there=any(self.held(one).there for one in nodes))

    def _null_if(self, node: exp.Nullif) -> Held:
        (value, other), kind = self.alike(node.this, node.expression)
        return Held(kind, pl.when((value == other).fill_null(False)).then(None).otherwise(value))

    # types

    def _cast(self, node: exp.Cast) -> Held:
        kind = kind_of(node.to.sql("duckdb"))
        if _is_nothing(node):
            return Held(kind, pl.lit(None, dtype=kind.polars), natural=True)
        count = counted(self, node.this, kind) if kind.is_whole else None
        if count is not None:
            return count
        found = self._case(node.this, kind) if isinstance(node.this, exp.Case) else self.held(node.this)
        have = found.kind
        if have == kind or have.name == "NULL":
            return Held(kind, in_kind(found, kind), found.written, found.natural, found.there)
        if kind == DATE and isinstance(found.written, str):
            day = datetime.date.fromisoformat(found.written)
            return Held(DATE, pl.lit(day), day)
        if found.is_number or (have.name == "TEXT" and kind.name == "ENUM"):
            if kind.name == "TEXT":
                return Held(TEXT, pl.lit(str(whole(found))), str(whole(found)))
            return Held(kind, in_kind(found, kind), _written_in(found, kind), found.natural, found.there)
        if kind.is_whole and (have.is_whole or have.name == "BOOLEAN"):
            if have.name == "BOOLEAN":
                return Held(kind, worth_of(found, kind), natural=True, there=found.there)
            return Held(kind, found.expression.cast(kind.polars), natural=found.natural, there=found.there)
        if kind.is_whole and have.name == "DECIMAL" and have.places == 0:
            return Held(kind, found.expression.cast(kind.polars))
        if kind.name == "DECIMAL" and kind.digits <= MOST_DIGITS and kind.places >= have.places:
            return self._as_decimal(found, kind)
        if kind.name == "TEXT" and have.is_whole:
            return Held(TEXT, found.expression.cast(pl.String))
        if kind.name == "TEXT" and have.name == "DECIMAL" and have.places:
            return Held(TEXT, decimal_as_text(found.expression, have.places))
        if kind.name == "TEXT" and have.name == "DATE":
            writable = found.expression.is_between(pl.lit(_FIRST_WRITTEN), pl.lit(_LAST_WRITTEN))
            self.stop(~writable)
            return Held(TEXT, pl.when(writable).then(found.expression).cast(pl.String))
        raise Inexpressible(f"{have.sql} as {kind.sql}")

    def _as_decimal(self, found: Held, kind: Kind) -> Held:
        have = found.kind
        if not have.is_whole and have.name != "DECIMAL":
            raise Inexpressible(f"{have.sql} as {kind.sql}")
        value = found.expression.cast(pl.Int64)
        if have.most_digits - have.places > kind.digits - kind.places:
            most = 10 ** (kind.digits - kind.places + have.places) - 1
            self.stop(~value.is_between(-most, most))
        factor = 10 ** (kind.places - have.places)
        return Held(kind, value * pl.lit(factor, dtype=pl.Int64) if factor > 1 else value)

    def _tried_cast(self, node: exp.TryCast) -> Held:
        kind = kind_of(node.to.sql("duckdb"))
        found = self.held(node.this)
        if found.kind != TEXT or kind != BIGINT:
            raise Inexpressible("TRY_CAST")
        return Held(kind, found.expression.cast(pl.Int64, strict=False))


def _written_in(held: Held, kind: Kind) -> int | None:
    """The number that is written out, as the type holds it."""
    if kind.is_whole or kind.name == "DECIMAL":
        return units(held, kind)
    return None


def _is_nothing(node: exp.Expr) -> bool:
    """Is it NULL, of whatever types on the way?"""
    while isinstance(node, exp.Cast):
        node = node.this
    return isinstance(node, exp.Null)


def _is_error(node: exp.Expr) -> bool:
    return any(str(one.this).upper() == "ERROR" for one in node.find_all(exp.Anonymous))


_COMPARISONS: dict[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.EQ: lambda left, right: left == right,
    exp.NEQ: lambda left, right: left != right,
    exp.LT: lambda left, right: left < right,
    exp.LTE: lambda left, right: left <= right,
    exp.GT: lambda left, right: left > right,
    exp.GTE: lambda left, right: left >= right,
}
_WRITERS: dict[type[exp.Expr], Callable[[FrameTranslator, Any], Held]] = {
    exp.Column: FrameTranslator._column,
    exp.Literal: FrameTranslator._literal,
    exp.Neg: FrameTranslator._negative,
    exp.Null: FrameTranslator._null,
    exp.Boolean: FrameTranslator._boolean,
    exp.Paren: FrameTranslator._paren,
    exp.And: FrameTranslator._and,
    exp.Or: FrameTranslator._or,
    exp.Not: FrameTranslator._not,
    exp.Is: FrameTranslator._is,
    **dict.fromkeys(_COMPARISONS, FrameTranslator._compared),
    exp.Between: FrameTranslator._between,
    exp.In: FrameTranslator._among,
    exp.Case: FrameTranslator._case,
    exp.Coalesce: FrameTranslator._coalesce,
    exp.Nullif: FrameTranslator._null_if,
    exp.Cast: FrameTranslator._cast,
    exp.TryCast: FrameTranslator._tried_cast,
    **NUMBERS,
    **TEXTS,
}
