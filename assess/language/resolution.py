"""Third pass: parses every expression, binds every name, finds every citation of a ruleset and those it builds on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import surface as text
from assess.language.dates import number_of
from assess.language.feel import tree as syntax
from assess.language.feel.parser import parse_expression, parse_unary_tests
from assess.language.law import Citation, Clause, Input, NotDecided, Source
from assess.language.resolved import (
    ParameterEntry,
    Resolved,
    ResolvedAmount,
    ResolvedCombination,
    ResolvedCombinationRule,
    ResolvedDecision,
    ResolvedParameter,
    ResolvedRanking,
    ResolvedRounding,
    ResolvedRow,
    ResolvedScore,
    ResolvedTable,
    ResolvedTie,
    ResolvedVersion,
    result_codes,
    syntax_of,
)
from assess.language.source import Node, Scalar, find
from assess.language.types import Boolean, Date, Enumeration, Label, Number, Text, Type, Unit

FormInputs = Callable[[str], tuple[Input, ...] | None]
"""Gives the inputs that a form's questions supply; None where there is no such form."""


def label_of(given: text.LabelText) -> Label:
    return Label(given.zh, given.en)


def _day(given: date | None) -> int | None:
    return None if given is None else number_of(given)


def resolve(
    surface: text.RulesetText, tree: Node, base: Resolved | None, form_inputs: FormInputs, diagnostics: Diagnostics
) -> Resolved:
    """The ruleset bound to its base and its forms. Faults are reported; what is faulty is left out of the result."""
    resolved = _Resolver(surface, tree, base, form_inputs, diagnostics).resolve()
    _check_names(resolved, diagnostics)
    return resolved


