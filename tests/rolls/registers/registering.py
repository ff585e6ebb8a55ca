"""Registers and rolls of made-up people, small enough to read: what the tests of this package compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from assess.language.functions import check_character
from assess.language.types import Label
from assess.rolls.registers.benefits import Ground, PaidBenefit
from assess.rolls.registers.comparing import register_findings
from assess.rolls.registers.kinds import kind_of
from assess.rolls.registers.months import Months
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.reading import register_of
from assess.rolls.registers.register import Register
from assess.rolls.roll import ROW, Column, Part
from tests.databases import database

ROLL = "名册.csv"
CARE = PaidBenefit("care", Label("照料护理费", "the care benefit"), "month", {
    "deaths": (Ground("mf-2021-43 §ending", 202107),), "imprisoned": (Ground("mf-2021-43 §ending", 202107),),
})  # fmt: skip
AGE = PaidBenefit("age", Label("尊老金", "the old-age allowance"))
YEAR_2023 = Months(202301, 202312)

Cells = Sequence[str | None]


def id_number(count: int) -> str:
    """The number of the so-manieth person: born on the so-manieth day after 1930-01-01, sequence 000."""
    born = date(1930, 1, 1) + timedelta(days=count)
    body = f"320402{born:%Y%m%d}000"
    return body + check_character(body)


def person(count: int) -> int:
    return int(id_number(count)[:17])


def part(folder: Path, headers: Sequence[str], rows: Sequence[Cells], source: str = "登记.csv") -> Part:
    """A staged part: rows are counted from 2, since the header stands on row 1."""
    path = folder / f"{source}.staged.parquet"
    columns = ", ".join(f'"{name}" VARCHAR' for name in (ROW, *headers))
    with database() as connection:
        connection.execute(f"CREATE TABLE staged ({columns})")
        insert(connection, "staged", [[str(row), *cells] for row, cells in enumerate(rows, start=2)])
        connection.execute(f"COPY staged TO '{path}' (FORMAT parquet)")
    return Part(source, path, len(rows), tuple(Column(header, "VARCHAR") for header in headers), staged=True)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    """All rows in one statement; one by one takes a millisecond each."""
    if rows:
        places = ", ".join(f"({', '.join('?' * len(row))})" for row in rows)
        connection.execute(f"INSERT INTO {table} VALUES {places}", [value for row in rows for value in row])


def register(
    folder: Path, kind: str, headers: Sequence[str], rows: Sequence[Cells], source: str = "登记.csv"
) -> Register:
    found, name = kind_of(kind)
    return register_of(found, name, source, [part(folder, headers, rows, source)], folder)


def entries(register: Register, *columns: str) -> list[tuple[Any, ...]]:
    """What was read, in the order of the rows."""
    wanted = ", ".join(f'"{column}"' for column in columns)
    return duckdb.sql(f"SELECT {wanted} FROM '{register.path}' ORDER BY source, row").fetchall()


@dataclass(frozen=True)
class Row:
    """A row of decisions: what is paid of each benefit, in yuan as text; `month` as `2023-05`."""

    row: int
    person: int
    paid: dict[str, str | None]
    name: str | None = "张三"
    month: str | None = None
    due: dict[str, str | None] | None = None
    source: str = ROLL


def in_months(first: int, last: int, row: int, count: int, **paid: str) -> list[Row]:
    """A row of the roll for each month of 2023, from the first to the last."""
    return [Row(row, person(count), dict(paid), month=f"2023-{month:02}") for month in range(first, last + 1)]


def made_roll(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], months: Months) -> Roll:
    """The tables `people` and `decisions` that these rows make; `month` is there where any row has one."""
    connection.execute("CREATE TABLE people (source VARCHAR, row BIGINT, person BIGINT, namesake UBIGINT)")
    insert(
        connection, "people", [[*place, None] for place in sorted({(row.source, row.row, row.person) for row in rows})]
    )
    by_month = any(row.month for row in rows)
    benefits = sorted({name for row in rows for name in row.paid})
    amounts = [f"{part}.{name}" for part in ("paid", "due") for name in benefits]
    columns = ["source VARCHAR", '"row" BIGINT', '"case" VARCHAR', "name VARCHAR", "district VARCHAR"]
    columns += ["month VARCHAR"] * by_month + [f'"{amount}" DECIMAL(18, 2)' for amount in amounts]
    connection.execute(f"CREATE TABLE decisions ({', '.join(columns)})")
    values = []
    for row in rows:
        whose: list[object] = [row.source, row.row, f"A{row.row}", row.name, "天宁区"] + [row.month] * by_month
        due = row.due or {}
        values.append(whose + [row.paid.get(name) for name in benefits] + [due.get(name) for name in benefits])
    insert(connection, "decisions", values)
    return Roll("people", "decisions", months)


def found(
    folder: Path,
    registers: Sequence[Register],
    rows: Sequence[Row],
    months: Months = YEAR_2023,
    benefits: Sequence[PaidBenefit] = (CARE, AGE),
) -> list[dict[str, Any]]:
    """The findings of these registers on a roll of these rows."""
    out = folder / "findings.parquet"
    with database() as connection:
        count = register_findings(connection, registers, made_roll(connection, rows, months), benefits, out)
    findings = as_dicts(out)
    assert len(findings) == count
    return findings


def as_dicts(path: Path) -> list[dict[str, Any]]:
    with database() as connection:
        result = connection.execute("FROM read_parquet(?)", [str(path)])
        names = [name for name, *_ in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
