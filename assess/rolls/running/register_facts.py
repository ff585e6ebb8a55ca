"""Registers that stand for a fact: the rows of their people decided again with the fact as the register has it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import choice, every, some, text
from assess.rolls.cells import Target
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.finding_rows import column, named, unknown
from assess.rolls.mapping import Constant
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import copied, relation, run
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.decided_again import Again, FactRows, again, registered_together, same_row
from assess.rolls.registers.kinds import Kind
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.register import Register
from assess.rolls.registers.register_facts import Before, findings_with_register_fact, rows_with_register_fact
from assess.rolls.roll import ROW
from assess.rolls.running.planning import Planned
from assess.rolls.running.taken_out import Gathered, TakenOut, gathered, taken_out
from assess.rolls.shares.deciding import DECIDED, REJECTED_STATUS
from assess.rolls.shares.facts import FACTS, REJECTED, SOURCE_NAME, FactColumns
from assess.rolls.shares.part import PlannedPart
from assess.rolls.shares.plan import CheckPlan, PlannedEdition
from assess.rolls.shares.share import DECISIONS, FINDINGS, PEOPLE, REJECTS, do_share
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOST_MEMORY = 2**29
"""Bytes that the rows decided again are given: what a share needs, and more than which it makes no use of."""


def fact_findings(
    connection: DuckDBPyConnection,
    planned: Planned,
    registers: Sequence[Register],
    roll: Roll,
    benefits: Sequence[PaidBenefit],
    place: Path,
    memory: int,
    threads: int,
    stakes: Stakes | None = None,
) -> tuple[list[Path], Again | None]:
    """The findings of each such kind of register, in a file of its own in `place`; and what takes the place of the
    findings that the shares have of these rows. `memory`: bytes that the connection has; while rows are decided again,
    by as many threads, it leaves a part of them to that."""
    room = _Room(connection, memory, threads)
    kinds: dict[Kind, list[Register]] = {}
    read = planned.facts_read
    for register in registers:
        if register.kind.fact in read:
            kinds.setdefault(register.kind, []).append(register)
    listed = {kind: place / f"rows-{kind.id}.parquet" for kind in kinds}
    listed = {
        kind: path
        for kind, path in listed.items()
        if rows_with_register_fact(connection, kinds[kind], roll, path, benefits)
    }
    if not listed:
        return [], None
    rows = gathered(connection, planned.plan.parts, tuple(listed.values()), _emptied(place / "rows-again"))
    found: list[Path] = []
    lists: list[FactRows] = []
    for kind, path in listed.items():
        assert kind.fact is not None
        changes = place / f"changes-{kind.id}.parquet" if benefits else None
        after = _decided_again(room, planned, kind.fact, rows, path, place / f"again-{kind.id}")
        before = Before(roll, tuple(benefits), planned.program.inputs[kind.fact].label)
        found.append(place / f"findings-{kind.id}.parquet")
        findings_with_register_fact(connection, kinds[kind], before, after, found[-1], stakes, changes)
        lists.append(FactRows(kind, path, changes))
    return found, _again(room, planned, roll, rows, lists, place)


@dataclass(frozen=True, slots=True)
class _Room:
    """The database of the second pass, and the bytes that it shares with those that decide rows again."""

    connection: DuckDBPyConnection
    memory: int
    threads: int

    def done(self, plan: CheckPlan, folder: Path) -> None:
        """Does the shares of the plan into the folder. Half of the memory at most is theirs, all together."""
        import duckdb

        shares = plan.shares()
        of_each = max(plan.least_memory, min(_MOST_MEMORY, self.memory // 4))
        at_once = max(1, min(self.threads, len(shares), self.memory // 2 // of_each))
        folder.mkdir()
        try:
            with suppress(duckdb.OutOfMemoryException):  # what it cannot let go of now, it keeps
                self._limit(self.memory - at_once * of_each)
            with ThreadPoolExecutor(at_once) as pool:
                for _ in pool.map(lambda share: do_share(plan, folder.name, share, folder, of_each), shares):
                    pass
        finally:
            self._limit(self.memory)

    def _limit(self, memory: int) -> None:
        self.connection.execute(f"SET memory_limit = '{memory // 2**20}MiB'")


def _again(
    room: _Room, planned: Planned, roll: Roll, gathered_rows: Sequence[Gathered], lists: Sequence[FactRows], place: Path
) -> Again:
    """The rows judged again, with every fact that a register has of them as it is registered."""
    connection = room.connection
    together = registered_together(connection, lists, place)
    files, dues = [], []
    for index, (kinds, rows) in enumerate(together.items()):
        folder = _emptied(place / f"judged-again-{index}")
        facts = {kind.fact: True for kind in kinds if kind.fact is not None}
        taken = taken_out(connection, gathered_rows, rows, folder)
        room.done(replace(planned.plan, screening_sql=None, parts=_with_facts(taken.parts, facts)), folder / "after")
        if taken.parts:
            dues.append(_dues(planned, taken, folder / "after", rows))
        made = sorted((folder / "after").glob(f"*/{FINDINGS}.parquet"))
        if made:
            run(connection, copied(_labelled(taken, made, roll), folder / f"{FINDINGS}.parquet"))
            made = [folder / f"{FINDINGS}.parquet"]
        files.append((kinds, rows, made))
    return replace(again(connection, lists, files, dues, place), sources=roll.sources)


def _dues(planned: Planned, taken: TakenOut, folder: Path, listed: Path) -> exp.Select:
    """What is due of each benefit on the rows listed, in the months listed: a row that states no month is decided for
    all of them."""
    month = column("month") if "month" in planned.columns else unknown("VARCHAR")
    wanted = {"month": month} | {name: column(name) for name in (f"due.{each}" for each in planned.paid)}
    decided = exp.select(column("source"), column("row"), *(named(value, name) for name, value in wanted.items()))
    told = taken.told(decided.from_(_files(folder, f"{DECISIONS}-*")), wanted)
    return (
        exp.select(*(column(name, "told") for name in ("source", "row", *wanted)))
        .from_(told.subquery("told"))
        .join(relation(parquet(listed), "listed"), on=same_row("told", "listed"), join_type="semi")
    )


def _labelled(taken: TakenOut, made: Sequence[Path], roll: Roll) -> exp.Select:
    """The findings on rows taken out, with the labels that these have in the roll: a row's number, it may be."""
    others = [name for name in COLUMN_NAMES if name not in ("source", "row", "case")]
    told = taken.told(exp.select("*").from_(parquet(*made)), others)
    keys = [column(name) for name in ("source", "row")]
    cases = exp.select(*keys, named(exp.Min(this=column("case")), "case")).from_(relation(roll.decisions, "decisions"))
    rows = exp.select(*(key.copy() for key in keys)).from_(parquet(taken.places))
    cases = cases.join(rows.subquery("rows"), using=["source", "row"], join_type="semi")
    cases = cases.group_by(*(key.copy() for key in keys))
    same = [column(name, "told").eq(column(name, "cases")) for name in ("source", "row")]
    wanted = [column(name, "cases" if name == "case" else "told") for name in COLUMN_NAMES]
    return exp.select(*wanted).from_(told.subquery("told")).join(cases.subquery("cases"), on=every(same))


