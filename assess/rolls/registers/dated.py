"""Paid after death, in prison, after moving away: per person and benefit, the months and the sum to recover."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, every, is_unknown, negated, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import MONEY, Texts, column, finding, id_number, listed, named
from assess.rolls.findings import CHECK, FINDINGS
from assess.rolls.queries import Keep, counted, only_where, packed, part_of, union
from assess.rolls.registers import wording
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, MOVED, Kind
from assess.rolls.registers.made import Made
from assess.rolls.registers.months import index_of, listed_months, which_months
from assess.rolls.registers.payments import Matched, payments
from assess.rolls.registers.register import Register
from assess.rolls.registers.spans import BY_NAME, between_days, entries, merged, surest
from assess.rolls.stakes import certain_of

CODES: dict[Kind, str] = {DEATHS: "paid_after_death", IMPRISONED: "paid_in_prison", MOVED: "paid_after_move"}


def dated_findings(registers: Sequence[Register], found: Matched, keep: Keep) -> Made:
    """What is found by registers of one kind."""
    kind = registers[0].kind
    spans = _spans(registers, found)
    in_span = every(
        [
            column("person", "payments").eq(column("person", "spans")),
            exp.Between(this=column("month", "payments"), low=column("first", "spans"), high=column("last", "spans")),
        ]
    )
    joined = (
        exp.select(
            *(column(name, "payments") for name in ("person", "benefit", "month", "place", "paid", "parts")),
            column("event", "spans"), column("is_doubtful", "spans"), named(column("first", "spans"), "opens"),
            named(column("last", "spans"), "ends"),
        )
        .from_(payments(found).subquery("payments", copy=False), copy=False)
        .join(spans.subquery("spans", copy=False), on=in_span, copy=False)
    )  # fmt: skip
    place = column("place", "payments")
    row = [
        part_of(place, "source"),
        part_of(place, "row"),
        *(column(name, "payments") for name in ("benefit", "month")),
    ]
    not_due = keep(surest(joined, part_of(place, "name"), row, column("is_doubtful", "spans")))
    by_person = keep(_with_terms(kind, not_due))
    return Made(_worded(kind, by_person, found.benefits), _stakes(CODES[kind], not_due, by_person))


def _spans(registers: Sequence[Register], found: Matched) -> exp.Query:
    """The spans in which nothing was due, and those of which several days of death leave it open (`is_doubtful`)."""
    certain = merged(entries(registers, found.portion), BY_NAME)
    queries = [exp.select("*", named(exp.false(), "is_doubtful")).from_(certain.subquery("certain", copy=False))]
    if registers[0].kind in (DEATHS, MOVED):
        doubtful = merged(between_days(registers, found.portion), BY_NAME)
        queries.append(
            exp.select("*", named(exp.true(), "is_doubtful")).from_(doubtful.subquery("doubtful", copy=False))
        )
    return union(queries)


def _with_terms(kind: Kind, not_due: exp.Select) -> exp.Select:
    """The payments added up, with the spans in which they fall in words, `term_zh` and `term_en`.

    Nobody dies or moves twice, but prison terms may be several.
    """
    by_person = summed(not_due, ("event", "opens", "ends"), ("is_certain", "is_doubtful"))
    event, ends, keys = column("event"), column("ends"), ("person", "benefit", "is_certain")
    if kind is not IMPRISONED:
        doubtful = column("is_doubtful")
        zh, en = wording.joined(
            wording.only_if(negated(doubtful), wording.event_of(kind, event, ends)),
            wording.only_if(doubtful, wording.one_of_two_days(kind, event, ends)),
        )
        return exp.select("*", named(zh, "term_zh"), named(en, "term_en")).from_(by_person.subquery("by_person"))
    spans = exp.select(*(column(name) for name in (*keys, "opens")), named(exp.Min(this=event), "event"))
    spans = spans.select(named(exp.Min(this=ends), "ends")).from_(not_due.subquery("not_due"))
    in_span = [column(name) for name in (*keys, "opens")]
    spans = spans.where(column("paid") > 0).group_by(*in_span)
    in_words = [
        named(_in_order(text, column("opens"), between), name)
        for text, between, name in zip(wording.event_of(kind, event, ends), ("；", ", "), ("zh", "en"), strict=True)
    ]
    terms = exp.select(*(column(name) for name in keys), *in_words).from_(spans.subquery("spans"))
    terms = terms.group_by(*(column(name) for name in keys))
    same = every([column(name, "by_person").eq(column(name, "terms")) for name in keys])
    return (
        exp.select("by_person.*", *(named(column(name, "terms"), f"term_{name}") for name in ("zh", "en")))
        .from_(by_person.subquery("by_person"))
        .join(terms.subquery("terms"), on=same)
    )


def _in_order(text: exp.Expr, order: exp.Expr, between: str) -> exp.Expr:
    """The texts of a group one after the other."""
    ordered = exp.Order(this=text, expressions=[exp.Ordered(this=order)])
    return exp.GroupConcat(this=ordered, separator=exp.Literal.string(between))


def _stakes(code: str, not_due: exp.Select, by_person: exp.Select) -> exp.Select:
    """The stakes in single payments of those sums (from `summed`) that are certain to be this person's."""
    keys = ("person", "benefit", "parts", "is_certain")
    certain = exp.select(*(column(name) for name in keys)).from_(by_person.subquery("by_person"))
    certain = certain.where(column("is_certain"))
    place = column("place")
    return exp.select(
        named(exp.Literal.string(code), "finding"), column("person"), named(part_of(place, "source"), "source"),
        named(part_of(place, "row"), "row"), *(column(name) for name in ("benefit", "month", "parts")),
        named(number(0), "low"), named(column("paid"), "high"),
    ).from_(certain_of(not_due, certain, keys).subquery("certain"))  # fmt: skip


