"""The rules for people of whom every fact is known: ordinary OpenFisca, booleans and numbers."""

from __future__ import annotations

import numpy
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.openfisca_model import declaring, facts
from benchmarks.openfisca_model.ages import ages
from benchmarks.openfisca_model.answers import by_row, rates, taken
from benchmarks.openfisca_model.declaring import decides
from benchmarks.openfisca_model.facts import (
    AbilityLevel,
    AdmissionTier,
    Array,
    HouseholdStatus,
    LivingArrangement,
    OldAgeBand,
    Row,
    SelfCareAbility,
    ServiceSubsidyClass,
    TekunSupport,
    VisitFrequency,
    coded,
    indices,
)
from benchmarks.openfisca_model.figures import rounded_up


def country() -> TaxBenefitSystem:
    """The model, to be made once and used for every chunk."""
    return declaring.country(globals(), numbers=int, answers=bool)


# GB/T 42195-2022


@decides(int)
def age(person, period):
    """Age in completed years on the last day of the month."""
    return ages(person("birth_date", period), period.stop, 0)


@decides(Row)
def ability_level_initial_row(person, period):
    score = person("ability_score", period)
    # A row for each bound that the score stays below.
    row = (score < 90).astype(numpy.int16)
    for bound in (66, 46, 30):
        row += score < bound
    return coded(row, Row)


@decides(AbilityLevel)
def ability_level_initial(person, period):
    """From intact to complete, as the rows go."""
    return coded(indices(person("ability_level_initial_row", period)), AbilityLevel)


@decides(Row)
def ability_level_row(person, period):
    worse = (
        person("dementia_diagnosed", period)
        | person("psychiatric_diagnosed", period)
        | (person("care_risk_events", period) >= 2)
    )
    return first_hit(person("coma", period), worse)


@decides(AbilityLevel)
def ability_level(person, period):
    complete = numpy.int16(AbilityLevel.complete.index)
    row = person("ability_level_row", period)
    moved = numpy.minimum(indices(person("ability_level_initial", period)) + (row == Row.second), complete)
    return coded(numpy.where(row == Row.first, complete, moved), AbilityLevel)


@decides(bool)
def functionally_disabled(person, period, parameters):
    bound = AbilityLevel[parameters(period).disabled_from]
    return indices(person("ability_level", period)) >= bound.index


# Extreme hardship, economic difficulty


@decides(Row)
def self_care_ability_row(person, period):
    able = sum(person(indicator, period).view(numpy.int8) for indicator in facts.SELF_CARE_INDICATORS)
    # Wholly lost from four failures on; partly from one; else able.
    row = (able >= 3).astype(numpy.int16)
    row += able == 6
    return coded(row, Row)


@decides(SelfCareAbility)
def self_care_ability(person, period):
    row = person("self_care_ability_row", period)
    return by_row(row, SelfCareAbility.lost, SelfCareAbility.partial, SelfCareAbility.able)


@decides(bool)
def economically_difficult(person, period):
    status = person("household_status", period)
    return (
        (status == HouseholdStatus.low_income) | (status == HouseholdStatus.dibao) | (status == HouseholdStatus.tekun)
    )


@decides(bool)
def home_adaptation_group(person, period):
    return (person("age", period) >= 60) & person("economically_difficult", period)


@decides(bool)
def assessment_required(person, period):
    age = person("age", period)
    difficult = (age >= 60) & person("economically_difficult", period)
    return (age >= 80) | person("wants_institution", period) | difficult


# Benefits, CNY a month


@decides(bool)
def tekun_base_standard_eligible(person, period):
    return person("household_status", period) == HouseholdStatus.tekun


@decides(float)
def tekun_base_standard(person, period, parameters):
    figures = parameters(period)
    due = rounded_up(figures.base_multiple * figures.dibao_standard)
    return person("tekun_base_standard_eligible", period) * numpy.float32(due)


@decides(float)
def tekun_care_standard(person, period, parameters):
    wage = parameters(period.last_year.stop).minimum_wage
    due = rounded_up(rates(parameters(period).care_rate, SelfCareAbility) * wage)
    return person("tekun_care_standard_eligible", period) * taken(due, person("self_care_ability", period))


@decides(Row)
def old_age_band_row(person, period):
    age = person("age", period)
    row = (age >= 80).astype(numpy.int16)
    row += age >= 90
    row += age >= 100
    return coded(row, Row)


@decides(OldAgeBand)
def old_age_band(person, period):
    """From under eighty upwards, as the rows go."""
    return coded(indices(person("old_age_band_row", period)), OldAgeBand)


@decides(bool)
def old_age_allowance_eligible(person, period):
    return person("age", period) >= 80


@decides(float)
def old_age_allowance(person, period, parameters):
    return taken(numpy.array(parameters(period).old_age_rate.amounts), person("old_age_band", period))


@decides(bool)
def nursing_subsidy_eligible(person, period, parameters):
    status = person("household_status", period)
    unable = indices(person("ability_level", period)) >= AbilityLevel[parameters(period).unable_from].index
    return (
        (person("age", period) >= 60)
        & ((status == HouseholdStatus.dibao) | (status == HouseholdStatus.low_income))
        & (unable | person("ltci_assessment_accepted", period))
    )


