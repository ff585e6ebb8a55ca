"""Each row judged in SQL: the one code that every benefit gets, if any, and what the row as a whole is flagged for.

A yuan is counted once. Each benefit of a row (and month) has one code at most, in this order of precedence:

1. `not_drawn_together`, where a benefit is paid that must give way to another one paid too; amount: what is paid of it
   above what is due of it (nothing, as a rule);
2. none where it is paid, due is unknown, and the level that it rests on is missing: `assessment_missing` counts it;
3. `paid_undetermined`, where it is paid and due is unknown; amount: what is paid;
4. `not_entitled`, where it is paid and nothing is due; amount: what is paid;
5. `overpaid`, `underpaid`, `unpaid`; amount: the difference.

`assessment_missing` and `assessment_out_of_date` exclude each other, once a row. `placeholder` comes beside all of
them. The amounts of these three say what depends on it and are never to recover or to pay.
"""

from __future__ import annotations

from sqlglot import exp

from assess.engines.sql.nodes import choice, every, is_known, is_unknown, negated, number, some
from assess.rolls.finding_rows import Relation, column, named, relation, text, unknown
from assess.rolls.reconciling.doubts import Doubt
from assess.rolls.reconciling.plan import (
    ABILITY_LEVEL,
    ASSESSMENT_REQUIRED,
    ASSESSMENT_UP_TO_DATE,
    Benefit,
    Conflict,
    Reconciliation,
    Regime,
)

LEVEL_MISSING, LEVEL_OLD = "level_missing", "level_old"
_NOTHING_DUE, _DUE_UNKNOWN, _DUE = 0, 1, 2

Columns = list[exp.Expr]


