"""Conditions: trees of all, any, none, at least; cells with unary tests; expressions."""

from __future__ import annotations

from assess.language import surface as text
from assess.language.feel import tree as syntax
from assess.language.feel.parser import parse_expression, parse_unary_tests
from assess.language.resolution.reader import Reader
from assess.language.source import Scalar, find


class Conditions(Reader):
    """Reads conditions."""

    def _condition_tree(self, given: object, *path: str | int) -> syntax.Syntax | None:
        position = self._place(*path)
        if isinstance(given, text.AllOf):
            return self._joined("and", given.all, *path, "all")
        if isinstance(given, text.AnyOf):
            return self._joined("or", given.any, *path, "any")
        if isinstance(given, text.NoneOf):
            inner = self._joined("or", given.none, *path, "none")
            return None if inner is None else syntax.Operation(position, "none", "not", (inner,))
        if isinstance(given, text.AtLeastOf):
            parts = self._parts(given.at_least.of, *path, "at_least", "of")
            if given.at_least.n > len(given.at_least.of):
                place = self._place(*path, "at_least", "n")
                self.diagnostics.report("F106", place, count=given.at_least.n, of=len(given.at_least.of))
                return None
            return None if parts is None else syntax.AtLeast(position, "at_least", given.at_least.n, parts)
        if isinstance(given, text.NamedCondition):
            inner = self._condition_tree(given.holds, *path, "is")
            cite = self._cites(given.cite, *path, "cite")
            if inner is None:
                return None
            return syntax.Labelled(
                position, inner.source, inner, given.label.zh, given.label.en, tuple(str(c) for c in cite)
            )
        if isinstance(given, dict):
            parts_found = [self._cell(name, value, *path, name) for name, value in given.items()]
            parts = tuple(part for part in parts_found if part is not None)
            if len(parts) != len(parts_found) or not parts:
                return None
            return parts[0] if len(parts) == 1 else syntax.Operation(position, "cells", "and", parts)
        return self._expression(*path)

    def _joined(self, operator: str, given: list[text.ConditionText], *path: str | int) -> syntax.Syntax | None:
        parts = self._parts(given, *path)
        if parts is None:
            return None
        return parts[0] if len(parts) == 1 else syntax.Operation(self._place(*path), operator, operator, parts)

    def _parts(self, given: list[text.ConditionText], *path: str | int) -> tuple[syntax.Syntax, ...] | None:
        parts = [self._condition_tree(one, *path, index) for index, one in enumerate(given)]
        found = tuple(part for part in parts if part is not None)
        return found if len(found) == len(parts) else None

    def _cell(self, name: str, value: object, *path: str | int) -> syntax.Syntax | None:
        key_position = self._place(*path)
        operand = parse_expression(name, key_position, self.diagnostics)
        if operand is None:
            return None
        node, _ = find(self.tree, path)
        if isinstance(node, Scalar):
            return parse_unary_tests(node.text, operand, node.text_position, self.diagnostics)
        tests: list[syntax.Syntax] = []
        for index in range(len(value) if isinstance(value, list) else 0):
            content, position = self._scalar(*path, index)
            if ".." in content:
                self.diagnostics.report("F105", position, found=f"[{content}]")
                return None
            found = parse_unary_tests(content, operand, position, self.diagnostics)
            if not isinstance(found, syntax.Matches):
                return None
            tests.extend(found.tests)
        return syntax.Matches(key_position, name, operand, tuple(tests))
