"""The «otherwise» row of a table that collects: it counts where no other row hits, beside none that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.engines.meaning import Surroundings, Value, decider
from assess.language.edition import edition_of
from assess.library import Library

RULESET = """\
ruleset: meadowland
version: "1"
label: {zh: 草原国, en: Meadowland}
sources:
  feast-act:
    title: {zh: 牧人节法, en: Feast Act}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2020-01-01
    status: in_force
    clauses:
      "1": {zh: 唱歌跳舞各计分，都不会的计一分, en: "points for songs and dances, one for those who know neither"}
inputs:
  songs: {label: {zh: 唱歌, en: sings}, type: boolean}
  dances: {label: {zh: 跳舞, en: dances}, type: boolean}
decisions:
  feast_points:
    label: {zh: 节日得分, en: points at the feast}
    cite: feast-act §1
    table:
      hit: collect
      aggregate: sum
      rows:
        - {when: songs, then: 3}
        - {when: dances, then: 5}
        - {otherwise: 1}
"""


@pytest.mark.parametrize(
    ("songs", "dances", "points"),
    [(True, True, 8), (True, False, 3), (False, True, 5), (False, False, 1),
     (True, None, None), (False, None, None), (None, None, None)],
)  # fmt: skip
def test_otherwise_counts_where_no_other_row_hits(
    tmp_path: Path, songs: Value, dances: Value, points: int | None
) -> None:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "meadowland.yaml").write_text(RULESET, encoding="utf-8")
    edition = edition_of(Library((tmp_path,)).program("meadowland"), 2024_01_01)
    decide = decider(edition.active["feast_points"].version.body)
    assert decide(Surroundings.of(edition, {"songs": songs, "dances": dances})).value == points
