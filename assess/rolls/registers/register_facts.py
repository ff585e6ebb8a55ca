"""Registers that stand for a fact (long-term care insurance, work injury): what is due once the fact is as registered.

rows_with_register_fact      → the rows whose person is on the register, for the months in which they are
(whoever runs the check decides these rows again, with the fact of the register's kind set to true, and to false)
findings_with_register_fact  → paid beyond what is then due; and where the roll states the fact otherwise

What was found of these rows by what the roll itself says of the fact is replaced, see `decided_again`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.engines.sql.nodes import cast, choice, every, is_known, negated, number
from assess.language.types import Label
from assess.rolls.finding_rows import (
    MONEY,
    column,
    finding,
    id_number,
    named,
    text,
)
from assess.rolls.findings import FINDINGS
from assess.rolls.queries import (
    Keep,
    Relation,
    counted,
    kept,
    only_where,
    packed,
    part_of,
    relation,
    union,
    written,
)
from assess.rolls.registers import fact_wording, wording
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.dated import cite_of, direction_of, money, uncited, whose
from assess.rolls.registers.kinds import LTCI, WORK_INJURY, Kind
from assess.rolls.registers.made import Made, findings_written
from assess.rolls.registers.months import TWELFTHS, listed_months, months_of_year, text_of_month, which_months
from assess.rolls.registers.payments import Matched, Roll, matched
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import BY_NAME, entries, merged, surest
from assess.rolls.stakes import Stakes, certain_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CODES: dict[Kind, str] = {LTCI: "beside_ltci", WORK_INJURY: "beside_work_injury"}
_OTHERWISE = "registered_otherwise"
_BESIDES = Label("按名册所填也多发的部分另列。", " What is too much already by what the roll says is told by itself.")


@dataclass(frozen=True, slots=True)
class Before:
    """The check as it was. `benefits`: with `paid.` and `due.` columns. `fact`: the label of the fact's question."""

    roll: Roll
    benefits: tuple[PaidBenefit, ...]
    fact: Label


def not_asked(registers: Sequence[Register], ruleset: str, read: Container[str]) -> tuple[Diagnostic, ...]:
    """A warning for each register that stands for a fact which nothing that is decided goes by. `read`: those that
    something does."""
    return tuple(
        Diagnostic(
            "R510",
            Position(register.shown),
            {
                "ruleset": ruleset,
                "fact": register.kind.fact,
                "register_zh": register.kind.label.zh,
                "register_en": register.kind.label.en,
            },
        )
        for register in registers
        if register.kind.fact is not None and register.kind.fact not in read
    )


def rows_with_register_fact(
    connection: DuckDBPyConnection,
    registers: Sequence[Register],
    roll: Roll,
    out: Path,
    benefits: Sequence[PaidBenefit] = (),
) -> int:
    """Lists the rows to decide again with the fact `registers[0].kind.fact` set to true, whatever the roll says of it.

    `registers`: all of one kind. Writes to `out` the columns `source`, `row` and `month` (text `YYYY-MM`; NULL where
    `roll.decisions` has no column `month`), sorted by them, a row per row of `roll.decisions` whose person draws what
    the register lists in the row's month: from the month of the start, through the month of the end. Where rows state
    no month and one of the benefits is paid by the year, any month of that year will do. Besides: `is_whole`, the
    register has all months that the row is about; `is_certain`, and has the person under no other name; `is_rejected`,
    the roll's row could not be read. Returns how many rows there are.
    """
    with matched(connection, registers, roll, ()) as found:
        month = text_of_month(column("month")) if found.by_month else cast(exp.null(), "VARCHAR")
        keys = ("source", "row", "month")
        flags = ("is_whole", "is_certain", "is_rejected")
        rows = exp.select(
            column("source"), column("row"), named(month, "month"), *(column(each) for each in flags)
        ).from_(_on_register(registers, found, _by_year(benefits, found)).subquery("rows"))  # fmt: skip
        query = exp.select(
            *(column(each) for each in keys),
            *(named(exp.LogicalAnd(this=column(each)), each) for each in flags),
        ).from_(rows.subquery("rows"))  # fmt: skip
        query = query.group_by(*(column(each) for each in keys)).order_by(*(column(each) for each in keys))
        return written(connection, query, out)


def _by_year(benefits: Sequence[PaidBenefit], found: Matched) -> bool:
    """Is a row about a year, since something is paid by the year and rows state no month?"""
    return not found.by_month and any(each.period == "year" for each in benefits)


