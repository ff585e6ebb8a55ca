"""A month without a benefit, which is a floor or has to be judged first, and a later one that pays it up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assess.library import Library
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.running.herds import Row, rows_of

PEOPLE = {
    "320402194001010006": ("0", "1494", "747"),
    "320402194001030007": ("0", "800", "800"),
    "320402194001040002": ("1494", "0", "747"),
}
"""What is paid from January to March of 2026, where 747 is due by the wage of the end of 2025: a month paid up; more
than the floor paid every other month; and paid in advance."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    folder = tmp_path_factory.mktemp("floors")
    roll = folder / "roll.csv"
    lines = ["id_number,birth_date,household_status,stated.self_care_ability,month,paid.tekun_care_standard"]
    for number, months in PEOPLE.items():
        born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        lines += [f"{number},{born},tekun,lost,2026-0{at},{paid}" for at, paid in enumerate(months, start=1)]
    roll.write_text("\n".join([*lines, ""]), encoding="utf-8")
    period = Period.of_months("2026-01", "2026-03")
    Check(Call((str(roll),), "jiangsu/changzhou", period, folder / "out"), Library.default()).run()
    rows = [row for row in rows_of(folder / "out" / "findings.parquet") if row["benefit"]]
    return {
        who: sorted((row for row in rows if row["id_number"] == who), key=lambda row: str(row["month"]))
        for who in PEOPLE
    }


def told(rows: list[Row]) -> list[tuple[object, ...]]:
    return [(row["month"], row["code"], row["amount"], row["direction"]) for row in rows]


def test_what_is_above_the_floor_may_have_paid_up_an_earlier_month(found: dict[str, list[Row]]) -> None:
    lacking, above = found["320402194001010006"]
    assert told([lacking, above]) == [
        ("2026-01", "unpaid", Decimal("747.00"), "check"),
        ("2026-02", "above_floor", Decimal("747.00"), "check"),
    ]
    assert lacking["sentence_zh"].endswith("但2026年2月多发的金额与此相同，可能已经补发，核实之前不补发。")
    assert above["sentence_zh"].endswith("但2026年1月少发的金额与此相同，可能就是补发。")
    assert above["sentence_en"].endswith(" But as much was lacking for 2026-01, and this may have paid it.")


def test_another_amount_above_the_floor_pays_nothing_up(found: dict[str, list[Row]]) -> None:
    assert told(found["320402194001030007"])[0] == ("2026-01", "unpaid", Decimal("747.00"), "pay")


def test_what_was_paid_before_pays_nothing_up(found: dict[str, list[Row]]) -> None:
    assert told(found["320402194001040002"])[1] == ("2026-02", "unpaid", Decimal("747.00"), "pay")


def test_what_somebody_has_to_judge_first_may_have_been_paid_up(tmp_path: Path) -> None:
    """The lack is to be verified anyhow; what paid it up is not to recover before that either."""
    (tmp_path / "figures.yaml").write_text("parameters: {disability_nursing_rate: 80}", encoding="utf-8")
    roll = tmp_path / "roll.csv"
    lines = [f"320402194001010006,1940-01-01,none,1,false,2026-0{at},{paid}" for at, paid in ((1, 0), (2, 160))]
    facts = "household_status,disability_grade,work_injury_nursing_benefit"
    header = f"id_number,birth_date,{facts},month,paid.disability_nursing_subsidy"
    roll.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    call = Call(
        (str(roll),), "jiangsu/changzhou", Period.of_months("2026-01", "2026-02"), tmp_path / "out",
        parameters=tmp_path / "figures.yaml",
    )  # fmt: skip
    Check(call, Library.default()).run()
    rows = [row for row in rows_of(tmp_path / "out" / "findings.parquet") if row["benefit"]]
    assert told(sorted(rows, key=lambda row: str(row["month"]))) == [
        ("2026-01", "unpaid", Decimal("80.00"), "check"),
        ("2026-02", "overpaid", Decimal("80.00"), "check"),
    ]
