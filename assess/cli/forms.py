"""`assess forms`: forms listed and shown, blank cases printed, filled ones checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.encodings import echo_data
from assess.cli.output import BilingualGroup, Settings, both, echo_table, language_option, settings_of

if TYPE_CHECKING:
    from assess.cases.frame import RawCase
    from assess.diagnostics.diagnostic import Diagnostics
    from assess.forms.checking import Checked
    from assess.forms.definition import Form, QuestionText, SectionText
    from assess.language.law import Input
    from assess.library import Library

REJECTED = 2
"""Exit code where a case has faults."""
FAULTY = 3
"""Exit code where a form itself has faults."""
DEFAULT_RULESET = "national"
CONFIDENCE = {
    "published": ("已公布", "published"),
    "assumed": ("推定", "assumed"),
    "placeholder": ("占位", "placeholder"),
}


def complete_form(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids that a shell offers."""
    return [id_ for id_ in settings_of(ctx).library.form_ids() if id_.startswith(incomplete)]


def confidence_in_words(confidence: str, settings: Settings) -> str:
    return settings.choose(*CONFIDENCE[confidence])


@click.group(
    cls=BilingualGroup, help=both("List, show and check forms, print blank ones.", "表单：列出、查看、空白表、检查。")
)
def forms() -> None:
    pass


@forms.command("list", help=both("The forms there are.", "列出全部表单。"))
@language_option
@click.pass_context
def list_forms(context: click.Context) -> None:
    settings = settings_of(context)
    headers = ("表", "名称", "依据", "可信程度", "节", "题") if settings.language == "zh" else (
        "form", "label", "source", "confidence", "sections", "questions")  # fmt: skip
    rows = []
    library = settings.library
    for id_ in library.form_ids():
        form = library.form(id_)
        if form is None:
            rows.append((id_, settings.choose("有错误，不能使用", "faulty, cannot be used"), "", "", "", ""))
            continue
        text = form.text
        label = settings.choose(text.label.zh, text.label.en)
        confidence = confidence_in_words(text.confidence, settings)
        counts = (str(len(text.sections)), str(len(form.inputs)))
        rows.append((id_, label, text.source.number or "", confidence, *counts))
    echo_table(headers, rows)


@forms.command(help=both("The questions of a form, with the answers and their scores.", "查看表单的问题、选项和分值。"))
@click.argument("form_id", metavar="FORM", shell_complete=complete_form)
@language_option
@click.pass_context
def show(context: click.Context, form_id: str) -> None:
    settings = settings_of(context)
    for line in _shown(form_of(settings.library, form_id), settings):
        click.echo(line)


