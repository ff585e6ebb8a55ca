"""The notice to the person: what it says for every kind of result, in plain words and never in the engine's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assess.cases.frame import RawCase
from assess.decisions.evaluation import Evaluator
from assess.decisions.html import render_html
from assess.decisions.notice import Notice, render_notice, render_notice_text, render_notices
from assess.decisions.result import DECIDED, CaseResult
from assess.engines.interpreter import Interpreter
from assess.language.program import Program
from assess.language.types import Enumeration
from assess.library import shipped
from tests.decisions.rendered import CHINESE, LANGUAGES, Page, made_up, numbers_of_instruments, shipped_cases, without
from tests.library import CASE, SHIPPED, day, decide, program_of
from tests.library.herders import herder

AS_OF = "2023-06-30"
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(2)>'
BLANK = {"zh": "由经办机构填写", "en": "to be filled in by the office"}


def notice(*only: str, as_of: str = AS_OF, language: str = "en", **changed: object) -> str:
    """The notice to the herder of Meadowland, as plain text."""
    return render_notice_text(decide("meadowland", as_of, herder(**changed), *only), program_of("meadowland"), language)


def item(text: str, label: str) -> list[str]:
    """The lines that a plain-text notice has on one thing."""
    found = text[text.index(f"- {label}") :].splitlines()
    end = next((n for n, line in enumerate(found[1:], start=1) if not line.startswith("    ")), len(found))
    return [line.strip() for line in found[:end]]


def jargon(result: CaseResult, program: Program) -> set[str]:
    """Words of the engine: ids with an underscore, codes of choices that are no English words, and Python's own."""
    ids = {*program.decisions, *program.inputs, *program.parameters, *program.sources, program.id}
    types = [*(one.type for one in program.decisions.values()), *(one.type for one in program.inputs.values())]
    codes = {code for type_ in types if isinstance(type_, Enumeration) for code in type_.codes}
    words = {word for word in ids | codes if "_" in word or "-" in word or "/" in word}
    return (words | {"None", "True", "False", "undetermined", "Undefined", "--parameters", "§4-care"}) - {result.case}


# every case that ships


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_speak_no_jargon(language: str) -> None:
    for result, program in shipped_cases():
        page = Page(render_notice(result, program, language)).words
        for text in (page, render_notice_text(result, program, language)):
            said = text.replace(result.case, "")
            words = "|".join(map(re.escape, jargon(result, program)))
            assert re.findall(rf"(?<![\w-])(?:{words})(?![\w-])", said) == [], result.case


@pytest.mark.parametrize("ruleset", ["meadowland", *SHIPPED.ruleset_ids()])
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_made_up_cases_have_a_notice_and_a_page(ruleset: str, data: st.DataObject) -> None:
    result, program = data.draw(made_up(ruleset))
    language = data.draw(st.sampled_from(LANGUAGES))
    said = Page(render_notice(result, program, language)).words
    assert "None" not in said.split()
    assert render_notice_text(result, program, language)
    assert "None" not in Page(render_html([result], program, language)).words.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_are_whole_and_load_nothing(language: str) -> None:
    for result, program in shipped_cases():
        found = Page(render_notice(result, program, language))
        assert found.loads == []
        assert found.links == []
        assert "script" not in found.tags
        assert found.headings[0] == "h1"


