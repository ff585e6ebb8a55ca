"""Conditions, formulas, clauses and figures in the law's words, in Chinese and in English."""

from __future__ import annotations

import pytest

from assess.decisions.phrases import Phrases
from assess.diagnostics import Diagnostics, Position
from assess.language import expression as e
from assess.language.expression import Expression
from assess.language.feel.parser import parse_expression
from assess.language.law import Citation
from assess.language.program import Program
from assess.language.types import Boolean
from assess.language.typing import Typing
from tests.library import SHIPPED, decide, program_of
from tests.library.herders import herder

HERE = Position("meadowland.yaml", 1, 1)
MEADOWLAND = program_of("meadowland")
ZH, EN = Phrases(MEADOWLAND, "zh"), Phrases(MEADOWLAND, "en")


def node(text: str, program: Program = MEADOWLAND) -> Expression:
    """The expression, over the facts, figures and decisions of the program."""

    def lookup(name: str, position: Position, shift: str) -> Expression:
        place = {"position": position, "source": name}
        if name == "as_of":
            return e.AsOf(type=program.inputs["born_on"].type, **place)
        if name in program.parameters:
            parameter = program.parameters[name]
            return e.ParameterValue(type=parameter.type, name=name, shift=shift, key=parameter.key, **place)
        if name in program.inputs:
            return e.Fact(type=program.inputs[name].type, name=name, **place)
        return e.Result(type=program.decisions[name].type, name=name, **place)

    diagnostics = Diagnostics()
    syntax = parse_expression(text, HERE, diagnostics)
    assert syntax is not None, list(diagnostics)
    return Typing(lookup, diagnostics).expression(syntax)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("sheep >= 50", "绵羊只数不低于50 sheep", "sheep is at least 50 sheep"),
        ("storms < 2", "暴风雪次数低于2次", "snowstorms is below 2 times"),
        ("income <= 800", "月收入不超过800.00 元/月", "monthly income is at most 800.00 yuan/month"),
        ("wool_points = 9", "剪毛得分等于9分", "points for shearing equals 9 points"),
        ("wool_points != 9", "剪毛得分不等于9分", "points for shearing does not equal 9 points"),
        ("wool_points in [6..8]", "剪毛得分在6到8分之间", "points for shearing is from 6 to 8 points"),
        ("wool_points in (6..8)", "剪毛得分在6（不含）到8分（不含）之间",
         "points for shearing is from 6 (excluded) to 8 points (excluded)"),
        ('home = "north"', "所在村是“北村”", "home village is “north”"),
        ('home != "north"', "所在村不是“北村”", "home village is not “north”"),
        ('home in ("north", "east")', "所在村是“北村”或“东村”", "home village is “north” or “east”"),
        ('herder_grade >= "good"', "牧人等级达到或超过“好毛”", "grade of the herder is at least “good”"),
        ('herder_grade < "plain"', "牧人等级未达到“普通毛”", "grade of the herder is short of “plain”"),
        ("wolves", "遇狼：是", "met wolves: yes"),
        ("not(wolves)", "遇狼：否", "met wolves: no"),
        ("not(sheep >= 50)", "绵羊只数低于50 sheep", "sheep is below 50 sheep"),
        ("wolves and by_night", "遇狼：是，并且夜间放牧：是", "met wolves: yes; and herds by night: yes"),
        ("not(wolves and by_night)", "遇狼：否，或者夜间放牧：否", "met wolves: no; or herds by night: no"),
        ("wolves and (by_night or shelter)", "遇狼：是，并且（夜间放牧：是，或者有羊圈：是）",
         "met wolves: yes; and (herds by night: yes; or has a shelter: yes)"),
        ("at least 2 of (wolves, by_night, shelter)", "至少有2项成立：遇狼：是；夜间放牧：是；有羊圈：是",
         "at least 2 of these hold: met wolves: yes; herds by night: yes; has a shelter: yes"),
        ('born_on > date("1960-01-31")', "出生日期晚于1960年1月31日", "date of birth is after 1960-01-31"),
        ("born_on <= applied_on", "出生日期不晚于申请日期", "date of birth is not after applied on"),
        ("born_on = applied_on", "出生日期与申请日期一致", "date of birth agrees with applied on"),
        ("income < wage", "月收入低于牧羊人工资", "monthly income is below shepherd's wage"),
        ('starts with(division, "99")', "区划代码以99开头", "division code begins with 99"),
        ("resident id valid(herder_id)", "居民身份号码的校验码正确",
         "the check character of resident identity number is right"),
        ("old_herder", "老牧人：是", "old herder: yes"),
        ("true", "一律成立", "always"),
    ],
)  # fmt: skip
def test_what_a_condition_asks(text: str, zh: str, en: str) -> None:
    assert ZH.requirement(node(text)) == zh
    assert EN.requirement(node(text)) == en


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("wage at end of previous year", "上年年末牧羊人工资", "shepherd's wage at the end of the year before"),
        ("wage at start of month", "当月初牧羊人工资", "shepherd's wage at the start of the month"),
        ("sheep + sheep - 1", "绵羊只数 + 绵羊只数 - 1", "sheep + sheep - 1"),
        ("years between(born_on, as_of)", "从出生日期到评定基准日的整年数",
         "whole years from date of birth to the as-of date"),
        ("add months(born_on, 12)", "出生日期之后12个月", "12 months after date of birth"),
        ("one worse than wool_grade", "羊毛初步等级加重一级", "one level worse than first grade of wool"),
        ("min(income, wage)", "月收入、牧羊人工资中的最低者", "the least of monthly income, shepherd's wage"),
        ("30%", "30%", "30%"),
    ],
)  # fmt: skip
def test_what_an_expression_is_about(text: str, zh: str, en: str) -> None:
    assert ZH.subject(node(text)) == zh
    assert EN.subject(node(text)) == en


