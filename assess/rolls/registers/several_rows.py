"""What is to be paid to people who stand on the roll more than once: a row is judged by what it pays itself.

Some rolls have a row for each benefit. Where another row of the person (and month) pays a benefit, it is not unpaid on
the others; nor is it paid too little where the rows together pay what is due, as of an amount paid in two halves.
Whatever else is to be paid to somebody on several rows is to be verified first: it is due once, and found
on every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import cast, compared, every, is_unknown, negated, number, some
from assess.language.types import Label
from assess.rolls.finding_rows import call, column, named, text
from assess.rolls.parquet_files import parquet
from assess.rolls.queries import any_rows, columns_of, counted, forget, relation, run, table
from assess.rolls.registers.decided_again import as_registered
from assess.rolls.registers.payments import Roll, rows_of_people

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ROWS, _MARKED = "rows_of_several", "rows_of_several_marked"
_DUPLICATE = "duplicate_id"
_ENDS = (exp.Min, exp.Max)
_OF_ROWS = ("source", "row", "case", "name", "district", "month", "status")
_SEVERAL = Label(
    "但此身份证号在名册上不止一行，查清由哪一行发放之前不补发。",
    " But the number stands on the roll more than once; nothing is to be paid before it is known on which row.",
)


@dataclass(frozen=True, slots=True)
class SeveralRows:
    """`duplicates`: the file of findings that says who stands on the roll more than once. `dues`: rows of which
    registers have other facts, with what is then due."""

    duplicates: Path
    dues: Path | None = None

    def objections(self, connection: DuckDBPyConnection, roll: Roll, to_be_paid: exp.Query) -> list[exp.Query]:
        """What is to be said against findings of what is to be paid (`source`, `row`): `source`, `row`, `month`,
        `benefit` (NULL: any), `is_certain` (another row pays it), `zh`, `en`. The rows that they are read from are to
        be forgotten with `end`."""
        columns = columns_of(connection, roll.decisions)
        benefits = [name.removeprefix("paid.") for name in columns if name.startswith("paid.")]
        amounts = [f"{which}.{benefit}" for benefit in benefits for which in ("paid", "due")]
        persons = self._persons(roll, to_be_paid)
        if self.dues is not None:
            needed = [name for name in columns if name in (*_OF_ROWS, *amounts)]
            decisions = exp.select("*").from_(relation(roll.decisions, "decisions"))
            roll = replace(roll, decisions=as_registered(decisions, self.dues, needed))
        wanted = [column(name, "decisions") for name in amounts]
        run(connection, table(_ROWS, rows_of_people(persons, roll, columns, wanted)))
        if not any_rows(connection, _ROWS):
            return []
        run(connection, table(_MARKED, _marked(benefits)))
        return [_several(), *(_elsewhere(benefit, index) for index, benefit in enumerate(benefits))]

    def end(self, connection: DuckDBPyConnection) -> None:
        for name in (_ROWS, _MARKED):
            forget(connection, name)

    def _persons(self, roll: Roll, to_be_paid: exp.Query) -> exp.Select:
        """The people who stand on the roll more than once, and are found to be owed anything."""
        twice = exp.select(column("source"), column("row")).from_(parquet(self.duplicates))
        twice = twice.where(column("code").eq(text(_DUPLICATE)))
        return (
            exp.select(column("person", "people"))
            .distinct()
            .from_(relation(roll.people, "people"))
            .join(twice.subquery("twice"), on=_same_row("people", "twice"), join_type="semi")
            .join(to_be_paid.subquery("owed"), on=_same_row("people", "owed"), join_type="semi")
        )


def _marked(benefits: Sequence[str]) -> exp.Select:
    """The rows with `is_several`: the person has another of the same month; `elsewhere0` …: rows surely of the person
    pay the benefit, and this one does not, or they pay together what is due."""
    of_person = [column("person"), column("month")]
    of_name = [*of_person, column("full_name")]
    several = compared(">", exp.Window(this=counted(), partition_by=_copies(of_person)), number(1))
    first, last = (exp.Window(this=end(this=column("full_name")), partition_by=_copies(of_person)) for end in _ENDS)
    one_name = some([is_unknown(column("full_name")), exp.NullSafeEQ(this=first, expression=last)])
    elsewhere = []
    for index, benefit in enumerate(benefits):
        paid, due = column(f"paid.{benefit}"), column(f"due.{benefit}")
        pays = _surely(compared(">", paid, number(0)))
        by_namesake, by_any = (
            some([
                every([negated(pays.copy()), exp.Window(this=call("BOOL_OR", pays), partition_by=_copies(those))]),
                _surely(compared(">=", exp.Window(this=exp.Sum(this=paid.copy()), partition_by=_copies(those)), due)),
            ])
            for those in (of_name, of_person)
        )  # fmt: skip
        elsewhere.append(named(some([by_namesake, every([one_name.copy(), by_any])]), f"elsewhere{index}"))
    keys = [column(name) for name in ("source", "row", "month")]
    return exp.select(*keys, named(several, "is_several"), *elsewhere).from_(_ROWS)


def _several() -> exp.Select:
    return _said(exp.null(), exp.false()).where(column("is_several"))


def _elsewhere(benefit: str, index: int) -> exp.Select:
    return _said(text(benefit), exp.true()).where(every([column("is_several"), column(f"elsewhere{index}")]))


def _said(benefit: exp.Expr, is_certain: exp.Expr) -> exp.Select:
    values = {
        "benefit": cast(benefit, "VARCHAR"), "is_certain": is_certain, "zh": text(_SEVERAL.zh), "en": text(_SEVERAL.en),
    }  # fmt: skip
    keys = [column(name) for name in ("source", "row", "month")]
    return exp.select(*keys, *(named(value, name) for name, value in values.items())).from_(_MARKED)


def _same_row(left: str, right: str) -> exp.Expr:
    return every([column(name, left).eq(column(name, right)) for name in ("source", "row")])


def _copies(nodes: Sequence[exp.Expr]) -> list[exp.Expr]:
    return [node.copy() for node in nodes]


def _surely(condition: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=condition, expressions=[exp.false()])
