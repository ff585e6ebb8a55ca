"""`assess roll summary DIR`: the summary of a finished run, printed again from its folder alone."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.output import Settings, both, echo_table, for_terminal, language_option, settings_of

if TYPE_CHECKING:
    from assess.rolls.reporting.manifest import Manifest


@click.command(
    help=both("Print the summary of a checked roll again.", "再次显示名册核对的汇总。")
    + "\n\nExit code: 0 all rows decided, 1 some undetermined, 2 some rejected, 3 the folder holds no finished check, "
    "or its data were changed."
    "\n\n退出码：0 各行都已作出决定，1 有待定的行，2 有未能处理的行，3 文件夹里没有完成的核对，或数据被改动过。"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@language_option
@click.pass_context
def summary(context: click.Context, folder: Path) -> None:
    """Refuses where the folder holds no finished run, or data changed since; changed reports are a warning."""
    from assess.rolls.libraries import needed

    needed("assess roll summary", "duckdb", "sqlglot")
    from assess.diagnostics.diagnostic import Refused
    from assess.rolls.reporting.console import when_it_was_run
    from assess.rolls.reporting.folder import changed_outputs, load_manifest
    from assess.rolls.reporting.totals import totals_that_differ
    from assess.rolls.running.untouched import changed_kept, roll_changed

    manifest = load_manifest(folder)
    settings = context.find_root().obj = replace(settings_of(context), masks=not manifest.unmasked)
    changed = changed_outputs(folder, manifest)
    changed.extend(changed_kept(folder, manifest))
    if changed.has_errors:
        raise Refused(changed)
    changed.extend(roll_changed(folder))
    changed.extend(totals_that_differ(folder, manifest))
    if changed:
        settings.report(changed)
    echo_summary(manifest, folder, settings)
    click.echo(when_it_was_run(manifest, folder, settings.language))
    sys.exit(exit_code(manifest))


def exit_code(manifest: Manifest) -> int:
    """As of `assess evaluate`: of rows rejected, else of rows undetermined, else that all are decided."""
    return 2 if manifest.counts.rejected else 1 if manifest.counts.undetermined else 0


def echo_summary(manifest: Manifest, folder: Path, settings: Settings) -> None:
    """The summary on standard output: ruled tables on a terminal, plain columns otherwise."""
    from assess.rolls.reporting.console import Table
    from assess.rolls.reporting.console import summary as blocks

    for block in blocks(manifest, folder, settings.language):
        if isinstance(block, Table):
            echo_table(block.headers, block.rows, block.numbers)
        else:
            click.echo(for_terminal(block))