def _on_register(registers: Sequence[Register], found: Matched, by_year: bool) -> exp.Select:
    """The rows of people in the months in which the register has them, with `event` and `ends` of the entry.

    `covered` is that month; where a row is about a year, each of its months. `is_own`: it is the month of the check.
    """
    covered: exp.Expr = column("month")
    if by_year:
        covered = months_of_year(covered)
    in_span = every(
        [
            column("person", "matched").eq(column("person", "spans")),
            exp.Between(this=column("covered", "matched"), low=column("first", "spans"), high=column("last", "spans")),
        ]
    )
    rows = exp.select("*", named(cast(covered, "INTEGER"), "covered")).from_(found.table)
    rows = rows.where(found.portion.of(column("person")))
    joined = (
        exp.select("matched.*", column("event", "spans"), named(column("last", "spans"), "ends"))
        .from_(rows.subquery("matched"))
        .join(merged(entries(registers, found.portion), BY_NAME).subquery("spans"), on=in_span)
    )
    whose = [column(each) for each in ("source", "row", "month")]
    month = [column(each, "matched") for each in ("source", "row", "month", "covered")]
    once = surest(joined, column("full_name", "matched"), month)
    months = exp.Window(this=counted(), partition_by=whose)
    is_whole = months.eq(number(TWELFTHS)) if by_year else exp.true()
    return exp.select(
        "*", named(is_whole, "is_whole"), named(column("covered").eq(column("month")), "is_own")
    ).from_(once.subquery("once"))  # fmt: skip


def findings_with_register_fact(
    connection: DuckDBPyConnection,
    registers: Sequence[Register],
    before: Before,
    after: Relation,
    out: Path,
    stakes: Stakes | None = None,
    changes: Path | None = None,
) -> int:
    """Writes the findings `beside_ltci` or `beside_work_injury` and `registered_otherwise` to `out`.

    `registers`: as given to `rows_with_register_fact`. `after`: the rows it listed, decided again: `source`, `row`,
    `month` (where `before.roll.decisions` has it), `due.<benefit>` with the fact set to true and `without.<benefit>`
    with the fact set to false for every benefit of `before`, in the same period and type as before, and `stated`
    BOOLEAN: what the roll itself says of the fact, NULL where nothing, and `unreadable` BOOLEAN: its cell for the fact
    cannot be read.

    A benefit is found where more is paid than is due with the fact, and the fact makes the difference: less is due
    than without it, or nobody can tell what is due without it, and so not that it is as little. Where what is due with
    it cannot be decided, or the roll itself says that the fact is so, nothing is found here.
    The amount is what is paid less what is due with the fact; of what is paid by the year, on rows that state no
    month, a twelfth of it for each month on the register. `registered_otherwise` is information, with no amount: the
    roll says no to the fact, or nothing. What is at stake in single payments is kept in `stakes`. `changes`: where to
    write what changes, see `_changes`. Returns the number of findings.
    """
    kind = registers[0].kind
    with (
        matched(connection, registers, before.roll, before.benefits, ("paid", "due")) as found,
        kept(connection, "on_registers") as keep,
    ):
        portions, changed = [], []
        for portion in found.portions():
            by_year = _by_year(before.benefits, portion)
            decided = keep(_decided_again(_on_register(registers, portion, by_year), portion, after))
            made = [Made(_otherwise(kind, decided, before.fact))]
            if found.benefits:
                made.append(_beside(kind, decided, portion, keep))
                changed.append(_changes(kind, decided, portion))
            portions.append(made)
        if changes is not None and changed:
            written(connection, union(changed), changes)
        return findings_written(connection, portions, out, stakes, before.roll.sources)


def _decided_again(rows: exp.Select, found: Matched, after: Relation) -> exp.Select:
    """The rows with what is due of each benefit with the fact, in `after.<benefit>`, and without it, and what the roll
    says of the fact."""
    same = [column(name, "rows").eq(column(name, "after")) for name in ("source", "row")]
    if found.by_month:
        same.append(text_of_month(column("month", "rows")).eq(column("month", "after")))
    now: list[exp.Expr] = [named(column(f"due.{each.name}", "after"), f"after.{each.name}") for each in found.benefits]
    now += [column(f"without.{each.name}", "after") for each in found.benefits]
    return (
        exp.select("rows.*", column("stated", "after"), column("unreadable", "after"), *now)
        .from_(rows.subquery("rows"))
        .join(relation(after, "after"), on=every(same))
    )


