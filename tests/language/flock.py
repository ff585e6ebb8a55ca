"""Expressions over the facts of one made-up flock: text in, value out, or the faults found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assess.diagnostics import Diagnostics, Position
from assess.engines.meaning import Surroundings, Value, evaluate
from assess.language import expression as e
from assess.language.edition import Reading
from assess.language.feel import tree as syntax
from assess.language.feel.parser import parse_expression, parse_unary_tests
from assess.language.program import Parameter, ParameterEntry
from assess.language.types import Boolean, Date, Enumeration, Label, Number, Text, Type, Unit
from assess.language.typing import Typing, Untypable

HERE = Position("flock.yaml", 1, 1)
AS_OF = 2023_06_30

TYPES: dict[str, Type] = {
    "sheep": Number(1, 0, 200),
    "dogs": Number(1, 0, 9),
    "lambs": Number(1, 0, 9),
    "weight": Number(100, -1000, 1000),
    "points": Number(1, 0, 9, Unit.parse("points")),
    "income": Number(100, 0, 1_000_000, Unit.parse("CNY/month")),
    "bell": Boolean(),
    "wool": Enumeration("wool", ("fine", "good", "plain"), ordered=True),
    "village": Enumeration("village", ("north", "south")),
    "born_on": Date(),
    "division": Text("division_code"),
    "herder_id": Text("resident_id"),
}
FLOCK: dict[str, Value] = {
    "sheep": 12, "dogs": 2, "lambs": 0, "weight": 250, "points": 7, "income": 50_000, "bell": True, "wool": 1,
    "village": 0, "born_on": 2020_02_29, "division": "990000", "herder_id": "320402193910150001",
}  # fmt: skip
WAGE = Number(100, 100_000, 100_000, Unit.parse("CNY/month"))


def lookup(name: str, position: Position, shift: str) -> e.Expression:
    if name == "as_of":
        return e.AsOf(type=Date(), position=position, source=name)
    if name == "wage":
        return e.ParameterValue(type=WAGE, name=name, shift=shift, position=position, source=name)
    if name in TYPES:
        return e.Fact(type=TYPES[name], name=name, position=position, source=name)
    raise Untypable


def typed(text: str, diagnostics: Diagnostics, cell_of: str | None = None) -> e.Expression | None:
    """The typed expression; None where it is faulty. `cell_of`: the text holds unary tests of that fact."""
    if cell_of is None:
        found = parse_expression(text, HERE, diagnostics)
    else:
        found = parse_unary_tests(text, syntax.Name(HERE, cell_of, cell_of), HERE, diagnostics)
    if found is None:
        return None
    try:
        return Typing(lookup, diagnostics).expression(found)
    except Untypable:
        return None


def node_of(text: str, cell_of: str | None = None) -> e.Expression:
    """The typed expression, which must be without fault."""
    diagnostics = Diagnostics()
    found = typed(text, diagnostics, cell_of)
    assert not diagnostics.has_errors, [(one.code, one.arguments) for one in diagnostics]
    assert found is not None
    return found


def codes_of(text: str) -> list[str]:
    """The codes of the faults found in the text."""
    diagnostics = Diagnostics()
    typed(text, diagnostics)
    return [one.code for one in diagnostics]


def raw_value(node: e.Expression, facts: Mapping[str, Value]) -> Value:
    """What the engines find: an integer over the type's denominator."""
    entry = ParameterEntry(1900_01_01, None, 100_000, (), "published", 1900_01_01, "flock", HERE)
    wage = Parameter("wage", Label("工资", "wage"), WAGE, "CNY/month", (entry,), None, "flock", HERE)
    readings = {("wage", ""): Reading(wage, "", AS_OF, entry)}
    found: Value = evaluate(node, Surroundings(facts, {}, readings, AS_OF))
    return found


def evaluated(text: str, facts: Mapping[str, Value] = FLOCK, cell_of: str | None = None) -> Any:
    """What the text comes to: a number as the exact number that it is."""
    node = node_of(text, cell_of)
    value = raw_value(node, facts)
    if isinstance(node.type, Number) and value is not None:
        exact = Fraction(int(value), node.type.denominator)
        assert node.type.minimum <= int(value) <= node.type.maximum
        return exact.numerator if exact.denominator == 1 else Decimal(exact.numerator) / Decimal(exact.denominator)
    return value
