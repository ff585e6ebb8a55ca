"""Reasons as lines that open to further lines, down to the answers given: what a page shows as nested lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assess.decisions.explanation import Explanation, Reason, RowReason
from assess.decisions.phrases import Phrases
from assess.decisions.result import CaseResult
from assess.language import expression as e
from assess.language.program import Formula, Table
from assess.language.types import Boolean


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reason. `mark`: yes, no, open, or empty where nothing is asked. `fold`: its parts are folded."""

    says: str
    mark: str = ""
    found: str = ""
    cite: str = ""
    parts: tuple[Line, ...] = ()
    fold: bool = True
    anchor: str = ""


class Lines:
    """The lines of one case's reasons; those of each decision are made once and shown wherever another rests on it."""

    def __init__(self, result: CaseResult, phrases: Phrases, anchors: Callable[[str], str]) -> None:
        self.result = result
        self.phrases = phrases
        self.choose = phrases.choose
        self.anchors = anchors
        self._reasons: dict[str, tuple[Line, ...]] = {}

    def reasons(self, name: str) -> tuple[Line, ...]:
        """Why the decision came out so, down to the answers; made once, shown wherever another decision rests on it."""
        if name not in self._reasons:
            one = self.result.decisions[name]
            self._reasons[name] = () if one.explanation is None else tuple(self._of(one.explanation))
        return self._reasons[name]

    def _of(self, explanation: Explanation) -> Iterator[Line]:
        body, decision = explanation.active.version.body, explanation.active.decision
        if decision.name in self.result.stated:
            yield Line(self.phrases.found_elsewhere(decision, explanation.outcome.value))
            return
        if isinstance(body, Table):
            yield from (self.row(row) for row in explanation.rows)
            if explanation.result is not None:
                yield from self._decisions(explanation.result)
            return
        if explanation.eligibility is not None:
            yield self.condition(explanation.eligibility)
        formula = explanation.formula
        if formula is None:
            return
        if isinstance(body, Formula) and isinstance(body.expression.type, Boolean):
            yield self.condition(formula)
        elif explanation.active.version.combination is None:
            yield from self._read(formula)

    def row(self, row: RowReason) -> Line:
        """A table row: its number and result, why it hit or did not, and its conditions."""
        number = self.choose(f"第{row.place + 1}行", f"row {row.place + 1}")
        unsettled = self.choose("不能确定", "cannot be settled")
        result = unsettled if row.row.result is None else self.phrases.subject(row.row.result)
        because = "" if row.row.because is None else row.row.because.in_language(self.phrases.language)
        mark = _mark(row.holds)
        if row.condition is None:
            part = Line(self.choose("以上各行都不符合", "none of the rows above"), mark)
        else:
            part = self.condition(row.condition)
        cite = self.phrases.short_citations(row.row.cite)
        return Line(f"{number} → {result}", mark, because, cite, (part,), False)

    def condition(self, reason: Reason) -> Line:
        """A condition with its parts; what the ruleset puts into words of its own opens to the exact wording."""
        node, mark = reason.node, _mark(reason.value if isinstance(reason.value, bool) else None)
        if isinstance(node, e.Named):
            inner = reason.parts[0]
            cite = self.phrases.short_citations(node.cite)
            if isinstance(inner.node, e.And | e.Or | e.AtLeast):
                return Line(self.phrases.requirement(node), mark, "", cite, (self.condition(inner),))
            plain = inner.parts[0] if isinstance(inner.node, e.Not) else inner
            wording = () if isinstance(plain.node, e.Fact | e.Result) else (self._test(inner, mark),)
            parts = (*wording, *self._decisions(inner))
            return Line(self.phrases.requirement(node), mark, self.phrases.found(inner), cite, parts)
        if isinstance(node, e.And | e.Or | e.AtLeast):
            return Line(self._head(node), mark, "", "", tuple(self.condition(part) for part in reason.parts), False)
        if isinstance(node, e.Not) and isinstance(reason.parts[0].node, e.And | e.Or | e.AtLeast):
            return Line(self.phrases.requirement(node), mark, "", "", (self.condition(reason.parts[0]),))
        if isinstance(node, e.Choose) and reason.parts[0].value is not None:
            taken = reason.parts[1 if reason.parts[0].value else 2]
            return Line(
                self.phrases.requirement(node), mark, "", "", tuple(map(self.condition, (reason.parts[0], taken)))
            )
        return self._test(reason, mark, tuple(self._decisions(reason)))

    def _head(self, node: e.And | e.Or | e.AtLeast) -> str:
        if isinstance(node, e.AtLeast):
            return self.choose(f"至少符合{node.count}项", f"at least {node.count} of these")
        if isinstance(node, e.And):
            return self.choose("须全部符合", "all of these")
        return self.choose("符合其一即可", "any of these")

    def _test(self, reason: Reason, mark: str, parts: tuple[Line, ...] = ()) -> Line:
        return Line(self.phrases.requirement(reason.node), mark, self._found(reason), "", parts)

    def _found(self, reason: Reason) -> str:
        """What was found, briefly where the condition already names its subject."""
        node = reason.node
        if isinstance(node, e.Compare | e.Within | e.OneOf):
            if all(isinstance(part.node, e.Constant) for part in reason.parts[1:]):
                return self._value(reason.parts[0])
            return self.phrases.found(reason)
        inner = reason.parts[0] if isinstance(node, e.Not) else reason
        return self._value(inner) if isinstance(inner.node, e.Fact | e.Result) else self.phrases.found(reason)

    def _value(self, reason: Reason) -> str:
        if reason.value is None:
            return self.choose("还不知道", "not known yet")
        return self.phrases.really(reason.node, reason.value)

    def _decisions(self, reason: Reason) -> Iterator[Line]:
        for leaf in _leaves(reason):
            if isinstance(leaf.node, e.Result):
                yield self._decision(leaf)

    def _read(self, reason: Reason) -> Iterator[Line]:
        """The answers and decisions that a formula reads, each once; its parameters stand among the figures."""
        seen = set()
        for leaf in _leaves(reason):
            name = getattr(leaf.node, "name", "")
            if name in seen or isinstance(leaf.node, e.ParameterValue):
                continue
            seen.add(name)
            if isinstance(leaf.node, e.Result):
                yield self._decision(leaf)
            else:
                yield Line(self.phrases.subject(leaf.node), "", self.phrases.value(leaf.node, leaf.value))

    def _decision(self, leaf: Reason) -> Line:
        name: str = getattr(leaf.node, "name", "")
        decision = self.phrases.program.decisions[name]
        anchor = "" if decision.hidden else self.anchors(name)
        value = self.phrases.value(leaf.node, leaf.value)
        return Line(self.phrases.subject(leaf.node), "", value, "", self.reasons(name), True, anchor)


def _mark(holds: bool | None) -> str:
    return {True: "yes", False: "no", None: "open"}[holds]


def _leaves(reason: Reason) -> Iterator[Reason]:
    if isinstance(reason.node, e.Fact | e.Result | e.ParameterValue):
        yield reason
    for part in reason.parts:
        yield from _leaves(part)
