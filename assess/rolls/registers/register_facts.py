"""Registers that stand for a fact (long-term care insurance, work injury): what is due once the fact is as registered.

rows_with_register_fact      → the rows whose person is on the register, for the months in which they are
(whoever runs the check decides these rows again, with the fact of the register's kind set to true)
findings_with_register_fact  → paid beyond what is then due; and where the roll states the fact otherwise
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.engines.sql.nodes import cast, choice, every, is_known, is_unknown, negated, number, some
from assess.language.program import Program
from assess.language.types import Label
from assess.rolls.finding_rows import (
    MONEY,
    Texts,
    column,
    concatenated,
    finding,
    id_number,
    named,
    text,
    yuan,
)
from assess.rolls.findings import FINDINGS
from assess.rolls.registers import wording
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.dated import cite_of, direction_of, money, uncited, whose
from assess.rolls.registers.kinds import LTCI, WORK_INJURY, Kind
from assess.rolls.registers.months import FOREVER, month_in_words, span_in_words, text_of_month
from assess.rolls.registers.payments import TWELFTHS, Matched, Roll, matched
from assess.rolls.registers.queries import (
    Made,
    Relation,
    counted,
    findings_written,
    only_where,
    packed,
    part_of,
    relation,
    union,
    written,
)
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import entries, merged
from assess.rolls.stakes import Stakes, certain_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CODES: dict[Kind, str] = {LTCI: "beside_ltci", WORK_INJURY: "beside_work_injury"}
_OTHERWISE = "registered_otherwise"


@dataclass(frozen=True, slots=True)
class Before:
    """The check as it was. `benefits`: with `paid.` and `due.` columns. `fact`: the label of the fact's question."""

    roll: Roll
    benefits: tuple[PaidBenefit, ...]
    fact: Label


def not_asked(registers: Sequence[Register], program: Program) -> tuple[Diagnostic, ...]:
    """A warning for each register that stands for a fact which the ruleset does not ask."""
    return tuple(
        Diagnostic(
            "R510",
            Position(register.shown),
            {
                "ruleset": program.id,
                "fact": register.kind.fact,
                "register_zh": register.kind.label.zh,
                "register_en": register.kind.label.en,
            },
        )
        for register in registers
        if register.kind.fact is not None and register.kind.fact not in program.inputs
    )


def rows_with_register_fact(
    connection: DuckDBPyConnection, registers: Sequence[Register], roll: Roll, out: Path
) -> int:
    """Lists the rows to decide again with the fact `registers[0].kind.fact` set to true, whatever the roll says of it.

    `registers`: all of one kind. Writes to `out` the columns `source`, `row` and `month` (text `YYYY-MM`; NULL where
    `roll.decisions` has no column `month`), sorted by them, a row per row of `roll.decisions` whose person draws what
    the register lists in the row's month: from the month of the start, through the month of the end. Returns how
    many rows there are.
    """
    with matched(connection, registers, roll, ()) as found:
        month = text_of_month(column("month")) if found.by_month else cast(exp.null(), "VARCHAR")
        keys = [column("source"), column("row"), named(month, "month")]
        query = exp.select(*keys).from_(_on_register(registers, found).subquery("rows"))
        return written(connection, query.order_by(*(column(each) for each in ("source", "row", "month"))), out)


def _on_register(registers: Sequence[Register], found: Matched) -> exp.Select:
    """The rows of people in the months in which the register has them, with `event` and `ends` of the entry."""
    in_span = every(
        [
            column("person", "matched").eq(column("person", "spans")),
            exp.Between(this=column("month", "matched"), low=column("first", "spans"), high=column("last", "spans")),
        ]
    )
    rows = exp.select("*").from_(found.table).where(found.portion.of(column("person")))
    return (
        exp.select("matched.*", column("event", "spans"), named(column("last", "spans"), "ends"))
        .from_(rows.subquery("matched"))
        .join(merged(entries(registers, found.portion)).subquery("spans"), on=in_span)
    )


def findings_with_register_fact(
    connection: DuckDBPyConnection,
    registers: Sequence[Register],
    before: Before,
    after: Relation,
    out: Path,
    stakes: Stakes | None = None,
) -> int:
    """Writes the findings `beside_ltci` or `beside_work_injury` and `registered_otherwise` to `out`.

    `registers`: as given to `rows_with_register_fact`. `after`: the rows it listed, decided again with the fact set to
    true: `source`, `row`, `month` (where `before.roll.decisions` has it), `due.<benefit>` for every benefit of
    `before`, in the same period and type as before, `stated` BOOLEAN: what the roll itself says of the fact,
    NULL where nothing, and `unreadable` BOOLEAN: its cell for the fact cannot be read.

    A benefit is found where more is paid than is due with the fact, and the fact made the difference: less is due than
    before, or nothing could be said before. The amount is what is paid less what is due with the fact. Where that
    cannot be decided either, nothing is found here. `registered_otherwise` is information, with no amount: the roll
    says no to the fact, or nothing. What is at stake in single payments is kept in `stakes`. Returns the number of
    findings.
    """
    kind = registers[0].kind
    with matched(connection, registers, before.roll, before.benefits, ("paid", "due")) as found:
        portions = []
        for portion in found.portions():
            decided = _decided_again(_on_register(registers, portion), portion, after)
            made = [Made(_otherwise(kind, decided, before.fact))]
            if found.benefits:
                made.append(_beside(kind, decided, portion))
            portions.append(made)
        return findings_written(connection, portions, out, stakes)


