"""Which folders a run works in, what it takes over from one that was interrupted, and what it refuses."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.alone import alone
from assess.rolls.explaining import Explaining
from assess.rolls.reporting.folder import changed_outputs, digest, load_manifest
from assess.rolls.running import registers_given, run
from assess.rolls.running.inputs import PARAMETERS, can_be_taken_again, load_kept
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.library import FICTIONAL
from tests.rolls.running.herds import (
    call,
    check,
    columns_of,
    files_of,
    herders,
    identity_number,
    write_csv,
    write_parquet,
)

SHARES = {"share_rows": 20}
HALF = 20
"""Of the 40 rows: the first of two shares. Each share takes longer than everything else in a run of so few rows."""
FIGURES = "parameters:\n  wage: [{{from: 2022-07-01, value: {}, confidence: published}}]\n"


class Interrupted(Exception):
    """What ends a run from within, in the tests of this module."""


class Interrupting:
    """Lets a run go on until a stage begins, or until so many rows are done."""

    def __init__(self, at: str | int) -> None:
        self.at = at
        self.taken_over = 0

    def stage(self, name: str) -> None:
        if name == self.at:
            raise Interrupted

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        self.taken_over = taken_over
        if isinstance(self.at, int) and done >= self.at:
            raise Interrupted


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return write_parquet(herders(40), tmp_path / "roll.parquet")


@pytest.fixture
def interrupted(roll: Path, tmp_path: Path) -> Path:
    """The folder of a run that had done one of its two shares, or both."""
    with pytest.raises(Interrupted):
        check(roll, tmp_path / "out", Interrupting(HALF), **SHARES)
    return tmp_path / "out"


def refusal(work: Callable[[], object]) -> Diagnostic:
    """The one thing that the work is refused for."""
    with pytest.raises(Refused) as refused:
        work()
    (only,) = refused.value.diagnostics
    return only


def test_finished_run_is_not_replaced_unless_told_to(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(roll, out, **SHARES)
    before = files_of(out)
    for options in ({}, {"resume": True}):
        assert refusal(lambda options=options: check(roll, out, **SHARES, **options)).code == "R405"
    assert files_of(out) == before
    check(roll, out, force=True, **SHARES)
    assert files_of(out) == before


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_new_folder_is_not_for_others(roll: Path, tmp_path: Path) -> None:
    """It holds the roll. A folder that is there has the permissions that somebody gave it."""
    there = tmp_path / "there"
    there.mkdir()
    for umask, mode in ((0o022, 0o750), (0o002, 0o770), (0o077, 0o700)):
        new = tmp_path / f"{umask:o}" / "new"
        before = os.umask(umask)
        try:
            check(roll, new)
            there.chmod(0o755)
            check(roll, there, force=True)
        finally:
            os.umask(before)
        assert (new.stat().st_mode & 0o777, there.stat().st_mode & 0o777) == (mode, 0o755)


def test_nothing_of_a_run_that_was_replaced_is_left(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(write_csv(herders(20), tmp_path / "other.csv"), out, **SHARES)
    (out / "mapping.yaml").write_text("of the other run", encoding="utf-8")
    check(roll, out, force=True, **SHARES)
    check(roll, tmp_path / "new", **SHARES)
    assert files_of(out) == files_of(tmp_path / "new")


def test_report_in_which_somebody_went_on_working_is_not_replaced(roll: Path, tmp_path: Path) -> None:
    """Of a workbook, what was noted in it stands nowhere else."""
    out, new = tmp_path / "out", tmp_path / "new"
    check(roll, new, **SHARES)
    check(roll, out, **SHARES)
    for times, (kept, noted) in enumerate((("earlier-1", "verified"), ("earlier-2", "stopped"))):
        (out / "findings.xlsx").write_text(noted, encoding="utf-8")
        (out / "findings-2.xlsx").write_text("somebody's own", encoding="utf-8")
        with pytest.raises(Refused):  # one that cannot begin leaves it where it is
            check(roll, out, force=True, mapping=tmp_path / "none.yaml", **SHARES)
        assert (out / "findings.xlsx").read_text(encoding="utf-8") == noted
        with pytest.raises(Interrupted):
            check(roll, out, Interrupting(HALF), force=True, **SHARES)
        again = Check(call(roll, out, resume=True, **SHARES), FICTIONAL)
        again.run()
        told = [one for one in again.warnings if one.code == "R436"]
        assert {Path(one.position.file) for one in told} == {out / kept / f"findings{n}.xlsx" for n in ("", "-2")}
        assert (out / kept / "findings.xlsx").read_text(encoding="utf-8") == noted
        assert {name: one for name, one in files_of(out).items() if "earlier" not in name} == files_of(new)
        assert len(list(out.glob("earlier-*"))) == times + 1
    check(roll, out, force=True, **SHARES)
    assert len(list(out.glob("earlier-*"))) == 2


def test_run_stays_where_the_one_that_is_to_replace_it_cannot_begin(roll: Path, tmp_path: Path) -> None:
    """A mapping that does not fit, a register that cannot be read, Ctrl-C before the first share."""
    out = tmp_path / "out"
    check(roll, out, **SHARES)
    before = files_of(out)
    mapping, register = tmp_path / "mapping.yaml", tmp_path / "deaths.csv"
    mapping.write_text("columns: {born_on: born_on}", encoding="utf-8")
    register.write_text("a,b\n1,2\n", encoding="utf-8")
    for options in ({"mapping": mapping}, {"registers": (("deaths", str(register)),)}):
        with pytest.raises(Refused):
            check(roll, out, force=True, **SHARES, **options)
        assert files_of(out) == before
        assert not list(out.glob(".*"))
    with pytest.raises(Interrupted):
        check(roll, out, Interrupting("registers"), force=True, **SHARES)
    assert files_of(out) == before


def test_run_that_is_replaced_stays_aside_until_the_other_is_finished(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(roll, out, **SHARES)
    before = files_of(out)
    another = write_parquet(herders(40, seed=2), tmp_path / "another.parquet")
    with pytest.raises(Interrupted):
        check(another, out, Interrupting(HALF), force=True, **SHARES)
    assert files_of(out / ".work" / "before") == before
    assert changed_outputs(out / ".work" / "before", load_manifest(out / ".work" / "before")).has_errors is False
    with pytest.raises(Refused):  # what was begun is given up for a call that cannot begin
        check(roll, out, force=True, only=("wool",), mapping=tmp_path / "none.yaml", **SHARES)
    with pytest.raises(Interrupted):
        check(roll, out, Interrupting("registers"), force=True, **SHARES)
    assert files_of(out) == before
    check(another, out, force=True, **SHARES)
    check(another, tmp_path / "new", **SHARES)
    assert files_of(out) == files_of(tmp_path / "new")
    assert not list(out.glob(".*"))


def test_where_the_results_are_that_were_to_be_replaced(roll: Path, tmp_path: Path) -> None:
    """Whoever interrupts a check with --force, or finds one interrupted, is told; and may take them away."""
    out, earlier = tmp_path / "out", tmp_path / "earlier"
    check(roll, out, **SHARES)
    before = files_of(out)
    another = write_parquet(herders(40, seed=2), tmp_path / "another.parquet")
    for options, stopped in (
        ({"force": True}, Interrupted), ({}, Refused), ({"resume": True, "only": ("hay",)}, Refused),
    ):  # fmt: skip
        run = Check(call(another, out, **SHARES, **options), FICTIONAL, Interrupting(HALF))
        with pytest.raises(stopped):
            run.run()
        told = [one for one in run.warnings if one.code == "R420"]
        assert [one.arguments["earlier"] for one in told] == [str(out / ".work" / "before")]
    with pytest.raises(Refused) as refused:
        load_manifest(out)
    assert [one.code for one in refused.value.diagnostics] == ["R602", "R420"]
    with alone(out / ".work", out):  # they are another one's to replace
        run = Check(call(another, out, resume=True, **SHARES), FICTIONAL)
        with pytest.raises(Refused):
            run.run()
        assert "R420" not in [one.code for one in run.warnings]
    (out / ".work" / "before").rename(earlier)
    assert files_of(earlier) == before
    assert list(Explaining(earlier, FICTIONAL).results(["roll.parquet:2"]))
    check(another, out, resume=True, **SHARES)
    assert not list(out.glob(".*"))


def test_run_that_is_replaced_by_one_that_is_killed_is_put_back(roll: Path, tmp_path: Path) -> None:
    """Before the new one could begin; and half of it was still in its place."""
    out = tmp_path / "out"
    check(roll, out, **SHARES)
    before = files_of(out)
    aside = out / ".work" / "before"
    aside.mkdir(parents=True)
    for name in ("manifest.json", "decisions.parquet", "input"):
        (out / name).rename(aside / name)
    (out / "input").mkdir()
    (out / "input" / "001-of-the-new-one.parquet").touch()
    assert refusal(lambda: check(roll, out, **SHARES)).code == "R405"
    assert files_of(out) == before


def test_what_is_to_be_read_lies_among_the_results(roll: Path, tmp_path: Path) -> None:
    """Nothing is thrown away then: neither the mapping that was corrected there, nor what would be read from it."""
    out = tmp_path / "out"
    mapping, figures = tmp_path / "mapping.yaml", tmp_path / "figures.yaml"
    mapping.write_text(json.dumps({"columns": {one: one for one in columns_of(herders(1))}}), encoding="utf-8")
    figures.write_text(FIGURES.format(200), encoding="utf-8")
    check(roll, out, mapping=mapping, parameters=figures, **SHARES)
    before = files_of(out)
    ways: tuple[tuple[Path, dict[str, Any]], ...] = (
        (roll, {"mapping": out / "mapping.yaml"}),
        (roll, {"parameters": out / "input" / "parameters.yaml"}),
        (roll, {"registers": (("roll:last", str(out / "people.parquet")),)}),
        (out / "input" / "001-roll.parquet", {}),
        (tmp_path, {}),  # a folder, with that of the results in it
    )
    for source, options in ways:
        found = refusal(lambda source=source, options=options: check(source, out, force=True, **options))
        assert (found.code, found.arguments["folder"]) == ("R425", str(out))
    assert files_of(out) == before
    assert (out / "mapping.yaml").read_bytes() == mapping.read_bytes()


def test_roll_that_is_compared_with_itself(tmp_path: Path) -> None:
    """Whatever its name, and not where a workbook or a database holds several."""
    roll = write_csv(herders(5), tmp_path / "roll.csv")
    (tmp_path / "link.csv").symlink_to(roll)
    for register in (roll, tmp_path / "link.csv"):
        found = refusal(
            lambda register=register: check(roll, tmp_path / "out", registers=(("名册:高龄", str(register)),))
        )
        assert (found.code, found.arguments["file"]) == ("R440", register.name)
    other = tmp_path / "other.csv"
    other.write_text(f"身份证号\n{identity_number(date(1950, 1, 1))}\n", encoding="utf-8")
    check(roll, tmp_path / "out", registers=(("roll:other", str(other)),))


def test_copy_beside_its_original(tmp_path: Path) -> None:
    """As a pattern of names takes it in. Of several months they may be alike, with ID numbers or without."""
    rows = herders(5)
    roll, copy = write_csv(rows, tmp_path / "roll.csv"), write_csv(rows, tmp_path / "roll (1).csv")
    both = (str(roll), str(copy))
    found = refusal(lambda: Check(replace(call(roll, tmp_path / "out"), sources=both), FICTIONAL).run())
    assert (found.code, found.position.file, found.arguments["other"]) == ("R118", "roll (1).csv", "roll.csv")
    months = Period.of_months("2023-05", "2023-06")
    Check(replace(call(roll, tmp_path / "out", period=months), sources=both), FICTIONAL).run()


def test_run_in_the_folder_of_its_roll_is_taken_up_again(roll: Path) -> None:
    out = roll.parent / "out"
    with pytest.raises(Interrupted):
        check(roll.parent, out, Interrupting(HALF), **SHARES)
    assert check(roll.parent, out, resume=True, **SHARES).counts.input == 40


def test_folder_with_files_of_others(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "letters.docx").write_bytes(b"")
    for options in ({}, {"resume": True}, {"force": True}):
        found = refusal(lambda options=options: check(roll, out, **options))
        assert (found.code, found.arguments["file"]) == ("R406", "letters.docx")
    file = tmp_path / "file"
    file.touch()
    assert refusal(lambda: check(roll, file)).code == "R406"


def test_unfinished_run_is_neither_lost_nor_taken_up_unless_told_to(roll: Path, interrupted: Path) -> None:
    assert refusal(lambda: check(roll, interrupted, **SHARES)).code == "R407"
    progress = Interrupting("")
    check(roll, interrupted, progress, resume=True, **SHARES)
    assert progress.taken_over >= HALF
    assert not list(interrupted.glob(".*"))


def test_unfinished_run_begun_anew(roll: Path, interrupted: Path) -> None:
    progress = Interrupting("")
    check(roll, interrupted, progress, force=True, **SHARES)
    assert progress.taken_over == 0


def test_what_was_interrupted_before_its_first_share_is_simply_made_again(roll: Path, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        check(roll, tmp_path / "out", Interrupting("registers"))
    check(roll, tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").exists()


def test_nothing_to_resume(roll: Path, tmp_path: Path) -> None:
    run = Check(call(roll, tmp_path / "out", resume=True), FICTIONAL)
    run.run()
    assert "R408" in [one.code for one in run.warnings]


@pytest.mark.parametrize(
    "other",
    [
        {"period": Period.on(2023_07_31)},
        {"only": ("hay",)},
        {"share_rows": 10},
    ],
)
def test_another_call_does_not_take_over(roll: Path, interrupted: Path, other: dict[str, Any]) -> None:
    assert refusal(lambda: check(roll, interrupted, resume=True, **SHARES | other)).code == "R409"


def test_another_roll_does_not_take_over(interrupted: Path, tmp_path: Path) -> None:
    another = write_parquet(herders(40), tmp_path / "another.parquet")
    assert refusal(lambda: check(another, interrupted, resume=True, **SHARES)).code == "R409"


def test_roll_that_was_changed_since(roll: Path, interrupted: Path) -> None:
    roll.unlink()
    write_parquet(herders(40, seed=2), roll)
    assert refusal(lambda: check(roll, interrupted, resume=True, **SHARES)).code == "R412"


def test_roll_that_is_gone_is_no_longer_needed(roll: Path, interrupted: Path, tmp_path: Path) -> None:
    check(roll, tmp_path / "whole", **SHARES)
    roll.unlink()
    check(roll, interrupted, resume=True, **SHARES)
    assert files_of(interrupted) == files_of(tmp_path / "whole")


def test_share_of_which_a_part_was_lost_is_done_again(roll: Path, tmp_path: Path) -> None:
    three, out = {"share_rows": 14}, tmp_path / "out"
    check(roll, tmp_path / "whole", **three)
    with pytest.raises(Interrupted):
        check(roll, out, Interrupting(40), **three)
    first, second, third = sorted((out / ".work" / "shares").iterdir())
    (first / "findings.parquet").write_bytes(b"PAR1")
    (second / "people.parquet").unlink()
    (third / "done.json").write_text(json.dumps({"plan": "?"}), encoding="utf-8")
    check(roll, out, resume=True, **three)
    assert files_of(out) == files_of(tmp_path / "whole")


def test_two_runs_in_one_folder(roll: Path, interrupted: Path) -> None:
    with alone(interrupted / ".work", interrupted):
        for options in ({}, {"resume": True}, {"force": True}):
            assert refusal(lambda options=options: check(roll, interrupted, **SHARES, **options)).code == "R418"
    assert refusal(lambda: check(roll, interrupted, **SHARES)).code == "R407"
    check(roll, interrupted, resume=True, **SHARES)


def test_run_that_ends_while_another_waits_to_take_it_up(
    roll: Path, interrupted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one has seen an unfinished run, and finds a finished one when the folder is its own."""
    begin = Path.mkdir

    def ended(path: Path, *arguments: Any, **options: Any) -> None:
        monkeypatch.undo()
        check(roll, interrupted, resume=True, **SHARES)
        begin(path, *arguments, **options)

    with monkeypatch.context():
        monkeypatch.setattr(Path, "mkdir", ended)
        assert refusal(lambda: check(roll, interrupted, resume=True, **SHARES)).code == "R405"
    assert (interrupted / "manifest.json").exists()
    assert not list(interrupted.glob(".*"))


