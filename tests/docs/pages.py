"""Runs what a page of the documentation shows, and tells where the program says otherwise.

Fenced blocks of a page are read in order:

- ```` ```yaml my/rulesets/qinghe.yaml ````: the block is written at the end of that file;
- ```` ```diff my/rulesets/qinghe.yaml ````: the change is made for the next console block, then undone;
- ```` ```console ````: lines that begin with `$ ` are run, one after the other; what follows one of them is what it
  must print. A line `…` stands for any lines, `…` in a line for any text. Nothing after a command: only its exit code
  counts.

`<!-- exit 1 -->` before a console block gives the exit code of its last command. Every other block is left alone.
With `ASSESS_DOCS=write` in the environment, outputs without `…` are written into the page instead of being compared.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REWRITE = os.environ.get("ASSESS_DOCS") == "write"
ANYTHING = "…"
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


class Page:
    """A page of the documentation, and a folder in which its commands are run."""

    def __init__(self, path: Path, folder: Path, language: str) -> None:
        self.path = path
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
            done = subprocess.run(
                ["bash", "-c", step.command],
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
            printed = [line.rstrip() for line in done.stdout.rstrip("\n").splitlines()]
            expected_code = block.exit_code if step is steps[-1] else 0
            if done.returncode != expected_code:
                self._fault(
                    step.line, f"$ {step.command}\nends with {done.returncode}, not {expected_code}:\n{done.stdout}"
                )
            shown = step.shown
            while shown and not shown[-1].strip():
                shown = shown[:-1]
            if not shown or matches([line.rstrip() for line in shown], printed):
                continue
            if REWRITE and not any(line.strip() == ANYTHING for line in shown):
                self._written.append((step.line, len(shown), printed))
            else:
                self._fault(step.line, "\n".join([f"$ {step.command}", "prints:", *printed]))

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
