"""What a mapping says of the columns of registers, where it does not fit the registers that are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.rolls.running.call import Call
from assess.rolls.running.period import Period
from assess.rolls.running.run import Check
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import rows_of
from tests.rolls.running.village import VILLAGE

COLUMNS = "columns: {id_number: id_number, birth_date: birth_date, poor: poor, paid.pension: paid.pension}\n"


def check(folder: Path, registers: dict[str, str], mapped: str) -> Check:
    """`registers`: what the file of each kind holds."""
    (folder / "roll.csv").write_text(
        f"id_number,birth_date,poor,paid.pension\n{id_number(1)},1930-01-02,true,50\n", encoding="utf-8"
    )
    (folder / "mapping.yaml").write_text(f"{COLUMNS}registers:\n{mapped}", encoding="utf-8")
    given = []
    for number, (kind, text) in enumerate(registers.items()):
        (folder / f"{number}.csv").write_text(text, encoding="utf-8")
        given.append((kind, str(folder / f"{number}.csv")))
    call = Call(
        (str(folder / "roll.csv"),), "village", Period.on(2023_01_31), folder / "out", mapping=folder / "mapping.yaml",
        registers=tuple(given), threads=1, memory=2**29,
    )  # fmt: skip
    done = Check(call, VILLAGE)
    done.run()
    return done


def refused(folder: Path, registers: dict[str, str], mapped: str) -> list[Diagnostic]:
    with pytest.raises(Refused) as found:
        check(folder, registers, mapped)
    return list(found.value.diagnostics)


def test_a_slip_in_the_column_that_a_register_needs(tmp_path: Path) -> None:
    """The line of the mapping is told with the column that is missing."""
    text = f"姓名,人员编码号,哪一天\n甲,{id_number(1)},2022-05-01\n"
    mapped = "  死亡:\n    人员编码: id_number\n    那一天: start\n"
    problems = refused(tmp_path, {"deaths": text}, mapped)
    lines = [(one.code, one.position.line, one.arguments.get("near")) for one in problems]
    assert lines == [("R221", 4, "人员编码号"), ("R503", 0, None), ("R221", 5, "哪一天"), ("R503", 0, None)]
    mapped = "  死亡:\n    人员编码号: id_number\n    哪一天: start\n"
    check(tmp_path, {"deaths": text}, mapped)
    assert "paid_after_death" in {row["code"] for row in rows_of(tmp_path / "out" / "findings.parquet")}


@pytest.mark.parametrize(("line", "codes"), [("", ["R225"]), ("  名册:残疾: {}\n", [])])
def test_another_roll_with_a_line_of_its_own_is_not_taken_for_the_one_not_given(
    tmp_path: Path, line: str, codes: list[str]
) -> None:
    """As the remedy says: such an office is not told so every month."""
    text = f"姓名,身份证号,开始日期\n甲,{id_number(9)},2022-05-01\n"
    warned = check(tmp_path, {"名册:残疾": text}, f"  名册:低保: {{备注一: ignored}}\n{line}").warnings
    assert [one.code for one in warned if one.code == "R225"] == codes


@pytest.mark.parametrize(
    ("registers", "told"),
    [(["名册:低保户"], "低保户"), (["名册:低保户", "名册:残疾"], "低保户"), (["名册:低保"], None), (["死亡"], None)],
)
def test_another_roll_that_the_mapping_calls_otherwise(tmp_path: Path, registers: list[str], told: str | None) -> None:
    """It may be the one that was meant, and may be another."""
    text = (
        f"姓名,身份证号,{'死亡日期' if registers == ['死亡'] else '开始日期'},备注一\n甲,{id_number(9)},2022-05-01,\n"
    )
    mapped = "  名册:低保: {备注一: ignored}\n"
    warned = [one for one in check(tmp_path, dict.fromkeys(registers, text), mapped).warnings if one.code == "R225"]
    assert [one.arguments["near"] for one in warned] == [told] * (told is not None)
    assert [one.position.line for one in warned] == [3] * (told is not None)
