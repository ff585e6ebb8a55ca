"""Parquet files joined without being read: the rows of the parts, in their order."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Refused
from assess.rolls.parquet_joining import ParquetJoining
from assess.rolls.shares.copying import copy_sql
from tests.databases import database

Rows = Sequence[tuple[Any, ...]]

COLUMNS: dict[str, tuple[str, st.SearchStrategy[Any]]] = {
    "eligible": ("BOOLEAN", st.booleans()),
    "tiny": ("TINYINT", st.integers(-128, 127)),
    "small": ("SMALLINT", st.integers(-(2**15), 2**15 - 1)),
    "whole": ("INTEGER", st.integers(-(2**31), 2**31 - 1)),
    "big": ("BIGINT", st.integers(-(2**63), 2**63 - 1)),
    "hash": ("UBIGINT", st.integers(0, 2**64 - 1)),
    "paid": ("DECIMAL(18,2)", st.integers(-(10**17), 10**17).map(lambda fen: Decimal(fen).scaleb(-2))),
    "rate": ("DECIMAL(4,1)", st.integers(-9999, 9999).map(lambda tenths: Decimal(tenths).scaleb(-1))),
    "born": ("DATE", st.integers(0, 80_000).map(lambda days: date(1900, 1, 1) + timedelta(days=days))),
    "名称": ("VARCHAR", st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)),
    "level": ("ENUM('intact', 'mild', '重度')", st.sampled_from(["intact", "mild", "重度"])),
}
SETTINGS = st.fixed_dictionaries({
    "COMPRESSION": st.sampled_from(["zstd", "snappy", "uncompressed"]),
    "ROW_GROUP_SIZE": st.sampled_from([2048, 4096]),
    "PARQUET_VERSION": st.sampled_from(["v1", "v2"]),
})  # fmt: skip


def join_parquet(parts: Sequence[Path], out: Path) -> int:
    with ParquetJoining(out) as joining:
        for path in parts:
            joining.add(path)
        return joining.finish()


def write(path: Path, columns: Sequence[str], rows: Rows, times: int = 1, **options: object) -> Path:
    """A Parquet file of DuckDB's, with the rows so many times over."""
    typed = ", ".join(f'"{name}" {COLUMNS[name][0]}' for name in columns)
    given_options = ", ".join(f"{name} {value}" for name, value in ({"FORMAT": "parquet"} | options).items())
    with database(1) as connection:
        connection.execute(f"CREATE TABLE made ({typed})")
        if rows:
            places = ", ".join(f"({', '.join('?' * len(columns))})" for _ in rows)
            connection.execute(f"INSERT INTO made VALUES {places}", [value for row in rows for value in row])
        connection.execute(f"COPY (SELECT made.* FROM range({times}), made) TO '{path}' ({given_options})")
    return path


def read(*paths: Path) -> list[tuple[Any, ...]]:
    """The rows in their order."""
    return [
        row
        for path in paths
        for row in duckdb.execute("SELECT * FROM read_parquet(?) ORDER BY file_row_number", [str(path)]).fetchall()
    ]


def metadata(path: Path, *columns: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(f"SELECT {', '.join(columns)} FROM parquet_metadata(?)", [str(path)]).fetchall()


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[tuple[Rows, int, dict[str, Any]]]]:
    """Columns, and for each part its rows, how many times over, and how it is written."""
    columns = draw(st.lists(st.sampled_from(list(COLUMNS)), min_size=1, max_size=6, unique=True))
    row = st.tuples(*(st.none() | COLUMNS[name][1] for name in columns))
    part = st.tuples(st.lists(row, max_size=4), st.sampled_from([1, 1, 3000]), SETTINGS)
    return columns, draw(st.lists(part, min_size=1, max_size=4))


@settings(deadline=None, max_examples=25)
@given(tables())
def test_joined_parts_read_like_the_parts_in_their_order(
    made: tuple[list[str], list[tuple[Rows, int, dict[str, Any]]]],
) -> None:
    columns, parts = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [
            write(folder / f"{index}.parquet", columns, rows, times, **options)
            for index, (rows, times, options) in enumerate(parts)
        ]
        out = folder / "out.parquet"
        count = join_parquet(paths, out)
        expected = read(*paths)
        assert count == len(expected)
        assert read(out) == expected
        assert sorted(folder.iterdir()) == sorted([*paths, out])


