"""Conditions in one shape: «at least so many of these», down to «this quantity lies in this region».

`and` is «all of», `or` «one of»; `not` has been driven down to the regions. Equal formulas are one object, so that
a search knows a question that it has answered already.
"""

from __future__ import annotations

from collections.abc import Iterable

from assess.language.checks.proof.regions import Region


class Formula:
    """A formula; `quantities` has a bit set for each quantity that it still depends on."""

    __slots__ = ("number", "quantities")

    def __init__(self, number: int, quantities: int) -> None:
        self.number = number
        self.quantities = quantities


class Lies(Formula):
    """The quantity lies in the region."""

    __slots__ = ("quantity", "region")

    def __init__(self, number: int, quantity: int, region: Region) -> None:
        super().__init__(number, 1 << quantity)
        self.quantity = quantity
        self.region = region


class AtLeastOf(Formula):
    """At least `count` of the parts are true; 0 < count <= len(parts), and two parts or more, regions first."""

    __slots__ = ("count", "parts")

    def __init__(self, number: int, count: int, parts: tuple[Formula, ...]) -> None:
        quantities = 0
        for part in parts:
            quantities |= part.quantities
        super().__init__(number, quantities)
        self.count = count
        self.parts = parts


TRUE = Formula(0, 0)
FALSE = Formula(1, 0)


class Formulas:
    """Makes formulas, simplified as far as what is known of them goes."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, ...], Formula] = {}
        self._given: dict[tuple[int, int, int], Formula] = {}

    def lies(self, quantity: int, region: Region, domain: Region) -> Formula:
        """The quantity, whose values make up the domain, lies in the region."""
        inside = region.common(domain)
        if not inside:
            return FALSE
        if inside == domain:
            return TRUE
        key = (quantity, inside)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Lies(len(self._made) + 2, quantity, inside)
        return found

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        given = tuple(parts)
        return self.at_least(len(given), given)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        return self.at_least(1, tuple(parts))

    def at_least(self, count: int, parts: tuple[Formula, ...]) -> Formula:
        count -= sum(part is TRUE for part in parts)
        open_ = [part for part in parts if part is not TRUE and part is not FALSE]
        if count <= 0:
            return TRUE
        if count == len(open_):
            open_ = list({id(part): part for part in self._flat(open_, all_=True)}.values())
            count = len(open_)
        elif count == 1:
            open_ = list({id(part): part for part in self._flat(open_, all_=False)}.values())
        if count > len(open_):
            return FALSE
        if len(open_) == 1:
            return open_[0]
        open_.sort(key=lambda part: (not isinstance(part, Lies), part.number))
        key = (count, *(part.number for part in open_))
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = AtLeastOf(len(self._made) + 2, count, tuple(open_))
        return found

    def given(self, formula: Formula, quantity: int, value: int) -> Formula:
        """The formula with the quantity's value known."""
        if not formula.quantities >> quantity & 1:
            return formula
        if isinstance(formula, Lies):
            return TRUE if value in formula.region else FALSE
        assert isinstance(formula, AtLeastOf)
        key = (formula.number, quantity, value)
        found = self._given.get(key)
        if found is None:
            found = self._given[key] = self._parts_given(formula, quantity, value)
        return found

    def _parts_given(self, formula: AtLeastOf, quantity: int, value: int) -> Formula:
        """As soon as one part settles the whole, the others are left alone."""
        settling = FALSE if formula.count == len(formula.parts) else TRUE if formula.count == 1 else None
        parts = []
        for part in formula.parts:
            left = self.given(part, quantity, value)
            if left is settling:
                return left
            parts.append(left)
        return self.at_least(formula.count, tuple(parts))

    def _flat(self, parts: list[Formula], all_: bool) -> Iterable[Formula]:
        for part in parts:
            if isinstance(part, AtLeastOf) and part.count == (len(part.parts) if all_ else 1):
                yield from part.parts
            else:
                yield part


def regions_of(formula: Formula) -> Iterable[tuple[int, Region]]:
    """Every quantity and region that the formula speaks of, in order."""
    if isinstance(formula, Lies):
        yield formula.quantity, formula.region
    elif isinstance(formula, AtLeastOf):
        for part in formula.parts:
            yield from regions_of(part)
