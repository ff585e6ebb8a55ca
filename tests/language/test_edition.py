"""What is said of a decision or a figure that a date does not reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostics
from assess.language.edition import edition_of
from assess.language.supplied import read_supplied
from assess.library import Library

RULESET = """\
ruleset: meadowland
version: "1"
label: {zh: 草原国, en: Meadowland}
sources:
  bell-act:
    title: {zh: 铃铛法, en: Bell Act}
    issuer: {zh: 草原国议会, en: Parliament of Meadowland}
    issued: 2019-11-15
    in_force: 2020-01-01
    status: in_force
    clauses:
      "1": {zh: 挂铃的羊群领铃铛钱, en: flocks with a bell draw bell money}
parameters:
  bell_rate:
    label: {zh: 铃铛钱标准, en: rate of the bell money}
    unit: CNY/month
    values:
      - {from: 2020-01-01, value: 10, cite: bell-act §1, confidence: published}
  bell_bonus:
    label: {zh: 铃铛奖, en: bell bonus}
    unit: CNY/month
    range: [0, 50]
    values: []
decisions:
  bell_money:
    label: {zh: 铃铛钱, en: bell money}
    cite: bell-act §1
    unit: CNY/month
    versions:
      - {from: 2020-01-01, until: 2020-12-31, amount: bell_rate}
      - {from: 2022-01-01, amount: bell_rate + bell_bonus, published: 2022-03-01}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "meadowland.yaml").write_text(RULESET, encoding="utf-8")
    return Library((tmp_path,))


@pytest.mark.parametrize(
    ("as_of", "known_at", "code", "argument", "day"),
    [
        (2019_12_31, None, "D201", "from", "2020-01-01"),
        (2021_06_01, None, "D202", "until", "2020-12-31"),  # between two versions, the later one without an end
        (2020_06_01, 2019_11_14, "D203", "known", "2019-11-15"),  # not the day on which the later version came out
        (2022_02_01, 2022_02_01, "D203", "known", "2022-03-01"),
    ],
)
def test_day_that_no_version_reaches(
    library: Library, as_of: int, known_at: int | None, code: str, argument: str, day: str
) -> None:
    found = edition_of(library.program("meadowland"), as_of, known_at).unavailable["bell_money"]
    assert (found.code, found.arguments[argument]) == (code, day)


@pytest.mark.parametrize(
    ("figure", "codes"),
    [
        ("bell_rate: 10.005", ["P106"]),
        ("bell_bonus: 51", ["P105"]),
        ("bell_bonus: -1", ["P105"]),
        ("bell_rate: 30%", ["P101"]),
    ],
)
def test_supplied_figure_is_refused_at_its_own_place(
    library: Library, tmp_path: Path, figure: str, codes: list[str]
) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text(f"parameters:\n  {figure}\n", encoding="utf-8")
    supplied = read_supplied(path, Diagnostics())
    assert supplied is not None
    errors = [found for found in library.load("meadowland", supplied).diagnostics if found.severity == "error"]
    assert [found.code for found in errors] == codes
    assert [Path(found.position.file).name for found in errors] == ["figures.yaml"]
    assert [found.position.line for found in errors] == [2]
