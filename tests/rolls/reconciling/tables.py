"""Small tables of decisions, written by hand, and what is found in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from assess.language.edition import Edition, edition_of
from assess.language.program import Program
from assess.library import Library
from assess.rolls.finding_columns import COLUMN_NAMES, create_table
from assess.rolls.reconciling import Reconciliation, findings_query
from assess.rolls.reconciling.plan import Period
from tests.databases import database
from tests.library import day, program_of

Row = dict[str, Any]
Finding = dict[str, Any]

MEADOWLAND = ("hay", "care", "dog_food", "shelter_grant")
"""Of hay and care the higher is drawn; the shelter grant excludes dog food. The rate of the latter is assumed."""
WHO = ("source", "row", "case", "name", "district", "status")
_TYPES = {
    "row": "BIGINT", "assessment_required": "BOOLEAN", "assessment_up_to_date": "BOOLEAN",
    "disability_subsidies_barred": "BOOLEAN", "stated": "BOOLEAN", "unreadable": "BOOLEAN",
} | dict.fromkeys(("source", "case", "name", "district", "month", "status", "ability_level"), "VARCHAR")  # fmt: skip


def columns_of(benefits: Sequence[str], *others: str, without: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of a table of decisions."""
    per_benefit = [name for one in benefits for name in (one, f"{one}.eligible", f"paid.{one}", f"due.{one}")]
    return tuple(name for name in (*WHO, *others, *per_benefit) if name not in without)


def row(number: int, name: str | None = "张三", /, **others: Any) -> Row:
    """A decided row of `roll.csv`. Every benefit given as `hay=(paid, due)`, others are not paid.

    Unless `hay_eligible` and `hay_worth` say otherwise, eligible is whoever anything is due to, and a benefit is worth
    what is due of it.
    """
    found: Row = {
        "source": "roll.csv", "row": number, "case": str(number), "name": name, "district": "北村",
        "status": "decided",
    }  # fmt: skip
    for key, value in others.items():
        if isinstance(value, tuple):
            paid, due = value
            found[f"paid.{key}"], found[f"due.{key}"] = paid, due
            found[f"{key}.eligible"] = others.get(f"{key}_eligible", None if due is None else Decimal(due) > 0)
            found[key] = others.get(f"{key}_worth", due)
        elif not key.endswith(("_eligible", "_worth")):
            found[key] = value
    return found


def meadowland(
    as_of: str = "2023-06-30",
    benefits: Sequence[str] = MEADOWLAND,
    periods: Mapping[str, Period] | None = None,
    without: Sequence[str] = (),
) -> Reconciliation:
    """The plan for the herders' benefits on a day."""
    program = program_of("meadowland")
    paid: dict[str, Period] = dict.fromkeys(benefits, "month")
    columns = columns_of(benefits, without=without)
    return Reconciliation.of(program, edition(program, as_of), paid | (periods or {}), columns)


def edition(program: Program, as_of: str) -> Edition:
    return edition_of(program, day(as_of), strict=False)


@cache
def grazing() -> Program:
    """A ruleset with the decisions on assessments that findings speak of."""
    return Library((Path(__file__).parent,)).program("grazing")


@cache
def lodging() -> Program:
    """A ruleset in which what a benefit goes by stands behind several decisions."""
    return Library((Path(__file__).parent,)).program("lodging")


def found_in(
    plan: Reconciliation, rows: Sequence[Row], people: Mapping[int, int] | None = None, threads: int = 1
) -> list[Finding]:
    """The findings of the rows; `people`: the first seventeen digits of a row's identity number."""
    with database(threads) as connection:
        filled(connection, "decisions", rows, _read_by(plan))
        if people is not None:
            connection.execute('CREATE TABLE people ("source" VARCHAR, "row" BIGINT, "person" BIGINT)')
            for number, person in people.items():
                connection.execute("INSERT INTO people VALUES ('roll.csv', ?, ?)", [number, person])
        query = findings_query(plan, "decisions", None if people is None else "people")
        connection.execute(create_table("findings"))
        connection.execute(f"INSERT INTO findings {query.sql('duckdb')}")
        found = connection.execute("SELECT * FROM findings")
        assert tuple(column[0] for column in found.description) == COLUMN_NAMES
        return [dict(zip(COLUMN_NAMES, one, strict=True)) for one in found.fetchall()]


def _read_by(plan: Reconciliation) -> tuple[str, ...]:
    """The columns that the plan may read."""
    benefits = tuple(dict.fromkeys(benefit.name for regime in plan.regimes for benefit in regime.benefits))
    assessment = ("ability_level", "assessment_required", "assessment_up_to_date")
    missing = [name for name in ("name", "district") if name not in plan.optional_columns()]
    month = ("month",) if plan.has_month else ()
    bars = {bar.decision for regime in plan.regimes for benefit in regime.benefits for bar in benefit.bars}
    return columns_of(benefits, *assessment, *sorted(bars), *month, without=missing)


def filled(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
    """The rows as a table of these columns and their own; a column that a row does not have is NULL there."""
    names = list(dict.fromkeys([*columns, *(name for one in rows for name in one)]))
    declared = ", ".join(f'"{name}" {_type(name)}' for name in names)
    connection.execute(f"CREATE TABLE {table} ({declared})")
    places = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table} VALUES ({places})",
        [[one.get(name, 0 if name.startswith("paid.") else None) for name in names] for one in rows],
    )


def _type(name: str) -> str:
    if name.endswith(".eligible"):
        return "BOOLEAN"
    return _TYPES.get(name, "DECIMAL(18,2)")


def only(findings: Sequence[Finding], *columns: str) -> list[tuple[Any, ...]]:
    """Those columns of the findings; amounts as text."""
    return [
        tuple(str(value) if isinstance(value, Decimal) else value for value in (one[name] for name in columns))
        for one in findings
    ]
