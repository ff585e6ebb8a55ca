"""Queries over tables, run by Polars and by DuckDB: with the rows in the same order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assess.engines.frames import projections
from assess.engines.frames.projections import Projection, Projections
from assess.engines.frames.relations import frame_relations
from assess.engines.frames.values import Kind, kind_of
from assess.engines.sql.expressions import Inexpressible
from tests.engines.sql.databases import Duck, given_back, stored

Table = Mapping[str, tuple[str, Sequence[Any]]]

STATUS = "ENUM('decided', 'undetermined', 'rejected')"
HERD: Table = {
    "source": ("ENUM('b.csv')", ["b.csv"] * 5),
    "row": ("BIGINT", [1, 2, 3, 4, 5]),
    "name": ("TEXT", ["张三", None, "李四", "张三", ""]),
    "status": (STATUS, ["decided", "rejected", "undetermined", "decided", None]),
    "sheep": ("TINYINT", [3, None, -7, 0, 9]),
    "paid": ("DECIMAL(18, 2)", ["373.50", "0.00", None, "-0.05", "100.00"]),
}
PEOPLE: Table = {
    "source": ("ENUM('b.csv')", ["b.csv"] * 4),
    "row": ("BIGINT", [5, 4, 2, 1]),
    "person": ("BIGINT", [11010119300101000, 32041119500505000, None, 7]),
    "name": ("TEXT", ["a", "b", "c", "d"]),
}
NOTHING: Table = {name: (type_, []) for name, (type_, _) in HERD.items()}


def by_both(sql: str, **tables: Table) -> list[tuple[Any, ...]]:
    """What the query gives; by DuckDB where codes are texts, as they are in a file."""
    duck = Duck()
    for name, table in tables.items():
        texts = {column: "TEXT" if type_.startswith("ENUM") else type_ for column, (type_, _) in table.items()}
        duck.make(name, texts, list(zip(*(held for _, held in table.values()), strict=True)))
    wanted = duck.run(sql)
    found = frame_relations(sql, {name: kinds_of(table) for name, table in tables.items()})
    frame = found.run({name: frame_of(table) for name, table in tables.items()})
    assert frame.columns == wanted.names == list(found.columns)
    rows = [
        tuple(given_back(value, kind) for value, kind in zip(row, found.columns.values(), strict=True))
        for row in frame.rows()
    ]
    assert rows == wanted.rows
    return rows


def kinds_of(table: Table) -> dict[str, Kind]:
    return {name: kind_of(type_) for name, (type_, _) in table.items()}


def frame_of(table: Table) -> pl.DataFrame:
    return pl.DataFrame({name: stored(table[name][1], kind) for name, kind in kinds_of(table).items()})


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT row FROM herd WHERE status <> 'rejected'", [(1,), (3,), (4,)]),
        ("SELECT row FROM herd WHERE status = 'unheard of'", []),
        ("SELECT row, status IS NULL AS s FROM herd WHERE sheep > 0", [(1, False), (5, True)]),
        ("SELECT status, CAST(NULL AS TEXT) AS m, TRUE AS t FROM herd WHERE row = 3", [("undetermined", None, True)]),
        ("SELECT CAST('x' AS TEXT) AS c, CAST(0 AS SMALLINT) AS n FROM herd WHERE row IN (1, 2)", [("x", 0)] * 2),
        ("SELECT row AS sheep, sheep AS row FROM herd WHERE row = 1", [(1, 3)]),
        ("SELECT given.*, sheep + 1 AS more FROM (SELECT row, sheep FROM herd) AS given WHERE row > 4", [(5, 9, 10)]),
        ("SELECT CAST(paid AS TEXT) AS paid FROM herd", [("373.50",), ("0.00",), (None,), ("-0.05",), ("100.00",)]),
        ("SELECT CAST(CAST(NULL AS TEXT) AS DECIMAL(18, 2)) AS due FROM herd WHERE row = 1", [(None,)]),
        (
            "SELECT CONCAT(name, '的', CAST(sheep AS TEXT), '只') AS it FROM herd",
            [("张三的3只",), ("的只",), ("李四的-7只",), ("张三的0只",), ("的9只",)],
        ),
        ("SELECT LPAD(CAST(row AS TEXT), 3, '0') AS it FROM herd WHERE row = 2", [("002",)]),
        ("SELECT LPAD('12345', 3, '0') AS it FROM herd WHERE row = 2", [("123",)]),
    ],
)  # fmt: skip
def test_one_table(sql: str, rows: list[tuple[Any, ...]]) -> None:
    assert by_both(sql, herd=HERD) == rows


def test_tables_made_on_the_way_put_together_and_in_order() -> None:
    sql = """
        WITH kept AS MATERIALIZED (SELECT source, row, name, sheep FROM herd WHERE status <> 'rejected'),
             fewer AS MATERIALIZED (SELECT * FROM kept WHERE sheep < 1)
        SELECT "code", "row", CASE "code" WHEN 'some' THEN CONCAT(name, '有') WHEN 'none' THEN '没有' END AS words
        FROM (
            SELECT found.*, CAST(NULL AS BIGINT) AS person
            FROM (
                SELECT row, name, CAST('some' AS TEXT) AS code FROM kept
                UNION ALL SELECT row, name, CAST('none' AS TEXT) AS code FROM (SELECT * FROM fewer) AS given
                UNION ALL SELECT row, name, CAST(NULL AS TEXT) AS code FROM fewer
            ) AS found
            ORDER BY found.row NULLS FIRST, found.code NULLS FIRST
        ) AS worded
    """
    assert by_both(sql, herd=HERD) == [
        ("some", 1, "张三有"), (None, 3, None), ("none", 3, "没有"), ("some", 3, "李四有"),
        (None, 4, None), ("none", 4, "没有"), ("some", 4, "张三有"),
    ]  # fmt: skip
    assert by_both(sql, herd=NOTHING) == []


JOINED = """
    SELECT herd.row, herd.sheep, people.person FROM {} JOIN {} ON herd.source = people.source AND herd.row = people.row
    {} ORDER BY row NULLS FIRST