def summed(not_due: exp.Select, spans: Sequence[str] = (), apart: Sequence[str] = ()) -> exp.Select:
    """Payments that were not due, added up by person and benefit, and by the columns in `apart`.

    What was paid and taken back within a month counts as nothing. Columns: `person`, `benefit`, `place` (the first row
    that pays it), `first`, `last`, `months`, `payments`, `fen`, `fen_left` and `parts` (12: `fen` is rounded down, and
    `fen_left` twelfths of a fen remain), `listed` (the months), `span` (what the columns named hold in the first of
    them).
    """
    keys = ("person", "benefit", "parts", *apart)
    place = packed(place=column("place"), **{name: column(name) for name in spans})
    by_month = (
        exp.select(
            *(column(name) for name in (*keys, "month")), named(exp.Sum(this=column("paid")), "paid"),
            named(only_where(counted(), exp.NEQ(this=column("paid"), expression=number(0))), "payments"),
            named(only_where(exp.Min(this=place), column("paid") > 0), "first_row"),
        )
        .from_(not_due.subquery("not_due"), copy=False)
        .group_by(*(column(name) for name in (*keys, "month")), copy=False)
    )  # fmt: skip
    is_paid = column("paid") > 0
    fen = cast(exp.Sum(this=column("paid")) * 100, "HUGEINT")
    first_row = packed(month=column("month"), first_row=column("first_row"))
    by_person = (
        exp.select(
            *(column(name) for name in keys),
            named(only_where(exp.Min(this=column("month")), is_paid), "first"),
            named(only_where(exp.Max(this=column("month")), is_paid), "last"),
            named(only_where(counted(), is_paid), "months"),
            named(only_where(listed_months(column("month")), is_paid), "listed"),
            named(only_where(exp.Sum(this=column("payments")), is_paid), "payments"),
            named(fen // column("parts"), "fen"), named(fen.copy() % column("parts"), "fen_left"),
            named(only_where(exp.Min(this=first_row), is_paid), "first_row"),
        )
        .from_(by_month.subquery("by_month", copy=False), copy=False)
        .group_by(*(column(name) for name in keys), copy=False)
    )  # fmt: skip
    row = part_of(column("first_row"), "first_row")
    return (
        exp.select("*", named(part_of(row, "place"), "place"), *(named(part_of(row, name), name) for name in spans))
        .from_(by_person.subquery("by_person", copy=False), copy=False)
        .where(every([column("months") > 0, column("fen") > 0]), copy=False)
    )


def money(fen: exp.Expr) -> exp.Expr:
    """Yuan, exactly: fen times 0.01 as decimals."""
    return cast(cast(fen.copy(), "DECIMAL(18, 0)") * cast(exp.Literal.string("0.01"), "DECIMAL(3, 2)"), MONEY)


def whose(place: exp.Expr) -> dict[str, exp.Expr]:
    """The columns of a finding that say whose row it is."""
    return {name: part_of(place, name) for name in ("source", "row", "case", "name", "district")}


def direction_of(code: str, name: exp.Expr, registered: exp.Expr) -> exp.Expr:
    """Where the amount goes; nowhere until it is verified, where the register has the number under another name."""
    return choice(
        (wording.names_differ(name, registered), exp.Literal.string(CHECK)),
        otherwise=exp.Literal.string(FINDINGS[code].direction),
    )


def cite_of(benefits: Sequence[PaidBenefit], kind: Kind, first: exp.Expr) -> exp.Expr:
    """The clauses in force in the first of the months; NULL where the ruleset has none."""
    branches = []
    for benefit in benefits:
        parts: list[tuple[exp.Expr | None, exp.Expr]] = []
        for ground in benefit.grounds.get(kind.id, ()):
            since = None if ground.since is None else first.copy() >= number(index_of(ground.since))
            parts.append((since, exp.Literal.string(ground.cite)))
        if parts:
            text = listed("; ", parts)
            if len(parts) > 1:  # joined, none of them is an empty text
                conditions = [exp.true() if since is None else since.copy() for since, _ in parts]
                text = choice((some(conditions), text))
            branches.append((column("benefit").eq(exp.Literal.string(benefit.name)), text))
    return choice(*branches) if branches else exp.null()


def uncited(cite: exp.Expr) -> Texts:
    """What is added where no clause can be cited."""
    return wording.only_if(is_unknown(cite.copy()), wording.fixed(wording.NO_CLAUSE))


def _worded(kind: Kind, found: exp.Select, benefits: Sequence[PaidBenefit]) -> exp.Query:
    first, last, event = column("first"), column("last"), column("event")
    amount = money(column("fen"))
    name = part_of(column("place"), "name")
    paid = wording.Paid(
        column("benefit"), first, last, column("months"), amount,
        is_by_year=column("parts") > 1, is_exact=column("fen_left").eq(number(0)),
    )  # fmt: skip
    cite = cite_of(benefits, kind, first)
    zh, en = wording.joined(
        wording.who(name),
        Label("", " "),
        (column("term_zh"), column("term_en")),
        Label("，", "; "),
        wording.still_paid(paid, wording.labels_of(benefits, column("benefit"))),
        wording.demand(kind, some([wording.names_differ(name, part_of(event, "name")), column("is_doubtful")])),
        wording.only_if(column("payments") > column("months"), wording.fixed(wording.SEVERAL)),
        wording.two_days(kind, part_of(event, "earliest"), part_of(event, "first")),
        wording.only_if(column("is_doubtful"), wording.fixed(wording.SEVERAL_DAYS)),
        wording.name_differs(name, part_of(event, "name")),
        uncited(cite),
    )
    direction = direction_of(CODES[kind], name, part_of(event, "name"))
    values = whose(column("place")) | {
        "code": exp.Literal.string(CODES[kind]),
        "id_number": id_number(column("person")),
        **which_months(first, last, column("months"), column("listed")),
        "benefit": column("benefit"),
        "paid": amount,
        "due": number(0),
        "amount": amount,
        "direction": choice((column("is_doubtful"), exp.Literal.string(CHECK)), otherwise=direction),
        "cite": cite,
        "sentence_zh": zh,
        "sentence_en": en,
    }
    return exp.select(*finding(values), copy=False).from_(found.subquery("found"), copy=False)
