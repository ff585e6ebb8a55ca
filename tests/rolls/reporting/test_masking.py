"""ID numbers are masked wherever they stand, by Python and by DuckDB alike; what only looks like one is left."""

from __future__ import annotations

import pytest

from assess.diagnostics.diagnostic import Diagnostic
from assess.diagnostics.position import Position
from assess.rolls.reporting.masking import (
    masked,
    masked_diagnostics,
    masked_label,
    masked_label_sql,
    masked_lines,
    masked_sql,
)
from assess.rolls.reporting.neutralising import neutral_sql
from tests.databases import database

ID = "32040219391011000X"
OTHER = "320402193910150001"


def by_duckdb(expression: str, text: str) -> str:
    with database() as connection:
        row = connection.execute(f"SELECT {expression} FROM (SELECT ? AS value)", [text]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ID, "320402********000X"),
        (ID.lower(), "320402********000x"),
        ("身份证号“32040219391011000X”的校验码不对", "身份证号“320402********000X”的校验码不对"),
        (f"{ID}、{OTHER}", "320402********000X、320402********0001"),
        ("320402391011000", "320402********1000"),
        ("32040219391011000", "320402********1000"),
        ("3204021939101100001", "320402********0001"),
        ("３２０４０２１９３９１０１１０００Ｘ", "３２０４０２********０００Ｘ"),
        ("320402 1939 1011 000X", "320402********000X"),
        ("320402193910110000.0", "320402********0000"),
        ("监护人身份证号3204021939…", "监护人身份证号320402********…"),
        ("张三 320402-19391011-000X", "张三 320402********000X"),
        ("保存成了“3.20402193910110e+17”", "保存成了“3.20402********10e+17”"),
        ("“32040219391011****”", "“320402************”"),
        ("3204021939101100**", "320402**********"),
        ("3204021939＊＊＊＊000X", "320402********＊＊＊＊000X"),
        ("32040219391011XXXX", "320402********XXXX"),
        ("320402 1939 10 11 ****", "320402******** ****"),
        ("32040219391011####", "320402********####"),
        ("32040219391011○○○○", "320402********○○○○"),
        ("32040219391011????", "320402********????"),
        ("320402\u200b19391011\u200b0001", "320402********0001"),
        ("320402  19391011\t000X", "320402********000X"),
        ("320402\n19391011\n000X", "320402********000X"),
        ("320402\x0119391011\x9b000X", "320402********000X"),
        ("320402\ufffd19391011000X", "320402********000X"),
        ("320402/19391011/000X", "320402********000X"),
        ("320402.19391011.000X", "320402********000X"),
        ("320,402,193,910,110,001", "320,402********"),
        ("32O4O21939IOIIOOOX", "32O4O2********OOOX"),
        ("3.2040219391E+17", "3.20402********91E+17"),
        ("“3204021939101100”", "“320402********1100”"),
        ("“32040219391011”应有18位", "“320402********”应有18位"),
        ("******19391011000X", "**************000X"),
        ("320402********000X", "320402********000X"),
        ("138****5678", "138****5678"),
        ("20250101XX镇", "20250101XX镇"),
        ("3.20402E+17", "3.20402E+17"),
        ("2023-05, 2023-06, 2023-07, 2023-08", "2023-05, 2023-06, 2023-07, 2023-08"),
        ("第 2, 3, 5, 7, 11, 13, 17, 19, 23 行", "第 2, 3, 5, 7, 11, 13, 17, 19, 23 行"),
        ("1,234,567,890.12", "1,234,567,890.12"),
        ("死亡日期 2023-05-01，自 2023-06 起", "死亡日期 2023-05-01，自 2023-06 起"),
        ("2023-05-01 2023-06-01 2023-07-01", "2023-05-01 2023-06-01 2023-07-01"),
        ("roll 20250101120000", "roll 20250101120000"),
        ("", ""),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert masked(text) == expected
    assert by_duckdb(masked_sql("value"), text) == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (ID, "320402********000X"),
        (f"{ID}-2", "320402********000X-2"),
        (f"{ID}-{OTHER}-{ID}", "320402********000X-320402********0001-320402********000X"),
        ("320402391011000", "320402********1000"),
        ("３２０４０２１９３９１０１１０００Ｘ", "３２０４０２********０００Ｘ"),
        (f"x {ID[:6]} {ID[6:14]} {ID[14:]}", "x 320402********000X"),
        ("1-320402-1939-1011-0001-2", "1-320402********0001-2"),
        ("320 402 1939 10 11 000x", "320 402********000x"),
        ("名册320402193910110000.csv", "名册320402********0000.csv"),
        (f"{OTHER}44", "320402********000144"),  # the number of a certificate of disability
        (f"{ID}43B1", "320402********000X43B1"),
        ("320402201710110001", "320402********0001"),
        ("32040220171011000X62", "320402********000X62"),
        (f"0012{OTHER}", "0012320402********0001"),
        (OTHER[:17], "320402********000"),
        (f"{OTHER[:17]}.0", "320402********000.0"),
        ("3.204021939101501e+17", "3.20402********01e+17"),
        ("32040220250101001", "32040220250101001"),  # a day of this century, and a number on that day
        ("320402_20250101_0001.csv", "320402_20250101_0001.csv"),
        ("202500000000000017", "202500000000000017"),
        ("2025-06-30 2025-07-01 17", "2025-06-30 2025-07-01 17"),
        ("HX-2025-000000000000000123", "HX-2025-000000000000000123"),
        ("17", "17"),
    ],
)
def test_label(label: str, expected: str) -> None:
    assert masked_label(label) == expected
    assert by_duckdb(masked_label_sql("value"), label) == expected


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u3000＝1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "-",
        "\x0b=1",
        "\x08=1",
        "\x85=1",
        "\u2003=1",
        "\u202f=1",
        "\u2028=1",
        "\u200e=1",
        "\u2066=1",
        "\xad=1",
        "\u180e \u200b=1",
    ],
)
def test_formula_is_neutralised(text: str) -> None:
    assert by_duckdb(neutral_sql("value"), text) == f"'{text}"


@pytest.mark.parametrize("text", ["张三", "1-2", "a=1", "'=1", "", " 王", "2023-01"])
def test_other_text_is_left(text: str) -> None:
    assert by_duckdb(neutral_sql("value"), text) == text


def test_lines_of_a_file_stay_lines() -> None:
    assert masked_lines(f"1,2,3,4,5,6,7,8\r\n9,10,{ID}\n{OTHER}\n") == (
        "1,2,3,4,5,6,7,8\r\n9,10,320402********000X\n320402********0001\n"
    )


def test_diagnostics_name_no_numbers() -> None:
    found = Diagnostic("R531", Position(f"名册{ID}.csv", 3, 1), {"kind": f"roll:{OTHER}", "count": "2"})

    (shown,) = masked_diagnostics([found])
    reason = {"reason": f"Could not cast value {ID[:16]} to DECIMAL(9,2)"}
    (of_database,) = masked_diagnostics([Diagnostic("R411", Position("x"), reason)])

    assert of_database.arguments == {"reason": "Could not cast value 320402********1100 to DECIMAL(9,2)"}
    assert (shown.position.file, shown.position.line) == ("名册320402********000X.csv", 3)
    assert shown.arguments == {"kind": "roll:320402********0001", "count": "2"}
