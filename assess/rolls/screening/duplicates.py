"""The second pass over the whole roll: people who stand on it twice, and those who may.

Nothing is counted twice: the first row on which a benefit is paid keeps it; on the others it is paid again. At stake is
what the rules would give on such a row, since what is paid above that is counted by `not_entitled`, `overpaid` or
`not_drawn_together` already. What is paid above a floor nobody else claims; nor, of a year, what is paid above twelve
times the amount of one day.

Where it is not known what is due, two payments may be parts of it: nothing is to recover before somebody has seen to
that. It is at stake where nothing else is paid again, and else told beside.

Where the rows before pay less than is due, as of an amount paid in two halves, a row keeps what they leave of it: only
what is paid beyond that is paid again.

What is paid again under another name may be somebody else's: see first who it is.

However long the roll and however many stand on it again, a step takes some hundred thousand of their rows at once: by
their keys until those that belong together have been seen together, then by their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import (
    cast,
    choice,
    compared,
    every,
    is_known,
    is_unknown,
    minus,
    negated,
    number,
    plus,
    rest,
    some,
    switch,
    unknown,
)
from assess.rolls.finding_rows import (
    MONEY,
    ORDER,
    Relation,
    call,
    column,
    empty,
    finding,
    id_number,
    named,
    place_of,
    relation,
    source_in_order,
    text,
)
from assess.rolls.findings import CHECK, NONE, RECOVER
from assess.rolls.parquet_files import parquet
from assess.rolls.registers.decided_again import as_registered
from assess.rolls.screening.plan import Screening
from assess.rolls.screening.query import once
from assess.rolls.screening.repeat_sentences import duplicate_sentence, namesake_sentence
from assess.rolls.screening.repeats import SAME_NAME, SAME_PERSON, Repeats, collect, parts, with_others, write
from assess.rolls.stakes import Stakes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_AT_ONCE = 500_000
"""How many of the rows that stand on the roll again are put together, and put into words, at once."""
_DUPLICATE, _NAMESAKE = "duplicate_id", "namesake"


def duplicate_findings(
    connection: DuckDBPyConnection,
    plan: Screening,
    people: Relation,
    decisions: Relation,
    rows: int,
    out: Path,
    stakes: Stakes | None = None,
    dues: Path | None = None,
) -> dict[str, int]:
    """Writes the findings `duplicate_id` and `namesake` to the Parquet file `out`; how many there are, by code.

    `people` has the columns of `people.parquet`, with `month` where the roll has one, and `rows` rows; `decisions`
    those of `decisions.parquet`. Rejected rows give no findings, but others may name them. What is paid again is kept
    in `stakes`, payment by payment. `dues`: rows of which registers have other facts, with what is then due. The
    connection's memory limit and its folder for temporary files are the caller's to set; it has to preserve the order
    of insertion. Other files are written beside `out`, and taken away.
    """
    with TemporaryDirectory(prefix=".screening-", dir=out.parent) as given:
        folder = Path(given)
        again = {
            repeats: files
            for repeats in (SAME_PERSON, SAME_NAME)
            if (files := collect(connection, plan, people, rows, repeats, folder))
        }
        found: list[Path] = []
        if again:
            concerned = folder / "concerned.parquet"
            files = [file for those in again.values() for file in those]
            write(connection, _concerned(plan, decisions, parquet(*files), dues), concerned)
            for repeats, those in again.items():
                for query in _found(connection, plan, parquet(concerned), repeats, parquet(*those), stakes):
                    found.append(folder / f"found-{len(found):04}.parquet")
                    write(connection, query, found[-1])
        portions = _worded(connection, plan, found)
        if len(portions) > 1:
            files = [folder / f"worded-{place:04}.parquet" for place in range(len(portions))]
            for portion, file in zip(portions, files, strict=True):
                write(connection, portion, file)
            portions = [exp.select(exp.Star()).from_(parquet(*files))]
        write(connection, portions[0], out, compression="zstd")
    code = column("code")
    counted = exp.select(code, exp.Count(this=exp.Star())).from_(parquet(out)).group_by(code.copy())
    return dict(sorted(connection.execute(counted.sql("duckdb")).fetchall()))


def _concerned(plan: Screening, decisions: Relation, again: exp.Expr, dues: Path | None) -> exp.Select:
    """The columns that are looked at, of the decisions on rows that stand on the roll again."""
    amounts = (f"{which}.{benefit}" for benefit in plan.paid for which in ("paid", "due"))
    wanted = ("source", "row", "case", "status", *plan.optional_columns(), *amounts)
    rows = exp.select(*(column(name, "decisions") for name in wanted)).from_(relation(decisions, "decisions"))
    rows_again = exp.select(column("source"), column("row")).from_(again).subquery("again")
    rows = rows.join(rows_again, on=_same_row("again"), join_type="semi")
    return rows if dues is None else as_registered(rows, dues, wanted)


def _count(connection: DuckDBPyConnection, rows: exp.Expr) -> int:
    query = exp.select(exp.Count(this=exp.Star())).from_(rows.copy())
    ((found,),) = connection.execute(query.sql("duckdb")).fetchall()
    return int(found)


# what is found, in narrow rows


def _found(
    connection: DuckDBPyConnection,
    plan: Screening,
    concerned: exp.Expr,
    repeats: Repeats,
    again: exp.Expr,
    stakes: Stakes | None,
) -> Iterator[exp.Select]:
    """What is found of the rows that stand on the roll again, part by part.

    `code`, `source`, `row`, `case`, `name` and so on, `person`, `paid`, `amount`, `paid_again`; `others` and `count`;
    `is_certain` and `other_name`, see `_amounts`; `unsettled`: what is paid again without its being known what is due;
    `is_settled`: the amount is not that.
    """
    for part in parts(repeats, 3, _count(connection, again), ROWS_AT_ONCE):
        rows = exp.select(exp.Star()).from_(again.copy()).where(part)
        those = with_others(plan, repeats, rows)
        not_rejected = compared("!=", column("status"), text("rejected"))
        if repeats is SAME_NAME:
            yield _namesakes(plan, concerned, those).where(not_rejected)
            continue
        paid_again = _amounts(plan, concerned, those)
        if stakes is not None and plan.paid:
            stakes.keep(connection, _stakes(plan, paid_again.copy(), stakes))
        yield _duplicates(plan, paid_again).where(not_rejected)


def _joined(plan: Screening, concerned: exp.Expr, those: exp.Select, *others: exp.Expr) -> exp.Select:
    """The decisions on these rows."""
    who = ("source", "row", "case", "status", *plan.optional_columns())
    rows = exp.select(
        *(column(name, "decisions") for name in who),
        *(column(name, "again") for name in ("person", "others", "count")),
        *others,
    )
    return rows.from_(relation(concerned, "decisions")).join(those.subquery("again"), on=_same_row("again"))


def _same_row(other: str) -> exp.Expr:
    return every([exp.EQ(this=column(key, "decisions"), expression=column(key, other)) for key in ("source", "row")])


def _amounts(plan: Screening, concerned: exp.Expr, those: exp.Select) -> exp.Select:
    """The rows with what is paid and due of each benefit (`paid0`, `due0`), whether a row before pays it (`again0`) and
    what those leave of what is due (`kept0`).

    `is_certain`: whatever is paid again, a row that surely is the same person's has it before. `other_name`: one of the
    other rows has.
    """
    amounts = [
        named(column(f"{which}.{benefit}", "decisions"), f"{which}{index}")
        for index, benefit in enumerate(plan.paid)
        for which in ("paid", "due")
    ]
    rows = _joined(plan, concerned, those, *amounts)
    places = range(len(plan.paid))
    again = [named(_paid_again(plan, index), f"again{index}") for index in places]
    surely = [named(_surely_again(plan, index) if plan.has_name else exp.true(), f"surely{index}") for index in places]
    before = [named(_paid_before(plan, index), f"before{index}") for index in places]
    rows = exp.select(exp.Star(), *again, *surely, *before, named(_other_name(plan), "other_name")).from_(
        rows.subquery("amounts")
    )
    kept = [named(_kept(plan, index), f"kept{index}") for index in places]
    certain = every(some([negated(column(f"again{index}")), column(f"surely{index}")]) for index in places)
    return exp.select(exp.Star(), *kept, named(certain, "is_certain")).from_(rows.subquery("amounts"))


def _duplicates(plan: Screening, rows: exp.Select) -> exp.Select:
    places = range(len(plan.paid))
    paid = _total(exp.Coalesce(this=column(f"paid{index}"), expressions=[number(0)]) for index in places)
    settled = _sum(plan, lambda index: minus(_up_to_due(plan, index), column(f"kept{index}")), is_known)
    unsettled = _sum(plan, lambda index: column(f"paid{index}"), is_unknown)
    is_settled = some([compared(">", settled, number(0)), compared("=", unsettled, number(0))])
    values = {
        "paid": paid if plan.paid else exp.null(),
        "amount": choice((is_settled, settled.copy()), otherwise=unsettled.copy()),
        "paid_again": _sum(plan, lambda index: minus(column(f"paid{index}"), column(f"kept{index}"))),
        "unsettled": unsettled.copy(),
        "is_settled": is_settled.copy(),
        "is_certain": column("is_certain"),
        "other_name": column("other_name"),
    }
    return exp.select(*_narrow(plan, _DUPLICATE, values)).from_(rows.subquery("again"))


def _stakes(plan: Screening, rows: exp.Select, stakes: Stakes) -> exp.Query:
    """What is at stake of each benefit that is paid again."""
    month = stakes.month(column("month") if plan.has_month else None)
    queries: list[exp.Query] = [
        exp.select(
            named(text(_DUPLICATE), "finding"),
            *(column(name) for name in ("person", "source", "row")),
            *stakes.stretch(benefit, month.copy(), column(f"kept{index}"), _up_to_due(plan, index)),
        )
        .from_("paid_again")
        .where(
            every(
                [
                    column(f"again{index}"),
                    is_known(column(f"due{index}")),
                    column("is_certain"),
                    compared("!=", column("status"), text("rejected")),
                ]
            )
        )
        for index, benefit in enumerate(plan.paid)
    ]
    together, *others = queries
    for query in others:
        together = exp.union(together, query, distinct=False, copy=False)
    return together.with_("paid_again", as_=rows, materialized=True)


def _up_to_due(plan: Screening, index: int) -> exp.Expr:
    """Of what is paid on a row, what no other finding claims."""
    paid, due = column(f"paid{index}"), column(f"due{index}")
    if plan.paid[index] in plan.by_one_day:
        return paid
    if plan.paid[index] not in plan.floors:
        return call("LEAST", paid, due)
    return choice((compared("=", due, number(0)), number(0)), otherwise=paid)


def _paid_again(plan: Screening, index: int) -> exp.Expr:
    """Is the benefit paid on the row, and on one before it that is the same person's (of the same month)?"""
    is_paid = _is_paid(index)
    return _never_unknown(every([is_paid, _before(plan, is_paid.copy())]))


