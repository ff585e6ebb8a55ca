"""What is found to be paid up, held against the registers and the rest of the roll: nothing is to be paid for a month
in which nothing was due, nor what another row pays.

Rows are judged by what the roll says alone, so that whoever died in August is found `unpaid` from September on. Such
findings are taken out where a register of deaths, of prisoners or of people moved away is certain. Where it has the
number under another name or with two days, and where the person stands on another roll, they stay, and what they have
at stake is to be verified first; so it is, of a year, where nothing was due in some of its months, and where the person
has several rows (see `several_rows`).

Nor has anybody to be assessed for a month after death: such findings are taken out where the register is certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import among, cast, choice, every, is_unknown, negated, number, some, unknown
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, call, column, concatenated, named, relation, text
from assess.rolls.findings import CHECK, PAY
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import (
    any_rows,
    columns_of,
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
from assess.rolls.registers.kinds import DEATHS, ROLL
from assess.rolls.registers.months import TWELFTHS, months_of_year
from assess.rolls.registers.payments import Matched, Roll, matched
from assess.rolls.registers.register import Register
from assess.rolls.registers.several_rows import SeveralRows
from assess.rolls.registers.spans import BY_NAME, entries, merged
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NOT_DUE, _ALTERED = "months_not_due", "arrears_altered"
_NOT_DUE_TYPES = {
    "source": "VARCHAR", "row": "BIGINT", "month": "INTEGER", "benefit": "VARCHAR", "is_certain": "BOOLEAN",
    "by_roll": "BOOLEAN", "is_death": "BOOLEAN", "rank": "INTEGER", "zh": "VARCHAR", "en": "VARCHAR",
}  # fmt: skip
_IS_SETTLED = "is_settled"
_TO_BE_PAID = ("unpaid", "underpaid")
_ASSESSMENTS = ("assessment_missing", "assessment_out_of_date")
_COUNTED = ((True, False), (False, False), (True, True), (False, True))
"""What is counted of the findings altered, in the order of Settled: are they settled; is it by other rows alone. Last
come assessments of the dead."""
_LAST = 1_000
"""What the roll's own rows say comes after what registers do."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`files`: those given, or what they have become. `taken_out`, `to_verify`: how many findings by the registers;
    `paid_elsewhere`, `on_several_rows`: how many by the other rows of the roll alone. `not_assessed`: how many findings
    on assessments are about the dead, and are taken out."""

    files: tuple[Path, ...]
    taken_out: int = 0
    to_verify: int = 0
    paid_elsewhere: int = 0
    on_several_rows: int = 0
    not_assessed: int = 0


def settled(
    connection: DuckDBPyConnection,
    registers: Iterable[Register],
    roll: Roll,
    by_year: Sequence[str],
    files: Sequence[Path],
    place: Path,
    several: SeveralRows | None = None,
) -> Settled:
    """The findings of the files with what is to be paid held against the registers, and the people's other rows.

    `by_year`: the benefits that are paid by the year; what is to be paid of one is taken out where nothing was due in
    all of the year, and to be verified where nothing was in some of its months. A file in which nothing changes stays
    as it is, others are written anew to `place`, in the same order.
    """
    groups: dict[str, list[Register]] = {}
    for register in registers:
        if register.kind in CODES or register.kind is ROLL:
            groups.setdefault(register.id, []).append(register)
    if not files or not (groups or several):
        return Settled(tuple(files))
    stakes = Stakes(roll.months, frozenset(by_year))
    run(connection, table(_NOT_DUE, without_rows(_NOT_DUE_TYPES)))
    try:
        if groups:
            with matched(connection, [one for group in groups.values() for one in group], roll, ()) as found:
                for rank, group in enumerate(groups.values()):
                    for portion in found.portions():
                        rows = _not_due(group, portion, rank, whole_year=bool(by_year) and not found.by_month)
                        run(connection, exp.insert(rows, _NOT_DUE))
        if several is not None:
            _object(connection, several, roll, files, by_year)
        if not any_rows(connection, _NOT_DUE):
            return Settled(tuple(files))
        new: list[Path] = []
        counts = [0] * (len(_COUNTED) + 1)
        for number_, path in enumerate(files):
            of_file = _alter(connection, path, stakes)
            counts = [count + more for count, more in zip(counts, of_file, strict=True)]
            new.append(path)
            if any(of_file):
                new[-1] = place / f"settled-{number_:06}.parquet"
                run(connection, copied(_altered(path), new[-1]))
        return Settled(tuple(new), *counts)
    finally:
        for name in (_NOT_DUE, _ALTERED):
            forget(connection, name)


def _object(
    connection: DuckDBPyConnection, several: SeveralRows, roll: Roll, files: Sequence[Path], by_year: Sequence[str]
) -> None:
    """Puts what the people's other rows say against it beside what the registers do."""
    whole_year = bool(by_year) and "month" not in columns_of(connection, roll.decisions)
    owed = exp.select(column("source"), column("row")).from_(parquet(*files)).where(_is_to_be_paid())
    try:
        for query in several.objections(connection, roll, owed):
            values = {
                "by_roll": exp.true(),
                "is_death": exp.false(),
                "rank": number(_LAST),
                "month": _months(column("month"), whole_year),
            }
            columns = [
                named(cast(values.get(name, column(name)), type_), name) for name, type_ in _NOT_DUE_TYPES.items()
            ]
            run(connection, exp.insert(exp.select(*columns).from_(query.subquery("said")), _NOT_DUE))
    finally:
        several.end(connection)


def _months(month: exp.Expr, whole_year: bool) -> exp.Expr:
    """The month, or every month of its year, a row for each."""
    return months_of_year(month) if whole_year else month


