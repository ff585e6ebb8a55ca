"""Columns as offices keep them: what `assess evaluate` refuses is unusual, and what it takes comes out the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assess.cases.facts import taken
from assess.diagnostics.position import Position
from assess.engines.meaning import Value
from assess.engines.sql.natural import given_out, natural_type, person_of, taken_in
from assess.engines.sql.nodes import coalesced, column, sql_type
from assess.engines.sql.stages import Stages
from assess.language.functions import check_character
from assess.language.law import Input
from assess.language.types import (
    Boolean,
    Choices,
    Date,
    Enumeration,
    Label,
    Number,
    Persons,
    Text,
    Type,
    Unit,
)
from tests.engines.sql.databases import Database, values
from tests.engines.sql.office import natural

HERE = Position("office")
SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SCORE = Number(1, 0, 4)
MONEY = Number(100, 0, 1_000_000, Unit.parse("CNY/month"))
LEVELS = Enumeration("level", ("none", "mild", "it's"))


def known(type_: Type, *options: int) -> Input:
    return Input(
        "it", Label("问", "question"), type_, HERE, options=tuple((one, Label("答", "answer")) for one in options)
    )


def by_case(question: Input, held: Any) -> tuple[bool, Value]:
    """Is the value refused in a case? And what it is for the engines."""
    facts, faults = taken({"it": question}, {"it": held}, lambda name: HERE)
    return bool(faults), facts.get("it")


def by_column(
    server: Database, question: Input, type_: str, held: Sequence[Any], *, quick: bool
) -> list[tuple[bool, Value]]:
    """The same of a column of that type."""
    stages = Stages(["it"])
    found = taken_in(question, "it", type_, stages, quick=quick)
    assert found is not None
    unusual = column("it") if found.unusual is None else found.unusual
    rows = values(server, [unusual, found.value], {"it": (type_, held)}, stages)
    return [(found.unusual is not None and bool(unusual), value) for unusual, value in rows]


def the_same(server: Database, question: Input, type_: str, held: Sequence[Any]) -> None:
    """As any database takes it in: refused is what a case would be refused for, and the rest is worth the same."""
    for one, expected, found in zip(
        held,
        [by_case(question, one) for one in held],
        by_column(server, question, type_, held, quick=False),
        strict=True,
    ):
        assert found[0] == expected[0], repr(one)
        if not expected[0]:
            assert found[1] == expected[1], repr(one)
            assert type(found[1]) is type(expected[1]), repr(one)


def nothing_slips_through(duck: Database, question: Input, type_: str, held: Sequence[Any]) -> list[bool]:
    """As DuckDB alone takes it in quickly: more may be unusual, but nothing that is refused goes through."""
    found = by_column(duck, question, type_, held, quick=True)
    for one, (unusual, value) in zip(held, found, strict=True):
        refused, expected = by_case(question, one)
        assert unusual or not refused, repr(one)
        assert unusual or value == expected, repr(one)
    return [unusual for unusual, _ in found]


# numbers

integers = st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 130) | st.none()


@pytest.mark.parametrize(
    "question",
    [known(SCORE), known(SCORE, 0, 1, 2, 3, 4), known(SCORE, 0, 2, 4), known(Number(1, -50, 50), -1, 1), known(MONEY)],
)
@SOME
@given(held=st.lists(integers, min_size=1, max_size=40))
def test_whole_numbers(duck: Database, server: Database, question: Input, held: list[int | None]) -> None:
    the_same(server, question, "INT", held)
    if server is duck:
        nothing_slips_through(duck, question, "INT", held)


def test_whole_numbers_in_a_column_as_narrow_as_they_are(server: Database, duck: Database) -> None:
    held = [*range(-2, 8), None]
    for options in ((), (0, 1, 2, 3, 4), (0, 2, 4)):
        the_same(server, known(SCORE, *options), "SMALLINT", held)
        unusual = nothing_slips_through(duck, known(SCORE, *options), "TINYINT", held)
        assert unusual == [by_case(known(SCORE, *options), one)[0] for one in held]


decimals = (
    st.decimals(-(10**7), 10**7, places=2, allow_nan=False)
    | st.sampled_from((Decimal("0.00"), Decimal("10000.00"), Decimal("10000.01"), Decimal("-0.01")))
    | st.none()
)


@SOME
@given(held=st.lists(decimals, min_size=1, max_size=40))
def test_amounts(duck: Database, server: Database, held: list[Decimal | None]) -> None:
    for question in (known(MONEY), known(Number(100, -(10**6), 10**6))):
        the_same(server, question, "DECIMAL(18, 2)", held)
        if server is duck:
            nothing_slips_through(duck, question, "DECIMAL(18, 2)", held)


def test_amounts_in_narrower_columns(server: Database) -> None:
    the_same(server, known(MONEY), "DECIMAL(5, 1)", [Decimal("12.5"), Decimal("-0.1"), None])
    the_same(server, known(MONEY), "BIGINT", [0, 10_000, 10_001, -1, 2**62, None])


@pytest.mark.parametrize("type_", ["DECIMAL(18, 3)", "DOUBLE", "TEXT", "HUGEINT"])
def test_what_may_hold_parts_of_a_fen_is_read_cell_by_cell(type_: str) -> None:
    assert taken_in(known(MONEY), "it", type_, Stages(["it"])) is None


@pytest.mark.parametrize("type_", ["DECIMAL(18, 2)", "DOUBLE", "TEXT", "DATE"])
def test_a_score_has_to_be_a_whole_number(type_: str) -> None:
    assert taken_in(known(SCORE), "it", type_, Stages(["it"])) is None


# truth, days, codes


def test_truth_values(server: Database) -> None:
    the_same(server, known(Boolean()), "BOOLEAN", [True, False, None])
    assert taken_in(known(Boolean()), "it", "TEXT", Stages(["it"])) is None


days = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(1799, 1, 1), date(2201, 12, 31)) | st.none()


@SOME
@example(held=[date(1799, 12, 31), date(1800, 1, 1), date(2000, 2, 29), date(2200, 12, 31), date(2201, 1, 1), None])
@given(held=st.lists(days, min_size=1, max_size=40))
def test_days(duck: Database, server: Database, held: list[date | None]) -> None:
    the_same(server, known(Date()), "DATE", held)
    if server is duck:
        nothing_slips_through(duck, known(Date()), "DATE", held)


def test_days_written_as_text_are_read_cell_by_cell() -> None:
    assert taken_in(known(Date()), "it", "TEXT", Stages(["it"])) is None


words = (
    st.sampled_from((*LEVELS.codes, "None", "mild ", " mild", "", "无", "ｍｉｌｄ"))
    | st.text("mild'", max_size=5)
    | st.none()
)


@SOME
@given(held=st.lists(words, min_size=1, max_size=40))
def test_codes(duck: Database, server: Database, held: list[str | None]) -> None:
    the_same(server, known(LEVELS), "TEXT", held)
    if server is duck:
        unusual = nothing_slips_through(duck, known(LEVELS), "VARCHAR", held)
        assert unusual == [by_case(known(LEVELS), one)[0] for one in held]


# texts

storable = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
odd = st.sampled_from(
    (*"\t\r\n\x0b\x0c\x1c\x1f\x7f\x85\xa0\u1680\u2003\u200b\u2028\u2029\u202f\u205f\u3000\ufeff", " ")
)
texts = st.text(storable, max_size=4) | st.text(odd, max_size=3) | st.text("甲ab ", max_size=5) | st.none()


@SOME
@given(held=st.lists(texts, min_size=1, max_size=60))
def test_texts(duck: Database, server: Database, held: list[str | None]) -> None:
    the_same(server, known(Text()), "TEXT", held)
    if server is duck:
        nothing_slips_through(duck, known(Text()), "VARCHAR", held)


codes = (
    st.text("0123456789", min_size=5, max_size=7) | st.sampled_from(("３２０４０２", "32040a", "320402\n", "")) | texts
)


@SOME
@given(held=st.lists(codes, min_size=1, max_size=60))
def test_division_codes(duck: Database, server: Database, held: list[str | None]) -> None:
    the_same(server, known(Text("division_code")), "TEXT", held)
    if server is duck:
        unusual = nothing_slips_through(duck, known(Text("division_code")), "VARCHAR", held)
        assert unusual == [by_case(known(Text("division_code")), one)[0] for one in held]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Right, or with a slip of the pen: in a digit, in the day, in the last character, in length."""
    born = date(1915, 1, 1) + timedelta(draw(st.integers(0, 40_000)))
    first = (
        draw(st.sampled_from(("320402", "990000", "012345"))) + f"{born:%Y%m%d}" + draw(st.sampled_from(("000", "999")))
    )
    right = first + check_character(first)
    place = draw(st.integers(0, 17))
    slips = (
        right.lower(),
        right[:17] + draw(st.sampled_from("0123456789Xx")),
        right[:place] + draw(st.sampled_from("0123456789０xXeE.-+_ \n区😀")) + right[place + 1 :],
        right[:6] + draw(st.sampled_from(("19500230", "19501301", "00000101"))) + right[14:],
        right[:place],
        right + draw(st.sampled_from("0X \n")),
        " " + right,
    )
    return draw(st.sampled_from((right, right, *slips)))


