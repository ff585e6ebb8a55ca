"""Which ways of writing a header are the same header."""

from __future__ import annotations

import pytest

from assess.rolls.mapping.headers import bare_key, header_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("姓名", "姓 名"),
        ("姓名", " 姓　名\n"),
        ("姓名", "*姓名"),
        ("姓名", "姓名："),
        ("照料护理费用", "照料护理费用（元）"),
        ("照料护理费用(元)", "照料护理\n费用【元】"),
        ("发放金额", "发放金额(单位：元)"),
        ("补贴标准(元/月)", "补贴标准（元／人·月）"),
        ("补贴标准(元/月)", "补贴标准(每人每月)"),
        ("补贴标准(元/年)", "补贴标准（元/人·年）"),
        ("乡镇(街道)", "乡镇（街道）"),
        ("ID Number", "ＩＤ　ｎｕｍｂｅｒ"),
        ("Paid (CNY/month)", "paid(元/月)"),
    ],
)
def test_same_header(one: str, other: str) -> None:
    assert header_key(one) == header_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("补贴标准(元/月)", "补贴标准(元/年)"),
        ("补贴标准", "补贴标准(元/月)"),
        ("补贴标准(元)", "补贴标准(万元)"),
        ("残疾等级", "残疾类别"),
        ("低保(特困)证号", "低保证号"),
    ],
)
def test_other_header(one: str, other: str) -> None:
    assert header_key(one) != header_key(other)


def test_period_of_a_header() -> None:
    assert bare_key("照料护理费（元/人·年）") == ("照料护理费", "year")
    assert bare_key("照料护理费(元/月)") == ("照料护理费", "month")
    assert bare_key("照料护理费(元)") == ("照料护理费", None)
