"""Paid after death, in prison, after moving: which months, how much, in which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assess.language.types import Label
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.months import Months
from assess.rolls.registers.register import Register
from tests.rolls.registers.registering import (
    AGE,
    CARE,
    ROLL,
    YEAR_2023,
    Row,
    found,
    id_number,
    in_months,
    person,
    register,
)

MAY_2023 = Months(202305, 202305)
BY_YEAR = PaidBenefit("care", CARE.label, "year", CARE.grounds)


def deaths(folder: Path, *days: str) -> Register:
    """The first person died on each of these days, as several registers may have it."""
    return register(folder, "deaths", ["身份证号", "死亡日期"], [(id_number(1), day) for day in days])


def imprisoned(folder: Path, *terms: tuple[str, str | None]) -> Register:
    return register(
        folder, "imprisoned", ["身份证号", "收监日期", "释放日期"], [(id_number(1), *term) for term in terms]
    )


def months_found(findings: list[dict[str, Any]]) -> list[int]:
    return [finding["months"] for finding in findings]


def test_paid_after_death(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], in_months(1, 12, 2, 1, care="747"))
    assert list(finding) == list(COLUMN_NAMES)
    assert {name: str(value) for name, value in finding.items() if value is not None} == {
        "code": "paid_after_death", "source": ROLL, "row": "2", "case": "A2", "name": "张三",
        "id_number": id_number(1), "district": "天宁区", "benefit": "care", "paid": "5229.00", "due": "0.00",
        "amount": "5229.00", "direction": "recover", "months": "7", "which_months": "2023-06/2023-12",
        "cite": "mf-2021-43 §ending",
        "sentence_zh": "张三2023年5月去世，2023年6月至12月仍发放照料护理费7个月，共5229.00元，应予追回。",
        "sentence_en": "张三 died in 2023-05; the care benefit was still paid for 7 months, 2023-06 to 2023-12, "
        "5229.00 yuan in all, to be recovered.",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2022-12-31", 12), ("2023-01-01", 11), ("2023-01-31", 11), ("2023-02-28", 10), ("2023-04-30", 8),
        ("2023-11-30", 1), ("2022-02-28", 12), ("2020-02-29", 12), ("2023-06", 6),
    ],
)  # fmt: skip
def test_months_after_the_month_of_death(tmp_path: Path, day: str, months: int) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    assert months_found(found(tmp_path, [deaths(tmp_path, day)], rows)) == [months]


@pytest.mark.parametrize("day", ["2023-12-01", "2023-12-31", "2024-02-29"])
def test_what_is_paid_in_the_month_of_death_or_before_is_in_order(tmp_path: Path, day: str) -> None:
    assert found(tmp_path, [deaths(tmp_path, day)], in_months(1, 12, 2, 1, care="100")) == []


@pytest.mark.parametrize(("day", "count"), [("2024-01-31", 1), ("2024-02-01", 0), ("2024-02-29", 0)])
def test_leap_year(tmp_path: Path, day: str, count: int) -> None:
    february = [Row(2, person(1), {"care": "100"}, month="2024-02")]
    assert len(found(tmp_path, [deaths(tmp_path, day)], february, Months(202402, 202402))) == count


def test_check_of_a_single_day(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "747"}), Row(3, person(2), {"care": "747"})]
    assert found(tmp_path, [deaths(tmp_path, "2023-05-01")], rows, MAY_2023) == []
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-04-30")], rows, MAY_2023)
    assert (finding["row"], finding["month"], finding["months"]) == (2, "2023-05", 1)
    assert finding["sentence_zh"] == "张三2023年4月去世，2023年5月仍发放照料护理费747.00元，应予追回。"
    assert (
        finding["sentence_en"]
        == "张三 died in 2023-04; the care benefit was still paid for 2023-05, 747.00 yuan, to be recovered."
    )


def test_a_finding_for_each_benefit(tmp_path: Path) -> None:
    rows = in_months(5, 7, 2, 1, care="747", age="100")
    findings = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows)
    assert [(each["benefit"], str(each["amount"]), each["cite"]) for each in findings] == [
        ("age", "200.00", None), ("care", "1494.00", "mf-2021-43 §ending"),
    ]  # fmt: skip
    assert findings[0]["sentence_zh"].endswith("应予追回。规则集没有收录这方面的条款，未列依据。")
    assert findings[0]["sentence_en"].endswith("to be recovered. The ruleset cites no clause for it.")


def test_clause_counts_from_when_it_is_in_force(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "1"}, month=month) for month in ("2021-06", "2021-07")]
    before, after = (
        found(tmp_path, [deaths(tmp_path, "2021-01-01")], [row], Months(202106, 202107))[0]["cite"] for row in rows
    )
    assert (before, after) == (None, "mf-2021-43 §ending")


def test_months_that_were_not_paid_do_not_count(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": paid}, month=f"2023-{month:02}")
            for month, paid in ((6, "100"), (7, None), (8, "0"), (9, "100"), (10, "-100"), (11, "100"))]  # fmt: skip
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows)
    assert (finding["months"], str(finding["amount"])) == (3, "200.00")
    assert finding["sentence_zh"] == "张三2023年5月去世，2023年6月至11月间仍发放照料护理费3个月，共200.00元，应予追回。"
    assert "for 3 of the months 2023-06 to 2023-11, 200.00 yuan in all" in finding["sentence_en"]


def test_what_was_taken_back_is_not_claimed(tmp_path: Path) -> None:
    rows = in_months(6, 6, 2, 1, care="100") + in_months(6, 6, 3, 1, care="-100")
    assert found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows) == []


def test_several_rows_of_one_person_are_one_finding(tmp_path: Path) -> None:
    rows = in_months(6, 7, 9, 1, care="100") + in_months(6, 6, 4, 1, care="50")
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows)
    assert (finding["row"], finding["months"], str(finding["amount"])) == (4, 2, "250.00")
    assert finding["sentence_zh"].endswith("7月仍发放照料护理费2个月，共250.00元，应予追回。同月有多笔，已合计。")
    assert finding["sentence_en"].endswith("Several payments of one month are added up.")


def test_finding_stands_at_the_row_that_pays(tmp_path: Path) -> None:
    rows = in_months(6, 7, 5, 1, care="0") + in_months(6, 7, 9, 1, care="100")
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows)
    assert (finding["row"], finding["case"], finding["months"], str(finding["amount"])) == (9, "A9", 2, "200.00")


def test_of_two_days_of_death_the_later_counts(tmp_path: Path) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    finding, _ = sorted(
        found(tmp_path, [deaths(tmp_path, "2023-03-01", "2023-08-15", "2023-08-01")], rows),
        key=lambda one: one["direction"] == "check",
    )
    assert (finding["direction"], finding["months"]) == ("recover", 4)
    assert finding["sentence_zh"] == (
        "张三2023年8月去世，2023年9月至12月仍发放照料护理费4个月，共400.00元，应予追回。"
        "登记中另有较早的死亡日期（2023年3月），按较晚的计算。"
    )
    assert finding["sentence_en"].endswith("The register also has an earlier death (2023-03); the later one counts.")


def test_between_two_days_of_death_it_is_to_be_verified(tmp_path: Path) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    findings = found(tmp_path, [deaths(tmp_path, "2023-03-01", "2023-08-15", "2023-05-01")], rows)
    (finding,) = [one for one in findings if one["direction"] == "check"]
    assert (finding["code"], finding["months"], str(finding["amount"])) == ("paid_after_death", 5, "500.00")
    assert finding["sentence_zh"] == (
        "张三2023年3月或2023年8月去世，2023年4月至8月仍发放照料护理费5个月，共500.00元，核实后追回。"
        "登记中的日期不止一个，先核实哪一个对。"
    )
    assert finding["sentence_en"] == (
        "张三 died in 2023-03 or 2023-08; the care benefit was still paid for 5 months, 2023-04 to 2023-08, 500.00 "
        "yuan in all, to be recovered once verified. The register has more than one day: see first which of them is "
        "right."
    )


def test_day_of_death_that_is_still_to_come_does_not_hide_the_other(tmp_path: Path) -> None:
    """2033 for 2023, as it is typed: nothing would be found at all."""
    findings = found(tmp_path, [deaths(tmp_path, "2023-03-01", "2033-03-02")], in_months(1, 12, 2, 1, care="100"))
    assert [(one["direction"], one["months"]) for one in findings] == [("check", 9)]


def test_between_two_days_of_moving(tmp_path: Path) -> None:
    moved = register(
        tmp_path, "moved", ["身份证号", "迁出日期"], [(id_number(1), "2023-03-01"), (id_number(1), "2023-05-01")]
    )
    findings = found(tmp_path, [moved], in_months(1, 12, 2, 1, care="100"))
    assert sorted((one["direction"], one["months"]) for one in findings) == [("check", 2), ("recover", 7)]


def two_kinds_of_days(folder: Path, death: str | None, other: str, header: str = "火化日期") -> list[Register]:
    registers = [register(folder, "deaths", ["身份证号", header], [(id_number(1), other)], "殡葬.csv")]
    if death is not None:
        registers.append(register(folder, "deaths", ["身份证号", "死亡日期"], [(id_number(1), death)], "民政.csv"))
    return registers


def test_two_registers_of_deaths_count_as_one(tmp_path: Path) -> None:
    """The day of death goes before the day of the cremation, which is later by nature."""
    registers = two_kinds_of_days(tmp_path, "2023-05-31", "2023-06-02")
    (finding,) = found(tmp_path, registers, in_months(1, 12, 2, 1, care="100"))
    assert (finding["months"], str(finding["amount"])) == (7, "700.00")
    assert finding["sentence_zh"] == "张三2023年5月去世，2023年6月至12月仍发放照料护理费7个月，共700.00元，应予追回。"


def test_cremation_counts_where_no_day_of_death_is_known(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, two_kinds_of_days(tmp_path, None, "2023-06-02"), in_months(1, 12, 2, 1, care="100"))
    assert finding["months"] == 6
    assert finding["sentence_zh"].startswith("张三2023年6月火化，2023年7月至12月仍发放")
    assert finding["sentence_en"].startswith("张三 was cremated in 2023-06; ")


def test_struck_off_months_after_the_death(tmp_path: Path) -> None:
    registers = two_kinds_of_days(tmp_path, "2023-01-10", "2023-05-20", "户口注销日期")
    (finding,) = found(tmp_path, registers, in_months(1, 12, 2, 1, care="100"))
    assert finding["months"] == 11


def test_cremated_before_the_death_is_told(tmp_path: Path) -> None:
    registers = two_kinds_of_days(tmp_path, "2023-05-31", "2023-02-02")
    finding, between = sorted(
        found(tmp_path, registers, in_months(1, 12, 2, 1, care="100")), key=lambda one: one["direction"] == "check"
    )
    assert finding["months"] == 7
    assert finding["sentence_zh"].endswith("登记中另有较早的死亡日期（2023年2月），按较晚的计算。")
    assert (between["direction"], between["months"]) == ("check", 3)


def test_another_name_under_the_number_is_told(tmp_path: Path) -> None:
    dead = register(tmp_path, "deaths", ["身份证号", "姓名", "死亡日期"], [(id_number(1), "李四", "2023-11-01")])
    (finding,) = found(tmp_path, [dead], in_months(1, 12, 2, 1, care="100"))
    assert finding["sentence_zh"].endswith("核实后追回。登记的姓名是李四，与名册不同，先核实是否同一人。")
    assert finding["sentence_en"].endswith(
        "The register has the number under the name 李四: see first that it is the same person."
    )


def test_under_another_name_nothing_is_to_be_recovered_before_it_is_verified(tmp_path: Path) -> None:
    """The amount stays; it may well be this person."""
    columns = ["身份证号", "死亡日期", "姓名"]
    one = register(tmp_path, "deaths", columns, [(id_number(1), "2023-04-30", "李四")])
    (finding,) = found(tmp_path, [one], [Row(2, person(1), {"care": "747"})], MAY_2023)
    assert (finding["direction"], str(finding["amount"])) == ("check", "747.00")
    for name in ("张三", None):  # the same name, or none that could differ
        one = register(tmp_path, "deaths", columns, [(id_number(1), "2023-04-30", name)])
        (finding,) = found(tmp_path, [one], [Row(2, person(1), {"care": "747"})], MAY_2023)
        assert finding["direction"] == "recover"


def test_months_under_another_name_are_told_apart(tmp_path: Path) -> None:
    """Two terms of one number: of the first it is certain who it is, also where the second overlaps it."""
    terms = [(id_number(1), "张三", "2023-01-05", "2023-06-10"), (id_number(1), "李四", "2023-05-01", "2023-09-10")]
    prison = register(tmp_path, "imprisoned", ["身份证号", "姓名", "收监日期", "释放日期"], terms)
    findings = found(tmp_path, [prison], in_months(1, 12, 2, 1, care="100"))
    assert [(one["direction"], one["months"], str(one["amount"])) for one in findings] == [
        ("recover", 5, "500.00"), ("check", 3, "300.00"),
    ]  # fmt: skip
    assert findings[0]["sentence_zh"] == (
        "张三2023年1月收监、2023年6月刑满或释放，2023年2月至6月仍发放照料护理费5个月，共500.00元，应予追回。"
    )
    assert findings[1]["sentence_zh"] == (
        "张三2023年5月收监、2023年9月刑满或释放，2023年7月至9月仍发放照料护理费3个月，共300.00元，核实后追回。"
        "登记的姓名是李四，与名册不同，先核实是否同一人。"
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([("张三", "2023-03-01"), ("李四", "2023-08-01")], [("recover", 4), ("check", 5)]),
        ([("李四", "2023-03-01"), ("张三", "2023-08-01")], [("recover", 4), ("check", 5)]),
        ([("李四", "2023-03-01"), ("王五", "2023-08-01")], [("check", 4), ("check", 5)]),
    ],
)
def test_of_two_days_of_death_under_two_names(
    tmp_path: Path, days: list[tuple[str, str]], expected: list[tuple[str, int]]
) -> None:
    """What is paid after the later one is not due, whosever that is, if one of them is this person's."""
    rows = [(id_number(1), name, day) for name, day in days]
    dead = register(tmp_path, "deaths", ["身份证号", "姓名", "死亡日期"], rows)
    findings = found(tmp_path, [dead], in_months(1, 12, 2, 1, care="100"))
    findings.sort(key=lambda one: one["months"])
    assert [(one["direction"], one["months"]) for one in findings] == expected
    assert findings[0]["sentence_zh"].startswith("张三2023年8月去世，2023年9月至12月仍发放")
    assert findings[1]["sentence_zh"].startswith("张三2023年3月或2023年8月去世，2023年4月至8月仍发放")