class _Resolver:
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

    def resolve(self) -> Resolved:
        result, base, surface = self.resolved, self.base, self.surface
        if base is not None:
            result.lineage = (*base.lineage, surface.ruleset)
            result.forms = base.forms
            for name in ("sources", "types", "type_positions", "inputs", "parameters", "decisions"):
                getattr(result, name).update(getattr(base, name))
            result.not_decided = base.not_decided
            result.cited = {citation: list(users) for citation, users in base.cited.items()}
        result.declared = {*surface.inputs, *surface.parameters, *surface.decisions}
        if base is not None:
            result.declared |= base.declared
        self._sources()
        self._types()
        self._forms_and_inputs()
        for name in surface.parameters:
            self._parameter(name)
        for name in surface.decisions:
            self._decision(name)
        self._goals()
        self._not_decided()
        result.examples = tuple(
            (example, self._place("examples", index)) for index, example in enumerate(surface.examples)
        )
        return result

    # places and texts

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

    # declarations

    def _sources(self) -> None:
        for id_, given in self.surface.sources.items():
            position = self._place("sources", id_)
            if id_ in self.resolved.sources:
                self.diagnostics.report("N104", position, name=id_, other=self.resolved.sources[id_].ruleset)
                continue
            clauses = {
                key: Clause(
                    key, label_of(clause), self._place("sources", id_, "clauses", key), clause.id, clause.place
                )
                for key, clause in given.clauses.items()
            }
            for key, clause in clauses.items():
                if not key or any(c.isspace() for c in key):
                    self.diagnostics.report("K104", clause.position, clause=key)
            self.resolved.sources[id_] = Source(
                id_,
                label_of(given.title),
                label_of(given.issuer),
                given.number,
                _day(given.issued),
                _day(given.in_force),
                _day(given.until),
                given.status,
                given.confidence,
                clauses,
                self.surface.ruleset,
                position,
                None if given.note is None else label_of(given.note),
            )

    def _types(self) -> None:
        for name, given in self.surface.types.items():
            position = self._place("types", name)
            if name in self.resolved.types:
                self.diagnostics.report(
                    "N104", position, name=name, other=self.resolved.type_positions.get(name, ("a form", position))[0]
                )
                continue
            labels = tuple(label_of(label) for label in given.values.values())
            self.resolved.types[name] = Enumeration(name, tuple(given.values), given.ordered, labels)
            self.resolved.type_positions[name] = (self.surface.ruleset, position)

    def _forms_and_inputs(self) -> None:
        for index, form in enumerate(self.surface.forms):
            inputs = self.form_inputs(form)
            if inputs is None:
                self.diagnostics.report("N106", self._place("forms", index), form=form)
                continue
            if form in self.resolved.forms:
                continue
            self.resolved.forms = (*self.resolved.forms, form)
            for found in inputs:
                known = self.resolved.inputs.setdefault(found.name, found)
                if known.type != found.type:  # several forms may ask for one fact, but for the same fact
                    other = known.form or self.surface.ruleset
                    self.diagnostics.report("N104", self._place("forms", index), name=found.name, other=other)
        for name, given in self.surface.inputs.items():
            position = self._place("inputs", name)
            if name in self.resolved.inputs:
                other = self.resolved.inputs[name].form or "builds_on"
                self.diagnostics.report("N104", position, name=name, other=other)
                continue
            type_ = self._input_type(given, name)
            if type_ is not None:
                self.resolved.inputs[name] = Input(
                    name, label_of(given.label), type_, position, kind=given.type, ruleset=self.surface.ruleset
                )

    def _input_type(self, given: text.InputText, name: str) -> Type | None:
        where = ("inputs", name, "type")
        idle = {"integer": ("places",), "decimal": ()}.get(given.type, ("range", "unit", "places"))
        self._without_effect(given, idle, given.type, "inputs", name)
        if given.type in ("integer", "decimal"):
            if given.range is None:
                self.diagnostics.report("T111", self._place("inputs", name), name=name)
                return None
            try:
                unit = Unit.parse(given.unit) if given.unit else Unit()
            except ValueError:
                self.diagnostics.report("T110", self._place("inputs", name, "unit"), unit=given.unit)
                return None
            if self._is_reversed(given.range, "inputs", name):
                return None
            scale = 10 ** (given.places or 0) if given.type == "decimal" else 1
            return Number(scale, given.range[0] * scale, given.range[1] * scale, unit)
        simple: dict[str, Type] = {
            "boolean": Boolean(),
            "date": Date(),
            "text": Text(),
            "resident_id": Text("resident_id"),
            "division_code": Text("division_code"),
        }
        found = simple.get(given.type) or self.resolved.types.get(given.type)
        if found is None:
            near = nearest(given.type, [*simple, "integer", "decimal", *self.resolved.types])
            self.diagnostics.report("N103", self._place(*where), type=given.type, near=near)
        return found

    def _without_effect(self, given: text.Model, keys: tuple[str, ...], type_: str, *path: str) -> None:
        for key in keys:
            if getattr(given, key) is not None:
                self.diagnostics.report("S112", self._place(*path, key), key=key, name=path[-1], type=type_)

    def _is_reversed(self, given: tuple[Decimal | int, Decimal | int], *path: str) -> bool:
        if given[0] > given[1]:
            place = self._place(*path, "range")
            self.diagnostics.report("T125", place, name=path[-1], low=given[0], high=given[1])
        return given[0] > given[1]

    # parameters

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
        for before, after in zip(entries, entries[1:], strict=False):
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
            _day(given.reviewed_until),
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
        issued = next((self.resolved.sources[c.source].issued for c in cite), None)
        known = _day(given.published) or (min(issued, start) if issued is not None else start)
        return ParameterEntry(
            start,
            _day(given.until),
            given.value,
            cite,
            given.confidence or "placeholder",
            known,
            self.surface.ruleset,
            position,
            None if given.note is None else label_of(given.note),
        )

    # decisions

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
                               ("round", given.round), ("published", given.published)):  # fmt: skip
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
        for before, after in zip(versions, versions[1:], strict=False):
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
        for key, value in (("for", given.applies), ("round", given.round)):
            if value is not None and kind != "amount":
                self.diagnostics.report("S111", self._place(*path, key), key=key, name=self.what, kind=kind)
        cite = self._cites(given.cite, *path, "cite")
        if not cite and given is not decision:
            cite = self._cites(decision.cite, "decisions", self.what, "cite")
        if given.cite is None and decision.cite is None:
            self.diagnostics.report("K105", position, what=self.what)
        body = getattr(self, f"_{kind}")(given, *path)
        source = self.resolved.sources[cite[0].source] if cite else None
        start = _day(given.valid_from) or (source and (source.in_force or source.issued))
        if start is None:
            if cite:
                self.diagnostics.report("D101", position, name=self.what, source=cite[0].source)
            return None
        until = _day(given.until) or (source.until if source else None)
        if until is not None and until < start:
            self.diagnostics.report("D103", self._place(*path, "until"))
        known = _day(given.published) or (min(source.issued, start) if source and source.issued else start)
        if body is None:
            return None
        return ResolvedVersion(start, until, known, kind, body, cite, position)

    def _expression(self, *path: str | int) -> syntax.Syntax | None:
        content, position = self._scalar(*path)
        return parse_expression(content, position, self.diagnostics)

    def _value(self, given: text.VersionText, *path: str | int) -> syntax.Syntax | None:
        return self._expression(*path, "value")

    def _condition(self, given: text.VersionText, *path: str | int) -> syntax.Syntax | None:
        assert given.condition is not None
        return self._condition_tree(given.condition, *path, "condition")

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
        tests = []
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

    def _score(self, given: text.VersionText, *path: str | int) -> ResolvedScore | None:
        assert given.score is not None
        items = [self._expression(*path, "score", "sum", index) for index in range(len(given.score.sum))]
        seen: set[str] = set()
        for index, name in enumerate(given.score.sum):
            if name in seen:
                self.diagnostics.report("N109", self._place(*path, "score", "sum", index), name=name)
            seen.add(name)
        return ResolvedScore(tuple(item for item in items if item is not None), given.score.maximum)

    def _table(self, given: text.VersionText, *path: str | int) -> ResolvedTable | None:
        assert given.table is not None
        table = given.table
        if (table.hit == "collect") != (table.aggregate is not None):
            self.diagnostics.report("S108", self._place(*path, "table", "hit"), hit=table.hit)
        rows = self._rows(table.rows, *path, "table", "rows")
        return ResolvedTable(table.hit, table.aggregate, table.gaps is not None, rows)

    def _rows(self, given: list[text.RowText], *path: str | int) -> tuple[ResolvedRow, ...]:
        rows = []
        for index, row in enumerate(given):
            here = (*path, index)
            position = self._place(*here)
            cite = self._cites(row.cite, *here, "cite")
            because = None if row.because is None else label_of(row.because)
            if isinstance(row, text.OtherwiseRow):
                then = self._expression(*here, "otherwise") if row.otherwise is not None else _null(position)
                if index != len(given) - 1:
                    self.diagnostics.report("C105", position)
                when = None
            else:
                then = self._expression(*here, "then") if row.then is not None else _null(position)
                when = self._condition_tree(row.when, *here, "when")
                if when is None:
                    continue
            if isinstance(then, syntax.NullLiteral) and because is None:
                self.diagnostics.report("K106", position)
            if then is not None:
                rows.append(ResolvedRow(when, then, cite, because, position))
        return tuple(rows)

    def _amount(self, given: text.VersionText, *path: str | int) -> ResolvedAmount | None:
        formula = self._expression(*path, "amount")
        applies = None
        if given.applies is not None:
            applies = self._condition_tree(given.applies, *path, "for")
            if applies is None:
                return None
        rounding = None
        if given.round is not None:
            position = self._place(*path, "round")
            cite = self._cites(given.round.cite, *path, "round", "cite")
            step = Fraction(given.round.to)
            if step <= 0:
                self.diagnostics.report("T113", self._place(*path, "round", "to"), step=given.round.to)
                return None
            rounding = ResolvedRounding(step, given.round.mode, given.round.at, cite, position)
        return None if formula is None else ResolvedAmount(formula, applies, rounding)

    def _combination(self, given: text.VersionText, *path: str | int) -> ResolvedCombination | None:
        assert given.combination is not None
        here = (*path, "combination")
        for index, name in enumerate(given.combination.of):
            if name in given.combination.of[:index]:
                self.diagnostics.report("N109", self._place(*here, "of", index), name=name)
        benefits = tuple(
            syntax.Name(self._place(*here, "of", index), name, name) for index, name in enumerate(given.combination.of)
        )
        rules = []
        for index, rule in enumerate(given.combination.rules):
            at = (*here, "rules", index)
            cite = self._cites(rule.cite, *at, "cite")
            if not cite and rule.cite is None:
                self.diagnostics.report("K105", self._place(*at), what=f"{self.what}: rule {index + 1}")
            when = None
            if isinstance(rule, text.HighestOf):
                kind, names, key = "highest_of", rule.highest_of, "highest_of"
            elif isinstance(rule, text.Together):
                kind, names, key = "together", rule.all, "all"
            else:
                kind, names, key = "excludes", rule.excludes, "excludes"
                when = self._condition_tree(rule.when, *at, "if")
                if when is None:
                    continue
            for place, name in enumerate(names):
                if name in names[:place]:
                    self.diagnostics.report("N109", self._place(*at, key, place), name=name)
                if name not in given.combination.of:
                    near = nearest(name, given.combination.of)
                    self.diagnostics.report("N110", self._place(*at, key, place), name=name, near=near)
            rules.append(ResolvedCombinationRule(kind, tuple(names), when, cite, self._place(*at)))
        return ResolvedCombination(benefits, tuple(rules))

    def _ranking(self, given: text.VersionText, *path: str | int) -> ResolvedRanking | None:
        assert given.ranking is not None
        here = (*path, "ranking")
        table = ResolvedTable("first", None, False, self._rows(given.ranking.tiers, *here, "tiers"))
        ties = []
        for index, tie in enumerate(given.ranking.ties):
            at = (*here, "ties", index)
            cite = self._cites(tie.cite, *at, "cite")
            keys = [key for key in ("first", "earliest", "lowest", "highest") if getattr(tie, key) is not None]
            if len(keys) != 1:
                self.diagnostics.report("S109", self._place(*at))
                continue
            key = keys[0]
            expression = (
                self._condition_tree(tie.first, *at, "first") if key == "first" else self._expression(*at, key)
            )
            if expression is not None:
                ties.append(ResolvedTie("lowest" if key == "earliest" else key, expression, cite))
        return ResolvedRanking(table, tuple(ties))

    # the rest

    def _goals(self) -> None:
        if self.surface.goals is None:
            self.resolved.goals = None
            return
        for index, goal in enumerate(self.surface.goals):
            if goal not in self.resolved.decisions and goal not in self.surface.decisions:
                near = nearest(goal, self.resolved.decisions)
                self.diagnostics.report("N102", self._place("goals", index), name=goal, near=near)
        self.resolved.goals = tuple(goal for goal in self.surface.goals if goal in self.resolved.decisions)

    def _not_decided(self) -> None:
        found = []
        for index, given in enumerate(self.surface.not_decided):
            self.what = "not_decided"
            path = ("not_decided", index)
            cite = self._cites(given.cite, *path, "cite")
            if given.why == "judgement" and given.signed_by is None:
                self.diagnostics.report("K107", self._place(*path))
            found.append(
                NotDecided(
                    cite,
                    given.why,
                    label_of(given.reason),
                    None if given.signed_by is None else label_of(given.signed_by),
                    self.surface.ruleset,
                    self._place(*path),
                )
            )
        self.resolved.not_decided = (*self.resolved.not_decided, *found)


