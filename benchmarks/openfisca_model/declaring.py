"""How the models declare their variables: what a class has in OpenFisca's documentation, made of its formula alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import numpy
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.openfisca_model import facts
from benchmarks.openfisca_model.figures import figures

Formula = Callable[..., Any]
Declared = type[Variable]


def decides(values: type) -> Callable[[Formula], Declared]:
    """Makes a formula the monthly variable of its name; the values of a category are the members of an Enum."""
    return lambda formula: _variable(formula.__name__, values, DateUnit.MONTH, formula=formula)


def country(rules: Mapping[str, object], *, numbers: type, answers: type) -> TaxBenefitSystem:
    """The country package with the variables among the `rules`, to be made once and used for every chunk."""
    system = TaxBenefitSystem([facts.Person])
    system.parameters = figures()
    given = dict.fromkeys(facts.NUMBERS, numbers) | dict.fromkeys(facts.BOOLEANS, answers) | facts.CATEGORIES
    system.add_variables(*(_variable(name, values, DateUnit.MONTH) for name, values in given.items()))
    system.add_variable(_variable(facts.BIRTH_DATE, datetime.date, DateUnit.ETERNITY))
    system.add_variables(*(_sum(name, parts, numbers) for name, parts in facts.SUMS.items()))
    system.add_variables(*(_same(name, other, answers) for name, other in facts.SAME.items()))
    system.add_variable(total_monthly)
    system.add_variables(*(one for one in rules.values() if isinstance(one, type) and Variable in one.__bases__))
    return system


def _sum(name: str, parts: tuple[str, ...], numbers: type) -> Declared:
    def formula(person, period):
        return sum(person(part, period) for part in parts)

    return _variable(name, numbers, DateUnit.MONTH, formula=formula)


def _same(name: str, other: str, answers: type) -> Declared:
    def formula(person, period):
        return person(other, period)

    return _variable(name, answers, DateUnit.MONTH, formula=formula)


def _variable(name: str, values: type, period: DateUnit, **formula: Formula) -> Declared:
    """A variable of the person; without a formula, one that a roll sets."""
    kind: dict[str, Any] = {"value_type": values}
    if issubclass(values, Enum):
        kind = {"value_type": Enum, "possible_values": values, "default_value": values.unknown}
    return type(name, (Variable,), {"entity": facts.Person, "definition_period": period, **kind, **formula})


@decides(float)
def total_monthly(person, period):
    """All benefits; of the nursing subsidy and the disability nursing subsidy the higher."""
    return (
        person("tekun_base_standard", period)
        + person("tekun_care_standard", period)
        + person("old_age_allowance", period)
        + person("service_subsidy", period)
        + numpy.maximum(person("nursing_subsidy", period), person("disability_nursing_subsidy", period))
        + person("disability_living_subsidy", period)
    )
