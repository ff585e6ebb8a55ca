"""findings.csv and rejects.csv open rightly in a spreadsheet, hide ID numbers and hold no formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assess.rolls.finding_columns import COLUMN_NAMES
from assess.rolls.reporting.findings_csv import write_findings_csv
from assess.rolls.reporting.rejects import Reject
from assess.rolls.reporting.rejects_csv import REJECTS_CSV_COLUMNS, write_rejects_of
from assess.rolls.reporting.store import Store, opened
from tests.databases import database
from tests.rolls.reporting.made import FINDINGS, ID, MASKED, REJECTS, finding, made_run


@contextmanager
def store_of(path: Path, **run: object) -> Iterator[Store]:
    made = made_run(path / "run", **run)  # type: ignore[arg-type]
    with opened(made.folder.decisions, made.folder.findings, [made.rejects], path) as store:
        yield store


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_findings_are_utf_8_with_a_mark_that_excel_knows(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        assert write_findings_csv(store, tmp_path / "findings.csv") == len(FINDINGS)
    assert (tmp_path / "findings.csv").read_bytes().startswith(b"\xef\xbb\xbfcode,source,row,")
    rows = rows_of(tmp_path / "findings.csv")
    assert tuple(rows[0]) == COLUMN_NAMES
    assert [row["code"] for row in rows] == [one["code"] for one in FINDINGS]
    assert rows[0]["name"] == "张三"
    assert rows[0]["amount"] == "45.50"


def test_findings_without_any_have_their_header(tmp_path: Path) -> None:
    with store_of(tmp_path, findings=()) as store:
        assert write_findings_csv(store, tmp_path / "findings.csv") == 0
    assert (tmp_path / "findings.csv").read_text("utf-8-sig") == ",".join(COLUMN_NAMES) + "\n"


def test_id_numbers_of_findings_are_masked(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        write_findings_csv(store, tmp_path / "findings.csv")
    assert ID not in (tmp_path / "findings.csv").read_text("utf-8")
    rows = rows_of(tmp_path / "findings.csv")
    assert rows[0]["id_number"] == MASKED
    assert rows[4]["case"] == MASKED
    assert rows[5]["sentence_zh"] == f"身份证号 {MASKED} 于 2023-02-01 死亡，此后仍发放 3 个月"
    assert rows[5]["sentence_en"].startswith(MASKED)


def test_id_number_in_the_cell_for_the_name_is_masked(tmp_path: Path) -> None:
    """As rolls have it by a slip of the columns."""
    with store_of(
        tmp_path, findings=(finding("overpaid", 2, name=f"张三 {ID}"), finding("overpaid", 3, name="张三"))
    ) as store:
        write_findings_csv(store, tmp_path / "findings.csv")
        write_findings_csv(store, tmp_path / "unmasked.csv", unmask=True)
    assert [row["name"] for row in rows_of(tmp_path / "findings.csv")] == [f"张三 {MASKED}", "张三"]
    assert rows_of(tmp_path / "unmasked.csv")[0]["name"] == f"张三 {ID}"


def test_id_numbers_of_findings_stay_where_asked(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        write_findings_csv(store, tmp_path / "findings.csv", unmask=True)
    rows = rows_of(tmp_path / "findings.csv")
    assert (rows[0]["id_number"], rows[4]["case"]) == (ID, ID)


@pytest.mark.parametrize("column", ["source", "case", "name", "district", "sentence_zh", "cite"])
def test_cells_of_findings_are_no_formulas(tmp_path: Path, column: str) -> None:
    made = finding("unpaid", 2, **{column: "=cmd|' /C calc'!A0"})
    with store_of(tmp_path, findings=[made]) as store:
        write_findings_csv(store, tmp_path / "findings.csv")
    assert rows_of(tmp_path / "findings.csv")[0][column] == "'=cmd|' /C calc'!A0"


def test_rejects(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        assert write_rejects_of(store, tmp_path / "rejects.csv") == len(REJECTS)
    rows = rows_of(tmp_path / "rejects.csv")
    assert tuple(rows[0]) == REJECTS_CSV_COLUMNS
    assert [(row["row"], row["name"], row["column"], row["found"]) for row in rows] == [
        ("8", "", "身份证号", "320402********001X"), ("9", "", "羊", "'=1+1"), ("9", "", "", ""),
    ]  # fmt: skip
    assert rows[0]["message_zh"] == "身份证号“320402********001X”不对"


def test_rejects_name_the_person_where_the_row_does(tmp_path: Path) -> None:
    """In the order of the roll; a name may begin as a formula does, or hold an ID number."""
    made = made_run(tmp_path, (), REJECTS)
    named = f"""
        SELECT 'roll.csv' AS source, "row", 'rejected' AS status, name
        FROM (VALUES (9, '=张三'), (8, '李四 {ID}')) AS made("row", name)
    """
    with database() as connection:
        connection.sql(named).write_parquet(str(made.folder.decisions))
    with opened(made.folder.decisions, made.folder.findings, [made.rejects], tmp_path) as store:
        write_rejects_of(store, tmp_path / "rejects.csv")
    names = [(row["row"], row["name"]) for row in rows_of(tmp_path / "rejects.csv")]
    assert names == [("8", f"李四 {MASKED}"), ("9", "'=张三"), ("9", "'=张三")]


def test_rejects_show_id_numbers_where_asked(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        write_rejects_of(store, tmp_path / "rejects.csv", unmask=True)
    assert rows_of(tmp_path / "rejects.csv")[0]["found"] == "32040219391011001X"


def test_rejects_keep_line_breaks_and_quotes(tmp_path: Path) -> None:
    odd = Reject("a.csv", 2, 'a "b"', "R301", "1,\n2", "错", "wrong", "改", "mend")
    with store_of(tmp_path, rejects=[odd]) as store:
        write_rejects_of(store, tmp_path / "stored.csv")
    assert rows_of(tmp_path / "stored.csv")[0]["found"] == "1,\n2"
    assert rows_of(tmp_path / "stored.csv")[0]["column"] == 'a "b"'
