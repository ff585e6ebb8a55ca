"""What the shares of a run have in common: plain data that can be sent to any worker, and be hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from assess.language.types import Label
from assess.rolls.shares.facts import FactColumns
from assess.rolls.shares.part import PlannedPart, Share
from assess.rolls.shares.plainly import plain_query

_GROUP = 122_880
"""Rows of the row groups that DuckDB writes."""
LEAST_ROWS = _GROUP
"""Rows of a share that data frames are worth while for."""
LEAST_TOGETHER = 500_000
"""Rows of a roll that they are worth while for: to load the library and read a query takes half a second."""
_FEW, _MANY = 4, 8
"""Into so many shares a roll is cut that takes a moment, and one that takes longer; a long one into a multiple of the
second: two, four or eight workers then have about as much to do each."""
_LONGER = 32
_OF_EACH = 8
"""Row groups: from so many on a roll takes longer; a share of a long roll has about so many. A share takes a moment,
however small; so they are not smaller than they need be."""
_IN_MONTHS, _IN_MONTHS_FRAMED = 3 * _GROUP, 12 * _GROUP
"""Rows times months of a share at most, where each row is checked for several months. What is found of all of them is
sorted at once, and of that the database puts too little aside: where every row has a finding each month, the former
need 192 MB, the latter 800 MB. Shares for data frames cannot be as small, since nothing would be gained by them."""
_LEAST_MEMORY, _LEAST_IN_MONTHS = 2**27, 3 * 2**26
"""Bytes that a share is given at least: of one month, and of several."""


def share_count(groups: int) -> int:
    """How many shares a roll of so many row groups is cut into."""
    if groups < _LONGER:
        return max(min(groups, _FEW), 1)
    return max((groups + _MANY * _OF_EACH // 2) // (_MANY * _OF_EACH), 1) * _MANY


def _groups(rows: int) -> int:
    """Row groups, the last of which need not be full; an empty part counts as one."""
    return max(-(-rows // _GROUP), 1)


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

    `share_rows`: rows of a share; None: by the size of the roll.

    `frames`: the library of data frames that decides long shares, with its version; None: the database decides all.
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
    share_rows: int | None = None
    frames: str | None = None
    plain_sql: tuple[str | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        queries = (plain_query(self.columns, part) for part in self.parts)
        plain_sql = tuple(None if query is None else query.sql("duckdb", copy=False) for query in queries)
        object.__setattr__(self, "plain_sql", plain_sql)

    @property
    def same_every_month(self) -> bool:
        """Are months checked, and does no row say for which it is, so that each is taken for all of them?"""
        return not self.by_month_column and self.editions[0].month is not None

    @property
    def months_of_unread(self) -> tuple[str | None, ...]:
        """The months for which a row that could not be read stands among the decisions: each, as of any row; where rows
        say their own month, none."""
        return (None,) if self.by_month_column else tuple(edition.month for edition in self.editions)

    @property
    def _most_rows(self) -> int | None:
        """Rows of a share at most; None: as many as the size of the roll allows."""
        months = 1 if self.by_month_column else len(self.editions)
        if months < 2:
            return None
        if self.frames is not None:
            return max(_IN_MONTHS_FRAMED // months, LEAST_ROWS)
        return max(_IN_MONTHS // months, 1)

    @property
    def least_memory(self) -> int:
        """Bytes that a share is given at least."""
        return _LEAST_MEMORY if self._most_rows is None else _LEAST_IN_MONTHS

    def shares(self) -> tuple[Share, ...]:
        """Every part cut into shares, in order. An empty part has one, so that each has its files."""
        total = sum(_groups(part.rows) for part in self.parts)
        found: list[Share] = []
        for index, part in enumerate(self.parts):
            for first, last in pairwise(self._cuts(part.rows, total)):
                found.append(Share(len(found), index, first, last))
        return tuple(found)

    def _cuts(self, rows: int, total: int) -> list[int]:
        """Where the shares of a part of so many rows begin, and where the last ends: as even as whole row groups are.
        `total`: the row groups of all parts."""
        if self.share_rows is not None:
            return [*range(0, max(rows, 1), self.share_rows), rows]
        groups = _groups(rows)
        shares = -(-share_count(total) * groups // total)
        cuts = [min(groups * number // shares * _GROUP, rows) for number in range(shares + 1)]
        most = self._most_rows
        if most is None:
            return cuts
        return [cuts[0], *(cut for share in pairwise(cuts) for cut in _finer(*share, most))]


def _finer(first: int, last: int, most: int) -> list[int]:
    """Where the pieces of a share end that have so many rows at most, as even as can be; whole row groups where they
    are that long."""
    if most < _GROUP:
        pieces = max(-(-(last - first) // most), 1)
        return [first + (last - first) * number // pieces for number in range(1, pieces + 1)]
    groups = _groups(last - first)
    pieces = -(-groups // (most // _GROUP))
    return [min(first + groups * number // pieces * _GROUP, last) for number in range(1, pieces + 1)]
