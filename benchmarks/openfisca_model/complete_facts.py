"""The rules for people of whom every fact is known: ordinary OpenFisca, booleans and numbers."""

from __future__ import annotations

import datetime

import numpy
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.openfisca_model import facts
from benchmarks.openfisca_model.ages import ages
from benchmarks.openfisca_model.facts import (
    AbilityLevel,
    AdmissionTier,
    HouseholdStatus,
    LivingArrangement,
    Person,
    SelfCareAbility,
    ServiceSubsidyClass,
    TekunSupport,
    VisitFrequency,
    coded,
    indices,
)
from benchmarks.openfisca_model.figures import figures, rounded_up

MONTH = DateUnit.MONTH


def country() -> TaxBenefitSystem:
    """The model, to be made once and used for every chunk."""
    system = TaxBenefitSystem([Person])
    system.parameters = figures()
    for name in facts.NUMBERS:
        system.add_variable(facts.given(name, value_type=int))
    for name in facts.BOOLEANS:
        system.add_variable(facts.given(name, value_type=bool))
    for name, values in facts.CATEGORIES.items():
        system.add_variable(facts.given(name, value_type=Enum, possible_values=values, default_value=values.unknown))
    system.add_variable(facts.given(facts.BIRTH_DATE, value_type=datetime.date))
    system.add_variables(*(one for one in globals().values() if isinstance(one, type) and Variable in one.__bases__))
    return system


# GB/T 42195-2022


