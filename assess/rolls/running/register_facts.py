"""Registers that stand for a fact: the rows of their people decided again with the fact as the register has it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import every, some
from assess.rolls.cells import Target
from assess.rolls.finding_rows import column, named
from assess.rolls.mapping import Constant
from assess.rolls.parquet_files import parquet, parquet_sql, part_rows
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.kinds import Kind
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import Before, findings_with_register_fact, rows_with_register_fact
from assess.rolls.roll import ROW
from assess.rolls.running.planning import Planned
from assess.rolls.shares.facts import FACTS, SOURCE_NAME, with_plain_queries
from assess.rolls.shares.plan import CheckPlan, PlannedPart
from assess.rolls.shares.share import DECISIONS, PEOPLE, REJECTS, do_share
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MEMORY = 2**29


def fact_findings(
    connection: DuckDBPyConnection,
    planned: Planned,
    registers: Sequence[Register],
    roll: Roll,
    benefits: Sequence[PaidBenefit],
    place: Path,
    stakes: Stakes | None = None,
) -> list[Path]:
    """The findings of each such kind of register, in a file of its own in `place`."""
    kinds: dict[Kind, list[Register]] = {}
    for register in registers:
        if register.kind.fact is not None and register.kind.fact in planned.program.inputs:
            kinds.setdefault(register.kind, []).append(register)
    found = []
    for kind, group in kinds.items():
        listed = place / f"rows-{kind.id}.parquet"
        if rows_with_register_fact(connection, group, roll, listed):
            assert kind.fact is not None
            after = _decided_again(connection, planned, kind.fact, listed, place / f"again-{kind.id}")
            before = Before(roll, tuple(benefits), planned.program.inputs[kind.fact].label)
            found.append(place / f"findings-{kind.id}.parquet")
            findings_with_register_fact(connection, group, before, after, found[-1], stakes)
    return found


def _decided_again(
    connection: DuckDBPyConnection, planned: Planned, fact: str, listed: Path, folder: Path
) -> exp.Select:
    """What is due of each benefit on the rows listed, now that the fact is true, and what the roll says of it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    parts = [
        part for index, part in enumerate(planned.plan.parts) if _taken_out(connection, part, listed, folder, index)
    ]
    kept = tuple(_part_of(part, folder, planned.plan.parts.index(part), connection) for part in parts)
    stated_sql = _stated(fact, planned.plan)
    plain = replace(planned.plan, parts=kept, people_sql=stated_sql, findings_sql=None, screening_sql=None)
    as_registered = replace(plain, parts=tuple(_with_fact(part, fact) for part in kept))
    for name, plan in (("before", with_plain_queries(plain)), ("after", with_plain_queries(as_registered))):
        (folder / name).mkdir()
        for share in plan.shares():
            do_share(plan, name, share, folder / name, _MEMORY)
    month = [column("month")] if "month" in planned.columns else []
    due = [column(f"due.{name}") for name in planned.paid]
    after = exp.select(column("source"), column("row"), *month, *due).from_(_files(folder / "after", f"{DECISIONS}-*"))
    stated = exp.select(column("source"), column("row"), column("stated")).from_(_files(folder / "before", PEOPLE))
    unreadable = exp.Exists(this=_unreadable(fact, kept, folder / "before"))
    return (
        exp.select("after.*", "stated.stated", named(unreadable, "unreadable"))
        .from_(after.subquery("after"))
        .join(stated.subquery("stated"), using=["source", "row"])
    )


def _unreadable(fact: str, parts: Sequence[PlannedPart], folder: Path) -> exp.Select:
    """The reject of the cell that the roll has for the fact, on the row of `after`."""
    of_fact = [
        every([column("source", REJECTS).eq(part.source), column("column", REJECTS).eq(own.header)])
        for part in parts if (own := part.column(fact)) is not None
    ]  # fmt: skip
    same = [column(name, REJECTS).eq(column(name, "after")) for name in ("source", "row")]
    rejects = exp.select("*").from_(_files(folder, REJECTS)).subquery(REJECTS)
    return exp.select("1").from_(rejects).where(every(same), some(of_fact))


def _files(folder: Path, name: str) -> exp.Expr:
    return parquet(*sorted(folder.glob(f"*/{name}.parquet")))


def _taken_out(connection: DuckDBPyConnection, part: PlannedPart, listed: Path, folder: Path, index: int) -> bool:
    """Writes the listed rows of the part to a file of their own; whether there are any."""
    rows = exp.select(column("row")).from_(parquet(listed)).where(column("source").eq(part.source))
    read, row, _ = part_rows(part.path, staged=part.staged)
    query = (
        exp.select(named(row, ROW), *(column(one.header) for one in part.columns))
        .from_(read)
        .where(exp.In(this=row.copy(), query=rows.subquery()))
        .order_by(row.copy())
    )
    place = folder / f"part-{index}.parquet"
    connection.sql(query.sql("duckdb")).write_parquet(str(place))
    return _count(connection, place) > 0


def _count(connection: DuckDBPyConnection, path: Path) -> int:
    found = connection.execute(f"SELECT count(*) FROM {parquet_sql(path)}").fetchone()
    return 0 if found is None else int(found[0])


def _part_of(part: PlannedPart, folder: Path, index: int, connection: DuckDBPyConnection) -> PlannedPart:
    path = folder / f"part-{index}.parquet"
    return replace(part, path=path, rows=_count(connection, path), staged=True)


def _with_fact(part: PlannedPart, fact: str) -> PlannedPart:
    """The part with the fact true on every row, whatever its own column says."""
    columns = tuple(one for one in part.columns if one.target != fact)
    constants = tuple(one for one in part.constants if one.target.id != fact)
    return replace(part, columns=columns, constants=(*constants, Constant(Target("fact", fact), True, True)))


def _stated(fact: str, plan: CheckPlan) -> str:
    value = column(fact) if fact in plan.facts else exp.cast(exp.null(), "BOOLEAN")
    wanted = [named(column(SOURCE_NAME), "source"), named(column(ROW), "row"), named(value, "stated")]
    return exp.select(*wanted).from_(exp.to_table(FACTS)).sql("duckdb")
