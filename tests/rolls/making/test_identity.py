"""Made-up people are nobody: their numbers are valid, and were never given to anybody."""

from __future__ import annotations

from collections import Counter
from datetime import date

from assess.language.functions import resident_id_birth_date, resident_id_sex, resident_id_valid
from assess.rolls.making import identity
from assess.rolls.making.identity import PEOPLE, SLOTS
from assess.rolls.making.names import NAMES
from tests.rolls.making.rolls import mistakes, roll

IN_USE = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
    91,
}
"""What area codes of GB/T 2260 begin with (and 83 and 91, which cards for other residents have)."""


def rows_with(kind: str) -> set[int]:
    return {mistake["row"] for mistake in mistakes() if mistake["kind"] == kind}


def test_numbers_are_valid() -> None:
    assert all(resident_id_valid(row["id_number"]) for row in roll())


def test_no_number_is_anybodys() -> None:
    numbers = [row["id_number"] for row in roll()]
    assert {number[14:17] for number in numbers} == {"000"}
    assert not {int(number[:2]) for number in numbers} & IN_USE


def test_numbers_hold_the_birth_date_of_the_column_but_for_planted_mistakes() -> None:
    differing = {
        place
        for place, row in enumerate(roll(), start=1)
        if resident_id_birth_date(row["id_number"]) != int(row["birth_date"].strftime("%Y%m%d"))
    }
    assert differing == rows_with("birth_date_differs")
    assert len(differing) == 44


def test_everybody_is_female_as_sequence_000_says_but_for_planted_mistakes() -> None:
    assert {resident_id_sex(row["id_number"]) for row in roll()} == {1}
    men = {place for place, row in enumerate(roll(), start=1) if row["sex"] == "male"}
    assert men == rows_with("sex_differs")
    assert len(men) == 24


def test_a_number_stands_twice_only_where_that_was_planted() -> None:
    count = Counter(row["id_number"] for row in roll())
    again = [mistake for mistake in mistakes() if mistake["kind"] == "duplicate_id"]
    assert sum(count.values()) - len(count) == len(again) == 63
    for mistake in again:
        row, other = roll()[mistake["row"] - 1], roll()[mistake["of_row"] - 1]
        assert mistake["of_row"] < mistake["row"]
        assert {key for key in row if row[key] != other[key] and not key.startswith("paid.")} == {"case"}


def test_two_share_name_and_birth_date_only_where_that_was_planted() -> None:
    people = {(row["name"], row["birth_date"], row["id_number"]) for row in roll()}
    alike = Counter((name, born) for name, born, _ in people)
    namesakes = [mistake for mistake in mistakes() if mistake["kind"] == "namesake"]
    assert sum(alike.values()) - len(alike) == len(namesakes) == 30
    for mistake in namesakes:
        row, other = roll()[mistake["row"] - 1], roll()[mistake["of_row"] - 1]
        assert (row["name"], row["birth_date"]) == (other["name"], other["birth_date"])
        assert row["id_number"] != other["id_number"]


def test_numbers_do_not_repeat_before_eighty_million_people() -> None:
    """People of one area code are `SLOTS` apart, and each has a birthday (149 days on from the last) of their own."""
    assert PEOPLE == 80_300_000
    birthdays = {turn * identity._BIRTHDAY_STEP % 365 for turn in range(PEOPLE // SLOTS)}
    assert len(birthdays) == PEOPLE // SLOTS == 365
    assert len({slot * identity._CODE_STEP % SLOTS for slot in range(SLOTS)}) == SLOTS


def test_names_do_not_repeat_before_twenty_million_people() -> None:
    assert NAMES == 21_344_950
    assert len({row["name"] for row in roll()}) == len({row["id_number"] for row in roll()}) - 30


def test_ages() -> None:
    ages = Counter(_age(row["birth_date"]) for row in roll())
    assert min(ages) >= 45 - 3  # a birth date off by up to 900 days is one of the mistakes
    assert max(ages) <= 104 + 3
    assert sum(count for age, count in ages.items() if age >= 80) == 3_403
    assert sum(count for age, count in ages.items() if age < 60) == 289


def _age(born: date) -> int:
    return 2025 - born.year  # on the last day of the year
