"""Goes through the cells of a table's quantities until it is settled which rows hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from assess.language.checks.proof.conditions import Conditions
from assess.language.checks.proof.formulas import TRUE, AtLeastOf, Formula, Formulas, Lies, regions_of
from assess.language.checks.proof.regions import Region
from assess.language.checks.proof.solving import Solver
from assess.language.checks.proof.variables import Key, Undecidable, Variables
from assess.language.expression import Expression
from assess.language.law import Input

STEPS = 30_000
"""How many times a quantity is put into a cell, for all of a table, before its proof is given up."""

Rows = tuple[Formula, ...]
Settled = Callable[[Rows], bool]


class Proof:
    """The conditions of a table's rows, ready to be searched. Raises Undecidable where they cannot be taken apart."""

    def __init__(self, inputs: Mapping[str, Input], conditions: Sequence[Expression]) -> None:
        self.variables = Variables(inputs, conditions)
        self._formulas = Formulas()
        reader = Conditions(self.variables, self._formulas)
        self.rows: Rows = tuple(reader.holds(condition) for condition in conditions)
        self._denied = {row: reader.holds(one, False) for row, one in zip(self.rows, conditions, strict=True)}
        self._solver = Solver(reader.quantities, self.variables)
        self._entangled = [self._solver.entangled(number) for number in range(len(reader.quantities))]
        self._cells = self._cut(reader)
        self._steps = 0

    def search(self, rows: Rows, settled: Settled) -> Iterator[tuple[Rows, dict[int, Region]]]:
        """What the rows come to in every part of the space where that is settled, with the cells that make up the part.

        Parts that a cell-by-cell look does not show to be empty may be so still: `witness` tells. Raises Undecidable
        when it takes too long.
        """
        yield from self._below(rows, settled, {}, set())

    def witness(self, cells: Mapping[int, Region]) -> dict[Key, int] | None:
        """Values that lie in the cells; None where no values do. Raises Undecidable."""
        return self._solver.values(cells)

    def example(self, true: Rows, false: Rows = ()) -> dict[Key, int] | None:
        """Values with which these rows hit and those do not; None where there are none. Raises Undecidable."""
        whole = self._formulas.all_of([*true, *(self._denied[row] for row in false)])
        for (outcome,), cells in self.search((whole,), lambda rows: rows[0].quantities == 0):
            if outcome is TRUE:
                values = self.witness(cells)
                if values is not None:
                    return values
        return None

    def _below(
        self, rows: Rows, settled: Settled, cells: dict[int, Region], seen: set[tuple[object, ...]]
    ) -> Iterator[tuple[Rows, dict[int, Region]]]:
        if settled(rows):
            yield rows, dict(cells)
            return
        known = (
            *(row.number for row in rows),
            *((number, region) for number, region in cells.items() if self._entangled[number]),
        )
        if known in seen:
            return
        seen.add(known)
        quantity = self._next(rows)
        for cell in self._cells[quantity]:
            self._steps += 1
            if self._steps > STEPS:
                raise Undecidable
            cells[quantity] = cell
            if not self._entangled[quantity] or self._solver.possible(
                {number: region for number, region in cells.items() if self._entangled[number]}
            ):
                value = cell.low
                following = tuple(self._formulas.given(row, quantity, value) for row in rows)
                yield from self._below(following, settled, cells, seen)
            del cells[quantity]

    def _next(self, rows: Rows) -> int:
        """The quantity to look at next: one that the first open row cannot do without, or that most rows look at."""
        first = rows[0]
        if len(rows) == 1 and isinstance(first, AtLeastOf) and first.count == len(first.parts):
            needed = first.parts[0]
            if isinstance(needed, Lies):
                return needed.quantity
        open_ = [row.quantities for row in rows if row.quantities]
        candidates = [number for number in range(len(self._cells)) if open_[0] >> number & 1]
        return max(candidates, key=lambda number: sum(mask >> number & 1 for mask in open_))

    def _cut(self, reader: Conditions) -> list[list[Region]]:
        """The cells of each quantity: values that no formula tells apart. Cells that cannot be reached are left out."""
        regions: list[dict[Region, None]] = [{} for _ in reader.quantities]
        for row in self.rows:
            for number, region in regions_of(row):
                regions[number][region] = None
        cells = []
        for number, quantity in enumerate(reader.quantities):
            cuts = {low for region in regions[number] for low, _ in region.spans}
            cuts |= {high + 1 for region in regions[number] for _, high in region.spans}
            pieces: dict[tuple[bool, ...], list[tuple[int, int]]] = {}
            for low, high in _pieces(quantity.domain, sorted(cuts)):
                signature = tuple(low in region for region in regions[number])
                pieces.setdefault(signature, []).append((low, high))
            found = [Region.joined(spans) for spans in pieces.values()]
            cells.append(found if quantity.bare else [cell for cell in found if self._reachable(number, cell)])
        return cells

    def _reachable(self, quantity: int, cell: Region) -> bool:
        try:
            return self._solver.values({quantity: cell}) is not None
        except Undecidable:
            return True  # whoever needs a witness in it will find that out


def _pieces(domain: Region, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The domain's spans, cut before each of the cuts."""
    for low, high in domain.spans:
        for cut in cuts:
            if low < cut <= high:
                yield low, cut - 1
                low = cut
        yield low, high
