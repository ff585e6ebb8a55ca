"""Parquet files of one schema joined to one, without reading what they hold.

The row groups are copied as they are; only the footer, which says where everything stands, is written anew. So joining
costs what copying the files costs, and the same parts always give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from io import FileIO
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.compact_thrift import (
    I32,
    I64,
    LIST,
    STRUCT,
    Malformed,
    Reader,
    Struct,
    write_list_header,
    write_struct,
)
from assess.rolls.parquet_files import parquet

_MAGIC = b"PAR1"
_TAIL = 8
"""The length of the footer in four bytes, and the magic word."""
_MOST_ORDINALS = 2**15
_BLOCK = 2**20

# https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift: field numbers
_SCHEMA, _ROWS, _ROW_GROUPS, _COLUMN_ORDERS, _ENCRYPTION = 2, 3, 4, 7, 8
_GROUP_COLUMNS, _GROUP_ROWS, _GROUP_FILE_OFFSET, _GROUP_ORDINAL = 1, 3, 5, 7
_CHUNK_FILE_OFFSET, _CHUNK_METADATA = 2, 3
_CHUNK_ELSEWHERE = (1, 8, 9)
"""The name of another file, and what has to do with encryption."""
_CHUNK_PAGE_INDEXES = (4, 5, 6, 7)
_METADATA_OFFSETS = (9, 10, 11, 14)
"""Where the data, index and dictionary pages and the Bloom filter of a column chunk begin."""
_METADATA_CODEC = 4
_PHYSICAL_TYPE, _LENGTH, _REPETITION, _NAME = 1, 2, 3, 4
_OPTIONAL = (I32, 1)
_PLAIN = ((I32, 0), _OPTIONAL)
"""Never NULL, or perhaps: the two kinds of columns that are no lists."""
_CODECS = {0: "UNCOMPRESSED", 1: "SNAPPY", 2: "GZIP", 4: "BROTLI", 6: "ZSTD", 7: "LZ4_RAW"}


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    footer: Struct
    data_ends: int
    """Where the footer begins."""


class ParquetJoining:
    """Parts joined to one Parquet file as they come, in the order in which they are added.

        with ParquetJoining(out) as joining:
            for path in parts:
                joining.add(path)
            rows = joining.finish()

    There is nothing under the name of `out`, or what was there before, until `finish`; and what is unfinished is gone
    after the block.

    DuckDB declares a column as one without NULL where its statistics say so, and then writes it in another way. Where
    parts differ in that alone, those without NULL are written once more, which costs what it takes to read and compress
    them. Shares spare that: they are written with every column as one that may be NULL (`copy_sql`).
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._aside = out.with_name(f"{out.name}.part")
        self._rewritten = out.with_name(f"{out.name}.rewritten")
        self._parts: list[Path] = []
        self._schema: _Schema | None = None
        self._alike = True
        """Have all parts the columns of the first? What is written is of use then."""

    def __enter__(self) -> ParquetJoining:
        self._file = _Joined(self._aside)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._aside.unlink(missing_ok=True)
        self._rewritten.unlink(missing_ok=True)

    def add(self, path: Path) -> None:
        """Raises Refused (R521) where the part is no whole Parquet file, OSError where it cannot be copied."""
        part = _part(path)
        self._parts.append(path)
        if self._schema is None:
            self._schema = _schema_of(path, part.footer)
        elif part.footer.get(_COLUMN_ORDERS) != self._schema.footer.get(_COLUMN_ORDERS):
            self._alike = False
        self._alike = self._alike and _elements(part.footer) == self._schema.elements
        if self._alike:
            self._file.append(part)

    def finish(self) -> int:
        """Puts the file in its place; how many rows it has. Raises Refused where the columns of a part are not those of
        the others (R522), OSError where the file cannot be written, ValueError where no part was added: it may be
        empty, and tells the columns."""
        if self._schema is None:
            raise ValueError("no parts, no columns")
        if not self._alike:
            self._again()
        rows = self._file.finish(self._schema)
        os.replace(self._aside, self._out)
        _keep_name(self._out.parent)
        return rows

    def _again(self) -> None:
        """Joins the parts anew, with the columns as they are in all."""
        self._schema = schema = _schema_of_all([_schema(path) for path in self._parts])
        self._file.close()
        self._file = _Joined(self._aside)
        for path in self._parts:
            part = _part(path)
            if part.footer[_ROWS][1] and _elements(part.footer) != schema.elements:
                _rewrite(part, schema, self._rewritten)
                part = _part(self._rewritten)
                if _elements(part.footer) != schema.elements:
                    raise _different(path, schema, _elements(part.footer))
            self._file.append(part)


