"""Combinations and rankings, brought down to hidden decisions."""

from __future__ import annotations

from assess.diagnostics.position import Position
from assess.language import expression as typed
from assess.language import program as checked
from assess.language import resolved as bound
from assess.language.elaboration.bodies import Bodies
from assess.language.expression import Expression
from assess.language.feel import tree as syntax
from assess.language.types import Boolean, Number, Text, Type
from assess.language.typing import Untypable


class Combinations(Bodies):
    """Types combinations and tie-breaks."""

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
            if benefit.name not in self.decisions:
                self.diagnostics.report("N114", benefit.position, name=benefit.name)
                raise Untypable
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
                    rule.kind,
                    names,
                    when,
                    rule.cite,
                    tuple(touched.items()),
                    tuple((name, before[name]) for name in names),
                )
            )
        node = syntax.Syntax(version.position, " + ".join(drawn))
        total = self.typing.add(node, [self._read(name, version.position) for name in drawn.values()], [1] * len(drawn))
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

    def _is_highest(self, rule: bound.ResolvedCombinationRule, benefit: str, drawn: dict[str, str]) -> Expression:
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
                    type=Boolean(),
                    operator=operator,
                    left=left,
                    right=right,
                    position=rule.position,
                    source=whole.source,
                )
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