def test_english_notices_have_no_chinese_but_names() -> None:
    for result, program in shipped_cases():
        said = render_notice_text(result, program, "en")
        known = [*numbers_of_instruments(program), str(result.facts.get("name", ""))]
        known += [problem.arguments.get("found", "") for problem in result.problems]
        assert CHINESE.search(without(said, [one for one in known if one])) is None, result.case


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_goal_is_spoken_of_and_every_amount_granted_is_named(language: str) -> None:
    for result, program in shipped_cases():
        text = render_notice_text(result, program, language)
        made = Notice(result, program, language)
        for one in result.visible():
            if one.goal and (one.decision.kind != "combination" or one.outcome.value):
                label = one.decision.label.in_language(language)
                assert label[:1].upper() + label[1:] in text, (result.case, label)
        for granted in made.benefits:
            assert granted.amount in text
            assert "元" in granted.amount if language == "zh" else "yuan" in granted.amount
            assert granted.law in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_opens_and_ends_as_the_page_does(language: str) -> None:
    leads, ends = set(), set()
    for result, program in shipped_cases():
        text = " ".join(render_notice_text(result, program, language).split())
        page = render_notice(result, program, language)
        for kind, seen in (("lead", leads), ("fine", ends)):
            found = re.search(rf'<p class="{kind}">(.*?)</p>', page, re.DOTALL)
            assert found is not None
            said = " ".join(unescape(found[1]).split())
            assert said in text, result.case
            seen.add(said)
    words = {"zh": ("暂定", "更正", "另行提供"), "en": ("provisional", "correct", "supplied by the office")}[language]
    for word, seen in zip(words, (leads, leads, ends), strict=True):
        assert {word in one for one in seen} == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_the_office_knows_is_left_blank(language: str) -> None:
    for result, program in shipped_cases():
        text = render_notice_text(result, program, language)
        assert text.count(BLANK[language]) >= 5
        assert Page(render_notice(result, program, language)).words.count(BLANK[language]) >= 5
        assert not re.search(r"复议|诉讼|\d+日内|appeal|court|within \d+ days", text)


# as the documentation shows it


@pytest.mark.parametrize("page", ["docs/notice.md", "docs/notice.zh.md"])
def test_sample_in_the_documentation(page: str) -> None:
    shown = re.search(r"```text\n(评定结果告知书.*?)\n```", (shipped() / page).read_text(encoding="utf-8"), re.DOTALL)
    assert shown is not None
    facts = {"name": "张某某", "household_status": "tekun", "self_feeding": True, "self_dressing": False}
    facts |= dict.fromkeys(("self_bed_transfer", "self_toileting", "self_indoor_walking", "self_bathing"), False)
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "tekun_care_standard")
    result.case = "changzhou-tekun"
    assert render_notice_text(result, program_of("jiangsu/changzhou"), "zh").startswith(shown[1])


# to whom


