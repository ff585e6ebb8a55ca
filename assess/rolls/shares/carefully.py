"""The careful way from the cells of a share to its facts: every unusual cell text goes, once, through the reader that
defines what cells mean (`assess.rolls.cells`), and comes back by look-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from assess.engines.sql.natural import person_of
from assess.engines.sql.nodes import cast, choice, column, is_known, is_unknown, number, some, sql_type, text, unknown
from assess.engines.sql.stages import Stages, named
from assess.rolls.roll import ROW
from assess.rolls.shares.facts import REJECTED, SOURCE, FactColumns, constant, facts_query
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from assess.rolls.shares.plainly import Plain

_MOST_INLINE = 200
"""So many different texts of a column are looked up in place; more of them by a join."""


@dataclass
class LookUp:
    """The different unusual texts of a column, with what they are worth: a value, or a fault by its index; `months`:
    where they say no more than a month."""

    planned: PlannedColumn
    type: str
    texts: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)
    faults: list[int | None] = field(default_factory=list)
    months: list[int | None] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"look_up_{self.planned.number}"

    @property
    def joined(self) -> bool:
        return len(self.texts) > _MOST_INLINE

    @property
    def faulty(self) -> bool:
        return any(fault is not None for fault in self.faults)

    @property
    def is_of_months(self) -> bool:
        return any(month is not None for month in self.months)


def texts_query(planned: PlannedColumn, plain: Plain | None) -> exp.Select | None:
    """The different texts of a column that are not taken plainly; None where all are."""
    raw = planned.raw
    if plain is not None and plain.unusual is None:
        return None
    there = is_known(column(raw)) if plain is None else plain.unusual
    assert there is not None
    texts = exp.select(named("text", cast(column(raw), "TEXT")), copy=False)
    return texts.distinct(copy=False).where(there.copy(), copy=False)


def careful_query(
    columns: FactColumns,
    part: PlannedPart,
    stages: Stages,
    plain: Mapping[int, Plain | None],
    look_ups: Mapping[int, LookUp],
) -> exp.Select:
    """The facts of `source`, unusual cells by look-up, with `REJECTED` and, per column, the fault of its cell."""
    values: dict[str, exp.Expr] = {}
    flags: dict[str, exp.Expr] = {}
    joins: list[tuple[LookUp, exp.Expr]] = []
    birth_month = None
    for planned in part.columns:
        found = plain[planned.number]
        look_up = look_ups.get(planned.number)
        value = None if found is None else found.value
        if look_up is not None and look_up.texts:
            cell = cast(column(planned.raw), "TEXT")
            if look_up.joined:
                joins.append((look_up, cell))
                looked_up: exp.Expr = column(f"{look_up.name}.value")
                fault: exp.Expr = column(f"{look_up.name}.fault")
                month: exp.Expr = column(f"{look_up.name}.month")
            else:
                looked_up = _extracted(look_up.values, look_up.type, look_up.texts, cell)
                fault = _extracted(look_up.faults, "INT", look_up.texts, cell.copy())
                month = _extracted(look_up.months, "INT", look_up.texts, cell.copy())
            if found is None or found.unusual is None:
                value = looked_up
            elif value is not None:
                value = choice((found.unusual.copy(), looked_up), otherwise=value)
            if planned.target == "birth_date" and look_up.is_of_months:
                birth_month = month
            if look_up.faulty:
                flags[fault_name(planned)] = fault
        if value is None:
            value = unknown(value_type(planned))
        values[planned.target] = _paid(planned, value) if planned.target.startswith("paid.") else value
    person = None if part.column("id_number") is None else person_of(values["id_number"].copy())
    rejected = [is_known(one.copy()) for one in flags.values()]
    flags = {REJECTED: some(rejected), **flags}
    return _joined(facts_query(columns, part, stages, values, person, flags, birth_month), joins)


def _paid(planned: PlannedColumn, fen: exp.Expr) -> exp.Expr:
    """Where the cell is empty, nothing is paid; where it says that this is not known, it stays unknown."""
    return choice((is_unknown(column(planned.raw)), number(0)), otherwise=fen)


def fault_name(planned: PlannedColumn) -> str:
    """The column of `facts` that holds the index of the fault of a cell."""
    return f"__fault.{planned.number}"


def value_type(planned: PlannedColumn) -> str:
    if planned.known is not None:
        return sql_type(planned.known.type)
    return "BIGINT" if planned.target.startswith("paid.") else "TEXT"


def _extracted(held: list[object] | list[int | None], type_: str, texts: list[str], cell: exp.Expr) -> exp.Expr:
    """What stands in a list where the cell's text stands among the texts."""
    constants = cast(exp.Array(expressions=[constant(one) for one in held]), f"{type_}[]")
    known = exp.Array(expressions=[text(one) for one in texts])
    place = exp.Anonymous(this="LIST_POSITION", expressions=[known, cell])
    return exp.Anonymous(this="LIST_EXTRACT", expressions=[constants, place])


def _joined(query: exp.Select, joins: list[tuple[LookUp, exp.Expr]]) -> exp.Select:
    """The query with the look-ups joined to `source`, its rows in their order."""
    if not joins:
        return query
    source = next(table for table in query.find_all(exp.Table) if table.name == SOURCE)
    inner = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(SOURCE))).from_(exp.to_table(SOURCE))
    for look_up, cell in joins:
        for part in cell.find_all(exp.Column):
            part.set("table", exp.to_identifier(SOURCE))
        of = exp.to_identifier(look_up.name)
        for what in ("value", "fault", "month"):
            held = exp.Column(this=exp.to_identifier(what), table=of.copy())
            inner = inner.select(named(f"{look_up.name}.{what}", held), copy=False)
        same = exp.EQ(this=cell, expression=exp.Column(this=exp.to_identifier("text"), table=of.copy()))
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
        found, fault = (exp.Column(this=exp.to_identifier(one), table=of.copy()) for one in ("text", "fault"))
        raw = exp.Column(this=exp.to_identifier(planned.raw, quoted=True), table=exp.to_identifier(SOURCE))
        yield (
            planned,
            exp.select(named("row", column(ROW)), named("found", found), named("fault", fault))
            .from_(exp.to_table(SOURCE))
            .join(exp.to_table(look_up.name), on=exp.EQ(this=cast(raw, "TEXT"), expression=found.copy()))
            .where(is_known(fault.copy())),
        )
