"""Fourth pass: the bound ruleset becomes a program. Decisions are put in order, typed, scaled, and brought to three shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import lcm

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.dates import number_of
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.resolved import Resolved
from assess.language.source import Plain
from assess.language.types import INT64_MAXIMUM, PLAIN, Boolean, Date, Enumeration, Number, Text, Type, Unit
from assess.language.typing import Typing, Untypable, exact_number, over, rounded, same_kind

MONEY = Unit.parse("CNY")
FEN = 100


def is_money(unit: Unit | None) -> bool:
    return unit is not None and ("CNY", 1) in unit.powers


def elaborate(resolved: Resolved, diagnostics: Diagnostics) -> checked.Program | None:
    """The program; None where decisions run in a circle. Faults are reported, and what is faulty is left out."""
    order = _in_order(resolved, diagnostics)
    if order is None:
        return None
    return _Elaborator(resolved, diagnostics).program(order)


def _in_order(resolved: Resolved, diagnostics: Diagnostics) -> list[str] | None:
    """The decisions, each after those that it needs; otherwise in the order written."""
    needs = {name: _needed_decisions(resolved, decision) for name, decision in resolved.decisions.items()}
    order: dict[str, None] = {}
    for start in resolved.decisions:
        trail: dict[str, Iterator[str]] = {} if start in order else {start: iter(needs[start])}
        while trail:
            name, rest = next(reversed(trail.items()))
            other = next(rest, None)
            if other is None:
                order[name] = None
                del trail[name]
            elif other in trail:
                names = list(trail)
                circle = [*names[names.index(other) :], other]
                diagnostics.report("N105", resolved.decisions[other].position, circle=" → ".join(circle))
                return None
            elif other not in order:
                trail[other] = iter(needs[other])
    return list(order)


def _needed_decisions(resolved: Resolved, decision: bound.ResolvedDecision) -> list[str]:
    found: dict[str, None] = {}
    for version in decision.versions:
        for part in bound.syntax_of(version.body):
            for name in syntax.names_in(part):
                if name.name in resolved.decisions:
                    found[name.name] = None
                elif name.name in resolved.parameters:
                    by = resolved.parameters[name.name].by
                    for key in syntax.names_in(by) if by is not None else []:
                        if key.name in resolved.decisions:
                            found[key.name] = None
    return list(found)


class _Elaborator:
    def __init__(self, resolved: Resolved, diagnostics: Diagnostics) -> None:
        self.resolved = resolved
        self.diagnostics = diagnostics
        self.parameters: dict[str, checked.Parameter] = {}
        self.decisions: dict[str, checked.Decision] = {}
        self.typing = Typing(self._named, diagnostics)

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

    # names

    def _named(self, name: str, position: Position, shift: str) -> Expression:
        source = f"{name} at {shift}" if shift else name
        if name in self.resolved.parameters and not (shift == "" and name in self.decisions):
            parameter = self._parameter(name)
            if parameter is None:
                raise Untypable
            return typed.ParameterValue(
                type=parameter.type, name=name, shift=shift, key=parameter.key, position=position, source=source
            )
        if name == "as_of":
            return typed.AsOf(type=Date(), position=position, source=source)
        if name in self.resolved.inputs:
            return typed.Fact(type=self.resolved.inputs[name].type, name=name, position=position, source=source)
        if name in self.decisions:
            return typed.Result(type=self.decisions[name].type, name=name, position=position, source=source)
        raise Untypable  # an unknown name, or a decision that is itself faulty: reported already

    # parameters

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
        for entry in given.entries:
            values = entry.value.values() if isinstance(entry.value, dict) else [entry.value]
            for value in values:
                if value is None:
                    continue
                number = exact_number(value)
                if number is None:
                    self.diagnostics.report("P101", entry.position, name=given.name, found=value)
                    raise Untypable
                numbers.append(number)
        if given.range is not None:
            for entry_number in numbers:
                if not given.range[0] <= entry_number <= given.range[1]:
                    self.diagnostics.report(
                        "P105", given.position, name=given.name, found=entry_number,
                        low=given.range[0], high=given.range[1],
                    )  # fmt: skip
            numbers.extend(given.range)
        if not numbers:
            self.diagnostics.report("P102", given.position, name=given.name)
            raise Untypable
        denominator = lcm(*(number.denominator for number in numbers))
        if is_money(unit):
            if FEN % denominator:
                self.diagnostics.report("P106", given.position, name=given.name)
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

    def _type_named(self, name: str) -> Type | None:
        simple: dict[str, Type] = {
            "boolean": Boolean(), "date": Date(), "text": Text(), "number": Number(1, 0, 0, PLAIN),
        }  # fmt: skip
        if name in simple:
            return simple[name]
        if name in self.resolved.types:
            return self.resolved.types[name]
        fact = self.resolved.inputs.get(name)
        return fact.type if fact is not None and isinstance(fact.type, Enumeration) else None

    # decisions

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
        for version, other in built[1:]:
            if not same_kind(type_, other) or (
                isinstance(type_, Number) and isinstance(other, Number) and type_.denominator != other.denominator
            ):
                self.diagnostics.report("T114", version.position, text=given.name, left=type_, right=other)
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
        self._fits(decision, declared, unit, type_, given.position)
        version = checked.Version(
            given.valid_from, given.valid_until, given.known_from, body, given.cite, given.position, combination, ties
        )
        return version, type_

    def _fits(
        self, decision: bound.ResolvedDecision, declared: Type | None, unit: Unit | None, type_: Type, place: Position
    ) -> None:
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
        elif isinstance(type_, Number) and type_.unit not in (None, PLAIN):
            self.diagnostics.report("T118", place, name=decision.name, unit=type_.unit)

    def _fitted(self, found: Expression, unit: Unit | None, position: Position) -> Expression:
        """A money value over 100, so that it is a whole number of fen; other values as they are."""
        type_ = found.type
        if not isinstance(type_, Number) or not is_money(type_.unit if type_.unit is not None else unit):
            return found
        if FEN % type_.denominator:
            self.diagnostics.report("T119", position, text=found.source, denominator=type_.denominator)
            raise Untypable
        return over(found, FEN)

    def _score(self, given: bound.ResolvedScore, position: Position) -> tuple[checked.Formula, Type]:
        items = [self.typing.number(item) for item in given.items]
        if not items:
            raise Untypable
        node = syntax.Syntax(position, " + ".join(item.source for item in items))
        total = self.typing.add(node, items, [1] * len(items))
        assert isinstance(total.type, Number)
        if given.maximum is not None and total.type.maximum != given.maximum * total.type.denominator:
            self.diagnostics.report(
                "T120", position, declared=given.maximum, found=Fraction(total.type.maximum, total.type.denominator)
            )
            raise Untypable
        return checked.Formula(total), total.type

    def _table(
        self, given: bound.ResolvedTable, declared: Type | None, unit: Unit | None, position: Position
    ) -> tuple[checked.Table, Type]:
        faulty = False
        conditions: list[Expression | None] = []
        results: list[Expression | None] = []
        for row in given.rows:
            try:
                conditions.append(None if row.when is None else self.typing.condition(row.when))
                results.append(self._result(row.then, declared, unit, row.position))
            except Untypable:
                faulty = True
        known = [result for result in results if result is not None]
        if faulty or not known:
            if not faulty:
                self.diagnostics.report("T121", position)
            raise Untypable
        first = known[0]
        for other in known[1:]:
            if not same_kind(first.type, other.type):
                self.diagnostics.report("T114", other.position, text=other.source, left=first.type, right=other.type)
                raise Untypable
        if isinstance(first.type, Number):
            units = {r.type.unit for r in known if isinstance(r.type, Number) and r.type.unit is not None}
            if len(units) > 1:
                left, right = sorted(map(str, units))[:2]
                self.diagnostics.report("T104", position, text="then", left=left, right=right)
                raise Untypable
            denominator = lcm(*(r.type.denominator for r in known if isinstance(r.type, Number)))
            results = [None if result is None else over(result, denominator) for result in results]
            known = [result for result in results if result is not None]
        type_ = self.typing.united([result.type for result in known])
        has_otherwise = any(row.when is None for row in given.rows)
        if given.hit == "collect":
            type_ = self._collected(given, type_, len(known), position)
        rows = tuple(
            checked.Row(condition, result, row.cite, row.because, row.position)
            for row, condition, result in zip(given.rows, conditions, results, strict=True)
        )
        complete = has_otherwise or (given.hit == "unique" and not given.gaps)
        return checked.Table(given.hit, rows, complete, given.aggregate, given.gaps), type_

    def _collected(self, given: bound.ResolvedTable, type_: Type, rows: int, position: Position) -> Type:
        if given.aggregate == "count":
            return Number(1, 0, rows)
        if not isinstance(type_, Number):
            self.diagnostics.report("T101", position, text="collect", expected="number", found=type_)
            raise Untypable
        if given.aggregate == "sum":
            return Number(
                type_.denominator, min(0, type_.minimum) * rows, max(0, type_.maximum) * rows, type_.unit
            )
        return type_

    def _result(
        self, then: syntax.Syntax, declared: Type | None, unit: Unit | None, position: Position
    ) -> Expression | None:
        if isinstance(then, syntax.NullLiteral):
            return None
        if (
            isinstance(then, syntax.Name)
            and isinstance(declared, Enumeration)
            and then.name in declared.codes
        ):
            then = syntax.TextLiteral(then.position, then.source, then.name)
        found = self.typing.expression(then, declared)
        if declared is not None and not same_kind(declared, found.type):
            self.diagnostics.report("T101", then.position, text=then.source, expected=declared, found=found.type)
            raise Untypable
        return self._fitted(found, unit, position)

    def _amount(
        self, given: bound.ResolvedAmount, unit: Unit | None, position: Position
    ) -> tuple[checked.Amount, Type]:
        formula = self.typing.number(given.formula)
        eligibility = None if given.applies is None else self.typing.condition(given.applies)
        if unit is None:
            self.diagnostics.report("T122", position, text=formula.source)
            raise Untypable
        rounding = None
        exact = formula
        if given.rounding is not None:
            rule = given.rounding
            if rule.at is not None and (rule.at, -1) not in unit.powers:
                self.diagnostics.report("T123", rule.position, at=rule.at, unit=unit)
                raise Untypable
            rounding = checked.Rounding(rule.step.numerator, rule.step.denominator, rule.mode, rule.at, rule.cite)
            exact = rounded(formula, rule.step, rule.mode, position=formula.position, source=formula.source)
        exact = self._fitted(exact, unit, formula.position)
        type_ = exact.type
        assert isinstance(type_, Number)
        if eligibility is not None:
            type_ = Number(type_.denominator, min(0, type_.minimum), max(0, type_.maximum), type_.unit)
        if type_.unit is None:
            type_ = Number(type_.denominator, type_.minimum, type_.maximum, unit)
        return checked.Amount(formula, exact, eligibility, rounding), type_

    # combination and ranking are brought down to hidden decisions

    def _hide(
        self, name: str, whole: bound.ResolvedDecision, version: bound.ResolvedVersion, expression: Expression,
        cite: tuple[object, ...] = (),
    ) -> str:  # fmt: skip
        step = checked.Version(
            version.valid_from, version.valid_until, version.known_from, checked.Formula(expression),
            version.cite, version.position,
        )  # fmt: skip
        self.decisions[name] = checked.Decision(
            name, whole.label, expression.type, whole.unit, "step", (step,), whole.ruleset, whole.position,
            hidden=True, part_of=whole.name,
        )  # fmt: skip
        return name

    def _read(self, name: str, position: Position) -> Expression:
        return typed.Result(type=self.decisions[name].type, name=name, position=position, source=name)

    def _combination(
        self,
        decision: bound.ResolvedDecision,
        version: bound.ResolvedVersion,
        given: bound.ResolvedCombination,
        index: int,
    ) -> tuple[checked.Formula, Type, checked.Combination]:
        drawn: dict[str, str] = {}
        for benefit in given.benefits:
            amount = self.typing.number(benefit)
            assert isinstance(amount.type, Number)
            if amount.type.minimum < 0:
                self.diagnostics.report("T124", benefit.position, name=benefit.name)
                raise Untypable
            drawn[benefit.name] = benefit.name
        prefix = decision.name if index == 0 else f"{decision.name}.v{index + 1}"
        rules = []
        for number, rule in enumerate(given.rules, start=1):
            before = dict(drawn)
            when = self._trigger(rule, drawn) if rule.when is not None else None
            touched: dict[str, str] = {}
            for benefit_name in rule.benefits if rule.kind != "together" else ():
                if benefit_name not in drawn:
                    raise Untypable
                kept = when if when is not None else self._is_highest(rule, benefit_name, before)
                amount = self._read(before[benefit_name], rule.position)
                nothing = typed.Constant(type=_zero(amount.type), value=0, position=rule.position, source="0")
                then, otherwise = (nothing, amount) if when is not None else (amount, nothing)
                assert kept is not None
                chosen = typed.Choose(
                    type=_with_zero(amount.type), condition=kept, then=then, otherwise=otherwise,
                    position=rule.position, source=benefit_name,
                )  # fmt: skip
                touched[benefit_name] = self._hide(f"{prefix}.rule{number}.{benefit_name}", decision, version, chosen)
            drawn.update(touched)
            names = rule.benefits
            rules.append(
                checked.CombinationRule(
                    rule.kind, names, when, rule.cite, tuple(touched.items()),
                    tuple((name, before[name]) for name in names),
                )  # fmt: skip
            )
        node = syntax.Syntax(version.position, " + ".join(drawn))
        total = self.typing.add(
            node, [self._read(name, version.position) for name in drawn.values()], [1] * len(drawn)
        )
        combination = checked.Combination(tuple(drawn), tuple(rules), tuple(drawn.items()))
        return checked.Formula(total), total.type, combination

    def _trigger(self, rule: bound.ResolvedCombinationRule, drawn: dict[str, str]) -> Expression:
        """The condition of an «excludes» rule; the name of a benefit means «draws any of it»."""
        when = rule.when
        assert when is not None
        if isinstance(when, syntax.Name) and when.name in self.decisions:
            amount = self._read(drawn.get(when.name, when.name), when.position)
            if isinstance(amount.type, Number):
                nothing = typed.Constant(type=_zero(amount.type), value=0, position=when.position, source="0")
                return typed.Compare(
                    type=Boolean(), operator=">", left=amount, right=nothing, position=when.position,
                    source=f"{when.name} > 0",
                )  # fmt: skip
        return self.typing.condition(when)

    def _is_highest(
        self, rule: bound.ResolvedCombinationRule, benefit: str, drawn: dict[str, str]
    ) -> Expression:
        """Above every benefit named before it and not below any named after."""
        parts: list[Expression] = []
        place = rule.benefits.index(benefit)
        for other_place, other in enumerate(rule.benefits):
            if other == benefit or other not in drawn:
                continue
            operator = ">" if other_place < place else ">="
            whole = syntax.Syntax(rule.position, f"{benefit} {operator} {other}")
            left, right = self.typing.aligned(
                whole, [self._read(drawn[benefit], rule.position), self._read(drawn[other], rule.position)]
            )[1]
            parts.append(
                typed.Compare(
                    type=Boolean(), operator=operator, left=left, right=right, position=rule.position,
                    source=whole.source,
                )  # fmt: skip
            )
        return typed.And(type=Boolean(), operands=tuple(parts), position=rule.position, source=f"highest {benefit}")

    def _ties(
        self,
        decision: bound.ResolvedDecision,
        version: bound.ResolvedVersion,
        given: bound.ResolvedRanking,
        index: int,
    ) -> tuple[checked.Tie, ...]:
        prefix = decision.name if index == 0 else f"{decision.name}.v{index + 1}"
        ties = []
        for number, tie in enumerate(given.ties, start=1):
            key = (
                self.typing.condition(tie.expression)
                if tie.direction == "first"
                else self.typing.expression(tie.expression)
            )
            if tie.direction != "first" and isinstance(key.type, Boolean | Text):
                self.diagnostics.report("T109", tie.expression.position, text=tie.expression.source, found=key.type)
                raise Untypable
            name = self._hide(f"{prefix}.tie{number}", decision, version, key)
            ties.append(checked.Tie(tie.direction, name, tie.cite))
        return tuple(ties)


def _zero(type_: Type) -> Number:
    assert isinstance(type_, Number)
    return Number(type_.denominator, 0, 0, type_.unit)


def _with_zero(type_: Type) -> Number:
    assert isinstance(type_, Number)
    return Number(type_.denominator, min(0, type_.minimum), max(0, type_.maximum), type_.unit)
