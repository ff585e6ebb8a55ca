"""Queries of stages over data frames."""

from __future__ import annotations

import polars as pl
import pytest

from assess.engines.frames.query import Stopped, frame_query
from assess.engines.sql.expressions import Inexpressible

SOURCE = (("x", "INT"), ("y", "INT"))


def rows(sql: str, x: list[int | None], y: list[int | None]) -> list[tuple[object, ...]]:
    frame = pl.DataFrame({"x": pl.Series(x, dtype=pl.Int32), "y": pl.Series(y, dtype=pl.Int32)})
    return frame_query(sql, SOURCE).run(frame).rows()


def test_stages_and_a_condition() -> None:
    sql = "SELECT x, z AS w FROM (SELECT *, x + y AS z FROM it) AS stage_1 WHERE z > 3"
    assert rows(sql, [1, 2, None, 9], [1, 2, 3, None]) == [(2, 4)]


def test_constants_alone_are_as_many_as_rows() -> None:
    assert rows("SELECT 1 AS a, NULL AS b FROM it", [1, 2], [3, 4]) == [(1, None)] * 2
    assert rows("SELECT 1 AS a, NULL AS b FROM it", [], []) == []


def test_a_column_without_gaps_is_taken_as_it_is() -> None:
    sql = "SELECT COALESCE(x, y) AS it FROM it"
    assert rows(sql, [1, 2], [3, 4]) == [(1,), (2,)]
    assert rows(sql, [1, None], [3, 4]) == [(1,), (4,)]


def test_an_error_in_any_row_stops_it() -> None:
    sql = "SELECT CASE WHEN x > 1 THEN CAST(ERROR('unusual') AS BOOLEAN) ELSE FALSE END AS it FROM it"
    assert rows(sql, [1, None], [0, 0]) == [(False,), (False,)]
    with pytest.raises(Stopped):
        rows(sql, [1, 2], [0, 0])


@pytest.mark.parametrize(
    "sql",
    [
        "x FROM it ORDER BY x", "DISTINCT x FROM it", "SUM(x) AS it FROM it", "HASH(x) AS it FROM it",
        "x FROM it LIMIT 1", "x FROM it GROUP BY x", "x / y AS it FROM it", "-x AS it FROM it",
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused(sql: str) -> None:
    with pytest.raises(Inexpressible):
        frame_query(f"SELECT {sql}", SOURCE)


def test_a_refusal_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each share of a roll asks for the same query."""
    asked = "SELECT median(x) AS m FROM t", (("x", "INT"),)
    with pytest.raises(Inexpressible) as first:
        frame_query(*asked)
    monkeypatch.setattr("assess.engines.frames.query.sqlglot", None)
    with pytest.raises(Inexpressible) as again:
        frame_query(*asked)
    assert again.value.args == first.value.args
    assert again.value is not first.value
