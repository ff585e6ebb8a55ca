"""The decisions of one date over the relation `facts`: what `decisions.parquet` holds, as one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.columns import ColumnQuery, eligible_name, row_name
from assess.engines.sql.natural import given_out
from assess.engines.sql.nodes import (
    FALSE,
    cast,
    choice,
    closed,
    column,
    compared,
    every,
    is_known,
    is_unknown,
    negated,
    number,
    some,
    sql_type,
    times,
    unknown,
)
from assess.engines.sql.stages import named
from assess.language.edition import Edition
from assess.language.program import Amount, Table
from assess.language.types import Number, Type
from assess.rolls.cells import Period
from assess.rolls.drawn import drawn_of
from assess.rolls.paid_periods import times_due
from assess.rolls.roll import ROW
from assess.rolls.settled import settled
from assess.rolls.shares.facts import FACTS, REJECTED, SOURCE_NAME

DECIDED, UNDETERMINED, REJECTED_STATUS = "decided", "undetermined", "rejected"
STATUSES = f"ENUM('{DECIDED}', '{UNDETERMINED}', '{REJECTED_STATUS}')"
MONEY = "DECIMAL(18, 2)"


@dataclass(frozen=True, slots=True)
class Layout:
    """A decision's columns in the file: its value, the row hit, whether it is due."""

    name: str
    type: Type
    has_row: bool
    has_eligible: bool

    @property
    def columns(self) -> tuple[str, ...]:
        found = [self.name]
        if self.has_row:
            found.append(row_name(self.name))
        if self.has_eligible:
            found.append(eligible_name(self.name))
        return tuple(found)


def layout_of(editions: Sequence[Edition]) -> tuple[Layout, ...]:
    """The decisions that get columns, goals and what they rest on, without hidden steps: the same on every date."""
    found: dict[str, Layout] = {}
    for edition in editions:
        for name, active in edition.active.items():
            if active.decision.hidden:
                continue
            body, before = active.version.body, found.get(name)
            has_row = isinstance(body, Table) or (before is not None and before.has_row)
            has_eligible = isinstance(body, Amount) or (before is not None and before.has_eligible)
            found[name] = Layout(name, active.decision.type, has_row, has_eligible)
    return tuple(found.values())


def decisions_query(
    edition: Edition,
    facts: Mapping[str, str],
    *,
    optional: Sequence[str],
    paid: Iterable[str],
    not_after: Sequence[str],
    by_month_column: bool,
) -> ColumnQuery:
    """The decisions of the edition over the relation `facts`, and which rows are at fault.

    `not_after`: facts that must not lie after the date. `by_month_column`: a row must have a month.
    """
    extra = {SOURCE_NAME: "TEXT", ROW: "BIGINT", REJECTED: "BOOLEAN"}
    extra |= {f"__{name}": "TEXT" for name in optional} | {f"paid.{name}": "BIGINT" for name in paid}
    query = ColumnQuery.of(edition, {**facts, **extra})
    late = [compared(">", column(name), number(edition.as_of)) for name in not_after]
    at_fault: list[exp.Expr] = [column(REJECTED), *(exp.Coalesce(this=one, expressions=[FALSE.copy()]) for one in late)]
    if by_month_column:
        at_fault.append(is_unknown(column("__month")))
    query.stages.add("__at_fault", some(at_fault))
    return query


def decisions_sql(
    query: ColumnQuery,
    *,
    goals: Sequence[str],
    layout: Sequence[Layout],
    optional: Sequence[str],
    paid: Mapping[str, Period],
    month: str | None,
    by_month_column: bool,
    takes_leftovers: bool,
    grounds: Mapping[str, exp.Expr],
) -> tuple[str, str]:
    """What is written of a `decisions_query`, in DuckDB's SQL: plainly, and guarded, so that rows at fault get no
    values. The query is used up by it.

    `goals`: the decisions that a row must have to be decided. `grounds`: further columns, that say why.
    `by_month_column`: only rows of the month are decided; with `takes_leftovers` those of no month are rejected.
    """
    edition = query.edition
    status = choice(
        (column("__at_fault"), _status(REJECTED_STATUS)),
        (every(is_known(column(name)) for name in goals if name in edition.active), _status(DECIDED)),
        otherwise=_status(UNDETERMINED),
    )

    case = column("__case") if "case" in optional else exp.Null()
    wanted: dict[str, exp.Expr] = {
        "source": column(SOURCE_NAME),
        "row": column(ROW),
        "case": exp.Coalesce(this=case, expressions=[cast(column(ROW), "TEXT")]),
        **{name: column(f"__{name}") for name in ("name", "district") if name in optional},
    }
    if month is not None:
        its_own = exp.Literal.string(month)
        wanted["month"] = choice((is_known(column("__month")), its_own)) if by_month_column else its_own
    wanted["status"] = status
    unguarded = set(wanted)
    for one in layout:
        active = edition.active.get(one.name)
        body = None if active is None else active.version.body
        value = unknown(sql_type(one.type)) if active is None else column(one.name)
        wanted[one.name] = given_out(value, one.type)
        if one.has_row:
            hit = column(row_name(one.name)) if isinstance(body, Table) else unknown("SMALLINT")
            wanted[row_name(one.name)] = hit
        if one.has_eligible:
            eligible = column(eligible_name(one.name)) if isinstance(body, Amount) else unknown("BOOLEAN")
            wanted[eligible_name(one.name)] = eligible
    for benefit, period in paid.items():
        due = drawn_of(edition, benefit)
        wanted[f"paid.{benefit}"] = _yuan(column(f"paid.{benefit}"))
        wanted[f"due.{benefit}"] = unknown(MONEY) if due is None else _due(query, due, period)
        unguarded |= {f"paid.{benefit}", *([f"due.{benefit}"] if due is None else [])}
    wanted |= {name: value.copy() for name, value in grounds.items()}
    guarded = {
        name: value.copy() if name in unguarded else choice((negated(column("__at_fault")), value.copy()))
        for name, value in wanted.items()
    }
    # Both of the same rows: to write all the stages down takes longer than to write what is selected from them.
    rows = _written(exp.From(this=query.stages.relation(exp.to_table(FACTS), wanted.values())))
    if by_month_column and month is not None:
        mine = compared("=", column("__month"), exp.Literal.string(month))
        of_none = exp.Is(this=column("__month"), expression=exp.Null())
        rows = f"{rows} {_written(exp.Where(this=some([mine, of_none]) if takes_leftovers else mine))}"
    return f"{_selected(wanted)} {rows}", f"{_selected(guarded)} {rows}"


def _selected(columns: Mapping[str, exp.Expr]) -> str:
    return _written(exp.select(*(named(name, value) for name, value in columns.items()), copy=False))


def _written(node: exp.Expr) -> str:
    """In DuckDB's SQL; the node is not used any more, so that no copy of it need be made."""
    return node.sql("duckdb", copy=False)


def _status(name: str) -> exp.Expr:
    """As a constant of the enumeration: to make one of a text takes a while for every row."""
    return cast(exp.Literal.string(name), STATUSES)


def _yuan(fen: exp.Expr) -> exp.Expr:
    return cast(times(cast(fen, "DECIMAL(16, 0)"), cast(exp.Literal.number("0.01"), "DECIMAL(3, 2)")), MONEY)


def _due(query: ColumnQuery, decision: str, period: Period) -> exp.Expr:
    type_ = query.edition.active[decision].decision.type
    assert isinstance(type_, Number)
    value = given_out(settled(query, decision), type_)
    count = times_due(type_, period)
    if count > 1:
        value = times(closed(value), number(count))
    return cast(value, MONEY)
