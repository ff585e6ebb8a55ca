"""How the call names a register."""

from __future__ import annotations

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.registers.kinds import DEATHS, KINDS, ROLL, WORK_INJURY, register_option


def test_kind_and_file() -> None:
    option = register_option("deaths=死亡=2023.xlsx")
    assert (option.kind, option.name, option.source) == (DEATHS, "", "死亡=2023.xlsx")


def test_another_roll_has_a_name() -> None:
    option = register_option("roll:低保=postgresql://host/db?table=dibao")
    assert (option.kind, option.name, option.source) == (ROLL, "低保", "postgresql://host/db?table=dibao")


@pytest.mark.parametrize("text", ["death=a.csv", "roll=a.csv", "roll:=a.csv", "deaths:2023=a.csv", "=a.csv"])
def test_kind_that_is_not_known(text: str) -> None:
    with pytest.raises(Refused) as refused:
        register_option(text)
    (problem,) = refused.value.diagnostics
    assert problem.code == "R501"
    assert "roll:NAME" in problem.arguments["known"]
    assert problem.arguments["near"] == ("deaths" if text.startswith("death=") else "")


@pytest.mark.parametrize("text", ["deaths", "deaths=", "roll:低保= "])
def test_register_without_a_file(text: str) -> None:
    with pytest.raises(Refused) as refused:
        register_option(text)
    assert [problem.code for problem in refused.value.diagnostics] == ["R502"]


def test_kinds_that_stand_for_a_fact() -> None:
    assert {kind.id: kind.fact for kind in KINDS.values() if kind.fact} == {
        "ltci": "ltci_beneficiary", "work_injury": "work_injury_nursing_benefit",
    }  # fmt: skip
    assert not WORK_INJURY.dated