def _surely_again(plan: Screening, index: int) -> exp.Expr:
    """And has such a row before it the same name, or this one none, or none of the others another?"""
    name = column("name")
    same_name = _before(plan, _is_paid(index), name.copy())
    unnamed = every([some([is_unknown(name.copy()), is_unknown(_other_name(plan))]), _before(plan, _is_paid(index))])
    return some(_never_unknown(one) for one in (same_name, unnamed))


def _paid_before(plan: Screening, index: int) -> exp.Expr:
    """What the rows before this one pay of it, up to what is due on each; where names differ, those with its own."""
    paid = choice((_is_paid(index), _up_to_due(plan, index)), otherwise=number(0))
    by_any = _over_rows_before(plan, exp.Sum(this=paid))
    if not plan.has_name:
        return by_any
    name = column("name")
    by_namesakes = _over_rows_before(plan, exp.Sum(this=paid.copy()), name)
    is_namesakes = every([is_known(_other_name(plan)), _never_unknown(_before(plan, _is_paid(index), name.copy()))])
    return choice((every([is_known(name.copy()), is_namesakes]), by_namesakes), otherwise=by_any)


def _kept(plan: Screening, index: int) -> exp.Expr:
    """Of what is paid again, what the rows before leave of what is due; nothing where that is unknown."""
    left = minus(column(f"due{index}"), column(f"before{index}"))
    kept = call("GREATEST", number(0), call("LEAST", _up_to_due(plan, index), left))
    return choice((every([column(f"again{index}"), is_known(column(f"due{index}"))]), kept), otherwise=number(0))


