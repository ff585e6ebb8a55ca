"""What data frames are asked to do of a share, and what they have done. Their library may not be there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Queries:
    """What DuckDB would run, each query with the file that it makes.

    `facts`, over the cells; `decisions` and `people`, over the facts; `findings`, over the tables `decisions` and
    `people`, where there is one date.
    """

    facts: str
    decisions: Mapping[Path, str]
    people: tuple[Path, str]
    findings: Mapping[Path, str]


@dataclass(frozen=True, slots=True)
class ByFrames:
    """`files`: those that are written. `statuses`: decisions by status, where all of them are written."""

    files: frozenset[Path] = frozenset()
    statuses: Mapping[str, int] | None = None
