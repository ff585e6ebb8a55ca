"""What a decision rests on, by itself and through other decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assess.decisions.explanation import read_by
from assess.decisions.result import CaseResult, DecisionResult


def looked_at(
    names: Iterable[str], result: CaseResult, follow: Callable[[DecisionResult], bool]
) -> Iterator[DecisionResult]:
    """The decisions named, then those that they looked at, and so on, each once; only explained ones to be followed."""
    waiting = list(dict.fromkeys(names))
    seen = set(waiting)
    while waiting:
        one = result.decisions.get(waiting.pop(0))
        if one is None or one.explanation is None or not follow(one):
            continue
        yield one
        new = [other for other in read_by(one.explanation) if other not in seen]
        seen.update(new)
        waiting.extend(new)


def stated_behind(one: DecisionResult, result: CaseResult) -> list[DecisionResult]:
    """The results stated, as found elsewhere, that the decision rests on; nothing for one that is stated itself.

    Tie-breaks count: they settle the place that a ranking gives.
    """
    name = one.decision.name
    if not result.stated or name in result.stated:
        return []
    ties = () if one.explanation is None else one.explanation.active.version.ties
    found = looked_at([name, *(tie.decision for tie in ties)], result, lambda _: True)
    return [other for other in found if other.decision.name in result.stated]
