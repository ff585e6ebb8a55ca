"""Tables of DuckDB and SQLite files: every type as text, rows counted from 1, in the table's own order."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from tests.rolls.reading.helpers import codes, headers, read_one, refusal, rows, set_aside, written


def made_duckdb(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def made_sqlite(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


Made = Callable[..., Path]
BOTH = pytest.mark.parametrize("made", [made_duckdb, made_sqlite], ids=["DuckDB", "SQLite"])
PEOPLE = (
    "CREATE TABLE people (姓名 TEXT, paid INTEGER)",
    "INSERT INTO people VALUES ('张三', 684), (NULL, NULL), (' ', NULL), ('合计', 684), ('', 342)",
)


@BOTH
def test_the_only_table(tmp_path: Path, made: Made) -> None:
    path = made(tmp_path / "roll.db", *PEOPLE)
    part = read_one(path)
    assert part.source == "roll.db:people"
    assert headers(part) == ["姓名", "paid"]
    assert rows(part) == [(1, "张三", "684"), (5, None, "342")]
    assert set_aside(part) == [(4, "R138")]
    assert part.origin == path


@BOTH
def test_several_tables(tmp_path: Path, made: Made) -> None:
    path = made(tmp_path / "roll.db", *PEOPLE, "CREATE VIEW other AS SELECT 姓名 FROM people WHERE paid > 400")
    found = refusal(path)
    assert (found.code, found.arguments["known"]) == ("R108", "other, people")
    assert rows(read_one(path, table="other")) == [(1, "张三")]
    assert rows(read_one(f"{path}?table=other", folder=tmp_path)) == [(1, "张三")]
    missing = refusal(path, table="poeple")
    assert (missing.code, missing.arguments["near"]) == ("R107", "people")


@BOTH
def test_names_that_need_quoting(tmp_path: Path, made: Made) -> None:
    path = made(tmp_path / "it's a roll.db", 'CREATE TABLE "a ""b"" 名册" ("x ""y""" TEXT, "__row" TEXT)')
    part = read_one(path)
    assert headers(part) == ['x "y"', "__row (2)"]
    assert codes(part.notes) == ["R154", "R158"]


@BOTH
def test_no_table(tmp_path: Path, made: Made) -> None:
    path = made(tmp_path / "roll.db", "CREATE TABLE x (a TEXT)", "DROP TABLE x")
    assert refusal(path).code == "R103"


@BOTH
def test_damaged(tmp_path: Path, made: Made) -> None:
    whole = made(tmp_path / "whole.db", *PEOPLE).read_bytes()
    assert refusal(written(tmp_path / "half.db", whole[:3000])).code == "R106"


def test_types_of_duckdb(tmp_path: Path) -> None:
    path = made_duckdb(
        tmp_path / "roll.duckdb",
        """CREATE TABLE t AS SELECT
            CAST(684.50 AS DECIMAL(18, 2)) AS a, CAST(3 AS DOUBLE) AS b, CAST(0.1 AS DOUBLE) + 0.2 AS c, true AS d,
            DATE '1939-10-15' AS e, TIMESTAMP '2023-05-01 08:30:00' AS f, CAST('xyz' AS BLOB) AS g,
            CAST(320402194001010000 AS DOUBLE) AS h, 32040219391015001 AS i, '' AS j, CAST(NULL AS DOUBLE) AS k""",
    )
    assert rows(read_one(path)) == [
        (1, "684.50", "3", "0.3", "true", "1939-10-15", "2023-05-01 08:30:00", "<3 bytes>", "3.2040219400101e+17",
         "32040219391015001", None, None)
    ]  # fmt: skip


def test_single_precision_in_duckdb(tmp_path: Path) -> None:
    statement = "CREATE TABLE t AS SELECT CAST(373.55 AS FLOAT) AS a, CAST(684 AS FLOAT) AS b"
    assert rows(read_one(made_duckdb(tmp_path / "roll.duckdb", statement))) == [(1, "373.55", "684")]


def test_types_of_sqlite(tmp_path: Path) -> None:
    path = made_sqlite(
        tmp_path / "roll.sqlite",
        "CREATE TABLE t (a, b, c, d, e, f)",
        "INSERT INTO t VALUES (684.50, 3.0, 0.1 + 0.2, x'0102', 32040219391015001, ' x ')",
    )
    assert rows(read_one(path)) == [(1, "684.5", "3", "0.3", "<2 bytes>", "32040219391015001", " x ")]


def test_schemas_of_duckdb(tmp_path: Path) -> None:
    path = made_duckdb(
        tmp_path / "roll.duckdb",
        "CREATE TABLE t AS SELECT 1 AS a",
        "CREATE SCHEMA s",
        "CREATE TABLE s.t AS SELECT 2 AS a",
        "CREATE TABLE s.u AS SELECT 3 AS a",
    )
    assert refusal(path).arguments["known"] == "s.t, s.u, t"
    read = {name: read_one(path, table=name) for name in ("t", "s.t", "u")}
    assert {name: rows(part) for name, part in read.items()} == {"t": [(1, "1")], "s.t": [(1, "2")], "u": [(1, "3")]}
    assert [part.source for part in read.values()] == ["roll.duckdb:t", "roll.duckdb:s.t", "roll.duckdb:s.u"]


def test_order_of_a_large_duckdb_table(tmp_path: Path) -> None:
    path = made_duckdb(tmp_path / "roll.duckdb", "CREATE TABLE t AS SELECT range AS n FROM range(400000)")
    part = read_one(path)
    unordered = f"SELECT count(*) FROM read_parquet('{part.path}') WHERE __row <> CAST(n AS BIGINT) + 1"
    assert duckdb.connect().execute(unordered).fetchone() == (0,)


def test_sqlite_rows_by_row_id(tmp_path: Path) -> None:
    path = made_sqlite(
        tmp_path / "roll.sqlite",
        "CREATE TABLE t (name TEXT)",
        "INSERT INTO t (rowid, name) VALUES (9, 'c'), (2, 'a'), (5, 'b')",
        "CREATE INDEX i ON t (name DESC)",
    )
    assert rows(read_one(path)) == [(1, "a"), (2, "b"), (3, "c")]


def test_sqlite_without_row_ids(tmp_path: Path) -> None:
    path = made_sqlite(
        tmp_path / "roll.sqlite",
        "CREATE TABLE t (name TEXT PRIMARY KEY) WITHOUT ROWID",
        "INSERT INTO t VALUES ('b'), ('a')",
    )
    assert rows(read_one(path)) == [(1, "a"), (2, "b")]


def test_sqlite_text_that_is_none(tmp_path: Path) -> None:
    path = made_sqlite(
        tmp_path / "roll.sqlite",
        "CREATE TABLE t (a TEXT, b TEXT)",
        "INSERT INTO t VALUES ('x', CAST(x'ffff' AS TEXT)), (CAST(x'610062' AS TEXT), 'y'), ('z', 'z')",
    )
    part = read_one(path)
    assert rows(part) == [(3, "z", "z")]
    assert [(one.row, one.problem.code, one.column) for one in part.unreadable] == [(1, "R135", "b"), (2, "R136", "a")]


def test_sqlite_that_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda name, **options: connect(name, timeout=0, **options))
    path = made_sqlite(tmp_path / "roll.sqlite", *PEOPLE)
    with closing(connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert refusal(path).code == "R120"


def test_duckdb_that_another_program_writes(tmp_path: Path) -> None:
    path = made_duckdb(tmp_path / "roll.duckdb", *PEOPLE)
    program = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        assert refusal(path).code == "R120"
        other.communicate(b"")
