"""A row's facts held against each other."""

from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp

from assess.language.functions import check_character, resident_id_birth_date, resident_id_sex
from assess.rolls.screening import Flag, differing_birth_date, screening_flags
from assess.rolls.screening.flags import OLDEST

AS_OF = 2024_06_01
MALE, FEMALE = 0, 1
NUMBER = "320402193910150001"  # a made-up number: born on 15 October 1939, female


def flags(id_number: str | None = None, birth_date: int | None = None, sex: int | None = None) -> Flag:
    given = {"id_number": (id_number, "VARCHAR"), "birth_date": (birth_date, "INTEGER"), "sex": (sex, "TINYINT")}
    columns = ", ".join(f"CAST(? AS {type_}) AS {name}" for name, (_, type_) in given.items())
    found = screening_flags({name: exp.column(name) for name in given}, AS_OF).sql("duckdb")
    query = f"SELECT {found} FROM (SELECT {columns})"
    ((found_flags,),) = duckdb.execute(query, [value for value, _ in given.values()]).fetchall()
    return Flag(found_flags)


def test_number_that_agrees_with_its_columns() -> None:
    assert flags(NUMBER, 1939_10_15, FEMALE) == Flag(0)


def test_birth_date_differs() -> None:
    assert flags(NUMBER, 1940_10_15, FEMALE) == Flag.BIRTH_DATE_DIFFERS


def test_sex_differs() -> None:
    assert flags(NUMBER, 1939_10_15, MALE) == Flag.SEX_DIFFERS
    assert flags("320402193910150010"[:17] + "X", 1939_10_15, FEMALE) == Flag.SEX_DIFFERS


@pytest.mark.parametrize(
    ("number", "birth_date", "wanted"),
    [(NUMBER, 1940_10_15, 1940_10_15), (NUMBER, 1939_10_15, None), (None, 1939_10_15, None), (NUMBER, None, None)],
)
def test_birth_date_is_kept_where_it_differs(number: str | None, birth_date: int | None, wanted: int | None) -> None:
    given = {"id_number": exp.column("number"), "birth_date": exp.column("day")}
    query = f"SELECT {differing_birth_date(given).sql('duckdb')} FROM (SELECT ?::VARCHAR AS number, ?::INT AS day)"
    assert duckdb.execute(query, [number, birth_date]).fetchall() == [(wanted,)]
    without = differing_birth_date({}).sql("duckdb")
    assert duckdb.execute(f"SELECT {without}").fetchall() == [(None,)]


def test_what_is_not_known_raises_no_flag() -> None:
    assert flags() == flags(NUMBER) == flags(None, 1939_10_15, MALE) == flags(NUMBER, None, FEMALE) == Flag(0)


@pytest.mark.parametrize(
    ("birth_date", "wanted"),
    [(1903_06_02, Flag(0)), (1903_06_01, Flag.TOO_OLD), (2024_06_01, Flag(0)), (2024_06_02, Flag.NOT_YET_BORN)],
)
def test_ages_that_cannot_well_be(birth_date: int, wanted: Flag) -> None:
    """On the 121st birthday more than 120 years are completed."""
    assert OLDEST == 120
    assert flags(birth_date=birth_date) == wanted


def test_age_goes_by_the_number_only_where_there_is_no_birth_date() -> None:
    old = "320402190001010009"
    assert flags(old) == Flag.TOO_OLD
    assert flags(old, 1950_01_01) == Flag.BIRTH_DATE_DIFFERS


def test_several_flags_at_once() -> None:
    assert flags(NUMBER, 1890_01_01, MALE) == Flag.BIRTH_DATE_DIFFERS | Flag.SEX_DIFFERS | Flag.TOO_OLD


def test_facts_that_the_roll_does_not_have() -> None:
    assert screening_flags({}, AS_OF).sql("duckdb") == "0"
    assert "sex" not in screening_flags({"id_number": exp.column("id_number")}, AS_OF).sql("duckdb")


@pytest.mark.parametrize("first", ["32040219391015000", "62010519440229003", "41010219000101002"])
def test_number_is_read_as_the_rules_read_it(first: str) -> None:
    number = first + check_character(first)
    birth_date, sex = resident_id_birth_date(number), resident_id_sex(number)
    assert birth_date is not None
    assert sex is not None
    differences = Flag.BIRTH_DATE_DIFFERS | Flag.SEX_DIFFERS
    assert flags(number, birth_date, sex) & differences == Flag(0)
    assert flags(number, birth_date + 1, 1 - sex) & differences == differences