def _decided_again(
    room: _Room, planned: Planned, fact: str, rows: Sequence[Gathered], listed: Path, folder: Path
) -> exp.Select:
    """What is due of each benefit on the rows listed, were the fact true and were it false, and what the roll says of
    it."""
    connection = room.connection
    _emptied(folder)
    taken = taken_out(connection, rows, listed, folder)
    parts = taken.parts
    stated_sql = _stated(fact, planned.plan)
    room.done(_what_is_stated(fact, planned.plan, parts, stated_sql), folder / "before")
    for value, name in ((True, "after"), (False, "without")):
        given = _with_facts(parts, {fact: value})
        plan = replace(planned.plan, parts=given, people_sql=stated_sql, findings_sql=None, screening_sql=None)
        room.done(plan, folder / name)
    month = [column("month")] if "month" in planned.columns else []
    keys = [column("source"), column("row"), *month]
    after, without = (
        exp.select(
            *(key.copy() for key in keys), *(named(column(f"due.{each}"), f"{prefix}.{each}") for each in planned.paid)
        ).from_(_files(folder / name, f"{DECISIONS}-*"))
        for name, prefix in (("after", "due"), ("without", "without"))
    )
    stated = exp.select(column("source"), column("row"), column("stated")).from_(_files(folder / "before", PEOPLE))
    same = every([exp.NullSafeEQ(this=column(key.name, "after"), expression=column(key.name, "without"))
                  for key in keys])  # fmt: skip
    dues = [column(f"without.{each}", "without") for each in planned.paid]
    both = exp.select("after.*", *dues).from_(after.subquery("after")).join(without.subquery("without"), on=same)
    unreadable = exp.Exists(this=_unreadable(fact, parts, folder / "before"))
    decided = (
        exp.select("dues.*", "stated.stated", named(unreadable, "unreadable"))
        .from_(both.subquery("dues"))
        .join(stated.subquery("stated"), using=["source", "row"])
    )
    amounts = [f"{prefix}.{each}" for each in planned.paid for prefix in ("due", "without")]
    return taken.told(decided, [*(key.name for key in month), *amounts, "stated", "unreadable"])


