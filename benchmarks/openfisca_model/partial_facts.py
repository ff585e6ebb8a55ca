"""The rules for people of whom some facts are unknown: what can be decided all the same is, the rest stays unknown."""

from __future__ import annotations

import numpy
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.openfisca_model import declaring, facts
from benchmarks.openfisca_model.ages import ages
from benchmarks.openfisca_model.answers import (
    NO,
    UNKNOWN_NUMBER,
    YES,
    all_of,
    amount,
    answer,
    any_of,
    at_least,
    by_row,
    first_hit,
    none_of,
    one_of,
    rates,
    taken,
    worse_or_equal,
)
from benchmarks.openfisca_model.declaring import decides
from benchmarks.openfisca_model.facts import (
    AbilityLevel,
    AdmissionTier,
    Answer,
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
    return declaring.country(globals(), numbers=int, answers=Answer)


# GB/T 42195-2022


@decides(int)
def age(person, period):
    """Age in completed years on the last day of the month."""
    return ages(person("birth_date", period), period.stop, UNKNOWN_NUMBER)


@decides(Row)
def ability_level_initial_row(person, period):
    score = person("ability_score", period)
    # A row for each bound that the score stays below; below 0 is unknown, which comes after the last row.
    row = (score < 90).astype(numpy.int16)
    for bound in (66, 46, 30, 0):
        row += score < bound
    return coded(row, Row)


@decides(AbilityLevel)
def ability_level_initial(person, period):
    """From intact to complete, as the rows go."""
    return coded(indices(person("ability_level_initial_row", period)), AbilityLevel)


@decides(Answer)
def ability_worse(person, period):
    return any_of(
        person("dementia_diagnosed", period),
        person("psychiatric_diagnosed", period),
        at_least(person("care_risk_events", period), 2),
    )


@decides(Row)
def ability_level_row(person, period):
    return first_hit(person("coma", period), person("ability_worse", period))


@decides(AbilityLevel)
def ability_level(person, period):
    complete, unknown = AbilityLevel.complete.index, AbilityLevel.unknown.index
    initial = indices(person("ability_level_initial", period))
    worse = indices(person("ability_worse", period))
    # One level only. Whether it is moved does not matter to whom the worst level is certain already.
    moved = initial + ((initial < complete) & (worse == YES))
    moved = numpy.where((worse % 2 == 0) | (initial == complete), moved, numpy.int16(unknown))
    coma = indices(person("coma", period))
    level = numpy.where(coma == NO, moved, numpy.int16(unknown))
    return coded(numpy.where((coma == YES) | (moved == complete), numpy.int16(complete), level), AbilityLevel)


@decides(Answer)
def functionally_disabled(person, period, parameters):
    bound = AbilityLevel[parameters(period).disabled_from]
    return worse_or_equal(person("ability_level", period), bound)


# Extreme hardship, economic difficulty


@decides(Row)
def self_care_ability_row(person, period):
    found = [indices(person(indicator, period)) for indicator in facts.SELF_CARE_INDICATORS]
    failed = sum((one == NO).view(numpy.int8) for one in found)
    may_fail = sum((one != YES).view(numpy.int8) for one in found)
    row = numpy.full(failed.shape, Row.unknown.index, numpy.int16)
    row[may_fail == 0] = Row.third.index
    row[(failed >= 1) & (may_fail <= 3)] = Row.second.index
    row[failed >= 4] = Row.first.index
    return coded(row, Row)


@decides(SelfCareAbility)
def self_care_ability(person, period):
    row = person("self_care_ability_row", period)
    return by_row(row, SelfCareAbility.lost, SelfCareAbility.partial, SelfCareAbility.able)


@decides(Answer)
def economically_difficult(person, period):
    status = person("household_status", period)
    return one_of(status, HouseholdStatus.low_income, HouseholdStatus.dibao, HouseholdStatus.tekun)


@decides(Answer)
def home_adaptation_group(person, period):
    return all_of(at_least(person("age", period), 60), person("economically_difficult", period))


@decides(Answer)
def assessment_required(person, period):
    age = person("age", period)
    return any_of(
        at_least(age, 80),
        person("wants_institution", period),
        all_of(at_least(age, 60), person("economically_difficult", period)),
    )


# Benefits, CNY a month


@decides(Answer)
def tekun_base_standard_eligible(person, period):
    return one_of(person("household_status", period), HouseholdStatus.tekun)


@decides(float)
def tekun_base_standard(person, period, parameters):
    figures = parameters(period)
    due = rounded_up(figures.base_multiple * figures.dibao_standard)
    return amount(person("tekun_base_standard_eligible", period), due)


@decides(float)
def tekun_care_standard(person, period, parameters):
    wage = parameters(period.last_year.stop).minimum_wage
    due = rounded_up(rates(parameters(period).care_rate, SelfCareAbility) * wage)
    return amount(person("tekun_care_standard_eligible", period), taken(due, person("self_care_ability", period)))


@decides(Row)
def old_age_band_row(person, period):
    age = person("age", period)
    row = (age >= 80).astype(numpy.int16)
    row += age >= 90
    row += age >= 100
    row[age < 0] = Row.unknown.index
    return coded(row, Row)


@decides(OldAgeBand)
def old_age_band(person, period):
    row = person("old_age_band_row", period)
    return by_row(row, OldAgeBand.under_80, OldAgeBand.from_80, OldAgeBand.from_90, OldAgeBand.from_100)


@decides(Answer)
def old_age_allowance_eligible(person, period):
    return at_least(person("age", period), 80)


@decides(float)
def old_age_allowance(person, period, parameters):
    due = numpy.array([*parameters(period).old_age_rate.amounts, numpy.nan])
    return taken(due, person("old_age_band", period))


@decides(Answer)
def nursing_subsidy_eligible(person, period, parameters):
    return all_of(
        at_least(person("age", period), 60),
        one_of(person("household_status", period), HouseholdStatus.dibao, HouseholdStatus.low_income),
        any_of(
            worse_or_equal(person("ability_level", period), AbilityLevel[parameters(period).unable_from]),
            person("ltci_assessment_accepted", period),
        ),
    )


@decides(float)
def nursing_subsidy(person, period, parameters):
    return amount(person("nursing_subsidy_eligible", period), parameters(period).nursing_rate)


@decides(Row)
def service_subsidy_class_row(person, period):
    age, status = person("age", period), person("household_status", period)
    sixty, dibao = at_least(age, 60), one_of(status, HouseholdStatus.dibao)
    at_home = one_of(person("tekun_support", period), TekunSupport.home)
    return first_hit(
        all_of(sixty, dibao, person("functionally_disabled", period)),
        all_of(
            sixty,
            one_of(status, HouseholdStatus.dibao, HouseholdStatus.low_income),
            person("family_planning_special", period),
        ),
        all_of(at_least(age, 80), any_of(dibao, all_of(one_of(status, HouseholdStatus.tekun), at_home))),
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


@decides(Answer)
def service_subsidy_eligible(person, period):
    return none_of(one_of(person("service_subsidy_class", period), ServiceSubsidyClass.none))


@decides(float)
def service_subsidy(person, period, parameters):
    due = rates(parameters(period).service_subsidy_rate, ServiceSubsidyClass)
    return taken(due, person("service_subsidy_class", period))


@decides(Answer)
def disability_subsidies_barred(person, period):
    return any_of(person("tekun_base_standard_eligible", period), person("work_injury_nursing_benefit", period))


@decides(Answer)
def disability_living_group(person, period):
    return all_of(
        at_least(person("disability_grade", period), 1),
        one_of(person("household_status", period), HouseholdStatus.dibao),
        none_of(person("disability_subsidies_barred", period)),
    )


@decides(float)
def disability_living_subsidy(person, period, parameters):
    return amount(person("disability_living_group", period), parameters(period).disability_living_rate)


@decides(Answer)
def disability_nursing_group(person, period):
    grade = person("disability_grade", period)
    return all_of(
        answer((grade >= 1) & (grade <= 2), grade < 0),
        none_of(person("disability_subsidies_barred", period)),
    )


@decides(float)
def disability_nursing_subsidy(person, period, parameters):
    return amount(person("disability_nursing_group", period), parameters(period).disability_nursing_rate)


# Services and admission


@decides(Answer)
def living_alone(person, period):
    """Alone or in an empty nest."""
    return one_of(person("living_arrangement", period), LivingArrangement.alone, LivingArrangement.empty_nest)


@decides(Answer)
def visit_group(person, period, parameters):
    """In a group to be visited, disabled and alone."""
    return all_of(
        any_of(
            at_least(person("age", period), 80),
            person("economically_difficult", period),
            person("family_planning_special", period),
        ),
        worse_or_equal(person("ability_level", period), AbilityLevel[parameters(period).half_disabled_from]),
        person("living_alone", period),
    )


@decides(Row)
def visit_due_row(person, period, parameters):
    eighty = at_least(person("age", period), 80)
    broad = eighty if parameters(period).visit_reading == "broad" else answer(eighty != eighty)
    return first_hit(broad, person("visit_group", period))


@decides(VisitFrequency)
def visit_due(person, period):
    """Two rows say weekly: of whom the second holds need not be known whether the first does."""
    weekly = VisitFrequency.weekly
    found = indices(by_row(person("visit_due_row", period), weekly, weekly, VisitFrequency.none))
    known = indices(person("visit_group", period)) == YES
    return coded(numpy.where(known, numpy.int16(weekly.index), found), VisitFrequency)


@decides(Answer)
def family_care_bed(person, period):
    return all_of(
        at_least(person("age", period), 80),
        any_of(person("no_children", period), person("living_alone", period)),
        person("functionally_disabled", period),
    )


@decides(Answer)
def caregiver_training(person, period):
    return any_of(
        person("functionally_disabled", period),
        person("dementia_diagnosed", period),
        at_least(person("age", period), 80),
    )


@decides(Answer)
def admission_eligible(person, period):
    return all_of(at_least(person("age", period), 60), person("wants_institution", period))


@decides(Row)
def admission_tier_row(person, period, parameters):
    difficult = person("economically_difficult", period)
    bottom_line = person("tekun_base_standard_eligible", period)
    if parameters(period).low_income_reading == "all_difficult":
        bottom_line = any_of(bottom_line, difficult)
    in_need = any_of(
        person("functionally_disabled", period),
        at_least(person("disability_grade", period), 1),
        person("living_alone", period),
    )
    priority = any_of(
        all_of(difficult, in_need),
        at_least(person("age", period), 80),
        person("family_planning_special", period),
        person("outstanding_contribution", period),
    )
    return first_hit(bottom_line, priority)


@decides(AdmissionTier)
def admission_tier(person, period):
    row = person("admission_tier_row", period)
    return by_row(row, AdmissionTier.bottom_line, AdmissionTier.priority, AdmissionTier.ordinary)


@decides(Answer)
def admission_tie_break(person, period):
    return any_of(person("active_service_family", period), person("martyr_survivor", period))
