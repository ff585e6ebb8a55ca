"""The workbooks: read back with another library, as an office's program would."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assess.rolls.reporting import rejects_sheet, workbooks
from assess.rolls.reporting.manifest import Counts, InputUsed, Manifest, Period
from assess.rolls.reporting.rejects import Reject
from assess.rolls.reporting.sheets import SheetLimits, sheets_of
from assess.rolls.reporting.store import opened
from assess.rolls.reporting.tally import tally_of
from assess.rolls.reporting.workbooks import write_workbooks
from tests.databases import database
from tests.rolls.reporting.made import FINDINGS, ID, MANIFEST, MASKED, REJECTS, TOTALS, finding, made_run


def written(
    path: Path,
    findings: Iterable[dict[str, Any]] = FINDINGS,
    language: str = "zh",
    limits: SheetLimits | None = None,
    *,
    unmask: bool = False,
    progress: Any = None,
    rejects: Iterable[Reject] = (),
    manifest: Manifest = MANIFEST,
) -> list[Path]:
    """The workbooks of a run."""
    run = made_run(path / "run", findings, rejects)
    out = path / "out"
    out.mkdir(parents=True)
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], path) as store:
        tally = tally_of(store, manifest)
        manifest = tally.completed(manifest)
        plans = sheets_of(((one.code, one.findings) for one in tally.findings.by_code), limits or SheetLimits())
        books = write_workbooks(store, out, manifest, tally, plans, language, unmask=unmask, progress=progress)
    return [book for book, _ in books]


def read(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the print titles, whose names it reads back otherwise
        return openpyxl.load_workbook(path)


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    headers, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headers), row, strict=True)) for row in rows]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_a_summary_and_a_sheet_for_each_kind(tmp_path: Path) -> None:
    book = read(written(tmp_path)[0])
    assert book.sheetnames == ["汇总", "不符合条件", "多发", "应享未享", "缺少评估", "死亡后领取"]


def test_a_sheet_of_findings(tmp_path: Path) -> None:
    sheet = read(written(tmp_path)[0])["不符合条件"]
    assert table(sheet) == [
        {
            "地区": "北村", "姓名": "张三", "身份证号": MASKED, "待遇": "干草补贴", "实发（元）": 45.5,
            "应发（元）": 0, "应追回（元）": 45.5, "说明": "第 2 行：not_entitled", "依据条款": "草议〔2019〕7号 四1",
            "行号": 2, "核查结果": None, "备注": None,
        }
    ]  # fmt: skip
    assert sheet.freeze_panes == "C2"  # the header, and the columns up to the name
    assert sheet.auto_filter.ref == "A1:L2"
    amount = sheet["G2"]
    assert (amount.data_type, amount.number_format.strip("_ ")) == ("n", "#,##0.00")
    (outcomes,) = sheet.data_validations.dataValidation
    assert (str(outcomes.sqref), outcomes.formula1) == ("K2", '"属实,不属实,已停发,已追回,已补发,继续核查"')


def test_columns_fit_what_stands_in_them(tmp_path: Path) -> None:
    sheet = read(written(tmp_path)[0])["死亡后领取"]
    widths = {sheet[f"{letter}1"].value: sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJ"}
    assert widths["身份证号"] >= 20
    assert widths["姓名"] >= 10
    assert widths["说明"] >= 50  # a Chinese character is two columns wide


PAGE = 235
"""The columns, two for a Chinese character, that A4 across still shows in letters of seven points."""


def test_a_sheet_stays_readable_on_paper(tmp_path: Path) -> None:
    """However long sentences, clauses, names of files and districts are; the header takes two lines where it must."""
    long = {
        "sentence_zh": "很长的说明" * 40, "cite": "草议〔2019〕7号 四1；" * 9, "district": "很长的地区名称" * 5,
        "source": "很长的文件名.xlsx:城北", "id_number": ID, "benefit": "care",
        "paid": "1234567.00", "due": "234567.00", "month": "2023-06",
    }  # fmt: skip
    made = [
        finding("overpaid", 2, amount=amount, direction=way, **long)
        for amount, way in (("5", "recover"), ("6", "check"))
    ]
    sources = tuple(InputUsed(name=f"很长的文件名.xlsx:{one}", sha256="cd" * 32, rows=3) for one in ("城北", "城南"))
    sheet = read(written(tmp_path, made, manifest=MANIFEST.model_copy(update={"inputs": sources}))[0])["多发"]
    widths = [
        one.width * (one.max - one.min + 1)
        for one in sheet.column_dimensions.values()  # neighbours alike are one
    ]
    assert sum(widths) <= PAGE
    assert sheet.row_dimensions[1].height > 30


def test_sources_by_the_names_of_their_sheets(tmp_path: Path) -> None:
    """Where all of them are sheets of one file; of registers it is said what they are."""
    sheets = tuple(InputUsed(name=f"roll.xlsx:{one}", sha256="cd" * 32, rows=3) for one in ("城北", "城南"))
    made = [finding("overpaid", 2, source="roll.xlsx:城南", amount="5", direction="recover")]
    rejects = [REJECTS[0]._replace(source=one) for one in ("roll.xlsx:城北", "deaths=deaths.csv")]
    book = read(written(tmp_path, made, rejects=rejects, manifest=MANIFEST.model_copy(update={"inputs": sheets}))[0])
    assert [row["工作表"] for row in table(book["多发"])] == ["城南"]
    assert [row["来源文件"] for row in table(book["未能处理"])] == ["城北", "死亡登记：deaths.csv"]
    others = (*sheets[:1], InputUsed(name="more.csv", sha256="cd" * 32, rows=1))
    again = written(tmp_path / "again", made, rejects=rejects, manifest=MANIFEST.model_copy(update={"inputs": others}))
    book = read(again[0])
    assert [row["来源文件"] for row in table(book["多发"])] == ["roll.xlsx:城南"]


def test_rejects_of_a_register_are_told_from_those_of_the_roll(tmp_path: Path) -> None:
    """Also where the roll is a single file, whose name no column repeats otherwise."""
    rejects = [REJECTS[0], REJECTS[0]._replace(source="deaths=deaths.csv", row=3)]
    rows = table(read(written(tmp_path, (), rejects=rejects)[0])["未能处理"])
    assert [(row["来源文件"], row["行号"]) for row in rows] == [("roll.csv", 8), ("死亡登记：deaths.csv", 3)]


def test_labels_that_are_row_numbers_have_no_column(tmp_path: Path) -> None:
    made = [finding("unpaid", row, case="甲" if row == 3 else str(row)) for row in (2, 3)]
    made += [finding("overpaid", row) for row in (2, 3)]
    book = read(written(tmp_path, made)[0])
    assert "编号" not in table(book["多发"])[0]
    assert [row["编号"] for row in table(book["应享未享"])] == ["2", "甲"]


def test_the_only_month_has_no_column(tmp_path: Path) -> None:
    """A check of one day is of one month; it stands in the header of each page."""
    made = [finding("overpaid", 2, month="2023-06", months=1), finding("unpaid", 3, month="2023-05", months=2)]
    book = read(written(tmp_path, made)[0])
    assert not {"月份", "月数"} & set(table(book["多发"])[0])
    assert {"月份", "月数"} <= set(table(book["应享未享"])[0])
    period = MANIFEST.model_copy(update={"period": Period(first_month="2023-06", last_month="2023-07")})
    book = read(written(tmp_path / "months", made, manifest=period)[0])
    assert "月份" in table(book["多发"])[0]
    assert "月数" not in table(book["多发"])[0]


@pytest.mark.parametrize(
    ("language", "sheet", "header", "shown"),
    [
        ("zh", "缺少评估", "月份", ["2023-01 至 2023-03, 2023-05", "2023-05"]),
        ("en", "Assessment missing", "month", ["2023-01 to 2023-03, 2023-05", "2023-05"]),
    ],
)
def test_months_that_a_finding_stands_for_are_in_the_column_of_the_month(
    tmp_path: Path, language: str, sheet: str, header: str, shown: list[str]
) -> None:
    made = [
        finding("assessment_missing", 2, which_months="2023-01/2023-03, 2023-05", months=4),
        finding("assessment_missing", 3, month="2023-05", months=1),
    ]
    period = MANIFEST.model_copy(update={"period": Period(first_month="2023-01", last_month="2023-05")})
    book = read(written(tmp_path, made, manifest=period, language=language)[0])
    assert [row[header] for row in table(book[sheet])] == shown


def test_a_clause_that_is_not_known_is_shown_as_cited(tmp_path: Path) -> None:
    rows = table(read(written(tmp_path)[0])["多发"])
    assert rows[0]["依据条款"] == "草议〔2019〕7号 四2；herding-act §5-higher"


def test_english(tmp_path: Path) -> None:
    book = read(written(tmp_path, language="en")[0])
    assert book.sheetnames[:3] == ["Summary", "Not entitled", "Overpaid"]
    row = table(book["Paid after death"])[0]
    assert row["what was found"] == f"{MASKED} died on 2023-02-01, and was paid for 3 months after"
    assert (row["benefit"], row["to recover (yuan)"], row["months"]) == ("hay", 136.5, 3)


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    made = [finding("unpaid", 2, name="=1+1", district="＝A1", case="+1", sentence_zh="@x", cite="-1")]
    sheet = read(written(tmp_path, made)[0])["应享未享"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2]}
    for header, text in (("姓名", "=1+1"), ("地区", "＝A1"), ("编号", "+1"), ("说明", "@x"), ("依据条款", "-1")):
        assert (cells[header].value, cells[header].data_type) in ((text, "s"), (text, "inlineStr"))


def test_id_numbers_are_masked_unless_asked_for(tmp_path: Path) -> None:
    for unmask, shown in ((False, MASKED), (True, ID)):
        (path,) = written(tmp_path / str(unmask), unmask=unmask)
        with zipfile.ZipFile(path) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8")
        assert (ID in content) is unmask
        assert table(read(path)["缺少评估"])[0]["编号"] == shown


def test_the_summary_says_what_was_checked_and_found(tmp_path: Path) -> None:
    sheet = read(written(tmp_path)[0])["汇总"]
    said = texts(sheet)
    assert said[:2] == ["名册核对结果", "草原国牧人保障 · 基准日 2023-06-30"]
    for text in (
        "roll.csv，7 行，编码 GB18030", "死亡登记（deaths.csv），12 行，名册上有 1 人在内", "meadowland 3",
        "同一笔发放可能属于几类问题；每笔只计一次，应追回合计 159.90 元。", "犬粮补贴：没有发放的列", "干草标准",
        "推定", "（未填地区）",
    ):  # fmt: skip
        assert text in said
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    counted = ("输入的行", "＝ 已作出决定", "＋ 待定（还缺事实或标准）", "＋ 未能处理（见 rejects.csv）")
    assert [rows[label][1] for label in counted] == [7, 4, 1, 2]
    assert rows["多发"][1:8] == ("须处理", 2, 2, 23.4, 0, 0, "多发")
    assert rows["身份证号重复"][1:4] == ("须处理", 0, 0)  # looked for, and none found
    assert rows["合计"][2:7] == (6, None, 205.4, 83.3, 0)
    assert rows["北村"][1:7] == (3, None, None, 198.7, 0, 0)


def test_the_summary_counts_people_where_several_months_were_checked(tmp_path: Path) -> None:
    months = MANIFEST.model_copy(update={"period": Period(first_month="2023-01", last_month="2023-04")})
    sheet = read(written(tmp_path, manifest=months)[0])["汇总"]
    assert [one for one in texts(sheet) if "按身份证号计" in one] == ["有问题的 5 行，按身份证号计 1 人。"]
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert (rows["多发"][3], rows["死亡后仍在发放"][3]) == (2, "1（1 人）")


def test_the_summary_of_a_roll_of_which_nothing_could_be_checked(tmp_path: Path) -> None:
    counts = Counts(input=2, decided=0, undetermined=0, rejected=2, decisions=2)
    sheet = read(written(tmp_path, (), manifest=MANIFEST.model_copy(update={"counts": counts}))[0])["汇总"]
    assert "没有一行能核对，所以无从发现问题；先改正未能处理的行。" in texts(sheet)
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["身份证号重复"][2:4] == ("–", "–")


def test_numbers_of_a_large_roll_fit_into_the_summary(tmp_path: Path) -> None:
    """What does not fit is shown as ####."""
    counts = Counts(
        input=30_000_000, decided=28_000_000, undetermined=1_500_000, rejected=500_000, decisions=30_000_000
    )
    made = [finding("overpaid", 2, district="北村", amount="9876543210.00", direction="recover")]
    sheet = read(written(tmp_path, made, manifest=MANIFEST.model_copy(update={"counts": counts}))[0])["汇总"]
    widths = {}
    for one in sheet.column_dimensions.values():  # neighbours alike are one
        widths |= dict.fromkeys(range(one.min, one.max + 1), one.width)
    numbers = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float)]
    shown = [(cell.coordinate, f"{cell.value:,.2f}" if "0.00" in cell.number_format else f"{cell.value:,}")
             for cell in numbers]  # fmt: skip
    assert [text for text in shown if len(text[1]) > widths[sheet[text[0]].column]] == []
    assert {"9,876,543,210.00", "30,000,000"} <= {text for _, text in shown}


