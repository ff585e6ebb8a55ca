"""A share is taken plainly up to its first unusual cell."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from assess.rolls.shares.facts import FactColumns
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from assess.rolls.shares.plainly import plain_query
from tests.databases import database
from tests.rolls.cells.reading import reader

COLUMNS = FactColumns({}, ("name",), ())


def names_in(*names: str | None) -> list[str | None]:
    """The names of a share with these, as its facts have them."""
    column = PlannedColumn("姓名", 1, "VARCHAR", reader("name"))
    query = plain_query(COLUMNS, PlannedPart("roll.csv", Path("part.parquet"), len(names), True, (column,)))
    assert query is not None
    with database() as connection:
        connection.execute("CREATE TABLE source AS SELECT 2 AS __row, unnest(?::VARCHAR[]) AS c1", [list(names)])
        return [
            name
            for (name, _) in connection.execute(f"SELECT __name, __rejected FROM ({query.sql('duckdb')})").fetchall()
        ]


def test_what_is_in_order_comes_over() -> None:
    assert names_in("张三", None, "李四") == ["张三", None, "李四"]


def test_what_is_unusual_ends_it() -> None:
    with pytest.raises(duckdb.InvalidInputException):
        names_in("张三", "李 四", "王五")
