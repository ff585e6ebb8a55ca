"""Results of cases on standard output: a writer for each format, which passes the results on as it writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assess.decisions.result import CaseResult
    from assess.language.program import Program

Results = Iterator[tuple["CaseResult", "Program"]]


def _write_text(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.text import render_text

    for index, (result, program) in enumerate(results):
        if index:
            click.echo("\n" + "─" * 60 + "\n")
        click.echo(render_text(result, program, language, full=full))
        yield result


def _write_json(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    """One object for one case, a list for several; several are written as they come, so that memory stays flat."""
    from assess.decisions.as_json import case_as_json

    written = 0
    held = ""
    for result, program in results:
        text = json.dumps(case_as_json(result, program, language), ensure_ascii=False, indent=2)
        if written == 0:
            held = text
        else:
            click.echo(f"[\n{held}" if written == 1 else "", nl=False)
            click.echo(f",\n{text}", nl=False)
        written += 1
        yield result
    click.echo(held if written == 1 else "\n]" if written else "[]")


def _write_jsonl(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.as_json import case_as_json

    for result, program in results:
        click.echo(json.dumps(case_as_json(result, program, language), ensure_ascii=False, separators=(",", ":")))
        yield result


def _write_html(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.html import render_pages

    found = list(results)
    click.echo(render_pages(found, language))
    for result, _ in found:
        yield result


def _write_notice(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.notice import render_notices

    found = list(results)
    click.echo(render_notices(found, language))
    for result, _ in found:
        yield result


WRITERS: dict[str, Callable[[Results, str, bool], Iterator[CaseResult]]] = {
    "text": _write_text,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "html": _write_html,
    "notice": _write_notice,
}
"""By format: the results, the language, and whether texts are to be unfolded to their end."""
