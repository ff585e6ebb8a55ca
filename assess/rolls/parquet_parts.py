"""Parquet files by their row groups: the footer of one, and a new file that row groups are put into.

What the row groups hold is never read. https://github.com/apache/parquet-format/blob/master/README.md
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.compact_thrift import (
    I64,
    LIST,
    STRUCT,
    Malformed,
    Reader,
    Struct,
    write_list_header,
    write_struct,
)
from assess.rolls.parquet_format import MAGIC, TAIL, ChunkField, Column, Element, Footer, Group

_MOST_ORDINALS = 2**15
_BLOCK = 2**20
_ELSEWHERE = (ChunkField.FILE, ChunkField.CRYPTO, ChunkField.ENCRYPTED)
_PAGE_INDEXES = (
    ChunkField.OFFSET_INDEX, ChunkField.OFFSET_INDEX_LENGTH, ChunkField.COLUMN_INDEX, ChunkField.COLUMN_INDEX_LENGTH,
)  # fmt: skip
_PLACES = (Column.DATA_PAGE, Column.INDEX_PAGE, Column.DICTIONARY_PAGE, Column.BLOOM_FILTER)
"""Where the pages of a column chunk and its Bloom filter begin."""


@dataclass(frozen=True, slots=True)
class Part:
    path: Path
    footer: Struct
    data_ends: int
    """Where the footer begins."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The pages of a column, for the rows of one row group, and what is said of them, with places as they were where
    the pages stood from byte `begins` on."""

    content: bytes | memoryview
    metadata: Struct
    begins: int = len(MAGIC)


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a part, or of all. `elements`: the table itself, then the columns in their order. `footer`: all
    of the footer but what is of its rows."""

    path: Path
    rows: int
    elements: list[Struct]
    footer: Struct


def part_of(path: Path) -> Part:
    """Raises Refused (R521) where it is no whole Parquet file."""
    with open(path, "rb") as file:
        return part_in(file, path)


def part_in(file: BinaryIO, path: Path) -> Part:
    """The part that the file holds; `path` tells what it is called."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size < len(MAGIC) + TAIL or file.read(len(MAGIC)) != MAGIC:
        raise damaged(path)
    file.seek(size - TAIL)
    tail = file.read(TAIL)
    begins = size - TAIL - int.from_bytes(tail[:4], "little")
    if tail[4:] != MAGIC or begins < len(MAGIC):
        raise damaged(path)
    file.seek(begins)
    content = file.read(size - TAIL - begins)
    try:
        footer = Reader(content).struct()
    except Malformed:
        raise damaged(path) from None
    if not {Footer.SCHEMA, Footer.ROWS, Footer.ROW_GROUPS} <= footer.keys() or Footer.ENCRYPTION in footer:
        raise damaged(path)
    if any(field in chunk for group in row_groups(footer) for chunk in chunks_of(group) for field in _ELSEWHERE):
        raise damaged(path)
    return Part(path, footer, begins)


def row_groups(footer: Struct) -> list[Struct]:
    found: list[Struct] = footer[Footer.ROW_GROUPS][1][1]
    return found


def chunks_of(group: Struct) -> list[Struct]:
    """What a row group says of each of its columns."""
    found: list[Struct] = group[Group.CHUNKS][1][1]
    return found


def schema_of_file(path: Path) -> Schema:
    return schema_of(path, part_of(path).footer)


def schema_of(path: Path, footer: Struct) -> Schema:
    of_rows = (Footer.SCHEMA, Footer.ROWS, Footer.ROW_GROUPS)
    # the places of the three stay, since fields are written in the order of their numbers
    kept = {number: (field[0], None) if number in of_rows else field for number, field in footer.items()}
    return Schema(path, footer[Footer.ROWS][1], schema_elements(footer), kept)


def schema_elements(footer: Struct) -> list[Struct]:
    found: list[Struct] = footer[Footer.SCHEMA][1][1]
    return found


def damaged(path: Path) -> Refused:
    return Refused([Diagnostic("R521", Position(str(path)), {"file": path.name})])


def different(path: Path, schema: Schema, elements: Sequence[Struct]) -> Refused:
    ours, theirs = ({element[Element.NAME][1]: element for element in each[1:]} for each in (schema.elements, elements))
    names = [name for name, element in ours.items() if name not in theirs or theirs[name] != element]
    names += [name for name in theirs if name not in ours]
    columns = ", ".join(name.decode("utf-8", "replace") for name in names) or "…"
    arguments = {"file": path.name, "first": schema.path.name, "columns": columns}
    return Refused([Diagnostic("R522", Position(str(path)), arguments)])


class PartsFile:
    """The file that the parts are joined to."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb", buffering=0)  # noqa: SIM115 (whoever makes this closes it)
        self._groups = bytearray()  # written out part by part: as Python values, those of a large roll take a gigabyte
        self._count = self._rows = 0
        _append(self._file, MAGIC)

    def append(self, part: Part) -> None:
        by = _copy(part, self._file) - len(MAGIC)
        for group in row_groups(part.footer):
            write_struct(self._groups, _moved(group, by, self._count))
            self._count += 1
        self._rows += part.footer[Footer.ROWS][1]

    def append_group(self, chunks: Sequence[Chunk], rows: int) -> None:
        """Puts a row group of these columns behind the others."""
        place = begins = self._file.seek(0, os.SEEK_END)
        told = []
        for chunk in chunks:
            told.append(
                _moved_chunk(
                    {ChunkField.OFFSET: (I64, 0), ChunkField.METADATA: (STRUCT, chunk.metadata)}, place - chunk.begins
                )
            )
            place += len(chunk.content)
        _append(self._file, b"".join(chunk.content for chunk in chunks))
        group: Struct = {
            Group.CHUNKS: (LIST, (STRUCT, told)),
            Group.BYTES: (I64, sum(chunk.metadata[Column.UNCOMPRESSED][1] for chunk in chunks)),
            Group.ROWS: (I64, rows),
            Group.OFFSET: (I64, begins),
            Group.COMPRESSED: (I64, place - begins),
        }
        write_struct(self._groups, group)
        self._count += 1
        self._rows += rows

    def finish(self, schema: Schema, *, kept: bool = True) -> int:
        """Writes the footer, and sees to it that all of it is on the disk if it is to be kept; how many rows there
        are."""
        footer = _footer(schema, self._rows, self._count, self._groups)
        _append(self._file, footer + len(footer).to_bytes(4, "little") + MAGIC)
        if kept:
            os.fsync(self._file.fileno())
        self.close()
        return self._rows

    def close(self) -> None:
        self._file.close()


