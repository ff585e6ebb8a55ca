"""Flags turned into findings."""

from __future__ import annotations

from typing import Any

from assess.rolls.finding_columns import COLUMN_NAMES, create_table
from assess.rolls.screening import Flag, Screening, screening_findings_query
from tests.databases import database
from tests.library import program_of
from tests.rolls.screening.tables import Row, filled, person, shown

BORN_1939 = 32040219391015000
"""A made-up person, born on 15 October 1939, female."""


def findings(*rows: Row, without: tuple[str, ...] = (), month: str | None = None) -> list[dict[str, Any]]:
    """`month`: which of the tables tells months: `people` (the roll's own, then the decisions too) or `decisions`."""
    decisions = ["source", "row", "case", "name", "district", "status", *(["month"] if month else [])]
    decisions = [name for name in decisions if name not in without]
    people = ["source", "row", "person", "namesake", "flags", "born", *(["month"] if month == "people" else [])]
    with database() as connection:
        filled(connection, "decisions", rows, decisions)
        filled(connection, "people", list({(one["source"], one["row"]): one for one in rows}.values()), people)
        plan = Screening.of(program_of("jiangsu/changzhou"), decisions, people)
        connection.execute(create_table("findings"))
        query = screening_findings_query(plan, "people", "decisions").sql("duckdb")
        found = connection.execute(f"INSERT INTO findings {query} RETURNING *")
        return [dict(zip(COLUMN_NAMES, one, strict=True)) for one in found.fetchall()]


def test_birth_date_differs() -> None:
    differs = person(3, person=BORN_1939, flags=Flag.BIRTH_DATE_DIFFERS.value, born=19381101)
    (found,) = findings(differs, person(4, person=BORN_1939))
    assert shown([found], "code", "row", "name", "id_number", "benefit", "amount", "direction", "months", "cite") == [
        ("birth_date_differs", 3, "张三", "320402193910150001", None, "0.00", "none", None, "gb11643 §birth")
    ]
    assert found["sentence_zh"] == "张三的出生日期1938年11月1日与身份证号中的1939年10月15日不一致。"
    assert found["sentence_en"] == "张三: the birth date 1938-11-01 differs from the one in the ID number, 1939-10-15."


def test_day_and_month_below_ten() -> None:
    (found,) = findings(person(1, person=32040219390105000, flags=Flag.BIRTH_DATE_DIFFERS.value, born=19390106))
    assert "1939年1月5日" in found["sentence_zh"]
    assert "1939-01-05" in found["sentence_en"]


def test_sex_differs() -> None:
    rows = (
        person(1, person=BORN_1939, flags=Flag.SEX_DIFFERS.value),
        person(2, person=BORN_1939 + 1, flags=Flag.SEX_DIFFERS.value),
    )
    assert shown(findings(*rows), "code", "cite", "sentence_zh", "sentence_en") == [
        (
            "sex_differs", "gb11643 §sex", "张三的性别与身份证号不一致，身份证号中的性别为女。",
            "张三: the sex differs from the one in the ID number, female.",
        ),
        (
            "sex_differs", "gb11643 §sex", "张三的性别与身份证号不一致，身份证号中的性别为男。",
            "张三: the sex differs from the one in the ID number, male.",
        ),
    ]  # fmt: skip


def test_implausible_age() -> None:
    rows = [person(1, None, flags=Flag.TOO_OLD.value), person(2, "张三", flags=Flag.NOT_YET_BORN.value)]
    found = findings(*rows)
    assert shown(found, "code", "cite", "sentence_zh", "sentence_en") == [
        (
            "implausible_age", None, "年龄超过120岁，应当核实出生日期是否正确、本人是否健在。",
            "The person is more than 120 years old: birth date to be verified, and that the person is alive.",
        ),
        (
            "implausible_age", None, "张三的出生日期晚于核对的日期，应当核实。",
            "张三 is born after the day checked: birth date to be verified.",
        ),
    ]  # fmt: skip


def test_several_flags_of_a_row_are_several_findings_in_order() -> None:
    every = person(1, person=BORN_1939, flags=7)
    assert shown(findings(every), "code") == [("birth_date_differs",), ("implausible_age",), ("sex_differs",)]


def test_rejected_rows_give_no_findings() -> None:
    assert findings(person(1, flags=4, status="rejected")) == []


def test_roll_without_names() -> None:
    (found,) = findings(person(1, flags=4), without=("name", "district"))
    assert (found["name"], found["district"]) == (None, None)
    assert found["sentence_zh"].startswith("年龄超过")


def test_row_decided_on_for_several_months_is_told_once_and_without_a_month() -> None:
    rows = [person(1, flags=4, month=month) for month in ("2023-02", "2023-01")]
    assert shown(findings(*rows, month="decisions"), "row", "month") == [(1, None)]


def test_month_that_the_roll_states_is_told() -> None:
    rows = [person(1, flags=4, month="2023-02"), person(2, flags=4, month="2023-01")]
    assert shown(findings(*rows, month="people"), "row", "month") == [(1, "2023-02"), (2, "2023-01")]
