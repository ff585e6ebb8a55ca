"""The second pass over the whole roll: people who stand on it twice, and those who may.

Nothing is counted twice: the first row on which a benefit is paid keeps it; on the others it is paid again. At stake is
what the rules would give on such a row (all that is paid, where that is unknown), since what is paid above that is
counted by `not_entitled`, `overpaid` or `not_drawn_together` already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import choice, compared, every, minus, number, plus
from assess.language.types import Label
from assess.rolls.finding_rows import (
    Language,
    Relation,
    call,
    column,
    concatenated,
    filled,
    finding,
    id_number,
    in_fixed_order,
    month_in_words,
    named,
    parquet,
    person,
    relation,
    text,
    yuan,
)
from assess.rolls.findings import NONE, RECOVER
from assess.rolls.screening import words
from assess.rolls.screening.plan import Screening
from assess.rolls.screening.query import once
from assess.rolls.screening.repeats import (
    DUPLICATES,
    NAMESAKES,
    OTHERS_NAMED,
    SAME_NAME,
    SAME_PERSON,
    collect,
    drop,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROWS = "rows"


def duplicate_findings(
    connection: DuckDBPyConnection, plan: Screening, people: Relation, decisions: Relation, rows: int, out: Path
) -> dict[str, int]:
    """Writes the findings `duplicate_id` and `namesake` to the Parquet file `out`; how many there are, by code.

    `people` has the columns of `people.parquet`, with `month` where the roll has one, and `rows` rows; `decisions`
    those of `decisions.parquet`. Rejected rows give no findings, but others may name them. The connection's memory
    limit and its folder for temporary files are the caller's to set.
    """
    try:
        for repeats in (SAME_PERSON, SAME_NAME):
            collect(connection, plan, people, rows, repeats)
        query = in_fixed_order([_duplicates(plan, decisions), _namesakes(plan, decisions)])
        connection.sql(query.sql("duckdb")).write_parquet(str(out), compression="zstd")
    finally:
        drop(connection)
    code = column("code")
    counted = exp.select(code, exp.Count(this=exp.Star())).from_(parquet(out)).group_by(code.copy())
    return dict(sorted(connection.execute(counted.sql("duckdb")).fetchall()))


def _joined(plan: Screening, decisions: Relation, repeats: str, *others: exp.Expr) -> exp.Select:
    """The decisions of the rows that stand on the roll again."""
    who = ("source", "row", "case", "status", *plan.optional_columns())
    same = [exp.EQ(this=column(key, "decisions"), expression=column(key, repeats)) for key in ("source", "row")]
    rows = exp.select(
        *(column(name, "decisions") for name in who),
        *(column(name, repeats) for name in ("person", "others", "count")),
        *others,
    )
    return rows.from_(relation(decisions, "decisions")).join(exp.to_table(repeats), on=exp.and_(*same))


def _found(plan: Screening, rows: exp.Select, values: dict[str, exp.Expr]) -> exp.Select:
    """The findings of these rows, as far as they are not rejected."""
    values = {
        **{name: column(name) for name in ("source", "row", "case", *plan.optional_columns())},
        "id_number": id_number(column("person")),
        **values,
    }
    kept = compared("!=", column("status"), text("rejected"))
    return exp.select(*finding(values)).from_(rows.subquery(_ROWS)).where(kept)


# one person, several rows


def _duplicates(plan: Screening, decisions: Relation) -> exp.Select:
    amounts = [
        named(column(f"{which}.{benefit}", "decisions"), f"{which}{index}")
        for index, benefit in enumerate(plan.paid)
        for which in ("paid", "due")
    ]
    rows = _joined(plan, decisions, DUPLICATES, *amounts)
    again = [named(_paid_again(plan, index), f"again{index}") for index in range(len(plan.paid))]
    rows = exp.select(exp.Star(), *again).from_(rows.subquery("amounts"))
    at_stake = _sum(plan, lambda index: call("LEAST", column(f"paid{index}"), column(f"due{index}")))
    all_again = _sum(plan, lambda index: column(f"paid{index}"))
    stakes = (named(at_stake, "amount"), named(all_again, "paid_again"))
    rows = exp.select(exp.Star(), *stakes).from_(rows.subquery("again"))
    values = {
        "code": text("duplicate_id"),
        "amount": column("amount"),
        "direction": choice((compared(">", column("amount"), number(0)), text(RECOVER)), otherwise=text(NONE)),
        "sentence_zh": _duplicate_sentence(plan, "zh"),
        "sentence_en": _duplicate_sentence(plan, "en"),
    }
    if plan.paid:
        paid = (column(f"paid{index}") for index in range(len(plan.paid)))
        values["paid"] = _total(exp.Coalesce(this=one, expressions=[number(0)]) for one in paid)
    if plan.has_month:
        values["months"] = number(1)
    return _found(plan, rows, values)


def _paid_again(plan: Screening, index: int) -> exp.Expr:
    """Is the benefit paid on the row, and on one before it that is the same person's (of the same month)?"""
    is_paid = compared(">", column(f"paid{index}"), number(0))
    before = exp.Window(
        this=call("BOOL_OR", is_paid),
        partition_by=[column("person"), *([column("month")] if plan.has_month else [])],
        order=exp.Order(expressions=[exp.Ordered(this=column(name)) for name in ("source", "row")]),
        spec=exp.WindowSpec(
            kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=number(1), end_side="PRECEDING"
        ),
    )
    return exp.Coalesce(this=every([is_paid.copy(), before]), expressions=[exp.false()])


