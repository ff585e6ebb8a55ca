"""The small rulesets of this package, read once: whose rules are the same, their queries are written once, too."""

from __future__ import annotations

from pathlib import Path

from assess.library import Library

VILLAGE = Library((Path(__file__).parent,))