def test_addressed_by_name_only_where_there_is_one() -> None:
    facts = {"name": "张某某", "household_status": "tekun"}
    result = decide("jiangsu/changzhou", "2025-12-31", facts)
    assert "\n张某某：\n" in render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert "\nDear 张某某,\n" in render_notice_text(result, program_of("jiangsu/changzhou"), "en")
    assert "\nDear applicant,\n" in notice()
    assert "\n申请人：\n" in notice(language="zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_a_case_is_escaped(language: str) -> None:
    program = program_of("jiangsu/changzhou")
    case = RawCase(HOSTILE, CASE, {"name": HOSTILE, "household_status": "tekun"}, day("2025-12-31"))
    result = Evaluator(program, Interpreter()).evaluate(case)
    text = render_notice(result, program, language)
    assert "<script" not in text
    assert "<img" not in text
    assert Page(text).words.count(HOSTILE) == 2


def test_plain_text_cannot_move_the_cursor() -> None:
    program = program_of("jiangsu/changzhou")
    result = decide("jiangsu/changzhou", "2025-12-31", {"household_status": "tekun"})
    result.facts = {**result.facts, "name": "张\x1b[2J\u202e某\r"}
    assert "\n张[2J某：\n" in render_notice_text(result, program, "zh")


# what was decided


def test_benefit_with_amount_reason_sum_and_law() -> None:
    found = item(notice("care"), "Care grant")
    assert found == [
        "- Care grant: 83.30 yuan a month",
        "You qualify: grade of the herder is at least “good”, grade of the herder: “good”.",
        "How the amount is worked out: 7.5% (share for care) × 1111.00 yuan/month "
        "(shepherd's wage at the end of the year before), rounded to 83.30 yuan/month.",
        "Under: Herding Act (草议〔2019〕7号) IV2",
    ]


def test_changzhou_care_standard_in_chinese() -> None:
    able = dict.fromkeys(
        ("self_feeding", "self_dressing", "self_bed_transfer", "self_toileting", "self_indoor_walking", "self_bathing"),
        False,
    )
    result = decide("jiangsu/changzhou", "2025-12-31", {"household_status": "tekun", **able}, "tekun_care_standard")
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert "按照2025年12月31日有效的规定" in text
    assert "特困人员照料护理标准：每月不低于 747.00 元" in text
    assert "您符合条件：社会救助类别是“特困人员”。" in text
    assert "上年年末最低工资标准 2490.00 元/月 = 747.00 元/月。" in text
    assert "依据：《关于推进基本养老服务体系建设的实施意见》（常政办发〔2023〕37号）二(二)4" in text


def test_reasons_reach_through_other_decisions() -> None:
    found = item(notice("hay"), "Hay")
    assert "has herded for twenty years, years of herding: 23 years" in found[1]
    assert "home village is “north”" in found[1]


def test_benefit_not_drawn_beside_another() -> None:
    """Nothing of it is told as something that the person is entitled to draw."""
    found = item(notice(), "Hay")
    assert found[0] == "- Hay: not paid as well"
    assert (
        "By itself it comes to 45.50 yuan a month; of hay, care grant only the highest is drawn under the rules, so it "
        "is not paid as well." in found
    )
    told = notice(language="zh")
    section = told[told.index("您符合条件、但不另发的待遇") :]
    assert "干草补贴：不另发" in section
    assert "干草补贴" not in told[told.index("您可以享受的待遇") : told.index("您符合条件、但不另发的待遇")]
    assert "月 0.00 元" not in told
    page = Page(render_notice(decide("meadowland", AS_OF, herder()), program_of("meadowland"), "en")).words
    assert "What you qualify for and is not paid as well" in page
    assert "- Total a month: 93.30 yuan a month (provisional)" in item(notice(), "Total a month")


@pytest.mark.parametrize("language", LANGUAGES)
def test_benefit_of_which_it_is_open_whether_it_is_drawn(language: str) -> None:
    """Known by itself, and held against one that is not: it is promised to nobody."""
    facts = {
        "birth_date": "1955-06-01", "household_status": "dibao", "coma": True, "disability_grade": 1,
        "work_injury_nursing_benefit": False, "ltci_beneficiary": False,
    }  # fmt: skip
    program = program_of("jiangsu/changzhou", {"nursing_rate": 120})
    evaluator = Evaluator(
        program, Interpreter(), only=("nursing_subsidy", "disability_nursing_subsidy", "total_monthly")
    )
    made = Notice(evaluator.evaluate(RawCase("case", CASE, facts, day("2025-12-31"))), program, language)
    assert made.benefits == []
    nursing = next(one for one in made.open if one.label in ("护理补贴", "Nursing subsidy"))
    assert nursing.amount == ("待定" if language == "zh" else "open")
    assert any("单独计算为每月 120.00 元" in text or "until they are, it is open" in text for text in nursing.reasons)


def test_yearly_amount() -> None:
    assert item(notice("winter_grant"), "Winter grant")[0] == "- Winter grant: 400.00 yuan a year (provisional)"


def test_provisional_with_its_reason() -> None:
    found = item(notice("dog_food"), "Dog food")
    assert (
        "This result is provisional, because no published rule was found on “rate for dog food”, "
        "taken as “10.00 yuan/month” for now." in found
    )
    page = Page(render_notice(decide("meadowland", AS_OF, herder(), "dog_food"), program_of("meadowland"), "en")).words
    assert "What is marked “provisional” may still change" in page


@pytest.mark.parametrize(
    ("born", "may_change"),
    [("1940-06-01", False), ("1955-06-01", True)],
    ids=["of 85, who is trained for anyway", "of 70, for whom the level decides"],
)
def test_a_figure_that_does_not_matter_to_the_person_is_no_doubt(born: str, may_change: bool) -> None:
    result = decide("jiangsu/changzhou", "2025-12-31", {"birth_date": born}, "caregiver_training",
                    stated={"ability_level": "severe"})  # fmt: skip
    assert result.decisions["caregiver_training"].provisional
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert ("家庭照护培训（暂定）" in text) is may_change
    assert ("没有查到公布的规定" in text) is may_change


def test_supplied_figure_is_said_to_come_from_the_office() -> None:
    figures = {"shelter_rate": 70}
    result = decide("meadowland", AS_OF, herder(shelter=False), "shelter_grant", parameters=figures)
    text = render_notice_text(result, program_of("meadowland", figures), "zh")
    assert "“羊圈标准”由经办机构另行提供，暂按“70.00 元/月”处理" in text
    assert "office.yaml" not in text


# what was not granted


def test_refusal_says_what_it_would_take_and_how_things_stand() -> None:
    found = item(notice("hay", herding_since="2010-06-30"), "Hay")
    assert found[1] == (
        "To qualify you would need: has herded for twenty years (at present, years of herding: 13 years)."
    )
    assert "What you do not qualify for at present, and why" in notice("hay", herding_since="2010-06-30")


def test_refusal_with_several_ways() -> None:
    found = item(notice("hay", shelter=False, income=900), "Hay")
    assert found[1:4] == [
        "To qualify you would need one of these:",
        "(1) has a shelter: yes.",
        "(2) monthly income is below 800.00 yuan/month (at present, monthly income: 900.00 yuan/month).",
    ]


def test_refusal_that_a_table_decides_is_followed_into_its_rows() -> None:
    facts = {"birth_date": "1955-06-01", "household_status": "none", "family_planning_special": False}
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "service_subsidy")
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert result.decisions["service_subsidy"].status == DECIDED
    assert "还须符合下列情形之一：" in text
    assert "计划生育特殊家庭：是" in text


