"""`assess roll map`: a mapping proposed for a roll's columns, told on the console and written to a file."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.encodings import echo_data
from assess.cli.output import Settings, both, echo_table, entry, for_terminal, language_option, settings_of

if TYPE_CHECKING:
    from assess.diagnostics.diagnostic import Diagnostic
    from assess.language.program import Program
    from assess.rolls.mapping.file import MappingFile
    from assess.rolls.mapping.proposing import Proposal
    from assess.rolls.mapping.samples import Samples
    from assess.rolls.roll import Part

OPEN = 1
"""Exit code where a column is left for the office to decide."""
_STANDARD_OUTPUT = Path("-")


@click.command("map")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--ruleset", "id_", metavar="ID", required=True, help=both("The rules to check by.", "按哪个规则集核对。")
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("mapping.yaml"), show_default=True,
    help=both("Where to write the mapping; - for standard output.", "映射文件写到哪里；- 为标准输出。"),
)  # fmt: skip
@click.option(
    "--mapping", "earlier", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("An earlier mapping, such as last month's: what it says is kept.", "上月的映射文件，照旧沿用。"),
)  # fmt: skip
@click.option("--table", metavar="NAME", help=both("The table of a database.", "数据库里的表名。"))
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help=both("Only this sheet.", "只读这个工作表。"))
@click.option("--force", is_flag=True, help=both("Replace a file that is there.", "覆盖已有的文件。"))
@language_option
@click.pass_context
def map_(
    context: click.Context,
    files: tuple[str, ...],
    id_: str,
    out: Path,
    earlier: Path | None,
    table: str | None,
    sheets: tuple[str, ...],
    force: bool,
) -> int:
    """Propose what the columns of a roll mean, and write it as a mapping to go through.

    为名册的列建议对应的内容，写成映射文件，供逐行核对。

    Exit code: 0 every column is placed, 1 some are left to be decided, 3 the roll, the ruleset or the call is wrong.

    退出码：0 各列都已对应，1 有待定的列，3 名册、规则集或命令有误。
    """
    from assess.rolls.libraries import needed

    needed("assess roll map", "duckdb", "sqlglot")
    from assess.rolls.mapping.file import read_mapping
    from assess.rolls.mapping.proposing import propose
    from assess.rolls.mapping.samples import samples_of
    from assess.rolls.mapping.writing import written
    from assess.rolls.reading import read_roll
    from assess.rolls.reading.postgresql import without_password

    settings = context.find_root().obj = replace(settings_of(context), masks=True)
    if out != _STANDARD_OUTPUT:
        _refuse_beforehand(out, force)
    program = settings.library.program(id_)
    before = None if earlier is None else read_mapping(earlier)
    with _put_away_when_ended(), tempfile.TemporaryDirectory(prefix="assess-map-") as folder:
        every = read_roll(files, Path(folder), table=table, sheets=sheets, pass_over=True)
        samples = {part.source: samples_of(part) for part in every}
        parts, notes = _rolls(every, samples, program, before, asked_for=bool(sheets))
        proposal = propose(parts, [samples[part.source] for part in parts], program, before)
    text = written(proposal, program, settings.language)
    if out == _STANDARD_OUTPUT:
        echo_data(text, nl=False)
    else:
        _write(out, text, force)  # first, so that it is there whoever stops reading what is told
        _tell(settings, proposal, program)
        if not sheets and len(files) == 1 and any(one.code == "R161" for one in notes):
            sheets = tuple(sheet for part in parts if (sheet := _sheet_of(part)) is not None)
        _tell_what_next(settings, out, [*map(without_password, files), *_options(table, sheets)], proposal)
    if notes:
        print(file=sys.stderr)
        settings.report(notes)
    return 0 if proposal.complete else OPEN


@contextmanager
def _put_away_when_ended() -> Iterator[None]:
    """Whoever ends the program from outside (SIGTERM) ends it as Ctrl-C does: no copy of the roll stays behind."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _rolls(
    parts: Sequence[Part],
    samples: Mapping[str, Samples],
    program: Program,
    earlier: MappingFile | None,
    *,
    asked_for: bool,
) -> tuple[list[Part], list[Diagnostic]]:
    """The parts without the sheets of a workbook that hold something else beside a roll, if nobody asked for them; and
    what reading gave rise to: encodings, where headers stand, what is passed over."""
    from assess.diagnostics.diagnostic import Diagnostic
    from assess.diagnostics.position import Position
    from assess.rolls.mapping.proposing import means_nothing, tells_of_people

    sheets = [] if asked_for else [part for part in parts if _sheet_of(part) is not None]
    people = {part.source for part in sheets if tells_of_people(part, samples[part.source], program, earlier)}
    lists = {part.origin for part in sheets if part.source in people}
    strange = [
        part for part in sheets
        if means_nothing(part, samples[part.source], program, earlier)
        or (part.source not in people and part.origin in lists)  # totals beside lists of people
    ]  # fmt: skip
    rolls = {part.origin for part in parts if part not in strange}
    strange = [part for part in strange if part.origin in rolls]
    notes: list[Diagnostic] = []
    for part in parts:
        if part in strange:
            file, _, sheet = part.source.rpartition(":")
            notes += [one for one in part.notes if one.position.file == file]  # of its workbook
            notes.append(Diagnostic("R161", Position(file), {"sheet": sheet}))
        else:
            notes += part.notes
    return [part for part in parts if part not in strange], notes


