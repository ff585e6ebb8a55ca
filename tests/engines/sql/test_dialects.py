"""Dialects: only those that have been tried, and nothing is left out of what is written."""

from __future__ import annotations

from random import Random

import pytest
from sqlglot import exp, parse_one

from assess.diagnostics.diagnostic import Refused
from assess.engines.columns import ColumnQuery
from assess.engines.sql.dialects import DIALECTS, check_dialect, fenced, type_in, written
from assess.engines.sql.nodes import column, number, rest, text, whole
from assess.language.program import Formula
from tests.engines.handmade import Definition, both, edition, fact
from tests.engines.random_rules import READINGS, random_body, random_facts
from tests.engines.sql.databases import Postgres, values


@pytest.mark.parametrize("dialect", DIALECTS)
def test_those_that_have_been_tried_pass(dialect: str) -> None:
    check_dialect(dialect)


@pytest.mark.parametrize("dialect", ["mysql", "oracle", "", "DuckDB"])
def test_others_are_refused(dialect: str) -> None:
    """R421; MySQL, for one, takes 'Lost' for 'lost'."""
    with pytest.raises(Refused) as refused:
        check_dialect(dialect)
    assert [one.code for one in refused.value.diagnostics] == ["R421"]


def test_long_names_of_columns_stay_apart_in_postgres() -> None:
    """It cuts names at 63 bytes. Names of the rules, which the table of facts has too, are left as they are."""
    long, longest = "x" * 70, f"{'y' * 61}.z"
    given = [f"{'a' * 60}.first", f"{'a' * 60}.second", f"{'能' * 20}.first", long, longest, "a.b"]
    query = exp.select(*(column(name) for name in given)).from_("facts")
    assert parse_one(written(query, "duckdb"), dialect="duckdb").named_selects == given
    *shortened, third, fourth, fifth = parse_one(written(query, "postgres"), dialect="postgres").named_selects
    assert [third, fourth, fifth] == [long, longest, "a.b"]
    assert len(set(shortened)) == 3
    for name, whole_name in zip(shortened, given[:3], strict=True):
        start, mark, _ = name.rpartition("~")
        assert (mark, len(name.encode()) <= 63, whole_name.startswith(start)) == ("~", True, True)


def test_what_a_dialect_has_no_words_for_is_refused() -> None:
    """R422 says which dialect, and what."""
    query = exp.select(exp.Anonymous(this="f")).from_("facts").distinct(column("a"))
    assert written(query, "postgres")

    with pytest.raises(Refused) as refused:
        written(exp.select("*").from_("facts").hint("BROADCAST(a)"), "postgres")

    [found] = refused.value.diagnostics
    assert (found.code, found.arguments["dialect"]) == ("R422", "postgres")
    assert "hint" in found.arguments["construct"].lower()


@pytest.mark.parametrize(
    ("node", "in_postgres", "in_spark"),
    [
        (whole(column("a"), number(2)), '"a" / 2', "`a` DIV 2"),
        (
            rest(whole(column("a"), number(10)), whole(column("b"), number(2))),
            '("a" / 10) % ("b" / 2)',
            "(`a` DIV 10) % (`b` DIV 2)",
        ),
        (
            exp.RegexpLike(this=column("a"), expression=text(r"[\x{3000}]")),
            """"a" ~ '[\\u3000]'""",
            r"`a` RLIKE '[\\x{3000}]'",
        ),
        (exp.Unicode(this=column("a")), 'ASCII("a")', "ASCII(`a`)"),
    ],
)
def test_what_is_written_in_other_words(node: exp.Expr, in_postgres: str, in_spark: str) -> None:
    query = exp.select(node).from_("facts")
    for dialect, expected in (("postgres", in_postgres), ("spark", in_spark)):
        assert (
            " ".join(written(query, dialect).split()).replace("( ", "(").replace(" )", ")")
            == f"SELECT {expected} FROM facts"
        )


def test_writing_leaves_the_query_as_it_was() -> None:
    query = exp.select(whole(column("a"), number(2))).from_("facts")
    before = query.sql("duckdb")
    written(query, "postgres")
    assert query.sql("duckdb") == before


def test_names_of_types() -> None:
    types = ("TEXT", "TINYINT", "BIGINT", "BOOLEAN", "DATE", "DECIMAL(18, 2)")
    assert [type_in("postgres", one) for one in types] == [
        "TEXT",
        "SMALLINT",
        "BIGINT",
        "BOOLEAN",
        "DATE",
        "DECIMAL(18, 2)",
    ]
    assert [type_in("spark", one) for one in types] == [
        "STRING",
        "TINYINT",
        "BIGINT",
        "BOOLEAN",
        "DATE",
        "DECIMAL(18, 2)",
    ]


def test_steps_stay_apart_where_the_database_would_copy_them() -> None:
    assert fenced(exp.select("*").from_("facts"), "postgres").sql("postgres") == "SELECT * FROM facts OFFSET 0"
    assert fenced(exp.select("*").from_("facts"), "duckdb").sql("duckdb") == "SELECT * FROM facts"


def test_rules_made_at_random_in_postgresql(postgres_url: str) -> None:
    """Also where no ruleset says the like; DuckDB has its turn in `tests/engines/test_columns.py`."""
    database = Postgres(postgres_url)
    for seed in range(25):
        random = Random(seed)
        bodies = {f"it_{index}": random_body(random, 3) for index in range(6)}
        there = edition(*READINGS, before=Formula(both(fact("a"), fact("c"))), **bodies)
        cases = [random_facts(random) for _ in range(40)]
        query = ColumnQuery.of(there)
        wanted = [name for decision in query.decisions() for name in query.outcome_columns(decision)[:2]]
        given = {name: (type_, [case.get(name) for case in cases]) for name, type_ in query.facts.items()}

        found = values(database, map(column, wanted), given, query.stages)

        for case, row in zip(cases, found, strict=True):
            outcomes = Definition().outcomes(there, case)
            expected = []
            for decision, outcome in outcomes.items():
                rows_or_eligible = query.outcome_columns(decision)[1:2]
                expected.append(outcome.value)
                expected += [outcome.row if one.endswith(".row") else outcome.eligible for one in rows_or_eligible]
            assert list(row) == expected, (seed, case)
