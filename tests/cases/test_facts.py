"""What facts are taken as: exact, in the engines' own form; nothing guessed, nothing mended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assess.cases.facts import taken
from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.language.law import Input
from assess.library import Library

LIBRARY = Path(__file__).parents[1] / "forms" / "library"


@pytest.fixture(scope="module")
def inputs() -> dict[str, Input]:
    form = Library((LIBRARY,)).form("winter-grazing")
    assert form is not None
    return form.inputs


def take(inputs: dict[str, Input], **raw: Any) -> tuple[dict[str, Any], list[Diagnostic]]:
    return taken(inputs, raw, lambda name: Position("case.yaml", 1, 1))


@pytest.mark.parametrize(
    ("question", "written", "value"),
    [
        ("climbing", 2, 2),
        ("climbing", 0, 0),
        ("climbing", -0, 0),
        ("hay_kept", 3, 300),  # hundredths inside
        ("hay_kept", Decimal("0.01"), 1),
        ("hay_kept", Decimal("500.50"), 50050),
        ("hay_kept", Decimal("1.000000"), 100),
        ("hay_kept", Decimal("-0.0"), 0),
        ("snowed_in", True, True),
        ("snowed_in", False, False),
        ("shelter", "hut", 1),  # the place of the code among the answers
        ("assessed_on", date(2024, 2, 29), 20240229),
        ("assessed_on", "2024-02-29", 20240229),
        ("assessed_on", "1800-01-01", 18000101),
        ("assessed_on", "2200-12-31", 22001231),
        ("herder_name", "𠮷野", "𠮷野"),
        ("herder_name", "欧阳\u200d春", "欧阳\u200d春"),
        ("herder_id", "99010119491211000X", "99010119491211000X"),
        ("herder_id", "99010119491211000x", "99010119491211000X"),
        ("village", "990101", "990101"),
    ],
)
def test_fact_in_order(inputs: dict[str, Input], question: str, written: Any, value: Any) -> None:
    assert take(inputs, **{question: written}) == ({question: value}, [])


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("animals", []),
        ("animals", ["none"]),
        ("animals", ["goat", "dog"]),
        ("told_by", {"name": "张三"}),
        ("told_by", {"name": "张三", "qualification": None, "signed_on": "2024-01-15"}),
        ("signed_by", [{"name": "张三"}, {"name": "李四", "signed_on": date(2024, 1, 15)}]),
    ],
)
def test_lists_and_people_are_checked_and_not_handed_to_rules(
    inputs: dict[str, Input], question: str, written: Any
) -> None:
    assert take(inputs, **{question: written}) == ({}, [])


def test_null_is_the_same_as_nothing(inputs: dict[str, Input]) -> None:
    assert take(inputs, climbing=None, shelter=None) == ({}, [])


def test_a_faulty_fact_does_not_hide_the_others(inputs: dict[str, Input]) -> None:
    facts, problems = take(inputs, climbing=7, carrying=2, snowed_in="no")
    assert facts == {"carrying": 2}
    assert [(found.code, found.arguments["fact"]) for found in problems] == [
        ("A103", "climbing"),
        ("A107", "snowed_in"),
    ]


@pytest.mark.parametrize(
    ("question", "written", "code", "near"),
    [
        ("shelter", "草棚", "A105", "hut"),
        ("shelter", "a hut", "A105", "hut"),
        ("shelter", "barns", "A105", "barn"),
        ("animals", ["goats"], "A105", "goat"),
        ("climbin", 2, "A101", "climbing"),
        ("told_by", {"name": "张三", "qualifcation": "村医"}, "A121", "qualification"),
    ],
)
def test_what_was_meant_is_named_and_not_taken(
    inputs: dict[str, Input], question: str, written: Any, code: str, near: str
) -> None:
    facts, [problem] = take(inputs, **{question: written})
    assert facts == {}
    assert (problem.code, problem.arguments["near"]) == (code, near)


def test_full_width_text_is_shown_in_half_width(inputs: dict[str, Input]) -> None:
    _, [problem] = take(inputs, herder_id="９９０１０１１９４９１２１１０００Ｘ")
    assert (problem.code, problem.arguments["instead"]) == ("A104", "99010119491211000X")