def test_the_summary_leads_to_the_sheets(tmp_path: Path) -> None:
    sheet = read(written(tmp_path)[0])["汇总"]
    links = {
        cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None
    }
    assert links["多发"] == "'多发'!A1"
    assert len(links) == 5


@pytest.fixture(name="many")
def _many() -> list[dict[str, Any]]:
    overpaid = [finding("overpaid", row, amount="1", direction="recover") for row in range(2, 9)]
    return [*overpaid, finding("unpaid", 9, amount="2", direction="pay")]


def test_what_a_sheet_cannot_hold_goes_on_to_the_next(tmp_path: Path, many: list[dict[str, Any]]) -> None:
    (path,) = written(tmp_path, many, limits=SheetLimits(sheet_rows=4))
    book = read(path)
    assert book.sheetnames == ["汇总", "多发", "多发(2)", "多发(3)", "应享未享"]
    rows = [row["行号"] for name in book.sheetnames[1:4] for row in table(book[name])]
    assert rows == [2, 3, 4, 5, 6, 7, 8]
    assert "一张工作表装不下的，续在名称带序号的工作表里；全部明细共 1 个文件，findings.csv 里也有全部明细。" in texts(
        book["汇总"]
    )


def test_what_a_workbook_cannot_hold_goes_on_to_the_next(tmp_path: Path, many: list[dict[str, Any]]) -> None:
    paths = written(tmp_path, many, limits=SheetLimits(sheet_rows=4, workbook_rows=6))
    assert [path.name for path in paths] == ["findings.xlsx", "findings-2.xlsx"]
    first, second = (read(path) for path in paths)
    assert (first.sheetnames, second.sheetnames) == (["汇总", "多发", "多发(2)"], ["汇总", "多发(3)", "应享未享"])
    assert [row["行号"] for row in table(second["多发(3)"])] == [8]
    assert "findings-2.xlsx：多发(3)" in texts(first["汇总"])
    assert any("共 2 个文件" in text for text in texts(first["汇总"]))
    assert "第 2 个文件，共 2 个；汇总在第一个文件 findings.xlsx 里。" in texts(second["汇总"])


