"""Birth dates of which the roll says no more than the month: the day comes out of the ID number, which must agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of
from tests.rolls.running.village import VILLAGE

MAPPING = """\
columns: {id_number: id_number, birth_date: birth_date, poor: poor, paid.pension: paid.pension}
derived: {birth_date: {from: id_number}}
"""


def differing(folder: Path, cells: list[str]) -> dict[int, str]:
    """What is said of each row; the people are born on 1930-01-02 and the days after it."""
    lines = [f"{id_number(number)},{cell},false,50" for number, cell in enumerate(cells, start=1)]
    (folder / "roll.csv").write_text("\n".join(["id_number,birth_date,poor,paid.pension", *lines, ""]), "utf-8")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    call = Call(
        (str(folder / "roll.csv"),), "village", Period.on(2023_01_31), folder / "out", mapping=folder / "mapping.yaml"
    )
    Check(call, VILLAGE).run()
    found = rows_of(folder / "out" / "findings.parquet")
    return {row["row"]: row["sentence_zh"] for row in found if row["code"] == "birth_date_differs"}


def test_month_that_is_not_that_of_the_number(tmp_path: Path) -> None:
    cells = ["1930.01", "1950.10", "1930年1月", "1930-03", "", "1930-01-07", "1930-01-09"]
    found = differing(tmp_path, cells)
    assert set(found) == {3, 5, 8}
    assert "出生日期1950年10月与身份证号中的1930年1月3日不一致" in found[3]
    assert "出生日期1930年3月与" in found[5]
    assert "出生日期1930年1月9日与身份证号中的1930年1月8日不一致" in found[8]


@pytest.mark.parametrize("count", [250])
def test_more_texts_than_are_looked_up_in_place(tmp_path: Path, count: int) -> None:
    cells = [f"{1900 + number // 12}-{number % 12 + 1:02}" for number in range(count)]
    assert set(differing(tmp_path, cells)) == set(range(2, count + 2))
