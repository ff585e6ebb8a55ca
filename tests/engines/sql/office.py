"""A made-up office: tables of facts as it may keep them, with slips, and what must come of each row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from assess.cases.facts import taken, too_late
from assess.diagnostics.position import Position
from assess.engines.interpreter import Interpreter
from assess.engines.meaning import Outcome, Surroundings, Value, evaluate
from assess.language.dates import date_of
from assess.language.edition import Edition
from assess.language.functions import check_character
from assess.language.law import Input
from assess.language.program import Amount, Table
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Type

HERE = Position("office")
INTERPRETER = Interpreter()


def a_fact(known: Input, random: Random) -> Any:
    """One that is in order, as a case file would hold it."""
    type_ = known.type
    if isinstance(type_, Boolean):
        return random.random() < 0.5
    if isinstance(type_, Enumeration):
        return random.choice(type_.codes)
    if isinstance(type_, Date):
        return date(1915, 1, 1) + timedelta(random.randrange(39_000))
    if isinstance(type_, Number):
        options = [value for value, _ in known.options]
        if options and type_.denominator == 1:
            return random.choice(options)
        numerator = random.choice((type_.minimum, type_.maximum, random.randint(type_.minimum, type_.maximum)))
        return numerator if type_.denominator == 1 else Decimal(numerator) / type_.denominator
    assert isinstance(type_, Text)
    if type_.form == "resident_id":
        first = f"320402{random.randint(1915, 2020)}{random.randint(1, 12):02}{random.randint(1, 28):02}000"
        return first + check_character(first)
    return "320402" if type_.form == "division_code" else random.choice(("甲", "乙 丙"))


def a_slip(known: Input, random: Random) -> Any:
    """One that a column of the type can hold, and that is not in order."""
    type_ = known.type
    if isinstance(type_, Enumeration):
        return random.choice(("", "unknown", type_.codes[0].upper(), f" {type_.codes[0]}"))
    if isinstance(type_, Date):
        return random.choice((date(1799, 12, 31), date(2201, 1, 1), date(2190, 5, 1)))
    if isinstance(type_, Number):
        numerator = random.choice((type_.minimum - 1, type_.maximum + 1))
        return numerator if type_.denominator == 1 else Decimal(numerator) / type_.denominator
    if isinstance(type_, Text) and type_.form == "resident_id":
        right = str(a_fact(known, random))
        return random.choice(
            (right[:17] + "x", right[:17], right + "\n", "１" + right[1:], right[:6] + "9" + right[7:])
        )
    if isinstance(type_, Text) and type_.form == "division_code":
        return random.choice(("32040", "3204022", "３２０４０２", "32040a", "320402\n"))
    return random.choice(("", " ", "\u3000", "a\u2028b", "a\x07")) if isinstance(type_, Text) else None


def a_row(inputs: Mapping[str, Input], random: Random) -> dict[str, Any]:
    """Some facts are missing in many rows, and one in a few is not in order."""
    missing = random.choice((0, 0, 0.1, 0.5))
    row = {name: None if random.random() < missing else a_fact(known, random) for name, known in inputs.items()}
    if row and random.random() < 0.2:
        name = random.choice(list(row))
        row[name] = a_slip(inputs[name], random)
    return row


def expected(edition: Edition, row: Mapping[str, Any], *, conditions: bool) -> tuple[Any, ...]:
    """Status and outcomes, in the order in which the query gives them."""
    inputs = {name: edition.program.inputs[name] for name in row}
    facts, faults = taken(inputs, row, lambda name: HERE)
    rejected = bool(faults or too_late(inputs, facts, edition.as_of, lambda name: HERE))
    outcomes = INTERPRETER.outcomes(edition, facts)
    status = "rejected" if rejected else "decided"
    if not rejected and any(outcomes[name].value is None for name in edition.wanted):
        status = "undetermined"
    found: list[Any] = [status]
    around = Surroundings(facts, {name: one.value for name, one in outcomes.items()}, edition.readings, edition.as_of)
    for name, active in edition.active.items():
        if not active.decision.hidden:
            outcome = _of(edition, name, outcomes[name], around, conditions=conditions)
            found += [None] * len(outcome) if rejected else outcome
    return tuple(found)


def _of(edition: Edition, name: str, outcome: Outcome, around: Surroundings, *, conditions: bool) -> list[Any]:
    body = edition.active[name].version.body
    found: list[Any] = [natural(outcome.value, edition.active[name].decision.type)]
    if isinstance(body, Table):
        found.append(outcome.row)
        if conditions:
            held = [evaluate(row.condition, around) for row in body.rows if row.condition is not None]
            found += [None if one is None else int(one) for one in held]
    elif isinstance(body, Amount):
        found.append(outcome.eligible)
    return found


def natural(value: Value, type_: Type) -> Any:
    """A value of the engines as a person writes it."""
    if value is None:
        return None
    if isinstance(type_, Enumeration):
        return type_.codes[int(value)]
    if isinstance(type_, Date):
        return date_of(int(value))
    if not isinstance(type_, Number):
        return value
    if str(type_.denominator).rstrip("0") != "1":
        return f"{value}/{type_.denominator}"
    money = type_.unit is not None and dict(type_.unit.powers).get("CNY")
    return Decimal(int(value)) / type_.denominator if money or type_.denominator != 1 else value
