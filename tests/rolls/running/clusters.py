"""A Dask cluster on this machine: a scheduler and two worker processes, on ports of the loopback interface alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[3]
_PATIENCE = 60.0
_LISTENING = "0A"
_WITHOUT_ASSESS = "import sys; sys.modules['assess'] = None; from dask.__main__ import main; main()"


class Cluster:
    """`folder`: the working directory of the processes, and what they say. `address`: of the scheduler."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scheduler_file = folder / "scheduler.json"
        self.scheduler = self._started("scheduler", "--port", "0", "--scheduler-file", str(self._scheduler_file))
        self.workers: list[subprocess.Popen[bytes]] = []
        self._wait_for(self._scheduler_file.exists)
        self.address = str(json.loads(self._scheduler_file.read_text(encoding="utf-8"))["address"])
        for _ in range(2):
            self.add_worker()
        self._wait_for(lambda: self._said("worker").count("Registered to") == 2)

    def add_worker(self) -> None:
        self.workers.append(self._started("worker", "--no-nanny", "--nthreads", "1", self.address))

    def add_worker_without_assess(self) -> subprocess.Popen[bytes]:
        """It can be told from the others once it has registered."""
        before = self._said("worker").count("Registered to")
        options = ("--no-nanny", "--nthreads", "1", self.address)
        self.workers.append(self._started("worker", *options, python=("-c", _WITHOUT_ASSESS)))
        self._wait_for(lambda: self._said("worker").count("Registered to") > before)
        return self.workers[-1]

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _started(self, what: str, *options: str, python: tuple[str, ...] = ("-m", "dask")) -> subprocess.Popen[bytes]:
        """`--dashboard-address` even without a dashboard: a worker would open a port on all interfaces otherwise."""
        own = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0", *options]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(self._folder)}
        with (self._folder / f"{what}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *python, what, *own], cwd=self._folder, stdout=log, stderr=log, env=environment
            )

    def _said(self, what: str) -> str:
        return (self._folder / f"{what}.log").read_text(encoding="utf-8")

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(self._said("scheduler") + self._said("worker"))
            time.sleep(0.05)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.close()


def listening_on(process: int) -> set[str]:
    """The addresses on which a process listens, as Linux tells them; the loopback one is `127.0.0.1`."""
    sockets = set()
    for handle in Path(f"/proc/{process}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            if found := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(handle)):
                sockets.add(found[1])
    addresses = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == _LISTENING and rest[5] in sockets:
                address = bytes.fromhex(local.partition(":")[0])
                addresses.add(".".join(map(str, address[::-1])) if len(address) == 4 else address.hex())
    return addresses
