"""Decisions and their versions."""

from __future__ import annotations

import itertools

from assess.language import surface as text
from assess.language.resolution.bodies import Bodies
from assess.language.resolution.reader import day_of, label_of
from assess.language.resolved import (
    ResolvedDecision,
    ResolvedVersion,
)


class Decisions(Bodies):
    """Reads decisions."""

    def _decision(self, name: str) -> None:
        given = self.surface.decisions[name]
        path = ("decisions", name)
        position = self._place(*path)
        self.what = name
        existing = self.resolved.decisions.get(name)
        if existing is not None and given.overrides != existing.ruleset:
            self.diagnostics.report("N107", position, name=name, other=existing.ruleset)
        if existing is None and given.overrides is not None:
            self.diagnostics.report("N108", self._place(*path, "overrides"), name=name, other=given.overrides)
        versions: list[ResolvedVersion] = []
        if given.versions is not None:
            kinds = [kind for kind in text.KINDS if getattr(given, kind) is not None]
            if kinds:
                self.diagnostics.report("S107", self._place(*path, kinds[0]), name=name, found=f"versions, {kinds[0]}")
            for key, value in (("from", given.valid_from), ("until", given.until), ("for", given.applies),
                               ("round", given.round), ("floor", given.floor),
                               ("published", given.published)):  # fmt: skip
                if value is not None:
                    self.diagnostics.report("S113", self._place(*path, key), key=key, name=name)
            for index, version in enumerate(given.versions):
                found = self._version(version, given, *path, "versions", index)
                if found is not None:
                    versions.append(found)
        else:
            found = self._version(given, given, *path)
            if found is not None:
                versions.append(found)
        for before, after in itertools.pairwise(versions):
            if after.valid_from <= before.valid_from or (
                before.valid_until is not None and before.valid_until >= after.valid_from
            ):
                self.diagnostics.report("D102", after.position, name=name, other=before.position)
        if not versions:
            return
        self.resolved.decisions[name] = ResolvedDecision(
            name,
            label_of(given.label),
            given.type,
            given.unit,
            given.role,
            None if given.note is None else label_of(given.note),
            None if given.judged_by is None else label_of(given.judged_by),
            tuple(versions),
            self.surface.ruleset,
            position,
            existing,
        )

    def _version(
        self, given: text.VersionText, decision: text.DecisionText, *path: str | int
    ) -> ResolvedVersion | None:
        position = self._place(*path)
        kinds = [kind for kind in text.KINDS if getattr(given, kind) is not None]
        if len(kinds) != 1:
            found = ", ".join(kinds) if kinds else "-"
            near_kinds = ", ".join(text.KINDS)
            self.diagnostics.report("S107", position, name=self.what, found=found, kinds=near_kinds)
            return None
        kind = kinds[0]
        for key, value in (("for", given.applies), ("round", given.round), ("floor", given.floor)):
            if value is not None and kind != "amount":
                self.diagnostics.report("S111", self._place(*path, key), key=key, name=self.what, kind=kind)
        cite = self._cites(given.cite, *path, "cite")
        if not cite and given is not decision:
            cite = self._cites(decision.cite, "decisions", self.what, "cite")
        if given.cite is None and decision.cite is None:
            self.diagnostics.report("K105", position, what=self.what)
        body = getattr(self, f"_{kind}")(given, *path)
        source = self.resolved.sources[cite[0].source] if cite else None
        begins = None if source is None else source.in_force or source.issued
        start = day_of(given.valid_from) or begins
        if start is None:
            if cite:
                self.diagnostics.report("D101", position, name=self.what, source=cite[0].source)
            return None
        until = day_of(given.until) or (source.until if source else None)
        if until is not None and until < start:
            self.diagnostics.report("D103", self._place(*path, "until"))
        known = day_of(given.published) or (source.issued if source else None) or start
        if body is None:
            return None
        return ResolvedVersion(start, until, known, kind, body, cite, position)
