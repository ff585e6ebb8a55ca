"""The header is found below titles, over two rows, and not among people."""

from __future__ import annotations

import pytest

from assess.rolls.reading.header import Header, Merged, header_of


def lines(text: str) -> list[list[str]]:
    """Rows from lines, cells separated by `|`."""
    return [[] if not line.strip() else [cell.strip() for cell in line.split("|")] for line in text.strip().split("\n")]


def found(text: str, merged: list[Merged] | None = None) -> Header:
    header = header_of(lines(text), merged)
    assert header is not None
    return header


def test_header_on_the_first_row() -> None:
    assert found("姓名 | 性别 | 年龄\n张三 | 男 | 84") == Header(
        rows=(1,), names=("姓名", "性别", "年龄"), raw=(("姓名", "性别", "年龄"),)
    )


def test_titles_above_it() -> None:
    header = found("""
        某某区特困人员名册 |  |
        单位：元 |  | 2023年5月
        姓名 | 性别 | 照料护理费
        张三 | 男 | 684
    """)
    assert header.rows == (3,)
    assert [row for row, _ in header.titles] == [1, 2]


def test_blank_rows_above_it_count() -> None:
    header = header_of([[], ["", " "], ["姓名", "年龄"], ["张三", "84"]])
    assert header is not None
    assert header.rows == (3,)
    assert header.titles == ()


def test_one_column() -> None:
    assert found("身份证号\n320402193910150001").names == ("身份证号",)


def test_title_above_two_columns() -> None:
    assert found("死亡人员名单\n姓名 | 身份证号\n张三 | 1").rows == (2,)


def test_line_breaks_and_blanks_inside_a_name() -> None:
    assert header_of([["补贴标准\n(元/月)", "姓　名 "], ["684", "张三"]]) == Header(
        (1,), ("补贴标准 (元/月)", "姓 名"), (("补贴标准\n(元/月)", "姓　名 "),)
    )


@pytest.mark.parametrize(
    "text",
    [
        "张三 | 320402193910150001 | 男\n李四 | 320402193910150028 | 女",
        "1 | 2 | 3\n4 | 5 | 6",
        "84 | 2023-05-01 | 张三\n85 | 2023-05-01 | 李四",
    ],
)
def test_people_are_no_header(text: str) -> None:
    assert header_of(lines(text)) is None


def test_nothing_beyond_the_twentieth_row() -> None:
    assert header_of([["某某名册", "", ""]] * 20 + [["姓名", "性别", "年龄"]]) is None


def test_some_months_among_the_names() -> None:
    assert found("姓名 | 身份证号 | 2023-01 | 2023-02 | 备注\n张三 | 1 | 684 | 684 | 无").rows == (1,)


TWO_ROWS = """
    序号 | 姓名 | 补贴 |      |      | 备注
         |      | 生活 | 护理 | 合计 |
    1    | 张三 | 600  | 684  | 1284 | 无
"""
NAMES = ("序号", "姓名", "补贴/生活", "补贴/护理", "补贴/合计", "备注")


def test_header_over_two_rows_by_its_merged_cells() -> None:
    header = found(TWO_ROWS, [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 4)), ((0, 5), (1, 5))])
    assert (header.rows, header.names) == ((1, 2), NAMES)


def test_header_over_two_rows_by_its_gaps() -> None:
    header = found(TWO_ROWS)
    assert (header.rows, header.names) == ((1, 2), NAMES)


@pytest.mark.parametrize("beside", ["", "单位：元", "2023年5月"])
def test_title_over_all_columns_is_no_common_heading(beside: str) -> None:
    """However short the sheet is, and whatever the title has beside it where no column is."""
    header = found(f"某区特困人员登记表 | | | {beside}\n姓名 | 身份证号 | 性别\n张三 | 1 | 男", [((0, 0), (0, 2))])
    assert (header.rows, header.names[:3]) == ((2,), ("姓名", "身份证号", "性别"))
    assert [cells[0] for _, cells in header.titles] == ["某区特困人员登记表"]


def test_title_that_is_wider_than_the_table() -> None:
    header = found("某区死亡人员登记表 | | | \n姓名 | 身份证号\n张三 | 1", [((0, 0), (0, 3))])
    assert (header.rows, header.names[:2]) == ((2,), ("姓名", "身份证号"))


def test_title_over_a_header_of_two_rows() -> None:
    title = "某区特困人员登记表 | | | | | "
    below = [((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (1, 4)), ((1, 5), (2, 5))]
    header = found(f"{title}\n{TWO_ROWS.strip()}", [((0, 0), (0, 5)), *below])
    assert (header.rows, header.names) == ((2, 3), NAMES)


def test_every_column_under_a_common_heading() -> None:
    text = "人员 |  | 补贴 | \n姓名 | 性别 | 生活 | 护理\n张三 | 男 | 1 | 2"
    header = found(text, [((0, 0), (0, 1)), ((0, 2), (0, 3))])
    assert header.names == ("人员/姓名", "人员/性别", "补贴/生活", "补贴/护理")


def test_two_titles_side_by_side_are_no_common_headings() -> None:
    text = "单位：民政局 |  | 日期：5月 | \n姓名 | 性别 | 生活 | 护理\n张三 | 男 | 1 | 2"
    header = found(text, [((0, 0), (0, 1)), ((0, 2), (0, 3))])
    assert (header.rows, header.names) == ((2,), ("姓名", "性别", "生活", "护理"))


def test_a_person_under_a_column_without_a_name_is_no_second_row_of_the_header() -> None:
    header = found("姓名 | 性别 |  | 备注\n张三 | 男 | 无 | \n李四 | 女 |  | ")
    assert header.rows == (1,)
