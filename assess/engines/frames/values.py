"""What stands for a piece of SQL while it is brought over to Polars: an expression, with the type that SQL gives it.

Nothing is left to what Polars makes of two types by itself: whole numbers that meet are brought to the wider type, a
number that is written out takes the type of what it meets, and an exact decimal is a whole number of its last place.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import polars as pl
from sqlglot import exp

from assess.engines.sql.expressions import Inexpressible

WHOLE: dict[str, Any] = {"TINYINT": pl.Int8, "SMALLINT": pl.Int16, "INT": pl.Int32, "BIGINT": pl.Int64}
"""The integer types, narrowest first."""
_BITS = {"TINYINT": 7, "SMALLINT": 15, "INT": 31, "BIGINT": 63}
_OTHERS: dict[str, Any] = {
    "UBIGINT": pl.UInt64, "DECIMAL": pl.Int64, "BOOLEAN": pl.Boolean, "TEXT": pl.String, "DATE": pl.Date,
}  # fmt: skip
_SAME = {"INTEGER": "INT", "VARCHAR": "TEXT"}
_DECIMAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_NAMES = re.compile(r"ENUM\((.*)\)", re.DOTALL)
_NAME = re.compile(r"'((?:[^']|'')*)'")
MOST_DIGITS = 18
"""So many digits fit 64 bits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type. `name`: that of SQL, for decimals and enumerations without what stands in brackets; `NULL` and `NUMBER`
    for what is written out and takes the type of what it meets. `digits`, `places`: of a decimal."""

    name: str
    digits: int = 0
    places: int = 0
    names: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.name in WHOLE

    @property
    def most_digits(self) -> int:
        """So many digits a number of the type may have."""
        return len(str(2 ** _BITS[self.name])) if self.is_whole else self.digits

    @property
    def sql(self) -> str:
        """As DuckDB writes it."""
        if self.name == "DECIMAL":
            return f"DECIMAL({self.digits}, {self.places})"
        if self.name == "ENUM":
            return f"ENUM({', '.join(_quoted(one) for one in self.names)})"
        return self.name

    @property
    def polars(self) -> Any:
        """What Polars holds it in."""
        if self.name == "ENUM":
            return pl.Enum(self.names)
        return {**WHOLE, **_OTHERS}[self.name]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def kind_of(sql: str) -> Kind:
    """The type that SQL calls so. Raises Inexpressible for one that has no counterpart."""
    name = _SAME.get(sql, sql)
    if name in WHOLE or (name in _OTHERS and name != "DECIMAL"):
        return Kind(name)
    if decimal := _DECIMAL.fullmatch(sql):
        return Kind("DECIMAL", int(decimal[1]), int(decimal[2]))
    if names := _NAMES.fullmatch(sql):
        return Kind("ENUM", names=tuple(one.replace("''", "'") for one in _NAME.findall(names[1])))
    raise Inexpressible(sql)


BOOLEAN, TEXT, DATE, INT, BIGINT, NULL = (Kind(n) for n in ("BOOLEAN", "TEXT", "DATE", "INT", "BIGINT", "NULL"))


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of SQL. `written`: the number, text, truth value or day that it is, where it is written out; a NUMBER
    with `places` is that many of its last place. `natural`: a number that is known never to be negative. `there`: known
    never to be NULL."""

    kind: Kind
    expression: pl.Expr
    written: int | str | bool | datetime.date | None = None
    natural: bool = False
    there: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind.name == "NUMBER"


class Translating(Protocol):
    """What brings the parts of an expression over. `unchecked`: nobody has looked at the numbers yet."""

    unchecked: bool

    def held(self, node: exp.Expr) -> Held:
        """The node, with its type. Raises Inexpressible."""

    def value(self, node: exp.Expr, kind: Kind) -> pl.Expr:
        """The node in this type. Raises Inexpressible."""

    def alike(self, *nodes: exp.Expr) -> tuple[list[pl.Expr], Kind]:
        """The nodes in the type that holds all of them. Raises Inexpressible."""

    def stop(self, condition: pl.Expr) -> None:
        """Where it holds in any row, SQL would end in an error, and nothing of the rows is of use."""


Writer = Callable[[Translating, Any], Held]
"""What brings over a node of one kind. Raises Inexpressible."""