def _other_name(plan: Screening) -> exp.Expr:
    """A name that another of the person's rows (of the same month) has, and this one has not."""
    if not plan.has_name:
        return unknown("VARCHAR")
    own = column("name")
    ends = [exp.Window(this=end(this=own.copy()), partition_by=_together(plan)) for end in (exp.Min, exp.Max)]
    return choice(*((compared("!=", end, own.copy()), end.copy()) for end in ends))


def _is_paid(index: int) -> exp.Expr:
    return compared(">", column(f"paid{index}"), number(0))


def _before(plan: Screening, condition: exp.Expr, *same: exp.Expr) -> exp.Expr:
    """Does it hold on a row of the same person (of the same month, and with the same of that) before this one?"""
    return _over_rows_before(plan, call("BOOL_OR", condition), *same)


def _over_rows_before(plan: Screening, aggregate: exp.Expr, *same: exp.Expr) -> exp.Expr:
    return exp.Window(
        this=aggregate,
        partition_by=[*_together(plan), *same],
        order=exp.Order(expressions=[exp.Ordered(this=one) for one in _order(plan)]),
        spec=exp.WindowSpec(
            kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end=number(1), end_side="PRECEDING"
        ),
    )


def _together(plan: Screening) -> list[exp.Expr]:
    """What rows of one person (and month) have in common."""
    return [column("person"), *([column("month")] if plan.has_month else [])]


