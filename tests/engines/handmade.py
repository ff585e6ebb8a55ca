"""Small expressions and decisions made by hand, and the editions that hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from assess.diagnostics.position import Position
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Outcome, Surroundings, Value, decider
from assess.language import expression as e
from assess.language.edition import Active, Edition, Reading
from assess.language.program import (
    Body,
    Decision,
    Needs,
    Parameter,
    ParameterContent,
    ParameterEntry,
    Program,
    Row,
    Table,
    Version,
)
from assess.language.types import Boolean, Enumeration, Label, Number, Text, Type

HERE = Position("handmade")
NAME = Label("名", "name")
AS_OF = 2025_06_30

BOOLEAN = Boolean()
NUMBER = Number(1, -1000, 1000)
CENTS = Number(100, -100_000, 100_000)
LEVEL = Enumeration("level", ("none", "mild", "severe"), ordered=True)
TEXT = Text()

TRUE = e.Constant(type=BOOLEAN, position=HERE, value=True)
FALSE = e.Constant(type=BOOLEAN, position=HERE, value=False)


def whole(value: int, type_: Type | None = None) -> e.Constant:
    """A constant; a number, unless a type says what the integer stands for."""
    return e.Constant(type=type_ or Number(1, value, value), position=HERE, value=value)


def fact(name: str, type_: Type = BOOLEAN) -> e.Fact:
    return e.Fact(type=type_, position=HERE, name=name)


def result(name: str, type_: Type = BOOLEAN) -> e.Result:
    return e.Result(type=type_, position=HERE, name=name)


def parameter(name: str, type_: Type = NUMBER, key: e.Expression | None = None) -> e.ParameterValue:
    return e.ParameterValue(type=type_, position=HERE, name=name, shift="", key=key)


def compare(left: e.Expression, operator: str, right: e.Expression) -> e.Compare:
    return e.Compare(type=BOOLEAN, position=HERE, operator=operator, left=left, right=right)


def within(
    operand: e.Expression,
    low: e.Expression | None,
    high: e.Expression | None,
    low_closed: bool = True,
    high_closed: bool = True,
) -> e.Within:
    return e.Within(
        type=BOOLEAN,
        position=HERE,
        operand=operand,
        low=low,
        high=high,
        low_closed=low_closed,
        high_closed=high_closed,
    )


def one_of(operand: e.Expression, *choices: e.Expression) -> e.OneOf:
    return e.OneOf(type=BOOLEAN, position=HERE, operand=operand, choices=choices)


def negation(operand: e.Expression) -> e.Not:
    return e.Not(type=BOOLEAN, position=HERE, operand=operand)


def both(*operands: e.Expression) -> e.And:
    return e.And(type=BOOLEAN, position=HERE, operands=operands)


def either(*operands: e.Expression) -> e.Or:
    return e.Or(type=BOOLEAN, position=HERE, operands=operands)


def at_least(count: int, *operands: e.Expression) -> e.AtLeast:
    return e.AtLeast(type=BOOLEAN, position=HERE, count=count, operands=operands)


def count_true(*operands: e.Expression) -> e.CountTrue:
    return e.CountTrue(type=Number(1, 0, len(operands)), position=HERE, operands=operands)


def choose(condition: e.Expression, then: e.Expression, otherwise: e.Expression) -> e.Choose:
    return e.Choose(type=then.type, position=HERE, condition=condition, then=then, otherwise=otherwise)


def add(*operands: e.Expression, signs: tuple[int, ...] | None = None) -> e.Add:
    return e.Add(type=NUMBER, position=HERE, operands=operands, signs=signs or (1,) * len(operands))


def multiply(left: e.Expression, right: e.Expression) -> e.Multiply:
    return e.Multiply(type=Number(1, -(10**6), 10**6), position=HERE, left=left, right=right)


def call(function: str, type_: Type, *arguments: e.Expression) -> e.Call:
    return e.Call(type=type_, position=HERE, function=function, arguments=arguments)


def rounded(operand: e.Expression, mode: str, step_numerator: int = 1, step_denominator: int = 1) -> e.RoundTo:
    return e.RoundTo(
        type=Number(step_denominator, -(10**6), 10**6),
        position=HERE,
        operand=operand,
        step_numerator=step_numerator,
        step_denominator=step_denominator,
        mode=mode,
    )


def row(condition: e.Expression | None, result: e.Expression | None) -> Row:
    return Row(condition, result, (), None, HERE)


def table(*rows: Row, hit: str = "first", complete: bool = True, aggregate: str | None = None) -> Table:
    """Without `complete`: the instrument leaves holes."""
    return Table(hit, rows, complete, aggregate)


def reading(name: str, value: ParameterContent | dict[Any, ParameterContent], type_: Type = NUMBER) -> Reading:
    entry = ParameterEntry(1900_01_01, None, value, (), "published", 1900_01_01, "", HERE)
    return Reading(Parameter(name, NAME, type_, None, (entry,), None, "handmade", HERE), "", AS_OF, entry)


def edition(*readings: Reading, **bodies: Body) -> Edition:
    """An edition with these decisions, in this order."""
    active = {}
    for name, body in bodies.items():
        version = Version(1900_01_01, None, 1900_01_01, body, (), HERE)
        decision = Decision(name, NAME, NUMBER, None, "value", (version,), "handmade", HERE)
        active[name] = Active(decision, version, Needs.of(version))
    found = {(one.parameter.name, ""): one for one in readings}
    program = cast(Program, None)  # nothing that decides a case looks at it
    return Edition(program, AS_OF, None, True, tuple(active), active, found, {}, (), (object(),))


class Definition:
    """Decides by the definition itself: every decision's `decider`, one after the other."""

    def __init__(self) -> None:
        self._deciders: dict[int, tuple[Version, Callable[[Surroundings], Outcome]]] = {}

    def outcomes(self, edition: Edition, facts: Mapping[str, Value]) -> dict[str, Outcome]:
        around = Surroundings.of(edition, facts)
        found = {}
        for name, active in edition.active.items():
            found[name] = self._decider(active.version)(around)
            around.results[name] = found[name].value
        return found

    def _decider(self, version: Version) -> Callable[[Surroundings], Outcome]:
        if id(version) not in self._deciders:
            self._deciders[id(version)] = (version, decider(version.body))
        return self._deciders[id(version)][1]


def decided(body: Body, facts: Mapping[str, Value], *readings: Reading) -> Outcome:
    """What one decision comes to; the interpreter must say the same as the definition."""
    whole = edition(*readings, it=body)
    outcome = Definition().outcomes(whole, facts)["it"]
    interpreted = Interpreter().outcomes(whole, facts)["it"]
    assert alike(interpreted, outcome), f"interpreter: {interpreted}, by definition: {outcome}"
    return outcome


def alike(one: Outcome, other: Outcome) -> bool:
    """Equal, and true is not taken for 1."""
    return one == other and type(one.value) is type(other.value)
