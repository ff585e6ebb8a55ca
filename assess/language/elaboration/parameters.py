"""Parameters: their types, and their values in the form of the engines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import lcm

from assess.diagnostics.diagnostic import nearest
from assess.diagnostics.position import Position
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.dates import number_of
from assess.language.elaboration.names import FEN, Names, is_money
from assess.language.expression import Expression
from assess.language.source import Plain
from assess.language.types import INT64_MAXIMUM, Boolean, Date, Enumeration, Number, Type, Unit
from assess.language.typing import Untypable, decimal_or_fraction, exact_number


class Parameters(Names):
    """Types parameters."""

    def _parameter(self, name: str) -> checked.Parameter | None:
        if name in self.parameters:
            return self.parameters[name]
        given = self.resolved.parameters[name]
        try:
            parameter = self._typed_parameter(given)
        except Untypable:
            return None
        self.parameters[name] = parameter
        return parameter

    def _typed_parameter(self, given: bound.ResolvedParameter) -> checked.Parameter:
        key = None
        if given.by is not None:
            key = self.typing.expression(given.by)
            finite = isinstance(key.type, Boolean | Enumeration) or (
                isinstance(key.type, Number) and key.type.denominator == 1 and key.type.maximum - key.type.minimum < 200
            )
            if not finite:
                self.diagnostics.report("P104", given.position, name=given.name, found=key.type)
                raise Untypable
        type_ = self._parameter_type(given)
        entries = tuple(self._entry(given, entry, type_, key) for entry in given.entries)
        return checked.Parameter(
            given.name, given.label, type_, given.unit, entries, given.reviewed_until, given.ruleset,
            given.position, key, given.overrides,
        )  # fmt: skip

    def _parameter_type(self, given: bound.ResolvedParameter) -> Type:
        if given.type is not None:
            found = self._type_named(given.type)
            if found is None or isinstance(found, Number):
                near = nearest(given.type, [*self.resolved.types, "boolean", "date", "text"])
                self.diagnostics.report("N103", given.position, type=given.type, near=near)
                raise Untypable
            return found
        try:
            unit = Unit.parse(given.unit or "ratio")
        except ValueError:
            self.diagnostics.report("T110", given.position, unit=given.unit)
            raise Untypable from None
        numbers: list[Fraction] = []
        places: list[Position] = []
        for entry in given.entries:
            values = entry.value.values() if isinstance(entry.value, dict) else [entry.value]
            for value in values:
                if value is None:
                    continue
                number = exact_number(value)
                if number is None or (isinstance(value, str) and unit.powers):  # 30% of nothing is no amount
                    self.diagnostics.report("P101", entry.position, name=given.name, found=value)
                    raise Untypable
                numbers.append(number)
                places.append(entry.position if entry.supplied else given.position)
        if given.range is not None:
            for entry_number, place in zip(numbers, places, strict=True):
                if not given.range[0] <= entry_number <= given.range[1]:
                    shown, least, most = (decimal_or_fraction(one) for one in (entry_number, *given.range))
                    self.diagnostics.report("P105", place, name=given.name, found=shown, low=least, high=most)
            numbers.extend(given.range)
        if not numbers:
            place = next((entry.position for entry in given.entries if entry.supplied), given.position)
            self.diagnostics.report("P102", place, name=given.name)
            raise Untypable
        denominator = lcm(*(number.denominator for number in numbers))
        if is_money(unit):
            if FEN % denominator:
                finer = (place for number, place in zip(numbers, places, strict=False) if FEN % number.denominator)
                self.diagnostics.report("P106", next(finer, given.position), name=given.name)
                raise Untypable
            denominator = FEN
        low, high = int(min(numbers) * denominator), int(max(numbers) * denominator)
        if max(abs(low), abs(high)) > INT64_MAXIMUM:
            self.diagnostics.report("T112", given.position, text=given.name, found=f"{low}..{high}")
            raise Untypable
        return Number(denominator, low, high, unit)

    def _entry(
        self, given: bound.ResolvedParameter, entry: bound.ParameterEntry, type_: Type, key: Expression | None
    ) -> checked.ParameterEntry:
        value: checked.ParameterContent | dict[bool | int | str, checked.ParameterContent]
        if isinstance(entry.value, dict):
            if key is None:
                self.diagnostics.report("P107", entry.position, name=given.name)
                raise Untypable
            value = self._keyed(given, entry, entry.value, type_, key.type)
        else:
            if key is not None and entry.value is not None:
                self.diagnostics.report("P108", entry.position, name=given.name)
                raise Untypable
            value = self._content(given.name, entry.value, type_, entry.position)
        return checked.ParameterEntry(
            entry.valid_from, entry.valid_until, value, entry.cite, entry.confidence, entry.known_from,
            entry.origin, entry.position, entry.note, entry.supplied,
        )  # fmt: skip

    def _keyed(
        self,
        given: bound.ResolvedParameter,
        entry: bound.ParameterEntry,
        values: Mapping[str, Plain],
        type_: Type,
        key_type: Type,
    ) -> dict[bool | int | str, checked.ParameterContent]:
        keys: dict[str, bool | int | str] = {}
        if isinstance(key_type, Enumeration):
            keys = {code: index for index, code in enumerate(key_type.codes)}
        elif isinstance(key_type, Boolean):
            keys = {"true": True, "false": False}
        elif isinstance(key_type, Number):
            keys = {str(n): n for n in range(key_type.minimum, key_type.maximum + 1)}
        for code in values:
            if code not in keys:
                near = nearest(code, keys)
                self.diagnostics.report("P109", entry.position, name=given.name, key=code, near=near)
        missing = [code for code in keys if code not in values]
        if missing:
            self.diagnostics.report("P110", entry.position, name=given.name, keys=", ".join(missing))
        return {
            keys[code]: self._content(given.name, value, type_, entry.position)
            for code, value in values.items()
            if code in keys
        }

    def _content(self, name: str, value: Plain, type_: Type, position: Position) -> checked.ParameterContent:
        if value is None:
            return None
        found: checked.ParameterContent = None
        if isinstance(type_, Number):
            number = exact_number(value)
            found = None if number is None else int(number * type_.denominator)
        elif isinstance(type_, Boolean):
            found = value if isinstance(value, bool) else None
        elif isinstance(type_, Enumeration):
            found = type_.index(value) if isinstance(value, str) and value in type_.codes else None
        elif isinstance(type_, Date):
            found = number_of(value) if isinstance(value, date) else None
        elif isinstance(value, str):
            found = value
        if found is None:
            self.diagnostics.report("P101", position, name=name, found=value)
            raise Untypable
        return found
