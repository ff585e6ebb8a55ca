"""What a run says when the disk is full, when the memory does not suffice, and when a part of the roll cannot be read.

Whatever it is, what was finished stays, nothing half written stands under its final name, and the run can go on.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assess.diagnostics.diagnostic import Refused
from assess.rolls.running import executing
from tests.rolls.running import full_disk
from tests.rolls.running.herds import check, files_of, herders, write_csv, write_parquet
from tests.rolls.running.killing import interrupted

ROOT = Path(__file__).parents[3]


def refused(work: Callable[[], object]) -> dict[str, dict[str, str]]:
    """The codes that the work is refused for, with what they say."""
    with pytest.raises(Refused) as found:
        work()
    return {one.code: one.arguments for one in found.value.diagnostics}


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return write_parquet(herders(500), tmp_path / "roll.parquet")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


# the disk


def test_disk_that_is_full_and_then_is_not(roll: Path, tmp_path: Path) -> None:
    """On a real file system of eight megabytes."""
    namespace = ["unshare", "--map-root-user", "--mount"]
    (tmp_path / "disk").mkdir()
    try:
        subprocess.run([*namespace, "mount", "-t", "tmpfs", "none", tmp_path / "disk"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no file system can be mounted here: {error}")
    command = [*namespace, sys.executable, "-m", full_disk.__name__, roll, tmp_path / "disk"]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert found["codes"] == ["R410"]
    assert 1 <= len(found["done"]) < 5
    assert found["visible"] == []
    check(roll, tmp_path / "whole", **full_disk.SHARES)
    assert found["files"] == files_of(tmp_path / "whole")


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)),
        duckdb.IOException('{"exception_message":"… No space left on device","errno":"28"}'),
    ],
)
def test_disk_full_while_a_share_is_written(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """What is left is not even tried."""
    do_share = executing.do_share
    with monkeypatch.context() as patched:
        patched.setattr(executing, "do_share", lambda *given: do_share(*given) if given[2].number < 2 else fail(fault))
        found = refused(lambda: check(roll, tmp_path / "out", share_rows=100))
    assert found.keys() == {"R410"}
    assert (found["R410"]["first"], found["R410"]["last"]) == ("201", "300")
    assert len(list((tmp_path / "out" / ".work" / "shares").iterdir())) == 2
    check(roll, tmp_path / "out", share_rows=100, resume=True)


def fail(fault: Exception) -> None:
    raise fault


@pytest.mark.parametrize(
    "stage", ["run.Merging.take", "run.Merging.finish", "comparing.whole_roll_findings", "comparing.join_findings"]
)
def test_disk_full_while_the_whole_is_put_together(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    full = {
        "run.Merging.take": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "decisions.parquet"),
        "run.Merging.finish": OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "decisions.parquet"),
        "comparing.whole_roll_findings": duckdb.IOException('{"exception_message":"… No space left on device"}'),
        "comparing.join_findings": duckdb.OutOfMemoryException("set by the 'max_temp_directory_size' setting"),
    }[stage]
    with monkeypatch.context() as patched:
        patched.setattr(f"assess.rolls.running.{stage}", raising(full))
        assert refused(lambda: check(roll, tmp_path / "out")).keys() == {"R607"}
    assert names_in(tmp_path / "out") == set()
    check(roll, tmp_path / "out", resume=True)


def raising(error: Exception) -> Callable[..., Any]:
    def work(*_: object, **__: object) -> None:
        raise error

    return work


def test_rows_are_named_as_the_person_sees_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a CSV file the first person stands in the second line."""
    roll = write_csv(herders(30), tmp_path / "roll.csv")
    monkeypatch.setattr(executing, "do_share", raising(OSError(errno.ENOSPC, "No space left on device")))
    found = refused(lambda: check(roll, tmp_path / "out", share_rows=10))
    assert (found["R410"]["first"], found["R410"]["last"]) == ("2", "11")


# the threads


def test_system_that_starts_no_more_threads(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Python says it where `ulimit -u` is reached."""
    with monkeypatch.context() as patched:
        patched.setattr(executing.ThreadPoolExecutor, "submit", raising(RuntimeError("can't start new thread")))
        found = refused(lambda: check(roll, tmp_path / "out", threads=2))
    assert found == {"R439": {"threads": "2"}}
    check(roll, tmp_path / "out", resume=True)


# the memory


def test_memory_that_does_not_suffice_for_a_share(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        do_share = executing.do_share
        patched.setattr(executing, "do_share", lambda *given: do_share(*given[:-1], 2**20))
        found = refused(lambda: check(roll, tmp_path / "out", share_rows=250))
    assert found.keys() == {"R413"}
    assert found["R413"].keys() == {"source", "first", "last", "reason"}
    check(roll, tmp_path / "out", share_rows=250, resume=True)


def test_memory_that_does_not_suffice_for_the_whole(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        short = raising(duckdb.OutOfMemoryException("Out of Memory Error: 1.9 GiB of 1.9 GiB used"))
        patched.setattr("assess.rolls.running.comparing.whole_roll_findings", short)
        assert refused(lambda: check(roll, tmp_path / "out")).keys() == {"R419"}
    check(roll, tmp_path / "out", resume=True)


# what cannot be read


def test_row_group_that_cannot_be_read(tmp_path: Path) -> None:
    """The bytes of one of three row groups are wrong: its rows are named, all others are done."""
    roll = write_parquet(herders(3 * 2048), tmp_path / "roll.parquet", row_group=2048)
    damage(roll, group=1)
    out = tmp_path / "out"
    found = refused(lambda: check(roll, out, share_rows=1024))
    assert found.keys() == {"R411"}
    assert {path.name for path in (out / ".work" / "shares").iterdir()} == {f"{n:06}" for n in (0, 1, 4, 5)}
    assert names_in(out) == set()


def test_all_rows_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    roll = write_parquet(herders(2 * 2048), tmp_path / "roll.parquet", row_group=2048)
    damage(roll, group=1)
    out = tmp_path / "out"
    command = ["roll", "check", str(roll), "--ruleset", "meadowland", "--as-of", "2023-06-30", "--out", str(out)]
    ended = interrupted([*command, "--share-rows", "1024"], out)
    assert (ended.code, ended.out) == (3, "")
    for rows in ("2049 to 3072", "3073 to 4096"):
        assert f"rows {rows} of roll.parquet could not be done" in ended.err
    assert ended.err.count("R411") == 2


def damage(roll: Path, group: int) -> None:
    """Overwrites what the file holds of a row group; its footer stays as it is."""
    with duckdb.connect() as connection:
        first, size = connection.execute(
            "SELECT min(coalesce(dictionary_page_offset, data_page_offset)), sum(total_compressed_size)::BIGINT "
            "FROM parquet_metadata(?) WHERE row_group_id = ?",
            [str(roll), group],
        ).fetchone() or (0, 0)
    content = bytearray(roll.read_bytes())
    content[first : first + size] = b"\xff" * size
    roll.write_bytes(content)


# a fault of the program itself


def test_fault_of_the_program_is_told_as_nothing_else(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault = duckdb.BinderException("no such column")
    monkeypatch.setattr("assess.rolls.running.executing.do_share", raising(fault))
    with pytest.raises(duckdb.BinderException):
        check(roll, tmp_path / "out")
