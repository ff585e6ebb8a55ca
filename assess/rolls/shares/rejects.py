"""The rejects of a share: lines for cells at fault, for dates after the day decided on, for rows of no month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.sql.nodes import column as named_column
from assess.engines.sql.nodes import compared, every, is_unknown, negated, number, switch
from assess.engines.sql.stages import named
from assess.language.dates import iso
from assess.rolls.cells import NOWHERE
from assess.rolls.roll import ROW
from assess.rolls.shares.carefully import LookUp, fault_name, rejected_cells
from assess.rolls.shares.copying import copy_sql
from assess.rolls.shares.facts import FACTS, REJECTED
from assess.rolls.shares.months import no_month
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from assess.rolls.shares.plan import CheckPlan

if TYPE_CHECKING:
    import duckdb

_TABLE = "rejects"
_CREATE = (
    f"CREATE TEMP TABLE {_TABLE} (source VARCHAR, row BIGINT, number INT, column_name VARCHAR, code VARCHAR, "
    "found VARCHAR, message_zh VARCHAR, message_en VARCHAR, remedy_zh VARCHAR, remedy_en VARCHAR)"
)
_TOLD = ("code", "found", "message_zh", "message_en", "remedy_zh", "remedy_en")
IN_ORDER = (
    'SELECT source, row, column_name AS "column", code, found, message_zh, message_en, remedy_zh, remedy_en '
    f"FROM {_TABLE} ORDER BY row, number, code"
)
"""The query for all lines, in the columns of `assess.rolls.reporting.rejects`."""


@cache
def no_rejects() -> bytes:
    """The file of a share that has none."""
    import duckdb

    with duckdb.connect(config={"threads": 1}) as connection, TemporaryDirectory() as folder:
        file = Path(folder) / "rejects.parquet"
        connection.execute(_CREATE)
        connection.execute(copy_sql(IN_ORDER, file))
        return file.read_bytes()


class Rejects:
    """The table of the rejects, in the database of a share. `faults`: of the texts that were read, by their index."""

    def __init__(self, plan: CheckPlan, part: PlannedPart, connection: duckdb.DuckDBPyConnection) -> None:
        self._plan = plan
        self._part = part
        self._connection = connection
        self.faults: list[Diagnostic] = []
        self._run(_CREATE)

    def number_of(self, fault: Diagnostic) -> int:
        self.faults.append(fault)
        return len(self.faults) - 1

    def insert(self, look_ups: Mapping[int, LookUp]) -> None:
        """All that is wrong with the rows of `facts`. What came of their unusual texts is told by `look_ups`."""
        self._insert_cells(look_ups)
        for name in self._plan.not_after:
            self._insert_late_dates(name)
        self._insert_without_month(look_ups)

    def _insert_cells(self, look_ups: Mapping[int, LookUp]) -> None:
        if not self.faults:
            return
        self._tell("faults", {"fault INT": list(range(len(self.faults)))}, self.faults)
        told = ", ".join(f"cells.{name}" if name == "found" else f"faults.{name}" for name in _TOLD)
        for planned, query in rejected_cells(self._part, look_ups):
            self._run(
                f"INSERT INTO {_TABLE} SELECT ?, cells.row, ?, ?, {told} "
                f"FROM ({query.sql('duckdb')}) AS cells JOIN faults USING (fault)",
                [self._part.source, planned.number, planned.header],
            )

    def _insert_late_dates(self, name: str) -> None:
        """Dates after the day decided on (A126), as `assess evaluate` refuses them; by the first day they are after."""
        planned, label = self._given_by(name)
        wanted = [named("row", named_column(ROW)), named("day", named_column(name)), named("as_of", self._first_day())]
        late = every([compared(">", named_column(name), self._first_day()), negated(named_column(REJECTED))])
        query = exp.select(*wanted).from_(exp.to_table(FACTS)).where(late).sql("duckdb")
        days = self._run(f"SELECT DISTINCT day, as_of FROM ({query}) ORDER BY day, as_of").fetchall()
        if not days:
            return
        faults = [
            Diagnostic("A126", NOWHERE, {"fact": name, **label, "found": iso(day), "as_of": iso(as_of)})
            for day, as_of in days
        ]
        table = f"late_{self._plan.not_after.index(name)}"
        self._tell(table, {"day INT": [day for day, _ in days], "as_of INT": [as_of for _, as_of in days]}, faults)
        self._run(
            f"INSERT INTO {_TABLE} SELECT ?, late.row, ?, ?, {', '.join(_TOLD)} "
            f"FROM ({query}) AS late JOIN {table} USING (day, as_of)",
            [self._part.source, *((planned.number, planned.header) if planned is not None else (0, None))],
        )

    def _given_by(self, name: str) -> tuple[PlannedColumn | None, dict[str, str]]:
        """The column that a fact comes from, and what it is called; no column where the mapping says it of all rows."""
        derived = next((one for one in self._part.derived if one.fact == name), None)
        planned = self._part.column(name) or (None if derived is None else self._part.column(derived.source))
        label = self._plan.labels[name]
        return planned, {"zh": label.zh, "en": label.en}

    def _first_day(self) -> exp.Expr:
        """The first day that the row is decided on."""
        editions = self._plan.editions
        first = min(edition.as_of for edition in editions)
        if not self._plan.by_month_column:
            return number(first)
        days = [(exp.Literal.string(str(edition.month)), number(edition.as_of)) for edition in editions]
        return exp.Coalesce(this=switch(named_column("__month"), days), expressions=[number(first)])

    def _insert_without_month(self, look_ups: Mapping[int, LookUp]) -> None:
        planned = self._part.column("month")
        if not self._plan.by_month_column or planned is None:
            return
        where = [is_unknown(named_column("__month"))]
        look_up = look_ups.get(planned.number)
        if look_up is not None and look_up.faulty:
            where.append(is_unknown(named_column(fault_name(planned))))
        self._tell("no_month", {}, [no_month(planned.header)])
        query = exp.select(named("row", named_column(ROW))).from_(exp.to_table(FACTS)).where(*where)
        self._run(
            f"INSERT INTO {_TABLE} SELECT ?, rows.row, ?, ?, {', '.join(_TOLD)} "
            f"FROM ({query.sql('duckdb')}) AS rows CROSS JOIN no_month",
            [self._part.source, planned.number, planned.header],
        )

    def _tell(self, table: str, keys: Mapping[str, Sequence[Any]], faults: Sequence[Diagnostic]) -> None:
        """A table of faults in words; `keys`: further columns, as `name TYPE`."""
        held: dict[str, list[Any]] = {key: list(values) for key, values in keys.items()}
        held |= {f"{name} VARCHAR": [] for name in _TOLD}
        for fault in faults:
            entry, arguments = CATALOGUE[fault.code], fault.arguments
            told = [fault.code, arguments.get("found")]
            told += [entry.message("zh", arguments), entry.message("en", arguments)]
            told += [entry.remedy("zh", arguments), entry.remedy("en", arguments)]
            for name, text in zip(_TOLD, told, strict=True):
                held[f"{name} VARCHAR"].append(text)
        lists = ", ".join(f"unnest(?::{key.split()[1]}[]) AS {key.split()[0]}" for key in held)
        self._run(f"CREATE TEMP TABLE {table} AS SELECT {lists}", list(held.values()))

    def _run(self, sql: str, arguments: list[Any] | None = None) -> duckdb.DuckDBPyConnection:
        return self._connection.execute(sql, arguments)