def test_duty_that_does_not_apply() -> None:
    facts = {"birth_date": "1955-06-01", "household_status": "none", "living_arrangement": "with_family"}
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "visit_due", "assessment_required")
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert "探访关爱：不要求\n" in text
    assert "（1）八十周岁及以上（目前周岁年龄为70岁）。" in text


# what is open


def test_open_with_possible_values_and_questions() -> None:
    text = render_notice_text(decide("meadowland", AS_OF, herder("clean")), program_of("meadowland"), "en")
    assert item(text, "Care grant")[1:3] == [
        "Possible results: 83.30 to 111.10 yuan/month.",
        "Still missing: clean.",
    ]
    assert "Please supply the following: clean\n" in text
    assert f"Papers to enclose: [{BLANK['en']}]" in text


def test_figures_are_for_the_office_to_find() -> None:
    found = item(notice("shelter_grant", shelter=False), "Shelter grant")
    assert found[1:3] == [
        "You qualify, but the amount cannot be determined yet.",
        "Figures still missing: rate for a shelter (for the office to find; you need not supply them).",
    ]


def test_only_one_result_left() -> None:
    facts = {"birth_date": "1933-11-20", "household_status": "tekun", "living_arrangement": "alone", "coma": False,
             "dementia_diagnosed": True}  # fmt: skip
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "family_care_bed")
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert "无论所缺的情况如何，您都符合条件；补齐后即可作出决定。" in text


def test_rules_that_are_silent() -> None:
    def said(*only: str) -> str:
        return render_notice_text(decide("meadowland", AS_OF, {"home": "east"}, *only), program_of("meadowland"), "en")

    assert "nothing is said of the east, the elders decide." in said("pasture")
    facts = {"home": "north", "by_night": False}
    text = render_notice_text(decide("meadowland", AS_OF, facts, "night_pasture"), program_of("meadowland"), "en")
    assert "The rules do not cover such a case; the office will settle it." in text


