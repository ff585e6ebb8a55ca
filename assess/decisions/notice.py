"""The notice to the person (告知书): what was decided, why, and what to do, in words a family understands.

What the rules do not know (where to object and by when, who to ask, the seal) is left blank for the office to fill in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cached_property

from assess.decisions.drawn import beside_others
from assess.decisions.grounds import is_nothing
from assess.decisions.notice_faults import faults_in_words
from assess.decisions.notice_items import Item, Items
from assess.decisions.phrases import Phrases
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult, DecisionResult
from assess.decisions.templates import environment
from assess.language.program import Needs, Program

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_NAME = "name"  # the question that a form asks for the person's name


def render_notice(result: CaseResult, program: Program, language: str) -> str:
    """The notice about one case, as one HTML page for A4."""
    return render_notices([(result, program)], language)


def render_notices(results: Iterable[tuple[CaseResult, Program]], language: str) -> str:
    """Notices about several cases in one HTML page, each on paper of its own."""
    notices = [Notice(result, program, language) for result, program in results]
    template = environment().get_template("notice.html.j2")
    return template.render(notices=notices, language=language, choose=_chooser(language))


def render_notice_text(result: CaseResult, program: Program, language: str) -> str:
    """The notice as plain text, without a closing line break."""
    notice = Notice(result, program, language)
    text = environment().get_template("notice.txt.j2").render(notice=notice, choose=_chooser(language))
    # text of a case must not move the cursor or colour the terminal
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")).rstrip("\n")


def _chooser(language: str) -> object:
    return lambda zh, en: zh if language == "zh" else en


class Notice:
    """What the templates say about one case."""

    def __init__(self, result: CaseResult, program: Program, language: str) -> None:
        self.result = result
        self._as_written = program
        self.program = program = result.under(program)
        self.language = language
        self.phrases = Phrases.of(program, language)
        self.choose = self.phrases.choose
        self.findings: list[Item] = []
        self.benefits: list[Item] = []
        self.not_drawn: list[Item] = []
        self.services: list[Item] = []
        self.refused: list[Item] = []
        self.open: list[Item] = []
        self.totals: list[Item] = []
        self._goals = [one for one in result.visible() if one.goal]
        items = Items(result, self.phrases)
        for one in self._goals:
            self._sort(one, items)
        without_rules = [items.label(one) for one in self._goals if one.status == REJECTED]
        if without_rules:
            reason = self.choose(
                f"没有查到{self.day}有效的规定或标准，由经办机构处理。",
                f"No rule or figure in force on {self.day} was found; the office will see to it.",
            )
            label = self.choose("、", ", ").join(without_rules)
            self.open.append(Item(label, "", (reason,), "", "", ()))

    def _is_replaced(self, one: DecisionResult) -> bool:
        """Is it open and would only have led to what the case states as found elsewhere? Then nobody need answer what
        it still lacks."""
        if not self.result.stated or one.status != UNDETERMINED:
            return False
        return self._leads_to_stated_only(one.decision.name)

    def _leads_to_stated_only(self, name: str) -> bool:
        readers = self._readers.get(name, set())
        return bool(readers) and all(one in self.result.stated or self._leads_to_stated_only(one) for one in readers)

    @cached_property
    def _readers(self) -> dict[str, set[str]]:
        """By decision, those that read it, as the rules are written: without anything stated."""
        found: dict[str, set[str]] = {}
        for other in self._as_written.decisions.values():
            for version in other.versions:
                for name in Needs.of(version).decisions:
                    found.setdefault(name, set()).add(other.name)
        return found

    def _sort(self, one: DecisionResult, items: Items) -> None:
        role = one.decision.role
        if one.status == REJECTED:
            return
        if one.status == UNDETERMINED:
            self.open.append(items.replaced(one) if self._is_replaced(one) else items.still_open(one))
        elif one.decision.kind == "combination":
            if one.outcome.value:
                self.totals.append(items.total(one))
        elif one.outcome.eligible is False or (
            role in ("service", "duty") and is_nothing(one.decision.type, one.outcome.value)
        ):
            self.refused.append(items.refused(one))
        elif one.outcome.eligible or role == "benefit":
            beside = beside_others(one.decision.name, self.result)
            those = self.benefits if beside is None else self.open if beside.is_open else self.not_drawn
            those.append(items.granted(one))
        elif role in ("service", "duty"):
            self.services.append(items.granted(one))
        else:
            self.findings.append(items.finding(one))

    # the letter

    @property
    def addressee(self) -> str:
        """The person's name, where the case states one."""
        name = self.result.facts.get(_NAME)
        return name if isinstance(name, str) else ""

    @property
    def day(self) -> str:
        """The day decided on, in words."""
        return "" if self.result.as_of is None else self._day(self.result.as_of)

    def _day(self, day: int) -> str:
        if self.language == "zh":
            return f"{day // 10000}年{day // 100 % 100}月{day % 100}日"
        return f"{day % 100} {_MONTHS[day // 100 % 100 - 1]} {day // 10000}"

    @property
    def undecided(self) -> bool:
        """Could nothing at all be decided?"""
        return self.result.status == REJECTED and not any(one.status == DECIDED for one in self._goals)

    @property
    def check_code(self) -> str:
        return self.program.hash[:12]

    @property
    def provisional(self) -> bool:
        items = (*self.findings, *self.benefits, *self.not_drawn, *self.services, *self.refused, *self.totals)
        return any(item.doubts for item in items)

    # what to supply

    def questions(self, answered_by: str) -> list[str]:
        """The answers still missing that somebody can tell, over all that is open, the most decisive of each first."""
        found: dict[str, None] = {}
        for one in self._goals:
            for name in () if one.missing is None or self._is_replaced(one) else one.missing.facts:
                known = self.program.inputs[name]
                if known.answered_by == answered_by:
                    found[known.label.in_language(self.language)] = None
        return list(found)

    def asked(self) -> list[tuple[str, list[str]]]:
        """The same, parted by who can tell them: for whom they are, and what they are."""
        words = {
            "person": self.choose("请您补充以下情况：", "Please supply the following:"),
            "assessor": self.choose(
                "以下各项由评估员评估，不需要您填写：",
                "The following is for the assessor to assess; you need not fill it in:",
            ),
            "office": self.choose(
                "以下各项由经办机构查明，不需要您提供：",
                "The following is for the office to find out; you need not supply it:",
            ),
        }
        found = ((said, self.questions(answered_by)) for answered_by, said in words.items())
        return [(said, texts) for said, texts in found if texts]

    def confirmations(self) -> list[tuple[str, str]]:
        """What a person has yet to confirm, and who."""
        items = (*self.findings, *self.benefits, *self.services, *self.open)
        return [(item.label, item.confirm) for item in items if item.confirm]

    # what is wrong

    def faults(self) -> list[tuple[str, str]]:
        """What the person can put right: what it is about, and what is wrong with it."""
        return faults_in_words(self.result.problems, self.program, self.language)

    @property
    def office_must_act(self) -> bool:
        """Are there faults in the records that are not the person's to put right?"""
        errors = [found for found in self.result.problems if found.severity == "error"]
        return not self.result.decisions and len(errors) > len(self.faults())
