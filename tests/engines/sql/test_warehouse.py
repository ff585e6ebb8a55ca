"""The query for an office's own database: run there, it decides each row as `assess evaluate` decides the case."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

import tests.library
from assess.diagnostics.diagnostic import Refused
from assess.engines.sql.warehouse import WarehouseQuery
from assess.language.edition import Edition, edition_of
from assess.library import Library
from tests.engines.sql.databases import Database
from tests.engines.sql.office import a_row, expected
from tests.engines.sql.test_names import hamlet
from tests.library.herders import HERDER
from tests.strategies import with_every_figure

LIBRARY = Library.default((Path(tests.library.__file__).parent,))
ROWS = 300


def edition_with_every_decision(ruleset: str, as_of: int) -> Edition:
    """All that can be decided on the day, with a made-up figure wherever none is published."""
    program = with_every_figure(LIBRARY.program(ruleset))
    visible = tuple(one.name for one in program.decisions.values() if not one.hidden)
    everything = edition_of(program, as_of, strict=False, only=visible)
    return edition_of(program, as_of, strict=False, only=tuple(name for name in visible if name in everything.active))


def answers(server: Database, query: WarehouseQuery, rows: list[dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """What the database gives for a table of these facts, in their order, without the column `case`."""
    types = {"case": "TEXT", **{one.name: one.type for one in query.columns}}
    held = [(str(number), *(row.get(one.name) for one in query.columns)) for number, row in enumerate(rows)]
    server.make("facts", types, held)
    names, found = server.run(query.sql)
    by_case = {row[0]: row[1:] for row in found}
    assert len(by_case) == len(found) == len(rows)
    return names[1:], [by_case[str(number)] for number in range(len(rows))]


@pytest.mark.parametrize(
    ("ruleset", "as_of"),
    [
        ("meadowland", 2023_06_30),
        ("meadowland", 2021_12_31),
        ("national", 2025_12_31),
        ("jiangsu/changzhou", 2025_12_31),
        ("jiangsu/changzhou", 2023_12_31),
        ("gansu/lanzhou-anning", 2022_06_30),
    ],
)
def test_a_row_is_decided_as_the_case_would_be(server: Database, ruleset: str, as_of: int) -> None:
    """Random facts, many of them missing, some not in order: status, values, rows, eligibility and conditions."""
    edition = edition_with_every_decision(ruleset, as_of)
    query = WarehouseQuery.of(edition, server.dialect, conditions=True)
    inputs = {one.name: edition.program.inputs[one.name] for one in query.columns}
    random = Random(as_of)
    rows = [a_row(inputs, random) for _ in range(ROWS)]

    names, found = answers(server, query, rows)

    assert names[0] == "status"
    for row, one in zip(rows, found, strict=True):
        for name, value, other in zip(names, one, expected(edition, row, conditions=True), strict=True):
            assert value == other, f"{name} of {row}"
            assert type(value) is type(other), f"{name} of {row}"
    assert Counter(one[0] for one in found).keys() == {"decided", "undetermined", "rejected"}


# a herder of Meadowland


def query_of_meadowland(dialect: str = "duckdb", **options: Any) -> WarehouseQuery:
    edition = edition_of(LIBRARY.program("meadowland"), 2023_06_30, only=options.pop("only", None))
    return WarehouseQuery.of(edition, dialect, **options)


def test_a_herder(duck: Database) -> None:
    names, [herder, nobody, cheat, unborn] = answers(
        duck,
        query_of_meadowland(),
        [HERDER, {}, HERDER | {"calm": 7}, HERDER | {"herding_since": "2023-07-01"}],
    )

    of_herder = dict(zip(names, herder, strict=True))
    assert of_herder["status"] == "decided"
    assert (str(of_herder["hay"]), of_herder["hay.eligible"]) == ("45.50", True)
    assert (str(of_herder["care"]), of_herder["herder_grade"]) == ("83.30", "good")
    assert (nobody[0], cheat[0]) == ("undetermined", "rejected")
    assert set(cheat[1:]) == {None}
    assert unborn[0] in ("decided", "undetermined")  # the ruleset does not forbid a day to come


def test_a_birth_date_still_to_come_rejects_the_row(duck: Database) -> None:
    edition = edition_of(LIBRARY.program("national"), 2025_12_31, only=("age",))
    query = WarehouseQuery.of(edition, "duckdb")
    days = ["2026-01-01", "2025-12-31", "1940-03-01", None]
    _, found = answers(duck, query, [{"birth_date": day} for day in days])
    assert found == [("rejected", None), ("decided", 0), ("decided", 85), ("undetermined", None)]


@pytest.mark.parametrize("day", ["infinity", "-infinity"])
def test_a_date_without_end_rejects_its_row_and_not_the_query(server: Database, day: str) -> None:
    query = WarehouseQuery.of(edition_of(LIBRARY.program("national"), 2025_12_31, only=("age",)), server.dialect)
    _, found = answers(server, query, [{"birth_date": day}, {"birth_date": "1940-03-01"}])
    assert found == [("rejected", None), ("decided", 85)]


def test_decisions_with_names_of_any_length(server: Database, tmp_path: Path) -> None:
    """PostgreSQL would take the columns of the fourth condition for those of the fifth."""
    name = "help_that_is_due_to_herders_who_keep_sheep_and_goats_in_winter"
    rows = "".join(f"        - {{when: sheep = {number}, then: {10 * number}}}\n" for number in range(9))
    table = (
        f"decisions:\n  {name}:\n    label: {{zh: 帮助, en: help}}\n    cite: act §one\n    type: number\n"
        f"    table:\n      hit: unique\n      rows:\n{rows}        - {{otherwise: 7}}\n"
    )
    library = hamlet(tmp_path)
    file = tmp_path / "rulesets" / "hamlet.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("decisions:\n", table), encoding="utf-8")
    query = WarehouseQuery.of(edition_of(library.program("hamlet"), 2023_06_30), server.dialect, conditions=True)

    names, found = answers(server, query, [{"sheep": 4}, {"sheep": 9}, {}])

    assert names[:2] == ["status", name]
    assert len(set(names)) == len(names)
    assert [row[1:3] for row in found] == [(40, 4), (7, 9), (None, None)]
    assert [row[3:12] for row in found] == [(0, 0, 0, 0, 1, 0, 0, 0, 0), (0,) * 9, (None,) * 9]


def test_what_the_table_must_hold() -> None:
    columns = {one.name: one for one in query_of_meadowland("postgres", only=("wool_grade", "hay")).columns}

    assert {name: one.type for name, one in columns.items()} == {
        "calm": "INT", "clean": "INT", "quick": "INT", "herding_since": "DATE", "home": "TEXT", "animals": "TEXT",
        "sheep": "INT", "by_night": "BOOLEAN", "dogs": "INT", "shelter": "BOOLEAN", "income": "DECIMAL(18, 2)",
    }  # fmt: skip
    assert columns["home"].codes == ("north", "south", "east")
    assert columns["home"].label.en == "home village"


def test_one_step_after_the_other() -> None:
    """Facts first, then each stage of the rules, with the words of the law beside what it makes."""
    query = query_of_meadowland(language="en", only=("wool_grade",))

    steps = [line.split()[-3] for line in query.sql.splitlines() if line.endswith(" AS (")]
    assert steps == ["taken", *(f"stage_{number}" for number in range(1, 8))]
    assert '"wool_points.value" >= 6 OR "wool_points.unknown" AS "wool_points >= 6.possible"' in query.sql
    both = '"wool_points >= 6.possible" AND "wool_points <= 8.possible" AS "wool_grade.condition.1.possible"'
    assert both in query.sql
    assert 'AS "wool_points" /* points for shearing, herding-act §2-points */' in query.sql
    assert 'AS "wool_grade", /* first grade of wool */' in query.sql
    assert "剪毛得分" in query_of_meadowland(only=("wool_grade",)).sql


def test_hidden_steps_are_not_shown_and_conditions_only_where_asked_for(duck: Database) -> None:
    plain, _ = answers(duck, query_of_meadowland(), [])
    full, _ = answers(duck, query_of_meadowland(conditions=True), [])

    assert not any(".rule" in name or ".tie" in name for name in full)
    assert [name for name in full if name not in plain] == [name for name in full if ".condition." in name] != []


def test_the_table_has_the_name_it_has(duck: Database) -> None:
    query = query_of_meadowland(table="main.Herders of 2023")
    assert query.table == '"main"."Herders of 2023"'
    assert 'FROM "main"."Herders of 2023"' in query.sql
    assert query_of_meadowland(table="lake.main.herders").table == '"lake"."main"."herders"'
    spark = query_of_meadowland("spark", table="a`b")
    assert spark.table == "`a``b`"


# what is refused


def refused(**options: Any) -> list[tuple[str, dict[str, str]]]:
    with pytest.raises(Refused) as found:
        query_of_meadowland(**options)
    return [(one.code, one.arguments) for one in found.value.diagnostics]


@pytest.mark.parametrize("name", ["", "a..b", "a.b.c.d", " a", "a\nb"])
def test_no_name_of_a_table(name: str) -> None:
    assert refused(table=name) == [("R423", {"found": name})]


def test_a_dialect_that_nobody_has_tried() -> None:
    [(code, arguments)] = refused(dialect="postgresql")
    assert (code, arguments["near"], arguments["known"]) == ("R421", "postgres", "duckdb, postgres, spark")


def test_a_decision_that_cannot_be_made_on_the_day() -> None:
    """What is asked for is not left out of the query."""
    edition = edition_of(LIBRARY.program("meadowland"), 2015_06_30)
    with pytest.raises(Refused) as found:
        WarehouseQuery.of(edition, "duckdb")
    assert {one.code for one in found.value.diagnostics} == {"D201"}
    assert len(set(map(str, found.value.diagnostics))) == len(found.value.diagnostics)