def test_a_workbook_without_findings_has_the_summary(tmp_path: Path) -> None:
    (path,) = written(tmp_path, ())
    assert read(path).sheetnames == ["汇总"]


def test_rejects_have_a_sheet_and_rows_that_are_nobodys_another(tmp_path: Path) -> None:
    book = read(written(tmp_path, (), rejects=[*REJECTS, TOTALS])[0])
    assert book.sheetnames == ["汇总", "未能处理", "非人员行"]
    first, *_ = table(book["未能处理"])
    assert first == {
        "来源文件": "roll.csv", "行号": 8, "列": "身份证号",
        "原来的内容": "320402********001X", "问题": "身份证号“320402********001X”不对",
        "怎么办": "核对号码。", "代码": "A105", "备注": None,
    }  # fmt: skip
    assert [row["行号"] for row in table(book["未能处理"])] == [8, 9, 9]
    assert [(row["行号"], row["代码"]) for row in table(book["非人员行"])] == [(10, "R138")]
    assert "未能处理" in texts(book["汇总"])


def test_rejects_name_the_person_where_the_row_does(tmp_path: Path) -> None:
    run = made_run(tmp_path / "run", (), REJECTS)
    named = """
        SELECT 'roll.csv' AS source, "row", 'rejected' AS status, name
        FROM (VALUES (8, '张三'), (9, NULL)) AS made("row", name)
    """
    with database() as connection:
        connection.execute(f"COPY ({named}) TO '{run.folder.decisions}' (FORMAT parquet)")
    with opened(run.folder.decisions, run.folder.findings, [run.rejects], tmp_path) as store:
        tally = tally_of(store, MANIFEST)
        ((path, _),) = write_workbooks(store, tmp_path, tally.completed(MANIFEST), tally, (), "en", unmask=True)
    rows = table(read(path)["Rejected"])
    assert [(row["name"], row["found"], row["what to do"]) for row in rows] == [
        ("张三", "32040219391011001X", "Check the number."),
        (None, "=1+1", "Write a whole number."),
        (None, None, "Remove it."),
    ]