def _sheet_of(part: Part) -> str | None:
    """The name of the sheet that a part is."""
    if part.origin is None:
        return None
    for name in (part.origin.name, str(part.origin)):
        if part.source.startswith(f"{name}:"):
            return part.source.removeprefix(f"{name}:")
    return None


def _options(table: str | None, sheets: Sequence[str]) -> list[str]:
    """What a check has to be told as well."""
    return [*([] if table is None else ["--table", table]), *(word for one in sheets for word in ("--sheet", one))]


def _exists(path: Path) -> Exception:
    from assess.diagnostics.diagnostic import Diagnostic, Refused
    from assess.diagnostics.position import Position

    return Refused([Diagnostic("R218", Position("--out"), {"path": str(path)})])


def _refuse_beforehand(path: Path, force: bool) -> None:
    """Raises Refused where the file is there, or cannot be: reading a roll may take long."""
    try:
        if path.exists() and not force:
            raise _exists(path)
    except OSError as error:
        raise _not_written(path, error) from None
    existing = path if path.exists() else path.parent
    number = 0 if os.access(existing, os.W_OK) else errno.EACCES if existing.exists() else errno.ENOTDIR
    if number:
        raise _not_written(path, OSError(number, os.strerror(number)))


def _not_written(path: Path, error: OSError) -> Exception:
    from assess.diagnostics.diagnostic import Diagnostic, Refused
    from assess.diagnostics.position import Position

    if not error.strerror or error.errno == errno.ENOSPC:  # no other place is wanted then
        return error
    return Refused([Diagnostic("R438", Position("--out"), {"path": str(path), "reason": error.strerror})])


def _write(path: Path, text: str, force: bool) -> None:
    """Raises Refused where somebody else has written the file in the meantime, or it cannot be written."""
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        raise _not_written(path, error) from None


def _tell(settings: Settings, proposal: Proposal, program: Program) -> None:
    from assess.rolls.mapping.telling import Teller
    from assess.rolls.reporting.masking import masked_label

    for index, section in enumerate(Teller(program, settings.language).sections(proposal)):
        click.echo(("\n" if index else "") + for_terminal(f"■ {masked_label(section.title)}"))
        if section.heads:
            rows = [tuple(map(masked_label, row)) for row in section.rows]
            echo_table([f"  {section.heads[0]}", *section.heads[1:]], [(f"  {row[0]}", *row[1:]) for row in rows])
        for line in section.lines:
            for part in entry("", masked_label(line), 0, hang=2):
                click.echo(part)


def _tell_what_next(settings: Settings, out: Path, words: Sequence[str], proposal: Proposal) -> None:
    click.echo()
    if proposal.complete:
        click.echo(settings.choose(f"已写入 {out}。核对后：", f"Written to {out}. Go through it, then:"))
    elif not (count := len(proposal.of("open"))):
        click.echo(
            settings.choose(
                f"已写入 {out}。先看上面没有了的和不再适用的，核对后：",
                f"Written to {out}. See first to what is gone and what no longer holds, go through the rest, then:",
            )
        )
    else:
        click.echo(
            settings.choose(
                f"已写入 {out}，有 {count} 列待定。定下来并核对后：",
                f"Written to {out}; {count} column{'s are' if count > 1 else ' is'} open. Settle that, then:",
            )
        )
    from assess.rolls.as_typed import as_typed

    roll, mapping = " ".join(map(as_typed, words)), as_typed(str(out))
    command = f"assess roll check {roll} --ruleset {proposal.ruleset} --mapping {mapping} {_when(proposal)} --out DIR"
    click.echo(for_terminal(f"  {command}"))


def _when(proposal: Proposal) -> str:
    """What a check has to be told of time: the months that the roll has a column for, or a day."""
    from assess.rolls.mapping.samples import months_in

    column = next((one for one in proposal.of("map") if one.target is not None and one.target.id == "month"), None)
    if column is None:
        return "--as-of DATE"
    months = months_in(column.sample)
    return f"--from {min(months)} --to {max(months)}" if months else "--from MONTH --to MONTH"
