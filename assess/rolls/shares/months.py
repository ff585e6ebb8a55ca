"""The month that a row is for: it has to be one of those that are checked, and it is never guessed."""

from __future__ import annotations

from collections.abc import Sequence

from assess.diagnostics.diagnostic import Diagnostic
from assess.rolls.cells import NOWHERE, Cell


def of_period(cell: Cell, text: str | None, header: str, months: Sequence[str]) -> Cell:
    """The cell of a column of months, as read, in a check of `months` (`YYYY-MM`, in their order): a fault where it is
    another one (R402), or none (R403)."""
    if cell.fault is not None or cell.internal in months:
        return cell
    if cell.internal is None:
        return Cell(fault=no_month(header))
    arguments = {"found": text or "", **checked(months), "column": header}
    return Cell(fault=Diagnostic("R402", NOWHERE, arguments))


def checked(months: Sequence[str]) -> dict[str, str]:
    """The months of a check, as messages name them."""
    first, last = months[0], months[-1]
    if first == last:
        return {"checked_zh": first, "checked_en": first}
    return {"checked_zh": f"{first} 至 {last}", "checked_en": f"{first} to {last}"}


def no_month(header: str) -> Diagnostic:
    return Diagnostic("R403", NOWHERE, {"column": header})
