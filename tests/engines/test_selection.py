"""Which engine is chosen, and what is said where the one asked for cannot be had."""

from __future__ import annotations

import platform
import sys

import pytest

from assess.diagnostics.diagnostic import Refused
from assess.engines.selection import ENGINES, engine
from tests.engines.conftest import WITHOUT_DURABLE_RULES


@pytest.fixture
def without_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)


def test_the_interpreter_is_always_there() -> None:
    assert engine("interpreter").name == "interpreter"


@pytest.mark.parametrize("name", ["auto", "rete"])
def test_rete_is_taken_where_durable_rules_imports(name: str) -> None:
    pytest.importorskip("durable_rules_engine", reason=WITHOUT_DURABLE_RULES, exc_type=ImportError)
    assert engine(name).name == "rete"


@pytest.mark.usefixtures("without_durable_rules")
def test_auto_falls_back_to_the_interpreter() -> None:
    assert engine().name == "interpreter"


@pytest.mark.usefixtures("without_durable_rules")
def test_rete_asked_for_by_name_is_refused_where_it_cannot_be_had() -> None:
    with pytest.raises(Refused) as refused:
        engine("rete")
    (found,) = refused.value.diagnostics
    assert found.code == "X102"
    assert found.arguments == {"python": platform.python_version()}


def test_no_other_name_is_an_engine() -> None:
    assert ENGINES == ("auto", "interpreter", "rete")
    with pytest.raises(ValueError, match="fast"):
        engine("fast")
