"""The alias dictionary: it speaks only of what some ruleset has, and knows what real systems export."""

from __future__ import annotations

import pytest

from assess.library import Library, shipped
from assess.rolls.cells import ROW_TARGETS
from assess.rolls.mapping.aliases import alias_key, aliases, keys_of, meanings, suggested_constants
from assess.rolls.mapping.meaning import Meanings
from assess.rolls.mapping.targets import all_targets
from tests.library import SHIPPED, program_of

CHANGZHOU = "jiangsu/changzhou"
TEKUN_HOUSEHOLDS = """\
户主姓名 户主身份证号 家庭人口 家庭人口数 特困人员 特困人员数 供养方式 户籍类型 家庭分类施保总额(元)
人员分类施保总额(元) 合计(元) 低保(特困)证号 联系电话 户籍住址 所属省 所属省级 所属社 所属社区 最初享受月份
开户银行 银行账户名称 银行帐号 一卡通账号 拥有产权住房套数 住房总面积(平方米) 金融资产总额(元) 家庭成员姓名
家庭成员身份证号
"""
TEKUN_PEOPLE = """\
姓名 身份证号 户主身份证号 与户主关系 性别 出生日期 年龄 民族 婚姻状况 文化程度 就业状况 年收入(元) 是否残疾
是否残疾人 残疾证号 残疾类别 残疾等级 患病病种 生活自理能力 健康状况 参保类型 照料人姓名 照料人身份证号
供养方式 供养机构 基本生活标准(元) 照料护理费用(元) 合计(元) 备注
"""
PUBLICITY_LIST = "姓名 类别 保障人数 分类施保 照料护理费 合计"
OLD_AGE_ROSTER = """\
序号 乡镇(街道) 村(社区) 姓名 性别 身份证号 出生年月 年龄 补贴标准(元/月) 发放月份 发放月数 补发金额
发放金额 社保卡号/银行账号 联系电话 备注
"""
ASSESSMENTS = """\
序号 老人姓名 评估人 评估日期 是否完成评估 评估结果 评估得分 所属机构 评估类型 性别 年龄 家庭地址 评估编号
身份证号 联系电话 评估结论 状态 自理能力得分 精神状态得分 感知觉与社会参与得分 评估总分 能力初步等级
能力等级变更依据 能力最终等级
"""
LEDGER = """\
困难残疾人生活补贴 重度残疾人护理补贴 残疾证编号 残疾等级 不能自理老人护理补贴 高龄津贴 伤残军人
病故军人的家属
"""
STATISTICS = "基本生活标准(元/人·年) 照料护理标准(元/月) 一档 二档 三档 照料护理标准一档 照料护理标准二档"


@pytest.mark.parametrize(
    ("headers", "file"),
    [
        (TEKUN_PEOPLE, "特困人员人员查询_1.xlsx"),
        (PUBLICITY_LIST.replace("类别", "对象类别"), "社会救助对象公示单.xlsx"),
        (OLD_AGE_ROSTER, "高龄津贴花名册.xlsx"),
        (ASSESSMENTS, "评估汇总.xlsx"),
        (LEDGER, "村台账.xlsx"),
        (STATISTICS, "四季度统计.xlsx"),
        (TEKUN_HOUSEHOLDS, "特困人员家庭查询_1.xlsx"),
    ],
)
def test_headers_that_real_systems_export_are_known(headers: str, file: str) -> None:
    meanings_here = Meanings(program_of(CHANGZHOU), file)

    unknown = [
        header
        for header in headers.split()
        if meanings_here.of(header).outcome == "open" and meanings_here.of(header).target is None
    ]

    assert unknown == []


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("公民身份号码", "id_number"),
        ("身份证号（必填）", "id_number"),
        ("ID_Number", "id_number"),
        ("Date of birth", "birth_date"),
        ("生活自理能力", "stated.self_care_ability"),
        ("能力最终等级", "stated.ability_level"),
        ("照料护理费用（元）", "paid.tekun_care_standard"),
        ("发放情况/照料护理费", "paid.tekun_care_standard"),
        ("不能自理老人护理补贴", "paid.nursing_subsidy"),
        ("病故军人的家属", "martyr_survivor"),
        ("乡镇（街道）", "district"),
        ("发放月份", "month"),
        ("进食", "eating"),  # asked by three forms; goals read this one
        ("尊老金", "paid.old_age_allowance"),  # by the label of the decision
        ("近30天照护风险事件总次数", "stated.care_risk_events"),
        ("stated.ability_level", "stated.ability_level"),
    ],
)
def test_header_by_alias_by_label_by_name(header: str, target: str) -> None:
    found = Meanings(program_of(CHANGZHOU), "roll.csv").of(header)

    assert (found.outcome, str(found.target)) == ("map", target)