def _changes(kind: Kind, decided: exp.Select, found: Matched) -> exp.Query:
    """Of each row (and month, as text) and benefit: `is_found`, the benefit is found beside the insurance; `is_lower`,
    less is due with the fact than by what the roll says; `is_other`, more is, or nobody knows."""
    month = text_of_month(column("month")) if found.by_month else cast(exp.null(), "VARCHAR")
    selects = []
    for each in found.benefits:
        due, now = column(f"due.{each.name}"), column(f"after.{each.name}")
        lower = choice((now < due, exp.true()), otherwise=exp.false())
        other = every([exp.NullSafeNEQ(this=due, expression=now), negated(lower)])
        values = {"is_found": _is_too_much(kind, each, found.by_month), "is_lower": lower, "is_other": other}
        selects.append(
            exp.select(
                column("source"), column("row"), named(month, "month"), named(text(each.name), "benefit"),
                *(named(exp.LogicalOr(this=value), name) for name, value in values.items()),
            ).from_(decided.subquery("decided")).group_by(column("source"), column("row"), month.copy())
        )  # fmt: skip
    return union(selects)


def _place() -> exp.Expr:
    return packed(
        month=column("covered"), part=column("part"), source=column("source"), row=column("row"), case=column("case"),
        name=column("full_name"), district=column("district"), event=column("event"), ends=column("ends"),
    )  # fmt: skip


def _beside(kind: Kind, decided: exp.Select, found: Matched, keep: Keep) -> Made:
    keys = ("person", "benefit", "parts", "is_certain")
    drawn = keep(union([_too_much(kind, each, decided, found.by_month) for each in found.benefits]))
    by_person = keep(
        exp.select(
            *(column(key) for key in keys), named(exp.Min(this=column("place")), "place"),
            named(exp.Min(this=column("month")), "first"), named(exp.Max(this=column("month")), "last"),
            named(exp.Count(this=exp.Distinct(expressions=[column("month")])), "months"), named(counted(), "rows"),
            named(listed_months(column("month")), "listed"),
            named(_fen(exp.Sum(this=column("claimed"))), "fen_paid"),
            named(_fen(exp.Sum(this=column("due"))), "fen_due"),
            named(exp.NEQ(this=exp.Sum(this=column("paid")), expression=exp.Sum(this=column("claimed"))), "is_part"),
        )
        .from_(drawn.subquery("drawn"))
        .group_by(*(column(key) for key in keys))
    )  # fmt: skip
    # of twelfths, what is at stake is rounded down, and what is due up
    fen_paid = column("fen_paid") // column("parts")
    fen = (column("fen_paid") - column("fen_due")) // column("parts")
    shares = exp.select("*", named(fen_paid, "paid_share"), named(fen, "at_stake")).from_(
        by_person.subquery("by_person")
    )
    first, last, place = column("first"), column("last"), column("place")
    paid, amount = money(column("paid_share")), money(column("at_stake"))
    due = money(column("paid_share") - column("at_stake"))
    cite = cite_of(found.benefits, kind, first)
    name, registered = part_of(place, "name"), part_of(part_of(place, "event"), "name")
    zh, en = wording.joined(
        fact_wording.listed_in(kind, place),
        fact_wording.paid_and_due(found.benefits, paid, due, amount),
        wording.demand(kind, negated(column("is_certain"))),
        wording.only_if(column("is_part"), wording.fixed(_BESIDES)),
        wording.name_differs(name, registered),
        uncited(cite),
    )
    values = whose(place) | {
        "code": exp.Literal.string(CODES[kind]),
        "id_number": id_number(column("person")),
        **which_months(first, last, column("months"), column("listed")),
        "benefit": column("benefit"),
        "paid": paid,
        "due": due,
        "amount": amount,
        "direction": direction_of(CODES[kind], name, registered),
        "cite": cite,
        "sentence_zh": zh,
        "sentence_en": en,
    }
    findings = exp.select(*finding(values)).from_(shares.subquery("shares")).where(column("at_stake") > 0)
    certain = exp.select(*(column(key) for key in keys)).from_(by_person.subquery("by_person"))
    certain = certain.where(column("is_certain"))
    return Made(findings, _stakes(kind, certain_of(drawn, certain, keys)))


def _stakes(kind: Kind, drawn: exp.Select) -> exp.Select:
    """What is at stake in each payment."""
    place = column("place")
    return exp.select(
        named(text(CODES[kind]), "finding"), column("person"), named(part_of(place, "source"), "source"),
        named(part_of(place, "row"), "row"), *(column(name) for name in ("benefit", "month", "parts")),
        named(column("due"), "low"), named(column("claimed"), "high"),
    ).from_(drawn.subquery("drawn"))  # fmt: skip


