"""A run that is killed, whenever that is, and taken up again ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.rolls.running.herds import call, files_of, herders, write_csv, write_parquet
from tests.rolls.running.killing import FINISHED, FINISHED_BEFORE, KILLED, run_until

KILLS_OF_EACH = 10
SHARES = {"share_rows": 40, "threads": 2}


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_killed_at_any_moment_and_taken_up_again(tmp_path: Path, form: str) -> None:
    """Ten times, over two or three runs. By the time that a run has been taken up five times it may well be in any of
    its stages: the roll half read, some shares half written, the reports half put in place."""
    rows = herders(120)
    if form == "parquet":
        roll = write_parquet(rows, tmp_path / "roll.parquet")
    else:  # with totals below: the roll that was read is remembered with what was set aside
        roll = write_csv([*rows, {"case": "合计", "paid.hay": 8_000}], tmp_path / "roll.csv")
    code, moments = run_until(call(roll, tmp_path / "whole", **SHARES))
    assert code == FINISHED
    expected = files_of(tmp_path / "whole")
    rejects = (tmp_path / "whole" / "rejects.csv").read_text(encoding="utf-8")
    assert ("122,,case,R138,合计" in rejects) == (form == "csv")
    random, kills, runs = Random(form), 0, 0
    while kills < KILLS_OF_EACH:
        out, runs = tmp_path / f"run-{runs}", runs + 1
        asked = call(roll, out, resume=True, **SHARES)
        code, killed = KILLED, 0
        while code == KILLED:
            at = None if killed == KILLS_OF_EACH // 2 else random.randint(1, moments)
            code, _ = run_until(asked, at)
            killed += code == KILLED
        kills += killed
        assert code in (FINISHED, FINISHED_BEFORE)  # it may have been killed when there was only rubbish to remove
        assert files_of(out) == expected
        assert not list(out.glob(".*"))
