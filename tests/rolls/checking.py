"""Made-up rolls of Changzhou, checked: with figures for all that it has not published, so that everything is due."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assess.rolls.reporting.manifest import Manifest
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import SHIPPED
from tests.rolls.making.rolls import CHANGZHOU, FIGURES

MADE_FOR = 2025_12_31
REGISTERS = {
    "deaths": "deaths.csv", "imprisoned": "imprisoned.csv", "moved": "moved.csv", "roll:other": "other-roll.csv",
    "ltci": "ltci.csv", "work_injury": "work-injury.csv",
}  # fmt: skip
"""The registers that are made with a roll, by their kind."""


def check_changzhou(roll: Path, out: Path, other_figures: Mapping[str, Any] | None = None, **options: Any) -> Manifest:
    """The check of a roll of Changzhou on the day that it is made for."""
    figures = out.with_name(f"{out.name}-figures.yaml")
    figures.write_text(json.dumps({"parameters": FIGURES | dict(other_figures or {})}), encoding="utf-8")
    options = {"period": Period.on(MADE_FOR), "threads": 2, **options}
    return Check(Call((str(roll),), CHANGZHOU, out=out, parameters=figures, **options), SHIPPED).run()
