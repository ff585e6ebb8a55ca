"""An edition over columns: every decision of every row of a table worked out by the database, in one query.

The query takes facts in the engines' own form (`assess.engines.sql.natural` brings them there from codes, dates and
decimals). It gives, per decision, a column with its value; per table the row that hit (`<decision>.row`) and the
outcome of each condition (`<decision>.condition.<n>`: 1, 0 or NULL, unknown); per amount whether it is due at all
(`<decision>.eligible`). A construct without a counterpart in SQL refuses the whole ruleset, by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.engines.meaning import Outcome, Value
from assess.engines.sql.expressions import Inexpressible, Translator
from assess.engines.sql.nodes import TRUE, choice, column, negated, number, sql_type
from assess.engines.sql.stages import Stages
from assess.engines.sql.tables import add_table, add_truth, condition_name, row_name
from assess.language.edition import Active, Edition
from assess.language.expression import Fact, walk
from assess.language.program import Amount, Formula, Table
from assess.language.types import Boolean

__all__ = ["ColumnEngine", "ColumnQuery", "condition_name", "eligible_name", "row_name"]

_ROW = "__row"


def eligible_name(decision: str) -> str:
    """The column that holds whether an amount is due at all."""
    return f"{decision}.eligible"


@dataclass(frozen=True)
class ColumnQuery:
    """An edition's decisions as columns. `facts`: the inputs read, with the SQL type of their columns."""

    edition: Edition
    facts: Mapping[str, str]
    stages: Stages

    @classmethod
    def of(cls, edition: Edition, also: Mapping[str, str] | None = None) -> ColumnQuery:
        """The query of an edition over its facts; `also` names further columns of the source, which later stages
        may read. Raises Refused where a decision cannot be expressed."""
        facts = {
            node.name: sql_type(node.type)
            for active in edition.active.values()
            for expression in active.version.expressions()
            for node in walk(expression)
            if isinstance(node, Fact)
        }
        stages = Stages({**facts, **(also or {})})
        refused = []
        for name, active in edition.active.items():
            try:
                _add(stages, Translator(name, edition.readings, edition.as_of, stages), active)
            except (Inexpressible, OverflowError) as found:  # the latter: a sum on the way may not fit 64 bits
                arguments = {"name": name, "ruleset": edition.program.id, "construct": str(found)}
                refused.append(Diagnostic("R401", active.version.position, arguments))
        if refused:
            raise Refused(refused)
        return cls(edition, facts, stages)

    def decisions(self) -> tuple[str, ...]:
        """The decisions in order, hidden steps too."""
        return tuple(self.edition.active)

    def outcome_columns(self, decision: str, *, conditions: bool = False) -> tuple[str, ...]:
        """The columns that hold a decision's outcome: its value first."""
        body = self.edition.active[decision].version.body
        found = [decision]
        if isinstance(body, Table):
            found.append(row_name(decision))
            if conditions:
                found += [
                    condition_name(decision, index) for index, row in enumerate(body.rows) if row.condition is not None
                ]
        elif isinstance(body, Amount):
            found.append(eligible_name(decision))
        return tuple(found)


def _add(stages: Stages, translator: Translator, active: Active) -> None:
    body, name = active.version.body, active.decision.name
    if isinstance(body, Formula) and isinstance(active.decision.type, Boolean):
        add_truth(stages, name, translator.truth(body.expression))
    elif isinstance(body, Formula):
        stages.add(name, translator.sql(body.expression))
    elif isinstance(body, Amount):
        amount = translator.sql(body.rounded)
        if body.eligibility is None:
            stages.add(eligible_name(name), TRUE.copy())
            stages.add(name, amount)
        else:
            eligible = add_truth(stages, eligible_name(name), translator.truth(body.eligibility))
            stages.add(name, choice((eligible.certain, amount), (negated(eligible.possible), number(0))))
    else:
        add_table(stages, translator, active.decision, body)


Rows = list[tuple[Value, ...]]


class ColumnEngine:
    """Cases through the column query, so that it can be held against the other engines. Needs DuckDB, or with `frames`
    Polars, which takes the same query."""

    def __init__(self, *, frames: bool = False) -> None:
        import duckdb

        self.name = "frames" if frames else "columns"
        self._connection = None if frames else duckdb.connect(config={"threads": 1})

    def many(self, edition: Edition, cases: list[Mapping[str, Value]]) -> list[dict[str, Outcome]]:
        """The outcomes of all cases, decided on the edition's date."""
        written = _written(edition)
        if not cases:
            return []
        held: dict[str, tuple[str, list[Value]]] = {_ROW: ("INT", list(range(len(cases))))}
        held |= {name: (type_, [case.get(name) for case in cases]) for name, type_ in written.facts.items()}
        return [
            {name: _outcome(body, row, place) for name, body, place in written.outcomes}
            for row in (self._by_frames if self._connection is None else self._by_database)(written.sql, held)
        ]

    def _by_database(self, sql: str, held: Mapping[str, tuple[str, list[Value]]]) -> Rows:
        assert self._connection is not None
        definition = ", ".join(f'"{name}" {type_}' for name, (type_, _) in held.items())
        self._connection.execute(f"CREATE OR REPLACE TABLE cases ({definition})")
        lists = ", ".join(f"unnest(?::{type_}[])" for type_, _ in held.values())
        self._connection.execute(f"INSERT INTO cases SELECT {lists}", [values for _, values in held.values()])
        return self._connection.execute(f'{sql} ORDER BY "{_ROW}"').fetchall()

    def _by_frames(self, sql: str, held: Mapping[str, tuple[str, list[Value]]]) -> Rows:
        import polars as pl

        from assess.engines.frames.query import frame_query
        from assess.engines.frames.values import kind_of

        query = frame_query(sql, tuple((name, type_) for name, (type_, _) in held.items()))
        return query.run(
            pl.DataFrame(
                {name: pl.Series(values, dtype=kind_of(type_).polars) for name, (type_, values) in held.items()}
            )
        ).rows()

    def outcomes(self, edition: Edition, facts: Mapping[str, Value]) -> dict[str, Outcome]:
        """The outcomes of one case."""
        return self.many(edition, [facts])[0]


@dataclass(frozen=True, slots=True)
class _Written:
    """The query as text, in no order, over a table `cases` of the `facts`, with their types. `outcomes`: where each
    decision's begins among the columns, and what kind of decision it is."""

    sql: str
    facts: Mapping[str, str]
    outcomes: tuple[tuple[str, type, int], ...]


@lru_cache(maxsize=32)
def _written(edition: Edition) -> _Written:
    """Written once: several batches of cases may be decided on the same date."""
    query = ColumnQuery.of(edition)
    columns: list[exp.Expr] = [column(_ROW)]
    outcomes: list[tuple[str, type, int]] = []
    for name in query.decisions():
        outcomes.append((name, type(edition.active[name].version.body), len(columns)))
        columns += [column(one) for one in query.outcome_columns(name)]
    found = query.stages.query(exp.to_table("cases"), columns)
    return _Written(found.sql("duckdb"), query.facts, tuple(outcomes))


def _outcome(body: type, row: tuple[Value, ...], place: int) -> Outcome:
    if body is Table:
        hit = row[place + 1]
        return Outcome(row[place], None if hit is None else int(hit))
    if body is Amount:
        eligible = row[place + 1]
        return Outcome(row[place], None, None if eligible is None else bool(eligible))
    return Outcome(row[place])
