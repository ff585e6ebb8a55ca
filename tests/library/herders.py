"""A herder of Meadowland, and the ways in which others differ."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]

HERDER: Facts = {
    "herding_since": "2000-06-30", "home": "north", "animals": "goats", "sheep": 0, "by_night": False, "shelter": True,
    "dogs": 1, "income": 500, "calm": 3, "clean": 2, "quick": 2, "flock_lost": False, "wolves": False, "storms": 1,
}  # fmt: skip
"""In the middle of 2023: 23 years of herding, 7 points, good wool, an old herder; due 45.50 hay and 83.30 care."""


def herder(*left_out: str, **changed: Any) -> Facts:
    """The herder with other answers, some left out."""
    return {name: value for name, value in (HERDER | changed).items() if name not in left_out}
