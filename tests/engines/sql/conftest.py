"""The databases, each opened once."""

from __future__ import annotations

import pytest

from assess.engines.columns import ColumnEngine
from tests.engines.sql.databases import Database, Duck, Frames, Postgres


@pytest.fixture(scope="session")
def duck() -> Database:
    return Duck()


@pytest.fixture(scope="session", params=["duckdb", "postgres"])
def server(request: pytest.FixtureRequest) -> Database:
    """Each database in turn."""
    return _opened(request)


@pytest.fixture(scope="session", params=["duckdb", "postgres", "polars"])
def database(request: pytest.FixtureRequest) -> Database:
    """Each database in turn, and data frames, which are for what rolls are decided by and no more."""
    return Frames() if request.param == "polars" else _opened(request)


def _opened(request: pytest.FixtureRequest) -> Database:
    if request.param == "postgres":
        return Postgres(request.getfixturevalue("postgres_url"))
    found: Database = request.getfixturevalue("duck")
    return found


@pytest.fixture(scope="session")
def columns() -> ColumnEngine:
    return ColumnEngine()