def test_another_reader_agrees(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    made = [
        (True, -1, 2, 3, 4, 5, Decimal("6.50"), Decimal("7.5"), date(2024, 2, 29), "张三", "重度"),
        (None,) * len(COLUMNS),
    ]
    paths = [
        write(tmp_path / "a.parquet", list(COLUMNS), made, 3000, ROW_GROUP_SIZE=2048, COMPRESSION="zstd"),
        write(tmp_path / "b.parquet", list(COLUMNS), []),
        write(tmp_path / "c.parquet", list(COLUMNS), made[::-1], COMPRESSION="snappy"),
    ]
    out = tmp_path / "out.parquet"
    assert join_parquet(paths, out) == 6002
    tables = [parquet.read_table(path) for path in paths]
    joined = parquet.read_table(out)
    assert joined.schema == tables[0].schema
    assert joined.to_pylist() == [row for table in tables for row in table.to_pylist()]
    file = parquet.ParquetFile(out)
    ordinals = range(file.metadata.num_row_groups)
    assert [file.read_row_group(group).num_rows for group in ordinals] == [2048, 2048, 1904, 2]


def test_what_is_looked_up_by_statistics_and_filters_is_found(tmp_path: Path) -> None:
    paths = []
    for index in range(3):
        path = tmp_path / f"{index}.parquet"
        duckdb.sql(
            f"COPY (SELECT i, (i % 97)::VARCHAR AS code FROM range({index * 5000}, {index * 5000 + 5000}) t(i)) "
            f"TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
        )
        paths.append(path)
    out = tmp_path / "out.parquet"
    join_parquet(paths, out)
    for condition in (
        "i = 12345",
        "i BETWEEN 4990 AND 5010",
        "code = '13'",
        "code = 'none'",
        "code = '96' AND i > 9000",
    ):
        of_parts, of_joined = (
            duckdb.execute(f"SELECT * FROM read_parquet(?) WHERE {condition} ORDER BY i", [given]).fetchall()
            for given in ([str(path) for path in paths], str(out))
        )
        assert of_joined == of_parts, condition
    for code in ("13", "none"):
        probed = "SELECT bloom_filter_excludes FROM parquet_bloom_probe(?, 'code', ?) ORDER BY row_group_id"
        of_joined = duckdb.execute(probed, [str(out), code]).fetchall()
        assert of_joined == [row for path in paths for row in duckdb.execute(probed, [str(path), code]).fetchall()]


def test_columns_without_null_in_some_parts_only(tmp_path: Path) -> None:
    columns = ["whole", "名称", "paid"]
    full = [(1, "张三", Decimal("6.50")), (2, "李四", Decimal("0.00"))]
    paths = [
        write(tmp_path / "full.parquet", columns, full, 3000, ROW_GROUP_SIZE=4096, COMPRESSION="zstd"),
        write(tmp_path / "empty.parquet", columns, []),
        write(tmp_path / "gaps.parquet", columns, [(3, None, Decimal("1.00")), (4, "王五", Decimal("2.00"))]),
    ]
    out = tmp_path / "out.parquet"
    assert join_parquet(paths, out) == 6002
    assert read(out) == read(*paths)
    nullable = duckdb.execute("SELECT name, repetition_type FROM parquet_schema(?)", [str(out)]).fetchall()[1:]
    assert nullable == [("whole", "REQUIRED"), ("名称", "OPTIONAL"), ("paid", "REQUIRED")]
    assert [rows for (rows, number) in metadata(out, "row_group_num_rows", "column_id") if not number] == [
        4096,
        1904,
        2,
    ]
    assert {codec for (codec,) in metadata(out, "compression")} == {"ZSTD", "SNAPPY"}
    before = out.read_bytes()
    join_parquet(paths, out)
    assert out.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 4


def test_what_shares_write_is_not_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.rolls.parquet_joining._rewrite", None)
    paths = [tmp_path / f"{index}.parquet" for index in range(2)]
    with database() as connection:
        for path, value in zip(paths, ("1", "NULL"), strict=True):
            connection.execute(copy_sql(f"SELECT {value}::INTEGER AS whole, 1::BIGINT AS row", path))
    assert join_parquet(paths, tmp_path / "out.parquet") == 2
    assert read(tmp_path / "out.parquet") == [(1, 1), (None, 1)]


def test_one_part_and_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.parquet", ["whole"], [(1,), (2,)])
    assert join_parquet([path], tmp_path / "out.parquet") == 2
    assert read(tmp_path / "out.parquet") == [(1,), (2,)]
    with pytest.raises(ValueError, match="no parts"):
        join_parquet([], tmp_path / "out.parquet")


def test_empty_parts_alone_keep_their_columns(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{index}.parquet", ["whole", "名称"], []) for index in range(2)]
    out = tmp_path / "out.parquet"
    assert join_parquet(paths, out) == 0
    assert read(out) == []
    described = duckdb.execute("DESCRIBE FROM read_parquet(?)", [str(out)]).fetchall()
    assert [row[:2] for row in described] == [("whole", "INTEGER"), ("名称", "VARCHAR")]


def test_joined_files_can_be_joined(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{index}.parquet", ["whole"], [(index,)]) for index in range(3)]
    join_parquet(paths[:2], tmp_path / "two.parquet")
    assert join_parquet([tmp_path / "two.parquet", paths[2]], tmp_path / "three.parquet") == 3
    join_parquet(paths, tmp_path / "at-once.parquet")
    assert (tmp_path / "three.parquet").read_bytes() == (tmp_path / "at-once.parquet").read_bytes()


def test_page_indexes_are_left_out(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path, out = tmp_path / "a.parquet", tmp_path / "out.parquet"
    table = parquet.read_table(write(tmp_path / "b.parquet", ["whole"], [(1,), (2,)], 3000))
    parquet.write_table(table, path, write_page_index=True)
    assert parquet.ParquetFile(path).metadata.row_group(0).column(0).has_offset_index
    assert join_parquet([path, path], out) == 12000
    assert not parquet.ParquetFile(out).metadata.row_group(0).column(0).has_offset_index
    assert read(out) == read(path, path)


def test_without_copying_inside_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(tmp_path / f"{index}.parquet", ["whole"], [(index,)], 3000) for index in range(3)]
    join_parquet(paths, tmp_path / "quick.parquet")

    def refuses(*_: object) -> int:
        raise OSError("not here")

    monkeypatch.setattr(os, "copy_file_range", refuses, raising=False)
    join_parquet(paths, tmp_path / "plain.parquet")
    assert (tmp_path / "plain.parquet").read_bytes() == (tmp_path / "quick.parquet").read_bytes()


@pytest.mark.parametrize(
    ("columns", "different"), [(["whole", "paid"], "paid"), (["big"], "whole, big"), (["名称", "whole"], "名称")]
)
def test_parts_of_other_columns_are_refused(tmp_path: Path, columns: list[str], different: str) -> None:
    ours = write(tmp_path / "ours.parquet", ["whole"], [(1,)])
    theirs = write(tmp_path / "theirs.parquet", columns, [])
    out = tmp_path / "out.parquet"
    out.write_bytes(b"as before")
    with pytest.raises(Refused) as refused:
        join_parquet([ours, theirs], out)
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.position.file) == ("R522", str(theirs))
    assert problem.arguments == {"file": "theirs.parquet", "first": "ours.parquet", "columns": different}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ours.parquet", "out.parquet", "theirs.parquet"]
    assert out.read_bytes() == b"as before"


@pytest.mark.parametrize("kept", [0, 3, 11, -1, -9, -60])
def test_part_that_is_not_whole_is_refused(tmp_path: Path, kept: int) -> None:
    whole = write(tmp_path / "whole.parquet", ["whole"], [(1,)])
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(whole.read_bytes()[:kept])
    with pytest.raises(Refused) as refused:
        join_parquet([whole, torn], tmp_path / "out.parquet")
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.position.file) == ("R521", str(torn))
    assert "torn.parquet" in CATALOGUE["R521"].message("zh", problem.arguments)
    assert not (tmp_path / "out.parquet").exists()


def test_footer_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    content = bytearray(write(tmp_path / "a.parquet", ["whole"], [(1,)]).read_bytes())
    length = int.from_bytes(content[-8:-4], "little")
    content[-8 - length : -8] = b"\xff" * length
    (tmp_path / "a.parquet").write_bytes(content)
    with pytest.raises(Refused) as refused:
        join_parquet([tmp_path / "a.parquet"], tmp_path / "out.parquet")
    assert [problem.code for problem in refused.value.diagnostics] == ["R521"]
