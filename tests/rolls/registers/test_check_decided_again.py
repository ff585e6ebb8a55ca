"""A roll that states a fact wrongly, beside the register that has it right, comes to the same as one that states it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import Row, rows_of

FIGURES = """
parameters:
  dibao_standard:
    - {from: 2024-01-01, value: 1000, confidence: published, note: {zh: 虚构的数值, en: a made-up figure}}
  old_age_rate:
    - {from: 2024-01-01, value: {under_80: 0, from_80: 50, from_90: 100, from_100: 300}}
  service_subsidy_rate:
    - {from: 2024-01-01, value: {none: 0, dibao_disabled: 100, bereaved: 60, eighty: 60}}
  nursing_rate:
    - {from: 2024-01-01, value: 100}
  disability_living_rate:
    - {from: 2024-01-01, value: 80}
  disability_nursing_rate:
    - {from: 2024-01-01, value: 120}
"""
FACTS = {
    "case": "D", "name": "丁四", "id_number": id_number(7), "birth_date": "1930-01-08", "household_status": "dibao",
    "living_arrangement": "with_family", "no_children": "false", "disability_grade": "1",
    "family_planning_special": "false", "work_injury_nursing_benefit": "false", "ltci_beneficiary": "false",
    "wants_institution": "false", "stated.self_care_ability": "able", "stated.ability_level": "severe",
}  # fmt: skip
NURSING, DISABILITY, LIVING = (
    "paid.nursing_subsidy",
    "paid.disability_nursing_subsidy",
    "paid.disability_living_subsidy",
)
BOTH_NURSING = {"paid.service_subsidy": "100", NURSING: "100", LIVING: "80", DISABILITY: "120"}
BARRED = {"paid.service_subsidy": "100", NURSING: "", LIVING: "", DISABILITY: ""}


def check(
    folder: Path,
    facts: dict[str, str],
    *,
    by: str = "month",
    name: str = "丁四",
    start: str = "2020-01-01",
    end: str = "",
    kinds: tuple[str, ...] = ("work_injury",),
    period: tuple[str, ...] = ("--as-of", "2026-06-30"),
) -> list[Row]:
    """The findings, but for the information that the roll says otherwise."""
    folder.mkdir(exist_ok=True)
    columns = FACTS | facts
    (folder / "roll.csv").write_text(f"{','.join(columns)}\n{','.join(columns.values())}\n", encoding="utf-8")
    (folder / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    mapping = "".join(
        f"  {one}: {f'{{target: {one}, period: {by}}}' if one.startswith('paid.') else one}\n" for one in columns
    )
    (folder / "mapping.yaml").write_text(f"columns:\n{mapping}", encoding="utf-8")
    listed = f"身份证号,姓名,待遇开始日期,待遇结束日期\n{id_number(7)},{name},{start},{end}\n"
    (folder / "list.csv").write_text(listed, encoding="utf-8")
    arguments = [
        "--lang", "en", "roll", "check", str(folder / "roll.csv"), "--ruleset", "jiangsu/changzhou", *period,
        "--parameters", str(folder / "figures.yaml"), "--mapping", str(folder / "mapping.yaml"),
        "--out", str(folder / "out"),
    ]  # fmt: skip
    for kind in kinds:
        arguments += ["--register", f"{kind}={folder / 'list.csv'}"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code in (0, 1), result.stderr
    return [row for row in rows_of(folder / "out" / "findings.parquet") if row["code"] != "registered_otherwise"]


def sums(findings: list[Row]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for row in findings:
        if row["direction"] in ("recover", "pay"):
            key = (row["benefit"], row["direction"])
            found[key] = found.get(key, Decimal(0)) + row["amount"]
    return found


@pytest.mark.parametrize("paid", [BOTH_NURSING, BARRED], ids=["paid", "barred"])
@pytest.mark.parametrize("period", [("--as-of", "2026-06-30"), ("--from", "2026-05", "--to", "2026-06")])
def test_same_as_a_roll_that_states_the_fact(tmp_path: Path, paid: dict[str, str], period: tuple[str, ...]) -> None:
    beside = check(tmp_path / "beside", paid, period=period)
    stated = check(tmp_path / "stated", paid | {"work_injury_nursing_benefit": "true"}, period=period)
    assert sums(beside) == sums(stated)
    assert sums(stated)


def test_two_registers_of_the_same_person(tmp_path: Path) -> None:
    kinds = ("work_injury", "ltci")
    beside = check(tmp_path / "beside", BARRED, kinds=kinds)
    facts = BARRED | {"work_injury_nursing_benefit": "true", "ltci_beneficiary": "true"}
    assert sums(beside) == sums(check(tmp_path / "stated", facts, kinds=kinds))


def test_what_the_register_bars_is_not_found_to_be_paid(tmp_path: Path) -> None:
    findings = check(tmp_path, BARRED)
    assert [(row["code"], row["benefit"]) for row in findings] == [("unpaid", "nursing_subsidy")]
    assert findings[0]["sentence_zh"].endswith("（按工伤保险生活护理费名单认定，核实后办理。）")
    assert findings[0]["sentence_en"].endswith(
        "(Decided as the list of the work-injury nursing benefit has it; verify first.)"
    )


def test_somebody_of_another_name_is_not_decided_again(tmp_path: Path) -> None:
    """What the roll itself makes of the person stays, and what the register would make of them is to be verified."""
    findings = check(tmp_path / "other", BOTH_NURSING, name="李四")
    assert sums(findings) == sums(check(tmp_path / "without", BOTH_NURSING, kinds=()))
    assert {row["direction"] for row in findings if row["code"] == "beside_work_injury"} == {"check"}


def test_nobody_is_beside_an_insurance_that_makes_no_difference(tmp_path: Path) -> None:
    """Without a level the nursing subsidy is open, and the higher subsidy takes its place either way."""
    facts = {"stated.ability_level": "", "ltci_beneficiary": "", NURSING: "100", DISABILITY: "120"}
    findings = check(tmp_path, facts, kinds=("ltci",))
    assert "beside_ltci" not in {row["code"] for row in findings}


YEARLY = {"paid.service_subsidy": "1200", LIVING: "960", DISABILITY: "1440"}


@pytest.mark.parametrize(
    ("start", "end", "living", "nursing"),
    [("2026-06-01", "", 560, 840), ("2026-01-01", "2026-05-31", 400, 600), ("2026-07-01", "", 480, 720),
     ("2020-01-01", "", 960, 1440)],
)  # fmt: skip
def test_amounts_of_a_year(tmp_path: Path, start: str, end: str, living: int, nursing: int) -> None:
    findings = check(tmp_path, YEARLY, by="year", start=start, end=end)
    amounts = {row["benefit"]: int(row["amount"]) for row in findings if row["code"] == "beside_work_injury"}
    assert amounts == {"disability_living_subsidy": living, "disability_nursing_subsidy": nursing}


def test_what_a_part_of_a_year_alters_is_to_be_verified(tmp_path: Path) -> None:
    """Of the two nursing subsidies the lower one is not due, but in the months in which the higher one is barred."""
    findings = check(tmp_path, YEARLY | {NURSING: "1200"}, by="year", start="2026-06-01")
    (together,) = [row for row in findings if row["code"] == "not_drawn_together"]
    assert (together["benefit"], together["direction"], together["amount"]) == ("nursing_subsidy", "check", 1200)
    assert together["sentence_zh"].endswith("但登记只涉及这一年的部分月份（工伤保险生活护理费名单），先按月核实。")
