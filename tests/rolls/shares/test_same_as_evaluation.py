"""What a check writes of a row is what `assess evaluate` would give for it, and it rejects the rows that this would."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from assess.decisions.result import REJECTED
from assess.language.dates import number_of
from assess.rolls.mapping import Mapping, mapping_of
from assess.rolls.mapping.proposing import propose
from assess.rolls.mapping.samples import samples_of
from assess.rolls.mapping.writing import written
from assess.rolls.reading import own_parquet, read_roll
from tests.library import program_of
from tests.rolls.checking import MADE_FOR, check_changzhou
from tests.rolls.making.rolls import changzhou, made
from tests.rolls.running.herds import DAY, Row, check, herders, write_csv, write_parquet
from tests.rolls.shares.row_by_row import RowByRow, alike

MEADOWLAND = program_of("meadowland")
ROLLS = {
    "typed columns": ("roll.parquet", 900, {}),
    "damaged lines and cells": ("roll.csv", 700, {"damage": 0.2}),
    "damaged cells": ("roll.parquet", 500, {"damage": 0.3}),
    "a real system's headers": ("tekun.csv", 400, {"headers": "tekun", "damage": 0.1}),
}
"""2,500 rows in all."""


@pytest.fixture(scope="module", params=ROLLS)
def checked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RowByRow:
    """A roll checked in shares, so that some are taken plainly and some cell by cell."""
    name, rows, options = ROLLS[request.param]
    roll, _ = made(name, rows, seed=rows, **options)
    folder = tmp_path_factory.mktemp("row-by-row")
    mapping, file = None, None
    if "headers" in options:
        file = folder / "mapping.yaml"
        mapping = proposed(roll, file)
    check_changzhou(roll, folder / "out", share_rows=450, mapping=file)
    return RowByRow(folder / "out", changzhou(), MADE_FOR, mapping)


def proposed(roll: Path, file: Path) -> Mapping:
    """The mapping that is proposed for the roll."""
    with tempfile.TemporaryDirectory() as folder:
        parts = read_roll((str(roll),), Path(folder))
        proposal = propose(parts, [samples_of(part) for part in parts], changzhou())
    file.write_text(written(proposal, changzhou(), "zh"), encoding="utf-8")
    return Mapping(mapping_of(file.read_text(encoding="utf-8"), file.name))


def test_every_row_as_a_single_case(checked: RowByRow) -> None:
    assert_alike(checked)
    assert len({row["status"] for row in checked.found().values()}) >= 2


@pytest.mark.parametrize("form", [write_parquet, write_csv])
def test_values_of_every_type(tmp_path: Path, form: Callable[[Sequence[Row], Path], Path]) -> None:
    """Days, decimals, rankings and sums, of Meadowland."""
    only = tuple(name for name, one in MEADOWLAND.decisions.items() if not one.hidden and name != "lantern_due")
    roll = form(herders(300), tmp_path / ("roll.csv" if form is write_csv else "roll.parquet"))
    check(roll, tmp_path / "out", only=only, share_rows=80)
    assert_alike(RowByRow(tmp_path / "out", MEADOWLAND, number_of(DAY), only=only))


def assert_alike(checked: RowByRow) -> None:
    found = checked.found()
    expected = {(row["source"], row["row"]): row for row in checked.expected()}
    assert found.keys() == expected.keys()
    for place, row in expected.items():
        faults = row.pop("faults", None)
        differing = {
            name: (found[place][name], value) for name, value in row.items() if not alike(found[place][name], value)
        }
        assert not differing, (place, faults)
        if row["status"] == REJECTED:
            others = found[place].keys() - row.keys() - {"name", "district"}
            assert {found[place][name] for name in others if not name.startswith("paid.")} == {None}


@pytest.mark.parametrize("statistics", [True, False])
def test_a_number_out_of_range_is_found_whatever_the_file_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statistics: bool
) -> None:
    """The ranges of columns are looked up in the file's statistics where it has any, and else row by row."""
    if not statistics:
        monkeypatch.setattr(own_parquet, "_spans", lambda connection, path: {})
    rows = [{**one, "calm": 4 if place == 33 else place % 4} for place, one in enumerate(herders(60))]
    roll = write_parquet(rows, tmp_path / "roll.parquet")

    check(roll, tmp_path / "out")

    rejected = duckdb.sql(f"SELECT row, \"column\", code FROM '{tmp_path / 'out' / 'rejects.csv'}'").fetchall()
    assert rejected == [(34, "calm", "A103")]