def _not_due(registers: Sequence[Register], found: Matched, rank: int, *, whole_year: bool) -> exp.Select:
    """The rows and months in which nothing was due, or perhaps nothing was; in the columns of the table."""
    kind = registers[0].kind
    listed: exp.Query = entries(registers, found.portion)
    if kind is ROLL:
        pays = some([is_unknown(column("amount")), column("amount") > 0])
        listed = exp.select("*").from_(listed.subquery("entries")).where(pays)
    month = cast(_months(column("month"), whole_year), "INTEGER")
    rows = exp.select(
        *(column(name) for name in ("source", "row", "person", "full_name")), named(month, "month")
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
            *(column(name, "rows") for name in ("source", "row", "month")), named(unknown("VARCHAR"), "benefit"),
            named(exp.false() if kind is ROLL else is_certain, "is_certain"), named(exp.false(), "by_roll"),
            named(exp.true() if kind is DEATHS else exp.false(), "is_death"),
            named(number(rank), "rank"), named(zh, "zh"), named(en, "en"),
        )
        .from_(rows.subquery("rows"))
        .join(merged(listed, BY_NAME).subquery("spans"), on=in_span)
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


def _alter(connection: DuckDBPyConnection, path: Path, stakes: Stakes) -> list[int]:
    """Lists what is to be altered in the file: how many findings, as `_COUNTED` has it."""
    run(connection, table(_ALTERED, _contradicted(path, stakes)))
    counts = []
    for is_settled, by_roll in _COUNTED:
        those = [negated(column("is_assessment")), column(_IS_SETTLED) if is_settled else negated(column(_IS_SETTLED))]
        those.append(column("by_roll") if by_roll else negated(column("by_roll")))
        counts.append(only_where(counted(), every(those)))
    counts.append(only_where(counted(), column("is_assessment")))
    (found,) = run(connection, exp.select(*counts).from_(_ALTERED)).fetchall()
    return [int(count) for count in found]


def _contradicted(path: Path, stakes: Stakes) -> exp.Select:
    """The findings of what is to be paid for months of which a register says something, and on assessments of those of
    whom one says for certain that they were dead (`is_assessment`), each by its `place`.

    `is_settled`: nothing was due in all months that the finding is about, or other rows pay it. `by_roll`: but for the
    other rows it would not be altered so. `zh`, `en`: the first thing said against it, what is not certain before what
    is.
    """
    said = packed(**{name: column(name, "not_due") for name in ("is_certain", "rank", "zh")})
    months = exp.Count(this=exp.Distinct(expressions=[column("month", "not_due")]))
    is_certain, by_register = column("is_certain", "not_due"), negated(column("by_roll", "not_due"))
    is_settled = only_where(months, is_certain).eq(column("months", "found"))
    by_registers = only_where(months.copy(), every([is_certain, by_register])).eq(column("months", "found"))
    by_roll = choice(
        (is_settled.copy(), negated(by_registers)), otherwise=only_where(counted(), by_register).eq(number(0))
    )
    same = every(
        [
            *(column(name, "found").eq(column(name, "not_due")) for name in ("source", "row")),
            some([column("months", "found") > 1, column("month", "found").eq(column("month", "not_due"))]),
            some(
                [is_unknown(column("benefit", "not_due")), column("benefit", "not_due").eq(column("benefit", "found"))]
            ),
            some(
                [
                    negated(column("is_assessment", "found")),
                    every([column("is_death", "not_due"), column("is_certain", "not_due")]),
                ]
            ),
        ]
    )
    return (
        exp.select(
            column(PLACE, "found"), column("is_assessment", "found"), named(is_settled, _IS_SETTLED),
            named(by_roll, "by_roll"),
            *(named(call("ARG_MIN", column(language, "not_due"), said), language) for language in ("zh", "en")),
        )
        .from_(_looked_at(path, stakes).subquery("found"))
        .join(relation(_NOT_DUE, "not_due"), on=same)
        .group_by(*(column(name, "found") for name in (PLACE, "months", "is_assessment")))
    )  # fmt: skip


def _looked_at(path: Path, stakes: Stakes) -> exp.Select:
    """What is found to be paid up, and on assessments (`is_assessment`): `place`, `source`, `row`, `benefit`, `month`
    as a number; `months`: how many it is about."""
    is_assessment = among(column("code"), [text(code) for code in _ASSESSMENTS])
    months: exp.Expr = number(1)
    if stakes.by_year:
        by_year = among(column("benefit"), [text(benefit) for benefit in sorted(stakes.by_year)])
        months = choice((by_year, number(TWELFTHS)), otherwise=months)
    return (
        exp.select(
            *(column(name) for name in (PLACE, "source", "row", "benefit")),
            named(stakes.month(column("month")), "month"), named(months, "months"),
            named(is_assessment, "is_assessment"),
        )
        .from_(placed(path).subquery("found"))
        .where(some([_is_to_be_paid(), is_assessment.copy()]))
    )  # fmt: skip


def _is_to_be_paid() -> exp.Expr:
    codes, directions = ([text(one) for one in those] for those in (_TO_BE_PAID, (PAY, CHECK)))
    return every([among(column("code"), codes), among(column("direction"), directions)])


def _altered(path: Path) -> exp.Select:
    """The findings of the file, with what is listed for it."""
    doubtful = exp.select(*(column(name) for name in (PLACE, "zh", "en"))).from_(_ALTERED)
    gone = exp.select(column(PLACE)).from_(_ALTERED)
    return altered(path, doubtful.where(negated(column(_IS_SETTLED))), gone.where(column(_IS_SETTLED)))
