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

from assess.engines.sql.nodes import cast, choice, every, is_known, negated, number
from assess.rolls.finding_rows import column, named
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import packed, part_of, union
from assess.rolls.registers import wording
from assess.rolls.registers.kinds import DEATHS, IMPRISONED, MOVED, Kind
from assess.rolls.registers.months import FOREVER, month_of_day
from assess.rolls.registers.portion import EVERYBODY, Portion
from assess.rolls.registers.register import Register

BY_NAME = ("person", "name")
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
    the household register, which come after it, are none (`word` counts the kinds in this order). The day counts under
    every name that the register has of it or of an earlier one; a name that it has of later ones only, from those on.
    """
    by_person, by_name = [column("person")], [column("person"), column("name")]
    order = exp.Order(
        expressions=[
            exp.Ordered(this=column("word")),
            exp.Ordered(this=column("first"), desc=True),
            *(exp.Ordered(this=column(name)) for name in ("start", "source", "row")),
        ]
    )
    ranked = found.select(
        named(exp.Window(this=exp.RowNumber(), partition_by=by_person, order=order), "place"),
        named(exp.Window(this=exp.RowNumber(), partition_by=by_name, order=order.copy()), "place_of_name"),
        named(exp.Window(this=exp.Min(this=column("first")), partition_by=_copied(by_person)), "earliest"),
        named(exp.Window(this=exp.Min(this=column("first")), partition_by=_copied(by_name)), "first_of_name"),
    )
    latest, own = (
        exp.select("*").from_(ranked.subquery("ranked")).where(column(place).eq(number(1)))
        for place in ("place", "place_of_name")
    )
    reaches = column("first_of_name", "own") <= column("first", "latest")
    values = [
        named(choice((reaches.copy(), column(name, "latest")), otherwise=column(name, "own")), name)
        for name in ("source", "row", "start", "end", "amount", "word", "first", "last", "earliest")
    ]
    return (
        exp.select(column("person", "own"), column("name", "own"), *values)
        .from_(own.subquery("own", copy=False), copy=False)
        .join(
            latest.subquery("latest", copy=False),
            on=column("person", "own").eq(column("person", "latest")),
            copy=False,
        )
    )


def between_days(registers: Sequence[Register], portion: Portion = EVERYBODY) -> exp.Query:
    """Of people with several days of death (or of moving), the months after the earliest through the one that counts:
    by one of the days nothing was due in them, by another something was. In the columns of `entries`; `start` is the
    month of the earliest."""
    counted_from = entries(registers, portion)
    earliest, month = column("earliest"), column("earliest") - 1
    values: dict[str, exp.Expr] = {name: column(name) for name in ("person", "name", "source", "row", "end", "amount")}
    values |= {
        "start": (month // 12) * 10000 + (month.copy() % 12 + 1) * 100, "word": column("word"), "first": earliest,
        "last": column("first") - 1, "earliest": earliest.copy(),
    }  # fmt: skip
    selected = [named(value, name) for name, value in values.items()]
    return exp.select(*selected).from_(counted_from.subquery("counted_from")).where(earliest.copy() < column("first"))


def _copied(nodes: Sequence[exp.Expr]) -> list[exp.Expr]:
    return [node.copy() for node in nodes]


def merged(found: exp.Query, by: Sequence[str] = ("person",)) -> exp.Query:
    """Of each person, spans that do not overlap: `person`, `first`, `last`, and `event`, the entry that opens the span
    (`start` as a month, `word`, `name`, `earliest`). `by`: `BY_NAME` where those under different names are apart."""
    by_person = [column(name) for name in by]
    order = exp.Order(expressions=[exp.Ordered(this=column(name)) for name in _ORDER])
    before = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="1", end_side="PRECEDING")
    reach = exp.Window(this=exp.Max(this=column("last")), partition_by=by_person, order=order, spec=before)
    reached = exp.select("*", named(reach, "reach")).from_(found.subquery("found", copy=False), copy=False)
    opens = choice((column("first") <= column("reach"), number(0)), otherwise=number(1))
    so_far = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
    island = exp.Window(this=exp.Sum(this=opens), partition_by=by_person, order=order.copy(), spec=so_far)
    islands = exp.select("*", named(island, "island")).from_(reached.subquery("reached", copy=False), copy=False)
    event = packed(
        first=column("first"), source=column("source"), row=column("row"), start=month_of_day(column("start")),
        word=column("word"), name=column("name"), earliest=column("earliest"),
    )  # fmt: skip
    return (
        exp.select(
            column("person"), named(exp.Min(this=column("first")), "first"),
            named(exp.Max(this=column("last")), "last"), named(exp.Min(this=event), "event"),
        )
        .from_(islands.subquery("islands", copy=False), copy=False)
        .group_by(*_copied(by_person), column("island"), copy=False)
    )  # fmt: skip


def surest(
    joined: exp.Select, name: exp.Expr, rows: Sequence[exp.Expr], doubtful: exp.Expr | None = None
) -> exp.Select:
    """Rows joined with spans by name, each (told apart by `rows`) with the span that is surest of the person.

    `joined` has the span's `event`; `name`: whom the roll has. Adds `is_certain`: the register has no other name, and
    the span is not `doubtful`.
    """
    event = column("event", "spans")
    same_name = negated(wording.names_differ(name, part_of(event, "name")))
    certain = same_name
    if doubtful is not None:
        certain = every([same_name.copy(), negated(doubtful)])
    surely = [exp.Ordered(this=one.copy(), desc=True) for one in (certain, same_name)]
    order = exp.Order(expressions=[*surely, exp.Ordered(this=event)])
    best = exp.Window(this=exp.RowNumber(), partition_by=_copied(rows), order=order)
    return joined.select(named(certain, "is_certain"), copy=False).qualify(best.eq(number(1)), copy=False)