def _sum(plan: Screening, amount: Callable[[int], exp.Expr]) -> exp.Expr:
    """The amounts of the benefits paid again."""
    return _total(
        [choice((column(f"again{index}"), amount(index)), otherwise=number(0)) for index in range(len(plan.paid))]
    )


def _total(amounts: Iterable[exp.Expr]) -> exp.Expr:
    total: exp.Expr | None = None
    for amount in amounts:
        total = amount if total is None else plus(total, amount)
    return number(0) if total is None else total


def _duplicate_sentence(plan: Screening, language: Language) -> exp.Expr:
    amount = column("amount")
    more = minus(column("paid_again"), amount)
    elsewhere = _filled(words.COUNTED_ELSEWHERE, language, rest=yuan(more))
    counted = choice((compared(">", more, number(0)), elsewhere), otherwise=text(""))
    stake = _filled(words.PAID_AGAIN, language, amount=yuan(amount), counted=counted)
    month = month_in_words(column("month"))[language == "en"] if plan.has_month else None
    return _filled(
        words.DUPLICATE_ID,
        language,
        person=person(language, has_name=plan.has_name),
        person_of=person(language, has_name=plan.has_name, and_then="的"),
        when="" if month is None else _filled(words.FOR_MONTH, language, month=month),
        others=_others(language),
        stake=choice((compared(">", column("paid_again"), number(0)), stake), otherwise=text("")),
    )


# several people, one name and birth date


def _namesakes(plan: Screening, decisions: Relation) -> exp.Select:
    rows = once(_joined(plan, decisions, NAMESAKES), plan)
    values = {
        "code": text("namesake"),
        "amount": number(0),
        "direction": text(NONE),
        "sentence_zh": _namesake_sentence(plan, "zh"),
        "sentence_en": _namesake_sentence(plan, "en"),
    }
    if not plan.own_months:
        values["month"] = exp.null()
    return _found(plan, rows, values)


def _namesake_sentence(plan: Screening, language: Language) -> exp.Expr:
    who = person(language, has_name=plan.has_name)
    return _filled(words.NAMESAKE, language, person=who, others=_others(language))


# words


def _others(language: Language) -> exp.Expr:
    """`第12行、第90行`, the first few; `row 12, row 90`."""
    other = exp.to_identifier("other")
    source, row = (exp.Dot(this=other.copy(), expression=exp.to_identifier(name)) for name in ("source", "row"))
    here = _filled(words.ROW, language, row=row)
    there = _filled(words.ROW_OF, language, source=source, row=row)
    place = choice((compared("=", source.copy(), column("source", _ROWS)), here), otherwise=there)
    places = call("LIST_TRANSFORM", column("others"), exp.Lambda(this=place, expressions=[other]))
    named_ = call("ARRAY_TO_STRING", places, text("、" if language == "zh" else ", "))
    count = exp.Cast(this=column("count"), to=exp.DataType.build("VARCHAR"))
    more = choice(
        (compared(">", column("count"), number(OTHERS_NAMED)), _filled(words.MORE, language, count=count)),
        otherwise=text(""),
    )
    return concatenated(named_, more)


def _filled(template: Label, language: Language, **values: exp.Expr | str) -> exp.Expr:
    return filled(template.in_language(language), values)