@pytest.mark.parametrize(
    ("header", "target", "besides"),
    [
        ("照料护理费用（万元）", "paid.tekun_care_standard", "万元"),
        ("高龄津贴(元/季度)", "paid.old_age_allowance", "元/季度"),
        ("护理补贴（3个月）", "paid.nursing_subsidy", "3个月"),
        ("照料护理费用 (2)", "paid.tekun_care_standard", "2"),
        ("尊老金（停发）", "paid.old_age_allowance", "停发"),
        ("身份证号(监护人)", "id_number", "监护人"),
        ("监护人情况/身份证号", "id_number", "监护人情况"),
        ("上年/护理补贴", "paid.nursing_subsidy", "上年"),
        ("出生日期（农历）", "birth_date", "农历"),
    ],
)
def test_header_that_says_more_is_for_the_office_to_settle(header: str, target: str, besides: str) -> None:
    """Another unit, another person, another calendar: to leave the remark out would be a guess."""
    found = Meanings(program_of(CHANGZHOU), "roll.csv").of(header)
    assert (found.outcome, str(found.target)) == ("open", target)
    assert f"“{besides}”" in found.why.zh
    assert f"“{besides}”" in found.why.en


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("出生日期（YYYY-MM-DD）", "birth_date"),
        ("出生日期(年/月/日)", "birth_date"),
        ("性别（男/女）", "sex"),
        ("残疾等级（1-4）", "disability_grade"),
        ("老人姓名（必填）", "name"),
        ("基本情况/身份证号", "id_number"),
    ],
)
def test_remark_that_leaves_a_column_what_it_is(header: str, target: str) -> None:
    found = Meanings(program_of(CHANGZHOU), "roll.csv").of(header)
    assert (found.outcome, str(found.target)) == ("map", target)


def test_assessment_of_what_is_said_by_the_name_of_the_file() -> None:
    def target(file: str) -> str:
        return str(Meanings(program_of(CHANGZHOU), file).of("评估结果").target)

    assert target("评估汇总.xlsx") == "stated.ability_level"
    assert target("特困人员自理能力评估.xlsx") == "stated.self_care_ability"
    assert target("长护险评估.xlsx") == "stated.ltci_level"


def test_standard_of_which_benefit_is_said_by_the_name_of_the_file() -> None:
    program = program_of(CHANGZHOU)

    assert str(Meanings(program, "高龄津贴花名册.xlsx:3月").of("补贴标准(元/月)").target) == "paid.old_age_allowance"
    assert str(Meanings(program, "残疾人护理补贴.csv").of("补贴标准").target) == "paid.disability_nursing_subsidy"
    assert Meanings(program, "名册.csv").of("补贴标准(元/月)").outcome == "open"


def test_what_the_rules_have_no_use_for_is_left_out_with_the_reason() -> None:
    changzhou, lanzhou = program_of(CHANGZHOU), program_of("gansu/lanzhou-anning")

    assert Meanings(changzhou, "").of("身高").why.en == "these rules do not read it"
    assert Meanings(changzhou, "").of("年龄").why.en.startswith("the age is worked out from the birth date or")
    assert Meanings(lanzhou, "").of("高龄津贴").why.en == "these rules have nothing of the kind"
    assert Meanings(changzhou, "").of("毛色").outcome == "open"


def test_dictionary_speaks_only_of_what_some_ruleset_has() -> None:
    known = {target for ruleset in SHIPPED.ruleset_ids() for target in all_targets(program_of(ruleset))}
    listed = {target for alias in aliases().headers for target in alias.targets}

    assert listed - known == set()
    assert set(ROW_TARGETS) <= listed
    for one in aliases().constants:
        assert one.value in program_of(CHANGZHOU).inputs[one.target].type.codes


def test_no_header_has_two_meanings_in_one_place() -> None:
    seen: dict[tuple[str, str], object] = {}
    for alias in aliases().headers:
        for header in alias.headers:
            for place in alias.where or [""]:
                before = seen.setdefault((alias_key(header), place), alias)
                assert before is alias or before == alias, header


def test_keys_of_a_header() -> None:
    assert keys_of("发放情况/护理费（元/月）") == ("发放情况/护理费", "护理费")
    assert keys_of("身份证号(必填)") == ("身份证号(必填)", "身份证号")
    assert meanings("毛色", "") == []


def test_constants_that_a_name_suggests() -> None:
    def suggested(name: str) -> list[tuple[str, str]]:
        return [(one.target, one.value) for one in suggested_constants(name)]

    assert suggested("特困人员人员查询.xlsx") == [("household_status", "tekun")]
    assert suggested("分散供养特困人员.xlsx") == [("household_status", "tekun"), ("tekun_support", "home")]
    assert suggested("低保边缘家庭.xlsx") == [("household_status", "low_income")]
    assert suggested("农村低保.xlsx") == [("household_status", "dibao")]
    assert suggested("低保特困名册.xlsx") == []  # some are one, some the other
    assert suggested("名册.xlsx") == []


@pytest.mark.parametrize("header", ["是否领取工伤护理费", "领取工伤护理费", "是否享受工伤生活护理费"])
def test_whether_the_nursing_benefit_of_work_injury_is_drawn(header: str) -> None:
    (_, alias), *_ = meanings(header, "")
    assert alias.targets == ("work_injury_nursing_benefit",)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("经济困难老年人护理补贴", "paid.nursing_subsidy"),
        ("失能老年人护理补贴(元/月)", "paid.nursing_subsidy"),
        ("特困人员照料护理费", "paid.tekun_care_standard"),
    ],
)
def test_benefits_by_their_long_names(header: str, target: str) -> None:
    assert meanings(header, "roll.xlsx")[0][1].targets == (target,)


def test_header_that_is_one_forms_name_and_anothers_words() -> None:
    """The tutorial's city asks of eating as `care_eating`; `eating` is of a form that its decisions do not go by."""
    library = Library((shipped() / "examples" / "tutorial", shipped()))
    here = Meanings(library.program("qinghe"), "roll.csv")

    assert (here.of("eating").outcome, here.of("eating").target) == ("open", None)
    assert "care_eating" in here.of("eating").why.en
    assert str(here.of("Eating").target) == "care_eating"
    assert str(here.of("care_eating").target) == "care_eating"
    assert str(here.of("Registration").target) == "registration"
    assert str(Meanings(program_of(CHANGZHOU), "roll.csv").of("eating").target) == "eating"
