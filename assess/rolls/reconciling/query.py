"""The findings of a share as one query over its decisions. What has precedence over what stands in `judging`, and what
the rows of what is found are in `found`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from sqlglot import exp

from assess.engines.sql.nodes import (
    choice,
    coalesced,
    every,
    is_known,
    is_unknown,
    minus,
    negated,
    number,
    plus,
    some,
    switch,
)
from assess.language.types import Label
from assess.rolls.finding_rows import (
    Language,
    Relation,
    call,
    column,
    empty,
    filled,
    listed,
    text,
    unknown,
    yuan,
)
from assess.rolls.reconciling import words
from assess.rolls.reconciling.doubts import ASSESSED_LATER, OF_AMOUNTS, OF_ENTITLEMENT, WHICH_IS_OPEN, Doubt
from assess.rolls.reconciling.found import Found, Values, in_order, in_words
from assess.rolls.reconciling.grounds_in_words import GROUNDS, marked
from assess.rolls.reconciling.judging import LEVEL_LATER, Judging, pays, too_much
from assess.rolls.reconciling.plan import Reconciliation, Regime
from assess.rolls.reconciling.wording import (
    CATEGORY,
    DOUBT,
    LAW,
    REASON,
    Lacking,
    Wording,
    held_against_others,
    is_due,
    rule_in_words,
    rules_in_words,
    should_be_paid,
    why_open,
)

_OF_A_BENEFIT = ("underpaid", "not_entitled", "unpaid", "paid_undetermined", "paid_unknown")
"""The codes that any benefit may get, beside that for too much."""


def findings_query(plan: Reconciliation, decisions: Relation, people: Relation | None = None) -> exp.Query:
    """The findings of the decisions, in the columns of findings and in a fixed order.

    `decisions` has the columns of `decisions.parquet`. `people` (`source`, `row`, `person`; a row for each row of the
    roll) gives the identity numbers; without it there are none.
    """
    wording = Wording(plan)
    kept: dict[str, exp.Select] = {}
    found: list[Found] = []
    for place, regime in enumerate(plan.regimes):
        judging = Judging(plan, regime)
        flagged, judged = f"flagged_{place}", f"judged_{place}"
        of_regime = list(_Finding(judging, wording, flagged, judged).all())
        if of_regime:
            kept[flagged] = judging.flagged(decisions)
            found += of_regime
        if regime.benefits:
            kept[judged] = judging.judged(flagged)
    if not found:
        return empty()
    query = in_words(plan, wording, found, in_order(plan, found, people))
    for name, select in kept.items():
        query = query.with_(name, as_=select, materialized=True, copy=False)
    return query


class _Finding:
    """What is found under a regime: of each benefit, and of rows as a whole."""

    def __init__(self, judging: Judging, wording: Wording, flagged: str, judged: str) -> None:
        """`flagged`, `judged`: the tables of these rows."""
        self._judging = judging
        self._regime: Regime = judging.regime
        self._wording = wording
        self._flagged = flagged
        self._judged = judged

    def all(self) -> Iterator[Found]:
        for index in range(len(self._regime.benefits)):
            yield self._of_benefit(index)
        if self._regime.assessment.required is not None:
            yield self._assessment_missing()
            if self._regime.assessment.has_later:
                yield self._assessment_later()
        if self._regime.assessment.up_to_date is not None:
            yield self._assessment_out_of_date()
        if self._judging.placeholders:
            yield self._placeholder()

    def _of_benefit(self, index: int) -> Found:
        benefit = self._regime.benefits[index]
        code, paid, due = column(f"code{index}"), column(f"paid{index}"), column(f"due{index}")
        values = {
            "code": code,
            "benefit": text(benefit.name),
            "paid": paid,
            "due": due,
            "amount": exp.Abs(this=minus(_or_nothing(paid), _or_nothing(due))),
            LAW: self._law(index),
            REASON: self._reason(index),
            DOUBT: self._doubt(index),
            **({} if benefit.category is None else {CATEGORY: column(f"category{index}")}),
            **({GROUNDS: column(f"grounds{index}")} if benefit.has_grounds else {}),
            **self._together(index),
        }
        rows = exp.select(exp.Star()).from_(exp.to_table(self._judged))
        codes = [too_much(benefit), *_OF_A_BENEFIT]
        if self._judging.breakable(benefit.name):
            codes.append("not_drawn_together")
        return Found(tuple(codes), rows.where(is_known(code.copy()), copy=False), values)

    def _law(self, index: int) -> exp.Expr:
        """The benefit's clauses; before them those of a bar; else those of the rule broken, or of the rules by which a
        combination takes it away."""
        benefit = self._regime.benefits[index]
        own = self._wording.law([benefit.clauses])
        branches = [
            (_is_broken(index, place), self._wording.law([conflict.clauses]))
            for place, conflict in self._judging.breakable(benefit.name)
        ]
        branches += [
            (_is_barred(index, place), self._wording.law([bar.clauses, benefit.clauses]))
            for place, bar in enumerate(benefit.bars)
        ]
        touching = self._judging.touching(benefit.name)
        if touching:
            rules = self._wording.law(conflict.clauses for conflict in touching)
            branches.append((column(f"taken{index}"), rules))
        return choice(*branches, otherwise=own) if branches else own

    def _reason(self, index: int) -> exp.Expr:
        """Why it may not be drawn; why it cannot be told what is due; how the rules put what is due; or why nothing is.

        The latter: the person is not eligible; or the benefit gives way to another; or it comes to nothing.
        """
        benefit = self._regime.benefits[index]
        branches = [
            (_is_broken(index, place), self._wording.reason(rule_in_words(conflict, benefit)))
            for place, conflict in self._judging.breakable(benefit.name)
        ]
        undetermined = exp.EQ(this=column(f"code{index}"), expression=text("paid_undetermined"))
        branches.append((undetermined, self._open(index)))
        for code, reason in (("underpaid", is_due(benefit)), ("unpaid", should_be_paid(benefit))):
            branches.append((exp.EQ(this=column(f"code{index}"), expression=text(code)), self._wording.reason(reason)))
        if benefit.has_eligible:
            ineligible = exp.EQ(this=column(f"eligible{index}"), expression=exp.false())
            branches.append((ineligible, self._wording.reason(benefit.unmet or words.INELIGIBLE)))
        touching = self._judging.touching(benefit.name)
        if touching:
            branches.append((column(f"taken{index}"), self._wording.reason(rules_in_words(touching, benefit))))
        return choice(*branches, otherwise=self._wording.reason(words.COMES_TO_NOTHING))

    def _doubt(self, index: int) -> exp.Expr:
        """What has to be verified first; unknown where nothing has."""
        by_code: list[tuple[exp.Expr, exp.Expr]] = []
        for code in (*OF_ENTITLEMENT, *OF_AMOUNTS):
            always = [doubt for doubt in self._always(index) if code in doubt.codes]
            sometimes = list(self._sometimes(index, code))
            branches: list[tuple[exp.Expr, exp.Expr]] = []
            for count in range(len(sometimes), 0, -1):
                for those in combinations(sometimes, count):
                    doubts = self._wording.doubt([*always, *(doubt for doubt, _ in those)])
                    branches.append((every(condition.copy() for _, condition in those), doubts))
            otherwise = self._wording.doubt(always) if always else unknown("SMALLINT")
            if branches or always:
                by_code.append((text(code), choice(*branches, otherwise=otherwise) if branches else otherwise))
        return switch(column(f"code{index}"), by_code) if by_code else unknown("SMALLINT")

    def _always(self, index: int) -> list[Doubt]:
        return [doubt for doubt in self._regime.benefits[index].doubts if doubt.decision is None]

    def _sometimes(self, index: int, code: str) -> Iterator[tuple[Doubt, exp.Expr]]:
        """What has to be verified only where a condition holds."""
        benefit = self._regime.benefits[index]
        for place, doubt in enumerate(benefit.doubts):
            if doubt.decision is not None and code in doubt.codes:
                yield doubt, column(f"holds{index}_{place}")
        if code == "not_drawn_together" and self._judging.breakable(benefit.name):
            yield WHICH_IS_OPEN, is_unknown(column(f"due{index}"))
        if code == "not_entitled" and self._judging.touching(benefit.name):  # which is the higher goes by the amounts
            for doubt in self._always(index):
                if code not in doubt.codes and "overpaid" in doubt.codes:
                    yield doubt, column(f"taken{index}")
        assessment = self._regime.assessment
        if benefit.by_level and assessment.has_later and assessment.required is not None:
            is_later: exp.Expr = column(LEVEL_LATER)
            if code == "not_entitled" and benefit.has_grounds:
                is_later = every([is_later, negated(marked(column(f"grounds{index}"), benefit.unmet_at_any_level))])
            yield ASSESSED_LATER, is_later

    def _open(self, index: int) -> exp.Expr:
        """Why it cannot be told what is due: what it lacks; or the rule, and what the others lack."""
        benefit = self._regime.benefits[index]
        if not benefit.has_grounds or not benefit.in_force or not self._judging.plan.lacks:
            return self._wording.reason(why_open(benefit))
        touching = self._judging.touching(benefit.name)
        own = self._wording.reason(Lacking())
        if not touching:
            return own
        rules = rules_in_words(touching, benefit)
        before = words.in_both(
            lambda language: words.OPEN_ELSEWHERE.in_language(language).format(rule=rules.in_language(language))
        )
        return choice((column(f"whole{index}"), self._wording.reason(Lacking(before))), otherwise=own)

    def _together(self, index: int) -> Values:
        """In words, the benefits paid together where it must give way."""
        broken = self._judging.breakable(self._regime.benefits[index].name)
        if not broken:
            return {}
        found: Values = {}
        for language in words.LANGUAGES:
            by_rule = []
            for place, conflict in broken:
                name = self._regime.benefits[index].name
                those = conflict.benefits if conflict.kind == "highest_of" else (*conflict.triggers, name)
                places = [self._judging.place[one] for one in those]
                paid = listed(words.MARKS[language].comma, [(pays(one), self._paid(one, language)) for one in places])
                by_rule.append((_is_broken(index, place), paid))
            found[f"benefits_{language}"] = choice(*by_rule)
        return found

    def _paid(self, index: int, language: Language) -> exp.Expr:
        """A benefit and what is paid of it."""
        benefit = self._regime.benefits[index]
        every = Label("", "") if self._judging.plan.has_month else words.EVERY[benefit.period]
        return filled(
            words.TOGETHER, language, benefit=benefit.label.in_language(language), every=every.in_language(language),
            paid=yuan(column(f"paid{index}")),
        )  # fmt: skip

    def _assessment_missing(self) -> Found:
        assessment = self._regime.assessment
        assert assessment.required is not None
        level = assessment.level
        assert level is not None
        reason = words.in_both(
            lambda language: words.NO_LEVEL.in_language(language).format(level=level.in_language(language))
        )
        values = {
            "code": text("assessment_missing"),
            "paid": self._paid_in_all(),
            LAW: self._wording.law([assessment.required]),
            REASON: self._wording.reason(reason),
            **self._at_stake("rests"),
        }
        return Found(("assessment_missing",), self._judging.of_level_missing(self._flagged), values)

    def _assessment_later(self) -> Found:
        """The month had no assessment: what was found later need not have been so then."""
        clauses = self._regime.assessment.required
        assert clauses is not None
        values = {
            "code": text("assessment_missing"),
            "paid": self._paid_in_all(),
            LAW: self._wording.law([clauses]),
            REASON: self._wording.reason(words.NO_LEVEL_YET),
            "later": text("later"),
            **self._at_stake("pays"),
        }
        return Found(("assessment_missing",), self._judging.of_level_later(self._flagged), values)

    def _assessment_out_of_date(self) -> Found:
        clauses = self._regime.assessment.up_to_date
        assert clauses is not None
        at_stake = self._at_stake("pays")
        values = {
            "code": text("assessment_out_of_date"),
            "paid": self._paid_in_all(),
            LAW: self._wording.law([clauses]),
            **at_stake,
        }
        return Found(("assessment_out_of_date",), self._judging.of_level_old(self._flagged), values)

    def _paid_in_all(self) -> exp.Expr:
        """All that is paid on the row; unknown where amounts by the month and by the year do not add up."""
        if len({benefit.period for benefit in self._regime.benefits}) != 1:
            return unknown()
        return _sum(_or_nothing(column(f"paid{index}")) for index in range(len(self._regime.benefits)))

    def _at_stake(self, counted: str) -> Values:
        """What is paid of the benefits that rest on the level, of those for which the column `counted{i}` holds."""
        those = [(column(f"{counted}{index}"), index) for index in self._judging.by_level()]
        amount = _sum(choice((when, column(f"paid{index}")), otherwise=number(0)) for when, index in those)
        return {"amount": amount, **self._benefits(those, says_why=counted == "rests")}

    def _placeholder(self) -> Found:
        paid: list[exp.Expr] = []
        due: list[exp.Expr] = []
        greater: list[exp.Expr] = []
        those = []
        for index, benefit in enumerate(self._regime.benefits):
            if benefit.placeholders:
                when = column(f"by_placeholder{index}")
                those.append((when, index))
                paid_or_nothing = _or_nothing(column(f"paid{index}"))
                larger = call("GREATEST", paid_or_nothing, _or_nothing(column(f"due{index}")))
                for amounts, amount in ((paid, paid_or_nothing), (due, column(f"due{index}")), (greater, larger)):
                    amounts.append(choice((when.copy(), amount.copy()), otherwise=number(0)))
        cites: dict[str, list[exp.Expr]] = {}
        for place, readers in enumerate(self._judging.placeholders.values()):
            for clauses in dict.fromkeys(one.cite for _, one in readers if one.cite):
                cites.setdefault(clauses, []).append(column(f"placeholder{place}"))
        cite = listed("; ", [(some(flags), clauses) for clauses, flags in cites.items()]) if cites else exp.null()
        figures: Values = {
            f"figures_{language}": listed(words.MARKS[language].comma, [
                (column(f"placeholder{place}"), words.quoted([Label(*label)], language))
                for place, label in enumerate(self._judging.placeholders)
            ])
            for language in words.LANGUAGES
        }  # fmt: skip
        values: Values = {
            "code": text("placeholder"), "paid": _sum(paid), "due": _sum(due), "amount": _sum(greater), "cite": cite,
            **self._benefits(those), **figures,
        }  # fmt: skip
        return Found(("placeholder",), self._judging.of_placeholders(self._flagged), values)

    def _benefits(self, those: Sequence[tuple[exp.Expr, int]], *, says_why: bool = False) -> Values:
        """Those of the benefits whose condition holds, in words. `says_why`: with the rule by which one is open that is
        known itself."""
        found: Values = {}
        for language in words.LANGUAGES:
            parts: list[tuple[exp.Expr, str]] = []
            for when, index in those:
                benefit = self._regime.benefits[index]
                touching = self._judging.touching(benefit.name) if says_why and benefit.has_grounds else []
                open_itself = every([when, negated(column(f"whole{index}"))]) if touching else when
                parts.append((open_itself, benefit.label.in_language(language)))
                if touching:
                    held = held_against_others(touching, benefit).in_language(language)
                    parts.append((every([when, column(f"whole{index}")]), held))
            found[f"benefits_{language}"] = listed(words.MARKS[language].comma, parts) if parts else exp.null()
        return found


def _is_broken(index: int, place: int) -> exp.Expr:
    return exp.EQ(this=column(f"broken{index}"), expression=number(place))


def _is_barred(index: int, place: int) -> exp.Expr:
    return exp.EQ(this=column(f"barred{index}"), expression=number(place))


def _or_nothing(amount: exp.Expr) -> exp.Expr:
    return coalesced(amount.copy(), number(0))


def _sum(amounts: Iterable[exp.Expr]) -> exp.Expr:
    total: exp.Expr | None = None
    for amount in amounts:
        total = amount if total is None else plus(total, amount)
    return number(0) if total is None else total
