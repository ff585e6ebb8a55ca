"""Calls that cannot be met: an engine that is not there, a decision that does not exist, a case without a ruleset."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.main import cli
from assess.decisions.evaluation import Evaluator
from assess.diagnostics import Refused
from assess.engines.interpreter import Interpreter
from assess.engines.selection import engine
from assess.library import Library

MEADOWLAND = Path(__file__).parents[1] / "language" / "rulesets" / "good" / "meadowland.yaml"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / MEADOWLAND.name).write_bytes(MEADOWLAND.read_bytes())
    return Library((tmp_path,))


def test_engine_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(Refused) as refused:
        engine("rete")
    assert [fault.code for fault in refused.value.diagnostics] == ["X102"]


def test_decision_that_does_not_exist(library: Library) -> None:
    with pytest.raises(Refused) as refused:
        Evaluator(library.program("meadowland"), Interpreter(), only=("hey",))
    assert [(fault.code, fault.arguments["near"]) for fault in refused.value.diagnostics] == [("X103", "hay")]


def test_case_that_names_no_ruleset(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("case: a\nas_of: 2023-01-01\nfacts: {}\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["evaluate", str(case)])
    assert result.exit_code == 3
    assert "X104" in result.output
