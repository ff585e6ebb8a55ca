"""Reasons for the person: what speaks for a result, and what would have to change, in no more words than that."""

from __future__ import annotations

from collections.abc import Iterator

from assess.decisions.explanation import Explanation, Reason
from assess.decisions.phrases import Phrases
from assess.decisions.result import CaseResult
from assess.decisions.whynot import changes
from assess.language import expression as e
from assess.language.program import Formula, Table
from assess.language.types import Boolean, Enumeration

_MOST_WAYS = 3


def grounds(explanation: Explanation, result: CaseResult, phrases: Phrases) -> list[str]:
    """Why the person qualifies, or why a service or a level is as it is: the conditions met, each once.

    Nothing for what the case states as found elsewhere: the reasons are not known here.
    """
    if explanation.active.decision.name in result.stated:
        return []
    reasons = [explanation.eligibility]
    body = explanation.active.version.body
    if isinstance(body, Formula) and isinstance(body.expression.type, Boolean):
        reasons.append(explanation.formula)
    elif isinstance(body, Table) and len(explanation.rows) == 1:
        reasons.append(explanation.rows[0].condition)
    found = [text for reason in reasons if reason is not None for text in _met(reason, result, phrases)]
    return list(dict.fromkeys(found))


def _met(reason: Reason, result: CaseResult, phrases: Phrases, want: bool = True) -> Iterator[str]:
    """What made the condition come out as wanted, down to what the ruleset gives a name, or to the answers."""
    node = reason.node
    if reason.value is not want or not _reads_a_case(reason):
        return
    if isinstance(node, e.Not):
        yield from _met(reason.parts[0], result, phrases, not want)
        return
    if isinstance(node, e.And | e.Or | e.AtLeast):
        for part in reason.parts:
            yield from _met(part, result, phrases, want)
        return
    if isinstance(node, e.Choose) and reason.parts[0].value is not None:
        yield from _met(reason.parts[1 if reason.parts[0].value else 2], result, phrases, want)
        return
    inner = _behind(node, want, result)
    if inner is not None:
        yield from _met(inner[0], result, phrases, inner[1])
        return
    stated = now(reason, phrases)
    if isinstance(node, e.OneOf) and want:
        yield stated
        return
    text = phrases.requirement(node, want)
    if stated and isinstance(node, e.Named | e.Compare | e.Within) and not _is_equality(node):
        text = phrases.choose(f"{text}，{stated}", f"{text}, {stated}")
    yield text


def _behind(node: e.Expression, want: bool, result: CaseResult) -> tuple[Reason, bool] | None:
    """The condition that a yes-or-no decision is, or that of the row hit by a table compared with one of its values."""
    if isinstance(node, e.Result):
        found = _condition_of(node.name, result)
        return None if found is None else (found, want)
    if isinstance(node, e.Compare) and node.operator in ("=", "!=") and isinstance(node.left, e.Result):
        found = _row_of(node.left.name, result)
        return None if found is None else (found, True)
    return None


def _is_equality(node: e.Expression) -> bool:
    inner = node.operand if isinstance(node, e.Named) else node
    return isinstance(inner, e.Compare) and inner.operator == "="


def _condition_of(name: str, result: CaseResult) -> Reason | None:
    """The condition that a yes-or-no decision is; None for other decisions, and for results found elsewhere."""
    one = result.decisions.get(name)
    if one is None or one.explanation is None or name in result.stated:
        return None
    body = one.explanation.active.version.body
    return one.explanation.formula if isinstance(body, Formula) and isinstance(body.expression.type, Boolean) else None


def _row_of(name: str, result: CaseResult) -> Reason | None:
    """The condition of the row that a table hit; None where there is none to tell."""
    one = result.decisions.get(name)
    if one is None or one.explanation is None or len(one.explanation.rows) != 1:
        return None
    return one.explanation.rows[0].condition


def _reads_a_case(reason: Reason) -> bool:
    """Does it look at an answer at all, and not only at how the rules are read?"""
    return isinstance(reason.node, e.Fact | e.Result) or any(_reads_a_case(part) for part in reason.parts)


