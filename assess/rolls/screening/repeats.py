"""Which rows of a roll belong together: those of one person, and those of namesakes, found part by part.

People are cut into parts by their number (or by the hash of name and birth date), so that the keys of one part fit into
memory; the parts are looked through one after the other for keys that occur again, and only the rows of these are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import choice, compared, every, is_known, is_unknown, minus, number, rest, some
from assess.rolls.finding_rows import Relation, call, column, named, relation
from assess.rolls.screening.plan import Screening

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_IN_A_PART = 4_000_000
"""How many rows of the roll are looked through at once."""
OTHERS_NAMED = 5
"""How many of the other rows are named."""

DUPLICATES, NAMESAKES = "screening_duplicates", "screening_namesakes"
_KEYS, _AGAIN = "screening_keys", "screening_again"
TABLES = (DUPLICATES, NAMESAKES, _KEYS, _AGAIN)


@dataclass(frozen=True, slots=True)
class Repeats:
    """A way of standing on a roll again. `key`: the column of people that rows have in common.

    `by_person`: only rows of different people count (or of people not known), each person by the first of their rows.
    """

    table: str
    key: str
    by_person: bool


SAME_PERSON = Repeats(DUPLICATES, "person", by_person=False)
SAME_NAME = Repeats(NAMESAKES, "namesake", by_person=True)


def collect(connection: DuckDBPyConnection, plan: Screening, people: Relation, rows: int, repeats: Repeats) -> None:
    """Fills the table of the repeats: `source`, `row`, `person`, `month` (where the roll has it), `others`, `count`.

    `others`: the first `OTHERS_NAMED` other rows, each with `source` and `row`; `count`: how many there are.
    """
    parts = max(1, -(-rows // ROWS_IN_A_PART))
    for part in range(parts):
        _create(connection, _KEYS, _keys(plan, people, repeats, part, parts))
        _create(connection, _AGAIN, _again(plan, people, repeats))
        found = _with_others(plan, repeats)
        if part == 0:
            _create(connection, repeats.table, found)
        else:
            connection.execute(exp.insert(found, repeats.table).sql("duckdb"))


def drop(connection: DuckDBPyConnection) -> None:
    """Takes away all that `collect` made."""
    for table in TABLES:
        connection.execute(exp.Drop(tables=[exp.to_table(table)], kind="TABLE", exists=True).sql("duckdb"))


def _create(connection: DuckDBPyConnection, table: str, query: exp.Query) -> None:
    create = exp.Create(
        this=exp.to_table(table), kind="TABLE", replace=True, expression=query,
        properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
    )  # fmt: skip
    connection.execute(create.sql("duckdb"))


def _common(plan: Screening, repeats: Repeats) -> list[str]:
    """The columns that rows which belong together have in common."""
    return [repeats.key, "month"] if plan.own_months else [repeats.key]


def _keys(plan: Screening, people: Relation, repeats: Repeats, part: int, parts: int) -> exp.Select:
    """The keys of the part that occur more than once."""
    key = column(repeats.key)
    common = [column(name) for name in _common(plan, repeats)]
    keys = exp.select(*common).from_(relation(people, "people")).where(is_known(key))
    if parts > 1:
        # by a hash, since made-up numbers all end alike
        keys = keys.where(compared("=", rest(call("HASH", key), number(parts)), number(part)))
    keys = keys.group_by(*(one.copy() for one in common)).having(compared(">", exp.Count(this=exp.Star()), number(1)))
    if repeats.by_person:
        person = column("person")
        several = compared("!=", exp.Min(this=person), exp.Max(this=person.copy()))
        unknown = compared("<", exp.Count(this=person.copy()), exp.Count(this=exp.Star()))
        keys = keys.having(some([several, unknown]))
    return keys


def _again(plan: Screening, people: Relation, repeats: Repeats) -> exp.Select:
    """The rows of these keys."""
    names = dict.fromkeys(("source", "row", "person", *_common(plan, repeats)))
    rows = exp.select(*(column(name, "people") for name in names)).from_(relation(people, "people"))
    return rows.join(exp.to_table(_KEYS), on=_same("people", _KEYS, _common(plan, repeats)), join_type="semi")


def _with_others(plan: Screening, repeats: Repeats) -> exp.Select:
    """Each row of `_AGAIN` with the others that it belongs together with."""
    common = _common(plan, repeats)
    own, other = column("person", _AGAIN), exp.to_identifier("other")
    different: exp.Expr = exp.NEQ(this=other, expression=_place(_AGAIN, "source", "row", "person"))
    if repeats.by_person:
        whose = exp.Dot(this=other.copy(), expression=exp.to_identifier("person"))
        another = exp.NullSafeNEQ(this=whose, expression=own.copy())
        different = choice((is_known(own), another), otherwise=different)
    kept = exp.Lambda(this=different, expressions=[other.copy()])
    listed = call("LIST_FILTER", column("firsts", "groups"), kept)
    others = call("LIST_SLICE", listed, number(1), number(OTHERS_NAMED))
    month = [column("month", _AGAIN)] if plan.own_months else []
    rows = exp.select(
        *(column(name, _AGAIN) for name in ("source", "row", "person")), *month,
        named(others, "others"),
        named(minus(column("occurrences", "groups"), number(1)), "count"),
    )  # fmt: skip
    groups = _groups(plan, repeats).subquery("groups")
    return rows.from_(exp.to_table(_AGAIN)).join(groups, on=_same(_AGAIN, "groups", common))


def _groups(plan: Screening, repeats: Repeats) -> exp.Select:
    """Each key with the first places that it stands at, and how many there are."""
    common = [column(name) for name in _common(plan, repeats)]
    firsts = call("MIN", column("place"), number(OTHERS_NAMED + 1))
    counted = (named(firsts, "firsts"), named(exp.Count(this=exp.Star()), "occurrences"))
    groups = exp.select(*common, *counted).from_(_places(common, repeats).subquery("places"))
    return groups.group_by(*(one.copy() for one in common))


def _places(common: list[exp.Column], repeats: Repeats) -> exp.Select:
    """Where a key stands: every row, or the first row of each person and every row of a person not known."""
    place = _place(None, "source", "row", "person")
    rows = exp.to_table(_AGAIN)
    if not repeats.by_person:
        return exp.select(*common, named(place, "place")).from_(rows)
    alone = choice((is_unknown(column("person")), _place(None, "source", "row")))
    people = exp.select(*common, named(exp.Min(this=place), "place")).from_(rows)
    return people.group_by(*(one.copy() for one in common), column("person"), alone)


def _place(table: str | None, *names: str) -> exp.Struct:
    """These columns as one value; values are ordered by the first column, then by the next."""
    parts = [exp.PropertyEQ(this=exp.to_identifier(name), expression=column(name, table)) for name in names]
    return exp.Struct(expressions=parts)


def _same(left: str, right: str, names: Iterable[str]) -> exp.Expr:
    return every([exp.NullSafeEQ(this=column(name, left), expression=column(name, right)) for name in names])
