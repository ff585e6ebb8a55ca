"""Under which circumstances a person lives: assistance status, household, disability, other benefits, the request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assess.rolls.making import rates
from assess.rolls.making.draws import Draws
from assess.rolls.making.rates import WHOLE, Population
from assess.rolls.making.stages import Stage, literal

_GRAVE = 512
"""The share of points lost, in 1,024, from which care by insurance is usual."""
CIRCUMSTANCES = (
    "registration", "household_status", "tekun_support", "living_arrangement", "no_children", "disability_grade",
    "disability_type", "family_planning_special", "outstanding_contribution", "active_service_family",
    "martyr_survivor", "work_injury_nursing_benefit", "ltci_beneficiary", "applied_on", "wants_institution",
)  # fmt: skip


def circumstances_stages(
    draws: Draws, population: Population, divisions: Mapping[str, tuple[str, int]], as_of: date
) -> list[Stage]:
    """From `person` and `lost`: `status`, `grade` of disability, and the facts, each as `fact.<id>`.

    `divisions`: by division code, the name of the place and how many in ten thousand are registered there.
    """
    statuses = {"tekun": population.tekun, "dibao": population.dibao, "low_income": population.low_income}
    shares = {literal(status): share for status, share in statuses.items()}
    first, second, third, _ = rates.DISABILITY_GRADES
    return [
        {
            "status": draws.among("status", {**shares, "'none'": WHOLE - sum(shares.values())}),
            "has_certificate": draws.chance("certificate", f"({rates.DISABILITY_CERTIFICATE} + lost * 3)"),
            "grade_drawn": f"({draws.below('grade', WHOLE)} - lost * 2)",
            "registration": draws.among(
                "registration", {literal(code): share for code, (_, share) in divisions.items()}
            ),
        },
        {
            "is_tekun": "status = 'tekun'",
            "grade": f"CASE WHEN NOT has_certificate THEN 0 WHEN grade_drawn < {first} THEN 1 "
            f"WHEN grade_drawn < {first + second} THEN 2 WHEN grade_drawn < {first + second + third} THEN 3 ELSE 4 END",
        },
        {f"fact.{name}": sql for name, sql in _facts(draws, as_of).items()},
    ]


def _facts(draws: Draws, as_of: date) -> dict[str, str]:
    living = {"'alone'": rates.ALONE, "'empty_nest'": rates.EMPTY_NEST, "'left_behind'": rates.LEFT_BEHIND}
    kinds = {literal(kind): share for kind, share in rates.DISABILITY_TYPES.items()}
    ltci = f"CASE WHEN lost > {_GRAVE} THEN {rates.LTCI_OF_THE_GRAVE} ELSE {rates.LTCI} END"
    return {
        "registration": "registration",
        "household_status": "status",
        "tekun_support": f"CASE WHEN is_tekun THEN "
        f"CASE WHEN {draws.chance('support', rates.IN_AN_INSTITUTION_OF_TEKUN)} THEN 'institution' ELSE 'home' END END",
        "living_arrangement": f"CASE WHEN is_tekun AND {draws.chance('alone', rates.ALONE_OF_TEKUN)} THEN 'alone' ELSE "
        f"{draws.among('living', {**living, literal('with_family'): WHOLE - sum(living.values())})} END",
        "no_children": draws.chance(
            "childless", f"CASE WHEN is_tekun THEN {rates.CHILDLESS_OF_TEKUN} ELSE {rates.CHILDLESS} END"
        ),
        "disability_grade": "grade::TINYINT",
        "disability_type": f"CASE WHEN grade > 0 THEN {draws.among('disability', kinds)} END",
        "family_planning_special": draws.chance("special family", rates.SPECIAL_FAMILY),
        "outstanding_contribution": draws.chance("contribution", rates.CONTRIBUTION),
        "active_service_family": draws.chance("soldier", rates.SOLDIERS_FAMILY),
        "martyr_survivor": draws.chance("martyr", rates.MARTYRS_SURVIVOR),
        "work_injury_nursing_benefit": draws.chance("work injury", rates.WORK_INJURY),
        "ltci_beneficiary": draws.chance("ltci", ltci),
        "applied_on": f"DATE '{as_of}' - {draws.between('applied on', 0, 3649)}",
        "wants_institution": draws.chance("wants a place", f"({rates.WANTS_A_PLACE} + lost)"),
    }
