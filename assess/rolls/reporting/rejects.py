"""`rejects.csv`: every row that could not be taken, where, why, and what to do."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assess.language.types import Label
from assess.rolls.reporting.masking import masked, masked_label, masked_label_sql, masked_sql
from assess.rolls.reporting.neutralising import neutral, neutral_sql

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
_MASKED = ("found", "message_zh", "message_en", "remedy_zh", "remedy_en")
BYTE_ORDER_MARK = "\ufeff"


def write_rejects(path: Path, rejects: Iterable[Reject], *, unmask: bool = False) -> int:
    """Writes the file as they come; returns how many there were. Raises OSError."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(BYTE_ORDER_MARK)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(REJECT_COLUMNS)
        for reject in rejects:
            writer.writerow(_row(reject, unmask))
            count += 1
    return count


def _row(reject: Reject, unmask: bool) -> Sequence[str | int]:
    cells: list[str | int] = []
    for name, value in zip(REJECT_COLUMNS, reject, strict=True):
        if isinstance(value, str):
            if not unmask:
                value = masked(value) if name in _MASKED else masked_label(value) if name == "source" else value
            cells.append(neutral(value))
        else:
            cells.append("" if value is None else value)
    return cells


def write_rejects_of(store: Store, path: Path, *, unmask: bool = False) -> int:
    """The same from the store's `rejects`, in their order, by DuckDB."""
    columns: list[str] = []
    for name, type_ in zip(REJECT_COLUMNS, REJECT_TYPES, strict=True):
        expression = f'"{name}"'
        if type_ == "VARCHAR":
            expression = neutral_sql(expression if unmask else shown_reject_sql(name, expression))
        columns.append(f'{expression} AS "{BYTE_ORDER_MARK if not columns else ""}{name}"')
    return store.write_csv(path, f"SELECT {', '.join(columns)} FROM rejects")


def shown_reject_sql(name: str, expression: str) -> str:
    """A text column of `rejects` as a person may see it, in SQL."""
    if name in _MASKED:
        return masked_sql(expression)
    return masked_label_sql(expression) if name == "source" else expression
