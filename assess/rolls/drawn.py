"""What is drawn of a benefit where rules say what may be drawn together: a hidden step after it."""

from __future__ import annotations

from collections.abc import Iterator

from assess.language.edition import Edition
from assess.language.program import Program


def drawn_of(edition: Edition, benefit: str) -> str | None:
    """The decision that holds what is drawn of a benefit, after the rules on drawing several together.

    None where the benefit cannot be decided on the date.
    """
    if benefit not in edition.active:
        return None
    for active in edition.active.values():
        combination = active.version.combination
        if combination is not None and benefit in dict(combination.drawn):
            return dict(combination.drawn)[benefit]
    return benefit


def ever_drawn_of(program: Program, benefit: str) -> Iterator[str]:
    """The decisions that hold it on any date, beside the benefit itself."""
    for decision in program.decisions.values():
        for version in decision.versions:
            if version.combination is not None:
                yield from (step for name, step in version.combination.drawn if name == benefit)