def _never_unknown(condition: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=condition, expressions=[exp.false()])


def _order(plan: Screening) -> list[exp.Expr]:
    """By what rows stand one before the other: the order of the roll."""
    source = column("source")
    return [place_of(source, plan.sources) if plan.sources else source, column("row")]


def _sum(
    plan: Screening, amount: Callable[[int], exp.Expr], due: Callable[[exp.Expr], exp.Expr] | None = None
) -> exp.Expr:
    """The amounts of the benefits paid again; `due`: only of those of which this holds of what is due."""

    def counts(index: int) -> exp.Expr:
        again = column(f"again{index}")
        return again if due is None else every([again, due(column(f"due{index}"))])

    return _total([choice((counts(index), amount(index)), otherwise=number(0)) for index in range(len(plan.paid))])


def _total(amounts: Iterable[exp.Expr]) -> exp.Expr:
    total: exp.Expr | None = None
    for amount in amounts:
        total = amount if total is None else plus(total, amount)
    return number(0) if total is None else total


def _namesakes(plan: Screening, concerned: exp.Expr, those: exp.Select) -> exp.Select:
    rows = once(_joined(plan, concerned, those), plan)
    values: dict[str, exp.Expr] = {
        "paid": exp.null(), "amount": number(0), "paid_again": number(0), "unsettled": number(0),
        "is_settled": exp.true(), "is_certain": exp.true(), "other_name": unknown("VARCHAR"),
    }  # fmt: skip
    if plan.has_month and not plan.own_months:
        values["month"] = exp.null()
    return exp.select(*_narrow(plan, _NAMESAKE, values)).from_(rows.subquery("again"))


