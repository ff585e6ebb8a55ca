"""Calls that cannot be met: an engine that is not there, a decision that does not exist, a case with too little."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cases.frame import raw_case
from assess.cli.main import cli
from assess.decisions.evaluation import Evaluator
from assess.diagnostics import Diagnostics, Position, Refused
from assess.engines.interpreter import Interpreter
from assess.engines.selection import engine
from assess.forms.checking import check_case
from assess.forms.definition import Form
from assess.forms.keeping import case_in
from assess.forms.loading import form_of
from assess.language.source import read_text
from assess.library import Library
from tests.diagnostics.test_faults_outside_rulesets import FORM

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


def test_case_without_a_date(library: Library) -> None:
    case = raw_case({"facts": {}}, Position("case.yaml", 1, 1), "1")
    result = Evaluator(library.program("meadowland"), Interpreter()).evaluate(case)
    assert [fault.code for fault in result.problems] == ["A207"]


@pytest.fixture
def form() -> Form:
    question = "{id: quiet, label: {zh: 安静, en: quiet}, type: boolean, only_if: calm > 0}"
    tree = read_text(FORM.format(question=question), "forms/shearing.yaml", Diagnostics())
    assert tree is not None
    form = form_of(tree, Diagnostics())
    assert form is not None
    return form


def test_answer_to_a_question_that_is_not_asked(form: Form) -> None:
    case = raw_case({"facts": {"calm": 0, "quiet": True}}, Position("case.yaml", 1, 1), "1")
    assert [fault.code for fault in check_case(case, [form]).problems] == ["A124"]


def test_two_cases_where_one_is_taken_up_again(form: Form, tmp_path: Path) -> None:
    path = tmp_path / "cases.yaml"
    path.write_text("- facts: {calm: 2}\n- facts: {calm: 0}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        case_in(path)
    assert [fault.code for fault in refused.value.diagnostics] == ["A214"]


def test_birth_date_after_the_day_decided_on() -> None:
    program = Library.default().program("national")
    case = raw_case({"facts": {"birth_date": "2024-06-02"}, "as_of": "2024-06-01"}, Position("case.yaml", 1, 1), "1")
    result = Evaluator(program, Interpreter(), only=("age",)).evaluate(case)
    assert (result.status, [fault.code for fault in result.problems]) == ("rejected", ["A126"])


def test_case_that_names_another_ruleset_than_the_call(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = "ruleset: jiangsu/changzhou\nas_of: 2024-06-01\nfacts: {birth_date: 1944-06-01}\n"
    path.write_text(text, encoding="utf-8")
    call = ["evaluate", str(path), "--ruleset", "national", "--only", "age", "--format", "json"]
    run = CliRunner().invoke(cli, call)
    told = json.loads(run.output)
    assert run.exit_code == 0
    assert (told["ruleset"]["id"], told["decisions"]["age"]["value"]) == ("national", 80)
    assert [(fault["code"], fault["severity"]) for fault in told["problems"]] == [("A215", "warning")]
