"""Where something stands: a file, a line, a column."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Lines and columns count from 1, in characters; 0 means «the file as a whole»."""

    file: str
    line: int = 0
    column: int = 0
    characters: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)
    """Line and column of each character, where a text does not simply run on along one line."""

    def moved(self, columns: int) -> Position:
        """The place so many characters further on in the text."""
        if self.characters:
            rest = self.characters[columns:] or self.characters[-1:]
            return Position(self.file, rest[0][0], rest[0][1], rest)
        return Position(self.file, self.line, self.column + columns)

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"
