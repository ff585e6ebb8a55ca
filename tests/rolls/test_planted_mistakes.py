"""Every mistake planted in a made-up roll is found, with its benefit and amount, and nothing that was not planted."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.rolls.checking import REGISTERS, check_changzhou
from tests.rolls.making.rolls import Row, made, rows_of

ROWS = 12_000
"""Enough for every kind of mistake."""
PAIRS = ("duplicate_id", "namesake")
BY_PERSON = (
    "paid_after_death", "paid_in_prison", "paid_after_move", "on_two_rolls", "registered_otherwise", "beside_ltci",
    "beside_work_injury",
)  # fmt: skip
"""Listed once for a person, with the amounts of all rows and benefits; found for each of them."""
KINDS = (
    *PAIRS, *BY_PERSON, "overpaid", "above_floor", "underpaid", "unpaid", "not_entitled", "paid_undetermined",
    "not_drawn_together", "birth_date_differs", "sex_differs",
)  # fmt: skip
NOT_IN_THIS_ROLL = ("beside_ltci",)
"""By the figures of Changzhou, whoever draws from the insurance and may draw nothing beside it is too rare."""


@pytest.fixture(scope="module")
def planted() -> list[Row]:
    return rows_of(roll_and_registers()[1] / "truth.parquet")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    """The findings of a check against all registers."""
    roll, registers = roll_and_registers()
    out = tmp_path_factory.mktemp("planted") / "out"
    given = tuple((kind, str(registers / file)) for kind, file in REGISTERS.items())
    check_changzhou(roll, out, registers=given, share_rows=5_000)
    return rows_of(out / "findings.parquet")


def roll_and_registers() -> tuple[Path, Path]:
    path, _ = made("planted.parquet", ROWS, registers=True)
    return path, path.parent / "registers"


def of_kind(rows: list[Row], name: str, *kinds: str) -> list[Row]:
    return [row for row in rows if row[name] in kinds]


def test_every_kind_of_mistake_is_planted(planted: list[Row]) -> None:
    assert {row["kind"] for row in planted} == set(KINDS) - set(NOT_IN_THIS_ROLL)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {*PAIRS, *BY_PERSON, "paid_undetermined"}))
def test_mistakes_in_a_row(planted: list[Row], found: list[Row], kind: str) -> None:
    def listed(rows: list[Row], name: str) -> Counter[Any]:
        return Counter((row["source"], row["row"], row["benefit"], row["amount"]) for row in of_kind(rows, name, kind))

    assert listed(found, "code") == listed(planted, "kind")


@pytest.mark.parametrize("kind", PAIRS)
def test_pairs_of_rows(planted: list[Row], found: list[Row], kind: str) -> None:
    """Both rows are found; what is paid on the later one is paid twice."""
    expected = {row["row"]: row["amount"] for row in of_kind(planted, "kind", kind)}
    expected = {row["of_row"]: Decimal(0) for row in of_kind(planted, "kind", kind)} | expected
    assert {row["row"]: row["amount"] for row in of_kind(found, "code", kind)} == expected
    assert len(of_kind(found, "code", kind)) == len(expected)


@pytest.mark.parametrize("kind", BY_PERSON)
def test_what_registers_bring_to_light(planted: list[Row], found: list[Row], kind: str) -> None:
    people = dict(enumerate((row["id_number"] for row in rows_of(roll_and_registers()[0], "id_number")), start=1))
    expected: Counter[str] = Counter()
    for row in of_kind(planted, "kind", kind):
        expected[people[row["row"]]] += row["amount"]
    amounts: Counter[str] = Counter()
    for row in of_kind(found, "code", kind):
        assert row["id_number"] == people[row["row"]]
        amounts[row["id_number"]] += row["amount"]
    assert amounts == expected
    assert amounts.keys() == expected.keys()


def test_paid_though_it_cannot_be_decided(planted: list[Row], found: list[Row]) -> None:
    """Where an assessment is all that is missing, that is what the finding says; the amount is the same."""
    expected = {(row["row"], row["amount"]) for row in of_kind(planted, "kind", "paid_undetermined")}
    undetermined = {(row["row"], row["amount"]) for row in of_kind(found, "code", "paid_undetermined")}
    missing = {(row["row"], row["amount"]) for row in of_kind(found, "code", "assessment_missing") if row["amount"]}
    assert undetermined | missing == expected
    assert undetermined
    assert missing


def test_nothing_else_is_found(found: list[Row]) -> None:
    """But for what is no mistake of the roll: assessments that are missing."""
    assert {row["code"] for row in found} - set(KINDS) == {"assessment_missing"}
