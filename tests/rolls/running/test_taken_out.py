"""Rows that are decided again go together with those of parts that are read alike, and with no others."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.roll import ROW
from assess.rolls.running.taken_out import gathered, taken_out
from assess.rolls.shares.part import PlannedColumn, PlannedPart
from tests.databases import database
from tests.rolls.cells.reading import reader

NAMES = {"a.csv": ("姓名", "甲 乙 丙"), "b.csv": ("户主", "丁 戊"), "c.csv": ("姓名", "己 庚")}
LISTED = [("a.csv", 2), ("a.csv", 4), ("b.csv", 3), ("c.csv", 2)]


def test_parts_read_alike_go_together(tmp_path: Path) -> None:
    with database() as connection:
        parts = []
        for source, (header, names) in NAMES.items():
            path = tmp_path / f"{source}.parquet"
            rows = connection.sql(
                f'SELECT row_number() OVER () + 1 AS "{ROW}", name AS "{header}" '
                f"FROM (SELECT unnest(string_split('{names}', ' ')) AS name)"
            )
            rows.write_parquet(str(path))
            column = PlannedColumn(header, 1, "VARCHAR", reader("name"))
            parts.append(PlannedPart(source, path, len(names.split()), True, (column,)))
        listed = tmp_path / "listed.parquet"
        connection.execute("CREATE TABLE listed (source VARCHAR, row BIGINT)")
        connection.executemany("INSERT INTO listed VALUES (?, ?)", LISTED)
        connection.table("listed").write_parquet(str(listed))

        taken = taken_out(connection, gathered(connection, parts, [listed], tmp_path), listed, tmp_path)

        found = {}
        for part in taken.parts:
            (header,) = (column.header for column in part.columns)
            query = (
                f"SELECT places.source, places.row, \"{header}\" FROM '{part.path}' AS rows JOIN '{taken.places}' "
                f"AS places ON places.part = '{part.source}' AND places.number = rows.\"{ROW}\" ORDER BY ALL"
            )
            found[header] = connection.execute(query).fetchall()
            assert part.rows == len(found[header])
    assert found == {"姓名": [("a.csv", 2, "甲"), ("a.csv", 4, "丙"), ("c.csv", 2, "己")], "户主": [("b.csv", 3, "戊")]}
