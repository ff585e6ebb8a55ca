"""The rules for people of whom some facts are unknown: what can be decided all the same is, the rest stays unknown."""

from __future__ import annotations

import datetime

import numpy
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.openfisca_model import facts
from benchmarks.openfisca_model.ages import ages
from benchmarks.openfisca_model.answers import (
    NO,
    UNKNOWN_NUMBER,
    YES,
    Answer,
    all_of,
    amount,
    answer,
    any_of,
    at_least,
    first_hit,
    none_of,
    one_of,
    worse_or_equal,
)
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
        system.add_variable(facts.given(name, value_type=int, default_value=UNKNOWN_NUMBER))
    for name in facts.BOOLEANS:
        system.add_variable(facts.given(name, value_type=Enum, possible_values=Answer, default_value=Answer.unknown))
    for name, values in facts.CATEGORIES.items():
        system.add_variable(facts.given(name, value_type=Enum, possible_values=values, default_value=values.unknown))
    system.add_variable(facts.given(facts.BIRTH_DATE, value_type=datetime.date))
    system.add_variables(*(one for one in globals().values() if isinstance(one, type) and Variable in one.__bases__))
    return system


# GB/T 42195-2022


class age(Variable):
    value_type = int
    default_value = UNKNOWN_NUMBER
    entity = Person
    definition_period = MONTH
    label = "Age in completed years on the last day of the month"

    def formula(person, period):
        return ages(person("birth_date", period), period.stop, UNKNOWN_NUMBER)


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
        # A level for each bound that the score stays below; below 0 is unknown, which comes after the worst level.
        level = (score < 90).astype(numpy.int16)
        for bound in (66, 46, 30, 0):
            level += score < bound
        return coded(level, AbilityLevel)


class ability_level(Variable):
    value_type = Enum
    possible_values = AbilityLevel
    default_value = AbilityLevel.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        complete, unknown = AbilityLevel.complete.index, AbilityLevel.unknown.index
        initial = indices(person("ability_level_initial", period))
        worse = indices(
            any_of(
                person("dementia_diagnosed", period),
                person("psychiatric_diagnosed", period),
                at_least(person("care_risk_events", period), 2),
            )
        )
        # One level only. Whether it is moved does not matter to whom the worst level is certain already.
        moved = initial + ((initial < complete) & (worse == YES))
        moved = numpy.where((worse % 2 == 0) | (initial == complete), moved, numpy.int16(unknown))
        coma = indices(person("coma", period))
        level = numpy.where(coma == NO, moved, numpy.int16(unknown))
        return coded(numpy.where((coma == YES) | (moved == complete), numpy.int16(complete), level), AbilityLevel)


