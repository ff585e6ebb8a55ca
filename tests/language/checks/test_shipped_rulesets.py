"""What is shipped passes every check, and accounts for every clause."""

from __future__ import annotations

import pytest

from assess.language.checks.coverage import clause_coverage, provisions
from assess.library import Library

LIBRARY = Library.default()


@pytest.mark.parametrize("ruleset", LIBRARY.ruleset_ids())
def test_nothing_is_found(ruleset: str) -> None:
    loaded = LIBRARY.load(ruleset)
    assert [(str(one.position), one.code, one.arguments) for one in loaded.diagnostics] == []


def test_changzhou_accounts_for_its_eighteen_provisions() -> None:
    program = LIBRARY.program("jiangsu/changzhou")
    notice = [one for one in clause_coverage(program) if one.source.id == "cz-2023-37"]
    found = provisions(notice)
    assert sorted(one.id for one in found) == [f"S2-{number:02}" for number in range(1, 19)]
    assert all(one.accounted for one in found)
