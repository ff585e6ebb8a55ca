"""The sentences of findings from registers, in an office's words, as texts in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, every, is_known, negated, number
from assess.language.types import Label
from assess.rolls.finding_rows import Texts, concatenated, yuan
from assess.rolls.queries import part_of
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.headers import words_of
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, MOVED, Kind
from assess.rolls.registers.months import FOREVER, month_in_words, span_in_words

_RECOVER = Label("应予追回。", "to be recovered.")
_DEMANDS: dict[Kind, Label] = {
    MOVED: Label(
        "应予追回；迁入地是否已接续，另行核实。", "to be recovered; whether the new place pays is to be seen besides."
    ),
}
_ONCE_VERIFIED = Label("核实后追回。", "to be recovered once verified.")
_TWO_DAYS: dict[Kind, Label] = {
    DEATHS: Label(
        "登记中另有较早的死亡日期（{}），按较晚的计算。",
        " The register also has an earlier death ({}); the later one counts.",
    ),
    MOVED: Label(
        "登记中另有较早的迁出日期（{}），按较晚的计算。",
        " The register also has an earlier move ({}); the later one counts.",
    ),
}
NO_CLAUSE = Label("规则集没有收录这方面的条款，未列依据。", " The ruleset cites no clause for it.")
NOT_EXACT = Label("（除不尽，舍去不足一分的部分）", " (a fraction of a fen left out)")
SEVERAL_DAYS = Label(
    "登记中的日期不止一个，先核实哪一个对。", " The register has more than one day: see first which of them is right."
)
SEVERAL = Label("同月有多笔，已合计。", " Several payments of one month are added up.")


@dataclass(frozen=True, slots=True)
class Paid:
    """What a sentence speaks of: the months (numbers of months), how many of them, and the sum."""

    benefit: exp.Expr
    first: exp.Expr
    last: exp.Expr
    months: exp.Expr
    amount: exp.Expr
    is_by_year: exp.Expr
    is_exact: exp.Expr


def fixed(label: Label) -> Texts:
    return exp.Literal.string(label.zh), exp.Literal.string(label.en)


def only_if(condition: exp.Expr, texts: Texts) -> Texts:
    """The texts where the condition holds, else nothing."""
    zh, en = (choice((condition.copy(), text), otherwise=exp.Literal.string("")) for text in texts)
    return zh, en


def joined(*parts: Texts | Label | str) -> Texts:
    """The parts one after the other."""
    pairs = [
        (part.zh, part.en) if isinstance(part, Label) else (part, part) if isinstance(part, str) else part
        for part in parts
    ]
    return concatenated(*(zh for zh, _ in pairs)), concatenated(*(en for _, en in pairs))


def who(name: exp.Expr) -> Texts:
    """The name, or «this person» where the roll has none."""
    zh, en = (exp.Coalesce(this=name.copy(), expressions=[word]) for word in fixed(Label("此人", "This person")))
    return zh, en


def labels_of(benefits: Sequence[PaidBenefit], benefit: exp.Expr) -> Texts:
    """What the benefit whose name stands in a column is called."""
    named = [(benefit.copy().eq(exp.Literal.string(each.name)), each.label) for each in benefits]
    if not named:
        return benefit.copy(), benefit.copy()
    zh = choice(*((condition, exp.Literal.string(label.zh)) for condition, label in named))
    en = choice(*((condition.copy(), exp.Literal.string(label.en)) for condition, label in named))
    return zh, en


def event_of(kind: Kind, event: exp.Expr, until: exp.Expr) -> Texts:
    """`2023年5月去世`, `2023年3月收监、2023年10月释放`; in English `died in 2023-05`, `was taken into prison in 2023-03
    (release: 2023-10)`: that month may be still to come."""
    words = words_of(kind.id)
    when_zh, when_en = month_in_words(part_of(event, "start"))
    word = part_of(event, "word")
    zh = concatenated(
        when_zh,
        choice(*((word.eq(number(index)), exp.Literal.string(each.zh)) for index, each in enumerate(words))),
    )
    en = concatenated(
        choice(*((word.eq(number(index)), exp.Literal.string(each.en)) for index, each in enumerate(words))),
        " in ",
        when_en,
    )
    if kind is not IMPRISONED:
        return zh, en
    until_zh, until_en = month_in_words(until)
    is_released = until.copy() < number(FOREVER)
    released = concatenated("、", until_zh, "刑满或释放"), concatenated(" (release or end of sentence: ", until_en, ")")
    return joined((zh, en), only_if(is_released, released))


def one_of_two_days(kind: Kind, event: exp.Expr, until: exp.Expr) -> Texts:
    """`2023年3月或2023年8月去世`; in English `died in 2023-03 or 2023-08`. `until`: the later month."""
    first_zh, first_en = month_in_words(part_of(event, "start"))
    later_zh, later_en = month_in_words(until)
    word = words_of(kind.id)[0]  # whether the one is a day of death, the other of cremation, does not matter here
    return concatenated(first_zh, "或", later_zh, word.zh), concatenated(word.en, " in ", first_en, " or ", later_en)


def still_paid(paid: Paid, labels: Texts) -> Texts:
    """`2023年6月至12月仍发放尊老金7个月，共700.00元，`."""
    span_zh, span_en = span_in_words(paid.first, paid.last)
    label_zh, label_en = labels
    amount, months = yuan(paid.amount), cast(paid.months.copy(), "VARCHAR")
    is_one = paid.first.copy().eq(paid.last.copy())
    is_gapless = paid.months.copy().eq(paid.last.copy() - paid.first.copy() + 1)
    inexact = only_if(exp.Not(this=exp.Paren(this=paid.is_exact.copy())), fixed(NOT_EXACT))
    between = choice((is_gapless, exp.Literal.string("")), otherwise=exp.Literal.string("间"))
    zh = choice(
        (
            paid.is_by_year.copy(),
            concatenated(
                span_zh, between, "仍按年发放", label_zh, "，", months, "个月每月折年额的十二分之一，共", amount, "元",
                inexact[0], "，",
            ),
        ),
        (is_one, concatenated(span_zh, "仍发放", label_zh, amount, "元，")),
        otherwise=concatenated(span_zh, between.copy(), "仍发放", label_zh, months, "个月，共", amount, "元，"),
    )  # fmt: skip
    gaps = choice(
        (is_one, exp.Literal.string("")), (is_gapless.copy(), concatenated(months, " months, ")),
        otherwise=concatenated(months, " of the months "),
    )  # fmt: skip
    en = choice(
        (
            paid.is_by_year.copy(),
            concatenated(
                label_en, " is paid by the year and covers ", gaps, span_en, ": ", amount,
                " yuan at a twelfth of the year's amount for each", inexact[1], ", ",
            ),
        ),
        (is_one.copy(), concatenated(label_en, " was still paid for ", span_en, ", ", amount, " yuan, ")),
        otherwise=concatenated(
            label_en, " was still paid for ", gaps.copy(), span_en, ", ", amount, " yuan in all, "
        ),
    )  # fmt: skip
    return zh, en


def names_differ(name: exp.Expr, registered: exp.Expr) -> exp.Expr:
    """Does the register have the number under another name? Never NULL."""
    differ = exp.NEQ(this=name.copy(), expression=registered.copy())
    return every([is_known(name.copy()), is_known(registered.copy()), differ])


def name_differs(name: exp.Expr, registered: exp.Expr) -> Texts:
    """What is added where the register has the number under another name."""
    zh = concatenated("登记的姓名是", registered, "，与名册不同，先核实是否同一人。")
    en = concatenated(
        " The register has the number under the name ", registered, ": see first that it is the same person."
    )
    return only_if(names_differ(name, registered), (zh, en))


def two_days(kind: Kind, earliest: exp.Expr, first: exp.Expr) -> Texts:
    """What is added where the register has the person twice, in different months."""
    if kind not in _TWO_DAYS:
        return fixed(Label("", ""))
    when = month_in_words(earliest.copy() - 1)
    filled = []
    for text, month in zip((_TWO_DAYS[kind].zh, _TWO_DAYS[kind].en), when, strict=True):
        before, _, after = text.partition("{}")
        filled.append(concatenated(before, month, after))
    return only_if(earliest.copy() < first.copy(), (filled[0], filled[1]))


def demand(kind: Kind, differs: exp.Expr) -> Texts:
    """What the office is to do; `differs`: the register has the number under another name."""
    certain = _DEMANDS.get(kind, _RECOVER)
    return joined(only_if(negated(differs), fixed(certain)), only_if(differs, fixed(_ONCE_VERIFIED)))
