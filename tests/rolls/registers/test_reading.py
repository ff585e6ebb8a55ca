"""Registers are read row by row: what cannot be read is told, and counted."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from sqlglot import exp

from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.rolls.finding_rows import column
from assess.rolls.queries import run
from assess.rolls.registers.kinds import DEATHS
from assess.rolls.registers.reading import read_register, register_of
from assess.rolls.registers.values import is_plain, plain_value, reader
from assess.rolls.roll import Column, Part, Unreadable
from tests.databases import database
from tests.rolls.registers.registering import entries, id_number, part, person, register


def test_persons_names_and_days(tmp_path: Path) -> None:
    read = register(tmp_path, "deaths", ["身份证号", "姓名", "死亡日期"], [
        (id_number(1), "张三", "2023-05-31"),
        (f" {id_number(2).lower()} ", "李  四", "2023年6月1日"),
        (id_number(3), None, "20230702"),
        (id_number(4), "—", "2023/7"),
        (id_number(1), "张三", "2023-06-01 00:00:00"),
    ])  # fmt: skip
    assert entries(read, "row", "person", "name", "start", "end", "amount", "word") == [
        (2, person(1), "张三", 2023_05_31, None, None, 0),
        (3, person(2), "李四", 2023_06_01, None, None, 0),
        (4, person(3), None, 2023_07_02, None, None, 0),
        (5, person(4), None, 2023_07_00, None, None, 0),
        (6, person(1), "张三", 2023_06_01, None, None, 0),
    ]
    assert (read.rows, read.entries, read.rejected, read.incomplete) == (5, 5, 0, 0)
    assert list(read.unreadable()) == []


def test_first_column_that_is_filled_in_tells_the_day(tmp_path: Path) -> None:
    read = register(tmp_path, "deaths", ["身份证号", "火化日期", "死亡日期"], [
        (id_number(1), "2023-05-03", "2023-04-30"),
        (id_number(2), "2023-05-03", ""),
    ])  # fmt: skip
    assert entries(read, "row", "start", "word") == [(2, 2023_04_30, 0), (3, 2023_05_03, 1)]


def test_a_sentence_has_an_end_or_goes_on(tmp_path: Path) -> None:
    read = register(tmp_path, "imprisoned", ["身份证号", "收监日期", "释放日期"], [
        (id_number(1), "2023-03-05", "2023-10-04"),
        (id_number(2), "2023-03-05", None),
        (id_number(3), "2023-03-05", "至今"),
        (id_number(4), "2023-03-05", "2023-03"),
    ])  # fmt: skip
    assert entries(read, "row", "end") == [(2, 2023_10_04), (3, None), (4, None), (5, 2023_03_00)]


@pytest.mark.parametrize(
    "end",
    ["无期", "无期徒刑", "终身", "9999-12-31", "9999/12/31", "99991231", "9999年12月31日", "9999-12-31 00:00:00",
     "9999-12", "9999年12月"],
)  # fmt: skip
def test_a_sentence_without_an_end(tmp_path: Path, end: str) -> None:
    read = register(tmp_path, "imprisoned", ["身份证号", "收监日期", "刑满日期"], [(id_number(1), "2023-03-05", end)])
    assert entries(read, "start", "end") == [(2023_03_05, None)]
    assert read.rejected == 0


def test_nothing_begins_in_the_year_9999(tmp_path: Path) -> None:
    rows = [(id_number(1), "2023-03-05"), (id_number(2), "9999-12-31"), (id_number(3), "无期")]
    read = register(tmp_path, "imprisoned", ["身份证号", "收监日期"], rows)
    assert [(one.row, one.problem.code) for one in read.unreadable()] == [(3, "A110"), (4, "A109")]


def test_a_month_kept_as_a_number_may_have_been_another_one(tmp_path: Path) -> None:
    """2025.10 in a spreadsheet becomes 2025.1."""
    rows = [(id_number(1), "2025.1"), (id_number(2), "2025.10"), (id_number(3), "2025.5"), (id_number(4), "2025-1")]
    read = register(tmp_path, "deaths", ["身份证号", "死亡年月"], rows)
    assert [(one.row, one.found, one.problem.code) for one in read.unreadable()] == [
        (2, "2025.1", "R313"), (4, "2025.5", "R313"),
    ]  # fmt: skip
    assert entries(read, "row", "start") == [(3, 2025_10_00), (5, 2025_01_00)]
    first = next(read.unreadable())
    assert "“死亡年月”列的“2025.1”是带小数点的数" in CATALOGUE["R313"].message("zh", first.problem.arguments)


def test_a_day_with_a_short_year_is_no_day(tmp_path: Path) -> None:
    """Six digits look like a month of the year 2402, and no month was asked for."""
    rows = [(id_number(1), "240202"), (id_number(2), "202402")]
    read = register(tmp_path, "deaths", ["身份证号", "死亡日期"], rows)
    assert [(one.row, one.problem.code) for one in read.unreadable()] == [(2, "A109")]
    assert entries(read, "row", "start") == [(3, 2024_02_00)]


def test_another_roll_has_amounts_and_months(tmp_path: Path) -> None:
    read = register(tmp_path, "roll:低保", ["身份证号", "发放金额（元）", "发放月份"], [
        (id_number(1), "600", "2023-05"),
        (id_number(2), "1,234.50元/年", "2023年6月"),
        (id_number(3), None, None),
    ])  # fmt: skip
    assert read.id == "roll:低保"
    assert entries(read, "row", "start", "end", "amount") == [
        (2, 2023_05_00, 2023_05_00, 600_00), (3, 2023_06_00, 2023_06_00, 1234_50),
    ]  # fmt: skip
    assert [(one.row, one.problem.code) for one in read.unreadable()] == [(4, "R506")]


def test_cells_that_cannot_be_read(tmp_path: Path) -> None:
    wrong = id_number(5)[:-1] + ("0" if id_number(5)[-1] != "0" else "1")
    read = register(tmp_path, "imprisoned", ["姓名", "身份证号", "收监日期", "释放日期"], [
        ("张三", id_number(1), "2023-05-31", None),
        ("李四", None, "2023-05-31", None),
        ("王五", id_number(3), None, None),
        ("赵六", id_number(4), "2023-06-01", "2023-05-31"),
        ("钱七", wrong[:-4] + "1231", "2023-13", "昨天"),
        ("孙八", id_number(6), "1929-12-31", None),
    ])  # fmt: skip
    assert [(one.row, one.column, one.found, one.problem.code) for one in read.unreadable()] == [
        (3, "身份证号", "", "R505"),
        (4, "收监日期", "", "R506"),
        (5, "释放日期", "2023-06-01 – 2023-05-31", "R507"),
        (6, "身份证号", wrong[:-4] + "1231", "A118"),
        (6, "收监日期", "2023-13", "A108"),
        (6, "释放日期", "昨天", "A109"),
        (7, "收监日期", "1929-12-31", "R508"),
    ]
    assert entries(read, "row") == [(2,)]
    assert (read.rows, read.entries, read.rejected) == (6, 1, 5)
    places = [one.problem.position for one in read.unreadable()]
    assert places[0] == Position("登记.csv", 3, 2)
    for one in read.unreadable():
        entry = CATALOGUE[one.problem.code]
        for language in ("zh", "en"):
            assert one.column in entry.message(language, one.problem.arguments)
            assert "…" not in entry.message(language, one.problem.arguments).replace(one.found, "")
            assert entry.remedy(language, one.problem.arguments)
        assert one.problem.arguments["fact"] == "imprisoned"


def test_a_cell_is_named_by_its_header_and_the_register(tmp_path: Path) -> None:
    """And not by what the program calls such a column."""
    read = register(tmp_path, "roll:低保", ["身份证号", "发放金额"], [(id_number(1), "1.234"), (id_number(2), "600")])
    (found,) = read.unreadable()
    message = CATALOGUE["R310"].message("zh", found.problem.arguments)
    assert message == "“发放金额”列的“1.234”超过两位小数，“发放金额”（roll:低保）的发放金额最小到分"


def test_an_entry_is_compared_without_an_amount_that_cannot_be_read(tmp_path: Path) -> None:
    read = register(tmp_path, "roll:低保", ["身份证号", "发放金额"], [(id_number(1), "六百"), (id_number(2), "600")])
    assert entries(read, "row", "amount") == [(2, None), (3, 600_00)]
    assert [(one.row, one.problem.code) for one in read.unreadable()] == [(2, "R308")]
    assert (read.rows, read.entries, read.rejected, read.incomplete) == (2, 2, 0, 1)


def test_what_a_mapping_would_settle_has_another_remedy(tmp_path: Path) -> None:
    """R511 and R512: a register has no mapping file, and nobody is sent to look for one."""
    masked = id_number(1)[:6] + "********" + id_number(1)[-4:]
    read = register(tmp_path, "deaths", ["身份证号", "死亡日期"], [(masked, "45077"), (id_number(2), "2023-05-31")])
    found = list(read.unreadable())
    assert [(one.column, one.found, one.problem.code) for one in found] == [
        ("身份证号", masked, "R511"), ("死亡日期", "45077", "R512"),
    ]  # fmt: skip
    for one in found:
        entry, arguments = CATALOGUE[one.problem.code], one.problem.arguments
        assert one.found in entry.message("en", arguments)
        assert "映射" not in entry.remedy("zh", arguments)
        assert "mapping" not in entry.remedy("en", arguments)
    assert "2023-05-31" in CATALOGUE["R512"].remedy("en", found[1].problem.arguments)


def test_register_of_which_nothing_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        register(tmp_path, "deaths", ["身份证号", "死亡日期"], [("张三", "2023-05-31"), ("李四", "2023-05-31")])
    whole, first = refused.value.diagnostics
    assert (whole.code, whole.arguments["rows"]) == ("R509", "2")
    assert (first.code, first.position) == ("A116", Position("登记.csv", 2, 1))


def test_register_without_rows_is_compared_with_nothing(tmp_path: Path) -> None:
    read = register(tmp_path, "deaths", ["身份证号", "死亡日期"], [])
    assert (read.rows, read.entries, read.rejected) == (0, 0, 0)


def test_several_sheets_count_their_own_rows(tmp_path: Path) -> None:
    sheets = [
        part(tmp_path, ["身份证号", "死亡日期"], [(id_number(1), "2023-05-31")], "死亡.xlsx:一季度"),
        part(
            tmp_path, ["死亡时间", "证件号码"], [("2023-06-01", id_number(2)), ("2023-06-01", "")], "死亡.xlsx:二季度"
        ),
    ]
    read = register_of(DEATHS, "", "死亡.xlsx", sheets, tmp_path)
    assert entries(read, "source", "row", "person") == [
        ("死亡.xlsx:一季度", 2, person(1)), ("死亡.xlsx:二季度", 2, person(2)),
    ]  # fmt: skip
    assert [(one.problem.position.file, one.row) for one in read.unreadable()] == [("死亡.xlsx:二季度", 3)]
    assert read.columns == {"id_number": ("身份证号", "证件号码"), "start": ("死亡日期", "死亡时间")}


def test_rows_that_the_reader_could_not_bring_in_are_counted(tmp_path: Path) -> None:
    made = part(tmp_path, ["身份证号", "死亡日期"], [(id_number(1), "2023-05-31")])
    torn = Unreadable(3, "死亡日期", "2023", Diagnostic("A109", Position("登记.csv", 3, 2), {"zh": "死亡日期"}))
    broken = Part(made.source, made.path, made.rows, made.columns, staged=True, unreadable=(torn,))
    read = register_of(DEATHS, "", "登记.csv", [broken], tmp_path)
    assert (read.rows, read.entries, read.rejected) == (2, 1, 1)
    (told,) = read.unreadable()
    assert (told.row, told.found, told.problem.code, told.problem.position) == (
        3,
        "2023",
        "A109",
        torn.problem.position,
    )


def test_an_offices_own_parquet_file_counts_from_one(tmp_path: Path) -> None:
    path = tmp_path / "own.parquet"
    duckdb.sql(
        f"COPY (SELECT '{id_number(1)}' AS id_number, DATE '2023-05-31' AS death_date) TO '{path}' (FORMAT parquet)"
    )
    own = Part("own.parquet", path, 1, (Column("id_number", "VARCHAR"), Column("death_date", "DATE")), staged=False)
    read = register_of(DEATHS, "", "own.parquet", [own], tmp_path)
    assert entries(read, "row", "person", "start") == [(1, person(1), 2023_05_31)]


TEXTS = {
    "id_number": [id_number(1), id_number(2).lower(), id_number(1)[:-1] + "5", id_number(3)[:17], "0" * 17 + "2",
                  "x", ""],
    "start": ["2023-05-31", "2024-02-29", "2023-02-29", "1799-12-31", "1800-01-01", "2200-12-31", "2201-01-01",
              "0000-01-01", "2023-5-1", "20230501", "2023-00-10", " 2023-05-01", "２０２３-05-01"],
    "end": ["2023-05-31", "至今", "-", "2023-13-01", "9999-12-31"],
    "month": ["2023-05", "2023-13", "2023-00", "1899-12", "2023年5月", "202305", "2023-5"],
    "amount": ["600", "600.5", "600.50", "600.505", "0", "000600", "1,234", "-5", "1234567890", "￥5", "", "5."],
    "name": ["张三", "不详", "李 四", "阿依•古丽", "John Smith", "无", "—", "欧阳某某", "空白"],
}  # fmt: skip


@pytest.mark.parametrize("role", TEXTS)
def test_what_sql_reads_by_itself_is_what_the_readers_say(role: str) -> None:
    read = reader(role, "表头")
    with database() as connection:
        for text in TEXTS[role]:
            given = exp.select(exp.alias_(exp.Literal.string(text), "text")).subquery("given")
            plain = run(connection, exp.select(is_plain(role, column("text"))).from_(given)).fetchone()
            assert plain in ((True,), (False,)), text
            if plain == (True,):
                value = run(connection, exp.select(plain_value(role, column("text"))).from_(given)).fetchone()
                assert read(text).fault is None, text
                assert value == (read(text).value,), text


def test_register_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "死亡登记.csv"
    lines = ["姓名,身份证号,死亡日期", f"张三,{id_number(1)},2023年5月31日", f"李四,{id_number(2)},"]
    file.write_text("\n".join(lines), encoding="gb18030")
    read = read_register("deaths", str(file), tmp_path / "work", threads=1, memory="500MB")
    assert entries(read, "row", "person", "name", "start") == [(2, person(1), "张三", 2023_05_31)]
    assert [(one.row, one.problem.code, one.problem.position.column) for one in read.unreadable()] == [(3, "R506", 3)]
    kept = sorted(path.name for path in (tmp_path / "work").iterdir())
    assert kept == sorted((read.path.name, read.faults.name)), "nothing of the register stays but what is compared"