@pytest.mark.parametrize(
    ("ruleset", "as_of"), [("jiangsu/changzhou", "2025-12-31"), ("gansu/lanzhou-anning", "2022-06-30")]
)
@pytest.mark.parametrize(("status", "asked"), [("none", False), ("tekun", True)])
def test_self_care_is_asked_of_people_in_extreme_hardship_only(
    status: str, asked: bool, ruleset: str, as_of: str
) -> None:
    facts = {"birth_date": "1940-06-01", "household_status": status}
    result = decide(ruleset, as_of, facts)
    assert ("自主吃饭" in Notice(result, program_of(ruleset), "zh").questions("assessor")) is asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_family_knows_stands_apart_from_what_is_assessed(language: str) -> None:
    facts = {"birth_date": "1949-03-12", "coma": False, "household_status": "dibao"}
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "ability_level", "nursing_subsidy")
    program = program_of("jiangsu/changzhou")
    made = Notice(result, program, language)
    falls, memory = ("跌倒次数", "记忆") if language == "zh" else ("falls", "memory")
    assert falls in made.questions("person")
    assert memory in made.questions("assessor")
    assert {*made.questions("person")}.isdisjoint(made.questions("assessor"))
    text, page = render_notice_text(result, program, language), render_notice(result, program, language)
    supply, assess = (
        ("请您补充以下情况：", "以下各项由评估员评估，不需要您填写：")
        if language == "zh"
        else ("Please supply the following: ", "for the assessor to assess; you need not fill it in: ")
    )
    lines = [line.strip() for line in text.splitlines()]
    (mine,) = [line for line in lines if line.startswith(supply)]
    (theirs,) = [line for line in lines if assess in line]
    assert falls in mine
    assert memory not in mine
    assert memory in theirs
    assert falls not in theirs
    (level,) = [one for one in made.open if one.label in ("能力等级", "Level of ability")]
    missing = "还缺的情况：" if language == "zh" else "Still missing: "
    assessed = "还缺的评估项目：" if language == "zh" else "Still to be assessed: "

    assert all(memory not in reason for reason in level.reasons if reason.startswith(missing))
    assert any(reason.startswith(assessed) for reason in level.reasons)
    parts = page[page.index('class="supply"') :].split("<ol>")[1:3]
    assert f"<li>{falls}</li>" in parts[0]
    assert f"<li>{memory}</li>" in parts[1]


def test_what_an_official_judges_is_for_the_office() -> None:
    result = decide("national", "2025-12-31", {"birth_date": "1949-03-12"}, "tekun_eligible")
    made = Notice(result, program_of("national"), "en")
    assert "state of the obligors" in made.questions("office")
    assert "monthly income" in made.questions("person")
    assert "find out; you need not supply it" in render_notice_text(result, program_of("national"), "en")


def test_many_questions_are_listed_once() -> None:
    facts = {"household_status": "tekun", "coma": False}
    result = decide("jiangsu/changzhou", "2025-12-31", facts, "ability_level")
    text = render_notice_text(result, program_of("jiangsu/changzhou"), "zh")
    assert "项，见下。" in text
    assert text.count("社会交往能力") == 1


# who confirms


def test_who_has_yet_to_confirm() -> None:
    assert "- Grade of the herder: confirmed by the elders" in notice("herder_grade")


# nothing could be decided


def test_rejected_case_says_what_to_correct() -> None:
    result = decide("meadowland", AS_OF, {"calm": 9, "home": "west", "shelter": "maybe", "born_on": "2020-02-30"})
    text = render_notice_text(result, program_of("meadowland"), "en")
    assert "No decision could be made this time." in text
    assert "- calm: the answer is “9”; it must lie within 0–3." in text
    assert "- home village: the answer is “west”; it is not among the answers of the form: north, south, east." in text
    assert "- has a shelter: the answer is “maybe”; answer yes or no." in text
    assert "- date of birth: the answer is “2020-02-30”; there is no such day in the calendar." in text
    assert "For the office" not in text
    page = Page(render_notice(result, program_of("meadowland"), "zh")).words
    assert "所填内容有以下几处需要更正。请更正后交回，以便重新评定。" in page


