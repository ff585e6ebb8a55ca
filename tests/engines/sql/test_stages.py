"""A query in stages: what reads a column stands on a later stage than what makes it."""

from __future__ import annotations

import pytest
from sqlglot import exp

from assess.engines.sql.nodes import column, number, plus, times
from assess.engines.sql.stages import Stages, named


def test_every_column_stands_as_early_as_it_can() -> None:
    stages = Stages(["sheep", "dogs"])
    stages.add("animals", plus(column("sheep"), column("dogs")))
    stages.add("legs", times(column("animals"), number(4)))
    stages.add("ears", times(column("sheep"), number(2)))
    stages.add("one", number(1))

    assert [list(made) for made in stages.projections] == [["animals", "ears", "one"], ["legs"]]
    assert "legs" in stages
    assert "tails" not in stages


def test_stages_stand_inside_one_another() -> None:
    stages = Stages(["sheep"])
    stages.add("legs", times(column("sheep"), number(4)))
    stages.add("shoes", times(column("legs"), number(2)))

    query = stages.query(exp.to_table("flock"), [column("shoes"), named("half", column("legs"))])

    assert query.sql() == (
        'SELECT "shoes", "legs" AS "half" FROM '
        '(SELECT *, "legs" * 2 AS "shoes" FROM '
        '(SELECT *, "sheep" * 4 AS "legs" FROM flock) AS stage_1) AS stage_2'
    )


def test_a_column_that_nothing_makes() -> None:
    with pytest.raises(KeyError, match="goats"):
        Stages(["sheep"]).add("animals", plus(column("sheep"), column("goats")))
