"""Types of SQL, and the type that several values have together."""

from __future__ import annotations

import polars as pl
import pytest

from assess.engines.frames.values import Held, Kind, common, kind_of, null, number
from assess.engines.sql.expressions import Inexpressible
from tests.engines.frames.running import by_both, by_frames


def test_types_by_their_names() -> None:
    assert kind_of("INTEGER") == kind_of("INT") == Kind("INT")
    assert kind_of("DECIMAL(9,2)") == kind_of("DECIMAL(9, 2)") == Kind("DECIMAL", 9, 2)
    names = ("名册'.csv", "a\nb", "ENUM('x')")
    written = Kind("ENUM", names=names).sql
    assert kind_of(written).names == names


@pytest.mark.parametrize("sql", ["DOUBLE", "FLOAT", "HUGEINT", "UTINYINT", "TIMESTAMP", "INTEGER[]", "BLOB", "TIME"])
def test_types_without_a_counterpart(sql: str) -> None:
    with pytest.raises(Inexpressible):
        kind_of(sql)


@pytest.mark.parametrize(
    ("value", "type_"), [(0, "INT"), (2**31 - 1, "INT"), (2**31, "BIGINT"), (-(2**31), "INT"), (2**63 - 1, "BIGINT")]
)
def test_the_type_of_a_number_alone(value: int, type_: str) -> None:
    assert common([number(value), null()]) == Kind(type_)


def test_a_number_takes_the_type_of_what_it_meets_if_it_fits() -> None:
    given = {"x": ("TINYINT", [1, None])}
    for literal in (127, 128, 32_768, 2**31):
        sql = f"COALESCE(x, {literal})"
        assert by_both(sql, given) == [1, literal]
    assert by_both("CASE WHEN x = 1 THEN x ELSE 1000 END", given) == [1, 1000]


def test_a_number_beyond_64_bits() -> None:
    with pytest.raises(Inexpressible):
        by_frames(f"COALESCE(x, {2**63})", {"x": ("BIGINT", [1])})


def test_decimals_of_different_places() -> None:
    given = {"x": ("DECIMAL(9, 0)", [10**9 - 1]), "y": ("DECIMAL(9, 4)", ["0.0001"])}
    assert by_both("x > y", given) == [True]
    assert common([_held("DECIMAL(9, 0)"), _held("DECIMAL(9, 4)")]) == Kind("DECIMAL", 13, 4)
    with pytest.raises(Inexpressible):
        common([_held("DECIMAL(18, 0)"), _held("DECIMAL(18, 2)")])


def _held(sql: str) -> Held:
    return Held(kind_of(sql), pl.col("x"))