# what was read by a call that was refused before its first share


def begun(roll: Path, out: Path) -> None:
    """A call that has read its roll, and ended before there was anything to go on with."""
    with pytest.raises(Interrupted):
        check(roll, out, Interrupting("registers"))
    assert not (out / ".work" / "plan.json").exists()


def rows_of(run: Check) -> int:
    return run.run().counts.input


def test_roll_that_was_read_is_taken_again(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(roll, tmp_path / "out")
    monkeypatch.setattr("assess.rolls.running.run.read_roll", None)
    assert rows_of(Check(call(roll, tmp_path / "out"), FICTIONAL)) == 40


def test_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    roll = write_csv(herders(40), tmp_path / "roll.csv")
    begun(roll, tmp_path / "out")
    write_csv(herders(30), roll)
    assert rows_of(Check(call(roll, tmp_path / "out"), FICTIONAL)) == 30


def test_file_that_was_added_is_read_as_well(tmp_path: Path) -> None:
    folder = tmp_path / "rolls"
    folder.mkdir()
    write_parquet(herders(40), folder / "a.parquet")
    begun(folder, tmp_path / "out")
    write_parquet(herders(30), folder / "b.parquet")
    assert rows_of(Check(call(folder, tmp_path / "out"), FICTIONAL)) == 70


def test_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    roll = write_csv(herders(40), tmp_path / "roll.csv")
    begun(roll, tmp_path / "out")
    roll.unlink()
    assert refusal(lambda: check(roll, tmp_path / "out")).code == "R101"


def test_database_is_read_again_though_its_file_has_not_changed(tmp_path: Path) -> None:
    """What was written last stands in the file beside it, `…-wal`."""
    path = tmp_path / "roll.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = wal")
        database.execute("CREATE TABLE roll ('case' TEXT, born_on TEXT)")
        database.execute("INSERT INTO roll VALUES ('1', '1940-01-02')")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        begun(path, tmp_path / "out")
        before = path.read_bytes()
        database.execute("INSERT INTO roll VALUES ('2', '1940-01-03')")
        database.commit()
        assert path.read_bytes() == before
        assert rows_of(Check(call(path, tmp_path / "out"), FICTIONAL)) == 2