def join_as(declared: Path, parts: Sequence[Path], out: Path) -> None:
    """Joins parts that another library wrote to a file whose columns are declared as in this file of no rows: what the
    bytes mean is the same, what is said of them besides is not.

    Raises Refused (R522) where a part stores a column otherwise, OSError where the file cannot be written.
    """
    schema = _schema(declared)
    joined = _Joined(out)
    try:
        for path in parts:
            part = _part(path)
            if [_stored(one) for one in _elements(part.footer)[1:]] != [_stored(one) for one in schema.elements[1:]]:
                raise _different(path, schema, _elements(part.footer))
            joined.append(part)
        joined.finish(schema, kept=False)
    finally:
        joined.close()


def _stored(element: Struct) -> list[object]:
    """How the values of a column are stored: its name, physical type and length, and whether they may be NULL."""
    return [element.get(field) for field in (_NAME, _PHYSICAL_TYPE, _LENGTH, _REPETITION)]


class _Joined:
    """The file that the parts are joined to."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb", buffering=0)  # noqa: SIM115 (whoever makes this closes it)
        self._groups = bytearray()  # written out part by part: as Python values, those of a large roll take a gigabyte
        self._count = self._rows = 0
        _append(self._file, _MAGIC)

    def append(self, part: _Part) -> None:
        by = _copy(part, self._file) - len(_MAGIC)
        for group in part.footer[_ROW_GROUPS][1][1]:
            write_struct(self._groups, _moved(group, by, self._count))
            self._count += 1
        self._rows += part.footer[_ROWS][1]

    def finish(self, schema: _Schema, *, kept: bool = True) -> int:
        """Writes the footer, and sees to it that all of it is on the disk if it is to be kept; how many rows there
        are."""
        footer = _footer(schema, self._rows, self._count, self._groups)
        _append(self._file, footer + len(footer).to_bytes(4, "little") + _MAGIC)
        if kept:
            os.fsync(self._file.fileno())
        self.close()
        return self._rows

    def close(self) -> None:
        self._file.close()


def _keep_name(folder: Path) -> None:
    """Sees to it that the new name is on the disk too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _footer(schema: _Schema, rows: int, count: int, groups: bytearray) -> bytes:
    """The footer of the first part, with the columns, rows and row groups of all."""
    listed = bytearray()
    write_list_header(listed, STRUCT, count)
    listed += groups
    fields = dict(schema.footer)
    fields[_SCHEMA] = (LIST, (STRUCT, schema.elements))
    fields[_ROWS] = (I64, rows)
    fields[_ROW_GROUPS] = (LIST, bytes(listed))
    footer = bytearray()
    write_struct(footer, fields)
    return bytes(footer)


def _part(path: Path) -> _Part:
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(_MAGIC) + _TAIL or file.read(len(_MAGIC)) != _MAGIC:
            raise _damaged(path)
        file.seek(size - _TAIL)
        tail = file.read(_TAIL)
        begins = size - _TAIL - int.from_bytes(tail[:4], "little")
        if tail[4:] != _MAGIC or begins < len(_MAGIC):
            raise _damaged(path)
        file.seek(begins)
        content = file.read(size - _TAIL - begins)
    try:
        footer = Reader(content).struct()
    except Malformed:
        raise _damaged(path) from None
    if not {_SCHEMA, _ROWS, _ROW_GROUPS} <= footer.keys() or _ENCRYPTION in footer:
        raise _damaged(path)
    _, groups = footer[_ROW_GROUPS][1]
    if any(field in chunk for group in groups for chunk in group[_GROUP_COLUMNS][1][1] for field in _CHUNK_ELSEWHERE):
        raise _damaged(path)
    return _Part(path, footer, begins)


def _damaged(path: Path) -> Refused:
    return Refused([Diagnostic("R521", Position(str(path)), {"file": path.name})])


@dataclass(frozen=True, slots=True)
class _Schema:
    """The columns of a part, or of all. `elements`: the table itself, then the columns in their order. `footer`: all
    of the footer but what is of its rows."""

    path: Path
    rows: int
    elements: list[Struct]
    footer: Struct


def _schema(path: Path) -> _Schema:
    return _schema_of(path, _part(path).footer)


def _schema_of(path: Path, footer: Struct) -> _Schema:
    of_rows = (_SCHEMA, _ROWS, _ROW_GROUPS)
    # the places of the three stay, since fields are written in the order of their numbers
    kept = {number: (field[0], None) if number in of_rows else field for number, field in footer.items()}
    return _Schema(path, footer[_ROWS][1], _elements(footer), kept)


def _schema_of_all(schemas: Sequence[_Schema]) -> _Schema:
    """Their columns, each one that may be NULL where any part with rows says so. Raises Refused (R522)."""
    first = schemas[0]
    for schema in schemas:
        alike = _without_null(schema.elements) == _without_null(first.elements)
        if not alike or schema.footer.get(_COLUMN_ORDERS) != first.footer.get(_COLUMN_ORDERS):
            raise _different(schema.path, first, schema.elements)
    filled = [schema.elements for schema in schemas if schema.rows] or [first.elements]
    elements = []
    for same in zip(*filled, strict=True):
        may_be_null = [element for element in same if element.get(_REPETITION) == _OPTIONAL]
        elements.append(may_be_null[0] if may_be_null else same[0])
    return _Schema(first.path, first.rows, elements, first.footer)


