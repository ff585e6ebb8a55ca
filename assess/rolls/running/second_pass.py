"""What needs the whole roll: the shares put together, people who stand twice, the comparison with registers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.rolls.findings import COLUMN_NAMES
from assess.rolls.parquet_files import parquet, parquet_sql
from assess.rolls.parquet_joining import join_parquet
from assess.rolls.registers.benefits import paid_benefits
from assess.rolls.registers.comparing import register_findings
from assess.rolls.registers.months import Months
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.register import Register
from assess.rolls.running.planning import Planned, people_columns
from assess.rolls.running.register_facts import fact_findings
from assess.rolls.screening import Screening, duplicate_findings
from assess.rolls.shares.plan import Share
from assess.rolls.shares.share import DECISIONS, FINDINGS, PEOPLE, REJECTS, SCREENED

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def database(spill: Path, threads: int, memory: int) -> Iterator[DuckDBPyConnection]:
    """A database that keeps to its memory, in bytes, and spills into the folder."""
    import duckdb

    spill.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": str(threads),
        "memory_limit": f"{memory // 2**20}MiB",
        "temp_directory": str(spill),
        "preserve_insertion_order": "true",
    }
    try:
        with duckdb.connect(config=config) as connection:
            yield connection
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def merged(shares: Sequence[Share], done: Path, place: Path, editions: int) -> int:
    """`decisions.parquet` and `people.parquet` in `place`, out of the folders of the shares, in order; how many
    decisions there are."""
    folders = [done / share.name for share in shares]
    files = [folder / f"{DECISIONS}-{index:04}.parquet" for folder in folders for index in range(editions)]
    join_parquet([folder / f"{PEOPLE}.parquet" for folder in folders], place / "people.parquet")
    return join_parquet(files, place / "decisions.parquet")


def rejects_of(shares: Sequence[Share], done: Path) -> list[Path]:
    return [done / share.name / f"{REJECTS}.parquet" for share in shares]


def whole_roll_findings(
    connection: DuckDBPyConnection,
    planned: Planned,
    registers: Sequence[Register],
    months: Months,
    place: Path,
    rows: int,
) -> list[Path]:
    """Findings that no share can make by itself, each kind in a file of its own in `place`."""
    people, decisions = parquet(place / "people.parquet"), parquet(place / "decisions.parquet")
    columns = people_columns(by_month_column=planned.plan.by_month_column)
    screening = Screening.of(planned.program, planned.columns, columns)
    found = [place / "findings-duplicates.parquet"]
    duplicate_findings(connection, screening, people, decisions, rows, found[0])
    if not registers:
        return found
    benefits = paid_benefits(planned.program, planned.paid)
    roll = Roll(people, decisions, months)
    found.append(place / "findings-registers.parquet")
    register_findings(connection, registers, roll, benefits, found[-1])
    found += fact_findings(connection, planned, registers, roll, benefits, place)
    return found


def matched_people(connection: DuckDBPyConnection, register: Register, place: Path) -> int:
    """How many people of the roll are in the register."""
    people = exp.select(exp.column("person")).from_(parquet(register.path)).subquery()
    query = (
        exp.select(exp.Count(this=exp.Distinct(expressions=[exp.column("person")])))
        .from_(parquet(place / "people.parquet"))
        .where(exp.In(this=exp.column("person"), query=people))
    )
    found = connection.execute(query.sql("duckdb")).fetchone()
    return 0 if found is None else int(found[0])


def join_findings(
    connection: DuckDBPyConnection, shares: Sequence[Share], done: Path, others: Sequence[Path], place: Path
) -> int:
    """`findings.parquet` in `place`: those of the shares in order, then the others; how many there are."""
    made = [done / share.name / f"{name}.parquet" for share in shares for name in (FINDINGS, SCREENED)]
    files = [path for path in made if path.exists()]  # a roll without people's own columns is not screened
    named = [exp.column(exp.to_identifier(name, quoted=True)) for name in COLUMN_NAMES]
    query = exp.select(*named).from_(parquet(*files, *others))
    connection.sql(query.sql("duckdb")).write_parquet(str(place / "findings.parquet"), compression="zstd")
    found = connection.execute(f"SELECT count(*) FROM {parquet_sql(place / 'findings.parquet')}").fetchone()
    return 0 if found is None else int(found[0])
