"""Columns of few different values as chunks of a Parquet file: truths, names, the numbers of rows hit, amounts.

Of a roll's decisions nearly all columns are such, a third of their cells empty at places no processor foresees. The
libraries write them cell by cell; here every step takes the whole column. The format:
https://github.com/apache/parquet-format/blob/master/README.md, and Encodings.md beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from assess.rolls.compact_thrift import (
    BINARY,
    I32,
    I64,
    LIST,
    STRUCT,
    Struct,
    write_signed,
    write_struct,
    write_unsigned,
)
from assess.rolls.parquet_format import MAGIC, Codec, Column, Element, Encoding, Page, PageType, Physical
from assess.rolls.parquet_parts import Chunk

_NUMPY = {Physical.INT32: "<i4", Physical.INT64: "<i8"}
_NUMPY_OF_BYTES = {1: "<u1", 2: "<u2", 4: "<u4", 8: "<u8"}
_MOST = 256
"""So many different values a column may have: their numbers fit a byte."""
_SAMPLED = 1024
_FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
"""Odd numbers whose products with others are spread well in their upper bits."""
_PLACES = 12
_BLOCK, _DELTAS_IN_A_PART = 128, 32

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Values that are there. `different`: the dictionary with the number of its entries, if there is one."""

    encoding: Encoding
    values: bytes
    different: tuple[bytes, int] | None = None


def chunks_of_frame(frame: pl.DataFrame, columns: Mapping[str, Struct]) -> dict[str, Chunk]:
    """Those columns of the frame, as one row group and as ones that may be NULL, for which it is worth while.

    `columns`: what the schema says of each. The others have too many different values, or types not known here.
    """
    types = frame.schema
    there = frame.select(pl.all().is_not_null())
    shown = there.select(_as_byte(name) for name in columns)
    values = frame.select(
        _as_byte(name) if type_ == pl.Boolean else pl.col(name).to_physical() for name, type_ in types.items()
    )
    chunks = {}
    for name, element in columns.items():
        missing = frame[name].null_count()
        held = values[name].filter(there[name]) if missing else values[name]
        encoded = _encoded(held, types[name], element[Element.PHYSICAL_TYPE][1])
        if encoded is not None:
            chunks[name] = _chunk(encoded, _levels(shown[name], missing), len(frame), element)
    return chunks


@lru_cache(maxsize=1024)
def _as_byte(name: str) -> pl.Expr:
    """A column of truths as one of 1 and 0, faster than by a cast."""
    return pl.when(pl.col(name)).then(pl.lit(1, pl.UInt8)).otherwise(pl.lit(0, pl.UInt8)).alias(name)


def _chunk(encoded: _Encoded, levels: bytes, rows: int, element: Struct) -> Chunk:
    content = bytearray()
    encodings = {Encoding.RLE, encoded.encoding}
    pages: Struct = {}
    if encoded.different is not None:
        dictionary, count = encoded.different
        encodings.add(Encoding.PLAIN)
        pages[Column.DICTIONARY_PAGE] = I64, len(MAGIC)
        told = {1: (I32, count), 2: (I32, Encoding.PLAIN)}
        _write_page(content, PageType.DICTIONARY, dictionary, {Page.DICTIONARY: (STRUCT, told)})
    begins = len(MAGIC) + len(content)
    told = {1: (I32, rows), 2: (I32, encoded.encoding), 3: (I32, Encoding.RLE), 4: (I32, Encoding.RLE)}
    body = len(levels).to_bytes(4, "little") + levels + encoded.values
    _write_page(content, PageType.DATA, body, {Page.DATA: (STRUCT, told)})
    metadata: Struct = {
        Column.PHYSICAL_TYPE: element[Element.PHYSICAL_TYPE],
        Column.ENCODINGS: (LIST, (I32, sorted(encodings))),
        Column.PATH: (LIST, (BINARY, [element[Element.NAME][1]])),
        Column.CODEC: (I32, Codec.UNCOMPRESSED),
        Column.VALUES: (I64, rows),
        Column.UNCOMPRESSED: (I64, len(content)),
        Column.COMPRESSED: (I64, len(content)),
        Column.DATA_PAGE: (I64, begins),
        **pages,
    }
    return Chunk(bytes(content), metadata)