def _elements(footer: Struct) -> list[Struct]:
    found: list[Struct] = footer[_SCHEMA][1][1]
    return found


def _without_null(elements: Sequence[Struct]) -> list[Struct]:
    """The columns, whether or not they may be NULL."""
    return [
        {number: field for number, field in element.items() if number != _REPETITION or field not in _PLAIN}
        for element in elements
    ]


def _different(path: Path, schema: _Schema, elements: Sequence[Struct]) -> Refused:
    ours, theirs = ({element[_NAME][1]: element for element in each[1:]} for each in (schema.elements, elements))
    names = [name for name, element in ours.items() if name not in theirs or theirs[name] != element]
    names += [name for name in theirs if name not in ours]
    columns = ", ".join(name.decode("utf-8", "replace") for name in names) or "…"
    arguments = {"file": path.name, "first": schema.path.name, "columns": columns}
    return Refused([Diagnostic("R522", Position(str(path)), arguments)])


def _rewrite(part: _Part, schema: _Schema, out: Path) -> None:
    """Writes the part once more, with the columns that may be NULL in all."""
    import duckdb
    from sqlglot import exp

    from assess.engines.sql.nodes import choice, column

    # what is always true, and what DuckDB cannot know to be
    always = exp.GTE(this=exp.Anonymous(this="RANDOM"), expression=exp.Literal.number(0))
    selected = []
    for own, wanted in zip(_elements(part.footer)[1:], schema.elements[1:], strict=True):
        name = own[_NAME][1].decode("utf-8")
        value = column(name) if own == wanted else choice((always.copy(), column(name)))
        selected.append(exp.alias_(value, exp.to_identifier(name, quoted=True)))
    groups = part.footer[_ROW_GROUPS][1][1]
    chunk = groups[0][_GROUP_COLUMNS][1][1][0]
    options = {
        "FORMAT": exp.var("PARQUET"),
        "COMPRESSION": exp.var(_CODECS.get(chunk[_CHUNK_METADATA][1][_METADATA_CODEC][1], "ZSTD")),
        "ROW_GROUP_SIZE": exp.Literal.number(max(2048, *(group[_GROUP_ROWS][1] for group in groups))),
    }
    copy = exp.Copy(
        this=exp.select(*selected).from_(parquet(part.path)).subquery(),
        kind=False,
        files=[exp.Literal.string(str(out))],
        params=[exp.CopyParameter(this=exp.var(name), expression=value) for name, value in options.items()],
    )
    # one thread, so that the same part always gives the same bytes
    with duckdb.connect(config={"threads": 1, "temp_directory": str(out.with_name(f"{out.name}.spill"))}) as connection:
        connection.execute(copy.sql("duckdb", identify=True))


def _moved(group: Struct, by: int, ordinal: int) -> Struct:
    """The row group as it stands `by` bytes further on, and is the so-manieth."""
    moved = dict(group)
    _shift(moved, _GROUP_FILE_OFFSET, by)
    if _GROUP_ORDINAL in moved:
        type_, _ = moved.pop(_GROUP_ORDINAL)
        if ordinal < _MOST_ORDINALS:  # it has two bytes, and may be left out
            moved[_GROUP_ORDINAL] = (type_, ordinal)
    type_, (element, chunks) = group[_GROUP_COLUMNS]
    moved[_GROUP_COLUMNS] = (type_, (element, [_moved_chunk(chunk, by) for chunk in chunks]))
    return dict(sorted(moved.items()))


def _moved_chunk(chunk: Struct, by: int) -> Struct:
    # the page indexes hold offsets inside themselves; a reader does without them
    moved = {number: field for number, field in chunk.items() if number not in _CHUNK_PAGE_INDEXES}
    _shift(moved, _CHUNK_FILE_OFFSET, by)
    if _CHUNK_METADATA in moved:
        type_, metadata = moved[_CHUNK_METADATA]
        metadata = dict(metadata)
        for number in _METADATA_OFFSETS:
            _shift(metadata, number, by)
        moved[_CHUNK_METADATA] = (type_, metadata)
    return moved


def _shift(fields: Struct, number: int, by: int) -> None:
    """Nothing stands at 0, before the magic word: some writers say 0 for «none»."""
    if number in fields and fields[number][1] > 0:
        type_, offset = fields[number]
        fields[number] = (type_, offset + by)


def _copy(part: _Part, file: FileIO) -> int:
    """Appends what stands between the first magic word and the footer of the part; where it begins now."""
    begins = file.seek(0, os.SEEK_END)
    from_, to = len(_MAGIC), begins
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
                raise _damaged(part.path)
            _append(file, block)
            from_ += len(block)
    return begins


def _append(file: FileIO, content: bytes) -> None:
    """Writes all of it at the place where the file stands."""
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]