def test_server_is_asked_again(roll: Path, tmp_path: Path) -> None:
    begun(roll, tmp_path / "out")
    kept = load_kept(tmp_path / "out")
    assert kept is not None
    assert can_be_taken_again(kept, [str(roll)])
    assert not can_be_taken_again(kept, ["postgresql://office@localhost/rolls?table=roll"])


def test_figures_of_a_call_that_is_refused_do_not_replace_those_of_the_run(roll: Path, tmp_path: Path) -> None:
    figures = tmp_path / "figures.yaml"
    figures.write_text(FIGURES.format(200), encoding="utf-8")
    out = tmp_path / "out"
    with pytest.raises(Interrupted):
        check(roll, out, Interrupting(HALF), parameters=figures, **SHARES)
    kept = (out / "input" / "parameters.yaml").read_text(encoding="utf-8")
    figures.write_text(FIGURES.format(300), encoding="utf-8")
    assert refusal(lambda: check(roll, out, resume=True, parameters=figures, **SHARES)).code == "R409"
    assert (out / "input" / "parameters.yaml").read_text(encoding="utf-8") == kept
    assert refusal(lambda: check(roll, out, resume=True, **SHARES)).code == "R409"
    assert (out / "input" / "parameters.yaml").read_text(encoding="utf-8") == kept


