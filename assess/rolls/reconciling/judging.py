"""Each row judged in SQL: the one code that every benefit gets, if any, and what the row as a whole is flagged for.

A yuan is counted once. Each benefit of a row (and month) has one code at most, in this order of precedence:

1. `paid_unknown`, where the roll does not tell what is paid (an empty cell does: nothing); amount: what is due;
2. `not_drawn_together`, where a benefit is paid that must give way to another one paid too; amount: what is paid of it
   above what is due of it (nothing, as a rule). Whoever is not eligible for a benefit has nothing that could give way;
3. none where it is paid, due is unknown, and the level that it rests on is missing: `assessment_missing` counts it;
4. `paid_undetermined`, where it is paid and due is unknown; amount: what is paid; none where for want of a figure
   nobody's amount can be told: reports say that once, for the whole roll;
5. `not_entitled`, where it is paid and nothing is due; amount: what is paid;
6. `overpaid`, `underpaid`, `unpaid`; amount: the difference. Of a benefit that is a floor, `above_floor` stands in the
   place of `overpaid`.

`assessment_missing` (there is none, or none yet) and `assessment_out_of_date` exclude each other, once a row.
`placeholder` comes beside all of them. The amounts of these three say what depends on it and are never to recover or to
pay.

Nearly all rows of a roll are in order, so that a share is read once and asked a few comparisons a row. Only what these
leave is judged benefit by benefit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from assess.engines.sql.nodes import choice, every, is_known, is_unknown, negated, number, some
from assess.rolls.finding_rows import Relation, column, named, relation, text, unknown
from assess.rolls.reconciling.grounds import ASSESSMENT_UP_TO_DATE, LATER, ground_name
from assess.rolls.reconciling.grounds_in_words import marked
from assess.rolls.reconciling.placeholders import Placeholder
from assess.rolls.reconciling.plan import (
    ABILITY_LEVEL,
    ASSESSMENT_REQUIRED,
    Bar,
    Benefit,
    Conflict,
    Reconciliation,
    Regime,
)

LEVEL_MISSING, LEVEL_LATER, LEVEL_OLD = "level_missing", "level_later", "level_old"
_NOTHING_DUE, _DUE_UNKNOWN, _DUE = 0, 1, 2

Columns = list[exp.Expr]


class Judging:
    """A regime's rows judged, in columns that go by the place of a benefit (`i`) or a placeholder (`j`) in the regime.

    Of the rows flagged: `paid{i}`, `due{i}`, `eligible{i}`, `taken{i}` (it would be due, or may be, but for a rule),
    `barred{i}` (the bar, from 0, for which the person is not eligible), `grounds{i}` (which conditions are not met, or
    what is lacking), `whole{i}` (it is known what it is worth by itself), `category{i}`, `holds{i}_{k}` (it is
    due by the decision that its doubt `k` hangs on), `level_missing`, `level_later`, `level_old`.

    Of those judged, besides: `pays{i}`: is anything paid; `standing{i}`: is anything due, or unknown; `broken{i}`: the
    conflict, from 0, in which it must give way; `rests{i}`: it is counted under the missing level; `code{i}`. Of those
    by placeholders: `by_placeholder{i}`, `placeholder{j}`: does it matter here.
    """

    def __init__(self, plan: Reconciliation, regime: Regime) -> None:
        self.plan = plan
        self.regime = regime
        self.place = {benefit.name: index for index, benefit in enumerate(regime.benefits)}
        self.placeholders: dict[tuple[str, str], list[tuple[int, Placeholder]]] = {}
        """By the label of a figure, the places of the benefits that may read it."""
        for index, benefit in enumerate(regime.benefits):
            for one in benefit.placeholders:
                self.placeholders.setdefault((one.figure.zh, one.figure.en), []).append((index, one))

    def touching(self, benefit: str) -> list[Conflict]:
        """The conflicts in which the benefit may have to give way to another, paid in this roll or not."""
        return [conflict for conflict in self.regime.conflicts if benefit in conflict.benefits]

    def breakable(self, benefit: str) -> list[tuple[int, Conflict]]:
        """Those of them, with their places, in which another benefit paid in this roll may go before it."""
        return [
            (place, conflict)
            for place, conflict in enumerate(self.regime.conflicts)
            if benefit in conflict.benefits and _rivals(benefit, conflict)
        ]

    # of all rows, those that something may be found on

    def flagged(self, decisions: Relation) -> exp.Select:
        """The rows, not rejected, on which anything may be found; on the others nothing is."""
        selected: Columns = [column(name) for name in ("source", "row", "case", *self.plan.optional_columns())]
        wanted: list[exp.Expr] = []
        for index, benefit in enumerate(self.regime.benefits):
            paid, due, eligible, value = self._own(benefit)
            selected += [named(paid, f"paid{index}"), named(due, f"due{index}"), named(eligible, f"eligible{index}")]
            if self.touching(benefit.name):
                worth = _unless_false(_above_nothing(value))  # or what is held against it settles that it is not drawn
                taken = every([worth, exp.EQ(this=due.copy(), expression=number(0))])
                selected.append(named(_surely(taken), f"taken{index}"))
            if benefit.has_grounds:
                selected.append(named(column(ground_name(benefit.name)), f"grounds{index}"))
                selected.append(named(is_known(value), f"whole{index}"))
            if benefit.category is not None:
                selected.append(named(column(benefit.category.decision), f"category{index}"))
            for place, doubt in enumerate(benefit.doubts):
                if doubt.decision is not None:
                    holds = _surely(column(doubt.decision))
                    if benefit.has_grounds:
                        holds = marked(column(ground_name(benefit.name)), [doubt.place])
                    selected.append(named(holds, f"holds{index}_{place}"))
            if benefit.bars:
                selected.append(named(_barred(benefit.bars, eligible), f"barred{index}"))
            wanted.append(_differ(paid, due))
            if benefit.placeholders:
                wanted.append(_by_placeholder(benefit.placeholders, paid, due, eligible))
        missing, later, old = self._assessment()
        wanted += [one.copy() for one in (missing, later, old) if one is not None]
        selected += [
            named(exp.false() if flag is None else flag, name)
            for flag, name in ((missing, LEVEL_MISSING), (later, LEVEL_LATER), (old, LEVEL_OLD))
        ]
        rows = exp.select(*selected, copy=False).from_(relation(decisions, "decisions"))
        rows = rows.where(column("status").neq(text("rejected")))
        if self.regime.months:
            months = [text(month) for month in self.regime.months]
            rows = rows.where(exp.In(this=column("month"), expressions=months))
        return rows.where(some(wanted))

    def _own(self, benefit: Benefit) -> tuple[exp.Expr, exp.Expr, exp.Expr, exp.Expr]:
        """What is paid and due of it, whether the person is eligible, and what it is worth by itself."""
        eligible = column(f"{benefit.name}.eligible") if benefit.has_eligible else unknown("BOOLEAN")
        return column(f"paid.{benefit.name}"), column(f"due.{benefit.name}"), eligible, column(benefit.name)

    def _assessment(self) -> tuple[exp.Expr | None, exp.Expr | None, exp.Expr | None]:
        """Is the level missing; is one needed, and was it found only later; is it old? None where there is nothing to
        tell it by."""
        assessment = self.regime.assessment
        missing: exp.Expr | None = None
        later: exp.Expr | None = None
        old: exp.Expr | None = None
        is_later = is_known(column(LATER))
        if assessment.required is not None:
            missing = every([_surely(column(ASSESSMENT_REQUIRED)), is_unknown(column(ABILITY_LEVEL))])
            if assessment.has_later:
                needed = [_surely(column(ASSESSMENT_REQUIRED)), is_known(column(ABILITY_LEVEL))]
                later = every([*needed, is_later.copy()])
        if assessment.up_to_date is not None:
            old = negated(_unless_false(column(ASSESSMENT_UP_TO_DATE)))
            if missing is not None:
                old = every([old, negated(missing.copy())])
            if assessment.has_later:
                old = every([old, negated(is_later.copy())])
        return missing, later, old

    # of the rows flagged, those on which what is paid is not what is due

    def judged(self, flagged: str) -> exp.Select:
        """Those of them, with the code of every benefit."""
        differ = some(_differ(column(f"paid{index}"), column(f"due{index}")) for index in self.place.values())
        rows = exp.select(exp.Star(), *self._standings(), copy=False).from_(exp.to_table(flagged)).where(differ)
        return _in_steps(rows, self._breaches(), self._resting(), self._codes())

    def _standings(self) -> Columns:
        found: Columns = []
        for index in self.place.values():
            due = column(f"due{index}")
            standing = choice(
                (_above_nothing(due), number(_DUE)), (is_unknown(due), number(_DUE_UNKNOWN)),
                otherwise=number(_NOTHING_DUE),
            )  # fmt: skip
            found += [named(_is_paid(index), f"pays{index}"), named(standing, f"standing{index}")]
        return found

    def _breaches(self) -> Columns:
        """For each benefit, the first conflict in which it must give way."""
        found: Columns = []
        for index, benefit in enumerate(self.regime.benefits):
            breaches = [
                (self._gives_way(benefit.name, conflict), number(place))
                for place, conflict in self.breakable(benefit.name)
            ]
            found.append(named(choice(*breaches) if breaches else unknown("TINYINT"), f"broken{index}"))
        return found

    def _gives_way(self, name: str, conflict: Conflict) -> exp.Expr:
        """Is it paid though not due, beside another benefit that is paid and goes before it?"""
        index = self.place[name]
        conditions = [pays(index), negated(_stands(index, _DUE))]
        if self.regime.benefits[index].has_eligible:
            conditions.append(_unless_false(column(f"eligible{index}")))
        rivals = [self.place[rival] for rival in _rivals(name, conflict)]
        if conflict.kind == "highest_of":
            return every([*conditions, some(self._goes_before(rival, index) for rival in rivals)])
        if conflict.by_drawing:
            drawn = [every([pays(rival), negated(_stands(rival, _NOTHING_DUE))]) for rival in rivals]
            return every([*conditions, some(drawn)])
        return every([*conditions, column(f"taken{index}"), some(pays(rival) for rival in rivals)])

    def _goes_before(self, other: int, index: int) -> exp.Expr:
        """Is the other one paid, and the one to keep of the two?

        Kept is what is due; else what may be due; else the greater amount paid; else what the rule names first.
        """
        greater = exp.GTE if other < index else exp.GT
        amounts = greater(this=self._yearly(other), expression=self._yearly(index))
        standing, own = column(f"standing{other}"), column(f"standing{index}")
        same = exp.EQ(this=standing, expression=own)
        return every([pays(other), some([exp.GT(this=standing.copy(), expression=own.copy()), every([same, amounts])])])

    def _yearly(self, index: int) -> exp.Expr:
        """What is paid of it a year, where amounts by the month and by the year are compared."""
        paid = column(f"paid{index}")
        if self.regime.benefits[index].period == "year" or len({one.period for one in self.regime.benefits}) == 1:
            return paid
        return exp.Mul(this=paid, expression=number(12))

    def _resting(self) -> Columns:
        """For each benefit: is it paid while the missing level leaves open what is due? Not where it must give way."""
        found: Columns = []
        for index, benefit in enumerate(self.regime.benefits):
            open_ = [column(LEVEL_MISSING), pays(index), _stands(index, _DUE_UNKNOWN)]
            rests = every([*open_, is_unknown(column(f"broken{index}"))]) if benefit.by_level else exp.false()
            found.append(named(rests, f"rests{index}"))
        return found

    def _codes(self) -> Columns:
        return [named(_code(index, benefit), f"code{index}") for index, benefit in enumerate(self.regime.benefits)]

    # of the rows flagged, those that stand out as a whole

    def of_level_missing(self, flagged: str) -> exp.Select:
        """Those without a level; `rests{i}` of the benefits that rest on it."""
        return _in_steps(_those(flagged, column(LEVEL_MISSING), self._standings()), self._breaches(), self._resting())

    def of_level_later(self, flagged: str) -> exp.Select:
        """Those whose level was found only later; `pays{i}` of the benefits that rest on it."""
        return _those(flagged, column(LEVEL_LATER), self._by_level_paid())

    def of_level_old(self, flagged: str) -> exp.Select:
        """Those with an old one; `pays{i}` of the benefits that rest on it."""
        return _those(flagged, column(LEVEL_OLD), self._by_level_paid())

    def _by_level_paid(self) -> Columns:
        return [named(_is_paid(index), f"pays{index}") for index in self.by_level()]

    def by_level(self) -> list[int]:
        """The benefits that rest on the ability level."""
        return [index for index, benefit in enumerate(self.regime.benefits) if benefit.by_level]

    def of_placeholders(self, flagged: str) -> exp.Select:
        """Those on which a benefit goes by a placeholder; `by_placeholder{i}`, `placeholder{j}`."""
        facts: Columns = []
        for index, benefit in enumerate(self.regime.benefits):
            if benefit.placeholders:
                goes_by = self._goes_by(index, benefit.placeholders)
                facts.append(named(goes_by, f"by_placeholder{index}"))
        for place, readers in enumerate(self.placeholders.values()):
            goes_by = some(self._goes_by(index, [one]) for index, one in readers)
            facts.append(named(goes_by, f"placeholder{place}"))
        any_ = some(
            self._goes_by(index, benefit.placeholders)
            for index, benefit in enumerate(self.regime.benefits)
            if benefit.placeholders
        )
        return _those(flagged, any_, facts)

    def _goes_by(self, index: int, placeholders: Sequence[Placeholder]) -> exp.Expr:
        return _by_placeholder(placeholders, *(column(f"{which}{index}") for which in ("paid", "due", "eligible")))


def _rivals(benefit: str, conflict: Conflict) -> list[str]:
    """The benefits paid that may go before this one."""
    those = conflict.benefits if conflict.kind == "highest_of" else conflict.triggers
    return [name for name in those if name != benefit]


def pays(index: int) -> exp.Expr:
    """Is anything of the benefit paid for certain? Never unknown."""
    return column(f"pays{index}")


def too_much(benefit: Benefit) -> str:
    """The code where more is paid than is due."""
    return "above_floor" if benefit.floor else "overpaid"


def _code(index: int, benefit: Benefit) -> exp.Expr:
    paid, due = column(f"paid{index}"), column(f"due{index}")
    open_ = every([pays(index), _stands(index, _DUE_UNKNOWN)])
    both = every([pays(index), _stands(index, _DUE)])
    return choice(
        (is_unknown(paid), text("paid_unknown")),
        (is_known(column(f"broken{index}")), text("not_drawn_together")),
        (column(f"rests{index}"), unknown()),
        (open_, unknown() if benefit.for_nobody else text("paid_undetermined")),
        (every([pays(index), _stands(index, _NOTHING_DUE)]), text("not_entitled")),
        (every([both, exp.GT(this=paid, expression=due)]), text(too_much(benefit))),
        (every([both.copy(), exp.LT(this=paid.copy(), expression=due.copy())]), text("underpaid")),
        (every([negated(pays(index)), _stands(index, _DUE)]), text("unpaid")),
    )


def _barred(bars: Sequence[Bar], eligible: exp.Expr) -> exp.Expr:
    """The first of the bars that holds for somebody who is not eligible; else NULL."""
    ineligible = negated(_unless_false(eligible))
    return choice(*((every([ineligible, column(bar.decision)]), number(place)) for place, bar in enumerate(bars)))


def _is_paid(index: int) -> exp.Expr:
    return _surely(_above_nothing(column(f"paid{index}")))


def _differ(paid: exp.Expr, due: exp.Expr) -> exp.Expr:
    """Is anything else paid than is due, or not known what? A due that is not known counts as nothing: every code but
    none asks for this. Never unknown."""
    return exp.NullSafeNEQ(this=paid.copy(), expression=_or_nothing(due))


def _by_placeholder(placeholders: Sequence[Placeholder], paid: exp.Expr, due: exp.Expr, eligible: exp.Expr) -> exp.Expr:
    """Is the benefit paid or due, and does it go by one of the placeholders?"""
    is_any = some(_surely(_above_nothing(amount)) for amount in (paid, due))
    if any(one.when_barred for one in placeholders):
        return is_any
    return every([is_any, _unless_false(eligible)])


def _in_steps(rows: exp.Select, *steps: Columns) -> exp.Select:
    """The rows with the columns of each step, which may go by those before."""
    for added in steps:
        rows = exp.select(exp.Star(), *added, copy=False).from_(rows.subquery("given", copy=False), copy=False)
    return rows


def _those(flagged: str, when: exp.Expr, facts: Columns) -> exp.Select:
    return exp.select(exp.Star(), *facts, copy=False).from_(exp.to_table(flagged)).where(when, copy=False)


def _or_nothing(amount: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=amount.copy(), expressions=[number(0)])


def _stands(index: int, standing: int) -> exp.Expr:
    return exp.EQ(this=column(f"standing{index}"), expression=number(standing))


def _above_nothing(amount: exp.Expr) -> exp.Expr:
    return exp.GT(this=amount.copy(), expression=number(0))


def _surely(condition: exp.Expr) -> exp.Expr:
    """Does it hold? No where it is unknown."""
    return exp.Coalesce(this=condition.copy(), expressions=[exp.false()])


def _unless_false(condition: exp.Expr) -> exp.Expr:
    """Does it hold, or is it unknown?"""
    return exp.Coalesce(this=condition.copy(), expressions=[exp.true()])