def test_cremated_under_the_name_of_the_roll_months_after_somebody_else_died(tmp_path: Path) -> None:
    dead = register(tmp_path, "deaths", ["身份证号", "姓名", "死亡日期", "火化日期"], [
        (id_number(1), "李四", "2023-05-01", None), (id_number(1), "张三", None, "2023-09-01"),
    ])  # fmt: skip
    findings = found(tmp_path, [dead], in_months(1, 12, 2, 1, care="100"))
    assert [(one["direction"], one["months"]) for one in findings] == [("check", 4), ("recover", 3)]


def test_rows_of_different_names_are_told_apart(tmp_path: Path) -> None:
    dead = register(tmp_path, "deaths", ["身份证号", "姓名", "死亡日期"], [(id_number(1), "张三", "2023-04-30")])
    rows = [Row(2, person(1), {"care": "747"}), Row(3, person(1), {"care": "80"}, name="李四")]
    findings = found(tmp_path, [dead], rows, MAY_2023)
    assert [(one["row"], one["direction"], str(one["amount"])) for one in findings] == [
        (2, "recover", "747.00"), (3, "check", "80.00"),
    ]  # fmt: skip


def test_roll_without_names(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "747"}, name=None)]
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-04-30")], rows, MAY_2023)
    assert finding["name"] is None
    assert finding["sentence_zh"].startswith("此人2023年4月去世，")
    assert finding["sentence_en"].startswith("This person died in 2023-04; ")


