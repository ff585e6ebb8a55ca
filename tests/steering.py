"""Chooses answers so that a rule comes out a certain way: a row hits, a condition fails, a sum stands at its threshold.

It aims; it does not solve. Two aims may undo each other, and two outcomes that are compared with each other are left
as they are. Where it misses, the case is merely another made-up one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from assess.engines.meaning import Surroundings, Value, evaluate
from assess.language import expression as e
from assess.language.dates import date_of, number_of
from assess.language.edition import Edition
from assess.language.program import Amount, Body, Formula, Program, Table
from assess.language.types import EARLIEST_DATE, LATEST_DATE, Boolean, Date, Enumeration, Number

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_STEPS = {"=": (0,), "!=": (-1, 1), "<": (-1,), "<=": (0, -1), ">": (1,), ">=": (0, 1)}

Target = tuple[str, int]
"""A decision, and the row that is to hit; for a condition or an eligibility 1 or 0."""


def targets(program: Program) -> list[Target]:
    """Everything that can be aimed at."""
    return [
        (decision.name, index)
        for decision in program.decisions.values()
        for index in range(max(_outcomes(version.body) for version in decision.versions))
    ]


def _outcomes(body: Body) -> int:
    if isinstance(body, Table):
        return len(body.rows)
    aimed = body.eligibility if isinstance(body, Amount) else body.expression
    return 2 if aimed is not None and isinstance(aimed.type, Boolean) else 0


@dataclass
class Steering:
    """Changes `facts` in place."""

    edition: Edition
    facts: dict[str, Value]
    random: Random

    def aim(self, target: Target) -> None:
        name, index = target
        body = self._body(name)
        if isinstance(body, Table):
            self._hit(body, min(index, len(body.rows) - 1))
        elif isinstance(body, Amount):
            if body.eligibility is not None:
                self._make(body.eligibility, bool(index))
        else:
            self._make(body.expression, bool(index))

    def _body(self, name: str) -> Body:
        active = self.edition.active.get(name)
        return active.version.body if active else self.edition.program.decisions[name].versions[-1].body

    def _hit(self, table: Table, index: int) -> None:
        for row in table.rows[:index]:
            if row.condition is not None:
                self._make(row.condition, False)
        chosen = table.rows[index].condition
        if chosen is not None:
            self._make(chosen, True)

    # conditions

    def _make(self, node: e.Expression, holds: bool) -> None:
        match node:
            case e.Named():
                self._make(node.operand, holds)
            case e.Not():
                self._make(node.operand, not holds)
            case e.And() | e.Or():
                every = isinstance(node, e.And) == holds
                for operand in node.operands if every else [self.random.choice(node.operands)]:
                    self._make(operand, holds)
            case e.AtLeast():
                count = node.count if holds else len(node.operands) - node.count + 1
                for operand in self.random.sample(node.operands, min(max(count, 0), len(node.operands))):
                    self._make(operand, holds)
            case e.Choose():
                first = self.random.random() < 0.5
                self._make(node.condition, first)
                self._make(node.then if first else node.otherwise, holds)
            case e.Compare():
                operator = node.operator if holds else _OPPOSITE[node.operator]
                self._compare(node.left, operator, node.right)
                self._compare(node.right, _MIRRORED[operator], node.left)
            case e.Within():
                self._within(node, holds)
            case e.OneOf():
                self._compare(node.operand, "=" if holds else "!=", self.random.choice(node.choices))
            case e.Fact() if isinstance(node.type, Boolean):
                self.facts[node.name] = holds
            case e.Result():
                self._bring(node, int(holds))
            case e.Call(function="starts with", arguments=(e.Fact() as subject, e.Constant() as prefix)):
                self.facts[subject.name] = f"{prefix.value}99"[:6] if holds else "999999"

    def _compare(self, subject: e.Expression, operator: str, with_: e.Expression) -> None:
        if isinstance(with_, e.Result) or isinstance(subject, e.Constant | e.ParameterValue):
            return
        if any(
            isinstance(node, e.ParameterValue) and (node.name, node.shift) not in self.edition.readings
            for node in e.walk(with_)
        ):
            return
        value = evaluate(with_, Surroundings.of(self.edition, self.facts))
        if isinstance(value, int):
            self._bring(subject, value + self.random.choice(_STEPS[operator]))

    def _within(self, node: e.Within, holds: bool) -> None:
        ends = [(node.low, ">" if node.low_closed is False else ">="), (node.high, "<=" if node.high_closed else "<")]
        bound, operator = self.random.choice([(one, sign) for one, sign in ends if one is not None])
        self._compare(node.operand, operator if holds else _OPPOSITE[operator], bound)

    # values

    def _bring(self, node: e.Expression, value: int) -> None:
        match node:
            case e.Named() | e.RoundTo():
                self._bring(node.operand, value)
            case e.Rescale():
                self._bring(node.operand, value // node.factor)
            case e.Fact(type=Number() as type_):
                self.facts[node.name] = min(max(value, type_.minimum), type_.maximum)
            case e.Fact(type=Enumeration() as type_):
                self.facts[node.name] = min(max(value, 0), len(type_.codes) - 1)
            case e.Fact(type=Date()):
                self.facts[node.name] = day_near(value)
            case e.Fact(type=Boolean()):
                self.facts[node.name] = bool(value)
            case e.Result():
                self._bring_decision(self._body(node.name), value)
            case e.Add():
                self._bring_sum(node, value)
            case e.CountTrue():
                met = self.random.sample(range(len(node.operands)), min(max(value, 0), len(node.operands)))
                for index, operand in enumerate(node.operands):
                    self._make(operand, index in met)
            case e.StepLevel():
                self._bring(node.operand, value - node.steps)
            case e.Choose():
                first = self.random.random() < 0.5
                self._make(node.condition, first)
                self._bring(node.then if first else node.otherwise, value)
            case e.Call(function="years between", arguments=(e.Fact() as start, e.AsOf())):
                anniversary = day_near(self.edition.as_of - value * 1_00_00)
                self.facts[start.name] = day_near(anniversary, self.random.choice((-1, 0, 1)))
            case _ if isinstance(node.type, Boolean):
                self._make(node, bool(value))

    def _bring_decision(self, body: Body, value: int) -> None:
        if isinstance(body, Formula):
            self._bring(body.expression, value)
        elif isinstance(body, Amount):
            if body.eligibility is not None:
                self._make(body.eligibility, value > 0)
        else:
            fit = [index for index, row in enumerate(body.rows) if _may_be(row.result, value)]
            if fit:
                chosen = self.random.choice(fit)
                result = body.rows[chosen].result
                if result is not None:
                    self._bring(result, value)
                self._hit(body, chosen)

    def _bring_sum(self, node: e.Add, value: int) -> None:
        """Shares the value out among the summands at random."""
        parts = list(self._summands(node))
        types = {part.name: part.type for part in parts if isinstance(part.type, Number)}
        left = value - sum(type_.minimum for type_ in types.values())
        for name in self.random.sample(sorted(types), len(types)):
            given = min(max(left, 0), types[name].maximum - types[name].minimum)
            self.facts[name] = types[name].minimum + given
            left -= given

    def _summands(self, node: e.Expression) -> Iterator[e.Fact]:
        if isinstance(node, e.Fact):
            yield node
        elif isinstance(node, e.Result):
            body = self._body(node.name)
            if isinstance(body, Formula):
                yield from self._summands(body.expression)
        elif isinstance(node, e.Add | e.Named | e.Rescale):
            for child in node.children():
                yield from self._summands(child)


def _may_be(result: e.Expression | None, value: int) -> bool:
    return result is not None and not (isinstance(result, e.Constant) and result.value != value)


def day_near(day: int, days: int = 0) -> int:
    """So many days on, within the calendar. A 29 February that its year lacks is 1 March; 13 months are 12."""
    day = min(max(day, EARLIEST_DATE + 1), LATEST_DATE - 1)
    try:
        there = date_of(day)
    except ValueError:
        there = date(day // 10000, 3, 1)
    return number_of(there + timedelta(days))
