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


def pytest_configure() -> None:
    """What is imported stays to the end: the garbage collector need not go through it again and again."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()
