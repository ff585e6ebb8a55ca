"""What tests of several packages share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; whoever makes tables in it gives them names of their own."""
    with server() as url:
        yield url
