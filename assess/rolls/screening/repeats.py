"""Which rows of a roll belong together: those of one person, and those of namesakes, found part by part.

People are looked through by parts of their numbers (or of the hashes of name and birth date), one part after the other,
for those that occur again. Their rows are written to files, since nobody knows how many there will be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from assess.engines.sql.nodes import choice, compared, every, is_known, is_unknown, minus, number, rest, whole
from assess.rolls.finding_rows import Relation, call, column, named, place_of, relation
from assess.rolls.queries import forget
from assess.rolls.screening.plan import Screening

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS_IN_A_PART = 16_000_000
"""How many rows of the roll are looked through at once."""
OTHERS_NAMED = 5
"""How many of the other rows are named."""

_KEYS = "screening_keys"


@dataclass(frozen=True, slots=True)
class Repeats:
    """A way of standing on a roll again. `key`: the column of people that rows have in common.

    `by_person`: only rows of different people count (or of people not known), each person by the first of their rows.
    """

    key: str
    by_person: bool

    def common(self, plan: Screening) -> list[str]:
        """The columns that rows which belong together have in common."""
        return [self.key, "month"] if plan.own_months else [self.key]


SAME_PERSON = Repeats("person", by_person=False)
SAME_NAME = Repeats("namesake", by_person=True)


def collect(
    connection: DuckDBPyConnection, plan: Screening, people: Relation, rows: int, repeats: Repeats, folder: Path
) -> list[Path]:
    """Files of the rows whose key occurs more than once; none where no row has a key.

    Their columns: `source`, `row`, `person`, the key, and `month` where the roll has it.
    """
    two = exp.select(number(1)).from_(relation(people, "people")).where(is_known(column(repeats.key))).limit(2)
    if len(connection.execute(two.sql("duckdb")).fetchall()) < 2:  # such as on a roll without names, or birth dates
        return []
    files: list[Path] = []
    try:
        for part in parts(repeats, 2, rows, ROWS_IN_A_PART):
            create = exp.Create(
                this=exp.to_table(_KEYS), kind="TABLE", replace=True, expression=_keys(plan, people, repeats, part),
                properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            )  # fmt: skip
            connection.execute(create.sql("duckdb"))
            files.append(folder / f"{repeats.key}-{len(files):04}.parquet")
            write(connection, _again(plan, people, repeats), files[-1])
    finally:
        forget(connection, _KEYS)
    return files


def write(connection: DuckDBPyConnection, query: exp.Query, file: Path, compression: str = "snappy") -> None:
    """Writes what the query gives to a Parquet file: one that is soon read again, unless said otherwise."""
    connection.sql(query.sql("duckdb", copy=False)).write_parquet(str(file), compression=compression)


def parts(repeats: Repeats, divisor: int, rows: int, rows_in_a_part: int) -> list[exp.Expr]:
    """Conditions that cut the rows into parts by their keys, for each divisor in another way.

    Keys themselves may all end alike, so a hash tells the part; not that of the key, which the tables of the database
    go by (the keys of a part would crowd in a corner of them), but that of its quotient.
    """
    count = max(1, -(-rows // rows_in_a_part))
    if count == 1:
        return [exp.true()]
    hashed = call("HASH", whole(column(repeats.key), number(divisor)))
    return [compared("=", rest(hashed.copy(), number(count)), number(part)) for part in range(count)]


def _keys(plan: Screening, people: Relation, repeats: Repeats, part: exp.Expr) -> exp.Select:
    """The keys of the part that occur more than once."""
    common = [column(name) for name in repeats.common(plan)]
    keys = exp.select(*common).from_(relation(people, "people")).where(is_known(column(repeats.key)), part)
    # whoever has a second row, told by a window: DuckDB sorts for it, which is quicker here than grouping
    second = exp.Window(this=exp.RowNumber(), partition_by=[one.copy() for one in common])
    return keys.qualify(compared("=", second, number(2)))


def _again(plan: Screening, people: Relation, repeats: Repeats) -> exp.Select:
    """The rows of these keys."""
    common = repeats.common(plan)
    names = dict.fromkeys(("source", "row", "person", *common))
    rows = exp.select(*(column(name, "people") for name in names)).from_(relation(people, "people"))
    return rows.join(exp.to_table(_KEYS), on=_same("people", _KEYS, common), join_type="semi")


def with_others(plan: Screening, repeats: Repeats, again: exp.Select) -> exp.Select:
    """Each of these rows with the others that it belongs together with: `source`, `row`, `person`, `others`, `count`.

    `again`: rows out of the files of `collect`, with all that have a key in common. `others`: the first `OTHERS_NAMED`
    other rows, each with `source` and `row`; `count`: how many there are. `month` where the roll has it.
    """
    own, other = column("person", "again"), exp.to_identifier("other")
    different: exp.Expr = exp.NEQ(this=other, expression=_place(plan, "again"))
    if repeats.by_person:
        whose = exp.Dot(this=other.copy(), expression=exp.to_identifier("person"))
        another = exp.NullSafeNEQ(this=whose, expression=own.copy())
        different = choice((is_known(own), another), otherwise=different)
    kept = exp.Lambda(this=different, expressions=[other.copy()])
    listed = call("LIST_FILTER", column("firsts", "groups"), kept)
    others = call("LIST_SLICE", listed, number(1), number(OTHERS_NAMED))
    month = [column("month", "again")] if plan.own_months else []
    rows = exp.select(
        *(column(name, "again") for name in ("source", "row", "person")), *month,
        named(others, "others"),
        named(minus(column("occurrences", "groups"), number(1)), "count"),
    )  # fmt: skip
    common = repeats.common(plan)
    groups = _groups(plan, common, repeats, again).subquery("groups")
    return rows.from_(again.copy().subquery("again")).join(groups, on=_same("again", "groups", common))


def _groups(plan: Screening, names: list[str], repeats: Repeats, again: exp.Select) -> exp.Select:
    """Each key that stands at several places, with the first of them and how many there are."""
    common = [column(name) for name in names]
    firsts = call("MIN", column("place"), number(OTHERS_NAMED + 1))
    counted = (named(firsts, "firsts"), named(exp.Count(this=exp.Star()), "occurrences"))
    groups = exp.select(*common, *counted).from_(_places(plan, common, repeats, again).subquery("places"))
    return groups.group_by(*(one.copy() for one in common)).having(compared(">", exp.Count(this=exp.Star()), number(1)))


def _places(plan: Screening, common: list[exp.Column], repeats: Repeats, again: exp.Select) -> exp.Select:
    """Where a key stands: every row, or the first row of each person and every row of a person not known."""
    place = _place(plan, None)
    rows = again.copy().subquery("again")
    if not repeats.by_person:
        return exp.select(*common, named(place, "place")).from_(rows)
    alone = choice((is_unknown(column("person")), place))
    people = exp.select(*common, named(exp.Min(this=place), "place")).from_(rows)
    return people.group_by(*(one.copy() for one in common), column("person"), alone)


def _place(plan: Screening, table: str | None) -> exp.Struct:
    """Where a row stands, as one value with whose it is; values are ordered as the rows of the roll are."""
    values: dict[str, exp.Expr] = {name: column(name, table) for name in ("source", "row", "person")}
    if plan.sources:
        values = {"part": place_of(column("source", table), plan.sources), **values}
    parts = [exp.PropertyEQ(this=exp.to_identifier(name), expression=value) for name, value in values.items()]
    return exp.Struct(expressions=parts)


def _same(left: str, right: str, names: Iterable[str]) -> exp.Expr:
    return every([exp.NullSafeEQ(this=column(name, left), expression=column(name, right)) for name in names])
