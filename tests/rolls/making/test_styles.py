"""Rolls with the headers of real systems, as CSV and as workbooks."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from assess.rolls.cells import ColumnOptions, Target, cell_reader
from assess.rolls.making import workbooks
from assess.rolls.making.making import make_roll
from assess.rolls.making.order import Order
from tests.library import program_of
from tests.rolls.making.rolls import changzhou, made, rows_of

TEKUN = [
    *("序号", "姓名", "身份证号", "与户主关系", "性别", "出生日期", "年龄", "民族", "是否残疾", "残疾类别", "残疾等级"),
    *("生活自理能力", "供养方式", "供养机构", "基本生活标准（元）", "照料护理费用（元）", "合计（元）", "乡镇（街道）"),
    *("开户银行", "银行帐号", "联系电话", "备注"),
]
OLD_AGE = [
    *("序号", "乡镇（街道）", "村（社区）", "姓名", "性别", "身份证号", "出生年月", "年龄", "补贴标准（元/月）"),
    *("发放月数", "补发金额", "发放金额", "社保卡号/银行账号", "联系电话", "备注"),
]


def test_headers_of_the_system_for_people_in_extreme_hardship() -> None:
    rows = rows_of(made("roll.parquet", 2_000, headers="tekun")[0])
    assert list(rows[0]) == TEKUN
    first = rows[0]
    assert (first["序号"], first["性别"], first["与户主关系"], first["出生日期"]) == (
        1,
        "女",
        "户主",
        date(1961, 4, 27),
    )
    assert all(row["合计（元）"] == row["基本生活标准（元）"] + row["照料护理费用（元）"] for row in rows)
    assert {row["供养方式"] for row in rows} == {"分散供养", "在家供养", "集中供养", "机构供养"}
    assert all((row["供养机构"] is not None) == (row["供养方式"] in ("集中供养", "机构供养")) for row in rows)


def test_what_only_the_rules_of_the_place_ask_has_a_column(tmp_path: Path) -> None:
    """Without it nobody could tell which of the standards is due."""
    order = Order(300, tmp_path / "roll.csv", headers="tekun", as_of=date(2022, 6, 30))
    make_roll(program_of("gansu/lanzhou-anning"), order)
    rows = rows_of(order.out)
    assert [header for header in rows[0] if header not in TEKUN] == ["户籍地区类别"]
    standards = {"城市五区（含安宁）": "1189.00", "三县城镇": "894.00", "农村": "571.00"}
    wrong = [row for row in rows if row["基本生活标准（元）"] != standards[row["户籍地区类别"]]]
    assert len(wrong) < 10


def test_words_for_self_care_and_what_is_paid_for_it() -> None:
    """30, 15 and 5 % of the wage of the year before, by the word; nobody is paid where there is none."""
    read = cell_reader(Target.parse("stated.self_care_ability"), changzhou(), ColumnOptions("生活自理能力")).read
    rows = rows_of(made("roll.parquet", 2_000, headers="tekun")[0])
    rates = {"lost": Decimal("747.00"), "partial": Decimal("373.50"), "able": Decimal("124.50"), None: Decimal("0.00")}
    wrong = sum(row["照料护理费用（元）"] != rates[read(row["生活自理能力"]).value] for row in rows)  # type: ignore[index]
    assert wrong == 15
    assert sum(row["生活自理能力"] is None for row in rows) == 221
    assert {row["生活自理能力"] for row in rows} >= {"全护理", "全失能", "半护理", "二档", "全自理", "具备", None}


def test_every_word_is_in_the_vocabulary() -> None:
    targets = {
        "姓名": "name", "性别": "sex", "出生日期": "birth_date", "身份证号": "id_number", "供养方式": "tekun_support",
        "残疾类别": "disability_type", "残疾等级": "disability_grade", "生活自理能力": "stated.self_care_ability",
        "基本生活标准（元）": "paid.tekun_base_standard",
    }  # fmt: skip
    rows = rows_of(made("roll.csv", 2_000, headers="tekun")[0])
    for header, target in targets.items():
        read = cell_reader(Target.parse(target), changzhou(), ColumnOptions(header)).read
        assert not [text for row in rows if read(text := row[header]).fault is not None], header


def test_roster_of_the_old_age_allowance() -> None:
    """Rates from eighty; the few who are younger are paid by mistake."""
    path = made("roll.csv", 2_000, headers="old-age", registers=True)[0]
    rows = rows_of(path)
    assert list(rows[0]) == OLD_AGE
    young = {place for place, row in enumerate(rows, start=2) if int(row["年龄"]) < 80}
    truth = rows_of(path.parent / "registers" / "truth.parquet")
    assert young == {one["row"] for one in truth if one["kind"] == "not_entitled"}
    assert len(young) == 20
    assert all(row["发放金额"] == row["补贴标准（元/月）"] for row in rows)
    standard = [row["补贴标准（元/月）"] for row in rows if 90 <= int(row["年龄"]) < 100]
    assert standard.count("100.00") / len(standard) > 0.95


def test_title_unit_and_totals_in_a_csv_file() -> None:
    path = made("roll.csv", 200, headers="tekun", title=True)[0]
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["2025年12月特困人员救助供养发放花名册"]
    assert lines[1][4] == "单位：元"
    assert lines[2] == TEKUN
    assert len(lines) == 3 + 200 + 1
    total = lines[-1]
    assert (total[0], total[1]) == ("合计", "")
    assert Decimal(total[16]) == sum(Decimal(line[16]) for line in lines[3:-1])


def test_a_workbook_has_typed_cells_and_a_merged_title() -> None:
    path = made("roll.xlsx", 200, headers="tekun", title=True)[0]
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.title == "名册"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:V1"]
    assert [cell.value for cell in sheet[3]] == TEKUN
    first = dict(zip(TEKUN, sheet[4], strict=True))
    assert isinstance(first["身份证号"].value, str)
    assert isinstance(first["出生日期"].value, datetime)
    assert first["出生日期"].number_format == "yyyy-mm-dd"
    assert isinstance(first["基本生活标准（元）"].value, int | float)
    assert sheet.cell(204, 1).value == "合计"
    assert sheet.max_row == 204


def test_a_workbook_goes_on_to_further_sheets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workbooks, "LONGEST_SHEET", 60)
    order = Order(
        150, tmp_path / "roll.xlsx", headers="tekun", title=True, registers=tmp_path / "registers", damage=0.1
    )
    make_roll(changzhou(), order)
    book = openpyxl.load_workbook(order.out)
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("名册", 59), ("名册2", 59), ("名册3", 42)]
    numbers = [sheet.cell(row, 1).value for sheet in book for row in range(4, sheet.max_row + 1)]
    assert numbers == [*range(1, 151), "合计"]
    for row in rows_of(order.damage_list):
        sheet = book[row["source"].removeprefix("roll.xlsx:")]
        if row["kind"] != "id_kept_as_number" and row["found"]:
            assert row["found"] in [cell.value for cell in sheet[int(row["row"])]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    path = made("roll.csv", 200, headers="old-age", encoding=encoding)[0]
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert content.decode(encoding) == made("roll.csv", 200, headers="old-age")[0].read_text(encoding="utf-8")
