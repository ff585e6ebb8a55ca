"""`assess evaluate`: cases in, explained decisions out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assess.cli.days import Day
from assess.cli.output import Settings, both, language_option, settings_of
from assess.cli.results import WRITERS, Answer, Results

if TYPE_CHECKING:
    from assess.cases.reading import RawCase
    from assess.decisions.evaluation import Evaluator
    from assess.diagnostics.diagnostic import Diagnostic

FORMATS = ("text", "json", "jsonl", "html", "notice")
_MOST_WAITING = 1000
"""After so many cases at the beginning of which none names a ruleset, no more are read."""


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--ruleset",
    metavar="ID",
    help=both("The ruleset to decide by; otherwise the one each case names.", "所用的规则集；不写则按各个案所写。"),
)
@click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help=both("The date decided on, for cases that state none.", "按哪一天的规定；用于没有写日期的个案。"),
)
@click.option(
    "--known-at",
    type=Day(),
    metavar="DATE",
    help=both("Use only what could be known on this date.", "只用这一天已能知道的规定和数值。"),
)
@click.option(
    "--parameters", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help=both("Figures that the office supplies or corrects.", "单位提供或更正的数值。"),
)  # fmt: skip
@click.option(
    "--engine",
    type=click.Choice(["auto", "interpreter", "rete"]),
    default="auto",
    show_default=True,
    help=both("Which engine decides; the results are the same.", "用哪种引擎；结果相同。"),
)
@language_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help=both("How to show it; `notice` is for the person.", "输出格式；notice 是给本人的告知书。"),
)
@click.option(
    "--only",
    multiple=True,
    metavar="DECISION",
    help=both("Decide only this (and what it needs); may be repeated.", "只要这项决定（和它所需要的）；可多次给出。"),
)
@click.option(
    "--full",
    is_flag=True,
    help=both("Text: every condition down to the last fact.", "文字格式：每个条件都展开到最后一个答案。"),
)
@click.option(
    "--lenient",
    is_flag=True,
    help=both("Figures past their last review give a warning, not an error.", "过了核对期的数值照用并提示，不作错误。"),
)
@click.pass_context
def evaluate(
    context: click.Context,
    files: tuple[str, ...],
    ruleset: str | None,
    as_of: datetime | None,
    known_at: datetime | None,
    parameters: Path | None,
    engine: str,
    format_: str,
    only: tuple[str, ...],
    full: bool,
    lenient: bool,
) -> None:
    """Decide the cases in FILE... (YAML, JSON, or JSON Lines with one case a line; `-` is standard input).

    A case may state results found elsewhere, such as a level of ability, in place of what would lead to them.

    逐个评定个案，给出结论、理由和依据条款；个案可以写明别处的认定结果（stated），代替得出它的各项答案。

    Exit code: 0 all decided, 1 some undetermined, 2 some rejected, 3 the ruleset or the call is wrong.

    退出码：0 都已作出决定，1 有待定的，2 有退回的，3 规则集或命令有误。
    """
    settings = settings_of(context)
    language = settings.language
    session = _Session(
        settings, parameters, engine, tuple(dict.fromkeys(only)) or None, strict=not lenient, ranked=format_ != "jsonl"
    )
    results = session.results(_cases(files, as_of, known_at), ruleset)
    statuses: Counter[str] = Counter()
    for result in WRITERS[format_](results, language, full):
        statuses[result.status] += 1
    if engine == "rete":
        session.report_handed_over(language)
    sys.exit(2 if statuses["rejected"] else 1 if statuses["undetermined"] else 0)


def _cases(files: tuple[str, ...], as_of: datetime | None, known_at: datetime | None) -> Iterator[RawCase]:
    from assess.cases.reading import read_cases
    from assess.diagnostics.diagnostic import Diagnostic
    from assess.language.dates import iso, number_of

    for name in files:
        for case in read_cases(name, sys.stdin):
            for key, asked in (("as_of", as_of), ("known_at", known_at)):
                stated = getattr(case, key)
                if asked is not None and stated is None:
                    setattr(case, key, number_of(asked.date()))
                elif asked is not None and stated != number_of(asked.date()):
                    arguments = {"key": key, "stated": iso(stated), "asked": asked.date().isoformat()}
                    case.notes.append(Diagnostic("A216", case.place_of(key), arguments))
            yield case


def _other_ruleset(case: RawCase, used: str) -> Diagnostic:
    from assess.diagnostics.diagnostic import Diagnostic

    return Diagnostic("A215", case.place_of("ruleset"), {"named": case.ruleset or "", "used": used})


class _Session:
    """Keeps one evaluator per ruleset for the length of a call."""

    def __init__(
        self,
        settings: Settings,
        parameters: Path | None,
        engine: str,
        only: tuple[str, ...] | None,
        strict: bool,
        ranked: bool,
    ) -> None:
        from assess.engines.selection import engine as select

        self._library = settings.library
        self._engine = select(engine)
        self._only = only
        self._strict = strict
        self._ranked = ranked
        self._evaluators: dict[str, Evaluator] = {}
        self._handed_over: Counter[str] = Counter()
        self._supplied = None
        if parameters is not None:
            from assess.diagnostics.diagnostic import Diagnostics, Refused
            from assess.language.supplied import read_supplied

            diagnostics = Diagnostics()
            self._supplied = read_supplied(parameters, diagnostics)
            if self._supplied is None or diagnostics.has_errors:
                raise Refused(diagnostics)

    def results(self, cases: Iterator[RawCase], ruleset: str | None) -> Results:
        """A case that names no ruleset, or an unknown one, is rejected in its place, under the ruleset of the others.

        Raises Refused where no case names one.
        """
        waiting: list[RawCase] = []
        for case in cases:
            evaluator = self._evaluator(ruleset, case)
            waiting.append(case)
            if evaluator is not None:
                for one in waiting:
                    if one.ruleset is not None and one.ruleset != evaluator.program.id and not one.problems:
                        one.notes.append(_other_ruleset(one, evaluator.program.id))
                    result = evaluator.evaluate(one)
                    self._handed_over.update(result.handed_over.values())
                    yield Answer(result, evaluator.program)
                waiting.clear()
            elif len(waiting) == _MOST_WAITING:
                break
        if waiting:
            from assess.diagnostics.diagnostic import Refused

            raise Refused(problem for case in waiting for problem in case.problems)

    def _evaluator(self, ruleset: str | None, case: RawCase) -> Evaluator | None:
        """The one that the call or the case asks for, or any, with a problem added; None where there is none yet."""
        from assess.decisions.evaluation import Evaluator
        from assess.diagnostics.diagnostic import Diagnostic, nearest

        id_ = case.ruleset if ruleset is None else ruleset
        if id_ not in self._evaluators and ruleset is None:
            ids = self._library.ruleset_ids()
            known = ", ".join(ids)
            if id_ is None and not case.problems:  # where there are any, it may be too broken to name its ruleset
                case.problems.append(Diagnostic("X104", case.position, {"case": case.id, "known": known}))
            elif id_ is not None and id_ not in ids:
                arguments = {"ruleset": id_, "near": nearest(id_, ids), "known": known}
                case.problems.append(Diagnostic("X101", case.place_of("ruleset"), arguments))
            if id_ not in ids:
                return next(iter(self._evaluators.values()), None)
        assert id_ is not None
        if id_ not in self._evaluators:
            program = self._library.program(id_, self._supplied)
            self._evaluators[id_] = Evaluator(
                program, self._engine, only=self._only, strict=self._strict, ranked=self._ranked
            )
        return self._evaluators[id_]

    def report_handed_over(self, language: str) -> None:
        for reason, count in sorted(self._handed_over.items()):
            text = (
                f"rete 未能判断的 {count} 项由 interpreter 判断：{reason}"
                if language == "zh"
                else f"{count} decisions that rete could not make were made by the interpreter: {reason}"
            )
            click.echo(text, err=True)
