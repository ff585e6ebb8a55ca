"""Wrong calls are answered in the language of the call, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from assess.cli.main import cli

CHECK = ("roll", "check", "roll.csv", "--ruleset", "meadowland", "--out", "out")


def told(*arguments: str, **settings: object) -> list[str]:
    result = CliRunner().invoke(cli, arguments, prog_name="assess", **settings)  # type: ignore[arg-type]
    assert result.exit_code == 3
    assert result.stdout == ""
    return result.stderr.splitlines()


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        ((*CHECK, "--as-off", "2025-12-31"), "没有“--as-off”这个选项；是不是“--as-of”？", "No such option"),
        (
            (*CHECK, "--as-of", "2026-06-31"),
            "--as-of：日历上没有“2026-06-31”这一天；那个月的最后一天是 2026-06-30",
            "Invalid value for '--as-of': there is no day '2026-06-31'; the last one of that month is 2026-06-30",
        ),
        (
            (*CHECK, "--as-of", "2026-06"),
            "--as-of：“2026-06”没有写是哪一天；写成 2026-06-30 的样子，按月核对用 --from 2026-06 --to 2026-06",
            "'2026-06' is a month; write a day, such as 2026-06-30, or --from 2026-06 --to 2026-06 for the month",
        ),
        ((*CHECK, "--as-of", "20260630"), "--as-of：“20260630”要写成 2026-06-30", "write '20260630' as 2026-06-30"),
        ((*CHECK, "--as-of", "2026年6月30日"), "“2026年6月30日”要写成 2026-06-30", "as 2026-06-30"),
        ((*CHECK, "--as-of", "2026/6/31"), "日历上没有“2026/6/31”这一天", "there is no day '2026/6/31'"),
        ((*CHECK, "--as-of", "2026-13-01"), "“2026-13-01”不是日期；写成 2026-06-30 的样子", "'2026-13-01' is no date"),
        ((*CHECK, "--as-of", "昨天"), "“昨天”不是日期；写成 2026-06-30 的样子", "is no date; write one such as"),
        ((*CHECK, "--as-of"), "--as-of 后面缺少内容", "Option '--as-of' requires an argument."),
        (
            (*CHECK, "--parameters", "缺.yaml"),
            "--parameters：没有“缺.yaml”这个文件；核对文件名和文件夹",
            "File '缺.yaml' does not exist.",
        ),
        ((*CHECK, "--mapping", "缺.yaml"), "--mapping：没有“缺.yaml”这个文件", "File '缺.yaml' does not exist."),
        ((*CHECK, "--mapping", "/"), "“/”是文件夹，这里要写文件", "is a directory"),
        ((*CHECK, "--threads", "0"), "--threads：0 超出范围，应不小于 1", "0 is not in the range 1<=x<=1024."),
        ((*CHECK, "--threads", "x"), "--threads：“x”不是整数", "'x' is not a valid integer"),
        ((*CHECK, "--memory", "x"), "--memory：“x”不是 256MB 以上的大小", "'x' is no size of 256MB or more"),
        ((*CHECK, "--register", "deaths"), "--register：“deaths”不是“种类=文件”", "is not KIND=FILE"),
        ((*CHECK, "--resume=yes"), "--resume 后面不带内容", "does not take a value"),
        (("roll", "check", "roll.csv"), "缺少选项 --ruleset ID", "Missing option '--ruleset'"),
        (("rules", "show"), "缺少 ID", "Missing argument 'ID'"),
        (("roll", "chekc"), "没有“chekc”这个命令；是不是“check”？", "No such command 'chekc'. Did you mean 'check'?"),
        (("rules", "list", "a", "b"), "多出了“a b”；名称里有空格的要加引号", "unexpected extra arguments (a b)"),
        (("completion", "tcsh"), "没有“tcsh”这一项，可以写：bash、zsh、fish", "'tcsh' is not one of"),
        (
            ("--library", "/no/such", "rules", "list"),
            "--library：没有“/no/such”这个文件夹；核对名称，或先建好",
            "Directory '/no/such' does not exist.",
        ),
        (("evaluate", "x.yaml", "--as-of", "2026-06"), "没有写是哪一天；写成 2026-06-30 的样子", "is a month"),
    ],
)
def test_both_languages(arguments: tuple[str, ...], zh: str, en: str) -> None:
    first, second = told(*arguments)
    assert first.startswith("错误：")
    assert zh in first
    assert second.startswith("用法：assess")
    for asked in ({"ASSESS_LANG": "en"}, {}):
        call = arguments if asked else ("--lang", "en", *arguments)
        first, second = told(*call, env=asked)
        assert first.startswith("Error: ")
        assert en in first
        assert second.startswith("Usage: assess")


def test_language_that_is_said_behind_the_fault() -> None:
    assert told(*CHECK, "--as-of", "x", "--lang", "en")[0].startswith("Error: ")
    assert told("--lang", "en", *CHECK, "--as-off", "x", "--lang=zh")[0].startswith("错误：")


def test_only_a_check_by_months_is_offered_them() -> None:
    assert "--from" not in told("evaluate", "x.yaml", "--as-of", "2026-06")[0]


def test_days_that_are_taken(tmp_path: Path) -> None:
    for day in ("2026-06-30", "2026-6-3"):
        result = CliRunner().invoke(cli, ["evaluate", str(tmp_path / "none.yaml"), "--as-of", day])
        assert "--as-of" not in result.stderr
