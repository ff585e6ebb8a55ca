"""Where something stands: a file, a line, a column."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Lines and columns count from 1, in characters; 0 means «the file as a whole»."""

    file: str
    line: int = 0
    column: int = 0

    def moved(self, columns: int) -> Position:
        """The place so many characters further on the same line."""
        return Position(self.file, self.line, self.column + columns)

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"