@decides(float)
def nursing_subsidy(person, period, parameters):
    return due_to(person("nursing_subsidy_eligible", period), parameters(period).nursing_rate)


@decides(Row)
def service_subsidy_class_row(person, period):
    age, status = person("age", period), person("household_status", period)
    sixty, dibao = age >= 60, status == HouseholdStatus.dibao
    poor = dibao | (status == HouseholdStatus.low_income)
    at_home = (status == HouseholdStatus.tekun) & (person("tekun_support", period) == TekunSupport.home)
    return first_hit(
        sixty & dibao & person("functionally_disabled", period),
        sixty & poor & person("family_planning_special", period),
        (age >= 80) & (dibao | at_home),
    )


@decides(ServiceSubsidyClass)
def service_subsidy_class(person, period):
    return by_row(
        person("service_subsidy_class_row", period),
        ServiceSubsidyClass.dibao_disabled,
        ServiceSubsidyClass.bereaved,
        ServiceSubsidyClass.eighty,
        ServiceSubsidyClass.none,
    )


@decides(bool)
def service_subsidy_eligible(person, period):
    return person("service_subsidy_class", period) != ServiceSubsidyClass.none


@decides(float)
def service_subsidy(person, period, parameters):
    due = rates(parameters(period).service_subsidy_rate, ServiceSubsidyClass)
    return taken(due, person("service_subsidy_class", period))


@decides(bool)
def disability_subsidies_barred(person, period):
    return person("tekun_base_standard_eligible", period) | person("work_injury_nursing_benefit", period)


@decides(bool)
def disability_living_group(person, period):
    return (
        (person("disability_grade", period) >= 1)
        & (person("household_status", period) == HouseholdStatus.dibao)
        & ~person("disability_subsidies_barred", period)
    )


@decides(float)
def disability_living_subsidy(person, period, parameters):
    return due_to(person("disability_living_group", period), parameters(period).disability_living_rate)


@decides(bool)
def disability_nursing_group(person, period):
    grade = person("disability_grade", period)
    return (grade >= 1) & (grade <= 2) & ~person("disability_subsidies_barred", period)


@decides(float)
def disability_nursing_subsidy(person, period, parameters):
    return due_to(person("disability_nursing_group", period), parameters(period).disability_nursing_rate)


# Services and admission


@decides(bool)
def living_alone(person, period):
    """Alone or in an empty nest."""
    arrangement = person("living_arrangement", period)
    return (arrangement == LivingArrangement.alone) | (arrangement == LivingArrangement.empty_nest)


@decides(Row)
def visit_due_row(person, period, parameters):
    figures = parameters(period)
    eighty = person("age", period) >= 80
    disabled = indices(person("ability_level", period)) >= AbilityLevel[figures.half_disabled_from].index
    group = eighty | person("economically_difficult", period) | person("family_planning_special", period)
    broad = numpy.bool_(figures.visit_reading == "broad")
    return first_hit(broad & eighty, group & disabled & person("living_alone", period))


@decides(VisitFrequency)
def visit_due(person, period):
    row = person("visit_due_row", period)
    return by_row(row, VisitFrequency.weekly, VisitFrequency.weekly, VisitFrequency.none)


@decides(bool)
def family_care_bed(person, period):
    return (
        (person("age", period) >= 80)
        & (person("no_children", period) | person("living_alone", period))
        & person("functionally_disabled", period)
    )


@decides(bool)
def caregiver_training(person, period):
    return (
        person("functionally_disabled", period) | person("dementia_diagnosed", period) | (person("age", period) >= 80)
    )


@decides(bool)
def admission_eligible(person, period):
    return (person("age", period) >= 60) & person("wants_institution", period)


@decides(Row)
def admission_tier_row(person, period, parameters):
    difficult = person("economically_difficult", period)
    bottom_line = person("tekun_base_standard_eligible", period)
    if parameters(period).low_income_reading == "all_difficult":
        bottom_line = bottom_line | difficult
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
    return first_hit(bottom_line, priority)


@decides(AdmissionTier)
def admission_tier(person, period):
    row = person("admission_tier_row", period)
    return by_row(row, AdmissionTier.bottom_line, AdmissionTier.priority, AdmissionTier.ordinary)


@decides(bool)
def admission_tie_break(person, period):
    return person("active_service_family", period) | person("martyr_survivor", period)


def due_to(eligible: Array, due: float) -> Array:
    """What is due to the eligible: not a product, which would be NaN for all where the figure is unknown."""
    return numpy.where(eligible, numpy.float32(due), numpy.float32(0))


def first_hit(*rows: Array) -> EnumArray:
    """The first row that hits; after them the rest."""
    result = numpy.int16(len(rows))
    for number, hits in reversed(list(enumerate(rows))):
        result = numpy.where(hits, numpy.int16(number), result)
    return coded(result, Row)
