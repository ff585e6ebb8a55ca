"""What needs the whole roll: people who stand twice, the comparison with registers, all findings put together."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.engines.sql.nodes import is_known, is_unknown
from assess.language.types import Label
from assess.rolls.english import count_of
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.lasting import told_once_for_all_months
from assess.rolls.months_named import by_file
from assess.rolls.parquet_files import by_one_thread, parquet
from assess.rolls.registers.arrears import Settled, settled
from assess.rolls.registers.benefits import paid_benefits
from assess.rolls.registers.comparing import register_findings
from assess.rolls.registers.decided_again import Again, put_in_place
from assess.rolls.registers.kinds import DEATHS
from assess.rolls.registers.months import Months
from assess.rolls.registers.paid_late import paid_late
from assess.rolls.registers.payments import Roll
from assess.rolls.registers.register import Register
from assess.rolls.registers.several_rows import SeveralRows
from assess.rolls.reporting.describing import register_label
from assess.rolls.roll import Part
from assess.rolls.running.planning import Planned, people_columns
from assess.rolls.running.register_facts import fact_findings
from assess.rolls.screening import Screening
from assess.rolls.screening.duplicates import duplicate_findings
from assess.rolls.shares.part import Share
from assess.rolls.shares.share import FINDINGS, REJECTS, SCREENED
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TO_BE_PAID = ("finding of what is to be paid is", "findings of what is to be paid are")
_ON_ASSESSMENTS = ("finding on assessments is", "findings on assessments are")
_TAKEN_OUT = {
    "R534": Label(
        "有 {} 条是去世、服刑、迁出之后的月份，没有列入",
        "{} about months after death, in prison or after moving, and left out",
    ),
    "R535": Label(
        "有 {} 条已由此人的其他行发放，没有列入",
        "{} about what their other rows pay, and left out",
    ),
}
_TO_VERIFY = Label(
    "有 {} 条要先核实，没有计入应补发",
    "{} to be verified first, and not counted as to pay",
)

_NOT_ASSESSED = Label(
    "缺少评估、评估过期中有 {} 条是去世之后的月份，没有列入",
    "{} about months after death, and left out",
)


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


def months_without_rows(connection: DuckDBPyConnection, whole: Whole) -> Iterator[Diagnostic]:
    """A warning of the months to be checked that no row is for, where each row says which one it is for."""
    plan = whole.planned.plan
    if not plan.by_month_column:
        yield from _same_people(connection, whole)
        return
    query = exp.select(exp.column("month")).distinct().from_(parquet(whole.place / "decisions.parquet"))
    there = {month for (month,) in connection.execute(query.sql("duckdb")).fetchall()}
    missing = [one.month for one in plan.editions if one.month is not None and one.month not in there]
    if missing:
        yield Diagnostic("R424", Position(whole.roll.sources[0]), {"months": ", ".join(missing)})


def _same_people(connection: DuckDBPyConnection, whole: Whole) -> Iterator[Diagnostic]:
    """A warning where most people are in several parts, and each part is taken for all of several months."""
    plan = whole.planned.plan
    if len(plan.parts) < 2 or len(plan.editions) < 2:
        return
    source, person = exp.column("source"), exp.column("person")
    several = exp.NEQ(this=exp.Min(this=source), expression=exp.Max(this=source.copy()))
    of_each = exp.select(exp.alias_(several, "several")).from_(parquet(whole.place / "people.parquet"))
    of_each = of_each.where(is_known(person)).group_by(person.copy())
    query = exp.select(exp.func("COUNT_IF", exp.column("several")), exp.Count(this=exp.Star()))
    shared, people = connection.execute(query.from_(of_each.subquery("of_each")).sql("duckdb")).fetchone() or (0, 0)
    if (shared or 0) * 2 > people:  # nothing is counted where nobody has an ID number
        arguments = {
            "shared": str(shared), "people": str(people), "first": str(plan.editions[0].month),
            "last": str(plan.editions[-1].month),
            "line": f"{{month: {by_file({plan.parts[0].source: str(plan.editions[0].month)})}}}",
        }  # fmt: skip
        yield Diagnostic("R434", Position(plan.parts[0].source), arguments)


def rejects_of(shares: Sequence[Share], done: Path) -> list[Path]:
    return [done / share.name / f"{REJECTS}.parquet" for share in shares]


@dataclass(frozen=True, slots=True)
class Whole:
    """What the whole roll is compared by. `rows`: how many it has. `place`: the folder of what is put together.
    `memory`: bytes that all databases together may take, by so many threads."""

    planned: Planned
    registers: tuple[Register, ...]
    months: Months
    place: Path
    rows: int
    memory: int
    threads: int

    @property
    def roll(self) -> Roll:
        people, decisions = (parquet(self.place / f"{name}.parquet") for name in ("people", "decisions"))
        return Roll(people, decisions, self.months, tuple(part.source for part in self.planned.plan.parts))

    @property
    def by_year(self) -> tuple[str, ...]:
        """The benefits that are paid by the year."""
        return tuple(name for name, period in self.planned.paid.items() if period == "year")

    @property
    def stakes(self) -> Stakes:
        return Stakes(self.months, frozenset(self.by_year))


@dataclass(frozen=True, slots=True)
class Compared:
    """`files`: the findings that no share can make by itself, each kind in a file, those of people who stand twice
    first. `again`: what takes the place of findings of the shares."""

    files: tuple[Path, ...]
    again: Again | None = None


def whole_roll_findings(connection: DuckDBPyConnection, whole: Whole) -> Compared:
    """Findings that no share can make by itself, each kind in a file of its own in `whole.place`; what they have at
    stake in single payments is kept in the connection."""
    planned, registers, place, roll, stakes = whole.planned, whole.registers, whole.place, whole.roll, whole.stakes
    stakes.begin(connection)
    columns = people_columns(by_month_column=planned.plan.by_month_column)
    screening = Screening.of(planned.program, planned.columns, columns, roll.sources, planned.paid)
    found = [place / "findings-duplicates.parquet"]
    again = None
    if registers:
        benefits = paid_benefits(planned.program, planned.paid)
        found.append(place / "findings-registers.parquet")
        register_findings(connection, registers, roll, benefits, found[-1], stakes)
        of_facts, again = fact_findings(
            connection, planned, registers, roll, benefits, place, whole.memory, whole.threads, stakes
        )
        found += of_facts
    duplicate_findings(
        connection, screening, parquet(place / "people.parquet"), parquet(place / "decisions.parquet"), whole.rows,
        found[0], stakes, None if again is None else again.dues,
    )  # fmt: skip
    return Compared(tuple(found), again)


def matched_people(connection: DuckDBPyConnection, register: Register, place: Path) -> int:
    """How many people of the roll are in the register."""
    query = exp.select(exp.Count(this=exp.Star())).from_(_people_in([register], place).subquery())
    found = connection.execute(query.sql("duckdb")).fetchone()
    return 0 if found is None else int(found[0])


def write_the_dead(connection: DuckDBPyConnection, registers: Sequence[Register], place: Path) -> Path | None:
    """Whom of the roll registers of deaths have, whatever is paid to them; none where no such register was given."""
    of_deaths = [one for one in registers if one.kind is DEATHS]
    if not of_deaths:
        return None
    written = place / "dead.parquet"
    query = _people_in(of_deaths, place).order_by(exp.column("person"))
    with by_one_thread(connection):
        connection.sql(query.sql("duckdb")).write_parquet(str(written), compression="zstd")
    return written


def _people_in(registers: Sequence[Register], place: Path) -> exp.Select:
    people = exp.select(exp.column("person")).from_(parquet(*(one.path for one in registers))).subquery()
    return (
        exp.select(exp.column("person"))
        .distinct()
        .from_(parquet(place / "people.parquet"))
        .where(exp.In(this=exp.column("person"), query=people))
    )


def people_without_a_number(connection: DuckDBPyConnection, place: Path, parts: Sequence[Part]) -> int:
    """How many rows of the roll have no ID number by which they could be compared, those not read at all among them."""
    query = exp.select(exp.Count(this=exp.Star())).from_(parquet(place / "people.parquet"))
    found = connection.execute(query.where(is_unknown(exp.column("person"))).sql("duckdb")).fetchone()
    return sum(len(part.unreadable) for part in parts) + (0 if found is None else int(found[0]))


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of the findings. `recover_once`: what is to be recovered in all, each payment counted once.
    `settled`: what registers and other rows have against what is to be paid."""

    recover_once: Decimal
    settled: Settled