def now(reason: Reason, phrases: Phrases) -> str:
    """How things stand with the person: `周岁年龄为76岁`; empty where the condition says it by itself."""
    inner = reason
    while isinstance(inner.node, e.Named | e.Not):
        inner = inner.parts[0]
    if isinstance(inner.node, e.Fact | e.Result) and isinstance(inner.node.type, Boolean):
        return "" if inner.value is not None else _unknown(inner, phrases)
    return phrases.choose("，", ", ").join(dict.fromkeys(_stated(leaf, phrases) for leaf in _read(inner)))


def _stated(leaf: Reason, phrases: Phrases) -> str:
    subject = phrases.subject(leaf.node)
    if leaf.value is None:
        return phrases.choose(f"{subject}{_unknown(leaf, phrases)}", f"{subject} {_unknown(leaf, phrases)}")
    value = phrases.value(leaf.node, leaf.value)
    if isinstance(leaf.node, e.ParameterValue) or isinstance(leaf.node.type, Boolean):
        return phrases.choose(f"{subject}：{value}", f"{subject}: {value}")
    if isinstance(leaf.node.type, Enumeration):
        value = f"“{value}”"
    return phrases.choose(f"{subject}为{value}", f"{subject}: {value}")


def _unknown(leaf: Reason, phrases: Phrases) -> str:
    if isinstance(leaf.node, e.Fact):
        return phrases.choose("尚未填写", "not yet stated")
    return phrases.choose("尚未确定", "not yet determined")


def _read(reason: Reason) -> Iterator[Reason]:
    """The answers and decisions read, and the figures they are held against."""
    if isinstance(reason.node, e.Fact | e.Result):
        yield reason
    compared = isinstance(reason.node, e.Compare | e.Within) and _reads_a_case(reason)
    for part in reason.parts:
        if compared and isinstance(part.node, e.ParameterValue) and part.value is not None:
            yield part
        else:
            yield from _read(part)


def obstacles(explanation: Explanation, result: CaseResult, phrases: Phrases) -> list[str]:
    """Ways in which a refused benefit, or a service or duty that does not apply, would be had; the shortest first.

    None for what the case states as found elsewhere.
    """
    if explanation.active.decision.name in result.stated:
        return []
    body = explanation.active.version.body
    reasons: list[Reason] = []
    if explanation.eligibility is not None:
        reasons.append(explanation.eligibility)
    elif isinstance(body, Formula) and explanation.formula is not None:
        reasons.append(explanation.formula)
    elif isinstance(body, Table):
        rows = [row for row in explanation.passed if not _gives(row.row.result, explanation.outcome.value)]
        reasons.extend(row.condition for row in rows if row.condition is not None)
    ways = sorted((way for reason in reasons for way in changes(reason, True, result)), key=len)
    found: list[tuple[str, ...]] = []
    for way in ways:
        steps = tuple(dict.fromkeys(_step(change.reason, change.want, phrases) for change in way))
        wider = any(set(other) <= set(steps) for other in found)
        if steps and not wider and all(_reads_a_case(change.reason) for change in way):
            found.append(steps)
    return [phrases.choose("；并且", "; and ").join(steps) for steps in found[:_MOST_WAYS]]


def _gives(result: e.Expression | None, value: object) -> bool:
    return isinstance(result, e.Constant) and result.value == value


def _step(reason: Reason, want: bool, phrases: Phrases) -> str:
    text, stated = phrases.requirement(reason.node, want), now(reason, phrases)
    return phrases.choose(f"{text}（目前{stated}）", f"{text} (at present, {stated})") if stated else text


def is_leaf(reason: Reason) -> bool:
    """Is the formula nothing but one figure, maybe in another period or scale?"""
    while isinstance(reason.node, e.Rescale | e.RoundTo | e.Named):
        reason = reason.parts[0]
    return isinstance(reason.node, e.Fact | e.Result | e.ParameterValue | e.Constant)


def is_nothing(type_: object, value: object) -> bool:
    """Does a service or duty come to nothing: no, or the choice that the ruleset calls `none`?"""
    if isinstance(type_, Enumeration):
        return isinstance(value, int) and type_.codes[value] == "none"
    return value is False
