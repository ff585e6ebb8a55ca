"""How a roll is made: one query that works out everything about a row from its number, in stages."""

from __future__ import annotations

from datetime import date

from assess.language.program import Program
from assess.rolls.making.ability import ability_stages, indicator_stage
from assess.rolls.making.circumstances import circumstances_stages
from assess.rolls.making.columns import Makings, Style
from assess.rolls.making.damage import damage_index, damaged, damaged_text, damages
from assess.rolls.making.draws import Draws
from assess.rolls.making.due import benefits_of, with_due
from assess.rolls.making.facts import fact_stages, facts_of
from assess.rolls.making.identity import fate_stages, identity_stages, stranger_stage
from assess.rolls.making.mistakes import maybe_amiss, paid_stages
from assess.rolls.making.places import divisions_of
from assess.rolls.making.registers import DRAWN, listed_stage, registers_of, strangers_listed
from assess.rolls.making.stages import Stage, quoted, staged


class Recipe:
    """The rows of a roll, for any stretch of row numbers: each is made from the seed and its number alone.

    `columns`: as they are written. `ways`: in which rows are damaged. `registers`: that fit the roll. `unpaid`: the
    benefits that are paid to nobody, each with the figures that are not there.
    """

    def __init__(
        self, program: Program, style: Style, seed: int, as_of: date, *, suffix: str, damage_rate: int = 0
    ) -> None:
        """`damage_rate`: rows of a million. `suffix`: of the file they are made for. Raises Refused where the rules
        cannot be put into columns."""
        draws, inline = Draws(seed), Draws(seed, inline=True)
        divisions = divisions_of(program.id)
        names = style.benefits
        if names is None:
            names = tuple(one.name for one in program.decisions.values() if one.role == "benefit")
        self._program, self._as_of, self._draws = program, as_of, draws
        self.facts = facts_of(program)
        self.benefits = benefits_of(program, as_of, names)
        self.unpaid = tuple((program.decisions[one.name].label, one.lacking) for one in self.benefits if one.lacking)
        self.columns = style.columns(Makings(draws, self.facts, self.benefits, divisions, as_of))
        self.ways = damages(self.columns, self.facts, suffix) if damage_rate else ()
        self.registers = registers_of(draws, as_of, {fact.name for fact in self.facts} if style.all_facts else ())
        self._who = fate_stages(inline, style.mistakes, lambda row: damaged(inline, damage_rate, row))
        self._identity = identity_stages(inline, style.population, as_of)
        self._person = [
            listed_stage(draws, style.mistakes),
            *ability_stages(draws, as_of),
            *circumstances_stages(draws, style.population, divisions, as_of),
            indicator_stage(draws, some_unasked=not style.all_facts),
            *fact_stages(draws, self.facts, as_of, some_left_out=style.all_facts),
            {"maybe_amiss": maybe_amiss(draws, style.mistakes)},
        ]
        self._damage = [
            {"damage": damage_index(damage_rate, len(self.ways))},
            {"damaged_text": damaged_text(self.ways)},
        ]
        self._paid = paid_stages(draws, style.mistakes, self.benefits)

    def people(self, source: str) -> str:
        """The query for everything but what is paid, over a source (SQL that can follow FROM) that holds the numbers of
        the rows, from 0, as `row`."""
        return staged(source, self._before_pay())

    def rows(self, people: str) -> str:
        """The query for everything, over a source that holds what `people` gives."""
        columns = dict.fromkeys(["row", *(name for stage in self._before_pay() for name in stage)])
        due = with_due(people, tuple(columns), self._program, self._as_of, self.benefits)
        return staged(f"({due})", self._paid)

    def decided_again(self, people: str) -> str:
        """The same for those people whom a register has drawing something that the roll does not say they draw, as if
        it did: what is due to them then."""
        there = {register.fact for register in self.registers}
        at_odds = {listed: fact for listed, fact in DRAWN.items() if fact in there}
        facts = {
            quoted(f"fact.{fact}"): f"CASE WHEN listed = {listed} THEN true ELSE {quoted(f'fact.{fact}')} END"
            for listed, fact in at_odds.items()
        }
        if not facts:
            return self.rows(f"(SELECT * FROM {people} WHERE false)")
        where = [
            f"listed = {listed} AND NOT coalesce({fact}, false)" for listed, fact in zip(at_odds, facts, strict=True)
        ]
        replaced = ", ".join(f"{sql} AS {fact}" for fact, sql in facts.items())
        return self.rows(f"(SELECT * REPLACE ({replaced}) FROM {people} WHERE {' OR '.join(where)})")

    def strangers(self, source: str) -> str:
        """What registers hold of people who are on no roll; `row` of the source is the person's number."""
        return staged(
            source, [stranger_stage(), *self._identity, self._draws.columns, strangers_listed(self.registers)]
        )

    def _before_pay(self) -> list[Stage]:
        return [*self._who, *self._identity, self._draws.columns, *self._person, *self._damage]
