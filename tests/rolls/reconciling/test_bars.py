"""Whoever is barred from a benefit is told by which clause."""

from __future__ import annotations

import pytest

from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.bars import bars_of
from tests.library import program_of
from tests.rolls.reconciling.tables import Row, columns_of, edition, found_in, lodging, only, row

CHANGZHOU = program_of("jiangsu/changzhou")
BENEFITS = ("nursing_subsidy", "disability_nursing_subsidy")


def plan(*others: str) -> Reconciliation:
    columns = columns_of(BENEFITS, *others)
    return Reconciliation.of(CHANGZHOU, edition(CHANGZHOU, "2026-06-30"), dict.fromkeys(BENEFITS, "month"), columns)


def paid_both(*, barred: bool | None) -> Row:
    both = {"nursing_subsidy": ("100.00", "100.00"), "disability_nursing_subsidy": ("120.00", 0)}
    return row(1, disability_subsidies_barred=barred, **both)


@pytest.mark.parametrize(
    ("benefit", "bars"),
    [
        ("disability_nursing_subsidy", ("disability_subsidies_barred",)),
        ("disability_living_subsidy", ("disability_subsidies_barred",)),
        ("nursing_subsidy", ()),
        ("age", ()),
    ],
)
def test_bars_are_found_behind_the_conditions_of_a_benefit(benefit: str, bars: tuple[str, ...]) -> None:
    assert bars_of(benefit, edition(CHANGZHOU, "2026-06-30")) == bars


def test_bars_that_have_a_name_of_their_own_among_the_conditions() -> None:
    assert bars_of("lodging", edition(lodging(), "2023-06-30")) == ("housed",)


def test_whoever_is_barred_is_told_by_which_clause_not_that_benefits_exclude_each_other() -> None:
    (found,) = found_in(plan("disability_subsidies_barred"), [paid_both(barred=True)])
    assert only([found], "code", "benefit", "amount", "cite") == [
        ("not_entitled", "disability_nursing_subsidy", "120.00", "gf-2015-52 §neither; gf-2015-52 §nursing")
    ]
    assert found["sentence_zh"] == (
        "张三的重度残疾人护理补贴每月发放120.00元，按规定不符合条件，多发120.00元（国发〔2015〕52号）。"
    )
    assert found["sentence_en"] == (
        "张三, disability nursing subsidy: paid 120.00 yuan a month, not entitled, 120.00 yuan too much "
        "(国发〔2015〕52号)."
    )


@pytest.mark.parametrize("barred", [False, None])
def test_whoever_is_not_barred_is_told_the_clause_of_the_benefit(barred: bool | None) -> None:
    (found,) = found_in(plan("disability_subsidies_barred"), [paid_both(barred=barred)])
    assert only([found], "code", "cite") == [("not_entitled", "gf-2015-52 §nursing")]
    assert "，按规定不符合条件，" in found["sentence_zh"]


def test_nothing_on_bars_where_the_decisions_do_not_tell() -> None:
    (found,) = found_in(plan(), [paid_both(barred=True)])
    assert only([found], "code", "cite") == [("not_entitled", "gf-2015-52 §nursing")]
