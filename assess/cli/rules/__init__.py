"""`assess rules`: rulesets listed and shown, checked, tested, drawn, and written as SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from assess.cli.days import Day
from assess.cli.encodings import echo_data
from assess.cli.output import RENDERERS, BilingualGroup, Settings, both, echo_table, language_option, settings_of

if TYPE_CHECKING:
    from assess.decisions.testing import ExampleResult
    from assess.diagnostics.diagnostic import Diagnostic
    from assess.language.program import Program
    from assess.library import Library, Loaded

FAULTY = 3
"""Exit code where a ruleset has faults, or an example does not come out as it should."""
STAGES = ("source", "surface", "resolved", "program")
SCHEMAS = ("ruleset", "form", "case", "decision", "parameters")


def complete_id(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids that a shell offers."""
    return [id_ for id_ in settings_of(ctx).library.ruleset_ids() if id_.startswith(incomplete)]


one_ruleset = click.argument("id_", metavar="ID", shell_complete=complete_id)
some_rulesets = click.argument("ids", metavar="[ID]...", nargs=-1, shell_complete=complete_id)


class Asked(NamedTuple):
    """A ruleset asked for, and the library to look it up in."""

    library: Library
    id: str


def asked(settings: Settings, library: Library, given: str) -> Asked:
    """What is meant by an id, or by a path inside a folder `rulesets/`, which then goes before the others."""
    path = Path(given).resolve()
    if not path.exists() or "rulesets" not in path.parts[:-1]:
        return Asked(library, given)
    depth = len(path.parts) - 1 - path.parts[::-1].index("rulesets")
    if (path.parent / "ruleset.yaml").exists():
        path = path.parent
    from assess.library import Library

    found = Library.default((Path(*path.parts[:depth]), *settings.folders))
    return Asked(found, Path(*path.parts[depth + 1 :]).with_suffix("").as_posix())


def asked_for(settings: Settings, given: Sequence[str]) -> list[Asked]:
    """The rulesets named; all there are, when none is."""
    library = settings.library
    if not given:
        return [Asked(library, id_) for id_ in library.ruleset_ids()]
    return [asked(settings, library, one) for one in given]


def checked_program(settings: Settings, given: str, decision: str | None = None) -> tuple[Program, Loaded]:
    """The program of a ruleset. Raises Refused where it has faults, or has no decision of that name."""
    from assess.diagnostics.diagnostic import Diagnostic, Refused, nearest
    from assess.diagnostics.position import Position

    library, id_ = asked(settings, settings.library, given)
    program = library.program(id_)
    visible = [one.name for one in program.decisions.values() if not one.hidden]
    if decision is not None and decision not in visible:
        arguments = {"name": decision, "ruleset": program.id, "near": nearest(decision, visible)}
        raise Refused([Diagnostic("X103", Position("--decision"), arguments)])
    return program, library.load(id_)


@click.group(
    cls=BilingualGroup,
    help=both("List, show, check, test and draw rulesets.", "规则集：列出、查看、检查、测试、画图。"),
)
def rules() -> None:
    pass


@rules.command("list", help=both("Every ruleset, with its size and whether it can be used.", "列出所有规则集。"))
@language_option
@click.pass_context
def list_(ctx: click.Context) -> None:
    settings = settings_of(ctx)
    library = settings.library
    rows = []
    for id_ in library.ruleset_ids():
        loaded = library.load(id_)
        label = version = base = size = ""
        if loaded.surface is not None:
            label = settings.choose(loaded.surface.label.zh, loaded.surface.label.en)
            version = loaded.surface.version
            base = loaded.surface.builds_on or ""
        if loaded.program is not None:
            visible = [one for one in loaded.program.decisions.values() if not one.hidden]
            own = sum(one.ruleset == id_ for one in visible)
            size = f"{own}"
            if own < len(visible):
                size += settings.choose(f" + 沿用 {len(visible) - own}", f" + {len(visible) - own} inherited")
        rows.append((id_, label, version, base, size, _state(settings, loaded.diagnostics)))
    headers = settings.choose("编号|名称|版本|基于|决定|状态", "id|name|version|builds on|decisions|state")
    echo_table(headers.split("|"), rows)


