"""What tests of several packages share."""

from __future__ import annotations

import atexit
import gc
import shutil
import signal
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from assess.language.supplied import Supplied
from assess.library import Library, Loaded
from tests import folders
from tests.library import SHIPPED
from tests.postgres import server

TESTS = Path(__file__).parent

# on a busy machine examples come slowly: that is no fault of what is tested
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a throw-away PostgreSQL server; whoever makes tables in it gives them names of their own."""
    with server() as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def folder_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("several-tests")
    folders.told(folder)
    yield
    folders.told(None)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def rulesets_are_read_once() -> Iterator[None]:
    """Each call of the command line makes a library of its own, which reads rulesets anew: here, all that have the
    same folders share one, and read them once with the same figures of an office; but for folders made by a test."""
    new, load = Library.default, Library.load
    made = {SHIPPED.folders: SHIPPED}
    with_figures: dict[tuple[object, ...], Loaded] = {}

    def same_again(extra: tuple[Path, ...] = ()) -> Library:
        library = new(extra)
        stays = all(folder in SHIPPED.folders or TESTS in folder.parents for folder in library.folders)
        return made.setdefault(library.folders, library) if stays else library

    def loaded_again(library: Library, id_: str, supplied: Supplied | None = None) -> Loaded:
        if supplied is None or library is not made.get(library.folders):
            return load(library, id_, supplied)
        key = library.folders, id_, supplied.name, supplied.content
        if not supplied.content or key not in with_figures:
            found = load(library, id_, supplied)
            if not supplied.content or list(found.diagnostics):  # which name the file by its path
                return found
            with_figures[key] = found
        return with_figures[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Library, "default", staticmethod(same_again))
        patched.setattr(Library, "load", loaded_again)
        yield


@pytest.fixture(scope="session", autouse=True)
def duckdb_is_started_once() -> Iterator[None]:
    if find_spec("duckdb") is None:
        yield
        return
    from tests.started import started_once

    with started_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def same_queries_are_written_once() -> Iterator[None]:
    if find_spec("duckdb") is None or find_spec("sqlglot") is None:
        yield
        return
    from assess.rolls.running import run
    from tests.plans import PLANS

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run, "make_plan", PLANS.planned)
        yield


def pytest_configure() -> None:
    """What is imported stays to the end: the garbage collector need not go through it again and again. And a run that
    is told to end clears away as after a Ctrl-C, its workers too: servers, and what it keeps in temporary folders."""
    gc.disable()
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _ended)


def _ended(number: int, _: object) -> None:
    pytest.exit("told to end", returncode=128 + number)


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    """pytest collects garbage once more: not through all that is left. What stays frozen to the very end, some
    libraries would tell as leaks."""
    gc.freeze()
    atexit.register(gc.unfreeze)
