"""The category that an amount goes by, such as an age band, so that a finding can say which it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assess.language.edition import Edition
from assess.language.expression import ParameterValue, Result, walk
from assess.language.program import Amount
from assess.language.types import Enumeration, Label


@dataclass(frozen=True, slots=True)
class Category:
    """`decision`: the column that holds it, as a code. `values`: the codes, in words."""

    decision: str
    label: Label
    values: tuple[tuple[str, Label], ...]


def category_of(benefit: str, edition: Edition, columns: Collection[str]) -> Category | None:
    """The only category that figures of the benefit's amount go by; None where there is none, or several."""
    active = edition.active.get(benefit)
    body = None if active is None else active.version.body
    if not isinstance(body, Amount):
        return None
    keys = {
        node.key.name
        for node in walk(body.formula)
        if isinstance(node, ParameterValue) and isinstance(node.key, Result) and isinstance(node.key.type, Enumeration)
    }
    if len(keys) != 1 or not keys <= set(columns):
        return None
    decision = edition.program.decisions[keys.pop()]
    if not isinstance(decision.type, Enumeration) or not decision.type.labels:
        return None
    return Category(decision.name, decision.label, tuple(zip(decision.type.codes, decision.type.labels, strict=True)))
