"""What is found to be paid up, held against the registers: nothing is to be paid for a month in which nothing was due.

Rows are judged by what the roll says alone, so that whoever died in August is found `unpaid` from September on. Such
findings are taken out where a register of deaths, of prisoners or of people moved away is certain. Where it has the
number under another name or with two days, and where the person stands on another roll, they stay, and what they have
at stake is to be verified first; so it is, of a year, where nothing was due in some of its months.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import among, cast, choice, every, is_unknown, negated, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, call, column, concatenated, named, relation, text
from assess.rolls.findings import CHECK, PAY
from assess.rolls.queries import (
    copied,
    counted,
    forget,
    only_where,
    packed,
    part_of,
    run,
    table,
    without_rows,
)
from assess.rolls.registers import wording
from assess.rolls.registers.altering import PLACE, altered, placed
from assess.rolls.registers.dated import CODES
from assess.rolls.registers.kinds import ROLL
from assess.rolls.registers.payments import TWELFTHS, Matched, Roll, matched
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import entries, merged
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOT_DUE, _ALTERED = "months_not_due", "arrears_altered"
_NOT_DUE_TYPES = {
    "source": "VARCHAR", "row": "BIGINT", "month": "INTEGER", "is_certain": "BOOLEAN", "rank": "INTEGER",
    "zh": "VARCHAR", "en": "VARCHAR",
}  # fmt: skip
_IS_SETTLED = "is_settled"
_TO_BE_PAID = ("unpaid", "underpaid")


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
    run(connection, table(_NOT_DUE, without_rows(_NOT_DUE_TYPES)))
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
                run(connection, copied(_altered(path), new[-1]))
        return Settled(tuple(new), taken_out, to_verify)
    finally:
        for name in (_NOT_DUE, _ALTERED):
            forget(connection, name)


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
    run(connection, table(_ALTERED, _contradicted(path, stakes)))
    settled_, doubtful = column(_IS_SETTLED), negated(column(_IS_SETTLED))
    counts = exp.select(only_where(counted(), settled_), only_where(counted(), doubtful)).from_(_ALTERED)
    ((taken_out, to_verify),) = run(connection, counts).fetchall()
    return int(taken_out), int(to_verify)


def _contradicted(path: Path, stakes: Stakes) -> exp.Select:
    """The findings of what is to be paid for months of which a register says something, each by its `place`.

    `is_settled`: nothing was due in all months that the finding is about. `zh`, `en`: the first thing said against it,
    what is not certain before what is.
    """
    said = packed(**{name: column(name, "not_due") for name in ("is_certain", "rank", "zh")})
    months = exp.Count(this=exp.Distinct(expressions=[column("month", "not_due")]))
    certain_months = only_where(months, column("is_certain", "not_due"))
    same = every(
        [
            *(column(name, "found").eq(column(name, "not_due")) for name in ("source", "row")),
            some([column("months", "found") > 1, column("month", "found").eq(column("month", "not_due"))]),
        ]
    )
    return (
        exp.select(
            column(PLACE, "found"), named(certain_months.eq(column("months", "found")), _IS_SETTLED),
            *(named(call("ARG_MIN", column(language, "not_due"), said), language) for language in ("zh", "en")),
        )
        .from_(_to_be_paid(path, stakes).subquery("found"))
        .join(relation(_NOT_DUE, "not_due"), on=same)
        .group_by(column(PLACE, "found"), column("months", "found"))
    )  # fmt: skip


def _to_be_paid(path: Path, stakes: Stakes) -> exp.Select:
    """What is found to be paid up: `place`, `source`, `row`, `month` as a number; `months`: how many it is about."""
    months: exp.Expr = number(1)
    if stakes.by_year:
        by_year = among(column("benefit"), [text(benefit) for benefit in sorted(stakes.by_year)])
        months = choice((by_year, number(TWELFTHS)), otherwise=months)
    return (
        exp.select(
            *(column(name) for name in (PLACE, "source", "row")), named(stakes.month(column("month")), "month"),
            named(months, "months"),
        )
        .from_(placed(path).subquery("found"))
        .where(
            every([
                among(column("code"), [text(code) for code in _TO_BE_PAID]),
                among(column("direction"), [text(direction) for direction in (PAY, CHECK)]),
            ])
        )
    )  # fmt: skip


def _altered(path: Path) -> exp.Select:
    """The findings of the file, with what is listed for it."""
    doubtful = exp.select(*(column(name) for name in (PLACE, "zh", "en"))).from_(_ALTERED)
    gone = exp.select(column(PLACE)).from_(_ALTERED)
    return altered(path, doubtful.where(negated(column(_IS_SETTLED))), gone.where(column(_IS_SETTLED)))
