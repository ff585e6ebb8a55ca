"""Which figures a benefit rests on that have no value yet but a placeholder, told from the rules alone.

What is assumed, supplied by an office or drawn from a source not seen is no finding: reports count it for the roll as a
whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from assess.language.edition import Active, Edition
from assess.language.expression import ParameterValue, Result, walk
from assess.language.program import Amount
from assess.language.types import Label


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A figure that something stands in for, and its clause (or none).

    `when_barred`: it is read for those who are not eligible too.
    """

    figure: Label
    cite: str
    when_barred: bool


def placeholders_of(benefit: str, edition: Edition) -> tuple[Placeholder, ...]:
    """Every such figure that the benefit may read, its own first, then those of the decisions it rests on."""
    barred = set(figures_read(benefit, edition, barred=True))
    found: dict[Placeholder, None] = {}
    for key in figures_read(benefit, edition, barred=False):
        reading = edition.readings[key]
        entry = reading.entry
        if entry is not None and entry.confidence == "placeholder" and reading.value is not None:
            cite = "; ".join(str(one) for one in entry.cite)
            found[Placeholder(reading.parameter.label, cite, key in barred)] = None
    return tuple(found)


def figures_read(benefit: str, edition: Edition, *, barred: bool) -> list[tuple[str, str]]:
    """The figures that the benefit may read; `barred`: only where the person is not eligible."""
    waiting, seen = [benefit], {benefit}
    found: dict[tuple[str, str], None] = {}
    while waiting:
        active = edition.active.get(waiting.pop(0))
        if active is None:
            continue
        figures, others = _read(active, barred=barred and active.decision.name == benefit)
        found.update(dict.fromkeys(figures))
        new = [name for name in others if name not in seen]
        seen.update(new)
        waiting.extend(new)
    return list(found)


def _read(active: Active, *, barred: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """The figures and decisions that the decision looks at."""
    body = active.version.body
    if not (barred and isinstance(body, Amount) and body.eligibility is not None):
        return list(active.needs.parameters), list(active.needs.decisions)
    nodes = list(walk(body.eligibility))
    figures = dict.fromkeys((node.name, node.shift) for node in nodes if isinstance(node, ParameterValue))
    others = dict.fromkeys(node.name for node in nodes if isinstance(node, Result))
    return list(figures), list(others)
