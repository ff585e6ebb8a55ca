"""Third pass: parses every expression, binds every name, finds every citation of a ruleset and those it builds on."""

from assess.language.resolution.reader import FormInputs, label_of
from assess.language.resolution.ruleset import resolve

__all__ = ["FormInputs", "label_of", "resolve"]
