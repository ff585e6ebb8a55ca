"""Records out of lines: what is broken costs its own line and no other."""

from __future__ import annotations

from assess.rolls.reading.records import MOST_LINES, records


def read(text: str, columns: int = 3) -> list[list[str] | str]:
    """Cells of each record, or the code of its fault and its text."""
    found = records(text.splitlines(keepends=True), ",", lambda cells: len(cells) == columns)
    return [f"{record.code} {record.cells[0].strip()}" if record.code else record.cells for record in found]


def test_plain_records() -> None:
    assert read('1,"2,x","3""y"\n\n4,5,6') == [["1", "2,x", '3"y'], [], ["4", "5", "6"]]


def test_line_breaks_in_a_cell() -> None:
    assert read('1,"2\n5",3\n4,5,6\n') == [["1", "2\n5", "3"], ["4", "5", "6"]]


def test_quotation_mark_inside_a_cell_is_text() -> None:
    assert read('1,2"x,3\n') == [["1", '2"x', "3"]]


def test_quotation_mark_left_open_costs_one_line() -> None:
    assert read('1,"2,3\n4,5,6\n7,"8",9\n') == ['R133 1,"2,3', ["4", "5", "6"], ["7", "8", "9"]]
    assert read('1,"2,3\n4,5,6\n') == ['R133 1,"2,3', ["4", "5", "6"]]
    assert read('1,2,"3\n') == ['R133 1,2,"3']


def test_one_left_open_that_another_closes_with_the_wrong_number_of_cells() -> None:
    assert read('1,"2,3\n4,5",6,7\n8,9,0\n') == ['R133 1,"2,3', ["4", '5"', "6", "7"], ["8", "9", "0"]]


def test_one_left_open_in_a_long_file() -> None:
    lines = "4,5,6\n" * (2 * MOST_LINES)
    found = read(f'1,"2,3\n{lines}')
    assert found[0] == 'R133 1,"2,3'
    assert found[1:] == [["4", "5", "6"]] * (2 * MOST_LINES)


def test_one_left_open_that_another_far_below_closes_swallows_nothing() -> None:
    """Even with the right number of cells: nobody writes so many lines into one."""
    lines = "4,5,6\n" * MOST_LINES
    found = read(f'1,"2,3\n{lines}7,8",9\n')
    assert found == ['R133 1,"2,3', *[["4", "5", "6"]] * MOST_LINES, ["7", '8"', "9"]]


def test_after_one_left_open_the_others_are_read_as_before() -> None:
    assert read('1,"2,3\n4,5",6,7\n8,"9"x,0\n') == ['R133 1,"2,3', ["4", '5"', "6", "7"], 'R134 8,"9"x,0']
    assert read('1,"2,3\n8,"9"x,0\n1,"2"x,3\n')[1:] == ['R134 8,"9"x,0', 'R134 1,"2"x,3']


def test_text_after_a_closing_quotation_mark() -> None:
    assert read('1,"2"x,3\n4,5,6\n') == ['R134 1,"2"x,3', ["4", "5", "6"]]


def test_cell_of_millions_of_characters() -> None:
    long = "x" * 4_000_001
    assert read(f"1,{long},3\n4,5,6\n") == [f"R137 1,{long},3", ["4", "5", "6"]]
