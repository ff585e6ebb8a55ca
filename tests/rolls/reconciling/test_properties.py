"""What holds of the findings of any roll."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

import pytest

from assess.rolls.findings import FINDINGS
from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.plan import Period
from tests.rolls.reconciling.tables import (
    MEADOWLAND,
    Finding,
    Row,
    columns_of,
    edition,
    found_in,
    grazing,
    meadowland,
    row,
)

OF_A_BENEFIT = {
    "not_entitled",
    "overpaid",
    "underpaid",
    "unpaid",
    "paid_undetermined",
    "not_drawn_together",
    "paid_unknown",
}
PAID = (None, "0", "10.00", "20.50")
DUE = (None, "0", "10.00", "30.00")


@cache
def rows() -> tuple[Row, ...]:
    """Every pair of paid and due of two benefits that exclude each other, beside random ones of the other two."""
    random = Random(7)
    pairs = list(product(PAID, DUE))
    found = []
    for number, (first, second) in enumerate(product(pairs, pairs), start=1):
        names = random.sample(MEADOWLAND, 4)
        worth = {f"{name}_worth": random.choice((None, "0", "30.00")) for name in MEADOWLAND}
        benefits = dict(zip(names, (first, second, random.choice(pairs), random.choice(pairs)), strict=True))
        status = random.choice(("decided", "undetermined", "undetermined", "rejected"))
        found.append(row(number, random.choice(("李四", None)), status=status, **benefits, **worth))
    return tuple(found)


@cache
def findings() -> tuple[Finding, ...]:
    return tuple(found_in(meadowland(), rows()))


def test_amounts_are_never_negative() -> None:
    assert {one["code"] for one in findings()} >= OF_A_BENEFIT
    assert all(one["amount"] >= 0 for one in findings())


def test_a_benefit_of_a_row_has_one_code_at_most() -> None:
    counted = Counter((one["row"], one["benefit"]) for one in findings() if one["code"] in OF_A_BENEFIT)
    assert set(counted.values()) == {1}


def test_other_codes_stand_once_a_row_and_name_no_benefit() -> None:
    """From 2025 on nursing and grazing go by placeholders."""
    benefits = ("nursing", "grazing", "hostel")
    columns = columns_of(benefits, "ability_level", "assessment_required", "assessment_up_to_date")
    paid: dict[str, Period] = dict.fromkeys(benefits, "month")
    plan = Reconciliation.of(grazing(), edition(grazing(), "2025-12-31"), paid, columns)
    assessed = {
        "assessment_required": (None, True),
        "assessment_up_to_date": (None, False),
        "ability_level": (None, "severe"),
    }
    random = Random(7)
    pairs = list(product(PAID, DUE))
    rows = [
        row(
            number,
            **{name: random.choice(values) for name, values in assessed.items()},
            **{name: random.choice(pairs) for name in benefits},
        )
        for number in range(1, 200)
    ]
    others = [one for one in found_in(plan, rows) if one["code"] not in OF_A_BENEFIT]
    assert {one["code"] for one in others} == {"assessment_missing", "assessment_out_of_date", "placeholder"}
    assert {one["benefit"] for one in others} == {None}
    assert set(Counter((one["row"], one["code"]) for one in others).values()) == {1}


def test_what_is_recovered_and_paid_makes_up_the_difference() -> None:
    sign = {"recover": 1, "pay": -1, "check": 0, "none": 0}
    moved: dict[tuple[int, str], Decimal] = {}
    for one in findings():
        if one["code"] in OF_A_BENEFIT:
            moved[one["row"], one["benefit"]] = one["amount"] * sign[one["direction"]]
    for one in rows():
        for benefit in MEADOWLAND:
            paid, due = one[f"paid.{benefit}"], one[f"due.{benefit}"]
            if paid is None:
                assert moved.get((one["row"], benefit), Decimal(0)) == 0
            elif due is not None:
                wanted = Decimal(0) if one["status"] == "rejected" else Decimal(paid) - Decimal(due)
                assert moved.get((one["row"], benefit), Decimal(0)) == wanted, (one["row"], benefit)


def test_direction_is_that_of_the_kind_unless_nobody_knows_which_benefit_has_to_go() -> None:
    for one in findings():
        is_open = one["code"] == "not_drawn_together" and one["due"] is None
        assert one["direction"] == ("check" if is_open else FINDINGS[one["code"]].direction)


def test_nothing_is_said_of_rejected_rows() -> None:
    rejected = {one["row"] for one in rows() if one["status"] == "rejected"}
    assert not rejected & {one["row"] for one in findings()}


def test_sentences_are_whole() -> None:
    for one in findings():
        assert one["sentence_zh"].endswith("。")
        assert one["sentence_en"].endswith(".")
        assert one["sentence_en"][0].isupper() or one["sentence_en"].startswith("李四")
        for text in (one["sentence_zh"], one["sentence_en"]):
            assert not set("{}") & set(text)
            assert "：。" not in text
            assert "  " not in text


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("threads", [1, 2])
def test_order_of_rows_and_number_of_threads_change_nothing(seed: int, threads: int) -> None:
    shuffled = Random(seed).sample(rows(), len(rows()))
    assert tuple(found_in(meadowland(), shuffled, threads=threads)) == findings()


def test_findings_are_in_order() -> None:
    keys = [(one["source"], one["row"], one["code"], one["benefit"] or "") for one in findings()]
    assert keys == sorted(keys)
