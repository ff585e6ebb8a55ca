"""The command `assess`: its subcommands are imported when they are called, its faults end in words and an exit code."""

from __future__ import annotations

import contextlib
import difflib
import errno
import gc
import importlib
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import click

from assess import __version__
from assess.cli.encodings import write_what_can_be_written
from assess.cli.output import LANGUAGES, RENDERERS, Settings, both, settings_of
from assess.cli.wrong_calls import tell_wrong_call

WRONG_CALL = 3
"""Exit code where the ruleset or the call is wrong."""
PROGRAM_FAULT = 70
CLOSED_PIPE = 128 + 13
INTERRUPTED = 128 + 2

SUBCOMMANDS = {
    "evaluate": ("assess.cli.evaluate:evaluate", "Decide filled forms, with the reasons.", "作出决定并说明理由"),
    "interview": ("assess.cli.interview:interview", "Ask a form's questions, write it filled.", "逐题问答填表"),
    "rules": ("assess.cli.rules:rules", "List, show, check, test and draw rulesets.", "规则集：查看、检查、测试、画图"),
    "roll": ("assess.cli.roll:roll", "Check, map, explain and make rolls.", "名册：核对、对应、说明、生成"),
    "forms": ("assess.cli.forms:forms", "List, show and check forms, print blank ones.", "表单：查看、检查、空白表"),
}
"""Where each subcommand is found, and what it does: said here, so that the help imports none of them."""