def test_more_rejects_than_a_sheet_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rejects_sheet, "ROWS", 2)
    book = read(written(tmp_path, (), rejects=REJECTS)[0])
    assert [row["行号"] for row in table(book["未能处理"])] == [8, 9]
    assert "另有 1 处没有列出，全部在 rejects.csv 里" in texts(book["汇总"])


def test_sheets_print_across_with_their_title_and_header_on_every_page(tmp_path: Path) -> None:
    book = read(written(tmp_path, rejects=REJECTS)[0])
    for name, title in (("多发", "多发"), ("死亡后领取", "死亡后仍在发放"), ("未能处理", "未能处理的内容")):
        sheet = book[name]
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; one in width is the default
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddHeader.center.text == title


def test_cells_to_fill_in_and_empty_ones_are_ruled(tmp_path: Path) -> None:
    rows = [
        finding("unpaid", 2, month="2023-01", amount="2", direction="pay"),
        finding("unpaid", 3, amount="2", direction="pay"),
    ]
    sheet = read(written(tmp_path, rows)[0])["应享未享"]
    month = next(cell.column_letter for cell in sheet[1] if cell.value == "月份")
    for cell in (sheet[f"{month}3"], sheet.cell(2, sheet.max_column), sheet.cell(2, sheet.max_column - 1)):
        assert cell.value is None
        assert cell.border.left.style == "thin"


