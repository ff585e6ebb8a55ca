"""How the call names a register."""

from __future__ import annotations

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.registers.kinds import DEATHS, KINDS, ROLL, WORK_INJURY, kind_of


def test_kind() -> None:
    assert kind_of("deaths") == (DEATHS, "")


def test_another_roll_has_a_name() -> None:
    assert kind_of("roll:低保") == (ROLL, "低保")


@pytest.mark.parametrize("text", ["death", "roll", "roll:", "deaths:2023", ""])
def test_kind_that_is_not_known(text: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(text)
    (problem,) = refused.value.diagnostics
    assert problem.code == "R501"
    assert "roll:NAME" in problem.arguments["known"]
    assert problem.arguments["near"] == ("deaths" if text == "death" else "")


def test_kinds_that_stand_for_a_fact() -> None:
    assert {kind.id: kind.fact for kind in KINDS.values() if kind.fact} == {
        "ltci": "ltci_beneficiary", "work_injury": "work_injury_nursing_benefit",
    }  # fmt: skip
    assert not WORK_INJURY.dated