# what is written into while a run is on


class Writing:
    """Writes files anew as soon as a stage begins."""

    def __init__(self, at: str, files: dict[Path, str]) -> None:
        self.at = at
        self.files = files

    def stage(self, name: str) -> None:
        if name == self.at:
            for path, text in self.files.items():
                path.write_text(text, encoding="utf-8")

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        pass


@pytest.mark.parametrize("at", ["reading", "shares", "reporting"])
def test_files_that_are_written_into_meanwhile_are_kept_as_they_were_read(roll: Path, tmp_path: Path, at: str) -> None:
    mapping, figures = tmp_path / "mapping.yaml", tmp_path / "figures.yaml"
    mapping.write_text(json.dumps({"columns": {one: one for one in columns_of(herders(1))}}), encoding="utf-8")
    figures.write_text(FIGURES.format(200), encoding="utf-8")
    given = {"mapping": mapping, "parameters": figures}
    check(roll, tmp_path / "undisturbed", **given, **SHARES)
    new = {mapping: "columns: {born_on: case}\n", figures: FIGURES.format(300)}
    manifest = check(roll, tmp_path / "out", Writing(at, new), **given, **SHARES)
    assert files_of(tmp_path / "out") == files_of(tmp_path / "undisturbed")
    hashes = {one.name: one.sha256 for one in (manifest.mapping, manifest.parameters_file) if one is not None}
    kept = {mapping.name: tmp_path / "out" / "mapping.yaml", "figures.yaml": tmp_path / "out" / PARAMETERS}
    assert hashes == {name: digest(path) for name, path in kept.items()}


