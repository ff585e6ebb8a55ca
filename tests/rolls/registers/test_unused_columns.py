"""Columns of registers under headers that are not known: nothing is claimed for want of the day that they hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.mapping.file import mapping_of
from assess.rolls.registers.headers import columns_of
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, KINDS, LTCI, MOVED, ROLL, WORK_INJURY, Kind, kind_of
from assess.rolls.registers.mapped import mapped_columns, mapped_in_vain
from assess.rolls.registers.reading import register_of
from assess.rolls.registers.register import Register
from tests.rolls.registers.registering import entries, id_number, part


def read(
    folder: Path,
    kind: str,
    headers: Sequence[str],
    cells: Sequence[str] = (),
    mapped: dict[str, str] | None = None,
    file: str = "登记.csv",
) -> Register:
    found, name = kind_of(kind)
    row = [id_number(1), *cells, *[""] * (len(headers) - 1 - len(cells))]
    return register_of(found, name, file, [part(folder, headers, [row], file)], folder, mapped=mapped)


@pytest.mark.parametrize(
    ("kind", "header", "role"),
    [
        *((IMPRISONED, header, "end") for header in ("出监时间", "出狱时间", "刑满释放时间", "刑期截止日期")),
        *((IMPRISONED, header, "start") for header in ("入狱时间", "收监年月", "刑期起始时间")),
        *((kind, header, "start") for kind in (LTCI, WORK_INJURY, ROLL)
          for header in ("开始享受时间", "享受起始年月", "待遇领取开始时间", "发放开始月份", "起始年月", "起领时间")),
        *((kind, header, "end") for kind in (LTCI, WORK_INJURY, ROLL)
          for header in ("停发时间", "待遇停止日期", "领取终止年月", "发放截止月份", "停止享受时间", "待遇到期日期")),
        (DEATHS, "病故时间", "start"),
        (DEATHS, "火化年月日", "start"),
        (MOVED, "户籍迁移时间", "start"),
    ],
)  # fmt: skip
def test_headers_that_are_put_together_of_the_usual_words(kind: Kind, header: str, role: str) -> None:
    needed = ["收监日期"] if kind is IMPRISONED and role == "end" else []
    assert columns_of(kind, "登记.csv", ["身份证号", *needed, header])[role][-1].header == header


def test_no_two_roles_of_a_kind_share_a_header() -> None:
    from assess.rolls.registers.headers import roles_of

    for kind in KINDS:
        names = [name for each in roles_of(kind).values() for one in each for name in one.names]
        assert len(names) == len(set(names)), kind


def test_which_columns_are_used_and_which_are_not(tmp_path: Path) -> None:
    register = read(
        tmp_path, "工伤", ["身份证号", "姓名", "待遇开始时间", "停发时间", "月标准"], ["张三", "2025-01-01"]
    )
    assert register.columns == {
        "id_number": ("身份证号",), "name": ("姓名",), "start": ("待遇开始时间",), "end": ("停发时间",),
    }  # fmt: skip
    assert register.ignored == ("月标准",)


@pytest.mark.parametrize(
    ("kind", "headers", "cells", "wanted", "suspects"),
    [
        ("服刑", ["身份证号", "收监日期", "期满之日"], ["2024-01-10", "2025-09-15"], "结束", "期满之日"),
        ("服刑", ["身份证号", "收监日期", "刑期"], ["2024-01-10", "三年"], "结束", "刑期"),
        ("服刑", ["身份证号", "收监日期", "备注"], ["2024-01-10", "2025年9月15日"], "结束", "备注"),
        ("工伤", ["身份证号", "享受待遇起止时间"], ["2024.1-2025.8"], "开始、结束", "享受待遇起止时间"),
        ("工伤", ["身份证号", "待遇开始时间", "何时为止"], ["2024-01-10"], "结束", "何时为止"),
        ("长护险", ["身份证号", "审批日期", "待遇结束时间"], ["2024-01-10"], "开始", "审批日期"),
        ("名册:低保", ["身份证号", "保障金额", "享受时间"], ["500", "2025-07"], "开始、结束", "享受时间"),
    ],
)
def test_dates_that_may_be_the_beginning_or_the_end(
    tmp_path: Path, kind: str, headers: list[str], cells: list[str], wanted: str, suspects: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, kind, headers, cells, file="工伤和长护.csv")
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.position.file) == ("R518", "工伤和长护.csv")
    assert (problem.arguments["wanted_zh"], problem.arguments["headers_zh"]) == (wanted, suspects)


@pytest.mark.parametrize(
    ("kind", "headers", "cells"),
    [
        ("工伤", ["身份证号", "姓名"], ["张三"]),
        ("工伤", ["身份证号", "出生日期", "月标准", "单位"], ["1950-01-01", "1800", "某厂"]),
        ("工伤", ["身份证号", "待遇开始时间", "工伤认定日期"], ["2024-01-10", "2023-12-01"]),
        ("服刑", ["身份证号", "收监日期", "判决日期", "填表日期", "监所"], ["2024-01-10", "2023-12-01", "2025-01-01"]),
        ("名册:低保", ["身份证号", "发放月份", "审批日期"], ["2025-07", "2025-01-01"]),
        ("死亡", ["身份证号", "死亡日期", "登记时间"], ["2024-01-10", "2024-01-12"]),
    ],
)
def test_register_that_has_no_such_column_at_all(
    tmp_path: Path, kind: str, headers: list[str], cells: list[str]
) -> None:
    assert read(tmp_path, kind, headers, cells).entries == 1


def test_month_in_which_it_stops_is_not_drawn_any_more(tmp_path: Path) -> None:
    """A month too few is found, where the office means the last one that is drawn; never one too many is claimed."""
    headers = ["身份证号", "待遇开始时间", "停发时间"]
    days = {"2025-08": 20250700, "2025-01": 20241200, "2025-08-01": 20250700, "2025-08-31": 20250831}
    for given, last in days.items():
        assert entries(read(tmp_path, "工伤", headers, ["2024-01-01", given]), "end") == [(last,)]
    same = read(tmp_path, "工伤", headers, ["2025-08", "2025-08"])
    assert (same.entries, same.rejected) == (1, 0)


def test_mapping_says_what_a_column_is(tmp_path: Path) -> None:
    headers = ["身份证号", "待遇开始时间", "何时为止", "认定时间"]
    cells = ["2024-01-01", "2025-08", "2023-12-01"]
    register = read(tmp_path, "工伤", headers, cells, {"何时为止": "end"})
    assert entries(register, "start", "end") == [(20240101, 20250800)]
    assert register.columns["end"] == ("何时为止",)
    register = read(tmp_path, "工伤", headers, cells, {"何时为止": "ignored", "认定时间": "start"})
    assert entries(register, "start", "end") == [(20231201, None)]
    assert register.ignored == ("待遇开始时间", "何时为止")


def test_two_columns_that_a_mapping_calls_the_same(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, "工伤", ["身份证号", "甲", "乙"], mapped={"甲": "end", "乙": "end"})
    assert [one.code for one in refused.value.diagnostics] == ["R504"]


def test_several_amounts_that_a_mapping_names_are_added_up(tmp_path: Path) -> None:
    """As are those that have a usual header each."""
    headers = ["身份证号", "甲补", "乙补", "丙补"]
    register = read(tmp_path, "名册:低保", headers, ["100", "50.5", "7"], {"甲补": "amount", "乙补": "amount"})
    assert entries(register, "amount") == [(15050,)]
    assert register.columns["amount"] == ("甲补", "乙补")


MAPPING = """\
columns: {身份证号: id_number}
registers:
  工伤: {何时为止: end}
  名册:低保: {起算: start}
