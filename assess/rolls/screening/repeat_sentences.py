"""What is said of people who stand on a roll twice, and of namesakes, in SQL over the rows that `duplicates` finds."""

from __future__ import annotations

from sqlglot import exp

from assess.engines.sql.nodes import choice, compared, every, is_known, minus, negated, number
from assess.rolls.finding_rows import (
    Language,
    call,
    column,
    concatenated,
    filled,
    month_in_words,
    person,
    text,
    yuan,
)
from assess.rolls.screening import words
from assess.rolls.screening.plan import Screening
from assess.rolls.screening.repeats import OTHERS_NAMED


def duplicate_sentence(plan: Screening, language: Language) -> exp.Expr:
    amount = column("amount")
    is_settled, unsettled = column("is_settled"), column("unsettled")
    more = minus(minus(column("paid_again"), amount), choice((is_settled, unsettled), otherwise=number(0)))
    elsewhere = filled(words.COUNTED_ELSEWHERE, language, rest=yuan(more))
    counted = choice((compared(">", more, number(0)), elsewhere), otherwise=text(""))
    when, each = _when(plan, language)
    stake = filled(words.PAID_AGAIN, language, amount=yuan(amount), counted=counted, each=each)
    other = column("other_name")
    to_recover = every([compared(">", amount.copy(), number(0)), column("is_certain"), is_settled.copy()])
    beside = filled(words.UNSETTLED_BESIDE, language, amount=yuan(unsettled.copy()))
    open_ = choice(
        (negated(is_settled.copy()), text(words.UNSETTLED.in_language(language))),
        (compared(">", unsettled.copy(), number(0)), beside), otherwise=text(""),
    )  # fmt: skip
    names = choice(
        (every([is_known(other), to_recover]), filled(words.SOME_NAMES_DIFFER, language, name=other)),
        (is_known(other.copy()), filled(words.NAMES_DIFFER, language, name=other)),
        otherwise=text(""),
    )
    return filled(
        words.DUPLICATE_ID,
        language,
        person=person(language, has_name=plan.has_name),
        person_of=person(language, has_name=plan.has_name, and_then="的"),
        when=when,
        others=_others(language),
        stake=choice((compared(">", column("paid_again"), number(0)), stake), otherwise=text("")),
        names=concatenated(open_, names),
    )


def _when(plan: Screening, language: Language) -> tuple[exp.Expr | str, exp.Expr | str]:
    """For which month it is, and what an amount is by. Of rows meant for every month, of which nothing is to recover,
    all months are told once (`assess.rolls.lasting`)."""
    if not plan.has_month:
        return "", ""
    of_month = filled(words.FOR_MONTH, language, month=month_in_words(column("month"))[language == "en"])
    if plan.own_months:
        return of_month, ""
    lasts = compared("=", column("amount"), number(0))
    each = choice((lasts.copy(), text(words.EACH_MONTH.in_language(language))), otherwise=text(""))
    return choice((lasts, text("")), otherwise=of_month), each


def namesake_sentence(plan: Screening, language: Language) -> exp.Expr:
    who = person(language, has_name=plan.has_name)
    return filled(words.NAMESAKE, language, person=who, others=_others(language))


def _others(language: Language) -> exp.Expr:
    """`第12行、第90行`, the first few; `row 12, row 90`."""
    other = exp.to_identifier("other")
    source, row = (exp.Dot(this=other.copy(), expression=exp.to_identifier(name)) for name in ("source", "row"))
    here = filled(words.ROW, language, row=row)
    there = filled(words.ROW_OF, language, source=source, row=row)
    place = choice((compared("=", source.copy(), column("source", "found")), here), otherwise=there)
    places = call("LIST_TRANSFORM", column("others"), exp.Lambda(this=place, expressions=[other]))
    named = call("ARRAY_TO_STRING", places, text("、" if language == "zh" else ", "))
    count = exp.Cast(this=column("count"), to=exp.DataType.build("VARCHAR"))
    more = choice(
        (compared(">", column("count"), number(OTHERS_NAMED)), filled(words.MORE, language, count=count)),
        otherwise=text(""),
    )
    return concatenated(named, more)
