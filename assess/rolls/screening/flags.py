"""A row's own facts held against each other: identity number (GB 11643-1999) against birth date and sex; the age.

These flags follow the number as it is, and say nothing where a fact is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag

from sqlglot import exp

from assess.engines.sql.calendar import years_between
from assess.engines.sql.nodes import choice, compared, number, plus, rest, some, times, unknown, whole

OLDEST = 120
"""Completed years that nobody is taken to have passed without a look at the papers."""


class Flag(IntFlag):
    """The bits of the column `flags` of `people.parquet`."""

    BIRTH_DATE_DIFFERS = 1
    SEX_DIFFERS = 2
    TOO_OLD = 4
    NOT_YET_BORN = 8
    """Only by the identity number of a roll without birth dates: a birth date to come is a fault of its cell (A126)."""


def differing_birth_date(facts: Mapping[str, exp.Expr]) -> exp.Expr:
    """The roll's own birth date (`YYYYMMDD`; a month has the day 00) where `BIRTH_DATE_DIFFERS` is flagged, else NULL:
    for the sentence."""
    identity, birth_date, month = (facts.get(name) for name in ("id_number", "birth_date", "birth_month"))
    if identity is None or birth_date is None:
        return unknown("INT")
    differing = [(compared("!=", _birth_date_inside(identity), birth_date.copy()), birth_date.copy())]
    if month is not None:
        differing.append((_is_of_another_month(identity, month), times(month.copy(), number(100))))
    return choice(*differing)


def screening_flags(facts: Mapping[str, exp.Expr], as_of: int) -> exp.Expr:
    """The flags of a row as a small integer, never NULL.

    `facts`: those of `id_number` (18 characters, valid), `birth_date` (`YYYYMMDD`) and `sex` (0 male, 1 female) that
    the roll has, in the engines' form. `as_of`: the day decided on. The age goes by the birth date, and by that inside
    the number where there is none. `birth_month` (`YYYYMM`): where the roll says no more of it.
    """
    identity, birth_date, sex = (facts.get(name) for name in ("id_number", "birth_date", "sex"))
    month = facts.get("birth_month")
    found: list[tuple[Flag, exp.Expr]] = []
    born = birth_date
    if identity is not None:
        inside = _birth_date_inside(identity)
        if birth_date is not None:
            differs = compared("!=", inside, birth_date.copy())
            if month is not None:
                differs = some([differs, _is_of_another_month(identity, month)])
            found.append((Flag.BIRTH_DATE_DIFFERS, differs))
        born = inside if birth_date is None else exp.Coalesce(this=birth_date.copy(), expressions=[inside.copy()])
        if sex is not None:
            # an odd digit is a man's, and 0 stands for male
            stated = rest(plus(_part(identity, 17, 1, "TINYINT"), number(1)), number(2))
            found.append((Flag.SEX_DIFFERS, compared("!=", stated, sex.copy())))
    if born is not None:
        found.append((Flag.NOT_YET_BORN, compared(">", born.copy(), number(as_of))))
        found.append((Flag.TOO_OLD, compared(">", years_between(born.copy(), number(as_of)), number(OLDEST))))
    flags: exp.Expr = number(0)
    for flag, condition in found:
        flags = plus(flags, choice((condition, number(flag.value)), otherwise=number(0)))
    return flags


def _is_of_another_month(identity: exp.Expr, month: exp.Expr) -> exp.Expr:
    return compared("!=", whole(_birth_date_inside(identity), number(100)), month.copy())


def _birth_date_inside(identity: exp.Expr) -> exp.Expr:
    return _part(identity, 7, 8, "INT")


def _part(identity: exp.Expr, first: int, length: int, type_: str) -> exp.Expr:
    """The number written at these places of the identity number."""
    digits = exp.Substring(this=identity.copy(), start=number(first), length=number(length))
    return exp.TryCast(this=digits, to=exp.DataType.build(type_))
