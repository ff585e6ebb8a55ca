"""Arithmetic on figures alone, as a share of the minimum wage by level is: worked out when the query is written.

What it comes to is said by `assess.engines.meaning`; the database looks it up and reckons nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assess.engines.meaning import Surroundings, Value, evaluate
from assess.language import expression as e
from assess.language.edition import Reading

_ARITHMETIC = (e.Rescale, e.Add, e.Multiply, e.RoundTo, e.Quotient, e.Absolute, e.Extreme)


@dataclass(frozen=True, slots=True)
class ByKey:
    """Values by the entries of the key; unknown (None, or no entry at all) where a figure is."""

    key: e.Fact | e.Result
    values: Mapping[bool | int | str, Value]


def of_figures(node: e.Expression, readings: Mapping[tuple[str, str], Reading], as_of: int) -> ByKey | None:
    """None where it is no arithmetic, has no figure that goes by a key, or rests on anything beside."""
    if not isinstance(node, _ARITHMETIC):
        return None
    keys: set[tuple[type[e.Expression], str]] = set()
    entries: dict[bool | int | str, None] = {}
    key: e.Fact | e.Result | None = None
    leaves = _leaves(node)
    if leaves is None:
        return None
    for leaf in leaves:
        if isinstance(leaf, e.ParameterValue) and isinstance(leaf.key, e.Fact | e.Result):
            key = leaf.key
            keys.add((type(key), key.name))
            value = readings[(leaf.name, leaf.shift)].value
            entries |= dict.fromkeys(value if isinstance(value, dict) else ())
        elif not isinstance(leaf, e.Constant | e.AsOf) and not (isinstance(leaf, e.ParameterValue) and not leaf.key):
            return None
    if key is None or len(keys) > 1:
        return None
    around = {entry: Surroundings({key.name: entry}, {key.name: entry}, readings, as_of) for entry in entries}
    return ByKey(key, {entry: evaluate(node, one) for entry, one in around.items()})


def _leaves(node: e.Expression) -> list[e.Expression] | None:
    """What the arithmetic rests on; a figure with its key is one. None where anything on the way is not unknown as soon
    as a figure is, such as a choice: it may have a value for a key that has no entry."""
    if isinstance(node, e.ParameterValue) or not node.children():
        return [node]
    if not isinstance(node, _ARITHMETIC):
        return None
    found: list[e.Expression] = []
    for child in node.children():
        below = _leaves(child)
        if below is None:
            return None
        found += below
    return found
