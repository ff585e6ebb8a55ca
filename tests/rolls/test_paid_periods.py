"""What is due is for the period that it is paid by: twelve months make a year, a year is not cut into months."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assess.diagnostics import Refused
from assess.rolls.cells import Period
from assess.rolls.paid_periods import period_of, refuse_parts_of_years, times_due, usual_period
from assess.rolls.reporting.manifest import Manifest
from tests.databases import database
from tests.library import program_of
from tests.rolls.running.herds import check, herders, write_parquet

MEADOWLAND = program_of("meadowland")
GRANT = MEADOWLAND.decisions["winter_grant"].type
HAY = MEADOWLAND.decisions["hay"].type


def test_period_is_that_of_the_unit() -> None:
    assert (period_of(GRANT), period_of(HAY)) == ("year", "month")
    assert period_of(MEADOWLAND.inputs["sheep"].type) is None
    assert (usual_period(MEADOWLAND, "winter_grant"), usual_period(MEADOWLAND, "hay")) == ("year", "month")


@pytest.mark.parametrize(
    ("benefit", "paid_by", "times"), [("hay", "month", 1), ("hay", "year", 12), ("winter_grant", "year", 1)]
)
def test_only_months_are_multiplied(benefit: str, paid_by: Period, times: int) -> None:
    assert times_due(MEADOWLAND.decisions[benefit].type, paid_by) == times


def test_a_twelfth_of_a_year_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        refuse_parts_of_years(MEADOWLAND, {"hay": "year", "winter_grant": "month"})
    (problem,) = refused.value.diagnostics
    assert (problem.code, str(problem.position)) == ("R552", "paid.winter_grant")


def checked(folder: Path, header: str, mapping: str | None = None) -> Manifest:
    """A check of herders that are paid the winter grant, in a column of that header."""
    roll = write_parquet(herders(60), folder / "roll.parquet")
    with database() as connection:
        paid = f'SELECT * EXCLUDE ("paid.hay", "paid.care"), 300.00::DECIMAL(9,2) AS "{header}" FROM \'{roll}\''
        connection.execute(f"COPY ({paid}) TO '{folder}/paid.parquet' (FORMAT parquet)")
    file = None
    if mapping is not None:
        file = folder / "mapping.yaml"
        file.write_text(mapping, encoding="utf-8")
    return check(folder / "paid.parquet", folder / "out", mapping=file, only=("winter_grant",))


def assert_due_by_the_year(folder: Path) -> None:
    with database() as connection:
        query = f"SELECT DISTINCT winter_grant, \"due.winter_grant\" FROM '{folder}/out/decisions.parquet'"
        found = [pair for pair in connection.execute(query).fetchall() if pair[0] is not None]
    assert any(worth > 0 for worth, _ in found)
    assert all(due in (worth, Decimal(0)) for worth, due in found)


def test_grant_by_the_year_is_due_once_a_year(tmp_path: Path) -> None:
    checked(tmp_path, "paid.winter_grant")
    assert_due_by_the_year(tmp_path)


def columns(option: str) -> str:
    others = (
        "case name district herding_since home animals sheep by_night shelter dogs income calm clean quick flock_lost "
    )
    others += "wolves storms born_on applied_on herder_id division"
    listed = "".join(f"  {name}: {name}\n" for name in others.split())
    return f"columns:\n{listed}  grant: {{target: paid.winter_grant{option}}}\n"


@pytest.mark.parametrize("option", ["", ", period: year"])
def test_mapping_may_leave_the_period_to_the_rules(tmp_path: Path, option: str) -> None:
    checked(tmp_path, "grant", columns(option))
    assert_due_by_the_year(tmp_path)


def test_grant_by_the_year_that_is_paid_by_the_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        checked(tmp_path, "grant", columns(", period: month"))
    assert [problem.code for problem in refused.value.diagnostics] == ["R552"]
