"""People on this roll and on another benefit's: paid by both in the same months."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, every, is_known, is_unknown, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, column, concatenated, finding, id_number, named, yuan
from assess.rolls.findings import FINDINGS
from assess.rolls.queries import counted, packed, part_of
from assess.rolls.registers import wording
from assess.rolls.registers.dated import cite_of, money, summed, uncited, whose
from assess.rolls.registers.kinds import ROLL
from assess.rolls.registers.made import Made
from assess.rolls.registers.months import span_in_words, which_months
from assess.rolls.registers.payments import Matched, payments
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import entries, merged

_CODE = "on_two_rolls"
_THERE = ("entry", "entries", "fen_there", "unknown_there", "first_name", "last_name")


def two_roll_findings(registers: Sequence[Register], found: Matched) -> Made:
    """Who is paid by this roll in a month in which they stand, with an amount or without one, on the other roll.

    `registers` are those of one other roll. An entry of theirs that pays nothing does not count.
    """
    name = registers[0].name
    pays = some([is_unknown(column("amount")), column("amount") > 0])
    others = exp.select("*").from_(entries(registers, found.portion).subquery("entries")).where(pays)
    paid = payments(found)
    in_span = _covered("payments", "spans")
    twice = (
        exp.select(*(column(each, "payments") for each in ("person", "benefit", "month", "place", "paid", "parts")))
        .from_(paid.subquery("payments"))
        .join(merged(others).subquery("spans"), on=in_span)
    )
    summed_ = summed(twice)
    there = _on_the_other(others, paid)
    same = every([column(each, "here").eq(column(each, "there")) for each in ("person", "benefit")])
    both = (
        exp.select("here.*", *(column(each, "there") for each in _THERE))
        .from_(summed_.subquery("here"))
        .join(there.subquery("there"), on=same)
    )
    return Made(_worded(name, both, found))


def _covered(payments_: str, spans: str) -> exp.Expr:
    month = exp.Between(this=column("month", payments_), low=column("first", spans), high=column("last", spans))
    return every([column("person", payments_).eq(column("person", spans)), month])


def _on_the_other(others: exp.Query, paid: exp.Query) -> exp.Select:
    """Per person and benefit of this roll: the entries of the other that fall into months paid here, each once."""
    met = (
        exp.select(
            column("person", "payments"), column("benefit", "payments"),
            *(column(each, "others") for each in ("source", "row", "start", "end", "amount", "name")),
        )
        .distinct()
        .from_(paid.subquery("payments"))
        .join(others.subquery("others"), on=_covered("payments", "others"))
        .where(column("paid", "payments") > 0)
    )  # fmt: skip
    entry = packed(source=column("source"), row=column("row"))
    names = [named(end(this=column("name")), name) for end, name in ((exp.Min, "first_name"), (exp.Max, "last_name"))]
    unknown_there = exp.Filter(this=counted(), expression=exp.Where(this=is_unknown(column("amount"))))
    return (
        exp.select(
            column("person"), column("benefit"), named(exp.Min(this=entry), "entry"), named(counted(), "entries"),
            named(exp.Sum(this=column("amount")), "fen_there"), named(unknown_there, "unknown_there"), *names,
        )
        .from_(met.subquery("met"))
        .group_by(column("person"), column("benefit"))
    )  # fmt: skip


def _worded(other: str, both: exp.Select, found: Matched) -> exp.Query:
    first, last, entry = column("first"), column("last"), column("entry")
    amount = money(column("fen"))
    name = part_of(column("place"), "name")
    names = (column("first_name"), column("last_name"))
    other_name = choice(*((wording.names_differ(name, each), each) for each in names))
    cite = cite_of(found.benefits, ROLL, first)
    zh, en = wording.joined(
        wording.who(name),
        _here(found, first, last, amount),
        _there(other, entry),
        Label("请核实能否同时享受。", "see whether both may be drawn."),
        wording.only_if(column("payments") > column("months"), wording.fixed(wording.SEVERAL)),
        wording.name_differs(name, other_name),
        uncited(cite),
    )
    values = whose(column("place")) | {
        "code": exp.Literal.string(_CODE),
        "id_number": id_number(column("person")),
        **which_months(first, last, column("months"), column("listed")),
        "benefit": column("benefit"),
        "paid": amount,
        "amount": amount,
        "direction": exp.Literal.string(FINDINGS[_CODE].direction),
        "cite": cite,
        "sentence_zh": zh,
        "sentence_en": en,
    }
    return exp.select(*finding(values)).from_(both.subquery("both"))


def _here(found: Matched, first: exp.Expr, last: exp.Expr, amount: exp.Expr) -> Texts:
    """`2023年6月至12月在本名册领取尊老金7个月，共700.00元`."""
    label_zh, label_en = wording.labels_of(found.benefits, column("benefit"))
    span_zh, span_en = span_in_words(first, last)
    months = cast(column("months"), "VARCHAR")
    share = wording.only_if(
        column("parts") > 1, wording.fixed(Label("（按年额折算）", " (as a share of the year's amount)"))
    )
    is_one = column("months").eq(number(1))
    zh = choice(
        (is_one, concatenated(span_zh, "在本名册领取", label_zh, yuan(amount), "元", share[0])),
        otherwise=concatenated(span_zh, "在本名册领取", label_zh, months, "个月，共", yuan(amount), "元", share[0]),
    )
    en = choice(
        (
            is_one.copy(),
            concatenated(" draws ", label_en, " on this roll in ", span_en, ", ", yuan(amount), " yuan", share[1]),
        ),
        otherwise=concatenated(
            " draws ", label_en, " on this roll for ", months, " months, ", span_en, ", ", yuan(amount), " yuan in all",
            share[1],
        ),
    )  # fmt: skip
    return zh, en


def _there(other: str, entry: exp.Expr) -> Texts:
    """`；同时在“低保”名册（第12行）领取600.00元，`."""
    row = cast(part_of(entry, "row"), "VARCHAR")
    count = cast(column("entries"), "VARCHAR")
    amount = yuan(money(column("fen_there")))
    is_one = column("entries").eq(number(1))
    is_stated = is_known(column("fen_there"))
    is_partly = every([is_stated, column("unknown_there") > 0])
    place_zh = choice(
        (is_one, concatenated("（第", row, "行）")), otherwise=concatenated("（第", row, "行等", count, "行）")
    )
    place_en = choice(
        (is_one.copy(), concatenated(" (row ", row, ")")),
        otherwise=concatenated(" (row ", row, " and others, ", count, " rows)"),
    )
    drawn_zh = choice(
        (is_partly, concatenated("领取", amount, "元（另有未载金额的），")),
        (is_stated, concatenated("领取", amount, "元，")),
        otherwise=exp.Literal.string("在册（未载金额），"),
    )
    drawn_en = choice(
        (is_partly.copy(), concatenated(", ", amount, " yuan and more without a stated amount: ")),
        (is_stated.copy(), concatenated(", ", amount, " yuan: ")),
        otherwise=exp.Literal.string(", no amount stated: "),
    )
    return (
        concatenated(f"；同时在“{other}”名册", place_zh, drawn_zh),
        concatenated(f", and stands on the roll “{other}”", place_en, drawn_en),
    )