def _state(settings: Settings, diagnostics: Iterable[Diagnostic]) -> str:
    """`usable`, or how many faults there are."""
    severities = [found.severity for found in diagnostics]
    errors, warnings = severities.count("error"), severities.count("warning")
    parts = []
    if errors:
        parts.append(settings.choose(f"{errors} 处错误", f"{errors} error{'s' if errors > 1 else ''}"))
    if warnings:
        parts.append(settings.choose(f"{warnings} 处警告", f"{warnings} warning{'s' if warnings > 1 else ''}"))
    return settings.choose("，", ", ").join(parts) or settings.choose("可用", "usable")


@rules.command(help=both("What a ruleset decides, and by which clauses.", "规则集的内容：每项决定、依据、规则和标准。"))
@one_ruleset
@click.option(
    "--stage",
    type=click.Choice(STAGES),
    help=both("Instead, what a pass of the loader makes of it.", "改为显示读取过程某一步的结果。"),
)
@click.option("--decision", metavar="NAME", help=both("Only this decision.", "只看这一项决定。"))
@language_option
@click.pass_context
def show(ctx: click.Context, id_: str, stage: str | None, decision: str | None) -> None:
    settings = settings_of(ctx)
    if stage is not None and stage != "program" and decision is None:
        library, id_ = asked(settings, settings.library, id_)
        _show_stage(settings, library.load(id_), stage)
        return
    program, loaded = checked_program(settings, id_, decision)
    if stage is None:
        from assess.cli.rules.summary import summary

        click.echo(summary(program, settings.language, decision))
    elif stage == "program":
        from assess.language.printing import render

        click.echo(render(program, None if decision is None else {decision}))
    else:
        assert decision is not None
        if program.decisions[decision].ruleset != program.id and stage != "resolved":
            library = asked(settings, settings.library, id_).library
            loaded = library.load(program.decisions[decision].ruleset)
        _show_stage(settings, loaded, stage, decision)


def _show_stage(settings: Settings, loaded: Loaded, stage: str, decision: str | None = None) -> None:
    """Prints what a pass yielded; where faults kept it from yielding anything, these."""
    from assess.diagnostics.diagnostic import Refused
    from assess.language import resolved, source, surface

    if stage == "source" and loaded.trees:
        for tree in loaded.trees:
            if decision is not None:
                assert isinstance(tree, source.Mapping)
                tree = source.find(tree, ("decisions", decision))[0]
            click.echo(source.render(tree))
    elif stage == "surface" and loaded.surface is not None:
        click.echo(surface.render(loaded.surface if decision is None else loaded.surface.decisions[decision]))
    elif stage == "resolved" and loaded.resolved is not None:
        text = resolved.render(loaded.resolved)
        click.echo(text if decision is None else _block(text, f"decision {decision}"))
    else:
        raise Refused(loaded.diagnostics)
    if len(loaded.diagnostics):
        settings.report(loaded.diagnostics)


def _block(text: str, head: str) -> str:
    """The line that begins with these words, and the lines indented below it."""
    lines = text.splitlines()
    start = next(index for index, line in enumerate(lines) if f"{line} ".startswith(f"{head} "))
    end = next((index for index in range(start + 1, len(lines)) if not lines[index].startswith(" ")), len(lines))
    return "\n".join(lines[start:end])


@rules.command(help=both("Every fault of the rulesets named (or of all), at once.", "检查规则集，一次列出所有问题。"))
@some_rulesets
@click.option(
    "--format", "renderer", type=click.Choice(RENDERERS), help=both("How faults are shown.", "问题的显示方式。")
)
@click.option("--strict-warnings", is_flag=True, help=both("Warnings count as faults.", "警告也算不通过。"))
@language_option
@click.pass_context
def check(ctx: click.Context, ids: tuple[str, ...], renderer: str | None, strict_warnings: bool) -> int:
    settings = settings_of(ctx)
    renderer = renderer or settings.diagnostics
    failing = ("error", "warning") if strict_warnings else ("error",)
    all_found: dict[str, list[Diagnostic]] = {}
    for library, id_ in asked_for(settings, ids):
        all_found[id_] = list(library.load(id_).diagnostics)
    failed = {id_ for id_, found in all_found.items() if any(one.severity in failing for one in found)}
    _echo_checked(settings, renderer, all_found, failed)
    return FAULTY if failed else 0


