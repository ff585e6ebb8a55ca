"""The rules as OpenFisca's own documentation has rules written, for people of whom some facts are unknown.

Pages are those of openfisca.org/doc, in github.com/openfisca/openfisca-doc under `source/`:

- Variables as classes, one formula each; `*` and `+` for «and» and «or», `where`, `select`, comparisons with members of
  Enums: `coding-the-legislation/25_vectorial_computing.md` and `20_input_variables.md`.
- `.index` of a member where `select` returns one: as in the French package (`zone_apl` in `aides_logement.py`), which
  says why, and in the words of `openfisca_core.indexed_enums.Enum`; with members themselves all takes a third longer.
- Rates by a category by fancy indexing, rates by age by the `calc` of a scale: `legislation_parameters.md` there.
- Age by years, months and days of birth: the country template's `variables/demographics.py`.

Of unknowns the documentation has nothing. Questions are Enums with a member `unknown`, which is the documented way to
a third value; numbers are floats, NaN where unknown, which is how pandas gives them and how numpy carries them.
"""

from __future__ import annotations

from functools import reduce

import numpy
from openfisca_core.model_api import Enum, not_, select, where
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.openfisca_model import declaring, facts
from benchmarks.openfisca_model.declaring import decides
from benchmarks.openfisca_model.facts import (
    AbilityLevel,
    AdmissionTier,
    Answer,
    Array,
    HouseholdStatus,
    LivingArrangement,
    OldAgeBand,
    SelfCareAbility,
    ServiceSubsidyClass,
    TekunSupport,
    VisitFrequency,
)
from benchmarks.openfisca_model.figures import rounded_up

nan = numpy.nan


def country() -> TaxBenefitSystem:
    """The model, to be made once and used for every chunk."""
    return declaring.country(globals(), numbers=float, answers=Answer)


def answer(yes: Array, no: Array) -> Array:
    """The answer where one or the other is certain, else unknown."""
    return select([yes, no], [Answer.yes.index, Answer.no.index], Answer.unknown.index)


def at_or_past(level: Array, bound: str) -> Array:
    """Is the level this one or a worse one?"""
    worse = list(AbilityLevel)[AbilityLevel[bound].index : AbilityLevel.unknown.index]
    yes = reduce(numpy.logical_or, [level == one for one in worse])
    return answer(yes, not_(yes) * (level != AbilityLevel.unknown))


def first_row(*rows: tuple[Array, Array]) -> Array:
    """The number of the first row that hits, of pairs of where one certainly does and does not; after them the rest."""
    conditions = [condition for yes, no in rows for condition in (yes, not_(no))]
    return select(conditions, [found for number in range(len(rows)) for found in (number, nan)], len(rows))


def by_row(row: Array, *members: Enum) -> Array:
    """What the rows of a table give."""
    unknown = type(members[0]).unknown
    return select(
        [row == number for number in range(len(members))], [member.index for member in members], unknown.index
    )


def amount(eligible: Array, due: Array | float) -> Array:
    """What is due to the eligible."""
    return select([eligible == Answer.yes, eligible == Answer.no], [due, 0], nan)


# GB/T 42195-2022


@decides(float)
def age(person, period):
    """Age in completed years on the last day of the month."""
    birth = person("birth_date", period)
    birth_year = birth.astype("datetime64[Y]").astype(int) + 1970
    birth_month = birth.astype("datetime64[M]").astype(int) % 12 + 1
    birth_day = (birth - birth.astype("datetime64[M]") + 1).astype(int)
    day = period.stop
    is_birthday_past = (birth_month < day.month) + (birth_month == day.month) * (birth_day <= day.day)
    return where(numpy.isnat(birth), nan, day.year - birth_year - where(is_birthday_past, 0, 1))


@decides(float)
def ability_level_initial_row(person, period):
    score = person("ability_score", period)
    return select([score >= 90, score >= 66, score >= 46, score >= 30, score >= 0], [0, 1, 2, 3, 4], nan)


@decides(AbilityLevel)
def ability_level_initial(person, period):
    return by_row(
        person("ability_level_initial_row", period),
        AbilityLevel.intact,
        AbilityLevel.mild,
        AbilityLevel.moderate,
        AbilityLevel.severe,
        AbilityLevel.complete,
    )


