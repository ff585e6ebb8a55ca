"""The six indicators of self-care: none failed able, one to three partly lost, four to six wholly lost."""

from __future__ import annotations

from itertools import product

import pytest

from tests.library import decide, value_of
from tests.rulesets.people import SIX, Facts, possible

AS_OF = "2024-06-01"


def ability(failed: int) -> str:
    if failed == 0:
        return "able"
    return "partial" if failed <= 3 else "lost"


def found(facts: Facts) -> str | None:
    value: str | None = value_of(decide("national", AS_OF, facts, "self_care_ability"), "self_care_ability")
    return value


def test_all_sixty_four_forms() -> None:
    for answers in product((True, False), repeat=6):
        assert found(dict(zip(SIX, answers, strict=True))) == ability(answers.count(False)), answers


def test_unfinished_forms_are_decided_exactly_where_every_answer_leads_to_the_same() -> None:
    for answers in product((True, False, None), repeat=6):
        given = {name: answer for name, answer in zip(SIX, answers, strict=True) if answer is not None}
        failed, open_ = answers.count(False), answers.count(None)
        still = {ability(count) for count in range(failed, failed + open_ + 1)}
        assert possible("national", AS_OF, given, "self_care_ability") == still
        assert found(given) == (still.pop() if len(still) == 1 else None), answers


@pytest.mark.parametrize("failed", [SIX[:4], SIX[2:], SIX[1:5]])
def test_four_known_failures_decide(failed: tuple[str, ...]) -> None:
    result = decide("national", AS_OF, dict.fromkeys(failed, False), "self_care_ability")
    assert value_of(result, "self_care_ability") == "lost"
    assert result.decisions["self_care_ability"].missing is None


def test_three_known_failures_leave_every_other_answer_deciding() -> None:
    result = decide("national", AS_OF, dict.fromkeys(SIX[:3], False), "self_care_ability")
    missing = result.decisions["self_care_ability"].missing
    assert missing is not None
    assert missing.facts == SIX[3:]
