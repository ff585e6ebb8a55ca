"""The sentences of findings from registers that stand for a fact, as texts in SQL."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, every, is_unknown, number
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, column, concatenated, yuan
from assess.rolls.queries import part_of
from assess.rolls.registers import wording
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.kinds import Kind
from assess.rolls.registers.months import FOREVER, month_in_words, span_in_words

_ON_EACH = Label(
    "（同月不止一行，按每行各计一次，重复发放另列）",
    " (counted on each of several rows of a month; what is paid twice is told by itself)",
)


def listed_in(kind: Kind, place: exp.Expr) -> Texts:
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


def paid_and_due(benefits: Sequence[PaidBenefit], paid: exp.Expr, due: exp.Expr, amount: exp.Expr) -> Texts:
    """`2023年6月至12月发放护理补贴7个月，共700.00元，按登记的情况应发0.00元，多发700.00元，`. What is due is due once a
    month, and held against each row."""
    label_zh, label_en = wording.labels_of(benefits, column("benefit"))
    span_zh, span_en = span_in_words(column("first"), column("last"))
    months = cast(column("months"), "VARCHAR")
    is_one = column("months").eq(number(1))
    share = wording.only_if(
        column("parts") > 1, wording.fixed(Label("（按年额折算）", " (as a share of the year's amount)"))
    )
    several = every([column("rows") > column("months"), due > 0])
    on_each = wording.only_if(several, wording.fixed(_ON_EACH))
    zh = concatenated(
        span_zh, "发放", label_zh,
        choice((is_one, exp.Literal.string("")), otherwise=concatenated(months, "个月，共")),
        yuan(paid), "元", share[0], "，按登记的情况应发", yuan(due), "元", on_each[0], "，多发", yuan(amount), "元，",
    )  # fmt: skip
    en = concatenated(
        "; ", label_en, " was paid for ",
        choice((is_one.copy(), exp.Literal.string("")), otherwise=concatenated(months, " months, ")), span_en, ", ",
        yuan(paid), " yuan", choice((is_one.copy(), exp.Literal.string("")), otherwise=exp.Literal.string(" in all")),
        share[1], ", where by the register ", yuan(due), " was due", on_each[1], ": ", yuan(amount),
        " yuan too much, ",
    )  # fmt: skip
    return zh, en
