"""What has to be verified before an amount is recovered or paid: the finding stays, and counts as neither."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from assess.rolls.findings import CHECK, PAY, RECOVER
from assess.rolls.reconciling import Reconciliation
from assess.rolls.reconciling.doubts import doubts_of
from assess.rolls.reconciling.placeholders import placeholders_of
from assess.rolls.reconciling.plan import Period as PaidBy
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import SHIPPED, day
from tests.rolls.making.rolls import CHANGZHOU, FIGURES, rows_of
from tests.rolls.reconciling.tables import columns_of, edition, found_in, grazing, lodging, only, row

CODES = ("benefit", "code", "direction")


def in_2025(*rows: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In 2025, placeholders stand in for the rate of grazing and for the level from which nursing is due."""
    benefits = ("nursing", "grazing")
    paid: dict[str, PaidBy] = dict.fromkeys(benefits, "month")
    plan = Reconciliation.of(grazing(), edition(grazing(), "2025-12-31"), paid, columns_of(benefits))
    return [one for one in found_in(plan, [dict(one) for one in rows]) if one["code"] != "placeholder"]


@pytest.mark.parametrize(("paid", "code"), [("50", "overpaid"), ("30", "underpaid"), ("0", "unpaid")])
def test_no_amount_is_recovered_or_paid_by_a_placeholder(paid: str, code: str) -> None:
    (found,) = in_2025(row(1, grazing=(paid, "40")))
    assert only([found], *CODES) == [("grazing", code, CHECK)]
    assert "；“放牧补贴标准”还没有数值，用的是占位数值，应先核实（" in found["sentence_zh"]
    assert "; a placeholder stands in for “rate of the grazing subsidy”: to be verified first (" in found["sentence_en"]


def test_whoever_is_not_entitled_whatever_the_figure_is_has_no_claim() -> None:
    """Who draws grazing is known, and how much is not; who draws nursing goes by the placeholder."""
    found = in_2025(row(1, grazing=("40", "0")), row(2, nursing=("100", "0")))
    assert only(found, *CODES) == [("grazing", "not_entitled", RECOVER), ("nursing", "not_entitled", CHECK)]


LANZHOU = """\
household_status,residence_area,stated.self_care_ability,paid.tekun_base_standard,paid.tekun_care_standard
tekun,five_districts,lost,1196,480
tekun,rural,partial,571,
dibao,rural,partial,571,
"""


def found_of(folder: Path, ruleset: str, period: Period, roll: str, **options: Any) -> list[dict[str, Any]]:
    (folder / "roll.csv").write_text(roll, encoding="utf-8")
    Check(Call((str(folder / "roll.csv"),), ruleset, period, folder / "out", **options), SHIPPED).run()
    return rows_of(folder / "out" / "findings.parquet")


def test_figure_past_its_review_recovers_and_pays_nothing(tmp_path: Path) -> None:
    """In 2023 Lanzhou paid 1196.00, by a dibao standard that nobody has entered; who is entitled is as it was."""
    period = Period.of_months("2022-12", "2023-01")
    found = found_of(tmp_path, "gansu/lanzhou-anning", period, LANZHOU, strict=False)
    assert only(found, "row", "month", *CODES) == [
        (2, "2022-12", "tekun_base_standard", "overpaid", RECOVER),
        (2, "2022-12", "tekun_care_standard", "overpaid", RECOVER),
        (2, "2023-01", "tekun_base_standard", "overpaid", CHECK),
        (2, "2023-01", "tekun_care_standard", "overpaid", CHECK),
        (3, "2022-12", "tekun_care_standard", "unpaid", PAY),
        (3, "2023-01", "tekun_care_standard", "unpaid", CHECK),
        (4, "2022-12", "tekun_base_standard", "not_entitled", RECOVER),
        (4, "2023-01", "tekun_base_standard", "not_entitled", RECOVER),
    ]
    assert found[2]["sentence_zh"].endswith(
        "多发7.00元；“基本生活标准与低保标准之比”、“最低生活保障标准”只核对到2022-12-31，用的是旧数值，应先核实"
        "（兰州市2022年城乡低保和特困人员供养标准（新闻报道））。"
    )
    assert (
        "7.00 yuan too much; “multiple of dibao”, “dibao standard”, last reviewed for 2022-12-31, may have changed: "
        "to be verified first (" in found[2]["sentence_en"]
    )