@forms.command(
    help=both("A blank case for one or more forms, as YAML to fill in.", "输出空白表（YAML），填好即可评定。")
)
@click.argument("form_ids", metavar="FORM...", nargs=-1, required=True, shell_complete=complete_form)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=both("Write it there; an existing file is left alone.", "写到文件；已有的文件不覆盖。"),
)  # fmt: skip
@click.option(
    "--ruleset", metavar="ID", default=DEFAULT_RULESET, show_default=True,
    help=both("The ruleset that the case names.", "个案所用的规则集。"),
)  # fmt: skip
@language_option
@click.pass_context
def blank(context: click.Context, form_ids: tuple[str, ...], out: Path | None, ruleset: str) -> None:
    from assess.forms.blank import blank as blank_case

    settings = settings_of(context)
    library = settings.library
    library.program(ruleset)  # refuses a name that is no ruleset's
    text = blank_case([form_of(library, id_) for id_ in dict.fromkeys(form_ids)], ruleset, settings.language)
    if out is None:
        echo_data(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(
            settings.choose(f"{out} 已经存在；另取文件名", f"{out} exists already; choose another name")
        ) from None
    click.echo(settings.choose(f"已写入 {out}", f"written to {out}"))


@forms.command(help=both(
    "Check filled cases against the forms, without deciding them; or, without FILE, the forms themselves.",
    "检查填好的表，不作决定；不给文件时检查表单本身。",
))  # fmt: skip
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--form", "form_ids", multiple=True, metavar="FORM",
    help=both("Only the questions of this form may be answered; may be repeated.", "只许回答这张表，可多次给出。"),
)  # fmt: skip
@click.option(
    "--ruleset", metavar="ID",
    help=both("Facts that this ruleset reads are allowed too.", "也接受这套规则用到的其他事实。"),
)  # fmt: skip
@click.option(
    "--definition", "definitions", multiple=True, metavar="FORM",
    help=both("Check this form, given by its id or its file; may be repeated.", "检查表单本身，写编号或文件，可多次。"),
)  # fmt: skip
@language_option
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    form_ids: tuple[str, ...],
    ruleset: str | None,
    definitions: tuple[str, ...],
) -> None:
    settings = settings_of(context)
    library = settings.library
    sound = accepted = True
    if definitions or not files:
        for id_ in definitions or library.form_ids():
            sound &= _definition_accepted(id_, library, settings)
    if files:
        every = [library.form(id_) for id_ in library.form_ids()]
        known = [form_of(library, id_) for id_ in form_ids] or [form for form in every if form is not None]
        for checked in _checked(files, known, ruleset, library):
            accepted &= checked.accepted
            _report(checked, settings)
    sys.exit(FAULTY if not sound else 0 if accepted else REJECTED)


def form_of(library: Library, id_: str) -> Form:
    """The form; raises Refused, with what is wrong, where there is none of that id or it has faults."""
    from assess.diagnostics.diagnostic import Refused

    form = library.form(id_)
    if form is None:
        raise Refused(library.form_diagnostics(id_))
    return form


# checking


def _definition_accepted(id_: str, library: Library, settings: Settings) -> bool:
    """Reports on a form, named by its id or its file."""
    from assess.diagnostics.diagnostic import Diagnostics

    if id_.endswith((".yaml", ".yml")):
        found = Diagnostics()
        _read_definition(Path(id_), found)
    else:
        found = library.form_diagnostics(id_)
        if id_ not in library.form_ids():
            form_of(library, id_)
    if len(found):
        settings.report(found)
    faults = sum(1 for one in found if one.severity == "error")
    click.echo(settings.choose(f"表单 {id_}：", f"form {id_}: ") + _verdict(faults, settings))
    return not faults


def _verdict(faults: int, settings: Settings) -> str:
    if not faults:
        return settings.choose("没有错误", "in order")
    return settings.choose(f"{faults} 处错误", f"{faults} fault{'s' if faults > 1 else ''}")


def _read_definition(path: Path, diagnostics: Diagnostics) -> None:
    from assess.forms.loading import form_of as form_in
    from assess.language.source import read_file

    tree = read_file(path, str(path), diagnostics)
    if tree is not None:
        form_in(tree, diagnostics)


def _checked(files: tuple[str, ...], known: list[Form], ruleset: str | None, library: Library) -> Iterator[Checked]:
    from assess.cases.reading import read_cases
    from assess.forms.checking import Checker

    checker = Checker(known)
    for name in files:
        for case in read_cases(name, sys.stdin):
            yield checker.check(case, _others(case, ruleset, library))


def _others(case: RawCase, ruleset: str | None, library: Library) -> dict[str, Input]:
    """The facts that the ruleset of the call, or of the case, reads beside those of forms."""
    from assess.diagnostics.diagnostic import Diagnostic, nearest

    id_ = ruleset or case.ruleset
    if id_ is None:
        return {}
    known = library.ruleset_ids()
    if ruleset is None and id_ not in known:
        arguments = {"ruleset": id_, "near": nearest(id_, known), "known": ", ".join(known)}
        case.problems.append(Diagnostic("X101", case.place_of("ruleset"), arguments))
        return {}
    inputs = library.program(id_).inputs
    return {name: one for name, one in inputs.items() if one.form is None}


