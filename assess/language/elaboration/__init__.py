"""Fourth pass: the bound ruleset becomes a program.

Decisions are put in order, typed, scaled, and brought to three shapes.
"""

from assess.language.elaboration.elaborator import elaborate

__all__ = ["elaborate"]
