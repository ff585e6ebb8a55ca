"""Frames in a Parquet file: whoever reads it, DuckDB or Polars, finds what the frames held."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.diagnostics.diagnostic import Refused
from assess.rolls import parquet_frames
from assess.rolls.parquet_columns import packed
from assess.rolls.parquet_format import ChunkField, Codec, Column
from assess.rolls.parquet_frames import ParquetFrames
from assess.rolls.parquet_parts import chunks_of, part_of, row_groups, schema_of_file
from tests.databases import database

NAMES = ["intact", "mild", "重度", "it's"]
TYPES: dict[str, tuple[str, Any]] = {
    "eligible": ("BOOLEAN", pl.Boolean),
    "tiny": ("TINYINT", pl.Int8),
    "small": ("SMALLINT", pl.Int16),
    "whole": ("INTEGER", pl.Int32),
    "big": ("BIGINT", pl.Int64),
    "paid": ("DECIMAL(18,2)", pl.Int64),
    "rate": ("DECIMAL(4,1)", pl.Int64),
    "hash": ("UBIGINT", pl.UInt64),
    "born": ("DATE", pl.Date),
    "text": ("VARCHAR", pl.String),
    "level": ("ENUM('intact', 'mild', '重度', 'it''s')", pl.Enum(NAMES)),
    "only": ("ENUM('roll.parquet')", pl.Enum(["roll.parquet"])),
}  # fmt: skip
PLACES = {"paid": 2, "rate": 1}
LEAST = {"tiny": -(2**7), "small": -(2**15), "whole": -(2**31), "big": -(2**63), "paid": -(10**18) + 1, "rate": -9999}
GREATEST = {
    "tiny": 2**7 - 1,
    "small": 2**15 - 1,
    "whole": 2**31 - 1,
    "big": 2**63 - 1,
    "paid": 10**18 - 1,
    "rate": 9999,
}


def frame_of(**columns: Sequence[Any]) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(values, dtype=TYPES[name][1]) for name, values in columns.items()})


def put(frames: Sequence[pl.DataFrame], folder: Path) -> Path:
    """The frames in one file, whose columns are declared by DuckDB."""
    declared, out = folder / "declared.parquet", folder / "out.parquet"
    columns = ", ".join(f'NULL::{TYPES[name][0]} AS "{name}"' for name in frames[0].columns)
    with database(1) as connection:
        connection.execute(f"COPY (SELECT {columns} WHERE random() < 0) TO '{declared}'")
    with ParquetFrames(schema_of_file(declared), out) as file:
        for frame in frames:
            file.add(frame)
        file.finish()
    return out


def assert_kept(frames: Sequence[pl.DataFrame], folder: Path) -> Path:
    out = put(frames, folder)
    wanted = pl.concat(frames)
    with database(1) as connection:
        rows = connection.execute(f"FROM '{out}'").fetchall()
        types = [row[1] for row in connection.execute(f"DESCRIBE FROM '{out}'").fetchall()]
    assert rows == list(zip(*(_as_read(wanted[name]) for name in wanted.columns), strict=True))
    assert types == ["VARCHAR" if TYPES[n][0].startswith("ENUM") else TYPES[n][0] for n in wanted.columns]
    read = pl.read_parquet(out)
    for name in wanted.columns:
        column = read[name].to_physical() if name in PLACES else read[name]
        assert column.cast(TYPES[name][1]).to_list() == wanted[name].to_list(), name
    return out


def _as_read(series: pl.Series) -> list[Any]:
    """Whole numbers of the last place as the decimals that they are declared to be."""
    places = PLACES.get(series.name)
    if places is None:
        return series.to_list()
    return [None if one is None else Decimal(one).scaleb(-places) for one in series.to_list()]


def codecs(path: Path) -> dict[str, set[int]]:
    """How each column is compressed: what is written here, not at all."""
    found: dict[str, set[int]] = {}
    for group in row_groups(part_of(path).footer):
        for chunk in chunks_of(group):
            metadata = chunk[ChunkField.METADATA][1]
            found.setdefault(metadata[Column.PATH][1][1][0].decode(), set()).add(metadata[Column.CODEC][1])
    return found


def of_type(name: str) -> st.SearchStrategy[Any]:
    if name in LEAST:
        near = st.integers(LEAST[name], GREATEST[name])
        return near | st.sampled_from([LEAST[name], GREATEST[name], 0, 1, -1, 5])
    return {
        "eligible": st.booleans(),
        "hash": st.integers(0, 2**64 - 1),
        "born": st.dates(),
        "text": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
        "level": st.sampled_from(NAMES),
        "only": st.just("roll.parquet"),
    }[name]


@st.composite
def frames(draw: st.DrawFn) -> list[pl.DataFrame]:
    """Rows picked from few, or many, at random, with gaps or without."""
    names = draw(st.lists(st.sampled_from(list(TYPES)), min_size=1, max_size=4, unique=True))
    kinds = {
        name: draw(st.lists(of_type(name) | st.none(), min_size=1, max_size=12)) for name in names
    }  # fmt: skip
    chance = random.Random(draw(st.integers(0, 2**32)))
    counts = draw(st.lists(st.integers(0, 700), min_size=1, max_size=3))
    return [frame_of(**{name: chance.choices(kinds[name], k=count) for name in names}) for count in counts]


@settings(max_examples=60)
@given(found=frames(), rows=st.sampled_from([64, 100, 245_760]))
def test_what_is_put_in_comes_out(
    found: list[pl.DataFrame], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet_frames, "ROWS", rows)
        assert_kept(found, tmp_path_factory.mktemp("frames"))


CHANCE = random.Random(7)


@pytest.mark.parametrize("gaps", [False, True], ids=["no gaps", "gaps"])
@pytest.mark.parametrize("count", [1, 7, 8, 9, 1000])
@pytest.mark.parametrize("different", [1, 2, 3, 4, 5, 8, 9, 16, 17, 33, 65, 129, 255, 256])
def test_numbers_of_every_width(tmp_path: Path, different: int, count: int, gaps: bool) -> None:
    values = [CHANCE.randrange(different) - 100 if not gaps or CHANCE.random() < 0.7 else None for _ in range(count)]
    out = assert_kept([frame_of(small=values, big=[one and one * 10**15 for one in values])], tmp_path)
    assert codecs(out)["small"] == {Codec.UNCOMPRESSED}


@pytest.mark.parametrize("name", LEAST)
def test_the_ends_of_a_type(tmp_path: Path, name: str) -> None:
    least, greatest = LEAST[name], GREATEST[name]
    far = [least, greatest, 0, -1, 1, None] * 50
    for values in (far, [least, least + 1, None, least + 255], [greatest - 255, None, greatest - 1, greatest]):
        assert codecs(assert_kept([frame_of(**{name: values})], tmp_path))[name] == {Codec.UNCOMPRESSED}


def test_any_number_that_no_sample_holds(tmp_path: Path) -> None:
    """Each alone among two others, wherever its place in the table is."""
    for start in range(0, 3000, 50):
        rare = [one * 7919 - 9_000_000 for one in range(start, start + 50)]
        values = [number for one in rare for number in (*[10**6] * 70, one, *[4 * 10**6] * 70)]
        assert codecs(assert_kept([frame_of(big=values)], tmp_path))["big"] == {Codec.UNCOMPRESSED}


@pytest.mark.parametrize(
    "values",
    [range(1, 5001), range(-3000, 3000), range(257), range(-(2**63), -(2**63) + 1000), range(2**63 - 1000, 2**63)],
)
def test_rows_counted(tmp_path: Path, values: Sequence[int]) -> None:
    """Numbers one after the other take next to no room."""
    out = assert_kept([frame_of(big=list(values))], tmp_path)
    assert codecs(out)["big"] == {Codec.UNCOMPRESSED}
    assert out.stat().st_size < 1000


@pytest.mark.parametrize(
    ("values", "written_here"),
    [
        ([0] * 4000 + [10**6] + [0] * 4000 + [-(10**12)] + [0] * 333, True),
        ([5000] * 4000 + [0] + [500_000] * 4000, True),
        ([5000] * 4000 + [-5000] + [500_000] * 4000 + [0, 1, 500_001], True),
        ([one * 1000 for one in range(256)] * 20, True),
        ([one * 1000 for one in range(257)] * 20, False),
        ([0] * 5000 + [one * 1000 for one in range(3000)], False),
        ([*range(1, 400), 400, 400], False),
    ],
    ids=[
        "two that no sample holds",
        "a nought that no sample holds",
        "others that no sample holds",
        "256 different",
        "257 different",
        "many after a while",
        "nearly counted",
    ],
)
def test_amounts_far_apart(tmp_path: Path, values: list[int], written_here: bool) -> None:
    out = assert_kept([frame_of(big=values, paid=values)], tmp_path)
    assert codecs(out)["big"] == codecs(out)["paid"] == {Codec.UNCOMPRESSED if written_here else Codec.ZSTD}


@pytest.mark.parametrize("name", TYPES)
def test_nothing_but_gaps(tmp_path: Path, name: str) -> None:
    out = assert_kept([frame_of(**{name: [None] * 100}), frame_of(**{name: []})], tmp_path)
    assert out.stat().st_size < 700


@pytest.mark.parametrize("gaps", [False, True], ids=["no gaps", "gaps"])
@pytest.mark.parametrize("count", [1, 2, 31, 32, 33, 34, 64, 65, 128, 129, 130, 161, 257, 1000])
@pytest.mark.parametrize("longest", [0, 1, 2, 5, 60, 127])
def test_texts_of_any_length(tmp_path: Path, longest: int, count: int, gaps: bool) -> None:
    """Of characters that take one to four bytes; all different, where they are long enough."""
    lengths = [CHANCE.randrange(longest + 1) for _ in range(count)]
    texts = ["".join(CHANCE.choices("ab\x00名\U0001f600é", k=length // 4)) + "x" * (length % 4) for length in lengths]
    values = [None if gaps and CHANCE.random() < 0.3 else text for text in texts]
    assert codecs(assert_kept([frame_of(text=values), frame_of(text=texts)], tmp_path))["text"] == {Codec.UNCOMPRESSED}


@pytest.mark.parametrize("count", [127, 128, 129, 1000, 5000])
def test_texts_as_long_as_each_other(tmp_path: Path, count: int) -> None:
    """Numbers of cases take their own bytes, and next to nothing for their lengths."""
    out = assert_kept([frame_of(text=[f"C{one:07}" for one in range(count)])], tmp_path)
    assert count * 8 <= chunk_size(out) < count * 8 + count // 20 + 100 or count <= 256


def chunk_size(out: Path) -> int:
    (group,) = row_groups(part_of(out).footer)
    (chunk,) = chunks_of(group)
    size: int = chunk[ChunkField.METADATA][1][Column.COMPRESSED][1]
    return size


@pytest.mark.parametrize(
    ("values", "few"),
    [
        (["一句很长的话" * 20, "another", None, ""] * 500, True),
        (["a"] * 4000 + ["b"] + ["c"] * 4000, True),
        ([f"name {one % 256}" for one in range(3000)], True),
        ([f"name {one % 257}" for one in range(3000)], False),
        (["a"] * 3000 + [f"name {one}" for one in range(300)], False),
    ],
    ids=["sentences", "one that no sample holds", "256 different", "257 different", "many after a while"],
)
def test_few_different_texts_are_written_once(tmp_path: Path, values: list[str | None], few: bool) -> None:
    out = assert_kept([frame_of(text=values)], tmp_path)
    written = sum(len(one.encode()) for one in values if one is not None)
    assert (chunk_size(out) < written) == few


def test_a_text_much_longer_than_the_one_before(tmp_path: Path) -> None:
    """Its length is left to Polars where it differs by more than a byte can say."""
    for length, codec in ((255, Codec.UNCOMPRESSED), (256, Codec.ZSTD)):
        texts = ["", *(f"C{one:07}" for one in range(300)), "", "x" * length, "x" * length]
        found = codecs(assert_kept([frame_of(text=texts)], tmp_path))["text"]
        assert found == {codec} or length == 255


def test_what_is_left_to_polars(tmp_path: Path) -> None:
    """Dates and hashes, unless none is there; beside them stand the columns that are written here."""
    days = [date(1930, 1, 1), date(1940, 5, 6)] * 40
    texts = [f"C{one:07}" for one in range(80)]
    here = frame_of(text=texts, eligible=[True, None] * 40, born=days, hash=range(80), level=NAMES * 20)
    nothing = frame_of(**{name: [None] * 80 for name in here.columns})
    found = codecs(assert_kept([here, nothing], tmp_path))
    assert {name: found[name] - {Codec.UNCOMPRESSED} for name in found} == {
        "text": set(), "born": {Codec.ZSTD}, "hash": {Codec.ZSTD}, "eligible": set(), "level": set(),
    }  # fmt: skip


def test_names_by_the_hundred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count, codec in ((256, Codec.UNCOMPRESSED), (257, Codec.ZSTD)):
        names = [f"name {one}" for one in range(count)]
        monkeypatch.setitem(TYPES, "level", (f"ENUM({', '.join(map(repr, names))})", pl.Enum(names)))
        assert codecs(assert_kept([frame_of(level=[*names, None])], tmp_path))["level"] == {codec}


def test_columns_stored_otherwise_are_refused(tmp_path: Path) -> None:
    declared = tmp_path / "declared.parquet"
    with database(1) as connection:
        connection.execute(f"COPY (SELECT NULL::INTEGER AS whole WHERE random() < 0) TO '{declared}'")
    with ParquetFrames(schema_of_file(declared), tmp_path / "out.parquet") as file, pytest.raises(Refused) as refused:
        file.add(pl.DataFrame({"whole": pl.Series(["many"])}))
    assert [one.code for one in refused.value.diagnostics] == ["R522"]


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    found = [frame_of(text=["a", "b", None] * 100, big=[1, None, 10**9] * 100)] * 2
    (tmp_path / "again").mkdir()
    assert put(found, tmp_path).read_bytes() == put(found, tmp_path / "again").read_bytes()


@given(st.integers(1, 8).flatmap(lambda width: st.tuples(st.lists(st.integers(0, 2**width - 1)), st.just(width))))
def test_packed_as_the_format_says(drawn: tuple[list[int], int]) -> None:
    """Bit by bit: the number at place n stands in the bits from n times the width on."""
    places, width = drawn
    whole = sum(number << place * width for place, number in enumerate(places))
    filled = -(-len(places) // 8)
    assert packed(np.array(places, dtype=np.uint8), width) == whole.to_bytes(filled * width, "little")