def _unreadable(fact: str, parts: Sequence[PlannedPart], folder: Path) -> exp.Select:
    """The reject of the cell that the roll has for the fact, on the row of `dues`."""
    of_fact = [
        every([column("source", REJECTS).eq(part.source), column("column", REJECTS).eq(own.header)])
        for part in parts if (own := part.column(fact)) is not None
    ]  # fmt: skip
    same = [column(name, REJECTS).eq(column(name, "dues")) for name in ("source", "row")]
    rejects = exp.select("*").from_(_files(folder, REJECTS)).subquery(REJECTS)
    return exp.select("1").from_(rejects).where(every(same), some(of_fact))


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _files(folder: Path, name: str) -> exp.Expr:
    return parquet(*sorted(folder.glob(f"*/{name}.parquet")))


def _with_facts(parts: Sequence[PlannedPart], facts: Mapping[str, bool]) -> tuple[PlannedPart, ...]:
    """The parts with these facts on every row, whatever the roll says of them."""
    given = tuple(Constant(Target("fact", name), value, value) for name, value in facts.items())
    return tuple(
        replace(
            part,
            columns=tuple(one for one in part.columns if one.target not in facts),
            constants=(*(one for one in part.constants if one.target.id not in facts), *given),
        )
        for part in parts
    )


def _what_is_stated(fact: str, plan: CheckPlan, parts: Sequence[PlannedPart], stated_sql: str) -> CheckPlan:
    """Reads the column of the fact alone, and decides nothing on it."""
    columns = FactColumns({name: type_ for name, type_ in plan.columns.facts.items() if name == fact}, (), ())
    status = choice((column(REJECTED), text(REJECTED_STATUS)), otherwise=text(DECIDED))
    wanted = [named(column(SOURCE_NAME), "source"), named(column(ROW), "row"), named(status, "status")]
    nothing = exp.select(*wanted).from_(exp.to_table(FACTS)).sql("duckdb")
    return CheckPlan(
        tuple(replace(part, columns=tuple(one for one in part.columns if one.target == fact)) for part in parts),
        (PlannedEdition(None, plan.editions[0].as_of, nothing, nothing),), columns, (), {}, False, stated_sql,
        share_rows=plan.share_rows,
    )  # fmt: skip


def _stated(fact: str, plan: CheckPlan) -> str:
    value = column(fact) if fact in plan.columns.facts else exp.cast(exp.null(), "BOOLEAN")
    wanted = [named(column(SOURCE_NAME), "source"), named(column(ROW), "row"), named(value, "stated")]
    return exp.select(*wanted).from_(exp.to_table(FACTS)).sql("duckdb")
