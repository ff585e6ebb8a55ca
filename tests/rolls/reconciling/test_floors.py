"""Amounts that are floors: more may be paid by law, and is to be looked at; less, or to the wrong person, may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.doubts import STILL_TO_REACH
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import SHIPPED, day
from tests.rolls.making.rolls import rows_of
from tests.rolls.reconciling.tables import found_in, meadowland, only, row

CODES = ("code", "benefit", "amount", "direction")
SENTENCES = ("code", "amount", "sentence_zh", "sentence_en")


def floors(plan: Reconciliation, *names: str, reached_by: str | None = None) -> Reconciliation:
    """The plan with what is due of these benefits as the least of it."""
    reach = None if reached_by is None else day(reached_by)
    (regime,) = plan.regimes
    benefits = tuple(
        replace(one, floor=True, reached_by=reach, doubts=() if reach is None else (STILL_TO_REACH,))
        if one.name in names
        else one
        for one in regime.benefits
    )
    return replace(plan, regimes=(replace(regime, benefits=benefits),))


def codes(plan: Reconciliation, **benefits: object) -> list[tuple[str, ...]]:
    return only([one for one in found_in(plan, [row(1, **benefits)]) if one["code"] != "placeholder"], *CODES)


CARE = floors(meadowland(), "care")


def test_more_than_a_floor_is_to_be_checked_and_not_to_recover() -> None:
    (found,) = found_in(CARE, [row(1, care=("120.00", "83.30"))])
    assert only([found], *SENTENCES) == [
        (
            "above_floor", "36.70",
            "张三的照料补贴每月发放120.00元，高于最低标准83.30元，多36.70元，请核对本地公布的标准"
            "（草议〔2019〕7号 四2）。",
            "张三, care grant: paid 120.00 yuan a month, 36.70 yuan above the floor of 83.30 yuan; check the published "
            "local standard (草议〔2019〕7号 IV2).",
        )
    ]  # fmt: skip
    assert found["direction"] not in ("recover", "pay")
    assert (found["paid"], found["due"]) == (Decimal("120.00"), Decimal("83.30"))


def test_just_the_floor_is_no_finding() -> None:
    assert codes(CARE, care=("83.30", "83.30")) == []


def test_other_benefits_are_exact() -> None:
    assert codes(CARE, hay=("60.00", "45.50")) == [("overpaid", "hay", "14.50", "recover")]


def test_less_than_a_floor_is_too_little() -> None:
    (found,) = found_in(CARE, [row(1, care=("80.00", "83.30"))])
    assert only([found], *SENTENCES, "direction") == [
        (
            "underpaid", "3.30",
            "张三的照料补贴每月发放80.00元，按规定不低于83.30元，少发3.30元（草议〔2019〕7号 四2）。",
            "张三, care grant: paid 80.00 yuan a month, due at least 83.30 yuan, 3.30 yuan too little "
            "(草议〔2019〕7号 IV2).",
            "pay",
        )
    ]  # fmt: skip


def test_nothing_paid_of_a_floor() -> None:
    (found,) = found_in(CARE, [row(1, care=(0, "83.30"))])
    assert only([found], *SENTENCES) == [
        (
            "unpaid", "83.30",
            "张三的照料补贴每月至少应发83.30元，没有发放（草议〔2019〕7号 四2）。",
            "张三, care grant: at least 83.30 yuan due a month, nothing paid (草议〔2019〕7号 IV2).",
        )
    ]  # fmt: skip


def test_whoever_is_not_eligible_draws_no_floor_either() -> None:
    assert codes(CARE, care=("120.00", 0)) == [("not_entitled", "care", "120.00", "recover")]


def test_a_floor_still_to_be_reached_is_told_as_one() -> None:
    plan = floors(meadowland(), "care", reached_by="2025-12-31")
    short, unpaid = found_in(plan, [row(1, care=("80.00", "83.30")), row(2, care=(0, "83.30"))])
    assert short["sentence_zh"] == (
        "张三的照料补贴每月发放80.00元，按规定须在2025-12-31前达到的最低标准为83.30元，少发3.30元"
        "（草议〔2019〕7号 四2）。"
    )
    assert "due by 2025-12-31 at least 83.30 yuan, 3.30 yuan too little" in short["sentence_en"]
    assert "每月按规定须在2025-12-31前达到的最低标准为83.30元，没有发放" in unpaid["sentence_zh"]
    assert {short["direction"], unpaid["direction"]} == {"check"}


# benefits that are not drawn together


def test_a_floor_that_has_to_go_goes_whole() -> None:
    both = {"hay": ("60.00", 0), "hay_worth": "45.50", "hay_eligible": True, "care": ("83.30", "83.30")}
    assert codes(floors(meadowland(), "hay"), **both) == [("not_drawn_together", "hay", "60.00", "recover")]


def test_a_floor_that_is_kept_may_be_paid_above_it() -> None:
    both = {"hay": ("45.50", 0), "hay_worth": "45.50", "hay_eligible": True, "care": ("100.00", "83.30")}
    kept, gone = sorted(codes(CARE, **both))
    assert kept[:3] == ("above_floor", "care", "16.70")
    assert gone == ("not_drawn_together", "hay", "45.50", "recover")


def test_what_is_drawn_beside_a_floor_still_has_to_go() -> None:
    """The shelter grant excludes dog food."""
    both = {
        "shelter_grant": ("25.00", "20.00"), "dog_food": ("12.00", 0), "dog_food_worth": "12.00",
        "dog_food_eligible": True,
    }  # fmt: skip
    found = codes(floors(meadowland(), "shelter_grant"), **both)
    assert [one[:3] for one in found] == [
        ("above_floor", "shelter_grant", "5.00"),
        ("not_drawn_together", "dog_food", "12.00"),
    ]


# Changzhou

ROLL = """\
household_status,stated.self_care_ability,paid.tekun_care_standard
tekun,lost,747
tekun,lost,800
tekun,partial,800
tekun,able,100
dibao,lost,800
"""
PUBLISHED = {"tekun_care_published": "{lost: 800, partial: 400, able: 130}"}


def check(folder: Path, as_of: str, figures: Mapping[str, str]) -> tuple[Manifest, list[tuple[str, ...]]]:
    (folder / "roll.csv").write_text(ROLL, encoding="utf-8")
    given = None
    if figures:
        given = folder / "figures.yaml"
        given.write_text("".join(["parameters:\n", *(f"  {k}: {v}\n" for k, v in figures.items())]), encoding="utf-8")
    period = Period.on(day(as_of))
    call = Call((str(folder / "roll.csv"),), "jiangsu/changzhou", period, folder / "out", parameters=given)
    manifest = Check(call, SHIPPED).run()
    found = rows_of(folder / "out" / "findings.parquet")
    return manifest, only([one for one in found if one["benefit"] is not None], "row", "code", "amount")


def test_changzhou_by_its_floor(tmp_path: Path) -> None:
    manifest, found = check(tmp_path, "2025-12-31", {})
    assert found == [
        (3, "above_floor", "53.00"), (4, "above_floor", "426.50"), (5, "underpaid", "24.50"),
        (6, "not_entitled", "800.00"),
    ]  # fmt: skip
    assert "above_floor" in manifest.checked
    assert "overpaid" not in manifest.checked
    assert ("多发", "规定只定下限，要用 --parameters 提供公布的标准，才能认定多发") in {
        (one.subject.zh, one.reason.zh) for one in manifest.not_checked
    }


def test_changzhou_by_what_it_has_published(tmp_path: Path) -> None:
    manifest, found = check(tmp_path, "2025-12-31", PUBLISHED)
    assert found == [
        (2, "underpaid", "53.00"), (4, "overpaid", "400.00"), (5, "underpaid", "30.00"), (6, "not_entitled", "800.00"),
    ]  # fmt: skip
    assert "overpaid" in manifest.checked
    assert "above_floor" not in manifest.checked


@pytest.mark.parametrize(
    ("as_of", "said", "direction"),
    [
        ("2025-12-30", "按规定须在2025-12-31前达到的最低标准为124.50元", "check"),
        ("2025-12-31", "按规定不低于124.50元", "pay"),
    ],
)
def test_changzhou_before_and_on_the_day_of_its_target(tmp_path: Path, as_of: str, said: str, direction: str) -> None:
    """Nobody owes what has to be reached only later."""
    check(tmp_path, as_of, {})
    (short,) = [one for one in rows_of(tmp_path / "out" / "findings.parquet") if one["code"] == "underpaid"]
    assert said in short["sentence_zh"]
    assert short["direction"] == direction