@decides(Answer)
def ability_worse(person, period):
    dementia = person("dementia_diagnosed", period)
    psychiatric = person("psychiatric_diagnosed", period)
    events = person("care_risk_events", period)
    return answer(
        (dementia == Answer.yes) + (psychiatric == Answer.yes) + (events >= 2),
        (dementia == Answer.no) * (psychiatric == Answer.no) * (events < 2),
    )


@decides(float)
def ability_level_row(person, period):
    coma = person("coma", period)
    worse = person("ability_worse", period)
    return first_row((coma == Answer.yes, coma == Answer.no), (worse == Answer.yes, worse == Answer.no))


@decides(AbilityLevel)
def ability_level(person, period):
    row = person("ability_level_row", period)
    initial = person("ability_level_initial", period)
    worse, same = row == 1, row == 2
    # Of whom the worst level is certain in any case, no more need be known.
    at_worst = (person("ability_worse", period) == Answer.yes) * (initial == AbilityLevel.severe)
    return select(
        [
            (row == 0) + (initial == AbilityLevel.complete) + at_worst,
            worse * (initial == AbilityLevel.moderate) + same * (initial == AbilityLevel.severe),
            worse * (initial == AbilityLevel.mild) + same * (initial == AbilityLevel.moderate),
            worse * (initial == AbilityLevel.intact) + same * (initial == AbilityLevel.mild),
            same * (initial == AbilityLevel.intact),
        ],
        [
            AbilityLevel.complete.index,
            AbilityLevel.severe.index,
            AbilityLevel.moderate.index,
            AbilityLevel.mild.index,
            AbilityLevel.intact.index,
        ],
        AbilityLevel.unknown.index,
    )


@decides(Answer)
def functionally_disabled(person, period, parameters):
    return at_or_past(person("ability_level", period), parameters(period).disabled_from)


# Extreme hardship, economic difficulty


@decides(float)
def self_care_ability_row(person, period):
    found = [person(indicator, period) for indicator in facts.SELF_CARE_INDICATORS]
    able = sum(where(one == Answer.yes, 1, 0) for one in found)
    unable = sum(where(one == Answer.no, 1, 0) for one in found)
    return first_row((unable >= 4, able >= 3), (unable >= 1, able == 6))


@decides(SelfCareAbility)
def self_care_ability(person, period):
    row = person("self_care_ability_row", period)
    return by_row(row, SelfCareAbility.lost, SelfCareAbility.partial, SelfCareAbility.able)


@decides(Answer)
def economically_difficult(person, period):
    status = person("household_status", period)
    return answer(
        (status == HouseholdStatus.low_income) + (status == HouseholdStatus.dibao) + (status == HouseholdStatus.tekun),
        status == HouseholdStatus.none,
    )


@decides(Answer)
def home_adaptation_group(person, period):
    age = person("age", period)
    difficult = person("economically_difficult", period)
    return answer((age >= 60) * (difficult == Answer.yes), (age < 60) + (difficult == Answer.no))


@decides(Answer)
def assessment_required(person, period):
    age = person("age", period)
    wanted = person("wants_institution", period)
    difficult = person("economically_difficult", period)
    return answer(
        (age >= 80) + (wanted == Answer.yes) + (age >= 60) * (difficult == Answer.yes),
        (age < 80) * (wanted == Answer.no) * ((age < 60) + (difficult == Answer.no)),
    )


# Benefits, CNY a month


@decides(Answer)
def tekun_base_standard_eligible(person, period):
    status = person("household_status", period)
    tekun = status == HouseholdStatus.tekun
    return answer(tekun, not_(tekun) * (status != HouseholdStatus.unknown))


@decides(float)
def tekun_base_standard(person, period, parameters):
    due = parameters(period).base_multiple * parameters(period).dibao_standard
    return amount(person("tekun_base_standard_eligible", period), rounded_up(due))


@decides(float)
def tekun_care_standard(person, period, parameters):
    rate = parameters(period).care_rate[person("self_care_ability", period)]
    wage = parameters(period.last_year.stop).minimum_wage
    return amount(person("tekun_care_standard_eligible", period), rounded_up(rate * wage))


@decides(float)
def old_age_band_row(person, period):
    age = person("age", period)
    return select([age < 80, age < 90, age < 100, age >= 100], [0, 1, 2, 3], nan)


