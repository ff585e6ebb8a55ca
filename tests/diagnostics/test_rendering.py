"""What is printed, to the letter: for a person, for a log, and as data."""

from __future__ import annotations

import json

import pytest

from assess.diagnostics import Diagnostic, Position, as_json, for_person, one_line
from assess.diagnostics.catalogue import CATALOGUE
from assess.diagnostics.rendering import SHOWN, WIDTH

TEXT = """\
decisions:
  hay:
    label: {zh: 干草补贴, en: hay allowance}
    condition: 老牧人 = 1 and sheltre
    note: {zh: ééa, en: x}
"""
FILE = "rulesets/north.yaml"
UNKNOWN = Diagnostic("N101", Position(FILE, 4, 28), {"name": "sheltre", "near": "shelter"})
NO_NEAR = Diagnostic("N101", Position(FILE, 4, 28), {"name": "sheltre", "near": ""})
UNUSED = Diagnostic("N201", Position(FILE, 2, 3), {"name": "hay"})
WHOLE_FILE = Diagnostic("Y108", Position(FILE))


def test_for_person_in_english() -> None:
    assert for_person([UNUSED, UNKNOWN], "en", {FILE: TEXT}) == (
        "rulesets/north.yaml:4:28: error N101 unknown-name\n"
        "  no fact, parameter or decision is called “sheltre”\n"
        "  4 |     condition: 老牧人 = 1 and sheltre\n"
        "    |                               ^\n"
        "  Did you mean “shelter”? Correct its spelling, or declare it; put the code of a choice in quotes.\n"
        "\n"
        "rulesets/north.yaml:2:3: warning N201 unused\n"
        "  “hay” is declared, and no rule uses it\n"
        "  2 |   hay:\n"
        "    |   ^\n"
        "  Take it out, or use it."
    )


def test_for_person_in_chinese() -> None:
    assert for_person([UNKNOWN], "zh", {FILE: TEXT}) == (
        "rulesets/north.yaml:4:28: 错误 N101 unknown-name\n"
        "  没有叫“sheltre”的事实、参数或决定\n"
        "  4 |     condition: 老牧人 = 1 and sheltre\n"
        "    |                               ^\n"
        "  是不是“shelter”？改正拼写，或先声明；取值代码要加引号。"
    )


def test_for_person_without_the_text_or_a_line() -> None:
    assert for_person([NO_NEAR], "en") == (
        "rulesets/north.yaml:4:28: error N101 unknown-name\n"
        "  no fact, parameter or decision is called “sheltre”\n"
        "  Correct its spelling, or declare it; put the code of a choice in quotes."
    )
    assert for_person([WHOLE_FILE], "zh", {FILE: TEXT}) == (
        "rulesets/north.yaml: 错误 Y108 empty\n  文件是空的\n  写入内容，或删去文件。"
    )
    assert for_person([], "zh") == ""


@pytest.mark.parametrize(
    ("line", "column", "columns_before"),
    [
        ("干草: x", 4, 5),  # two Chinese characters take four columns
        ("e\u0301a: x", 3, 1),  # a combining accent takes none
        ("（a）: x", 3, 3),  # nor do full-width brackets take one
        ("a\tb", 3, 2),  # a tab is shown as one blank
    ],
)
def test_caret_stands_under_its_column(line: str, column: int, columns_before: int) -> None:
    shown = for_person([Diagnostic("Y109", Position("f.yaml", 1, column), {"text": "x"})], "en", {"f.yaml": line})
    assert shown.splitlines()[3] == "    | " + " " * columns_before + "^"


