"""A made-up roll from the call to the files: the roll, its damage listed, its registers, its mistakes listed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.language.program import Program
from assess.language.types import Label
from assess.rolls.making.damage import MILLION, Damage
from assess.rolls.making.identity import PEOPLE
from assess.rolls.making.order import (
    COMPRESSIONS,
    ENCODINGS,
    MISTAKES_LIST,
    MOST_STRANGERS,
    PARQUET,
    TRUTH,
    WORKBOOK,
    Order,
)
from assess.rolls.making.planted import planted
from assess.rolls.making.rates import STRANGERS, WHOLE
from assess.rolls.making.recipe import Recipe
from assess.rolls.making.registers import concerned, entries
from assess.rolls.making.stages import decoded, literal
from assess.rolls.making.tables import ROW_GROUP, rewrite_csv, selected, write_csv, write_parquet
from assess.rolls.making.workbooks import rows_a_sheet, sheet_name, write_workbook
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.faults import reason_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "2GB"
"""What the database may take; it does with less for any number of rows."""
_HELD = 50_000
"""Up to so many rows are worked out once and held. To plan their query takes longer than to run it, and whatever is
written of them would plan it anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the files in the order of writing, and how many rows are damaged and how many mistakes planted
    (None where the list of mistakes was not asked for). `unpaid`: the benefits that are paid to nobody, each with the
    figures without which nobody's can be told."""

    files: tuple[Path, ...]
    rows: int
    columns: int
    damaged: int
    mistakes: int | None
    unpaid: tuple[tuple[Label, tuple[Label, ...]], ...] = ()


def make_roll(program: Program, order: Order) -> Made:
    """Makes the roll and what belongs to it. Files appear only when they are whole. Raises Refused."""
    order.check(program)
    import duckdb

    recipe = Recipe(
        program, order.style, order.seed, order.as_of, suffix=order.suffix, damage_rate=round(order.damage * MILLION)
    )
    beside = order.out.parent  # where there is room for the roll there is room for what it is made from
    with _written(order.out), TemporaryDirectory(prefix=".make-", dir=beside) as name, _aside() as aside:
        config: dict[str, str | bool | int | float | list[str]] = {"memory_limit": MEMORY, "temp_directory": name}
        if order.threads is not None:
            config["threads"] = order.threads
        with duckdb.connect(config=config) as connection:
            connection.execute("SET enable_progress_bar = false")
            return _Making(connection, recipe, order, Path(name), aside).made()


class _Aside:
    """Files written beside the place where they belong, and moved there when all are whole."""

    def __init__(self) -> None:
        self.moves: dict[Path, Path] = {}

    def path(self, final: Path) -> Path:
        """Where to write what will stand at `final`."""
        self.moves[final] = final.with_name(f".{final.name}.part")
        return self.moves[final]


