"""What a finding says, put together in SQL from the templates in `words`, the words of the rules and the amounts.

`张三的照料护理费每月发放500.00元，按规定应为373.50元，多发126.50元（常政办发〔2023〕37号 二(二)4）。`
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from assess.engines.sql.nodes import choice, is_known, negated, number, switch
from assess.language.types import Label
from assess.rolls.finding_rows import (
    Language,
    column,
    concatenated,
    filled,
    listed,
    month_in_words,
    person,
    text,
    yuan,
)
from assess.rolls.reconciling import words
from assess.rolls.reconciling.judging import Judging, pays
from assess.rolls.reconciling.plan import Benefit, Clauses, Conflict

_Text = str | exp.Expr


class Sentences:
    """The sentences of a regime's findings in one language, over the columns that `Judging` describes."""

    def __init__(self, judging: Judging, language: Language) -> None:
        self._plan = judging.plan
        self._regime = judging.regime
        self._judging = judging
        self._language: Language = language
        self._marks = words.MARKS[language]

    # a benefit by itself

    def of_benefit(self, index: int, amount: exp.Expr) -> exp.Expr:
        """What is said of a benefit by its code, whichever it is but `not_drawn_together`."""
        benefit = self._regime.benefits[index]
        values: dict[str, _Text] = {
            "benefit_of": self._benefit_of(benefit.label),
            "when": self._for_month() if self._plan.has_month else self._every(benefit),
            "paid": yuan(column(f"paid{index}")),
            "due": yuan(column(f"due{index}")),
            "amount": yuan(amount),
            "nothing": self._why_nothing(index),
            "open": self._why_open(benefit),
            "case": column("case"),
            "law": self._law_of(index),
        }
        said = [(text(code), self._filled(template, **values)) for code, template in words.OF_BENEFIT.items()]
        return switch(column(f"code{index}"), said)

    def _why_nothing(self, index: int) -> _Text:
        """The person is not eligible; or the benefit gives way to another; or it comes to nothing."""
        benefit = self._regime.benefits[index]
        ineligible = negated(exp.Coalesce(this=column(f"eligible{index}"), expressions=[exp.true()]))
        branches = [(ineligible, text(self._words(words.INELIGIBLE)))] if benefit.has_eligible else []
        rules = [self._rule(conflict, benefit) for conflict in self._judging.touching(benefit.name)]
        if rules:
            branches.append((column(f"taken{index}"), text(self._marks.semicolon.join(rules))))
        nothing = self._words(words.COMES_TO_NOTHING)
        return choice(*branches, otherwise=text(nothing)) if branches else nothing

    def _why_open(self, benefit: Benefit) -> str:
        if not benefit.in_force:
            return self._words(words.OPEN_RULES)
        if not benefit.no_figure:
            return self._words(words.OPEN_FACTS)
        figures = (self._marks.quoted.format(self._words(label)) for label in benefit.no_figure)
        return self._words(words.OPEN_FIGURE).format(figures=self._marks.comma.join(figures))

    def _law_of(self, index: int) -> _Text:
        """The clauses in brackets: the benefit's; those of the rule where a combination takes it away."""
        benefit = self._regime.benefits[index]
        own = self._law([benefit.clauses])
        rules = self._law(conflict.clauses for conflict in self._judging.touching(benefit.name))
        return choice((column(f"taken{index}"), text(rules)), otherwise=text(own)) if rules else own

    # benefits together

    def not_drawn_together(self, index: int, amount: exp.Expr) -> exp.Expr:
        """That the benefit is paid beside one that it must give way to."""
        benefit = self._regime.benefits[index]
        by_rule = []
        for place, conflict in self._judging.breakable(benefit.name):
            those = conflict.benefits if conflict.kind == "highest_of" else (*conflict.triggers, benefit.name)
            paid = [(pays(self._judging.place[name]), self._paid(name)) for name in those]
            sentence = self._filled(
                words.NOT_DRAWN_TOGETHER,
                person=self._person("名下"),
                month=self._for_month(),
                together=listed(self._marks.comma, paid),
                rule=self._rule(conflict, benefit),
                benefit=self._words(benefit.label),
                amount=yuan(amount),
                law=self._law([conflict.clauses]),
            )
            by_rule.append((number(place), sentence))
        return by_rule[0][1] if len(by_rule) == 1 else switch(column(f"broken{index}"), by_rule)

    def _paid(self, name: str) -> exp.Expr:
        """A benefit and what is paid of it."""
        index = self._judging.place[name]
        benefit = self._regime.benefits[index]
        every = "" if self._plan.has_month else self._every(benefit)
        return self._filled(
            words.TOGETHER, benefit=self._words(benefit.label), every=every, paid=yuan(column(f"paid{index}"))
        )

    def _rule(self, conflict: Conflict, benefit: Benefit) -> str:
        others = self._marks.comma.join(self._words(label) for label in conflict.others)
        if conflict.kind == "highest_of":
            template = words.HIGHEST
        else:
            template = words.EXCLUDED if conflict.others else words.EXCLUDED_BY_CONDITION
        return self._words(template).format(others=others, benefit=self._words(benefit.label))

    # a row as a whole

    def assessment_missing(self, clauses: Clauses, level: Label, amount: exp.Expr) -> exp.Expr:
        return self._of_assessment(words.ASSESSMENT_MISSING, words.STAKE_OPEN, "rests", clauses, amount, level)

    def assessment_out_of_date(self, clauses: Clauses, amount: exp.Expr) -> exp.Expr:
        return self._of_assessment(words.ASSESSMENT_OUT_OF_DATE, words.STAKE_OLD, "pays", clauses, amount, None)

    def _of_assessment(
        self, sentence: Label, stake: Label, counted: str, clauses: Clauses, amount: exp.Expr, level: Label | None
    ) -> exp.Expr:
        """`counted`: the columns that say which of the benefits that rest on the level stand in the amount."""
        by_level = [index for index, benefit in enumerate(self._regime.benefits) if benefit.by_level]
        at_stake: _Text = ""
        if by_level:
            benefits = self._benefits([(column(f"{counted}{index}"), index) for index in by_level])
            some = exp.GT(this=amount.copy(), expression=number(0))
            at_stake = choice((some, self._filled(stake, benefits=benefits, amount=yuan(amount))), otherwise=text(""))
        return self._filled(
            sentence,
            person=self._person(),
            person_of=self._person("的"),
            level="" if level is None else self._words(level),
            month=self._for_month(),
            stake=at_stake,
            law=self._law([clauses]),
        )

    def placeholder(self) -> exp.Expr:
        doubtful = [
            (column(f"doubtful{index}"), index) for index, benefit in enumerate(self._regime.benefits) if benefit.doubts
        ]
        doubts = [
            (column(f"doubt{place}"), zh if self._language == "zh" else en)
            for place, (zh, en) in enumerate(self._judging.doubts)
        ]
        return self._filled(
            words.PLACEHOLDER,
            person=self._person(),
            person_of=self._person("的"),
            benefits=self._benefits(doubtful),
            month=self._for_month(),
            doubts=listed(self._marks.semicolon, doubts),
        )

    # parts

    def _words(self, label: Label) -> str:
        return label.in_language(self._language)

    def _filled(self, template: Label, **values: _Text) -> exp.Expr:
        return filled(self._words(template), values)

    def _benefits(self, those: Iterable[tuple[exp.Expr, int]]) -> exp.Expr:
        labels = [(when, self._words(self._regime.benefits[index].label)) for when, index in those]
        return listed(self._marks.comma, labels)

    def _person(self, and_then: str = "") -> _Text:
        return person(self._language, has_name=self._plan.has_name, and_then=and_then)

    def _benefit_of(self, label: Label) -> _Text:
        """`张三的尊老金`, `张三, old-age allowance: `; without a name `尊老金`, `Old-age allowance: `."""
        word = self._words(label)
        alone = word if self._language == "zh" else f"{word[:1].upper()}{word[1:]}: "
        if not self._plan.has_name:
            return alone
        joined = concatenated(column("name"), f"的{word}" if self._language == "zh" else f", {word}: ")
        return choice((is_known(column("name")), joined), otherwise=text(alone))

    def _every(self, benefit: Benefit) -> str:
        return self._words(words.EVERY[benefit.period])

    def _month(self) -> exp.Expr:
        zh, en = month_in_words(column("month"))
        return zh if self._language == "zh" else en

    def _for_month(self) -> _Text:
        return self._filled(words.FOR_MONTH, month=self._month()) if self._plan.has_month else ""

    def _law(self, clauses: Iterable[Clauses]) -> str:
        named = dict.fromkeys(self._words(one.words) for one in clauses)
        joined = self._marks.comma.join(one for one in named if one)
        return self._marks.brackets.format(joined) if joined else ""
