"""A ruleset as one query that an office runs in its own database, from a table of facts to a table of decisions.

The table of facts holds what a case file holds: codes, truth values, whole numbers, decimals, dates; NULL is unknown.
A row with a value that is not in order is *rejected*, and has no decisions, as a case would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.engines.columns import ColumnQuery
from assess.engines.sql.dialects import check_dialect, fenced, type_in, written
from assess.engines.sql.names import refuse_names_taken
from assess.engines.sql.natural import TakenIn, given_out, natural_type, taken_in
from assess.engines.sql.nodes import (
    FALSE,
    cast,
    choice,
    coalesced,
    column,
    compared,
    every,
    is_known,
    negated,
    some,
    text,
)
from assess.engines.sql.stages import Stages, named, projection
from assess.language.dates import iso
from assess.language.edition import Edition
from assess.language.law import Input
from assess.language.types import Enumeration, Label

CASE, STATUS = "case", "status"
DECIDED, UNDETERMINED, REJECTED = "decided", "undetermined", "rejected"
_REJECTED = "case.rejected"  # a name that no fact or decision can have


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column that the table of facts must have. `type` in the words of the dialect; `codes` that may stand in it."""

    name: str
    type: str
    label: Label
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WarehouseQuery:
    """The query of an edition over a table of the database.

    `table`: its name, quoted; `columns`: those that it must have beside `case`; `conditions`: with their outcomes.
    """

    edition: Edition
    dialect: str
    table: str
    columns: tuple[FactColumn, ...]
    conditions: bool
    sql: str

    @classmethod
    def of(
        cls, edition: Edition, dialect: str, table: str = "facts", language: str = "zh", *, conditions: bool = False
    ) -> WarehouseQuery:
        """`conditions`: with the outcomes of the conditions of tables. Comments are in the language.

        Raises Refused where a decision asked for cannot be made on the date, a construct cannot be expressed (R401,
        R422), the dialect is none that has been tried (R421), the name of the table is none (R423), or a name of the
        rules is that of another column (R426).
        """
        check_dialect(dialect)
        source = _table(table)
        missing: list[Diagnostic] = []
        for name in edition.wanted:
            missing.extend(fault for fault in edition.faults.get(name, ()) if fault not in missing)
        if missing:
            raise Refused(missing)
        refuse_names_taken([edition], facts=(CASE,), decisions=(CASE, STATUS))
        writer = _Writer(edition, dialect, language)
        sql = writer.sql(source, conditions=conditions)
        return cls(edition, dialect, source.sql(dialect), tuple(writer.fact_columns()), conditions, sql)


def _table(name: str) -> exp.Table:
    """The table of a name as it stands in the database: with its schema and catalogue before it, if at all."""
    parts = name.split(".")
    if len(parts) > 3 or not all(part.strip() == part != "" and part.isprintable() for part in parts):
        raise Refused([Diagnostic("R423", Position("--table"), {"found": name})])
    identifiers = [exp.to_identifier(part, quoted=True) for part in reversed(parts)]
    return exp.Table(**dict(zip(("this", "db", "catalog"), identifiers, strict=False)))


