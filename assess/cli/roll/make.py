"""`assess roll make`: a made-up roll, to try things on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.days import Day
from assess.cli.output import Settings, both, language_option, settings_of
from assess.rolls.english import count_of

if TYPE_CHECKING:
    from assess.language.program import Program
    from assess.rolls.making.making import Made
    from assess.rolls.making.order import Order

_HEADERS = ("canonical", "tekun", "old-age")
_ENCODINGS = ("utf-8", "utf-8-sig", "gb18030")
_COMPRESSIONS = ("zstd", "snappy")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help=both(
        "Make a roll of made-up people: .parquet, .csv or .xlsx, by the ending of --out. The same seed gives the same "
        "rows. Amounts are what is due by the ruleset, but for mistakes planted at stated rates.",
        "生成虚构的名册（.parquet、.csv、.xlsx），同一种子结果相同；金额按规则集算出，并按给定比例掺入差错。",
    ),
    epilog="Exit code: 0 made, 3 the ruleset or the call is wrong.\n\n退出码：0 已生成，3 规则集或命令有误。",
)
@click.option("--rows", type=int, required=True, metavar="N", help=both("How many people.", "人数。"))
@click.option("--out", type=_FILE, required=True, metavar="FILE", help=both("The file to write.", "写到哪个文件。"))
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="S", help=both("What chance starts from.", "随机种子。")
)
@click.option(
    "--headers", type=click.Choice(_HEADERS), default="canonical", show_default=True,
    help=both("The program's own names, or the headers of a real system.", "表头：程序的名称，或特困、高龄名册的。"),
)  # fmt: skip
@click.option(
    "--ruleset", metavar="ID", default="jiangsu/changzhou", show_default=True,
    help=both("The ruleset whose facts and benefits the roll has.", "名册按哪个规则集的事实和待遇生成。"),
)  # fmt: skip
@click.option(
    "--parameters", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help=both("Figures that the office supplies or corrects.", "单位提供或更正的数值。"),
)  # fmt: skip
@click.option(
    "--as-of", type=Day(), default="2025-12-31", show_default=True, metavar="DATE",
    help=both("The day that the roll is for.", "名册所属的日期。"),
)  # fmt: skip
@click.option(
    "--damage", type=float, default=0.0, metavar="RATE",
    help=both("The share of rows to damage, such as 0.01; listed in FILE.damage.csv.", "损坏行的比例，清单另存。"),
)  # fmt: skip
@click.option(
    "--registers", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help=both("Where to write registers that fit the roll, and the planted mistakes.", "比对登记和差错清单的文件夹。"),
)  # fmt: skip
@click.option(
    "--encoding", type=click.Choice(_ENCODINGS), help=both("Of a CSV file; utf-8 if not said.", "CSV 的编码。")
)
@click.option(
    "--compression",
    type=click.Choice(_COMPRESSIONS),
    help=both("Of a Parquet file; zstd if not said.", "Parquet 的压缩。"),
)
@click.option(
    "--title",
    is_flag=True,
    help=both("A title and a line on the unit above, totals below.", "加标题行、单位行和合计行。"),
)
@click.option("--force", is_flag=True, help=both("Replace files that are there.", "覆盖已有的文件。"))
@language_option
@click.pass_context
def make(
    context: click.Context,
    rows: int,
    out: Path,
    seed: int,
    headers: str,
    ruleset: str,
    parameters: Path | None,
    as_of: datetime,
    damage: float,
    registers: Path | None,
    encoding: str | None,
    compression: str | None,
    title: bool,
    force: bool,
) -> None:
    from assess.rolls.libraries import needed

    needed("assess roll make", "duckdb", "sqlglot", "xlsxwriter")
    from assess.rolls.making.making import make_roll
    from assess.rolls.making.order import Order

    settings = settings_of(context)
    order = Order(
        rows, out, seed, headers, as_of.date(), damage, registers, encoding, title, compression, force,
    )  # fmt: skip
    made = make_roll(_program(settings, ruleset, parameters), order)
    click.echo(_summary(settings, order, made))


def _program(settings: Settings, ruleset: str, parameters: Path | None) -> Program:
    """Raises Refused where the ruleset or the figures have faults."""
    supplied = None
    if parameters is not None:
        from assess.diagnostics.diagnostic import Diagnostics, Refused
        from assess.language.supplied import read_supplied

        diagnostics = Diagnostics()
        supplied = read_supplied(parameters, diagnostics)
        if supplied is None or diagnostics.has_errors:
            raise Refused(diagnostics)
    return settings.library.program(ruleset, supplied)


def _summary(settings: Settings, order: Order, made: Made) -> str:
    lines = [
        settings.choose(
            f"已生成虚构名册 {order.out}：{made.rows:,} 行，{made.columns} 列",
            f"made-up roll {order.out}: {count_of(made.rows, 'row')}, {made.columns} columns",
        )
    ]
    if made.damaged:
        lines.append(
            settings.choose(
                f"其中损坏 {made.damaged:,} 行，清单：{order.damage_list}",
                f"{count_of(made.damaged, 'row')} of it damaged, listed in {order.damage_list}",
            )
        )
    if made.mistakes is not None:
        lines.append(
            settings.choose(
                f"比对登记和差错清单（{made.mistakes:,} 处）：{order.registers}",
                f"registers and the list of {count_of(made.mistakes, 'planted mistake')}: {order.registers}",
            )
        )
    for benefit, lacking in made.unpaid:
        figures = settings.choose("、", ", ").join(one.in_language(settings.language) for one in lacking)
        name = benefit.in_language(settings.language)
        lines.append(
            settings.choose(
                f"{name}一律没有发放：没有“{figures}”的数值；可用 --parameters 提供",
                f"nothing is paid of {name}, as there is no value for {figures}; --parameters supplies it",
            )
        )
    return "\n".join(lines)
