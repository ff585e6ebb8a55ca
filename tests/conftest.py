"""What tests of several packages share."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.postgres import server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; whoever makes tables in it gives them names of their own."""
    with server() as url:
        yield url


def pytest_collection_finish() -> None:
    """What has been imported stays to the end: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def pytest_unconfigure() -> None:
    """At the end it goes through all again, as it would have."""
    gc.unfreeze()