@decides(OldAgeBand)
def old_age_band(person, period):
    row = person("old_age_band_row", period)
    return by_row(row, OldAgeBand.under_80, OldAgeBand.from_80, OldAgeBand.from_90, OldAgeBand.from_100)


@decides(Answer)
def old_age_allowance_eligible(person, period):
    age = person("age", period)
    return answer(age >= 80, age < 80)


@decides(float)
def old_age_allowance(person, period, parameters):
    due = parameters(period).old_age_rate.calc(person("age", period))
    return amount(person("old_age_allowance_eligible", period), due)


@decides(Answer)
def nursing_subsidy_eligible(person, period, parameters):
    age = person("age", period)
    status = person("household_status", period)
    unable = at_or_past(person("ability_level", period), parameters(period).unable_from)
    accepted = person("ltci_assessment_accepted", period)
    return answer(
        (age >= 60)
        * ((status == HouseholdStatus.dibao) + (status == HouseholdStatus.low_income))
        * ((unable == Answer.yes.index) + (accepted == Answer.yes)),
        (age < 60)
        + (status == HouseholdStatus.none)
        + (status == HouseholdStatus.tekun)
        + (unable == Answer.no.index) * (accepted == Answer.no),
    )


@decides(float)
def nursing_subsidy(person, period, parameters):
    return amount(person("nursing_subsidy_eligible", period), parameters(period).nursing_rate)


