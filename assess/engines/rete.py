"""The rete engine: conditions are decided by durable-rules, a forward-chaining rules engine.

The rules engine decides *which rows and conditions hold*: the rows of every decision table, every condition, and who is
eligible for an amount. Arithmetic (scores, amounts, the results of rows) is done by the same exact integer evaluator
as in the interpreter, `assess.engines.meaning.evaluator`; it also works out the numbers that conditions compare.

Decisions are made in the program's order, so that one's result is a value in the events of those that need it. For
each, one event holds the values that its conditions compare. Rules have the order of the rows as their priority; the
first that fires consumes the event, and its name tells the row. In a unique or collect table the event is asserted
again, asking for the rows after the one found, until no rule fires.

The engine knows no unknown values. Where anything that a decision's conditions compare is unknown, or the rules cannot
be expressed or fail, the decision is handed to the interpreter's `decider`, and `Rete.handed_over` says so and why:

| reason            |                                                                                  |
|-------------------|----------------------------------------------------------------------------------|
| `unknown_facts`   | something compared is unknown                                                    |
| `too_many_rows`   | more rules than the engine bears for one event (`rete_rules.MAXIMUM_RULES`)      |
| `too_many_values` | more values than an event can hold                                               |
| `large_numbers`   | a number may be too large for the engine to compare exactly                      |
| `construct`       | a condition or table of a shape that rules cannot express                        |
| `engine_error`    | durable-rules failed; these rules are not used again                             |

durable-rules is used through `durable_rules_engine`, the compiled core that its `Host` wraps. A host starts two
threads that run actions behind the caller's back, prints errors, and takes six to twenty times as long for an event.
Each table has a ruleset of its own with one session, from which every event is consumed before the next: a session per
case is never freed, and `delete_state` crashes the process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from assess.engines.meaning import Outcome, Surroundings, Value, collected, decider, evaluator, settled_table
from assess.engines.rete_rules import BEFORE_ANY_ROW, Rules, Unfit, rules_of
from assess.language import expression as e
from assess.language.edition import Edition
from assess.language.program import Amount, Body, Table, Version
from assess.language.types import Boolean

Decide = Callable[[Surroundings], Outcome]

_HANDLED, _NOT_HANDLED = 0, 1


class Rete:
    """Runs editions. The rules of a decision's version are made when it is first met, and serve every date."""

    name = "rete"

    def __init__(self) -> None:
        """Raises ImportError where durable-rules does not import."""
        self.handed_over: dict[str, str] = {}
        """Decision → reason, for those of the last case that the interpreter decided instead."""
        self._core: Any = import_module("durable_rules_engine")
        self._deciders: dict[int, tuple[Version, Decide, Decide]] = {}

    def outcomes(self, edition: Edition, facts: Mapping[str, Value]) -> dict[str, Outcome]:
        """What every active decision of the edition comes to, in order, for these facts."""
        around = Surroundings.of(edition, facts)
        self.handed_over = {}
        found: dict[str, Outcome] = {}
        for name, active in edition.active.items():
            version = active.version
            _, decide, interpret = self._deciders.get(id(version)) or self._prepare(version)
            try:
                outcome = decide(around)
            except Unfit as unfit:
                self.handed_over[name] = unfit.reason
                outcome = interpret(around)
            around.results[name] = outcome.value
            found[name] = outcome
        return found

    def _prepare(self, version: Version) -> tuple[Version, Decide, Decide]:
        try:
            decide = self._decider(version.body)
        except Unfit as unfit:
            decide = _handing_over(unfit.reason)
        # The version is kept with what was made of it, so that no other can come to have its id.
        prepared = self._deciders[id(version)] = (version, decide, decider(version.body))
        return prepared

    def _decider(self, body: Body) -> Decide:
        if isinstance(body, Table):
            return self._table(body)
        if isinstance(body, Amount):
            return self._amount(body)
        expression = body.expression
        if isinstance(expression.type, Boolean):
            holds = self._session([expression])
            return lambda around: Outcome(holds.row(around) is not None)
        if isinstance(expression, e.Choose):
            return self._choice(expression)
        value = evaluator(expression)
        return lambda around: Outcome(value(around))

    def _session(self, conditions: Sequence[e.Expression | None], hit: str = "first") -> Session:
        return Session(self._core, rules_of(conditions, hit))

    def _table(self, body: Table) -> Decide:
        session = self._session([row.condition for row in body.rows], body.hit)
        results = [_no_result if row.result is None else evaluator(row.result) for row in body.rows]

        def first(around: Surroundings) -> Outcome:
            row = session.row(around)
            return Outcome(None) if row is None else Outcome(results[row](around), row)

        def several(around: Surroundings) -> Outcome:
            rows = session.rows(around)
            values = [results[row](around) for row in rows]
            return collected(body, values) if body.hit == "collect" else settled_table(body, rows, values, bool(rows))

        return first if body.hit == "first" else several

    def _amount(self, body: Amount) -> Decide:
        amount = evaluator(body.rounded)
        if body.eligibility is None:
            return lambda around: Outcome(amount(around), None, True)
        eligible = self._session([body.eligibility])

        def decide(around: Surroundings) -> Outcome:
            return Outcome(0, None, False) if eligible.row(around) is None else Outcome(amount(around), None, True)

        return decide

    def _choice(self, chosen: e.Expression) -> Decide:
        """`if … then … else if … then … else …` as a table; it has no rows to tell of."""
        conditions: list[e.Expression | None] = []
        branches = []
        while isinstance(chosen, e.Choose):
            conditions.append(chosen.condition)
            branches.append(evaluator(chosen.then))
            chosen = chosen.otherwise
        otherwise = evaluator(chosen)
        session = self._session(conditions)

        def decide(around: Surroundings) -> Outcome:
            row = session.row(around)
            return Outcome(otherwise(around) if row is None else branches[row](around))

        return decide


