"""What a decision still lacks on a row, in SQL: the facts and figures that `assess.engines.missing` names, as bits.

A fact is lacking where it is unknown and everything between it and the decision is unknown too. So the bits of an
expression are those of its operands, wherever it is unknown itself. Each decision has a column of them beside its
value: to put them off until rows are asked for would keep every fact and condition till then, which costs more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from sqlglot import exp

from assess.engines.columns import ColumnQuery, eligible_name
from assess.engines.sql.expressions import Translator
from assess.engines.sql.nodes import cast, choice, closed, column, every, is_known, is_unknown, negated, number
from assess.engines.sql.tables import condition_name
from assess.engines.sql.truth import Truth, truth_in
from assess.language import expression as e
from assess.language.edition import Edition
from assess.language.program import Amount, Body, Formula, Table
from assess.language.types import Boolean

MOST_GAPS = 62
"""Facts and figures that a number of 64 bits with a sign tells apart, and a bit for all others."""

Gap = tuple[str, str]
"""`("fact", name)` or `("figure", name of the parameter)`."""

_KLEENE = (e.And, e.Or, e.AtLeast, e.Within, e.OneOf)
"""What may be known though an operand is not."""


def gaps_of(edition: Edition, decisions: Iterable[str]) -> tuple[Gap, ...]:
    """All that these decisions could ever lack on the date: figures without a value, then facts, in the order read."""
    facts: dict[str, None] = {}
    figures: dict[str, None] = {}
    for name in resting_on(edition, decisions):
        for expression in edition.active[name].version.expressions():
            for node in e.walk(expression):
                if isinstance(node, e.Fact):
                    facts[node.name] = None
                elif isinstance(node, e.ParameterValue) and _has_holes(node, edition):
                    figures[node.name] = None
    return (*(("figure", name) for name in figures), *(("fact", name) for name in facts))


def resting_on(edition: Edition, decisions: Iterable[str]) -> list[str]:
    """Those of the decisions that are active, and all that they rest on, in the order of the program."""
    waiting = [name for name in decisions if name in edition.active]
    found = set(waiting)
    while waiting:
        new = set(edition.active[waiting.pop()].needs.decisions) - found
        found |= new
        waiting += [name for name in new if name in edition.active]
    return [name for name in edition.active if name in found]


class Gaps:
    """Columns with what decisions lack, by the places that the gaps have as bits.

    A gap without a place has the bit after the last one (`MOST_GAPS`).
    """

    def __init__(self, query: ColumnQuery, places: Mapping[Gap, int]) -> None:
        self._stages = query.stages
        self._edition = query.edition
        self._places = places

    def of(self, decision: str) -> exp.Expr:
        """The column of what a decision lacks, where it is unknown; 0 where nothing is."""
        for name in resting_on(self._edition, [decision]):
            if _name(name) not in self._stages:
                body = self._edition.active[name].version.body
                lacking = _Lacking(self, name).of_body(body)
                open_ = is_unknown(column(name))
                found = number(0) if lacking is None else choice((open_, lacking), otherwise=number(0))
                self._stages.add(_name(name), cast(found, "BIGINT"))
        return column(_name(decision))

    def bit(self, gap: Gap) -> exp.Expr:
        return cast(number(2 ** self._places.get(gap, MOST_GAPS)), "BIGINT")

    def translator(self, owner: str) -> Translator:
        return Translator(_name(owner), self._edition.readings, self._edition.as_of, self._stages)

    @property
    def edition(self) -> Edition:
        return self._edition


def _name(decision: str) -> str:
    return f"{decision}.lacking"


class _Lacking:
    """The bits of what the expressions of one decision lack; None where they can lack nothing."""

    def __init__(self, gaps: Gaps, decision: str) -> None:
        self._gaps = gaps
        self._decision = decision
        self._translator = gaps.translator(decision)

    def of_body(self, body: Body) -> exp.Expr | None:
        if isinstance(body, Formula):
            return self._inside(body.expression)
        if isinstance(body, Amount):
            amount = self.of(body.rounded)
            if body.eligibility is None:
                return amount
            return _together([self._where_open(truth_in(eligible_name(self._decision)), body.eligibility), amount])
        return self._of_table(body)

    def _where_open(self, truth: Truth, condition: e.Expression) -> exp.Expr | None:
        """What a condition lacks whose truth stands in columns already."""
        lacking = self._inside(condition)
        return None if lacking is None else choice((_open(truth), lacking), otherwise=number(0))

    def _inside(self, node: e.Expression) -> exp.Expr | None:
        """What an expression lacks, wherever it is known to be unknown."""
        if isinstance(node, e.Named | e.Not):
            return self._inside(node.operand)
        if isinstance(node, _KLEENE):
            return _together(self.of(child) for child in node.children())
        return self.of(node)

    def _of_table(self, body: Table) -> exp.Expr | None:
        """The rows that may hit, up to the first that certainly does where only that one counts."""
        found: list[exp.Expr | None] = []
        before: list[exp.Expr] = []
        for index, row in enumerate(body.rows):
            lacking = None if row.result is None else self.of(row.result)
            truth = None
            if row.condition is not None:
                truth = truth_in(condition_name(self._decision, index))
                lacking = _together([self._where_open(truth.copy(), row.condition), lacking])
            if lacking is not None:
                may_hit = [negated(one.copy()) for one in before]
                may_hit += [] if truth is None else [truth.possible]
                found.append(choice((every(may_hit), lacking), otherwise=number(0)) if may_hit else lacking)
            if body.hit == "first" and truth is not None:
                before.append(truth.certain)
        return _together(found)

    def of(self, node: e.Expression) -> exp.Expr | None:
        if isinstance(node, e.Fact):
            return choice((is_unknown(column(node.name)), self._gaps.bit(("fact", node.name))), otherwise=number(0))
        if isinstance(node, e.Result):
            return column(_name(node.name)) if node.name in self._gaps.edition.active else None
        if isinstance(node, e.ParameterValue):
            return self._of_figure(node)
        if isinstance(node, e.Choose):
            return self._of_choice(node)
        operands = _together(self.of(child) for child in node.children())
        if operands is None or not isinstance(node, _KLEENE) or _rests_on_one(node):
            return operands
        return choice((_open(self._translator.truth(node)), operands), otherwise=number(0))

    def _of_figure(self, node: e.ParameterValue) -> exp.Expr | None:
        key = None if node.key is None else self.of(node.key)
        if not _has_holes(node, self._gaps.edition):
            return key
        bit = self._gaps.bit(("figure", node.name))
        value = self._gaps.edition.readings[node.name, node.shift].value
        if node.key is None or value is None:
            return _together([key, bit])
        hole = every([is_known(self._translator.sql(node.key)), is_unknown(self._translator.sql(node))])
        return _together([key, choice((hole, bit), otherwise=number(0))])

    def _of_choice(self, node: e.Choose) -> exp.Expr | None:
        condition = self._translator.held_truth(self._translator.truth(node.condition))
        found: list[exp.Expr | None] = [self.of(node.condition)]
        for branch, reached in ((node.then, condition.possible), (node.otherwise, negated(condition.certain))):
            lacking = self.of(branch)
            found.append(None if lacking is None else choice((reached.copy(), lacking), otherwise=number(0)))
        operands = _together(found)
        if operands is None:
            return None
        if isinstance(node.type, Boolean):
            open_ = _open(self._translator.truth(node))
        else:
            open_ = is_unknown(self._translator.held(self._translator.sql(node)))
        return choice((open_, operands), otherwise=number(0))


def _rests_on_one(node: e.Expression) -> bool:
    """Is one value held against constants, so that both are unknown or neither?"""
    return isinstance(node, e.Within | e.OneOf) and all(isinstance(one, e.Constant) for one in node.children()[1:])


def _has_holes(node: e.ParameterValue, edition: Edition) -> bool:
    """Is there no value, or none for some key? Every key has an entry (P110), be it that nothing is known for it."""
    value = edition.readings[node.name, node.shift].value
    return any(one is None for one in value.values()) if isinstance(value, dict) else value is None


def _open(truth: Truth) -> exp.Expr:
    """Is it unknown whether it holds?"""
    return every([truth.possible, negated(truth.certain)])


def _together(parts: Iterable[exp.Expr | None]) -> exp.Expr | None:
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return reduce(lambda left, right: exp.BitwiseOr(this=closed(left), expression=closed(right)), found)