def _decided_again(rows: exp.Select, found: Matched, after: Relation) -> exp.Select:
    """The rows with what is due of each benefit now, in `after.<benefit>`, and what the roll says of the fact."""
    same = [column(name, "rows").eq(column(name, "after")) for name in ("source", "row")]
    if found.by_month:
        same.append(text_of_month(column("month", "rows")).eq(column("month", "after")))
    now = [named(column(f"due.{each.name}", "after"), f"after.{each.name}") for each in found.benefits]
    return (
        exp.select("rows.*", column("stated", "after"), column("unreadable", "after"), *now)
        .from_(rows.subquery("rows"))
        .join(relation(after, "after"), on=every(same))
    )


def _place() -> exp.Expr:
    return packed(
        month=column("month"), part=column("part"), source=column("source"), row=column("row"), case=column("case"),
        name=column("full_name"), district=column("district"), event=column("event"), ends=column("ends"),
    )  # fmt: skip


def _beside(kind: Kind, decided: exp.Select, found: Matched) -> Made:
    drawn = union([_too_much(each, decided, found.by_month) for each in found.benefits])
    by_person = (
        exp.select(
            column("person"), column("benefit"), column("parts"), named(exp.Min(this=column("place")), "place"),
            named(exp.Min(this=column("month")), "first"), named(exp.Max(this=column("month")), "last"),
            named(exp.Count(this=exp.Distinct(expressions=[column("month")])), "months"),
            named(_fen(exp.Sum(this=column("paid"))), "fen_paid"), named(_fen(exp.Sum(this=column("due"))), "fen_due"),
        )
        .from_(drawn.subquery("drawn"))
        .group_by(column("person"), column("benefit"), column("parts"))
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
        _listed_in(kind, place),
        _paid_and_due(found.benefits, paid, due, amount),
        wording.name_differs(name, registered),
        uncited(cite),
    )
    values = whose(place) | {
        "code": exp.Literal.string(CODES[kind]),
        "id_number": id_number(column("person")),
        "month": choice((first.eq(last), text_of_month(first))),
        "benefit": column("benefit"),
        "paid": paid,
        "due": due,
        "amount": amount,
        "direction": direction_of(CODES[kind], name, registered),
        "months": column("months"),
        "cite": cite,
        "sentence_zh": zh,
        "sentence_en": en,
    }
    findings = exp.select(*finding(values)).from_(shares.subquery("shares")).where(column("at_stake") > 0)
    keys = ("person", "benefit", "parts")
    certain = exp.select(*(column(key) for key in keys)).from_(by_person.subquery("by_person"))
    certain = certain.where(negated(wording.names_differ(name, registered)))
    return Made(findings, _stakes(found, certain_of(drawn, certain, keys)))


def _stakes(found: Matched, drawn: exp.Select) -> exp.Select:
    """What is at stake in each payment; what is paid by the year, on rows that state no month, in all its months."""
    years = [text(each.name) for each in found.benefits if each.period == "year" and not found.by_month]
    is_year = exp.In(this=column("benefit"), expressions=years) if years else exp.false()
    january = column("month") // TWELFTHS * TWELFTHS
    whole_year = exp.func("RANGE", january, january.copy() + TWELFTHS, dialect="duckdb")
    months = choice((is_year, whole_year), otherwise=exp.func("LIST_VALUE", cast(column("month"), "BIGINT")))
    place = column("place")
    return exp.select(
        named(part_of(place, "source"), "source"), named(part_of(place, "row"), "row"), column("benefit"),
        named(exp.Explode(this=months), "month"),
        named(choice((is_year.copy(), number(TWELFTHS)), otherwise=column("parts")), "parts"),
        named(column("paid") - column("due"), "amount"),
    ).from_(drawn.subquery("drawn"))  # fmt: skip


