"""What a finding says, put together in SQL from the templates in `words`, the words of the rules and the amounts.

`张三的照料护理费每月发放500.00元，按规定应为373.50元，多发126.50元（常政办发〔2023〕37号 二(二)4）。`
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from assess.engines.sql.nodes import choice, is_known, number, switch
from assess.language.types import Label
from assess.rolls.finding_rows import (
    Language,
    call,
    column,
    concatenated,
    filled,
    month_in_words,
    person,
    text,
    yuan,
)
from assess.rolls.findings import FINDINGS
from assess.rolls.reconciling import words
from assess.rolls.reconciling.plan import Reconciliation

_Text = str | exp.Expr


class Sentences:
    """The sentences of findings in one language, over the columns that `query` and `Wording.in_words` describe."""

    def __init__(self, plan: Reconciliation, language: Language) -> None:
        self._plan = plan
        self._language: Language = language

    def of(self, codes: Iterable[str]) -> exp.Expr:
        """What is said of a row by its code, one of these. Where it lasts, the months are said once of all of them
        (`assess.rolls.lasting`)."""
        values: dict[str, _Text] = {
            "person": self._person(),
            "person_of": self._person("的"),
            "person_beside": self._person("名下"),
            "benefit_of": self._benefit_of(),
            "when": self._for_month() if self._plan.has_month else self._every(),
            "month": self._for_month(),
            "each": self._words(words.EVERY["month"]) if self._plan.same_every_month else "",
            "paid": yuan(column("paid")),
            "due": yuan(column("due")),
            "amount": yuan(column("amount")),
            "case": column("case"),
            "category": self._own("category") if self._has_categories() else "",
            **{name: self._own(name) for name in ("benefit", "benefits", "figures", "reason", "doubt", "law")},
        }
        stakes: dict[str, exp.Expr] = {}
        for name, stake in (("stake_open", words.STAKE_OPEN), ("stake_old", words.STAKE_OLD)):
            at_stake = exp.GT(this=column("amount"), expression=number(0))
            stakes[name] = choice((at_stake, filled(stake, self._language, **values)), otherwise=text(""))
        values |= stakes
        values["stake_missing"] = values["stake_open"]
        if any(regime.assessment.has_later and regime.assessment.required for regime in self._plan.regimes):
            is_later = is_known(column("later"))
            values["stake_missing"] = choice((is_later, stakes["stake_old"]), otherwise=stakes["stake_open"])
        due_known = filled(words.DUE_KNOWN, self._language, **values)
        values["due_known"] = choice((is_known(column("due")), due_known), otherwise=text(""))
        lasting = values | ({"when": self._every(), "month": ""} if self._plan.same_every_month else {})
        said = [
            (text(code), filled(words.OF_CODE[code], self._language, **(lasting if FINDINGS[code].lasts else values)))
            for code in codes
        ]
        return switch(column("code"), said)

    def _words(self, label: Label) -> str:
        return label.in_language(self._language)

    def _has_categories(self) -> bool:
        return any(benefit.category is not None for regime in self._plan.regimes for benefit in regime.benefits)

    def _own(self, name: str) -> exp.Expr:
        """The column in this language."""
        return column(f"{name}_{self._language}")

    def _person(self, and_then: str = "") -> _Text:
        return person(self._language, has_name=self._plan.has_name, and_then=and_then)

    def _benefit_of(self) -> _Text:
        """`张三的尊老金`, `张三, old-age allowance: `; without a name `尊老金`, `Old-age allowance: `."""
        label = self._own("benefit")
        if self._language == "zh":
            alone, with_name = label, concatenated(column("name"), "的", label)
        else:
            alone = concatenated(call("UPPER", call("LEFT", label, number(1))), call("SUBSTR", label, number(2)), ": ")
            with_name = concatenated(column("name"), ", ", label, ": ")
        if not self._plan.has_name:
            return alone
        return choice((is_known(column("name")), with_name), otherwise=alone)

    def _every(self) -> _Text:
        """` a month`; where benefits are paid by the month and by the year, what each is paid by."""
        periods = {benefit.name: benefit.period for regime in self._plan.regimes for benefit in regime.benefits}
        if len(set(periods.values())) < 2:
            return "".join(self._words(words.EVERY[period]) for period in set(periods.values()))
        every = [(text(name), text(self._words(words.EVERY[period]))) for name, period in periods.items()]
        return switch(column("benefit"), every)

    def _for_month(self) -> _Text:
        if not self._plan.has_month:
            return ""
        zh, en = month_in_words(column("month"))
        return filled(words.FOR_MONTH, self._language, month=zh if self._language == "zh" else en)
