"""The months in which, by a register, nothing was due: of each person, spans that do not overlap.

| register   | from the month                          | through the month        |
|------------|-----------------------------------------|--------------------------|
| deaths     | after the month of death                | for good                 |
| imprisoned | after the month of the start            | of release               |
| moved      | after the month of moving               | for good                 |
| others     | of the start (none stated: ever since)  | of the end, or for good  |

What is paid in the month of death itself, of the start or of moving is in order. `docs/roll-registers.md` says why.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.nodes import cast, choice, is_known, number
from assess.rolls.finding_rows import column, named
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import packed, union
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, MOVED, Kind
from assess.rolls.registers.months import FOREVER, month_of_day
from assess.rolls.registers.portion import EVERYBODY, Portion
from assess.rolls.registers.register import Register

_ORDER = ("first", "last", "source", "row")


def first_month_not_due(kind: Kind, start: exp.Expr) -> exp.Expr:
    """The month from which nothing is due, of an entry that begins on this day."""
    month = month_of_day(start)
    return month + 1 if kind in (DEATHS, IMPRISONED, MOVED) else month


def entries(registers: Sequence[Register], portion: Portion = EVERYBODY) -> exp.Query:
    """The entries of registers of one kind, each with the months `first` to `last` in which it counts."""
    kind = registers[0].kind
    start, end = column("start"), column("end")
    forever, ever_since = number(FOREVER), number(0)
    first = choice((is_known(start), first_month_not_due(kind, start)), otherwise=ever_since)
    last = forever if kind in (DEATHS, MOVED) else choice((is_known(end), month_of_day(end)), otherwise=forever)
    spans = [
        exp.select("*", named(cast(first, "INTEGER"), "first"), named(cast(last, "INTEGER"), "last"))
        .from_(parquet(register.path))
        .where(portion.of(column("person")))
        for register in registers
    ]
    all_ = exp.select("*").from_(union(spans).subquery("spans"))
    if kind in (DEATHS, MOVED):
        return _latest(all_)
    return all_.select(named(column("first"), "earliest")).where(column("first") <= column("last"))


def _latest(found: exp.Select) -> exp.Select:
    """Of several days of death (or of moving) the latest: what is paid after it is not due whichever day is right.

    Only days of one kind are weighed against each other: where a day of death is stated, the days of cremation or of
    the household register, which come after it, are none (`word` counts the kinds in this order).
    """
    by_person = [column("person")]
    place = exp.Window(
        this=exp.RowNumber(),
        partition_by=by_person,
        order=exp.Order(
            expressions=[
                exp.Ordered(this=column("word")),
                exp.Ordered(this=column("first"), desc=True),
                *(exp.Ordered(this=column(name)) for name in ("start", "source", "row")),
            ]
        ),
    )
    earliest = exp.Window(this=exp.Min(this=column("first")), partition_by=by_person)
    ranked = found.select(named(place, "place"), named(earliest, "earliest"))
    return exp.select("*").from_(ranked.subquery("ranked")).where(column("place").eq(number(1)))


def merged(found: exp.Query) -> exp.Query:
    """Of each person, spans that do not overlap: `person`, `first`, `last`, and `event`, the entry that opens the span
    (`start` as a month, `word`, `name`, `earliest`)."""
    by_person = [column("person")]
    order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in _ORDER])
    before = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="1", end_side="PRECEDING")
    reach = exp.Window(this=exp.Max(this=column("last")), partition_by=by_person, order=order, spec=before)
    reached = exp.select("*", named(reach, "reach")).from_(found.subquery("found"))
    opens = choice((column("first") <= column("reach"), number(0)), otherwise=number(1))
    so_far = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
    island = exp.Window(this=exp.Sum(this=opens), partition_by=by_person, order=order.copy(), spec=so_far)
    islands = exp.select("*", named(island, "island")).from_(reached.subquery("reached"))
    event = packed(
        first=column("first"), source=column("source"), row=column("row"), start=month_of_day(column("start")),
        word=column("word"), name=column("name"), earliest=column("earliest"),
    )  # fmt: skip
    return (
        exp.select(
            column("person"), named(exp.Min(this=column("first")), "first"),
            named(exp.Max(this=column("last")), "last"), named(exp.Min(this=event), "event"),
        )
        .from_(islands.subquery("islands"))
        .group_by(column("person"), column("island"))
    )  # fmt: skip
