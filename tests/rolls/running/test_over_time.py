"""What is wrong on many days of a period is told once, with the days."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.running.call import Call
from assess.rolls.running.over_time import told_once
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import SHIPPED
from tests.rolls.running.village import VILLAGE

HERE = Position("village.yaml", 3, 1)
THERE = Position("village.yaml", 9, 1)


def fault(code: str, name: str, day: str, place: Position = HERE) -> Diagnostic:
    return Diagnostic(code, place, {"name": name, "zh": f"“{name}”", "en": name, "from": "2023-04-01", "day": day})


def told(*faults: Sequence[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(one.code, one.arguments["name"], one.arguments["day"]) for one in told_once(faults)]


def test_days_in_a_row_and_days_apart() -> None:
    days = ["2023-01-31", "2023-02-28", "2023-03-31", "2023-05-31"]
    on = [[fault("P201", "rate", day)] for day in days]
    assert told(*on[:3]) == [("P201", "rate", "2023-01-31 – 2023-03-31")]
    assert told(*on[:3], [], on[3]) == [("P201", "rate", "2023-01-31 – 2023-03-31, 2023-05-31")]
    assert told(on[0]) == [("P201", "rate", "2023-01-31")]
    assert told() == []


def test_day_of_the_year_before_is_one_day_in_every_month() -> None:
    assert told(*[[fault("P204", "wage", "2024-12-31")]] * 2) == [("P204", "wage", "2024-12-31")]


def test_same_fault_twice_on_a_day() -> None:
    """Of two decisions that need the same figure."""
    assert told([fault("P201", "rate", "2023-01-31")] * 2) == [("P201", "rate", "2023-01-31")]


def test_decisions_are_named_together_and_figures_are_not() -> None:
    january = [fault(code, name, "2023-01-31", place)
               for code in ("D201", "P201") for name, place in (("a", HERE), ("b", THERE))]  # fmt: skip
    assert told(january) == [
        ("D201", "a, b", "2023-01-31"), ("P201", "a", "2023-01-31"), ("P201", "b", "2023-01-31"),
    ]  # fmt: skip
    (together,) = told_once([january[:2]])
    assert (together.position, together.arguments["zh"], together.arguments["en"]) == (HERE, "“a”、“b”", "a, b")


def test_other_days_are_another_reason() -> None:
    both = [fault("D201", "a", "2023-01-31"), fault("D201", "b", "2023-01-31", THERE)]
    assert told(both, [fault("D201", "b", "2023-02-28", THERE)]) == [
        ("D201", "a", "2023-01-31"), ("D201", "b", "2023-01-31 – 2023-02-28"),
    ]  # fmt: skip


def test_period_that_begins_before_the_rules(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("birth_date,poor\n1933-01-01,true\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Check(Call((str(roll),), "village", Period.of_months("1999-01", "1999-12"), tmp_path / "out"), VILLAGE).run()
    (found,) = refused.value.diagnostics
    assert (found.code, found.arguments["day"]) == ("D201", "1999-01-31 – 1999-12-31")


def test_period_past_the_review_of_several_figures_names_all_of_them(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("household_status,residence_area\ntekun,rural\n", encoding="utf-8")
    call = Call((str(roll),), "gansu/lanzhou-anning", Period.of_months("2025-01", "2025-02"), tmp_path / "out")
    with pytest.raises(Refused) as refused:
        Check(call, SHIPPED).run()
    months = "2025-01-31 – 2025-02-28"
    assert [(one.code, one.arguments["name"], one.arguments["day"]) for one in refused.value.diagnostics] == [
        ("P204", "base_multiple", months), ("P204", "dibao_standard", months),
        ("P204", "care_rate", months), ("P204", "minimum_wage", "2024-12-31"),
    ]  # fmt: skip
