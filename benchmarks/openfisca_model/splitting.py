"""How a roll is split: row groups by turns to threads or processes, each of which writes a part of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from pathlib import Path

from pyarrow import parquet


def in_chunks(part: Callable[[int, list[int]], None], source: Path, rows: int, pool: Executor) -> None:
    """Calls `part` with a number and the row groups of each chunk, which has so many rows or one row group."""
    with parquet.ParquetFile(source) as file:
        sizes = [file.metadata.row_group(index).num_rows for index in range(file.metadata.num_row_groups)]
    with pool:
        for future in [pool.submit(part, number, groups) for number, groups in enumerate(_chunks(sizes, rows))]:
            future.result()


def part_of(out: Path, number: int) -> Path:
    return out / f"part-{number:06}.parquet"


def _chunks(sizes: list[int], rows: int) -> Iterator[list[int]]:
    """Row groups, as many together as hold so many rows, one at least."""
    groups: list[int] = []
    held = 0
    for index, size in enumerate(sizes):
        if groups and held + size > rows * 1.1:
            yield groups
            groups, held = [], 0
        groups.append(index)
        held += size
    if groups:
        yield groups
