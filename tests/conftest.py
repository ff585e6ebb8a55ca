"""What tests of several packages share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assess.library import Library
from tests.postgres import server


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; whoever makes tables in it gives them names of their own."""
    with server() as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def shipped_rulesets_are_read_once() -> Iterator[None]:
    """Each call of the command line makes a library of its own, which reads them anew: here, all share one."""
    made: dict[tuple[Path, ...], Library] = {}
    new = Library.default

    def same_again(extra: tuple[Path, ...] = ()) -> Library:
        library = new(extra)
        is_shipped = library.folders == new().folders and "ASSESS_PATH" not in os.environ
        return made.setdefault(library.folders, library) if is_shipped else library

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Library, "default", staticmethod(same_again))
        yield


def pytest_configure() -> None:
    """What is imported stays to the end: the garbage collector need not go through it again and again."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()
