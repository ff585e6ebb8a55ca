"""Finds values of variables that put quantities into wanted regions, or shows that there are none.

Regions are narrowed by what each sum leaves for each of its terms, then cut in half where that does not settle it.
A quantity that shares no variable with another is solved by itself, once for each region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assess.language.checks.proof.conditions import Quantity, Term
from assess.language.checks.proof.ranges import range_of
from assess.language.checks.proof.regions import Region, Span
from assess.language.checks.proof.variables import Key, Undecidable, Variables

ATTEMPTS = 1_000
"""How many boxes are looked at for one group of quantities before the search is given up."""
ATTEMPTS_IN_ALL = 20_000
"""How many for all of a table."""
_ROUNDS = 24

Wanted = Mapping[int, Region]
"""The region for each quantity, by its number."""


class Solver:
    """Solves for the quantities of one table. What it found is kept."""

    def __init__(self, quantities: Sequence[Quantity], variables: Variables) -> None:
        self._quantities = quantities
        self._variables = variables
        self._solved: dict[tuple[tuple[int, Region], ...], dict[Key, int] | None] = {}
        self._attempts = 0
        self.group = _groups(quantities)

    def entangled(self, quantity: int) -> bool:
        """Does the quantity share a variable, directly or through others, with another quantity?"""
        return self.group.count(self.group[quantity]) > 1

    def values(self, wanted: Wanted) -> dict[Key, int] | None:
        """A value for each variable that the quantities hang on; None where there are none such. Raises Undecidable."""
        groups: dict[int, list[tuple[int, Region]]] = {}
        for quantity, region in wanted.items():
            groups.setdefault(self.group[quantity], []).append((quantity, region))
        found: dict[Key, int] = {}
        for members in groups.values():
            part = self._group_values(tuple(sorted(members, key=lambda one: one[0])))
            if part is None:
                return None
            found.update(part)
        return found

    def possible(self, wanted: Wanted) -> bool:
        """False only where it is plain that no values fit."""
        return self._narrowed({}, tuple(wanted.items())) is not None

    def _group_values(self, wanted: tuple[tuple[int, Region], ...]) -> dict[Key, int] | None:
        if wanted not in self._solved:
            self._solved[wanted] = self._search(wanted)
        return self._solved[wanted]

    def _search(self, wanted: tuple[tuple[int, Region], ...]) -> dict[Key, int] | None:
        keys = tuple(dict.fromkeys(key for quantity, _ in wanted for key in self._quantities[quantity].variables))
        pending: list[dict[Key, Region]] = [{key: self._variables.all[key].domain for key in keys}]
        attempts = 0
        while pending:
            attempts += 1
            self._attempts += 1
            if attempts > ATTEMPTS or self._attempts > ATTEMPTS_IN_ALL:
                raise Undecidable
            box = self._narrowed(pending.pop(), wanted)
            if box is None:
                continue
            guess = {key: self._variables.all[key].preferred(region) for key, region in box.items()}
            if self._fits(guess, wanted):
                return guess
            widest = max(box, key=lambda key: box[key].size)
            if box[widest].size > 1:
                halves = sorted(box[widest].halves(), key=lambda half: guess[widest] in half)
                pending += [{**box, widest: half} for half in halves]
        return None

    def _fits(self, values: Mapping[Key, int], wanted: tuple[tuple[int, Region], ...]) -> bool:
        box = {key: Region.between(value, value) for key, value in values.items()}
        for quantity, region in wanted:
            span = self._quantities[quantity].span(box, self._variables)
            if span is None or not region.covers(span):
                return False
        return True

    def _narrowed(self, box: Mapping[Key, Region], wanted: tuple[tuple[int, Region], ...]) -> dict[Key, Region] | None:
        """The box without what no value in it can make fit; None where nothing is left."""
        found = dict(box)
        for _ in range(_ROUNDS):
            before = dict(found)
            for quantity, region in wanted:
                if not self._narrow(found, self._quantities[quantity], region):
                    return None
            if found == before:
                break
        return found

    def _narrow(self, box: dict[Key, Region], quantity: Quantity, region: Region) -> bool:
        """Narrows the box to what the quantity needs to lie in the region; False where it cannot."""
        spans: list[Span] = []
        for term in quantity.terms:
            span = self._span(term, box)
            if span is None:
                return False
            spans.append(span)
        whole = (sum(low for low, _ in spans), sum(high for _, high in spans))
        if not region.meets(whole):
            return False
        for term, span in zip(quantity.terms, spans, strict=True):
            if term.variable is None:
                continue
            current = box.get(term.variable, self._variables.all[term.variable].domain)
            if quantity.bare:
                rest = current.common(region)
            else:
                low, high = region.low - (whole[1] - span[1]), region.high - (whole[0] - span[0])
                rest = current.within(*_divided(low, high, term.coefficient))
            if not rest:
                return False
            box[term.variable] = rest
        return True

    def _span(self, term: Term, box: Mapping[Key, Region]) -> Span | None:
        found = range_of(term.expression, box, self._variables)
        if found is None:
            return None
        ends = (found[0] * term.coefficient, found[1] * term.coefficient)
        return min(ends), max(ends)


def _divided(low: int, high: int, factor: int) -> Span:
    """The whole numbers that, times the factor, lie between low and high."""
    if factor < 0:
        low, high, factor = -high, -low, -factor
    return -(-low // factor), high // factor


def _groups(quantities: Sequence[Quantity]) -> list[int]:
    """For each quantity the number of its group: quantities that share variables, directly or through others."""
    group = list(range(len(quantities)))
    first: dict[Key, int] = {}
    for number, quantity in enumerate(quantities):
        for key in quantity.variables:
            other = first.setdefault(key, number)
            old, new = group[number], group[other]
            if old != new:
                group = [new if one == old else one for one in group]
    return group
