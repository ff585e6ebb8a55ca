"""The form for winter grazing and the rules of Meadowland that grade it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.forms.definition import Form
from assess.language.program import Program
from assess.library import Library

LIBRARY = Path(__file__).parent / "library"


@pytest.fixture(scope="session")
def library() -> Library:
    return Library((LIBRARY,))


@pytest.fixture(scope="session")
def form(library: Library) -> Form:
    found = library.form("winter-grazing")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def program(library: Library) -> Program:
    return library.program("winter")