def test_marks_are_told_with_the_words_of_the_form() -> None:
    calm = node("calm")
    assert ZH.value(calm, 2) == "2分（好）"
    assert EN.value(calm, 2) == "2 points (good)"
    assert EN.value(calm, None) == "not known"


@pytest.mark.parametrize(
    ("decision", "zh", "en"),
    [
        ("wool_points", "温顺 3分 + 干净 2分 + 利落 2分", "3 points (calm) + 2 points (clean) + 2 points (quick)"),
        ("care", "照料补贴比例 7.5% × 上年年末牧羊人工资 1111.00 元/月",
         "7.5% (share for care) × 1111.00 yuan/month (shepherd's wage at the end of the year before)"),
        ("winter_grant", "越冬标准 33.30 元/月 × 12", "33.30 yuan/month (rate for the winter) × 12"),
    ],
)  # fmt: skip
def test_formula_worked(decision: str, zh: str, en: str) -> None:
    explanation = decide("meadowland", "2023-06-30", herder(), decision).decisions[decision].explanation
    assert explanation is not None
    assert explanation.formula is not None
    assert ZH.worked(explanation.formula) == zh
    assert EN.worked(explanation.formula) == en


@pytest.mark.parametrize(
    ("citation", "zh", "en"),
    [
        ("herding-act §1", "草议〔2019〕7号 第一条：放牧年数按整年计算",
         "草议〔2019〕7号 Art. 1: years of herding are whole years"),
        ("herding-act §2-grade", "草议〔2019〕7号 二(一)2：按得分定羊毛等级",
         "草议〔2019〕7号 II(i)2: the grade of wool follows the points"),
        ("lantern-order §1", "草政〔2020〕1号（已废止） §1：夜间放牧须提灯",
         "草政〔2020〕1号 (repealed) §1: whoever herds at night carries a lantern"),
        ("winter-draft §1", "越冬办法（征求意见稿） §1：越冬补贴每年发放",
         "Winter Measures (draft) §1: a winter grant each year"),
    ],
)  # fmt: skip
def test_clause_by_name(citation: str, zh: str, en: str) -> None:
    found = Citation.parse(citation)
    assert found is not None
    assert ZH.citation(found) == zh
    assert EN.citation(found) == en


@pytest.mark.parametrize("ruleset", ["meadowland", "meadowland/north", *SHIPPED.ruleset_ids()])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_a_ruleset_asks_can_be_put_into_words(ruleset: str, language: str) -> None:
    program = program_of(ruleset)
    phrases = Phrases(program, language)
    for decision in program.decisions.values():
        for version in decision.versions:
            for expression in version.expressions():
                for part in e.walk(expression):
                    words = [phrases.subject(part)]
                    if isinstance(part.type, Boolean):
                        words += [phrases.requirement(part, True), phrases.requirement(part, False)]
                        assert words[1] != words[2]
                    for one in words:
                        assert one
                        assert "None" not in one
                        assert "_" not in one, f"{decision.name}: {one}"
