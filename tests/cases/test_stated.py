"""Results that a case states: taken as the engines hold them, and every fault with its place."""

from __future__ import annotations

from typing import Any

import pytest

from assess.cases.frame import raw_case
from assess.cases.stated import taken_as_stated
from assess.diagnostics import Diagnostic, Position
from assess.language.stated import with_stated
from tests.library import program_of

MEADOWLAND = program_of("meadowland")


def place(decision: str) -> Position:
    return Position(f"case.yaml#{decision}")


def faults(stated: dict[str, Any]) -> list[Diagnostic]:
    return taken_as_stated(MEADOWLAND, stated, place)[2]


def test_values_as_the_engines_hold_them() -> None:
    stated = {"herder_grade": "plain", "old_herder": True, "wool_points": 5, "fair_on": "2024-03-01"}
    program, facts, problems = taken_as_stated(MEADOWLAND, stated, place)
    assert program is with_stated(MEADOWLAND, stated)
    assert facts == {
        "stated.herder_grade": 2, "stated.old_herder": True, "stated.wool_points": 5, "stated.fair_on": 2024_03_01,
    }  # fmt: skip
    assert problems == []


def test_null_is_not_known_and_not_worked_out_either() -> None:
    program, facts, problems = taken_as_stated(MEADOWLAND, {"herder_grade": None}, place)
    assert (program, facts, problems) == (with_stated(MEADOWLAND, ["herder_grade"]), {}, [])


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("herder_grade", "lost", "A105"),
        ("herder_grade", "普通毛", "A105"),
        ("herder_grade", 2, "A105"),
        ("old_herder", "yes", "A107"),
        ("wool_points", 10, "A103"),
        ("wool_points", "5", "A102"),
        ("fair_on", "2024-02-30", "A108"),
        ("herder_grad", "plain", "A127"),
        ("calm", 2, "A127"),
        ("hay", 45, "A128"),
        ("total", 45, "A128"),
        ("place_at_fair", "front", "A128"),
    ],
)
def test_faulty_result_is_refused_where_it_stands(name: str, value: object, code: str) -> None:
    [fault] = faults({name: value})
    assert (fault.code, fault.position) == (code, place(name))


def test_a_label_names_the_code_that_is_meant() -> None:
    [fault] = faults({"herder_grade": "普通毛"})
    assert (fault.arguments["zh"], fault.arguments["near"]) == ("认定的牧人等级", "plain")


def test_a_misspelt_decision_names_the_nearest() -> None:
    [fault] = faults({"herder_grad": "plain"})
    assert (fault.arguments["near"], fault.arguments["ruleset"]) == ("herder_grade", "meadowland")


def test_every_fault_is_said_at_once() -> None:
    stated = {"hay": 45, "herder_grade": "lost", "grade": 1, "wool_points": 5}
    assert sorted(fault.code for fault in faults(stated)) == ["A105", "A127", "A128"]


def test_frame_keeps_what_is_stated() -> None:
    case = raw_case({"facts": {}, "stated": {"herder_grade": None}}, Position("case.yaml", 1, 1), "1")
    assert (case.stated, case.problems) == ({"herder_grade": None}, [])
    assert raw_case({"facts": {}, "stated": None}, Position("case.yaml", 1, 1), "1").stated == {}
    [problem] = raw_case({"facts": {}, "stated": ["plain"]}, Position("case.yaml", 1, 1), "1").problems
    assert (problem.code, problem.arguments) == ("A217", {"found": '["plain"]'})