"""


@pytest.mark.parametrize(
    ("tables", "where", "rows"),
    [
        (("herd", "people"), "", [1, 2, 4, 5]),
        (("people", "herd"), "WHERE people.person > 7 AND herd.status <> 'rejected'", [4]),
        (("herd", "people"), "WHERE people.person IS NULL", [2]),
    ],
)
def test_joined(tables: tuple[str, str], where: str, rows: list[int]) -> None:
    found = by_both(JOINED.format(*tables, where), herd=HERD, people=PEOPLE)
    assert [row for row, *_ in found] == rows


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT row FROM herd LIMIT 1",
        "SELECT DISTINCT row FROM herd",
        "SELECT row FROM others",
        "SELECT nobody FROM herd",
        "SELECT row FROM herd WHERE nobody = 'decided'",
        "SELECT row FROM herd WHERE nobody IS NULL",
        "SELECT * FROM herd",
        "SELECT 1 AS one FROM herd",
        "SELECT row, row FROM herd",
        "SELECT SUM(row) AS it FROM herd",
        "SELECT row FROM herd UNION SELECT row FROM herd",
        "SELECT row FROM herd UNION ALL SELECT sheep FROM herd",
        "SELECT row FROM herd ORDER BY row DESC",
        "SELECT row FROM herd ORDER BY row NULLS LAST",
        "SELECT row FROM herd ORDER BY row + 1 NULLS FIRST",
        "SELECT herd.row FROM herd JOIN people ON herd.row = people.row",
        "SELECT herd.row FROM herd LEFT JOIN people ON herd.row = people.row AND herd.sheep = people.person",
        "SELECT herd.row FROM herd FULL JOIN people ON herd.row = people.row AND herd.source = people.source",
        "SELECT herd.name FROM herd JOIN people ON herd.row = people.row AND herd.source = people.source",
        "SELECT row, CASE WHEN sheep > 100 THEN ERROR('many') END AS it FROM herd",
        "WITH herd AS (SELECT row FROM herd) SELECT row FROM herd",
        "SELECT RPAD(name, 3, '0') AS it FROM herd",
    ],
)
def test_what_is_not_known_is_refused(sql: str) -> None:
    with pytest.raises(Inexpressible):
        frame_relations(sql, {"herd": kinds_of(HERD), "people": kinds_of(PEOPLE)})


# what is made once for rows that are alike

PARTS = st.fixed_dictionaries(
    {
        "code": st.sampled_from(["a", "b", None]),
        "amount": st.sampled_from([0, 1, -1, None]),
        "law": st.sampled_from([0, 1, 2]),
        "later": st.none(),
    }
)


def wording() -> Projections:
    inner = Projection(
        (pl.when(pl.col("law") == 0).then(pl.lit("甲")).when(pl.col("law") == 1).then(pl.lit("乙")).alias("law_zh"),),
        ("row", "code", "amount", "later", "law_zh"),
    )
    words = pl.concat_str(["code", pl.lit("："), "law_zh", pl.col("amount").cast(pl.String)], ignore_nulls=True)
    own = pl.concat_str([pl.col("row").cast(pl.String), pl.lit(" "), "law_zh"])
    outer = Projection(
        (words.alias("words"), own.alias("own"), pl.lit(None, pl.String).alias("month"), (-pl.col("row")).alias("row")),
        ("words", "row", "own", "amount", "month", "code"),
    )
    return Projections((inner, outer))


@settings(max_examples=40)
@given(st.lists(PARTS, min_size=1, max_size=6), st.integers(0, 600), st.randoms(use_true_random=False))
def test_kinds_of_rows_are_worded_as_rows_are(kinds: list[dict[str, Any]], count: int, chance: Any) -> None:
    """The same projections serve several frames, and keep what they have made."""
    types = {"code": pl.String, "amount": pl.Int64, "law": pl.Int16, "later": pl.String}
    projected = wording()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(projections, "_SAMPLED", 16)
        patch.setattr(projections, "_FEW", 8)
        for _ in range(3):
            rows = pl.DataFrame(chance.choices(kinds, k=count), schema=types).with_row_index("row", 1)
            rows = rows.with_columns(pl.col("row").cast(pl.Int64))
            wanted = projected.of(rows.lazy()).collect()
            found = projected.by_kinds_of_rows(rows)
            assert found.with_columns(pl.col(pl.Enum).cast(pl.String)).equals(wanted)
            coded = isinstance(found.schema["words"], pl.Enum)
            assert coded == (
                count >= 16 and len({tuple(one.values()) for one in rows.drop("row").to_dicts()}) <= count // 4
            )


def test_rows_that_all_differ_are_worded_one_by_one() -> None:
    rows = pl.DataFrame({"row": range(1000), "code": [f"c{n}" for n in range(1000)], "amount": [0] * 1000})
    rows = rows.with_columns(pl.lit(None, pl.String).alias("later"), pl.lit(0, pl.Int16).alias("law"))
    found = wording().by_kinds_of_rows(rows)
    assert found["words"].to_list() == [f"c{n}：甲0" for n in range(1000)]


def test_amounts_as_text() -> None:
    paid = ["0.00", "0.05", "-0.05", "0.99", "-1.00", "1234567890123456.78", None]
    assert by_both("SELECT CAST(paid AS TEXT) AS it FROM herd", herd={"paid": ("DECIMAL(18, 2)", paid)}) == [
        (None if one is None else str(Decimal(one)),) for one in paid
    ]
