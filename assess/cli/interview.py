"""`assess interview`: a form's questions asked at the terminal, one at a time, and the answers kept in a case file."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.asking import Conversation
from assess.cli.days import Day
from assess.cli.forms import DEFAULT_RULESET, REJECTED, complete_form, form_of
from assess.cli.output import Settings, both, language_option, settings_of

if TYPE_CHECKING:
    from assess.cases.frame import RawCase
    from assess.forms.definition import Form
    from assess.forms.keeping import CaseFile
    from assess.language.law import Input
    from assess.language.program import Program
    from assess.library import Library

WRONG_CALL = 3
UNFINISHED = 1
"""Exit code where the interview was left before its end."""


@click.command(help=both(
    "Ask the questions of FORM one at a time and keep the answers in a case file, saved after each of them.",
    "逐题提问，答案随时存入个案文件；可以中途离开，以后用 --resume 接着答。",
))  # fmt: skip
@click.argument("form_id", metavar="FORM", shell_complete=complete_form)
@click.option(
    "--ruleset", metavar="ID",
    help=both(f"Whose levels are shown. Default: that of the case, or {DEFAULT_RULESET}.", "按哪套规则显示等级。"),
)  # fmt: skip
@click.option(
    "--as-of", type=Day(), metavar="DATE",
    help=both("The day decided on. Default: that of the assessment, or today.", "按哪一天的规则；默认评估日期或今天。"),
)  # fmt: skip
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help=both("Where the answers go; a new file. Default: FORM-DATE.yaml here.", "答案存入的新文件。"),
)  # fmt: skip
@click.option(
    "--resume", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help=both("Go on with this case, and keep the answers there unless --out says otherwise.", "接着填这个个案。"),
)  # fmt: skip
@click.option(
    "--case", "case_id", metavar="ID", help=both("The id of the case. Default: the name of the file.", "个案编号。")
)
@language_option
@click.pass_context
def interview(
    context: click.Context,
    form_id: str,
    ruleset: str | None,
    as_of: datetime | None,
    out: Path | None,
    resume: Path | None,
    case_id: str | None,
) -> None:
    from assess.diagnostics.diagnostic import Refused
    from assess.forms.decided_on import Days
    from assess.forms.interview import Interview
    from assess.forms.keeping import case_in, refuse_faults
    from assess.language.dates import number_of

    settings = settings_of(context)
    library = settings.library
    form = form_of(library, form_id)
    try:
        resumed = None if resume is None else case_in(resume)
        program = library.program(ruleset or (resumed and resumed.ruleset) or DEFAULT_RULESET)
        if resumed is not None:
            refuse_faults(resumed, form, {**_questions(library), **program.inputs})
    except Refused as refused:
        settings.report(refused.diagnostics)
        sys.exit(WRONG_CALL if resume is None else REJECTED)
    start = Interview.begin(form, {} if resumed is None else resumed.facts)
    today = number_of(date.today())
    days = Days(
        today,
        None if as_of is None else number_of(as_of.date()),
        None if resumed is None else resumed.as_of,
        None if resumed is None else start.assessed_on(),
    )
    file = _case_file(form, program, resumed, _path(form, out, resume, settings), case_id, settings.language)
    finished = Conversation(settings, program, file, days, start).run()
    sys.exit(0 if finished else UNFINISHED)


def _questions(library: Library) -> dict[str, Input]:
    """The questions of all forms."""
    forms = [library.form(id_) for id_ in library.form_ids()]
    return {name: one for form in forms if form is not None for name, one in form.inputs.items()}


def _path(form: Form, out: Path | None, resume: Path | None, settings: Settings) -> Path:
    """Where the answers go. Refuses to write over a file other than the one gone on with."""
    if out is None and resume is not None:
        out = resume if resume.suffix in (".yaml", ".yml") else resume.with_suffix(".yaml")
    if out is None:
        stem = f"{form.id}-{date.today().isoformat()}"
        names = (Path(f"{stem}{'' if count == 1 else f'-{count}'}.yaml") for count in range(1, 10_000))
        return next(path for path in names if not path.exists())
    if out.exists() and (resume is None or not out.samefile(resume)):
        raise click.UsageError(
            settings.choose(
                f"{out} 已经存在；接着填用 --resume {out}，否则另取文件名",
                f"{out} exists already; go on with it by --resume {out}, or choose another name",
            )
        )
    return out


def _case_file(
    form: Form, program: Program, resumed: RawCase | None, path: Path, case_id: str | None, language: str
) -> CaseFile:
    from assess.forms.keeping import CaseFile, states_its_id
    from assess.forms.sheet import CaseFrame

    if resumed is None:
        return CaseFile(path, CaseFrame(case_id or path.stem, program.id), {}, program.inputs, language)
    kept_id = resumed.id if states_its_id(resumed) else path.stem
    frame = CaseFrame(case_id or kept_id, program.id, known_at=resumed.known_at, stated=resumed.stated)
    others = {name: answer for name, answer in resumed.facts.items() if name not in form.inputs}
    return CaseFile(path, frame, others, program.inputs, language)
