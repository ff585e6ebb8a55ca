"""Which facts a roll has: those that the decisions of a ruleset read, realistic where they are known, else by type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assess.language.law import Input
from assess.language.program import Needs, Program, closure
from assess.language.types import Boolean, Choices, Date, Enumeration, Number, Persons, Text
from assess.rolls.making.ability import ASSESSMENT, INDICATORS
from assess.rolls.making.circumstances import CIRCUMSTANCES
from assess.rolls.making.draws import Draws
from assess.rolls.making.rates import LACKS_A_FACT
from assess.rolls.making.stages import Stage, quoted

IDENTITY = ("id_number", "sex", "birth_date")
_REALISTIC = (*IDENTITY, *CIRCUMSTANCES[:1], *ASSESSMENT[:-1], *INDICATORS, *CIRCUMSTANCES[1:], *ASSESSMENT[-1:])
"""What is drawn with care, in the order of the columns."""
_FORMS = ("application", "gbt42195-2022", "self-care-six")
"""The forms that ask it. A question of the same name that a ruleset declares itself may mean something else."""
_BESIDE_THE_RULES = (*IDENTITY, "registration", "disability_type", "assessed_on")
"""A real roll has them, although no decision may read them."""
_NOT_FOR_ALL = ("tekun_support", "disability_type")
"""Empty for most people as it is, so that leaving them out would not show."""
_LONG_AGO = 36_525
"""Days over which a date about which nothing more is known is spread."""


@dataclass(frozen=True, slots=True)
class RollFact:
    """A column of facts: the question it answers, the SQL type of its values, and whether it is drawn with care."""

    known: Input
    sql_type: str
    realistic: bool

    @property
    def name(self) -> str:
        return self.known.name


def facts_of(program: Program) -> tuple[RollFact, ...]:
    """The columns of facts, in their order: people's identity first."""
    benefits = (decision.name for decision in program.decisions.values() if decision.role == "benefit")
    wanted = {
        fact
        for name in closure(program, (*program.goals, *benefits))
        for version in program.decisions[name].versions
        for fact in Needs.of(version).facts
    }.union(_BESIDE_THE_RULES)
    found = []
    for name in dict.fromkeys([*_REALISTIC, *program.inputs]):
        known = program.inputs.get(name)
        sql_type = None if known is None else canonical_type(known)
        if name in wanted and known is not None and sql_type is not None:
            found.append(RollFact(known, sql_type, name in _REALISTIC and known.form in _FORMS))
    return tuple(found)


def canonical_type(known: Input) -> str | None:
    """The SQL type of a fact's canonical values; None for what no column holds (lists, people)."""
    type_ = known.type
    if isinstance(type_, Boolean):
        return "BOOLEAN"
    if isinstance(type_, Date):
        return "DATE"
    if isinstance(type_, Number):
        if type_.denominator != 1:
            return f"DECIMAL(18,{_places(type_)})"
        largest = max(abs(type_.minimum), abs(type_.maximum))
        return next(
            (name for name, bits in (("TINYINT", 7), ("SMALLINT", 15), ("INTEGER", 31)) if largest < 2**bits), "BIGINT"
        )
    if isinstance(type_, Choices | Persons) or (isinstance(type_, Text) and type_.form == "person"):
        return None
    return "VARCHAR"


def _places(type_: Number) -> int:
    return len(str(type_.denominator)) - 1


def fact_stages(draws: Draws, facts: Sequence[RollFact], as_of: date, *, some_left_out: bool) -> list[Stage]:
    """Every fact of the roll as `fact.<id>`: who the person is; by its type, what is not drawn with care; and, where
    `some_left_out`, one of them left out for one person in ten."""
    own = {f"fact.{fact.name}": quoted(fact.name) for fact in facts if fact.realistic and fact.name in IDENTITY}
    plain = {f"fact.{fact.name}": _by_type(draws, fact, as_of) for fact in facts if not fact.realistic}
    unlike = (*IDENTITY, *ASSESSMENT, *INDICATORS, *_NOT_FOR_ALL)
    to_leave_out = [fact for fact in facts if not (fact.realistic and fact.name in unlike)]
    return [own | plain, _one_left_out(draws, to_leave_out) if some_left_out else {}]


def _one_left_out(draws: Draws, facts: list[RollFact]) -> Stage:
    """Nothing of who the person is is left out, and nothing of the assessment, which is missing as a whole."""
    if not facts:
        return {}
    which = f"CASE WHEN {draws.chance('lacking', LACKS_A_FACT)} THEN {draws.below('lacked', len(facts))} ELSE -1 END"
    return {
        f"fact.{fact.name}": f"CASE WHEN {which} <> {index} THEN {quoted(f'fact.{fact.name}')} END"
        for index, fact in enumerate(facts)
    }


def _by_type(draws: Draws, fact: RollFact, as_of: date) -> str:
    """A value of the fact's type, each with the same chance; nothing where any value would be arbitrary."""
    name, type_ = f"fact {fact.name}", fact.known.type
    if isinstance(type_, Boolean):
        return f"{draws.below(name, 2)} = 1"
    if isinstance(type_, Enumeration):
        return draws.one_of(name, type_.codes)
    if isinstance(type_, Date):
        return f"DATE '{as_of}' - {draws.below(name, _LONG_AGO)}"
    if isinstance(type_, Number):
        drawn = f"({type_.minimum} + {draws.below(name, min(type_.maximum - type_.minimum, 2**30) + 1)})"
        if fact.known.options and type_.denominator == 1:
            values = [value for value, _ in fact.known.options]
            drawn = f"{values}[1 + {draws.below(name, len(values))}]"
        unit = "" if type_.denominator == 1 else f"::DECIMAL(18,0) * {1 / type_.denominator:.{_places(type_)}f}"
        return f"({drawn}{unit})::{fact.sql_type}"
    return {"resident_id": "id_number", "division_code": "registration"}.get(type_.form, "NULL::VARCHAR")
