"""The findings of a share's flags as one query."""

from __future__ import annotations

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, compared, number, rest, whole
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
    person,
    relation,
    text,
)
from assess.rolls.findings import FINDINGS
from assess.rolls.screening import words
from assess.rolls.screening.flags import Flag
from assess.rolls.screening.plan import Screening

_FLAGGED = "flagged"

_KINDS: dict[Flag, tuple[str, Label]] = {
    Flag.BIRTH_DATE_DIFFERS: ("birth_date_differs", words.BIRTH_DATE_DIFFERS),
    Flag.SEX_DIFFERS: ("sex_differs", words.SEX_DIFFERS),
    Flag.TOO_OLD: ("implausible_age", words.TOO_OLD),
    Flag.NOT_YET_BORN: ("implausible_age", words.NOT_YET_BORN),
}


def screening_findings_query(plan: Screening, people: Relation, decisions: Relation) -> exp.Query:
    """The findings of the flags, in the columns of findings and in a fixed order.

    `people` has `source`, `row`, `person`, `flags` (see `Flag`) and `born` (see `differing_birth_date`), a row for each
    row of the roll; `decisions` the
    columns of `decisions.parquet`. Rejected rows give none. A finding names its month only where the roll does.
    """
    found = [_found(plan, flag, code, sentence) for flag, (code, sentence) in _KINDS.items()]
    return in_fixed_order(found).with_(_FLAGGED, as_=_flagged(plan, people, decisions), materialized=True, copy=False)


def _flagged(plan: Screening, people: Relation, decisions: Relation) -> exp.Select:
    who = [column(name, "decisions") for name in ("source", "row", "case", *plan.optional_columns())]
    same = [exp.EQ(this=column(key, "decisions"), expression=column(key, "people")) for key in ("source", "row")]
    rows = exp.select(*who, *(column(name, "people") for name in ("person", "flags", "born"))).from_(
        relation(people, "people")
    )
    rows = rows.join(relation(decisions, "decisions"), on=exp.and_(*same)).where(
        compared("!=", column("flags", "people"), number(0)),
        compared("!=", column("status", "decisions"), text("rejected")),
    )
    return once(rows, plan)


def once(rows: exp.Select, plan: Screening) -> exp.Select:
    """Decisions that each stand for a row of the roll: the first where a row was decided on for several months."""
    if not plan.has_month or plan.own_months:
        return rows
    first = exp.Window(
        this=exp.RowNumber(),
        partition_by=[column("source", "decisions"), column("row", "decisions")],
        order=exp.Order(expressions=[exp.Ordered(this=column("month", "decisions"))]),
    )
    return rows.qualify(compared("=", first, number(1)))


def _found(plan: Screening, flag: Flag, code: str, sentence: Label) -> exp.Select:
    raised = rest(whole(column("flags"), number(flag.value)), number(2))
    values = {
        "code": text(code),
        **{name: column(name) for name in ("source", "row", "case", *plan.optional_columns())},
        "id_number": id_number(column("person")),
        "amount": number(0),
        "direction": text(FINDINGS[code].direction),
        "sentence_zh": _sentence(plan, sentence, "zh"),
        "sentence_en": _sentence(plan, sentence, "en"),
    }
    cite = {Flag.BIRTH_DATE_DIFFERS: plan.cite_birth_date, Flag.SEX_DIFFERS: plan.cite_sex}.get(flag)
    if cite is not None:
        values["cite"] = text(cite)
    if not plan.own_months:
        values.pop("month", None)
    found = exp.select(*finding(values), copy=False).from_(exp.to_table(_FLAGGED), copy=False)
    return found.where(compared("=", raised, number(1)), copy=False)


def _sentence(plan: Screening, sentence: Label, language: Language) -> exp.Expr:
    inside = rest(whole(column("person"), number(1000)), number(100_000_000))
    male = compared("=", rest(column("person"), number(2)), number(1))
    values = {
        "person": person(language, has_name=plan.has_name),
        "person_of": person(language, has_name=plan.has_name, and_then="的"),
        "own": _day(column("born"), language),
        "inside": _day(inside, language),
        "sex": choice(
            (male, text(words.MALE.in_language(language))), otherwise=text(words.FEMALE.in_language(language))
        ),
    }
    return filled(sentence, language, **values)


def _day(day: exp.Expr, language: Language) -> exp.Expr:
    """A day held as `YYYYMMDD`: `1939年1月5日`, in English `1939-01-05`; with the day 00 it is a month, `1939年1月`."""
    year, month, within = (
        rest(whole(day.copy(), number(divisor)), number(modulus))
        for divisor, modulus in ((10_000, 10_000), (100, 100), (1, 100))
    )
    is_month = compared("=", within.copy(), number(0))
    if language == "zh":
        last = choice((is_month, text("")), otherwise=concatenated(cast(within, "VARCHAR"), "日"))
        return concatenated(cast(year, "VARCHAR"), "年", cast(month, "VARCHAR"), "月", last)
    last = choice((is_month, text("")), otherwise=concatenated("-", _padded(within, 2)))
    return concatenated(_padded(year, 4), "-", _padded(month, 2), last)


def _padded(part: exp.Expr, length: int) -> exp.Expr:
    return call("LPAD", cast(part.copy(), "VARCHAR"), number(length), text("0"))
