"""A fact that what is paid rests on, and that neither a column nor the mapping gives, is told once."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import SHIPPED
from tests.rolls.registers.registering import id_number
from tests.rolls.running.village import VILLAGE


def told(
    folder: Path, columns: str, mapping: str = "", ruleset: str = "village", period: Period | None = None
) -> list[Diagnostic]:
    headers = columns.split(",")
    row = {"month": "2023-02", "id_number": id_number(1), "birth_date": "1930-01-02", "poor": "true"}
    cells = [row.get(header, "10") for header in headers]
    (folder / "roll.csv").write_text(f"{columns}\n{','.join(cells)}\n", encoding="utf-8")
    given = folder / "mapping.yaml"
    given.write_text(f"columns: {{{', '.join(f'{one}: {one}' for one in headers)}}}\n{mapping}", encoding="utf-8")
    library = VILLAGE if ruleset == "village" else SHIPPED
    period = period or Period.on(2023_01_31 if ruleset == "village" else 2025_12_31)
    call = Call((str(folder / "roll.csv"),), ruleset, period, folder / "out", mapping=given, threads=1, memory=2**29)
    run = Check(call, library)
    run.run()
    return [one for one in run.warnings if one.code == "R435"]


def test_a_fact_that_no_column_gives_is_told_once(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "id_number,birth_date,paid.pension,paid.grain")
    assert (found.position.file, found.arguments["facts_en"], found.arguments["benefits_en"]) == (
        "roll.csv", "poor (poor)", "grain",
    )  # fmt: skip


@pytest.mark.parametrize("months", ["", "month,"])
def test_of_several_months_it_is_told_once_too(months: str, tmp_path: Path) -> None:
    period = Period.of_months("2023-01", "2023-04")
    columns = f"{months}id_number,birth_date,paid.pension,paid.grain"
    assert len(told(tmp_path, columns, period=period)) == 1


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        ("birth_date,poor,paid.grain", ""),
        ("birth_date,paid.grain", "constants: {poor: true}"),
        ("id_number,paid.pension", "derived: {birth_date: {from: id_number}}"),
        ("birth_date,paid.pension", ""),  # of what is not paid nothing is missed
    ],
)
def test_what_is_given_or_of_no_account_is_not_missed(tmp_path: Path, columns: str, mapping: str) -> None:
    assert told(tmp_path, columns, mapping) == []


def test_an_assessment_may_be_stated_in_place_of_its_answers(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "birth_date,paid.nursing_subsidy", ruleset="jiangsu/changzhou")
    assert "stated.ability_level" in found.arguments["facts_zh"]
    assert "coma" not in found.arguments["facts_zh"]
