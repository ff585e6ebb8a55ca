"""What the commands share: the settings of a call, its option for the language, and tables on the console."""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from assess.diagnostics.diagnostic import Diagnostic
    from assess.library import Library

LANGUAGES = ("zh", "en")
RENDERERS = ("person", "line", "json")
LARGEST_QUOTED = 4_000_000
"""A file of more bytes than this is not read again only to quote a line of it."""

_TABLES = (".csv", ".tsv", ".tab", ".txt", ".dat", ".asc", ".xls")

Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Settings:
    """What holds for a whole call: the language to write in, the folders to look in, how diagnostics are shown.

    `masks`: ID numbers are hidden in diagnostics, also where they stand in names of files and in lines that are quoted.
    """

    language: str = "zh"
    folders: tuple[Path, ...] = ()
    diagnostics: str = "person"
    masks: bool = False

    @cached_property
    def library(self) -> Library:
        """The rulesets and forms of the folders, and those that ship; each is read when it is asked for, and once."""
        from assess.library import Library

        return Library.default(self.folders)

    def choose(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def rendered(self, diagnostics: Iterable[Diagnostic], renderer: str | None = None) -> str:
        """The diagnostics as text for a person, as one line each, or as a JSON array."""
        from assess.diagnostics import as_json, for_person, one_line

        found = list(diagnostics)
        renderer = renderer or self.diagnostics
        sources = self._sources(found) if renderer == "person" else {}
        if self.masks:
            from assess.rolls.reporting.masking import masked_diagnostics, masked_label, masked_lines

            found = masked_diagnostics(found)
            sources = {masked_label(name): masked_lines(text) for name, text in sources.items()}
        if renderer == "json":
            return json.dumps(as_json(found), ensure_ascii=False, indent=2)
        if renderer == "line":
            return "\n".join(one_line(one, self.language) for one in found)
        return for_person(found, self.language, sources)

    def report(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Shows the diagnostics on standard error, as the call asks."""
        click.echo(self.rendered(diagnostics), err=True)

    def _sources(self, diagnostics: Iterable[Diagnostic]) -> dict[str, str]:
        """The texts of the files that the diagnostics speak of."""
        texts = {}
        for name in {found.position.file for found in diagnostics if found.position.line}:
            for path in (*(folder / name for folder in self.library.folders), Path(name)):
                if path.is_file() and path.stat().st_size <= LARGEST_QUOTED:
                    text = _decoded(path.read_bytes())
                    if path.suffix.lower() not in _TABLES or _has_a_line_per_row(text):
                        texts[name] = text
                    break
        return texts


def _decoded(content: bytes) -> str:
    """A file's text: UTF-8 or, as office programs in China write it, GB18030, or UTF-16."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


def _has_a_line_per_row(text: str) -> bool:
    """Is no cell of the table written over several lines? Else a row has another number than its line, and another row
    would be quoted."""
    return not any(line.count('"') % 2 for line in text.splitlines())


def for_terminal(text: str) -> str:
    """The text without characters that move the cursor or colour the terminal: cells of a roll and names of files may
    hold any. Lines stay lines."""
    if text.isprintable():
        return text
    from assess.diagnostics.rendering import printable

    return "\n".join(line if line.isprintable() else printable(line) for line in text.split("\n"))


def settings_of(context: click.Context) -> Settings:
    """The settings of the call; the defaults where a command is run by itself."""
    root = context.find_root()
    if not isinstance(root.obj, Settings):
        root.obj = Settings()
    return root.obj


def _set_language(context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None:
        context.find_root().obj = replace(settings_of(context), language=value)
    return value


def language_option(function: Function) -> Function:
    """Gives a command a `--lang` of its own, which goes before the one of the whole call."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        callback=_set_language,
        expose_value=False,
        help=both("Language of the output.", "输出语言。"),
    )(function)


def both(english: str, chinese: str) -> str:
    """A help text in English with the Chinese line under it."""
    return f"\b\n{english}\n{chinese}"


class BilingualGroup(click.Group):
    """A group whose list of commands shows the whole help of each, the Chinese line too."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help or "") for name, command in self.commands.items()])


NARROWEST_COLUMN = 8
"""What is broken into lines keeps so many columns at least; a window that has no room for that gets plain columns."""


def echo_table(headers: Sequence[str], rows: Sequence[Sequence[str]], numbers: int | None = None) -> None:
    """A table: ruled and fitted to the window on a terminal, in plain columns otherwise. The columns from `numbers` on
    hold numbers. Neither these nor the first column, which is what one types, are ever broken; nothing is cut."""
    from rich.cells import cell_len

    headers, rows = list(map(for_terminal, headers)), [list(map(for_terminal, row)) for row in rows]
    first_number = len(headers) if numbers is None else numbers
    if sys.stdout.isatty():
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table, least = Table(box=box.SIMPLE_HEAD, pad_edge=False), 0
        for index, header in enumerate(headers):
            longest = max(map(cell_len, (row[index] for row in rows)), default=0)
            whole = index == 0 or index >= first_number
            if whole:
                header = _folded(header, max(longest, NARROWEST_COLUMN))
                longest = max(longest, *map(cell_len, header.split("\n")))
            least += (longest if whole else min(longest, NARROWEST_COLUMN)) + 3  # with the blanks between columns
            justify: Literal["left", "right"] = "right" if index >= first_number else "left"
            table.add_column(Text(header), no_wrap=whole, overflow="fold", justify=justify)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        console = Console(highlight=False)
        if least <= console.width:
            console.print(table)
            return
    widths = [max(cell_len(row[column]) for row in (headers, *rows)) for column in range(len(headers))]
    for row in (headers, *rows):
        blanks = (" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        cells = (
            blank + cell if index >= first_number else cell + blank
            for index, (cell, blank) in enumerate(zip(row, blanks, strict=True))
        )
        click.echo("  ".join(cells).rstrip())


def _folded(header: str, width: int) -> str:
    """The header in lines no wider than that, as far as it may be broken."""
    from rich.cells import cell_len

    lines = [""]
    for piece in pieces(header):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


WIDTH = 100
"""How many columns running text takes at most."""


def entry(label: str, text: str, label_width: int, hang: int = 0) -> Iterator[str]:
    """`    label   text`, broken into lines under the text's beginning, `hang` columns further in."""
    from rich.cells import cell_len

    margin = 4 + label_width
    head = f"    {label}"
    head += " " * max(2 if label else 0, margin - cell_len(head))
    line, width = head, cell_len(head)
    filled = False
    for piece in pieces(for_terminal(text)):
        size = cell_len(piece.rstrip())
        if filled and width + size > WIDTH:
            yield line.rstrip()
            line, width = " " * (margin + hang), margin + hang
            piece = piece.lstrip()
        line += piece
        width += cell_len(piece)
        filled = True
    yield line.rstrip()


def pieces(text: str) -> Iterator[str]:
    """What a line may not break inside: a word with the blanks after it, a Chinese character with a closing mark."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after == " " or before in "（《〈「『【〔(" or after in "，。、：；）》〉」』】〕！？,.;:)":
        return False
    wide = "WF"
    return before == " " or unicodedata.east_asian_width(before) in wide or unicodedata.east_asian_width(after) in wide
