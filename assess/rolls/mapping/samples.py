"""What stands in a part's columns, as far as proposing a mapping needs to see: first rows, a spread, words in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assess.rolls.cells.dates import Months
from assess.rolls.cells.fault import CellFault
from assess.rolls.cells.tidy import tidied
from assess.rolls.parquet_files import by_chinese_clocks, parquet_sql, part_rows
from assess.rolls.roll import ROW, Part

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

ROWS = 20_000
"""How many rows are looked at, at most: the first ones and a spread over all."""
FEW = 200
"""A column with no more distinct texts than this holds words; then all that stand in it are looked at."""
KEPT = 500
"""How many distinct texts of a column are kept, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Sample:
    """`values`: texts with how often each was seen, most frequent first. `filled`: how many cells were not empty.
    `whole`: every row was looked at. `places`: of each text, a source and the first row in it, as a person counts, of
    those looked at."""

    values: tuple[tuple[str, int], ...] = ()
    filled: int = 0
    whole: bool = True
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)

    def plus(self, other: Sample) -> Sample:
        """Both together, for the same column of two parts."""
        counts = dict(self.values)
        for text, count in other.values:
            counts[text] = counts.get(text, 0) + count
        values = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        kept = tuple(values[:KEPT])
        places = {**other.places, **self.places}
        return Sample(
            kept, self.filled + other.filled, self.whole and other.whole,
            {text: places[text] for text, _ in kept if text in places},
        )  # fmt: skip


def months_in(sample: Sample) -> set[str]:
    """The months (`YYYY-MM`) that the texts name; those that name none are left out."""
    found = set()
    for text, _ in sample.values:
        with suppress(CellFault):
            found.add(Months().read(tidied(text)))
    return found


Samples = Mapping[str, Sample]
"""By header."""


def sample_of(texts: Iterable[str | None]) -> Sample:
    """A sample of texts at hand."""
    counts: dict[str, int] = {}
    for text in texts:
        if text is not None and text.strip():
            counts[text] = counts.get(text, 0) + 1
    values = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Sample(tuple(values[:KEPT]), sum(counts.values()))


def samples_of(part: Part) -> Samples:
    """What stands in the columns of a part's Parquet file."""
    import duckdb

    with duckdb.connect() as connection:
        by_chinese_clocks(connection)
        step = max(1, -(-part.rows // ROWS))
        return {
            column.header: _sample(connection, part, column.header, step)
            for column in part.columns
            if column.header != ROW
        }


def _sample(connection: DuckDBPyConnection, part: Part, header: str, step: int) -> Sample:
    seen, filled = _counted(_cells(connection, part, header, step))
    whole = step == 1
    if step > 1 and len(seen) <= FEW:
        seen, filled = _counted(_cells(connection, part, header, 1))
        whole = True
    values = tuple((text, count) for text, count, _ in seen)
    return Sample(values, filled, whole, {text: (part.source, row) for text, _, row in seen})


def _cells(connection: DuckDBPyConnection, part: Part, header: str, step: int) -> DuckDBPyRelation:
    """The texts of a column with the numbers of their rows, of every so many rows, without empty ones."""
    from duckdb import ColumnExpression, ConstantExpression, FunctionExpression, SQLExpression

    rows = connection.sql(f"FROM {parquet_sql(part.path, numbered=True)}")
    if step > 1:
        place = ColumnExpression("file_row_number")
        first, spread = ConstantExpression(ROWS // 10), ConstantExpression(step)
        rows = rows.filter((place < first) | (place % spread == ConstantExpression(0)))
    text = ColumnExpression(header).cast("VARCHAR")
    filled = FunctionExpression("trim", text) != ConstantExpression("")
    _, row, _ = part_rows(part.path, staged=part.staged)
    number = SQLExpression(row.sql("duckdb")).cast("BIGINT")
    return rows.filter(filled).select(text.alias("text"), number.alias("row"))


def _counted(cells: DuckDBPyRelation) -> tuple[list[tuple[str, int, int]], int]:
    """Each text, how often it was seen, and its first row; and how many cells there are."""
    from duckdb import ColumnExpression, FunctionExpression

    first = FunctionExpression("min", ColumnExpression("row"))
    counted = cells.aggregate(
        [ColumnExpression("text"), FunctionExpression("count_star").alias("count"), first.alias("first")]
    )
    seen = counted.order('"count" DESC, "text"').limit(KEPT).fetchall()
    total = cells.aggregate([FunctionExpression("count_star").alias("filled")]).fetchall()
    return seen, int(total[0][0])