class Session:
    """One table's rules in durable-rules, and the one session that all events go through."""

    def __init__(self, core: Any, rules: Rules) -> None:
        self._core = core
        self._values = tuple(evaluator(value) for value in rules.values)
        self._event = rules.event
        self._broken = False
        try:
            self._handle: int = core.create_ruleset("rows", json.dumps(rules.rules))
        except core.error as error:
            raise Unfit("engine_error") from error

    def row(self, around: Surroundings, after: int = BEFORE_ANY_ROW) -> int | None:
        """The first row that hits, None where none does. Raises Unfit where a value is unknown or the engine fails."""
        return self._fired(self._known(around), after)

    def rows(self, around: Surroundings) -> list[int]:
        """Every row that hits."""
        known = self._known(around)
        found: list[int] = []
        row = self._fired(known, BEFORE_ANY_ROW)
        while row is not None:
            found.append(row)
            row = self._fired(known, row)
        return found

    def _known(self, around: Surroundings) -> list[int]:
        values = [value(around) for value in self._values]
        if None in values:
            raise Unfit("unknown_facts")
        return values

    def _fired(self, values: list[int], after: int) -> int | None:
        if self._broken:
            raise Unfit("engine_error")
        try:
            return self._row_of(self._event % (after, *values))
        except BaseException:
            # An event may have been left behind, and would be taken for the next one.
            self._broken = True
            raise

    def _row_of(self, event: str) -> int | None:
        """Asserts one event, lets the first rule that it satisfies consume it, and tells that rule's row."""
        core, handle = self._core, self._handle
        try:
            answer, session = core.assert_event(handle, event)
            if answer == _NOT_HANDLED:
                return None
            if answer != _HANDLED:
                raise Unfit("engine_error")
            started = core.start_action_for_state(handle, session)
            if started is None or core.complete_and_start_action(handle, session) is not None:
                raise Unfit("engine_error")
        except core.error as error:
            raise Unfit("engine_error") from error
        rule: str = started[1]  # {"<row>.<way>":{"m":{…}}}
        return int(rule[2 : rule.index(".")])


def _handing_over(reason: str) -> Decide:
    def decide(around: Surroundings) -> Outcome:
        raise Unfit(reason)

    return decide


def _no_result(around: Surroundings) -> None:
    return None