def _too_much(benefit: PaidBenefit, decided: exp.Select, by_month: bool) -> exp.Select:
    """The rows of a benefit that pay more than is due with the fact, where the fact makes the difference."""
    paid, due, now = (column(f"{part}.{benefit.name}") for part in ("paid", "due", "after"))
    parts = TWELFTHS if benefit.period == "year" and by_month else 1
    changed = some([is_unknown(due), now < due])
    return (
        exp.select(
            column("person"), named(exp.Literal.string(benefit.name), "benefit"), column("month"),
            named(number(parts), "parts"), named(_place(), "place"),
            named(cast(paid, MONEY), "paid"), named(cast(now, MONEY), "due"),
        )
        .from_(decided.subquery("decided"))
        .where(every([paid > now, changed]))
    )  # fmt: skip


def _fen(yuan_: exp.Expr) -> exp.Expr:
    return cast(yuan_ * 100, "HUGEINT")


def _otherwise(kind: Kind, decided: exp.Select, fact: Label) -> exp.Query:
    says_yes = exp.Coalesce(this=column("stated"), expressions=[exp.false()])
    by_person = (
        exp.select(
            column("person"), named(exp.Min(this=column("month")), "first"),
            named(exp.Max(this=column("month")), "last"),
            named(exp.Count(this=exp.Distinct(expressions=[column("month")])), "months"),
            named(exp.Min(this=_place()), "place"), named(only_where(counted(), is_known(column("stated"))), "no"),
            named(only_where(counted(), column("unreadable")), "unreadable"),
        )
        .from_(decided.subquery("decided"))
        .where(exp.Not(this=says_yes))
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
        _listed_in(kind, place),
        said,
        wording.name_differs(part_of(place, "name"), part_of(part_of(place, "event"), "name")),
    )
    values = whose(place) | {
        "code": exp.Literal.string(_OTHERWISE),
        "id_number": id_number(column("person")),
        "month": choice((first.eq(last), text_of_month(first))),
        "amount": number(0),
        "direction": exp.Literal.string(FINDINGS[_OTHERWISE].direction),
        "months": column("months"),
        "sentence_zh": zh,
        "sentence_en": en,
    }
    return exp.select(*finding(values)).from_(by_person.subquery("by_person"))


def _listed_in(kind: Kind, place: exp.Expr) -> Texts:
    """`张三在长期护理保险待遇名单中（2023年3月起），`."""
    event, ends = part_of(place, "event"), part_of(place, "ends")
    since = part_of(event, "start")
    since_zh, since_en = month_in_words(since)
    until_zh, until_en = month_in_words(ends)
    is_open = ends.copy() >= number(FOREVER)
    zh = choice(
        (every([is_unknown(since), is_open]), exp.Literal.string("")),
        (is_open.copy(), concatenated("（", since_zh, "起）")),
        (is_unknown(since), concatenated("（至", until_zh, "）")),
        otherwise=concatenated("（", since_zh, "至", until_zh, "）"),
    )
    en = choice(
        (every([is_unknown(since), is_open]), exp.Literal.string("")),
        (is_open.copy(), concatenated(" (from ", since_en, ")")),
        (is_unknown(since), concatenated(" (until ", until_en, ")")),
        otherwise=concatenated(" (", since_en, " to ", until_en, ")"),
    )
    return wording.joined(
        wording.who(part_of(place, "name")),
        Label(f"在{kind.label.zh}中", f" is on the {kind.label.en}"),
        (zh, en),
        Label("，", ""),
    )


def _paid_and_due(benefits: Sequence[PaidBenefit], paid: exp.Expr, due: exp.Expr, amount: exp.Expr) -> Texts:
    """`2023年6月至12月发放护理补贴7个月，共700.00元，按登记的情况应发0.00元，多发700.00元，核实后追回。`."""
    label_zh, label_en = wording.labels_of(benefits, column("benefit"))
    span_zh, span_en = span_in_words(column("first"), column("last"))
    months = cast(column("months"), "VARCHAR")
    is_one = column("months").eq(number(1))
    share = wording.only_if(
        column("parts") > 1, wording.fixed(Label("（按年额折算）", " (as a share of the year's amount)"))
    )
    zh = concatenated(
        span_zh, "发放", label_zh,
        choice((is_one, exp.Literal.string("")), otherwise=concatenated(months, "个月，共")),
        yuan(paid), "元", share[0], "，按登记的情况应发", yuan(due), "元，多发", yuan(amount), "元，核实后追回。",
    )  # fmt: skip
    en = concatenated(
        "; ", label_en, " was paid for ",
        choice((is_one.copy(), exp.Literal.string("")), otherwise=concatenated(months, " months, ")), span_en, ", ",
        yuan(paid), " yuan", choice((is_one.copy(), exp.Literal.string("")), otherwise=exp.Literal.string(" in all")),
        share[1], ", where by the register ", yuan(due), " was due: ", yuan(amount),
        " yuan too much, to be recovered once verified.",
    )  # fmt: skip
    return zh, en
