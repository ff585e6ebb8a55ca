"""How the call names a register."""

from __future__ import annotations

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.registers.kinds import DEATHS, KINDS, ROLL, WORK_INJURY, kind_of


def test_kind() -> None:
    assert kind_of("deaths") == (DEATHS, "")


def test_another_roll_has_a_name() -> None:
    assert kind_of("roll:低保") == kind_of("名册:低保") == kind_of("名册：低保") == (ROLL, "低保")


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("死亡", "deaths"), ("死亡登记", "deaths"), ("服刑", "imprisoned"), ("迁出", "moved"), ("长护险", "ltci"),
        ("长期护理保险", "ltci"), ("工伤", "work_injury"),
    ],
)  # fmt: skip
def test_kind_in_chinese(text: str, id_: str) -> None:
    assert kind_of(text) == (KINDS[id_], "")


def test_no_word_names_two_kinds() -> None:
    words = [word for kind in KINDS.values() for word in (kind.id, *kind.words)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("text", ["death", "roll", "roll:", "名册", "死亡:2023", "deaths:2023", ""])
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
