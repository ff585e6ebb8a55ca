"""Columns beside the decisions of a share that say why: which conditions a payment fails, and what is lacking.

A column for each benefit holds a number whose bits stand for what the plan names: where it is paid and the person is
not eligible, for the conditions that are certainly not met; where it is paid and unknown what is due, for what is
lacking; where it is not paid and the person is eligible, for what a person has to judge first, since they are eligible
by that alone. On all other rows it is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlglot import exp

from assess.engines.columns import ColumnQuery, eligible_name
from assess.engines.sql.expressions import Translator
from assess.engines.sql.gaps import MOST_GAPS, Gap, Gaps, gaps_of
from assess.engines.sql.nodes import cast, choice, column, compared, every, is_unknown, negated, number, some, unknown
from assess.engines.sql.truth import Truth, bits, certain_name, neither, possible_name
from assess.language.edition import Edition
from assess.language.expression import supposing
from assess.language.program import Amount
from assess.rolls.drawn import drawn_of
from assess.rolls.reconciling.conditions import Condition, asked_of, made_by_then
from assess.rolls.reconciling.doubts import judged_besides

GROUNDS_TYPE = "BIGINT"
ASSESSMENT_UP_TO_DATE = "assessment_up_to_date"
"""The decision that findings speak of by this name, where a program has it."""
LATER = "grounds.assessment_up_to_date"
"""The column that tells whether the assessment was made after the day decided on."""


def ground_name(benefit: str) -> str:
    """The column with why a payment of the benefit is undue, or cannot be told to be due."""
    return f"grounds.{benefit}"


def all_gaps(editions: Sequence[Edition], benefits: Collection[str]) -> tuple[Gap, ...]:
    """What can be lacking of these benefits on any of the dates, by the bits that stand for it.

    What is asked for by itself comes before what is asked for with many others, such as the questions of an assessment,
    so that it is named first.
    """
    found: dict[Gap, None] = {}
    company: dict[str, int] = {}
    for edition in editions:
        drawn = [name for benefit in benefits if (name := drawn_of(edition, benefit)) is not None]
        found |= dict.fromkeys(gaps_of(edition, [*benefits, *drawn]))
        for active in edition.active.values():
            together = len(active.needs.facts)
            company |= {fact: min(together, company.get(fact, together)) for fact in active.needs.facts}
    return tuple(sorted(found, key=lambda gap: company.get(gap[1], 0) if gap[0] == "fact" else 0))[:MOST_GAPS]


def ground_columns(query: ColumnQuery, benefits: Collection[str], gaps: tuple[Gap, ...]) -> dict[str, exp.Expr]:
    """The columns by their names, over the decisions and `paid.<benefit>`; what they rest on is added to the stages."""
    lacking = Gaps(query, {gap: place for place, gap in enumerate(gaps)})
    found = {ground_name(benefit): _grounds(query, benefit, lacking) for benefit in benefits}
    return found | {LATER: _later(query)}


def _later(query: ColumnQuery) -> exp.Expr:
    """Does the assessment certainly lie after the day decided on? Unknown where that is not certain."""
    condition = made_by_then(ASSESSMENT_UP_TO_DATE, query.edition)
    if condition is None:
        return unknown("BOOLEAN")
    translator = Translator(LATER, query.edition.readings, query.edition.as_of, query.stages)
    return choice((negated(translator.truth(condition.node).possible), exp.true()))


def _grounds(query: ColumnQuery, benefit: str, gaps: Gaps) -> exp.Expr:
    drawn = drawn_of(query.edition, benefit)
    if drawn is None:
        return unknown(GROUNDS_TYPE)
    is_paid = exp.Coalesce(this=compared(">", column(f"paid.{benefit}"), number(0)), expressions=[exp.false()])
    branches = [(every([is_paid, is_unknown(column(drawn))]), _lacking(benefit, drawn, gaps))]
    unmet = _unmet(query, benefit)
    if unmet is not None:
        ineligible = negated(column(possible_name(eligible_name(benefit))))
        branches.append((every([is_paid.copy(), ineligible]), unmet))
    judged = _judged(query, benefit)
    if judged is not None:
        eligible = column(certain_name(eligible_name(benefit)))
        branches.append((every([negated(is_paid.copy()), eligible]), judged))
    return cast(choice(*branches), GROUNDS_TYPE)


def _lacking(benefit: str, drawn: str, gaps: Gaps) -> exp.Expr:
    """What the benefit itself lacks; where nothing, what the others lack that it is combined with."""
    if drawn == benefit:
        return gaps.of(benefit)
    return choice((is_unknown(column(benefit)), gaps.of(benefit)), otherwise=gaps.of(drawn))


def _unmet(query: ColumnQuery, benefit: str) -> exp.Expr | None:
    """The conditions that are certainly not met."""
    edition = query.edition
    asked = asked_of(benefit, edition)
    translator = Translator(ground_name(benefit), edition.readings, edition.as_of, query.stages)
    failed = [
        (place, some(negated(_truth(translator, one).possible) for one in what.conditions))
        for place, what in enumerate(asked)
    ]
    return bits(failed) if failed else None


def _judged(query: ColumnQuery, benefit: str) -> exp.Expr | None:
    """The decisions that a person has to judge and without which somebody eligible might not be."""
    edition = query.edition
    names = judged_besides(benefit, edition)
    body = edition.active[benefit].version.body
    if not names or not isinstance(body, Amount) or body.eligibility is None:
        return None
    translator = Translator(f"{ground_name(benefit)}.judged", edition.readings, edition.as_of, query.stages)
    without = [translator.truth(supposing(body.eligibility, name, False)) for name in names]
    return bits([(place, negated(truth.certain)) for place, truth in enumerate(without)])


def _truth(translator: Translator, condition: Condition) -> Truth:
    truth = translator.truth(condition.node)
    return truth if condition.wanted else neither(truth)
