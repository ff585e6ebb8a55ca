"""What a wrong call is answered: in the language of the call, with what to write instead.

click's own faults are in English; they are put into words here for every command. The types of values that this
program adds say both languages themselves, by `WrongValue`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence

import click

from assess.cli.output import LANGUAGES, Settings


class WrongValue(click.BadParameter):
    """A value that cannot be taken, and what to write instead; `message` is the English."""

    def __init__(self, zh: str, en: str, param: click.Parameter | None, ctx: click.Context | None) -> None:
        super().__init__(en, ctx, param)
        self.zh = zh


def tell_wrong_call(error: click.ClickException, arguments: Sequence[str]) -> None:
    """On standard error: what is wrong, and which help says more."""
    if type(error).__name__ == "NoArgsIsHelpError":  # the message is the help of a group; not in every click
        click.echo(error.format_message(), err=True)
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = "assess" if context is None else context.command_path
    if _language(context, arguments) == "zh":
        click.echo(f"错误：{in_chinese(error)}", err=True)
        click.echo(f"用法：{path} --help", err=True)
    else:
        click.echo(f"Error: {error.format_message()}", err=True)
        click.echo(f"Usage: {path} --help", err=True)


def _language(context: click.Context | None, arguments: Sequence[str]) -> str:
    """The language asked for. Where the call is wrong, click may not have come as far as the option that says so."""
    said = [
        value
        for first, second in zip(arguments, [*arguments[1:], ""], strict=True)
        for value in ([second] if first == "--lang" else [first[7:]] if first.startswith("--lang=") else [])
        if value in LANGUAGES
    ]
    if said:
        return said[-1]
    settings = None if context is None else context.find_root().obj
    if isinstance(settings, Settings):
        return settings.language
    return "en" if os.environ.get("ASSESS_LANG") == "en" else "zh"


def in_chinese(error: click.ClickException) -> str:
    """The fault in Chinese; what is known to no table below stays as it is."""
    if isinstance(error, click.NoSuchOption):
        near = "”或“".join(error.possibilities or ())
        return f"没有“{error.option_name}”这个选项" + (f"；是不是“{near}”？" if near else "")
    if isinstance(error, click.MissingParameter):
        return _missing(error.param)
    if isinstance(error, click.BadParameter):
        said = error.zh if isinstance(error, WrongValue) else _value_in_chinese(error)
        place = _called(error.param)
        return f"{place}：{said}" if place else said
    return _translated(error.message, _CALLS)


def _called(param: click.Parameter | None) -> str:
    """`--as-of`, `FILE...`."""
    if param is None:
        return ""
    return param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name


def _missing(param: click.Parameter | None) -> str:
    place = _called(param)
    if isinstance(param, click.Option):
        value = param.metavar or ""
        return f"缺少选项 {place} {value}".rstrip()
    return f"缺少 {place}" if place else "缺少参数"


def _value_in_chinese(error: click.BadParameter) -> str:
    type_ = None if error.param is None else error.param.type
    if isinstance(type_, click.Choice):
        found = re.match(r"'(.*)' is not ", error.message, re.DOTALL)
        return f"没有“{found[1] if found else ''}”这一项，可以写：{'、'.join(map(str, type_.choices))}"
    if isinstance(type_, click.IntRange) and " is not in the range " in error.message:
        low = "" if type_.min is None else f"不小于 {type_.min}"
        high = "" if type_.max is None else f"不大于 {type_.max}"
        return f"{error.message.split(' ')[0]} 超出范围，应{'、'.join(filter(None, (low, high)))}"
    return _translated(error.message, _VALUES)


_Table = Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]

_CALLS: _Table = (
    (
        re.compile(r"No such command ['\"](?P<name>.*?)['\"]\.(?: Did you mean ['\"](?P<near>.*?)['\"]\?)?"),
        lambda m: f"没有“{m['name']}”这个命令" + (f"；是不是“{m['near']}”？" if m["near"] else ""),
    ),
    (re.compile(r"Option ['\"](.*?)['\"] requires (?:an argument|\d+ arguments)\."), lambda m: f"{m[1]} 后面缺少内容"),
    (re.compile(r"Option ['\"](.*?)['\"] does not take a value\."), lambda m: f"{m[1]} 后面不带内容"),
    (
        re.compile(r"Got unexpected extra arguments? \((.*)\)\.?"),
        lambda m: f"多出了“{m[1]}”；名称里有空格的要加引号",
    ),
    (re.compile(r"Missing command\."), lambda m: "缺少子命令"),
)
_VALUES: _Table = (
    (
        re.compile(r"(?:File|Path) (['\"])(.*)\1 does not exist\."),
        lambda m: f"没有“{m[2]}”这个文件；核对文件名和文件夹",
    ),
    (
        re.compile(r"Directory (['\"])(.*)\1 does not exist\."),
        lambda m: f"没有“{m[2]}”这个文件夹；核对名称，或先建好",
    ),
    (
        re.compile(r"(?:File|Path) (['\"])(.*)\1 is a directory\."),
        lambda m: f"“{m[2]}”是文件夹，这里要写文件",
    ),
    (
        re.compile(r"(?:Directory|Path) (['\"])(.*)\1 is a file\."),
        lambda m: f"“{m[2]}”是文件，这里要写文件夹",
    ),
    (re.compile(r"\w+ (['\"])(.*)\1 is not readable\."), lambda m: f"没有读取“{m[2]}”的权限"),
    (re.compile(r"\w+ (['\"])(.*)\1 is not writable\."), lambda m: f"没有写入“{m[2]}”的权限"),
    (re.compile(r"(['\"])(.*)\1 is not a valid integer(?: range)?\."), lambda m: f"“{m[2]}”不是整数"),
    (re.compile(r"(['\"])(.*)\1 is not a valid float(?: range)?\."), lambda m: f"“{m[2]}”不是数"),
)
"""click's messages, and the Chinese for them."""


def _translated(message: str, table: _Table) -> str:
    for pattern, chinese in table:
        if found := pattern.fullmatch(message.strip()):
            return chinese(found)
    return message
