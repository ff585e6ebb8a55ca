"""What a ruleset rests on: sources with their clauses, citations, and the inputs that forms and rolls supply."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assess.diagnostics.position import Position
from assess.language.types import Label, Type

_CITATION = re.compile(r"(\S+) §(\S+)")


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """One clause of one source: `gbt42195 §5.2`."""

    source: str
    clause: str

    @classmethod
    def parse(cls, text: str) -> Citation | None:
        """None where the text is not `source §clause`."""
        match = _CITATION.fullmatch(text.strip())
        return cls(match.group(1), match.group(2)) if match else None

    def __str__(self) -> str:
        return f"{self.source} §{self.clause}"


@dataclass(frozen=True, slots=True)
class Clause:
    key: str
    label: Label
    position: Position
    id: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument of law. Dates are `YYYYMMDD` integers."""

    id: str
    title: Label
    issuer: Label
    number: str | None
    issued: int | None
    in_force: int | None
    until: int | None
    status: str
    confidence: str
    clauses: dict[str, Clause]
    ruleset: str
    position: Position
    note: Label | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that a case may state. `options` gives words to the values of a scored or chosen answer, by value."""

    name: str
    label: Label
    type: Type
    position: Position
    form: str | None = None
    code: str | None = None
    options: tuple[tuple[int, Label], ...] = ()
    required: bool = False
    confidence: str = "published"
    kind: str = "integer"
    not_after_as_of: bool = False
    """A day that cannot lie after the one decided on, such as a birth date."""
    ruleset: str | None = None
    """The ruleset that declares it, where no form asks for it."""
    answered_by: str = "person"
    """Who can tell it: `person` (or the family), `assessor` or `office`."""


@dataclass(frozen=True, slots=True)
class NotDecided:
    """Clauses that no rule decides, with the reason and, where a person judges, who signs."""

    cite: tuple[Citation, ...]
    why: str
    reason: Label
    signed_by: Label | None
    ruleset: str
    position: Position