def test_amount_of_a_year_by_twelfths(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "8964"})]
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows, Months(202309, 202309), [BY_YEAR])
    assert (finding["months"], str(finding["paid"]), str(finding["amount"])) == (7, "5229.00", "5229.00")
    assert finding["sentence_zh"] == (
        "张三2023年5月去世，2023年6月至12月仍按年发放照料护理费，7个月每月折年额的十二分之一，共5229.00元，应予追回。"
    )
    assert finding["sentence_en"] == (
        "张三 died in 2023-05; the care benefit is paid by the year and covers 7 months, 2023-06 to 2023-12: "
        "5229.00 yuan at a twelfth of the year's amount for each, to be recovered."
    )


def test_amount_of_a_year_that_cannot_be_divided_is_rounded_down(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "1000"})]
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows, Months(202309, 202309), [BY_YEAR])
    assert str(finding["amount"]) == "583.33"
    assert "共583.33元（除不尽，舍去不足一分的部分），应予追回。" in finding["sentence_zh"]
    assert "for each (a fraction of a fen left out), to be recovered." in finding["sentence_en"]


def test_amount_of_a_year_in_a_check_of_months(tmp_path: Path) -> None:
    rows = in_months(1, 12, 2, 1, care="1200")
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-05-31")], rows, YEAR_2023, [BY_YEAR])
    assert (finding["months"], str(finding["amount"])) == (7, "700.00")


