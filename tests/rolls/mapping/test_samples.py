"""What is seen of a column: all of a small one; of a large one first rows, a spread, and every word."""

from __future__ import annotations

from pathlib import Path

from assess.rolls.mapping import samples
from assess.rolls.mapping.samples import Sample, sample_of, samples_of
from assess.rolls.roll import Column, Part
from tests.databases import database
from tests.rolls.mapping.parts import part


def test_small_part_is_seen_whole(tmp_path: Path) -> None:
    rows = [["山羊", None], ["绵羊", ""], ["山羊", "  "]]

    found = samples_of(part(tmp_path, ["牲畜", '带"引号"的'], rows))

    assert found == {"牲畜": Sample((("山羊", 2), ("绵羊", 1)), 3), '带"引号"的': Sample((), 0)}


def test_typed_columns_of_an_own_file_are_seen_as_text(tmp_path: Path) -> None:
    path = tmp_path / "own[1].parquet"
    with database() as connection:
        rows = connection.sql("SELECT 684.50::DECIMAL(9, 2) AS paid, DATE '1940-01-02' AS born, true AS wolves")
        rows.write_parquet(str(path))
    columns = (Column("paid", "DECIMAL(9,2)"), Column("born", "DATE"), Column("wolves", "BOOLEAN"))

    found = samples_of(Part("own", path, 1, columns, staged=False))

    assert [found[name].values for name in ("paid", "born", "wolves")] == [
        (("684.50", 1),),
        (("1940-01-02", 1),),
        (("true", 1),),
    ]


def test_large_part_is_seen_in_part_but_its_words_in_full(tmp_path: Path) -> None:
    path = tmp_path / "large.parquet"
    count = 5 * samples.ROWS
    with database() as connection:
        connection.sql(
            f"SELECT i::VARCHAR AS number, CASE WHEN i = {count - 2} THEN '牦牛' ELSE '山羊' END AS animal "
            f"FROM range({count}) t(i)"
        ).write_parquet(str(path))
    large = Part("large", path, count, (Column("number", "VARCHAR"), Column("animal", "VARCHAR")), staged=False)

    found = samples_of(large)

    assert found["animal"] == Sample((("山羊", count - 1), ("牦牛", 1)), count)
    assert not found["number"].whole
    assert len(found["number"].values) == samples.KEPT
    assert samples.ROWS <= found["number"].filled <= 1.2 * samples.ROWS
    assert samples_of(large) == found


def test_samples_of_two_parts_together() -> None:
    both = sample_of(["a", "b", "a"]).plus(sample_of(["b", "c", None, " "]))

    assert both == Sample((("a", 2), ("b", 2), ("c", 1)), 5)
