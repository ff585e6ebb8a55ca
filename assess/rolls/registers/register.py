"""A register as it was read: a narrow Parquet file of its entries, and the cells that could not be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.registers.kinds import Kind
from assess.rolls.roll import Unreadable


@dataclass(frozen=True, slots=True)
class Register:
    """`rows` = `entries` + `rejected`: what the source holds, what is compared, what could not be read.

    `path`, a row per entry: `source`, `row` (as the person sees them), `person` BIGINT (first 17 digits of the ID
    number), `name`, `start` and `end` INTEGER `YYYYMMDD` (day 00: only the month is stated), `amount` BIGINT in fen,
    `word` TINYINT (which of the alternatives of `headers.yaml` the start stood under). All but the first three may be
    NULL. Somebody who is entered several times has several rows.

    `faults`: a row per cell that could not be read, see `unreadable`. `incomplete` entries are compared without the
    cell (a name, an amount) that is faulty. `columns`: by role, the headers found; `ignored`: those of columns that
    have no role.
    """

    kind: Kind
    name: str
    source: str
    path: Path
    rows: int
    entries: int
    rejected: int
    incomplete: int
    faults: Path
    columns: dict[str, tuple[str, ...]]
    ignored: tuple[str, ...] = ()
    notes: tuple[Diagnostic, ...] = ()

    @property
    def id(self) -> str:
        """As the call names it: `deaths`, `roll:低保`."""
        return f"{self.kind.id}:{self.name}" if self.name else self.kind.id

    @property
    def used(self) -> tuple[str, ...]:
        """The headers of the columns that have a role."""
        return tuple(header for headers in self.columns.values() for header in headers)

    @property
    def shown(self) -> str:
        """What reports call the source."""
        from assess.rolls.reading.kinds import shown_source

        return shown_source(self.source)

    def unreadable(self) -> Iterator[Unreadable]:
        """Every cell that could not be read, in the order of the source. The place is inside `problem`."""
        import duckdb
        from sqlglot import exp

        from assess.rolls.parquet_files import parquet
        from assess.rolls.queries import run

        with duckdb.connect() as connection:
            found = run(connection, exp.select("*").from_(parquet(self.faults)))
            while rows := found.fetchmany(1000):
                for source, row, number, header, _role, text, code, arguments in rows:
                    frame = {"column": header, "found": text, "zh": header, "en": header}
                    given = json.loads(arguments) if arguments else {}
                    # where a roll's message names the fact that the column is mapped to, this is what people know it by
                    problem = Diagnostic(code, Position(source, row, number), frame | given | {"fact": self.id})
                    yield Unreadable(row, header, text, problem)
