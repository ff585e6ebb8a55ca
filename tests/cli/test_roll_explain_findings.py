"""What a check found stands beside the decision on a row, and a notice heeds it: a made-up harbour, some of whose
people are on registers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from assess.cli.main import cli
from assess.decisions.schema import DecidedCase, decision_schema
from tests.rolls import registers
from tests.rolls.registers.registering import id_number

DAY = "2025-12-31"
HEADERS = (
    "case,name,id_number,birth_date,disability_grade,ltci_beneficiary,work_injury_nursing_benefit,"
    "paid.care,paid.meals,paid.nursing"
)
DEAD, INSURED, OTHERWISE, PLAIN = 1, 2, 3, 4
LIBRARY = Path(registers.__file__).parent


def run(*arguments: str | Path, language: str = "zh") -> Result:
    called = ["--lang", language, "--library", str(LIBRARY), *map(str, arguments)]
    result = CliRunner().invoke(cli, called, prog_name="assess")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def row(number: int, care: int, meals: int) -> str:
    return f"P{number},人{number},{id_number(number)},1930-01-{number + 1:02},0,false,false,{care},{meals},0"


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One died in March, two are on the list of long-term care insurance, the first of them paid too little for it."""
    folder = tmp_path_factory.mktemp("found")
    rows = [row(DEAD, 300, 60), row(INSURED, 0, 0), row(OTHERWISE, 300, 60), row(PLAIN, 250, 60)]
    (folder / "roll.csv").write_text("\n".join([HEADERS, *rows, ""]), "utf-8")
    (folder / "deaths.csv").write_text(f"身份证号,姓名,死亡日期\n{id_number(DEAD)},人1,2025-03-05\n", "utf-8")
    insured = [f"{id_number(one)},人{one},2025-03-01" for one in (INSURED, OTHERWISE)]
    (folder / "ltci.csv").write_text("\n".join(["身份证号,姓名,待遇开始日期", *insured, ""]), "utf-8")
    lists = [f"--register={kind}={folder}/{kind}.csv" for kind in ("deaths", "ltci")]
    given = ["roll", "check", folder / "roll.csv", "--ruleset", "harbour", "--as-of", DAY]
    assert run(*given, *lists, "--out", folder / "out").exit_code in (0, 1)
    return folder / "out"


def beside(checked: Path, number: int, language: str = "zh") -> tuple[str, dict[str, Any]]:
    """What is said of the row before its decision, and the same in JSON."""
    said = run("roll", "explain", checked, f"P{number}", language=language).stdout.partition("─" * 60)[0]
    as_json = json.loads(run("roll", "explain", checked, f"P{number}", "--format", "json", language=language).stdout)
    DecidedCase.model_validate(as_json)
    Draft202012Validator(decision_schema()).validate(as_json)
    return said, as_json["roll"]


def test_death_is_said_before_the_decision(checked: Path) -> None:
    said, found = beside(checked, DEAD)
    assert said.startswith("roll.csv 第 2 行 · 人1\n\n核对发现的问题（")
    assert "死亡后仍在发放（须处理）" in said
    assert "人12025年3月去世，2025年12月仍发放" in said
    assert "实发 300.00，应发 300.00；按登记应发 0.00" in said
    assert "以下的决定只按名册所填，没有采用登记" in said
    assert {one["code"] for one in found["findings"]} == {"paid_after_death"}
    assert found["payments"][0]["due_by_registers"] == "0.00"
    assert found["by_registers"] is True


def test_death_is_said_of_every_row_of_the_person(tmp_path: Path) -> None:
    """What a register says of several months stands in the findings once, at one of the rows."""
    months = ["2025-04", "2025-05", "2025-06"]
    rows = [f"{month},{row(DEAD, 300, 60)}".replace("P1", f"P{month}") for month in months]
    (tmp_path / "roll.csv").write_text("\n".join([f"month,{HEADERS}", *rows, ""]), "utf-8")
    (tmp_path / "deaths.csv").write_text(f"身份证号,姓名,死亡日期\n{id_number(DEAD)},人1,2025-03-05\n", "utf-8")
    given = ["roll", "check", tmp_path / "roll.csv", "--ruleset", "harbour", "--from", months[0], "--to", months[-1]]
    checked = run(*given, f"--register=deaths={tmp_path}/deaths.csv", "--out", tmp_path / "out")
    assert checked.exit_code in (0, 1), checked.stderr
    places = set()
    for month in months:
        as_json = run("roll", "explain", tmp_path / "out", f"P{month}", "--format", "json").stdout
        found = json.loads(as_json)["roll"]
        assert {one["code"] for one in found["findings"]} == {"paid_after_death"}
        places |= {one["elsewhere"] for one in found["findings"]}
        assert run("roll", "explain", tmp_path / "out", f"P{month}", "--format", "notice").exit_code == 3
        said = run("roll", "explain", tmp_path / "out", f"P{month}").stdout
        assert "实发 300.00，应发 300.00；按登记应发 0.00（3 个月合计，实发 900.00）" in said
        english = " ".join(run("roll", "explain", tmp_path / "out", f"P{month}", language="en").stdout.split())
        assert "due 300.00; due as a register has it: 0.00 for 3 months together (900.00 paid)" in english
    assert places == {None, "roll.csv:2"}
    said = run("roll", "explain", tmp_path / "out", f"P{months[2]}").stdout
    assert "死亡后仍在发放（须处理，记在 roll.csv:2）" in said