def test_long_line_is_cut_around_the_caret() -> None:
    line = "牧" * 80 + "X" + "草" * 80
    shown = for_person([Diagnostic("Y109", Position("f.yaml", 1, 81), {"text": "x"})], "en", {"f.yaml": line})
    assert shown.splitlines()[2] == "  1 | …" + "牧" * (WIDTH // 4) + "X" + "草" * (WIDTH // 4 - 1) + "…"
    assert shown.splitlines()[3] == "    | " + " " * (1 + WIDTH // 2) + "^"


def aside(sheet: str, count: int) -> Diagnostic:
    return Diagnostic("R160", Position(f"六月.xlsx:{sheet}", 9, 1), {"count": str(count), "rows": "9", "found": "合计"})


def test_what_is_told_of_several_files_is_told_once() -> None:
    shown = for_person([aside("北村", 1), aside("南村", 2), UNKNOWN], "zh", {FILE: TEXT}).split("\n\n")
    remedy = CATALOGUE["R160"].remedy("zh", aside("北村", 1).arguments)
    assert len(shown) == 2
    assert shown[0].startswith("rulesets/north.yaml:4:28: 错误")
    kinds = "非人员行（合计、重复的表头、栏次、表脚、预留的空行）"
    assert shown[1].splitlines() == [
        "警告 R160 rows-set-aside（2 处）",
        f"  六月.xlsx:北村:9:1: {kinds}1 行，没有算在内：第 9 行，第一处是“合计”",
        f"  六月.xlsx:南村:9:1: {kinds}2 行，没有算在内：第 9 行，第一处是“合计”",
        f"  {remedy}",
    ]


def test_files_of_which_the_same_is_told_are_listed() -> None:
    arguments = {"encoding": "UTF-8", "delimiter_zh": "逗号", "delimiter_en": "commas"}
    notes = [Diagnostic("R151", Position(f"{name}.csv"), arguments) for name in "abc"]
    other = Diagnostic("R151", Position("d.csv"), arguments | {"encoding": "GB18030"})
    assert for_person(notes, "en").splitlines()[:3] == [
        "note R151 encoding-found (3 places)",
        "  encoded as UTF-8, columns separated by commas",
        "  a.csv, b.csv, c.csv",
    ]
    assert for_person([*notes, other], "zh").splitlines()[1:5] == [
        *(f"  {name}.csv: 编码 UTF-8，各列用逗号分隔" for name in "abc"),
        "  d.csv: 编码 GB18030，各列用逗号分隔",
    ]


def test_errors_and_quoted_lines_stand_by_themselves() -> None:
    other = "rulesets/south.yaml"
    errors = [UNKNOWN, Diagnostic("N101", Position(other, 4, 28), UNKNOWN.arguments)]
    warnings = [UNUSED, Diagnostic("N201", Position(other, 2, 3), UNUSED.arguments)]
    assert len(for_person([*errors, *warnings], "zh", {FILE: TEXT, other: TEXT}).split("\n\n")) == 4


def test_many_sheets_are_cut_short() -> None:
    shown = for_person([aside(f"{number:02}", number) for number in range(1, 16)], "zh").splitlines()
    assert shown[0] == "警告 R160 rows-set-aside（15 处）"
    assert shown[-2] == "  ……另 3 处"
    assert len(shown) == 1 + SHOWN + 2


@pytest.mark.parametrize(
    ("language", "last"),
    [("zh", "另有 3 项（错误 1，警告 2）未列出。"), ("en", "3 more not shown (1 error, 2 warnings).")],
)
def test_only_the_first_dozen_is_shown(language: str, last: str) -> None:
    errors = [Diagnostic("N101", Position(FILE, line, 1), {"name": f"n{line}", "near": ""}) for line in range(1, 14)]
    warnings = [Diagnostic("N201", Position(FILE, line, 1), UNUSED.arguments) for line in (1, 2)]
    blocks = for_person([*warnings, *errors], language).split("\n\n")
    assert len(blocks) == SHOWN + 1
    assert blocks[-1] == last


def test_one_line() -> None:
    assert one_line(UNKNOWN, "en") == (
        "rulesets/north.yaml:4:28: error N101 unknown-name: no fact, parameter or decision is called “sheltre”; "
        "Did you mean “shelter”? Correct its spelling, or declare it; put the code of a choice in quotes."
    )
    assert one_line(UNKNOWN, "zh") == (
        "rulesets/north.yaml:4:28: error N101 unknown-name: 没有叫“sheltre”的事实、参数或决定；"
        "是不是“shelter”？改正拼写，或先声明；取值代码要加引号。"
    )
    assert one_line(WHOLE_FILE, "en") == (
        "rulesets/north.yaml: error Y108 empty: the file is empty; Write its content, or remove it."
    )
    assert one_line(Diagnostic("Y108", Position("")), "en").startswith("error Y108 empty: ")


def test_text_from_a_file_cannot_steer_the_terminal() -> None:
    hostile = Diagnostic("N101", Position(FILE, 1, 1), {"name": "a\x1b[31m\r\nb\u202e", "near": ""})
    assert one_line(hostile, "en").startswith(f"{FILE}:1:1: error N101 unknown-name: ")
    for shown in (one_line(hostile, "en"), for_person([hostile], "zh", {FILE: "x\x1b[2Jy"})):
        assert not set(shown) & {"\x1b", "\r", "\u202e"}
    assert "\n" not in one_line(hostile, "en")
    called = Diagnostic("Y108", Position("north\x1b]0;x\x07.yaml"))
    for shown in (one_line(called, "en"), for_person([called], "zh"), for_person([called] * 2, "zh")):
        assert not set(shown) & {"\x1b", "\x07"}


def test_as_json() -> None:
    found = as_json([UNKNOWN, WHOLE_FILE])
    assert json.loads(json.dumps(found)) == found
    assert found == [
        {
            "code": "N101",
            "name": "unknown-name",
            "severity": "error",
            "file": "rulesets/north.yaml",
            "line": 4,
            "column": 28,
            "message": {
                "zh": "没有叫“sheltre”的事实、参数或决定",
                "en": "no fact, parameter or decision is called “sheltre”",
            },
            "remedy": {
                "zh": "是不是“shelter”？改正拼写，或先声明；取值代码要加引号。",
                "en": "Did you mean “shelter”? "
                "Correct its spelling, or declare it; put the code of a choice in quotes.",
            },
            "arguments": {"name": "sheltre", "near": "shelter"},
        },
        {
            "code": "Y108",
            "name": "empty",
            "severity": "error",
            "file": "rulesets/north.yaml",
            "line": None,
            "column": None,
            "message": {"zh": "文件是空的", "en": "the file is empty"},
            "remedy": {"zh": "写入内容，或删去文件。", "en": "Write its content, or remove it."},
            "arguments": {},
        },
    ]


def test_missing_argument_does_not_break_the_report() -> None:
    assert "…" in one_line(Diagnostic("N101", Position(FILE, 1, 1)), "en")