def _write_page(into: bytearray, type_: PageType, body: bytes, told: Struct) -> None:
    size = I32, len(body)
    write_struct(into, {Page.TYPE: (I32, type_), Page.UNCOMPRESSED: size, Page.COMPRESSED: size, **told})
    into += body


def _levels(shown: pl.Series, missing: int) -> bytes:
    """Which cells hold a value."""
    if missing in (0, len(shown)):
        return _repeated(0 if missing else 1, len(shown))
    return _run_of_groups(len(shown)) + np.packbits(shown.to_numpy(), bitorder="little").tobytes()


def _encoded(values: pl.Series, type_: pl.DataType, physical: int) -> _Encoded | None:
    """`values`: all of them there, as numbers. None where the column is left to others."""
    if not len(values):
        return _Encoded(Encoding.PLAIN, b"")
    if physical == Physical.BOOLEAN and type_ == pl.Boolean:
        return _Encoded(Encoding.PLAIN, np.packbits(values.to_numpy(), bitorder="little").tobytes())
    if physical == Physical.BYTE_ARRAY and isinstance(type_, pl.Enum):
        return _names(values, type_.categories.to_list())
    if physical == Physical.BYTE_ARRAY and type_ == pl.String:
        return _few_texts(values) or _texts(values)
    if physical in _NUMPY and type_.is_signed_integer():
        return _numbers(values, _NUMPY[Physical(physical)])
    return None


def _names(values: pl.Series, names: list[str]) -> _Encoded | None:
    if len(names) > _MOST:
        return None
    written = [name.encode() for name in names]
    dictionary = b"".join(len(name).to_bytes(4, "little") + name for name in written)
    places = values.to_numpy().astype(np.uint8)
    return _Encoded(Encoding.RLE_DICTIONARY, _numbered(places, len(names)), (dictionary, len(names)))


