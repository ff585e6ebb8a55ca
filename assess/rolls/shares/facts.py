"""The facts of a share: its cells in the engines' own form, with what is unusual about them.

A share is first taken plainly: cells that are in order are brought over by SQL, and where any is not, the share is
taken again carefully. Then every unusual cell text goes, once, through the reader that defines what cells mean
(`assess.rolls.cells`), and comes back by look-up. Both ways give the same facts for cells that are in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlglot import exp

from assess.engines.sql.calendar import resident_id_birth_date, resident_id_sex
from assess.engines.sql.natural import digits_name, person_of, taken_in
from assess.engines.sql.nodes import (
    FALSE,
    binary,
    cast,
    choice,
    column,
    compared,
    is_known,
    is_unknown,
    minus,
    negated,
    number,
    some,
    sql_type,
    unknown,
)
from assess.engines.sql.stages import Stages, named
from assess.engines.sql.truth import certainly
from assess.language.types import Number, Text
from assess.rolls.cells.numbers import MOST_FEN
from assess.rolls.parquet_files import part_rows
from assess.rolls.roll import ROW
from assess.rolls.shares.plain_text import plain_text_pattern
from assess.rolls.shares.plan import CheckPlan, PlannedColumn, PlannedPart, Share

SOURCE, FACTS = "source", "facts"
"""The relations: the columns of the share as they stand (`c1`, `c2` … by number), and its facts."""

REJECTED, PERSON, SOURCE_NAME = "__rejected", "__person", "__source"
"""Columns of the facts beside those named by targets. `REJECTED`: a cell of the row is at fault, or, in a share taken
plainly, unusual."""
_FEN = re.compile(r"DECIMAL\(([1-9]|1[0-8]), ?[0-2]\)")
_FREE_TEXT = ("case", "name", "district")
_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT")
_MOST_INLINE = 200
"""So many different texts of a column are looked up in place; more of them by a join."""


def source_query(part: PlannedPart, share: Share) -> exp.Select:
    """The share's rows of the Parquet file, columns named by their number. Staged parts bring their row numbers."""
    rows, row, place = part_rows(part.path, staged=part.staged)
    columns = [named(raw_name(one), column(one.header)) for one in part.columns]
    inside = exp.Between(this=place, low=number(share.first), high=number(share.last - 1))
    return exp.select(named(ROW, row), *columns).from_(rows).where(inside)


def raw_name(planned: PlannedColumn) -> str:
    return f"c{planned.number}"


@dataclass(frozen=True)
class Plain:
    """How one column is taken plainly. `value` None: nothing reads it, it is only checked."""

    value: exp.Expr | None
    unusual: exp.Expr | None


def plain_columns(part: PlannedPart, stages: Stages) -> dict[int, Plain | None]:
    """By column number; None for columns that have to be read cell by cell."""
    return {one.number: _plain(one, stages) for one in part.columns}


