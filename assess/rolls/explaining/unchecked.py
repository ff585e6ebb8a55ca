"""What is paid of a row and could not be held against what is due, and why: a figure or a fact is not known.

Of a figure that lacks for everybody a check says so once and finds nothing of the rows (`judging.py`), and nothing is
found either of what is not paid. Somebody who asks about the row must not take that for being in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assess.decisions.phrases import Phrases
from assess.decisions.result import REJECTED, UNDETERMINED, CaseResult, DecisionResult
from assess.language.program import Program
from assess.language.types import Label
from assess.rolls.explaining.found import Found
from assess.rolls.finding_rows import Language
from assess.rolls.reconciling import words

_SAYS_WHY = "paid_undetermined"
_NAMED = 3

_BESIDE = Label("它与别的待遇一起能领多少还不能认定：", "what is drawn of it beside other benefits cannot be decided: ")
_COMPLETE = Label("补齐后再核对", "complete them and check again")
_SUPPLY = Label("用 --parameters 文件提供后再核对", "supply it in a --parameters file and check again")
_BOTH = Label(
    "补齐事实，标准用 --parameters 文件提供，再核对",
    "complete the facts, supply the figures in a --parameters file, and check again",
)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A benefit of the row that was not held against what is due. `finding_says`: one of the findings says so too."""

    benefit: str
    why: Label
    finding_says: bool


def open_benefits(found: Found) -> tuple[str, ...]:
    """The benefits of the row of which neither the row nor a register tells what is due."""
    return tuple(one.benefit for one in found.payments if one.due is None and one.registered is None)


def to_decide(benefits: Iterable[str], program: Program) -> tuple[str, ...]:
    """The decisions that say why: of the benefits, and of what is drawn of them beside others."""
    wanted = dict.fromkeys(one for one in benefits if one in program.decisions)
    combined = [
        name
        for name, decision in program.decisions.items()
        if not decision.hidden
        and any(
            version.combination is not None and not wanted.keys().isdisjoint(version.combination.benefits)
            for version in decision.versions
        )
    ]
    return (*wanted, *(one for one in combined if one not in wanted))


def unchecked(found: Found, result: CaseResult, program: Program) -> tuple[Unchecked, ...]:
    """`result`: the row, with all of `to_decide` decided by `program`."""
    under = result.under(program)
    in_both = Phrases.of(under, "zh"), Phrases.of(under, "en")
    said = {one.benefit for one in found.findings if one.code == _SAYS_WHY and one.elsewhere is None}
    return tuple(Unchecked(one, _why(one, result, in_both), one in said) for one in open_benefits(found))


def _why(benefit: str, result: CaseResult, in_both: tuple[Phrases, Phrases]) -> Label:
    one = result.decisions.get(benefit)
    if one is None or one.status == REJECTED:
        return words.OPEN_RULES
    lacking = one if one.status == UNDETERMINED else _drawn(benefit, result)
    zh, en = (_in_words(one, lacking, phrases) for phrases in in_both)
    return Label(zh, en)


def _drawn(benefit: str, result: CaseResult) -> DecisionResult | None:
    """What is drawn of a benefit beside others, where that is still open."""
    for other in result.decisions.values():
        combination = None if other.explanation is None else other.explanation.active.version.combination
        for name, step in () if combination is None else combination.drawn:
            if name == benefit and result.decisions[step].status == UNDETERMINED:
                return result.decisions[step]
    return None


def _in_words(one: DecisionResult, lacking: DecisionResult | None, phrases: Phrases) -> str:
    language = _language(phrases)
    facts, figures = _named(lacking, phrases)
    reasons = []
    if facts:
        reasons.append(words.OPEN_FOR.in_language(language).format(lacking=_listed(facts, language)))
    if figures:
        reasons.append(words.OPEN_FIGURE.in_language(language).format(facts=_listed(figures, language)))
    if not reasons:
        reasons.append(words.OPEN_BY_RULE.in_language(language))
    clauses = "" if one.explanation is None else phrases.short_citations(one.explanation.cite)
    if clauses:
        reasons[-1] += words.MARKS[language].brackets.format(clauses)
    if facts or figures:
        reasons.append((_BOTH if facts and figures else _COMPLETE if facts else _SUPPLY).in_language(language))
    before = _BESIDE.in_language(language) if lacking is not None and lacking is not one else ""
    return before + words.MARKS[language].semicolon.join(reasons)


def _named(lacking: DecisionResult | None, phrases: Phrases) -> tuple[list[str], list[str]]:
    """The facts and the figures that lack; a figure with the name by which an office supplies it."""
    if lacking is None or lacking.missing is None:
        return [], []
    program, language = phrases.program, _language(phrases)
    facts = [words.quoted([program.inputs[name].label], language) for name in lacking.missing.facts]
    brackets = words.MARKS[language].brackets
    figures = [
        words.quoted([program.parameters[name].label], language) + brackets.format(name)
        for name in dict.fromkeys(name for name, _ in lacking.missing.parameters)
    ]
    return facts, figures


def _listed(names: list[str], language: Language) -> str:
    more = words.AND_MORE.in_language(language).format(count=len(names)) if len(names) > _NAMED else ""
    return words.MARKS[language].comma.join(names[:_NAMED]) + more


def _language(phrases: Phrases) -> Language:
    return "zh" if phrases.language == "zh" else "en"