class functionally_disabled(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        bound = AbilityLevel[parameters(period).disabled_from]
        return worse_or_equal(person("ability_level", period), bound)


# Extreme hardship, economic difficulty


class self_care_ability(Variable):
    value_type = Enum
    possible_values = SelfCareAbility
    default_value = SelfCareAbility.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        found = [indices(person(indicator, period)) for indicator in facts.SELF_CARE_INDICATORS]
        failed = sum((one == NO).view(numpy.int8) for one in found)
        may_fail = sum((one != YES).view(numpy.int8) for one in found)
        level = numpy.full(failed.shape, SelfCareAbility.unknown.index, numpy.int16)
        level[may_fail == 0] = SelfCareAbility.able.index
        level[(failed >= 1) & (may_fail <= 3)] = SelfCareAbility.partial.index
        level[failed >= 4] = SelfCareAbility.lost.index
        return coded(level, SelfCareAbility)


class economically_difficult(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        status = person("household_status", period)
        return one_of(status, HouseholdStatus.low_income, HouseholdStatus.dibao, HouseholdStatus.tekun)


class home_retrofit(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return all_of(at_least(person("age", period), 60), person("economically_difficult", period))


class assessment_required(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        age = person("age", period)
        return any_of(
            at_least(age, 80),
            person("wants_institution", period),
            all_of(at_least(age, 60), person("economically_difficult", period)),
        )


# Benefits, CNY a month


class tekun_base_standard(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        due = rounded_up(figures.base_multiple * figures.dibao_standard)
        return amount(one_of(person("household_status", period), HouseholdStatus.tekun), due)


class tekun_care_standard(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).care_rate
        wage = parameters(period.last_year.stop).minimum_wage
        ability = indices(person("self_care_ability", period))
        due = numpy.array([rounded_up(rate * wage) for rate in (rates.able, rates.partial, rates.lost)] + [numpy.nan])
        return amount(
            one_of(person("household_status", period), HouseholdStatus.tekun),
            due.astype(numpy.float32).take(ability, mode="clip"),
        )


class old_age_allowance(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).old_age_rate
        age = person("age", period)
        bands = numpy.array([0, rates.from_80, rates.from_90, rates.from_100, numpy.nan], numpy.float32)
        band = (age >= 80).astype(numpy.int16)
        band += age >= 90
        band += age >= 100
        band[age < 0] = 4
        return bands.take(band, mode="clip")


class nursing_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        eligible = all_of(
            at_least(person("age", period), 60),
            one_of(person("household_status", period), HouseholdStatus.dibao, HouseholdStatus.low_income),
            any_of(
                worse_or_equal(person("ability_level", period), AbilityLevel[figures.unable_from]),
                person("ltci_beneficiary", period),
            ),
        )
        return amount(eligible, figures.nursing_rate)


class service_subsidy_class(Variable):
    value_type = Enum
    possible_values = ServiceSubsidyClass
    default_value = ServiceSubsidyClass.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        age, status = person("age", period), person("household_status", period)
        sixty, dibao = at_least(age, 60), one_of(status, HouseholdStatus.dibao)
        rows = {
            ServiceSubsidyClass.dibao_disabled: all_of(sixty, dibao, person("functionally_disabled", period)),
            ServiceSubsidyClass.bereaved: all_of(
                sixty,
                one_of(status, HouseholdStatus.dibao, HouseholdStatus.low_income),
                person("family_planning_special", period),
            ),
            ServiceSubsidyClass.eighty: all_of(
                at_least(age, 80),
                any_of(
                    dibao,
                    all_of(
                        one_of(status, HouseholdStatus.tekun),
                        one_of(person("tekun_support", period), TekunSupport.home),
                    ),
                ),
            ),
        }
        return first_hit(rows, ServiceSubsidyClass.none)


class service_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        rates = parameters(period).service_subsidy_rate
        due = numpy.array([0, rates.dibao_disabled, rates.bereaved, rates.eighty, numpy.nan], numpy.float32)
        return due.take(indices(person("service_subsidy_class", period)), mode="clip")


class disability_subsidies_barred(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return any_of(
            one_of(person("household_status", period), HouseholdStatus.tekun),
            person("work_injury_nursing_benefit", period),
        )


class disability_living_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        eligible = all_of(
            at_least(person("disability_grade", period), 1),
            one_of(person("household_status", period), HouseholdStatus.dibao),
            none_of(person("disability_subsidies_barred", period)),
        )
        return amount(eligible, parameters(period).disability_living_rate)


class disability_nursing_subsidy(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        grade = person("disability_grade", period)
        eligible = all_of(
            answer((grade >= 1) & (grade <= 2), grade < 0),
            none_of(person("disability_subsidies_barred", period)),
        )
        return amount(eligible, parameters(period).disability_nursing_rate)


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
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH
    label = "Alone or in an empty nest"

    def formula(person, period):
        return one_of(person("living_arrangement", period), LivingArrangement.alone, LivingArrangement.empty_nest)


class visit_due(Variable):
    value_type = Enum
    possible_values = VisitFrequency
    default_value = VisitFrequency.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        figures = parameters(period)
        eighty = at_least(person("age", period), 80)
        weekly = all_of(
            any_of(eighty, person("economically_difficult", period), person("family_planning_special", period)),
            worse_or_equal(person("ability_level", period), AbilityLevel[figures.half_disabled_from]),
            person("living_alone", period),
        )
        if figures.visit_reading == "broad":
            weekly = any_of(eighty, weekly)
        return first_hit({VisitFrequency.weekly: weekly}, VisitFrequency.none)


class family_care_bed(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return all_of(
            at_least(person("age", period), 80),
            any_of(person("no_children", period), person("living_alone", period)),
            person("functionally_disabled", period),
        )


class caregiver_training(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return any_of(
            person("functionally_disabled", period),
            person("dementia_diagnosed", period),
            at_least(person("age", period), 80),
        )


class admission_eligible(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return all_of(at_least(person("age", period), 60), person("wants_institution", period))


class admission_tier(Variable):
    value_type = Enum
    possible_values = AdmissionTier
    default_value = AdmissionTier.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        difficult = person("economically_difficult", period)
        bottom_line = one_of(person("household_status", period), HouseholdStatus.tekun)
        if parameters(period).low_income_reading == "all_difficult":
            bottom_line = any_of(bottom_line, difficult)
        priority = any_of(
            all_of(
                difficult,
                any_of(
                    person("functionally_disabled", period),
                    at_least(person("disability_grade", period), 1),
                    person("living_alone", period),
                ),
            ),
            at_least(person("age", period), 80),
            person("family_planning_special", period),
            person("outstanding_contribution", period),
        )
        rows = {AdmissionTier.bottom_line: bottom_line, AdmissionTier.priority: priority}
        return first_hit(rows, AdmissionTier.ordinary)


class admission_tie_break(Variable):
    value_type = Enum
    possible_values = Answer
    default_value = Answer.unknown
    entity = Person
    definition_period = MONTH

    def formula(person, period):
        return any_of(person("active_service_family", period), person("martyr_survivor", period))
