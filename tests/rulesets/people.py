"""Made-up people to try the shipped rulesets on: filled forms, written as in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assess.cases.facts import taken
from assess.engines.bounds import prospects
from assess.language.edition import edition_of
from assess.language.types import Enumeration
from tests.library import CASE, day, program_of

Facts = dict[str, Any]

GB_ITEMS = {
    "eating": 4, "grooming": 4, "bathing": 4, "dressing_upper": 4, "dressing_lower": 4, "bladder": 4, "bowel": 4,
    "toileting": 4,
    "bed_mobility": 4, "transfer": 4, "walking": 4, "stairs": 3,
    "time_orientation": 4, "place_orientation": 4, "person_orientation": 4, "memory": 4, "comprehension": 4,
    "expression": 4, "aggression": 1, "depression": 1, "consciousness": 2,
    "vision": 2, "hearing": 2, "daily_affairs": 4, "transport": 3, "social_contact": 4,
}  # fmt: skip
"""The 26 items of GB/T 42195-2022 with their highest marks (domain: 32 + 15 + 28 + 15 = 90)."""

EVENTS = ("falls_30d", "wandering_30d", "choking_30d", "self_harm_30d", "other_events_30d")
UNCHANGED: Facts = {
    "coma": False, "dementia_diagnosed": False, "psychiatric_diagnosed": False, **dict.fromkeys(EVENTS, 0)
}  # fmt: skip
"""Nothing that would change the level."""

SIX = (
    "self_feeding", "self_dressing", "self_bed_transfer", "self_toileting", "self_indoor_walking", "self_bathing"
)  # fmt: skip
LOST: Facts = dict.fromkeys(SIX, False)
PARTIAL: Facts = dict.fromkeys(SIX, True) | {"self_bathing": False}
ABLE: Facts = dict.fromkeys(SIX, True)


def gb_form(total: int, items: Iterable[str] = GB_ITEMS) -> Facts:
    """Marks that add up to the total, given out in the order of the items."""
    marks = {}
    for item in items:
        marks[item] = min(GB_ITEMS[item], total)
        total -= marks[item]
    assert total == 0
    return marks


def gb_spread(total: int) -> Facts:
    """Marks that add up to the total, a point at a time to each item in turn."""
    marks = dict.fromkeys(GB_ITEMS, 0)
    while total:
        for item, highest in GB_ITEMS.items():
            if total and marks[item] < highest:
                marks[item] += 1
                total -= 1
    return marks


ABLE_BODIED: Facts = gb_form(90) | UNCHANGED
"""Ninety points, nothing that would change the level: ability intact."""


def possible(ruleset: str, as_of: str, facts: Mapping[str, Any], decision: str) -> set[str | None]:
    """The codes (and None, for «stays unknown») that a decision with codes could still come to."""
    program = program_of(ruleset)
    known, problems = taken(program.inputs, facts, lambda fact: CASE)
    assert not problems
    found = prospects(edition_of(program, day(as_of), only=(decision,)), known)[decision]
    type_ = program.decisions[decision].type
    assert isinstance(found, frozenset)
    assert isinstance(type_, Enumeration)
    return {None if value is None else type_.codes[value] for value in found}
