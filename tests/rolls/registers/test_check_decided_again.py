"""A roll that states a fact wrongly, beside the register that has it right, comes to the same as one that states it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.main import cli
from tests.rolls.registers.registering import id_number
from tests.rolls.running.herds import Row, rows_of

FIGURES = """
parameters:
  dibao_standard:
    - {from: 2024-01-01, value: 1000, confidence: published, note: {zh: 虚构的数值, en: a made-up figure}}
  old_age_rate:
    - {from: 2024-01-01, value: {under_80: 0, from_80: 50, from_90: 100, from_100: 300}}
  service_subsidy_rate:
    - {from: 2024-01-01, value: {none: 0, dibao_disabled: 100, bereaved: 60, eighty: 60}}
  nursing_rate:
    - {from: 2024-01-01, value: 100}
  disability_living_rate:
    - {from: 2024-01-01, value: 80}
  disability_nursing_rate:
    - {from: 2024-01-01, value: 120}
"""
FACTS = {
    "household_status": "dibao",
    "living_arrangement": "with_family", "no_children": "false", "disability_grade": "1",
    "family_planning_special": "false", "work_injury_nursing_benefit": "false", "ltci_beneficiary": "false",
    "wants_institution": "false", "stated.self_care_ability": "able", "stated.ability_level": "severe",
}  # fmt: skip
NURSING, DISABILITY, LIVING = (
    "paid.nursing_subsidy",
    "paid.disability_nursing_subsidy",
    "paid.disability_living_subsidy",
)
BOTH_NURSING = {"paid.service_subsidy": "100", NURSING: "100", LIVING: "80", DISABILITY: "120"}
BARRED = {"paid.service_subsidy": "100", NURSING: "", LIVING: "", DISABILITY: ""}
YEARLY = {"paid.service_subsidy": "1200", LIVING: "960", DISABILITY: "1440"}
INJURED = {"work_injury_nursing_benefit": "true"}
DAY, MONTHS = ("--as-of", "2026-06-30"), ("--from", "2026-05", "--to", "2026-06")


@dataclass(frozen=True)
class Person:
    """Somebody on the roll: what it says of them, and the lists on which they are, under which name and how long;
    `same`: who has the same number, on another row."""

    facts: Mapping[str, str]
    lists: tuple[str, ...] = ("work_injury",)
    listed_as: str = ""
    start: str = "2020-01-01"
    end: str = ""
    same: str = ""


TWICE = {
    "paid, on the list": Person(BOTH_NURSING),
    "paid, by the roll": Person(BOTH_NURSING | INJURED),
    "barred, on the list": Person(BARRED),
    "barred, by the roll": Person(BARRED | INJURED),
}
"""On the list, while the roll says otherwise or says so itself."""
OTHERS = {
    "on both lists": Person(BARRED, ("work_injury", "ltci")),
    "both, by the roll": Person(BARRED | INJURED | {"ltci_beneficiary": "true"}, ("work_injury", "ltci")),
    "of another name": Person(BOTH_NURSING, listed_as="李四"),
    "on no list": Person(BOTH_NURSING, ()),
    "grade not known": Person(BARRED | {"disability_grade": "", DISABILITY: "120"}),
    "grade known": Person(BARRED | {DISABILITY: "120"}),
    "level not known": Person(BOTH_NURSING | {"stated.ability_level": ""}),
    "too much at any level": Person({"stated.ability_level": "", "disability_grade": "0", NURSING: "130"}, ("ltci",)),
    "no difference": Person(
        {"stated.ability_level": "", "ltci_beneficiary": "", NURSING: "100", DISABILITY: "120"}, ("ltci",)
    ),
}
INSURED = FACTS | {
    "stated.ability_level": "mild",
    "disability_grade": "0",
    "paid.service_subsidy": "100",
    NURSING: "100",
}
PAID_TWICE = {
    "first": Person(INSURED, ("ltci",)),
    "second": Person(INSURED, (), same="first"),
    "half": Person(INSURED | {NURSING: "50"}, ("ltci",)),
    "other half": Person(INSURED | {NURSING: "50"}, (), same="half"),
    "barred": Person(INSURED | {"disability_grade": "1", NURSING: "", LIVING: "80"}),
    "barred again": Person(INSURED | {"disability_grade": "1", NURSING: "", LIVING: "80"}, (), same="barred"),
}
"""On several rows. By the roll, nobody is due the nursing subsidy; the insured are, by the list."""
PAID_TWICE_FOR_MONTHS = {
    "in June": Person(INSURED, ("ltci",), start="2026-06-01"),
    "in June again": Person(INSURED, ("work_injury",), start="2026-05-01", end="2026-05-31", same="in June"),
}
"""The same, by the list of one month."""
BY_YEAR = {
    "from June": Person(YEARLY, start="2026-06-01"),
    "until May": Person(YEARLY, start="2026-01-01", end="2026-05-31"),
    "from July": Person(YEARLY, start="2026-07-01"),
    "all the year": Person(YEARLY),
    "paid both": Person(YEARLY | {NURSING: "1200"}, start="2026-06-01"),
}

Findings = dict[str, list[Row]]
"""By the person."""


def check(folder: Path, people: Mapping[str, Person], *, by: str = "month", period: tuple[str, ...] = DAY) -> Findings:
    """The findings, but for the information that the roll says otherwise."""
    rows = []
    lists: dict[str, list[list[str]]] = {}
    numbers = {case: count for count, case in enumerate(people, start=7)}
    for case, one in people.items():
        count = numbers[one.same or case]
        name = f"丁{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'[count - 7]}"
        of_person = {"case": case, "name": name, "id_number": id_number(count), "birth_date": f"1930-01-{count + 1:02}"}
        rows.append(of_person | FACTS | one.facts)
        for kind in one.lists:
            lists.setdefault(kind, []).append([id_number(count), one.listed_as or name, one.start, one.end])
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (folder / "roll.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    (folder / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    mapping = "".join(
        f"  {one}: {f'{{target: {one}, period: {by}}}' if one.startswith('paid.') else one}\n" for one in columns
    )
    (folder / "mapping.yaml").write_text(f"columns:\n{mapping}", encoding="utf-8")
    arguments = [
        "--lang", "en", "roll", "check", str(folder / "roll.csv"), "--ruleset", "jiangsu/changzhou", *period,
        "--parameters", str(folder / "figures.yaml"), "--mapping", str(folder / "mapping.yaml"),
        "--out", str(folder / "out"),
    ]  # fmt: skip
    for kind, listed in lists.items():
        text = "".join(f"{','.join(cells)}\n" for cells in listed)
        (folder / f"{kind}.csv").write_text(f"身份证号,姓名,待遇开始日期,待遇结束日期\n{text}", encoding="utf-8")
        arguments += ["--register", f"{kind}={folder / f'{kind}.csv'}"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code in (0, 1), result.stderr
    found: Findings = {case: [] for case in people}
    for row in rows_of(folder / "out" / "findings.parquet"):
        if row["code"] != "registered_otherwise":
            found[row["case"]].append(row)
    return found


@pytest.fixture(scope="module")
def of_day(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return check(tmp_path_factory.mktemp("day"), TWICE | OTHERS | PAID_TWICE)


@pytest.fixture(scope="module")
def of_months(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return check(tmp_path_factory.mktemp("months"), TWICE | PAID_TWICE | PAID_TWICE_FOR_MONTHS, period=MONTHS)


@pytest.fixture(scope="module")
def of_year(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    return check(tmp_path_factory.mktemp("year"), BY_YEAR, by="year")


def sums(findings: list[Row]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for row in findings:
        if row["direction"] in ("recover", "pay"):
            key = (row["benefit"], row["direction"])
            found[key] = found.get(key, Decimal(0)) + row["amount"]
    return found


@pytest.mark.parametrize("paid", ["paid", "barred"])
@pytest.mark.parametrize("period", ["of_day", "of_months"])
def test_same_as_a_roll_that_states_the_fact(request: pytest.FixtureRequest, paid: str, period: str) -> None:
    findings: Findings = request.getfixturevalue(period)
    stated = sums(findings[f"{paid}, by the roll"])
    assert sums(findings[f"{paid}, on the list"]) == stated
    assert stated


def test_two_registers_of_the_same_person(of_day: Findings) -> None:
    assert sums(of_day["on both lists"]) == sums(of_day["both, by the roll"])
    (unpaid,) = [row for row in of_day["on both lists"] if row["code"] == "unpaid"]
    assert unpaid["sentence_zh"].endswith("（按工伤保险生活护理费名单、长期护理保险待遇名单认定。）")
    assert unpaid["sentence_en"].endswith(
        "(Decided by the list of the work-injury nursing benefit and the list of long-term care insurance.)"
    )


def test_what_the_register_bars_is_not_found_to_be_paid(of_day: Findings) -> None:
    findings = of_day["barred, on the list"]
    assert [(row["code"], row["benefit"]) for row in findings] == [("unpaid", "nursing_subsidy")]
    assert findings[0]["sentence_zh"].endswith("（按工伤保险生活护理费名单认定。）")
    assert findings[0]["sentence_en"].endswith("(Decided by the list of the work-injury nursing benefit.)")


@pytest.mark.parametrize("who", ["grade known", "grade not known"])
def test_what_the_register_bars_is_found_beside_it_whatever_else_is_known(of_day: Findings, who: str) -> None:
    """Without the register nobody can tell whether the subsidy is due to somebody of whom the grade is not known."""
    (found,) = [one for one in of_day[who] if one["benefit"] == "disability_nursing_subsidy"]
    assert (found["code"], found["amount"], found["direction"]) == ("beside_work_injury", 120, "recover")


def test_that_an_assessment_is_missing_does_not_rest_on_the_register(of_day: Findings) -> None:
    """Only what is at stake by it does: the nursing subsidy too, since the higher one is barred."""
    (missing,) = [one for one in of_day["level not known"] if one["code"] == "assessment_missing"]
    assert missing["amount"] == 200
    assert missing["sentence_zh"].endswith("共200.00元无法认定（常政办发〔2023〕37号 二(一)2）。")
    assert missing["sentence_en"].endswith("(常政办发〔2023〕37号 II(i)2).")


@pytest.mark.parametrize(("period", "months"), [("of_day", 1), ("of_months", 2)])
def test_what_is_paid_twice_goes_by_the_register_too(request: pytest.FixtureRequest, period: str, months: int) -> None:
    """The nursing subsidy is due once, and the second of two whole ones is paid again; of the living subsidy none is
    due beside the insurance, so that none is paid again besides."""
    found: Findings = request.getfixturevalue(period)
    amounts = {
        case: sum(one["amount"] for one in found[case] if one["code"] == "duplicate_id") / months for case in PAID_TWICE
    }
    assert amounts == {
        "first": 0, "second": 200, "half": 0, "other half": 100, "barred": 0, "barred again": 100,
    }  # fmt: skip
    codes = {one["code"] for case in ("half", "other half") for one in found[case]}
    assert codes == {"duplicate_id"}
    (again,) = {one["sentence_zh"].partition("重复发放")[2] for one in found["barred again"] if one["benefit"] is None}
    assert again == "100.00元（另有80.00元已计入其他问题）。"


def test_what_is_paid_twice_goes_by_the_register_of_that_month(of_months: Findings) -> None:
    """By the roll the nursing subsidy is not due, and so not paid again either; by the list of one month, it is."""
    amounts = {
        case: sorted((one["month"], one["amount"]) for one in of_months[case] if one["code"] == "duplicate_id")
        for case in PAID_TWICE_FOR_MONTHS
    }
    assert amounts == {
        "in June": [(None, 0)], "in June again": [("2026-05", 100), ("2026-06", 200)],
    }  # fmt: skip


def test_somebody_of_another_name_is_not_decided_again(of_day: Findings) -> None:
    """What the roll itself makes of the person stays, and what the register would make of them is to be verified."""
    findings = of_day["of another name"]
    assert sums(findings) == sums(of_day["on no list"])
    assert {row["direction"] for row in findings if row["code"] == "beside_work_injury"} == {"check"}


def test_what_the_insurance_can_only_raise_is_not_beside_it(of_day: Findings) -> None:
    """100.00 is due by the insurance, and without a level nobody could tell; more than that is too much either way."""
    (found,) = [one for one in of_day["too much at any level"] if one["benefit"] == "nursing_subsidy"]
    assert (found["code"], found["amount"], found["direction"]) == ("overpaid", 30, "recover")


def test_nobody_is_beside_an_insurance_that_makes_no_difference(of_day: Findings) -> None:
    """Without a level the nursing subsidy is open, and the higher subsidy takes its place either way."""
    assert "beside_ltci" not in {row["code"] for row in of_day["no difference"]}


@pytest.mark.parametrize(
    ("listed", "living", "nursing"),
    [("from June", 560, 840), ("until May", 400, 600), ("from July", 480, 720), ("all the year", 960, 1440)],
)
def test_amounts_of_a_year(of_year: Findings, listed: str, living: int, nursing: int) -> None:
    amounts = {row["benefit"]: int(row["amount"]) for row in of_year[listed] if row["code"] == "beside_work_injury"}
    assert amounts == {"disability_living_subsidy": living, "disability_nursing_subsidy": nursing}


def test_what_a_part_of_a_year_alters_is_to_be_verified(of_year: Findings) -> None:
    """Of the two nursing subsidies the lower one is not due, but in the months in which the higher one is barred."""
    (together,) = [row for row in of_year["paid both"] if row["code"] == "not_drawn_together"]
    assert (together["benefit"], together["direction"], together["amount"]) == ("nursing_subsidy", "check", 1200)
    assert together["sentence_zh"].endswith("但登记只涉及这一年的部分月份（工伤保险生活护理费名单），先按月核实。")
