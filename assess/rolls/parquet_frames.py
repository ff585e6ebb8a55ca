"""A Parquet file out of data frames: columns of few different values are written here, the others by Polars."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from assess.rolls.compact_thrift import Struct
from assess.rolls.parquet_columns import chunks_of_frame
from assess.rolls.parquet_format import ChunkField, Column, Element
from assess.rolls.parquet_parts import (
    Chunk,
    Part,
    PartsFile,
    Schema,
    chunks_of,
    different,
    part_in,
    row_groups,
    schema_elements,
)

ROWS = 122_880
"""Of a row group."""
_BY_POLARS: dict[str, Any] = {
    "compression": "zstd", "compression_level": 1, "row_group_size": ROWS, "statistics": False,
}  # fmt: skip
"""As DuckDB's files, but for the least and greatest value of each column, which cost a fifth of the time to write."""


class ParquetFrames:
    """Frames with the same columns put one behind the other.

        with ParquetFrames(schema, out) as file:
            for frame in frames:
                file.add(frame)
            file.finish()

    `schema`: the columns as they are to be declared; that of a file without rows. What the bytes mean is the same, what
    is said of them besides is not.
    """

    def __init__(self, schema: Schema, out: Path) -> None:
        self._schema = schema
        self._columns = {_name(element): element for element in self._schema.elements[1:]}
        self._out = out

    def __enter__(self) -> ParquetFrames:
        self._file = PartsFile(self._out)
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, frame: pl.DataFrame) -> None:
        """Raises Refused (R522) where Polars stores a column otherwise than is declared, OSError where the file cannot
        be written."""
        for group in frame.iter_slices(ROWS):
            chunks = chunks_of_frame(group, self._columns)
            if left := [name for name in self._columns if name not in chunks]:
                chunks |= self._by_polars(group.select(left))
            self._file.append_group([chunks[name] for name in self._columns], len(group))

    def finish(self) -> None:
        """Raises OSError where the file cannot be written."""
        self._file.finish(self._schema, kept=False)

    def _by_polars(self, frame: pl.DataFrame) -> dict[str, Chunk]:
        written = BytesIO()
        frame.write_parquet(written, **_BY_POLARS)
        part = part_in(written, self._out)
        elements = schema_elements(part.footer)[1:]
        if [_stored(one) for one in elements] != [_stored(self._columns[name]) for name in frame.columns]:
            raise different(self._out, self._schema, elements)
        return dict(zip(frame.columns, _chunks(part, written.getbuffer()), strict=True))


def _chunks(part: Part, content: memoryview) -> list[Chunk]:
    """Those of the one row group of the part."""
    (group,) = row_groups(part.footer)
    found = []
    for chunk in chunks_of(group):
        metadata = chunk[ChunkField.METADATA][1]
        places = [metadata[field][1] for field in (Column.DATA_PAGE, Column.DICTIONARY_PAGE) if field in metadata]
        begins = min(place for place in places if place > 0)
        found.append(Chunk(content[begins : begins + metadata[Column.COMPRESSED][1]], metadata, begins))
    return found


def _name(element: Struct) -> str:
    name: bytes = element[Element.NAME][1]
    return name.decode()


def _stored(element: Struct) -> list[object]:
    """How the values of a column are stored: its name, physical type and length, and whether they may be NULL."""
    return [element.get(field) for field in (Element.NAME, Element.PHYSICAL_TYPE, Element.LENGTH, Element.REPETITION)]