def _footer(schema: Schema, rows: int, count: int, groups: bytearray) -> bytes:
    """The footer of the first part, with the columns, rows and row groups of all."""
    listed = bytearray()
    write_list_header(listed, STRUCT, count)
    listed += groups
    fields = dict(schema.footer)
    fields[Footer.SCHEMA] = (LIST, (STRUCT, schema.elements))
    fields[Footer.ROWS] = (I64, rows)
    fields[Footer.ROW_GROUPS] = (LIST, bytes(listed))
    footer = bytearray()
    write_struct(footer, fields)
    return bytes(footer)


def _moved(group: Struct, by: int, ordinal: int) -> Struct:
    """The row group as it stands `by` bytes further on, and is the so-manieth."""
    moved = dict(group)
    _shift(moved, Group.OFFSET, by)
    if Group.ORDINAL in moved:
        type_, _ = moved.pop(Group.ORDINAL)
        if ordinal < _MOST_ORDINALS:  # it has two bytes, and may be left out
            moved[Group.ORDINAL] = (type_, ordinal)
    type_, (element, chunks) = group[Group.CHUNKS]
    moved[Group.CHUNKS] = (type_, (element, [_moved_chunk(chunk, by) for chunk in chunks]))
    return dict(sorted(moved.items()))


def _moved_chunk(chunk: Struct, by: int) -> Struct:
    # the page indexes hold offsets inside themselves; a reader does without them
    moved = {number: field for number, field in chunk.items() if number not in _PAGE_INDEXES}
    _shift(moved, ChunkField.OFFSET, by)
    if ChunkField.METADATA in moved:
        type_, metadata = moved[ChunkField.METADATA]
        metadata = dict(metadata)
        for number in _PLACES:
            _shift(metadata, number, by)
        moved[ChunkField.METADATA] = (type_, metadata)
    return moved


def _shift(fields: Struct, number: int, by: int) -> None:
    """Nothing stands at 0, before the magic word: some writers say 0 for «none»."""
    if number in fields and fields[number][1] > 0:
        type_, offset = fields[number]
        fields[number] = (type_, offset + by)


def _copy(part: Part, file: FileIO) -> int:
    """Appends what stands between the first magic word and the footer of the part; where it begins now."""
    begins = file.seek(0, os.SEEK_END)
    from_, to = len(MAGIC), begins
    with open(part.path, "rb", buffering=0) as source:
        if hasattr(os, "copy_file_range"):
            try:
                while from_ < part.data_ends:
                    count = part.data_ends - from_
                    copied = os.copy_file_range(source.fileno(), file.fileno(), count, from_, to)
                    if not copied:
                        break
                    from_, to = from_ + copied, to + copied
            except OSError:
                pass  # not between these two places; a fault of the disk shows below as well
        source.seek(from_)
        file.seek(to)
        while from_ < part.data_ends:
            block = source.read(min(_BLOCK, part.data_ends - from_))
            if not block:
                raise damaged(part.path)
            _append(file, block)
            from_ += len(block)
    return begins


def _append(file: FileIO, content: bytes) -> None:
    """Writes all of it at the place where the file stands."""
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]