def dressed_up() -> list[str]:
    """What DuckDB takes for a number of 17 digits that says a day, each with the last character that goes with it."""
    number = 32040219540101000  # 1 January 1954
    last = check_character(str(number))
    return [f"0x{number:015x}{last}", f"0X{number:015X}{last}", f"{number // 100}e2{last}", f"{number // 100}E2{last}"]


def test_a_number_dressed_up_is_one_for_duckdb(duck: Database) -> None:
    assert values(duck, [person_of(column("it"))], {"it": ("TEXT", dressed_up())}) == [32040219540101000] * 4


def ending_in_x() -> str:
    firsts = (f"32040219500101{sequence:03}" for sequence in range(20))
    return next(first + "X" for first in firsts if check_character(first) == "X")


@SOME
@example(held=dressed_up())
@example(held=[ending_in_x(), ending_in_x().lower(), ending_in_x().replace("X", "Ｘ")])
@given(held=st.lists(identity_numbers() | texts, min_size=1, max_size=60))
def test_identity_numbers(duck: Database, server: Database, held: list[str | None]) -> None:
    question = known(Text("resident_id"))
    the_same(server, question, "TEXT", held)
    if server is not duck:
        return
    unusual = nothing_slips_through(duck, question, "VARCHAR", held)
    for one, found in zip(held, unusual, strict=True):
        assert found == by_case(question, one)[0] or (one is not None and (one[-1] == "x" or one[0] == "0"))


