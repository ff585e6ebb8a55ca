"""What a check of a roll is asked to do, and whom it tells how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from assess.rolls.running.period import Period


@dataclass(frozen=True, slots=True)
class Call:
    """`memory`: bytes for the databases of all threads together. `registers`: kind and source of each.

    `cluster`: the address of a Dask scheduler; without one, `threads` threads of this process, or as many processes for
    a long roll. `resume`: take over the shares that an interrupted run of the same call finished. `force`: a finished
    run in `out` may be replaced.
    """

    sources: tuple[str, ...]
    ruleset: str
    period: Period
    out: Path
    mapping: Path | None = None
    registers: tuple[tuple[str, str], ...] = ()
    parameters: Path | None = None
    only: tuple[str, ...] | None = None
    strict: bool = True
    threads: int = 1
    memory: int = 2 * 2**30
    cluster: str | None = None
    resume: bool = False
    force: bool = False
    unmask: bool = False
    language: Literal["zh", "en"] = "zh"
    table: str | None = None
    sheets: tuple[str, ...] = ()
    share_rows: int | None = None


class Progress(Protocol):
    """Told of the stages of a run, and within the longest one of its rows."""

    def stage(self, name: str) -> None:
        """`reading`, `registers`, `shares`, `merging`, `comparing`, `reporting`."""

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        """Rows whose shares are written; `taken_over`: those that an earlier run had written."""


class Silent:
    def stage(self, name: str) -> None:
        pass

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        pass
