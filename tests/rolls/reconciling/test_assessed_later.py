"""An assessment made after the month that is checked: there was none yet, and none that ran out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assess.rolls.running.period import Period
from tests.databases import database
from tests.rolls.checking import check_changzhou
from tests.rolls.registers.registering import id_number

HEADER = "case,name,birth_date,household_status,disability_grade,coma,assessed_on,paid.nursing_subsidy"
MONTHS = Period.of_months("2025-05", "2025-08")


def found(
    folder: Path,
    *rows: str,
    about: str = "assessment_%",
    columns: str = '"case", code, month, sentence_zh',
    header: str = HEADER,
    **options: Any,
) -> list[tuple[str, ...]]:
    """The findings on assessments, or about a benefit: whose, which, for what month, and the sentence in Chinese."""
    (folder / "roll.csv").write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    check_changzhou(folder / "roll.csv", folder / "out", period=MONTHS, **options)
    with database() as connection:
        query = f"""SELECT {columns} FROM '{folder}/out/findings.parquet'
                    WHERE coalesce(benefit, code) LIKE '{about}' ORDER BY ALL"""
        return connection.execute(query).fetchall()


def test_months_before_it_had_none_where_the_rules_demand_one(tmp_path: Path) -> None:
    demanded = "a,张三,1950-01-10,dibao,0,true,2025-07-15,120"
    not_demanded = "b,李四,1970-01-10,dibao,0,true,2025-07-15,0"
    columns = '"case", code, which_months, months, amount, sentence_zh, sentence_en'
    (one,) = found(tmp_path, demanded, not_demanded, columns=columns)

    assert one[:5] == ("a", "assessment_missing", "2025-05/2025-06", 2, 240)
    assert one[5] == (
        "2025年5月至6月：张三应当评估，但当时还没有评估，名册上的评估在此以后，据此每月发放的护理补贴共120.00元"
        "须重新核对（常政办发〔2023〕37号 二(一)2）。"
    )
    in_english = "2025-05 to 2025-06: 张三 must be assessed, but was assessed only later; 120.00 yuan a month paid by "
    assert one[6].startswith(in_english)


def test_months_after_death_are_not_among_them(tmp_path: Path) -> None:
    """The register takes out single months, before what lasts is told of the others together."""
    number = id_number(7)
    (tmp_path / "deaths.csv").write_text(f"身份证号,姓名,死亡日期\n{number},张三,2025-06-10\n", encoding="utf-8")
    findings = found(
        tmp_path,
        f"a,张三,{number},1930-01-08,dibao,0,true,2025-08-15,120",
        f"b,李四,{id_number(8)},1930-01-09,dibao,0,true,2025-08-15,120",
        header=HEADER.replace("name,", "name,id_number,"),
        columns='"case", code, month, which_months, amount',
        registers=(("deaths", str(tmp_path / "deaths.csv")),),
    )
    assert findings == [
        ("a", "assessment_missing", None, "2025-05/2025-06", 240),
        ("b", "assessment_missing", None, "2025-05/2025-07", 360),
    ]


def test_assessment_of_the_time_or_of_an_unknown_day_is_neither(tmp_path: Path) -> None:
    """And one that was made later is, on the same roll."""
    days = {"a": "2025-05-01", "b": "", "c": "2025-06-01"}
    rows = [f"{case},{case},1950-01-10,dibao,0,true,{made},120" for case, made in days.items()]
    assert found(tmp_path, *rows, columns='"case", code') == [("c", "assessment_missing")]


def test_what_the_level_found_later_makes_of_the_months_before_is_to_be_verified(tmp_path: Path) -> None:
    """Whoever is in no difficulty is not entitled at any level; and the old-age allowance does not go by it."""
    header = (
        "case,birth_date,household_status,stated.ability_level,ltci_beneficiary,disability_grade,assessed_on,"
        "paid.nursing_subsidy,paid.old_age_allowance"
    )
    of_benefits = found(
        tmp_path,
        "a,1950-01-10,dibao,complete,false,0,2025-07-15,0,0",
        "b,1950-01-10,dibao,mild,false,0,2025-07-15,120,0",
        "c,1940-01-10,none,mild,false,0,2025-07-15,120,30",
        header=header, about="%", columns='"case", month, code, direction, sentence_zh',
    )  # fmt: skip
    findings = [one for one in of_benefits if one[2] in ("unpaid", "not_entitled")]
    months = ("2025-05", "2025-06", "2025-07", "2025-08")
    assert [one[:4] for one in findings] == [
        *(("a", month, "unpaid", "check" if month < "2025-07" else "pay") for month in months),
        *(("b", month, "not_entitled", "check" if month < "2025-07" else "recover") for month in months),
        *(("c", month, "not_entitled", "recover") for month in months),
    ]
    assert "没有发放；当时还没有评估，以后评定的等级不一定适用，应先核实（" in findings[0][4]
    assert [one[:4] for one in of_benefits if one[2] == "underpaid"] == [
        ("c", month, "underpaid", "pay") for month in months
    ]


def test_a_class_that_nobody_of_the_age_or_the_status_is_in_gives_nothing_at_any_level(tmp_path: Path) -> None:
    """Of the service subsidy, whose classes go by the level too."""
    header = (
        "case,birth_date,household_status,stated.ability_level,family_planning_special,assessed_on,paid.service_subsidy"
    )
    findings = found(
        tmp_path,
        "a,1950-01-10,dibao,intact,false,2025-07-15,100",
        "b,1940-01-10,none,mild,false,2025-07-15,100",
        header=header, about="service_subsidy", columns='"case", month, code, direction',
    )  # fmt: skip
    assert findings == [
        *(("a", f"2025-0{at}", "not_entitled", "check" if at < 7 else "recover") for at in (5, 6, 7, 8)),
        *(("b", f"2025-0{at}", "not_entitled", "recover") for at in (5, 6, 7, 8)),
    ]
