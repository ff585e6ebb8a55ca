"""Rows of a workbook that nobody sees on opening it, and those with something struck out: read, and told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook

from assess.rolls.reading.worksheet_xml import look_into
from tests.rolls.reading.helpers import codes, read_one, rows


def made(path: Path, people: int = 6) -> tuple[Workbook, xlsxwriter.worksheet.Worksheet]:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("名册")
    sheet.write_row("B2", ["姓名", "补贴", "备注"])
    for row in range(2, 2 + people):
        sheet.write_row(row, 1, [f"张{row}", 600, ""])
    return workbook, sheet


@pytest.mark.parametrize("block", [1 << 20, 100])
def test_hidden_rows_are_read_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """By a filter, a folded outline, or a hand; blank ones and totals are no people that anybody would miss."""
    monkeypatch.setattr("assess.rolls.reading.worksheet_xml._BLOCK", block)
    workbook, sheet = made(tmp_path / "roll.xlsx")
    sheet.write_row("B9", ["合计", 3600])
    for row in (3, 6, 8, 9):
        sheet.set_row(row, None, None, {"hidden": True})
    sheet.set_row(4, None, None, {"level": 1, "hidden": True})
    sheet.set_row(5, None, None, {"level": 1, "collapsed": True})
    workbook.close()
    part = read_one(tmp_path / "roll.xlsx")
    assert [row[1] for row in rows(part)] == ["张2", "张3", "张4", "张5", "张6", "张7"]
    told = next(one for one in part.notes if one.code == "R164")
    assert (told.position.line, told.arguments) == (4, {"count": "3", "rows": "4, 5, 7"})
    assert codes(part.notes) == ["R152", "R164", "R160"]


def test_long_list_of_hidden_rows_is_cut(tmp_path: Path) -> None:
    workbook, sheet = made(tmp_path / "roll.xlsx", 30)
    for row in range(2, 32):
        sheet.set_row(row, None, None, {"hidden": True})
    workbook.close()
    (_, told) = read_one(tmp_path / "roll.xlsx").notes
    assert told.arguments == {"count": "30", "rows": "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 …"}


def test_hidden_columns_are_told(tmp_path: Path) -> None:
    workbook, sheet = made(tmp_path / "roll.xlsx")
    sheet.set_column("A:A", None, None, {"hidden": True})
    sheet.set_column("C:D", None, None, {"hidden": True})
    workbook.close()
    (_, told) = read_one(tmp_path / "roll.xlsx").notes
    assert (told.code, told.position.line) == ("R165", 2)
    assert told.arguments == {"columns_zh": "补贴、备注", "columns_en": "补贴, 备注"}


def test_no_more_columns_are_hidden_than_a_sheet_has(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "roll.xlsx", "w") as workbook:
        columns = '<cols><col min="16384" max="9999999999" hidden="1"/></cols>'
        workbook.writestr("sheet.xml", f"<worksheet>{columns}<sheetData/></worksheet>")
    assert look_into(tmp_path / "roll.xlsx", "sheet.xml").hidden_columns == {16384}


def test_rows_struck_out_are_read_and_told(tmp_path: Path) -> None:
    workbook, sheet = made(tmp_path / "roll.xlsx")
    struck_out, bold = workbook.add_format({"font_strikeout": True}), workbook.add_format({"bold": True})
    sheet.write("B4", "张3", struck_out)
    sheet.write("C6", 600, struck_out)
    sheet.write("B7", "张6", bold)
    sheet.write("D8", "", struck_out)
    workbook.close()
    part = read_one(tmp_path / "roll.xlsx")
    assert len(rows(part)) == 6
    (_, told) = part.notes
    assert (told.code, told.position.line, told.arguments) == ("R166", 4, {"count": "2", "rows": "4, 6"})


def test_workbook_in_which_nothing_is_hidden(tmp_path: Path) -> None:
    workbook, _ = made(tmp_path / "roll.xlsx")
    workbook.close()
    seen = look_into(tmp_path / "roll.xlsx", "xl/worksheets/sheet1.xml")
    assert seen.hidden_rows | seen.hidden_columns | seen.struck_out == set()
    assert codes(read_one(tmp_path / "roll.xlsx").notes) == ["R152"]