@contextmanager
def _written(out: Path) -> Iterator[None]:
    """Turns what goes wrong while files are written, a full disk above all, into a refusal."""
    import duckdb

    try:
        yield
    except (OSError, duckdb.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or reason_of(error)
        raise Refused([Diagnostic("R709", Position(str(out)), {"reason": str(reason)})]) from error


@contextmanager
def _aside() -> Iterator[_Aside]:
    aside = _Aside()
    try:
        yield aside
        for final, part in aside.moves.items():
            os.replace(part, final)
    finally:
        for part in aside.moves.values():
            part.unlink(missing_ok=True)


class _Making:
    """Makes one order."""

    def __init__(
        self, connection: DuckDBPyConnection, recipe: Recipe, order: Order, folder: Path, aside: _Aside
    ) -> None:
        self._connection = connection
        self._recipe = recipe
        self._order = order
        self._folder = folder
        self._aside = aside

    def made(self) -> Made:
        self._number_rows()
        self._write_roll()
        damaged = self._write_damage_list() if self._recipe.ways else 0
        mistakes = None if self._order.registers is None else self._write_registers(self._order.registers)
        recipe = self._recipe
        return Made(tuple(self._aside.moves), self._order.rows, len(recipe.columns), damaged, mistakes, recipe.unpaid)

    def _number_rows(self) -> None:
        """The numbers of the rows go through a file: DuckDB reads it with all its threads, unlike `range()`, and it
        takes next to no room."""
        numbers = self._folder / "numbers.parquet"
        self._connection.execute(
            f"COPY (SELECT range AS row FROM range({self._order.rows})) TO {literal(str(numbers))} "
            f"(FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP}, COMPRESSION zstd, PARQUET_VERSION v2)"
        )
        self._call("people", self._recipe.people(parquet_sql(numbers)))
        self._call("made", self._recipe.rows("people"))

    def _call(self, name: str, query: str) -> None:
        if self._order.rows > _HELD:
            self._connection.execute(f"CREATE TEMP VIEW {name} AS {query}")
            return
        self._connection.execute(f"CREATE TEMP TABLE {name}_held AS {query}")
        # of a table DuckDB knows which columns have no NULL, and a file of them would say so: its schema would depend
        # on the rows
        never = "SELECT NULL AS row WHERE random() < 0"
        self._connection.execute(f"CREATE TEMP VIEW {name} AS FROM {name}_held UNION ALL BY NAME {never}")

    # the roll

    def _write_roll(self) -> None:
        order, ways = self._order, self._recipe.ways
        path = self._aside.path(order.out)
        if order.suffix == PARQUET:
            query = f"SELECT {selected(self._recipe.columns, ways)} FROM made"
            write_parquet(self._connection, query, path, order.compression or COMPRESSIONS[0])
            return
        above, below = self._title() if order.title else ([], [])
        if order.suffix == WORKBOOK:
            typed = selected(self._recipe.columns, ())
            query = f"SELECT {typed}, damage, damaged_text FROM made"
            write_workbook(self._connection, query, path, self._recipe.columns, ways, above, below)
            return
        encoding = order.encoding or ENCODINGS[0]
        lines = self._damaged_lines(ways)
        as_it_is = encoding == ENCODINGS[0] and not (lines or above or below)
        plain = path if as_it_is else self._folder / "plain.csv"
        write_csv(self._connection, f"SELECT {selected(self._recipe.columns, ways)} FROM made", plain)
        if not as_it_is:
            rewrite_csv(plain, path, encoding, lines, above, below)

    def _title(self) -> tuple[list[list[str]], list[str]]:
        """What stands over the header, and the row of totals under the last person."""
        money = [(place, column) for place, column in enumerate(self._recipe.columns) if column.is_added_up]
        sums = ", ".join(["0", *(f"sum({column.sql})::VARCHAR" for _, column in money)])
        totals = self._connection.execute(f"SELECT {sums} FROM made").fetchone()
        assert totals is not None
        below = ["合计", *[""] * (len(self._recipe.columns) - 1)]
        for (place, _), total in zip(money, totals[1:], strict=True):
            below[place] = total
        as_of = self._order.as_of
        title = f"{as_of.year}年{as_of.month}月{self._order.style.title}"
        return [[title], ["填报单位：甲市民政局（虚构）", "", "", "", "单位：元"]], below

    def _damaged_lines(self, ways: Sequence[Damage]) -> dict[int, str]:
        kinds = {place: one.kind for place, one in enumerate(ways) if one.column is None}
        if not kinds:
            return {}
        found = self._connection.execute(
            f"SELECT row, damage FROM people WHERE damage IN ({', '.join(map(str, kinds))})"
        ).fetchall()
        return {row: kinds[damage] for row, damage in found}

    # what goes with it

    def _places(self) -> dict[str, str]:
        """SQL for the place of a row as the person sees it, from its number."""
        order = self._order
        above = 2 if order.title else 0
        if order.suffix == WORKBOOK:
            most = rows_a_sheet(above)
            names = [sheet_name(index) for index in range((order.rows - 1) // most + 1)]
            sheets = f"[{', '.join(literal(f'{order.out.name}:{name}') for name in names)}]"
            return {"source": f"{sheets}[1 + {{row}} // {most}]", "row": f"{{row}} % {most} + {2 + above}"}
        first = 1 if order.suffix == PARQUET else 2 + above
        return {"source": literal(order.out.name), "row": f"{{row}} + {first}"}

    def _write_damage_list(self) -> int:
        ways, headers = self._recipe.ways, [column.header for column in self._recipe.columns]
        kinds = {str(place): literal(one.kind) for place, one in enumerate(ways)}
        expected = {str(place): literal(one.expected) for place, one in enumerate(ways)}
        columns = {str(place): literal(headers[one.column]) for place, one in enumerate(ways) if one.column is not None}
        places = {name: sql.format(row="row") for name, sql in self._places().items()}
        query = (
            f'SELECT {places["source"]} AS source, {places["row"]} AS row, {decoded("damage", columns)} AS "column", '
            f"{decoded('damage', kinds)} AS kind, damaged_text AS found, {decoded('damage', expected)} AS expected "
            f"FROM people WHERE damaged ORDER BY people.row"
        )
        return self._written(query, self._order.damage_list)

    def _write_registers(self, folder: Path) -> int:
        folder.mkdir(parents=True, exist_ok=True)
        strangers = min(self._order.rows * STRANGERS // WHOLE + 10, MOST_STRANGERS)
        unknown = self._recipe.strangers(f"(SELECT {PEOPLE - 1} - range AS row FROM range({strangers}))")
        registers = self._recipe.registers
        listed = [concerned(registers, source) for source in ("people", f"({unknown})")]
        self._connection.execute(f"CREATE TEMP TABLE concerned AS {' UNION ALL '.join(listed)}")
        for register in registers:
            self._written(entries(register, "concerned"), folder / register.file)
        again = self._recipe.decided_again("people")
        mistakes = planted("made", again, self._recipe.benefits, self._places())
        self._connection.execute(f"CREATE TEMP TABLE planted AS {mistakes}")
        write_parquet(self._connection, "FROM planted", self._aside.path(folder / TRUTH), COMPRESSIONS[0])
        return self._written("FROM planted", folder / MISTAKES_LIST)

    def _written(self, query: str, final: Path) -> int:
        """Writes the query's rows as CSV; how many there are."""
        path = self._aside.path(final)
        found = self._connection.execute(
            f"COPY ({query}) TO {literal(str(path))} (FORMAT csv, HEADER, DELIMITER ',')"
        ).fetchone()
        return int(found[0]) if found else 0
