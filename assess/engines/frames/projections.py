"""What is made of each row by itself. Of rows that differ in few things, as findings do, it is made once for those that
are alike: a sentence is put together for each code and amount, not for each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

_SAMPLED = 256
_FEW = 64
"""A column with more different values than this in a sample tells rows apart."""
_KEPT_KINDS, _KEPT = 256, 64
"""What has been made of up to so many kinds of rows is kept, for so many of them together."""

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Projection:
    """`made`: the columns that are new; `names`: all that it gives, in order."""

    made: tuple[pl.Expr, ...]
    names: tuple[str, ...]

    def of(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        return rows.with_columns(self.made).select(self.names)

    def only(self, names: Iterable[str]) -> tuple[Projection, frozenset[str]]:
        """As much of it as gives these columns, and what that is made of."""
        wanted = set(names)
        made = tuple(one for one in self.made if one.meta.output_name() in wanted)
        passed_on = wanted - {one.meta.output_name() for one in made}
        roots = passed_on.union(*(one.meta.root_names() for one in made))
        return Projection(made, tuple(name for name in self.names if name in wanted)), frozenset(roots)


@dataclass(frozen=True)
class Projections:
    """One upon the other."""

    stages: Sequence[Projection]
    _parts: dict[frozenset[str], tuple[Projections, frozenset[str]]] = field(default_factory=dict)
    _kept: dict[Any, tuple[pl.Series, ...]] = field(default_factory=dict)

    def of(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        for stage in self.stages:
            rows = stage.of(rows)
        return rows

    def by_kinds_of_rows(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The same; a text that is made for many rows at once comes as the code of an enumeration."""
        names = self.stages[-1].names if self.stages else ()
        apart = _apart(rows)
        shared = frozenset(name for name in names if apart.isdisjoint(self._only([name])[1]))
        _, keys = self._only(shared)
        kinds = _kinds(rows, sorted(keys))
        if kinds is None:
            return self.of(rows.lazy()).collect()
        first, of_row = kinds
        part, _ = self._only(frozenset(names) - shared)
        own = part.of(rows.lazy()).collect()
        once = self._once(rows[first], shared)
        if len(first) == 1:
            return own.with_columns(one.new_from_index(0, len(rows)) for one in once).select(names)
        return own.with_columns(one.gather(of_row) for one in once).select(names)

    def _only(self, names: Iterable[str]) -> tuple[Projections, frozenset[str]]:
        """As much of it as gives these columns, and those of the rows that they are made of."""
        wanted = frozenset(names)
        if wanted not in self._parts:
            stages, needed = [], wanted
            for stage in reversed(self.stages):
                less, needed = stage.only(needed)
                stages.append(less)
            self._parts[wanted] = Projections(stages[::-1]), needed
        return self._parts[wanted]

    def _once(self, kinds: pl.DataFrame, names: frozenset[str]) -> tuple[pl.Series, ...]:
        """These columns, of one row of each kind."""
        part, needed = self._only(names)
        key = names, tuple(kinds.select(sorted(needed)).iter_rows()) if len(kinds) <= _KEPT_KINDS else None
        found = self._kept.get(key)
        if found is None:
            found = tuple(_coded(column) for column in part.of(kinds.lazy()).collect())
            if key[1] is not None and len(self._kept) < _KEPT:
                self._kept[key] = found
        return found


def _apart(rows: pl.DataFrame) -> set[str]:
    """The columns that tell rows apart."""
    sample = rows.gather_every(max(1, len(rows) // _SAMPLED))
    return {column.name for column in sample if not all_alike(column) and column.n_unique() > _FEW}


def _kinds(rows: pl.DataFrame, keys: Sequence[str]) -> tuple[Array, pl.Series] | None:
    """The first row of each kind, and the kind of each row; None where there are hardly fewer kinds than rows."""
    if not keys or len(rows) < _SAMPLED:
        return None
    filled = [name for name in keys if not all_alike(rows[name])]
    if not filled:
        return np.zeros(1, dtype=np.int64), pl.repeat(0, len(rows), dtype=pl.UInt32, eager=True)
    of_row = rows.select(pl.struct(filled).rank("dense") - 1).to_series()
    numbers = of_row.to_numpy()
    count = int(numbers.max()) + 1
    if count > len(rows) // 4:
        return None
    first = np.zeros(count, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(rows) - 1, -1, -1)
    return first, of_row


def all_alike(column: pl.Series) -> bool:
    """Is the same in every row?"""
    missing = column.null_count()
    return missing == len(column) or (not missing and bool((column == column.head(1)).all()))


def _coded(column: pl.Series) -> pl.Series:
    if column.dtype != pl.String:
        return column
    return column.cast(pl.Enum(column.drop_nulls().unique(maintain_order=True)))
