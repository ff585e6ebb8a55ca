"""Rows that are nobody: told by their first words, but never where a person stands in the row."""

from __future__ import annotations

import pytest

from assess.rolls.reading.asides import Asides
from assess.rolls.reading.header import Header

NAMES = ("序号", "姓名", "身份证号", "金额", "备注")
ASIDES = Asides(Header((2,), NAMES, (NAMES,), ((1, ("某某名册", "", "", "", "")),)))


def code_of(*cells: str) -> str | None:
    aside = ASIDES.of(cells)
    return aside.code if aside else None


@pytest.mark.parametrize(
    "words",
    [
        "合计",
        "合 计",
        "总计：",
        "小计",
        "本页小计",
        "全区合计",
        "东街道小计",
        "西街道（甲村）小计：",
        "其中：集中供养合计",
        "2025年本月合计",
        "以上共35人",
        "全村共 ３５ 户",
        "共计35人",
        "合计（元）",
        "合计人数：35",
        "Total",
        "Grand total:",
    ],
)
def test_totals(words: str) -> None:
    assert code_of(words, "", "", "684.00", "") == "R138"


def test_total_after_the_number_of_the_row() -> None:
    assert code_of("12", "合计", "", "684.00", "") == "R138"
    assert code_of("", "", "", "合计：684", "") == "R138"


@pytest.mark.parametrize(
    "words",
    [
        *("填表人：张三", "制 表 人: 李四", "审核：", "单位（盖章）：", "备注：略", "第 1 页 共 5 页"),
        *("审核人", "制 表 人（签字）", "填报单位", "以下空白", "（以下空白）", "续表", "续表（二）"),
    ],
)
def test_feet_of_pages(words: str) -> None:
    assert code_of(words, "", "", "日期：2023-05-01", "") == "R140"


def test_header_and_title_once_more() -> None:
    assert code_of(" 序号", *NAMES[1:]) == "R139"
    assert code_of("某某名册", "", "", "", "") == "R139"
    assert code_of("某某名册") == "R139"


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "计春华", "", "684", "合计有误"),
        ("1", "张三", "合计", "", ""),
        ("1", "张三", "", "", "备注：无"),
        ("序号", "", "", "", ""),
        ("1", "总计划", "", "", ""),
        ("", "", "", "", "某某名册"),
        ("", "东街道", "", "", ""),
        ("1", "共青", "", "684", ""),
        ("", "小计", "320402194010100003", "", ""),
        ("1", "", "", "684", ""),
        ("1", "", "", "0", "停发"),
        ("12", "", "320402194010100003", "0", ""),
        ("甲", "", "", "", ""),
    ],
)
def test_people(cells: tuple[str, ...]) -> None:
    assert code_of(*cells) is None


REMARK_FIRST = Header((1,), ("备注", "姓名", "证件", "津贴(元)"), (("备注", "姓名", "证件", "津贴(元)"),))


@pytest.mark.parametrize("words", ["注：6月新增", "联系人:子", "小计", "第 3 页", "total"])
@pytest.mark.parametrize(
    "person",
    [
        ("甲某", "320402194010100003", "999"),
        ("", "32040219401010000x", ""),
        ("", "320402401010000", ""),
        ("", "'320402194010100003", ""),
        ("", "３２０４０２ 19401010 0003", ""),
        ("", "320402********0003", ""),
        ("", "320402194010100000.0", ""),
        ("", "3.20402E+17", ""),
        ("甲 某", "", "999.00"),
        ("计春华", "", "999"),
        ("阿依·古丽", "", "￥1,234.50元"),
        ("欧阳某某", "H12345678", "50"),
    ],
)
def test_remark_in_front_of_a_person(words: str, person: tuple[str, ...]) -> None:
    assert Asides(REMARK_FIRST).of((words, *person)) is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("小计", "", "", "999"), "R138"),
        (("小计", "35人", "", "999"), "R138"),
        (("小计", "共三十五人", "", "999"), "R138"),
        (("小计", "本页合计", "", "999"), "R138"),
        (("", "小计", "35", "999"), "R138"),
        (("合计", "999", "", "999"), "R138"),
        (("小计", "甲某", "", ""), "R138"),
        (("合计", "人民币大写", "", "999"), "R138"),
        (("审核：", "甲某", "", "2025-06-30 制表"), "R140"),
        (("填表人：", "甲某", "联系电话", "13900000000转1"), "R140"),
    ],
)
def test_no_person_behind_the_words(cells: tuple[str, ...], code: str) -> None:
    aside = Asides(REMARK_FIRST).of(cells)
    assert aside is not None
    assert aside.code == code


