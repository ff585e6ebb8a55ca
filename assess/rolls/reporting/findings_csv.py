"""`findings.csv`: the columns of `findings.parquet` under their own names, masked and safe to open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.reporting.masking import masked_label_sql, masked_sql
from assess.rolls.reporting.neutralising import neutral_sql
from assess.rolls.reporting.rejects_csv import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store

UNMASKED = ("code", "month", "benefit", "direction", "which_months", "cite")
"""Text columns that hold no ID number: codes of the program. In a cell for the name there may be one, written there by
mistake or beside the name, and in the name of a file."""
_LABELS = ("case", "source")


def shown_sql(column: str, type_: str, unmask: bool) -> str:
    """A column of `findings` as a person may see it."""
    expression = f'"{column}"'
    if type_ != "VARCHAR" or unmask or column in UNMASKED:
        return expression
    return masked_label_sql(expression) if column in _LABELS else masked_sql(expression)


def months_sql(language: str) -> str:
    """The month of a finding, or those that it stands for, as a person reads them."""
    between = " 至 " if language == "zh" else " to "
    return f"coalesce(\"month\", replace(which_months, '/', '{between}'))"


def write_findings_csv(store: Store, path: Path, *, unmask: bool = False) -> int:
    """Writes the file, UTF-8 with a byte-order mark so that Excel reads Chinese; returns how many rows it has.

    The rows stand in the order of `findings.parquet`. Raises OSError.
    """
    columns: list[str] = []
    for column in COLUMNS:
        expression = shown_sql(column.name, column.type, unmask)
        if column.type == "VARCHAR":
            expression = neutral_sql(expression)
        columns.append(f'{expression} AS "{BYTE_ORDER_MARK if not columns else ""}{column.name}"')
    return store.write_csv(path, f"SELECT {', '.join(columns)} FROM findings")
