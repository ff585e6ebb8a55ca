"""The text for a terminal, word for word for a few cases of Meadowland, in Chinese and in English."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.text import render_text
from assess.engines.interpreter import Interpreter
from tests.library import CASE, SHIPPED, day, decide, program_of
from tests.library.herders import Facts, herder
from tests.rulesets.people import ABLE_BODIED, LOST

AS_OF = "2023-06-30"


def text(language: str, facts: Facts, *only: str, full: bool = False, **settings: Any) -> str:
    """The text of a case; of Meadowland in the middle of 2023, unless `ruleset` and `as_of` say otherwise."""
    ruleset, as_of = settings.pop("ruleset", "meadowland"), settings.pop("as_of", AS_OF)
    result = decide(ruleset, as_of, facts, *only, **settings)
    return render_text(result, program_of(ruleset, settings.get("parameters")), language, full=full)


def flowing(language: str, *arguments: Any, **settings: Any) -> str:
    """The text without its line breaks; in Chinese without any blank, since it breaks between characters."""
    return ("" if language == "zh" else " ").join(text(language, *arguments, **settings).split())


# word for word


def test_benefits_in_chinese() -> None:
    assert (
        text("zh", herder(), "hay", "care")
        == """\
草原国牧人保障  [meadowland 3]
个案 case · 基准日 2023-06-30 · 结果：已决定

■ 干草补贴：45.50 元/月
    依据      草议〔2019〕7号 四1：老牧人按牲畜种类领取干草补贴
    条件      ✓ 老牧人：是
    计算      干草标准 45.50 元/月
    标准      干草标准 45.50 元/月（2023-06-30 时有效，自 2020-01-01 起，草议〔2019〕7号 四1）
    说明      按月发放。

■ 照料补贴：83.30 元/月
    依据      草议〔2019〕7号 四2：照料补贴按上年工资的比例计算
    条件      ✓ 牧人等级达到或超过“好毛”（实为“好毛”）
    计算      照料补贴比例 7.5% × 上年年末牧羊人工资 1111.00 元/月 = 83.325 元/月，四舍五入到 0.10
              元/月，为 83.30 元/月
    标准      照料补贴比例 7.5%（2023-06-30 时有效，自 2020-01-01 起，草议〔2019〕7号 四2）
    标准      牧羊人工资 1111.00 元/月（2022-12-31 时有效，自 2022-07-01 起，牧羊人工资表）

据以作出上述决定的各项结果
  放牧年数：23岁
  剪毛得分：7分
  羊毛初步等级：好毛
  牧人等级：好毛
  老牧人：是"""
    )


def test_refusal_in_full_in_english() -> None:
    facts = herder(herding_since="2015-01-01", by_night=True, dogs=0)
    assert (
        text("en", facts, "hay", full=True)
        == """\
Care for the herders of Meadowland  [meadowland 3]
case case · as of 2023-06-30 · result: decided

■ hay: not eligible
    law             草议〔2019〕7号 IV1: old herders draw hay by the kind of animal
    condition       ✗ old herder: yes (old herder: no)
    would need      has herded for twenty years; and herds by night: no
    or              has herded for twenty years; and dogs does not equal 0 dogs
    note            Paid by the month.

What these rest on
  ■ years of herding: 8 years
      law             草议〔2019〕7号 Art. 1: years of herding are whole years
      sum             whole years from herding since to the as-of date: 8 years
  ■ old herder: no
      law             草议〔2019〕7号 III: who is an old herder
      condition       ✗ all of
                        ✗ has herded for twenty years (years of herding: 8 years)
                        ✓ any of
                          ✓ home village is “north” (home village: north)
                          ✓ animals kept is “goats” or “both” (animals kept: goats)
                          ✗ sheep is from 10 to 50 sheep (sheep: 0 sheep)
                        ✗ herds by night: no; or dogs does not equal 0 dogs (herds by night: yes;
                      dogs: 0 dogs)
                        ✓ at least 2 of
                          ✓ has a shelter: yes
                          ✗ dogs is at least 1 dog (dogs: 0 dogs)
                          ✓ monthly income is below 800.00 yuan/month (monthly income: 500.00
                      yuan/month)"""
    )


def test_unfinished_in_both_languages() -> None:
    assert (
        text("zh", herder("calm", "storms"), "herder_grade")
        == """\
