"""A dozen people of a made-up harbour, checked by `assess roll check` beside the lists of two insurances: who is paid
what the insurance excludes, and of whom the roll says otherwise than the list.

    row   person   on the list of               the roll says             paid
    2     1        long-term care               no                        care and meals as if it were so
    3     2        long-term care               nothing                   care
    4     3        long-term care               yes                       care, all the same
    5     4        long-term care               no                        what is due beside it
    6     5        long-term care until 2025-11 no                        care and meals
    7     6        long-term care from 2026-01  no                        care and meals
    8     7        work injury                  no                        nursing
    9     8        work injury                  no                        nothing: the disability is not grave
    10    9        work injury, as 王五          nothing                   nursing
    11    10       both                         no, no                    care, meals and nursing
    12    11       neither                      no, no                    all that is due
    13    unknown  perhaps; no ID number        no, no                    all that is due
"""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import Row, rows_of

HEADERS = (
    "case", "name", "id_number", "birth_date", "disability_grade", "ltci_beneficiary", "work_injury_nursing_benefit",
    "paid.care", "paid.meals", "paid.nursing",
)  # fmt: skip
ROLL = [
    # case, grade, insured, injured, care, meals, nursing
    (1, 0, "false", "false", 300, 60, 0),
    (2, 0, "", "false", 300, 0, 0),
    (3, 0, "true", "false", 300, 20, 0),
    (4, 0, "false", "false", 0, 20, 0),
    (5, 0, "false", "false", 300, 60, 0),
    (6, 0, "false", "false", 300, 60, 0),
    (7, 1, "false", "false", 300, 60, 120),
    (8, 3, "false", "false", 300, 60, 0),
    (9, 2, "false", "", 300, 60, 120),
    (10, 1, "false", "false", 300, 60, 120),
    (11, 2, "false", "false", 300, 60, 120),
    (12, 1, "false", "false", 300, 60, 120),
]
LTCI = [
    (1, "甲", "2025-03-01", ""), (2, "甲", "2025-03-01", ""), (3, "甲", "", ""), (4, "甲", "2025-03-01", ""),
    (5, "甲", "2025-03-01", "2025-11-30"), (6, "甲", "2026-01-01", ""), (10, "甲", "2025-12-31", ""),
    (77, "乙", "2025-03-01", ""),
]  # fmt: skip
WORK_INJURY = [(7, "甲", "2025-01-01", ""), (8, "甲", "", ""), (9, "王五", "2025-06", ""), (10, "甲", "", "2025-12-01")]
LISTS = {"ltci": LTCI, "work_injury": WORK_INJURY}


def write(path: Path, headers: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)
    return path


