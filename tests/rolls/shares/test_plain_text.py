"""Text that SQL takes as it stands is text that the reader of cells gives back as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.rolls.cells import Target, cell_reader
from assess.rolls.cells.words import vocabulary
from assess.rolls.shares.plain_text import plain_text_pattern
from tests.databases import database
from tests.library import program_of

READERS = [cell_reader(Target("row", name), program_of("meadowland")) for name in ("case", "name", "district")]
MARKS = [*vocabulary().blanks, *vocabulary().ditto]
CHARACTERS = "不详祥明未知清楚填写待查补核实空白一三张未桐特nN aA同上行前〃\"'/-—–?·•０Ｘ\t\x07\u200b#.0\\"


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with database() as connection:
        yield connection


def plain(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> list[bool]:
    query = "SELECT regexp_full_match(text, ?) FROM (SELECT unnest(?::VARCHAR[]) AS text)"
    return [found for (found,) in connection.execute(query, [plain_text_pattern(), texts]).fetchall()]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(CHARACTERS, max_size=4), st.sampled_from(MARKS), st.text(max_size=5)), max_size=40))
def test_what_is_plain_is_read_as_it_stands(connection: duckdb.DuckDBPyConnection, texts: list[str]) -> None:
    texts = [text for text in texts if "\0" not in text and _encodable(text)]
    for text, is_plain in zip(texts, plain(connection, texts), strict=True):
        if is_plain:
            assert [reader.read(text).internal for reader in READERS] == [text] * len(READERS)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def test_names_and_labels_are_plain(connection: duckdb.DuckDBPyConnection) -> None:
    texts = ["张三", "未桐特", "不", "不清", "一", "C-00012", "nan1", "----", "北村", "320402194001010007"]
    assert all(plain(connection, texts))
    assert all(plain(connection, ["同上村", "上同一", "'", "dittos"]))


def test_marks_of_nothing_known_or_of_the_row_above_are_not(connection: duckdb.DuckDBPyConnection) -> None:
    texts = [*MARKS, *map(str.upper, MARKS), "", " ", "张 三", "王·五", "张三\x07", "\x7f", "１２"]
    assert not any(plain(connection, texts))
