"""Registers that fit the roll: whom they list, with whom the roll is at odds, and who is on no roll."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assess.language.functions import resident_id_valid
from assess.rolls.making.making import make_roll
from assess.rolls.making.order import Order
from assess.rolls.registers.headers import columns_of
from assess.rolls.registers.kinds import KINDS
from tests.library import program_of
from tests.rolls.making.rolls import Row, made, mistakes, roll, rows_of

FILES = {
    "deaths.csv": "deaths", "imprisoned.csv": "imprisoned", "moved.csv": "moved", "other-roll.csv": "roll",
    "ltci.csv": "ltci", "work-injury.csv": "work_injury",
}  # fmt: skip
MONTH = date(2025, 12, 1)


@cache
def register(file: str) -> dict[str, Row]:
    """A register's entries by number."""
    rows = rows_of(made(registers=True)[0].parent / "registers" / file)
    by_number = {row["身份证号"]: row for row in rows}
    assert len(by_number) == len(rows)
    return by_number


def rows_listed(file: str) -> dict[int, Row]:
    """The entries of people on the roll, by row."""
    entries = register(file)
    return {
        place: entries[row["id_number"]] for place, row in enumerate(roll(), start=1) if row["id_number"] in entries
    }


def planted(kind: str) -> set[int]:
    return {one["row"] for one in mistakes() if one["kind"] == kind}


def is_paid(row: int) -> bool:
    return any(value > 0 for name, value in roll()[row - 1].items() if name.startswith("paid."))


@pytest.mark.parametrize("file", FILES)
def test_headers_are_those_that_a_check_knows(file: str) -> None:
    kind = KINDS[FILES[file]]
    found = columns_of(kind, file, list(next(iter(register(file).values()))))
    assert set(kind.needs) <= found.keys()


@pytest.mark.parametrize("file", FILES)
def test_strangers_are_nobody_either(file: str) -> None:
    numbers = {row["id_number"] for row in roll()}
    strangers = [number for number in register(file) if number not in numbers]
    assert len(strangers) in (35, 36)
    assert all(resident_id_valid(number) and number[14:17] == "000" for number in strangers)


def test_the_dead_who_are_paid_and_did_not_die_this_month() -> None:
    listed = {row: date.fromisoformat(entry["死亡日期"]) for row, entry in rows_listed("deaths.csv").items()}
    assert {row for row, died in listed.items() if died < MONTH and is_paid(row)} == planted("paid_after_death")
    assert any(MONTH <= died <= date(2025, 12, 31) for died in listed.values())


def test_prisoners_who_are_paid_and_not_released() -> None:
    listed = rows_listed("imprisoned.csv")
    inside = {
        row
        for row, entry in listed.items()
        if date.fromisoformat(entry["收监日期"]) < MONTH <= date.fromisoformat(entry["刑满日期"])
    }
    assert {row for row in inside if is_paid(row)} == planted("paid_in_prison")
    assert set(listed) - inside


def test_people_moved_and_people_on_another_roll() -> None:
    assert {row for row in rows_listed("moved.csv") if is_paid(row)} == planted("paid_after_move")
    assert {row for row in rows_listed("other-roll.csv") if is_paid(row)} == planted("on_two_rolls")


@pytest.mark.parametrize(
    ("file", "fact"), [("ltci.csv", "ltci_beneficiary"), ("work-injury.csv", "work_injury_nursing_benefit")]
)
def test_insurances_list_all_who_say_so(file: str, fact: str) -> None:
    assert {place for place, row in enumerate(roll(), start=1) if row[fact]} <= set(rows_listed(file))


def test_insurances_list_some_of_whom_the_roll_does_not_say_so() -> None:
    at_odds = {
        row
        for file, fact in (("ltci.csv", "ltci_beneficiary"), ("work-injury.csv", "work_injury_nursing_benefit"))
        for row in rows_listed(file)
        if not roll()[row - 1][fact]
    }
    twice = {one["row"] for one in mistakes() if one["kind"] == "duplicate_id"}
    assert at_odds - twice == planted("registered_otherwise")


def test_what_is_paid_beside_an_insurance_is_what_it_bars() -> None:
    """Work-injury insurance bars the two disability subsidies, long-term care insurance nothing."""
    beside = [one for one in mistakes() if one["kind"].startswith("beside")]
    assert {(one["kind"], one["benefit"]) for one in beside} == {
        ("beside_work_injury", "disability_nursing_subsidy"), ("beside_work_injury", "disability_living_subsidy"),
    }  # fmt: skip
    assert all(roll()[one["row"] - 1][f"paid.{one['benefit']}"] == one["amount"] for one in beside)


def test_amounts_at_stake() -> None:
    """What a person in a register is paid, and what a row that stands twice is paid."""
    for one in mistakes():
        row = roll()[one["row"] - 1]
        total = sum(value for name, value in row.items() if name.startswith("paid."))
        if one["kind"] in ("paid_after_death", "paid_in_prison", "paid_after_move", "on_two_rolls", "duplicate_id"):
            assert one["amount"] == total
        if one["kind"] in ("namesake", "birth_date_differs", "sex_differs", "registered_otherwise"):
            assert one["amount"] == 0


def test_the_list_of_mistakes_as_csv_is_the_same() -> None:
    path = made(registers=True)[0].parent / "registers" / "mistakes.csv"
    as_text = [{key: None if value is None else str(value) for key, value in row.items()} for row in mistakes()]
    assert rows_of(path) == as_text


@pytest.mark.parametrize("name", ["titled.csv", "titled.xlsx"])
def test_mistakes_stand_where_the_person_sees_them(name: str) -> None:
    """Row 1 of a titled roll is on line 4 of the file."""
    path = made(name, 500, headers="tekun", title=True, registers=True)[0]
    plain = made("plain.parquet", 500, headers="tekun", registers=True)[0]
    truth, expected = (rows_of(one.parent / "registers" / "truth.parquet") for one in (path, plain))
    assert [one["row"] - 3 for one in truth] == [one["row"] for one in expected]
    assert {one["source"] for one in truth} == {name if name.endswith(".csv") else f"{name}:名册"}


OF_EVERY_ROLL = {"deaths.csv", "imprisoned.csv", "moved.csv", "other-roll.csv", "mistakes.csv", "truth.parquet"}


def test_a_ruleset_without_these_questions_has_no_such_registers(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "registers"
    make_roll(program_of("gansu/lanzhou-anning"), Order(50, tmp_path / "roll.csv", registers=folder))
    assert {path.name for path in folder.iterdir()} == OF_EVERY_ROLL


def test_a_roster_that_does_not_show_these_facts_has_no_such_registers() -> None:
    folder = made("plain.parquet", 500, headers="tekun", registers=True)[0].parent / "registers"
    assert {path.name for path in folder.iterdir()} == OF_EVERY_ROLL