def _report(checked: Checked, settings: Settings) -> None:
    case = checked.case
    if checked.problems:
        settings.report(checked.problems)
    faults = sum(problem.severity == "error" for problem in checked.problems)
    place = case.position.file
    head = settings.choose(f"{place}：个案 {case.id}：", f"{place}: case {case.id}: ")
    if faults:
        click.echo(head + _verdict(faults, settings))
        return
    counts = settings.choose("，", ", ").join(f"{one.form.id} {one.answered}/{one.asked}" for one in checked.filled)
    answered = (
        settings.choose(f"已答 {counts}", f"answered: {counts}")
        if counts
        else settings.choose("没有答案", "no answers")
    )
    click.echo(head + _verdict(0, settings) + settings.choose("；", "; ") + answered)


# showing


def _shown(form: Form, settings: Settings) -> Iterator[str]:
    from assess.cli.wrapping import wrapped
    from assess.forms.sheet import title

    text, source = form.text, form.text.source
    yield click.style(title(form, settings.language), bold=True)
    issued = "" if source.issued is None else settings.choose(f"，{source.issued} 发布", f", issued {source.issued}")
    name = settings.choose(f"《{source.title.zh}》，{source.issuer.zh}", f"{source.title.en}, {source.issuer.en}")
    yield from wrapped(f"{name}{issued}")
    confidence = confidence_in_words(text.confidence, settings)
    yield settings.choose(
        f"编号 {form.id}，版本 {text.version}，内容{confidence}，{len(form.inputs)} 题",
        f"id {form.id}, version {text.version}, content {confidence}, {len(form.inputs)} questions",
    )
    if text.note is not None:
        yield from wrapped(settings.choose(text.note.zh, text.note.en))
    scales: dict[str, str] = {}
    for section in text.sections:
        yield ""
        yield click.style(_section_line(section, settings), bold=True)
        if section.note is not None:
            yield from wrapped(settings.choose(section.note.zh, section.note.en), "  ")
        for question in section.questions:
            yield from _question_lines(form, question, scales, settings)


def _section_line(section: SectionText, settings: Settings) -> str:
    from assess.forms.sheet import heading

    line = heading(section, settings.language)
    if not section.scored:
        return line
    most = sum(int(question.maximum or 0) for question in section.questions if question.type == "integer")
    return line + settings.choose(f"（计分，满分 {most}）", f" (scored, {most} points at most)")


def _question_lines(form: Form, question: QuestionText, scales: dict[str, str], settings: Settings) -> Iterator[str]:
    from assess.cli.wrapping import wrapped
    from assess.forms.answers import allowed

    code = f"{question.code} " if question.code else ""
    label = settings.choose(question.label.zh, question.label.en)
    scale = question.options if isinstance(question.options, str) else None
    answers = allowed(question, settings.language)
    if scale is not None and scale in scales:
        answers += settings.choose(f"，各档同“{scales[scale]}”", f", as under “{scales[scale]}”")
    yield from wrapped(f"{code}{label}", "  ")
    yield f"    {question.id}{settings.choose('：', ': ')}{answers}"
    if question.ask is not None:
        yield from wrapped(settings.choose(question.ask.zh, question.ask.en), "    ")
    if question.help is not None:
        yield from wrapped(settings.choose(question.help.zh, question.help.en), "    ")
    if question.only_if is not None:
        condition = _condition(form, question, settings)
        yield from wrapped(settings.choose(f"只在{condition}时问", f"only if {condition}"), "    ")
    if scale is not None and scale in scales:
        return
    if scale is not None:
        scales[scale] = label
    for option in form.options_of(question):
        yield from wrapped(settings.choose(option.zh, option.en), f"      {option.value}  ")


def _condition(form: Form, question: QuestionText, settings: Settings) -> str:
    from assess.diagnostics.diagnostic import Diagnostics
    from assess.diagnostics.position import Position
    from assess.forms.conditions import condition_in_words, conditions_of

    condition = conditions_of(form, lambda _: Position(""), Diagnostics())[question.id]
    return condition_in_words(form, condition, settings.language)
