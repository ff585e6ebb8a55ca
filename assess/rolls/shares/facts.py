"""The relations of a share: the cells of its rows as they stand, and the facts that are decided on.

There are two ways from the one to the other (`plainly`, `carefully`). Both give the same facts for cells that are in
order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.calendar import resident_id_birth_date, resident_id_sex
from assess.engines.sql.nodes import cast, coalesced, column, number, text, unknown
from assess.engines.sql.stages import Stages, named
from assess.rolls.parquet_files import part_rows
from assess.rolls.roll import ROW
from assess.rolls.shares.part import PlannedPart, Share

SOURCE, FACTS = "source", "facts"
"""The relations: the columns of the share as they stand (`c1`, `c2` … by number), and its facts."""

REJECTED, PERSON, SOURCE_NAME, BIRTH_MONTH = "__rejected", "__person", "__source", "__birth_month"
"""Columns of the facts beside those named by targets. `REJECTED`: a cell of the row is at fault. `BIRTH_MONTH`: where
the roll's birth date is no more than a month, and its day comes out of the ID number, that month as `YYYYMM`."""


@dataclass(frozen=True, slots=True)
class FactColumns:
    """What the relation `facts` has in every share of a run. `facts`: those that the rules, or the screening, read,
    with the SQL type of their columns. `optional`: what a row is known by. `paid`: the benefits."""

    facts: Mapping[str, str]
    optional: tuple[str, ...]
    paid: tuple[str, ...]


def source_query(part: PlannedPart, share: Share) -> exp.Select:
    """The share's rows of the Parquet file, columns named by their number. Staged parts bring their row numbers."""
    rows, row, place = part_rows(part.path, staged=part.staged)
    columns = [named(one.raw, column(one.header)) for one in part.columns]
    inside = exp.Between(this=place, low=number(share.first), high=number(share.last - 1))
    return exp.select(named(ROW, row), *columns).from_(rows).where(inside)


def facts_query(
    columns: FactColumns,
    part: PlannedPart,
    stages: Stages,
    values: Mapping[str, exp.Expr],
    person: exp.Expr | None,
    flags: Mapping[str, exp.Expr],
    birth_month: exp.Expr | None = None,
) -> exp.Select:
    """The relation `facts` over `source`, with the flags as further columns.

    `values`: of the part's columns, by target. `person`: the first 17 digits of the identity number; None where the
    part has no such column. Whatever else the part has no column for is unknown.
    """
    given = dict(values)
    given |= {one.target.id: constant(one.internal) for one in part.constants}
    for derived in part.derived:
        source = given.get(derived.source)
        if source is None:
            continue
        inside = resident_id_birth_date if derived.fact == "birth_date" else resident_id_sex
        own, made = given.get(derived.fact), inside(source.copy())
        given[derived.fact] = made if own is None else coalesced(own, made)
    wanted = [column(ROW), named(SOURCE_NAME, _in_a_byte(part.source))]
    for name, type_ in columns.facts.items():
        value = given.get(name)
        wanted.append(named(name, unknown(type_) if value is None else cast(value, type_)))
    for name in columns.optional:
        wanted.append(named(f"__{name}", given[name].copy() if name in given else unknown("TEXT")))
    for name in (f"paid.{benefit}" for benefit in columns.paid):
        wanted.append(named(name, values[name].copy() if name in values else unknown("BIGINT")))
    wanted.append(named(PERSON, unknown("BIGINT") if person is None else person))
    wanted.append(named(BIRTH_MONTH, unknown("INT") if birth_month is None else birth_month))
    wanted += [named(name, flag) for name, flag in flags.items()]
    return stages.query(exp.to_table(SOURCE), wanted)


def _in_a_byte(value: str) -> exp.Expr:
    """A text that every row has, as an enumeration of one: it costs a byte a row."""
    return cast(text(value), f"ENUM({text(value).sql('duckdb')})")


def constant(value: object) -> exp.Expr:
    """A value in the engines' own form, the same for every row."""
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    return number(value) if isinstance(value, int) else text(str(value))
