"""People of a made-up harbour who stand on the roll more than once: what is to be paid to them, and on which row.

row   person  name  paid
2     1       甲    care
3     1       甲    meals
4     2       乙    care and meals; nursing is owed
5     3       丙    care
6     3       丁    meals
7     4       戊    half of the care, meals
8     4       戊    half of the care, meals
9     5       己    a third of the care, meals
10    5       己    a third of the care
11    6       庚    half of the care, meals
12    6       辛    half of the care
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.registers.test_check_beside_insurance import write
from tests.rolls.running.herds import rows_of

HEADERS = (
    "name", "id_number", "birth_date", "disability_grade", "ltci_beneficiary", "work_injury_nursing_benefit",
    "paid.care", "paid.meals", "paid.nursing",
)  # fmt: skip
ROWS = (
    (1, "甲", 1, 300, 0, 0), (1, "甲", 1, 0, 60, 0), (2, "乙", 1, 300, 60, 0), (3, "丙", 0, 300, 0, 0),
    (3, "丁", 0, 0, 60, 0), (4, "戊", 0, 150, 60, 0), (4, "戊", 0, 150, 60, 0),
    (5, "己", 0, 100, 60, 0), (5, "己", 0, 100, 0, 0), (6, "庚", 0, 150, 60, 0), (6, "辛", 0, 150, 60, 0),
)  # fmt: skip
SAID = "但此身份证号在名册上不止一行，查清由哪一行发放之前不补发。"


def check(folder: Path, *arguments: str, lang: str = "zh") -> Result:
    people = [
        (name, id_number(count), f"1930-01-{count + 1:02}", grade, "false", "false", *paid)
        for count, name, grade, *paid in ROWS
    ]
    called = ["roll", "check", str(write(folder / "roll.csv", HEADERS, people)), "--ruleset", "harbour"]
    called += [*arguments, "--out", str(folder / "out")]
    result = CliRunner().invoke(cli, ["--lang", lang, "--library", str(Path(__file__).parent), *called])
    assert result.exit_code == 0, result.output
    return result


def owed(out: Path) -> dict[tuple[int, str], str]:
    """By row and benefit, where the amount goes."""
    found = [one for one in rows_of(out / "findings.parquet") if one["code"] in ("unpaid", "underpaid")]
    for one in found:
        assert one["sentence_zh"].endswith(SAID) is (one["direction"] == "check")
    return {(one["row"], one["benefit"]): one["direction"] for one in found}


def test_what_another_row_pays_is_not_unpaid(tmp_path: Path) -> None:
    """R535. Nursing is due to the first once, and found on both of the rows; of the third and the last nobody knows who
    it is. Two halves are a whole, two thirds are not."""
    result = check(tmp_path, "--as-of", "2025-12-31")
    assert owed(tmp_path / "out") == {
        (2, "nursing"): "check", (3, "nursing"): "check", (4, "nursing"): "pay", (5, "meals"): "check",
        (6, "care"): "check", (9, "care"): "check", (10, "care"): "check", (11, "care"): "check",
        (12, "care"): "check",
    }  # fmt: skip
    assert "有 5 条已由此人的其他行发放，没有列入；有 8 条要先核实" in result.stderr


def test_two_halves_are_nothing_paid_twice(tmp_path: Path) -> None:
    check(tmp_path, "--as-of", "2025-12-31")
    found = [one for one in rows_of(tmp_path / "out" / "findings.parquet") if one["code"] == "duplicate_id"]
    assert {one["row"]: (str(one["amount"]), one["direction"]) for one in found if 7 <= one["row"] <= 8} == {
        7: ("0.00", "none"),
        8: ("60.00", "recover"),
    }
    (second,) = [one for one in found if one["row"] == 8]
    assert second["sentence_zh"] == "戊的身份证号与第7行重复，重复发放60.00元。"


def test_by_the_year(tmp_path: Path) -> None:
    columns = {name: name for name in HEADERS if not name.startswith("paid.")}
    amounts = "".join(
        f"  paid.{name}: {{target: paid.{name}, period: year}}\n" for name in ("care", "meals", "nursing")
    )
    (tmp_path / "map.yaml").write_text(
        "ruleset: harbour\ncolumns:\n" + "".join(f"  {name}: {name}\n" for name in columns) + amounts, encoding="utf-8"
    )
    check(tmp_path, "--as-of", "2025-12-31", "--mapping", str(tmp_path / "map.yaml"))
    assert set(owed_of_first(tmp_path / "out")) == {(2, "nursing"), (3, "nursing")}


def owed_of_first(out: Path) -> list[tuple[int, str]]:
    found = rows_of(out / "findings.parquet")
    return [(one["row"], one["benefit"]) for one in found if one["code"] == "unpaid" and one["row"] < 4]


def test_of_nothing_it_is_not_said_how_many(tmp_path: Path) -> None:
    """R535, for one who stands twice, and whom no other row pays."""
    person = ("甲", id_number(1), "1930-01-02", 0, "false", "false", 100, 60, 0)
    roll = write(tmp_path / "roll.csv", HEADERS, [person, person])
    call = ["--lang", "zh", "--library", str(Path(__file__).parent), "roll", "check", str(roll), "--ruleset", "harbour"]
    result = CliRunner().invoke(cli, [*call, "--as-of", "2025-12-31", "--out", str(tmp_path / "out")])
    assert "少发、应享未享中有 2 条要先核实，没有计入应补发" in result.stderr
    assert "有 0 条" not in result.stderr


@pytest.mark.parametrize("lang", ["en"])
def test_in_english(tmp_path: Path, lang: str) -> None:
    result = check(tmp_path, "--from", "2025-11", "--to", "2025-12", lang=lang)
    assert "10 findings of what is to be paid are about what their other rows pay" in result.stderr