def test_faults_of_files_and_dates_are_for_the_office() -> None:
    case = RawCase("case", CASE, {"unheard_of": 1})
    result = Evaluator(program_of("meadowland"), Interpreter()).evaluate(case)
    text = render_notice_text(result, program_of("meadowland"), "zh")
    assert "由经办机构处理" in text
    assert "unheard_of" not in text
    assert "请更正" not in text


def test_no_rule_on_the_day() -> None:
    text = notice(as_of="2019-06-30")
    assert "Grade of the herder, Hay, Care grant, Total a month" in text
    assert "No rule or figure in force on 30 June 2019 was found; the office will see to it." in text


def test_some_decided_and_some_without_a_rule() -> None:
    text = notice("old_herder", "lantern_due")
    assert "nothing could be decided" not in text
    assert "- Must carry a lantern" in text
    assert "- Old herder: yes" in text


# several


def test_several_notices_each_on_its_own_sheet() -> None:
    several = shipped_cases()[:3]
    text = render_notices(several, "zh")
    assert text.count('<article class="sheet">') == 3
    assert "break-after: page" in text
    assert text.count("<!DOCTYPE html>") == 1


def test_same_input_same_bytes() -> None:
    result, program = shipped_cases()[0]
    assert render_notice(result, program, "zh") == render_notice(result, program, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_leads_to_a_stated_result_is_not_asked_for(language: str) -> None:
    """Whose level was found elsewhere need not answer the items that it would follow from."""
    case = next(pair for pair in shipped_cases() if pair[0].case == "changzhou-stated")
    made = Notice(*case, language)
    eating, score = ("进食", "评估总分") if language == "zh" else ("eating", "total score")
    assert eating not in [question.lower() for question in made.questions("assessor")]
    (item_,) = [one for one in made.open if one.label.lower() == score]
    assert item_.reasons == (
        ("由这一项得出的结果，以认定结果为准，不需要您补充。",)
        if language == "zh"
        else (
            "The result that depends on it is taken from a finding made elsewhere; you need not supply anything "
            "for it.",
        )
    )


def test_answer_of_a_list_is_told_in_its_words() -> None:
    """Nobody has a disability of grade 0."""
    facts = {"birth_date": "1950-01-01", "disability_grade": 0, "household_status": "dibao"}
    program = SHIPPED.program("jiangsu/changzhou")
    evaluator = Evaluator(program, Interpreter(), only=("disability_living_subsidy",))
    decided = evaluator.evaluate(RawCase("case", CASE, facts, day("2025-12-31")))
    assert "目前残疾等级为0级（没有残疾人证）" in render_notice_text(decided, program, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_result_that_nobody_has_found_is_asked_for_once_where_it_matters(language: str) -> None:
    """The level of a row of a roll whose cell is empty: nothing is said of it beside what is decided without it."""
    facts = {"birth_date": "1950-01-01", "household_status": "tekun"}
    stated = {"ability_level": None, "self_care_ability": "lost"}
    result = decide("jiangsu/changzhou", "2025-12-31", facts, stated=stated)
    made = Notice(result, program_of("jiangsu/changzhou"), language)
    text = render_notice_text(result, program_of("jiangsu/changzhou"), language)
    lacking, found = (
        ("认定的能力等级", "“生活自理能力”按认定结果：完全丧失生活自理能力")
        if language == "zh"
        else ("level of ability as found elsewhere", "elf-care ability, as found elsewhere: wholly lost")
    )
    assert lacking in made.questions("office")
    assert found in text
    assert not re.search(r"按认定结果：未知|as found elsewhere: (not known|unknown)", text)
    assert (
        text.count(
            "这一项以认定结果为准，目前还没有认定。"
            if language == "zh"
            else "a finding made elsewhere, and there is none yet."
        )
        == 1
    )