def _plain(planned: PlannedColumn, stages: Stages) -> Plain | None:
    raw, type_ = raw_name(planned), planned.type.upper()
    if planned.reader.options.values:
        return None  # words of the office's own may mean something else than they say
    if planned.target in _FREE_TEXT or (planned.known is not None and planned.known.type == Text()):
        return _plain_text(raw, type_)
    if planned.known is not None:
        taken = taken_in(planned.known, raw, type_, stages)
        return None if taken is None else Plain(taken.value, taken.unusual)
    if planned.target.startswith("paid.") and _FEN.fullmatch(type_):
        fen = cast(exp.Mul(this=column(raw), expression=number(100)), "BIGINT")
        allowed = exp.Between(this=column(raw), low=number(0), high=number(MOST_FEN // 100))
        return Plain(fen, negated(allowed))
    return None


def _plain_text(raw: str, type_: str) -> Plain | None:
    """Text that is written plainly, or whole numbers and days, whose text always is."""
    if type_ in ("VARCHAR", "TEXT"):
        pattern = exp.Literal.string(plain_text_pattern())
        fits = exp.Anonymous(this="REGEXP_FULL_MATCH", expressions=[column(raw), pattern])
        return Plain(column(raw), negated(fits))
    return Plain(cast(column(raw), "TEXT"), None) if type_ in (*_SIGNED, "DATE") else None


def with_plain_queries(plan: CheckPlan) -> CheckPlan:
    """The plan with the queries that take its parts plainly."""
    queries = (plain_query(plan, part) for part in plan.parts)
    return replace(plan, plain_sql=tuple(None if query is None else query.sql("duckdb") for query in queries))


def plain_query(plan: CheckPlan, part: PlannedPart) -> exp.Select | None:
    """The facts of `source`, its unusual rows marked `REJECTED`; None where some column has to be read cell by cell."""
    stages = Stages([ROW, *(raw_name(one) for one in part.columns)])
    plain = plain_columns(part, stages)
    if any(one is None for one in plain.values()):
        return None
    ranged = {one.number: bounds for one in part.columns if (bounds := _bounds(one)) is not None}
    unusual = [
        one.unusual
        for place, one in plain.items()
        if one is not None and one.unusual is not None and place not in ranged
    ]
    unusual += _out_of_range(part, ranged)
    values = {
        one.target: found.value
        for one in part.columns
        if (found := plain[one.number]) is not None and found.value is not None
    }
    flag = some(certainly(one) for one in unusual) if unusual else FALSE.copy()
    return _facts(plan, part, stages, values, {REJECTED: flag}, careful=False)


def _bounds(planned: PlannedColumn) -> tuple[int, int] | None:
    """Least and greatest value of a column of whole numbers that is taken plainly; None for any other column, and for
    one in which some values between are no answers."""
    known = planned.known
    if known is None or not isinstance(known.type, Number) or known.type.denominator != 1:
        return None
    if planned.reader.options.values or planned.type.upper() not in _SIGNED:
        return None
    allowed = sorted(value for value, _ in known.options)
    if not allowed:
        return known.type.minimum, known.type.maximum
    return (allowed[0], allowed[-1]) if allowed == list(range(allowed[0], allowed[-1] + 1)) else None


def _out_of_range(part: PlannedPart, ranged: Mapping[int, tuple[int, int]]) -> Iterator[exp.Expr]:
    """Is any of the columns out of its range? One test for all columns of a type.

    `(high - x) | (x - low)` has its sign bit set just where x is out of range; so has the bitwise or of all of them.
    A difference that leaves the type ends in an error of the database, and the share is taken carefully.
    """
    by_type: dict[str, exp.Expr] = {}
    for planned in part.columns:
        if planned.number not in ranged:
            continue
        low, high = ranged[planned.number]
        if planned.span is not None and low <= planned.span[0] and planned.span[1] <= high:
            continue
        value = exp.Coalesce(this=column(raw_name(planned)), expressions=[number(low)])
        above = minus(number(high), value)
        below = value.copy() if low == 0 else minus(value.copy(), number(low))
        signs = binary(exp.BitwiseOr, above, below)
        type_ = planned.type.upper()
        before = by_type.get(type_)
        by_type[type_] = signs if before is None else exp.BitwiseOr(this=before, expression=exp.Paren(this=signs))
    for signs in by_type.values():
        yield compared("<", signs, number(0))


def _facts(
    plan: CheckPlan,
    part: PlannedPart,
    stages: Stages,
    values: Mapping[str, exp.Expr],
    flags: Mapping[str, exp.Expr],
    *,
    careful: bool,
) -> exp.Select:
    """The relation `facts` over `source`: every fact of the plan, what the row is known by, what is paid."""
    given = dict(values)
    types = dict(plan.facts)
    for constant in part.constants:
        given[constant.target.id] = _constant(constant.internal)
    identity = part.column("id_number")
    for derived in part.derived:
        source = given.get(derived.source)
        if source is None:
            continue
        inside = resident_id_birth_date if derived.fact == "birth_date" else resident_id_sex
        own = given.get(derived.fact)
        made = inside(source.copy())
        given[derived.fact] = made if own is None else exp.Coalesce(this=own, expressions=[made])
    wanted = [column(ROW), named(SOURCE_NAME, _in_a_byte(part.source))]
    for name, type_ in types.items():
        value = given.get(name)
        wanted.append(named(name, unknown(type_) if value is None else cast(value, type_)))
    for name in plan.optional:
        wanted.append(named(f"__{name}", given[name].copy() if name in given else unknown("TEXT")))
    for name in (f"paid.{benefit}" for benefit in plan.paid):
        planned = part.column(name)
        if planned is None or name not in given:
            paid: exp.Expr = unknown("BIGINT")
        elif careful:  # an empty cell: nothing is paid; one that says that it is not known stays unknown
            paid = choice((is_unknown(column(raw_name(planned))), number(0)), otherwise=given[name].copy())
        else:
            paid = exp.Coalesce(this=given[name].copy(), expressions=[number(0)])
        wanted.append(named(name, paid))
    if identity is None or "id_number" not in given:
        person: exp.Expr = unknown("BIGINT")
    elif careful:
        person = person_of(given["id_number"].copy())
    else:
        person = column(digits_name(raw_name(identity)))
    wanted.append(named(PERSON, person))
    wanted += [named(name, flag) for name, flag in flags.items()]
    return stages.query(exp.to_table(SOURCE), wanted)


def _in_a_byte(text: str) -> exp.Expr:
    """A text that every row has, as an enumeration of one: it costs a byte a row."""
    literal = exp.Literal.string(text)
    return cast(literal, f"ENUM({literal.sql('duckdb')})")


def _constant(value: object) -> exp.Expr:
    if value is None:
        return exp.Null()
    if isinstance(value, bool):
        return exp.true() if value else exp.false()
    return number(value) if isinstance(value, int) else exp.Literal.string(str(value))


# cell by cell


@dataclass
class LookUp:
    """The different unusual texts of a column, with what they are worth: a value, or a fault by its index."""

    planned: PlannedColumn
    type: str
    texts: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    faults: list[int | None] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"look_up_{self.planned.number}"

    @property
    def joined(self) -> bool:
        return len(self.texts) > _MOST_INLINE

    @property
    def faulty(self) -> bool:
        return any(fault is not None for fault in self.faults)


def texts_query(planned: PlannedColumn, plain: Plain | None) -> exp.Select | None:
    """The different texts of a column that are not taken plainly; None where all are."""
    raw = raw_name(planned)
    if plain is not None and plain.unusual is None:
        return None
    there = is_known(column(raw)) if plain is None else plain.unusual
    assert there is not None
    return exp.select(named("text", cast(column(raw), "TEXT"))).distinct().where(there.copy())


def careful_query(
    plan: CheckPlan,
    part: PlannedPart,
    stages: Stages,
    plain: Mapping[int, Plain | None],
    look_ups: Mapping[int, LookUp],
) -> exp.Select:
    """The facts of `source`, unusual cells by look-up, with `REJECTED` and, per column, the fault of its cell."""
    values: dict[str, exp.Expr] = {}
    flags: dict[str, exp.Expr] = {}
    joins: list[tuple[LookUp, exp.Expr]] = []
    for planned in part.columns:
        found = plain[planned.number]
        look_up = look_ups.get(planned.number)
        value = None if found is None else found.value
        if look_up is not None and look_up.texts:
            text = cast(column(raw_name(planned)), "TEXT")
            if look_up.joined:
                joins.append((look_up, text))
                looked_up: exp.Expr = column(f"{look_up.name}.value")
                fault: exp.Expr = column(f"{look_up.name}.fault")
            else:
                looked_up = _extracted(look_up.values, look_up.type, look_up.texts, text)
                fault = _extracted(look_up.faults, "INT", look_up.texts, text.copy())
            if found is None or found.unusual is None:
                value = looked_up
            elif value is not None:
                value = choice((found.unusual.copy(), looked_up), otherwise=value)
            if look_up.faulty:
                flags[fault_name(planned)] = fault
        if value is None:
            value = unknown(value_type(plan, planned))
        values[planned.target] = value
    rejected = [is_known(one.copy()) for one in flags.values()]
    flags = {REJECTED: some(rejected), **flags}
    query = _facts(plan, part, stages, values, flags, careful=True)
    return _joined(query, joins)


def fault_name(planned: PlannedColumn) -> str:
    """The column of `facts` that holds the index of the fault of a cell."""
    return f"__fault.{planned.number}"


def value_type(plan: CheckPlan, planned: PlannedColumn) -> str:
    if planned.known is not None:
        return sql_type(planned.known.type)
    return "BIGINT" if planned.target.startswith("paid.") else "TEXT"


def _extracted(held: list[object] | list[int | None], type_: str, texts: list[str], text: exp.Expr) -> exp.Expr:
    """What stands in a list where the text stands among the texts."""
    constants = cast(exp.Array(expressions=[_constant(one) for one in held]), f"{type_}[]")
    known = exp.Array(expressions=[exp.Literal.string(one) for one in texts])
    place = exp.Anonymous(this="LIST_POSITION", expressions=[known, text])
    return exp.Anonymous(this="LIST_EXTRACT", expressions=[constants, place])


def _joined(query: exp.Select, joins: list[tuple[LookUp, exp.Expr]]) -> exp.Select:
    """The query with the look-ups joined to `source`, its rows in their order."""
    if not joins:
        return query
    source = next(table for table in query.find_all(exp.Table) if table.name == SOURCE)
    inner = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(SOURCE))).from_(exp.to_table(SOURCE))
    for look_up, text in joins:
        for part in text.find_all(exp.Column):
            part.set("table", exp.to_identifier(SOURCE))
        of = exp.to_identifier(look_up.name)
        for what in ("value", "fault"):
            held = exp.Column(this=exp.to_identifier(what), table=of.copy())
            inner = inner.select(named(f"{look_up.name}.{what}", held), copy=False)
        same = exp.EQ(this=text, expression=exp.Column(this=exp.to_identifier("text"), table=of.copy()))
        inner = inner.join(exp.to_table(look_up.name), on=same, join_type="left", copy=False)
    source.replace(inner.subquery(SOURCE))
    return query.order_by(column(ROW))


def rejected_cells(part: PlannedPart, look_ups: Mapping[int, LookUp]) -> Iterator[tuple[PlannedColumn, exp.Select]]:
    """Per column that has faults: row, text and fault of its cells, out of `source` and the look-up's table."""
    for planned in part.columns:
        look_up = look_ups.get(planned.number)
        if look_up is None or not look_up.faulty:
            continue
        of = exp.to_identifier(look_up.name)
        text, fault = (exp.Column(this=exp.to_identifier(one), table=of.copy()) for one in ("text", "fault"))
        raw = exp.Column(this=exp.to_identifier(raw_name(planned), quoted=True), table=exp.to_identifier(SOURCE))
        yield (
            planned,
            exp.select(named("row", column(ROW)), named("found", text), named("fault", fault))
            .from_(exp.to_table(SOURCE))
            .join(exp.to_table(look_up.name), on=exp.EQ(this=cast(raw, "TEXT"), expression=text.copy()))
            .where(is_known(fault.copy())),
        )
