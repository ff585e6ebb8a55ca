"""What the shares of a run have in common: plain data that can be sent to any worker, and be hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.language.types import Label
from assess.rolls.shares.facts import FactColumns
from assess.rolls.shares.part import PlannedPart, Share
from assess.rolls.shares.plainly import plain_query

_GROUP = 122_880
"""Rows of the row groups that DuckDB writes."""
_MOST_GROUPS = 8
_FEWEST_SHARES = 4
"""Into so many shares a roll is cut, if they are whole row groups at least: so that several can work on it."""


def share_rows_of(rows: int) -> int:
    """How many rows a share has in a roll of so many. A share takes a moment, however small; so they are not smaller
    than they need be."""
    return _GROUP * min(max(rows // (_GROUP * _FEWEST_SHARES), 1), _MOST_GROUPS)


@dataclass(frozen=True)
class PlannedEdition:
    """One date to decide on. `sql` maps plain rows, `guarded_sql` all rows, of the relation `facts` to decisions."""

    month: str | None
    as_of: int
    sql: str
    guarded_sql: str


@dataclass(frozen=True)
class CheckPlan:
    """A run. `columns`: what the shares have for facts. `not_after`: those that must not lie after the day decided on,
    with `labels`.

    `people_sql`, over `facts`, and `findings_sql` and `screening_sql`, over `decisions` and `people`, each make a file
    of a share; None makes none.

    `plain_sql`, by part, takes the rows of `source` plainly to `facts`; None where they have to be read cell by cell.
    It is made with the plan, so that a plan of other parts has other queries, and goes to the workers with it: to make
    it takes some ten times as long as to send the whole plan.
    """

    parts: tuple[PlannedPart, ...]
    editions: tuple[PlannedEdition, ...]
    columns: FactColumns
    not_after: tuple[str, ...]
    labels: Mapping[str, Label]
    by_month_column: bool
    people_sql: str
    findings_sql: str | None = None
    screening_sql: str | None = None
    share_rows: int = _GROUP
    plain_sql: tuple[str | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        queries = (plain_query(self.columns, part) for part in self.parts)
        plain_sql = tuple(None if query is None else query.sql("duckdb") for query in queries)
        object.__setattr__(self, "plain_sql", plain_sql)

    def shares(self) -> tuple[Share, ...]:
        """Every part cut into shares, in order. An empty part has one, so that each has its files."""
        found: list[Share] = []
        for index, part in enumerate(self.parts):
            for first in range(0, max(part.rows, 1), self.share_rows):
                found.append(Share(len(found), index, first, min(first + self.share_rows, part.rows)))
        return tuple(found)