def number(value: int, places: int = 0) -> Held:
    """One that is written out: so many of the last of its places."""
    return Held(Kind("NUMBER", places=places), pl.lit(value), value, value >= 0, there=True)


def null() -> Held:
    return Held(NULL, pl.lit(None), natural=True)


def whole(held: Held) -> int:
    """The number that has to be written out here. Raises Inexpressible where none is."""
    if not held.is_number or held.kind.places or not isinstance(held.written, int):
        raise Inexpressible("a number that is not written out")
    return held.written


def worth_of(condition: Held, kind: Kind, worth: int = 1) -> pl.Expr:
    """So much where it holds, and 0 where it does not."""
    if condition.there:  # three times as fast as a cast
        return pl.when(condition.expression).then(pl.lit(worth, kind.polars)).otherwise(pl.lit(0, kind.polars))
    one = condition.expression.cast(kind.polars)
    return one if worth == 1 else one * pl.lit(worth, kind.polars)


def in_kind(held: Held, kind: Kind) -> pl.Expr:
    """The value in a type that can hold it. Raises Inexpressible where SQL would not take it so by itself."""
    have = held.kind
    if have == kind:
        return held.expression
    if have.name == "NULL":
        return pl.lit(None, dtype=kind.polars)
    if held.is_number and (kind.is_whole or kind.name == "DECIMAL"):
        return pl.lit(units(held, kind), dtype=kind.polars)
    if have.is_whole and kind.is_whole and _BITS[have.name] < _BITS[kind.name]:
        return held.expression.cast(kind.polars)
    if have.name == kind.name == "DECIMAL" and have.places <= kind.places:
        return _scaled(held.expression, kind.places - have.places)
    if have.name == "TEXT" and kind.name == "ENUM" and held.written is not None:
        return pl.lit(held.written, dtype=kind.polars)
    raise Inexpressible(f"{have.sql} in the place of {kind.sql}")


def units(held: Held, kind: Kind) -> int:
    """The number that is written out, in the last place of the type."""
    assert isinstance(held.written, int)
    if held.kind.places > kind.places:
        raise Inexpressible("a decimal in the place of fewer digits")
    value: int = held.written * 10 ** (kind.places - held.kind.places)
    bits = _BITS.get(kind.name, 63)
    if not -(2**bits) <= value < 2**bits:
        raise Inexpressible(f"{value} in {kind.sql}")
    return value


def _scaled(expression: pl.Expr, places: int) -> pl.Expr:
    return expression * pl.lit(10**places, dtype=pl.Int64) if places else expression


def common(those: Iterable[Held]) -> Kind:
    """The type that holds all of them; INT of numbers that are written out alone, or wider. NULL where there is
    nothing else."""
    found = list(those)
    kinds = list(dict.fromkeys(one.kind for one in found if not one.is_number and one.kind.name != "NULL"))
    written = [one for one in found if one.is_number]
    if all(kind.is_whole for kind in kinds):
        if not kinds and not written:
            return NULL
        if any(one.kind.places for one in written):
            raise Inexpressible("decimals that are written out")
        bits = [_BITS[kind.name] for kind in kinds] or [31]
        bits += [_bits_for(whole(one), narrowest=min(bits)) for one in written]
        return Kind(next(name for name, those_bits in _BITS.items() if those_bits >= max(bits)))
    if all(kind.name == "DECIMAL" for kind in kinds):
        places = max(kind.places for kind in kinds)
        digits = max(kind.digits - kind.places for kind in kinds) + places
        if len(kinds) > 1 and digits > MOST_DIGITS:
            raise Inexpressible(" and ".join(kind.sql for kind in kinds))
        return Kind("DECIMAL", digits, places)
    if len(kinds) > 1 or written:
        raise Inexpressible(" and ".join(kind.sql for kind in kinds))
    return kinds[0]


def _bits_for(value: int, *, narrowest: int) -> int:
    """Bits of the type that a number takes beside the others: theirs if it fits; else INT, or wider, as in DuckDB."""
    fitting = [bits for bits in _BITS.values() if -(2**bits) <= value < 2**bits]
    if not fitting:
        raise Inexpressible(f"{value}")
    return narrowest if fitting[0] <= narrowest else max(_BITS["INT"], fitting[0])
