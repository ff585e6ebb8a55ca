"""Every case that ships, decided once, and pages taken apart: what a reader sees, and what a browser would load."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from assess.cases.frame import RawCase
from assess.cases.reading import read_cases
from assess.decisions.evaluation import Evaluator
from assess.decisions.result import CaseResult
from assess.decisions.values import for_program
from assess.engines.interpreter import Interpreter
from assess.language.dates import number_of
from assess.language.program import Program
from assess.language.types import Number
from tests.library import CASE, SHIPPED, program_of
from tests.strategies import Case, Editions, cases

EXAMPLES = Path(__file__).parents[2] / "examples"
DEFAULT = "jiangsu/changzhou"
LANGUAGES = ("zh", "en")
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")

Decided = tuple[CaseResult, Program]


def cases_of_examples() -> Iterator[RawCase]:
    """The cases under `examples/`."""
    for path in sorted(EXAMPLES.iterdir()):
        if path.suffix in (".yaml", ".jsonl"):
            yield from read_cases(str(path), sys.stdin)


@cache
def shipped_cases() -> tuple[Decided, ...]:
    """The cases under `examples/` and the examples inside the shipped rulesets, decided for all goals."""
    return (*_examples(), *_examples_of_rulesets())


def _examples() -> Iterator[Decided]:
    evaluators: dict[str, Evaluator] = {}
    for case in cases_of_examples():
        ruleset = case.ruleset or DEFAULT
        if ruleset not in SHIPPED.ruleset_ids():
            continue
        if ruleset not in evaluators:
            evaluators[ruleset] = Evaluator(program_of(ruleset), Interpreter())
        yield evaluators[ruleset].evaluate(case), program_of(ruleset)


def _examples_of_rulesets() -> Iterator[Decided]:
    for ruleset in SHIPPED.ruleset_ids():
        whole = program_of(ruleset)
        evaluator = Evaluator(whole, Interpreter())
        for example, position in whole.examples:
            program = whole
            if example.parameters:
                bare = program_of(ruleset, example.parameters)
                program = replace(bare, hash=whole.hash, supplied_by=("office.yaml", "0" * 64))
            case = RawCase(example.name.en, position, dict(example.facts), number_of(example.as_of))
            yield (evaluator if program is whole else Evaluator(program, Interpreter())).evaluate(case), program


@st.composite
def made_up(draw: st.DrawFn, ruleset: str) -> Decided:
    """A made-up case, decided for everything that the ruleset can decide."""
    program = program_of(ruleset)
    strategy, evaluator = _cases_and_evaluator(ruleset)
    return evaluator.evaluate(_written(draw(strategy), program)), program


@cache
def _cases_and_evaluator(ruleset: str) -> tuple[st.SearchStrategy[Case], Evaluator]:
    program = program_of(ruleset)
    visible = tuple(name for name, one in program.decisions.items() if not one.hidden)
    evaluator = Evaluator(program, Interpreter(), only=visible, strict=False, ranked=False)
    return cases(Editions(program)), evaluator


def _written(case: Case, program: Program) -> RawCase:
    """The case as a file has it."""
    facts: dict[str, Any] = {}
    for name, value in case.facts.items():
        type_ = program.inputs[name].type
        facts[name] = for_program(value, type_)
        if isinstance(type_, Number) and value is not None:
            facts[name] = int(value) if type_.denominator == 1 else Decimal(int(value)) / type_.denominator
    return RawCase("made-up", CASE, facts, case.as_of)


_VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A page taken apart: what it says, what it loads. Raises AssertionError where it is not well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.headings: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._words: list[str] = []
        self._foreign: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == [], self._open

    @property
    def words(self) -> str:
        """All that is shown, blanks run together."""
        return " ".join(" ".join(self._words).split())

    @property
    def own_words(self) -> str:
        """The same without what is marked as being in another language than the page."""
        return " ".join(" ".join(self._foreign).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "a":
            self.links.append(given.get("href") or "")
        self.loads += [given[name] or "" for name in ("src", "srcset", "action", "data", "poster") if name in given]
        if tag == "link":
            self.loads.append(given.get("href") or "")
        if tag not in _VOID:
            foreign = bool(self._open) and (self._open[-1][1] or (tag != "html" and "lang" in given))
            self._open.append((tag, foreign))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1][0] == tag, f"</{tag}> closes <{self._open[-1][0]}> at {self.getpos()}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._open]
        if "style" in inside or "script" in inside:
            self.loads += re.findall(r"url\(|@import", data)
            return
        self._words.append(data)
        if inside and inside[-1] in ("h1", "h2", "h3", "h4", "h5"):
            self.headings.append(inside[-1])
        if not (self._open and self._open[-1][1]):
            self._foreign.append(data)


def numbers_of_instruments(program: Program) -> list[str]:
    """What may be Chinese on an English page: `常政办发〔2023〕37号`; longest first."""
    numbers = {source.number for source in program.sources.values() if source.number}
    return sorted(numbers, key=len, reverse=True)


def without(text: str, many: list[str]) -> str:
    for one in many:
        text = text.replace(one, "")
    return text