class age(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH
    label = "Age in completed years on the last day of the month"

    def formula(person, period):
        return ages(person("birth_date", period), period.stop, 0)


class self_care_score(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return sum(person(item, period) for item in facts.SELF_CARE_ITEMS)


class mobility_score(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return sum(person(item, period) for item in facts.MOBILITY_ITEMS)


class mental_score(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return sum(person(item, period) for item in facts.MENTAL_ITEMS)


class sensory_social_score(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return sum(person(item, period) for item in facts.SENSORY_SOCIAL_ITEMS)


class ability_score(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (
            person("self_care_score", period)
            + person("mobility_score", period)
            + person("mental_score", period)
            + person("sensory_social_score", period)
        )


class care_risk_events(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return sum(person(event, period) for event in facts.RISK_EVENTS)


class ability_level_initial(Variable):
    value_type = Enum
    possible_values = AbilityLevel
    default_value = AbilityLevel.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        score = person("ability_score", period)
        # A level for each bound that the score stays below.
        level = (score < 90).astype(numpy.int16)
        for bound in (66, 46, 30):
            level += score < bound
        return coded(level, AbilityLevel)


class ability_level(Variable):
    value_type = Enum
    possible_values = AbilityLevel
    default_value = AbilityLevel.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        complete = AbilityLevel.complete.index
        worse = (
            person("dementia_diagnosed", period)
            | person("psychiatric_diagnosed", period)
            | (person("care_risk_events", period) >= 2)
        )
        initial = indices(person("ability_level_initial", period))
        moved = numpy.minimum(initial + worse, numpy.int16(complete))
        return coded(numpy.where(person("coma", period), numpy.int16(complete), moved), AbilityLevel)


class functionally_disabled(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        bound = AbilityLevel[parameters(period).disabled_from]
        return indices(person("ability_level", period)) >= bound.index


# Extreme hardship, economic difficulty


class self_care_ability(Variable):
    value_type = Enum
    possible_values = SelfCareAbility
    default_value = SelfCareAbility.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        able = sum(person(indicator, period).view(numpy.int8) for indicator in facts.SELF_CARE_INDICATORS)
        # Able in all six; partly lost from one failure on; wholly lost from four.
        level = (able < 6).astype(numpy.int16)
        level += able < 3
        return coded(level, SelfCareAbility)


class economically_difficult(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        status = person("household_status", period)
        return (
            (status == HouseholdStatus.low_income)
            | (status == HouseholdStatus.dibao)
            | (status == HouseholdStatus.tekun)
        )


class home_retrofit(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (person("age", period) >= 60) & person("economically_difficult", period)


class assessment_required(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        age = person("age", period)
        difficult = (age >= 60) & person("economically_difficult", period)
        return (age >= 80) | person("wants_institution", period) | difficult


# Benefits, CNY a month


class tekun_base_standard(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        due = rounded_up(figures.base_multiple * figures.dibao_standard)
        return (person("household_status", period) == HouseholdStatus.tekun) * numpy.float32(due)


class tekun_care_standard(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).care_rate
        wage = parameters(period.last_year.stop).minimum_wage
        due = numpy.array([rounded_up(rate * wage) for rate in (rates.able, rates.partial, rates.lost)], numpy.float32)
        eligible = person("household_status", period) == HouseholdStatus.tekun
        return eligible * due.take(indices(person("self_care_ability", period)), mode="clip")


class old_age_allowance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).old_age_rate
        age = person("age", period)
        band = (age >= 80).astype(numpy.int16)
        band += age >= 90
        band += age >= 100
        due = numpy.array([0, rates.from_80, rates.from_90, rates.from_100], numpy.float32)
        return due.take(band, mode="clip")


class nursing_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        status = person("household_status", period)
        unable = indices(person("ability_level", period)) >= AbilityLevel[figures.unable_from].index
        eligible = (
            (person("age", period) >= 60)
            & ((status == HouseholdStatus.dibao) | (status == HouseholdStatus.low_income))
            & (unable | person("ltci_beneficiary", period))
        )
        return numpy.where(eligible, numpy.float32(figures.nursing_rate), numpy.float32(0))


class service_subsidy_class(Variable):
    value_type = Enum
    possible_values = ServiceSubsidyClass
    default_value = ServiceSubsidyClass.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        age, status = person("age", period), person("household_status", period)
        sixty, dibao = age >= 60, status == HouseholdStatus.dibao
        at_home = (status == HouseholdStatus.tekun) & (person("tekun_support", period) == TekunSupport.home)
        return first_hit(
            {
                ServiceSubsidyClass.dibao_disabled: sixty & dibao & person("functionally_disabled", period),
                ServiceSubsidyClass.bereaved: sixty
                & (dibao | (status == HouseholdStatus.low_income))
                & person("family_planning_special", period),
                ServiceSubsidyClass.eighty: (age >= 80) & (dibao | at_home),
            },
            ServiceSubsidyClass.none,
        )


class service_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).service_subsidy_rate
        due = numpy.array([0, rates.dibao_disabled, rates.bereaved, rates.eighty], numpy.float32)
        return due.take(indices(person("service_subsidy_class", period)), mode="clip")


class disability_subsidies_barred(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        tekun = person("household_status", period) == HouseholdStatus.tekun
        return tekun | person("work_injury_nursing_benefit", period)


class disability_living_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        eligible = (
            (person("disability_grade", period) >= 1)
            & (person("household_status", period) == HouseholdStatus.dibao)
            & ~person("disability_subsidies_barred", period)
        )
        return numpy.where(eligible, numpy.float32(parameters(period).disability_living_rate), numpy.float32(0))


class disability_nursing_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        grade = person("disability_grade", period)
        eligible = (grade >= 1) & (grade <= 2) & ~person("disability_subsidies_barred", period)
        return numpy.where(eligible, numpy.float32(parameters(period).disability_nursing_rate), numpy.float32(0))


class total_monthly(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "All benefits; of the nursing subsidy and the disability nursing subsidy the higher"

    def formula(person, period):
        return (
            person("tekun_base_standard", period)
            + person("tekun_care_standard", period)
            + person("old_age_allowance", period)
            + person("service_subsidy", period)
            + numpy.maximum(person("nursing_subsidy", period), person("disability_nursing_subsidy", period))
            + person("disability_living_subsidy", period)
        )


# Services and admission


class living_alone(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Alone or in an empty nest"

    def formula(person, period):
        arrangement = person("living_arrangement", period)
        return (arrangement == LivingArrangement.alone) | (arrangement == LivingArrangement.empty_nest)


class visit_due(Variable):
    value_type = Enum
    possible_values = VisitFrequency
    default_value = VisitFrequency.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        eighty = person("age", period) >= 80
        disabled = indices(person("ability_level", period)) >= AbilityLevel[figures.half_disabled_from].index
        group = eighty | person("economically_difficult", period) | person("family_planning_special", period)
        weekly = group & disabled & person("living_alone", period)
        if figures.visit_reading == "broad":
            weekly |= eighty
        return first_hit({VisitFrequency.weekly: weekly}, VisitFrequency.none)


class family_care_bed(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (
            (person("age", period) >= 80)
            & (person("no_children", period) | person("living_alone", period))
            & person("functionally_disabled", period)
        )


class caregiver_training(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (
            person("functionally_disabled", period)
            | person("dementia_diagnosed", period)
            | (person("age", period) >= 80)
        )


class admission_eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return (person("age", period) >= 60) & person("wants_institution", period)


class admission_tier(Variable):
    value_type = Enum
    possible_values = AdmissionTier
    default_value = AdmissionTier.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        difficult = person("economically_difficult", period)
        bottom_line = person("household_status", period) == HouseholdStatus.tekun
        if parameters(period).low_income_reading == "all_difficult":
            bottom_line |= difficult
        in_need = (
            person("functionally_disabled", period)
            | (person("disability_grade", period) >= 1)
            | person("living_alone", period)
        )
        priority = (
            (difficult & in_need)
            | (person("age", period) >= 80)
            | person("family_planning_special", period)
            | person("outstanding_contribution", period)
        )
        rows = {AdmissionTier.bottom_line: bottom_line, AdmissionTier.priority: priority}
        return first_hit(rows, AdmissionTier.ordinary)


class admission_tie_break(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return person("active_service_family", period) | person("martyr_survivor", period)


def first_hit(rows: dict[Enum, numpy.ndarray], otherwise: Enum) -> numpy.ndarray:
    """The category of the first row that hits."""
    result = numpy.int16(otherwise.index)
    for member, hits in reversed(rows.items()):
        result = numpy.where(hits, numpy.int16(member.index), result)
    return coded(result, type(otherwise))
