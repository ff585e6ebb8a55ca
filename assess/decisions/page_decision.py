"""What a page shows of one decision: the value, the reasons, the figures, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass

from assess.decisions.doubts import doubts, in_words
from assess.decisions.drawn import beside_in_words, rule_in_words
from assess.decisions.explanation import ParameterUse
from assess.decisions.grounds import is_leaf
from assess.decisions.page_lines import Line, Lines
from assess.decisions.phrases import CONFIDENCE, Phrases
from assess.decisions.resting import stated_behind
from assess.decisions.result import DECIDED, REJECTED, UNDETERMINED, CaseResult, DecisionResult
from assess.decisions.values import at_least, for_person, number_for_person, possible_for_person
from assess.decisions.whynot import changes, neighbours
from assess.diagnostics.catalogue import CATALOGUE
from assess.engines.bounds import size
from assess.language import expression as e
from assess.language.dates import iso
from assess.language.program import Amount, Rounding
from assess.language.types import EARLIEST_DATE, Boolean, Number


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter read: its value, the day it was looked up for, since when it holds, who says so, how sure it is."""

    label: str
    value: str
    day: str
    since: str
    origin: str
    confidence: str
    published: bool
    note: str


def figure(use: ParameterUse, phrases: Phrases) -> Figure:
    reading = use.reading
    parameter, entry = reading.parameter, reading.entry
    node = e.ParameterValue(type=parameter.type, position=parameter.position, name=parameter.name, shift=reading.shift)
    origin = confidence = since = note = ""
    if entry is not None:
        origin = (
            phrases.choose(f"由文件 {entry.origin} 提供", f"supplied by the file {entry.origin}")
            if entry.supplied
            else phrases.short_citations(entry.cite)
        )
        confidence = CONFIDENCE[phrases.language][entry.confidence]
        since = "" if entry.valid_from <= EARLIEST_DATE else iso(entry.valid_from)
        note = "" if entry.note is None else entry.note.in_language(phrases.language)
    if parameter.overrides is not None:
        here, there = parameter.ruleset, parameter.overrides
        instead = phrases.choose(
            f"{here} 的规定代替 {there} 的", f"the rule of {here} takes the place of that of {there}"
        )
        note = phrases.choose("；", "; ").join(part for part in (instead, note) if part)
    missing = entry is None or entry.value is None
    return Figure(
        phrases.subject(node),
        phrases.choose("没有数值", "no value") if missing else for_person(use.value, parameter.type, phrases.language),
        iso(reading.day),
        since,
        origin,
        confidence,
        not reading.provisional,
        note,
    )


@dataclass(frozen=True, slots=True)
class Calculation:
    worked: str
    before: str
    rounding: str
    total: str
    cite: str


@dataclass(frozen=True, slots=True)
class Share:
    """A benefit of a combination: what is due, what is drawn, and whether they differ."""

    label: str
    anchor: str
    due: str
    drawn: str
    cut: bool


