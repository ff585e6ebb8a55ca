"""`assess roll map` as a person uses it: the table on the console, the file, the exit code."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from assess.cli.main import LazyGroup
from assess.cli.output import Settings
from assess.rolls.mapping import read_mapping
from assess.rolls.reading import read_roll
from tests.library import FOLDER, program_of
from tests.rolls.mapping.parts import resident_id

ROLL = LazyGroup("roll", subcommands={"map": ("assess.cli.roll.map:map_", "Propose a mapping.", "建议映射")})


def run(*arguments: str, language: str = "zh") -> Result:
    result = CliRunner().invoke(ROLL, ["map", *arguments], obj=Settings(language, (FOLDER,)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def proposed(roll: Path, out: Path, *options: str) -> Result:
    return run(str(roll), "--ruleset", "jiangsu/changzhou", "--out", str(out), *options)


def saved(workbook: openpyxl.Workbook, path: Path) -> Path:
    workbook.save(path)
    return path


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    """A workbook with a title over its header, as systems export them."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["特困人员名册"])
    sheet.append(["姓名", "身份证号", "生活自理能力", "供养方式", "照料护理费用（元）", "合计（元）", "备注"])
    for number, word in enumerate(["全护理", "半护理", "全自理", "全托"]):
        sheet.append([f"甲{number}", resident_id(number), word, "分散供养", 684.5, 2000, None])
    return saved(workbook, tmp_path / "特困人员.xlsx")


