"""Benefits that are not drawn together: which one has to go, and that its amount is counted once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assess.language.edition import edition_of
from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.plan import Period
from tests.library import day
from tests.rolls.reconciling.tables import Row, columns_of, found_in, grazing, meadowland, only, row

CODES = ("code", "benefit", "amount")
NURSING = ("nursing", "grazing", "hostel")


def codes(plan: Reconciliation, *rows: Row) -> list[tuple[str, ...]]:
    return only([one for one in found_in(plan, rows) if one["code"] != "placeholder"], *CODES)


def herders_nursing(*goals: str) -> Reconciliation:
    paid: dict[str, Period] = dict.fromkeys(NURSING, "month")
    program = grazing()
    found = edition_of(program, day("2023-06-30"), strict=False, only=(*NURSING, *goals))
    return Reconciliation.of(program, found, paid, columns_of(NURSING))


def test_of_two_the_one_due_is_kept() -> None:
    both = row(1, hay=("45.50", 0), hay_worth="45.50", hay_eligible=True, care=("83.30", "83.30"))
    (found,) = found_in(meadowland(), [both])
    assert only([found], *CODES, "paid", "due", "direction", "cite") == [
        ("not_drawn_together", "hay", "45.50", "45.50", "0.00", "recover", "herding-act §5-higher")
    ]
    assert found["sentence_zh"] == (
        "张三名下同时发放干草补贴每月45.50元、照料补贴每月83.30元，按规定干草补贴、照料补贴就高享受一项，"
        "干草补贴多发45.50元（草议〔2019〕7号 五1）。"
    )
    assert found["sentence_en"] == (
        "张三 is paid several benefits together: hay 45.50 yuan a month, care grant 83.30 yuan a month; "
        "only the highest of hay, care grant may be drawn; 45.50 yuan too much of hay (草议〔2019〕7号 V1)."
    )


def test_the_one_due_is_kept_though_more_is_paid_of_the_other() -> None:
    assert codes(meadowland(), row(1, hay=("100.00", 0), hay_eligible=True, care=("90.00", "83.30"))) == [
        ("not_drawn_together", "hay", "100.00"),
        ("overpaid", "care", "6.70"),
    ]


def test_where_nothing_is_known_the_smaller_goes() -> None:
    """As much as that is too much either way; which of them stops is to be seen first."""
    unknown = row(1, hay=("100.00", None), care=("90.00", None))
    assert codes(meadowland(), unknown) == [
        ("not_drawn_together", "care", "90.00"),
        ("paid_undetermined", "hay", "100.00"),
    ]
    (found, _) = found_in(meadowland(), [unknown])
    assert found["direction"] == "check"
    assert "照料补贴多发90.00元；各应发多少还不能认定，先查清应停发哪一项（" in found["sentence_zh"]
    assert (
        "90.00 yuan too much of care grant; what is due of either cannot be told: see first which of them is to stop ("
        in found["sentence_en"]
    )


def test_of_equal_amounts_the_one_named_first_is_kept() -> None:
    assert codes(meadowland(), row(1, hay=("90.00", None), care=("90.00", None))) == [
        ("not_drawn_together", "care", "90.00"),
        ("paid_undetermined", "hay", "90.00"),
    ]


def test_what_may_be_due_is_kept_before_what_is_not() -> None:
    assert codes(meadowland(), row(1, hay=("100.00", 0), hay_eligible=True, care=("90.00", None))) == [
        ("not_drawn_together", "hay", "100.00"),
        ("paid_undetermined", "care", "90.00"),
    ]


def test_where_neither_is_due_both_go_each_counted_once() -> None:
    neither = row(1, hay=("100.00", 0), hay_eligible=True, care=("90.00", 0), care_eligible=True)
    assert codes(meadowland(), neither) == [
        ("not_drawn_together", "care", "90.00"),
        ("not_entitled", "hay", "100.00"),
    ]


@pytest.mark.parametrize("due", ["83.30", 0, None])
def test_whoever_is_not_eligible_has_nothing_to_give_way(due: str | int | None) -> None:
    """Were the other benefit not paid, it would still not be due."""
    both = row(1, hay=("100.00", 0), hay_eligible=False, care=("83.30", due), care_eligible=due != 0)
    (found,) = [one for one in found_in(meadowland(), [both]) if one["benefit"] == "hay"]
    assert only([found], *CODES, "cite") == [("not_entitled", "hay", "100.00", "herding-act §4-hay")]
    assert found["sentence_en"].startswith("张三, hay: paid 100.00 yuan a month, not entitled, 100.00 yuan too much")


def test_whoever_is_not_eligible_is_not_excluded_either() -> None:
    both = row(1, dog_food=("10.00", 0), dog_food_eligible=False, shelter_grant=("20.00", "20.00"))
    assert codes(meadowland(), both) == [("not_entitled", "dog_food", "10.00")]


def test_amounts_by_the_month_and_by_the_year_are_compared_by_the_year() -> None:
    """Ten yuan a month are more than 119 a year, and less than 121."""
    plan = meadowland(periods={"care": "year"})
    assert codes(plan, row(1, hay=("10.00", None), care=("119.00", None))) == [
        ("not_drawn_together", "care", "119.00"),
        ("paid_undetermined", "hay", "10.00"),
    ]
    assert codes(plan, row(1, hay=("10.00", None), care=("121.00", None))) == [
        ("not_drawn_together", "hay", "10.00"),
        ("paid_undetermined", "care", "121.00"),
    ]


def test_one_of_two_paid_is_no_conflict() -> None:
    assert codes(meadowland(), row(1, hay=(0, 0), care=("83.30", "83.30"))) == []


def test_rule_whose_other_benefit_is_not_on_the_roll_breaks_nothing() -> None:
    plan = meadowland(benefits=("hay",))
    assert codes(plan, row(1, hay=("45.50", 0), hay_worth="45.50", hay_eligible=True)) == [
        ("not_entitled", "hay", "45.50")
    ]


def test_excluded_by_a_benefit_drawn() -> None:
    both = row(
        1, dog_food=("10.00", 0), dog_food_worth="10.00", dog_food_eligible=True, shelter_grant=("20.00", "20.00")
    )
    found = [one for one in found_in(meadowland(), [both]) if one["code"] != "placeholder"]
    assert only(found, *CODES, "cite") == [("not_drawn_together", "dog_food", "10.00", "herding-act §5-excludes")]
    assert found[0]["sentence_zh"] == (
        "张三名下同时发放羊圈补贴每月20.00元、犬粮补贴每月10.00元，按规定领取羊圈补贴的不再享受犬粮补贴，"
        "犬粮补贴多发10.00元（草议〔2019〕7号 五2）。"
    )
    assert found[0]["sentence_en"] == (
        "张三 is paid several benefits together: shelter grant 20.00 yuan a month, dog food 10.00 yuan a month; "
        "whoever draws shelter grant may not draw dog food; 10.00 yuan too much of dog food (草议〔2019〕7号 V2)."
    )


def test_excluded_where_neither_is_known() -> None:
    assert codes(meadowland(), row(1, dog_food=("10.00", None), shelter_grant=("20.00", None))) == [
        ("not_drawn_together", "dog_food", "10.00"),  # nobody has given a figure for shelters: not said row by row
    ]


def test_a_benefit_that_is_not_due_excludes_nothing() -> None:
    assert codes(meadowland(), row(1, dog_food=("10.00", "10.00"), shelter_grant=("20.00", 0))) == [
        ("not_entitled", "shelter_grant", "20.00")
    ]


def test_excluded_by_more_than_drawing() -> None:
    """In the south nursing excludes grazing: whether it does is seen from what the combination leaves."""
    plan = herders_nursing("sum")
    barred = row(1, nursing=("100.00", "100.00"), grazing=("30.00", 0), grazing_worth="30.00", grazing_eligible=True)
    assert codes(plan, barred) == [("not_drawn_together", "grazing", "30.00")]
    not_old = row(1, nursing=("100.00", "100.00"), grazing=("30.00", 0))
    assert codes(plan, not_old) == [("not_entitled", "grazing", "30.00")]
    unknown = row(1, nursing=("100.00", "100.00"), grazing=("30.00", None))
    assert codes(plan, unknown) == [("paid_undetermined", "grazing", "30.00")]


def test_of_three_all_but_one_go() -> None:
    plan = herders_nursing("highest")
    (first, second) = found_in(
        plan, [row(1, nursing=("20.00", None), grazing=("30.00", None), hostel=("50.00", None))]
    )[:2]
    assert [first["benefit"], second["benefit"]] == ["grazing", "nursing"]
    assert first["sentence_zh"] == (
        "张三名下同时发放护理补贴每月20.00元、放牧补贴每月30.00元、住宿补贴每月50.00元，"
        "按规定护理补贴、放牧补贴、住宿补贴就高享受一项，放牧补贴多发30.00元；各应发多少还不能认定，先查清应停发哪一项"
        "（草议〔2021〕2号 五）。"
    )


def test_only_those_paid_are_named() -> None:
    plan = herders_nursing("highest")
    found = found_in(plan, [row(1, nursing=("20.00", None), hostel=("50.00", None))])
    assert found[0]["sentence_zh"].startswith("张三名下同时发放护理补贴每月20.00元、住宿补贴每月50.00元，")


def test_first_of_two_rules_broken_is_cited() -> None:
    plan = herders_nursing("sum", "highest")
    both = row(1, nursing=("100.00", "100.00"), grazing=("30.00", 0), grazing_worth="30.00", grazing_eligible=True)
    only_highest = row(2, nursing=("10.00", 0), nursing_eligible=True, hostel=("50.00", "50.00"))
    found = [one for one in found_in(plan, [both, only_highest]) if one["code"] == "not_drawn_together"]
    assert only(found, "row", "benefit", "cite") == [(1, "grazing", "act §barred"), (2, "nursing", "act §higher")]
    assert "按规定领取护理补贴的不再享受放牧补贴" in found[0]["sentence_zh"]
    assert "就高享受一项" in found[1]["sentence_zh"]


@pytest.mark.parametrize("paid", [("45.50", "83.30"), ("100.00", "1.00"), ("0.01", "500.00")])
def test_what_is_at_stake_is_what_is_paid_above_what_is_due(paid: tuple[str, str]) -> None:
    both = row(1, hay=(paid[0], 0), care=(paid[1], "83.30"))
    moved = {"recover": Decimal(1), "pay": Decimal(-1), "none": Decimal(0)}
    found = found_in(meadowland(), [both])
    assert sum(one["amount"] * moved[one["direction"]] for one in found) == sum(map(Decimal, paid)) - Decimal("83.30")