def check(folder: Path, *period: str) -> Result:
    """The check of the roll, in English; its folder is `out`."""
    people = [
        (f"P{count}", "甲", id_number(count) if count < 12 else "", f"1930-01-{count + 1:02}", *others)
        for count, *others in ROLL
    ]
    arguments = ["roll", "check", str(write(folder / "roll.csv", HEADERS, people)), "--ruleset", "harbour", *period]
    for kind, entries in LISTS.items():
        listed = [(id_number(count), *others) for count, *others in entries]
        path = write(folder / f"{kind}.csv", ("身份证号", "姓名", "待遇开始日期", "待遇结束日期"), listed)
        arguments += ["--register", f"{kind}={path}"]
    arguments += ["--out", str(folder / "out")]
    return CliRunner().invoke(cli, ["--lang", "en", "--library", str(Path(__file__).parent), *arguments])


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The folder of a check as of the end of 2025, and what was said."""
    folder = tmp_path_factory.mktemp("beside")
    result = check(folder, "--as-of", "2025-12-31")
    assert result.exit_code == 1, result.stderr  # two rows lack a fact
    return folder / "out", result


def found(out: Path, *codes: str) -> list[Row]:
    rows = rows_of(out / "findings.parquet")
    return sorted((row for row in rows if row["code"] in codes), key=lambda row: (row["row"], row["benefit"] or ""))


def amounts(rows: list[Row]) -> list[tuple[object, ...]]:
    return [(row["row"], row["benefit"], *(int(row[name]) for name in ("paid", "due", "amount"))) for row in rows]


def test_paid_beside_long_term_care_insurance(checked: tuple[Path, Result]) -> None:
    """Whoever is on the list in that month and is paid more than is due beside the insurance. Where the roll says so
    itself, the check finds it without the list."""
    findings = found(checked[0], "beside_ltci")
    assert amounts(findings) == [
        (2, "care", 300, 0, 300), (2, "meals", 60, 20, 40), (3, "care", 300, 0, 300),
        (11, "care", 300, 0, 300), (11, "meals", 60, 20, 40),
    ]  # fmt: skip
    assert {row["direction"] for row in findings} == {"recover"}
    assert {row["cite"] for row in findings if row["benefit"] == "care"} == {"rules §care"}
    assert {row["cite"] for row in findings if row["benefit"] == "meals"} == {"rules §meals"}
    assert {row["month"] for row in findings} == {"2025-12"}
    assert amounts(found(checked[0], "not_entitled")) == [(4, "care", 300, 0, 300)]


def test_paid_beside_work_injury_insurance(checked: tuple[Path, Result]) -> None:
    findings = found(checked[0], "beside_work_injury")
    assert amounts(findings) == [(row, "nursing", 120, 0, 120) for row in (8, 10, 11)]
    assert {row["cite"] for row in findings} == {"rules §nursing"}
    first, other_name, _ = findings
    assert first["sentence_zh"] == (
        "甲在工伤保险生活护理费名单中（2025年1月起），2025年12月发放护理补贴120.00元，按登记的情况应发0.00元，"
        "多发120.00元，应予追回。"
    )
    assert first["sentence_en"] == (
        "甲 is on the list of the work-injury nursing benefit (from 2025-01); nursing grant was paid for 2025-12, "
        "120.00 yuan, where by the register 0.00 was due: 120.00 yuan too much, to be recovered."
    )
    assert "登记的姓名是王五，与名册不同，先核实是否同一人。" in other_name["sentence_zh"]
    assert [row["direction"] for row in findings] == ["recover", "check", "recover"]


def test_roll_that_says_otherwise(checked: tuple[Path, Result]) -> None:
    """For information: without an amount, and also where nothing wrong is paid."""
    findings = found(checked[0], "registered_otherwise")
    assert [row["row"] for row in findings] == [2, 3, 5, 8, 9, 10, 11, 11]
    assert {(row["amount"], row["direction"], row["benefit"]) for row in findings} == {(Decimal(0), "none", None)}
    said = {row["row"]: row["sentence_en"] for row in findings}
    assert "the roll says no to" in said[2]
    assert "the roll says nothing of" in said[3]


def test_nothing_is_found_of_people_who_are_not_on_a_list_in_that_month(checked: tuple[Path, Result]) -> None:
    """Nor of somebody whose number is not on the roll: no name ever matches."""
    codes = ("beside_ltci", "beside_work_injury", "registered_otherwise")
    assert not {row["row"] for row in found(checked[0], *codes)} & {6, 7, 12, 13}


def test_summary_and_reports_tell_of_them(checked: tuple[Path, Result]) -> None:
    out, result = checked
    lines = {line.split()[0]: line.split() for line in result.stdout.splitlines() if line.startswith("beside_")}
    assert [lines["beside_ltci"][i] for i in (-4, -3)] == ["5", "980.00"]
    # of row 10 it is first to be seen whether it is the same person
    assert [lines["beside_work_injury"][i] for i in (-4, -3, -1)] == ["3", "240.00", "120.00"]
    listed = (out / "findings.csv").read_text(encoding="utf-8-sig")
    assert listed.count("beside_ltci") == 5
    assert id_number(1) not in listed
    assert "320402********" in listed


def test_months_on_the_list_add_up(tmp_path: Path) -> None:
    """Somebody who was on the list until November is paid two months too many from October to December."""
    result = check(tmp_path, "--from", "2025-10", "--to", "2025-12")
    assert result.exit_code == 1, result.stderr
    findings = found(tmp_path / "out", "beside_ltci")
    assert [row for row in amounts(findings) if row[0] == 6] == [(6, "care", 600, 0, 600), (6, "meals", 120, 40, 80)]
    months = {row["row"]: row["months"] for row in findings if row["benefit"] == "care"}
    assert months == {2: 3, 3: 3, 6: 2, 11: 1}
    (nursing,) = [row for row in found(tmp_path / "out", "beside_work_injury") if row["row"] == 11]
    assert (nursing["months"], nursing["amount"]) == (3, 360)


def test_columns_of_a_register_are_told_and_settled_by_the_mapping(tmp_path: Path) -> None:
    """A list whose last month stands under a header that is not known claims nothing until somebody says what it is."""
    row = ("P1", "甲", id_number(1), "1930-01-02", 0, "false", "false", 300, 60, 0)
    roll = write(tmp_path / "roll.csv", HEADERS, [row])
    headers = ("身份证号", "姓名", "待遇开始日期", "何时为止", "机构")
    listed = write(tmp_path / "ltci.csv", headers, [(id_number(1), "甲", "2025-03-01", "2025-11-30", "北院")])
    mapping = tmp_path / "mapping.yaml"

    def checked_with(registers: str) -> Result:
        mapping.write_text(f"columns: {{{', '.join(f'{one}: {one}' for one in HEADERS)}}}\n{registers}", "utf-8")
        arguments = ["roll", "check", str(roll), "--ruleset", "harbour", "--as-of", "2025-12-31", "--force"]
        arguments += ["--mapping", str(mapping), "--register", f"ltci={listed}", "--out", str(tmp_path / "out")]
        return CliRunner().invoke(cli, ["--lang", "en", "--library", str(Path(__file__).parent), *arguments])

    refused = checked_with("")
    line = "registers: {ltci: {何时为止: end}}"
    assert (refused.exit_code, "R518" in refused.stderr, line in refused.stderr) == (3, True, True)
    settled = checked_with(line)
    told = "end = 何时为止; not used: 机构"
    assert told in settled.output
    assert told in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert found(tmp_path / "out", "beside_ltci") == []
    used = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["registers"][0]
    assert (used["columns"]["end"], used["ignored"]) == (["何时为止"], ["机构"])
    assert checked_with("registers: {ltci: {何时为止: ignored}}").exit_code == 0
    assert found(tmp_path / "out", "beside_ltci") != []


@pytest.mark.parametrize(
    ("period", "months"), [(("--as-of", "2025-12-31"), 1), (("--from", "2025-11", "--to", "2025-12"), 2)]
)
def test_what_is_due_once_is_said_to_be_counted_on_each_row(
    tmp_path: Path, period: tuple[str, ...], months: int
) -> None:
    """Somebody on two rows, each with the whole of the meals: 20 is due of them a month, and not 40."""
    people = [(f"P{one}", "甲", id_number(1), "1930-01-02", 0, "false", "false", 300, 60, 0) for one in (1, 2)]
    roll = write(tmp_path / "roll.csv", HEADERS, people)
    ltci = write(tmp_path / "ltci.csv", ("身份证号", "待遇开始日期"), [(id_number(1), "2025-03-01")])
    arguments = ["roll", "check", str(roll), "--ruleset", "harbour", *period, "--register", f"ltci={ltci}"]
    called = ["--library", str(Path(__file__).parent), *arguments, "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(cli, called).exit_code == 0
    care, meals = found(tmp_path / "out", "beside_ltci")
    assert (int(meals["paid"]), int(meals["due"]), int(meals["amount"])) == (120 * months, 40 * months, 80 * months)
    due = f"按登记的情况应发{40 * months}.00元（同月不止一行，按每行各计一次，重复发放另列），多发"
    assert due in meals["sentence_zh"]
    assert "was due (counted on each of several rows of a month; what is paid twice is told" in meals["sentence_en"]
    assert "每行" not in care["sentence_zh"]  # nothing of it is due, once or twice