def _few_texts(values: pl.Series) -> _Encoded | None:
    """None if too many of them are different."""
    different = values.gather_every(max(1, len(values) // _SAMPLED)).unique().sort()
    while len(different) <= _MOST:
        found = values.cast(pl.Enum(different), strict=False)
        if not found.null_count():
            return _names(found.to_physical(), different.to_list())
        different = pl.concat([different, values.filter(found.is_null()).unique()]).sort()  # what the sample lacked
    return None


def _texts(values: pl.Series) -> _Encoded | None:
    """Their lengths, as differences, then all of them as one text."""
    lengths = _differences(values.str.len_bytes().to_numpy().astype(np.int64))
    if lengths is None:
        return None
    return _Encoded(Encoding.DELTA_LENGTH_BYTE_ARRAY, lengths + values.str.join("").item().encode())


def _numbers(values: pl.Series, type_: str) -> _Encoded | None:
    held = values.to_numpy()
    least, greatest = int(held.min()), int(held.max())
    if greatest - least < _MOST:
        different = np.arange(greatest - least + 1) + np.int64(least)
        places = (held - held.dtype.type(least)).astype(np.uint8)  # what runs over, runs over into the right byte
    elif greatest - least == len(held) - 1 and (held[1:] - held[:-1] == 1).all() and (counted := _differences(held)):
        return _Encoded(Encoding.DELTA_BINARY_PACKED, counted)
    else:
        found = _looked_up(held)
        if found is None:
            return None
        different, places = found
    dictionary = different.astype(type_).tobytes(), len(different)
    return _Encoded(Encoding.RLE_DICTIONARY, _numbered(places, len(different)), dictionary)


def _looked_up(held: Array) -> tuple[Array, Array] | None:
    """The different numbers, in their order, and for each number its place among them; None if they are too many."""
    different = np.unique(held[:: max(1, len(held) // _SAMPLED)])
    while len(different) <= _MOST:
        factor = next((one for one in _FACTORS if len(np.unique(_spread(different, one))) == len(different)), None)
        if factor is None:
            return None
        # a place that none of them has holds the first, which is found elsewhere: so nothing that is new seems known
        held_at, places = np.full(2**_PLACES, different[0]), np.zeros(2**_PLACES, dtype=np.uint8)
        at = _spread(different, factor)
        held_at[at], places[at] = different, np.arange(len(different))
        at = _spread(held, factor)
        wrong = held_at[at] != held
        if not wrong.any():
            return different, places[at]
        different = np.union1d(different, held[wrong])  # what the sample did not hold
    return None


def _spread(held: Array, factor: int) -> Array:
    """For each number a place in a table, mostly a place of its own."""
    products: Array = held.astype(np.int64, copy=False).view(np.uint64) * np.uint64(factor)
    return (products >> np.uint64(64 - _PLACES)).view(np.int64)


def _numbered(places: Array, count: int) -> bytes:
    """Places in a dictionary of so many entries: the width in bits, then the places."""
    width = max(1, (count - 1).bit_length())
    if count == 1:
        return bytes([width]) + _repeated(0, len(places))
    return bytes([width]) + _run_of_groups(len(places)) + packed(places, width)


def packed(places: Array, width: int) -> bytes:
    """Numbers of so many bits, one behind the other, the lowest bit first; filled up to a multiple of eight with zeros.

    Eight bytes are a word of 64 bits, in which pairs are moved together, then pairs of pairs, then both halves.
    """
    if missing := -len(places) % 8:
        places = np.concatenate([places, np.zeros(missing, dtype=np.uint8)])
    words = np.ascontiguousarray(places).view("<u8")
    free = 8 - width
    for low, bits in ((0x00FF00FF00FF00FF, 1), (0x0000FFFF0000FFFF, 2), (0x00000000FFFFFFFF, 4)):
        high = ~low & 0xFFFFFFFFFFFFFFFF
        words = (words & np.uint64(low)) | ((words & np.uint64(high)) >> np.uint64(free * bits))
    if width in _NUMPY_OF_BYTES:
        return words.astype(_NUMPY_OF_BYTES[width]).tobytes()
    return words.view(np.uint8).reshape(-1, 8)[:, :width].tobytes()


def _differences(numbers: Array) -> bytes | None:
    """Numbers by the first of them and how much each is more than the one before; None if that varies too much.

    A block says the least of its differences and how many bits what each has above it takes; the same for all here.
    """
    head, block = bytearray(), bytearray()
    parts = _BLOCK // _DELTAS_IN_A_PART
    for number in (_BLOCK, parts, len(numbers)):
        write_unsigned(head, number)
    write_signed(head, int(numbers[0]))
    differences = numbers[1:] - numbers[:-1]
    if not len(differences):
        return bytes(head)
    least = differences.min()
    most = int(differences.max() - least)
    if most >= _MOST:
        return None
    write_signed(block, int(least))
    width = most.bit_length()
    block += bytes([width]) * parts
    if not width:
        return bytes(head + block * -(-len(differences) // _BLOCK))
    places = np.zeros(-(-len(differences) // _BLOCK) * _BLOCK, dtype=np.uint8)
    places[: len(differences)] = differences - least
    bodies = np.frombuffer(packed(places, width), dtype=np.uint8).reshape(-1, _BLOCK * width // 8)
    blocks = np.hstack([np.broadcast_to(np.frombuffer(block, dtype=np.uint8), (len(bodies), len(block))), bodies])
    without = (len(places) - len(differences)) // _DELTAS_IN_A_PART  # parts of the last block that have no differences
    return bytes(head) + blocks.tobytes()[: blocks.size - without * _DELTAS_IN_A_PART * width // 8]


def _repeated(value: int, count: int) -> bytes:
    """A run of one value of one bit."""
    return _unsigned(count << 1) + bytes([value])


def _run_of_groups(count: int) -> bytes:
    """What stands before so many packed values, eight by eight."""
    return _unsigned(-(-count // 8) << 1 | 1)


def _unsigned(number: int) -> bytes:
    found = bytearray()
    write_unsigned(found, number)
    return bytes(found)