def test_register_that_is_written_into_meanwhile_is_named_as_it_was_read(roll: Path, tmp_path: Path) -> None:
    deaths = tmp_path / "deaths.csv"
    deaths.write_text(f"身份证号,死亡日期\n{identity_number(date(1940, 1, 1))},2023-01-01\n", encoding="utf-8")
    read = digest(deaths)
    given = {"registers": (("deaths", str(deaths)),), **SHARES}
    manifest = check(roll, tmp_path / "out", Writing("shares", {deaths: "身份证号,死亡日期\n"}), **given)
    assert [one.sha256 for one in manifest.registers] == [read]


class Overwriting:
    """Writes into a file, under the name that it has and any other, as soon as a stage begins."""

    def __init__(self, at: str, file: Path, content: bytes) -> None:
        self.at = at
        self.file = file
        self.content = content

    def stage(self, name: str) -> None:
        if name == self.at:
            self.file.write_bytes(self.content)

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        pass


def test_roll_that_is_written_into_while_it_is_checked(roll: Path, tmp_path: Path) -> None:
    first = roll.read_bytes()
    other = write_parquet(herders(40, seed=2), tmp_path / "other.parquet").read_bytes()
    out = tmp_path / "out"
    found = refusal(lambda: check(roll, out, Overwriting("shares", roll, other), **SHARES))
    assert (found.code, found.arguments["file"]) == ("R427", str(roll))
    assert not (out / "manifest.json").exists()
    roll.write_bytes(first)
    check(roll, out, resume=True, **SHARES)
    check(roll, tmp_path / "undisturbed", **SHARES)
    assert files_of(out, "roll.json") == files_of(tmp_path / "undisturbed", "roll.json")


