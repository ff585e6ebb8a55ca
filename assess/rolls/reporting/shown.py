"""Findings and rejects as a person may see them: their ID numbers masked, once for all reports.

The patterns that mask are long, and DuckDB compiles them for each query and each column: of a small run that takes
longer than everything else in the reports. So a run with few rows is masked once, into a table of its own, with what is
shown beside what was found. The rows of a long one are masked in each query, and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.reporting.masking import masked_label_sql, masked_sql
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES, shown_reject_sql

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

FEW = 20_000
"""Up to so many rows are masked once and kept."""
UNMASKED = ("code", "month", "benefit", "direction", "which_months", "cite")
"""Text columns of findings that hold no ID number: codes of the program. In a cell for the name there may be one,
written there by mistake or beside the name, and in the name of a file."""
_LABELS = ("case", "source")


@dataclass(frozen=True, slots=True)
class Shown:
    """`relation`: to stand after FROM, with the columns as they were found. `shown`: for each, the expression of what
    is shown of it."""

    relation: str
    shown: Mapping[str, str]


def shown_findings(store: Store, *, unmask: bool) -> Shown:
    """The columns of `findings`. Raises OSError where they cannot be read."""
    return _shown(store, "findings", {one.name: _finding_sql(one.name, one.type, unmask) for one in COLUMNS})


def shown_rejects(store: Store, *, unmask: bool) -> Shown:
    """The columns of `rejects`. Raises OSError where they cannot be read."""
    types = zip(REJECT_COLUMNS, REJECT_TYPES, strict=True)
    text = {name for name, type_ in types if type_ == "VARCHAR" and not unmask}
    columns = {name: shown_reject_sql(name, f'"{name}"') if name in text else f'"{name}"' for name in REJECT_COLUMNS}
    return _shown(store, "rejects", columns)


def _finding_sql(column: str, type_: str, unmask: bool) -> str:
    expression = f'"{column}"'
    if type_ != "VARCHAR" or unmask or column in UNMASKED:
        return expression
    return masked_label_sql(expression) if column in _LABELS else masked_sql(expression)


def _shown(store: Store, view: str, columns: Mapping[str, str]) -> Shown:
    plain = {name: f'"{name}"' for name in columns}
    masked = {name: expression for name, expression in columns.items() if expression != plain[name]}
    rows = store.count(view)
    if not masked or rows > FEW:
        return Shown(view, columns)
    if not rows:
        return Shown(view, plain)
    kept = {name: f'"shown.{name}"' for name in masked}
    cells = ", ".join(f"{expression} AS {kept[name]}" for name, expression in masked.items())
    store.keep(f"shown_{view}", f"SELECT *, {cells} FROM {view}")
    return Shown(f"shown_{view}", plain | kept)
