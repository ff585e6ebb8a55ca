"""The rows of a roll that are decided again, taken out of its parts and put together where the parts are alike.

A share takes a moment, however small. A workbook of many sheets has many parts with the same columns: a few people of
each go into one part. Its rows are numbered anew; `TakenOut` knows where they stand in the roll. To read a few people's
rows takes as long as to read the whole roll: it is done once for all registers, and each takes its own out of these.
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
class Gathered:
    """Rows of parts that are read alike, in a file, with where they stand in the roll; one of the parts."""

    part: PlannedPart
    path: Path


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


def gathered(
    connection: DuckDBPyConnection, parts: Sequence[PlannedPart], lists: Sequence[Path], folder: Path
) -> tuple[Gathered, ...]:
    """The rows that any of the files lists (`source`, `row`), into files in the folder."""
    found = []
    for index, alike in enumerate(_alike(parts)):
        path = folder / f"gathered-{index}.parquet"
        run(connection, copied(union([_rows(part, place, lists) for place, part in enumerate(alike)]), path))
        found.append(Gathered(alike[0], path))
    return tuple(found)


def taken_out(connection: DuckDBPyConnection, rows: Sequence[Gathered], listed: Path, folder: Path) -> TakenOut:
    """Those of the rows that are listed (`source`, `row`), into files in the folder; without parts that have none."""
    found: list[PlannedPart] = []
    places: list[exp.Query] = []
    wanted = relation(parquet(listed), "listed")
    same = [column(_SOURCE, "rows").eq(column("source", "listed")), column(_ROW_OF, "rows").eq(column("row", "listed"))]
    for index, one in enumerate(rows):
        order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in (_PLACE, _ROW_OF)])
        numbered = exp.select("*", named(exp.Window(this=exp.RowNumber(), order=order), _NUMBER))
        numbered = numbered.from_(relation(parquet(one.path), "rows")).join(wanted, on=every(same), join_type="semi")
        path = folder / f"part-{index}.parquet"
        run(connection, copied(numbered.order_by(column(_NUMBER)), path))
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
            own = folder / f"rows-{index}.parquet"
            cells = exp.select(named(column(_NUMBER), ROW), *(column(each.header) for each in one.part.columns))
            run(connection, copied(cells.from_(parquet(path)).order_by(column(_NUMBER)), own))
            columns = tuple(replace(each, span=None) for each in one.part.columns)
            found.append(replace(one.part, source=stand_in, path=own, rows=int(count), staged=True, columns=columns))
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


def _rows(part: PlannedPart, place: int, lists: Sequence[Path]) -> exp.Select:
    """The rows listed of a part, with where they stand."""
    of_part = column("source").eq(text(part.source))
    rows = union([exp.select(column("row")).from_(parquet(listed)).where(of_part) for listed in lists])
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