def _narrow(plan: Screening, code: str, values: dict[str, exp.Expr]) -> list[exp.Expr]:
    who = ("source", "row", "case", *plan.optional_columns(), "person", "others", "count")
    amounts = [named(cast(values[name], MONEY), name) for name in ("paid", "amount", "paid_again", "unsettled")]
    selected: list[exp.Expr] = [named(text(code), "code"), *amounts]
    selected += [named(values[name], name) for name in ("is_settled", "is_certain", "other_name")]
    for name in who:
        selected.append(named(cast(values[name], "VARCHAR"), name) if name in values else column(name))
    return selected


# in words


def _worded(connection: DuckDBPyConnection, plan: Screening, found: list[Path]) -> list[exp.Query]:
    """The findings out of what is found, in their order: queries for one portion after the other."""
    if not found:
        return [empty()]
    portions: list[exp.Query] = []
    bounds = _bounds(connection, plan, found)
    for after, until in zip([None, *bounds], [*bounds, None], strict=True):
        rows = exp.select(exp.Star()).from_(parquet(*found))
        if after is not None:
            rows = rows.where(negated(_is_until(plan, *after)))
        if until is not None:
            rows = rows.where(_is_until(plan, *until))
        names = (name for name in ORDER if name in ("source", "row", "code", *plan.optional_columns()))
        keys = (source_in_order(plan.sources) if name == "source" else column(name) for name in names)
        rows = rows.order_by(*(exp.Ordered(this=key, nulls_first=True) for key in keys))
        portions.append(exp.select(*finding(_values(plan))).from_(rows.subquery("found")))
    return portions


def _bounds(connection: DuckDBPyConnection, plan: Screening, found: list[Path]) -> list[tuple[str | int, int]]:
    """The last places (source and row, as they are ordered by) of all portions but the last."""
    if _count(connection, parquet(*found)) <= ROWS_AT_ONCE:
        return []
    source, row = source_in_order(plan.sources), column("row")
    order = exp.Order(expressions=[exp.Ordered(this=key.copy()) for key in (source, row)])
    place = named(exp.Window(this=exp.RowNumber(), order=order), "place")
    places = exp.select(named(source, "of"), row.copy(), place).from_(parquet(*found)).subquery("places")
    last = compared("=", rest(column("place"), number(ROWS_AT_ONCE)), number(0))
    query = exp.select(column("of"), row.copy()).distinct().from_(places).where(last)
    return sorted(connection.execute(query.sql("duckdb")).fetchall())


def _is_until(plan: Screening, source: str | int, row: int) -> exp.Expr:
    """Does the row stand at this place or before it?"""
    own = source_in_order(plan.sources)
    last = text(source) if isinstance(source, str) else number(source)
    here = every([compared("=", own, last), compared("<=", column("row"), number(row))])
    return exp.or_(compared("<", own.copy(), last.copy()), here)


def _values(plan: Screening) -> dict[str, exp.Expr]:
    """What a finding says, out of the columns of what is found."""
    code = column("code")
    values: dict[str, exp.Expr] = {
        name: column(name) for name in ("code", "source", "row", "case", *plan.optional_columns(), "paid", "amount")
    }
    values["id_number"] = id_number(column("person"))
    at_stake = compared(">", column("amount"), number(0))
    to_recover = every([at_stake, column("is_certain"), column("is_settled")])
    values["direction"] = choice((to_recover, text(RECOVER)), (at_stake.copy(), text(CHECK)), otherwise=text(NONE))
    values["sentence_zh"] = switch(
        code.copy(),
        [(text(_DUPLICATE), duplicate_sentence(plan, "zh")), (text(_NAMESAKE), namesake_sentence(plan, "zh"))],
    )
    values["sentence_en"] = switch(
        code.copy(),
        [(text(_DUPLICATE), duplicate_sentence(plan, "en")), (text(_NAMESAKE), namesake_sentence(plan, "en"))],
    )
    if plan.has_month:
        values["months"] = choice((compared("=", code.copy(), text(_DUPLICATE)), number(1)))
    return values
