"""Lists that ship with the program, in YAML: read as rulesets are, with every fault told by its place."""

from __future__ import annotations

from pathlib import Path

from assess.diagnostics.diagnostic import Diagnostics, Refused
from assess.language.models import ModelType, surface_of
from assess.language.source import read_file


def shipped(model: type[ModelType], path: Path) -> ModelType:
    """What the file holds. Raises Refused where it has faults."""
    diagnostics = Diagnostics()
    tree = read_file(path, path.name, diagnostics)
    found = None if tree is None else surface_of(model, tree, diagnostics)
    if found is None or diagnostics.has_errors:
        raise Refused(diagnostics)
    return found
