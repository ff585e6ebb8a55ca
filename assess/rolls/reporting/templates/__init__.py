"""The template of the report. It shares the style of the pages of single decisions."""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from assess.rolls.reporting.charts import BAR, STEP, WIDTH


@cache
def environment() -> Environment:
    """Everything that a roll says is escaped."""
    own = PackageLoader("assess.rolls.reporting", "templates")
    made = Environment(
        loader=ChoiceLoader([own, PackageLoader("assess.decisions", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(BAR=BAR, STEP=STEP, WIDTH=WIDTH)
    made.filters.update(count=lambda value: f"{value:,}", yuan=lambda value: f"{value:,.2f}")
    return made
