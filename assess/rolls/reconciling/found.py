"""What is found, in narrow rows: gathered, put in order, and only then in words (long sentences are slow to sort).

Such a row has the columns that say who and when is meant, `code`, `benefit`, `paid`, `due`, `amount`; `law`, `reason`
and `doubt`, numbers out of `Wording`; and where they matter `grounds`, bits that the module of that name explains,
`benefits_zh`, `benefits_en` (several benefits in words), `figures_zh`, `figures_en` and `cite`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.nodes import among, cast, choice, coalesced, every, is_known, number, switch
from assess.rolls.finding_rows import (
    MONEY,
    ORDER,
    Relation,
    column,
    finding,
    id_number,
    named,
    relation,
    text,
    unknown,
)
from assess.rolls.findings import CHECK, FINDINGS, NONE
from assess.rolls.reconciling import words
from assess.rolls.reconciling.grounds_in_words import GROUNDS, lacking_in, lacking_in_words, names_of
from assess.rolls.reconciling.plan import Reconciliation
from assess.rolls.reconciling.sentences import Sentences
from assess.rolls.reconciling.wording import DOUBT, LAW, REASON, Wording

_TYPES = {
    "row": "BIGINT", "paid": MONEY, "due": MONEY, "amount": MONEY, LAW: "SMALLINT", REASON: "SMALLINT",
    DOUBT: "SMALLINT", GROUNDS: "BIGINT",
}  # fmt: skip
"""The types of the columns of what is found; all others are text."""

Values = dict[str, exp.Expr]


@dataclass(frozen=True)
class Found:
    """The codes that may be found, the rows on which one of them is, and the columns' values there."""

    codes: tuple[str, ...]
    rows: exp.Select
    values: Values


def in_order(plan: Reconciliation, found: Sequence[Found], people: Relation | None) -> exp.Select:
    """All that is found, with the first digits of the identity number, in the order of findings."""
    who = ("source", "row", "case", *plan.optional_columns())
    given = _given(found)
    selects = []
    for one in found:
        columns = [named(cast(one.values.get(name, exp.null()), _TYPES.get(name, "VARCHAR")), name) for name in given]
        rows = one.rows.subquery("rows", copy=False)
        selects.append(exp.select(*(column(name) for name in who), *columns, copy=False).from_(rows, copy=False))
    together: exp.Query = selects[0]
    for select in selects[1:]:
        together = exp.union(together, select, distinct=False, copy=False)
    everything = exp.Column(this=exp.Star(), table=exp.to_identifier("found"))
    person = unknown("BIGINT") if people is None else column("person", "people")
    query = exp.select(everything, named(person, "person")).from_(together.subquery("found", copy=False), copy=False)
    if people is not None:
        same = [exp.EQ(this=column(key, "found"), expression=column(key, "people")) for key in ("source", "row")]
        query = query.join(relation(people, "people"), on=exp.and_(*same), join_type="left", copy=False)
    keys = [column(name, "found") for name in ORDER if name in (*who, *given)]
    return query.order_by(*(exp.Ordered(this=key, nulls_first=True) for key in keys), copy=False)


def _given(found: Sequence[Found]) -> list[str]:
    """The columns of what is found, besides who is meant."""
    names = [
        "code",
        "benefit",
        "paid",
        "due",
        "amount",
        LAW,
        REASON,
        DOUBT,
        *(name for one in found for name in one.values),
    ]
    return list(dict.fromkeys(names))


def in_words(plan: Reconciliation, wording: Wording, found: Sequence[Found], rows: exp.Select) -> exp.Select:
    """The findings out of the rows of what is found, in their order."""
    codes = {code for one in found for code in one.codes}
    those = [code for code in words.OF_CODE if code in codes]
    values: Values = {
        name: column(name)
        for name in ("source", "row", "case", *plan.optional_columns(), "code", "benefit", "paid", "due", "amount")
    }
    values["id_number"] = id_number(column("person"))
    values["direction"] = _direction(those)
    values["cite"] = coalesced(column("cite"), column("cited")) if "cite" in _given(found) else column("cited")
    values["sentence_zh"] = Sentences(plan, "zh").of(those)
    values["sentence_en"] = Sentences(plan, "en").of(those)
    if plan.has_month:
        values["months"] = number(1)
    if plan.lacks:
        rows = _with_lacking(plan, rows)
    worded = exp.select(exp.Star(), *wording.in_words(), copy=False).from_(rows.subquery("found", copy=False))
    return exp.select(*finding(values), copy=False).from_(worded.subquery("worded", copy=False), copy=False)


def _with_lacking(plan: Reconciliation, rows: exp.Select) -> exp.Select:
    """The rows with what is lacking in words, where something is found to be."""
    names = [named(names_of(plan.lacks, each), f"names_{each}") for each in words.LANGUAGES]
    rows = exp.select(exp.Star(), *names, copy=False).from_(rows.subquery("found", copy=False), copy=False)
    is_open = exp.EQ(this=column("code"), expression=text("paid_undetermined"))
    lacking = [
        named(choice((is_open.copy(), lacking_in_words(plan.lacks, column(f"names_{each}"), each))), lacking_in(each))
        for each in words.LANGUAGES
    ]
    return exp.select(exp.Star(), *lacking, copy=False).from_(rows.subquery("found", copy=False), copy=False)


def _direction(codes: Sequence[str]) -> exp.Expr:
    """That of the kind; but where anything has to be verified before, that."""
    of_kind = switch(column("code"), [(text(code), text(FINDINGS[code].direction)) for code in codes])
    moved = [text(code) for code in codes if FINDINGS[code].direction != NONE]
    if not moved:
        return of_kind
    return choice((every([is_known(column(DOUBT)), among(column("code"), moved)]), text(CHECK)), otherwise=of_kind)
