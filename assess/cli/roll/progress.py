"""How far a check is: a bar on a terminal, plain lines elsewhere; on standard error, results go elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from assess.cli.output import Settings

_STAGES = {
    "reading": ("读取名册", "reading the roll"),
    "registers": ("读取其他登记", "reading registers"),
    "shares": ("逐行核对", "deciding rows"),
    "merging": ("合并结果", "putting together"),
    "comparing": ("查重、比对登记", "comparing the whole roll"),
    "reporting": ("写出报告", "writing reports"),
}
_SECONDS_BETWEEN_LINES = 10


class Shown:
    """A `Progress` for people."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._since = 0.0
        self._last_line = 0.0

    def __enter__(self) -> Shown:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def stage(self, name: str) -> None:
        """A stage begins."""
        text = self._settings.choose(*_STAGES[name])
        self._since = time.monotonic()
        if self._bar is None:
            click.echo(text, err=True)
            return
        if self._task is not None:
            self._bar.remove_task(self._task)
        self._task = self._bar.add_task(text, total=None, told="")

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        """So many rows are done; how many a second, and how long the rest will take."""
        seconds = time.monotonic() - self._since
        speed = (done - taken_over) / seconds if seconds > 0 else 0.0
        told = self._settings.choose(
            f"{done:,}/{total:,} 行，每秒 {speed:,.0f} 行", f"{done:,}/{total:,} rows, {speed:,.0f} a second"
        )
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=max(total, 1), told=told)
            return
        now = time.monotonic()
        if done == taken_over and taken_over:
            click.echo(
                self._settings.choose(f"  接着做：已做完 {done:,} 行", f"  resuming: {done:,} rows were done before"),
                err=True,
            )
        elif (done > taken_over and now - self._last_line >= _SECONDS_BETWEEN_LINES) or (done == total and total):
            self._last_line = now
            left = (total - done) / speed if speed else 0
            rest = self._settings.choose(f"，还需约 {left:.0f} 秒", f", some {left:.0f} s left") if left >= 1 else ""
            click.echo(f"  {told}{rest}", err=True)