def join_findings(
    connection: DuckDBPyConnection, whole: Whole, shares: Sequence[Share], done: Path, compared: Compared
) -> Joined:
    """`findings.parquet` in `whole.place`: those of the shares in order, with what is to be paid held against the
    registers, then the others. What lasts is told once of all its months, after all that goes month by month."""
    made = [done / share.name / f"{name}.parquet" for share in shares for name in (FINDINGS, SCREENED)]
    files = [path for path in made if path.exists()]  # a roll without people's own columns is not screened
    if compared.again is not None:
        files = list(put_in_place(connection, compared.again, files, whole.place))
    several = SeveralRows(compared.files[0], None if compared.again is None else compared.again.dues)
    found = settled(connection, whole.registers, whole.roll, whole.by_year, files, whole.place, several)
    plan = whole.planned.plan
    twice, *of_registers = compared.files
    made = [*found.files, twice]
    if plan.same_every_month:  # one amount stands for all months
        months = [str(edition.month) for edition in plan.editions]
        made = list(told_once_for_all_months(connection, made, months, whole.place))
    elif len(plan.editions) > 1:
        made = [*paid_late(connection, found.files, whole.place), twice]
    named = [exp.column(exp.to_identifier(name, quoted=True)) for name in COLUMN_NAMES]
    query = exp.select(*named).from_(parquet(*made, *of_registers))
    joined = whole.place / "findings.parquet"
    with by_one_thread(connection):
        connection.sql(query.sql("duckdb", copy=False)).write_parquet(str(joined), compression="zstd")
    recover_once = whole.stakes.recovered_once(connection, parquet(joined))
    whole.stakes.end(connection)
    return Joined(recover_once, found)


