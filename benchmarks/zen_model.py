"""The ability level of GB/T 42195-2022 and Changzhou's care standard, as a GoRules ZEN decision graph.

The same rules as the rulesets of this project, written the way ZEN's own editor would store them, so that the two
engines can be timed on equal work: expression nodes for sums, first-hit decision tables for grades.

Needs ``zen-engine`` (PyPI). How it is called was chosen by measurement (zen-engine 2.1.3, one thread):

- ``ZenEngine.evaluate(key, case)`` with a static loader runs on the calling thread; ``ZenDecision.evaluate`` hands each
  case to a worker thread and takes two to six times as long, whether or not its content was compiled beforehand.
- A ``dict`` is read faster than ``json.dumps`` can write it; text that is JSON already saves a twentieth.
- ``evaluate_batch``, ``async_evaluate`` and ``max_depth`` gain nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import zen

ITEM_MAXIMA: Mapping[str, Mapping[str, int]] = {
    "self_care_score": {
        "eating": 4,
        "grooming": 4,
        "bathing": 4,
        "dressing_upper": 4,
        "dressing_lower": 4,
        "bladder": 4,
        "bowel": 4,
        "toileting": 4,
    },
    "mobility_score": {"bed_mobility": 4, "transfer": 4, "walking": 4, "stairs": 3},
    "mental_score": {
        "time_orientation": 4,
        "place_orientation": 4,
        "person_orientation": 4,
        "memory": 4,
        "comprehension": 4,
        "expression": 4,
        "aggression": 1,
        "depression": 1,
        "consciousness": 2,
    },
    "sensory_social_score": {"vision": 2, "hearing": 2, "daily_affairs": 4, "transport": 3, "social_contact": 4},
}
"""Each sub-score of GB/T 42195-2022, table B, with its items and the highest score of each; 90 in all."""

DIAGNOSES = ("coma", "dementia_diagnosed", "psychiatric_diagnosed")
RISK_EVENTS = ("falls_30d", "wandering_30d", "choking_30d", "self_harm_30d", "other_events_30d")
SELF_CARE_INDICATORS = (
    "self_feeding",
    "self_dressing",
    "self_bed_transfer",
    "self_toileting",
    "self_indoor_walking",
    "self_bathing",
)
HOUSEHOLD_STATUSES = ("none", "low_income", "dibao", "tekun")

MINIMUM_WAGE = 2280
"""CNY a month, in force in Changzhou from 2021-08-01 to 2023-12-31."""

KEY = "ability-and-care-standard"
"""The name under which the engine's loader holds the graph."""


def _sum_of(terms: Iterable[str]) -> str:
    return " + ".join(terms)


def _node(node_id: str, name: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"id": node_id, "name": name, "type": kind, "position": {"x": 0, "y": 0}, "content": content}


def _transform(passes_input_on: bool) -> dict[str, Any]:
    return {"passThrough": passes_input_on, "inputField": None, "outputPath": None, "executionMode": "single"}


def _expressions(node_id: str, name: str, values: Mapping[str, str], *, passes_input_on: bool) -> dict[str, Any]:
    rows = [{"id": f"{node_id}-{key}", "key": key, "value": value} for key, value in values.items()]
    return _node(node_id, name, "expressionNode", {"expressions": rows, **_transform(passes_input_on)})


def _first_hit_table(
    node_id: str, name: str, inputs: Sequence[str], outputs: Sequence[str], rows: Iterable[Sequence[str]]
) -> dict[str, Any]:
    """A decision table whose rows give one cell for each input and then for each output; an empty cell is any value."""
    columns = (*inputs, *outputs)
    rules = [
        {"_id": f"{node_id}-{number}", **dict(zip(columns, row, strict=True))} for number, row in enumerate(rows, 1)
    ]
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": field, "name": field, "field": field} for field in inputs],
        "outputs": [{"id": field, "name": field, "field": field} for field in outputs],
        "rules": rules,
        **_transform(passes_input_on=True),
    }
    return _node(node_id, name, "decisionTableNode", content)


