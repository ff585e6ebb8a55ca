"""What `input/roll.json` has to look like. The folder of a check may have come from anybody, or lost what was written
last to a power cut: of what is not as it was written nothing is used."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, NonNegativeInt

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.diagnostics.rendering import one_line
from assess.rolls.roll import Unreadable


def _within(name: str) -> str:
    if name in ("", ".", "..") or "/" in name or "\\" in name or "\0" in name:
        raise ValueError("a file of the folder itself")
    return name


def _known(told: tuple[str, str, int, int, dict[str, str]]) -> tuple[str, str, int, int, dict[str, str]]:
    try:
        one_line(heard(told), "zh")
    except Exception as error:  # a code of another version, or one without what its message speaks of
        raise ValueError("a diagnostic") from error
    return told


Told = Annotated[tuple[str, str, int, int, dict[str, str]], AfterValidator(_known)]
"""A diagnostic: its code, file, line, column and arguments."""


class _Written(BaseModel):
    model_config = ConfigDict(strict=True)


class KeptPart(_Written):
    source: str
    file: Annotated[str, AfterValidator(_within)]
    rows: NonNegativeInt
    staged: bool
    origin: str | None
    sha256: str
    stamp: tuple[int, int] | None = None
    columns: tuple[tuple[str, str], ...]
    unreadable: tuple[tuple[int, str, str, Told], ...]
    set_aside: tuple[tuple[int, str, str, Told], ...] = ()
    notes: tuple[Told, ...]


class KeptFile(_Written):
    """Reading one raises ValueError where it is not as it should be."""

    asked: tuple[str, ...]
    parts: tuple[KeptPart, ...]


def heard(told: tuple[str, str, int, int, dict[str, str]]) -> Diagnostic:
    code, file, line, place, arguments = told
    return Diagnostic(code, Position(file, line, place), arguments)


def out_of(rows: tuple[tuple[int, str, str, Told], ...]) -> tuple[Unreadable, ...]:
    return tuple(Unreadable(row, place, text, heard(problem)) for row, place, text, problem in rows)
