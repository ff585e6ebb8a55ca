"""`assess roll`: whole registers. Each subcommand is imported when it is called."""

from __future__ import annotations

import click

from assess.cli.main import LazyGroup
from assess.cli.output import both

SUBCOMMANDS = {
    "check": ("assess.cli.roll.check:check", "Check a roll against the rules.", "按规定核对名册"),
    "map": ("assess.cli.roll.map:map_", "Propose what the columns of a roll mean.", "建议名册各列是什么，写成映射文件"),
    "explain": ("assess.cli.roll.explain:explain", "Explain rows of a checked roll.", "说明名册中各行的结论"),
    "summary": ("assess.cli.roll.summary:summary", "Print the summary of a check again.", "再次显示核对汇总"),
    "make": ("assess.cli.roll.make:make", "Make a synthetic roll.", "生成虚构的名册"),
}


@click.group(cls=LazyGroup, subcommands=SUBCOMMANDS, help=both("Check whole rolls of people.", "核对整份名册。"))
def roll() -> None:
    pass