def test_benefits_on_the_summary(tmp_path: Path) -> None:
    sheet = read(written(tmp_path)[0])["汇总"]
    rows = [row[:9] for row in sheet.iter_rows(values_only=True) if row[0] in ("干草补贴", "照料补贴")]
    assert rows[1:] == [
        ("干草补贴", 1, 5, 0, 45.5, 2, 91, 45.5, 0),
        ("照料补贴", 3, 4, 1, 249.9, "–", "–", "–", "–"),
    ]
    assert rows[0][1] == "5 行已认定，0 行待定"


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = (written(tmp_path / name)[0].read_bytes() for name in ("a", "b"))
    assert first == second


def test_a_cell_holds_no_more_than_excel_takes(tmp_path: Path) -> None:
    (path,) = written(tmp_path, [finding("unpaid", 2, sentence_zh="字" * 40_000)])
    text = table(read(path)["应享未享"])[0]["说明"]
    assert (len(text), text[-1]) == (32_767, "…")


def test_no_row_is_higher_than_excel_takes(tmp_path: Path) -> None:
    (book,) = written(
        tmp_path, [finding("overpaid", 3, name="羊" * 5000)], rejects=[REJECTS[0]._replace(found="羊" * 5000)]
    )
    for sheet in read(book).worksheets:
        assert max((one.height or 0 for one in sheet.row_dimensions.values()), default=0) <= 409.5


