"""A roll of made-up herders of Meadowland, written in any form that a roll may have, and the folder of its check."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import xlsxwriter

from assess.language.dates import number_of
from assess.language.functions import check_character
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.reading.sql import quoted_text
from assess.rolls.reporting.manifest import Manifest
from assess.rolls.running.call import Call, Progress
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.databases import database
from tests.library import FICTIONAL

Row = dict[str, Any]

DAY = date(2023, 6, 30)
TYPES = {
    "case": "VARCHAR", "name": "VARCHAR", "district": "VARCHAR", "month": "VARCHAR",
    "herding_since": "DATE", "home": "VARCHAR", "animals": "VARCHAR", "sheep": "INTEGER", "by_night": "BOOLEAN",
    "shelter": "BOOLEAN", "dogs": "TINYINT", "income": "DECIMAL(9,2)", "calm": "TINYINT", "clean": "TINYINT",
    "quick": "TINYINT", "flock_lost": "BOOLEAN", "wolves": "BOOLEAN", "storms": "TINYINT",
    "born_on": "DATE", "applied_on": "DATE", "herder_id": "VARCHAR", "division": "VARCHAR",
    "paid.hay": "DECIMAL(9,2)", "paid.care": "DECIMAL(9,2)",
}  # fmt: skip
"""The columns of such a roll, with the types that a database would give them."""
_NAMES = ("阿尔斯楞", "巴图", "其木格", "苏和", "那仁", "乌兰", "哈斯", "朝鲁")


def herders(count: int, seed: int = 1, *, months: Sequence[str] = ()) -> list[Row]:
    """Rows in a roll's own values, a third of them with something unknown. `months`: each row is for one of them."""
    random = Random(seed)
    rows = []
    for number in range(1, count + 1):
        row: Row = {
            "case": f"牧-{number:05}",
            "name": random.choice(_NAMES),
            "district": random.choice(("北村", "南村", "东村")),
            "herding_since": date(1990, 1, 1) + timedelta(days=random.randrange(12_000)),
            "born_on": date(1940, 1, 1) + timedelta(days=random.randrange(20_000)),
            "applied_on": date(2023, 1, 1) + timedelta(days=random.randrange(180)),
            "division": random.choice(("990101", "320402")),
            "home": random.choice(("north", "south", "east")),
            "animals": random.choice(("sheep", "goats", "both")),
            "sheep": random.randrange(0, 80),
            "income": random.randrange(0, 200_000) / 100,
            "paid.hay": random.choice((0, 0, 45.5, 60, 105.5)),
            "paid.care": random.choice((0, 55.6, 83.3, 111.1)),
        }
        row |= {name: random.random() < 0.3 for name in ("by_night", "shelter", "wolves")}
        row["flock_lost"] = random.random() < 0.1
        row |= {name: random.randrange(4) for name in ("calm", "clean", "quick", "dogs", "storms")}
        row["herder_id"] = identity_number(row["born_on"])
        if months:
            row["month"] = random.choice(months)
        if random.random() < 0.3:
            row[random.choice(("calm", "home", "sheep", "herding_since", "shelter"))] = None
        rows.append(row)
    return rows


def identity_number(born: date) -> str:
    """Of nobody: the sequence is 000."""
    first = f"999999{born:%Y%m%d}000"
    return first + check_character(first)


def text(value: Any) -> str:
    """The value as a person writes it in a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def columns_of(rows: Sequence[Row]) -> list[str]:
    return [name for name in TYPES if any(name in row for row in rows)]


def write_parquet(rows: Sequence[Row], path: Path, *, row_group: int = 2048) -> Path:
    """With the types of a database. DuckDB cuts row groups at multiples of 2,048."""
    with database() as connection:
        _fill(connection, rows, "roll")
        connection.execute(f"COPY roll TO {quoted_text(str(path))} (FORMAT parquet, ROW_GROUP_SIZE {row_group})")
    return path


def write_csv(rows: Sequence[Row], path: Path, encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns_of(rows))
        writer.writerows([text(row.get(name)) for name in columns_of(rows)] for row in rows)
    return path


def write_workbook(rows: Sequence[Row], path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, columns_of(rows))
        for place, row in enumerate(rows, start=1):
            sheet.write_row(place, 0, [row.get(name) for name in columns_of(rows)])
    return path


def write_sqlite(rows: Sequence[Row], path: Path) -> Path:
    names = columns_of(rows)
    connection = sqlite3.connect(path)
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"CREATE TABLE roll ({listed})")
    places = ", ".join("?" for _ in names)
    cells = ([text(row.get(name)) if row.get(name) is not None else None for name in names] for row in rows)
    connection.executemany(f"INSERT INTO roll VALUES ({places})", cells)
    connection.commit()
    connection.close()
    return path


def write_duckdb(rows: Sequence[Row], path: Path) -> Path:
    with duckdb.connect(str(path)) as connection:
        _fill(connection, rows, "roll")
    return path


def _fill(connection: duckdb.DuckDBPyConnection, rows: Sequence[Row], table: str) -> None:
    names = columns_of(rows)
    listed = ", ".join(f'"{name}" {TYPES[name]}' for name in names)
    connection.execute(f"CREATE TABLE {table} ({listed})")
    lists = ", ".join(f"unnest(?::VARCHAR[])::{TYPES[name]}" for name in names)
    cells = [[None if row.get(name) is None else text(row[name]) for row in rows] for name in names]
    connection.execute(f"INSERT INTO {table} SELECT {lists}", cells)


def call(source: Path | str, out: Path, **options: Any) -> Call:
    """A call to check the roll on a day in the middle of 2023."""
    given: dict[str, Any] = {"ruleset": "meadowland", "period": Period.on(number_of(DAY)), **options}
    return Call(sources=(str(source),), out=out, **given)


def check(source: Path | str, out: Path, progress: Progress | None = None, **options: Any) -> Manifest:
    return Check(call(source, out, **options), FICTIONAL, progress).run()


def files_of(folder: Path, *but: str) -> dict[str, str]:
    """The hash of every file of a finished run, but for that which says how long it took."""
    left_out = {"timings.json", *but}
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in left_out
    }


def rows_of(path: Path | Sequence[Path], select: str = "*", *, by: str = "") -> list[Row]:
    """The rows of a Parquet file, or of several one after the other, in their order; grouped, and ordered, `by` some
    columns."""
    groups = f" GROUP BY {by} ORDER BY {by}" if by else ""
    files = [path] if isinstance(path, Path) else path
    with database() as connection:
        found = connection.execute(f"SELECT {select} FROM {parquet_sql(*files)}{groups}")
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
