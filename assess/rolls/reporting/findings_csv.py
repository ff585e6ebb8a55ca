"""`findings.csv`: the columns of `findings.parquet` under their own names, masked and safe to open in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assess.rolls.finding_columns import COLUMNS
from assess.rolls.reporting.neutralising import neutral_sql
from assess.rolls.reporting.rejects_csv import BYTE_ORDER_MARK
from assess.rolls.reporting.shown import shown_findings

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store


def months_sql(language: str) -> str:
    """The month of a finding, or those that it stands for, as a person reads them."""
    between = " 至 " if language == "zh" else " to "
    return f"coalesce(\"month\", replace(which_months, '/', '{between}'))"


def write_findings_csv(store: Store, path: Path, *, unmask: bool = False) -> int:
    """Writes the file, UTF-8 with a byte-order mark so that Excel reads Chinese; returns how many rows it has.

    The rows stand in the order of `findings.parquet`. Raises OSError.
    """
    found = shown_findings(store, unmask=unmask)
    columns: list[str] = []
    for column in COLUMNS:
        expression = found.shown[column.name]
        if column.type == "VARCHAR":
            expression = neutral_sql(expression)
        columns.append(f'{expression} AS "{BYTE_ORDER_MARK if not columns else ""}{column.name}"')
    return store.write_csv(path, f"SELECT {', '.join(columns)} FROM {found.relation}")
