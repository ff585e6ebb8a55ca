"""Results of cases on standard output: a writer for each format, which passes the results on as it writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import click

from assess.cli.encodings import echo_data
from assess.cli.output import for_terminal

if TYPE_CHECKING:
    from assess.decisions.html import PageBeside
    from assess.decisions.result import CaseResult
    from assess.language.program import Program


class Beside(Protocol):
    """What else is known of a case, and stands beside its result."""

    def lines(self, language: str) -> Iterator[str]:
        """Before the result as text."""

    def content(self, language: str) -> dict[str, Any]:
        """In JSON: keys beside those of the result."""

    @property
    def page(self) -> PageBeside:
        """On a page: a section before the decisions."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a case, and the program that made it."""

    result: CaseResult
    program: Program
    beside: Beside | None = None


Results = Iterator[Answer]


def _write_text(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.text import render_text

    for index, one in enumerate(results):
        if index:
            click.echo("\n" + "═" * 60 + "\n" if one.beside else "\n" + "─" * 60 + "\n")
        if one.beside is not None:
            for line in one.beside.lines(language):
                click.echo(for_terminal(line))
            click.echo("\n" + "─" * 60 + "\n")
        click.echo(for_terminal(render_text(one.result, one.program, language, full=full)))
        yield one.result


def _write_json(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    """One object for one case, a list for several; several are written as they come, so that memory stays flat."""
    written = 0
    held = ""
    for one in results:
        text = json.dumps(_content(one, language), ensure_ascii=False, indent=2)
        if written == 0:
            held = text
        else:
            echo_data(f"[\n{held}" if written == 1 else "", nl=False)
            echo_data(f",\n{text}", nl=False)
        written += 1
        yield one.result
    echo_data(held if written == 1 else "\n]" if written else "[]")


def _write_jsonl(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    for one in results:
        echo_data(json.dumps(_content(one, language), ensure_ascii=False, separators=(",", ":")))
        yield one.result


def _content(one: Answer, language: str) -> dict[str, Any]:
    from assess.decisions.as_json import case_as_json

    content = case_as_json(one.result, one.program, language)
    return content if one.beside is None else {**content, **one.beside.content(language)}


def _write_html(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.html import render_pages

    found = list(results)
    besides = [None if one.beside is None else one.beside.page for one in found]
    echo_data(render_pages(((one.result, one.program) for one in found), language, besides))
    for one in found:
        yield one.result


def _write_notice(results: Results, language: str, full: bool) -> Iterator[CaseResult]:
    from assess.decisions.notice import render_notices

    found = list(results)
    echo_data(render_notices(((one.result, one.program) for one in found), language))
    for one in found:
        yield one.result


WRITERS: dict[str, Callable[[Results, str, bool], Iterator[CaseResult]]] = {
    "text": _write_text,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "html": _write_html,
    "notice": _write_notice,
}
"""By format: the results, the language, and whether texts are to be unfolded to their end."""
