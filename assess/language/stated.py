"""Results stated: a program in which some decisions are taken as found elsewhere, and not worked out.

A roll often holds what an assessment made elsewhere came to (`self_care_ability: lost`) and not its items. Such a
result becomes one more fact of the case, `stated.self_care_ability`; the decision is then that fact, on any day, and
needs nothing else. Whatever rests on it reads it as it would read the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from assess.language.expression import Fact
from assess.language.law import Input
from assess.language.program import Decision, Formula, Program, Version
from assess.language.types import EARLIEST_DATE, Boolean, Date, Enumeration, Label, Number

STATABLE_KINDS = ("score", "table", "condition", "value")
_PREFIX = "stated."  # a name that a ruleset declares holds no full stop


def stated_input_name(decision: str) -> str:
    """The fact that holds the result stated of a decision."""
    return _PREFIX + decision


def decision_stated_by(fact: str) -> str:
    """The decision that a fact named by `stated_input_name` is about."""
    return fact.removeprefix(_PREFIX)


def can_be_stated(decision: Decision) -> bool:
    """Is it a finding that can be taken from elsewhere? Amounts, their sums and places in an order are worked out here.

    Nor can a number be stated that a decimal fraction may not be able to write, such as a third.
    """
    if decision.hidden or decision.kind not in STATABLE_KINDS or decision.role == "benefit":
        return False
    if isinstance(decision.type, Number):
        return str(decision.type.denominator).rstrip("0") == "1"
    return isinstance(decision.type, Boolean | Enumeration | Date)


def stated_input(decision: Decision) -> Input:
    """The question that a result stated of the decision answers."""
    label = Label(f"认定的{decision.label.zh}", f"{decision.label.en} as found elsewhere")
    return Input(
        stated_input_name(decision.name), label, decision.type, decision.position,
        kind="stated", ruleset=decision.ruleset, answered_by="office",
    )  # fmt: skip


def with_stated(program: Program, names: Iterable[str]) -> Program:
    """The program in which the results of the named decisions are facts; it keeps its hash, since no rule is another.

    The same names give the very same program, so that what is made of it serves all cases that state the same results.
    Raises ValueError where a name is that of no decision, or of one that cannot be stated.
    """
    wanted = frozenset(names)
    unfit = [name for name in wanted if name not in program.decisions or not can_be_stated(program.decisions[name])]
    if unfit:
        raise ValueError(f"cannot be stated: {', '.join(sorted(unfit))}")
    return _with_stated(program, wanted) if wanted else program


@lru_cache(maxsize=256)
def _with_stated(program: Program, names: frozenset[str]) -> Program:
    decisions = {name: _stated(one) if name in names else one for name, one in program.decisions.items()}
    inputs = {one.name: one for one in (stated_input(program.decisions[name]) for name in decisions if name in names)}
    return replace(program, decisions=decisions, inputs={**program.inputs, **inputs})


def _stated(decision: Decision) -> Decision:
    """The decision as a fact on all days. Notes on how it is worked out, and who confirms that, have no place in it."""
    name = stated_input_name(decision.name)
    fact = Fact(type=decision.type, position=decision.position, source=name, name=name)
    version = Version(EARLIEST_DATE, None, EARLIEST_DATE, Formula(fact), (), decision.position)
    return replace(decision, versions=(version,), note=None, judged_by=None, overrides=None)
