"""Imported by the process that others are forked off: a small run, after which nothing has to be imported or compiled
any more, nor planned for rolls of the same columns. It ends every thread that it began."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assess.cli import evaluate, forms, interview, roll, rules  # noqa: F401
from assess.rolls.running import run
from tests import folders
from tests.plans import PLANS
from tests.rolls.running.herds import check, herders, write_csv

run.make_plan = PLANS.planned
with tempfile.TemporaryDirectory(prefix="warm-", dir=folders.of_this_run()) as _name:
    check(write_csv(herders(40), Path(_name) / "roll.csv"), Path(_name) / "run", share_rows=20, threads=2)
