"""Who a row is about: the person's number, name and birth date, and the identity number made up from them.

An identity number here has an area code that GB/T 2260 does not use, the birth date, sequence 000 (given to nobody),
and the right check character. So it is nobody's, and it is valid. Two people never share one: the people of one area
code have different birthdays.

Sequence 000 makes the seventeenth digit 0, which says female. Men would all disagree with their own number, and so
everybody here is female, but for the mistakes planted in the column of the sex.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assess.rolls.making.draws import Draws
from assess.rolls.making.names import name_of
from assess.rolls.making.rates import WHOLE, Mistakes, Population
from assess.rolls.making.stages import Stage, literal

_FREE = (*range(16, 21), *range(24, 31), *range(38, 41), *range(47, 50), *range(55, 61), *range(66, 71),
         *range(72, 81), *range(84, 91))  # fmt: skip
"""Beginnings of area codes that stand for no province (and not 91, which foreign residents' numbers begin with)."""
_HALF = len(_FREE) // 2
_BIRTHDAYS = 365
SLOTS = _HALF * 10_000
"""How many area codes there are for people at large; as many again are for those planted as namesakes."""
PEOPLE = SLOTS * _BIRTHDAYS
"""How many people there can be before two have the same number: 80,300,000."""

_CODE_STEP = 93_911  # without a common factor with SLOTS: neighbours in the roll come from areas far apart
_BIRTHDAY_STEP = 149  # without a common factor with 365
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5)
NAMESAKE_WITHIN = 1_000
"""A namesake is at most so many rows further down the roll."""

NO_FATE, DUPLICATE, NAMESAKE, BIRTH_DATE, SEX = range(5)
"""What is wrong with the identity of a row; `fate` in the columns."""


def fate_stages(draws: Draws, mistakes: Mistakes, damage: Callable[[str], str]) -> list[Stage]:
    """From `row`: whether it will be `damaged` (`damage` gives the SQL for a row), its `fate`, the row it goes back to
    (`of_row`, else NULL), the `person` it is about, and the `bearer`, whose name and birth date the person has.

    Whatever goes back to another row leaves that one whole and without a fate of its own. The draws must be inline.
    """
    earlier = draws.below("duplicate.of", "row", of="row")
    slot = f"(row % {SLOTS})"
    back = draws.between("namesake.of", 1, NAMESAKE_WITHIN, of=slot)
    return [
        {
            "damaged": damage("row"),
            "drawn_fate": _fate(draws, mistakes, "row"),
            "earlier": f"({earlier})::BIGINT",
            "back": f"({back})::BIGINT",
        },
        {
            "other": f"CASE WHEN drawn_fate = {DUPLICATE} AND row > 0 THEN earlier "
            f"WHEN drawn_fate = {NAMESAKE} AND row >= back THEN row - back END"
        },
        {
            "other_is_plain": f"other IS NOT NULL AND {_fate(draws, mistakes, 'other')} = {NO_FATE} "
            f"AND NOT {damage('other')}"
        },
        {
            "fate": f"CASE WHEN NOT damaged AND (drawn_fate NOT IN ({DUPLICATE}, {NAMESAKE}) OR other_is_plain) "
            f"THEN drawn_fate ELSE {NO_FATE} END"
        },
        {
            "of_row": f"CASE WHEN fate IN ({DUPLICATE}, {NAMESAKE}) THEN other END",
            "person": f"CASE WHEN fate = {DUPLICATE} THEN other ELSE row END",
            "bearer": f"CASE WHEN fate IN ({DUPLICATE}, {NAMESAKE}) THEN other ELSE row END",
        },
    ]


def _fate(draws: Draws, mistakes: Mistakes, of: str) -> str:
    shares = {
        str(DUPLICATE): mistakes.duplicate_id,
        str(NAMESAKE): mistakes.namesake,
        str(BIRTH_DATE): mistakes.birth_date_differs,
        str(SEX): mistakes.sex_differs,
    }
    return draws.among("fate", {**shares, str(NO_FATE): WHOLE - sum(shares.values())}, of)


def stranger_stage() -> Stage:
    """The same columns for people who are not on the roll: `row` is their number."""
    return {"damaged": "false", "fate": str(NO_FATE), "of_row": "NULL::BIGINT", "person": "row", "bearer": "row"}


def identity_stages(draws: Draws, population: Population, as_of: date) -> list[Stage]:
    """From `person`, `bearer` and `fate`: `name`, `age`, `born` (the real birth date), `birth_date` and `sex` as the
    columns state them, and `id_number`."""
    slot = f"(person % {SLOTS})"
    code = f"({slot} * {_CODE_STEP} + {draws.key('area')}) % {SLOTS}"
    bearer_slot = f"(bearer % {SLOTS})"
    birthday = f"({draws.below('birthday', _BIRTHDAYS, bearer_slot)} + (bearer // {SLOTS}) * {_BIRTHDAY_STEP})"
    digits = [f"((area // {10**place}) % 10)" for place in (5, 4, 3, 2, 1, 0)]
    digits += [f"((born_number // {10**place}) % 10)" for place in (7, 6, 5, 4, 3, 2, 1, 0)]
    total = " + ".join(f"{digit} * {weight}" for digit, weight in zip(digits, _WEIGHTS, strict=True))
    off = draws.between("birth.off", 1, 900, of="row")
    return [
        {
            "code": code,
            "age": _age(draws, population),
            "birthday": f"DATE '2001-01-01' + ({birthday} % {_BIRTHDAYS})::INTEGER",
            "name": name_of(draws.key("name")),
        },
        {
            "area": f"{list(_FREE)}[1 + code // 10000 + CASE WHEN fate = {NAMESAKE} THEN {_HALF} ELSE 0 END] * 10000"
            " + code % 10000",
            "born": f"make_date(({as_of.year} - age - CASE WHEN month(birthday) * 100 + day(birthday)"
            f" > {as_of.month * 100 + as_of.day} THEN 1 ELSE 0 END)::BIGINT, month(birthday), day(birthday))",
        },
        {"born_number": "year(born) * 10000 + month(born) * 100 + day(born)"},
        {
            "id_number": f"(area * 100000000 + born_number)::VARCHAR || '000' || "
            f"substr({literal('10X98765432')}, (1 + ({total}) % 11)::BIGINT, 1)",
            "birth_date": f"CASE WHEN fate = {BIRTH_DATE} THEN born - {off} ELSE born END",
            "sex": f"CASE WHEN fate = {SEX} THEN 'male' ELSE 'female' END",
        },
    ]


def _age(draws: Draws, population: Population) -> str:
    """The least of three numbers, spread over the span of ages: many of sixty, few of a hundred."""
    bits = draws.bits("age", "bearer")
    least = f"least({bits} & 1023, ({bits} >> 10) & 1023, ({bits} >> 20) & 1023)"
    span = population.oldest - population.youngest + 1
    younger = draws.chance("younger", population.below_youngest, "bearer")
    at = draws.between("younger.age", population.youngest_of_all, population.youngest - 1, "bearer")
    return f"CASE WHEN {younger} THEN {at} ELSE {population.youngest} + (({least} * {span}) >> 10)::INTEGER END"
