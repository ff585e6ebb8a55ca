"""A page for whoever must check a decision: every reason down to the answers given, in one file that loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Protocol

from assess.decisions.explanation import ParameterUse
from assess.decisions.page_decision import DecisionPage, Figure, figure
from assess.decisions.page_lines import Lines
from assess.decisions.phrases import Phrases
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult
from assess.decisions.templates import environment
from assess.diagnostics.catalogue import CATALOGUE
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.law import Citation, Source
from assess.language.program import Program


def render_html(results: Iterable[CaseResult], program: Program, language: str) -> str:
    """One page about all the cases, decided by one program."""
    return render_pages(((result, program) for result in results), language)


class PageBeside(Protocol):
    """What else is known of a case, which stands before its decisions; all in the language asked for."""

    def heading(self, language: str) -> str: ...

    def findings(self, language: str) -> list[tuple[str, str, str]]:
        """Label, nature, sentence."""

    def found_nothing(self, language: str) -> str: ...

    def payments(self, language: str) -> list[tuple[str, str, str, str]]:
        """Label, paid, due, due by a register or nothing."""

    def unchecked(self, language: str) -> list[tuple[str, str]]:
        """Benefits not held against what is due: label, and why."""

    def note(self, language: str) -> str: ...


def render_pages(
    results: Iterable[tuple[CaseResult, Program]], language: str, besides: Sequence[PageBeside | None] = ()
) -> str:
    """One page about cases that may have been decided by different programs; `besides`: one for each, or none."""
    cases = [
        CasePage(result, program, language, number, beside)
        for number, ((result, program), beside) in enumerate(zip_longest(results, besides), start=1)
    ]
    template = environment().get_template("page.html.j2")
    return template.render(
        cases=cases, language=language, day=iso, choose=lambda zh, en: zh if language == "zh" else en
    )


class CasePage:
    """What the template shows of one case."""

    def __init__(
        self, result: CaseResult, program: Program, language: str, number: int, beside: PageBeside | None = None
    ) -> None:
        self.result = result
        self.beside = beside
        self.program = program = result.under(program)
        self.language = language
        self.phrases = Phrases.of(program, language)
        self.choose = self.phrases.choose
        self.anchor = f"case{number}"
        lines = Lines(result, self.phrases, lambda name: f"{self.anchor}-{name}")
        shown = [DecisionPage(one, result, self.phrases, lines) for one in result.visible()]
        self.goals = [one for one in shown if one.goal]
        self.others = [one for one in shown if not one.goal]

    @property
    def status(self) -> str:
        if self.result.status == REJECTED and any(one.one.status == DECIDED for one in self.goals):
            return self.choose("有事项未能决定", "something could not be decided")
        return {
            DECIDED: self.choose("已作出决定", "decided"),
            UNDETERMINED: self.choose("有事项待定", "something is open"),
            REJECTED: self.choose("未能作出决定", "could not be decided"),
        }[self.result.status]

    @property
    def as_of(self) -> str:
        return "" if self.result.as_of is None else iso(self.result.as_of)

    @property
    def known_at(self) -> str:
        return "" if self.result.known_at is None else iso(self.result.known_at)

    def groups(self) -> list[tuple[str, list[DecisionPage]]]:
        """The goals by what they are for the person: benefits, services, findings."""
        of = {"benefit": 0, "service": 1, "duty": 1}
        found: list[list[DecisionPage]] = [[], [], []]
        for one in self.goals:
            benefit = one.one.decision.kind == "combination"
            found[0 if benefit else of.get(one.one.decision.role or "", 2)].append(one)
        names = (
            self.choose("待遇", "Benefits"),
            self.choose("服务与安排", "Services and duties"),
            self.choose("评估与认定", "Findings"),
        )
        return [(name, group) for name, group in zip(names, found, strict=True) if group]

    def problems(self) -> list[dict[str, str]]:
        words = {
            "error": self.choose("错误", "error"),
            "warning": self.choose("警告", "warning"),
            "note": self.choose("提示", "note"),
        }
        return [
            {
                "code": found.code,
                "severity": found.severity,
                "word": words[found.severity],
                "message": CATALOGUE[found.code].message(self.language, found.arguments),
                "remedy": CATALOGUE[found.code].remedy(self.language, found.arguments),
                "place": str(found.position),
            }
            for found in self.result.problems
        ]

    def facts(self) -> list[tuple[str, str, str]]:
        """Every answer of the case that rules can read: the item's number in its form, its label, the answer."""
        found = []
        for name, known in self.program.inputs.items():
            value = self.result.facts.get(name)
            if value is not None:
                node = e.Fact(type=known.type, position=known.position, name=name)
                label = known.label.in_language(self.language)
                found.append((known.code or "", label, self.phrases.value(node, value)))
        return found

    def figures(self) -> list[Figure]:
        """Every parameter read, once."""
        uses: dict[tuple[str, str], ParameterUse] = {}
        for one in self.result.decisions.values():
            for use in () if one.explanation is None else one.explanation.parameters:
                uses.setdefault((use.reading.parameter.name, use.reading.shift), use)
        return [figure(use, self.phrases) for use in uses.values()]

    def sources(self) -> list[tuple[Source, list[tuple[str, str]]]]:
        """Every instrument cited, with the clauses cited of it: where each stands, and what it says."""
        used = set(self._citations())
        found = []
        for source in self.program.sources.values():
            clauses = [clause for clause in source.clauses.values() if Citation(source.id, clause.key) in used]
            if clauses:
                places = [
                    (
                        self.phrases.place(Citation(source.id, clause.key)),
                        clause.label.in_language(self.language),
                    )
                    for clause in clauses
                ]
                found.append((source, places))
        return found

    def _citations(self) -> Iterator[Citation]:
        for one in self.result.decisions.values():
            explanation = one.explanation
            if explanation is None:
                continue
            yield from explanation.cite
            for row in (*explanation.rows, *explanation.passed):
                yield from row.row.cite
            for use in explanation.parameters:
                yield from () if use.reading.entry is None else use.reading.entry.cite
            version = explanation.active.version
            for rule in () if version.combination is None else version.combination.rules:
                yield from rule.cite
            for tie in version.ties:
                yield from tie.cite
