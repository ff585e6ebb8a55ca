"""SQL expressions as expressions of Polars, each with its type. What is not known here is refused, never passed over.

The two agree by themselves in most of it: AND and OR are Kleene's, a branch of a choice is not taken where its condition
is unknown, arithmetic on nothing is nothing. Where they do not, the difference is made up for: Polars rounds quotients
down where SQL cuts them off, and lets a number run over its type where SQL stops. A number of a table of facts is
checked before it is reckoned with, and what is made of it is bounded when a ruleset is loaded; before the check
(`unchecked`), everything is reckoned in 64 bits.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import cache, reduce
from typing import Any

import polars as pl
from sqlglot import exp

from assess.engines.frames.values import (
    BIGINT,
    BOOLEAN,
    DATE,
    INT,
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
    whole,
)
from assess.engines.sql.expressions import Inexpressible
from assess.engines.sql.natural import day_number

_FIRST_DAY, _LAST_DAY = datetime.date(1800, 1, 1), datetime.date(2200, 12, 31)
"""The days whose parts are looked up. No rule is about others, and a roll that has one is taken another way."""


class FrameTranslator:
    """Expressions over columns of known types. `stops`: conditions on which SQL would end in an error; where one holds
    in any row, nothing of the rows is of use."""

    def __init__(self, columns: Mapping[str, Kind], *, unchecked: bool) -> None:
        self._columns = columns
        self._unchecked = unchecked
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

    def condition(self, node: exp.Expr) -> pl.Expr:
        """Raises Inexpressible."""
        return self._in(node, BOOLEAN)

    def _in(self, node: exp.Expr, kind: Kind) -> pl.Expr:
        return in_kind(self.held(node), kind)

    def _same(self, *nodes: exp.Expr) -> tuple[list[pl.Expr], Kind]:
        """The nodes in the type that holds all of them."""
        those = [self.held(node) for node in nodes]
        kind = common(those)
        return [in_kind(one, kind) for one in those], kind

    # leaves

    def _column(self, node: exp.Column) -> Held:
        return Held(self._columns[node.name], pl.col(node.name))

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
        return Held(BOOLEAN, pl.lit(bool(node.this)), bool(node.this))

    def _paren(self, node: exp.Paren) -> Held:
        return self.held(node.this)

    # conditions

    def _and(self, node: exp.And) -> Held:
        return Held(BOOLEAN, self._in(node.this, BOOLEAN) & self._in(node.expression, BOOLEAN))

    def _or(self, node: exp.Or) -> Held:
        return Held(BOOLEAN, self._in(node.this, BOOLEAN) | self._in(node.expression, BOOLEAN))

    def _not(self, node: exp.Not) -> Held:
        return Held(BOOLEAN, ~self._in(node.this, BOOLEAN))

    def _is(self, node: exp.Is) -> Held:
        if isinstance(node.expression, exp.Null):
            return Held(BOOLEAN, self.held(node.this).expression.is_null())
        if isinstance(node.expression, exp.Boolean) and node.expression.this is True:
            return Held(BOOLEAN, self._in(node.this, BOOLEAN).fill_null(False))
        raise Inexpressible("IS")

    def _compared(self, node: exp.Binary) -> Held:
        counted = self._counted(node.this, Kind("TINYINT"))
        if counted is not None and isinstance(node.expression, exp.Literal):
            (left, right), _ = [counted, self.held(node.expression)], None
            kind = common([left, right])
            return Held(BOOLEAN, _COMPARISONS[type(node)](in_kind(left, kind), in_kind(right, kind)))
        (left, right), kind = self._same(node.this, node.expression)
        if kind.name == "ENUM":
            raise Inexpressible("a comparison of codes")
        return Held(BOOLEAN, _COMPARISONS[type(node)](left, right))

    def _between(self, node: exp.Between) -> Held:
        (value, low, high), kind = self._same(node.this, node.args["low"], node.args["high"])
        if kind.name == "ENUM":
            raise Inexpressible("a comparison of codes")
        return Held(BOOLEAN, (value >= low) & (value <= high))

    def _among(self, node: exp.In) -> Held:
        if not node.expressions or node.args.get("query") is not None:
            raise Inexpressible("IN")
        (value, *choices), _ = self._same(node.this, *node.expressions)
        return Held(BOOLEAN, reduce(lambda some, one: some | (value == one), choices[1:], value == choices[0]))

    # whole numbers and decimals

    def _reckoned(
        self, node: exp.Binary, reckon: Callable[[Any, Any], Any], *, keeps: bool = True
    ) -> Held:
        """What is made of two whole numbers, in the type that holds both. `keeps`: of what is never negative it makes
        what is not either."""
        left, right = self.held(node.this), self.held(node.expression)
        kind = common([left, right])
        if not kind.is_whole:
            raise Inexpressible(type(node).__name__)
        if self._unchecked:
            kind = BIGINT
        natural = keeps and left.natural and right.natural
        return Held(kind, reckon(in_kind(left, kind), in_kind(right, kind)), natural=natural)

    def _sum(self, node: exp.Add | exp.Sub) -> Held:
        reckon = operator.add if isinstance(node, exp.Add) else operator.sub
        (left, right), kind = self._same(node.this, node.expression)
        if kind.name != "DECIMAL":
            return _day_number(self, node) or self._reckoned(node, reckon, keeps=isinstance(node, exp.Add))
        if kind.digits >= MOST_DIGITS:
            raise Inexpressible(f"a sum of {kind.digits + 1} digits")
        return Held(Kind("DECIMAL", kind.digits + 1, kind.places), reckon(left, right))

    def _product(self, node: exp.Mul) -> Held:
        left, right = self.held(node.this), self.held(node.expression)
        if left.kind.name == "DECIMAL":
            return self._decimal_product(left, right)
        return self._reckoned(node, operator.mul)

    def _decimal_product(self, left: Held, right: Held) -> Held:
        if right.is_number:
            return self._decimal_times(left, whole(right))
        if right.kind.name != "DECIMAL" or left.kind.digits + right.kind.digits > MOST_DIGITS:
            raise Inexpressible("a product of decimals")
        kind = Kind("DECIMAL", left.kind.digits + right.kind.digits, left.kind.places + right.kind.places)
        return Held(kind, left.expression * right.expression)

    def _decimal_times(self, left: Held, factor: int) -> Held:
        """By a power of ten, the point moves as far as there are places."""
        digits, places = left.kind.digits, left.kind.places
        tens = len(str(factor)) - 1
        if factor == 10**tens and tens >= places:
            factor, places = 10 ** (tens - places), 0
        if factor > 1:
            self.stops.append(left.expression.abs() > (10**MOST_DIGITS - 1) // factor)
        found = left.expression * pl.lit(factor, dtype=pl.Int64) if factor != 1 else left.expression
        return Held(Kind("DECIMAL", MOST_DIGITS if factor != 1 else digits, places), found)

    def _quotient(self, node: exp.IntDiv) -> Held:
        return self._reckoned(node, self._cutting_off(node))

    def _rest(self, node: exp.Mod) -> Held:
        cut_off = self._cutting_off(node)
        return self._reckoned(node, lambda left, right: left - cut_off(left, right) * right)

    def _cutting_off(self, node: exp.Binary) -> Callable[[pl.Expr, pl.Expr], pl.Expr]:
        """The quotient cut off towards zero; nothing where the divisor is 0."""
        left, right = self.held(node.this), self.held(node.expression)
        if left.natural and right.natural:
            return operator.floordiv
        return _cut_off_above_zero if right.natural else _cut_off

    def _bits(self, node: exp.Binary) -> Held:
        return self._reckoned(node, _BITWISE[type(node)])

    def _absolute(self, node: exp.Abs) -> Held:
        found = self.held(node.this)
        if not found.kind.is_whole:
            raise Inexpressible("ABS")
        return Held(found.kind, found.expression.abs(), natural=True)

    def _sign(self, node: exp.Sign) -> Held:
        found = self.held(node.this)
        if not found.kind.is_whole:
            raise Inexpressible("SIGN")
        return Held(Kind("TINYINT"), found.expression.sign().cast(pl.Int8))

    def _extreme(self, node: exp.Least | exp.Greatest) -> Held:
        those, kind = self._same(node.this, *node.expressions)
        if not kind.is_whole and kind.name not in ("DECIMAL", "DATE"):
            raise Inexpressible(type(node).__name__)
        horizontal = pl.min_horizontal if isinstance(node, exp.Least) else pl.max_horizontal
        return Held(kind, horizontal(*those))

    def _counted(self, node: exp.Expr, kind: Kind) -> Held | None:
        """A sum of conditions, each worth a number or 0, in this type; None if it is another sum, or too large for it.
        SQL counts them in 32 bits, whatever comes of it."""
        if not isinstance(node, exp.Add):
            return None
        terms = list(_terms(node))
        if None in terms or sum(worth for term in terms if term is not None for worth in term[1:]) >= 2**7:
            return None
        total: pl.Expr | None = None
        for condition, worth in (term for term in terms if term is not None):
            if condition is None:
                one = pl.lit(worth, dtype=kind.polars)
            else:
                held = self.held(condition)
                if held.kind != BOOLEAN:
                    return None
                one = held.expression.cast(kind.polars)
                one = one if worth == 1 else one * pl.lit(worth, dtype=kind.polars)
            total = one if total is None else total + one
        assert total is not None
        return Held(kind, total, natural=True)

    # choices

    def _case(self, node: exp.Case, wanted: Kind | None = None) -> Held:
        """`wanted`: what it is cast to: where all branches are written out, they are so in that type."""
        branches, default = node.args["ifs"], node.args.get("default")
        if node.this is None and len(branches) == 1 and _is_error(branches[0].args["true"]):
            self.stops.append(self._in(branches[0].this, BOOLEAN))
            return null() if default is None else self.held(default)
        values = [self.held(one.args["true"]) for one in branches]
        otherwise = null() if default is None else self.held(default)
        kind = common([*values, otherwise])
        if wanted is not None and wanted.is_whole and all(one.is_number or one.kind == NULL for one in (*values, otherwise)):
            kind = wanted
        if kind == NULL:
            return null()
        chain: Any = pl
        for one, value in zip(branches, values, strict=True):
            if node.this is None:
                condition = self._in(one.this, BOOLEAN)
            else:
                (subject, key), _ = self._same(node.this, one.this)
                condition = subject == key
            chain = chain.when(condition).then(in_kind(value, kind))
        natural = all(one.natural for one in (*values, otherwise))
        return Held(kind, chain.otherwise(in_kind(otherwise, kind)), natural=natural)

    def _coalesce(self, node: exp.Coalesce) -> Held:
        those, kind = self._same(node.this, *node.expressions)
        return Held(kind, pl.coalesce(*those))

    def _null_if(self, node: exp.Nullif) -> Held:
        (value, other), kind = self._same(node.this, node.expression)
        return Held(kind, pl.when((value == other).fill_null(False)).then(None).otherwise(value))

    # types

    def _cast(self, node: exp.Cast) -> Held:
        kind = kind_of(node.to.sql("duckdb"))
        counted = self._counted(node.this, kind) if kind.is_whole else None
        if counted is not None:
            return counted
        found = self._case(node.this, kind) if isinstance(node.this, exp.Case) else self.held(node.this)
        have = found.kind
        if have == kind or have.name == "NULL":
            return Held(kind, in_kind(found, kind), found.written, found.natural)
        if kind == DATE and isinstance(found.written, str):
            day = datetime.date.fromisoformat(found.written)
            return Held(DATE, pl.lit(day), day)
        if found.is_number or (have.name == "TEXT" and kind.name == "ENUM"):
            if kind.name == "TEXT":
                return Held(TEXT, pl.lit(str(whole(found))), str(whole(found)))
            return Held(kind, in_kind(found, kind), found.written if kind.is_whole else None, found.natural)
        if kind.is_whole and (have.is_whole or have.name == "BOOLEAN"):
            natural = found.natural or have.name == "BOOLEAN"
            return Held(kind, found.expression.cast(kind.polars), natural=natural)
        if kind.is_whole and have.name == "DECIMAL" and have.places == 0:
            return Held(kind, found.expression.cast(kind.polars))
        if kind.name == "DECIMAL" and kind.digits <= MOST_DIGITS and kind.places >= have.places:
            return self._as_decimal(found, kind)
        if kind.name == "TEXT" and (have.is_whole or have.name == "DATE"):
            return Held(TEXT, found.expression.cast(pl.String))
        raise Inexpressible(f"{have.sql} as {kind.sql}")

    def _as_decimal(self, found: Held, kind: Kind) -> Held:
        have = found.kind
        if not have.is_whole and have.name != "DECIMAL":
            raise Inexpressible(f"{have.sql} as {kind.sql}")
        value = found.expression.cast(pl.Int64)
        if have.name == "BIGINT" or have.digits - have.places > kind.digits - kind.places:
            self.stops.append(value.abs() >= 10 ** (kind.digits - kind.places + have.places))
        factor = 10 ** (kind.places - have.places)
        return Held(kind, value * pl.lit(factor, dtype=pl.Int64) if factor > 1 else value)

    def _tried_cast(self, node: exp.TryCast) -> Held:
        kind = kind_of(node.to.sql("duckdb"))
        found = self.held(node.this)
        if found.kind != TEXT or kind != BIGINT:
            raise Inexpressible("TRY_CAST")
        return Held(kind, found.expression.cast(pl.Int64, strict=False))

    def _part_of_day(self, node: exp.Extract) -> Held:
        return self.looked_up(node.expression, node.this.name.upper())

    def looked_up(self, node: exp.Expr, part: str) -> Held:
        """A part of a day, or its `NUMBER`. Raises Inexpressible."""
        if part not in _PARTS:
            raise Inexpressible(part)
        place = self._in(node, DATE).to_physical() - _days(_FIRST_DAY)
        return Held(INT, pl.lit(_looked_up_in(part)).gather(place, null_on_oob=True))

    def _day_of_parts(self, node: exp.DateFromParts) -> Held:
        year, month, day = (self._in(node.args[part], INT) for part in ("year", "month", "day"))
        return Held(DATE, pl.date(year, month, day))

    # text

    def _length(self, node: exp.Length) -> Held:
        return Held(BIGINT, self._in(node.this, TEXT).str.len_chars().cast(pl.Int64))

    def _left(self, node: exp.Left) -> Held:
        return Held(TEXT, self._in(node.this, TEXT).str.slice(0, whole(self.held(node.expression))))

    def _substring(self, node: exp.Substring) -> Held:
        text, start, length = (self.held(node.args[part]) for part in ("this", "start", "length"))
        if text.kind != TEXT:
            raise Inexpressible("SUBSTRING")
        if isinstance(text.written, str) and not start.is_number and whole(length) == 1:
            letters = pl.Series(list(text.written), dtype=pl.String)
            place = in_kind(start, start.kind).cast(pl.Int64) - 1
            return Held(TEXT, pl.lit(letters).gather(place, null_on_oob=True))
        return Held(TEXT, text.expression.str.slice(whole(start) - 1, whole(length)))

    def _code_point(self, node: exp.Unicode) -> Held:
        """Of a digit, which is what is asked for of an identity number; at anything else Polars leaves off."""
        text = self._in(node.this, TEXT)
        digit = text.cast(pl.Int32, strict=False)
        self.stops.append(text.is_not_null() & ~digit.is_between(0, 9).fill_null(False))
        return Held(INT, digit + ord("0"))

    def _upper(self, node: exp.Upper) -> Held:
        return Held(TEXT, self._in(node.this, TEXT).str.to_uppercase())

    def _contains(self, node: exp.Contains) -> Held:
        return Held(BOOLEAN, self._in(node.this, TEXT).str.contains(self._written_text(node.expression), literal=True))

    def _starts_with(self, node: exp.StartsWith) -> Held:
        return Held(BOOLEAN, self._in(node.this, TEXT).str.starts_with(self._in(node.expression, TEXT)))

    def _matches(self, node: exp.RegexpFullMatch | exp.RegexpLike) -> Held:
        pattern = self._written_text(node.expression)
        if isinstance(node, exp.RegexpFullMatch):
            pattern = f"^(?:{pattern})$"
        return Held(BOOLEAN, self._in(node.this, TEXT).str.contains(pattern))

    def _joined(self, node: exp.DPipe) -> Held:
        both = [self._in(one, TEXT) for one in (node.this, node.expression)]
        return Held(TEXT, pl.concat_str(both))

    def _written_text(self, node: exp.Expr) -> str:
        found = self.held(node)
        if not isinstance(found.written, str):
            raise Inexpressible("a text that is not written out")
        return found.written

    # DuckDB's own

    def _called(self, node: exp.Anonymous) -> Held:
        writer = _FUNCTIONS.get(str(node.this).upper())
        if writer is None:
            raise Inexpressible(str(node.this))
        return writer(self, *node.expressions)

    def _place_in_list(self, codes: exp.Expr, sought: exp.Expr) -> Held:
        value, chain = self._in(sought, TEXT), None
        for place, code in enumerate(codes.expressions, start=1):
            found = pl.lit(place, dtype=pl.Int32)
            condition = value == self._written_text(code)
            chain = pl.when(condition).then(found) if chain is None else chain.when(condition).then(found)
        if chain is None:
            raise Inexpressible("an empty list")
        return Held(INT, chain.otherwise(None))

    def _in_list(self, codes: exp.Expr, place: exp.Expr) -> Held:
        """A code of an enumeration by its place, which is `x + 1`."""
        if not isinstance(codes, exp.Cast) or not isinstance(codes.this, exp.Array):
            raise Inexpressible("LIST_EXTRACT")
        names = tuple(self._written_text(one) for one in codes.this.expressions)
        if not isinstance(place, exp.Add) or whole(self.held(place.expression)) != 1:
            raise Inexpressible("LIST_EXTRACT")
        found = self.held(place.this)
        if not found.kind.is_whole:
            raise Inexpressible("LIST_EXTRACT")
        kind, chain = Kind("ENUM", names=names), None
        for index, name in enumerate(names):
            condition, code = found.expression == index, pl.lit(name, dtype=kind.polars)
            chain = pl.when(condition).then(code) if chain is None else chain.when(condition).then(code)
        if chain is None:
            raise Inexpressible("LIST_EXTRACT")
        return Held(kind, chain.otherwise(None))


def _terms(node: exp.Expr) -> Iterator[tuple[exp.Expr | None, int] | None]:
    """What is added up: a condition and its worth, a worth alone; None for anything else."""
    if isinstance(node, exp.Paren):
        yield from _terms(node.this)
    elif isinstance(node, exp.Add):
        yield from _terms(node.this)
        yield from _terms(node.expression)
    elif isinstance(node, exp.Mul) and isinstance(node.this, exp.Cast) and node.expression.is_int:
        yield node.this.this, int(node.expression.this)
    elif isinstance(node, exp.Cast) and node.to.is_type(*exp.DataType.INTEGER_TYPES):
        yield (None, int(node.this.this)) if node.this.is_int else (node.this, 1)
    else:
        yield None


def _is_error(node: exp.Expr) -> bool:
    return any(str(one.this).upper() == "ERROR" for one in node.find_all(exp.Anonymous))


def _cut_off_above_zero(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    return pl.when(left < 0).then(-(-left // right)).otherwise(left // right)


def _cut_off(left: pl.Expr, right: pl.Expr) -> pl.Expr:
    quotient = left.abs() // right.abs()
    return pl.when((left < 0) ^ (right < 0)).then(-quotient).otherwise(quotient)


def _day_number(translator: FrameTranslator, node: exp.Expr) -> Held | None:
    """The day as the engines hold it, looked up as one; None if that is not what is added up here."""
    day = next(node.find_all(exp.Extract), None)
    if day is None or not isinstance(day.expression, exp.Column) or node != day_number(day.expression):
        return None
    return translator.looked_up(day.expression, "NUMBER")


def _days(day: datetime.date) -> int:
    return (day - datetime.date(1970, 1, 1)).days


@cache
def _looked_up_in(part: str) -> pl.Series:
    """Of every day from the first to the last, in their order."""
    days = pl.DataFrame({"day": pl.date_range(_FIRST_DAY, _LAST_DAY, eager=True)})
    return days.select(_PARTS[part](pl.col("day").dt).cast(pl.Int32)).to_series()


_PARTS: dict[str, Callable[[Any], pl.Expr]] = {
    "YEAR": lambda day: day.year(),
    "MONTH": lambda day: day.month(),
    "DAY": lambda day: day.day(),
    "NUMBER": lambda day: day.year() * 10000 + day.month().cast(pl.Int32) * 100 + day.day(),
}
_COMPARISONS: dict[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.EQ: lambda left, right: left == right,
    exp.NEQ: lambda left, right: left != right,
    exp.LT: lambda left, right: left < right,
    exp.LTE: lambda left, right: left <= right,
    exp.GT: lambda left, right: left > right,
    exp.GTE: lambda left, right: left >= right,
}
_BITWISE: dict[type[exp.Expr], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    exp.BitwiseAnd: lambda left, right: left & right,
    exp.BitwiseOr: lambda left, right: left | right,
    exp.BitwiseXor: lambda left, right: left ^ right,
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
    exp.Add: FrameTranslator._sum,
    exp.Sub: FrameTranslator._sum,
    exp.Mul: FrameTranslator._product,
    exp.IntDiv: FrameTranslator._quotient,
    exp.Mod: FrameTranslator._rest,
    **dict.fromkeys(_BITWISE, FrameTranslator._bits),
    exp.Abs: FrameTranslator._absolute,
    exp.Sign: FrameTranslator._sign,
    exp.Least: FrameTranslator._extreme,
    exp.Greatest: FrameTranslator._extreme,
    exp.Case: FrameTranslator._case,
    exp.Coalesce: FrameTranslator._coalesce,
    exp.Nullif: FrameTranslator._null_if,
    exp.Cast: FrameTranslator._cast,
    exp.TryCast: FrameTranslator._tried_cast,
    exp.Extract: FrameTranslator._part_of_day,
    exp.DateFromParts: FrameTranslator._day_of_parts,
    exp.Length: FrameTranslator._length,
    exp.Left: FrameTranslator._left,
    exp.Substring: FrameTranslator._substring,
    exp.Unicode: FrameTranslator._code_point,
    exp.Upper: FrameTranslator._upper,
    exp.Contains: FrameTranslator._contains,
    exp.StartsWith: FrameTranslator._starts_with,
    exp.RegexpFullMatch: FrameTranslator._matches,
    exp.RegexpLike: FrameTranslator._matches,
    exp.DPipe: FrameTranslator._joined,
    exp.Anonymous: FrameTranslator._called,
}
_FUNCTIONS: dict[str, Callable[..., Held]] = {
    "LIST_POSITION": FrameTranslator._place_in_list,
    "LIST_EXTRACT": FrameTranslator._in_list,
}
