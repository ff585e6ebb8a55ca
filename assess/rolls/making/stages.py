"""Columns made in stages, each from those of the stages before it, and the query that they make together.

The SQL here is text: it is put together from the constants of this package, and whatever comes from outside (names of
facts, headers, paths) goes through `quoted` or `literal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Stage = dict[str, str]
"""Columns by name, each with its SQL; a name that an earlier stage has is replaced."""


def quoted(name: str) -> str:
    """The name of a column in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"


def decoded(subject: str, values: Mapping[str, str]) -> str:
    """SQL that gives, for each value of the subject (itself SQL), the SQL that stands for it; else NULL."""
    return f"CASE {subject} {' '.join(f'WHEN {value} THEN {given}' for value, given in values.items())} END"


def staged(source: str, stages: Iterable[Stage]) -> str:
    """A query over a source (SQL that can follow FROM), with the columns of every stage."""
    query = f"SELECT * FROM {source}"
    known: set[str] = set()
    for stage in stages:
        if not stage:
            continue
        replaced = [f"{sql} AS {quoted(name)}" for name, sql in stage.items() if name in known]
        added = [f"{sql} AS {quoted(name)}" for name, sql in stage.items() if name not in known]
        star = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
        query = f"SELECT {', '.join([star, *added])} FROM ({query})"
        known |= stage.keys()
    return query