@pytest.mark.parametrize(
    ("taken_in", "released", "months"),
    [
        ("2023-03-05", "2023-10-04", 7), ("2023-03-31", "2023-04-01", 1), ("2023-03-01", None, 9),
        ("2022-12-31", None, 12), ("2020-01-01", "2023-01-01", 1), ("2023-11-30", "2024-02-29", 1),
    ],
)  # fmt: skip
def test_months_in_prison(tmp_path: Path, taken_in: str, released: str | None, months: int) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    findings = found(tmp_path, [imprisoned(tmp_path, (taken_in, released))], rows)
    assert [(each["code"], each["months"]) for each in findings] == [("paid_in_prison", months)]


@pytest.mark.parametrize(
    ("taken_in", "released"),
    [("2023-03-01", "2023-03-31"), ("2019-05-01", "2022-12-31"), ("2023-12-01", None), ("2024-01-01", None)],
)
def test_prison_that_touches_no_month(tmp_path: Path, taken_in: str, released: str | None) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    assert found(tmp_path, [imprisoned(tmp_path, (taken_in, released))], rows) == []


def test_paid_in_prison_in_words(tmp_path: Path) -> None:
    rows = in_months(1, 12, 2, 1, care="100")
    (open_,) = found(tmp_path, [imprisoned(tmp_path, ("2023-03-05", None))], rows)
    (ended,) = found(tmp_path, [imprisoned(tmp_path, ("2023-03-05", "2023-10-04"))], rows)
    assert open_["sentence_zh"] == "张三2023年3月收监，2023年4月至12月仍发放照料护理费9个月，共900.00元，应予追回。"
    assert ended["sentence_zh"] == (
        "张三2023年3月收监、2023年10月刑满或释放，2023年4月至10月仍发放照料护理费7个月，共700.00元，应予追回。"
    )
    assert ended["sentence_en"] == (
        "张三 was taken into prison in 2023-03 (release or end of sentence: 2023-10); the care benefit was still "
        "paid for "
        "7 months, 2023-04 to 2023-10, 700.00 yuan in all, to be recovered."
    )


