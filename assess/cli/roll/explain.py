"""`assess roll explain`: why the rows of a checked roll came out as they did."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import click

from assess.cli.encodings import echo_data
from assess.cli.output import both, language_option, settings_of
from assess.cli.results import WRITERS, Answer
from assess.cli.roll.beside import RowBeside


@click.command(
    help=both(
        "Say what was found of rows of a checked roll, and explain them as `assess evaluate` would. CASE: the case of "
        "a row, FILE:ROW, SHEET:ROW, an ID number or a person's name.",
        "说明名册中各行发现的问题，以及结论和理由（与个案评定完全一致）。"
        "CASE 写编号、“文件:行号”、“工作表:行号”、身份证号或姓名。",
    )
    + "\n\nExit code: 0 all decided, 1 some undetermined, 2 some rejected, 3 the call is wrong."
    + "\n\n退出码：0 都已作出决定，1 有待定的，2 有未能处理的，3 命令有误。"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("cases", metavar="CASE...", nargs=-1, required=True)
@click.option("--month", metavar="MONTH", help=both("Only this month of several.", "只看这个月。"))
@click.option(
    "--format", "format_", type=click.Choice([*WRITERS, "case"]), default="text", show_default=True,
    help=both("How to show it; `case` gives the case for `assess evaluate`.", "输出格式；case 给出个案文件。"),
)  # fmt: skip
@click.option("--only", multiple=True, metavar="DECISION", help=both("Only this decision.", "只要这项决定。"))
@click.option("--full", is_flag=True, help=both("Unfold every reason.", "展开全部理由。"))
@click.option("--unmask", is_flag=True, help=both("Show ID numbers in full.", "身份证号不遮盖。"))
@language_option
@click.pass_context
def explain(
    context: click.Context,
    folder: Path,
    cases: tuple[str, ...],
    month: str | None,
    format_: str,
    only: tuple[str, ...],
    full: bool,
    unmask: bool,
) -> None:
    from assess.rolls.libraries import needed

    needed("assess roll explain", "duckdb", "sqlglot")
    from assess.diagnostics.diagnostic import Diagnostics
    from assess.rolls.explaining import Explaining, as_case_file

    settings = context.find_root().obj = replace(settings_of(context), masks=not unmask)
    # a notice goes to the person, and a case to another program, which needs all of it
    opened = Explaining(folder, settings.library, unmask=unmask or format_ in ("notice", "case"))
    program = opened.program
    opened.find(cases, month)
    if format_ == "notice":
        opened.may_be_notified(cases, month)
    if opened.warnings:
        settings.report(opened.warnings)
    if format_ == "case":
        faults = Diagnostics()
        for case in opened.cases(cases, month):
            if case.problems:
                faults.extend(case.problems)
                continue
            echo_data(json.dumps(as_case_file(case), ensure_ascii=False, default=_number))
        if faults:
            settings.report(faults)
        sys.exit(2 if faults else 0)

    def answers() -> Iterator[Answer]:
        wanted = tuple(dict.fromkeys(only)) or None
        for one in opened.results(cases, month, wanted, ranked=format_ != "jsonl"):
            yield Answer(one.result, program, RowBeside(one.beside))

    statuses: Counter[str] = Counter()
    for result in WRITERS[format_](answers(), settings.language, full):
        statuses[result.status] += 1
    sys.exit(2 if statuses["rejected"] else 1 if statuses["undetermined"] else 0)


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value) if value != value.to_integral_value() else int(value)
    raise TypeError(type(value).__name__)
