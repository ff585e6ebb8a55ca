"""A PostgreSQL server of our own on the loopback address, gone when the tests are over."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

USER, DATABASE = "clerk", "postgres"
PASSWORD = "s%cret@:/" + secrets.token_hex(4)


@contextmanager
def server() -> Iterator[int]:
    """Its port. Skips the test, and says why, where no server can be started."""
    binaries = _binaries()
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="assess-postgresql-"))
    try:
        (folder / "password").write_text(PASSWORD)
        if owner is not None:
            for path in (folder, folder / "password"):
                shutil.chown(path, owner)
        port = _free_port()
        data = str(folder / "data")
        _run(
            owner,
            [binaries / "initdb", "-D", data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={folder / 'password'}",
             "-E", "UTF8", "--locale=C", "--no-sync"],
        )  # fmt: skip
        settings = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        _run(owner, [binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"])
        try:
            yield port
        finally:
            _run(owner, [binaries / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    folders = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name, reverse=True)]
    found = shutil.which("initdb")
    if found is not None:
        folders.append(Path(found).parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    pytest.skip("PostgreSQL's initdb and pg_ctl are not installed (apt-get install postgresql)")


def _owner() -> str | None:
    """The user to run it as: PostgreSQL refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres to run it as")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _run(owner: str | None, command: list[object]) -> None:
    """Runs to the end; the server itself, which goes on, has its output in its log."""
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(part) for part in command],
            user=owner, group=owner, extra_groups=[] if owner else None,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", timeout=120,
        )  # fmt: skip
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")