class _Writer:
    def __init__(self, edition: Edition, dialect: str, language: str) -> None:
        self._edition = edition
        self._dialect = dialect
        self._language = language
        self._query = ColumnQuery.of(edition, {CASE: "TEXT", _REJECTED: "BOOLEAN"})
        self._inputs = {name: edition.program.inputs[name] for name in self._query.facts}

    def fact_columns(self) -> Iterator[FactColumn]:
        for name, known in self._inputs.items():
            codes = known.type.codes if isinstance(known.type, Enumeration) else ()
            yield FactColumn(name, type_in(self._dialect, _column_type(known)), known.label, codes)

    def sql(self, source: exp.Table, *, conditions: bool) -> str:
        """One step after the other, each by a name; the last gives the decisions."""
        steps: dict[str, exp.Select] = {}
        relation: exp.Expr = source
        wanted = list(self._wanted(conditions=conditions))
        for name, step in self._steps(source, wanted):
            steps[name] = step
            relation = exp.to_table(name)
        last = exp.select(*wanted, copy=False).from_(relation, copy=False)
        for name, step in steps.items():
            last = last.with_(exp.to_identifier(name), as_=fenced(step, self._dialect), copy=False)
        return written(last, self._dialect)

    # the steps

    def _steps(self, source: exp.Table, wanted: Sequence[exp.Expr]) -> Iterator[tuple[str, exp.Select]]:
        """The facts in the engines' own form, then the stages of the rules as far as `wanted` rests on them."""
        before = Stages([CASE, *self._inputs])
        taken = {name: self._taken(known, before) for name, known in self._inputs.items()}
        relation: exp.Expr = source
        for number, made in enumerate(before.projections, start=1):
            yield f"read_{number}", projection(made, relation)
            relation = exp.to_table(f"read_{number}")
        unusual = [one.unusual for one in taken.values() if one.unusual is not None]
        unusual += self._too_late()
        rejected = coalesced(some(unusual), FALSE.copy())
        columns = [column(CASE), named(_REJECTED, rejected), *(named(name, one.value) for name, one in taken.items())]
        yield "taken", exp.select(*columns, copy=False).from_(relation, copy=False)
        relation = exp.to_table("taken")
        for number, made in enumerate(self._query.stages.needed(wanted), start=1):
            step = projection(made, relation)
            for one in step.selects:
                self._comment(one, with_clauses=True)
            yield f"stage_{number}", step
            relation = exp.to_table(f"stage_{number}")

    def _taken(self, known: Input, before: Stages) -> TakenIn:
        taken = taken_in(known, known.name, _column_type(known), before, quick=False)
        if taken is None:
            arguments = {"dialect": self._dialect, "construct": f"{known.name}: {known.type}"}
            raise Refused([Diagnostic("R422", known.position, arguments)])
        return taken

    def _too_late(self) -> Iterator[exp.Expr]:
        """Days after the one decided on, where their question forbids it (A126)."""
        as_of = cast(text(iso(self._edition.as_of)), "DATE")
        for name, known in self._inputs.items():
            if known.not_after_as_of:
                yield compared(">", column(name), as_of.copy())

    # what comes out

    def _wanted(self, *, conditions: bool) -> Iterator[exp.Expr]:
        goals = [name for name in self._edition.wanted if name in self._edition.active]
        yield column(CASE)
        yield named(
            STATUS,
            choice(
                (column(_REJECTED), text(REJECTED)),
                (every(is_known(column(name)) for name in goals), text(DECIDED)),
                otherwise=text(UNDETERMINED),
            ),
        )
        for name, active in self._edition.active.items():
            if active.decision.hidden:
                continue
            value = named(name, _unless_rejected(given_out(column(name), active.decision.type, quick=False)))
            self._comment(value)
            yield value
            for other in self._query.outcome_columns(name, conditions=conditions)[1:]:
                yield named(other, _unless_rejected(column(other)))

    def _comment(self, one: exp.Expr, *, with_clauses: bool = False) -> None:
        """Puts the decision's words beside the column that holds its value."""
        active = self._edition.active.get(one.alias)
        if active is None or active.decision.hidden:
            return
        words = [active.decision.label.in_language(self._language)]
        if with_clauses:
            words += map(str, active.version.cite)
        elif active.decision.unit is not None:
            words.append(active.decision.unit)
        one.add_comments([", ".join(words)])


def _column_type(known: Input) -> str:
    """The natural type; a whole number may be larger than any that is in order, so that its row is rejected for it."""
    type_ = natural_type(known.type)
    return "INT" if type_ in ("TINYINT", "SMALLINT") else type_


def _unless_rejected(value: exp.Expr) -> exp.Expr:
    return choice((negated(column(_REJECTED)), value))
