"""What is found to be paid up, held against the registers: nothing is to be paid for a month in which nothing was due.

Rows are judged by what the roll says alone, so that whoever died in August is found `unpaid` from September on. Such
findings are taken out where a register of deaths, of prisoners or of people moved away is certain. Where it has the
number under another name or with two days, and where the person stands on another roll, they stay, and what they have
at stake is to be verified first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import cast, every, is_unknown, negated, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, column, concatenated, named
from assess.rolls.findings import CHECK, COLUMN_NAMES, PAY
from assess.rolls.parquet_files import parquet_sql
from assess.rolls.registers import wording
from assess.rolls.registers.dated import CODES
from assess.rolls.registers.kinds import ROLL
from assess.rolls.registers.payments import TWELFTHS, Matched, Roll, matched
from assess.rolls.registers.queries import part_of, run
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import entries, merged
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOT_DUE, _ALTERED = "months_not_due", "arrears_altered"


@dataclass(frozen=True, slots=True)
class Settled:
    """`files`: those given, or what they have become. `taken_out`, `to_verify`: how many findings."""

    files: tuple[Path, ...]
    taken_out: int = 0
    to_verify: int = 0


def settled(
    connection: DuckDBPyConnection,
    registers: Iterable[Register],
    roll: Roll,
    by_year: Sequence[str],
    files: Sequence[Path],
    place: Path,
) -> Settled:
    """The findings of the files with what is to be paid held against the registers.

    `by_year`: the benefits that are paid by the year; what is to be paid of one is taken out where nothing was due in
    all of the year, and to be verified where nothing was in some of its months. A file in which nothing changes stays
    as it is, others are written anew to `place`, in the same order.
    """
    groups: dict[str, list[Register]] = {}
    for register in registers:
        if register.kind in CODES or register.kind is ROLL:
            groups.setdefault(register.id, []).append(register)
    if not groups or not files:
        return Settled(tuple(files))
    stakes = Stakes(roll.months, frozenset(by_year))
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE {_NOT_DUE} (source VARCHAR, "row" BIGINT, month INTEGER, is_certain BOOLEAN, '
        "rank INTEGER, zh VARCHAR, en VARCHAR)"
    )
    try:
        with matched(connection, [one for group in groups.values() for one in group], roll, ()) as found:
            for rank, group in enumerate(groups.values()):
                for portion in found.portions():
                    rows = _not_due(group, portion, rank, whole_year=bool(by_year) and not found.by_month)
                    run(connection, exp.insert(rows, _NOT_DUE))
        new: list[Path] = []
        taken_out = to_verify = 0
        for number_, path in enumerate(files):
            out, verify = _alter(connection, path, stakes)
            taken_out, to_verify = taken_out + out, to_verify + verify
            new.append(path)
            if out or verify:
                new[-1] = place / f"settled-{number_:06}.parquet"
                _write(connection, path, new[-1])
        return Settled(tuple(new), taken_out, to_verify)
    finally:
        for table in (_NOT_DUE, _ALTERED):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _not_due(registers: Sequence[Register], found: Matched, rank: int, *, whole_year: bool) -> exp.Select:
    """The rows and months in which nothing was due, or perhaps nothing was; in the columns of the table."""
    kind = registers[0].kind
    listed: exp.Query = entries(registers, found.portion)
    if kind is ROLL:
        pays = some([is_unknown(column("amount")), column("amount") > 0])
        listed = exp.select("*").from_(listed.subquery("entries")).where(pays)
    month: exp.Expr = column("month")
    if whole_year:
        january = column("month") // TWELFTHS * TWELFTHS
        month = exp.Explode(this=exp.func("RANGE", january, january.copy() + TWELFTHS, dialect="duckdb"))
    rows = exp.select(
        *(column(name) for name in ("source", "row", "person", "full_name")), named(cast(month, "INTEGER"), "month")
    ).from_(found.table)  # fmt: skip
    rows = rows.where(found.portion.of(column("person")))
    event = column("event", "spans")
    opens = exp.Least(this=column("first", "spans"), expressions=[part_of(event, "earliest")])
    in_span = every(
        [
            column("person", "rows").eq(column("person", "spans")),
            exp.Between(this=column("month", "rows"), low=opens, high=column("last", "spans")),
        ]
    )
    differs = wording.names_differ(column("full_name", "rows"), part_of(event, "name"))
    is_certain = every([column("month", "rows") >= column("first", "spans"), negated(differs)])
    zh, en = _on_roll(registers[0].name, event) if kind is ROLL else _registered(registers[0], event, differs)
    return (
        exp.select(
            *(column(name, "rows") for name in ("source", "row", "month")),
            named(exp.false() if kind is ROLL else is_certain, "is_certain"),
            named(number(rank), "rank"), named(zh, "zh"), named(en, "en"),
        )
        .from_(rows.subquery("rows"))
        .join(merged(listed).subquery("spans"), on=in_span)
    )  # fmt: skip


def _registered(register: Register, event: exp.Expr, differs: exp.Expr) -> Texts:
    """`但死亡登记中有此身份证号：2025年8月去世（登记的姓名是李四），核实之前不补发。`."""
    label = register.kind.label
    other = part_of(event, "name")
    under = concatenated("（登记的姓名是", other, "）"), concatenated(" (under the name ", other, ")")
    return wording.joined(
        Label(f"但{label.zh}中有此身份证号：", f" But the {label.en} has the number: "),
        wording.event_of(register.kind, event, column("last", "spans")),
        wording.only_if(differs, under),
        Label("，核实之前不补发。", "; nothing is to be paid before that is verified."),
    )


def _on_roll(name: str, event: exp.Expr) -> Texts:
    """`但此身份证号也在“低保”名册上（第12行），核实能否同时享受之前不补发。`."""
    row = cast(part_of(event, "row"), "VARCHAR")
    return (
        concatenated(f"但此身份证号也在“{name}”名册上（第", row, "行），核实能否同时享受之前不补发。"),
        concatenated(
            f" But the roll “{name}” has the number, too (row ", row,
            "); nothing is to be paid before it is known whether both may be drawn.",
        ),
    )  # fmt: skip


def _alter(connection: DuckDBPyConnection, path: Path, stakes: Stakes) -> tuple[int, int]:
    """Lists what is to be altered in the file: how many findings are taken out, and to be verified."""
    month = stakes.month(column("month")).sql("duckdb", identify=True)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {_ALTERED} AS
        SELECT place, count(DISTINCT not_due.month) FILTER (is_certain) = any_value(months) AS is_settled,
            arg_min(zh, (is_certain, rank, zh)) AS zh, arg_min(en, (is_certain, rank, zh)) AS en
        FROM (
            SELECT file_row_number AS place, source, "row", {month} AS month,
                CASE WHEN list_contains(?::VARCHAR[], benefit) THEN {TWELFTHS} ELSE 1 END AS months
            FROM {parquet_sql(path, numbered=True)} WHERE direction = '{PAY}'
        ) found JOIN {_NOT_DUE} not_due
        ON found.source = not_due.source AND found."row" = not_due."row"
        AND (months > 1 OR found.month = not_due.month)
        GROUP BY place
        """,
        [sorted(stakes.by_year)],
    )
    counts = f"SELECT count(*) FILTER (is_settled), count(*) FILTER (NOT is_settled) FROM {_ALTERED}"
    ((taken_out, to_verify),) = connection.execute(counts).fetchall()
    return int(taken_out), int(to_verify)


def _write(connection: DuckDBPyConnection, path: Path, out: Path) -> None:
    """Writes the findings of the file anew, in their order."""
    altered = {
        "direction": f"CASE WHEN altered.place IS NULL THEN direction ELSE '{CHECK}' END",
        "sentence_zh": "sentence_zh || coalesce(zh, '')",
        "sentence_en": "sentence_en || coalesce(en, '')",
    }
    own = {name: f'findings."{name}"' for name in COLUMN_NAMES}
    columns = ", ".join(f'{value} AS "{name}"' for name, value in (own | altered).items())
    connection.sql(
        f"""
        SELECT {columns}
        FROM {parquet_sql(path, numbered=True)} findings LEFT JOIN {_ALTERED} altered
        ON findings.file_row_number = altered.place
        WHERE is_settled IS NOT TRUE ORDER BY findings.file_row_number
        """
    ).write_parquet(str(out), compression="snappy")