class Judging:
    """A regime's rows judged, in columns that go by the place of a benefit (`i`) or a doubt (`j`) in the regime.

    `paid{i}`, `due{i}`, `eligible{i}`; `pays{i}`: is anything paid; `standing{i}`: is anything due, or unknown;
    `taken{i}`: it would be due, but for a combination; `broken{i}`: the conflict, from 0, in which it must give way;
    `rests{i}`: it is counted under the missing level; `doubtful{i}`: it matters here and rests on some doubt;
    `code{i}`. Of the row: `doubt{j}`, `level_missing`, `level_old`.
    """

    def __init__(self, plan: Reconciliation, regime: Regime) -> None:
        self.plan = plan
        self.regime = regime
        self.place = {benefit.name: index for index, benefit in enumerate(regime.benefits)}
        self.doubts: dict[tuple[str, str], list[str]] = {}
        """By the words of a doubt, the columns that say whether a benefit rests on it."""
        for index, benefit in enumerate(regime.benefits):
            for place, doubt in enumerate(benefit.doubts):
                self.doubts.setdefault((doubt.words.zh, doubt.words.en), []).append(_doubt_column(index, place))

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

    def judged(self, decisions: Relation) -> exp.Select:
        """Every row that is not rejected, with what is found of it."""
        rows = self._given(decisions)
        for step in (self._facts, self._breaches, self._codes):
            rows = exp.select(exp.Star(), *step(), copy=False).from_(rows.subquery("given", copy=False), copy=False)
        return rows

    def flagged(self) -> exp.Expr:
        """Is there anything to be found on a judged row?"""
        codes = [is_known(column(f"code{index}")) for index in self.place.values()]
        return some([*codes, *(column(name) for name in self.row_flags())])

    def row_flags(self) -> list[str]:
        """The columns that flag a row as a whole."""
        names = [f"doubt{index}" for index in range(len(self.doubts))]
        if self.regime.assessment.required is not None:
            names.append(LEVEL_MISSING)
        if self.regime.assessment.up_to_date is not None:
            names.append(LEVEL_OLD)
        return names

    def _given(self, decisions: Relation) -> exp.Select:
        """What is read of the decisions."""
        selected: Columns = [column(name) for name in ("source", "row", "case", *self.plan.optional_columns())]
        for index, benefit in enumerate(self.regime.benefits):
            selected += self._of_benefit(index, benefit)
        rows = exp.select(*selected, *self._assessment(), copy=False).from_(relation(decisions, "decisions"))
        rows = rows.where(column("status").neq(text("rejected")))
        if self.regime.months:
            months = [text(month) for month in self.regime.months]
            rows = rows.where(exp.In(this=column("month"), expressions=months))
        return rows

    def _of_benefit(self, index: int, benefit: Benefit) -> Columns:
        paid, due, value = column(f"paid.{benefit.name}"), column(f"due.{benefit.name}"), column(benefit.name)
        eligible = column(f"{benefit.name}.eligible") if benefit.has_eligible else unknown("BOOLEAN")
        standing = choice(
            (_above_nothing(due), number(_DUE)), (is_unknown(due), number(_DUE_UNKNOWN)),
            otherwise=number(_NOTHING_DUE),
        )  # fmt: skip
        taken: exp.Expr = exp.false()
        if self.touching(benefit.name):
            taken = _surely(every([_above_nothing(value), exp.EQ(this=due, expression=number(0))]))
        return [
            named(paid, f"paid{index}"),
            named(due, f"due{index}"),
            named(eligible, f"eligible{index}"),
            named(_surely(_above_nothing(paid)), f"pays{index}"),
            named(standing, f"standing{index}"),
            named(taken, f"taken{index}"),
            *(
                named(self._rests_on(benefit, doubt), _doubt_column(index, place))
                for place, doubt in enumerate(benefit.doubts)
            ),
        ]

    def _rests_on(self, benefit: Benefit, doubt: Doubt) -> exp.Expr:
        """Is the benefit paid or due on the row, and does it rest on the doubt there?"""
        amounts = [column(f"{which}.{benefit.name}") for which in ("paid", "due")]
        conditions = [some(_surely(_above_nothing(amount)) for amount in amounts)]
        if benefit.has_eligible and not doubt.when_barred:
            conditions.append(_unless_false(column(f"{benefit.name}.eligible")))
        if doubt.table is not None and doubt.table in self.plan.tables:
            rows = [number(row) for row in doubt.rows]
            conditions.append(_surely(exp.In(this=column(f"{doubt.table}.row"), expressions=rows)))
        return every(conditions)

    def _assessment(self) -> Columns:
        assessment = self.regime.assessment
        missing: exp.Expr = exp.false()
        old: exp.Expr = exp.false()
        if assessment.required is not None:
            missing = every([_surely(column(ASSESSMENT_REQUIRED)), is_unknown(column(ABILITY_LEVEL))])
        if assessment.up_to_date is not None:
            old = every([negated(_unless_false(column(ASSESSMENT_UP_TO_DATE))), negated(missing)])
        return [named(missing, LEVEL_MISSING), named(old, LEVEL_OLD)]

    def _facts(self) -> Columns:
        """Which benefits the missing level leaves open, which rest on a doubt, and on which."""
        found: Columns = []
        for index, benefit in enumerate(self.regime.benefits):
            open_ = every([column(LEVEL_MISSING), pays(index), _stands(index, _DUE_UNKNOWN)])
            found.append(named(open_ if benefit.by_level else exp.false(), f"rests{index}"))
            own = [column(_doubt_column(index, place)) for place in range(len(benefit.doubts))]
            found.append(named(some(own), f"doubtful{index}"))
        for place, flags in enumerate(self.doubts.values()):
            found.append(named(some(column(flag) for flag in flags), f"doubt{place}"))
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

    def _codes(self) -> Columns:
        return [named(_code(index), f"code{index}") for index in self.place.values()]


def _rivals(benefit: str, conflict: Conflict) -> list[str]:
    """The benefits paid that may go before this one."""
    those = conflict.benefits if conflict.kind == "highest_of" else conflict.triggers
    return [name for name in those if name != benefit]


def pays(index: int) -> exp.Expr:
    """Is anything of the benefit paid? Never unknown: a blank is nothing."""
    return column(f"pays{index}")


def _code(index: int) -> exp.Expr:
    paid, due = column(f"paid{index}"), column(f"due{index}")
    open_ = every([pays(index), _stands(index, _DUE_UNKNOWN)])
    both = every([pays(index), _stands(index, _DUE)])
    return choice(
        (is_known(column(f"broken{index}")), text("not_drawn_together")),
        (column(f"rests{index}"), unknown()),
        (open_, text("paid_undetermined")),
        (every([pays(index), _stands(index, _NOTHING_DUE)]), text("not_entitled")),
        (every([both, exp.GT(this=paid, expression=due)]), text("overpaid")),
        (every([both.copy(), exp.LT(this=paid.copy(), expression=due.copy())]), text("underpaid")),
        (every([negated(pays(index)), _stands(index, _DUE)]), text("unpaid")),
    )


def _doubt_column(index: int, place: int) -> str:
    return f"doubt{index}_{place}"


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