def test_two_terms_that_overlap_count_once(tmp_path: Path) -> None:
    terms = imprisoned(
        tmp_path, ("2023-01-05", "2023-04-10"), ("2023-03-01", "2023-06-10"), ("2023-09-01", "2023-10-01")
    )
    (finding,) = found(tmp_path, [terms], in_months(1, 12, 2, 1, care="100"))
    assert (finding["months"], str(finding["amount"])) == (6, "600.00")  # February to June, October
    assert finding["sentence_zh"].startswith(
        "张三2023年1月收监、2023年6月刑满或释放；2023年9月收监、2023年10月刑满或释放，2023年2月至10月间仍发放照料护理费6个月"
    )
    assert finding["sentence_en"].startswith(
        "张三 was taken into prison in 2023-01 (release or end of sentence: 2023-06), was taken into prison in 2023-09 "
        "(release or end of sentence: 2023-10); the care benefit was still paid for 6 of the months 2023-02 to 2023-10"
    )


def test_only_terms_in_which_something_was_paid_are_told(tmp_path: Path) -> None:
    terms = imprisoned(tmp_path, ("2022-01-05", "2022-04-10"), ("2023-01-05", "2023-02-10"), ("2023-05-31", None))
    rows = in_months(1, 4, 2, 1, care="100") + in_months(6, 6, 2, 1, age="5")
    assert [(each["benefit"], each["sentence_zh"].partition("仍")[0]) for each in found(tmp_path, [terms], rows)] == [
        ("care", "张三2023年1月收监、2023年2月刑满或释放，2023年2月"), ("age", "张三2023年5月收监，2023年6月"),
    ]  # fmt: skip


