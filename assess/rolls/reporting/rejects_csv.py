"""`rejects.csv`: the rejects for other programs, each with the person's name."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.reporting.neutralising import neutral_sql
from assess.rolls.reporting.rejects import REJECT_COLUMNS, REJECT_TYPES, shown_reject_sql
from assess.rolls.reporting.shown import shown_rejects
from assess.rolls.reporting.store import Store

REJECTS_CSV_COLUMNS = ("source", "row", "name", *REJECT_COLUMNS[2:])
"""The columns of `rejects.csv`, under names for programs; people read the sheet of the workbook."""
BYTE_ORDER_MARK = "\ufeff"
REJECTED_PEOPLE = """SELECT source, "row", min(name) AS name FROM decisions WHERE status = 'rejected' GROUP BY ALL"""
"""The names on rejected rows, where the roll has a column of names."""


def write_rejects_of(store: Store, path: Path, *, unmask: bool = False) -> int:
    """Writes the store's `rejects` in their order, each with the person's name where its row has one; returns how many
    there are. Raises OSError."""
    has_name = "name" in store.columns("decisions") and store.count("rejects") > 0
    types = dict(zip(REJECT_COLUMNS, REJECT_TYPES, strict=True)) | {"name": "VARCHAR"}
    found = shown_rejects(store, unmask=unmask)
    person = "NULL::VARCHAR" if not has_name else '"name"' if unmask else shown_reject_sql("name", '"name"')
    columns: list[str] = []
    for name in REJECTS_CSV_COLUMNS:
        expression = person if name == "name" else found.shown[name]
        if types[name] == "VARCHAR":
            expression = neutral_sql(expression)
        columns.append(f'{expression} AS "{BYTE_ORDER_MARK if not columns else ""}{name}"')
    query = f"SELECT {', '.join(columns)} FROM {found.relation}"
    if has_name:
        placed = f"SELECT *, row_number() OVER () AS place FROM {found.relation}"
        query = f"""WITH placed AS ({placed}), people AS ({REJECTED_PEOPLE})
            SELECT {", ".join(columns)} FROM placed LEFT JOIN people USING (source, "row") ORDER BY place"""
    return store.write_csv(path, query)
