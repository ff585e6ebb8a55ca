"""What a person can still do: one share of points lost per person, which every item, diagnosis and indicator follows.

So the answers of one person hang together, as they do on real sheets: whoever cannot walk does not climb stairs.
"""

from __future__ import annotations

from datetime import date

from assess.rolls.making import rates
from assess.rolls.making.draws import Draws
from assess.rolls.making.rates import WHOLE
from assess.rolls.making.stages import Stage

_ITEMS = {
    "eating": (4, 60), "grooming": (4, 85), "bathing": (4, 140), "dressing_upper": (4, 90), "dressing_lower": (4, 105),
    "bladder": (4, 95), "bowel": (4, 80), "toileting": (4, 95),
    "bed_mobility": (4, 80), "transfer": (4, 95), "walking": (4, 110), "stairs": (3, 155),
    "time_orientation": (4, 95), "place_orientation": (4, 100), "person_orientation": (4, 75), "memory": (4, 110),
    "comprehension": (4, 90), "expression": (4, 85), "aggression": (1, 35), "depression": (1, 70),
    "consciousness": (2, 40),
    "vision": (2, 110), "hearing": (2, 120), "daily_affairs": (4, 135), "transport": (3, 150),
    "social_contact": (4, 110),
}  # fmt: skip
"""Each item's highest score, and how early it goes: a hundredfold of the person's share of points lost."""

_INDICATORS = {
    "self_feeding": 800, "self_dressing": 620, "self_bed_transfer": 640, "self_toileting": 600,
    "self_indoor_walking": 560, "self_bathing": 420,
}  # fmt: skip
"""The share of points lost (in 1,024) from which half the people cannot do it alone."""
_UNEVEN = 200
"""By how much that share differs from person to person."""

_EVENTS = ("falls_30d", "wandering_30d", "choking_30d", "self_harm_30d", "other_events_30d")
ASSESSMENT = (*_ITEMS, "coma", "dementia_diagnosed", "psychiatric_diagnosed", *_EVENTS, "assessed_on")
"""What an assessment fills in, all or nothing."""
INDICATORS = tuple(_INDICATORS)
"""The six indicators of self-care: asked of everybody who is assessed, and of everybody in extreme hardship."""

_GRAVE = 512
_GRAVEST = 850
_A_NOISE = 1_023
"""Ten bits: three items share one draw."""


def ability_stages(draws: Draws, as_of: date) -> list[Stage]:
    """From `person` and `age`: `assessed`, `lost` (the share of points lost, in 1,024), and what an assessment found,
    each fact as `fact.<id>`."""
    rank = f"({draws.below('rank', WHOLE)} + greatest(age - 60, 0) * {rates.RANK_A_YEAR})"
    return [
        {"assessed": f"NOT {draws.chance('not assessed', rates.NOT_ASSESSED)}", "rank": rank},
        {"lost": _lost()},
        {
            "coma": f"lost > {_GRAVEST} AND {draws.chance('coma', rates.COMA_AMONG_THE_GRAVEST)}",
            "dementia": draws.chance(
                "dementia", f"({rates.DEMENTIA} + greatest(age - 60, 0) * {rates.DEMENTIA_A_YEAR} + lost)"
            ),
        },
        {f"fact.{name}": f"CASE WHEN assessed THEN {sql} END" for name, sql in _assessment(draws, as_of).items()},
    ]


def _lost() -> str:
    """Straight lines between the bounds of the levels; nothing up to the first."""
    bounds = (
        rates.INTACT_UP_TO,
        rates.MILD_UP_TO,
        rates.MODERATE_UP_TO,
        rates.SEVERE_UP_TO,
        rates.SEVERE_UP_TO + 1_500,
    )
    shares = (rates.LOST_FROM, rates.LOST_MILD, rates.LOST_MODERATE, rates.LOST_SEVERE, rates.LOST_ALL)
    lines = [
        f"WHEN rank < {upper} THEN {low} + (rank - {lower}) * {high - low} // {upper - lower}"
        for lower, upper, low, high in zip(bounds, bounds[1:], shares, shares[1:], strict=False)
    ]
    return f"CASE WHEN rank < {bounds[0]} THEN 0 {' '.join(lines)} ELSE {shares[-1]} END"


def _assessment(draws: Draws, as_of: date) -> dict[str, str]:
    facts = {}
    for index, (name, (highest, early)) in enumerate(_ITEMS.items()):
        noise = f"(({draws.bits(f'items {index // 3}')} >> {index % 3 * 10}) & {_A_NOISE})::INTEGER"
        missing = f"((lost * {highest * early} // 100 + {noise}) >> 10)"
        facts[name] = f"greatest({highest} - {missing}, 0)::TINYINT"
    facts["consciousness"] = f"CASE WHEN coma THEN 0 ELSE {facts['consciousness']} END::TINYINT"
    no_fall, one_fall, two_falls, _ = rates.FALLS
    facts |= {
        "coma": "coma",
        "dementia_diagnosed": "dementia",
        "psychiatric_diagnosed": draws.chance("psychiatric", rates.PSYCHIATRIC),
        "falls_30d": draws.among(
            "falls",
            {"0": no_fall, "1": one_fall, "2": two_falls, f"{draws.between('many falls', 3, 6)}": 0},
        ),
        "wandering_30d": f"CASE WHEN dementia AND {draws.chance('wandering', rates.WANDERING_WITH_DEMENTIA)} "
        f"THEN {draws.between('times wandered', 1, 2)} ELSE 0 END",
        "choking_30d": f"CASE WHEN lost > {_GRAVE} AND {draws.chance('choking', rates.CHOKING * 5)} "
        f"OR {draws.chance('choking', rates.CHOKING)} THEN 1 ELSE 0 END",
        "self_harm_30d": draws.chance("self-harm", rates.SELF_HARM),
        "other_events_30d": draws.chance("other events", rates.OTHER_EVENTS),
        "assessed_on": f"DATE '{as_of}' - {draws.between('assessed on', 0, 729)}",
    }
    return {name: f"({sql})::TINYINT" if name in _EVENTS else sql for name, sql in facts.items()}


def indicator_stage(draws: Draws, *, some_unasked: bool) -> Stage:
    """From `lost`, `assessed` and `is_tekun`: the six indicators of self-care, each as `fact.<id>`. `some_unasked`:
    they take the place of the one fact that some people lack."""
    asked = "(is_tekun OR assessed)"
    if some_unasked:
        asked += f" AND NOT {draws.chance('lacking', rates.LACKS_A_FACT)}"
    return {
        f"fact.{name}": f"CASE WHEN {asked} THEN lost + {draws.between(name, -_UNEVEN, _UNEVEN)} < {threshold} END"
        for name, threshold in _INDICATORS.items()
    }