"""


def test_registers_of_a_mapping_by_what_the_call_names_them() -> None:
    assert mapped_columns(mapping_of(MAPPING, "mapping.yaml")) == {
        "work_injury": {"何时为止": "end"}, "roll:低保": {"起算": "start"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code", "line"),
    [(("end", "ende"), "R220", 3), (("工伤", "工商"), "R501", 3), (("start", "word"), "R220", 4)],
)
def test_registers_of_a_mapping_that_are_not_known(changed: tuple[str, str], code: str, line: int) -> None:
    with pytest.raises(Refused) as refused:
        mapped_columns(mapping_of(MAPPING.replace(*changed), "mapping.yaml"))
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.position.line) == (code, line)


@pytest.mark.parametrize(
    "again", ["工伤: {何时为止: end, 何时 为止: ignored}", "工伤: {何时为止: end}\n  work_injury: {何时为止: ignored}"]
)
def test_column_of_a_register_that_a_mapping_has_twice(again: str) -> None:
    """Under two names of the register, or written in two ways: the later one does not take the place of the first."""
    with pytest.raises(Refused) as refused:
        mapped_columns(mapping_of(MAPPING.replace("工伤: {何时为止: end}", again), "mapping.yaml"))
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.arguments["first"]) == ("Y103", "mapping.yaml:3:8")


def test_column_of_a_mapping_that_the_register_lacks(tmp_path: Path) -> None:
    file = mapping_of(MAPPING, "mapping.yaml")
    register = read(tmp_path, "工伤", ["身份证号", "何时止"], mapped={"何时止": "end"})
    (problem,) = mapped_in_vain(file, [register])
    assert (problem.code, problem.position.line, problem.arguments["near"]) == ("R221", 3, "何时止")
    assert list(mapped_in_vain(file, [])) == []


@pytest.mark.parametrize(
    ("headers", "file", "told"),
    [
        (["身份证号", "姓名", "尊老金"], "钟楼区名册.csv", True),
        (["身份证号", "姓名", "开始日期"], "钟楼区名册.csv", True),
        (["身份证号", "姓名", "护理费"], "钟楼区名册.csv", False),
        (["身份证号", "姓名"], "工伤人员.csv", False),
    ],
)
def test_register_of_something_else(tmp_path: Path, headers: list[str], file: str, told: bool) -> None:
    notes = read(tmp_path, "工伤", headers, file=file).notes
    assert [one.code for one in notes] == ["R519"] * told
