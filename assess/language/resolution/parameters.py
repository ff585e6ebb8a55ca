"""Parameters and their dated values."""

from __future__ import annotations

import itertools
from fractions import Fraction

from assess.language import surface as text
from assess.language.dates import number_of
from assess.language.feel.parser import parse_expression
from assess.language.resolution.declarations import Declarations
from assess.language.resolution.reader import day_of, label_of
from assess.language.resolved import (
    ParameterEntry,
    ResolvedParameter,
)


class Parameters(Declarations):
    """Reads parameters."""

    def _parameter(self, name: str) -> None:
        given = self.surface.parameters[name]
        path = ("parameters", name)
        position = self._place(*path)
        self.what = name
        existing = self.resolved.parameters.get(name)
        if existing is not None and given.overrides != existing.ruleset:
            self.diagnostics.report("N107", position, name=name, other=existing.ruleset)
        if existing is None and given.overrides is not None:
            self.diagnostics.report("N108", self._place(*path, "overrides"), name=name, other=given.overrides)
        if given.type is not None:
            self._without_effect(given, ("unit", "range"), given.type, *path)
        limits = None
        if given.range is not None and not self._is_reversed(given.range, *path):
            limits = (Fraction(given.range[0]), Fraction(given.range[1]))
        by = None
        if given.by is not None:
            by = parse_expression(*self._scalar(*path, "by"), self.diagnostics)
        entries = [self._entry(entry, *path, "values", index) for index, entry in enumerate(given.values)]
        for before, after in itertools.pairwise(entries):
            if after.valid_from <= before.valid_from or (
                before.valid_until is not None and before.valid_until >= after.valid_from
            ):
                self.diagnostics.report("D102", after.position, name=name, other=before.position)
        self.resolved.parameters[name] = ResolvedParameter(
            name,
            label_of(given.label),
            given.unit,
            given.type,
            by,
            limits,
            day_of(given.reviewed_until),
            tuple(entries),
            self.surface.ruleset,
            position,
            given.overrides if existing is not None else None,
        )

    def _entry(self, given: text.ParameterEntryText, *path: str | int) -> ParameterEntry:
        position = self._place(*path)
        cite = self._cites(given.cite, *path, "cite")
        if given.cite is None and given.value is not None:
            self.diagnostics.report("K105", position, what=self.what)
        if given.confidence is None and given.value is not None:
            self.diagnostics.report("P103", position, name=self.what)
        if given.until is not None and given.until < given.valid_from:
            self.diagnostics.report("D103", self._place(*path, "until"))
        start = number_of(given.valid_from)
        issued = [day for one in cite if (day := self.resolved.sources[one.source].issued) is not None]
        known = day_of(given.published) or max(issued, default=start)
        return ParameterEntry(
            start,
            day_of(given.until),
            given.value,
            cite,
            given.confidence or "placeholder",
            known,
            self.surface.ruleset,
            position,
            None if given.note is None else label_of(given.note),
        )