HEADERS = (
    "birth_date", "household_status", "stated.ability_level", "disability_grade", "work_injury_nursing_benefit",
    "ltci_beneficiary", "paid.nursing_subsidy", "paid.disability_nursing_subsidy",
)  # fmt: skip


def changzhou(folder: Path, rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    (folder / "figures.yaml").write_text(json.dumps({"parameters": FIGURES}), encoding="utf-8")
    roll = "".join(f"{','.join(cells)}\n" for cells in (HEADERS, *rows))
    period = Period.on(day("2025-12-31"))
    found = found_of(folder, CHANGZHOU, period, roll, parameters=folder / "figures.yaml")
    return [one for one in found if one["benefit"] is not None]


def test_what_a_person_has_to_judge_is_not_entitled_and_unpaid_before(tmp_path: Path) -> None:
    """Whether care is needed for six months, and whether the finding of the insurance is accepted, no roll says."""
    found = changzhou(tmp_path, [
        ("1950-01-10", "none", "intact", "1", "false", "false", "", ""),
        ("1950-01-10", "dibao", "intact", "0", "false", "true", "", ""),
        ("1950-01-10", "dibao", "severe", "0", "false", "false", "", ""),
        ("1950-01-10", "none", "intact", "1", "false", "false", "", "1"),
    ])  # fmt: skip
    assert only(found, "row", *CODES) == [
        (2, "disability_nursing_subsidy", "unpaid", CHECK),
        (3, "nursing_subsidy", "unpaid", CHECK),
        (4, "nursing_subsidy", "unpaid", PAY),
        (5, "disability_nursing_subsidy", "underpaid", PAY),
    ]
    assert "没有发放；先确认：是否需要六个月以上长期照护，由区残联核实（" in found[0]["sentence_zh"]
    assert "nothing paid; to be settled first: whether care is needed for six months" in found[0]["sentence_en"]
    assert "没有发放；先确认：意见只说探索采信，由区级民政部门决定（" in found[1]["sentence_zh"]


def test_what_a_person_has_to_judge_is_looked_for_behind_the_conditions() -> None:
    """The benefit asks who is in need, and that asks for what the council has to find; `any` of two does not."""
    there = edition(lodging(), "2023-06-30")
    (doubt,) = doubts_of("lodging", there, columns_of(("lodging",)))
    assert (doubt.codes, doubt.decision) == (("unpaid",), None)
    assert doubt.words is not None
    assert "由村民会议核实" in doubt.words.zh
    assert doubts_of("firewood", there, columns_of(("firewood",))) == ()
    (doubt,) = doubts_of("firewood", there, columns_of(("firewood",), "confirmed"))
    assert (doubt.codes, doubt.decision, doubt.place) == (("unpaid",), "confirmed", 0)


def test_placeholders_are_looked_for_behind_decisions() -> None:
    """What the amount rests on says nothing of who is entitled; what the condition rests on does."""
    there = edition(lodging(), "2023-06-30")
    assert {one.figure.en: one.when_barred for one in placeholders_of("bedding", there)} == {
        "rate for a bed": False, "age from which somebody is old": True,
    }  # fmt: skip
    assert {one.when_barred for one in placeholders_of("quilt", there)} == {True}, "it is for whoever draws bedding"
    doubts = {"not_entitled" in one.codes: one.words for one in doubts_of("bedding", there, columns_of(("bedding",)))}
    assert doubts.keys() == {False, True}
    assert "“床位标准”" in str(doubts[False])
    assert "“老年起始年龄”" in str(doubts[True])


def test_what_is_due_by_something_else_waits_for_no_judgement(tmp_path: Path) -> None:
    """Severe loss of ability is enough, whether the finding of the insurance is accepted or not."""
    found = changzhou(tmp_path, [
        ("1950-01-10", "dibao", "severe", "0", "false", "true", "", ""),
        ("1950-01-10", "dibao", "", "0", "false", "true", "", ""),
    ])  # fmt: skip
    assert only(found, "row", *CODES) == [
        (2, "nursing_subsidy", "unpaid", PAY),
        (3, "nursing_subsidy", "unpaid", CHECK),
    ]
