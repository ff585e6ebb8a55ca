"""Decisions one after the other, and the program that they make together."""

from __future__ import annotations

from dataclasses import replace

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.dates import day_before
from assess.language.elaboration.combinations import Combinations
from assess.language.elaboration.names import is_money
from assess.language.elaboration.order import in_order
from assess.language.feel import tree as syntax
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
        faulty = False
        hidden_before = len(self.decisions)
        for index, version in enumerate(given.versions):
            try:
                found = self._version(given, version, declared, unit, index)
                built += [found, *self._published(given, version.body, found[0], unit)]
            except Untypable:
                faulty = True
        if faulty:
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
        self._refuse_below_zero(decision, type_, given.position)
        version = checked.Version(
            given.valid_from, given.valid_until, given.known_from, body, given.cite, given.position, combination, ties,
            self._floor(decision, given, unit),
        )  # fmt: skip
        return version, type_

    def _refuse_below_zero(self, decision: bound.ResolvedDecision, type_: Type, place: Position) -> None:
        if decision.role == "benefit" and isinstance(type_, Number) and type_.minimum < 0:
            self.diagnostics.report("T126", place, name=decision.name)
            raise Untypable

    def _floor(
        self, decision: bound.ResolvedDecision, given: bound.ResolvedVersion, unit: Unit | None
    ) -> checked.Floor | None:
        floor = given.body.floor if isinstance(given.body, bound.ResolvedAmount) else None
        if floor is None:
            return None
        if not is_money(unit):
            self.diagnostics.report("T127", floor.position, name=decision.name, unit=unit)
            raise Untypable
        published = floor.published_as
        return checked.Floor(floor.reached_by, published.name if isinstance(published, syntax.Name) else None)

    def _published(
        self, decision: bound.ResolvedDecision, body: bound.ResolvedBody, floor: checked.Version, unit: Unit | None
    ) -> list[tuple[checked.Version, Type]]:
        """In place of a version that is a floor, for the days on which the published amount is known: that amount.

        Of versions in force on a day the last is taken, so these stand after it.
        """
        if not isinstance(body, bound.ResolvedAmount) or body.floor is None:
            return []
        published = body.floor.published_as
        if not isinstance(published, syntax.Name) or published.name not in self.resolved.parameters:
            return []
        amount = bound.ResolvedAmount(published, body.applies, None)
        instead, type_ = self._amount(amount, unit, published.position)
        type_ = self._declared_type(decision, None, unit, type_, published.position)
        self._refuse_below_zero(decision, type_, published.position)
        found = []
        entries = self.parameters[published.name].entries
        for place, entry in enumerate(entries):
            ends = [floor.valid_until, entry.valid_until]
            ends += [day_before(other.valid_from) for other in entries[place + 1 :] if other.value is None]
            begin, end = max(floor.valid_from, entry.valid_from), min((day for day in ends if day), default=None)
            if entry.value is not None and (end is None or begin <= end):
                known = max(floor.known_from, entry.known_from)
                found.append((checked.Version(begin, end, known, instead, floor.cite, floor.position), type_))
        return found

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
