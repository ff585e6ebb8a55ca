"""What is drawn of a benefit beside others, where that is not all of it; and the rule that says so."""

from __future__ import annotations

from dataclasses import dataclass

from assess.decisions.phrases import Phrases
from assess.decisions.result import CaseResult, DecisionResult
from assess.language.program import Combination, CombinationRule


@dataclass(frozen=True, slots=True)
class Beside:
    """A benefit by itself, what is `kept` of it after all rules, and the first `rule` that takes it away or leaves open
    whether it does. A rule takes all of it or nothing."""

    kept: DecisionResult
    rule: CombinationRule

    @property
    def is_open(self) -> bool:
        return self.kept.only_value is None


def beside_others(name: str, result: CaseResult) -> Beside | None:
    """None where all of the benefit is drawn, whatever else is, or where it was not held against others."""
    alone = result.decisions[name].only_value
    for other in result.decisions.values():
        combination = None if other.explanation is None else other.explanation.active.version.combination
        if combination is None or name not in combination.benefits:
            continue
        kept = result.decisions[dict(combination.drawn)[name]]
        if kept.only_value != alone:
            rule = _rule(name, combination, result)
            return None if rule is None else Beside(kept, rule)
    return None


def _rule(name: str, combination: Combination, result: CaseResult) -> CombinationRule | None:
    alone = result.decisions[name].only_value
    for rule in combination.rules:
        step = dict(rule.drawn).get(name)
        if step is not None and result.decisions[step].only_value != alone:
            return rule
    return None


def rule_in_words(rule: CombinationRule, phrases: Phrases) -> str:
    """What a rule on benefits beside one another says."""
    choose = phrases.choose
    names = choose("、", ", ").join(
        phrases.program.decisions[name].label.in_language(phrases.language) for name in rule.benefits
    )
    when = "" if rule.when is None else phrases.requirement(rule.when)
    return {
        "highest_of": choose(f"{names}只领取较高的一项", f"of {names} only the highest is drawn"),
        "together": choose(f"{names}可以同时领取", f"{names} may be drawn together"),
        "excludes": choose(f"{when}的，不领取{names}", f"where {when}: {names} not drawn"),
    }[rule.kind]


def beside_in_words(one: DecisionResult, result: CaseResult, phrases: Phrases) -> str:
    """That a benefit that the person qualifies for is not drawn beside others, or that this is open; else empty."""
    beside = beside_others(one.decision.name, result) if one.outcome.value else None
    if beside is None:
        return ""
    said, cite = rule_in_words(beside.rule, phrases), phrases.short_citations(beside.rule.cite)
    law = phrases.choose(f"（{cite}）", f" ({cite})") if cite else ""
    if beside.is_open:
        return phrases.choose(
            f"{said}{law}；其他待遇未定，能否领取这一项还不能确定",
            f"{said}{law}; the others are open, and so is whether this one is drawn",
        )
    return phrases.choose(f"不另发：{said}{law}", f"not drawn: {said}{law}")
