"""Trees of YAML read as pydantic models, strictly; every place that does not fit is told, with its line and column."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from assess.diagnostics.diagnostic import Diagnostics, nearest
from assess.language.source import Mapping, Node, Path_, Sequence, find, plain


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True, strict=True)


ModelType = TypeVar("ModelType", bound=BaseModel)


def surface_of(model: type[ModelType], tree: Node, diagnostics: Diagnostics) -> ModelType | None:
    """The tree as the model; None where it does not fit, with a diagnostic for every place that does not."""
    try:
        return model.model_validate(plain(tree))
    except ValidationError as error:
        faults = [(_steps_in(tree, fault["loc"]), fault) for fault in error.errors(include_url=False)]
        exact = {steps for steps, fault in faults if not _is_shape(fault)}
        shapes: dict[Path_, list[Any]] = {}
        for steps, fault in faults:
            if _is_shape(fault):
                shapes.setdefault(steps, []).append(fault)
            else:
                _report(fault, steps, model, tree, diagnostics)
        for steps, alike in shapes.items():
            # where several shapes are allowed, each complains; what is said of the same place or deeper is more exact
            if not any(other[: len(steps)] == steps for other in exact | shapes.keys() - {steps}):
                problem = alike[0]["type"] if len(alike) == 1 else "union"
                _report(alike[0] | {"type": problem}, steps, model, tree, diagnostics)
        return None


def _is_shape(fault: Any) -> bool:
    return fault["loc"][-1:] != ("[key]",) and fault["type"] not in (
        "extra_forbidden", "missing", "literal_error", "enum", "string_pattern_mismatch", "too_short",
        "string_too_short",
    )  # fmt: skip


def _steps_in(tree: Node, location: tuple[str | int, ...]) -> Path_:
    """The steps of pydantic's location that are in the tree; the others are tags and names of alternatives."""
    taken: list[str | int] = []
    for step in location:
        node, _ = find(tree, taken)
        inside = step in node.entries if isinstance(node, Mapping) else isinstance(node, Sequence)
        if inside and isinstance(step, int) == isinstance(node, Sequence):
            taken.append(step)
    return tuple(taken)


def _report(fault: Any, steps: Path_, model: type[BaseModel], tree: Node, diagnostics: Diagnostics) -> None:
    kind, last = fault["type"], str(fault["loc"][-1]) if fault["loc"] else "?"
    _, position = find(tree, steps)
    key = next((step for step in reversed(steps) if isinstance(step, str)), "?")
    if last == "[key]":
        diagnostics.report("S106", position, key=key)
    elif kind == "extra_forbidden":
        others = [other for other in _keys_at(model, list(steps[:-1])) if other != last]
        diagnostics.report("S101", position, key=last, near=nearest(last, others))
    elif kind == "missing":
        diagnostics.report("S102", position, key=last)
    elif kind in ("literal_error", "enum"):
        expected = str(fault.get("ctx", {}).get("expected", ""))
        near = nearest(str(fault.get("input")), re.findall(r"'([^']+)'", expected))
        diagnostics.report("S103", position, key=key, found=fault.get("input"), expected=expected, near=near)
    elif kind == "string_pattern_mismatch":
        diagnostics.report("S106", position, key=fault.get("input"))
    elif kind in ("too_short", "string_too_short"):
        diagnostics.report("S105", position, key=key)
    else:
        diagnostics.report("S104", position, key=key, found=_shown(fault.get("input")), problem=kind)


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _keys_at(model: type[BaseModel], path: list[str | int]) -> list[str]:
    """The keys that the model allows at the path; used only to name the nearest one."""
    schema = model.model_json_schema(by_alias=True)
    definitions = schema.get("$defs", {})
    here: list[dict[str, Any]] = [schema]
    for step in path:
        following: list[dict[str, Any]] = []
        for found in _alternatives(here, definitions):
            properties = found.get("properties", {})
            if step in properties:
                following.append(properties[step])
            elif isinstance(step, int) and "items" in found:
                following.append(found["items"])
            elif isinstance(step, str) and isinstance(found.get("additionalProperties"), dict):
                following.append(found["additionalProperties"])
            elif isinstance(step, str) and isinstance(found.get("patternProperties"), dict):
                following.extend(found["patternProperties"].values())
        here = following or here
    return sorted({key for found in _alternatives(here, definitions) for key in found.get("properties", {})})


def _alternatives(schemas: list[dict[str, Any]], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for schema in schemas:
        if "$ref" in schema:
            found.extend(_alternatives([definitions[schema["$ref"].rsplit("/", 1)[1]]], definitions))
        elif "anyOf" in schema or "oneOf" in schema:
            found.extend(_alternatives(schema.get("anyOf", []) + schema.get("oneOf", []), definitions))
        else:
            found.append(schema)
    return found
