"""Findings of the shares written anew: some taken out, others to be verified first, with what is said against them."""

from __future__ import annotations

from pathlib import Path

from sqlglot import exp

from assess.engines.sql.nodes import choice, is_unknown
from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.finding_rows import column, concatenated, named, text
from assess.rolls.findings import CHECK
from assess.rolls.parquet_files import parquet

PLACE = "place"


def placed(path: Path) -> exp.Select:
    """The findings of the file, each with its `place` in it."""
    return exp.select("*", named(column("file_row_number"), PLACE)).from_(parquet(path, numbered=True))


def altered(path: Path, doubtful: exp.Query, gone: exp.Query) -> exp.Select:
    """The findings of the file in their order, without those `gone` (`place`); those `doubtful` (`place`, `zh`, `en`)
    are to be verified first, and what is said against them is added to their sentences."""
    as_found = is_unknown(column(PLACE, "doubtful"))
    direction = choice((as_found, column("direction", "found")), otherwise=text(CHECK))
    return (
        exp.select(*and_told("found", "doubtful", direction=direction))
        .from_(placed(path).subquery("found"))
        .join(doubtful.subquery("doubtful"), on=_same_place("doubtful"), join_type="left")
        .join(gone.subquery("gone"), on=_same_place("gone"), join_type="anti")
        .order_by(column(PLACE, "found"))
    )


def and_told(findings: str, told: str, **others: exp.Expr) -> list[exp.Expr]:
    """The columns of findings, with the sentences `zh` and `en` of another relation, where it has any, after their own;
    `others`: what stands in place of further columns."""
    values: dict[str, exp.Expr] = {name: column(name, findings) for name in COLUMN_NAMES} | others
    for language in ("zh", "en"):
        sentence = f"sentence_{language}"
        values[sentence] = concatenated(values[sentence], column(language, told))
    return [named(value, name) for name, value in values.items()]


def _same_place(other: str) -> exp.Expr:
    return column(PLACE, "found").eq(column(PLACE, other))
