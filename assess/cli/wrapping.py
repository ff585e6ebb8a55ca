"""Text broken to the width of the window, under a first line of its own beginning."""

from __future__ import annotations

import re
import shutil
import sys

from rich.cells import cell_len

from assess.cli.output import WIDTH, pieces

NARROWEST = 40
_BETWEEN_WIDE = re.compile(r"(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])")
"""The blank that YAML leaves between two Chinese characters where a line was folded."""


def window_width() -> int:
    """The columns to write in: those of the terminal, at most `WIDTH`; `WIDTH` where there is no terminal."""
    if not sys.stdout.isatty():
        return WIDTH
    return max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns - 1, WIDTH))


def wrapped(text: str, first: str = "", width: int | None = None) -> list[str]:
    """The text in lines no wider than `width`; the first begins with `first`, the others with as many blanks."""
    width = window_width() if width is None else width
    margin = cell_len(first)
    lines: list[str] = []
    line, used = first, margin
    for piece in pieces(_BETWEEN_WIDE.sub("", " ".join(text.split()))):
        size = cell_len(piece.rstrip())
        if used > margin and used + size > width:
            lines.append(line.rstrip())
            line, used = " " * margin, margin
        line += piece
        used += cell_len(piece)
    return [*lines, line.rstrip()]
