"""What is read of the rules, once: it is plain data, tells months apart, and refuses what cannot be compared."""

from __future__ import annotations

import pickle

import pytest

from assess.diagnostics import Refused
from assess.language.types import Label
from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.placeholders import Placeholder
from assess.rolls.reconciling.plan import Period
from tests.library import program_of
from tests.rolls.reconciling.tables import (
    MEADOWLAND,
    Row,
    columns_of,
    edition,
    found_in,
    grazing,
    lodging,
    meadowland,
    only,
    row,
)

BY_MONTH: dict[str, Period] = dict.fromkeys(MEADOWLAND, "month")
MONTHS = ("2023-12", "2024-01", "2024-02")


def monthly(ruleset: str = "meadowland") -> Reconciliation:
    program = program_of(ruleset)
    editions = {month: edition(program, f"{month}-01") for month in MONTHS}
    return Reconciliation.of(program, editions, BY_MONTH, columns_of(MEADOWLAND, "month"))


def of_month(month: str, number: int, **benefits: tuple[object, object]) -> Row:
    return row(number, **benefits) | {"month": month}


def test_plan_goes_to_a_worker_and_comes_back_the_same() -> None:
    plan = meadowland()
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_months_under_the_same_rules_are_one_regime() -> None:
    (regime,) = monthly().regimes
    assert regime.months == ()


def test_amounts_by_the_year_are_not_held_against_months() -> None:
    program = program_of("meadowland")
    editions = {"2023-06": edition(program, "2023-06-30")}
    with pytest.raises(Refused) as refused:
        Reconciliation.of(program, editions, {"hay": "month", "care": "year"}, columns_of(MEADOWLAND, "month"))
    (problem,) = refused.value.diagnostics
    assert (problem.code, str(problem.position)) == ("R551", "paid.care")
    assert problem.arguments["zh"] == "照料补贴"


def test_finding_of_a_month_names_the_month() -> None:
    (found,) = found_in(monthly(), [of_month("2024-01", 1, care=("80.00", "83.30"))])
    assert only([found], "month", "months") == [("2024-01", 1)]
    assert found["sentence_zh"] == (
        "张三的照料补贴2024年1月发放80.00元，按规定应为83.30元，少发3.30元（草议〔2019〕7号 四2）。"
    )
    assert found["sentence_en"] == (
        "张三, care grant: paid 80.00 yuan for 2024-01, due 83.30 yuan, 3.30 yuan too little (草议〔2019〕7号 IV2)."
    )


def test_month_in_every_kind_of_sentence() -> None:
    program = grazing()
    benefits: dict[str, Period] = {"nursing": "month", "grazing": "month"}
    columns = columns_of(tuple(benefits), "month", "ability_level", "assessment_required", "assessment_up_to_date")
    plan = Reconciliation.of(program, {"2024-12": edition(program, "2024-12-31")}, benefits, columns)
    rows = [
        row(1, month="2024-12", assessment_required=True, nursing=("10.00", None)),
        row(2, month="2024-12", ability_level="severe", assessment_up_to_date=False, grazing=("40.00", "40.00")),
        row(
            3,
            month="2024-12",
            nursing=("9.00", "100.00"),
            grazing=("40.00", 0),
            grazing_worth="40.00",
            grazing_eligible=True,
        ),
        row(4, month="2024-12", grazing=(0, "40.00")),
        row(5, month="2024-12", grazing=("4.00", None)),
    ]
    said = {(one["row"], one["code"]): (one["sentence_zh"], one["sentence_en"]) for one in found_in(plan, rows)}
    assert said[1, "assessment_missing"][0].startswith("张三2024年12月应当评估，但由名册得不出能力等级，")
    assert said[1, "assessment_missing"][1].startswith(
        "张三 must be assessed for 2024-12, but the roll gives no level of ability; "
    )
    assert said[2, "assessment_out_of_date"][0].startswith("张三的评估2024年12月不在有效期内，应当复评")
    assert said[2, "placeholder"][0].startswith("张三的放牧补贴2024年12月依据占位数值，")
    assert said[2, "placeholder"][1].startswith("张三: grazing subsidy decided for 2024-12 by a placeholder; ")
    assert said[3, "not_drawn_together"][0].startswith("张三名下2024年12月同时发放护理补贴9.00元、放牧补贴40.00元，")
    together = "张三 is paid several benefits together for 2024-12: nursing subsidy 9.00 yuan, "
    assert said[3, "not_drawn_together"][1].startswith(together)
    assert said[4, "unpaid"][0].startswith("张三的放牧补贴2024年12月应发40.00元，没有发放")
    assert said[4, "unpaid"][1].startswith("张三, grazing subsidy: 40.00 yuan due for 2024-12, nothing paid")
    assert said[5, "paid_undetermined"][0].startswith("张三的放牧补贴2024年12月发放4.00元，缺少")


