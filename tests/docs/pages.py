"""Runs what a page of the documentation shows, and tells where the program says otherwise.

Fenced blocks of a page are read in order:

- ```` ```yaml my/rulesets/qinghe.yaml ````: the block is written at the end of that file;
- ```` ```diff my/rulesets/qinghe.yaml ````: the change is made for the next console block, then undone;
- ```` ```console ````: lines that begin with `$ ` are run, one after the other; what follows one of them is what it
  must print. A line `…` stands for any lines, `…` in a line for any text. Nothing after a command: only its exit code
  counts.

`<!-- exit 1 -->` before a console block gives the exit code of its last command. Every other block is left alone.
With `ASSESS_DOCS=write` in the environment, outputs are written into the page instead of being compared. What a page
leaves out with `…` stays out; where it is not plain any more which lines are meant, the page has to be written by hand.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path

from tests.processes import called

ROOT = Path(__file__).resolve().parents[2]
REWRITE = os.environ.get("ASSESS_DOCS") == "write"
ANYTHING = "…"
ALIKE = 0.6
"""How much an excerpt must still be like the lines that are printed now, to be written anew by itself."""
_FENCE = re.compile(r"```(?P<language>\w+)(?: (?P<file>\S+))?")
_EXIT = re.compile(r"<!-- exit (\d+) -->")


@dataclass
class Block:
    """A fenced block: where its content begins in the page (counted from 0), and the exit code it announces."""

    language: str
    file: str
    start: int
    lines: list[str] = field(default_factory=list)
    exit_code: int = 0


@dataclass
class Step:
    """One command of a console block, and the lines that it is shown to print."""

    command: str
    line: int
    shown: list[str] = field(default_factory=list)


def blocks_of(text: str) -> Iterator[Block]:
    """The fenced blocks of a page that name a language."""
    open_block: Block | None = None
    code = 0
    for number, line in enumerate(text.splitlines()):
        if open_block is not None:
            if line == "```":
                yield open_block
                open_block, code = None, 0
            else:
                open_block.lines.append(line)
        elif found := _FENCE.fullmatch(line):
            open_block = Block(found["language"], found["file"] or "", number + 1, exit_code=code)
        elif found := _EXIT.fullmatch(line):
            code = int(found[1])


def steps_of(block: Block) -> Iterator[Step]:
    """The commands of a console block; one that ends in a backslash goes on in the next line."""
    step: Step | None = None
    for number, line in enumerate(block.lines, start=block.start + 1):
        if step is not None and step.command.endswith("\\") and not step.shown:
            step.command = f"{step.command[:-1].rstrip()} {line.removeprefix('>').strip()}"
            step.line = number
        elif line.startswith("$ "):
            if step is not None:
                yield step
            step = Step(line[2:], number)
        elif step is not None:
            step.shown.append(line)
    if step is not None:
        yield step


def matches(shown: list[str], printed: list[str]) -> bool:
    """Are the printed lines the shown ones, where a line `…` stands for any lines and `…` in a line for any text?"""
    lines = (
        "(?:.*\n)*?" if line.strip() == ANYTHING else re.escape(line).replace(ANYTHING, ".*") + "\n" for line in shown
    )
    return re.fullmatch("".join(lines), "".join(f"{line}\n" for line in printed)) is not None


def brought_up_to_date(shown: list[str], printed: list[str]) -> list[str] | None:
    """The excerpt that `shown` makes of what is printed now; None where it cannot be told which lines are meant."""
    found: list[str] = []
    place, skipping = 0, False
    segments = [(anything, list(lines)) for anything, lines in groupby(shown, lambda line: line.strip() == ANYTHING)]
    if not any(anything for anything, _ in segments):
        return printed
    for anything, lines in segments:
        skipping = anything
        if anything:
            found.append(ANYTHING)
            continue
        starts = range(place, len(printed) - len(lines) + 1) if found else range(1)
        best = max(starts, key=lambda start: _likeness(lines, printed[start:]), default=None)
        if best is None or _likeness(lines, printed[best:]) < ALIKE:
            return None
        now = printed[best : best + len(lines)]
        found += [old if matches([old], [new]) else new for old, new in zip(lines, now, strict=True)]
        place = best + len(lines)
    return found if skipping or place == len(printed) else None


def _likeness(lines: list[str], others: list[str]) -> float:
    """From 0 to 1; the first line, which is what an excerpt is found by, counts as much as the rest."""
    pairs = list(zip(lines, others, strict=False))
    if len(pairs) < len(lines):
        return 0
    ratios = [1.0 if matches([a], [b]) else SequenceMatcher(None, a, b).ratio() for a, b in pairs]
    return (ratios[0] + sum(ratios) / len(ratios)) / 2


def plain_call(command: str) -> list[str] | None:
    """The arguments of a command that does nothing but call `assess`; None where the shell has more to do."""
    if not command.startswith("assess ") or set(command) & set("|&;<>()$`\\*?[]{}~#!\n"):
        return None
    return shlex.split(command)[1:]


class Page:
    """A page of the documentation, and a folder in which its commands are run.

    `through_the_shell`: all of them, as a reader would; else plain calls of `assess` are made by a process that is
    forked off one that has imported it already.
    """

    def __init__(self, path: Path, folder: Path, language: str, *, through_the_shell: bool = False) -> None:
        self.path = path
        self._through_the_shell = through_the_shell
        self.folder = folder
        self.faults: list[str] = []
        self._text = path.read_text(encoding="utf-8").splitlines()
        self._written: list[tuple[int, int, list[str]]] = []
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("ASSESS_", "PYTEST_", "COVERAGE", "COLUMNS"))
        } | {
            "PATH": f"{_command(folder)}{os.pathsep}{os.environ['PATH']}",
            "ASSESS_LANG": language,
            "ASSESS_PATH": str(folder / "my"),
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "utf-8",
            "LC_ALL": "C.UTF-8",
        }

    def run(self) -> None:
        """Does all that the page shows. What differs stands in `faults` afterwards."""
        change: Block | None = None
        for block in blocks_of("\n".join(self._text)):
            if block.language == "yaml" and block.file:
                self._write(block)
            elif block.language == "diff" and block.file:
                change = block
            elif block.language == "console":
                before = None if change is None else self._changed(change)
                self._console(block)
                if change is not None and before is not None:
                    (self.folder / change.file).write_text(before, encoding="utf-8")
                change = None
        if REWRITE:
            self._rewrite()

    def _write(self, block: Block) -> None:
        path = self.folder / block.file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" * (file.tell() > 0) + "".join(f"{line}\n" for line in block.lines))

    def _changed(self, block: Block) -> str | None:
        path = self.folder / block.file
        before = path.read_text(encoding="utf-8")
        out = "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("+"))
        into = "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("-"))
        if before.count(out) != 1:
            self._fault(block.start, f"stands {before.count(out)} times in {block.file}:\n{out}")
            return None
        path.write_text(before.replace(out, into), encoding="utf-8")
        return before

    def _console(self, block: Block) -> None:
        steps = list(steps_of(block))
        for step in steps:
            code, said = self._done(step.command)
            printed = [line.rstrip() for line in said.rstrip("\n").splitlines()]
            expected_code = block.exit_code if step is steps[-1] else 0
            if code != expected_code:
                self._fault(step.line, f"$ {step.command}\nends with {code}, not {expected_code}:\n{said}")
            shown = step.shown
            while shown and not shown[-1].strip():
                shown = shown[:-1]
            if not shown or matches([line.rstrip() for line in shown], printed):
                continue
            now = brought_up_to_date([line.rstrip() for line in shown], printed) if REWRITE else None
            if now is not None:
                self._written.append((step.line, len(shown), now))
            else:
                self._fault(step.line, "\n".join([f"$ {step.command}", "prints:", *printed]))

    def _done(self, command: str) -> tuple[int, str]:
        """The exit code of a command, and what it prints."""
        arguments = None if self._through_the_shell else plain_call(command)
        if arguments is not None:
            return called(arguments, self.folder, self._environment)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout

    def _fault(self, line: int, what: str) -> None:
        self.faults.append(f"{self.path.relative_to(ROOT)}:{line}: {what}")

    def _rewrite(self) -> None:
        """Puts what was printed in the place of what was shown, last first so that the places stay right."""
        for line, count, printed in reversed(self._written):
            self._text[line : line + count] = printed
        self.path.write_text("\n".join(self._text) + "\n", encoding="utf-8")


def _command(folder: Path) -> Path:
    """A folder in which `assess` is the program under test, run by the Python that runs the tests."""
    place = folder.parent / "bin"
    place.mkdir(exist_ok=True)
    script = place / "assess"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assess "$@"\n')
    script.chmod(0o755)
    return place
