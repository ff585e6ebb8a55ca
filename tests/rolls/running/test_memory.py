"""Rows that a register has decided again share the memory of the run; they take none besides."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest

from assess.rolls.running import register_facts


def limit(connection: duckdb.DuckDBPyConnection) -> str:
    (found,) = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    return str(found[0])


@pytest.mark.parametrize(
    ("memory", "shares", "threads", "of_rows", "left"),
    [
        (2**31, 1, 8, 2**29, "1.5 GiB"),
        (2**31, 8, 1, 2**29, "1.5 GiB"),
        (2**31, 8, 8, 2**29, "1.0 GiB"),
        (2**33, 8, 4, 2**29, "6.0 GiB"),
        (2**30, 1, 8, 2**28, "768.0 MiB"),
        (2**28, 8, 8, 2**27, "128.0 MiB"),
    ],
)
def test_rows_decided_again_share_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: int, shares: int, threads: int, of_rows: int, left: str
) -> None:
    """On as many threads as half of it holds."""
    seen = []
    with duckdb.connect(config={"memory_limit": f"{memory // 2**20}MiB"}) as connection:
        before = limit(connection)

        def do_share(*arguments: Any) -> None:
            seen.append((arguments[-1], limit(connection.cursor())))

        monkeypatch.setattr(register_facts, "do_share", do_share)
        plan = cast(Any, SimpleNamespace(shares=lambda: list(range(shares))))
        register_facts._Room(connection, memory, threads).done(plan, tmp_path / "again")
        assert seen == [(of_rows, left)] * shares
        assert limit(connection) == before
