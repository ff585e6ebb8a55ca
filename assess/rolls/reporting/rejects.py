"""Rejects: every row that could not be taken, where, why, and what to do; and what of them a person may see."""

from __future__ import annotations

from typing import NamedTuple

from assess.language.types import Label
from assess.rolls.reporting.masking import masked_label_sql, masked_sql


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
    "R141": Label("预留的空行", "rows kept free"),
    "R142": Label("栏次", "numbers of columns"),
}
"""The codes of rows that are nobody's: they are listed with the rejects, the counts of rows leave them out."""
OTHER_MONTH = "R402"
"""The code of rows that are for another month than those checked."""
_MASKED = ("name", "found", "message_zh", "message_en", "remedy_zh", "remedy_en")


def shown_reject_sql(name: str, expression: str) -> str:
    """A text column of `rejects` as a person may see it, in SQL."""
    if name in _MASKED:
        return masked_sql(expression)
    return masked_label_sql(expression) if name in ("source", "column") else expression