草原国牧人保障  [meadowland 3]
个案 case · 基准日 2023-06-30 · 结果：有待定项（1项中1项待定）

■ 牧人等级：待定
    依据      草议〔2019〕7号 二(一)2：按得分定羊毛等级
    第2行     ? 暴风雪两次及以上（暴风雪次数：未知）
    第3行     ? 以上各行都不符合
    仍可能    好毛或普通毛或粗毛
    还缺      暴风雪次数、温顺
    须确认    由长老确认

据以作出上述决定的各项结果
  剪毛得分：待定（可能是4到7分）
  羊毛初步等级：待定（可能是好毛或普通毛）"""
    )
    assert (
        text("en", herder("calm", "storms"), "herder_grade")
        == """\
Care for the herders of Meadowland  [meadowland 3]
case case · as of 2023-06-30 · result: undetermined (1 of 1 open)

■ grade of the herder: undetermined
    law             草议〔2019〕7号 II(i)2: the grade of wool follows the points
    row 2           ? two or more snowstorms (snowstorms: not known)
    row 3           ? none of the rows above
    still possible  good or plain or coarse
    missing         snowstorms, calm
    to confirm      confirmed by the elders

What these rest on
  points for shearing: undetermined (may be 4 to 7 points)
  first grade of wool: undetermined (may be good or plain)"""
    )


# what a text must say


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh", "33.30元/月×12=399.60元/年，向上取到10.00元/年，为400.00元/年"),
        ("en", "33.30 yuan/month (rate for the winter) × 12 = 399.60 yuan/year, rounded up to 10.00 yuan/year: 400.00"),
    ],
)
def test_rounding_is_named_with_its_step_and_the_exact_amount(language: str, says: str) -> None:
    assert says in flowing(language, herder(), "winter_grant")


def test_exact_amounts_name_no_rounding() -> None:
    told = flowing("en", herder(storms=2), "care")
    assert "= 111.10 yuan/month" in told
    assert "rounded" not in told


@pytest.mark.parametrize(("language", "says"), [("zh", "（征求意见稿）"), ("en", "(draft)")])
def test_draft_is_called_one(language: str, says: str) -> None:
    assert says in flowing(language, herder(), "winter_grant")


@pytest.mark.parametrize(
    ("decision", "says"), [("winter_grant", "placeholder"), ("dog_food", "assumed"), ("bell_due", "provisional")]
)
def test_uncertain_figure_is_called_so(decision: str, says: str) -> None:
    told = flowing("en", herder(), decision)
    assert says in told
    assert "provisional" in told


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("zh", "本地规定（meadowland/north）代替meadowland的同名规定", "代替meadowland的同名标准"),
        ("en", "meadowland/north takes the place of", "in place of the figure of meadowland"),
    ],
)
def test_override_names_both_sides(language: str, one: str, other: str) -> None:
    told = flowing(language, herder(), ruleset="meadowland/north", as_of="2024-06-30")
    assert one in told
    assert other in told


def test_combination_names_what_is_drawn_and_what_is_not() -> None:
    told = flowing("en", herder(), "total")
    assert "hay not drawn beside another (by itself 45.50 yuan/month)" in told
    assert "care grant 83.30 yuan/month dog food 10.00 yuan/month" in told
    assert "shelter grant 0.00" not in told


def test_what_is_drawn_is_not_told_before_it_is_known() -> None:
    """The shelter grant would exclude dog food, but its rate is not known."""
    told = flowing("en", herder(shelter=False), "total")
    assert "dog food not known shelter grant not known" in told
    assert "missing figures: rate for a shelter" in told


def test_row_without_a_result_gives_its_reason() -> None:
    assert "nothing is said of the east, the elders decide" in flowing("en", herder(home="east"), "pasture")
    assert "东村没有规定，由长老决定" in flowing("zh", herder(home="east"), "pasture")


def test_next_bands_are_named_when_near_or_in_full() -> None:
    assert "2 points less in points for shearing would make it plain" in flowing("en", herder(), "wool_grade")
    top = herder(calm=3, clean=3, quick=3)
    assert "1 point less in points for shearing would make it good" in flowing("en", top, "wool_grade")
    total = ABLE_BODIED | {"eating": 0, "grooming": 0}  # 82 points
    near = {"ruleset": "national", "as_of": "2024-06-01"}
    assert "would make it" not in flowing("en", total, "ability_level_initial", **near)
    assert "17 points less in total score would make it moderate" in flowing(
        "en", total, "ability_level_initial", full=True, **near
    )


def test_several_goals_begin_with_a_summary() -> None:
    told = text("en", herder())
    assert told.index("In short") < told.index("  hay: 45.50 yuan/month") < told.index("Why")
    assert "In short" not in text("en", herder(), "hay")


def test_benefits_come_before_duties_and_the_rest() -> None:
    told = text("en", herder(), "herder_grade", "bell_due", "hay", "old_herder")
    places = [told.index(f"■ {label}") for label in ("hay", "must wear a bell", "grade of the herder", "old herder")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("language", "says"),
    [("zh", "部分标准由文件 office.yaml 提供"), ("en", "some figures are supplied by office.yaml")],
)
def test_file_of_figures_is_named(language: str, says: str) -> None:
    program = replace(program_of("meadowland"), supplied_by=("office.yaml", "0" * 64))
    result = Evaluator(program, Interpreter(), only=("hay",)).evaluate(RawCase("a", CASE, herder(), day(AS_OF)))
    assert says in render_text(result, program, language)


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "该日没有有效的规定，不能作出决定"), ("en", "no rule in force on that day")]
)
def test_decision_out_of_force(language: str, says: str) -> None:
    told = flowing(language, herder(), "lantern_due", "hay")
    assert says in told
    assert "D202" in told


def test_known_at_is_told() -> None:
    assert "as known on 2022-06-09" in flowing("en", herder(), "care", known_at="2022-06-09")


def test_rejected_case_tells_the_fault_and_nothing_else() -> None:
    told = text("en", herder(storms=99))
    assert told.splitlines()[1] == "case case · as of 2023-06-30 · result: rejected"
    assert "error A103 out-of-range" in told
    assert "■" not in told
    assert " | " not in told, "no empty excerpt where the text is not at hand"


# layout


IN_FORCE = {"gansu/lanzhou-anning": "2022-12-31"}
"""When all rules of a ruleset stand, where it is not the end of 2023."""


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ruleset", SHIPPED.ruleset_ids())
def test_lines_fit_a_terminal_and_break_where_they_may(ruleset: str, language: str) -> None:
    facts = ABLE_BODIED | LOST | {"household_status": "tekun", "birth_date": "1940-01-01"}
    as_of = IN_FORCE.get(ruleset, "2023-12-31")
    told = text(language, facts, ruleset=ruleset, as_of=as_of, full=True).splitlines()
    told += text(language, {}, ruleset=ruleset, as_of=as_of).splitlines()
    for line in told:
        assert columns(line) <= 110, line
        assert line == line.rstrip()
        assert line.lstrip()[:1] not in ("，", "。", "；", "：", "、", "）", "〕", "”"), line
        assert line[-1:] not in ("（", "〔", "“"), line


@pytest.mark.parametrize("ruleset", SHIPPED.ruleset_ids())
def test_no_words_of_the_engine(ruleset: str) -> None:
    for language in ("zh", "en"):
        told = text(language, {"household_status": "tekun"} | LOST, ruleset=ruleset, as_of="2022-06-30", full=True)
        for word in ("None", "True", "False", "frozenset", "Interval", "rule1", "tie1", "household_status", "null"):
            assert word not in told


def test_the_higher_is_drawn_though_the_other_is_not_known() -> None:
    """Whatever the level of ability, 130 is the higher of the two."""
    figures = {"nursing_rate": 110, "disability_nursing_rate": 130}
    person = {
        "birth_date": "1950-01-01", "household_status": "dibao", "disability_grade": 1,
        "work_injury_nursing_benefit": False,
    }  # fmt: skip
    told = {"ruleset": "jiangsu/changzhou", "as_of": "2025-12-31", "parameters": figures}
    assert "护理补贴不另发（单独计算未知，按不得同时享受的规定处理）" in flowing("zh", person, "total_monthly", **told)
    assert "disability nursing subsidy 130.00 yuan/month" in flowing("en", person, "total_monthly", **told)
