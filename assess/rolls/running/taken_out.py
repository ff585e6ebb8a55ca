"""The rows of a roll that are decided again, taken out of its parts and put together where the parts are alike.

A share takes a moment, however small. A workbook of many sheets has many parts with the same columns: a few people of
each go into one part. Its rows are numbered anew; `TakenOut` knows where they stand in the roll.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import cast, every, number
from assess.rolls.finding_rows import column, named, relation, text
from assess.rolls.parquet_files import parquet, part_rows
from assess.rolls.queries import copied, counted, run, union, without_rows
from assess.rolls.roll import ROW
from assess.rolls.shares.part import PlannedPart

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SOURCE, _PLACE, _NUMBER, _ROW_OF = "__source_of", "__place_of", "__number_of", "__row_of"


@dataclass(frozen=True, slots=True)
class TakenOut:
    """`parts`: what is to be decided again. `places`: a file that has, of each of their rows (`part`, `number`), the
    `source` and the `row` in the roll."""

    parts: tuple[PlannedPart, ...]
    places: Path

    def told(self, found: exp.Select, columns: Iterable[str]) -> exp.Select:
        """What is found on rows of these parts, in these columns, besides `source` and `row`, as found on the rows of
        the roll."""
        same = [column("source", "found").eq(column("part", "places"))]
        same.append(column("row", "found").eq(column("number", "places")))
        return (
            exp.select(
                *(column(name, "places") for name in ("source", "row")), *(column(name, "found") for name in columns)
            )
            .from_(found.subquery("found"))
            .join(relation(parquet(self.places), "places"), on=every(same))
        )


def taken_out(connection: DuckDBPyConnection, parts: Sequence[PlannedPart], listed: Path, folder: Path) -> TakenOut:
    """The rows listed (`source`, `row`), in files in the folder; without parts that have none of them."""
    found: list[PlannedPart] = []
    places: list[exp.Query] = []
    for index, alike in enumerate(_alike(parts)):
        together = union([_rows(part, place, listed) for place, part in enumerate(alike)])
        order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in (_PLACE, _ROW_OF)])
        numbered = exp.select("*", named(exp.Window(this=exp.RowNumber(), order=order), _NUMBER))
        path = folder / f"part-{index}.parquet"
        run(connection, copied(numbered.from_(together.subquery("together")).order_by(column(_NUMBER)), path))
        ((count,),) = run(connection, exp.select(counted()).from_(parquet(path))).fetchall()
        if count:
            stand_in = f"part-{index}"
            values = {
                "part": text(stand_in),
                "number": column(_NUMBER),
                "source": column(_SOURCE),
                "row": column(_ROW_OF),
            }
            places.append(exp.select(*(named(value, name) for name, value in values.items())).from_(parquet(path)))
            rows = folder / f"rows-{index}.parquet"
            own = exp.select(named(column(_NUMBER), ROW), *(column(one.header) for one in alike[0].columns))
            run(connection, copied(own.from_(parquet(path)).order_by(column(_NUMBER)), rows))
            columns = tuple(replace(one, span=None) for one in alike[0].columns)
            found.append(replace(alike[0], source=stand_in, path=rows, rows=int(count), staged=True, columns=columns))
    return TakenOut(tuple(found), _kept(connection, places, folder / "places.parquet"))


def _alike(parts: Sequence[PlannedPart]) -> list[list[PlannedPart]]:
    """The parts whose columns are read in the same way."""
    found: list[list[PlannedPart]] = []
    for part in parts:
        own = _way(part)
        alike = next((those for those in found if _way(those[0]) == own), None)
        if alike is None:
            found.append([part])
        else:
            alike.append(part)
    return found


def _way(part: PlannedPart) -> PlannedPart:
    """How a part is read, wherever it stands; what is known of its values only saves work."""
    columns = tuple(replace(one, span=None) for one in part.columns)
    return replace(part, source="", path=Path(), rows=0, staged=True, columns=columns)


def _rows(part: PlannedPart, place: int, listed: Path) -> exp.Select:
    """The rows listed of a part, with where they stand."""
    rows = exp.select(column("row")).from_(parquet(listed)).where(column("source").eq(text(part.source)))
    read, row, _ = part_rows(part.path, staged=part.staged)
    return (
        exp.select(
            named(text(part.source), _SOURCE), named(number(place), _PLACE), named(cast(row, "BIGINT"), _ROW_OF),
            *(column(one.header) for one in part.columns),
        )
        .from_(read)
        .where(exp.In(this=row.copy(), query=rows.subquery()))
    )  # fmt: skip


def _kept(connection: DuckDBPyConnection, places: Sequence[exp.Query], path: Path) -> Path:
    types = {"part": "VARCHAR", "number": "BIGINT", "source": "VARCHAR", "row": "BIGINT"}
    run(connection, copied(union([without_rows(types), *places]), path))
    return path
