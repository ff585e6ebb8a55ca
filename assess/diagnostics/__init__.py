"""Faults with their place and remedy: what is found wrong in rulesets, forms, cases and calls, and how it is shown."""

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic, Diagnostics, Refused, nearest
from assess.diagnostics.position import Position
from assess.diagnostics.rendering import as_json, for_person, one_line

__all__ = [
    "CATALOGUE",
    "Diagnostic",
    "Diagnostics",
    "Position",
    "Refused",
    "as_json",
    "for_person",
    "nearest",
    "one_line",
]