def test_months_of_what_lasts_are_left_to_be_told_at_once() -> None:
    """Where rows are for every month alike: what is said is the same in all of them, with amounts by the month."""
    program = grazing()
    benefits: dict[str, Period] = {"nursing": "month", "grazing": "month"}
    columns = columns_of(tuple(benefits), "month", "ability_level", "assessment_required", "assessment_up_to_date")
    editions = {"2024-12": edition(program, "2024-12-31")}
    plan = Reconciliation.of(program, editions, benefits, columns, same_every_month=True)
    rows = [
        row(1, month="2024-12", assessment_required=True, nursing=("10.00", None)),
        row(2, month="2024-12", ability_level="severe", assessment_up_to_date=False, grazing=("40.00", "40.00")),
        row(3, month="2024-12", grazing=("4.00", None)),
        row(4, month="2024-12", grazing=(None, "40.00")),
        row(5, month="2024-12", grazing=(0, "40.00")),
    ]
    found = {(one["row"], one["code"]): one for one in found_in(plan, rows)}
    said = {key: (one["sentence_zh"], one["sentence_en"]) for key, one in found.items()}
    assert {one["month"] for one in found.values()} == {"2024-12"}
    assert said[1, "assessment_missing"][0].startswith(
        "张三应当评估，但由名册得不出能力等级，每月所发护理补贴共10.00元无法认定"
    )
    assert said[1, "assessment_missing"][1].startswith(
        "张三 must be assessed, but the roll gives no level of ability; 10.00 yuan a month paid cannot be decided"
    )
    assert said[2, "assessment_out_of_date"][0].startswith("张三的评估不在有效期内，应当复评")
    assert said[2, "placeholder"][0].startswith("张三的放牧补贴依据占位数值，")
    assert said[3, "paid_undetermined"][0].startswith("张三的放牧补贴每月发放4.00元，缺少")
    assert said[3, "paid_undetermined"][1].startswith("张三, grazing subsidy: paid 4.00 yuan a month, facts are")
    assert said[4, "paid_unknown"][0].startswith("张三的放牧补贴每月发放多少不详，按规定应为40.00元")
    assert said[5, "unpaid"][0].startswith("张三的放牧补贴2024年12月应发40.00元，没有发放")


def test_each_month_goes_by_its_own_rules() -> None:
    """From 2024 on the rate for grazing is a placeholder."""
    program = grazing()
    editions = {month: edition(program, f"{month}-01") for month in MONTHS}
    plan = Reconciliation.of(program, editions, {"grazing": "month"}, columns_of(["grazing"], "month"))
    assert [regime.months for regime in plan.regimes] == [("2023-12",), ("2024-01", "2024-02")]
    rows = [of_month(month, number, grazing=("30.00", "40.00")) for number, month in enumerate(MONTHS, start=1)]
    assert only(found_in(plan, rows), "month", "code") == [
        ("2023-12", "underpaid"),
        ("2024-01", "placeholder"),
        ("2024-01", "underpaid"),
        ("2024-02", "placeholder"),
        ("2024-02", "underpaid"),
    ]


def test_roll_without_paid_columns_has_nothing_to_reconcile() -> None:
    assert found_in(meadowland(benefits=()), [row(1)]) == []


def test_clauses_of_one_document_are_named_once() -> None:
    paid: dict[str, Period] = {"service_subsidy": "month"}
    program = program_of("jiangsu/changzhou")
    plan = Reconciliation.of(program, edition(program, "2025-12-31"), paid, columns_of(["service_subsidy"]))
    clauses = plan.regimes[0].benefits[0].clauses
    assert clauses.cite == (
        "js-elderly-subsidy §disabled; js-elderly-subsidy §bereaved; js-elderly-subsidy §eighty; basic-services-2023 §5"
    )
    assert clauses.words.zh == "江苏省经济困难老年人补贴最低标准（转引）、中办发〔2022〕42号附件 §5"


def test_figures_supplied_by_an_office_are_placeholders_only_where_it_says_so() -> None:
    rate = {"under_80": 0, "from_80": 50, "from_90": 80, "from_100": 300}
    program = program_of("jiangsu/changzhou", {"old_age_rate": rate})
    paid: dict[str, Period] = {"old_age_allowance": "month"}
    plan = Reconciliation.of(program, edition(program, "2025-12-31"), paid, columns_of(["old_age_allowance"]))
    assert plan.regimes[0].benefits[0].placeholders == ()


def test_placeholders_are_the_figures_read_their_own_first() -> None:
    program = grazing()
    paid: dict[str, Period] = dict.fromkeys(("nursing", "grazing", "hostel"), "month")
    plan = Reconciliation.of(program, edition(program, "2025-12-31"), paid, columns_of(tuple(paid)))
    assert [benefit.placeholders for benefit in plan.regimes[0].benefits] == [
        (Placeholder(Label("护理起始等级", "level from which nursing is due"), "act §nursing", True),),
        (Placeholder(Label("放牧补贴标准", "rate of the grazing subsidy"), "act §grazing", False),),
        (),
    ]


def test_rule_that_asks_for_more_than_drawing_a_benefit() -> None:
    """`lodging > 0` is drawing it, `bedding > 10` is drawing enough of it."""
    paid: dict[str, Period] = dict.fromkeys(("lodging", "firewood", "bedding"), "month")
    plan = Reconciliation.of(lodging(), edition(lodging(), "2023-06-30"), paid, columns_of(tuple(paid)))
    assert [(one.benefits, one.triggers, one.by_drawing) for one in plan.regimes[0].conflicts] == [
        (("firewood",), ("lodging",), True), (("firewood",), ("bedding",), False),
    ]  # fmt: skip