def test_paid_after_moving_away(tmp_path: Path) -> None:
    moved = register(tmp_path, "moved", ["身份证号", "迁出日期"], [(id_number(1), "2023-10-20")])
    (finding,) = found(tmp_path, [moved], in_months(1, 12, 2, 1, age="100"), benefits=[AGE])
    assert (finding["code"], finding["months"], finding["direction"]) == ("paid_after_move", 2, "recover")
    assert finding["sentence_zh"] == (
        "张三2023年10月户籍迁出，2023年11月至12月仍发放尊老金2个月，共200.00元，应予追回；迁入地是否已接续，另行核实。"
        "规则集没有收录这方面的条款，未列依据。"
    )
    assert finding["sentence_en"] == (
        "张三 moved the household registration away in 2023-10; the old-age allowance was still paid for 2 months, "
        "2023-11 to 2023-12, 200.00 yuan in all, to be recovered; whether the new place pays is to be seen besides. "
        "The ruleset cites no clause for it."
    )


def test_months_over_the_turn_of_a_year(tmp_path: Path) -> None:
    rows = [Row(2, person(1), {"care": "100"}, month=month) for month in ("2022-12", "2023-01")]
    (finding,) = found(tmp_path, [deaths(tmp_path, "2022-11-30")], rows, Months(202212, 202301))
    assert "2022年12月至2023年1月仍发放照料护理费2个月" in finding["sentence_zh"]


def test_quotes_and_odd_characters_in_names(tmp_path: Path) -> None:
    quoted = PaidBenefit("care", Label("护理'费\"", 'care\'s "benefit"'))
    rows = [Row(2, person(1), {"care": "1"}, name="O'Neil; DROP TABLE people --")]
    (finding,) = found(tmp_path, [deaths(tmp_path, "2023-04-30")], rows, MAY_2023, [quoted])
    assert finding["sentence_zh"].startswith(
        "O'Neil; DROP TABLE people --2023年4月去世，2023年5月仍发放护理'费\"1.00元"
    )
