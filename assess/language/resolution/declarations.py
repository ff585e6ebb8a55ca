"""Sources, types, inputs, goals, and what is not decided."""

from __future__ import annotations

from decimal import Decimal

from assess.diagnostics.diagnostic import nearest
from assess.language import surface as text
from assess.language.law import Clause, Input, NotDecided, Source
from assess.language.models import Model
from assess.language.resolution.reader import Reader, day_of, label_of
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Type, Unit


class Declarations(Reader):
    """Reads what a ruleset declares beside parameters and decisions."""

    def _sources(self) -> None:
        for id_, given in self.surface.sources.items():
            position = self._place("sources", id_)
            if id_ in self.resolved.sources:
                self.diagnostics.report("N104", position, name=id_, other=self.resolved.sources[id_].ruleset)
                continue
            clauses = {
                key: Clause(key, label_of(clause), self._place("sources", id_, "clauses", key), clause.id, clause.place)
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
                day_of(given.issued),
                day_of(given.in_force),
                day_of(given.until),
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

    def _without_effect(self, given: Model, keys: tuple[str, ...], type_: str, *path: str) -> None:
        for key in keys:
            if getattr(given, key) is not None:
                self.diagnostics.report("S112", self._place(*path, key), key=key, name=path[-1], type=type_)

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

    def _is_reversed(self, given: tuple[Decimal | int, Decimal | int], *path: str) -> bool:
        if given[0] > given[1]:
            place = self._place(*path, "range")
            self.diagnostics.report("T125", place, name=path[-1], low=given[0], high=given[1])
        return given[0] > given[1]
