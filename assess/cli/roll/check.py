"""`assess roll check`: a whole roll against the rules, into a folder."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Literal, cast

import click

from assess.cli.days import Day
from assess.cli.output import both, language_option, settings_of
from assess.cli.wrong_calls import WrongValue

_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMGT])i?B?", re.IGNORECASE)
_UNITS = {"K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}


class Size(click.ParamType):  # type: ignore[type-arg]
    """An amount of memory: `2GB`, `512 MiB`. In bytes."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found = _SIZE.fullmatch(str(value).strip())
        if found is None or (size := int(float(found[1]) * _UNITS[found[2].upper()])) < 2**28:
            zh, en = (
                f"“{value}”不是 256MB 以上的大小，写成 2GB 的样子",
                f"{value!r} is no size of 256MB or more, such as 2GB",
            )
            raise WrongValue(zh, en, param, ctx)
        return size


def _processors() -> int:
    """How many the process may use; not every system says, and then all that there are."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class RegisterFile(click.ParamType):  # type: ignore[type-arg]
    """`KIND=FILE`."""

    name = "register"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        kind, equals, source = str(value).partition("=")
        if not equals or not kind.strip() or not source.strip():
            zh, en = (
                f"“{value}”不是“种类=文件”，写成 deaths=死亡登记.csv 的样子",
                f"{value!r} is not KIND=FILE, such as deaths=deaths.csv",
            )
            raise WrongValue(zh, en, param, ctx)
        return kind.strip(), source.strip()


@click.command(
    help=both(
        "Check the roll in FILE... (CSV, XLSX, XLS, ODS, Parquet, DuckDB, SQLite, a postgresql:// URL) by the rules.",
        "按规定核对名册，找出错发、漏发、重复和登记不符，写入结果文件夹。",
    )
    + "\n\nExit code: 0 all rows decided, 1 some undetermined, 2 some rejected, 3 the ruleset or the call is wrong."
    + "\n\n退出码：0 各行都已作出决定，1 有待定的行，2 有未能处理的行，3 规则集或命令有误。"
)
@click.argument("sources", metavar="FILE...", nargs=-1, required=True)
@click.option("--ruleset", required=True, metavar="ID", help=both("Rules to check by.", "所用的规则集。"))
@click.option("--as-of", type=Day(), metavar="DATE", help=both("The day to decide on.", "按哪一天的规定。"))
@click.option("--from", "first", metavar="MONTH", help=both("First month (2023-01) of a period.", "起始月份。"))
@click.option("--to", "last", metavar="MONTH", help=both("Last month of the period.", "结束月份。"))
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False),
    help=both("Folder for the results.", "存放结果的文件夹。"),
)  # fmt: skip
@click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("What the columns mean, as `assess roll map` writes it.", "写明各列是什么的映射文件。"),
)  # fmt: skip
@click.option(
    "--register", "registers", metavar="KIND=FILE", multiple=True, type=RegisterFile(),
    help=both(
        "A register to compare with: deaths, imprisoned, moved, roll:NAME, ltci, work_injury.",
        "用来比对的其他登记：死亡、服刑、迁出、名册:名称、长护险、工伤。",
    ),
)  # fmt: skip
@click.option(
    "--parameters", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("Figures that the office supplies or corrects.", "单位提供或更正的数值。"),
)  # fmt: skip
@click.option(
    "--only",
    multiple=True,
    metavar="DECISION",
    help=both("Only this decision; may be repeated.", "只要这项决定；可多次给出。"),
)
@click.option(
    "--lenient/--strict",
    help=both(
        "Use figures past their last review, with a warning; else they are refused.",
        "过了核对期的数值照用并提示；默认不用。",
    ),
)
@click.option(
    "--threads",
    type=click.IntRange(1, 1024),
    metavar="N",
    help=both("How many threads, or processes.", "线程数或进程数。"),
)
@click.option("--memory", type=Size(), default="2GB", show_default=True, help=both("Memory to use.", "内存上限。"))
@click.option("--cluster", metavar="URL", help=both("A Dask scheduler, tcp://HOST:PORT.", "Dask 集群地址。"))
@click.option("--resume", is_flag=True, help=both("Go on with an interrupted check.", "接着做中断的核对。"))
@click.option("--force", is_flag=True, help=both("Replace what the folder holds of a check.", "覆盖已有的核对。"))
@click.option("--unmask", is_flag=True, help=both("Write ID numbers in full.", "身份证号不遮盖。"))
@click.option("--table", metavar="NAME", help=both("The table of a database.", "数据库里的表名。"))
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME",
    help=both("Only this sheet; may be repeated.", "只读这个工作表；可多次给出。"),
)
@click.option("--share-rows", type=click.IntRange(1), hidden=True)  # for tests: shares of rolls that are small
@language_option
@click.pass_context
def check(
    context: click.Context,
    sources: tuple[str, ...],
    ruleset: str,
    as_of: datetime | None,
    first: str | None,
    last: str | None,
    out: Path,
    mapping: Path | None,
    registers: tuple[tuple[str, str], ...],
    parameters: Path | None,
    only: tuple[str, ...],
    lenient: bool,
    threads: int | None,
    memory: int,
    cluster: str | None,
    resume: bool,
    force: bool,
    unmask: bool,
    table: str | None,
    sheets: tuple[str, ...],
    share_rows: int | None,
) -> None:
    from assess.rolls.libraries import needed
    from assess.rolls.running.processes import processes_beforehand

    settings = context.find_root().obj = replace(settings_of(context), masks=not unmask)
    needed("assess roll check", "duckdb", "sqlglot", "xlsxwriter")
    threads = threads or _processors()
    # they load while this one does
    processes = context.with_resource(processes_beforehand(sources, memory, threads, cluster))

    from assess.cli.roll.progress import Shown
    from assess.cli.roll.summary import echo_summary, exit_code
    from assess.diagnostics.diagnostic import Diagnostic, Refused
    from assess.diagnostics.position import Position
    from assess.language.dates import number_of
    from assess.rolls.running.call import Call
    from assess.rolls.running.period import Period
    from assess.rolls.running.run import Check

    if (as_of is None) == (first is None and last is None) or (first is None) != (last is None):
        raise click.UsageError(
            settings.choose(
                "写明 --as-of 日期，或者 --from 起始月份 --to 结束月份，二者选一。",
                "Say either --as-of DATE or --from MONTH --to MONTH.",
            ),
            context,
        )
    if as_of is not None:
        period = Period.on(number_of(as_of.date()))
    else:
        try:
            period = Period.of_months(str(first), str(last))
        except ValueError:
            raise Refused([Diagnostic("R417", Position("--from"), {"first": str(first), "last": str(last)})]) from None
    call = Call(
        sources=sources,
        ruleset=ruleset,
        period=period,
        out=out,
        mapping=mapping,
        registers=registers,
        parameters=parameters,
        only=tuple(dict.fromkeys(only)) or None,
        strict=not lenient,
        threads=threads,
        memory=memory,
        cluster=cluster,
        resume=resume,
        force=force,
        unmask=unmask,
        language=cast(Literal["zh", "en"], settings.language),
        table=table,
        sheets=sheets,
        share_rows=share_rows,
    )
    with Shown(settings) as progress:
        run = Check(call, settings.library, progress, processes)
        try:
            manifest = run.run()
        except KeyboardInterrupt:
            progress.close()
            told = settings.choose(
                "已中断。做完的部分都保留着：同样的命令加 --resume 接着做。",
                "Interrupted. All that was finished is kept: the same command with --resume goes on with it.",
            )
            click.echo(told, err=True)
            raise
        finally:
            if run.warnings:
                progress.close()
                settings.report(run.warnings)
                if settings.diagnostics == "person":
                    click.echo(err=True)  # what follows, an error or the summary, stands by itself
    echo_summary(manifest, out, settings)
    sys.exit(exit_code(manifest))
