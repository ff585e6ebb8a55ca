"""People who stand on a roll twice, and namesakes, over the whole roll."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from assess.language.program import Program
from assess.rolls.finding_columns import COLUMN_NAMES, COLUMNS
from assess.rolls.parquet_files import parquet
from assess.rolls.screening import Screening, repeats
from assess.rolls.screening import duplicates as second_pass
from assess.rolls.screening.duplicates import duplicate_findings
from tests.databases import database
from tests.library import program_of
from tests.rolls.making.rolls import changzhou
from tests.rolls.screening.tables import Row, filled, person, shown

ANNA, BELA = 32040219391015000, 62010519440229003
SENTENCES = ("row", "code", "amount", "direction", "sentence_zh", "sentence_en")


def duplicates(
    folder: Path,
    rows: Sequence[Row],
    months: str | None = None,
    threads: int = 1,
    sources: Sequence[str] = (),
    program: Program | None = None,
    by_year: Sequence[str] = (),
    dues: Sequence[Row] = (),
) -> list[dict[str, Any]]:
    """`months`: which of the tables tells months: `people` (the roll's own, then the decisions too) or `decisions`.
    `sources`: in the order of the roll. `by_year`: the benefits paid by the year. `dues`: rows with what is due
    as registers have it."""
    paid = sorted({name for one in rows for name in one if name.startswith(("paid.", "due."))})
    decisions = ["source", "row", "case", "name", "district", "status", *(["month"] if months else []), *paid]
    people = ["source", "row", "person", "namesake", *(["month"] if months == "people" else [])]
    once = list({(one["source"], one["row"]): one for one in rows}.values())
    with database(threads) as connection:
        for table, columns, those in (("decisions", decisions, rows), ("people", people, once)):
            filled(connection, table, those, columns)
            connection.table(table).write_parquet(str(folder / f"{table}.parquet"))
        if dues:
            filled(connection, "dues", dues, list(dues[0]))
            connection.table("dues").write_parquet(str(folder / "dues.parquet"))
        plan = Screening.of(
            program or program_of("meadowland"), decisions, people, sources, dict.fromkeys(by_year, "year")
        )
        counts = duplicate_findings(
            connection, plan, parquet(folder / "people.parquet"), parquet(folder / "decisions.parquet"), len(once),
            folder / "findings.parquet", dues=folder / "dues.parquet" if dues else None,
        )  # fmt: skip
        found = connection.read_parquet(str(folder / "findings.parquet"))
        assert found.columns == list(COLUMN_NAMES)
        assert [str(one) for one in found.types] == [column.type for column in COLUMNS]
        findings = [dict(zip(COLUMN_NAMES, one, strict=True)) for one in found.fetchall()]
        for code, count in counts.items():
            assert sum(one["code"] == code for one in findings) == count
        assert connection.execute("SELECT count(*) FROM duckdb_tables() WHERE temporary").fetchall() == [(0,)]
        return findings


def paid(number: int, hay: str | None, due: str | None = None, **others: Any) -> Row:
    return person(number, person=ANNA, **{"paid.hay": hay, "due.hay": due}, **others)


def test_roll_without_numbers_or_names_has_no_findings(tmp_path: Path) -> None:
    assert duplicates(tmp_path, [person(1), person(2)]) == []


def test_nobody_stands_twice(tmp_path: Path) -> None:
    rows = [person(1, person=ANNA, namesake=5), person(2, person=BELA, namesake=6), person(3), person(4)]
    assert duplicates(tmp_path, rows) == []


def test_every_row_names_the_others_and_all_but_the_first_are_paid_again(tmp_path: Path) -> None:
    rows = [
        paid(12, "45.50", "45.50"),
        paid(90, "45.50", "45.50"),
        person(40, person=BELA),
        paid(101, "45.50", "45.50"),
    ]
    found = duplicates(tmp_path, rows)
    assert shown(found, *SENTENCES) == [
        (
            12, "duplicate_id", "0.00", "none",
            "张三的身份证号与第90行、第101行重复。", "张三: the same ID number also stands on row 90, row 101.",
        ),
        (
            90, "duplicate_id", "45.50", "recover",
            "张三的身份证号与第12行、第101行重复，重复发放45.50元。",
            "张三: the same ID number also stands on row 12, row 101; 45.50 yuan paid again.",
        ),
        (
            101, "duplicate_id", "45.50", "recover",
            "张三的身份证号与第12行、第90行重复，重复发放45.50元。",
            "张三: the same ID number also stands on row 12, row 90; 45.50 yuan paid again.",
        ),
    ]  # fmt: skip
    assert shown(found[:1], "id_number", "benefit", "paid", "due", "month", "months", "cite") == [
        ("320402193910150001", None, "45.50", None, None, None, None)
    ]


def test_what_other_findings_count_is_not_counted_again(tmp_path: Path) -> None:
    """Of 60.00 paid where 45.50 is due, 14.50 is overpaid whoever stands on the row."""
    found = duplicates(tmp_path, [paid(1, "60.00", "45.50"), paid(2, "60.00", "45.50")])
    assert shown(found, "row", "paid", "amount") == [(1, "60.00", "0.00"), (2, "60.00", "45.50")]
    assert found[1]["sentence_zh"] == "张三的身份证号与第1行重复，重复发放45.50元（另有14.50元已计入其他问题）。"
    assert found[1]["sentence_en"].endswith("; 45.50 yuan paid again (another 14.50 yuan counted by other findings).")


def test_what_is_paid_above_a_floor_is_at_stake_with_the_rest(tmp_path: Path) -> None:
    """Nobody else claims it: a published amount may be higher, but is paid once."""
    rows = [
        person(number, person=ANNA, **{"paid.tekun_care_standard": paid_out, "due.tekun_care_standard": due})
        for number, paid_out, due in ((1, "900.00", "373.50"), (2, "900.00", "373.50"), (3, "900.00", "0.00"))
    ]
    found = duplicates(tmp_path, rows, program=changzhou())
    assert shown(found, "row", "amount") == [(1, "0.00"), (2, "900.00"), (3, "0.00")]


def test_where_nobody_knows_what_is_due_all_is_at_stake_and_to_be_verified_first(tmp_path: Path) -> None:
    """The two may be parts of what is due."""
    found = duplicates(tmp_path, [paid(1, "60.00"), paid(2, "60.00")])
    assert shown(found, "row", "amount", "direction") == [(1, "0.00", "none"), (2, "60.00", "check")]
    assert found[1]["sentence_zh"].endswith("重复发放60.00元。应发多少还不能认定，也可能是分几笔发放，先核实。")
    assert found[1]["sentence_en"].endswith("these may be parts of it: to be verified first.")


def test_what_is_known_to_be_paid_again_stays_to_recover_beside_what_is_not(tmp_path: Path) -> None:
    """The care standard is known, the base standard is not for want of a figure."""
    known = {"paid.tekun_care_standard": "373.50", "due.tekun_care_standard": "373.50"}
    unknown = {"paid.tekun_base_standard": "1300.00", "due.tekun_base_standard": None}
    rows = [person(number, person=ANNA, **known, **unknown) for number in (1, 2)]
    _, again = duplicates(tmp_path, rows, program=changzhou())
    assert (str(again["amount"]), again["direction"]) == ("373.50", "recover")
    assert again["sentence_zh"].endswith("重复发放373.50元。另有1300.00元应发多少还不能认定，先核实是否重复。")


def test_under_another_name_it_is_to_be_seen_first_who_it_is(tmp_path: Path) -> None:
    """Two letters the wrong way round, or a number that is another person's: nobody knows yet."""
    rows = [paid(1, "45.50", "45.50", name="施秀巧"), paid(2, "45.50", "45.50", name="施巧秀")]
    found = duplicates(tmp_path, rows)
    assert shown(found, "row", "amount", "direction", "sentence_zh") == [
        (1, "0.00", "none", "施秀巧的身份证号与第2行重复。各行姓名不同（另有“施巧秀”），先核实是否同一人。"),
        (
            2, "45.50", "check",
            "施巧秀的身份证号与第1行重复，重复发放45.50元。各行姓名不同（另有“施秀巧”），先核实是否同一人。",
        ),
    ]  # fmt: skip
    assert found[1]["sentence_en"] == (
        "施巧秀: the same ID number also stands on row 1; 45.50 yuan paid again. The names on these rows differ "
        "(another is 施秀巧): see first that it is the same person."
    )


def test_of_rows_of_several_names_those_of_one_name_are_the_same_person(tmp_path: Path) -> None:
    names = ("甲", "乙", "乙", None, "丙")
    found = duplicates(tmp_path, [paid(row, "9", "9", name=name) for row, name in enumerate(names, 1)])
    assert shown(found, "row", "direction") == [
        (1, "none"), (2, "check"), (3, "recover"), (4, "recover"), (5, "check"),
    ]  # fmt: skip
    assert found[2]["sentence_zh"].endswith("重复发放9.00元。另有一行的姓名是“丙”，另行核实。")
    assert found[2]["sentence_en"].endswith("paid again. One of the rows has the name 丙, to be verified by itself.")
    assert found[3]["sentence_zh"].endswith("重复发放9.00元。")


def test_of_what_is_paid_by_the_year_all_is_at_stake(tmp_path: Path) -> None:
    """What is too much by one day's amount, taken twelve times, is to be verified first: nobody else claims it."""
    rows = [paid(1, "600.00", "546.00"), paid(2, "600.00", "546.00")]
    found = duplicates(tmp_path, rows, by_year=("hay",))
    assert shown(found, "row", "amount", "direction") == [(1, "0.00", "none"), (2, "600.00", "recover")]


@pytest.mark.parametrize(("amounts", "again"), [
    (("25", "25"), ("0.00", "0.00")), (("20", "45"), ("0.00", "15.00")), (("60", "25"), ("0.00", "25.00")),
    (("25", "60"), ("0.00", "25.00")), (("10", "20", "30"), ("0.00", "0.00", "10.00")),
    (("0", "30", "30"), ("0.00", "0.00", "10.00")),
])  # fmt: skip
def test_what_the_rows_before_leave_of_what_is_due_is_not_paid_again(
    tmp_path: Path, amounts: tuple[str, ...], again: tuple[str, ...]
) -> None:
    """50.00 is due: two halves are no more than that."""
    found = duplicates(tmp_path, [paid(row, amount, "50") for row, amount in enumerate(amounts, 1)])
    assert tuple(str(one["amount"]) for one in found) == again


def test_two_halves_of_a_year_are_nothing_paid_twice(tmp_path: Path) -> None:
    found = duplicates(tmp_path, [paid(1, "300", "600"), paid(2, "300", "600")], by_year=("hay",))
    assert shown(found, "amount", "direction") == [("0.00", "none"), ("0.00", "none")]
    assert found[1]["sentence_zh"] == "张三的身份证号与第1行重复。"


def test_of_what_is_paid_above_what_is_due_the_rest_is_told(tmp_path: Path) -> None:
    found = duplicates(tmp_path, [paid(1, "25", "50"), paid(2, "60", "50")])
    assert found[1]["sentence_zh"] == "张三的身份证号与第1行重复，重复发放25.00元（另有10.00元已计入其他问题）。"


def test_rows_that_do_not_reach_the_floor_leave_the_rest_of_it(tmp_path: Path) -> None:
    rows = [
        person(number, person=ANNA, **{"paid.tekun_care_standard": amount, "due.tekun_care_standard": "373.50"})
        for number, amount in ((1, "200"), (2, "173.50"), (3, "10"))
    ]
    assert shown(duplicates(tmp_path, rows, program=changzhou()), "amount") == [("0.00",), ("0.00",), ("10.00",)]


def test_rows_of_another_name_leave_what_they_like(tmp_path: Path) -> None:
    """The second of 甲 is a half, whatever 乙 has."""
    rows = [paid(row, "25", "50", name=name) for row, name in enumerate(("甲", "乙", "甲", "乙"), 1)]
    found = duplicates(tmp_path, [*rows, paid(5, "25", "50", name="甲")])
    assert shown(found, "amount", "direction") == [
        ("0.00", "none"), ("0.00", "none"), ("0.00", "none"), ("0.00", "none"), ("25.00", "recover"),
    ]  # fmt: skip


def test_what_is_due_on_a_row_as_a_register_has_it_is_due_there_alone(tmp_path: Path) -> None:
    """By a register less is due on row 2: the rest of it is claimed there. Row 1 stays as it is."""
    due = {"source": "roll.csv", "row": 2, "due.hay": "10"}
    found = duplicates(tmp_path, [paid(row, "45.50", "45.50") for row in (1, 2, 3)], dues=[due])
    assert shown(found, "row", "amount") == [(1, "0.00"), (2, "10.00"), (3, "45.50")]


def test_row_on_which_nothing_is_paid_keeps_nothing(tmp_path: Path) -> None:
    found = duplicates(tmp_path, [paid(1, None, "45.50"), paid(2, "45.50", "45.50"), paid(3, "45.50", "45.50")])
    assert shown(found, "row", "paid", "amount") == [(1, "0.00", "0.00"), (2, "45.50", "0.00"), (3, "45.50", "45.50")]


def test_one_row_for_each_benefit_is_nothing_paid_twice(tmp_path: Path) -> None:
    rows = [
        person(1, person=ANNA, **{"paid.hay": "45.50", "due.hay": "45.50", "paid.care": None, "due.care": "83.30"}),
        person(2, person=ANNA, **{"paid.hay": None, "due.hay": "45.50", "paid.care": "83.30", "due.care": "83.30"}),
    ]
    assert shown(duplicates(tmp_path, rows), "row", "amount", "direction") == [(1, "0.00", "none"), (2, "0.00", "none")]


def test_several_benefits_paid_again_are_added_up(tmp_path: Path) -> None:
    amounts = {"paid.hay": "45.50", "due.hay": "45.50", "paid.care": "90.00", "due.care": "83.30"}
    found = duplicates(tmp_path, [person(number, person=ANNA, **amounts) for number in (1, 2)])
    assert shown(found, "row", "paid", "amount") == [(1, "135.50", "0.00"), (2, "135.50", "128.80")]
    assert found[1]["sentence_zh"] == "张三的身份证号与第1行重复，重复发放128.80元（另有6.70元已计入其他问题）。"


def test_row_of_another_source_is_named_with_it(tmp_path: Path) -> None:
    rows = [person(2, person=ANNA), person(3, person=ANNA, source="a.xlsx:Sheet1")]
    assert shown(duplicates(tmp_path, rows), "source", "sentence_zh", "sentence_en") == [
        (
            "a.xlsx:Sheet1", "张三的身份证号与roll.csv第2行重复。",
            "张三: the same ID number also stands on row 2 of roll.csv.",
        ),
        (
            "roll.csv", "张三的身份证号与a.xlsx:Sheet1第3行重复。",
            "张三: the same ID number also stands on row 3 of a.xlsx:Sheet1.",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(("sources", "first", "again"), [
    (("城南", "城北"), "城南", "城北"), (("城北", "城南"), "城北", "城南"), ((), "城北", "城南"),
])  # fmt: skip
def test_the_first_row_is_that_of_the_sheet_that_comes_first(
    tmp_path: Path, sources: tuple[str, ...], first: str, again: str
) -> None:
    """Not of the one whose name does: that is the order only where nobody has said another."""
    rows = [paid(9, "45.50", "45.50", source="城南"), paid(2, "45.50", "45.50", source="城北")]
    found = duplicates(tmp_path, rows, sources=sources)
    assert {one["source"]: str(one["amount"]) for one in found} == {first: "0.00", again: "45.50"}


@pytest.mark.parametrize("at_once", [500_000, 90])
def test_findings_stand_in_the_order_of_the_roll(tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those of paid against due do; not by the names of sheets."""
    monkeypatch.setattr(second_pass, "ROWS_AT_ONCE", at_once)
    sources = ("三", "一", "二")
    rows = [person(number, person=number % 40, source=source) for source in sources for number in range(1, 81)]
    found = duplicates(tmp_path, rows, sources=sources)
    assert [(one["source"], one["row"]) for one in found] == [
        (source, row) for source in sources for row in range(1, 81)
    ]


def test_others_are_named_in_the_order_of_the_roll(tmp_path: Path) -> None:
    rows = [person(4, person=ANNA, source=source) for source in ("三", "一", "二")]
    found = duplicates(tmp_path, rows, sources=("三", "一", "二"))
    said = {one["source"]: one["sentence_zh"] for one in found}
    assert said["二"] == "张三的身份证号与三第4行、一第4行重复。"


def test_of_many_rows_only_the_first_are_named(tmp_path: Path) -> None:
    found = duplicates(tmp_path, [person(number, person=ANNA) for number in range(1, 9)])
    assert found[0]["sentence_zh"] == "张三的身份证号与第2行、第3行、第4行、第5行、第6行等7行重复。"
    assert found[7]["sentence_en"] == (
        "张三: the same ID number also stands on row 1, row 2, row 3, row 4, row 5 and others, 7 rows in all."
    )


def test_rows_of_different_months_are_no_duplicates(tmp_path: Path) -> None:
    rows = [paid(number, "9", "9", month=month) for number, month in enumerate(("2023-01", "2023-02", "2023-02"), 1)]
    found = duplicates(tmp_path, [*rows, person(4, person=BELA, month="2023-02")], months="people")
    assert shown(found, "row", "month", "months", "amount") == [
        (2, "2023-02", 1, "0.00"), (3, "2023-02", 1, "9.00"),
    ]  # fmt: skip
    assert found[1]["sentence_zh"] == "张三的身份证号2023年2月与第2行重复，重复发放9.00元。"
    assert found[1]["sentence_en"] == "张三: the same ID number also stands on row 2 for 2023-02; 9.00 yuan paid again."


def test_rows_meant_for_every_month_are_duplicates_in_each(tmp_path: Path) -> None:
    rows = [paid(number, "9", "9", month=month) for number in (1, 2) for month in ("2023-01", "2023-02")]
    found = duplicates(tmp_path, rows, months="decisions")
    assert shown(found, "row", "month", "amount") == [
        (1, "2023-01", "0.00"), (1, "2023-02", "0.00"), (2, "2023-01", "9.00"), (2, "2023-02", "9.00"),
    ]  # fmt: skip


def test_namesakes_are_a_suspicion_and_nothing_is_at_stake(tmp_path: Path) -> None:
    rows = [person(1, person=ANNA, namesake=5), person(2, person=BELA, namesake=5), person(3, namesake=6)]
    found = duplicates(tmp_path, rows)
    assert shown(found, *SENTENCES) == [
        (
            1, "namesake", "0.00", "none",
            "张三与第2行姓名和出生日期相同，身份证号不同或缺失，应当核实是否同一人。",
            "张三: same name and birth date as row 2, with another ID number or none; to be checked whether it is the "
            "same person.",
        ),
        (
            2, "namesake", "0.00", "none",
            "张三与第1行姓名和出生日期相同，身份证号不同或缺失，应当核实是否同一人。",
            "张三: same name and birth date as row 1, with another ID number or none; to be checked whether it is the "
            "same person.",
        ),
    ]  # fmt: skip


def test_same_person_is_no_namesake(tmp_path: Path) -> None:
    rows = [person(1, person=ANNA, namesake=5), person(2, person=ANNA, namesake=5)]
    assert {one["code"] for one in duplicates(tmp_path, rows)} == {"duplicate_id"}


def test_namesakes_without_a_number(tmp_path: Path) -> None:
    """Each row without a number may be anybody; of a person known, the first row is named."""
    rows = [
        person(1, person=ANNA, namesake=5), person(2, person=ANNA, namesake=5), person(3, namesake=5),
        person(4, namesake=5),
    ]  # fmt: skip
    found = [one for one in duplicates(tmp_path, rows) if one["code"] == "namesake"]
    assert [one["sentence_zh"].split("姓名")[0] for one in found] == [
        "张三与第3行、第4行", "张三与第3行、第4行", "张三与第1行、第4行", "张三与第1行、第3行",
    ]  # fmt: skip


def test_namesake_is_told_once_for_all_months(tmp_path: Path) -> None:
    rows = [
        person(number, person=who, namesake=5, month=month)
        for number, who in ((1, ANNA), (2, BELA))
        for month in ("2023-01", "2023-02")
    ]
    found = duplicates(tmp_path, rows, months="decisions")
    assert shown(found, "row", "code", "month") == [(1, "namesake", None), (2, "namesake", None)]


def test_rejected_row_gives_no_finding_but_is_named(tmp_path: Path) -> None:
    rows = [paid(1, "9", None, status="rejected"), paid(2, "9", "9")]
    found = duplicates(tmp_path, rows)
    assert shown(found, "row", "amount", "sentence_zh") == [(2, "9.00", "张三的身份证号与第1行重复，重复发放9.00元。")]


def made(seed: int) -> list[Row]:
    random = Random(seed)
    return [
        person(
            number,
            random.choice(("张三", "李四", None)),
            source=random.choice(("a.csv", "b.csv")),
            person=random.choice([None, *(ANNA + one * 1000 for one in range(150))]),
            namesake=random.choice([None, *range(80)]),
            status=random.choice(("decided", "undetermined", "rejected")),
            **{"paid.hay": random.choice((None, 0, 10, 20)), "due.hay": random.choice((None, 0, 10))},
        )
        for number in range(1, 301)
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_found_are_those_rows_that_have_a_key_in_common(tmp_path: Path, seed: int) -> None:
    rows = made(seed)
    people: dict[int, list[Row]] = defaultdict(list)
    names: dict[int, list[Row]] = defaultdict(list)
    for one in rows:
        if one["person"] is not None:
            people[one["person"]].append(one)
        if one["namesake"] is not None:
            names[one["namesake"]].append(one)
    same = {(one["source"], one["row"], "duplicate_id") for those in people.values() if len(those) > 1 for one in those}
    for those in names.values():
        known = [one["person"] for one in those]
        if len(those) > 1 and (None in known or len(set(known)) > 1):
            same |= {(one["source"], one["row"], "namesake") for one in those}
    rejected = {(one["source"], one["row"]) for one in rows if one["status"] == "rejected"}
    found = duplicates(tmp_path, rows)
    assert {(one["source"], one["row"], one["code"]) for one in found} == {
        one for one in same if one[:2] not in rejected
    }
    assert all(one["amount"] >= 0 for one in found)


@pytest.mark.parametrize("threads", [1, 2])
def test_order_of_rows_threads_and_parts_change_nothing(
    tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = made(7)
    whole = duplicates(tmp_path, rows)
    monkeypatch.setattr(repeats, "ROWS_IN_A_PART", 101)
    monkeypatch.setattr(second_pass, "ROWS_AT_ONCE", 90)
    assert duplicates(tmp_path, Random(1).sample(rows, len(rows)), threads=threads) == whole
