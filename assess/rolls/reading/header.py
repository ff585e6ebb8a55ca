"""Finds the header of a table: the first row in which most cells hold a word of their own.

What systems export often begins otherwise: a title over the whole width, the unit, the date. And a header may take two
rows, where several columns stand under a common heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assess.rolls.reading.text import BLANKS, is_blank, is_long_number, is_number

WITHIN = 20
"""The header stands in one of the first so many rows."""
SAMPLE = 40
"""How many rows are looked at to see how wide the table is."""

_LABELLED = re.compile(r"[^:：]{1,12}[:：].*", re.DOTALL)

Merged = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: first and last (row, column), counting from 0 in the rows looked at."""


@dataclass(frozen=True, slots=True)
class Header:
    """`rows`: the rows it takes, from 1. `names`: one per column, empty where there is none; `parent/child` where it
    takes two rows. `raw`: its rows as they stand. `titles`: row number and cells of what stands above it.
    """

    rows: tuple[int, ...]
    names: tuple[str, ...]
    raw: tuple[tuple[str, ...], ...]
    titles: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def last_row(self) -> int:
        return self.rows[-1]


def header_of(rows: Sequence[Sequence[str]], merged: Sequence[Merged] | None = None) -> Header | None:
    """The header among the first rows of a table (blank ones included), or None where no row looks like one.

    `merged`: the merged ranges, where the source tells them; None where it does not.
    """
    filled = [[column for column, cell in enumerate(row) if not is_blank(cell)] for row in rows]
    titles: list[tuple[int, tuple[str, ...]]] = []
    for index, row in enumerate(rows[:WITHIN]):
        if not filled[index]:
            continue
        width = max(len(columns) for columns in filled[index:])
        below = rows[index + 1] if index + 1 < len(rows) else ()
        joined = _joined(index, row, below, merged)
        if joined is not None and _is_header(joined, width):
            return Header((index + 1, index + 2), joined, (tuple(row), tuple(below)), tuple(titles))
        names = tuple(tidied(cell) for cell in row)
        if _is_header(names, width):
            return Header((index + 1,), names, (tuple(row),), tuple(titles))
        titles.append((index + 1, tuple(row)))
    return None


def tidied(cell: str) -> str:
    """A header on one line: a line break or a run of blanks inside it becomes one space."""
    return " ".join(cell.strip(BLANKS).split())


def _is_header(names: Sequence[str], width: int) -> bool:
    if any(is_long_number(name) for name in names):
        return False
    return 2 * len({name for name in names if _is_name(name)}) > width


def _is_name(text: str) -> bool:
    """A word that may name a column: no figure, no day, no `单位：元`."""
    return bool(text) and not is_number(text) and not _LABELLED.fullmatch(text)


def _joined(
    index: int, row: Sequence[str], below: Sequence[str], merged: Sequence[Merged] | None
) -> tuple[str, ...] | None:
    """The names of a header over this row and the next, or None where the two do not make one.

    They do where the next row has words only under common headings, and at least one column stands outside of these,
    with a name of its own; or, where the source tells what is merged, under several headings. One heading over all that
    the next row has is a title.
    """
    children = {column: tidied(cell) for column, cell in enumerate(below) if not is_blank(cell)}
    if not children or any(is_number(child) or is_long_number(child) for child in children.values()):
        return None
    spans = _spans(index, row, children, merged)
    under = {column: parent for first, last, parent in spans for column in range(first, last + 1)}
    if not spans or not children.keys() <= under.keys():
        return None
    alone = [cell for column, cell in enumerate(row) if column not in under and _is_name(tidied(cell))]
    labelled = any(_LABELLED.fullmatch(parent) for _, _, parent in spans)
    if not alone and (merged is None or len(spans) == 1 or labelled):
        return None  # titles, one or several side by side, over a header of one row look the same
    names = []
    for column in range(max(len(row), len(below))):
        parent = under.get(column) or (tidied(row[column]) if column < len(row) else "")
        names.append("/".join(name for name in (parent, children.get(column, "")) if name))
    return tuple(names)


def _spans(
    index: int, row: Sequence[str], children: dict[int, str], merged: Sequence[Merged] | None
) -> list[tuple[int, int, str]]:
    """Common headings: first and last column, and the words."""
    if merged is not None:
        return [
            (left, right, tidied(row[left]))
            for (top, left), (bottom, right) in merged
            if top == bottom == index
            and right > left
            and left < len(row)
            and not is_blank(row[left])
            and any(left <= column <= right for column in children)
        ]
    spans = []
    starts = [column for column, cell in enumerate(row) if not is_blank(cell)]
    for start, following in zip(
        starts, [*starts[1:], max([len(row), *(column + 1 for column in children)])], strict=True
    ):
        if following > start + 1 and all(column in children for column in range(start, following)):
            spans.append((start, following - 1, tidied(row[start])))
    return spans
