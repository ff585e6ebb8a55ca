"""A case decided: every decision with its value, status and explanation, and the problems met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assess.decisions.explanation import Explanation
from assess.diagnostics.diagnostic import Diagnostic
from assess.engines.bounds import Possible
from assess.engines.meaning import Outcome, Value
from assess.engines.missing import Missing
from assess.language.edition import Edition
from assess.language.program import Decision, Floor, Program

DECIDED, UNDETERMINED, REJECTED = "decided", "undetermined", "rejected"


@dataclass(slots=True)
class DecisionResult:
    """One decision of a case. `possible` and `missing` are set where it is undetermined, `problem` where rejected."""

    decision: Decision
    status: str
    outcome: Outcome
    explanation: Explanation | None = None
    provisional: bool = False
    possible: Possible | None = None
    missing: Missing | None = None
    problem: Diagnostic | None = None
    goal: bool = False

    @property
    def only_value(self) -> Value:
        """What it comes to; or the only value that is left, whatever is missing; None where there are several."""
        if self.outcome.value is None and isinstance(self.possible, frozenset) and len(self.possible) == 1:
            left: Value = next(iter(self.possible))
            return left
        return self.outcome.value

    @property
    def floor(self) -> Floor | None:
        """Set where an amount is due and the rules give the least of it, not the exact one."""
        if self.status != DECIDED or not self.outcome.eligible or self.explanation is None:
            return None
        return self.explanation.active.version.floor


@dataclass(slots=True)
class CaseResult:
    """A case's outcome. `decisions`: the goals and all that they rest on, hidden steps too, in the program's order.

    `stated`: the decisions whose results the case states; they are taken as found elsewhere.
    """

    case: str
    as_of: int | None
    known_at: int | None
    status: str
    edition: Edition | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    decisions: dict[str, DecisionResult] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    handed_over: Mapping[str, str] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()

    def under(self, program: Program) -> Program:
        """The program that it was decided by: that given, or what the results stated made of it."""
        return program if self.edition is None else self.edition.program

    def visible(self) -> list[DecisionResult]:
        """The decisions that are shown: goals first, then what they rest on."""
        shown = [one for one in self.decisions.values() if not one.decision.hidden]
        return [one for one in shown if one.goal] + [one for one in shown if not one.goal]
