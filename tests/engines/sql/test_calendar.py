"""The built-in functions: days and identity numbers come to what `assess.language.functions` makes of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.engines.sql.calendar import FUNCTIONS, days_in, is_day
from assess.engines.sql.nodes import column
from assess.language import expression as e
from assess.language import functions
from assess.language.dates import number_of
from assess.language.functions import check_character
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Type
from tests.engines.handmade import HERE, call, fact, whole
from tests.engines.sql.asking import found_in
from tests.engines.sql.databases import Database, values

SOME = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DAY, YEARS, ID = Date(), Number(1, -9999, 9999), Text("resident_id")
MONTHS = Number(1, -(10**10), 10**10)
days = st.one_of(
    st.dates(date(1800, 1, 1), date(2200, 12, 31)),
    st.builds(date, st.integers(1995, 2005), st.sampled_from((1, 2, 3, 12)), st.sampled_from((1, 15, 28))),
    st.sampled_from((date(2000, 2, 29), date(1900, 2, 28), date(2024, 2, 29), date(2023, 1, 31), date(2200, 12, 31))),
).map(number_of)


def test_there_is_a_counterpart_of_every_function() -> None:
    assert {*FUNCTIONS, "add months"} == functions.FUNCTIONS.keys()


@SOME
@given(some=st.lists(st.tuples(days | st.none(), days | st.none()), min_size=1, max_size=40))
def test_years_and_months_between_days(database: Database, some: list[tuple[int | None, int | None]]) -> None:
    cases = [{"start": start, "end": end} for start, end in some]
    for function in ("years between", "months between"):
        found_in(database, call(function, YEARS, fact("start", DAY), fact("end", DAY)), cases)


def test_a_birthday_on_29_february_comes_on_1_march(database: Database) -> None:
    age = call("years between", YEARS, fact("born", DAY), fact("day", DAY))
    days = (2023_02_28, 2023_03_01, 2024_02_28, 2024_02_29, 2019_12_31)
    found = found_in(database, age, [{"born": 2020_02_29, "day": day} for day in days])
    assert found == [2, 3, 3, 4, 0]


@SOME
@given(some=st.lists(days | st.none(), min_size=1, max_size=40))
def test_year_and_month_of_a_day(database: Database, some: list[int | None]) -> None:
    for function in ("year", "month"):
        found_in(database, call(function, YEARS, fact("day", DAY)), [{"day": day} for day in some])


numbers_of_months = st.one_of(
    st.integers(-30, 30), st.integers(-5000, 5000), st.sampled_from((-(10**10), 10**10, 2**31)), st.none()
)


@SOME
@given(some=st.lists(st.tuples(days | st.none(), numbers_of_months), min_size=1, max_size=40))
def test_months_added(database: Database, some: list[tuple[int | None, int | None]]) -> None:
    """Unknown outside the years that rules are written for, however many months are added."""
    added = call("add months", DAY, fact("day", DAY), fact("months", MONTHS))
    found_in(database, added, [{"day": day, "months": months} for day, months in some])


def test_months_added_end_on_the_last_day_of_a_short_month(database: Database) -> None:
    added = call("add months", DAY, fact("day", DAY), whole(1))
    found = found_in(database, added, [{"day": day} for day in (2024_01_31, 2023_01_30, 2023_02_28, 2200_12_01)])
    assert found == [2024_02_29, 2023_02_28, 2023_03_28, None]


@SOME
@given(parts=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 99), st.integers(0, 99)), min_size=1))
def test_what_is_a_day_of_the_calendar(database: Database, parts: list[tuple[int, int, int]]) -> None:
    parts += [(year, 2, day) for year in (1900, 2000, 2023, 2024) for day in (28, 29, 30)]
    parts += [(0, 1, 1), (1, 1, 1), (2023, 0, 1), (2023, 13, 1), (2023, 4, 31), (2023, 12, 31), (2023, 1, 0)]

    def is_one(year: int, month: int, day: int) -> bool:
        try:
            date(year, month, day)
        except ValueError:
            return False
        return True

    year, month, day = (("INT", held) for held in zip(*parts, strict=True))
    found = values(
        database,
        [is_day(column("y"), column("m"), column("d"))],
        {"y": year, "m": month, "d": day},
    )
    assert found == [is_one(*one) for one in parts]


def test_how_long_a_month_is(database: Database) -> None:
    months = [(2023, month) for month in range(1, 13)] + [(2024, 2), (1900, 2), (2000, 2)]
    given = {"y": ("INT", [year for year, _ in months]), "m": ("INT", [month for _, month in months])}
    found = values(database, [days_in(column("y"), column("m"))], given)
    assert found == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 29, 28, 29]


# texts

prefixes = st.sampled_from(("", "3", "3204", "3204021", "区", "区划", "'", "%"))
texts = st.one_of(
    st.sampled_from(("", "320402", "3204", "区划代码", "'x'", "%")), st.text("3204区划", max_size=8), st.none()
)


@SOME
@given(prefix=prefixes, some=st.lists(texts, min_size=1))
def test_what_a_text_starts_with(database: Database, prefix: str, some: list[str | None]) -> None:
    cases = [{"code": one, "prefix": prefix} for one in some]
    stated = call("starts with", Boolean(), fact("code", Text()), _text(prefix))
    read = call("starts with", Boolean(), fact("code", Text()), fact("prefix", Text()))
    assert found_in(database, stated, cases) == found_in(database, read, cases)


def _text(value: str) -> e.Constant:
    return e.Constant(type=Text(), position=HERE, value=value)


# resident identity numbers


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Right, or wrong in the day, in the last character, in one place, or in length."""
    day = draw(st.one_of(days.map(str), st.sampled_from(("19500229", "20000229", "19501301", "00000101", "19500000"))))
    first = draw(st.sampled_from(("320402", "990000", "000000"))) + day + draw(st.sampled_from(("000", "001", "999")))
    right = first + check_character(first)
    place = draw(st.integers(0, 17))
    return draw(
        st.sampled_from(
            (
                right,
                first + draw(st.sampled_from("0123456789Xx")),
                right[:place] + draw(st.sampled_from("０xX e.-+_\t\n区😀")) + right[place + 1 :],
                right[:place],
                right + draw(st.sampled_from("0X \n")),
            )
        )
    )


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
SEX = Enumeration("sex", ("male", "female"))
READINGS: tuple[tuple[str, Type], ...] = (
    ("resident id valid", Boolean()),
    ("resident id birth date", DAY),
    ("resident id sex", SEX),
)


@SOME
@given(some=st.lists(identity_numbers() | anything | st.none(), min_size=1, max_size=40))
def test_what_an_identity_number_says(server: Database, some: list[str | None]) -> None:
    for function, type_ in READINGS:
        found_in(server, call(function, type_, fact("id", ID)), [{"id": one} for one in some])


FIRST = "32040219500101000"
RIGHT = FIRST + check_character(FIRST)


@pytest.mark.parametrize(
    ("number", "valid", "born", "sex"),
    [
        (RIGHT, True, 1950_01_01, 1),
        (FIRST + ("1" if RIGHT[17] == "0" else "0"), False, 1950_01_01, 1),
        ("320402195002300010", False, None, 0),
        (FIRST, False, None, None),
        ("", False, None, None),
        (None, None, None, None),
    ],
)
def test_a_number_made_up(
    server: Database, number: str | None, valid: bool | None, born: int | None, sex: int | None
) -> None:
    found = [found_in(server, call(function, type_, fact("id", ID)), [{"id": number}]) for function, type_ in READINGS]
    assert found == [[valid], [born], [sex]]