def _null(position: Position) -> syntax.NullLiteral:
    return syntax.NullLiteral(position, "null")


def _check_names(resolved: Resolved, diagnostics: Diagnostics) -> None:
    """Every name is that of a fact, a parameter or a decision, and of one only."""
    for name, decision in resolved.decisions.items():
        for kind, others in (("input", resolved.inputs), ("parameter", resolved.parameters)):
            if name in others:
                diagnostics.report("N104", decision.position, name=name, other=kind)
    for name, parameter in resolved.parameters.items():
        if name in resolved.inputs:
            diagnostics.report("N104", parameter.position, name=name, other="input")
    # what is declared but faulty is left out above, and must not be called unknown for that
    known = {"as_of", *resolved.declared, *resolved.inputs, *resolved.parameters, *resolved.decisions}

    def check(node: syntax.Syntax, codes: frozenset[str]) -> None:
        for found in syntax.names_in(node):
            if isinstance(found, syntax.Shifted) and found.name not in resolved.parameters:
                code = "N111" if found.name in known else "N101"
                diagnostics.report(code, found.position, name=found.name, near=nearest(found.name, resolved.parameters))
            elif found.name not in known and not (found.name in codes and found is node):
                diagnostics.report(
                    "N101", found.position, name=found.name, near=nearest(found.name, [*known, *codes])
                )
            elif found.name in known and found.name in codes and found is node:
                diagnostics.report("N112", found.position, name=found.name)

    for decision in resolved.decisions.values():
        codes = result_codes(resolved, decision)
        for version in decision.versions:
            body = version.body
            outputs: set[int] = set()
            table = body.table if isinstance(body, ResolvedRanking) else body
            if isinstance(table, ResolvedTable):
                outputs = {id(row.then) for row in table.rows}
            for part in syntax_of(body):
                check(part, codes if id(part) in outputs else frozenset())
    for parameter in resolved.parameters.values():
        if parameter.by is not None:
            check(parameter.by, frozenset())
