"""Small rolls on disk, and what is read from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.reading import read_roll
from assess.rolls.roll import Part


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    """The file with this content, line ends as they stand."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def read(path: Path | str, **choices: Any) -> tuple[Part, ...]:
    """The parts of one source, staged beside it."""
    folder = path.parent if isinstance(path, Path) else choices.pop("folder")
    return read_roll([str(path)], folder / "staged", **choices)


def read_one(path: Path | str, **choices: Any) -> Part:
    (part,) = read(path, **choices)
    return part


def rows(part: Part) -> list[tuple[Any, ...]]:
    """All rows of a part's Parquet file, the number of the row first where it is staged."""
    found = duckdb.execute("SELECT * FROM read_parquet(?)", [str(part.path)]).fetchall()
    assert len(found) == part.rows
    return found


def headers(part: Part) -> list[str]:
    return [column.header for column in part.columns]


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    return [found.code for found in diagnostics]


def set_aside(part: Part) -> list[tuple[int, str]]:
    """Row and code of every row that is nobody's."""
    return [(one.row, one.problem.code) for one in part.set_aside]


def unreadable(part: Part) -> list[tuple[int, str]]:
    """Row and code of every row that could not be read."""
    return [(one.row, one.problem.code) for one in part.unreadable]


def refusal(path: Path | str, **choices: Any) -> Diagnostic:
    """The one fault for which reading it is refused."""
    with pytest.raises(Refused) as caught:
        read(path, **choices)
    (found,) = caught.value.diagnostics
    return found
