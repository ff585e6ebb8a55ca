"""Decisions one after the other, and the program that they make together."""

from __future__ import annotations

from dataclasses import replace

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.elaboration.combinations import Combinations
from assess.language.elaboration.order import in_order
from assess.language.resolved import Resolved
from assess.language.types import PLAIN, Number, Type, Unit
from assess.language.typing import Untypable, same_kind


def elaborate(resolved: Resolved, diagnostics: Diagnostics) -> checked.Program | None:
    """The program; None where decisions run in a circle. Faults are reported, and what is faulty is left out."""
    order = in_order(resolved, diagnostics)
    if order is None:
        return None
    return _Elaborator(resolved, diagnostics).program(order)


class _Elaborator(Combinations):
    """Makes the program."""

    def program(self, order: list[str]) -> checked.Program:
        resolved = self.resolved
        for name in order:
            self._decision(resolved.decisions[name])
        for name in resolved.parameters:
            self._parameter(name)
        visible = tuple(name for name, decision in self.decisions.items() if not decision.hidden)
        goals = visible if resolved.goals is None else tuple(g for g in resolved.goals if g in self.decisions)
        return checked.Program(
            id=resolved.id,
            version=resolved.version,
            label=resolved.label,
            lineage=resolved.lineage,
            sources=resolved.sources,
            types=resolved.types,
            inputs=resolved.inputs,
            parameters={name: self.parameters[name] for name in resolved.parameters if name in self.parameters},
            decisions=self.decisions,
            goals=goals,
            not_decided=resolved.not_decided,
            examples=resolved.examples,
            cited=resolved.cited,
            forms=resolved.forms,
            type_positions=resolved.type_positions,
        )

    def _decision(self, given: bound.ResolvedDecision) -> None:
        declared: Type | None = None
        if given.type is not None:
            declared = self._type_named(given.type)
            if declared is None:
                near = nearest(given.type, [*self.resolved.types, "boolean", "number", "date", "text"])
                self.diagnostics.report("N103", given.position, type=given.type, near=near)
                return
        unit: Unit | None = None
        if given.unit is not None:
            try:
                unit = Unit.parse(given.unit)
            except ValueError:
                self.diagnostics.report("T110", given.position, unit=given.unit)
                return
        built: list[tuple[checked.Version, Type]] = []
        hidden_before = len(self.decisions)
        for index, version in enumerate(given.versions):
            try:
                built.append(self._version(given, version, declared, unit, index))
            except Untypable:
                continue
        if len(built) != len(given.versions):
            for name in list(self.decisions)[hidden_before:]:
                del self.decisions[name]
            return
        type_ = built[0][1]
        for later, other in built[1:]:
            if not same_kind(type_, other) or (
                isinstance(type_, Number) and isinstance(other, Number) and type_.denominator != other.denominator
            ):
                self.diagnostics.report("T114", later.position, text=given.name, left=type_, right=other)
                return
            type_ = self.typing.united([type_, other])
        self.decisions[given.name] = checked.Decision(
            given.name, given.label, type_, given.unit, given.versions[-1].kind,
            tuple(version for version, _ in built), given.ruleset, given.position, given.role, given.note,
            given.judged_by, given.overrides,
        )  # fmt: skip

    def _version(
        self,
        decision: bound.ResolvedDecision,
        given: bound.ResolvedVersion,
        declared: Type | None,
        unit: Unit | None,
        index: int,
    ) -> tuple[checked.Version, Type]:
        combination: checked.Combination | None = None
        ties: tuple[checked.Tie, ...] = ()
        body: checked.Body
        given_body = given.body
        if isinstance(given_body, bound.ResolvedScore):
            body, type_ = self._score(given_body, given.position)
        elif isinstance(given_body, bound.ResolvedTable):
            body, type_ = self._table(given_body, declared, unit, given.position)
        elif isinstance(given_body, bound.ResolvedAmount):
            body, type_ = self._amount(given_body, unit, given.position)
        elif isinstance(given_body, bound.ResolvedCombination):
            body, type_, combination = self._combination(decision, given, given_body, index)
        elif isinstance(given_body, bound.ResolvedRanking):
            body, type_ = self._table(given_body.table, declared, unit, given.position)
            ties = self._ties(decision, given, given_body, index)
        elif given.kind == "condition":
            found = self.typing.condition(given_body)
            body, type_ = checked.Formula(found), found.type
        else:
            found = self._fitted(self.typing.expression(given_body, declared), unit, given.position)
            body, type_ = checked.Formula(found), found.type
        type_ = self._declared_type(decision, declared, unit, type_, given.position)
        if decision.role == "benefit" and isinstance(type_, Number) and type_.minimum < 0:
            self.diagnostics.report("T126", given.position, name=decision.name)
            raise Untypable
        version = checked.Version(
            given.valid_from, given.valid_until, given.known_from, body, given.cite, given.position, combination, ties
        )
        return version, type_

    def _declared_type(
        self, decision: bound.ResolvedDecision, declared: Type | None, unit: Unit | None, type_: Type, place: Position
    ) -> Type:
        """The type found, which must be the one declared; a bare number takes the unit declared."""
        if declared is not None and not same_kind(declared, type_):
            self.diagnostics.report("T101", place, text=decision.name, expected=declared, found=type_)
            raise Untypable
        if unit is not None:
            if not isinstance(type_, Number):
                self.diagnostics.report("T117", place, name=decision.name, unit=unit, found=type_)
                raise Untypable
            if type_.unit is not None and type_.unit != unit:
                self.diagnostics.report("T104", place, text=decision.name, left=unit, right=type_.unit)
                raise Untypable
            return replace(type_, unit=unit)
        if isinstance(type_, Number) and type_.unit not in (None, PLAIN):
            self.diagnostics.report("T118", place, name=decision.name, unit=type_.unit)
        return type_
