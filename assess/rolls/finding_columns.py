"""The columns of `findings.parquet`."""

from __future__ import annotations

from dataclasses import dataclass

from assess.language.types import Label


@dataclass(frozen=True, slots=True)
class FindingColumn:
    """A column of `findings.parquet`: its name, DuckDB's type, and the header that a person reads."""

    name: str
    type: str
    label: Label
    nullable: bool = True


COLUMNS: tuple[FindingColumn, ...] = (
    FindingColumn("code", "VARCHAR", Label("问题代码", "code"), nullable=False),
    FindingColumn("source", "VARCHAR", Label("来源文件", "source"), nullable=False),
    FindingColumn("row", "BIGINT", Label("行号", "row"), nullable=False),
    FindingColumn("case", "VARCHAR", Label("编号", "case"), nullable=False),
    FindingColumn("name", "VARCHAR", Label("姓名", "name")),
    FindingColumn("id_number", "VARCHAR", Label("身份证号", "ID number")),
    FindingColumn("district", "VARCHAR", Label("地区", "district")),
    FindingColumn("month", "VARCHAR", Label("月份", "month")),
    FindingColumn("benefit", "VARCHAR", Label("待遇", "benefit")),
    FindingColumn("paid", "DECIMAL(18,2)", Label("实发（元）", "paid (yuan)")),
    FindingColumn("due", "DECIMAL(18,2)", Label("应发（元）", "due (yuan)")),
    FindingColumn("amount", "DECIMAL(18,2)", Label("涉及金额（元）", "at stake (yuan)"), nullable=False),
    FindingColumn("direction", "VARCHAR", Label("处理方向", "direction"), nullable=False),
    FindingColumn("months", "INTEGER", Label("月数", "months")),
    FindingColumn("which_months", "VARCHAR", Label("哪些月份", "which months")),
    FindingColumn("cite", "VARCHAR", Label("依据条款", "clause")),
    FindingColumn("sentence_zh", "VARCHAR", Label("说明", "what was found (Chinese)"), nullable=False),
    FindingColumn("sentence_en", "VARCHAR", Label("说明（英文）", "what was found"), nullable=False),
)
"""The columns of `findings.parquet`, in their order. `amount` is never negative; `direction` says where it goes.
`which_months`: those that one finding stands for (`2023-01/2023-06, 2023-08`), where it has several and no `month`."""

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)


def create_table(name: str) -> str:
    """The DuckDB statement that makes an empty table of findings."""
    columns = ", ".join(f'"{column.name}" {column.type}{"" if column.nullable else " NOT NULL"}' for column in COLUMNS)
    return f"CREATE TABLE {name} ({columns})"
