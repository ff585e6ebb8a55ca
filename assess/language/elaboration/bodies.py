"""Scores, tables and amounts."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from assess.diagnostics.position import Position
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.elaboration.names import FEN, is_money
from assess.language.elaboration.parameters import Parameters
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import Enumeration, Number, Type, Unit
from assess.language.typing import Untypable, over, rounded, same_kind


class Bodies(Parameters):
    """Types the bodies of decisions."""

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
            return Number(type_.denominator, min(0, type_.minimum) * rows, max(0, type_.maximum) * rows, type_.unit)
        return type_

    def _result(
        self, then: syntax.Syntax, declared: Type | None, unit: Unit | None, position: Position
    ) -> Expression | None:
        if isinstance(then, syntax.NullLiteral):
            return None
        if isinstance(then, syntax.Name) and isinstance(declared, Enumeration) and then.name in declared.codes:
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

    def _fitted(self, found: Expression, unit: Unit | None, position: Position) -> Expression:
        """A money value over 100, so that it is a whole number of fen; other values as they are."""
        type_ = found.type
        if not isinstance(type_, Number) or not is_money(type_.unit if type_.unit is not None else unit):
            return found
        if FEN % type_.denominator:
            self.diagnostics.report("T119", position, text=found.source, denominator=type_.denominator)
            raise Untypable
        return over(found, FEN)