def _scores_and_counts() -> dict[str, Any]:
    """All that is summed or counted; what the later tables do not read is left behind here."""
    values = {score: _sum_of(items) for score, items in ITEM_MAXIMA.items()}
    values["ability_score"] = _sum_of(f"$.{score}" for score in ITEM_MAXIMA)
    values["care_risk_events"] = _sum_of(RISK_EVENTS)
    values["one_level_worse"] = "dementia_diagnosed or psychiatric_diagnosed or $.care_risk_events >= 2"
    values["self_care_failures"] = f"count([{', '.join(SELF_CARE_INDICATORS)}], not #)"
    values["coma"] = "coma"
    values["household_status"] = "household_status"
    return _expressions("sums", "Scores and counts", values, passes_input_on=False)


def _initial_level() -> dict[str, Any]:
    rows = (
        ("90", "'intact'"),
        ("[66..89]", "'mild'"),
        ("[46..65]", "'moderate'"),
        ("[30..45]", "'severe'"),
        ("[0..29]", "'complete'"),
    )
    return _first_hit_table("initial-level", "Initial level", ["ability_score"], ["ability_level_initial"], rows)


def _final_level() -> dict[str, Any]:
    inputs = ["coma", "one_level_worse", "ability_level_initial"]
    rows = (
        ("true", "", "", "'complete'"),
        ("", "true", "'intact'", "'mild'"),
        ("", "true", "'mild'", "'moderate'"),
        ("", "true", "'moderate'", "'severe'"),
        ("", "true", "'severe'", "'complete'"),
        ("", "", "", "ability_level_initial"),
    )
    return _first_hit_table("final-level", "Final level", inputs, ["ability_level"], rows)


def _self_care_ability() -> dict[str, Any]:
    rows = (
        ("0", "'able'", "0.05"),
        ("[1..3]", "'partial'", "0.15"),
        ("[4..6]", "'lost'", "0.30"),
    )
    outputs = ["self_care_ability", "care_rate"]
    return _first_hit_table("self-care-ability", "Self-care ability", ["self_care_failures"], outputs, rows)


def _care_standard() -> dict[str, Any]:
    rounded_up = f"ceil({MINIMUM_WAGE} * care_rate * 100) / 100"
    values = {"tekun_care_standard": f"household_status == 'tekun' ? {rounded_up} : 0"}
    return _expressions("care-standard", "Care standard", values, passes_input_on=True)


def zen_content() -> dict[str, Any]:
    """The decision graph as JSON content. Its last node gives the result: an output node would only copy it."""
    nodes = [
        _node("request", "Request", "inputNode", {"schema": ""}),
        _scores_and_counts(),
        _initial_level(),
        _final_level(),
        _self_care_ability(),
        _care_standard(),
    ]
    edges = [
        {"id": f"{source['id']}-{target['id']}", "type": "edge", "sourceId": source["id"], "targetId": target["id"]}
        for source, target in pairwise(nodes)
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def zen_decision() -> zen.ZenEngine:
    """An engine that holds the compiled graph, to be made once and used for every case."""
    return zen.ZenEngine({"loader": {"type": "static", "content": {KEY: zen_content()}}})


def evaluate(decision: zen.ZenEngine, case: dict[str, Any], trace: bool = False) -> dict[str, Any]:
    """The scores, levels and care standard (CNY a month) of one case.

    With ``trace``, ZEN's account of each node stands beside them under ``"trace"``.
    """
    if not trace:
        result: dict[str, Any] = decision.evaluate(KEY, case)["result"]
        return result
    response = decision.evaluate(KEY, case, {"trace": True})
    return {**response["result"], "trace": response["trace"]}


def make_cases(count: int, seed: int) -> list[dict[str, Any]]:
    """Complete cases, the same for the same seed, whose totals spread over the whole of 0 to 90."""
    generator = random.Random(seed)
    return [_case(generator) for _ in range(count)]


def _case(generator: random.Random) -> dict[str, Any]:
    # One case in twenty is unimpaired: only 90 of 90 is, which chance alone would almost never give.
    ability = 1.0 if generator.random() < 0.05 else generator.random()
    case: dict[str, Any] = {
        item: sum(generator.random() < ability for _ in range(maximum))
        for items in ITEM_MAXIMA.values()
        for item, maximum in items.items()
    }
    case.update({diagnosis: generator.random() < 0.08 for diagnosis in DIAGNOSES})
    case.update({event: generator.choice((0, 0, 0, 0, 0, 0, 1, 2)) for event in RISK_EVENTS})
    case.update({indicator: generator.random() < ability for indicator in SELF_CARE_INDICATORS})
    case["household_status"] = generator.choice(HOUSEHOLD_STATUSES)
    return case
