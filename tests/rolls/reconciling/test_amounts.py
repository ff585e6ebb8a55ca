"""Paid against due, benefit by benefit: what is found, how much is at stake, and what is said of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assess.language.functions import check_character
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.reconciling.plan import figures_for_want_of_which_nobody_is_decided
from tests.library import program_of
from tests.rolls.reconciling.tables import MEADOWLAND, edition, found_in, meadowland, only, row

SENTENCES = ("code", "benefit", "amount", "direction", "sentence_zh", "sentence_en")


def test_a_finding_in_full() -> None:
    found = found_in(meadowland(), [row(7, hay=("60.00", "45.50"))], people={7: 32040219391015000})
    assert found == [
        dict(
            zip(
                COLUMN_NAMES,
                (
                    "overpaid", "roll.csv", 7, "7", "张三", "320402193910150001", "北村", None, "hay",
                    Decimal("60.00"), Decimal("45.50"), Decimal("14.50"), "recover", None, None, "herding-act §4-hay",
                    "张三的干草补贴每月发放60.00元，按规定应为45.50元，多发14.50元（草议〔2019〕7号 四1）。",
                    "张三, hay: paid 60.00 yuan a month, due 45.50 yuan, 14.50 yuan too much (草议〔2019〕7号 IV1).",
                ),
                strict=True,
            )
        )
    ]  # fmt: skip


def test_finding_on_somebody_without_a_number_is_not_lost() -> None:
    found = found_in(meadowland(), [row(7, hay=("60.00", "45.50")), row(8, hay=("60.00", "45.50"))], people={7: 1})
    assert only(found, "row", "code", "id_number")[1] == (8, "overpaid", None)


def test_what_is_paid_as_due_is_no_finding() -> None:
    assert found_in(meadowland(), [row(1, hay=("45.50", "45.50")), row(2, hay=(0, 0)), row(3, hay=(0, 0))]) == []


def test_underpaid() -> None:
    found = found_in(meadowland(), [row(1, care=("80.00", "83.30"))])
    assert only(found, *SENTENCES) == [
        (
            "underpaid", "care", "3.30", "pay",
            "张三的照料补贴每月发放80.00元，按规定应为83.30元，少发3.30元（草议〔2019〕7号 四2）。",
            "张三, care grant: paid 80.00 yuan a month, due 83.30 yuan, 3.30 yuan too little (草议〔2019〕7号 IV2).",
        )
    ]  # fmt: skip


def test_entitled_and_unpaid() -> None:
    (found,) = found_in(meadowland(), [row(1, care=(0, "83.30"))])
    assert found["paid"] == 0
    assert only([found], *SENTENCES) == [
        (
            "unpaid", "care", "83.30", "pay",
            "张三的照料补贴每月应发83.30元，没有发放（草议〔2019〕7号 四2）。",
            "张三, care grant: 83.30 yuan due a month, nothing paid (草议〔2019〕7号 IV2).",
        )
    ]  # fmt: skip


def test_what_is_paid_is_not_known() -> None:
    """That is not the same as nothing paid."""
    (found,) = found_in(meadowland(), [row(1, care=(None, "83.30"))])
    assert only([found], *SENTENCES, "paid", "due") == [
        (
            "paid_unknown", "care", "83.30", "none",
            "张三的照料补贴每月发放多少不详，按规定应为83.30元，无法核对（草议〔2019〕7号 四2）。",
            "张三, care grant: it is not known what is paid a month; 83.30 yuan due (草议〔2019〕7号 IV2).",
            None, "83.30",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("due", [0, None])
def test_what_is_paid_is_not_known_nor_is_anything_due_for_certain(due: int | None) -> None:
    (found,) = found_in(meadowland(), [row(1, care=(None, due))])
    assert only([found], "code", "amount", "due") == [("paid_unknown", "0.00", None if due is None else "0.00")]
    assert found["direction"] == "none"
    if due is None:  # nor is it said that one of two has to go: nobody knows of two
        assert found["sentence_zh"] == "张三的照料补贴每月发放多少不详，无法核对（草议〔2019〕7号 四2）。"


def test_what_is_not_known_to_be_paid_breaks_no_rule() -> None:
    both = row(1, hay=(None, 0), hay_worth="45.50", hay_eligible=True, care=("83.30", "83.30"))
    assert only(found_in(meadowland(), [both]), "code", "benefit") == [("paid_unknown", "hay")]


def test_not_entitled_since_not_eligible() -> None:
    found = found_in(meadowland(), [row(1, care=("83.30", 0))])
    assert only(found, *SENTENCES) == [
        (
            "not_entitled", "care", "83.30", "recover",
            "张三的照料补贴每月发放83.30元，按规定不符合条件，多发83.30元（草议〔2019〕7号 四2）。",
            "张三, care grant: paid 83.30 yuan a month, not entitled, 83.30 yuan too much (草议〔2019〕7号 IV2).",
        )
    ]  # fmt: skip


def test_not_entitled_since_it_comes_to_nothing() -> None:
    (found,) = found_in(meadowland(), [row(1, care=("10.00", 0), care_eligible=True)])
    assert found["code"] == "not_entitled"
    assert (
        found["sentence_zh"] == "张三的照料补贴每月发放10.00元，按规定应为0.00元，多发10.00元（草议〔2019〕7号 四2）。"
    )
    assert found["sentence_en"].startswith("张三, care grant: paid 10.00 yuan a month, due 0.00 yuan, 10.00 yuan too")


def test_not_entitled_since_a_combination_gives_another_benefit() -> None:
    hay_and_nothing_else = row(1, hay=("45.50", 0), hay_worth="45.50", hay_eligible=True, care=(0, "83.30"))
    found = found_in(meadowland(), [hay_and_nothing_else])
    assert only(found, "code", "benefit", "amount", "cite") == [
        ("not_entitled", "hay", "45.50", "herding-act §5-higher"),
        ("unpaid", "care", "83.30", "herding-act §4-care"),
    ]
    assert found[0]["sentence_zh"] == (
        "张三的干草补贴每月发放45.50元，按规定干草补贴、照料补贴就高享受一项，多发45.50元（草议〔2019〕7号 五1）。"
    )
    assert found[0]["sentence_en"] == (
        "张三, hay: paid 45.50 yuan a month, only the highest of hay, care grant may be drawn, 45.50 yuan too much "
        "(草议〔2019〕7号 V1)."
    )


def test_paid_where_nothing_can_be_decided() -> None:
    (found,) = found_in(meadowland(), [row(12, care=("83.30", None))])
    assert only([found], "code", "paid", "due", "amount", "direction") == [
        ("paid_undetermined", "83.30", None, "83.30", "none")
    ]
    assert found["sentence_zh"] == (
        "张三的照料补贴每月发放83.30元，缺少作出决定所需的事实，应发多少无法认定（草议〔2019〕7号 四2）。"
    )
    assert found["sentence_en"] == (
        "张三, care grant: paid 83.30 yuan a month, facts are missing that the decision needs, so what is due cannot "
        "be told (草议〔2019〕7号 IV2)."
    )


def test_figure_for_want_of_which_nobody_is_decided_is_not_said_of_every_row() -> None:
    assert found_in(meadowland(), [row(1, shelter_grant=("12.00", None))]) == []
    barred = row(1, shelter_grant=("12.00", 0), shelter_grant_eligible=False)
    assert only(found_in(meadowland(), [barred]), "code") == [("not_entitled",)]
    program = program_of("meadowland")
    lacking = figures_for_want_of_which_nobody_is_decided("shelter_grant", edition(program, "2023-06-30"))
    assert [label.zh for label in lacking] == ["羊圈标准"]
    assert figures_for_want_of_which_nobody_is_decided("hay", edition(program, "2023-06-30")) == ()


def test_no_rule_in_force() -> None:
    (found,) = found_in(meadowland("2019-06-30"), [row(1, care=("12.00", None))])
    assert found["cite"] is None
    assert found["sentence_zh"] == ("张三的照料补贴每月发放12.00元，当时没有可用的规定或标准，应发多少无法认定。")


def test_undetermined_due_is_neither_too_much_nor_unpaid() -> None:
    assert found_in(meadowland(), [row(1, care=(0, None), hay=(0, None))]) == []


def test_rejected_rows_give_no_findings() -> None:
    assert found_in(meadowland(), [row(1, care=("10.00", 0), status="rejected")]) == []


def test_undetermined_rows_give_findings_on_what_is_determined() -> None:
    found = found_in(meadowland(), [row(1, care=("10.00", 0), hay=(0, None), status="undetermined")])
    assert only(found, "code", "benefit") == [("not_entitled", "care")]


def test_without_a_name_the_benefit_opens_the_sentence() -> None:
    (found,) = found_in(meadowland(), [row(1, None, care=("80.00", "83.30"))])
    assert found["name"] is None
    assert found["sentence_zh"].startswith("照料补贴每月发放80.00元，")
    assert found["sentence_en"].startswith("Care grant: paid 80.00 yuan a month, ")


def test_roll_without_names_and_districts() -> None:
    plan = meadowland(without=("name", "district"))
    decided = row(1, care=("80.00", "83.30"))
    del decided["name"], decided["district"]
    (found,) = found_in(plan, [decided])
    assert (found["name"], found["district"], found["id_number"]) == (None, None, None)
    assert found["sentence_zh"].startswith("照料补贴每月发放80.00元，")


def test_amounts_by_the_year() -> None:
    (found,) = found_in(meadowland(periods={"care": "year"}), [row(1, care=("900.00", "999.60"))])
    assert found["sentence_zh"] == (
        "张三的照料补贴每年发放900.00元，按规定应为999.60元，少发99.60元；应发按核对之日的月标准乘以12计算，"
        "年内情况有变化的应先核实（草议〔2019〕7号 四2）。"
    )
    assert found["sentence_en"] == (
        "张三, care grant: paid 900.00 yuan a year, due 999.60 yuan, 99.60 yuan too little; due is taken as twelve "
        "times the month of the day checked: to be verified where anything changed in the year (草议〔2019〕7号 IV2)."
    )


def test_a_year_like_one_day_is_never_certain() -> None:
    """Whoever qualified for half of the year is paid half of it, and not too much."""
    plan = meadowland(periods=dict.fromkeys(MEADOWLAND, "year"))
    rows = [
        row(1, care=("499.80", 0)),
        row(2, care=("1000.00", "999.60")),
        row(3, care=("1.00", "999.60")),
        row(4, care=(0, "999.60")),
        row(5, hay=("546.00", 0), hay_eligible=True, care=("999.60", "999.60")),
        row(6, care=("499.80", None)),
    ]
    found = found_in(plan, rows)
    assert only(found, "row", "code", "direction") == [
        (1, "not_entitled", "check"),
        (2, "overpaid", "check"),
        (3, "underpaid", "check"),
        (4, "unpaid", "check"),
        (5, "not_drawn_together", "check"),
        (6, "paid_undetermined", "none"),
    ]
    assert all("乘以12" in one["sentence_zh"] for one in found[:5])
    assert "乘以12" not in found[5]["sentence_zh"]


def test_what_is_paid_by_the_month_beside_it_is_certain() -> None:
    plan = meadowland(periods={"care": "year"})
    found = found_in(plan, [row(1, hay=("60.00", "45.50"), care=("1000.00", "999.60"))])
    assert only(found, "benefit", "direction") == [("care", "check"), ("hay", "recover")]
    assert "乘以12" not in found[1]["sentence_zh"]


def test_what_the_rules_work_out_by_the_year_is_certain() -> None:
    plan = meadowland(benefits=("winter_grant",), periods={"winter_grant": "year"})
    (found,) = found_in(plan, [row(1, winter_grant=("300.00", 0))])
    assert only([found], "code", "direction") == [("not_entitled", "recover")]
    assert "乘以12" not in found["sentence_zh"]


def test_amounts_are_written_out_exactly() -> None:
    (found,) = found_in(meadowland(), [row(1, care=("9999999999999999.99", "0.10"))])
    assert found["amount"] == Decimal("9999999999999999.89")
    assert "发放9999999999999999.99元，按规定应为0.10元，多发9999999999999999.89元" in found["sentence_zh"]


def test_name_with_a_quotation_mark() -> None:
    (found,) = found_in(meadowland(), [row(1, "O'Neill {x}", care=("80.00", "83.30"))])
    assert found["sentence_en"].startswith("O'Neill {x}, care grant: paid")


def test_number_of_a_person_whose_area_code_begins_with_zero() -> None:
    (found,) = found_in(meadowland(), [row(1, care=("80.00", "83.30"))], people={1: 402193910150000})
    assert found["id_number"] == "00402193910150000" + check_character("00402193910150000")
