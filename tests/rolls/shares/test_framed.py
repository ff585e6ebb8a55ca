"""A share that is decided by data frames holds what the database would have made of it, row for row."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import polars as pl
import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls import parquet_frames
from assess.rolls.parquet_frames import ParquetFrames
from assess.rolls.parquet_parts import PartsFile
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.running import planning, run
from assess.rolls.running.period import Period
from assess.rolls.shares import framed, share
from assess.rolls.shares.part import PlannedPart
from tests.library import program_of
from tests.rolls.checking import check_changzhou
from tests.rolls.making.rolls import made
from tests.rolls.running.herds import Row, check, herders, rows_of, write_parquet

MEADOWLAND = program_of("meadowland")
EVERY = tuple(name for name, one in MEADOWLAND.decisions.items() if not one.hidden and name != "lantern_due")
FILES = ("decisions.parquet", "findings.parquet")
NEVER = 10**12
Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def short_shares(monkeypatch: Patch) -> None:
    """Data frames decide the shortest roll."""
    monkeypatch.setattr(share, "LEAST_ROWS", 1)
    monkeypatch.setattr(planning, "LEAST_TOGETHER", 1)
    monkeypatch.setattr(run, "may_have_frames", lambda: False)  # other processes would know nothing of this
    made_before = run.make_plan

    def planned(*arguments: Any, **options: Any) -> planning.Planned:
        """A plan made before may be one for either way."""
        found = made_before(*arguments, **options)
        version = planning.frames_version() if planning.LEAST_TOGETHER == 1 else None
        return replace(found, plan=replace(found.plan, frames=version))

    monkeypatch.setattr(run, "make_plan", planned)


def a_herd(count: int = 200, **every_row: Any) -> list[Row]:
    """Herders without their income: an amount of which facts are made is read by the database."""
    return [{name: value for name, value in one.items() if name != "income"} | every_row for one in herders(count)]


def both_ways(
    make: Callable[[Path], Manifest], tmp_path: Path, monkeypatch: Patch
) -> tuple[Manifest, list[dict[str, Any]]]:
    """The run as it comes, whose files hold what those of a run by the database hold."""
    found = make(tmp_path / "found")
    with monkeypatch.context() as patch:
        patch.setattr(planning, "LEAST_TOGETHER", NEVER)
        by_database = make(tmp_path / "database")
    assert by_database.versions.polars is None
    for file in FILES:
        assert schema(tmp_path / "found" / file) == schema(tmp_path / "database" / file)
        assert rows_of(tmp_path / "found" / file) == rows_of(tmp_path / "database" / file)
    return found, rows_of(tmp_path / "found" / "decisions.parquet")


def schema(path: Path) -> list[Any]:
    return rows_of(path, "typeof(COLUMNS(*))")[:1]


@pytest.mark.parametrize(
    "options",
    [
        {"only": EVERY, "share_rows": 64},
        {"period": Period.of_months("2023-05", "2023-07")},
    ],
    ids=["every decision, several shares", "several months"],
)
def test_a_typed_roll(tmp_path: Path, monkeypatch: Patch, options: dict[str, Any]) -> None:
    roll = write_parquet(a_herd(), tmp_path / "roll.parquet")
    found, rows = both_ways(lambda out: check(roll, out, **options), tmp_path, monkeypatch)
    assert found.versions.polars == pl.__version__
    assert {one["status"] for one in rows} >= {"decided", "undetermined"}


def test_a_roll_of_changzhou(tmp_path: Path, monkeypatch: Patch) -> None:
    """Where names and birth dates are known, the people are written by the database: it alone has its hash."""
    roll, _ = made("roll.parquet", 300, seed=11)
    found, _ = both_ways(lambda out: check_changzhou(roll, out), tmp_path, monkeypatch)
    assert found.versions.polars == pl.__version__
    timings = json.loads((tmp_path / "found" / "timings.json").read_text(encoding="utf-8"))
    assert timings["rows_by_frames"] == found.counts.input == 300


def test_findings_of_a_roll_without_payments(tmp_path: Path, monkeypatch: Patch) -> None:
    """The database is not opened for the shares, but to tell how files are declared."""
    roll, _ = made("roll.parquet", 900, seed=5)
    unpaid = pl.read_parquet(roll)
    unpaid = unpaid.drop([one for one in unpaid.columns if one.startswith("paid.")] + ["name", "id_number"])
    unpaid.with_columns(birth_date=pl.col("birth_date").dt.offset_by("-30y")).write_parquet(tmp_path / "roll.parquet")
    asked: list[str] = []
    run_before = share._Work._run

    def run(work: share._Work, sql: str, *arguments: Any) -> Any:
        asked.append(sql)
        return run_before(work, sql, *arguments)

    monkeypatch.setattr(share._Work, "_run", run)
    framed._DECLARED.clear()
    options = {"share_rows": 300, "threads": 1}
    found, _ = both_ways(lambda out: check_changzhou(tmp_path / "roll.parquet", out, **options), tmp_path, monkeypatch)
    assert found.versions.polars == pl.__version__
    codes = {one["code"] for one in rows_of(tmp_path / "found" / "findings.parquet")}
    assert codes == {"assessment_missing", "implausible_age"}
    by_frames = asked[: next(place for place, sql in enumerate(asked) if "VIEW" in sql)]
    assert len(by_frames) == len(framed._DECLARED) == 3
    assert all(".declared.part" in sql for sql in by_frames)


@pytest.mark.parametrize("name", ["牧's [1].parquet", 'a"b\\c.parquet', "ENUM('x').parquet"])
def test_odd_names_of_files(tmp_path: Path, monkeypatch: Patch, name: str) -> None:
    roll = write_parquet(a_herd(20), tmp_path / name)
    found, rows = both_ways(lambda out: check(roll, out), tmp_path, monkeypatch)
    assert found.versions.polars
    assert {one["source"] for one in rows} == {name}


def test_a_roll_of_several_files(tmp_path: Path, monkeypatch: Patch) -> None:
    """One of them typed, one with a type that data frames do not take."""
    folder = tmp_path / "rolls"
    folder.mkdir()
    write_parquet(a_herd(70), folder / "a.parquet")
    replaced(write_parquet(a_herd(30), folder / "b.parquet"), dogs=pl.Series([1] * 30, dtype=pl.UInt8))
    found, rows = both_ways(lambda out: check(folder, out), tmp_path, monkeypatch)
    assert found.versions.polars
    assert [(one["source"], one["row"]) for one in rows] == [
        *(("rolls/a.parquet", row) for row in range(1, 71)),
        *(("rolls/b.parquet", row) for row in range(1, 31)),
    ]


def test_the_same_rows_whatever_is_held_together(tmp_path: Path, monkeypatch: Patch) -> None:
    roll = write_parquet(a_herd(), tmp_path / "roll.parquet")
    check(roll, tmp_path / "once")
    monkeypatch.setattr(framed, "_AT_ONCE", 64)
    check(roll, tmp_path / "bit-by-bit")
    assert rows_of(tmp_path / "once" / FILES[0]) == rows_of(tmp_path / "bit-by-bit" / FILES[0])


def replaced(roll: Path, **columns: pl.Series) -> Path:
    pl.read_parquet(roll).with_columns(**columns).write_parquet(roll)
    return roll


COUNT = 20


@pytest.mark.parametrize(
    ("column", "values", "stopped"),
    [
        ("sheep", pl.Series([-(2**63)] + [5] * (COUNT - 1), dtype=pl.Int64), True),
        ("sheep", pl.Series([2**63 - 1] + [5] * (COUNT - 1), dtype=pl.Int64), True),
        ("dogs", pl.Series([-128] + [1] * (COUNT - 1), dtype=pl.Int8), True),
        ("herding_since", pl.Series([date(1799, 12, 31)] + [date(1800, 1, 1)] * (COUNT - 1)), True),
        ("name", pl.Series(["同上", "a\x00b", "", "张三\n"] * (COUNT // 4)), True),
        ("name", pl.Series([-719_163, 2_932_897] * (COUNT // 2), dtype=pl.Int32).cast(pl.Date), True),
        ("case", pl.Series([2**63 - 1, -(2**63)] * (COUNT // 2), dtype=pl.Int64), False),
        ("name", pl.Series([date(1, 1, 1), date(9999, 12, 31)] * (COUNT // 2)), False),
        ("animals", pl.Series(["sheep", None] * (COUNT // 2), dtype=pl.Categorical), False),
        ("calm", pl.Series([1] * COUNT, dtype=pl.UInt16), True),
    ],
)
def test_cells_at_the_ends_of_their_types(
    tmp_path: Path, monkeypatch: Patch, column: str, values: pl.Series, stopped: bool
) -> None:
    """Where a cell is unusual, or a type not known, the database takes the share, and nobody is the wiser."""
    roll = replaced(write_parquet(a_herd(COUNT), tmp_path / "roll.parquet"), **{column: values})
    found, _ = both_ways(lambda out: check(roll, out), tmp_path, monkeypatch)
    assert stopped or found.versions.polars or column == "animals"
    assert not (stopped and found.versions.polars)


def test_columns_that_differ_in_capitals_alone(tmp_path: Path) -> None:
    """The database calls the second `Dogs_1`, which is the name of the third in the file."""
    roll = tmp_path / "roll.parquet"
    pl.DataFrame({"dogs": [0], "Dogs": [1], "Dogs_1": [2]}).write_parquet(roll)
    with pytest.raises(framed.Inexpressible):
        framed._cells(PlannedPart(roll.name, roll, 1, False, ()), {})


def _no_memory(*_: object, **__: object) -> None:
    raise MemoryError


def _broken_disk(*_: object) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def _half_written(file: ParquetFrames) -> None:
    file._file.close()
    if file._out.stem == "people":
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize(
    "broken",
    [
        lambda patch: patch.setattr(planning, "frames_version", lambda: None),
        lambda patch: patch.setattr(share, "LEAST_MEMORY", 2**60),
        lambda patch: patch.setattr(pl.LazyFrame, "collect", _no_memory),
        lambda patch: patch.setattr(parquet_frames, "chunks_of_frame", _no_memory),
        lambda patch: patch.setattr(PartsFile, "append_group", _broken_disk),
        lambda patch: patch.setattr(ParquetFrames, "finish", _half_written),
    ],
    ids=["no Polars", "little memory", "no memory", "no memory to write", "broken disk", "half written"],
)
def test_whatever_goes_wrong_the_database_decides(
    tmp_path: Path, monkeypatch: Patch, broken: Callable[[Patch], None]
) -> None:
    roll = write_parquet(a_herd(40), tmp_path / "roll.parquet")
    broken(monkeypatch)
    found, rows = both_ways(lambda out: check(roll, out), tmp_path, monkeypatch)
    assert found.versions.polars is None
    assert len(rows) == 40
    assert not list((tmp_path / "found").rglob("*.part"))


def test_a_full_disk_ends_the_check(tmp_path: Path, monkeypatch: Patch) -> None:
    """What the database writes is smaller, and might find room: in other bytes than with room enough."""

    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(PartsFile, "append_group", full)
    with pytest.raises(Refused) as refused:
        check(write_parquet(a_herd(40), tmp_path / "roll.parquet"), tmp_path / "found")
    assert [one.code for one in refused.value.diagnostics] == ["R410"]
    assert not list((tmp_path / "found" / ".work" / "shares").iterdir())
