"""For every question there is: what a value is written as, is read as that value; no text whatever raises."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.cases.facts import taken
from assess.diagnostics.position import Position
from assess.language.functions import check_character
from assess.language.law import Input
from assess.language.stated import can_be_stated
from assess.language.types import Boolean, Choices, Date, Enumeration, Number, Persons
from assess.rolls.cells import (
    NOTHING_PAID,
    NOWHERE,
    UNKNOWN,
    Canonical,
    CellReader,
    ColumnOptions,
    Target,
    cell_reader,
    placed,
    text_of,
)
from assess.rolls.cells.tidy import tidied
from assess.rolls.cells.words import is_blank
from tests.library import program_of
from tests.rolls.cells.reading import reader

RULESETS = ("meadowland", "jiangsu/changzhou")
DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(str)


def readers() -> Iterator[tuple[str, CellReader]]:
    for ruleset in RULESETS:
        program = program_of(ruleset)
        targets = [Target("fact", name) for name, known in program.inputs.items() if in_a_cell(known)]
        targets += [Target("stated", name) for name, one in program.decisions.items() if can_be_stated(one)]
        targets += [Target("row", name) for name in ("case", "name", "district", "month")]
        targets += [Target("paid", name) for name, one in program.decisions.items() if one.role == "benefit"]
        for target in targets:
            yield f"{ruleset} {target}", cell_reader(target, program, ColumnOptions(header=target.id))


def in_a_cell(known: Input) -> bool:
    return not isinstance(known.type, Choices | Persons) and known.kind not in ("person", "persons", "choices")


READERS = dict(readers())


def values(of: CellReader) -> st.SearchStrategy[Canonical]:
    """What a case file could hold."""
    known = of.known
    if known is None:
        if of.target.name == "month":
            return st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(lambda day: f"{day:%Y-%m}")
        return st.integers(0, 10**9).map(lambda fen: Decimal(fen).scaleb(-2))
    type_ = known.type
    if isinstance(type_, Boolean):
        return st.booleans()
    if isinstance(type_, Date):
        return DAYS
    if isinstance(type_, Enumeration):
        return st.sampled_from(type_.codes)
    if isinstance(type_, Number):
        if known.options:
            return st.sampled_from([value for value, _ in known.options])
        numbers = st.integers(type_.minimum, type_.maximum)
        if type_.denominator == 1:
            return numbers
        return numbers.map(lambda number: Decimal(number) / type_.denominator)
    if type_.form == "resident_id":
        bodies = st.builds("{}{}{}".format, st.sampled_from(["320402", "990101"]), DAYS.map(_digits), st.just("000"))
        return bodies.map(lambda body: body + check_character(body))
    if type_.form == "division_code":
        return st.integers(0, 999_999).map("{:06}".format)
    plain = st.text(st.characters(categories=("L", "N")), min_size=1).map(tidied)
    return plain.filter(lambda text: bool(text) and not is_blank(text))


def _digits(day: str) -> str:
    return day.replace("-", "")


@settings(max_examples=40)
@given(data=st.data())
@pytest.mark.parametrize("name", READERS)
def test_what_a_value_is_written_as_is_read_as_that_value(name: str, data: st.DataObject) -> None:
    of = READERS[name]
    value = data.draw(values(of))

    cell = of.read(text_of(value))

    assert cell.fault is None
    assert cell.value == value
    assert type(cell.value) is type(value) or isinstance(value, Decimal)
    if of.known is not None:  # the engines are given what a case with this value would give them
        facts, faults = taken({"it": of.known}, {"it": value}, lambda _: Position("case.yaml"))
        assert not faults
        assert cell.internal == facts["it"]


TEXTS = st.one_of(
    st.text(),
    st.text(st.sampled_from("0123456789.,-/年月日 元¥XxEe+*一二三级次及以上≥是否无√'\"=()")),
    st.from_regex(r"[0-9]{1,19}([./-][0-9]{1,4}){0,3}", fullmatch=True),
)


@given(text=TEXTS)
def test_no_text_raises(text: str) -> None:
    for of in READERS.values():
        cell = of.read(text)
        assert cell.fault is None or (cell.value is None and cell.internal is None)
        assert cell.fault is None or "column" in cell.fault.arguments
        assert (cell.value is None) == (cell.internal is None)


@given(text=TEXTS)
@pytest.mark.parametrize(
    "lenient", [{"excel_serial": True}, {"day_from_id": True}, {"excel_serial": True, "day_from_id": True}]
)
def test_no_text_raises_where_days_are_read_leniently(lenient: dict[str, bool], text: str) -> None:
    reader("born_on", **lenient).read(text)


def test_readers_travel_to_other_processes() -> None:
    for of in READERS.values():
        again = pickle.loads(pickle.dumps(of))
        assert again == of
        assert again.read("2023-05-01") == of.read("2023-05-01")


def test_empty_cell_is_unknown_but_of_an_amount_paid_nothing() -> None:
    for of in READERS.values():
        assert of.read(None) == (NOTHING_PAID if of.target.kind == "paid" else UNKNOWN)


def test_fault_gets_the_place_of_its_cell() -> None:
    found = reader("born_on", header="出生日期").read(" 1940-02-30 ").fault

    assert found is not None
    assert found.position == NOWHERE
    assert found.arguments["column"] == "出生日期"
    assert found.arguments["found"] == "1940-02-30"
    there = placed(found, "roll.xlsx:Sheet1", 7, 3)
    assert str(there.position) == "roll.xlsx:Sheet1:7:3"
    assert (there.code, there.arguments) == (found.code, found.arguments)


def test_fault_speaks_of_the_target_and_not_of_what_checks_it() -> None:
    found = reader("stated.wool_points", header="得分").read("99").fault

    assert found is not None
    assert found.arguments["fact"] == "stated.wool_points"
