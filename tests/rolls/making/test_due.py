"""Everybody is paid what the interpreter finds due, but where a mistake is planted; and every mistake is listed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assess.cases.facts import taken
from assess.diagnostics import Position
from assess.engines.bounds import prospects
from assess.engines.interpreter import Interpreter
from assess.language.dates import number_of
from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.language.types import Number
from assess.rolls.making.due import Benefit, benefits_of
from assess.rolls.making.facts import facts_of
from assess.rolls.making.making import make_roll
from assess.rolls.making.order import Order
from tests.library import program_of
from tests.rolls.making.rolls import CHANGZHOU, Row, changzhou, mistakes, roll, rows_of

AS_OF = date(2025, 12, 31)
INTERPRETER = Interpreter()
IN_MONEY = ("overpaid", "above_floor", "underpaid", "unpaid", "not_entitled", "paid_undetermined", "not_drawn_together")


def due(row: Row, program: Program, as_of: date) -> dict[str, Decimal | None]:
    """What is drawn of each benefit, by the interpreter and its bounds; None where it cannot be decided."""
    stated = {name: row[name] for name in _facts(program) if row[name] is not None}
    facts, faults = taken(program.inputs, stated, Position)
    assert not faults, faults
    benefits = _benefits(program, as_of, tuple(name for name in row if name.startswith("paid.")))
    edition = _edition(program, as_of, tuple(one.drawn for one in benefits))
    outcomes = INTERPRETER.outcomes(edition, facts)
    left = prospects(edition, facts) if any(one.value is None for one in outcomes.values()) else {}
    found: dict[str, Decimal | None] = {}
    for benefit in benefits:
        type_ = program.decisions[benefit.drawn].type
        assert isinstance(type_, Number)
        value = outcomes[benefit.drawn].value if benefit.drawn in outcomes else None
        only = left.get(benefit.drawn)
        if value is None and benefit.drawn != benefit.name and isinstance(only, frozenset) and len(only) == 1:
            (value,) = only if row[f"paid.{benefit.name}"] else (None,)  # it may take this person's facts to see it
        found[benefit.name] = None if value is None else Decimal(value) / type_.denominator
    return found


@cache
def _facts(program: Program) -> tuple[str, ...]:
    return tuple(fact.name for fact in facts_of(program))


@cache
def _benefits(program: Program, as_of: date, paid: tuple[str, ...]) -> tuple[Benefit, ...]:
    return tuple(benefits_of(program, as_of, [name.removeprefix("paid.") for name in paid]))


@cache
def _edition(program: Program, as_of: date, drawn: tuple[str, ...]) -> Edition:
    return edition_of(program, number_of(as_of), strict=False, only=drawn)


def wrong(rows: list[Row], program: Program, as_of: date) -> dict[Any, Decimal]:
    """By row (from 1) and benefit, by how much what is paid differs from what is due."""
    found = {}
    for place, row in enumerate(rows, start=1):
        for benefit, amount in due(row, program, as_of).items():
            difference = abs(row[f"paid.{benefit}"] - (amount or 0))
            if difference:
                found[place, benefit] = difference
    return found


@cache
def by_the_roll() -> list[Row]:
    """The mistakes but for what is due only because a register says so: the roll itself gives no reason to pay it."""
    registered = {one["row"] for one in mistakes() if one["kind"] == "registered_otherwise"}
    found = []
    for one in mistakes():
        if one["row"] in registered and one["kind"] in ("underpaid", "unpaid"):
            row = roll()[one["row"] - 1]
            if due(row, changzhou(), AS_OF)[one["benefit"]] != row[f"paid.{one['benefit']}"] + one["amount"]:
                continue
        found.append(one)
    return found


def planted(listed: list[Row]) -> dict[Any, Decimal]:
    return {(one["row"], one["benefit"]): one["amount"] for one in listed if one["kind"] in IN_MONEY}


def test_paid_is_due_but_for_planted_mistakes() -> None:
    """The first two thousand, and whoever a mistake is planted with."""
    wanted = {one["row"] for one in by_the_roll() if one["kind"] in IN_MONEY} | set(range(1, 2_001))
    found = {
        (place, benefit): amount
        for place in sorted(wanted)
        for (_, benefit), amount in wrong([roll()[place - 1]], changzhou(), AS_OF).items()
    }
    assert found == planted(by_the_roll())


@pytest.mark.parametrize(
    ("ruleset", "as_of"),
    [("meadowland", "2024-06-30"), ("gansu/lanzhou-anning", "2022-06-30"), ("national", "2025-12-31")],
)
def test_other_rulesets_have_the_columns_that_their_rules_read(ruleset: str, as_of: str, tmp_path: Path) -> None:
    program = program_of(ruleset)
    order = Order(300, tmp_path / "roll.parquet", as_of=date.fromisoformat(as_of), registers=tmp_path / "registers")
    make_roll(program, order)
    rows = rows_of(order.out)
    facts = {fact.name for fact in facts_of(program)}
    assert facts <= rows[0].keys()
    assert {name for name in rows[0] if name.startswith("paid.")} == {
        f"paid.{one.name}" for one in program.decisions.values() if one.role == "benefit"
    }
    listed = rows_of(tmp_path / "registers" / "truth.parquet")
    assert wrong(rows, program, order.as_of) == planted(listed)


def test_kinds_of_mistakes_are_what_they_are_called() -> None:
    for one in by_the_roll():
        if one["kind"] not in IN_MONEY:
            continue
        row = roll()[one["row"] - 1]
        paid, amount = row[f"paid.{one['benefit']}"], due(row, changzhou(), AS_OF)[one["benefit"]]
        above = amount is not None and 0 < amount < paid
        is_floor = one["benefit"] in ("tekun_base_standard", "tekun_care_standard")
        assert {
            "overpaid": above and not is_floor,
            "above_floor": above and is_floor,
            "underpaid": amount is not None and 0 < paid < amount,
            "unpaid": amount is not None and paid == 0 < amount,
            "not_entitled": amount == 0 < paid,
            "not_drawn_together": amount == 0 < paid,
            "paid_undetermined": amount is None and paid > 0,
        }[one["kind"]], (one, paid, amount)


def test_without_figures_a_benefit_is_paid_by_mistake_only() -> None:
    """Changzhou publishes no rate for the nursing subsidy: nothing can be said to be due of it."""
    program = program_of(CHANGZHOU)
    assert [one.in_force for one in benefits_of(program, AS_OF, ["nursing_subsidy"])] == [True]
    assert [one.in_force for one in benefits_of(program, date(2020, 1, 1), ["nursing_subsidy"])] == [False]


def test_benefits_not_drawn_together() -> None:
    rivals = {
        one.name: one.rivals
        for one in benefits_of(changzhou(), AS_OF, ["nursing_subsidy", "service_subsidy", "disability_nursing_subsidy"])
    }
    assert rivals == {
        "nursing_subsidy": ("disability_nursing_subsidy",),
        "disability_nursing_subsidy": ("nursing_subsidy",),
        "service_subsidy": (),
    }
