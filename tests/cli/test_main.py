"""The frame of the command line: what it imports, how it says what went wrong, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from assess import __version__
from assess.cli.main import LazyGroup, cli
from assess.cli.output import Settings
from assess.diagnostics.diagnostic import Diagnostic, Refused
from assess.diagnostics.position import Position
from assess.library import Library

HERE = Path(__file__).parent
HEAVY = ("pydantic", "lark", "yaml", "rich", "jinja2", "duckdb", "sqlglot", "pandas", "durable")


def run(*arguments: str, **settings: object) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="assess", **settings)  # type: ignore[arg-type]


def process(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "assess", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **settings)  # type: ignore[call-overload, no-any-return]


# help and versions


def test_help_names_every_command_in_both_languages() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for line in ("evaluate", "interview", "rules", "forms", "completion", "逐题问答填表", "输出命令行补全脚本"):
        assert line in result.stdout


def test_help_and_the_program_itself_import_nothing_heavy() -> None:
    text = (
        "import sys\n"
        "from assess.cli.main import cli\n"
        "cli.main(['--help'], prog_name='assess', standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "evaluate" in done.stdout


def test_no_command_at_all_is_a_wrong_call_answered_by_the_help() -> None:
    result = run()
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "Usage: assess" in result.stderr


def test_version_names_every_shipped_ruleset_with_its_hash() -> None:
    result = run("--version")
    library = Library.default()
    first, *others = result.stdout.splitlines()
    assert first == f"assess {__version__}"
    assert others == [
        f"{id_} {library.program(id_).version} sha256:{library.program(id_).hash[:12]}" for id_ in library.ruleset_ids()
    ]
    assert any(line.startswith("jiangsu/changzhou 2026.1 sha256:") for line in others)
    assert result.exit_code == 0


def test_a_faulty_ruleset_is_named_as_such_among_the_versions(tmp_path: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "broken.yaml").write_text("ruleset: broken\n", encoding="utf-8")
    result = run("--library", str(tmp_path), "--lang", "en", "--version")
    assert "broken faulty, cannot be used" in result.stdout.splitlines()


# wrong calls


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rule",), "没有“rule”这个命令；是不是“rules”？"),
        (("nothing",), "没有“nothing”这个命令"),
        (("--lang", "fr"), "没有“fr”这一项，可以写：zh、en"),
        (("--library", "/no/such/folder", "rules", "list"), "/no/such/folder"),
        (("rules", "show"), "缺少 ID"),
        (("rules", "list", "--lnag", "en"), "--lang"),
        (("completion", "tcsh"), "没有“tcsh”这一项"),
    ],
)
def test_a_wrong_call_ends_with_3_and_names_the_help(arguments: tuple[str, ...], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 3
    assert says in result.stderr
    assert re.search(r"用法：assess.* --help", result.stderr)
    assert result.stdout == ""


def test_the_language_is_taken_from_the_environment_unless_the_call_says() -> None:
    assert "编号" in run("rules", "list").stdout
    assert "builds on" in run("rules", "list", env={"ASSESS_LANG": "en"}).stdout
    assert "编号" in run("--lang", "zh", "rules", "list", env={"ASSESS_LANG": "en"}).stdout
    assert "builds on" in run("--lang", "zh", "rules", "list", "--lang", "en").stdout


def test_further_folders_are_looked_in_first() -> None:
    result = run("--library", str(HERE), "rules", "list", "--lang", "en")
    assert "Care for the ferrymen of the Skerries" in result.stdout
    assert "jiangsu/changzhou" in result.stdout


# faults


def test_refusals_are_shown_for_a_person() -> None:
    result = run("--lang", "en", "rules", "show", "jiangsu/chagnzhou")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[:2] == [
        "jiangsu/chagnzhou: error X101 unknown-ruleset",
        "  there is no ruleset “jiangsu/chagnzhou”",
    ]
    assert "Did you mean “jiangsu/changzhou”?" in result.stderr


def test_refusals_are_shown_a_line_each() -> None:
    result = run("--diagnostics", "line", "rules", "show", "nowhere")
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert line.startswith("nowhere: error X101 unknown-ruleset: 没有叫“nowhere”的规则集；")


def test_refusals_are_shown_as_data() -> None:
    result = run("--diagnostics", "json", "rules", "show", "nowhere")
    (found,) = json.loads(result.stderr)
    assert (found["code"], found["severity"], found["file"]) == ("X101", "error", "nowhere")


def test_a_refusal_quotes_the_line_it_speaks_of(tmp_path: Path) -> None:
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "rulesets" / "broken.yaml").write_text("ruleset: broken\nversoin: '1'\n", encoding="utf-8")
    result = run("--library", str(tmp_path), "rules", "show", "broken")
    assert result.exit_code == 3
    assert "  2 | versoin: '1'\n    | ^" in result.stderr


def raising(error: BaseException) -> click.Command:
    @click.group(cls=LazyGroup, subcommands={}, invoke_without_command=True)
    @click.pass_context
    def group(ctx: click.Context) -> None:
        ctx.obj = Settings("en")
        raise error

    return group


def test_a_fault_of_the_program_says_so_in_one_line_without_a_traceback() -> None:
    result = CliRunner().invoke(raising(ZeroDivisionError("division by zero")))
    assert result.exit_code == 70
    (line,) = result.stderr.splitlines()
    assert line.startswith("this is a fault of the program, not of your input: ZeroDivisionError: division by zero.")
    assert "ASSESS_DEBUG=1" in line


def test_the_traceback_is_shown_to_whoever_asks_for_it() -> None:
    result = CliRunner().invoke(raising(ZeroDivisionError("division by zero")), env={"ASSESS_DEBUG": "1"})
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr


def test_a_fault_within_the_report_is_a_fault_of_the_program() -> None:
    result = CliRunner().invoke(raising(Refused([Diagnostic("no such code", Position("x"))])))
    assert result.exit_code in (3, 70)
    assert "Traceback" not in result.stderr


def test_what_the_system_refuses_is_a_wrong_call() -> None:
    result = CliRunner().invoke(raising(PermissionError(13, "Permission denied", "cases.yaml")))
    assert result.exit_code == 3
    assert result.stderr == "error: cases.yaml: it is not permitted\n"


def test_an_interruption_is_quiet() -> None:
    result = CliRunner().invoke(raising(KeyboardInterrupt()))
    assert result.exit_code == 130
    assert result.stderr.strip() == ""


def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m assess rules show national | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout == "141\n"
    assert done.stderr == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_what_was_closed_before_the_beginning_is_no_fault_of_the_program(closed: str) -> None:
    command = f"{sys.executable} -m assess rules list {closed}; echo $? >&3"
    done = subprocess.run(
        ["bash", "-c", f"exec 3>&1; {{ {command}; }} >/dev/null"], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_no_file_is_opened_in_the_place_of_what_was_closed() -> None:
    """What a library says on standard error would stand in it."""
    code = "import os; from assess.cli.main import _open_what_was_closed as o; o(); os._exit(os.open('/', 0))"
    command = f'exec 3>&1; {sys.executable} -c "{code}" 3>&- <&- >&- 2>&-; echo $? >&3'
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 2


@pytest.mark.parametrize(("call", "code"), [("rules list", 0), ("rules show nowhere", 3), ("nonsense", 3)])
@pytest.mark.parametrize("listener", ["2>/dev/full", "2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}"])
def test_the_exit_code_is_the_same_where_nobody_hears_what_is_told(call: str, code: int, listener: str) -> None:
    command = f"{sys.executable} -m assess {call} {listener}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


def test_a_terminal_that_knows_no_chinese_does_not_end_the_program() -> None:
    done = process("rules", "list", env={"PYTHONIOENCODING": "ascii", "ASSESS_LANG": "zh"})
    assert done.returncode == 0
    assert "jiangsu/changzhou" in done.stdout


# completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_begin_with_how_to_switch_them_on(shell: str) -> None:
    result = run("completion", shell)
    first, *script = result.stdout.splitlines()
    assert first.startswith("# ")
    assert f"assess completion {shell}" in first
    assert any("_ASSESS_COMPLETE" in line for line in script)
    assert result.exit_code == 0


def test_completion_offers_rulesets() -> None:
    words = {"_ASSESS_COMPLETE": "bash_complete", "COMP_WORDS": "assess rules show jiang", "COMP_CWORD": "3"}
    assert process(env=words).stdout.split() == ["plain,jiangsu/changzhou"]
