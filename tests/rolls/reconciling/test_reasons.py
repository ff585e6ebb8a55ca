"""What findings say of why: a small roll of Changzhou, checked with figures for all that it has not published."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from assess.rolls.reporting.wording import Wording
from tests.databases import database
from tests.rolls.checking import check_changzhou

ROW = {
    "name": "张三", "birth_date": "1950-01-10", "household_status": "dibao", "disability_grade": "2",
    "work_injury_nursing_benefit": "false", "ltci_beneficiary": "false", "family_planning_special": "false",
    "coma": "true", "paid.nursing_subsidy": "0", "paid.disability_nursing_subsidy": "0", "paid.service_subsidy": "0",
    "paid.old_age_allowance": "0",
}  # fmt: skip
"""Somebody of 75 on dibao, wholly disabled, with a disability of grade 2."""
ROWS: dict[str, dict[str, str]] = {
    "grade not known": {"disability_grade": "", "paid.nursing_subsidy": "120"},
    "own facts": {"coma": "false", "disability_grade": "4", "paid.nursing_subsidy": "120", "birth_date": "1966-03-01"},
    "work injury not known": {"work_injury_nursing_benefit": "不详", "paid.disability_nursing_subsidy": "80"},
    "work injury": {"work_injury_nursing_benefit": "true", "paid.disability_nursing_subsidy": "80"},
    "young and rich": {
        "birth_date": "1966-03-01", "household_status": "none", "disability_grade": "0", "paid.nursing_subsidy": "120",
    },
    "no class": {"household_status": "none", "disability_grade": "0", "paid.service_subsidy": "100"},
    "eighty": {"birth_date": "1942-01-10", "paid.old_age_allowance": "80"},
    "ninety": {"birth_date": "1932-01-10", "paid.old_age_allowance": "80"},
    "level not known": {"coma": "", "paid.disability_nursing_subsidy": "100"},
    "in extreme hardship": {
        "household_status": "tekun", "work_injury_nursing_benefit": "true", "disability_grade": "4",
        "paid.disability_nursing_subsidy": "80",
    },
}  # fmt: skip


@cache
def sentences(*lacking: str, disability_nursing: int = 150) -> dict[tuple[str, str], tuple[str, str]]:
    """By what a row is about and the code: the sentences. `lacking`: columns that the roll does not have.

    `disability_nursing`: what that subsidy comes to; the nursing subsidy, beside which it is not drawn, comes to 120.
    """
    with TemporaryDirectory() as place:
        folder = Path(place)
        header = [name for name in ("case", *ROW) if name not in lacking]
        with (folder / "roll.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, extrasaction="ignore")
            writer.writeheader()
            writer.writerows({"case": case, **ROW, **own} for case, own in ROWS.items())
        check_changzhou(folder / "roll.csv", folder / "out", {"disability_nursing_rate": disability_nursing})
        with database() as connection:
            found = connection.execute(
                f"SELECT \"case\", code, benefit, sentence_zh, sentence_en FROM '{folder}/out/findings.parquet'"
            ).fetchall()
    return {
        (case, code): (zh, en)
        for case, code, benefit, zh, en in found
        if benefit is None or ROWS[case].get(f"paid.{benefit}") or benefit == "service_subsidy"
    }


def test_what_is_lacking_for_the_benefit_it_is_combined_with() -> None:
    """The nursing subsidy is decided; the assessment that nobody needs any more is not asked for."""
    assert sentences()["grade not known", "paid_undetermined"] == (
        "张三的护理补贴每月发放120.00元，按规定护理补贴、重度残疾人护理补贴就高享受一项，而其他待遇缺少作出决定所需的事实"
        "（本行没有“残疾等级”），应发多少无法认定（中办发〔2022〕42号附件 §7、常政办发〔2023〕37号 二(一)2）。",
        "张三, nursing subsidy: paid 120.00 yuan a month, only the highest of nursing subsidy, disability nursing "
        "subsidy may be drawn; for the others facts are missing that the decision needs (this row does not tell “grade "
        "of disability”), so what is due cannot be told (中办发〔2022〕42号附件 §7, 常政办发〔2023〕37号 II(i)2).",
    )


def test_the_higher_is_due_whatever_the_other_comes_to() -> None:
    """The disability subsidy can come to no more than 80: the nursing subsidy of 120 is drawn."""
    found = sentences(disability_nursing=80)
    assert ("grade not known", "paid_undetermined") not in found
    zh, en = found["work injury not known", "not_entitled"]
    assert "每月发放80.00元，按规定护理补贴、重度残疾人护理补贴就高享受一项，多发80.00元（国发〔2015〕52号、" in zh
    assert (
        "80.00 yuan a month, only the highest of nursing subsidy, disability nursing subsidy may be drawn, 80.00" in en
    )
    assert "所发" not in sentences(disability_nursing=150)["level not known", "assessment_missing"][0]


def test_what_waits_for_the_level_of_another_benefit_names_the_rule() -> None:
    zh, en = sentences(disability_nursing=100)["level not known", "assessment_missing"]
    assert (
        "但由名册得不出能力等级，所发重度残疾人护理补贴（按规定护理补贴、重度残疾人护理补贴就高享受一项，而其他待遇未定）"
        "共100.00元无法认定（"
    ) in zh
    assert (
        "100.00 yuan paid cannot be decided (disability nursing subsidy, since only the highest of nursing subsidy, "
        "disability nursing subsidy may be drawn and the others are open)"
    ) in en


def test_column_that_the_roll_lacks_is_told_from_a_cell_that_is_empty() -> None:
    zh, en = sentences("disability_grade")["grade not known", "paid_undetermined"]
    assert "而其他待遇缺少作出决定所需的事实（名册没有“残疾等级”），应发多少无法认定" in zh
    assert "(the roll does not tell “grade of disability”), so what is due" in en
    assert (
        "（本行没有“领取工伤保险生活护理费”），应发多少" in sentences()["work injury not known", "paid_undetermined"][0]
    )


def test_many_facts_are_counted_and_three_of_them_named() -> None:
    """The questions of the assessment after all others."""
    zh, en = sentences("birth_date")["own facts", "paid_undetermined"]
    assert "“出生日期”、" in zh
    assert "等34项），应发多少无法认定" in zh
    assert "(the roll does not tell “" in en
    assert " and others, 34 in all), so what is due cannot be told" in en


def test_conditions_that_are_not_met_are_named() -> None:
    assert sentences()["young and rich", "not_entitled"] == (
        "张三的护理补贴每月发放120.00元，按规定不符合条件（未满足：年满六十周岁；低保或低收入），多发120.00元"
        "（中办发〔2022〕42号附件 §7、常政办发〔2023〕37号 二(一)2）。",
        "张三, nursing subsidy: paid 120.00 yuan a month, not entitled (not met: sixty or over; on dibao or low "
        "income), 120.00 yuan too much (中办发〔2022〕42号附件 §7, 常政办发〔2023〕37号 II(i)2).",
    )


def test_what_bars_from_a_benefit_reads_as_a_sentence() -> None:
    zh, en = sentences()["work injury", "not_entitled"]
    assert "，按规定不符合条件（领取工伤保险生活护理费，不享受残疾人两项补贴），多发80.00元" in zh
    assert "not entitled (draws the nursing benefit of work-injury insurance: barred from the two disability" in en


def test_what_bars_and_what_is_not_met_stand_together() -> None:
    zh, en = sentences()["in extreme hardship", "not_entitled"]
    assert (
        "按规定不符合条件（已纳入特困供养，不享受残疾人两项补贴；领取工伤保险生活护理费，不享受残疾人两项补贴；"
        "未满足：残疾一级或二级），多发"
    ) in zh
    assert "; not met: disability of grade 1 or 2), 80.00 yuan too much" in en


def test_class_that_gives_nothing() -> None:
    zh = sentences()["no class", "not_entitled"][0]
    assert "按规定不符合条件（养老服务补贴类别是“不属补贴对象”；未满足：低保、低收入或特困），多发" in zh


def test_category_that_an_amount_goes_by() -> None:
    found = sentences()
    zh, en = found["eighty", "overpaid"]
    assert "按规定应为50.00元（尊老金年龄段为“八十至八十九周岁”），多发30.00元" in zh
    assert "due 50.00 yuan (age band of the allowance: eighty to eighty-nine), 30.00 yuan too much" in en
    assert "按规定应为100.00元（尊老金年龄段为“九十至九十九周岁”），少发20.00元" in found["ninety", "underpaid"][0]
    assert "应发100.00元（养老服务补贴类别为“低保失能”），没有发放" in found["eighty", "unpaid"][0]


def test_more_may_be_open_of_what_is_due_than_of_the_decisions_asked_for(tmp_path: Path) -> None:
    """Of the nursing subsidy alone all is decided, but not which of two subsidies is drawn."""
    rows = [",".join(["case", *ROW]), ",".join(["a", *{**ROW, **ROWS["grade not known"]}.values()])]
    (tmp_path / "roll.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    figures = {"disability_nursing_rate": 150}
    manifest = check_changzhou(tmp_path / "roll.csv", tmp_path / "out", figures, only=("nursing_subsidy",))
    assert manifest.counts.undetermined == 0
    said = Wording(manifest, "zh")
    assert ("护理补贴", "0 行已认定，1 行待定") in said.benefits_paid()
    assert said.before_benefits.startswith("下列各项看应发多少能否认定，这还取决于与之就高或不得同享的待遇")
