"""What a roll pays to the people of registers, month by month.

The registers' people are few, the roll may have tens of millions of rows: `people` (narrow) is held against the
registers, and only the rows of those who are on one are fetched from `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import cast, every, is_known, number
from assess.rolls.finding_rows import MONEY, column, named, place_of, text, unknown
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import (
    Relation,
    columns_of,
    counted,
    packed,
    relation,
    run,
    table,
    union,
)
from assess.rolls.registers.benefits import PaidBenefit
from assess.rolls.registers.months import TWELFTHS, Months, index_of, month_of_text, months_of_year
from assess.rolls.registers.portion import EVERYBODY, Portion
from assess.rolls.registers.register import Register

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MATCHED = "rows_on_registers"
_ROWS_OF_A_PORTION = 500_000
"""Adding up 6 million rows at once took more than 2 GB, since places and names are kept beside each sum."""


@dataclass(frozen=True, slots=True)
class Roll:
    """A roll that was checked. `people`: `source`, `row`, `person`; `decisions`: a row per input row (and month).

    `months`: those of the check. Where `decisions` has no column `month`, every row is about the one month of the
    check, and an amount paid by the year about the year that the month lies in. Where it has one, a row in which it is
    empty is about none of the months checked: it is compared with nothing. `sources`: in the order of the roll, by
    which one row stands before another; without them it is the order of their names.
    """

    people: Relation
    decisions: Relation
    months: Months
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of people who are on a register, kept as a table.

    `table`: its name; it has `part` (the place of the source), `source`, `row`, `person`, `case`, `full_name`,
    `district`, `is_rejected`, `month` (as a number) and, of each of the benefits, the amounts asked for (`paid.care`).
    `by_month`: the rows state their month. `portion`: the people who are looked at.
    """

    table: str
    rows: int
    benefits: tuple[PaidBenefit, ...]
    by_month: bool
    portion: Portion = EVERYBODY

    def portions(self) -> list[Matched]:
        """All of the people, in portions small enough for what is added up by person to stay in memory."""
        count = 1 + self.rows // _ROWS_OF_A_PORTION
        return [replace(self, portion=Portion(count, index)) for index in range(count)]


@contextmanager
def matched(
    connection: DuckDBPyConnection,
    registers: Sequence[Register],
    roll: Roll,
    benefits: Iterable[PaidBenefit],
    amounts: Sequence[str] = ("paid",),
) -> Iterator[Matched]:
    """The rows of the people on any of the registers; they are forgotten at the end of the `with` block."""
    columns = columns_of(connection, roll.decisions)
    there = tuple(each for each in benefits if {f"{amount}.{each.name}" for amount in amounts} <= set(columns))
    wanted = [column(f"{amount}.{each.name}", "decisions") for each in there for amount in amounts]
    persons = union([exp.select(column("person")).from_(parquet(register.path)) for register in registers])
    run(connection, table(_MATCHED, rows_of_people(persons, roll, columns, wanted)))
    try:
        count = run(connection, exp.select(counted()).from_(_MATCHED)).fetchone()
        yield Matched(_MATCHED, int(count[0]) if count else 0, there, "month" in columns)
    finally:
        connection.execute("DROP TABLE rows_on_registers")


def rows_of_people(persons: exp.Query, roll: Roll, columns: Sequence[str], wanted: Sequence[exp.Expr]) -> exp.Select:
    """The rows of `decisions`, which has these columns, of the persons, with the columns wanted beside who it is."""
    people = exp.select(*(column(name) for name in ("source", "row", "person"))).from_(relation(roll.people, "people"))
    people = people.where(exp.In(this=column("person"), query=persons.subquery()))
    same_row = every([column(name, "people").eq(column(name, "decisions")) for name in ("source", "row")])
    optional = {
        name: column(name, "decisions") if name in columns else unknown() for name in ("name", "district", "month")
    }
    month = month_of_text(optional["month"])
    if "month" not in columns and roll.months.is_one:  # without the column, every row is about the month checked
        month = number(index_of(roll.months.first))
    is_rejected = column("status", "decisions").eq(text("rejected")) if "status" in columns else exp.false()
    source = column("source", "decisions")
    part = place_of(source, roll.sources) if roll.sources else cast(exp.null(), "INTEGER")
    return (
        exp.select(
            named(part, "part"), column("source", "decisions"), column("row", "decisions"), column("person", "people"),
            named(column("case", "decisions"), "case"), named(optional["name"], "full_name"),
            named(optional["district"], "district"), named(is_rejected, "is_rejected"),
            named(cast(month, "INTEGER"), "month"), *wanted,
        )
        .from_(relation(roll.decisions, "decisions"))
        .join(people.subquery("people"), on=same_row)
    )  # fmt: skip


def payments(found: Matched) -> exp.Query:
    """What was paid, a row per payment, benefit and month.

    `person`, `benefit`, `month`, `place` (whose row it is), `paid` (as the roll states it) and `parts`: 1, or 12 where
    the amount is that of a year and a month's share of it a twelfth.
    """
    if not found.benefits:
        return _of_benefit(found, "", False, unknown(MONEY)).where(exp.false())
    return union(
        [
            _of_benefit(found, benefit.name, benefit.period == "year", column(f"paid.{benefit.name}"))
            for benefit in found.benefits
        ]
    )


def _of_benefit(found: Matched, benefit: str, by_year: bool, paid: exp.Expr) -> exp.Select:
    month: exp.Expr = column("month")
    if by_year and not found.by_month:
        month = months_of_year(month)
    place = packed(
        part=column("part"), source=column("source"), row=column("row"), case=column("case"), name=column("full_name"),
        district=column("district"),
    )  # fmt: skip
    return (
        exp.select(
            column("person"), named(exp.Literal.string(benefit), "benefit"), named(cast(month, "INTEGER"), "month"),
            named(place, "place"), named(cast(paid, MONEY), "paid"), named(number(TWELFTHS if by_year else 1), "parts"),
        )
        .from_(found.table)
        .where(is_known(paid), found.portion.of(column("person")))
    )  # fmt: skip
