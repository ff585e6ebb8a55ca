"""A roll with damaged rows of every kind: each is reported with its row, none stops the check, and nothing is lost."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from assess.rolls.making.damage import LEFT_OUT, READ, REJECTED, SET_ASIDE
from assess.rolls.reporting.manifest import Manifest
from tests.rolls.checking import check_changzhou
from tests.rolls.making.rolls import Row, made, rows_of

RATES = {"roll.csv": (3_000, 0.04), "roll.xlsx": (1_500, 0.08), "roll.parquet": (3_000, 0.04)}
"""How many rows, and the share of them that is damaged: a hundred or so, in eighty ways."""
SHARE_ROWS = 1_000


class Checked:
    """A damaged roll with its list of damage, and what came of its check."""

    def __init__(self, name: str, folder: Path) -> None:
        self.rows, rate = RATES[name]
        self.roll, _ = made(name, self.rows, damage=rate)
        self.damage = rows_of(self.roll.with_name(f"{name}.damage.csv"))
        out = folder / "out"
        self.manifest: Manifest = check_changzhou(self.roll, out, share_rows=SHARE_ROWS)
        with (out / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
            self.rejects: list[Row] = list(csv.DictReader(file))
        self.statuses = {row["row"]: row["status"] for row in rows_of(out / "decisions.parquet", "row, status")}

    def damaged(self, *expected: str) -> dict[int, Row]:
        """The damaged rows of which a check must make one of these."""
        return {int(row["row"]): row for row in self.damage if row["expected"] in expected}


@pytest.fixture(scope="module", params=RATES)
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return Checked(request.param, tmp_path_factory.mktemp("damaged"))


def test_nothing_is_lost(checked: Checked) -> None:
    counts = checked.manifest.counts
    assert counts.input == counts.decided + counts.undetermined + counts.rejected
    assert counts.input == checked.rows - len(checked.damaged(LEFT_OUT, SET_ASIDE))
    assert counts.rejected == len(checked.damaged(REJECTED))


def test_every_row_of_the_roll_has_a_decision(checked: Checked) -> None:
    """Those of which nothing could be read, too, as rejected ones."""
    counts = checked.manifest.counts
    assert len(checked.statuses) == counts.input == counts.decisions
    rejected = {row for row, status in checked.statuses.items() if status == "rejected"}
    assert rejected == checked.damaged(REJECTED).keys()


def test_every_row_that_cannot_be_read_is_reported_with_its_place(checked: Checked) -> None:
    reported = defaultdict(list)
    for line in checked.rejects:
        reported[int(line["row"])].append(line)
    reportable = checked.damaged(REJECTED, SET_ASIDE)
    assert reported.keys() == reportable.keys()
    for row, damage in reportable.items():
        columns = {line["column"] for line in reported[row]}
        assert not damage["column"] or columns == {damage["column"]}, damage
        for line in reported[row]:
            assert line["source"] == damage["source"]
            assert all(line[name] for name in ("code", "message_zh", "message_en", "remedy_zh", "remedy_en")), line


def test_rejects_stand_in_the_order_of_the_roll(checked: Checked) -> None:
    rows = [int(line["row"]) for line in checked.rejects]
    assert rows == sorted(rows)


def test_rejected_rows_have_no_results(checked: Checked) -> None:
    there = {row: checked.statuses.get(row) for row in checked.damaged(REJECTED, SET_ASIDE)}
    assert set(there.values()) <= {"rejected", None}


def test_unusual_spelling_is_no_fault(checked: Checked) -> None:
    for row, damage in checked.damaged(READ).items():
        assert checked.statuses[row] in ("decided", "undetermined"), damage


def test_every_kind_of_damage_is_there(checked: Checked) -> None:
    """A whole line can be damaged in a CSV file only, a number kept as such in a workbook."""
    kinds = {row["kind"] for row in checked.damage}
    assert len(kinds) >= 70
    assert any(kind.startswith("line_") for kind in kinds) == (checked.roll.suffix == ".csv")
