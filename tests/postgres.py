"""A PostgreSQL server of the tests' own: made in a folder aside, on loopback, thrown away afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_SERVER_USER = "postgres"
_ATTEMPTS = 5


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, of the newest version that is installed; None where none is."""
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True
    )
    found = installed[0] if installed else shutil.which("initdb")
    return None if found is None else Path(found).parent


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database of a server that runs meanwhile. Skips the test where no server can be had."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'assess[rolls]'")
    folder_of_programs = programs()
    if folder_of_programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # A server refuses to run as root; whoever it runs as must be able to reach its folder.
    as_user: dict[str, Any] = {"user": _SERVER_USER} if os.geteuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="assess-postgres-"))
    if as_user:
        shutil.chown(folder, _SERVER_USER)
    data = folder / "data"

    def run(program: str, *arguments: str) -> bool:
        with (folder / "log").open("ab") as log:
            done = subprocess.run(
                [folder_of_programs / program, "-D", data, *arguments],
                **as_user, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False,
            )  # fmt: skip
        return done.returncode == 0

    try:
        if not run("initdb", "-A", "trust", "-U", "tester", "-E", "UTF8", "--no-locale", "--no-sync"):
            pytest.fail(f"initdb fails:\n{(folder / 'log').read_text()}")
        for _ in range(_ATTEMPTS):  # another program may take the port first
            port = _free_port()
            options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -p {port}"
            if run("pg_ctl", "-w", "-l", str(folder / "server.log"), "-o", options, "start"):
                break
        else:
            pytest.fail(f"the server does not start:\n{(folder / 'server.log').read_text()}")
        try:
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port
