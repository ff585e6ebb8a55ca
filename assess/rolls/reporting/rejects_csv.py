"""`rejects.csv`: the rejects for other programs, each with the person's name."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.reporting.neutralising import neutral_sql
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES, shown_reject_sql
from assess.rolls.reporting.store import Store

REJECTS_CSV_COLUMNS = ("source", "row", "name", *REJECT_COLUMNS[2:])
"""The columns of `rejects.csv`, under names for programs; people read the sheet of the workbook."""
BYTE_ORDER_MARK = "\ufeff"
REJECTED_PEOPLE = """SELECT source, "row", min(name) AS name FROM decisions WHERE status = 'rejected' GROUP BY ALL"""
"""The names on rejected rows, where the roll has a column of names."""


def write_rejects_of(store: Store, path: Path, *, unmask: bool = False) -> int:
    """Writes the store's `rejects` in their order, each with the person's name where its row has one; returns how many
    there are. Raises OSError."""
    has_name = "name" in store.columns("decisions")
    types = dict(zip(REJECT_COLUMNS, REJECT_TYPES, strict=True)) | {"name": "VARCHAR"}
    columns: list[str] = []
    for name in REJECTS_CSV_COLUMNS:
        expression = f'"{name}"' if name != "name" or has_name else "NULL::VARCHAR"
        if types[name] == "VARCHAR":
            expression = neutral_sql(expression if unmask else shown_reject_sql(name, expression))
        columns.append(f'{expression} AS "{BYTE_ORDER_MARK if not columns else ""}{name}"')
    query = f"SELECT {', '.join(columns)} FROM rejects"
    if has_name:
        placed = "SELECT *, row_number() OVER () AS place FROM rejects"
        query = f"""WITH placed AS ({placed}), people AS ({REJECTED_PEOPLE})
            SELECT {", ".join(columns)} FROM placed LEFT JOIN people USING (source, "row") ORDER BY place"""
    return store.write_csv(path, query)
