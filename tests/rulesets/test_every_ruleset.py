"""What holds for every ruleset that ships: no fault, its own examples come out, and every clause is accounted for."""

from __future__ import annotations

import pytest

from assess.decisions.testing import run_example
from assess.diagnostics import one_line
from assess.engines.selection import engine
from assess.language.checks.coverage import clause_coverage, provisions
from tests.library import SHIPPED, program_of

RULESETS = SHIPPED.ruleset_ids()
EXAMPLES = [
    pytest.param(ruleset, index, id=f"{ruleset}: {example.name.en}")
    for ruleset in RULESETS
    for index, (example, _) in enumerate(program_of(ruleset).examples)
]


def test_the_rulesets_are_there() -> None:
    assert {"national", "jiangsu/changzhou", "gansu/lanzhou-anning"} <= set(RULESETS)


@pytest.mark.parametrize("ruleset", RULESETS)
def test_loads_without_an_error(ruleset: str) -> None:
    loaded = SHIPPED.load(ruleset)
    assert [one_line(found, "en") for found in loaded.diagnostics if found.severity == "error"] == []
    assert loaded.program is not None
    assert loaded.program.examples


@pytest.mark.parametrize("form", SHIPPED.form_ids())
def test_form_loads_without_an_error(form: str) -> None:
    assert SHIPPED.form(form) is not None
    assert list(SHIPPED.form_diagnostics(form)) == []


@pytest.mark.parametrize(("ruleset", "index"), EXAMPLES)
def test_example(ruleset: str, index: int) -> None:
    program, resolved = program_of(ruleset), SHIPPED.load(ruleset).resolved
    assert resolved is not None
    found = run_example(program, resolved, engine("interpreter"), *program.examples[index])
    assert found.failures == ()


@pytest.mark.parametrize(
    ("ruleset", "source", "provision_ids"),
    [
        ("jiangsu/changzhou", "cz-2023-37", {f"S2-{number:02}" for number in range(1, 19)}),
        ("gansu/lanzhou-anning", "an-2022-6", {f"S1-{number:02}" for number in range(1, 17)}),
    ],
)
def test_every_provision_of_the_notice_is_accounted_for(ruleset: str, source: str, provision_ids: set[str]) -> None:
    coverage = [one for one in clause_coverage(program_of(ruleset)) if one.source.id == source]
    found = provisions(coverage)
    assert {one.id for one in found} == provision_ids
    assert [one.id for one in found if not one.accounted] == []


@pytest.mark.parametrize("ruleset", RULESETS)
def test_every_clause_is_accounted_for(ruleset: str) -> None:
    assert [str(one.citation) for one in clause_coverage(program_of(ruleset)) if not one.accounted] == []