def test_what_a_register_makes_due(checked: Path) -> None:
    """What the roll alone makes due, and what the list does, stand side by side."""
    said, found = beside(checked, INSURED)
    assert "与登记信息不符" in said
    unpaid = next(one for one in found["findings"] if one["code"] == "unpaid" and one["benefit"] == "meals")
    assert "按长期护理保险待遇名单" in unpaid["says"]
    meals = next(one for one in found["payments"] if one["decision"] == "meals")
    assert meals["due"] != meals["due_by_registers"] == unpaid["due"]
    assert found["by_registers"] is True


def test_share_of_a_year_is_not_what_is_due_of_it(tmp_path: Path) -> None:
    """Who died in November is owed nothing for December, and no less for the eleven months before."""
    columns = HEADERS.split(",")
    (tmp_path / "roll.csv").write_text("\n".join([HEADERS, row(DEAD, 3600, 720), ""]), "utf-8")
    mapped = [f"  {one}: {{target: {one}, period: year}}" if "." in one else f"  {one}: {one}" for one in columns]
    (tmp_path / "mapping.yaml").write_text("\n".join(["columns:", *mapped, ""]), "utf-8")
    (tmp_path / "deaths.csv").write_text(f"身份证号,姓名,死亡日期\n{id_number(DEAD)},人1,2025-11-05\n", "utf-8")
    given = ["roll", "check", tmp_path / "roll.csv", "--ruleset", "harbour", "--as-of", DAY, "--mapping"]
    given += [tmp_path / "mapping.yaml", f"--register=deaths={tmp_path}/deaths.csv", "--out", tmp_path / "out"]
    assert run(*given).exit_code in (0, 1)
    said, found = beside(tmp_path / "out", DEAD, "en")
    said = " ".join(said.split())
    assert "is paid by the year and covers 2025-12: 300.00 yuan at a twelfth" in said
    assert found["payments"][0] == {
        "decision": "care", "label": found["payments"][0]["label"], "paid": "3600.00", "due": "3600.00",
        "due_by_registers": None, "not_checked": None,
    }  # fmt: skip


def test_finding_without_registers(checked: Path) -> None:
    said, found = beside(checked, PLAIN, "en")
    assert "What the check found (1)" in said
    assert "paid too little (act)" in said
    assert "paid 250.00, due 300.00\n" in said
    assert "register" not in said
    assert (found["by_registers"], found["source"], found["row"]) == (False, "roll.csv", 5)


def test_no_notice_to_the_dead(checked: Path) -> None:
    result = run("roll", "explain", checked, f"P{PLAIN}", f"P{DEAD}", "--format", "notice")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "R654" in result.stderr
    assert "死亡登记上有此人（roll.csv:2 人1）" in result.stderr


def test_no_notice_to_the_dead_who_are_paid_nothing(tmp_path: Path) -> None:
    """Where nothing is paid after a death, nothing is found; the register has the person all the same."""
    rows = [row(DEAD, 0, 0), row(PLAIN, 300, 60)]
    (tmp_path / "roll.csv").write_text("\n".join([HEADERS, *rows, ""]), "utf-8")
    (tmp_path / "deaths.csv").write_text(f"身份证号,姓名,死亡日期\n{id_number(DEAD)},人1,2025-03-05\n", "utf-8")
    out = tmp_path / "out"
    given = ["roll", "check", tmp_path / "roll.csv", "--ruleset", "harbour", "--as-of", DAY, "--out", out]
    assert run(*given, f"--register=deaths={tmp_path}/deaths.csv").exit_code in (0, 1)
    result = run("roll", "explain", out, f"P{DEAD}", "--format", "notice")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "死亡登记上有此人（roll.csv:2 人1）" in result.stderr
    said, found = beside(out, DEAD)
    assert found["findings"] == []
    assert "死亡登记上有此人。以下的决定只按名册所填，没有采用登记。" in said
    assert run("roll", "explain", out, f"P{PLAIN}", "--format", "notice").exit_code in (0, 1)
    (out / "input" / "dead.parquet").unlink()
    assert "R605" in run("roll", "explain", out, f"P{DEAD}", "--format", "notice").stderr
    assert run(*given, "--force").exit_code in (0, 1)  # a check without the register knows of no death
    assert run("roll", "explain", out, f"P{DEAD}", "--format", "notice").exit_code in (0, 1)


def test_notice_beside_registers(checked: Path) -> None:
    result = run("roll", "explain", checked, f"P{INSURED}", f"P{PLAIN}", "--format", "notice")
    assert result.exit_code in (0, 1)
    assert result.stderr.count("R655") == 1
    assert "roll.csv:3 人2" in result.stderr
    assert "人4" in result.stdout


def test_id_numbers_in_sentences_are_masked(checked: Path) -> None:
    for number in (DEAD, INSURED, OTHERWISE, PLAIN):
        assert id_number(number) not in beside(checked, number)[0]


def test_row_of_which_nothing_was_found(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text(f"{HEADERS}\n{row(5, 300, 60)}\n", "utf-8")
    given = ["roll", "check", tmp_path / "roll.csv", "--ruleset", "harbour", "--as-of", DAY]
    run(*given, "--out", tmp_path / "out")
    said, found = beside(tmp_path / "out", 5)
    assert "这次核对没有发现这一行有问题。" in said
    assert found["findings"] == []


def test_only_some_decisions(checked: Path) -> None:
    result = run("roll", "explain", checked, f"P{PLAIN}", "--only", "meals", "--format", "json")
    assert [name for name, one in json.loads(result.stdout)["decisions"].items() if one["goal"]] == ["meals"]
    unknown = run("roll", "explain", checked, f"P{PLAIN}", "--only", "planets")
    assert (unknown.exit_code, "X103" in unknown.stderr) == (3, True)
