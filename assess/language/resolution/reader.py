"""Reads a ruleset at a path: places, texts, citations, expressions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import surface as text
from assess.language.dates import number_of
from assess.language.feel import tree as syntax
from assess.language.feel.parser import parse_expression
from assess.language.law import Citation, Input
from assess.language.resolved import (
    Resolved,
)
from assess.language.source import Node, Scalar, find
from assess.language.types import Label

FormInputs = Callable[[str], tuple[Input, ...] | None]


"""Gives the inputs that a form's questions supply; None where there is no such form."""


def label_of(given: text.LabelText) -> Label:
    return Label(given.zh, given.en)


def day_of(given: date | None) -> int | None:
    return None if given is None else number_of(given)


class Reader:
    """What reading any part of a ruleset needs."""

    def __init__(
        self,
        surface: text.RulesetText,
        tree: Node,
        base: Resolved | None,
        form_inputs: FormInputs,
        diagnostics: Diagnostics,
    ) -> None:
        self.surface = surface
        self.tree = tree
        self.base = base
        self.form_inputs = form_inputs
        self.diagnostics = diagnostics
        self.what = ""
        self.resolved = Resolved(surface.ruleset, surface.version, label_of(surface.label), (surface.ruleset,))

    def _place(self, *path: str | int) -> Position:
        return find(self.tree, path)[1]

    def _scalar(self, *path: str | int) -> tuple[str, Position]:
        node, position = find(self.tree, path)
        if isinstance(node, Scalar):
            return node.text, node.text_position
        return "", position

    def _cites(self, given: str | list[str] | None, *path: str | int) -> tuple[Citation, ...]:
        if given is None:
            return ()
        found = []
        for index, one in enumerate([given] if isinstance(given, str) else given):
            position = self._place(*path) if isinstance(given, str) else self._place(*path, index)
            citation = Citation.parse(one)
            if citation is None:
                self.diagnostics.report("K101", position, found=one)
                continue
            source = self.resolved.sources.get(citation.source)
            if source is None:
                near = nearest(citation.source, self.resolved.sources)
                self.diagnostics.report("K102", position, source=citation.source, near=near)
                continue
            if citation.clause not in source.clauses:
                near = nearest(citation.clause, source.clauses)
                self.diagnostics.report("K103", position, source=source.id, clause=citation.clause, near=near)
                continue
            self.resolved.cited.setdefault(citation, []).append((self.surface.ruleset, self.what))
            found.append(citation)
        return tuple(found)

    def _expression(self, *path: str | int) -> syntax.Syntax | None:
        content, position = self._scalar(*path)
        return parse_expression(content, position, self.diagnostics)