@pytest.mark.parametrize(("module", "reading"), [(run, "read_roll"), (registers_given, "read_register")])
def test_file_that_still_grows_while_it_is_read(
    module: ModuleType, reading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roll = write_csv(herders(20), tmp_path / "roll.csv")
    deaths = tmp_path / "deaths.csv"
    deaths.write_text(f"身份证号,死亡日期\n{identity_number(date(1940, 1, 1))},2022-05-03\n", encoding="utf-8")
    growing = roll if reading == "read_roll" else deaths
    read = getattr(module, reading)

    def read_too_early(*arguments: Any, **options: Any) -> Any:
        found = read(*arguments, **options)
        with growing.open("ab") as file:
            file.write(growing.read_bytes().splitlines(keepends=True)[-1])
        return found

    out = tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr(module, reading, read_too_early)
        found = refusal(lambda: check(roll, out, registers=(("deaths", str(deaths)),)))
    assert (found.code, found.arguments["file"]) == ("R427", str(growing))
    assert not (out / "manifest.json").exists()
    check(roll, out, registers=(("deaths", str(deaths)),))
    manifest = load_manifest(out)
    assert [one.sha256 for one in manifest.inputs] == [digest(roll)]
    assert [one.sha256 for one in manifest.registers] == [digest(deaths)]
    assert manifest.counts.input == (21 if growing == roll else 20)


def test_shares_of_another_version_are_not_taken_over(
    roll: Path, interrupted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may read the same cell otherwise."""
    monkeypatch.setattr("assess.rolls.running.executing.__version__", "0")
    assert refusal(lambda: check(roll, interrupted, resume=True, **SHARES)).code == "R409"


@pytest.mark.parametrize("content", ["", "{", "[1]"])
def test_plan_that_a_power_cut_left_unwritten(tmp_path: Path, content: str) -> None:
    """Each share says itself of which plan it is, so that nothing is lost."""
    path = tmp_path / "plan.json"
    path.write_text(content, encoding="utf-8")
    assert run._known_plan(path) is None
    path.write_text('{"plan": "a"}', encoding="utf-8")
    assert run._known_plan(path) == "a"
