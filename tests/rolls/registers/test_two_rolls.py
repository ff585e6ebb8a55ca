"""People on this roll and on another."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.months import Months
from tests.rolls.registers.registering import AGE, CARE, Row, found, id_number, in_months, person, register

HEADERS = ["身份证号", "姓名", "发放金额", "发放月份"]
MAY_2023 = Months(202305, 202305)


def test_paid_by_both(tmp_path: Path) -> None:
    other = register(
        tmp_path, "roll:低保", HEADERS, [(id_number(1), "张三", "600", "2023-05"), (id_number(3), "", "1", "2023-05")]
    )
    rows = [Row(2, person(1), {"age": "100"}), Row(3, person(2), {"age": "100"})]
    (finding,) = found(tmp_path, [other], rows, MAY_2023)
    assert (finding["code"], finding["row"], finding["benefit"], finding["month"]) == (
        "on_two_rolls",
        2,
        "age",
        "2023-05",
    )
    assert finding["id_number"] == id_number(1)
    assert (str(finding["paid"]), finding["due"], str(finding["amount"])) == ("100.00", None, "100.00")
    assert (finding["direction"], finding["months"], finding["cite"]) == ("check", 1, None)
    assert finding["sentence_zh"] == (
        "张三2023年5月在本名册领取尊老金100.00元；同时在“低保”名册（第2行）领取600.00元，请核实能否同时享受。"
        "规则集没有收录这方面的条款，未列依据。"
    )
    assert finding["sentence_en"] == (
        "张三 draws the old-age allowance on this roll in 2023-05, 100.00 yuan, and stands on the roll “低保” (row 2), "
        "600.00 yuan: see whether both may be drawn. The ruleset cites no clause for it."
    )


def test_months_in_which_both_pay(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:邻区尊老金", HEADERS, [
        (id_number(1), "张三", amount, f"2023-{month:02}")
        for month, amount in ((1, "80"), (2, "80"), (3, "0"), (4, "80.50"))
    ])  # fmt: skip
    (finding,) = found(tmp_path, [other], in_months(2, 12, 7, 1, age="100"))
    assert (finding["months"], str(finding["amount"])) == (2, "200.00")
    assert finding["sentence_zh"].startswith(
        "张三2023年2月至4月在本名册领取尊老金2个月，共200.00元；同时在“邻区尊老金”名册（第3行等2行）领取160.50元，请核实"
    )
    assert finding["sentence_en"].startswith(
        "张三 draws the old-age allowance on this roll for 2 months, 2023-02 to 2023-04, 200.00 yuan in all, "
        "and stands on the roll “邻区尊老金” (row 3 and others, 2 rows), 160.50 yuan: see whether"
    )


def test_time_on_the_other_roll(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:低保", ["证件号码", "开始日期", "结束日期"], [
        (id_number(1), "2023-03-15", "2023-05-02"), (id_number(2), None, "2022-12-31"),
        (id_number(3), "2024-01-01", ""),
    ])  # fmt: skip
    rows = [row for count in (1, 2, 3) for row in in_months(1, 12, count, count, age="10")]
    (finding,) = found(tmp_path, [other], rows)
    assert (finding["row"], finding["months"]) == (1, 3)
    assert "同时在“低保”名册（第2行）在册（未载金额），请核实" in finding["sentence_zh"]
    assert "(row 2), no amount stated: see whether" in finding["sentence_en"]


def test_amount_that_is_partly_known(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:低保", ["身份证号", "金额"], [(id_number(1), "50"), (id_number(1), None)])
    (finding,) = found(tmp_path, [other], [Row(2, person(1), {"age": "100"})], MAY_2023)
    assert "（第2行等2行）领取50.00元（另有未载金额的），" in finding["sentence_zh"]
    assert "50.00 yuan and more without a stated amount: " in finding["sentence_en"]


def test_another_name_on_any_of_the_rows_is_told(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:低保", HEADERS, [
        (id_number(1), "张三", "30", "2023-01"), (id_number(1), "李四", "30", "2023-02"),
    ])  # fmt: skip
    (finding,) = found(tmp_path, [other], in_months(1, 3, 2, 1, age="100"))
    assert "（第2行等2行）领取60.00元，" in finding["sentence_zh"]
    assert "登记的姓名是李四，与名册不同，先核实是否同一人。" in finding["sentence_zh"]


def test_amounts_of_several_benefits_add_up(tmp_path: Path) -> None:
    """Of the last, nothing; of the third, nobody knows."""
    headers = ["身份证号", "困难残疾人生活补贴（元）", "重度残疾人护理补贴（元）", "家庭月收入（元）"]
    other = register(tmp_path, "roll:两项补贴", headers, [
        (id_number(1), "80", "120.50", "900"), (id_number(2), None, "120", "900"), (id_number(3), None, "", "900"),
        (id_number(4), "0", "0", "900"), (id_number(5), "80", "略", "900"),
    ])  # fmt: skip
    rows = [Row(count, person(count), {"age": "100"}) for count in range(1, 6)]
    said = {one["row"]: one["sentence_zh"] for one in found(tmp_path, [other], rows, MAY_2023)}
    assert {row: text.split("名册（第")[1].split("，")[0].split("）", 1)[1] for row, text in said.items()} == {
        1: "领取200.50元", 2: "领取120.00元", 3: "在册（未载金额）", 5: "在册（未载金额）",
    }  # fmt: skip


def test_row_without_a_month_in_a_roll_of_months_is_not_about_all_time(tmp_path: Path) -> None:
    other = register(
        tmp_path, "roll:低保", HEADERS, [(id_number(1), "张三", "600", ""), (id_number(2), "张三", "600", "2023-04")]
    )
    assert [(one.row, one.problem.code, one.column) for one in other.unreadable()] == [(2, "R506", "发放月份")]
    assert (other.entries, other.rejected) == (1, 1)
    assert found(tmp_path, [other], [Row(2, person(1), {"age": "100"})], MAY_2023) == []


def test_who_is_not_paid_by_one_of_them_is_not_on_two(tmp_path: Path) -> None:
    other = register(tmp_path, "roll:低保", ["身份证号", "金额"], [(id_number(1), "0"), (id_number(2), "50")])
    rows = [Row(2, person(1), {"age": "100"}), Row(3, person(2), {"age": "0", "care": None})]
    assert found(tmp_path, [other], rows, MAY_2023) == []


def test_each_other_roll_and_each_benefit_is_told_apart(tmp_path: Path) -> None:
    others = [
        register(tmp_path, f"roll:{name}", ["身份证号", "姓名"], [(id_number(1), "李四")], f"{name}.csv")
        for name in ("残疾人补贴", "低保")
    ]
    rows = [Row(2, person(1), {"age": "100", "care": "50"})]
    by_year = PaidBenefit("care", CARE.label, "year")
    findings = found(tmp_path, others, rows, MAY_2023, [AGE, by_year])
    assert [(each["benefit"], each["months"], str(each["amount"])) for each in findings] == [
        ("care", 12, "50.00"), ("care", 12, "50.00"), ("age", 1, "100.00"), ("age", 1, "100.00"),
    ]  # fmt: skip
    assert [name for each in findings for name in ("低保", "残疾人补贴") if f"“{name}”" in each["sentence_zh"]] == [
        "低保", "残疾人补贴", "低保", "残疾人补贴",
    ]  # fmt: skip
    assert "照料护理费12个月，共50.00元（按年额折算）；" in findings[0]["sentence_zh"]
    assert findings[2]["sentence_zh"].endswith(
        "登记的姓名是李四，与名册不同，先核实是否同一人。规则集没有收录这方面的条款，未列依据。"
    )
