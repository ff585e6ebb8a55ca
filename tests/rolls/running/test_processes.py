"""Calls done by several processes, of which this is one; and the same bytes of a roll, whoever does its shares."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest

from assess.engines.frames import frames_version
from assess.language.dates import number_of
from assess.rolls.mapping import identity_mapping
from assess.rolls.reading import read_roll
from assess.rolls.running import planning, processes, run
from assess.rolls.running.call import Silent
from assess.rolls.running.executing import OtherVersions, Workers, do_shares
from assess.rolls.running.period import Period
from assess.rolls.running.planning import make_plan
from assess.rolls.running.processes import Processes
from assess.rolls.running.run import Check
from assess.rolls.shares.plan import LEAST_ROWS
from tests.databases import database
from tests.library import FICTIONAL, program_of
from tests.rolls.running.herds import DAY, Row, call, check, files_of, herders, write_parquet

HERE = os.getpid()
LONG_SHARE = LEAST_ROWS
LONG = 60.0
"""Seconds that nothing here takes, however busy the machine is."""


def waited_for(found: object, since: float) -> None:
    assert time.monotonic() - since < LONG, found
    time.sleep(0.01)


# what is called: such that another process finds it


def meet(folder: str, count: int) -> int:
    """Ends when so many processes are in it."""
    Path(folder).mkdir(exist_ok=True)
    (Path(folder) / str(os.getpid())).touch()
    since = time.monotonic()
    while len(os.listdir(folder)) < count:
        waited_for(os.listdir(folder), since)
    return os.getpid()


def fail(folder: str, count: int) -> NoReturn:
    meet(folder, count)
    raise duckdb.ConversionException("as the database says it")


class Unsendable(Exception):
    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} and {other}")


def fail_unsendably(folder: str, count: int) -> NoReturn:
    meet(folder, count)
    raise Unsendable(1, 2)


def end_elsewhere(folder: str, count: int, here: int) -> int:
    """The process that does it ends on the way, unless it is this one."""
    if meet(folder, count) != here:
        os._exit(7)
    return here


def lack_elsewhere(folder: str, count: int, here: int, error: type[Exception]) -> int:
    """The process that does it has not what is needed, unless it is this one."""
    if meet(folder, count) != here:
        raise error("polars –")
    return here


def print_much(folder: str, count: int) -> int:
    found = meet(folder, count)
    os.write(1, b"nobody asked for this\n" * 1000)
    print("nor for this")
    return found


def stay(folder: str) -> None:
    """Longer than anybody waits."""
    meet(folder, 2)
    time.sleep(10 * LONG)


@contextmanager
def two() -> Iterator[Processes]:
    with Processes(2) as found:
        yield found


# calls


def test_both_do_calls_at_the_same_time(tmp_path: Path) -> None:
    with two() as both:
        found = {one.result() for one in [both.submit(meet, str(tmp_path), 2) for _ in range(2)]}
    assert len(found) == 2
    assert HERE in found


def test_what_fails_fails_alike_in_each(tmp_path: Path) -> None:
    with two() as both:
        errors = [one.exception() for one in [both.submit(fail, str(tmp_path), 2) for _ in range(2)]]
    assert [(type(one), str(one)) for one in errors] == [(duckdb.ConversionException, "as the database says it")] * 2


def test_an_error_that_cannot_be_sent_is_met_here(tmp_path: Path) -> None:
    with two() as both:
        errors = [one.exception() for one in [both.submit(fail_unsendably, str(tmp_path), 2) for _ in range(2)]]
        there = both.submit(meet, str(tmp_path), 2).result()
    assert [(type(one), str(one)) for one in errors] == [(Unsendable, "1 and 2")] * 2
    assert there  # whoever could not send it is still of use


@pytest.mark.parametrize("error", [ModuleNotFoundError, OtherVersions])
def test_what_only_the_other_lacks_is_done_here(tmp_path: Path, error: type[Exception]) -> None:
    with two() as both:
        calls = [both.submit(lack_elsewhere, str(tmp_path), 2, HERE, error) for _ in range(2)]
        assert [one.result() for one in calls] == [HERE] * 2


def test_what_is_printed_does_not_come_between(tmp_path: Path) -> None:
    with two() as both:
        found = {one.result() for one in [both.submit(print_much, str(tmp_path), 2) for _ in range(2)]}
    assert len(found) == 2


def test_the_call_of_one_that_ends_is_done_here(tmp_path: Path) -> None:
    with two() as both:
        calls = [both.submit(end_elsewhere, str(tmp_path), 2, HERE) for _ in range(2)]
        assert [one.result() for one in calls] == [HERE] * 2
        assert [both.submit(os.getpid).result() for _ in range(4)] == [HERE] * 4


def test_one_that_is_of_another_program_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "identity", lambda: ("0.0.1", "elsewhere"))
    with two() as both:
        assert {one.result() for one in [both.submit(meet, str(tmp_path), 1) for _ in range(4)]} == {HERE}


def test_where_none_can_be_started_all_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> NoReturn:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with two() as alone:
        assert {one.result() for one in [alone.submit(meet, str(tmp_path), 1) for _ in range(4)]} == {HERE}


def test_without_the_interpreter_there_are_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with two() as alone:
        assert alone.submit(os.getpid).result() == HERE


def test_what_stands_where_python_looks_for_modules_is_no_reason_to_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program may have put a path there, which Python passes over; or been begun in a folder that is gone."""
    monkeypatch.setattr(sys, "path", [Path("anywhere"), *sys.path])
    with two() as both:
        assert len({one.result() for one in [both.submit(meet, str(tmp_path), 2) for _ in range(2)]}) == 2
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with two() as alone:
        assert alone.submit(os.getpid).result() == HERE


