"""Workbooks: several sheets, headers below titles and over two rows, and every kind of cell as a person sees it."""

from __future__ import annotations

import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook

from assess.rolls.reading import workbook as workbook_module
from assess.rolls.reading.worksheet_xml import Seen, column_letters, look_into, worksheet_files
from tests.rolls.reading.helpers import codes, headers, read, read_one, refusal, rows, set_aside, written


def made(path: Path, fill: Callable[[Workbook], None], **options: object) -> Path:
    workbook = xlsxwriter.Workbook(str(path), options)
    fill(workbook)
    workbook.close()
    return path


def with_sheet(path: Path, *lines: list[object], name: str = "Sheet1") -> Path:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet(name)
        for row, cells in enumerate(lines):
            sheet.write_row(row, 0, cells)

    return made(path, fill)


def changed(path: Path, file: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of the files inside it changed."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents[file] = change(contents[file])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def test_rows_and_columns(tmp_path: Path) -> None:
    part = read_one(with_sheet(tmp_path / "名册.xlsx", ["姓名", "年龄"], ["张三", 84], [], ["李四", ""]))
    assert part.source == "名册.xlsx:Sheet1"
    assert headers(part) == ["姓名", "年龄"]
    assert rows(part) == [(2, "张三", "84"), (4, "李四", None)]
    assert part.notes == ()


def test_cells_become_the_text_that_a_person_sees(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        day, moment, clock = (
            workbook.add_format({"num_format": one}) for one in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm")
        )
        sheet.write_row(0, 0, ["甲", "乙", "丙", "丁", "戊", "己", "庚"])
        sheet.write_row(1, 0, [3, 684.5, 0.1 + 0.2, 684.0000000000001, 320402194001010000, True, " x "])
        sheet.write_datetime(2, 0, datetime(1939, 10, 15), day)
        sheet.write_datetime(2, 1, datetime(2023, 5, 1, 8, 30), moment)
        sheet.write_datetime(2, 2, time(8, 30), clock)
        sheet.write_string(2, 3, "32040219391015001X")
        sheet.write_formula(2, 4, "=1/0", value="#DIV/0!")
        sheet.write_formula(2, 5, "=VLOOKUP(1,A:B,2,0)", value="#N/A")
        sheet.write_formula(2, 6, "=A2&B2", value="3684.5")
        sheet.write_row(3, 0, ["一\n二", "a\rb", 'say "x"', "a,b", "", "合计", 0])

    assert rows(read_one(made(tmp_path / "roll.xlsx", fill))) == [
        (2, "3", "684.5", "0.3", "684", "320402194001010000.0", "true", " x "),
        (3, "1939-10-15", "2023-05-01 08:30:00", "08:30:00", "32040219391015001X", "#DIV/0!", "#N/A", "3684.5"),
        (4, "一\n二", "a\rb", 'say "x"', "a,b", None, "合计", "0"),
    ]


def test_several_sheets(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        for name, person in (("天宁", "张三"), ("钟楼", "李四")):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["姓名", "年龄"])
            sheet.write_row(1, 0, [person, 84])
        workbook.add_worksheet("空")
        workbook.add_worksheet("说明").hide()
        workbook.get_worksheet_by_name("说明").write(0, 0, 1)
        hidden = workbook.add_worksheet("旧")
        hidden.very_hidden()
        hidden.write_row(0, 0, ["姓名", "年龄"])
        hidden.write_row(1, 0, ["王五", 85])

    path = made(tmp_path / "roll.xlsx", fill)
    first, second, third = read(path)
    assert [part.source for part in (first, second, third)] == ["roll.xlsx:天宁", "roll.xlsx:钟楼", "roll.xlsx:旧"]
    assert [rows(part) for part in (first, second, third)] == [
        [(2, "张三", "84")],
        [(2, "李四", "84")],
        [(2, "王五", "85")],
    ]
    assert [(note.code, note.arguments["sheet"]) for note in first.notes] == [("R155", "空"), ("R157", "说明")]
    assert codes(third.notes) == ["R156"]
    assert len({part.path for part in (first, second, third)}) == 3

    assert [part.source for part in read(path, sheets=["钟楼"])] == ["roll.xlsx:钟楼"]
    assert [part.source for part in read(f"{path}?sheet=钟楼", folder=tmp_path)] == ["roll.xlsx:钟楼"]
    missing = refusal(path, sheets=["鼓楼"])
    assert (missing.code, missing.arguments["known"]) == ("R109", "天宁, 钟楼, 空, 说明, 旧")
    assert refusal(path, sheets=["说明"]).code == "R104"


def test_sheet_of_notes(tmp_path: Path) -> None:
    """It refuses a check; who only proposes what columns mean may pass it over."""

    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet("说明").write(0, 0, "填表说明：请如实填写")
        sheet = workbook.add_worksheet("名册")
        sheet.write_row(0, 0, ["姓名", "年龄"])
        sheet.write_row(1, 0, ["张三", 84])

    path = made(tmp_path / "roll.xlsx", fill)
    found = refusal(path)
    assert (found.code, found.position.file) == ("R104", "roll.xlsx:说明")
    part = read_one(path, pass_over=True)
    assert (part.source, [(one.code, one.arguments["sheet"]) for one in part.notes]) == (
        "roll.xlsx:名册", [("R161", "说明")],
    )  # fmt: skip
    only_notes = made(tmp_path / "notes.xlsx", lambda workbook: workbook.add_worksheet("说明").write(0, 0, "单位：元"))
    assert refusal(only_notes, pass_over=True).code == "R104"


def test_merged_title_right_above_the_header(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.merge_range("A1:C1", "某区死亡人员登记表", workbook.add_format({"align": "center"}))
        sheet.write_row("A2", ["姓名", "身份证号", "死亡日期"])
        sheet.write_row("A3", ["张三", "320402193910150001", "2023-05-01"])

    part = read_one(made(tmp_path / "roll.xlsx", fill))
    assert headers(part) == ["姓名", "身份证号", "死亡日期"]
    assert rows(part) == [(3, "张三", "320402193910150001", "2023-05-01")]


def test_header_below_merged_titles_and_over_two_rows(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        merged = workbook.add_format({"align": "center"})
        sheet.merge_range("B1:G1", "某某区特困人员名册", merged)
        sheet.merge_range("B2:D2", "单位：民政局", merged)
        sheet.merge_range("E2:G2", "2023年5月", merged)
        for column, name in (("B", "序号"), ("C", "姓名"), ("G", "备注")):
            sheet.merge_range(f"{column}4:{column}5", name, merged)
        sheet.merge_range("D4:F4", "补贴", merged)
        sheet.write_row("D5", ["生活", "护理", "合计"])
        sheet.write_row("B6", [1, "张三", 600, 684, 1284, ""])
        sheet.write_row("B7", [2, "李四", 600, 342, 942, "无"])
        sheet.merge_range("B8:C8", "合计", merged)
        sheet.write_row("D8", [1200, 1026, 2226])
        sheet.merge_range("B9:G9", "填表人：王五    审核人：赵六", merged)

    part = read_one(made(tmp_path / "roll.xlsx", fill))
    assert headers(part) == ["序号", "姓名", "补贴/生活", "补贴/护理", "补贴/合计", "备注"]
    assert rows(part) == [
        (6, "1", "张三", "600", "684", "1284", None),
        (7, "2", "李四", "600", "342", "942", "无"),
    ]
    assert set_aside(part) == [(8, "R138"), (9, "R140")]
    assert codes(part.notes) == ["R152", "R160"]
    assert part.notes[0].arguments["rows"] == "4–5"


def test_header_on_every_page(tmp_path: Path) -> None:
    page = [["某村公示单"], ["姓名", "类别", "金额"]]
    lines = [*page, ["张三", "低保", 1], ["李四", "低保", 2], [], *page, ["王五", "低保", 3]]
    part = read_one(with_sheet(tmp_path / "roll.xlsx", *lines))
    assert [row for row, *_ in rows(part)] == [3, 4, 8]
    assert set_aside(part) == [(6, "R139"), (7, "R139")]


def test_column_without_a_name_is_called_by_its_place_in_the_sheet(tmp_path: Path) -> None:
    lines: list[list[object]] = [["", "姓名", "", "", "年龄"], ["", "张三", "", "x", 84]]
    part = read_one(with_sheet(tmp_path / "roll.xlsx", *lines))
    assert headers(part) == ["姓名", "column 4", "年龄"]
    assert codes(part.notes) == ["R153"]


def test_sheet_without_a_header(tmp_path: Path) -> None:
    found = refusal(with_sheet(tmp_path / "roll.xlsx", [1, 2], [3, 4], name="数"))
    assert (found.code, found.position.file) == ("R104", "roll.xlsx:数")


def test_workbook_of_empty_sheets(tmp_path: Path) -> None:
    assert refusal(with_sheet(tmp_path / "roll.xlsx", [" "])).code == "R103"


def test_workbook_under_another_name(tmp_path: Path) -> None:
    path = with_sheet(tmp_path / "roll.xlsx", ["姓名", "年龄"], ["张三", 84])
    for name in ("roll.xls", "roll", "roll.csv"):
        assert rows(read_one(path.rename(tmp_path / name))) == [(2, "张三", "84")]
        path = tmp_path / name


def test_damaged_workbooks(tmp_path: Path) -> None:
    whole = with_sheet(tmp_path / "whole.xlsx", ["姓名", "年龄"], ["张三", 84]).read_bytes()
    assert refusal(written(tmp_path / "half.xlsx", whole[: len(whole) // 2])).code == "R106"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert refusal(written(tmp_path / "old.xls", old)).code == "R106"
    for file in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        path = written(tmp_path / "roll.xlsx", whole)
        assert refusal(changed(path, file, lambda content: content[:-200])).code == "R106"


def test_error_cells_without_an_address(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "年龄"])
        sheet.write_row(1, 0, ["张三", 84])
        sheet.write(2, 0, "李四")
        sheet.write_formula(2, 1, "=A9", value="#REF!")

    path = made(tmp_path / "roll.xlsx", fill)
    changed(path, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb' r="[A-Z]+[0-9]+"', b"", xml))
    assert rows(read_one(path)) == [(2, "张三", "84"), (3, "李四", "#REF!")]


def test_cells_merged_over_several_people(tmp_path: Path) -> None:
    """An amount may be the sum of both or each one's; an empty cell would say that nothing is paid to the second."""

    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        centred = workbook.add_format({"align": "center"})
        sheet.write_row("B1", ["乡镇", "姓名", "身份证号", "金额", "补贴"])
        for row, name in enumerate(("张三", "李四", "王五", "赵六"), start=2):
            sheet.write_row(f"C{row}", [name, f"32040219400101000{row}", 600, 60])
        sheet.merge_range("B2:B5", "东镇", centred)
        sheet.merge_range("D4:D5", "320402194001010004", centred)
        sheet.merge_range("E2:E3", 1300, centred)
        sheet.merge_range("F3:F4", "￥1,300元", centred)
        sheet.merge_range("E5:F5", 700, centred)
        sheet.merge_range("B6:C6", "合计", centred)
        sheet.merge_range("B7:B8", None, centred)

    part = read_one(made(tmp_path / "roll.xlsx", fill))
    assert rows(part) == [
        (2, "东镇", "张三", "320402194001010002", "1300 [E2:E3]", "60"),
        (3, None, "李四", "320402194001010003", "1300 [E2:E3]", "￥1,300元 [F3:F4]"),
        (4, None, "王五", "320402194001010004", "600", "￥1,300元 [F3:F4]"),
        (5, None, "赵六", None, "700 [E5:F5]", "700 [E5:F5]"),
    ]
    assert set_aside(part) == [(6, "R138")]
    told = part.notes[0]
    assert (told.code, told.position.line, told.arguments) == ("R162", 2, {"count": "5", "cell": "B2:B5"})


@pytest.mark.parametrize("empty", [b"", b"<v></v>", b"<v/>", b"<v />", b"<v>\n </v>"])
def test_formula_that_nobody_worked_out(tmp_path: Path, empty: bytes) -> None:
    """Programs that cannot calculate write formulas without results; an empty cell would say that nothing is paid."""
    path = with_sheet(tmp_path / "名册.xlsx", ["姓名", "金额", "合计"], ["张三", "=1000+300", 0], ["李四", 1, '="<"'])
    result = re.compile(rb"(<c [^>]*><f>1000\+300</f>)<v>0</v>")
    changed(path, "xl/worksheets/sheet1.xml", lambda content: result.sub(rb"\1" + empty, content))
    part = read_one(path)
    assert rows(part) == [(2, "张三", "=1000+300", "0"), (3, "李四", "1", "0")]
    (told,) = part.notes
    assert (told.code, told.position.line, told.arguments) == ("R163", 2, {"count": "1", "cell": "B2"})


def test_formulas_with_results_and_shared_ones_without(tmp_path: Path) -> None:
    path = with_sheet(
        tmp_path / "名册.xlsx", ["姓名", "金额"], ["张三", "=1"], ["李四", "=2"], ["王五", "=3"], ["赵六", "=4"]
    )

    def change(content: bytes) -> bytes:
        formulas = {
            b"<f>1</f><v>0</v>": b"<f>1</f><v>1</v>",
            b"<f>2</f><v>0</v>": b'<f t="shared" si="0"/>',
            b'r="B4"><f>3</f><v>0</v>': b'r="B4" t="str"><f>IF(1,"","x")</f><v></v>',
            b"<f>4</f><v>0</v>": b"<f>B2&amp;4</f>",
        }
        for before, after in formulas.items():
            assert content.count(before) == 1
            content = content.replace(before, after)
        return content

    changed(path, "xl/worksheets/sheet1.xml", change)
    assert [row[2] for row in rows(read_one(path))] == ["1", "=?", None, "=B2&4"]


def test_cell_far_out(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "年龄"])
        sheet.write(1_048_575, 16_383, "x")

    found = refusal(made(tmp_path / "roll.xlsx", fill))
    assert (found.code, found.arguments["cell"]) == ("R116", "XFD1048576")


def test_cell_farther_out_than_a_sheet_reaches(tmp_path: Path) -> None:
    """In a file made to do harm: calamine would make room for all the columns before it, and end the process."""

    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet().write_row(0, 0, ["姓名", "年龄"])

    path = made(tmp_path / "roll.xlsx", fill)
    changed(path, "xl/worksheets/sheet1.xml", lambda content: content.replace(b'r="B1"', b'r="ZZZZZZZ1"'))
    found = refusal(path)
    assert (found.code, found.arguments["cell"]) == ("R116", "ZZZZZZZ1")


def test_what_a_look_into_the_sheet_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(workbook: Workbook) -> None:
        workbook.add_worksheet("甲")
        sheet = workbook.add_worksheet("乙")
        sheet.write(4, 27, 1)
        sheet.write_formula(2, 1, "=A9", value="#REF!")

    path = made(tmp_path / "roll.xlsx", fill)
    assert worksheet_files(path) == {"甲": "xl/worksheets/sheet1.xml", "乙": "xl/worksheets/sheet2.xml"}
    seen = Seen(rows=5, columns=28, errors={(2, 1): "#REF!"})
    assert look_into(path, "xl/worksheets/sheet2.xml") == seen
    monkeypatch.setattr("assess.rolls.reading.worksheet_xml._BLOCK", 100)
    assert look_into(path, "xl/worksheets/sheet2.xml") == seen
    assert column_letters(28) == "AB"


class PanicException(BaseException):
    """What calamine's own code raises where it gives up."""


def test_calamine_giving_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise PanicException("index out of bounds")

    path = with_sheet(tmp_path / "roll.xlsx", ["姓名", "年龄"], ["张三", 84])
    monkeypatch.setattr(workbook_module, "_merged", give_up)
    assert refusal(path).arguments["reason"] == "index out of bounds"


def test_workbook_protected_by_a_password(tmp_path: Path) -> None:
    assert refusal(given("locked.xls", tmp_path)).code == "R117"


@pytest.mark.parametrize("name", ["roll.xlsx", "roll.xls", "roll.et"])
def test_workbook_of_today_protected_by_a_password(tmp_path: Path, name: str) -> None:
    """It becomes what old workbooks are, with its content in a part of this name; whatever the file is called."""
    names = ("Root Entry", "EncryptedPackage")
    none, end = 2**32 - 1, 2**32 - 2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<109I", 0, *[none] * 108)
    sectors = struct.pack("<128I", none - 2, end, *range(3, 10), end, *[none] * 118)
    for number, one in enumerate(names):
        text = one.encode("utf-16-le") + bytes(2)
        child, start, size = (1, end, 0) if number == 0 else (none, 2, 4096)
        about = struct.pack("<HBB3I36xIQ", len(text), 5 - 3 * number, 1, none, none, child, start, size)
        sectors += text.ljust(64, b"\0") + about
    path = tmp_path / name
    path.write_bytes(header + sectors + bytes(256) + bytes(4096))
    assert refusal(path).code == "R117"


def given(name: str, folder: Path) -> Path:
    """One of the workbooks that LibreOffice has written."""
    return Path(shutil.copy(Path(__file__).parent / "workbooks" / name, folder))


def test_old_workbook(tmp_path: Path) -> None:
    part = read_one(given("roll.xls", tmp_path))
    assert part.source == "roll.xls:名册"
    assert rows(part) == [(3, "张三", "1939-10-15", "684.5", "true"), (4, "李四", None, None, None)]
    assert codes(part.notes) == ["R152", "R159"]


def test_open_document(tmp_path: Path) -> None:
    part = read_one(given("roll.ods", tmp_path))
    assert headers(part) == ["姓名", "出生日期", "照料护理费", "健在"]
    assert rows(part) == [(3, "张三", "1939-10-15", "684.5", "1"), (4, "李四", None, None, None)]
    assert codes(part.notes) == ["R152", "R159"]
    assert rows(read_one(given("roll.ods", tmp_path).rename(tmp_path / "roll.xlsx"))) == rows(part)


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    lines: list[list[object]] = [["姓名", "日期"], *([f"张{n}", date(2023, 1, 1).isoformat()] for n in range(3000))]
    path = with_sheet(tmp_path / "roll.xlsx", *lines)
    first = read_one(path).path.read_bytes()
    assert read_one(path, threads=1).path.read_bytes() == first
