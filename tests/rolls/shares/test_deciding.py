"""Which columns the file of decisions has."""

from __future__ import annotations

from assess.rolls.shares.deciding import layout_of
from tests.library import program_of
from tests.rolls.reconciling.tables import edition


def test_decisions_have_columns_and_hidden_steps_have_none() -> None:
    program = program_of("meadowland")
    columns = {one.name: one.columns for one in layout_of([edition(program, "2023-06-30")])}

    assert columns["hay"] == ("hay", "hay.eligible")
    assert columns["herder_grade"] == ("herder_grade", "herder_grade.row")
    assert any(decision.hidden for decision in program.decisions.values())
    assert not any(program.decisions[name].hidden for name in columns)
