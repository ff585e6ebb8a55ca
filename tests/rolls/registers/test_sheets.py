"""A workbook as a register: which of its sheets are read, and what is told of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from assess.diagnostics.diagnostic import Refused
from assess.rolls.registers.reading import read_register
from assess.rolls.registers.register import Register
from tests.rolls.registers.registering import id_number

DEATHS = [["姓名", "身份证号", "死亡日期"], ["张三", id_number(1), "2023-05-31"]]
Sheets = dict[str, Sequence[Sequence[str]]]


def read(folder: Path, sheets: Sheets, asked: str = "") -> Register:
    path = folder / "死亡.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    (folder / "work").mkdir()
    return read_register("deaths", f"{path}{asked}", folder / "work")


@pytest.mark.parametrize(
    "notes",
    [
        [["说明文字"]],
        [["填表说明", "口径"], ["一", "按月"]],
        [["1", "2"], ["3", "4"], ["5", "6"]],
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_sheet_of_explanations_is_passed_over(tmp_path: Path, notes: Sequence[Sequence[str]], first: bool) -> None:
    sheets: Sheets = {"说明": notes, "2023": DEATHS} if first else {"2023": DEATHS, "说明": notes}
    register = read(tmp_path, {**sheets, "空": []})
    assert register.entries == 1
    told = {(one.code, one.position.file, one.arguments.get("sheet")) for one in register.notes}
    assert told == {("R516", "死亡.xlsx", "说明"), ("R155", "死亡.xlsx", "空")}


@pytest.mark.parametrize(
    "header",
    [["姓名", "身份证号"], ["身份证号", "何时"], ["姓名", "死亡日期"]],
)
def test_sheet_that_is_part_of_the_register_has_to_have_its_columns(tmp_path: Path, header: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, {"2022": [header, ["李四", "x"]], "2023": DEATHS})
    assert {one.code for one in refused.value.diagnostics} == {"R503"}
    assert {one.position.file for one in refused.value.diagnostics} == {"死亡.xlsx:2022"}


def test_sheet_that_was_asked_for_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, {"说明": [["说明", "口径"], ["一", "二"]], "2023": DEATHS}, "?sheet=说明")
    assert {one.code for one in refused.value.diagnostics} == {"R503"}


def test_one_sheet_alone(tmp_path: Path) -> None:
    register = read(tmp_path, {"2022": [["姓名"], ["李四"]], "2023": DEATHS}, "?sheet=2023")
    assert (register.entries, register.notes) == (1, ())


def test_register_of_nobody(tmp_path: Path) -> None:
    register = read(tmp_path, {"2023": DEATHS[:1]})
    assert register.rows == 0
    assert [one.code for one in register.notes] == ["R517"]
