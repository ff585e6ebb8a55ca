"""Rows that a register has decided again share the memory of the run; they take none besides. What is compared keeps
to the memory, too."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import duckdb
import pytest

from assess.rolls.running import register_facts
from assess.rolls.running.second_pass import database


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
        plan = cast(Any, SimpleNamespace(shares=lambda: list(range(shares)), least_memory=2**27))
        register_facts._Room(connection, memory, threads).done(plan, tmp_path / "again")
        assert seen == [(of_rows, left)] * shares
        assert limit(connection) == before


def test_database_of_the_second_pass_keeps_to_its_memory_and_clears_up(tmp_path: Path) -> None:
    """Also where a run that was killed left something to spill into behind."""
    spill = tmp_path / "work" / "spill"
    spill.mkdir(parents=True)
    (spill / "left behind").touch()
    with database(spill, 2, 2**28) as connection:
        assert limit(connection) == "256.0 MiB"
        told = "SELECT current_setting('threads'), current_setting('temp_directory')"
        assert connection.execute(told).fetchall() == [(2, str(spill))]
    assert not spill.exists()
