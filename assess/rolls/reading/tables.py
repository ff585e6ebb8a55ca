"""Which table of a database holds the roll, and what its columns are called."""

from __future__ import annotations

from collections.abc import Sequence

from assess.diagnostics.diagnostic import nearest
from assess.rolls.reading.faults import refused
from assess.rolls.reading.header import Header

Table = tuple[str, str]
"""Schema and name; a database without schemas has an empty one."""
_LISTED = 20


def chosen_table(tables: Sequence[Table], asked_for: str | None, source: str, *, usual: str = "") -> Table:
    """The table asked for, as `name` or `schema.name`; without one, the only table there is.

    `usual`: the schema that goes without saying. Raises Refused where there is none, or more than one would do.
    """
    if not tables:
        raise refused("R103", source)
    names = [name if schema in ("", usual) else f"{schema}.{name}" for schema, name in tables]
    if asked_for is None:
        if len(tables) > 1:
            raise refused("R108", source, known=_listed(names))
        return tables[0]
    exact = [table for table in tables if asked_for in (f"{table[0]}.{table[1]}", table[1]) and table[0] in ("", usual)]
    found = exact or [table for table in tables if asked_for in (f"{table[0]}.{table[1]}", table[1])]
    if not found:
        raise refused("R107", source, table=asked_for, known=_listed(names), near=nearest(asked_for, names))
    if len(found) > 1:
        raise refused("R108", source, known=_listed([f"{schema}.{name}" for schema, name in found]))
    return found[0]


def header_of_table(columns: Sequence[str]) -> Header:
    """The names of columns as a header above the first row, so that rows count from 1."""
    return Header((0,), tuple(columns), (tuple(columns),))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} …"
