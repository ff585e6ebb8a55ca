"""Numbers of the Parquet format: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift"""

from __future__ import annotations

from enum import IntEnum

MAGIC = b"PAR1"
TAIL = 8
"""The length of the footer in four bytes, and the magic word."""


class Footer(IntEnum):
    """Fields of `FileMetaData`."""

    SCHEMA = 2
    ROWS = 3
    ROW_GROUPS = 4
    COLUMN_ORDERS = 7
    ENCRYPTION = 8


class Element(IntEnum):
    """Fields of `SchemaElement`."""

    PHYSICAL_TYPE = 1
    LENGTH = 2
    REPETITION = 3
    NAME = 4


class Group(IntEnum):
    """Fields of `RowGroup`."""

    CHUNKS = 1
    BYTES = 2
    ROWS = 3
    OFFSET = 5
    COMPRESSED = 6
    ORDINAL = 7


class ChunkField(IntEnum):
    """Fields of `ColumnChunk`. `FILE`: another file. `CRYPTO` and `ENCRYPTED` are of encryption."""

    FILE = 1
    OFFSET = 2
    METADATA = 3
    OFFSET_INDEX = 4
    OFFSET_INDEX_LENGTH = 5
    COLUMN_INDEX = 6
    COLUMN_INDEX_LENGTH = 7
    CRYPTO = 8
    ENCRYPTED = 9


class Column(IntEnum):
    """Fields of `ColumnMetaData`."""

    PHYSICAL_TYPE = 1
    ENCODINGS = 2
    PATH = 3
    CODEC = 4
    VALUES = 5
    UNCOMPRESSED = 6
    COMPRESSED = 7
    DATA_PAGE = 9
    INDEX_PAGE = 10
    DICTIONARY_PAGE = 11
    BLOOM_FILTER = 14


class Page(IntEnum):
    """Fields of `PageHeader`."""

    TYPE = 1
    UNCOMPRESSED = 2
    COMPRESSED = 3
    DATA = 5
    DICTIONARY = 7


class PageType(IntEnum):
    DATA = 0
    DICTIONARY = 2


class Physical(IntEnum):
    """Types in which values are stored."""

    BOOLEAN = 0
    INT32 = 1
    INT64 = 2
    BYTE_ARRAY = 6


class Repetition(IntEnum):
    REQUIRED = 0
    OPTIONAL = 1


class Encoding(IntEnum):
    PLAIN = 0
    RLE = 3
    DELTA_BINARY_PACKED = 5
    DELTA_LENGTH_BYTE_ARRAY = 6
    RLE_DICTIONARY = 8


class Codec(IntEnum):
    UNCOMPRESSED = 0
    SNAPPY = 1
    GZIP = 2
    BROTLI = 4
    ZSTD = 6
    LZ4_RAW = 7