def _echo_checked(settings: Settings, renderer: str, all_found: dict[str, list[Diagnostic]], failed: set[str]) -> None:
    if renderer == "json":
        from assess.diagnostics import as_json

        checked: list[Any] = [
            {"ruleset": id_, "passed": id_ not in failed, "diagnostics": as_json(found)}
            for id_, found in all_found.items()
        ]
        echo_data(json.dumps(checked, ensure_ascii=False, indent=2))
        return
    once: list[Diagnostic] = []  # a fault of a ruleset is found again in those that build on it
    for found in all_found.values():
        once += [one for one in found if one not in once]
    if renderer == "person":
        none = settings.choose("没有问题", "no faults")
        usable = settings.choose("可用", "usable")
        states = {id_: _state(settings, found) for id_, found in all_found.items()}
        width = max(map(len, states), default=0)
        for id_, state in states.items():
            click.echo(f"{'✗' if id_ in failed else '✓'} {id_:<{width}}  {none if state == usable else state}")
        if once:
            click.echo()
    if once:
        click.echo(settings.rendered(once, renderer))


@rules.command(help=both("Every clause of its instruments, and what became of it.", "逐条列出条款的落实情况。"))
@one_ruleset
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@language_option
@click.pass_context
def coverage(ctx: click.Context, id_: str, format_: str) -> int:
    from assess.cli.rules.coverage import complete, coverage_data, coverage_text
    from assess.diagnostics.diagnostic import Refused

    settings = settings_of(ctx)
    library, id_ = asked(settings, settings.library, id_)
    loaded = library.load(id_)
    program = loaded.program
    if program is None:  # other faults do not keep the clauses from being counted
        raise Refused(loaded.diagnostics)
    if format_ == "json":
        echo_data(json.dumps(coverage_data(program), ensure_ascii=False, indent=2))
    else:
        click.echo(coverage_text(program, settings.language))
    return 0 if complete(program) else FAULTY


@rules.command(help=both("Runs the examples that stand in the rulesets.", "运行规则集内的示例。"))
@some_rulesets
@click.option("--engine", type=click.Choice(("auto", "interpreter", "rete")), default="auto", show_default=True)
@click.option("-v", "--verbose", is_flag=True, help=both("The examples that pass, too.", "也列出通过的示例。"))
@language_option
@click.pass_context
def test(ctx: click.Context, ids: tuple[str, ...], engine: str, verbose: bool) -> int:
    from assess.decisions.testing import run_examples
    from assess.diagnostics.diagnostic import Refused
    from assess.engines.selection import engine as selected

    settings = settings_of(ctx)
    runner = selected(engine)
    failed = 0
    for library, id_ in asked_for(settings, ids):
        program, resolved = library.program(id_), library.load(id_).resolved
        if resolved is None:
            raise Refused(library.load(id_).diagnostics)
        passed = total = 0
        for result in run_examples(program, resolved, runner):
            total += 1
            passed += result.passed
            if verbose or not result.passed:
                _echo_example(settings, result)
        failed += total - passed
        count = settings.choose(f"{total} 个示例，{passed} 个通过", f"{passed} of {total} examples pass")
        none = settings.choose("没有示例", "no examples")
        click.echo(f"{id_}{settings.choose('：', ': ')}{count if total else none}")
    return FAULTY if failed else 0


