"""Columns of registers are found by their headers."""

from __future__ import annotations

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.registers.headers import columns_of, normal, roles_of
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, KINDS, LTCI, ROLL


@pytest.mark.parametrize(
    ("kind", "headers", "expected"),
    [
        (DEATHS, ["序号", "姓名", "公民身份号码", "死亡日期"], {"name": [2], "id_number": [3], "start": [4]}),
        (DEATHS, ["＊身份证号 ", "火化日期", "死亡日期"], {"id_number": [1], "start": [3, 2]}),
        (IMPRISONED, ["ID_NUMBER", "收监日期", "释放日期"], {"id_number": [1], "start": [2], "end": [3]}),
        (ROLL, ["身份证号", "补贴金额（元/月）", "发放月份"], {"id_number": [1], "amount": [2], "month": [3]}),
        (DEATHS, ["本人/身份证号", "死亡/日期", "死亡/死亡时间（公历）"], {"id_number": [1], "start": [3]}),
        (LTCI, ["证件号码", "户主身份证号"], {"id_number": [1]}),
        (LTCI, ["身份证号(监护人)", "被保险人/身份证号", "监护人/身份证号"], {"id_number": [2]}),
        (ROLL, ["身份证号", "补贴金额（万元）", "护理补贴（季度）"], {"id_number": [1]}),
    ],
)
def test_columns_by_role(kind: object, headers: list[str], expected: dict[str, list[int]]) -> None:
    found = columns_of(kind, "登记.csv", headers)  # type: ignore[arg-type]
    assert {role: [one.number for one in several] for role, several in found.items()} == expected


def test_a_column_that_is_needed_and_not_there() -> None:
    with pytest.raises(Refused) as refused:
        columns_of(DEATHS, "死亡.xlsx:Sheet1", ["姓名", "户主身份证号", "日期"])
    problems = refused.value.diagnostics
    assert [problem.code for problem in problems] == ["R503", "R503"]
    assert [problem.arguments["wanted_zh"] for problem in problems] == ["身份证号", "日期"]
    assert problems[0].position.file == "死亡.xlsx:Sheet1"
    assert problems[0].arguments["headers"] == "姓名, 户主身份证号, 日期"
    assert "死亡日期" in problems[1].arguments["known"]


def test_two_columns_for_the_same() -> None:
    with pytest.raises(Refused) as refused:
        columns_of(DEATHS, "死亡.csv", ["身份证号", "证件号码", "死亡日期"])
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.arguments["headers"]) == ("R504", "身份证号, 证件号码")


def test_dictionary_names_no_header_twice_for_a_kind() -> None:
    for kind in KINDS:
        headers = [header for each in roles_of(kind).values() for one in each for header in one.headers]
        assert len(headers) == len(set(headers)), kind
        assert all(header == normal(header) for header in headers)


def test_every_start_of_a_dated_register_has_its_words() -> None:
    for kind in KINDS.values():
        if kind.dated:
            assert all(one.word and one.word.zh and one.word.en for one in roles_of(kind.id)["start"])
