"""Types, units and reasons are put into plain words, and what is not known is left as it is."""

from __future__ import annotations

import pytest
import yaml

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.words import TABLES
from assess.language.types import Boolean, Date, Enumeration, Number, Text, Unit

PASTURE = Enumeration("pasture", ("lush", "bare"), ordered=True)
VILLAGE = Enumeration("village", ("north", "south"))


@pytest.mark.parametrize(
    ("type_", "zh", "en"),
    [
        (Boolean(), "是或否（true / false）", "true or false"),
        (Date(), "日期", "a date"),
        (Text(), "文字", "text"),
        (Text("resident_id"), "公民身份号码", "a resident identity number"),
        (Number(1, 0, 4, Unit.parse("points")), "0 到 4 的数（points）", "a number from 0 to 4 (points)"),
        (Number(100, 50, 50), "数 1/2", "the number 1/2"),
        (Number(1, 0, 0), "数", "a number"),
        (PASTURE, "“pasture”的取值", "a value of “pasture”"),
        (VILLAGE, "“village”的取值", "a value of “village”"),
    ],
)
def test_types(type_: object, zh: str, en: str) -> None:
    assert (TABLES["type"](str(type_), "zh"), TABLES["type"](str(type_), "en")) == (zh, en)


@pytest.mark.parametrize(
    ("table", "text", "zh", "en"),
    [
        ("unit", "ratio", "无单位", "no unit"),
        (
            "damage",
            "File is not a zip file",
            "文件不完整，可能没有下载或拷贝完（File is not a zip file）",
            "it is not whole, as after a download that was cut off (File is not a zip file)",
        ),
        (
            "damage",
            "file is not a database",
            "不是数据库文件，或已损坏（file is not a database）",
            "it is no database, or damaged (file is not a database)",
        ),
        ("damage", "gremlins", "内容读不通（gremlins）", "gremlins"),
        ("unit", "CNY/month", "CNY/month", "CNY/month"),
        ("problem", "int_type", "应为整数", "a whole number is expected"),
        ("problem", "string_type", "应为文字；数要加引号", "text is expected; put a number in quotes"),
        ("problem", "date_type", "应为日期，如 2023-09-25", "a date such as 2023-09-25 is expected"),
        ("problem", "greater_than_equal", "数太小", "the number is too small"),
        ("problem", "something_new", "something_new", "something_new"),
        ("yaml", "key could not find expected ':' here", "键的后面缺少冒号", "a key lacks its colon"),
        ("yaml", "something new", "something new", "something new"),
        ("reason", "Permission denied", "没有权限", "it is not permitted"),
        ("reason", "No space left on device", "磁盘已满", "the disk is full"),
        ("other", "parameter", "参数", "a parameter"),
        ("other", "national", "“national”", "“national”"),
        ("choices", "'a', 'b' or 'c'", "a、b、c", "a, b, c"),
        ("kinds", "-", "一种也没有", "none"),
        ("kinds", "value, score", "value, score", "value, score"),
    ],
)  # fmt: skip
def test_other_words(table: str, text: str, zh: str, en: str) -> None:
    assert (TABLES[table](text, "zh"), TABLES[table](text, "en")) == (zh, en)


@pytest.mark.parametrize(("rows", "said"), [("1", "1 row is not compared"), ("3", "3 rows are not compared")])
def test_a_message_agrees_with_its_number(rows: str, said: str) -> None:
    assert said in CATALOGUE["R531"].message("en", {"register_en": "register of deaths", "rows": rows})


@pytest.mark.parametrize(
    "word",
    ["半护理", "a: b", "{全}", "三级，重", "说“全”", 'say "all"', "it's", "no", "12", "#", "- x", "a\tb", "", "\x85"],
)
def test_word_as_a_key_in_yaml(word: str) -> None:
    """What a remedy proposes to write is read back as that word."""
    proposed = f"values: {{{TABLES['key'](word, 'zh')}: lost}}"
    assert yaml.safe_load(proposed) == {"values": {word: "lost"}}
