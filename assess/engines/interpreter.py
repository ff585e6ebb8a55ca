"""The interpreter: exact and three-valued. It decides any case, whatever is missing."""

from __future__ import annotations

from collections.abc import Mapping

from assess.engines.compiled import Compiled
from assess.engines.meaning import Outcome, Value
from assess.language.edition import Edition

_MOST_COMPILED = 500
"""So many editions that differ in more than the date; a stream of cases that state now these results, now those, must
not grow without end."""


class Interpreter:
    """Runs editions; the code generated for one serves every date on which the same versions are in force."""

    name = "interpreter"

    def __init__(self) -> None:
        self._compiled: dict[tuple[int, tuple[object, ...]], Compiled] = {}

    def compiled(self, edition: Edition) -> Compiled:
        key = (id(edition.program), edition.signature)
        found = self._compiled.get(key)
        if found is None:
            if len(self._compiled) >= _MOST_COMPILED:
                self._compiled.clear()
            found = self._compiled[key] = Compiled(edition)
        return found

    def outcomes(self, edition: Edition, facts: Mapping[str, Value]) -> dict[str, Outcome]:
        """What every active decision of the edition comes to, in order, for these facts."""
        return self.compiled(edition).outcomes(facts, edition.as_of)
