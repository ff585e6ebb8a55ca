"""The databases, each opened once."""

from __future__ import annotations

import pytest

from assess.engines.columns import ColumnEngine
from tests.engines.sql.databases import Database, Duck, Postgres


@pytest.fixture(scope="session")
def duck() -> Database:
    return Duck()


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    if request.param == "duckdb":
        found: Database = request.getfixturevalue("duck")
        return found
    return Postgres(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def columns() -> ColumnEngine:
    return ColumnEngine()
