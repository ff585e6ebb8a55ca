"""`assess roll check` as it is called: its exit codes, and what it says on which stream."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assess.cli.main import cli
from tests.rolls.running.test_months import write

Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Checks a roll of the village, in English."""

    def run(roll: Path, *options: str) -> Result:
        arguments = ["roll", "check", str(roll), "--ruleset", "village", "--out", str(tmp_path / "out"), *options]
        return CliRunner().invoke(cli, ["--lang", "en", "--library", str(Path(__file__).parent), *arguments])

    return run


@pytest.mark.parametrize(
    ("lines", "code", "counts"),
    [
        (["1933-01-01,false"], 0, "input 1 row = decided 1 + undetermined 0 + rejected 0"),
        (["1933-01-01,false", "1933-01-01,"], 1, "input 2 rows = decided 1 + undetermined 1 + rejected 0"),
        (["1933-01-01,perhaps", "1933-01-01,"], 2, "input 2 rows = decided 0 + undetermined 1 + rejected 1"),
    ],
)
def test_exit_code_says_what_became_of_the_rows(
    command: Command, tmp_path: Path, lines: list[str], code: int, counts: str
) -> None:
    result = command(write(tmp_path, "birth_date,poor", *lines), "--as-of", "2023-01-31")
    assert result.exit_code == code, result.stderr
    assert counts in result.stdout
    assert "deciding rows" in result.stderr


def test_a_system_that_does_not_say_which_processors_may_be_used(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    result = command(write(tmp_path, "birth_date,poor", "1933-01-01,false"), "--as-of", "2023-01-31")
    assert result.exit_code == 0, result.stderr


def test_totals_under_the_list_are_nobody_who_was_rejected(command: Command, tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,false", "小计,", "1933-01-01,true", "合计,")
    result = command(roll, "--as-of", "2023-01-31")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[1:3] == [
        "input 2 rows = decided 2 + undetermined 0 + rejected 0",
        "set aside as nobody's, not counted: 2 rows (totals 2)",
    ]
    assert "R160" in result.stderr
    rejects = (tmp_path / "out" / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1:5] for line in rejects[1:]] == [
        ["3", "", "birth_date", "R138"],
        ["5", "", "birth_date", "R138"],
    ]
    again = CliRunner().invoke(cli, ["--lang", "zh", "roll", "summary", str(tmp_path / "out")])
    assert "另有非人员行 2 行，没有算在内：合计 2" in again.stdout


def test_several_months(command: Command, tmp_path: Path) -> None:
    result = command(write(tmp_path, "birth_date,poor", "1933-01-01,false"), "--from", "2023-01", "--to", "2023-03")
    assert result.exit_code == 0, result.stderr
    assert "2023-01" in result.stdout


@pytest.mark.parametrize(("first", "last"), [("2023-05", "2023-01"), ("2023", "2024"), ("2023-00", "2023-01")])
def test_period_that_is_none(command: Command, tmp_path: Path, first: str, last: str) -> None:
    result = command(write(tmp_path, "birth_date,poor"), "--from", first, "--to", last)
    assert result.exit_code == 3
    assert "R417" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [[], ["--from", "2023-01"], ["--as-of", "2023-01-31", "--to", "2023-02"]])
def test_dates_that_do_not_say_when(command: Command, tmp_path: Path, options: list[str]) -> None:
    result = command(write(tmp_path, "birth_date,poor"), *options)
    assert result.exit_code == 3
    assert "either --as-of DATE or --from MONTH --to MONTH" in result.stderr
    result = command(tmp_path / "roll.csv", *options, "--lang", "zh")
    assert "写明 --as-of 日期，或者 --from 起始月份 --to 结束月份，二者选一。" in result.stderr


def test_options_that_cannot_be_read_are_told_in_the_language_of_the_call(command: Command, tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor")
    assert "'1KB' is no size" in command(roll, "--memory", "1KB").stderr
    assert "“1KB”不是 256MB 以上的大小" in command(roll, "--lang", "zh", "--memory", "1KB").stderr
    assert "“deaths”不是“种类=文件”" in command(roll, "--lang", "zh", "--register", "deaths").stderr


@pytest.mark.parametrize("unmask", [False, True])
def test_no_number_in_what_is_told(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unmask: bool
) -> None:
    """Neither in the name of a file, nor in the line that is quoted, be the check refused or not."""
    monkeypatch.chdir(tmp_path)
    number = "320402194010100004"  # its last character is wrong
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,false").rename(tmp_path / f"{number}.csv")
    register = Path(f"deaths-{number}.csv")
    register.write_text(f"id,name,died_on\n{number},甲,2023-01-01\n", encoding="utf-8")
    options = ["--as-of", "2023-01-31", *(["--unmask"] if unmask else [])]
    checked = command(roll, *options)
    assert "R151" in checked.stderr
    refused = command(roll, "--force", *options, "--register", f"deaths={register}")
    assert "R509" in refused.stderr
    assert ",甲," in refused.stderr
    for told in (checked.output, refused.output):
        assert (number in told, "320402********0004" in told) == (unmask, not unmask)


def test_line_of_a_roll_in_gb18030_is_quoted_as_it_reads(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    roll = tmp_path / "roll.csv"
    roll.write_bytes("birth_date,poor\n1933-01-01,是\n合计,3\n".encode("gb18030"))
    assert "3 | 合计,3" in command(roll, "--as-of", "2023-01-31").stderr


def test_what_is_wrong_with_a_call_is_told_before_anything_is_read(command: Command, tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,false")
    result = command(
        roll, "--as-of", "2023-01-31", "--only", "penson", "--register", "逝世=roll.csv", "--register",
        f"deaths={tmp_path / 'none.csv'}", "--register", f"死亡={roll}",
    )  # fmt: skip
    assert result.exit_code == 3
    assert [code for code in ("X103", "R501", "R101") if code in result.stderr] == ["X103", "R501", "R101"]
    assert "reading" not in result.stderr
    assert "R151" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("missing", [["--ruleset"], ["--as-of"]])
def test_call_that_lacks_something_reads_nothing(tmp_path: Path, missing: list[str]) -> None:
    options = {"--ruleset": "village", "--as-of": "2023-01-31", "--out": str(tmp_path / "out")}
    given = [word for name, value in options.items() if name not in missing for word in (name, value)]
    library = ["--library", str(Path(__file__).parent)]
    result = CliRunner().invoke(cli, [*library, "roll", "check", str(tmp_path / "none.csv"), *given])
    assert result.exit_code == 3
    assert missing[0] in result.stderr
    assert "R101" not in result.stderr


def test_decision_that_is_not_there(command: Command, tmp_path: Path) -> None:
    result = command(write(tmp_path, "birth_date,poor", "1933-01-01,"), "--as-of", "2023-01-31", "--only", "pensoin")
    assert result.exit_code == 3
    assert "X103" in result.stderr
    assert "pension" in result.stderr


def test_finished_check_is_not_replaced(command: Command, tmp_path: Path) -> None:
    roll = write(tmp_path, "birth_date,poor", "1933-01-01,false")
    assert command(roll, "--as-of", "2023-01-31").exit_code == 0
    result = command(roll, "--as-of", "2023-01-31")
    assert result.exit_code == 3
    assert "R405" in result.stderr
    assert command(roll, "--as-of", "2023-01-31", "--force").exit_code == 0


def test_nothing_to_resume_is_only_a_note(command: Command, tmp_path: Path) -> None:
    result = command(write(tmp_path, "birth_date,poor", "1933-01-01,false"), "--as-of", "2023-01-31", "--resume")
    assert result.exit_code == 0
    assert "R408" in result.stderr