TOWNS = ("乡镇", "姓名", "户主姓名", "身份证号", "类别", "住址", "金额", "备注")
BY_TOWN = Asides(Header((1,), TOWNS, (TOWNS,)))


@pytest.mark.parametrize(
    ("cells", "index"),
    [
        (("东镇", "小计", "", "", "", "", "1300", ""), 1),
        (("东镇", "合 计", "", "35", "", "", "1300", ""), 1),
        (("东镇", "", "共2人", "", "", "", "1300", ""), 2),
        (("东镇", "——", "", "合计", "", "", "1300", ""), 3),
        (("东镇", "", "", "", "小计", "", "1300", ""), 4),
        (("东镇", "—", "/", "", "", "", "1300", "本月合计"), 7),
    ],
)
def test_total_behind_the_name_of_a_town(cells: tuple[str, ...], index: int) -> None:
    """Somebody called 小计 would be paid what all of the town are."""
    aside = BY_TOWN.of(cells)
    assert aside is not None
    assert (aside.code, aside.index) == ("R138", index)


@pytest.mark.parametrize(
    "cells",
    [
        ("东镇", "合计", "", "320402194010100003", "", "", "1300", ""),
        ("东镇", "小计", "张三", "", "", "", "1300", ""),
        ("东镇", "张三", "", "", "", "", "1300", "合计"),
        ("东镇", "计春华", "", "", "", "", "1300", ""),
        ("东镇", "", "", "", "", "", "1300", "合计有误"),
        ("东镇", "", "", "", "", "", "1300", ""),
    ],
)
def test_no_total_behind_the_name_of_a_town(cells: tuple[str, ...]) -> None:
    assert BY_TOWN.of(cells) is None


@pytest.mark.parametrize(
    "cells",
    [
        ("12", "", "", "", ""),
        ("12", " ", "", "0", ""),
        ("", "", "", "0.00", "　"),
        ("12", "", "", "=D3*2", ""),
        ("12",),
    ],
)
def test_row_kept_free(cells: tuple[str, ...]) -> None:
    """R141: the formulas and running numbers of a row that nobody was entered in."""
    assert code_of(*cells) == "R141"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("1", "2", "3", "4", "5"), "R142"),
        (("栏次", "1", "2", "3", ""), "R142"),
        (("(1)", "（2）", "(3)", "(4)", "(5)"), "R142"),
        (("1.0", "2.0", "3.0", "4.0"), "R142"),
        (("甲", "乙", "丙", "1", "丁"), None),
        (("甲", "乙", "丙", "1", "2"), "R142"),
        (("1", "2", "3", "5", "6"), None),
        (("2", "3", "4", "5", "6"), None),
        (("1", "张三", "2", "3", ""), None),
        (("1", "", "2", "", ""), None),
        (("", "甲", "", "684.00", ""), None),
    ],
)
def test_numbers_of_columns(cells: tuple[str, ...], code: str | None) -> None:
    """R142: what printed forms have below their headers; somebody called 甲 is a person."""
    assert code_of(*cells) == code


def test_row_without_a_name_where_nothing_says_who_it_is() -> None:
    header = ("序号", "金额")
    assert Asides(Header((1,), header, (header,))).of(("12", "0")) is None


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (("", "", "", "1300", ""), False),
        (("7", "——", " / ", "1300", ""), False),
        (("7",), False),
        (("7", "张三", "", "", ""), True),
        (("7", "", "?", "", ""), True),
    ],
)
def test_rows_that_name_nobody(cells: tuple[str, ...], named: bool) -> None:
    assert ASIDES.names_nobody(cells) is not named
    header = ("序号", "金额")
    assert not Asides(Header((1,), header, (header,))).names_nobody(cells)


def test_running_number_of_a_database_is_nobody_s_identity_number() -> None:
    header = ("id", "id_number", "name", "paid.care")
    asides = Asides(Header((0,), header, (header,)))
    assert asides.telling == (1,)
    aside = asides.of(("", "", "", "0"))
    assert aside is not None
    assert aside.code == "R141"