def test_file_is_written_though_nobody_reads_what_is_told(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `assess roll map … | head` stops reading."""

    def stopped(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("assess.cli.roll.map._tell", stopped)
    CliRunner().invoke(
        ROLL, ["map", str(roll), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "mapping.yaml")],
        obj=Settings("zh", (FOLDER,)),
    )  # fmt: skip
    assert read_mapping(tmp_path / "mapping.yaml").file is not None


def test_complete_proposal(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "mapping.yaml"

    result = proposed(roll, out)

    assert result.exit_code == 0
    for told in (
        "stated.self_care_ability", "实发：特困人员照料护理标准（按月）", "生活自理能力：全托 × 1",
        "household_status: tekun",
        f"assess roll check {roll} --ruleset jiangsu/changzhou --mapping {out}",
    ):  # fmt: skip
        assert told in result.output
    assert resident_id(0) not in result.output
    parts = read_roll([str(roll)], tmp_path)
    binding = read_mapping(out).bind(parts[0], program_of("jiangsu/changzhou"))
    assert [column.target.id for column in binding.columns] == [
        "name", "id_number", "stated.self_care_ability", "tekun_support", "paid.tekun_care_standard",
    ]  # fmt: skip


def test_in_english(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "mapping.yaml"

    result = proposed(roll, out, "--lang", "en")

    assert "paid: care standard (by the month)" in result.output
    assert "a total; benefits are compared one by one" in out.read_text(encoding="utf-8")


def test_open_columns_show_in_the_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "herders.csv"
    path.write_text("姓名,所养牲畜,毛色\n甲,山羊,黑\n", encoding="utf-8")

    result = run(str(path), "--ruleset", "meadowland", "--out", str(tmp_path / "mapping.yaml"))

    assert result.exit_code == 1
    assert "待定的列" in result.output
    assert "有 1 列待定" in result.output


def test_file_that_is_there_is_left_alone(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "mapping.yaml"
    out.write_text("# corrected by hand\n")

    refused = proposed(roll, out)

    assert refused.exit_code == 3
    assert "R218" in refused.output
    assert out.read_text() == "# corrected by hand\n"
    assert proposed(roll, out, "--force").exit_code == 0
    assert "columns:" in out.read_text(encoding="utf-8")


def test_next_month_by_the_mapping_of_this(roll: Path, tmp_path: Path) -> None:
    """A column renamed and one that is new; what the office said of the others stays."""
    july, august = tmp_path / "july.yaml", tmp_path / "august.yaml"
    proposed(roll, july)
    said = july.read_text(encoding="utf-8").replace(
        "    # values:\n    #   全托: 待定", "    values:\n      全托: lost"
    )
    july.write_text(said, encoding="utf-8")
    options = ("--mapping", str(july))

    same = proposed(roll, august, *options)

    assert (same.exit_code, "与 july.yaml 没有不同" in same.output) == (0, True)
    assert "全托: lost" in august.read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(roll)
    sheet = workbook.worksheets[0]
    sheet.cell(2, 4, "供养情形")
    sheet.cell(2, 8, "毛色")
    sheet.cell(3, 8, "黑")
    other = saved(workbook, tmp_path / "8月特困人员.xlsx")

    changed = proposed(other, august, *options, "--force")

    assert changed.exit_code == 1
    assert "■ july.yaml 没有的列" in changed.output
    assert "供养方式：没有列给出 tekun_support 了" in changed.output
    assert july.read_text(encoding="utf-8") == said
    assert proposed(roll, august, "--mapping", str(tmp_path / "none.yaml")).exit_code != 0


@pytest.fixture
def with_notes(roll: Path, tmp_path: Path) -> Path:
    """A workbook that holds other things beside the roll: how to fill it in, and a table of officials."""
    workbook = openpyxl.load_workbook(roll)
    workbook.worksheets[0].title = "名册"
    workbook.create_sheet("说明").append(["填表说明：请如实填写"])
    sheet = workbook.create_sheet("版本")
    sheet.append(["改动", "经手"])
    sheet.append(["第一版", "科员"])
    return saved(workbook, tmp_path / "全部.xlsx")


def test_sheets_that_are_no_roll_are_passed_over(with_notes: Path, tmp_path: Path) -> None:
    """And that is told, as well as how a check is to leave them out."""
    out = tmp_path / "mapping.yaml"

    result = proposed(with_notes, out)

    assert result.exit_code == 0
    assert f"assess roll check {with_notes} --sheet 名册 --ruleset" in result.output
    assert result.stderr.count("R161") == 2
    assert "“说明”" in result.stderr
    assert "“版本”" in result.stderr
    text = out.read_text(encoding="utf-8")
    assert "照料护理费用" in text
    assert "改动" not in text


def test_sheet_of_totals_beside_lists_of_people_is_passed_over(with_notes: Path, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(with_notes)
    totals = workbook.create_sheet("汇总", 0)
    for row in (["乡镇", "人数", "金额"], ["湖塘镇", 3, 2053.5], ["牛塘镇", 4, 2738]):
        totals.append(row)
    workbook.save(with_notes)
    result = run(str(with_notes), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "mapping.yaml"))
    assert f"assess roll check {with_notes} --sheet 名册 --ruleset" in result.output
    assert "汇总" in result.stderr
    assert "乡镇" not in (tmp_path / "mapping.yaml").read_text(encoding="utf-8")


def test_sheet_that_is_asked_for(with_notes: Path, tmp_path: Path) -> None:
    one = run(str(with_notes), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "1.yaml"), "--sheet", "名册")
    assert (one.exit_code, "R161" in one.stderr) == (0, False)
    assert "--sheet 名册 --ruleset" in one.output
    notes = run(str(with_notes), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "2.yaml"), "--sheet", "说明")
    assert (notes.exit_code, "R104" in notes.output) == (3, True)
    strange = run(
        str(with_notes), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "3.yaml"), "--sheet", "版本"
    )
    assert (strange.exit_code, "待定的列" in strange.output) == (1, True)
    none = run(str(with_notes), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "4.yaml"), "--sheet", "名单")
    assert (none.exit_code, "R109" in none.output) == (3, True)


def test_row_of_a_text_is_quoted_whatever_its_encoding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = "姓名,身份证号\n合计,2\n张三,320402193910150001\n"
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text(content, encoding=encoding)
        assert "2 | 合计,2" in proposed(path, tmp_path / f"{encoding}.yaml").stderr


def test_another_row_than_is_meant_is_not_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell over two lines: the third row stands on the fourth line."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "roll.csv"
    path.write_text('姓名,备注\n张三,"一\n二"\n合计,2\n李四,\n', encoding="utf-8")
    said = proposed(path, tmp_path / "m.yaml").stderr
    assert "roll.csv:3:1" in said
    assert "3 | " not in said


def test_table_of_a_database(tmp_path: Path) -> None:
    path = tmp_path / "office.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE 特困 (姓名 TEXT, 生活自理能力 TEXT)")
        database.execute("CREATE TABLE 其他 (代码 TEXT)")
        database.execute("INSERT INTO 特困 VALUES ('甲', '全护理')")
        database.commit()
    asked = [str(path), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "mapping.yaml")]

    assert "R108" in run(*asked).output
    result = run(*asked, "--table", "特困")
    assert result.exit_code == 0
    assert "--table 特困 --ruleset" in result.output


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2026年2月", "2026-01", "202603", "?"], "--from 2026-01 --to 2026-03 --out DIR"),
        (["2026-06", "2026-06"], "--from 2026-06 --to 2026-06 --out DIR"),
        (["-", "不详"], "--from MONTH --to MONTH --out DIR"),
        ([], "--as-of DATE --out DIR"),
    ],
)
def test_what_a_check_has_to_be_told_of_time(tmp_path: Path, months: list[str], said: str) -> None:
    path = tmp_path / "roll.csv"
    header, rows = "姓名,生活自理能力", ["甲,全护理", "乙,半护理"]
    if months:
        header, rows = f"{header},发放月份", [f"{rows[0]},{month}" for month in months]
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    assert said in proposed(path, tmp_path / "mapping.yaml").output


def test_to_standard_output(roll: Path) -> None:
    result = run(str(roll), "--ruleset", "jiangsu/changzhou", "--out", "-")

    assert result.exit_code == 0
    assert "ruleset: jiangsu/changzhou\n" in result.stdout
    assert "■" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["none.xlsx", "--ruleset", "meadowland"], 3), (["none.xlsx", "--ruleset", "meadowlands"], 3), (["x"], 3)],
)
def test_wrong_call(arguments: list[str], code: int) -> None:
    result = CliRunner().invoke(ROLL, ["map", *arguments], obj=Settings("zh", (FOLDER,)))

    assert result.exit_code == code
    assert "Traceback" not in result.output


def test_command_is_a_click_command() -> None:
    from assess.cli.roll.map import map_

    assert isinstance(map_, click.Command)
    assert "逐行核对" in (map_.help or "")


def test_headers_and_words_that_are_id_numbers(tmp_path: Path) -> None:
    """In a header, in a cell of words, in the name of the file: masked on the console; in the file a header stands as
    it is, since a roll is read by it, and an ID number is no word to say the meaning of."""
    numbers = [resident_id(number) for number in range(4)]
    roll = tmp_path / f"{numbers[0]}.csv"
    lines = [f"身份证号,生活自理能力,照料护理费用（元）,监护人{numbers[1]}"]
    lines += [f"{numbers[2]},全自理,684,", f"{numbers[2]},{numbers[3]},684,"]
    roll.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "mapping.yaml"

    result = proposed(roll, out)

    told, _, _ = result.output.partition("已写入")  # the command to type has the name in full
    assert not [number for number in numbers if number in told]
    text = out.read_text(encoding="utf-8")
    assert [number for number in numbers if number in text] == [numbers[1]]
    assert "values:" not in text
    masked = f"{numbers[3][:6]}********{numbers[3][-4:]}"
    assert f"生活自理能力：{masked}" in told


def test_cells_and_headers_cannot_steer_the_terminal(tmp_path: Path) -> None:
    roll = tmp_path / "roll\x1b[31m.csv"
    lines = ["身份证号,生活自理能力,照料护理费用（元）,\x1b]0;title\x07"]
    lines += [f"{resident_id(1)},\x1b[2J全托,684,\x9b31m", f"{resident_id(2)},全自理,685,"]
    roll.write_text("\n".join(lines), encoding="utf-8")
    arguments = [str(roll), "--ruleset", "jiangsu/changzhou", "--out", str(tmp_path / "mapping.yaml")]
    result = CliRunner().invoke(ROLL, ["map", *arguments], obj=Settings("zh", (FOLDER,)), color=True)
    assert result.exit_code == 1
    assert not set(result.output) & {"\x1b", "\x07", "\x9b"}


def test_nothing_is_left_of_a_roll_where_the_program_is_ended(
    roll: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def ended_while_reading(_: object, folder: Path, **_others: object) -> None:
        (folder / "copy.parquet").touch()
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("assess.rolls.reading.read_roll", ended_while_reading)

    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        code = proposed(roll, tmp_path / "mapping.yaml").exit_code
    finally:
        put_back = signal.signal(signal.SIGTERM, before)
    assert (code, put_back) == (128 + signal.SIGTERM, signal.SIG_IGN)
    assert not any(temporary.iterdir())