def not_compared(registers: Sequence[Register], without_number: int | None, joined: Joined) -> Iterator[Diagnostic]:
    """What is told of the comparison: rows of registers and of the roll that had no part in it, and what it undid."""
    for one in registers:
        for code, rows in (("R531", one.rejected), ("R532", one.incomplete)):
            if rows:
                label = register_label(one.id)
                arguments = {"register_zh": label.zh, "register_en": label.en, "rows": str(rows)}
                yield Diagnostic(code, Position(one.shown), arguments)
    if without_number:
        yield Diagnostic("R533", Position("--register"), {"rows": str(without_number)})
    found = joined.settled
    for code, position, taken_out, to_verify, not_assessed in (
        ("R534", "--register", found.taken_out, found.to_verify, found.not_assessed),
        ("R535", "", found.paid_elsewhere, found.on_several_rows, 0),
    ):
        counted = (
            (_TAKEN_OUT[code], taken_out, _TO_BE_PAID), (_TO_VERIFY, to_verify, _TO_BE_PAID),
            (_NOT_ASSESSED, not_assessed, _ON_ASSESSMENTS),
        )  # fmt: skip
        parts = [
            (label.zh.format(count), label.en.format(count_of(count, *what))) for label, count, what in counted if count
        ]
        if parts:
            what_zh, what_en = ("；".join(zh for zh, _ in parts), "; ".join(en for _, en in parts))
            if taken_out or to_verify:
                what_zh = f"少发、应享未享中{what_zh}"
            yield Diagnostic(code, Position(position), {"what_zh": what_zh, "what_en": what_en})