def _echo_example(settings: Settings, result: ExampleResult) -> None:
    mark = "✓" if result.passed else "✗"
    click.echo(f"{mark} {result.name.in_language(settings.language)}  ({result.position})")
    for failure in result.failures:
        zh, en = {
            "value": ("应为 {0}，实为 {1}", "expected {0}, found {1}"),
            "because": ("理由中没有 {0}；有：{1}", "the reasons lack {0}; they are: {1}"),
            "rejected": ("应为 {0}，但个案被退回：{1}", "expected {0}, but the case is rejected: {1}"),
        }[failure.kind]
        click.echo(f"    {failure.decision}: {settings.choose(zh, en).format(failure.expected, failure.found)}")


@rules.command(help=both("The JSON Schema of what this program reads and writes.", "各类文件的 JSON Schema。"))
@click.argument("what", type=click.Choice(SCHEMAS), default="ruleset")
def schema(what: str) -> None:
    echo_data(json.dumps(_schema(what), ensure_ascii=False, indent=2))


def _schema(what: str) -> dict[str, Any]:
    if what == "ruleset":
        from assess.language.surface import ruleset_schema

        return ruleset_schema()
    if what == "form":
        from assess.forms.definition import form_schema

        return form_schema()
    if what == "parameters":
        from assess.language.supplied import SuppliedText

        found = SuppliedText.model_json_schema(by_alias=True)
        return {"$id": "https://assess.example/schema/parameters-1.json", **found}
    if what == "case":
        from assess.cases.schema import case_schema

        return case_schema()
    from assess.decisions.schema import decision_schema

    return decision_schema()


@rules.command(help=both("Draws which decision requires which facts and decisions.", "画决策需求图。"))
@one_ruleset
@click.option("--decision", metavar="NAME", help=both("Only what this decision requires.", "只画这一项决定所需要的。"))
@click.option("--format", "format_", type=click.Choice(("svg", "mermaid")), default="svg", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help=both("Write to this file, not to standard output.", "写入文件。"),
)
@language_option
@click.pass_context
def graph(ctx: click.Context, id_: str, decision: str | None, format_: str, output: Path | None) -> None:
    from assess.language.graph import graph_of, mermaid, svg

    settings = settings_of(ctx)
    program, _ = checked_program(settings, id_, decision)
    found = graph_of(program, settings.language, decision)
    text = svg(found) if format_ == "svg" else mermaid(found)
    if output is None:
        echo_data(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


@rules.command(help=both("A query that decides in an office's own database.", "写成查询，在单位自己的数据库里评定。"))
@one_ruleset
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help=both("The date decided on; today, when none is given.", "按哪一天的规定；不写则为今天。"),
)
@click.option(
    "--dialect",
    metavar="DIALECT",
    default="duckdb",
    show_default=True,
    help=both("The database's SQL: duckdb, postgres, spark.", "数据库的语法。"),
)
@click.option("--only", multiple=True, metavar="DECISION", help=both("Only this; may be repeated.", "只要这一项。"))
@click.option(
    "--parameters",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=both("Figures that the office supplies or corrects.", "单位提供或更正的数值。"),
)
@click.option(
    "--lenient", is_flag=True, help=both("Figures past their last review are used.", "过了核对期的数值照用。")
)
@click.option(
    "--table", metavar="NAME", default="facts", show_default=True, help=both("The table of facts.", "事实表的名称。")
)
@click.option(
    "--conditions", is_flag=True, help=both("The outcome of each row's condition, too.", "也列出各行的条件。")
)
@language_option
@click.pass_context
def sql(
    ctx: click.Context,
    id_: str,
    as_of: datetime | None,
    dialect: str,
    only: tuple[str, ...],
    parameters: Path | None,
    lenient: bool,
    table: str,
    conditions: bool,
) -> None:
    from assess.cli.rules.warehouse import edition_asked_for, supplied_by, written_query
    from assess.language.dates import number_of

    settings = settings_of(ctx)
    library, id_ = asked(settings, settings.library, id_)
    program = library.program(id_, supplied_by(parameters))
    day = number_of(date.today() if as_of is None else as_of.date())
    edition = edition_asked_for(program, day, only, strict=not lenient)
    echo_data(written_query(edition, dialect, table, settings.language, conditions=conditions), nl=False)
    if edition.warnings:
        settings.report(edition.warnings)
