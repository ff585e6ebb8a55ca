"""`rejects.csv`: every row that could not be taken, where, why, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assess.language.types import Label
from assess.rolls.reporting.masking import masked_label_sql, masked_sql
from assess.rolls.reporting.neutralising import neutral_sql

if TYPE_CHECKING:
    from assess.rolls.reporting.store import Store


class Reject(NamedTuple):
    """A cell (or, with no column, a row) that could not be taken. `row` is the number that the person sees."""

    source: str
    row: int
    column: str | None
    code: str
    found: str | None
    message_zh: str
    message_en: str
    remedy_zh: str
    remedy_en: str


REJECT_COLUMNS = Reject._fields
REJECT_TYPES = ("VARCHAR", "BIGINT", *["VARCHAR"] * 7)
"""DuckDB's types of `REJECT_COLUMNS`, where rejects are kept in Parquet on their way."""
REJECT_LABELS: dict[str, Label] = {
    "source": Label("来源文件", "source"),
    "row": Label("行号", "row"),
    "column": Label("列", "column"),
    "code": Label("代码", "code"),
    "found": Label("原来的内容", "found"),
    "message": Label("问题", "what is wrong"),
    "remedy": Label("怎么办", "what to do"),
}
NOBODYS: dict[str, Label] = {
    "R138": Label("合计", "totals"),
    "R139": Label("重复的表头", "headers again"),
    "R140": Label("表脚", "feet of pages"),
}
"""The codes of rows that are nobody's: they are listed with the rejects, the counts of rows leave them out."""
REJECTS_CSV_COLUMNS = ("source", "row", "name", *REJECT_COLUMNS[2:])
"""The columns of `rejects.csv`, under names for programs; people read the sheet of the workbook."""
OTHER_MONTH = "R402"
"""The code of rows that are for another month than those checked."""
_MASKED = ("name", "found", "message_zh", "message_en", "remedy_zh", "remedy_en")
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


def shown_reject_sql(name: str, expression: str) -> str:
    """A text column of `rejects` as a person may see it, in SQL."""
    if name in _MASKED:
        return masked_sql(expression)
    return masked_label_sql(expression) if name == "source" else expression
