"""A check on the workers of a cluster ends in the same bytes as one on this machine, also where a worker is lost."""

from __future__ import annotations

import logging
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.running import executing
from assess.rolls.running.executing import FolderUnseen, Workers
from tests.rolls.running.clusters import Cluster, cluster, listening_on
from tests.rolls.running.herds import check, files_of, herders, write_parquet

pytest.importorskip("distributed", reason="the library of clusters is not installed: pip install 'assess[cluster]'")

SHARES = {"share_rows": 70}
ROWS = 400


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    return write_parquet(herders(ROWS), tmp_path / "roll.parquet")


class AtHalf:
    """Does something once, when half of the rows are done."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self.at: int | None = None

    def stage(self, name: str) -> None:
        pass

    def rows(self, done: int, total: int, taken_over: int = 0) -> None:
        if self.at is None and total / 2 <= done < total:
            self.at = done
            self._work()


def test_worker_killed_in_the_middle(workers: Cluster, roll: Path, tmp_path: Path) -> None:
    check(roll, tmp_path / "here", threads=2, **SHARES)
    victim = workers.workers.pop()
    progress = AtHalf(victim.kill)
    check(roll, tmp_path / "there", progress, cluster=workers.address, **SHARES)
    workers.add_worker()
    assert progress.at is not None
    assert victim.wait() == -9
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")


def test_run_begun_here_and_resumed_there(
    workers: Cluster, roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where workers run in another folder, a folder named from here is found all the same."""
    check(roll, tmp_path / "here", **SHARES)
    monkeypatch.chdir(tmp_path)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("roll.parquet", Path("there"), AtHalf(stop), **SHARES)
    check("roll.parquet", Path("there"), resume=True, cluster=workers.address, **SHARES)
    assert files_of(tmp_path / "there") == files_of(tmp_path / "here")


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="which ports are open is read from /proc")
def test_no_port_is_open_to_others(workers: Cluster, roll: Path, tmp_path: Path) -> None:
    ours: set[str] = set()
    before = listening_on(os.getpid())
    check(
        roll,
        tmp_path / "out",
        AtHalf(lambda: ours.update(listening_on(os.getpid()))),
        cluster=workers.address,
        **SHARES,
    )
    assert ours - before <= {"127.0.0.1"}
    for process in (workers.scheduler, *workers.workers):
        assert listening_on(process.pid) <= {"127.0.0.1"}


def refused(work: Callable[[], object]) -> Diagnostic:
    with pytest.raises(Refused) as found:
        work()
    (only,) = found.value.diagnostics
    return only


def test_worker_with_other_versions(
    workers: Cluster, roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executing, "versions", lambda: ("assess 0", "duckdb 0"))
    found = refused(lambda: check(roll, tmp_path / "out", cluster=workers.address, **SHARES))
    assert found.code == "R430"
    assert found.arguments["wanted"] == "assess 0, duckdb 0"
    assert found.arguments["reason"].startswith("assess ")


def test_worker_without_assess(workers: Cluster, roll: Path, tmp_path: Path) -> None:
    """That is told at once: Dask would wait for it, and then say that there are no workers."""
    worker = workers.add_worker_without_assess()
    found = refused(lambda: check(roll, tmp_path / "out", cluster=workers.address, **SHARES))
    worker.kill()
    worker.wait()
    workers.workers.remove(worker)
    assert found.code == "R430"
    assert found.arguments["reason"].startswith("tcp://127.0.0.1:")
    assert "assess" in found.arguments["reason"].partition(": ")[2]
    assert not any((tmp_path / "out" / ".work" / "shares").iterdir())


def test_worker_of_another_version_is_told_before_the_shares_are_sent() -> None:
    """One that goes away while it is asked is not told of: others may do its work."""

    class Client:
        def run(self, function: Callable[..., object], *_: object, on_error: str) -> dict[str, object]:
            others = {"tcp://a:1": OSError("gone"), "tcp://b:1": executing.versions(), "tcp://c:1": ("assess 0",)}
            return others if function is executing.versions else {"tcp://b:1": executing}

    found = refused(lambda: executing._refuse_others(Client()))
    assert (found.code, found.arguments["reason"]) == ("R430", "tcp://c:1: assess 0")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_no_scheduler_there(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Nor any certificates, for the second."""
    monkeypatch.setattr(executing, "_TO_CONNECT", "1s")
    found = refused(lambda: check(roll, tmp_path / "out", cluster=address))
    assert (found.code, found.arguments["cluster"]) == ("R415", address)


@pytest.mark.parametrize(
    "address",
    [
        "bogus",
        "127.0.0.1:8786",
        "nonsense://127.0.0.1:1",
        "tcp://127.0.0.1",
        "tcp://:8786",
        "tcp://a:0",
        "tcp://a:99999",
    ],
)
def test_what_is_no_address(roll: Path, tmp_path: Path, address: str) -> None:
    """Told before anything is read."""
    found = refused(lambda: check(roll, tmp_path / "out", cluster=address))
    assert (found.code, found.arguments["cluster"]) == ("R432", address)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["tcp://10.0.0.5:8786", "tcp://scheduler.office:8786/", "tls://[::1]:8786"])
def test_addresses(address: str) -> None:
    executing.check_address(address)


def test_library_that_is_not_there(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    found = refused(lambda: check(roll, tmp_path / "out", cluster="tcp://127.0.0.1:1"))
    assert (found.code, found.arguments["package"]) == ("R414", "distributed")


class Lost(Executor):
    """Nobody ever does what is submitted; `cancelled`: as when the scheduler is lost."""

    def __init__(self, cancelled: bool) -> None:
        self._cancelled = cancelled

    def submit(self, *_: object, **__: object) -> Future:  # type: ignore[type-arg, override]
        future: Future[object] = Future()
        if self._cancelled:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


@pytest.mark.parametrize("cancelled", [True, False])
def test_cluster_that_is_lost(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cancelled: bool) -> None:
    monkeypatch.setattr(executing, "_PATIENCE", 0.0)
    monkeypatch.setattr(executing, "_LOOKED_AFTER", 0.01)
    lost = Workers(Lost(cancelled), lambda: False)
    monkeypatch.setattr("assess.rolls.running.run.workers_of", lambda *_: nullcontext(lost))
    assert refused(lambda: check(roll, tmp_path / "out", **SHARES)).code == "R431"


class Blind(Executor):
    """A worker on a machine that has no such folder."""

    def submit(self, function: Any, *arguments: Any, **_: object) -> Future:  # type: ignore[type-arg, override]
        future: Future[object] = Future()
        *before, folder, memory = arguments
        try:
            function(*before, folder / "not there", memory)
        except FolderUnseen as error:
            error.filename = str(folder)
            future.set_exception(pickle.loads(pickle.dumps(error)))
        return future


def test_worker_that_does_not_see_the_folder(roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is told once, and not of each share that a file is not there."""
    monkeypatch.setattr("assess.rolls.running.run.workers_of", lambda *_: nullcontext(Workers(Blind())))
    found = refused(lambda: check(roll, tmp_path / "out", **SHARES))
    arguments = {"folder": str(tmp_path / "out"), "reason": "No such file or directory"}
    assert (found.code, found.position.file, found.arguments) == ("R437", "--cluster", arguments)


def test_no_library_tells_of_a_lost_scheduler_by_itself(capfd: pytest.CaptureFixture[str]) -> None:
    """Not even one that has said nothing so far."""
    with executing._quiet("distributed", "tornado", "asyncio"):
        for name in ("distributed.core", "tornado.application", "asyncio"):
            logging.getLogger(name).error("Exception in callback")
    assert capfd.readouterr().err == ""
