"""CSV and its like: encodings, delimiters, damaged rows, and two ways of reading that give the same part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assess.diagnostics.diagnostic import Refused
from assess.rolls.reading import delimited
from assess.rolls.reading.delimited import read_delimited
from assess.rolls.reading.staging import Staging
from assess.rolls.roll import Part
from tests.rolls.reading.helpers import codes, headers, read, read_one, refusal, rows, set_aside, unreadable, written

ROLL = "姓名,身份证号,照料护理费\n张三,320402193910150001,684.00\n李四,,\n"
PEOPLE = [(2, "张三", "320402193910150001", "684.00"), (3, "李四", None, None)]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8+BOM"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")],
)
def test_encodings(tmp_path: Path, encoding: str, told: str) -> None:
    part = read_one(written(tmp_path / "名册.csv", ROLL, encoding))
    assert rows(part) == PEOPLE
    assert headers(part) == ["姓名", "身份证号", "照料护理费"]
    assert part.source == "名册.csv"
    assert part.staged
    (note,) = part.notes
    assert (note.code, note.arguments["encoding"]) == ("R151", told)


@pytest.mark.parametrize(("delimiter", "told"), [(",", "commas"), ("\t", "tabs"), (";", "semicolons"), ("|", "bars")])
def test_delimiters(tmp_path: Path, delimiter: str, told: str) -> None:
    part = read_one(written(tmp_path / "roll.txt", ROLL.replace(",", delimiter)))
    assert rows(part) == PEOPLE
    assert part.notes[0].arguments["delimiter_en"] == told


def test_other_delimiters_inside_cells(tmp_path: Path) -> None:
    content = 'a;b\n"1,5;x";2,5\n"3,5";4,5\n'
    assert rows(read_one(written(tmp_path / "roll.csv", content))) == [(2, "1,5;x", "2,5"), (3, "3,5", "4,5")]


def test_one_column(tmp_path: Path) -> None:
    content = "身份证号\n320402193910150001\n\n32040219391015000X\n\n"
    part = read_one(written(tmp_path / "deaths.csv", content))
    assert rows(part) == [(2, "320402193910150001"), (4, "32040219391015000X")]


def test_text_is_left_as_it_stands(tmp_path: Path) -> None:
    content = 'a,b,c\n 1 ,"x ",Ｘ\n NULL,null,\\N\n"",,"""quoted"""\n'
    assert rows(read_one(written(tmp_path / "roll.csv", content))) == [
        (2, " 1 ", "x ", "Ｘ"),
        (3, " NULL", "null", "\\N"),
        (4, None, None, '"quoted"'),
    ]


def test_titles_above_the_header(tmp_path: Path) -> None:
    content = "某某区特困人员名册\n单位：元,,\n" + ROLL
    part = read_one(written(tmp_path / "roll.csv", content))
    assert rows(part) == [(4, *PEOPLE[0][1:]), (5, *PEOPLE[1][1:])]
    assert codes(part.notes) == ["R151", "R152"]
    assert part.notes[1].arguments == {"rows": "3", "titles": "某某区特困人员名册; 单位：元"}


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    content = "a,b\n1,2\n,\n\n \t, \n3,4\n,\n\n\n"
    assert rows(read_one(written(tmp_path / "roll.csv", content))) == [(2, "1", "2"), (6, "3", "4")]


def test_names_of_columns_are_told_apart(tmp_path: Path) -> None:
    part = read_one(written(tmp_path / "roll.csv", "Name,name,,姓名,,__row,姓名\n1,2,3,4,,6,7\n"))
    assert headers(part) == ["Name", "name (2)", "column 3", "姓名", "__row (2)", "姓名 (2)"]
    assert rows(part) == [(2, "1", "2", "3", "4", "6", "7")]
    assert codes(part.notes) == ["R151", "R154", "R153", "R154", "R154"]


def test_header_without_people(tmp_path: Path) -> None:
    part = read_one(written(tmp_path / "roll.csv", "a,b\n"))
    assert (part.rows, codes(part.notes)) == (0, ["R151", "R158"])


def test_damaged_rows_stay_out_with_their_numbers(tmp_path: Path) -> None:
    content = "\n".join(
        [
            "姓名,身份证号,照料护理费,备注",
            "张三,1,684.00,无",
            "李四,2",  # 3: cut off
            "王五,3,684.00,见附件,另附,两份",  # 4: delimiters without quotation marks
            '赵六,4,"684.00,无',  # 5: left open
            '钱七,5,"684"元,无',  # 6: text after the quotation mark
            "孙\0八,6,684.00,无",  # 7
            "",  # 8
            "周九,7,684.00,无,,",  # 9: only empty cells too many
            '吴十,8,684.00,"两\n行"',  # 10
            "合计,,4788.00,",  # 11
            "姓名,身份证号,照料护理费,备注",  # 12
            "郑十一,9,684.00,无",  # 13
            "填表人：张三",  # 14
        ]
    )
    part = read_one(written(tmp_path / "roll.csv", content))
    assert [row for row, *_ in rows(part)] == [2, 9, 10, 13]
    assert unreadable(part) == [(3, "R131"), (4, "R132"), (5, "R133"), (6, "R134"), (7, "R136")]
    assert set_aside(part) == [(11, "R138"), (12, "R139"), (14, "R140")]
    null = part.unreadable[4]
    assert (null.column, null.found, null.problem.position.line) == ("姓名", "孙�八", 7)
    assert part.unreadable[0].problem.arguments["count"] == "2"


def test_row_that_cannot_be_decoded(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        content = (ROLL + "王五,3,1\n" * 20).encode(encoding).replace("李四".encode(encoding), b"\xff\xff")
        part = read_one(written(tmp_path / "roll.csv", content))
        assert unreadable(part) == [(3, "R135")]
        assert (part.rows, part.unreadable[0].found) == (21, "��")
        assert part.unreadable[0].column == "姓名"


def test_header_that_cannot_be_decoded(tmp_path: Path) -> None:
    content = ROLL.encode().replace("身份证号".encode(), b"\xff\xff") + "王五,3,1\n".encode() * 20
    found = refusal(written(tmp_path / "roll.csv", content))
    assert (found.code, found.arguments["byte"]) == ("R115", "0xFF")


def test_row_of_a_megabyte(tmp_path: Path) -> None:
    content = f"a,b\n1,{'x' * 1_000_001}\n3,4\n"
    part = read_one(written(tmp_path / "roll.csv", content))
    assert rows(part) == [(3, "3", "4")]
    assert unreadable(part) == [(2, "R137")]
    assert len(part.unreadable[0].found) == 80


def test_too_much_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assess.rolls.reading.sink.MOST_UNREADABLE", 3)
    found = refusal(written(tmp_path / "roll.csv", "a,b,c\n1,2,3\n" + "1,2\n" * 4))
    assert (found.code, found.arguments) == ("R119", {"most": "3", "last": "R131"})


@pytest.mark.parametrize(("content", "code"), [(b"\n \n\n", "R103"), (b"1,2\n3,4\n", "R104")])
def test_refused(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(written(tmp_path / "roll.csv", content)).code == code


def test_the_quick_way_is_taken_where_nothing_asks_for_care(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Part:
        raise AssertionError("the careful way was taken")

    monkeypatch.setattr(delimited, "_read_carefully", refuse)
    quoted = 'a,b,c\r\n"1","x,y","2"\r\n,,\r\n合计,,3\r\na,b,c\r\n4,5,\r\n\r\n'
    part = read_one(written(tmp_path / "roll.csv", quoted))
    assert rows(part) == [(2, "1", "x,y", "2"), (6, "4", "5", None)]
    assert set_aside(part) == [(4, "R138"), (5, "R139")]
    for encoding in ("utf-8-sig", "gb18030"):
        assert rows(read_one(written(tmp_path / "roll.csv", "某某名册\n" + ROLL, encoding)))[0][0] == 3


@pytest.mark.parametrize("carefully", [False, True])
def test_rows_that_name_nobody_count_and_are_told(tmp_path: Path, carefully: bool) -> None:
    """A total that does not call itself one, a heading, somebody whose name was left out: nobody can tell."""
    lines = ["序号,乡镇,姓名,身份证号,金额,备注", "1,东镇,张三,,1300,", ",,,,1300,", ",东镇,小计,,1300,"]
    lines += ["2,东镇,—,/,1300,", ",,,,1300,本月合计", ",（一）西镇,,,,"]

    def part_of(lines: list[str]) -> Part:
        path = written(tmp_path / "roll.csv", "\n".join(lines) + "\n")
        staging = Staging(tmp_path / "staged", None)
        staging.open("roll.csv")
        try:
            return read_delimited(path, "roll.csv", staging, carefully=carefully)
        finally:
            staging.close()

    part = part_of(lines)
    assert [row for row, *_ in rows(part)] == [2, 3, 5, 7]
    assert set_aside(part) == [(4, "R138"), (6, "R138")]
    told = part.notes[-1]
    assert (told.code, told.position.line, told.arguments) == ("R167", 3, {"count": "3", "rows": "3, 5, 7"})
    assert codes(part_of([lines[0], lines[2], lines[4]]).notes) == ["R151"]  # names were left out of all of it
    many = part_of([*lines[:2], *[lines[2]] * 12]).notes[-1]
    assert many.arguments == {"count": "12", "rows": "3, 4, 5, 6, 7, 8, 9, 10, 11, 12 …"}


@pytest.mark.parametrize("carefully", [False, True])
def test_rows_set_aside_are_told_together(tmp_path: Path, carefully: bool) -> None:
    path = written(
        tmp_path / "roll.csv", "姓名,金额\n" + "张三,1\n小计,1\n" * 11 + ('"合计"x,11\n' if carefully else "合计,11\n")
    )
    part = read_one(path)
    (found,) = [one for one in part.notes if one.code == "R160"]
    assert found.position.line == 3
    count = "11" if carefully else "12"
    assert found.arguments == {"count": count, "rows": "3, 5, 7, 9, 11, 13, 15, 17, 19, 21 …", "found": "小计"}


def test_more_totals_than_duckdb_keeps_in_order(tmp_path: Path) -> None:
    content = "姓名,金额\n" + "张三,1\n李四,2\n小计,3\n" * 5000
    part = read_one(written(tmp_path / "roll.csv", content))
    assert [row for row, *_ in rows(part)] == [row for row in range(2, 15002) if row % 3 != 1]
    assert set_aside(part) == [(row, "R138") for row in range(4, 15002, 3)]


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    content = "姓名,号码,金额\n" + "".join(f"张三{number},{number * 7919},684.00\n" for number in range(130_000))
    path = written(tmp_path / "roll.csv", content)
    first = read_one(path).path.read_bytes()
    assert [read_one(path, threads=threads).path.read_bytes() == first for threads in (1, 3)] == [True] * 2
    assert not (tmp_path / "staged" / ".reading").exists()


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    path = written(tmp_path / "roll.csv", ROLL + "\n王五,3,1\n" * 20_000)
    read(path, progress=lambda source, count: told.append((source, count)))
    assert told == [("roll.csv", 20_000), ("roll.csv", 20_002)]


# both ways give the same part

CELL = st.one_of(
    st.sampled_from(
        [
            "",
            "张三",
            "684.00",
            "合计",
            "填表人：x",
            "姓名",
            "性别",
            " ",
            "\u3000",
            "x y",
            "1",
            "0x",
            '"',
            "''",
            "\ufeff",
        ]
    ),
    st.text(st.sampled_from(list('ab张"",;\t\r\n \u3000\\#\'|\0')), max_size=4),
)
WRITTEN = st.one_of(
    CELL,  # as it is, quotation marks and all
    CELL.map(lambda cell: '"' + cell.replace('"', '""') + '"'),
)
LINE = st.lists(WRITTEN, min_size=0, max_size=5).map(",".join)
FULL_LINE = st.lists(WRITTEN, min_size=3, max_size=3).map(",".join)
PLAIN_LINE = st.lists(st.sampled_from(["张三", "1", "", '"a,b"', "合计", "姓名"]), min_size=3, max_size=3).map(",".join)
HEADER = st.sampled_from(["姓名,性别,金额", "姓名,,金额", "名册\n姓名,性别,金额", "名册,,\n姓名,性别,性别", "姓名"])
BODY = st.one_of(
    st.lists(PLAIN_LINE, max_size=12),
    st.lists(st.one_of(PLAIN_LINE, FULL_LINE), max_size=6),
    st.lists(st.one_of(PLAIN_LINE, FULL_LINE, LINE), max_size=6),
)


@pytest.fixture(scope="module")
def stagings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Staging, Staging]]:
    """Open ones for the quick and the careful way."""
    quick, careful = (Staging(tmp_path_factory.mktemp(name), None, threads=1) for name in ("quick", "careful"))
    quick.open("roll.csv")
    careful.open("roll.csv")
    yield quick, careful
    quick.close()
    careful.close()


def outcome(path: Path, staging: Staging, *, carefully: bool) -> object:
    try:
        part = read_delimited(path, "roll.csv", staging, carefully=carefully)
    except Refused as refused:
        return refused.diagnostics
    content = rows(part)
    part.path.unlink()
    return content, part.rows, part.columns, part.unreadable, part.set_aside, part.notes


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=HEADER,
    body=BODY,
    newline=st.sampled_from(["\n", "\r\n"]),
    end=st.sampled_from(["", "\n", "\n\n", "\r\n", "\n,,\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
@example(header="姓名,性别,金额", body=["1,2,3,", "1,2,3,,,"], newline="\n", end="", encoding="utf-8")
@example(header="姓名,性别,金额", body=['1,"2" ,3', '1,"2"\t,3'], newline="\n", end="", encoding="utf-8")
@example(header="姓名,性别,金额", body=['1,"2\r\n3",4'], newline="\r\n", end="", encoding="gb18030")
@example(header="姓名", body=["", '""', "1"], newline="\n", end="\n\n", encoding="utf-8")
@example(header="姓名,性别,金额", body=['1,2,"3', '4,5,"6'], newline="\n", end="\n", encoding="utf-8")
@example(header="姓名,,金额", body=["1,合计,3", "4,,6"], newline="\n", end="\n", encoding="utf-8")
def test_both_ways_give_the_same_part(
    stagings: tuple[Staging, Staging],
    tmp_path: Path,
    header: str,
    body: list[str],
    newline: str,
    end: str,
    encoding: str,
) -> None:
    text = newline.join([*header.split("\n"), *body]) + end
    path = written(tmp_path / "roll.csv", text, encoding)
    quick, careful = stagings
    assert outcome(path, quick, carefully=False) == outcome(path, careful, carefully=True)


@pytest.mark.parametrize("carefully", [False, True])
def test_rows_of_nobody_are_the_same_either_way(tmp_path: Path, carefully: bool) -> None:
    lines = [
        ("序号", "乡镇", "姓名", "身份证号", "金额", "备注"),
        *(("1", "东镇", "张三", "", "1300", ""), ("2", "东镇小计", "", "", "1300", ""), ("", "", "", "", "１", "")),
        *(("", "　", "西镇小计", "35人", "700", ""), ("3", "", "", "", "0.00", ""), ("4", "", "", "", "", "")),
        *(("5", "", "", "", "=E5*2", ""), ("6", "西镇", "", "", "0", ""), ("7", "", "", "", "600", "")),
        *(("", "", "", "", "0", "停发"), ("以下空白", "", "", "", "", ""), ("审核人", "", "王五", "", "", "")),
        *(("全镇共 ２ 人", "", "", "", "", ""), ("8", "共青镇", "李四", "", "600", "")),
        *(("栏次", "甲", "乙", "1", "2", ""), ("1", "2", "3", "4", "5", "6"), ("1", "2", "3", "4", "6", "")),
    ]
    path = written(tmp_path / "roll.csv", "".join(",".join(cells) + "\n" for cells in lines))
    staging = Staging(tmp_path / "staged", None)
    staging.open("roll.csv")
    try:
        part = read_delimited(path, "roll.csv", staging, carefully=carefully)
    finally:
        staging.close()
    assert [row for row, *_ in rows(part)] == [2, 4, 9, 10, 11, 15, 18]
    assert set_aside(part) == [
        *((3, "R138"), (5, "R138"), (6, "R141"), (7, "R141"), (8, "R141"), (12, "R140"), (13, "R140"), (14, "R138")),
        *((16, "R142"), (17, "R142")),
    ]
