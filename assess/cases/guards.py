"""What is refused in the YAML or JSON text of a case before a tree is made of it."""

from __future__ import annotations

import yaml

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position

DEEPEST = 20
"""How many lists and mappings may stand inside one another; a case needs five. Endless ones exhaust the stack."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def refused_before_reading(text: str, name: str) -> list[Diagnostic]:
    """Tags (`!!python/name:…`, `!!str`), since no value is read by them, and too much nesting."""
    found: list[Diagnostic] = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            mark = event.start_mark
            place = Position(name) if mark is None else Position(name, mark.line + 1, mark.column + 1)
            tag = getattr(event, "tag", None)
            if tag is not None:
                found.append(Diagnostic("A210", place, {"tag": _as_written(tag)}))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST:
                    return [*found, Diagnostic("A209", place, {"deepest": str(DEEPEST)})]
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # the reader reports it, with its place
    return found


def _as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)