@pytest.mark.parametrize("type_", [Choices(codes=("a",)), Persons(), Text("person")])
def test_lists_and_people_are_read_cell_by_cell(type_: Type) -> None:
    assert taken_in(known(type_), "it", "TEXT", Stages(["it"])) is None
    assert taken_in(known(type_), "it", "TEXT", Stages(["it"]), quick=False) is None


# out again

THIRDS = Number(3, -30, 30)
HELD: list[tuple[Type, list[Value]]] = [
    (Boolean(), [True, False, None]),
    (SCORE, [0, 4, None]),
    (Number(1, 0, 9, Unit.parse("CNY/month")), [0, 9, None]),
    (MONEY, [0, 1, 99, 100, 68400, 1_000_000, None]),
    (Number(10, -100, 100), [-15, -1, 0, 3, 100, None]),
    (Number(10_000, -(10**9), 10**9), [-1, 12345, 10**9, None]),
    (THIRDS, [-1, 0, 4, None]),
    (Date(), [1800_01_01, 2024_02_29, 2200_12_31, None]),
    (LEVELS, [0, 1, 2, None]),
    (Text(), ["甲", "it's", "", None]),
]


@pytest.mark.parametrize(("type_", "held"), HELD)
def test_values_given_out(duck: Database, server: Database, type_: Type, held: list[Value]) -> None:
    given = {"it": (sql_type(type_), held)}
    expected = [natural(one, type_) for one in held]
    assert values(server, [given_out(column("it"), type_, quick=False)], given) == expected
    assert values(duck, [given_out(column("it"), type_)], given) == expected


@pytest.mark.parametrize("quick", [True, False])
def test_amounts_are_given_out_to_the_fen(duck: Database, quick: bool) -> None:
    tenths, yuan = Number(10, 0, 999, Unit.parse("CNY/month")), Number(1, 0, 999, Unit.parse("CNY/month"))
    for type_, written in ((tenths, "0.30"), (yuan, "3.00"), (MONEY, "0.03")):
        found = values(duck, [given_out(column("it"), type_, quick=quick)], {"it": ("INT", [3])})
        assert list(map(str, found)) == [written]


@pytest.mark.parametrize(("type_", "held"), [one for one in HELD if one[0] is not THIRDS])
def test_what_is_given_out_is_taken_in_as_it_was(duck: Database, type_: Type, held: list[Value]) -> None:
    given = {"before": (sql_type(type_), held)}
    for quick in (True, False):
        stages = Stages(given)
        out = given_out(column("before"), type_, quick=quick)
        stages.add("it", coalesced(out, out.copy()))
        found = taken_in(known(type_), "it", natural_type(type_), stages, quick=quick)
        if found is not None:
            assert values(duck, [found.value], given, stages) == held


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        (Boolean(), "BOOLEAN"), (SCORE, "TINYINT"), (MONEY, "DECIMAL(18, 2)"), (Number(1000, 0, 1), "DECIMAL(18, 3)"),
        (THIRDS, "TEXT"), (Date(), "DATE"), (LEVELS, "TEXT"), (Text("resident_id"), "TEXT"),
    ],
)  # fmt: skip
def test_the_type_in_which_a_value_is_kept(type_: Type, name: str) -> None:
    assert natural_type(type_) == name
