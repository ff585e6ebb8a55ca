"""Expressions worked out in a database, beside what the definition says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assess.engines.meaning import Surroundings, Value, evaluate
from assess.engines.sql.expressions import Translator
from assess.engines.sql.nodes import sql_type
from assess.engines.sql.stages import Stages
from assess.language import expression as e
from assess.language.edition import Reading
from tests.engines.handmade import AS_OF
from tests.engines.sql.databases import Database, values

Facts = Mapping[str, Value]


def found_in(database: Database, node: e.Expression, cases: Sequence[Facts], *readings: Reading) -> list[Any]:
    """What the expression comes to for each of the cases. It must be what the definition says."""
    known = {(one.parameter.name, ""): one for one in readings}
    facts = {one.name: sql_type(one.type) for one in e.walk(node) if isinstance(one, e.Fact)}
    given = {name: (type_, [case.get(name) for case in cases]) for name, type_ in (facts or {"no fact": "INT"}).items()}
    stages = Stages(given)
    found = values(database, [Translator("it", known, AS_OF, stages).sql(node)], given, stages)
    expected = [evaluate(node, Surroundings(case, {}, known, AS_OF)) for case in cases]
    for case, one, other in zip(cases, found, expected, strict=True):
        assert one == other, f"{one}, by definition {other}, of {case}"
        assert type(one) is type(other), f"{type(one)} for {case}"
    return found
