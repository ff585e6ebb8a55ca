"""Folders and files that somebody may not read or write, or that no system can make: told before anything is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.running.inputs import load_kept
from tests.library import FOLDER
from tests.rolls.running.bound_by_permissions import called
from tests.rolls.running.herds import check, files_of, herders, write_csv, write_parquet

TOO_LONG = "a" * 300


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return write_csv(herders(3), tmp_path / "roll.csv")


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody may look into, with a roll in it."""
    folder = tmp_path / "closed"
    folder.mkdir()
    write_csv(herders(3), folder / "roll.csv")
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


@pytest.fixture
def to_be_read(tmp_path: Path) -> Iterator[Path]:
    """A folder with the results of a check that nobody may write into."""
    folder = tmp_path / "finished"
    check(write_csv(herders(3), tmp_path / "earlier.csv"), folder)
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def refusal(work: Callable[[], object]) -> Diagnostic:
    with pytest.raises(Refused) as refused:
        work()
    (only,) = refused.value.diagnostics
    return only


def test_places_that_are_not_permitted(roll: Path, closed: Path, to_be_read: Path, tmp_path: Path) -> None:
    before = files_of(to_be_read)

    def of_check(source: Path, out: Path, *options: str) -> list[str]:
        asked = ["--ruleset", "meadowland", "--as-of", "2023-06-30", "--out", str(out), *options]
        return [*start, "check", str(source), *asked]

    start = ["--lang", "en", "--library", str(FOLDER), "roll"]
    unread = called(
        of_check(closed / "roll.csv", tmp_path / "out"),
        of_check(roll, tmp_path / "out", "--register", f"deaths={closed / 'roll.csv'}"),
        [*start, "map", str(closed / "roll.csv"), "--ruleset", "meadowland", "--out", str(tmp_path / "mapping.yaml")],
    )
    for code, output in unread:
        assert code == 3
        assert f"{closed / 'roll.csv'}: error R102" in output
        assert "it is not permitted" in output
    unwritten = called(
        of_check(roll, closed / "out"),
        of_check(roll, to_be_read / "new"),
        of_check(roll, to_be_read / "new" / "newer"),
        of_check(roll, to_be_read, "--force"),
        [*start, "map", str(roll), "--ruleset", "meadowland", "--out", str(to_be_read / "new.yaml")],
        [*start, "map", str(roll), "--ruleset", "meadowland", "--out", str(closed / "new.yaml")],
    )
    for code, output in unwritten:
        assert code == 3
        assert "error R438" in output
        assert "it is not permitted" in output
        assert "--resume" not in output
    to_be_read.chmod(0o700)
    assert files_of(to_be_read) == before
    assert not (tmp_path / "out").exists()


def test_folder_that_no_system_can_make(roll: Path, tmp_path: Path) -> None:
    for out in (tmp_path / TOO_LONG, tmp_path / TOO_LONG / "x", roll / "x"):
        for options in ({}, {"force": True}, {"resume": True}):
            found = refusal(lambda out=out, options=options: check(roll, out, **options))
            assert (found.code, found.position.file) == ("R438", str(out))
            assert found.arguments["reason"] in ("File name too long", "Not a directory")


def test_name_of_a_roll_that_no_system_can_have(roll: Path, tmp_path: Path) -> None:
    found = refusal(lambda: check(tmp_path / TOO_LONG, tmp_path / "out"))
    assert (found.code, found.arguments["reason"]) == ("R102", "File name too long")


def test_longest_name_of_a_roll(tmp_path: Path) -> None:
    """What the folder keeps of it has a number before it, for which there would be no room."""
    name = "县" * 82 + ".parquet"
    assert len(os.fsencode(name)) == 254
    out = tmp_path / "out"
    check(write_parquet(herders(3), tmp_path / name), out)
    kept = load_kept(out)
    assert kept is not None
    (part,) = kept.parts
    assert (part.source, part.path.name) == (name, f"001-{'县' * 64}.parquet")
    assert part.path.is_file()
