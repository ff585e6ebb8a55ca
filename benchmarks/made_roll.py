"""A made-up roll as a Parquet file: the facts that Changzhou's goals rest on, a column each, named by their ids.

A third of the people have no assessment and one in ten lacks some other fact; or, for the comparison on complete rows,
nobody lacks any. All people are worked out from their row number: the same call makes the same roll.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.openfisca_model import facts

_MAXIMA = {"stairs": 3, "aggression": 1, "depression": 1, "consciousness": 2, "vision": 2, "hearing": 2, "transport": 3}
_HIGHEST = 4
_DIAGNOSES = ("coma", "dementia_diagnosed", "psychiatric_diagnosed")
_ITEMS = (*facts.SELF_CARE_ITEMS, *facts.MOBILITY_ITEMS, *facts.MENTAL_ITEMS, *facts.SENSORY_SOCIAL_ITEMS)
_ASSESSMENT = (*_ITEMS, *_DIAGNOSES, *facts.RISK_EVENTS, *facts.SELF_CARE_INDICATORS)


def make_roll(rows: int, out: Path, *, complete: bool = False) -> None:
    """Writes a roll of so many people."""
    import duckdb

    chance = _Chance()
    columns = {**_assessment(chance), **_application(chance)}
    if not complete:
        others = [name for name in columns if name not in _ASSESSMENT]
        lacks = f"CASE WHEN {chance()} < 0.1 THEN floor({chance()} * {len(others)}) ELSE -1 END"
        known = {name: f"lacks <> {index}" for index, name in enumerate(others)}
        known |= dict.fromkeys(_ASSESSMENT, f"{chance()} < 2 / 3")
        people = f"SELECT i, {chance()} AS share, {lacks} AS lacks FROM range({rows}) AS people(i)"
        columns = {name: f"CASE WHEN {known[name]} THEN {value} END" for name, value in columns.items()}
    else:
        people = f"SELECT i, {chance()} AS share FROM range({rows}) AS people(i)"
    shown = ", ".join(f'{value} AS "{name}"' for name, value in columns.items())
    # Half the people have most of their abilities; one in eight has all of them.
    eased = f"SELECT *, least(1, sqrt(share) * 1.07) AS ability FROM ({people})"
    duckdb.sql(f"COPY (SELECT i::VARCHAR AS \"case\", {shown} FROM ({eased})) TO '{out}' (FORMAT parquet)")


class _Chance:
    """Expressions for numbers from 0 to 1, a further one at each call, that depend on the row number only."""

    def __init__(self) -> None:
        self._drawn = 0

    def __call__(self) -> str:
        self._drawn += 1
        return f"((hash(i * 1000 + {self._drawn}) >> 11) / 9007199254740992)"


def _assessment(chance: _Chance) -> dict[str, str]:
    found = {}
    for item in _ITEMS:
        highest = _MAXIMA.get(item, _HIGHEST)
        found[item] = f"greatest(0, least({highest}, round(ability * {highest} + ({chance()} - 0.5) * 1.4)))::TINYINT"
    found |= {name: f"({chance()} < 0.05)" for name in _DIAGNOSES}
    found |= {name: f"(({chance()} < 0.08)::TINYINT + ({chance()} < 0.02)::TINYINT)" for name in facts.RISK_EVENTS}
    found |= {name: f"({chance()} < ability + 0.1)" for name in facts.SELF_CARE_INDICATORS}
    return found


def _application(chance: _Chance) -> dict[str, str]:
    found = {name: f"({chance()} < 0.08)" for name in facts.BOOLEANS if name not in _ASSESSMENT}
    found["disability_grade"] = f"(CASE WHEN {chance()} < 0.15 THEN 1 + floor({chance()} * 4) ELSE 0 END)::TINYINT"
    found["household_status"] = _among(chance, {"low_income": 0.05, "dibao": 0.08, "tekun": 0.05}, "none")
    found["tekun_support"] = _among(chance, {"institution": 0.3}, "home")
    found["living_arrangement"] = _among(chance, {"alone": 0.15, "empty_nest": 0.3, "left_behind": 0.05}, "with_family")
    # People between 56 and 106, the very old fewer and fewer.
    found["birth_date"] = f"(DATE '1970-06-30' - floor(({chance()} * {chance()}) * 18250)::INTEGER)"
    found["applied_on"] = f"(DATE '2024-01-01' + floor({chance()} * 850)::INTEGER)"
    return found


def _among(chance: _Chance, shares: dict[str, float], otherwise: str) -> str:
    draw, reached, cases = chance(), 0.0, []
    for code, share in shares.items():
        reached += share
        cases.append(f"WHEN {draw} < {reached:.4f} THEN '{code}'")
    return f"(CASE {' '.join(cases)} ELSE '{otherwise}' END)"