@pytest.mark.skipif(sys.platform == "win32", reason="a program that begins with its interpreter's name")
@pytest.mark.parametrize(
    "said", ["", "echo conda", "printf 'conda\\nbase\\n'", "printf 'a'", "echo 0", "echo I1", "head -c 99999 /dev/zero"]
)
def test_another_program_in_pythons_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """What it says is no answer; and one that says nothing, and does not end, is not waited for."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{said}\nexec sleep 600\n" if not said else f"#!/bin/sh\n{said}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(processes, "_TO_GREET", 0.2)
    with two() as alone:
        assert {one.result() for one in [alone.submit(meet, str(tmp_path / "met"), 0) for _ in range(4)]} == {HERE}


def test_an_answer_that_is_not_heard_is_not_taken_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For want of memory, say, it is left in the pipe, where the answer to the next call comes behind it."""
    heard = processes._Other._answer

    def unheard(other: processes._Other) -> object:
        if other._known:
            monkeypatch.setattr(processes._Other, "_answer", heard)
            raise MemoryError
        return heard(other)

    monkeypatch.setattr(processes._Other, "_answer", unheard)
    with two() as both:
        assert {both.submit(meet, str(tmp_path), 1).result() for _ in range(2)} == {HERE}
        assert [both.submit(abs, -number).result() for number in range(6)] == [*range(6)]


# their end


