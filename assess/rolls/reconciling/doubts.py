"""What has to be verified before an amount found is recovered or paid, told from the rules alone.

Such a finding stays, with what there is against it, and its amount is in no sum of what is to recover or to pay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from assess.language.edition import Active, Edition
from assess.language.expression import And, Expression, Named, Result, walk
from assess.language.program import Amount, Decision, Formula
from assess.language.types import Boolean, Label
from assess.rolls.reconciling import words
from assess.rolls.reconciling.placeholders import figures_read

OF_AMOUNTS = ("overpaid", "above_floor", "underpaid", "unpaid", "not_drawn_together", "paid_unknown")
"""The findings that go by how much is due, whoever is entitled."""
OF_ENTITLEMENT = ("not_entitled",)


@dataclass(frozen=True, slots=True)
class Doubt:
    """`words`: what is said of it beside the finding (None: the finding says it by itself). `codes`: the findings that
    it is about. `decision`: only where the benefit is due by this decision; `place`: its bit among the grounds."""

    words: Label | None
    codes: tuple[str, ...]
    decision: str | None = None
    place: int = 0


BY_ONE_DAY = Doubt(words.BY_ONE_DAY, OF_AMOUNTS + OF_ENTITLEMENT)
"""What is due by the year is taken to be twelve times the month of the day decided on."""
STILL_TO_REACH = Doubt(None, ("underpaid", "unpaid"))
"""A floor that has to be reached only later: whether anything is owed before is for the office."""
WHICH_IS_OPEN = Doubt(words.WHICH_IS_OPEN, ("not_drawn_together",))
"""One of two has to go, and it is not known what is due of either."""
ASSESSED_LATER = Doubt(words.ASSESSED_LATER, OF_AMOUNTS + OF_ENTITLEMENT)
"""The level was found only after the month: it need not have been so then."""


def doubts_of(benefit: str, edition: Edition, columns: Collection[str]) -> tuple[Doubt, ...]:
    """Those by the figures that the benefit reads, and by what a person has to judge before it is granted."""
    return (*_by_figures(benefit, edition), *_by_judgement(benefit, edition, columns))


def _by_figures(benefit: str, edition: Edition) -> Iterator[Doubt]:
    """Figures that something stands in for, and those that are used though past their review."""
    barred = set(figures_read(benefit, edition, barred=True))
    found: dict[tuple[Label, str, tuple[str, ...]], list[Label]] = {}
    for key in figures_read(benefit, edition, barred=False):
        reading = edition.readings[key]
        codes = OF_AMOUNTS + (OF_ENTITLEMENT if key in barred else ())
        if reading.value is not None and reading.entry is not None and reading.entry.confidence == "placeholder":
            found.setdefault((words.STANDS_IN, "", codes), []).append(reading.parameter.label)
        elif reading.warning is not None:
            until = str(reading.warning.arguments["until"])
            found.setdefault((words.PAST_REVIEW, until, codes), []).append(reading.parameter.label)
    for (template, until, codes), figures in found.items():
        yield Doubt(words.about(template, dict.fromkeys(figures), until=until), codes)


def _by_judgement(benefit: str, edition: Edition, columns: Collection[str]) -> Iterator[Doubt]:
    """Of what nobody pays yet nobody need have judged what a person has to. Where it is paid, somebody has."""
    active = edition.active.get(benefit)
    if active is None:
        return
    asked = [active, *_asked_for(active, edition)]
    for one in asked:
        if one.decision.judged_by is not None:
            yield Doubt(_to_judge(one.decision.judged_by), ("unpaid",))
            return
    for place, name in enumerate(judged_besides(benefit, edition)):
        judged_by = edition.active[name].decision.judged_by
        if name in columns and judged_by is not None:
            yield Doubt(_to_judge(judged_by), ("unpaid",), name, place)


def judged_besides(benefit: str, edition: Edition) -> tuple[str, ...]:
    """The decisions that a person has to judge and that the conditions of the benefit name: it may be due by one of
    them, or by something else."""
    active = edition.active.get(benefit)
    body = None if active is None else active.version.body
    if not isinstance(body, Amount) or body.eligibility is None:
        return ()
    named = dict.fromkeys(node.name for node in walk(body.eligibility) if isinstance(node, Result))
    return tuple(name for name in named if name in edition.active and _is_judged(edition.active[name].decision))


def _is_judged(decision: Decision) -> bool:
    return decision.judged_by is not None and isinstance(decision.type, Boolean)


def _asked_for(active: Active, edition: Edition) -> Iterator[Active]:
    """The decisions that have to hold for the benefit, each by itself."""
    body = active.version.body
    waiting: list[Expression] = []
    if isinstance(body, Amount) and body.eligibility is not None:
        waiting.append(body.eligibility)
    seen: set[str] = set()
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, Named):
            waiting.append(node.operand)
        elif isinstance(node, And):
            waiting.extend(node.operands)
        elif isinstance(node, Result) and node.name in edition.active and node.name not in seen:
            seen.add(node.name)
            asked = edition.active[node.name]
            yield asked
            if isinstance(asked.version.body, Formula):
                waiting.append(asked.version.body.expression)


def _to_judge(what: Label) -> Label:
    return words.in_both(lambda language: words.JUDGED.in_language(language).format(what.in_language(language)))
