"""One fault found in a ruleset, a form, a case or a call: its code, its place, and what it speaks of."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assess.diagnostics.position import Position


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault. `code` is a key of `assess.diagnostics.catalogue.CATALOGUE`; `arguments` fill its message and remedy."""

    code: str
    position: Position
    arguments: dict[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """`error`, `warning` or `note`, as the catalogue says."""
        from assess.diagnostics.catalogue import CATALOGUE

        return CATALOGUE[self.code].severity


class Diagnostics:
    """Collects faults, so that all of them are reported at once."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []

    def report(self, code: str, position: Position, **arguments: object) -> None:
        diagnostic = Diagnostic(code, position, {name: str(value) for name, value in arguments.items()})
        if diagnostic not in self._found:
            self._found.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            if diagnostic not in self._found:
                self._found.append(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(sorted(self._found, key=lambda found: (found.position, found.code)))

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        return any(found.severity == "error" for found in self._found)


class Refused(Exception):
    """What was asked cannot be done; carries the diagnostics that say why and what to do."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(f"{found.position}: {found.code}" for found in self.diagnostics))


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, or an empty string when none is alike."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else ""