class DecisionPage:
    """What the template shows of one decision."""

    def __init__(self, one: DecisionResult, result: CaseResult, phrases: Phrases, lines: Lines) -> None:
        self.one = one
        self.result = result
        self.phrases = phrases
        self.lines = lines
        self.choose = phrases.choose
        self.language = phrases.language
        self.label = one.decision.label.in_language(phrases.language)
        self.anchor = lines.anchors(one.decision.name)
        self.goal = one.goal
        self.stated = one.decision.name in result.stated

    @property
    def tone(self) -> str:
        """How it stands, for its colour: yes, no, open, rejected, or plain."""
        if self.one.status != DECIDED:
            return "open" if self.one.status == UNDETERMINED else "rejected"
        if self.one.outcome.eligible is not None:
            return "yes" if self.one.outcome.eligible else "no"
        if isinstance(self.one.decision.type, Boolean):
            return "yes" if self.one.outcome.value else "no"
        return "plain"

    @property
    def value(self) -> str:
        if self.one.status == UNDETERMINED:
            return self.choose("待定", "open")
        if self.one.status == REJECTED:
            return self.choose("未能决定", "not decided")
        value = for_person(self.one.outcome.value, self.one.decision.type, self.language)
        return value if self.one.floor is None else at_least(value, self.language)

    @property
    def floor(self) -> str:
        """That the amount is the least due, where it is."""
        return "" if self.one.floor is None else self.phrases.floor(self.one.floor, self.result.as_of)

    @property
    def eligible(self) -> str:
        words = {True: self.choose("符合条件", "eligible"), False: self.choose("不符合条件", "not eligible"), None: ""}
        return words[self.one.outcome.eligible]

    def fault(self) -> str:
        """Why there is no decision at all: what is wrong, and what to do about it."""
        problem = self.one.problem
        if problem is None:
            return ""
        entry = CATALOGUE[problem.code]
        texts = (entry.message(self.language, problem.arguments), entry.remedy(self.language, problem.arguments))
        return self.choose("；", "; ").join(text for text in texts if text)

    def clauses(self) -> list[tuple[str, str]]:
        """The clauses it rests on: short name, and what it says."""
        if self.one.explanation is None:
            return []
        return [
            (self.phrases.short_citation(citation), self.phrases.paraphrase(citation))
            for citation in self.one.explanation.cite
        ]

    def overrides(self) -> str:
        other = self.one.decision.overrides
        if other is None:
            return ""
        here, there = self.one.decision.ruleset, other.ruleset
        return self.choose(
            f"{here} 的规定代替 {there} 的同名规定", f"the rule of {here} takes the place of that of {there}"
        )

    def reasons(self) -> tuple[Line, ...]:
        return self.lines.reasons(self.one.decision.name)

    def passed(self) -> list[Line]:
        """The rows of a table that were looked at and did not hit."""
        return [] if self.one.explanation is None else [self.lines.row(row) for row in self.one.explanation.passed]

    def calculation(self) -> Calculation | None:
        explanation = self.one.explanation
        if explanation is None or explanation.formula is None or explanation.active.version.combination is not None:
            return None
        if self.stated:
            return None
        body, formula, type_ = explanation.active.version.body, explanation.formula, self.one.decision.type
        if not isinstance(type_, Number):
            return None
        rounding = body.rounding if isinstance(body, Amount) else None
        before = ""
        if rounding is not None and formula.value is not None and isinstance(formula.node.type, Number):
            before = number_for_person(int(formula.value), formula.node.type, self.language)
        worked = self.phrases.worked(formula)
        known = self.one.outcome.value is not None
        total = self.value if known and not (is_leaf(formula) and self.value in worked) else ""
        if worked.endswith(self.value):
            total = ""
        return Calculation(
            worked,
            "" if before == total else before,
            "" if rounding is None else self._rounding(rounding, type_),
            total,
            "" if rounding is None else self.phrases.short_citations(rounding.cite),
        )

    def _rounding(self, rounding: Rounding, type_: Number) -> str:
        step = number_for_person(
            rounding.step_numerator, Number(rounding.step_denominator, 0, 0, type_.unit), self.language
        )
        word = {
            "up": self.choose("向上取到", "rounded up to"),
            "down": self.choose("舍去尾数，取到", "rounded down to"),
            "half_up": self.choose("四舍五入到", "rounded half up to"),
            "half_even": self.choose("四舍六入五成双到", "rounded half to even, to"),
        }[rounding.mode]
        return self.choose(f"{word} {step}", f"{word} {step}")

    def would_need(self) -> list[list[tuple[str, str]]]:
        """Where it does not hold: ways in which it would, each a list of what would have to be and what is."""
        explanation = self.one.explanation
        if explanation is None or self.stated:
            return []
        reason = explanation.eligibility
        if reason is None and isinstance(self.one.decision.type, Boolean):
            reason = explanation.formula
        if reason is None or reason.value is not False:
            return []
        found = []
        for way in changes(reason, True, self.result):
            steps = [
                (self.phrases.requirement(one.reason.node, one.want), self.phrases.found(one.reason)) for one in way
            ]
            found.append([(says, "" if found == says else found) for says, found in dict.fromkeys(steps)])
        return found

    def near(self) -> list[str]:
        """How far the figure is from the next bands of the table."""
        if self.one.explanation is None:
            return []
        found = []
        for near in neighbours(self.one.explanation):
            type_ = near.operand.node.type
            assert isinstance(type_, Number)
            gap = number_for_person(abs(near.distance), type_, self.language)
            subject = self.phrases.subject(near.operand.node)
            value = for_person(near.value, self.one.decision.type, self.language)
            found.append(
                self.choose(
                    f"{subject}再{'高' if near.distance > 0 else '低'} {gap}，即为“{value}”",
                    f"{gap} {'more' if near.distance > 0 else 'less'} in {subject} would make it “{value}”",
                )
            )
        return found

    def possible(self) -> str:
        """The values left; empty where nothing is ruled out of yes and no."""
        if self.one.possible is None or (isinstance(self.one.decision.type, Boolean) and size(self.one.possible) > 1):
            return ""
        return possible_for_person(self.one.possible, self.one.decision.type, self.language)

    def certain(self) -> bool:
        """Is only one value left, whatever the answers that are missing?"""
        return self.one.possible is not None and size(self.one.possible) == 1 and bool(self.possible())

    def missing_facts(self) -> list[str]:
        names = () if self.one.missing is None else self.one.missing.facts
        return [self.phrases.program.inputs[name].label.in_language(self.language) for name in names]

    def missing_figures(self) -> list[str]:
        """Parameters without a value, with the day they were looked up for."""
        keys = () if self.one.missing is None else self.one.missing.parameters
        found: dict[str, None] = {}
        for key in keys:
            assert self.result.edition is not None
            reading = self.result.edition.readings[key]
            label = reading.parameter.label.in_language(self.language)
            day = iso(reading.day)
            found[self.choose(f"{label}（{day}）", f"{label} ({day})")] = None
        return list(found)

    def shares(self) -> list[Share]:
        combination = None if self.one.explanation is None else self.one.explanation.active.version.combination
        found = []
        for benefit, drawn in () if combination is None else combination.drawn:
            due, kept = self.result.decisions[benefit], self.result.decisions[drawn]
            found.append(
                Share(
                    due.decision.label.in_language(self.language),
                    self.lines.anchors(benefit),
                    self._amount(due),
                    self.choose("不另发", "not drawn") if self._is_cut(due, kept) else self._amount(kept),
                    due.only_value != kept.only_value,
                )
            )
        return found

    @staticmethod
    def _is_cut(due: DecisionResult, kept: DecisionResult) -> bool:
        return kept.only_value == 0 and due.only_value != 0

    def _amount(self, one: DecisionResult) -> str:
        if one.only_value is None:
            return self.choose("待定", "open")
        return for_person(one.only_value, one.decision.type, self.language)

    def rules(self) -> list[tuple[str, str]]:
        """How the benefits of a combination stand together, and the clauses that say so."""
        combination = None if self.one.explanation is None else self.one.explanation.active.version.combination
        return [
            (rule_in_words(rule, self.phrases), self.phrases.short_citations(rule.cite))
            for rule in (() if combination is None else combination.rules)
        ]

    def beside(self) -> str:
        """That a benefit is not drawn beside others, or that this is open; else empty."""
        return beside_in_words(self.one, self.result, self.phrases)

    def ties(self) -> list[tuple[str, str, str]]:
        """The tie-breaks of a ranking, in order: what is looked at, what was found, the clause."""
        if self.one.explanation is None:
            return []
        found = []
        for tie in self.one.explanation.active.version.ties:
            key = self.result.decisions.get(tie.decision)
            if key is None or key.explanation is None or key.explanation.formula is None:
                continue
            subject = self.phrases.subject(key.explanation.formula.node)
            if tie.direction == "first":
                says = self.choose(f"“{subject}”的在前", f"those with “{subject}” first")
            else:
                low = tie.direction == "lowest"
                says = self.choose(
                    f"{subject}{'小的（早的）' if low else '大的（晚的）'}在前",
                    f"{'least (earliest)' if low else 'greatest (latest)'} {subject} first",
                )
            value = for_person(key.outcome.value, key.decision.type, self.language)
            found.append((says, value, self.phrases.short_citations(tie.cite)))
        return found

    def figures(self) -> list[Figure]:
        if self.one.explanation is None:
            return []
        return [figure(use, self.phrases) for use in self.one.explanation.parameters]

    def found_elsewhere(self) -> list[str]:
        """The results stated that it rests on: they were not worked out here."""
        return [
            self.phrases.found_elsewhere(other.decision, other.outcome.value, named=True)
            for other in stated_behind(self.one, self.result)
        ]

    def doubts(self) -> list[str]:
        """Why it is provisional, where it is."""
        if not self.one.provisional or self.one.status == REJECTED:
            return []
        return in_words(doubts(self.one.decision.name, self.result), self.phrases)

    @property
    def note(self) -> str:
        return "" if self.one.decision.note is None else self.one.decision.note.in_language(self.language)

    @property
    def judged_by(self) -> str:
        return "" if self.one.decision.judged_by is None else self.one.decision.judged_by.in_language(self.language)
