"""Registers that stand for a fact: which rows are decided again, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assess.language.types import Label
from assess.library import Library
from assess.rolls.registers.benefits import Ground, PaidBenefit
from assess.rolls.registers.months import Months
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import (
    Before,
    findings_with_register_fact,
    not_asked,
    rows_with_register_fact,
)
from tests.databases import database
from tests.rolls.registers.registering import (
    ROLL,
    YEAR_2023,
    Row,
    as_dicts,
    id_number,
    in_months,
    insert,
    made_roll,
    person,
    register,
)

NURSING = PaidBenefit(
    "nursing", Label("残疾人护理补贴", "the nursing subsidy"), "month",
    {"work_injury": (Ground("gf-2015-52 §neither", 201601),)},
)  # fmt: skip
FACT = Label("领取工伤保险生活护理费", "draws the nursing benefit of work-injury insurance")
MAY_2023 = Months(202305, 202305)
TIMES = ["身份证号", "姓名", "待遇开始日期", "待遇结束日期"]


def work_injury(folder: Path, *rows: tuple[str | None, ...]) -> Register:
    return register(folder, "work_injury", TIMES[: len(rows[0])], rows, "工伤.csv")


def listed(folder: Path, registers: Sequence[Register], rows: Sequence[Row], months: Months) -> list[tuple[Any, ...]]:
    out = folder / "again.parquet"
    with database() as connection:
        count = rows_with_register_fact(connection, registers, made_roll(connection, rows, months), out)
    found = [tuple(each.values())[:3] for each in as_dicts(out)]
    assert len(found) == count
    return found


def found(
    folder: Path,
    registers: Sequence[Register],
    rows: Sequence[Row],
    after: Sequence[tuple[int, str | None, bool | None, str | None]],
    months: Months = YEAR_2023,
    benefit: PaidBenefit = NURSING,
    without: str | None = None,
) -> list[dict[str, Any]]:
    """`after`: row, month, what the roll says of the fact, and what is due with the fact. Without it as much is due as
    by the roll, else `without`."""
    out = folder / "findings.parquet"
    with database() as connection:
        before = Before(made_roll(connection, rows, months), (benefit,), FACT)
        by_month = months == YEAR_2023
        connection.execute(
            f'CREATE TABLE after (source VARCHAR, "row" BIGINT, {"month VARCHAR," * by_month} stated BOOLEAN, '
            f'unreadable BOOLEAN, "due.{benefit.name}" DECIMAL(18, 2), "without.{benefit.name}" DECIMAL(18, 2))'
        )
        otherwise = {(each.row, each.month): (each.due or {}).get(benefit.name) or without for each in rows}
        insert(connection, "after", [
            [ROLL, row, *([month] * by_month), stated, False, due, otherwise[row, month]]
            for row, month, stated, due in after
        ])  # fmt: skip
        findings_with_register_fact(connection, registers, before, "after", out)
    return as_dicts(out)


def beside(*given: Any, **others: Any) -> list[dict[str, Any]]:
    """The findings of too much, without those that the roll says otherwise."""
    return [each for each in found(*given, **others) if each["code"].startswith("beside_")]


def paying(row: int, count: int, paid: str, due: str | None, month: str | None = None) -> Row:
    return Row(row, person(count), {"nursing": paid}, month=month, due={"nursing": due})


def test_rows_to_decide_again(tmp_path: Path) -> None:
    drawn = work_injury(tmp_path, (id_number(2), None, None, None), (id_number(3), None, "2023-06-01", None))
    rows = [
        Row(2, person(1), {"nursing": "1"}),
        Row(3, person(2), {"nursing": "1"}),
        Row(4, person(3), {"nursing": "1"}),
    ]
    assert listed(tmp_path, [drawn], rows, MAY_2023) == [(ROLL, 3, None)]


def test_rows_to_decide_again_month_by_month(tmp_path: Path) -> None:
    terms = [("2023-03-31", "2023-04-01"), ("2023-04", "2023-05"), ("2023-11-30", None)]
    drawn = work_injury(tmp_path, *((id_number(1), None, *term) for term in terms))
    assert listed(tmp_path, [drawn], in_months(1, 12, 7, 1, nursing="1"), YEAR_2023) == [
        (ROLL, 7, f"2023-{month:02}") for month in (3, 4, 5, 11, 12)
    ]


def test_paid_beside_what_the_rules_exclude(tmp_path: Path) -> None:
    drawn = work_injury(tmp_path, (id_number(1), "张三", "2023-03-01", None))
    findings = beside(tmp_path, [drawn], [paying(2, 1, "120", "120")], [(2, None, False, "0")], MAY_2023)
    assert [{name: str(value) for name, value in each.items() if value is not None} for each in findings] == [{
        "code": "beside_work_injury", "source": ROLL, "row": "2", "case": "A2", "name": "张三",
        "id_number": id_number(1), "district": "天宁区", "month": "2023-05", "benefit": "nursing", "paid": "120.00",
        "due": "0.00", "amount": "120.00", "direction": "recover", "months": "1", "cite": "gf-2015-52 §neither",
        "sentence_zh": "张三在工伤保险生活护理费名单中（2023年3月起），2023年5月发放残疾人护理补贴120.00元，"
        "按登记的情况应发0.00元，多发120.00元，应予追回。",
        "sentence_en": "张三 is on the list of the work-injury nursing benefit (from 2023-03); the nursing subsidy was "
        "paid for 2023-05, 120.00 yuan, where by the register 0.00 was due: 120.00 yuan too much, to be "
        "recovered.",
    }]  # fmt: skip


def test_months_are_added_up(tmp_path: Path) -> None:
    drawn = work_injury(tmp_path, (id_number(1), None, None, "2023-04-30"))
    months = [f"2023-{month:02}" for month in (2, 3, 4, 5)]
    rows = [paying(2, 1, "120", due, month) for month, due in zip(months, ("120", None, "120", "120"), strict=True)]
    findings = found(tmp_path, [drawn], rows, [(2, month, None, "20.50") for month in months[:3]], without="120")
    assert [(each["code"], each["months"], str(each["amount"])) for each in findings] == [
        ("beside_work_injury", 3, "298.50"), ("registered_otherwise", 3, "0.00"),
    ]  # fmt: skip
    assert findings[0]["sentence_zh"] == (
        "张三在工伤保险生活护理费名单中（至2023年4月），2023年2月至4月发放残疾人护理补贴3个月，共360.00元，"
        "按登记的情况应发61.50元，多发298.50元，应予追回。"
    )
    assert (
        "was paid for 3 months, 2023-02 to 2023-04, 360.00 yuan in all, where by the register 61.50"
        in (findings[0]["sentence_en"])
    )


def test_portions_of_the_people_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = work_injury(tmp_path, *((id_number(count),) for count in range(9)))
    rows = [paying(count, count, "120", "120", "2023-03") for count in range(9)]
    after = [(count, "2023-03", None, "20") for count in range(9)]
    whole = found(tmp_path, [drawn], rows, after)
    monkeypatch.setattr("assess.rolls.registers.payments._ROWS_OF_A_PORTION", 2)
    assert found(tmp_path, [drawn], rows, after) == whole
    assert len(whole) == 18


@pytest.mark.parametrize(
    ("paid", "due", "after", "amount"),
    [
        ("120", "120", "0", "120.00"), ("150", "120", "0", "150.00"), ("120", None, "0", "120.00"),
        ("120", "120", "120", None), ("150", "120", "120", None), ("120", "0", "0", None), ("0", "120", "0", None),
        ("120", "120", None, None), ("100", "120", "110", None), (None, "120", "0", None), ("100", "60", "80", None),
    ],
)  # fmt: skip
def test_only_what_the_fact_makes_undue_counts(
    tmp_path: Path, paid: str | None, due: str | None, after: str | None, amount: str | None
) -> None:
    drawn = work_injury(tmp_path, (id_number(1),))
    row = Row(2, person(1), {"nursing": paid}, due={"nursing": due})
    findings = beside(tmp_path, [drawn], [row], [(2, None, False, after)], MAY_2023)
    assert [str(each["amount"]) for each in findings] == ([amount] if amount else [])


@pytest.mark.parametrize(
    ("stated", "zh", "en"),
    [
        (False, "名册所填“领取工伤保险生活护理费”为否，与登记不符。", "the roll says no to “draws"),
        (None, "名册没有填“领取工伤保险生活护理费”。", "the roll says nothing of “draws"),
    ],
)
def test_registered_otherwise(tmp_path: Path, stated: bool | None, zh: str, en: str) -> None:
    drawn = work_injury(tmp_path, (id_number(1), "李四", "2023-03-01", "2023-12-31"))
    (finding,) = found(tmp_path, [drawn], [paying(2, 1, "0", "0")], [(2, None, stated, "0")], MAY_2023)
    assert (finding["code"], finding["benefit"], finding["paid"], str(finding["amount"])) == (
        "registered_otherwise", None, None, "0.00",
    )  # fmt: skip
    assert finding["direction"] == "none"
    assert finding["sentence_zh"] == (
        f"张三在工伤保险生活护理费名单中（2023年3月至2023年12月），{zh}登记的姓名是李四，与名册不同，先核实是否同一人。"
    )
    assert "(2023-03 to 2023-12); " in finding["sentence_en"]
    assert en in finding["sentence_en"]


def test_long_term_care_insurance_has_a_code_of_its_own(tmp_path: Path) -> None:
    drawn = register(tmp_path, "ltci", ["身份证号"], [(id_number(1),)], "长护险.csv")
    (finding,) = beside(tmp_path, [drawn], [paying(2, 1, "120", "120")], [(2, None, False, "0")], MAY_2023)
    assert finding["code"] == "beside_ltci"
    assert finding["cite"] is None
    assert finding["sentence_zh"].startswith("张三在长期护理保险待遇名单中，2023年5月发放")
    assert finding["sentence_zh"].endswith("应予追回。规则集没有收录这方面的条款，未列依据。")


def test_amounts_of_a_year_by_twelfths_in_a_check_of_months(tmp_path: Path) -> None:
    by_year = PaidBenefit("nursing", NURSING.label, "year", NURSING.grounds)
    drawn = work_injury(tmp_path, (id_number(1), None, "2023-11-01", None))
    rows = [paying(2, 1, "1000", "1000", f"2023-{month:02}") for month in range(1, 13)]
    after = [(2, f"2023-{month}", False, "0") for month in (11, 12)]
    (finding,) = beside(tmp_path, [drawn], rows, after, YEAR_2023, by_year)
    assert (finding["months"], str(finding["paid"]), str(finding["due"]), str(finding["amount"])) == (
        2, "166.66", "0.00", "166.66",
    )  # fmt: skip
    assert "共166.66元（按年额折算），" in finding["sentence_zh"]


@pytest.mark.parametrize(
    ("start", "end", "months", "amount"),
    [
        ("2023-06-01", None, 7, "560.00"), ("2023-01-01", "2023-05-31", 5, "400.00"), ("2023-07-01", None, 6, "480.00"),
        ("2020-01-01", None, 12, "960.00"), ("2023-02-10", "2023-02-11", 1, "80.00"),
    ],
)  # fmt: skip
def test_amounts_of_a_year_by_twelfths_in_a_check_as_of_a_day(
    tmp_path: Path, start: str, end: str | None, months: int, amount: str
) -> None:
    """The amount was paid for all twelve months of the year, whatever month the day lies in."""
    by_year = PaidBenefit("nursing", NURSING.label, "year", NURSING.grounds)
    drawn = work_injury(tmp_path, (id_number(1), None, start, end))
    rows = [paying(2, 1, "960", "960")]
    (finding,) = beside(tmp_path, [drawn], rows, [(2, None, False, "0")], Months(202306, 202306), by_year)
    assert (finding["months"], str(finding["amount"])) == (months, amount)


def test_of_a_part_of_a_year_what_is_too_much_anyway_is_told_by_itself(tmp_path: Path) -> None:
    """1200 are paid and 960 due by the roll: 240 too much in the whole year, and 80 a month for six months besides."""
    by_year = PaidBenefit("nursing", NURSING.label, "year", NURSING.grounds)
    drawn = work_injury(tmp_path, (id_number(1), None, "2023-07-01", None))
    (finding,) = beside(
        tmp_path, [drawn], [paying(2, 1, "1200", "960")], [(2, None, False, "0")], Months(202306, 202306), by_year
    )
    assert (str(finding["paid"]), str(finding["amount"])) == ("480.00", "480.00")
    assert "按名册所填也多发的部分另列。" in finding["sentence_zh"]


def test_what_the_roll_says_itself_is_not_found_here(tmp_path: Path) -> None:
    drawn = work_injury(tmp_path, (id_number(1),))
    rows = [paying(2, 1, "120", "0")]
    assert found(tmp_path, [drawn], rows, [(2, None, True, "0")], MAY_2023) == []


def test_ruleset_that_does_not_ask_the_fact(tmp_path: Path) -> None:
    program = Library((Path(__file__).parents[2] / "library",)).program("meadowland")
    registers = [work_injury(tmp_path, (id_number(1),)), register(tmp_path, "deaths", ["身份证号", "死亡日期"], [])]
    (warning,) = not_asked(registers, program.id, program.inputs)
    assert (warning.code, warning.severity, warning.position.file) == ("R510", "warning", "工伤.csv")
    assert warning.arguments["fact"] == "work_injury_nursing_benefit"
    changzhou = Library.default().program("jiangsu/changzhou")
    assert not_asked(registers, changzhou.id, changzhou.inputs) == ()
