"""The words of findings that depend on the rules alone, numbered: rows carry numbers, and the words come at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from assess.engines.sql.nodes import number, switch
from assess.language.dates import iso
from assess.language.types import Label
from assess.rolls.finding_rows import Language, column, concatenated, named, text, unknown
from assess.rolls.reconciling import words
from assess.rolls.reconciling.categories import Category
from assess.rolls.reconciling.conditions import Unmet
from assess.rolls.reconciling.doubts import Doubt
from assess.rolls.reconciling.grounds_in_words import lacking_in, unmet_in_words
from assess.rolls.reconciling.plan import Benefit, Clauses, Conflict, Reconciliation

LAW, REASON, DOUBT = "law", "reason", "doubt"
"""The columns that hold the numbers."""
CATEGORY = "category"
"""The column that holds the code of the category that an amount goes by."""


@dataclass(frozen=True, slots=True)
class Law:
    """What is cited: as a column holds it (None: nothing), and in brackets as a sentence ends."""

    cite: str | None
    in_brackets: Label


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is lacking on a row, as words of its own say; and what is said before."""

    before: Label | None = None


class Wording:
    """Clauses and reasons by the numbers given out, and the words of the benefits of a plan."""

    def __init__(self, plan: Reconciliation) -> None:
        self._laws: dict[Law, int] = {}
        self._reasons: dict[Label | Lacking | tuple[Unmet, ...], int] = {}
        self._doubts: dict[Label, int] = {}
        self._categories = {
            benefit.name: benefit.category
            for regime in plan.regimes
            for benefit in regime.benefits
            if benefit.category is not None
        }
        self._labels = {benefit.name: benefit.label for regime in plan.regimes for benefit in regime.benefits}

    def law(self, clauses: Iterable[Clauses]) -> exp.Expr:
        """The number of these clauses."""
        those = list(clauses)
        cites = dict.fromkeys(one.cite for one in those if one.cite is not None)
        law = Law("; ".join(cites) or None, Label(_in_brackets(those, "zh"), _in_brackets(those, "en")))
        return number(self._laws.setdefault(law, len(self._laws)))

    def reason(self, reason: Label | Lacking | tuple[Unmet, ...]) -> exp.Expr:
        """The number of the reason: words; what is lacking on the row; or, of these conditions, those not met there."""
        return number(self._reasons.setdefault(reason, len(self._reasons)))

    def doubt(self, doubts: Iterable[Doubt]) -> exp.Expr:
        """The number of what is said of them."""
        said = [doubt.words for doubt in doubts if doubt.words is not None]
        together = words.in_both(lambda language: "".join(one.in_language(language) for one in said))
        return number(self._doubts.setdefault(together, len(self._doubts)))

    def in_words(self) -> list[exp.Alias]:
        """`cited`, `law_zh`, `reason_zh`, `doubt_zh`, `benefit_zh` (its label) and those in English, out of `law` … of
        a row, and of what it lacks in words."""
        found = [named(_chosen(LAW, ((number(place), law.cite) for law, place in self._laws.items())), "cited")]
        for language in words.LANGUAGES:
            laws = ((number(place), law.in_brackets.in_language(language)) for law, place in self._laws.items())
            reasons = ((number(place), _reason(one, language)) for one, place in self._reasons.items())
            doubts = ((number(place), doubt.in_language(language)) for doubt, place in self._doubts.items())
            labels = ((text(name), label.in_language(language)) for name, label in self._labels.items())
            for by, choices in ((LAW, laws), (REASON, reasons), (DOUBT, doubts), ("benefit", labels)):
                found.append(named(_chosen(by, choices), f"{by}_{language}"))
            if self._categories:
                categories = ((text(name), _category(one, language)) for name, one in self._categories.items())
                found.append(named(_chosen("benefit", categories), f"{CATEGORY}_{language}"))
        return found


def _category(category: Category, language: Language) -> exp.Expr:
    template, label = words.BY_CATEGORY.in_language(language), category.label.in_language(language)
    said = [
        (text(code), text(template.format(label=label, value=value.in_language(language))))
        for code, value in category.values
    ]
    return switch(column(CATEGORY), said)


def _reason(reason: Label | Lacking | tuple[Unmet, ...], language: Language) -> str | exp.Expr:
    if isinstance(reason, Label):
        return reason.in_language(language)
    if isinstance(reason, Lacking):
        before = "" if reason.before is None else reason.before.in_language(language)
        return concatenated(before, column(lacking_in(language)))
    return unmet_in_words(reason, language)


def _chosen(by: str, choices: Iterable[tuple[exp.Expr, str | exp.Expr | None]]) -> exp.Expr:
    branches = [(key, text(word) if isinstance(word, str) else word) for key, word in choices if word]
    return switch(column(by), branches) if branches else unknown()


def _in_brackets(clauses: Iterable[Clauses], language: Language) -> str:
    marks = words.MARKS[language]
    laws = dict.fromkeys(one.words.in_language(language) for one in clauses)
    joined = marks.comma.join(one for one in laws if one)
    return marks.brackets.format(joined) if joined else ""


# reasons


def rule_in_words(conflict: Conflict, benefit: Benefit) -> Label:
    """What the rule says, as far as it concerns the benefit."""
    if conflict.kind == "highest_of":
        template = words.HIGHEST
    else:
        template = words.EXCLUDED if conflict.others else words.EXCLUDED_BY_CONDITION
    return words.in_both(
        lambda language: template.in_language(language).format(
            others=words.MARKS[language].comma.join(label.in_language(language) for label in conflict.others),
            benefit=benefit.label.in_language(language),
        )
    )


def rules_in_words(conflicts: Iterable[Conflict], benefit: Benefit) -> Label:
    rules = [rule_in_words(conflict, benefit) for conflict in conflicts]
    return words.in_both(
        lambda language: words.MARKS[language].semicolon.join(rule.in_language(language) for rule in rules)
    )


def held_against_others(conflicts: Iterable[Conflict], benefit: Benefit) -> Label:
    """A benefit known itself, and the rules that leave it open while others are."""
    rules = rules_in_words(conflicts, benefit)
    return words.in_both(
        lambda language: words.STAKE_HELD.in_language(language).format(
            benefit=benefit.label.in_language(language), rule=rules.in_language(language)
        )
    )


def why_open(benefit: Benefit) -> Label:
    """Why it cannot be told what is due, where no column says what is lacking."""
    if not benefit.in_force:
        return words.OPEN_RULES
    if not benefit.no_figure:
        return words.OPEN_FACTS
    return words.about(words.OPEN_FIGURE, benefit.no_figure)


def is_due(benefit: Benefit) -> Label:
    """How the rules put what is due: exactly so much; at least; or so much from a day still to come."""
    if benefit.reached_by is not None:
        return _dated(words.TO_REACH, benefit.reached_by)
    return words.AT_LEAST if benefit.floor else words.EXACTLY


def should_be_paid(benefit: Benefit) -> Label:
    """The same of a benefit that is not paid at all."""
    if benefit.reached_by is not None:
        return _dated(words.TO_REACH_UNPAID, benefit.reached_by)
    return words.AT_LEAST_UNPAID if benefit.floor else words.EXACTLY_UNPAID


def _dated(template: Label, day: int) -> Label:
    return words.in_both(lambda language: template.in_language(language).format(day=iso(day)))