def test_progress_is_told(tmp_path: Path, many: list[dict[str, Any]]) -> None:
    told: list[int] = []
    written(tmp_path, many, progress=told.append)
    assert sum(told) == len(many)


AS_THEY_STAND = ("=1+1", " 两边有空格 ", "两\n行\t格", "<a href='&amp;'>", "a & b", "_x00", "𠮷🐑", "&#13;")
OTHERWISE = ("控制\x01符", "回车\r", "_x0041_", "\ufffe", "字" * 40_000)
"""Texts that SpreadsheetML writes in a way of its own, or that do not fit."""


def content(path: Path) -> list[Any]:
    """What stands in a workbook and how it looks, and the frame of each sheet."""
    book = read(path)
    found: list[Any] = [(sheet.title, sheet.dimensions, sheet.freeze_panes, sheet.auto_filter.ref) for sheet in book]
    for sheet in book:
        for row in sheet.iter_rows():
            found += [(cell.coordinate, cell.value, cell.number_format, cell.border.left.style) for cell in row]
    return found


def made_by_rows(path: Path) -> bool:
    """The library says only of texts with blanks at their ends that these are to be kept."""
    with zipfile.ZipFile(path) as archive:
        _, *rows = archive.read("xl/worksheets/sheet2.xml").split(b"<row ")
    return all(b"<t>" not in row for row in rows[1:])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("names", [AS_THEY_STAND, OTHERWISE], ids=["as they stand", "otherwise"])
def test_long_sheets_made_by_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...], language: str
) -> None:
    """They hold what the library writes cell by cell, which still writes those with texts of a kind of its own."""
    monkeypatch.setattr(workbooks, "WRAPPED_ROWS", 0)
    made = [
        finding("overpaid", row, name=name, amount=f"{row}.50", direction=way, month=None if row % 3 else "2023-04")
        for row, (name, way) in enumerate(((name, way) for name in names for way in ("recover", "check")), start=2)
    ]
    made += [finding("unpaid", 90, name="丁", cite=None), finding("assessment_missing", 91, sentence_zh="", case="9")]
    limits = SheetLimits(sheet_rows=6, workbook_rows=9)
    told: list[int] = []
    by_rows = written(tmp_path / "rows", made, language, limits, progress=told.append)
    assert made_by_rows(by_rows[0]) is (names is AS_THEY_STAND)
    assert sum(told) == len(made)
    monkeypatch.setattr(workbooks, "are_plain", lambda *_: False)
    by_cells = written(tmp_path / "cells", made, language, limits)
    assert not made_by_rows(by_cells[0])
    assert [content(book) for book in by_rows] == [content(book) for book in by_cells]
    assert len(by_rows) > 1
    again = written(tmp_path / "again", made, language, limits)
    assert [book.read_bytes() for book in by_cells] == [book.read_bytes() for book in again]


def test_a_long_sheet_by_the_database_is_read_as_it_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "WRAPPED_ROWS", 0)
    made = [finding("overpaid", row, name=name) for row, name in enumerate(AS_THEY_STAND, start=2)]
    first, second = (written(tmp_path / name, made)[0] for name in ("a", "b"))
    assert [row["姓名"] for row in table(read(first)["多发"])] == list(AS_THEY_STAND)
    assert first.read_bytes() == second.read_bytes()