def is_there(process: int) -> bool:
    """A process that has ended and that nobody has asked about is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_they_end_with_the_run(tmp_path: Path) -> None:
    with two() as both:
        found = {one.result() for one in [both.submit(meet, str(tmp_path), 2) for _ in range(2)]}
    (other,) = found - {HERE}
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells of processes by files")
def test_they_end_where_the_run_is_killed(tmp_path: Path) -> None:
    """In the middle of a call, too: or they would go on in a folder that somebody else has begun to use."""
    code = (
        "from assess.rolls.running.processes import Processes\n"
        "from tests.rolls.running.test_processes import stay\n"
        f"both = Processes(2)\nfor _ in range(2): both.submit(stay, {str(tmp_path)!r})\n"
    )
    run_ = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[3], stdin=subprocess.DEVNULL)
    since = time.monotonic()
    while len(list(tmp_path.iterdir())) < 2:
        assert run_.poll() is None
        waited_for("begun", since)
    (other,) = {int(one.name) for one in tmp_path.iterdir()} - {run_.pid}
    assert is_there(other)
    run_.send_signal(signal.SIGKILL)
    run_.wait()
    while is_there(other):
        waited_for("ended", since)


@pytest.mark.skipif(sys.platform == "win32", reason="a signal that Windows does not send")
def test_who_interrupts_the_waiting_does_not_wait(tmp_path: Path) -> None:
    """Ctrl-C once more, while a share that another process does is waited for: not on the way out either."""
    code = (
        "import contextlib, os, signal, threading, time\n"
        "from pathlib import Path\n"
        "from assess.rolls.running.processes import Processes\n"
        "from tests.rolls.running.test_processes import stay\n"
        "both = Processes(2)\n"
        f"for _ in range(2): both.submit(stay, {str(tmp_path)!r})\n"
        f"while len(os.listdir({str(tmp_path)!r})) < 2: time.sleep(0.01)\n"
        "threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "try:\n"
        "    both.shutdown()\n"
        "except KeyboardInterrupt:\n"
        "    both.shutdown(cancel_futures=True)\n"
        "    os._exit(5)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], timeout=LONG, check=False)
    assert ended.returncode == 5
    since = time.monotonic()
    while any(is_there(int(one.name)) for one in tmp_path.iterdir()):
        waited_for("ended", since)


# rolls


def test_a_roll_by_processes_and_by_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []

    class Told(Processes):
        def __init__(self, count: int) -> None:
            super().__init__(count)
            begun.append(count)

    monkeypatch.setattr(run, "Processes", Told)
    monkeypatch.setattr(planning, "LEAST_TOGETHER", 1)
    roll = write_parquet(herders(60), tmp_path / "roll.parquet")
    by_threads = begun_by_threads(monkeypatch, roll, tmp_path / "threads" / "run")
    check(roll, tmp_path / "processes" / "run", threads=2, share_rows=10)
    assert begun == [2] * (frames_version() is not None)
    assert files_of(tmp_path / "processes") == by_threads


def test_a_check_that_is_run_again_begins_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "LEAST_TOGETHER", 1)
    roll = write_parquet(herders(60), tmp_path / "roll.parquet")
    again = Check(replace(call(roll, tmp_path / "run", threads=2, share_rows=10), force=True), FICTIONAL)
    assert again.run() == again.run()


def begun_by_threads(monkeypatch: pytest.MonkeyPatch, roll: Path, out: Path) -> dict[str, str]:
    with monkeypatch.context() as patch:
        patch.setattr(run, "may_have_frames", lambda: False)
        check(roll, out, threads=2, share_rows=10)
    return files_of(out.parent)


def test_a_long_share_by_another_process(tmp_path: Path) -> None:
    """It is decided by data frames there as here."""
    if frames_version() is None:
        pytest.skip("Polars is not installed")
    short, roll = write_parquet(without_income(herders(200)), tmp_path / "short.parquet"), tmp_path / "long.parquet"
    with database() as connection:
        connection.execute(f"COPY (FROM '{short}', range(650) SELECT * EXCLUDE (range)) TO '{roll}' (FORMAT parquet)")
    program = program_of("meadowland")
    parts = read_roll((str(roll),), tmp_path)
    bindings = [identity_mapping().bind(part, program) for part in parts]
    plan = replace(
        make_plan(program, parts, bindings, Period.on(number_of(DAY)), share_rows=LONG_SHARE).plan,
        frames=frames_version(),
    )
    found = {}
    for name, executor in (("processes", Processes(2)), ("threads", ThreadPoolExecutor(2))):
        folder = tmp_path / name
        folder.mkdir()
        with executor:
            done = do_shares(plan, "plan", folder, Workers(executor), 2**28, Silent())
        assert [(one.rows, one.by_frames) for one in done] == [(LONG_SHARE, True), (130_000 - LONG_SHARE, False)]
        found[name] = files_of(folder)
    assert found["processes"] == found["threads"]


def without_income(rows: list[Row]) -> list[Row]:
    """An amount of which facts are made is read by the database."""
    return [{name: value for name, value in row.items() if name != "income"} for row in rows]