def _too_much(kind: Kind, benefit: PaidBenefit, decided: exp.Select, by_month: bool) -> exp.Select:
    """The rows of a benefit that pay more than is due with the fact, where the fact makes the difference.

    `claimed`: the part of what is paid that is held against `due`. Where the register has only some months of a year,
    what is paid above what is due by the roll itself is found of the whole year already.
    """
    paid, due, now = (column(f"{part}.{benefit.name}") for part in ("paid", "due", "after"))
    is_part = every([negated(column("is_whole")), is_known(due)])
    claimed = choice((is_part, exp.Least(this=paid, expressions=[due])), otherwise=paid)
    return (
        exp.select(
            column("person"), named(exp.Literal.string(benefit.name), "benefit"), named(column("covered"), "month"),
            named(number(TWELFTHS if benefit.period == "year" else 1), "parts"), column("is_certain"),
            named(_place(), "place"),
            named(cast(paid, MONEY), "paid"), named(cast(claimed, MONEY), "claimed"), named(cast(now, MONEY), "due"),
        )
        .from_(decided.subquery("decided"))
        .where(every([_is_too_much(kind, benefit, by_month), claimed.copy() > now]))
    )  # fmt: skip


def _is_too_much(kind: Kind, benefit: PaidBenefit, by_month: bool) -> exp.Expr:
    """Is more paid than is due with the fact, and not as little due without it for certain? Never NULL. What the fact
    can only raise is too much whether it holds or not: found as on any row, where the row is judged again."""
    paid, now, without = (column(f"{part}.{benefit.name}") for part in ("paid", "after", "without"))
    says_yes = exp.Coalesce(this=column("stated"), expressions=[exp.false()])
    makes_none = exp.Coalesce(this=without <= now, expressions=[exp.false()])
    conditions = [paid > now, negated(makes_none), negated(says_yes)]
    if benefit.period != "year" and not by_month:
        conditions.append(column("is_own"))
    if kind.id not in benefit.lowered_by:
        conditions.append(negated(every([column("is_whole"), column("is_certain")])))
    return choice((every(conditions), exp.true()), otherwise=exp.false())


def _fen(yuan_: exp.Expr) -> exp.Expr:
    return cast(yuan_ * 100, "HUGEINT")


def _otherwise(kind: Kind, decided: exp.Select, fact: Label) -> exp.Query:
    says_yes = exp.Coalesce(this=column("stated"), expressions=[exp.false()])
    by_person = (
        exp.select(
            column("person"), named(exp.Min(this=column("month")), "first"),
            named(exp.Max(this=column("month")), "last"),
            named(exp.Count(this=exp.Distinct(expressions=[column("month")])), "months"),
            named(listed_months(column("month")), "listed"),
            named(exp.Min(this=_place()), "place"), named(only_where(counted(), is_known(column("stated"))), "no"),
            named(only_where(counted(), column("unreadable")), "unreadable"),
        )
        .from_(decided.subquery("decided"))
        .where(every([column("is_own"), exp.Not(this=says_yes)]))
        .group_by(column("person"))
    )  # fmt: skip
    place, first, last = column("place"), column("first"), column("last")
    said = wording.joined(
        wording.only_if(
            column("no") > 0,
            wording.fixed(Label(f"名册所填“{fact.zh}”为否，与登记不符。", f"; the roll says no to “{fact.en}”.")),
        ),
        wording.only_if(
            every([column("no").eq(number(0)), column("unreadable") > 0]),
            wording.fixed(
                Label(
                    f"名册所填“{fact.zh}”读不出，见 rejects.csv。",
                    f"; what the roll says of “{fact.en}” cannot be read, see rejects.csv.",
                )
            ),
        ),
        wording.only_if(
            every([column("no").eq(number(0)), column("unreadable").eq(number(0))]),
            wording.fixed(Label(f"名册没有填“{fact.zh}”。", f"; the roll says nothing of “{fact.en}”.")),
        ),
    )
    zh, en = wording.joined(
        fact_wording.listed_in(kind, place),
        said,
        wording.name_differs(part_of(place, "name"), part_of(part_of(place, "event"), "name")),
    )
    values = whose(place) | {
        "code": exp.Literal.string(_OTHERWISE),
        "id_number": id_number(column("person")),
        **which_months(first, last, column("months"), column("listed")),
        "amount": number(0),
        "direction": exp.Literal.string(FINDINGS[_OTHERWISE].direction),
        "sentence_zh": zh,
        "sentence_en": en,
    }
    return exp.select(*finding(values)).from_(by_person.subquery("by_person"))
