"""The engines, each made once; tests of durable-rules are skipped where it does not import."""

from __future__ import annotations

import warnings

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.engines.selection import Engine, engine

WITHOUT_DURABLE_RULES = "durable-rules does not import (it does not on Python 3.13 and later)"


@pytest.fixture(scope="session", params=["interpreter", "rete"])
def any_engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    if request.param == "rete":
        pytest.importorskip("durable_rules_engine", reason=WITHOUT_DURABLE_RULES, exc_type=ImportError)
    return engine(request.param)


@pytest.fixture(scope="session")
def engines() -> list[Engine]:
    """All that can be had here: one made-up case serves every one of them."""
    found = [engine("interpreter")]
    try:
        found.append(engine("rete"))
    except Refused:
        warnings.warn(WITHOUT_DURABLE_RULES, stacklevel=1)
    return found