class LazyGroup(click.Group):
    """A group that imports a subcommand only when it is called, and through which every fault leaves in good order."""

    def __init__(self, *args: Any, subcommands: Mapping[str, tuple[str, str, str]], **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._subcommands = subcommands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._subcommands, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._subcommands:
            return super().get_command(ctx, cmd_name)
        module, attribute = self._subcommands[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [(name, f"\b\n{english}\n{chinese}") for name, (_, english, chinese) in self._subcommands.items()]
        rows += [(name, command.help or "") for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args[0] not in known and not ctx.resilient_parsing:
            near = difflib.get_close_matches(args[0], known, n=1)
            ctx.fail(f"No such command '{args[0]}'." + (f" Did you mean '{near[0]}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            try:
                outcome = super().invoke(ctx)
            finally:
                sys.stdout.flush()  # here, where a pipe that was closed can still be told from a fault
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            ctx.exit(_explained(error, settings_of(ctx)))
        return outcome

    def main(self, *args: Any, standalone_mode: bool = True, **settings: Any) -> Any:
        """Runs the command and, unless told otherwise, ends the process with its exit code."""
        run: Callable[..., Any] = super().main
        if not standalone_mode:
            return run(*args, standalone_mode=False, **settings)
        try:
            outcome = run(*args, standalone_mode=False, **settings)
        except click.ClickException as error:
            given = args[0] if args else settings.get("args")
            tell_wrong_call(error, sys.argv[1:] if given is None else given)
            sys.exit(WRONG_CALL)
        except (click.Abort, KeyboardInterrupt):  # the second where Ctrl-C is pressed again
            sys.exit(INTERRUPTED)
        sys.exit(outcome if isinstance(outcome, int) else 0)


def _explained(error: Exception, settings: Settings) -> int:
    """Says what went wrong, in one line or by diagnostics; returns the exit code."""
    from assess.diagnostics.diagnostic import Refused

    if isinstance(error, Refused):
        try:
            settings.report(error.diagnostics)
        except Exception as fault:
            return _fault_of_the_program(fault, settings)
        return WRONG_CALL
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        _discard(sys.stdout)
        return CLOSED_PIPE
    if isinstance(error, OSError) and error.strerror:
        from assess.diagnostics.words import reason_in_words

        where = error.filename or settings.choose("输出", "output")
        reason = reason_in_words(error.strerror, settings.language)
        click.echo(settings.choose(f"错误：{where}：{reason}", f"error: {where}: {reason}"), err=True)
        return WRONG_CALL
    return _fault_of_the_program(error, settings)


def _fault_of_the_program(error: Exception, settings: Settings) -> int:
    if os.environ.get("ASSESS_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    where = _issue_tracker()
    click.echo(
        settings.choose(
            f"程序故障，不是您的输入有错：{what}。请报告到{where or '本项目的问题列表'}；"
            "设 ASSESS_DEBUG=1 再运行可见详情。",
            f"this is a fault of the program, not of your input: {what}. Please report it to "
            f"{where or 'the issue tracker of the project'}; ASSESS_DEBUG=1 shows the traceback.",
        ),
        err=True,
    )
    return PROGRAM_FAULT


def _issue_tracker() -> str:
    """The address that the package's metadata give for issues; empty where they give none."""
    from importlib import metadata

    try:
        urls = metadata.metadata("assess").get_all("Project-URL") or []
    except metadata.PackageNotFoundError:
        return ""
    return next((url.split(",", 1)[1].strip() for url in urls if url.lower().startswith("issues")), "")


def _discard(stream: TextIO) -> None:
    """What is written to the stream goes nowhere from now on: what is still buffered must not raise again when the
    process ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


class Told(io.TextIOWrapper):
    """Standard error that takes no harm from nobody listening: a log on a full disk, a window that was closed. A check
    of hours does not end because its progress cannot be shown, and an exit code stays what it is."""

    @classmethod
    def of(cls, stream: TextIO) -> TextIO:
        if type(stream) is not io.TextIOWrapper:  # somebody else's
            return stream
        encoding, errors = stream.encoding, stream.errors
        return cls(stream.detach(), encoding=encoding, errors=errors, line_buffering=True, write_through=True)

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            _discard(self)
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            _discard(self)


@click.group(
    cls=LazyGroup,
    subcommands=SUBCOMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="\b\nLaw into decisions: rules written as data, decided exactly, explained in the law's words.\n"
    "把政策写成规则，准确作出决定，并用政策的原话说明理由。",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="zh",
    envvar="ASSESS_LANG",
    help=both("Language of the output; also ASSESS_LANG. Default: zh.", "输出语言，默认中文。"),
)
@click.option(
    "--library",
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    metavar="DIR",
    help=both("A further folder with rulesets/ and forms/; may be repeated.", "另外的规则集和表单文件夹，可多次给出。"),
)
@click.option(
    "--diagnostics",
    type=click.Choice(RENDERERS),
    default="person",
    help=both("How faults are shown: for a person, a line each, or JSON.", "错误的显示方式：详细、每项一行、JSON。"),
)
@click.option(
    "--version", is_flag=True, help=both("The version and every ruleset with its hash.", "程序和规则集的版本。")
)
@click.pass_context
def cli(ctx: click.Context, lang: str, folders: tuple[Path, ...], diagnostics: str, version: bool) -> None:
    ctx.obj = Settings(lang, folders, diagnostics)
    if version:
        _echo_versions(ctx.obj)
        ctx.exit(0)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(WRONG_CALL)


def _echo_versions(settings: Settings) -> None:
    click.echo(f"assess {__version__}")
    library = settings.library
    for id_ in library.ruleset_ids():
        program = library.load(id_).program
        state = settings.choose("有错误，不能使用", "faulty, cannot be used")
        click.echo(f"{id_} {state}" if program is None else f"{id_} {program.version} sha256:{program.hash[:12]}")


@cli.command(help=both("Print the script that completes commands in a shell.", "输出命令行补全脚本"))
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def completion(shell: str) -> None:
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None
    line = {
        "bash": "echo 'eval \"$(assess completion bash)\"' >> ~/.bashrc",
        "zsh": "echo 'eval \"$(assess completion zsh)\"' >> ~/.zshrc",
        "fish": "assess completion fish > ~/.config/fish/completions/assess.fish",
    }[shell]
    click.echo(f"# To switch it on / 启用: {line}")
    click.echo(maker(cli, {}, "assess", "_ASSESS_COMPLETE").source())


def main() -> None:
    """Runs `assess` with the arguments of the process, and ends it."""
    # Queries are trees of nodes that point to each other, made by the ten thousand: to look through all that lives as
    # often as Python does by itself took a sixth of the time of a small check.
    gc.set_threshold(10_000, 20, 20)
    _open_what_was_closed()
    write_what_can_be_written(sys.stdout, sys.stderr)
    sys.stderr = Told.of(sys.stderr)
    try:
        cli.main(prog_name="assess")
    except SystemExit as end:
        if end.code == INTERRUPTED:
            _end_at_once()
        raise


def _open_what_was_closed() -> None:
    """Gives whoever was started without standard input, output or errors (`>&-`, some schedulers) the null device for
    them. Else the next file to be opened, one of results perhaps, would be where a library writes what it has to say.
    """
    for handle, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(handle)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            if null != handle:
                os.dup2(null, handle)
                os.close(null)
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(handle, mode, encoding="utf-8", closefd=False))


def _end_at_once() -> None:
    """Ends the process without waiting for threads that still work: whoever presses Ctrl-C again while Python waits for
    them gets a traceback. What they had begun is as after a power cut, and `--resume` does it again."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    if threading.active_count() > 1:
        os._exit(INTERRUPTED)
