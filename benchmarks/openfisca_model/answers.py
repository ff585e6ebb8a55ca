"""Unknowns, as a careful author of OpenFisca rules carries them: see the package's own words.

An answer is no, unknown or yes, in this order, so that Kleene's «and» is the least of several answers and «or» the
greatest. A number is unknown where it is below zero; an amount where it is NaN; a category where it is `unknown`.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.indexed_enums.config import ENUM_ARRAY_DTYPE
from openfisca_core.parameters import ParameterNodeAtInstant

from benchmarks.openfisca_model.facts import Answer, Array, Row, coded, indices

NO, UNKNOWN, YES = 0, 1, 2
UNKNOWN_NUMBER = -1000
"""Further below zero than any sum of known numbers here is above it."""


def answer(holds: Array, unknown: Array | None = None) -> EnumArray:
    """Yes where it holds, unknown where that is not known (it must not be said to hold there), else no."""
    found = holds.astype(ENUM_ARRAY_DTYPE)
    found += found
    if unknown is not None:
        found += unknown
    return EnumArray(found, Answer)


def all_of(*answers: Array) -> Array:
    return reduce(numpy.minimum, answers)


def any_of(*answers: Array) -> Array:
    return reduce(numpy.maximum, answers)


def none_of(*answers: Array) -> EnumArray:
    return EnumArray(YES - indices(any_of(*answers)), Answer)


def at_least(number: Array, bound: int) -> EnumArray:
    """Is the number (unknown below zero) so great?"""
    return answer(number >= bound, number < 0)


def one_of(category: EnumArray, *members: Enum) -> EnumArray:
    """Is the category one of these? Its last member is `unknown`."""
    found = indices(category)
    holds = reduce(numpy.logical_or, [found == member.index for member in members])
    return answer(holds, found == category.possible_values.unknown.index)


def worse_or_equal(level: EnumArray, bound: Enum) -> EnumArray:
    """Is the level at or past the bound? Its last member is `unknown`, which is past every bound and so taken back."""
    found = indices(level)
    holds = (found >= bound.index).astype(ENUM_ARRAY_DTYPE)
    holds += holds
    holds -= found == level.possible_values.unknown.index
    return EnumArray(holds, Answer)


def amount(eligible: EnumArray, due: Array | float) -> Array:
    """What is due to the eligible, 0 to the others, NaN where that is not known."""
    found = indices(eligible)
    unknown = numpy.where(found == UNKNOWN, numpy.float32(numpy.nan), numpy.float32(0))
    return numpy.where(found == YES, numpy.float32(due), unknown)


def first_hit(*rows: EnumArray) -> EnumArray:
    """Of a first-hit table with a last row for the rest: unknown from the first row that may or may not hit."""
    unknown = numpy.int16(Row.unknown.index)
    result: Any = numpy.int16(len(rows))
    for number, hits in reversed(list(enumerate(rows))):
        found = indices(hits)
        result = numpy.where(found == YES, numpy.int16(number), numpy.where(found == NO, result, unknown))
    return coded(result, Row)


def by_row(row: EnumArray, *members: Enum) -> EnumArray:
    """What the rows of a table give."""
    values = type(members[0])
    given = numpy.full(len(Row), values.unknown.index, numpy.int16)
    given[: len(members)] = [member.index for member in members]
    return coded(given.take(indices(row), mode="clip"), values)


def rates(node: ParameterNodeAtInstant, values: type[Enum]) -> Array:
    """A parameter that goes by a category, for each member in turn."""
    return numpy.array([node[member.name] for member in values])


def taken(given: Array, category: EnumArray) -> Array:
    """Of what is given to each member, what each one's category has."""
    return given.astype(numpy.float32).take(indices(category), mode="clip")
