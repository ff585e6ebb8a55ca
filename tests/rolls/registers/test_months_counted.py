"""The months counted are those that a person would count with a calendar, one by one."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rolls.registers.registering import Row, found, id_number, person, register

FIRST, LAST = date(2022, 10, 1), date(2024, 4, 30)
CHECKED = [(year, month) for year in (2022, 2023, 2024) for month in range(1, 13)]
CHECKED = [each for each in CHECKED if (2022, 10) <= each <= (2024, 4)]
DAYS = st.one_of(st.dates(date(2022, 6, 1), date(2024, 8, 31)), st.sampled_from([date(2024, 2, 29), date(2023, 1, 31)]))


@dataclass(frozen=True)
class Person:
    died: tuple[date, ...]
    moved: tuple[date, ...]
    terms: tuple[tuple[date, date | None], ...]
    paid: tuple[tuple[int, int], ...]


@st.composite
def people(draw: st.DrawFn) -> Person:
    starts = draw(st.lists(DAYS, max_size=3))
    ends = [draw(st.none() | st.dates(start, date(2024, 12, 31))) for start in starts]
    return Person(
        tuple(draw(st.lists(DAYS, max_size=2))),
        tuple(draw(st.lists(DAYS, max_size=2))),
        tuple(zip(starts, ends, strict=True)),
        tuple(draw(st.lists(st.sampled_from(CHECKED), unique=True))),
    )


def month(day: date) -> tuple[int, int]:
    return day.year, day.month


def expected(one: Person) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """By code and direction the months not due, straight from the conventions; and those that two days leave open."""
    counted = {
        ("paid_in_prison", "recover"): [
            each for each in one.paid
            if any(month(start) < each and (end is None or each <= month(end)) for start, end in one.terms)
        ],
    }  # fmt: skip
    for code, days in (("paid_after_death", one.died), ("paid_after_move", one.moved)):
        after = [each for each in one.paid if days and each > month(min(days))]
        counted[code, "recover"] = [each for each in after if each > month(max(days))]
        counted[code, "check"] = [each for each in after if each <= month(max(days))]
    return {code: sorted(months) for code, months in counted.items() if months}


@settings(deadline=None, max_examples=6)
@given(st.lists(people(), min_size=1, max_size=60))
def test_months_counted_are_the_months_on_the_calendar(everybody: list[Person]) -> None:
    numbered = list(enumerate(everybody))
    dead = [(id_number(count), str(day)) for count, one in numbered for day in one.died]
    moved = [(id_number(count), str(day)) for count, one in numbered for day in one.moved]
    terms = [(id_number(count), str(start), end and str(end)) for count, one in numbered for start, end in one.terms]
    rows = [
        Row(count, person(count), {"care": "100.01"}, month=f"{year}-{within:02}")
        for count, one in numbered
        for year, within in one.paid
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        registers = [
            register(folder, "deaths", ["身份证号", "死亡日期"], dead, "死亡.csv"),
            register(folder, "moved", ["身份证号", "迁出日期"], moved, "迁出.csv"),
            register(folder, "imprisoned", ["身份证号", "收监日期", "释放日期"], terms, "服刑.csv"),
        ]
        findings = found(folder, registers, rows) if rows else []
    assert {
        (each["row"], (each["code"], each["direction"])): (each["months"], each["amount"] * 100) for each in findings
    } == {
        (count, code): (len(months), 10001 * len(months))
        for count, one in numbered
        for code, months in expected(one).items()
    }
