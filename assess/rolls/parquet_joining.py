"""Parquet files of one schema joined to one, without reading what they hold.

The row groups are copied as they are; only the footer, which says where everything stands, is written anew. So joining
costs what copying the files costs, and the same parts always give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from assess.rolls.compact_thrift import I32, Struct
from assess.rolls.parquet_files import parquet
from assess.rolls.parquet_format import ChunkField, Codec, Column, Element, Footer, Group, Repetition
from assess.rolls.parquet_parts import (
    Part,
    PartsFile,
    Schema,
    chunks_of,
    different,
    part_of,
    row_groups,
    schema_elements,
    schema_of,
    schema_of_file,
)

_OPTIONAL = (I32, Repetition.OPTIONAL)
_PLAIN = ((I32, Repetition.REQUIRED), _OPTIONAL)
"""Never NULL, or perhaps: the two kinds of columns that are no lists."""


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
        self._schema: Schema | None = None
        self._alike = True
        """Have all parts the columns of the first? What is written is of use then."""

    def __enter__(self) -> ParquetJoining:
        self._file = PartsFile(self._aside)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._aside.unlink(missing_ok=True)
        self._rewritten.unlink(missing_ok=True)

    def add(self, path: Path) -> None:
        """Raises Refused (R521) where the part is no whole Parquet file, OSError where it cannot be copied."""
        part = part_of(path)
        self._parts.append(path)
        if self._schema is None:
            self._schema = schema_of(path, part.footer)
        elif part.footer.get(Footer.COLUMN_ORDERS) != self._schema.footer.get(Footer.COLUMN_ORDERS):
            self._alike = False
        self._alike = self._alike and schema_elements(part.footer) == self._schema.elements
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
        self._schema = schema = _schema_of_all([schema_of_file(path) for path in self._parts])
        self._file.close()
        self._file = PartsFile(self._aside)
        for path in self._parts:
            part = part_of(path)
            if part.footer[Footer.ROWS][1] and schema_elements(part.footer) != schema.elements:
                _rewrite(part, schema, self._rewritten)
                part = part_of(self._rewritten)
                if schema_elements(part.footer) != schema.elements:
                    raise different(path, schema, schema_elements(part.footer))
            self._file.append(part)


def _keep_name(folder: Path) -> None:
    """Sees to it that the new name is on the disk too, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _schema_of_all(schemas: Sequence[Schema]) -> Schema:
    """Their columns, each one that may be NULL where any part with rows says so. Raises Refused (R522)."""
    first = schemas[0]
    for schema in schemas:
        alike = _without_null(schema.elements) == _without_null(first.elements)
        if not alike or schema.footer.get(Footer.COLUMN_ORDERS) != first.footer.get(Footer.COLUMN_ORDERS):
            raise different(schema.path, first, schema.elements)
    filled = [schema.elements for schema in schemas if schema.rows] or [first.elements]
    elements = []
    for same in zip(*filled, strict=True):
        may_be_null = [element for element in same if element.get(Element.REPETITION) == _OPTIONAL]
        elements.append(may_be_null[0] if may_be_null else same[0])
    return Schema(first.path, first.rows, elements, first.footer)


def _without_null(elements: Sequence[Struct]) -> list[Struct]:
    """The columns, whether or not they may be NULL."""
    return [
        {number: field for number, field in element.items() if number != Element.REPETITION or field not in _PLAIN}
        for element in elements
    ]


def _rewrite(part: Part, schema: Schema, out: Path) -> None:
    """Writes the part once more, with the columns that may be NULL in all."""
    import duckdb
    from sqlglot import exp

    from assess.engines.sql.nodes import choice, column

    # what is always true, and what DuckDB cannot know to be
    always = exp.GTE(this=exp.Anonymous(this="RANDOM"), expression=exp.Literal.number(0))
    selected = []
    for own, wanted in zip(schema_elements(part.footer)[1:], schema.elements[1:], strict=True):
        name = own[Element.NAME][1].decode("utf-8")
        value = column(name) if own == wanted else choice((always.copy(), column(name)))
        selected.append(exp.alias_(value, exp.to_identifier(name, quoted=True)))
    groups = row_groups(part.footer)
    options = {
        "FORMAT": exp.var("PARQUET"),
        "COMPRESSION": exp.var(_compression(groups[0])),
        "ROW_GROUP_SIZE": exp.Literal.number(max(2048, *(group[Group.ROWS][1] for group in groups))),
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


def _compression(group: Struct) -> str:
    """How the row group is compressed, as far as it is."""
    codecs = [chunk[ChunkField.METADATA][1][Column.CODEC][1] for chunk in chunks_of(group)]
    codec = next((one for one in codecs if one != Codec.UNCOMPRESSED), Codec.UNCOMPRESSED)
    return Codec(codec).name if codec in set(Codec) else Codec.ZSTD.name
