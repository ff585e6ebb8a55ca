"""Words that stand for answers: the program's own, those of offices that ship, those of one office's mapping."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assess.language.types import Boolean, Enumeration, Label, Number
from assess.rolls.cells.words import Vocabulary, vocabulary, words_of
from tests.library import SHIPPED, program_of
from tests.rolls.cells.reading import fault, reader, value

CHANGZHOU = "jiangsu/changzhou"


@pytest.mark.parametrize("text", ["goats", "GOATS", " goats ", "山羊", "山 羊", "ｇｏａｔｓ"])
def test_code_and_labels_of_an_answer(text: str) -> None:
    assert value("animals", text) == "goats"
    assert value("stated.herder_grade", "细毛") == "fine"


def test_word_that_is_no_answer_names_the_answers_there_are() -> None:
    found = reader("animals", header="牲畜").read("牦牛").fault

    assert found is not None
    assert found.code == "R301"
    assert found.arguments["options_zh"] == "sheep（绵羊）、goats（山羊）、both（都有）"
    assert (found.arguments["column"], found.arguments["found"]) == ("牲畜", "牦牛")


def test_words_of_one_office_go_before_all_others() -> None:
    values = (("牦 牛", "both"), ("山羊", "sheep"), ("待定", None), ("/", "goats"))

    assert value("animals", "牦牛", values=values) == "both"
    assert value("animals", "山羊", values=values) == "sheep"
    assert value("animals", "待定", values=values) is None
    assert value("animals", "/", values=values) == "goats"
    assert value("division", "北村", values=(("北村", "990101"),)) == "990101"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(word, True) for word in ("是", "有", "√", "1", "1.0", "Y", "true", "True")],
        *[(word, False) for word in ("否", "无", "没有", "×", "0", "0.0", "N", "false")],
    ],
)
def test_yes_and_no(text: str, expected: bool) -> None:
    assert value("wolves", text) is expected


@pytest.mark.parametrize("text", ["也许", "2", "是/否", "√×"])
def test_neither_yes_nor_no(text: str) -> None:
    assert fault("wolves", text) == "R302"


@pytest.mark.parametrize(
    "text", ["", "   ", "\u3000", "-", "—", "——", "/", "不详", "未知", "N/A", "#N/A", "null", "NaN"]
)
@pytest.mark.parametrize("target", ["animals", "wolves", "born_on", "sheep", "herder_id", "name", "month"])
def test_nothing_known(target: str, text: str) -> None:
    cell = reader(target).read(text)

    assert (cell.value, cell.internal, cell.fault) == (None, None, None)


@pytest.mark.parametrize("text", [None, "", "   ", "-", "—", "/", "null", "NaN", "<NA>"])
def test_nothing_paid(text: str | None) -> None:
    cell = reader("paid.hay").read(text)

    assert (cell.value, cell.internal, cell.fault) == (Decimal("0.00"), 0, None)


@pytest.mark.parametrize("text", ["不详", "未知", "N/A", "#N/A", "待查", "?"])
def test_not_known_what_is_paid(text: str) -> None:
    cell = reader("paid.hay").read(text)

    assert (cell.value, cell.internal, cell.fault) == (None, None, None)


def test_none_is_an_answer_only_where_it_is_one() -> None:
    assert value("household_status", "无", CHANGZHOU) == "none"
    assert value("disability_grade", "无", CHANGZHOU) == 0
    assert value("falls_30d", "无", CHANGZHOU) == 0
    assert value("coma", "无", CHANGZHOU) is False
    assert fault("stated.self_care_ability", "无", CHANGZHOU) == "R301"
    assert fault("tekun_support", "无", CHANGZHOU) == "R301"
    assert value("education", "不详", CHANGZHOU) == "not_known"


@pytest.mark.parametrize(
    ("target", "words", "expected"),
    [
        ("stated.self_care_ability", "全护理 全失能 失能 完全丧失 一档 完全丧失生活自理能力", "lost"),
        ("stated.self_care_ability", "半护理 半失能 半自理 部分丧失 二档", "partial"),
        ("stated.self_care_ability", "全自理 自理 具备 三档", "able"),
        ("stated.ability_level", "能力完好", "intact"),
        ("stated.ability_level", "轻度失能 能力轻度受损 能力轻度受损（轻度失能）", "mild"),
        ("stated.ability_level", "中度失能", "moderate"),
        ("stated.ability_level", "重度失能", "severe"),
        ("stated.ability_level", "完全失能 能力完全丧失", "complete"),
        ("stated.mzt_level", "重度失能", "severe"),
        ("household_status", "特困供养 特困人员 五保户", "tekun"),
        ("household_status", "农村低保 城市低保 最低生活保障对象", "dibao"),
        ("household_status", "低保边缘 低收入家庭", "low_income"),
        ("tekun_support", "分散供养 在家供养", "home"),
        ("tekun_support", "集中供养 机构供养 集中供养（住在机构） 住在机构", "institution"),
        ("informant_relation", "村（居）委会工作人员 村委会工作人员", "committee_staff"),
        ("living_arrangement", "独居 独居老人", "alone"),
        ("sex", "男 男性 M", "male"),
        ("disability_grade", "一级 1级 Ⅰ级 1", 1),
        ("disability_grade", "四级 Ⅳ级 4.0", 4),
        ("disability_type", "肢体 肢体残疾", "physical"),
        ("reason", "首次评估", "initial"),
        ("reason", "常规评估 定期评估", "routine"),
        ("reason", "因对评估结果有疑问进行的复评", "disputed"),
        ("falls_30d", "3次及以上 3次以上 ≥3次 3+ 3", 3),
        ("falls_30d", "1次 一次", 1),
    ],
)
def test_words_of_offices(target: str, words: str, expected: object) -> None:
    assert {word: value(target, word, CHANGZHOU) for word in words.split()} == dict.fromkeys(words.split(), expected)


@pytest.mark.parametrize(
    ("target", "word"),
    [
        ("stated.ability_level", "失能"),  # mild, moderate, severe or complete
        ("stated.ability_level", "一档"),
        ("stated.self_care_ability", "不能自理"),  # in part, or entirely
        ("stated.self_care_ability", "轻度失能"),
        ("household_status", "刚性支出"),
        ("living_arrangement", "与配偶居住"),  # perhaps an empty nest
        ("household_status", "否"),  # not what?
        ("disability_grade", "未持证"),  # perhaps disabled
        ("stated.ltci_level", "重度失能"),  # one of three
    ],
)
def test_word_that_could_mean_several_answers(target: str, word: str) -> None:
    assert fault(target, word, CHANGZHOU) == "R301"


def test_count_that_is_open_upwards() -> None:
    assert fault("falls_30d", "2次及以上", CHANGZHOU) == "A102"


def test_numbers_of_levels_count_only_under_a_header_that_says_so() -> None:
    assert value("stated.ability_level", "4", CHANGZHOU, header="能力最终等级") == "complete"
    assert value("stated.ability_level", "Ⅱ级", CHANGZHOU, header="评估等级") == "moderate"
    assert value("stated.ability_level", "0.0", CHANGZHOU, header="Level") == "intact"
    assert fault("stated.ability_level", "4", CHANGZHOU, header="评估结论") == "R301"


def test_label_without_words_makes_no_answer_of_an_empty_cell() -> None:
    known = program_of("meadowland").inputs["animals"]
    assert isinstance(known.type, Enumeration)
    first, *others = known.type.labels
    labels = (Label(first.zh, ""), *others)

    assert "" not in words_of(replace(known, type=replace(known.type, labels=labels)))


def test_words_for_an_answer_that_a_ruleset_does_not_have_are_no_words_for_another() -> None:
    known = program_of(CHANGZHOU).inputs["household_status"]
    assert isinstance(known.type, Enumeration)
    assert words_of(known)["低保边缘户"] == "low_income"
    codes = tuple(code for code in known.type.codes if code != "low_income")
    words = words_of(replace(known, type=replace(known.type, codes=codes, labels=())))
    assert "低保边缘户" not in words
    assert words["低保户"] == "dibao"


def test_vocabulary_speaks_only_of_what_some_ruleset_has() -> None:
    """A misspelt fact or code in it would never be noticed otherwise."""
    answers: dict[str, set[str]] = {"boolean": {"true", "false"}}
    for ruleset in SHIPPED.ruleset_ids():
        program = program_of(ruleset)
        for known in (*program.inputs.values(), *program.decisions.values()):
            if isinstance(known.type, Enumeration):
                answers.setdefault(known.type.name, set()).update(known.type.codes)
            elif isinstance(known.type, Number):
                counts = {str(one) for one in range(known.type.minimum, min(known.type.maximum, 9) + 1)}
                answers.setdefault(known.name, set()).update(counts)
                if known.name.endswith("_30d"):
                    answers.setdefault("*_30d", set()).update(counts)
            elif isinstance(known.type, Boolean):
                answers.setdefault(known.name, set()).update({"true", "false"})
    listed = [*vocabulary().words.items(), *((one.of, one.words) for one in vocabulary().under_headers)]

    unknown = {name: set(words) - answers.get(name, set()) - {"unknown"} for name, words in listed}

    assert {name: codes for name, codes in unknown.items() if codes} == {}


def test_no_word_is_listed_for_two_answers_of_one_question() -> None:
    shipped = vocabulary()
    for name, words in shipped.words.items():
        listed = [word for alike in words.values() for word in alike]
        assert len(listed) == len(set(listed)), name
    assert isinstance(shipped, Vocabulary)


def test_codes_of_a_list_stand_in_the_file_as_text() -> None:
    text = Path("assess/rolls/cells/vocabularies.yaml").read_text(encoding="utf-8")
    assert not re.search(r"[\[ ](yes|no|true|false|null|[0-9.]+)[,\]:]", re.sub(r'"[^"]*"', '""', text))
