"""What all models share: the entity, the categories, which facts there are, and which decisions are written."""

from __future__ import annotations

from typing import Any

import numpy
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.indexed_enums.config import ENUM_ARRAY_DTYPE

Array = numpy.ndarray[Any, Any]

Person = build_entity(key="person", plural="persons", label="A person on the roll", is_person=True)


class Answer(Enum):
    """To a question that may be open. In this order, «and» is the least of several answers and «or» the greatest."""

    no = "no"
    unknown = "not known"
    yes = "yes"


class Row(Enum):
    """Of a decision table, the row that hits."""

    first = "first row"
    second = "second row"
    third = "third row"
    fourth = "fourth row"
    fifth = "fifth row"
    unknown = "not known"


class AbilityLevel(Enum):
    intact = "ability intact"
    mild = "mild loss of ability"
    moderate = "moderate loss of ability"
    severe = "severe loss of ability"
    complete = "complete loss of ability"
    unknown = "not known"


class SelfCareAbility(Enum):
    able = "able"
    partial = "partly lost"
    lost = "wholly lost"
    unknown = "not known"


class HouseholdStatus(Enum):
    none = "none"
    low_income = "low income"
    dibao = "dibao"
    tekun = "in extreme hardship"
    unknown = "not known"


class TekunSupport(Enum):
    institution = "in an institution"
    home = "at home"
    unknown = "not known"


class LivingArrangement(Enum):
    with_family = "with family"
    alone = "alone"
    empty_nest = "empty nest"
    left_behind = "left behind"
    unknown = "not known"


class OldAgeBand(Enum):
    under_80 = "under eighty"
    from_80 = "eighty to eighty-nine"
    from_90 = "ninety to ninety-nine"
    from_100 = "a hundred and over"
    unknown = "not known"


class ServiceSubsidyClass(Enum):
    none = "none"
    dibao_disabled = "on dibao and disabled"
    bereaved = "bereaved of the only child"
    eighty = "eighty and over"
    unknown = "not known"


class VisitFrequency(Enum):
    none = "not required"
    weekly = "once a week at least"
    monthly = "once a month at least"
    unknown = "not known"


class AdmissionTier(Enum):
    bottom_line = "must be provided for"
    priority = "priority"
    ordinary = "ordinary"
    unknown = "not known"


SELF_CARE_ITEMS = (
    "eating",
    "grooming",
    "bathing",
    "dressing_upper",
    "dressing_lower",
    "bladder",
    "bowel",
    "toileting",
)
MOBILITY_ITEMS = ("bed_mobility", "transfer", "walking", "stairs")
MENTAL_ITEMS = (
    "time_orientation",
    "place_orientation",
    "person_orientation",
    "memory",
    "comprehension",
    "expression",
    "aggression",
    "depression",
    "consciousness",
)
SENSORY_SOCIAL_ITEMS = ("vision", "hearing", "daily_affairs", "transport", "social_contact")
RISK_EVENTS = ("falls_30d", "wandering_30d", "choking_30d", "self_harm_30d", "other_events_30d")
SELF_CARE_INDICATORS = (
    "self_feeding",
    "self_dressing",
    "self_bed_transfer",
    "self_toileting",
    "self_indoor_walking",
    "self_bathing",
)

SUMS = {
    "self_care_score": SELF_CARE_ITEMS,
    "mobility_score": MOBILITY_ITEMS,
    "mental_score": MENTAL_ITEMS,
    "sensory_social_score": SENSORY_SOCIAL_ITEMS,
    "ability_score": ("self_care_score", "mobility_score", "mental_score", "sensory_social_score"),
    "care_risk_events": RISK_EVENTS,
}
SAME = {
    "home_retrofit": "home_adaptation_group",
    "ltci_assessment_accepted": "ltci_beneficiary",
    "tekun_care_standard_eligible": "tekun_base_standard_eligible",
    "disability_living_subsidy_eligible": "disability_living_group",
    "disability_nursing_subsidy_eligible": "disability_nursing_group",
}
"""Decisions that are another decision or fact as it stands."""

NUMBERS = (
    *SELF_CARE_ITEMS,
    *MOBILITY_ITEMS,
    *MENTAL_ITEMS,
    *SENSORY_SOCIAL_ITEMS,
    *RISK_EVENTS,
    "disability_grade",
)
BOOLEANS = (
    "coma",
    "dementia_diagnosed",
    "psychiatric_diagnosed",
    *SELF_CARE_INDICATORS,
    "work_injury_nursing_benefit",
    "ltci_beneficiary",
    "wants_institution",
    "family_planning_special",
    "outstanding_contribution",
    "active_service_family",
    "martyr_survivor",
    "no_children",
)
CATEGORIES = {
    "household_status": HouseholdStatus,
    "tekun_support": TekunSupport,
    "living_arrangement": LivingArrangement,
}
BIRTH_DATE = "birth_date"
CASE = "case"
FACTS = (*NUMBERS, *BOOLEANS, *CATEGORIES, BIRTH_DATE)

GOALS = (
    "age",
    "ability_score",
    "ability_level",
    "economically_difficult",
    "tekun_base_standard",
    "tekun_care_standard",
    "old_age_allowance",
    "service_subsidy",
    "nursing_subsidy",
    "disability_living_subsidy",
    "disability_nursing_subsidy",
    "total_monthly",
    "assessment_required",
    "visit_due",
    "family_care_bed",
    "home_retrofit",
    "caregiver_training",
    "admission_eligible",
    "admission_tier",
    "admission_tie_break",
)
"""The goals of the ruleset, in its order."""
INTERMEDIATE = (
    "care_risk_events",
    "self_care_score",
    "mobility_score",
    "mental_score",
    "sensory_social_score",
    "ability_level_initial",
    "self_care_ability",
    "functionally_disabled",
    "home_adaptation_group",
    "disability_subsidies_barred",
    "disability_living_group",
    "disability_nursing_group",
    "ltci_assessment_accepted",
    "old_age_band",
    "service_subsidy_class",
)
TABLES = (
    "ability_level_initial",
    "ability_level",
    "self_care_ability",
    "old_age_band",
    "visit_due",
    "admission_tier",
    "service_subsidy_class",
)
AMOUNTS = (
    "old_age_allowance",
    "tekun_base_standard",
    "tekun_care_standard",
    "nursing_subsidy",
    "service_subsidy",
    "disability_living_subsidy",
    "disability_nursing_subsidy",
)
COLUMNS = {
    **{name: name for name in (*GOALS, *INTERMEDIATE)},
    **{f"{name}.row": f"{name}_row" for name in TABLES},
    **{f"{name}.eligible": f"{name}_eligible" for name in AMOUNTS},
}
"""The columns of decisions on a checked roll, and the variables they come from.

Without `assessment_up_to_date`: the roll has not the facts for it and nobody the figure, so that it is never known.
"""


def coded(found: Array, values: type[Enum]) -> EnumArray:
    """Indices as an array of the enum, without OpenFisca's own encoding, which copies them."""
    return EnumArray(found.astype(ENUM_ARRAY_DTYPE, copy=False), values)


def indices(array: EnumArray) -> Array:
    """The indices as an ordinary array, which alone may be compared and computed with."""
    return array.view(numpy.ndarray)
