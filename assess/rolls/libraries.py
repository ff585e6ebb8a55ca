"""The libraries of the extra `rolls`, which single cases do not need: asked for before anything is imported that uses
them, so that a missing one is told with the command that installs it."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from importlib.util import find_spec
from types import ModuleType

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position


def needed(place: str, *modules: str) -> None:
    """Raises Refused (R416) where one is not installed. `place`: what needs them, as the person calls it."""
    absent = [module for module in modules if find_spec(module) is None]
    if absent:
        raise _missing(place, absent)


def imported(place: str, module: str) -> ModuleType:
    """The module. Raises Refused (R416) where it is not installed, or does not import."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise _missing(place, [module]) from None


def _missing(place: str, modules: Iterable[str]) -> Refused:
    packages = ", ".join(module.replace("_", "-") for module in modules)
    return Refused([Diagnostic("R416", Position(place), {"package": packages})])
