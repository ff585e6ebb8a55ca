"""The findings of a share as one query over its decisions. What has precedence over what stands in `judging`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from assess.engines.sql.nodes import choice, minus, number, plus, some
from assess.rolls.finding_rows import (
    Relation,
    call,
    column,
    empty,
    finding,
    id_number,
    in_fixed_order,
    listed,
    named,
    relation,
    text,
    unknown,
)
from assess.rolls.findings import FINDINGS, Direction
from assess.rolls.reconciling.judging import LEVEL_MISSING, LEVEL_OLD, Judging
from assess.rolls.reconciling.plan import Reconciliation, Regime
from assess.rolls.reconciling.sentences import Sentences


def findings_query(plan: Reconciliation, decisions: Relation, people: Relation | None = None) -> exp.Query:
    """The findings of the decisions, in the columns of findings and in a fixed order.

    `decisions` has the columns of `decisions.parquet`. `people` (`source`, `row`, `person`; a row for each row of the
    roll) gives the identity numbers; without it there are none.
    """
    flagged: dict[str, exp.Select] = {}
    found: list[exp.Select] = []
    for place, regime in enumerate(plan.regimes):
        judging = Judging(plan, regime)
        rows = f"flagged_{place}"
        selects = list(_Findings(judging, rows).all())
        if selects:
            flagged[rows] = _flagged(judging, decisions, people)
            found += selects
    if not found:
        return empty()
    query = in_fixed_order(found)
    for name, select in flagged.items():
        query = query.with_(name, as_=select, materialized=True, copy=False)
    return query


def _flagged(judging: Judging, decisions: Relation, people: Relation | None) -> exp.Select:
    """The judged rows that something is found on; kept, since many findings read them."""
    rows = exp.select(exp.Star()).from_(judging.judged(decisions).subquery("judged")).where(judging.flagged())
    if people is None:
        return exp.select(exp.Star(), named(unknown("BIGINT"), "person")).from_(rows.subquery("rows"))
    own = exp.Column(this=exp.Star(), table=exp.to_identifier("rows"))
    same = [exp.EQ(this=column(key, "rows"), expression=column(key, "people")) for key in ("source", "row")]
    joined = exp.select(own, column("person", "people")).from_(rows.subquery("rows"))
    return joined.join(relation(people, "people"), on=exp.and_(*same), join_type="left")


class _Findings:
    """The findings of a regime, a query for each benefit and one for each flag of a row."""

    def __init__(self, judging: Judging, rows: str) -> None:
        self._judging = judging
        self._regime: Regime = judging.regime
        self._rows = rows
        self._zh, self._en = Sentences(judging, "zh"), Sentences(judging, "en")

    def all(self) -> Iterator[exp.Select]:
        for index in range(len(self._regime.benefits)):
            yield self._of_benefit(index)
            if self._judging.breakable(self._regime.benefits[index].name):
                yield self._not_drawn_together(index)
        if self._regime.assessment.required is not None:
            yield self._assessment_missing()
        if self._regime.assessment.up_to_date is not None:
            yield self._assessment_out_of_date()
        if self._judging.doubts:
            yield self._placeholder()

    def _of_benefit(self, index: int) -> exp.Select:
        code, paid, due = column(f"code{index}"), column(f"paid{index}"), column(f"due{index}")
        amount = exp.Abs(this=minus(_or_nothing(paid), _or_nothing(due)))
        directions: dict[Direction, list[str]] = {}
        for known in ("not_entitled", "overpaid", "underpaid", "unpaid", "paid_undetermined"):
            directions.setdefault(FINDINGS[known].direction, []).append(known)
        direction = choice(
            *(
                (exp.In(this=code.copy(), expressions=[text(one) for one in codes]), text(where))
                for where, codes in directions.items()
            )
        )
        return self._select(
            exp.NEQ(this=code, expression=text("not_drawn_together")),
            code=code,
            benefit=text(self._regime.benefits[index].name),
            paid=paid,
            due=due,
            amount=amount,
            direction=direction,
            cite=self._cite(index),
            sentence_zh=self._zh.of_benefit(index, amount),
            sentence_en=self._en.of_benefit(index, amount),
        )

    def _cite(self, index: int) -> exp.Expr:
        """The benefit's clauses; those of the rules where a combination takes it away."""
        benefit = self._regime.benefits[index]
        own = _text_or_null(benefit.clauses.cite)
        cites = [conflict.clauses.cite for conflict in self._judging.touching(benefit.name)]
        taken = "; ".join(dict.fromkeys(cite for cite in cites if cite is not None))
        return choice((column(f"taken{index}"), text(taken)), otherwise=own) if taken else own

    def _not_drawn_together(self, index: int) -> exp.Select:
        benefit = self._regime.benefits[index]
        paid, due = column(f"paid{index}"), column(f"due{index}")
        amount = minus(paid, _or_nothing(due))
        cites = [
            (exp.EQ(this=column(f"broken{index}"), expression=number(place)), text(conflict.clauses.cite or ""))
            for place, conflict in self._judging.breakable(benefit.name)
        ]
        return self._select(
            exp.EQ(this=column(f"code{index}"), expression=text("not_drawn_together")),
            code=text("not_drawn_together"),
            benefit=text(benefit.name),
            paid=paid,
            due=due,
            amount=amount,
            direction=text(FINDINGS["not_drawn_together"].direction),
            cite=choice(*cites),
            sentence_zh=self._zh.not_drawn_together(index, amount),
            sentence_en=self._en.not_drawn_together(index, amount),
        )

    def _assessment_missing(self) -> exp.Select:
        assessment = self._regime.assessment
        assert assessment.required is not None
        assert assessment.level is not None
        amount = self._paid_of("rests")
        return self._of_row(
            "assessment_missing",
            column(LEVEL_MISSING),
            paid=amount,
            amount=amount,
            cite=_text_or_null(assessment.required.cite),
            sentence_zh=self._zh.assessment_missing(assessment.required, assessment.level, amount),
            sentence_en=self._en.assessment_missing(assessment.required, assessment.level, amount),
        )

    def _assessment_out_of_date(self) -> exp.Select:
        clauses = self._regime.assessment.up_to_date
        assert clauses is not None
        amount = self._paid_of("pays")
        return self._of_row(
            "assessment_out_of_date",
            column(LEVEL_OLD),
            paid=amount,
            amount=amount,
            cite=_text_or_null(clauses.cite),
            sentence_zh=self._zh.assessment_out_of_date(clauses, amount),
            sentence_en=self._en.assessment_out_of_date(clauses, amount),
        )

    def _paid_of(self, counted: str) -> exp.Expr:
        """What is paid of the benefits that rest on the level, of those for which the column `counted{i}` holds."""
        return _sum(
            choice((column(f"{counted}{index}"), column(f"paid{index}")), otherwise=number(0))
            for index, benefit in enumerate(self._regime.benefits)
            if benefit.by_level
        )

    def _placeholder(self) -> exp.Select:
        doubtful = [index for index, benefit in enumerate(self._regime.benefits) if benefit.doubts]
        paid: list[exp.Expr] = []
        due: list[exp.Expr] = []
        greater: list[exp.Expr] = []
        for index in doubtful:
            paid_or_nothing = _or_nothing(column(f"paid{index}"))
            larger = call("GREATEST", paid_or_nothing, _or_nothing(column(f"due{index}")))
            for amounts, amount in ((paid, paid_or_nothing), (due, column(f"due{index}")), (greater, larger)):
                amounts.append(choice((column(f"doubtful{index}"), amount.copy()), otherwise=number(0)))
        cites: dict[str, list[exp.Expr]] = {}
        for index in doubtful:
            for doubt in self._regime.benefits[index].doubts:
                if doubt.cite:
                    place = list(self._judging.doubts).index((doubt.words.zh, doubt.words.en))
                    cites.setdefault(doubt.cite, []).append(column(f"doubt{place}"))
        return self._of_row(
            "placeholder",
            some(column(f"doubt{place}") for place in range(len(self._judging.doubts))),
            paid=_sum(paid),
            due=_sum(due),
            amount=_sum(greater),
            cite=listed("; ", [(some(flags), cite) for cite, flags in cites.items()]) if cites else exp.null(),
            sentence_zh=self._zh.placeholder(),
            sentence_en=self._en.placeholder(),
        )

    def _of_row(self, code: str, when: exp.Expr, **values: exp.Expr) -> exp.Select:
        return self._select(when, code=text(code), direction=text(FINDINGS[code].direction), **values)

    def _select(self, when: exp.Expr, **values: exp.Expr) -> exp.Select:
        """The finding of the rows for which the condition holds, with what every finding says of its row."""
        plan = self._judging.plan
        values |= {name: column(name) for name in ("source", "row", "case", *plan.optional_columns())}
        values["id_number"] = id_number(column("person"))
        if plan.has_month:
            values["months"] = number(1)
        rows = exp.select(*finding(values), copy=False).from_(exp.to_table(self._rows), copy=False)
        return rows.where(when, copy=False)


def _or_nothing(amount: exp.Expr) -> exp.Expr:
    return exp.Coalesce(this=amount.copy(), expressions=[number(0)])


def _sum(amounts: Iterable[exp.Expr]) -> exp.Expr:
    total: exp.Expr | None = None
    for amount in amounts:
        total = amount if total is None else plus(total, amount)
    return number(0) if total is None else total


def _text_or_null(value: str | None) -> exp.Expr:
    return exp.null() if value is None else text(value)