@decides(float)
def service_subsidy_class_row(person, period):
    age = person("age", period)
    disabled = person("functionally_disabled", period)
    special = person("family_planning_special", period)
    status = person("household_status", period)
    none, low_income = status == HouseholdStatus.none, status == HouseholdStatus.low_income
    dibao, tekun = status == HouseholdStatus.dibao, status == HouseholdStatus.tekun
    support = person("tekun_support", period)
    return first_row(
        (
            (age >= 60) * dibao * (disabled == Answer.yes),
            (age < 60) + none + low_income + tekun + (disabled == Answer.no),
        ),
        (
            (age >= 60) * (dibao + low_income) * (special == Answer.yes),
            (age < 60) + none + tekun + (special == Answer.no),
        ),
        (
            (age >= 80) * (dibao + tekun * (support == TekunSupport.home)),
            (age < 80) + none + low_income + tekun * (support == TekunSupport.institution),
        ),
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
    found = person("service_subsidy_class", period)
    none, unknown = found == ServiceSubsidyClass.none, found == ServiceSubsidyClass.unknown
    return answer(not_(none + unknown), none)


@decides(float)
def service_subsidy(person, period, parameters):
    due = parameters(period).service_subsidy_rate[person("service_subsidy_class", period)]
    return amount(person("service_subsidy_eligible", period), due)


@decides(Answer)
def disability_subsidies_barred(person, period):
    tekun = person("tekun_base_standard_eligible", period)
    injured = person("work_injury_nursing_benefit", period)
    return answer(
        (tekun == Answer.yes) + (injured == Answer.yes),
        (tekun == Answer.no) * (injured == Answer.no),
    )


@decides(Answer)
def disability_living_group(person, period):
    grade = person("disability_grade", period)
    status = person("household_status", period)
    dibao = status == HouseholdStatus.dibao
    barred = person("disability_subsidies_barred", period)
    return answer(
        (grade >= 1) * dibao * (barred == Answer.no),
        (grade < 1) + not_(dibao) * (status != HouseholdStatus.unknown) + (barred == Answer.yes),
    )


@decides(float)
def disability_living_subsidy(person, period, parameters):
    due = parameters(period).disability_living_rate
    return amount(person("disability_living_subsidy_eligible", period), due)


@decides(Answer)
def disability_nursing_group(person, period):
    grade = person("disability_grade", period)
    barred = person("disability_subsidies_barred", period)
    return answer(
        (grade >= 1) * (grade <= 2) * (barred == Answer.no),
        (grade < 1) + (grade > 2) + (barred == Answer.yes),
    )


@decides(float)
def disability_nursing_subsidy(person, period, parameters):
    due = parameters(period).disability_nursing_rate
    return amount(person("disability_nursing_subsidy_eligible", period), due)


# Services and admission


@decides(Answer)
def living_alone(person, period):
    """Alone or in an empty nest."""
    arrangement = person("living_arrangement", period)
    return answer(
        (arrangement == LivingArrangement.alone) + (arrangement == LivingArrangement.empty_nest),
        (arrangement == LivingArrangement.with_family) + (arrangement == LivingArrangement.left_behind),
    )


@decides(float)
def visit_due_row(person, period, parameters):
    age = person("age", period)
    broad = parameters(period).visit_reading == "broad"
    group = person("visit_group", period)
    return first_row(
        (broad * (age >= 80), (not broad) + (age < 80)),
        (group == Answer.yes, group == Answer.no),
    )


@decides(Answer)
def visit_group(person, period, parameters):
    """In a group to be visited, disabled and alone."""
    age = person("age", period)
    difficult = person("economically_difficult", period)
    special = person("family_planning_special", period)
    disabled = at_or_past(person("ability_level", period), parameters(period).half_disabled_from)
    alone = person("living_alone", period)
    return answer(
        ((age >= 80) + (difficult == Answer.yes) + (special == Answer.yes))
        * (disabled == Answer.yes.index)
        * (alone == Answer.yes),
        (age < 80) * (difficult == Answer.no) * (special == Answer.no)
        + (disabled == Answer.no.index)
        + (alone == Answer.no),
    )


@decides(VisitFrequency)
def visit_due(person, period):
    row = person("visit_due_row", period)
    # Two rows say weekly: of whom the second holds need not be known whether the first does.
    weekly = (row <= 1) + (person("visit_group", period) == Answer.yes)
    return select(
        [weekly, row == 2], [VisitFrequency.weekly.index, VisitFrequency.none.index], VisitFrequency.unknown.index
    )


@decides(Answer)
def family_care_bed(person, period):
    age = person("age", period)
    childless = person("no_children", period)
    alone = person("living_alone", period)
    disabled = person("functionally_disabled", period)
    return answer(
        (age >= 80) * ((childless == Answer.yes) + (alone == Answer.yes)) * (disabled == Answer.yes),
        (age < 80) + (childless == Answer.no) * (alone == Answer.no) + (disabled == Answer.no),
    )


@decides(Answer)
def caregiver_training(person, period):
    disabled = person("functionally_disabled", period)
    dementia = person("dementia_diagnosed", period)
    age = person("age", period)
    return answer(
        (disabled == Answer.yes) + (dementia == Answer.yes) + (age >= 80),
        (disabled == Answer.no) * (dementia == Answer.no) * (age < 80),
    )


@decides(Answer)
def admission_eligible(person, period):
    age = person("age", period)
    wanted = person("wants_institution", period)
    return answer((age >= 60) * (wanted == Answer.yes), (age < 60) + (wanted == Answer.no))


@decides(float)
def admission_tier_row(person, period, parameters):
    difficult = person("economically_difficult", period)
    tekun = person("tekun_base_standard_eligible", period)
    all_difficult = parameters(period).low_income_reading == "all_difficult"
    disabled = person("functionally_disabled", period)
    grade = person("disability_grade", period)
    alone = person("living_alone", period)
    age = person("age", period)
    special = person("family_planning_special", period)
    outstanding = person("outstanding_contribution", period)
    return first_row(
        (
            (tekun == Answer.yes) + all_difficult * (difficult == Answer.yes),
            (tekun == Answer.no) * ((not all_difficult) + (difficult == Answer.no)),
        ),
        (
            (difficult == Answer.yes) * ((disabled == Answer.yes) + (grade >= 1) + (alone == Answer.yes))
            + (age >= 80)
            + (special == Answer.yes)
            + (outstanding == Answer.yes),
            ((difficult == Answer.no) + (disabled == Answer.no) * (grade < 1) * (alone == Answer.no))
            * (age < 80)
            * (special == Answer.no)
            * (outstanding == Answer.no),
        ),
    )


@decides(AdmissionTier)
def admission_tier(person, period):
    row = person("admission_tier_row", period)
    return by_row(row, AdmissionTier.bottom_line, AdmissionTier.priority, AdmissionTier.ordinary)


@decides(Answer)
def admission_tie_break(person, period):
    serving = person("active_service_family", period)
    martyr = person("martyr_survivor", period)
    return answer(
        (serving == Answer.yes) + (martyr == Answer.yes),
        (serving == Answer.no) * (martyr == Answer.no),
    )
