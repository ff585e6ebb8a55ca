"""Mappings proposed: what is plain is placed, what could mean two things stays open, nothing is taken for granted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.cells import Target
from assess.rolls.mapping.examples import examples, shown
from assess.rolls.mapping.proposing import Placing, Proposal
from assess.rolls.mapping.samples import sample_of
from assess.rolls.mapping.seen import seen_in
from assess.rolls.mapping.telling import Teller
from tests.library import program_of
from tests.rolls.mapping.parts import part, proposed, resident_id

CHANGZHOU = "jiangsu/changzhou"


def outcome(proposal: Proposal) -> dict[str, str]:
    """By header where it goes: a target, `-` left out, `?` open."""
    marks = {"ignore": "-", "open": "?"}
    return {one.header: marks.get(one.outcome) or str(one.target) for one in proposal.placings}


def placing(proposal: Proposal, header: str) -> Placing:
    return next(one for one in proposal.placings if one.header == header)


def test_headers_by_name_and_by_label(tmp_path: Path) -> None:
    headers = ["case", "姓名", "所养牲畜", "Date of Birth", "牧人等级", "干草补贴（元/年）", "winter grant", "毛色"]
    rows = [["1", "甲", "山羊", "1940-01-02", "好毛", "546", "399.60", "黑"]]

    found = proposed(part(tmp_path, headers, rows))

    assert outcome(found) == {
        "case": "case", "姓名": "name", "所养牲畜": "animals", "Date of Birth": "born_on",
        "牧人等级": "stated.herder_grade", "干草补贴（元/年）": "paid.hay", "winter grant": "paid.winter_grant",
        "毛色": "?",
    }  # fmt: skip
    assert not found.complete
    assert placing(found, "干草补贴（元/年）").period == "year"  # as the header says
    assert placing(found, "winter grant").period == "year"  # as the rules work it out
    assert found.unpaid == ("care", "dog_food", "shelter_grant")


def test_of_two_columns_for_one_thing_the_one_whose_cells_say_it(tmp_path: Path) -> None:
    headers = ["镇", "村", "姓名", "享受类别", "家庭类别"]
    rows = [["湖塘镇", "东村", "甲", "高龄", "低保"], ["湖塘镇", "西村", "乙", "高龄", "一般"]]

    for order in ([0, 1, 2, 3, 4], [0, 1, 2, 4, 3]):
        one = part(tmp_path, [headers[n] for n in order], [[row[n] for n in order] for row in rows])
        found = proposed(one, ruleset=CHANGZHOU)

        assert outcome(found) == {
            "镇": "district", "村": "-", "姓名": "name", "享受类别": "?", "家庭类别": "household_status",
        }  # fmt: skip
        assert "“家庭类别”" in placing(found, "享受类别").why.zh


def test_words_that_are_not_understood_are_told_with_how_often(tmp_path: Path) -> None:
    rows = [["山羊"]] * 5 + [["牦牛"]] * 3 + [["不详"]] + [["骆驼"]]

    seen = placing(proposed(part(tmp_path, ["所养牲畜"], rows)), "所养牲畜").seen

    assert seen is not None
    assert [(one.text, one.count, one.code) for one in seen.unread] == [("牦牛", 3, "R301"), ("骆驼", 1, "R301")]
    assert (seen.read, seen.blank, seen.failed) == (5, 1, 4)
    assert [one.place for one in seen.unread] == [("roll.xlsx:Sheet1", 7), ("roll.xlsx:Sheet1", 11)]


def test_cells_that_are_not_understood_are_told_with_a_row_and_the_reason(tmp_path: Path) -> None:
    number = resident_id(1)
    wrong, masked = number[:-1] + ("1" if number[-1] != "1" else "2"), f"{number[:6]}********{number[-4:]}"
    rows = [[resident_id(1 + row), "684"] for row in range(9)] + [[wrong, "684"], [masked, "八百"]]
    found = proposed(part(tmp_path, ["身份证号", "照料护理费用（元）"], rows), ruleset=CHANGZHOU)
    (section,) = [
        one for one in Teller(program_of(CHANGZHOU), "zh").sections(found) if one.title == "格子里不认识的内容"
    ]
    assert sorted(section.lines) == sorted([
        f"身份证号：{wrong[:6]}********{wrong[-4:]} × 1（第 11 行）：“公民身份号码”（id_number）的校验码不对",
        f"身份证号：{masked} × 1（第 12 行）：“身份证号”列的身份证号“{masked}”是遮挡过的",
        "照料护理费用（元）：八百 × 1（第 12 行）：“照料护理费用（元）”列的“八百”不是“特困人员照料护理标准”"
        "（paid.tekun_care_standard）的金额",
    ])  # fmt: skip


def test_fact_that_what_is_paid_needs_and_no_column_gives_may_hold_for_every_row(tmp_path: Path) -> None:
    one = part(tmp_path, ["姓名", "照料护理费用（元）"], [["甲", "684"]], "片区.xlsx")
    assert "household_status" in proposed(one, ruleset=CHANGZHOU).alike
    named = part(tmp_path, ["姓名", "照料护理费用（元）"], [["甲", "684"]], "特困.xlsx")
    assert "household_status" not in proposed(named, ruleset=CHANGZHOU).alike  # suggested by the name


def test_ticks_in_a_column_for_each_answer(tmp_path: Path) -> None:
    headers = ["姓名", "供养方式/集中", "供养方式/分散", "低保", "爱好/散居"]
    rows = [["甲", "√", "", "✓", "棋"], ["乙", "", "√", "否", "牌"]]
    found = proposed(part(tmp_path, headers, rows), ruleset=CHANGZHOU)
    assert outcome(found) == {"姓名": "name", **dict.fromkeys(headers[1:], "?")}
    first, second, third, last = (placing(found, header).why for header in headers[1:])
    assert first == second
    assert first.zh == "打勾的，像是“特困供养方式”的一个答案：先把几列并成一列，写上答案"
    assert "“social assistance status”" in third.en
    assert last.zh == "列名不在字典中"


def test_examples_hide_long_numbers_and_no_tails_of_amounts(tmp_path: Path) -> None:
    rows = [["甲", "300.00000000004", "13800001111", "32040219391015001X"]]
    found = proposed(part(tmp_path, ["姓名", "干草补贴（元/年）", "电话", "毛色"], rows))
    told = [*map(examples, found.placings)]
    assert [texts for texts in told if texts] == [["300.00000000004"], ["320402********001X"]]
    assert shown("13800001111") == "138****11"
    assert shown("123456789.5") == "123****89.5"


def test_header_that_is_there_twice(tmp_path: Path) -> None:
    headers = ["姓名", "干草补贴（元/年）", "干草补贴（元/年） (2)", "牧人等级 (2)"]
    found = proposed(part(tmp_path, headers, [["甲", "546", "0", "好毛"]]))
    assert outcome(found) == dict(zip(headers, ["name", "paid.hay", "?", "?"], strict=True))
    assert placing(found, headers[2]).why.zh == "又一列“干草补贴（元/年）”：用哪一列，要有人确认"
    assert "2" in placing(found, headers[3]).why.zh  # the office's own (2)


def test_second_column_for_a_target(tmp_path: Path) -> None:
    rows = [[resident_id(1), resident_id(2), resident_id(3), "甲", "乙"]]
    headers = ["身份证号", "公民身份号码", "户主身份证号", "姓名", "户主姓名"]

    found = proposed(part(tmp_path, headers, rows), ruleset=CHANGZHOU)

    assert outcome(found) == {
        "身份证号": "id_number", "公民身份号码": "?", "户主身份证号": "-", "姓名": "name", "户主姓名": "-",
    }  # fmt: skip
    assert "身份证号" in placing(found, "公民身份号码").why.zh


def test_spare_column_where_it_is_the_only_one(tmp_path: Path) -> None:
    found = proposed(part(tmp_path, ["户主姓名", "户主身份证号"], [["甲", resident_id(1)]]), ruleset=CHANGZHOU)

    assert outcome(found) == {"户主姓名": "name", "户主身份证号": "id_number"}


def test_town_or_country_is_the_area_of_registration_where_the_rules_go_by_it(tmp_path: Path) -> None:
    headers, rows = ["姓名", "户籍类型"], [["甲", "农村"], ["乙", "城市"]]

    found = placing(proposed(part(tmp_path, headers, rows), ruleset="gansu/lanzhou-anning"), "户籍类型")

    assert (found.outcome, str(found.target)) == ("map", "residence_area")
    assert found.seen is not None
    assert [one.text for one in found.seen.unread] == ["城市"]  # which of two standards, the office says
    elsewhere = placing(proposed(part(tmp_path, headers, rows), ruleset=CHANGZHOU), "户籍类型")
    assert (elsewhere.outcome, elsewhere.why.zh) == ("ignore", "本规则集没有这项内容")


def test_column_whose_cells_are_something_else_stays_open(tmp_path: Path) -> None:
    rows = [["三岁时", "天宁区", "12345"]] * 10
    found = proposed(part(tmp_path, ["出生日期", "户籍所在地", "身份证号"], rows), ruleset=CHANGZHOU)

    assert outcome(found) == {"出生日期": "?", "户籍所在地": "?", "身份证号": "?"}


def test_days_of_a_spreadsheet_have_to_be_confirmed(tmp_path: Path) -> None:
    found = placing(proposed(part(tmp_path, ["申请日期"], [["45100"], ["45101"]])), "申请日期")

    assert (found.outcome, str(found.target)) == ("open", "applied_on")
    assert found.seen is not None
    assert found.seen.spreadsheet_days is not None
    assert found.seen.spreadsheet_days.day == "2023-06-23"


def test_columns_by_what_stands_in_them(tmp_path: Path) -> None:
    rows = [[resident_id(number), resident_id(number + 1), "1940/1/2", str(number), None] for number in range(20)]
    headers = ["证件", "另一证件", "日子", "数", "空列"]

    found = proposed(part(tmp_path, headers, rows), ruleset=CHANGZHOU)

    assert outcome(found) == {"证件": "id_number", "另一证件": "?", "日子": "?", "数": "?", "空列": "-"}
    assert placing(found, "另一证件").why.en == "its cells are identity numbers, of whom is not said"
    assert placing(found, "日子").why.en == "its cells are dates, of what is not said"


def test_row_labels_that_repeat_are_no_labels(tmp_path: Path) -> None:
    assert outcome(proposed(part(tmp_path, ["编号"], [["1"], ["2"]]))) == {"编号": "case"}
    assert outcome(proposed(part(tmp_path, ["编号"], [["1"], ["1"]]))) == {"编号": "-"}


def test_birth_date_out_of_the_identity_number(tmp_path: Path) -> None:
    def derived(*headers: str, birth: str = "1940-01-02") -> tuple[tuple[str, str], ...]:
        row = [resident_id(1) if "身份证" in header else birth for header in headers]
        return proposed(part(tmp_path, headers, [row]), ruleset=CHANGZHOU).derived

    assert derived("身份证号") == (("birth_date", "id_number"),)
    assert derived("身份证号", "出生日期") == ()
    assert derived("身份证号", "出生年月", birth="1940.01") == (("birth_date", "id_number"),)
    assert derived("出生日期") == ()


def test_month_of_birth_is_of_use_only_beside_an_identity_number(tmp_path: Path) -> None:
    with_number = proposed(part(tmp_path, ["身份证号", "出生年月"], [[resident_id(1), "1940.01"]]), ruleset=CHANGZHOU)
    alone = proposed(part(tmp_path, ["姓名", "出生年月"], [["甲", "1940.01"]]), ruleset=CHANGZHOU)

    assert outcome(with_number)["出生年月"] == "birth_date"
    seen = placing(with_number, "出生年月").seen
    assert seen is not None
    assert seen.unread == ()
    assert outcome(alone)["出生年月"] == "?"


def test_name_of_the_file_suggests_and_decides_nothing(tmp_path: Path) -> None:
    source = "分散供养特困人员.xlsx:Sheet1"

    found = proposed(part(tmp_path, ["姓名"], [["甲"]], source), ruleset=CHANGZHOU)
    with_column = proposed(part(tmp_path, ["供养方式"], [["分散供养"]], source), ruleset=CHANGZHOU)

    assert [(one.target, one.value, one.words) for one in found.suggestions] == [
        ("household_status", "tekun", ("特困",)),
        ("tekun_support", "home", ("分散供养",)),
    ]
    assert [one.target for one in with_column.suggestions] == ["household_status"]
    assert "household_status" in [fact for one in found.missing for fact in one.facts]
    assert proposed(part(tmp_path, ["姓名"], [["甲"]], source)).suggestions == ()  # no such fact in Meadowland


def test_title_above_the_header_counts_as_a_name(tmp_path: Path) -> None:
    roll = part(tmp_path, ["补贴标准(元/月)"], [["50"]], "roll.xlsx:Sheet1")
    titled = replace(roll, notes=(Diagnostic("R152", Position("roll.xlsx"), {"titles": "天宁街道高龄津贴发放表"}),))

    assert outcome(proposed(roll, ruleset=CHANGZHOU)) == {"补贴标准(元/月)": "?"}
    assert outcome(proposed(titled, ruleset=CHANGZHOU)) == {"补贴标准(元/月)": "paid.old_age_allowance"}


def test_facts_that_are_missing_those_for_what_is_paid_first(tmp_path: Path) -> None:
    headers = ["放牧年数", "所在村", "所养牲畜", "干草补贴", "夜间放牧"]
    found = proposed(part(tmp_path, headers, [["20", "北村", "山羊", "45.50", "否"]]))

    assert outcome(found)["放牧年数"] == "stated.herding_years"
    for_hay = [fact for one in found.missing if one.paid == ("hay",) for fact in one.facts]
    assert {"sheep", "dogs", "shelter", "income"} < set(for_hay)
    assert {"calm", "wolves"} < set(for_hay)  # what care rests on: of the two the higher is drawn
    assert [bool(one.paid) for one in found.missing] == sorted((bool(one.paid) for one in found.missing), reverse=True)
    assert "herding_since" not in [fact for one in found.missing for fact in one.facts]


def test_facts_of_a_form_are_told_together_with_the_result_that_could_stand_for_them(tmp_path: Path) -> None:
    found = proposed(part(tmp_path, ["姓名"], [["甲"]]), ruleset=CHANGZHOU)

    together = {one.form: (len(one.facts), one.instead) for one in found.missing if one.form}
    assert together["self-care-six"] == (6, "stated.self_care_ability")
    assert together["gbt42195-2022"] == (34, "stated.ability_level")


def test_parts_of_one_roll_are_mapped_together(tmp_path: Path) -> None:
    first = part(tmp_path, ["姓名", "所养牲畜", "备注"], [["甲", "山羊", "x"]], "a.xlsx:北村")
    second = part(tmp_path, ["姓 名", "所养牲畜", "毛色"], [["乙", "牦牛", "黑"]], "a.xlsx:南村")

    found = proposed(first, second)

    assert outcome(found) == {"姓名": "name", "所养牲畜": "animals", "备注": "-", "毛色": "?"}
    assert [text for text, _ in placing(found, "所养牲畜").sample.values] == ["山羊", "牦牛"]


@pytest.mark.parametrize(
    ("texts", "read", "unreadable"),
    [(["1940-01-02"] * 9 + ["?x"], True, False), (["x"] * 9 + ["1940-01-02"], False, True), ([], False, False)],
)
def test_most_cells_tell_what_a_column_is(texts: list[str], read: bool, unreadable: bool) -> None:
    seen = seen_in(sample_of(texts), Target("fact", "born_on"), "", None, program_of("meadowland"))

    assert (seen.mostly_read, seen.mostly_unreadable) == (read, unreadable)


def test_facts_that_only_the_rules_on_drawing_together_ask_for_matter_to_what_is_paid(tmp_path: Path) -> None:
    found = proposed(part(tmp_path, ["姓名", "护理补贴"], [["甲", "100"]]), ruleset=CHANGZHOU)

    paid = {fact: one.paid for one in found.missing for fact in one.facts}
    assert paid["disability_grade"] == paid["work_injury_nursing_benefit"] == ("nursing_subsidy",)


def test_number_of_somebody_else_is_not_taken_for_the_person_s(tmp_path: Path) -> None:
    rows = [[resident_id(number)] for number in range(20)]
    found = placing(proposed(part(tmp_path, ["监护人证件"], rows), ruleset=CHANGZHOU), "监护人证件")

    assert (found.outcome, found.why.en) == ("open", "its cells are identity numbers, of whom is not said")


def test_sheets_that_write_their_headers_differently(tmp_path: Path) -> None:
    """Only of the columns of one sheet can but one stay."""
    east = part(tmp_path, ["姓名", "身份证号"], [["甲", resident_id(1)]], "roll.xlsx:东村")
    west = part(
        tmp_path, ["老人姓名", "公民身份号码", "证件号"], [["乙", resident_id(2), resident_id(3)]], "roll.xlsx:西村"
    )

    found = proposed(east, west, ruleset=CHANGZHOU)

    assert outcome(found) == {
        "姓名": "name", "身份证号": "id_number", "老人姓名": "name", "公民身份号码": "id_number", "证件号": "?",
    }  # fmt: skip
    assert "“公民身份号码”" in placing(found, "证件号").why.zh


def test_month_that_the_names_tell_is_suggested(tmp_path: Path) -> None:
    def suggested(*sources: str, header: str = "姓名", cell: str = "甲") -> list[tuple[str, str]]:
        parts = [part(tmp_path, [header], [[cell]], source) for source in sources]
        return [(one.target, one.value) for one in proposed(*parts).suggestions]

    assert suggested("2025年7月.xlsx:湖塘镇") == [("month", "2025-07")]
    both = '{"2025年7月.xlsx": 2025-07, "2025年8月.xlsx": 2025-08}'
    assert suggested("2025年7月.xlsx:湖塘镇", "2025年7月.xlsx:牛塘镇", "2025年8月.xlsx:湖塘镇") == [("month", both)]
    assert suggested("2025年7月.xlsx:湖塘镇", "名册.xlsx:湖塘镇") == []
    assert suggested("2025年7月.xlsx:湖塘镇", header="发放月份", cell="2025-07") == []
